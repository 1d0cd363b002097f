//! How good the answers are on the public gold sets: figures that must not fall.

use std::path::Path;

use skillmap::engine::Engine;
use skillmap::engine::EvaluateReply;
use skillmap::engine::EvaluateRequest;
use skillmap::engine::ImportRequest;
use skillmap::engine::Source;
use skillmap::engine::Starter;
use skillmap::engine::unwatched;

use crate::data;

fn engine(dir: &Path, frameworks: &[&str]) -> Option<Engine> {
    let engine = Engine::open(dir, Starter::Never).unwrap();
    for name in frameworks {
        let path = data::shared(&format!("frameworks/{name}"))?;
        let request =
            ImportRequest { sources: vec![Source::Path(path)], ..ImportRequest::default() };
        engine.import(&request, &unwatched).unwrap();
    }
    Some(engine)
}

fn evaluate(
    engine: &Engine,
    gold: &str,
    framework: &str,
    to: Option<&str>,
) -> Option<EvaluateReply> {
    let path = data::shared(gold)?;
    let request = EvaluateRequest {
        gold: vec![Source::Path(path)],
        framework: framework.into(),
        to: to.map(str::to_owned),
        ..EvaluateRequest::default()
    };
    Some(engine.evaluate(&request).unwrap())
}

/// Names of figures and how low they may be.
type Floors = &'static [(&'static str, f64)];

#[track_caller]
fn at_least(reply: &EvaluateReply, floors: Floors) {
    for (name, floor) in floors {
        let figure = reply.figures.iter().find(|f| f.name.starts_with(name)).unwrap();
        let mean = figure.value.mean;
        assert!(mean >= *floor, "{} fell to {mean:.3}, below {floor}", figure.name);
        assert!(figure.value.low <= mean && mean <= figure.value.high);
    }
}

/// The floors are a point or two below what was measured when they were set.
#[test]
fn sentences_of_job_ads_find_their_skills() {
    let dir = tempfile::tempdir().unwrap();
    let Some(engine) = engine(dir.path(), &["esco-1.1.0"]) else { return };
    let rows: [(&str, usize, Floors); 2] = [
        ("tech", 75, &[("RP@5", 0.65), ("MRR", 0.55), ("F1", 0.36)]),
        ("house", 61, &[("RP@5", 0.41), ("MRR", 0.42), ("F1", 0.25)]),
    ];
    for (name, n_judged, floors) in rows {
        let gold = format!("gold/decorte-esco/{name}_validation_annotations.csv");
        let Some(reply) = evaluate(&engine, &gold, "esco", None) else { return };
        assert_eq!(reply.n_judged, n_judged as u64, "{name}");
        assert!(reply.unknown_answers.is_empty(), "{name}: {:?}", reply.unknown_answers);
        at_least(&reply, floors);
    }
}

#[test]
fn occupations_find_their_counterparts_and_titles_their_occupations() {
    let dir = tempfile::tempdir().unwrap();
    let Some(engine) = engine(dir.path(), &["esco-1.1.0", "onet-29.1-text"]) else { return };
    let Some(reply) = evaluate(&engine, "crosswalks/esco-onet.csv", "onet", Some("esco")) else {
        return;
    };
    assert_eq!(reply.n_judged, 470);
    at_least(&reply, &[("hit@1", 0.70), ("MRR", 0.77)]);
    let rows: [(&str, Floors); 4] = [
        ("gold/jobbert-titles/titles.csv", &[("MRR", 0.25)]),
        ("gold/hahu-postings.csv", &[("hit@5", 0.10)]),
        ("gold/talentclef-2025/english", &[("MAP", 0.20)]),
        ("gold/melo/deu_q_de_c_de", &[("MRR", 0.30)]),
    ];
    for (gold, floors) in rows {
        let Some(reply) = evaluate(&engine, gold, "esco", None) else { return };
        assert!(reply.n_judged > 0, "{gold}");
        at_least(&reply, floors);
    }
    let Some(spans) = evaluate(&engine, "gold/skillspan/dev.json", "esco", None) else { return };
    at_least(&spans, &[("precision", 0.3), ("F1", 0.2)]);
}
