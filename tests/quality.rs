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
fn occupations_find_their_counterparts() {
    let dir = tempfile::tempdir().unwrap();
    let Some(engine) = engine(dir.path(), &["esco-1.1.0", "onet-29.1-text"]) else { return };
    let Some(reply) = evaluate(&engine, "crosswalks/esco-onet.csv", "onet", Some("esco")) else {
        return;
    };
    assert_eq!(reply.n_judged, 470);
    let floors: Floors = &[
        ("hit@1 (untrained)", 0.77),
        ("MRR (untrained)", 0.83),
        ("hit@1 (learnt", 0.80),
        ("MRR (learnt", 0.86),
        ("match type right, true pairs among the candidates (learnt", 0.64),
    ];
    at_least(&reply, floors);
    let Some(spans) = evaluate(&engine, "gold/skillspan/dev.json", "esco", None) else { return };
    at_least(&spans, &[("precision", 0.3), ("F1", 0.2)]);
}

#[test]
fn titles_and_postings_find_their_occupations() {
    let dir = tempfile::tempdir().unwrap();
    let Some(engine) = engine(dir.path(), &["esco-1.1.0"]) else { return };
    let rows: [(&str, Floors); 6] = [
        ("gold/jobbert-titles/titles.csv", &[("MRR", 0.36), ("hit@5", 0.46)]),
        (
            "gold/hahu-postings.csv",
            &[("hit@1", 0.42), ("hit@5", 0.65), ("ISCO 4 digits hit@1", 0.45)],
        ),
        ("gold/talentclef-2025/english", &[("MAP", 0.35)]),
        ("gold/melo/deu_q_de_c_de", &[("MRR", 0.54)]),
        ("gold/melo/fra_q_fr_c_fr", &[("MRR", 0.80)]),
        // Dutch titles and English labels: only what is written alike in both can be found.
        ("gold/melo/nld_q_nl_c_en", &[("MRR", 0.13)]),
    ];
    for (gold, floors) in rows {
        let Some(reply) = evaluate(&engine, gold, "esco", None) else { return };
        assert!(reply.n_judged > 0, "{gold}");
        at_least(&reply, floors);
    }
}

#[test]
fn half_of_the_titles_answer_the_other_half() {
    let dir = tempfile::tempdir().unwrap();
    let Some(engine) = engine(dir.path(), &["esco-1.1.0"]) else { return };
    let Some(path) = data::shared("gold/jobbert-titles/titles.csv") else { return };
    let request = EvaluateRequest {
        gold: vec![Source::Path(path)],
        framework: "esco".into(),
        examples_share: 0.5,
        ..EvaluateRequest::default()
    };
    let reply = engine.evaluate(&request).unwrap();
    assert!((7_300..8_200).contains(&reply.n_judged), "{}", reply.n_judged);
    at_least(&reply, &[("MRR", 0.50)]);
    let refused = EvaluateRequest { examples_share: 1.0, ..request };
    assert_eq!(engine.evaluate(&refused).unwrap_err().field, Some("examples_share"));
}

#[test]
fn reported_titles_withheld_from_the_index_find_their_occupations() {
    let dir = tempfile::tempdir().unwrap();
    let Some(engine) = engine(dir.path(), &["onet-30.1-xlsx"]) else { return };
    let gold = "frameworks/onet-30.1-xlsx/Sample of Reported Titles.xlsx";
    let Some(reply) = evaluate(&engine, gold, "onet", None) else { return };
    assert!(reply.n_judged > 6_000 && reply.unknown_answers.is_empty());
    at_least(&reply, &[("hit@1", 0.61), ("hit@5", 0.82)]);
}
