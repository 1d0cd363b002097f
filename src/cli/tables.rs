//! Replies as tables and sentences for people.

use std::fmt::Write as _;

use crate::cli::drawing::strings;
use crate::cli::drawing::table;
use crate::engine::CalibrationBin;
use crate::engine::ConceptView;
use crate::engine::DoctorReply;
use crate::engine::EvaluateReply;
use crate::engine::FacetValue;
use crate::engine::FrameworksReply;
use crate::engine::Health;
use crate::engine::SamplesReply;
use crate::engine::SearchReply;
use crate::engine::SuggestReply;
use crate::model::Reason;

pub(super) fn sentences(reasons: &[Reason]) -> String {
    reasons.iter().map(|r| r.sentence.as_str()).collect::<Vec<_>>().join("; ")
}

/// The framework's short name and the kind: enough to tell concepts of one label apart.
pub(super) fn origin(concept: &ConceptView) -> String {
    format!("{} {}", concept.framework, concept.kind)
}

pub(super) fn frameworks(reply: &FrameworksReply) -> String {
    let mut out = table(
        &["release", "title", "concepts", "relations", "licence", "digest", "current"],
        reply.frameworks.iter().map(|f| {
            let current = if f.is_current { "yes" } else { "" };
            strings([
                &f.release,
                &f.release.title,
                &f.n_concepts,
                &f.n_relations,
                &f.release.licence.name,
                &f.digest.short(),
                &current,
            ])
        }),
    );
    if !reply.mapping_sets.is_empty() {
        let sets = reply.mapping_sets.iter().map(|s| {
            strings([
                &s.title,
                &s.version,
                &s.subject_source,
                &s.object_source,
                &s.n_mappings,
                &s.digest.short(),
            ])
        });
        let header = ["mapping set", "version", "from", "to", "mappings", "digest"];
        let _ = write!(out, "\n\n{}", table(&header, sets));
    }
    out
}

pub(super) fn search(reply: &SearchReply) -> String {
    let mut out = String::new();
    if let Some(text) = &reply.did_you_mean {
        let said = if reply.hits.is_empty() { "did you mean" } else { "showing results for" };
        let _ = writeln!(out, "{said}: {text}");
    }
    if reply.hits.is_empty() {
        out.push_str("nothing found\n");
        return out;
    }
    let noun = if reply.total == 1 { "concept matches" } else { "concepts match" };
    let _ = writeln!(out, "{} {noun}\n", reply.total);
    let rows = reply.hits.iter().map(|h| {
        let label = format!("{}{}", h.concept.label, in_use(&h.concept));
        strings([&h.score, &label, &origin(&h.concept), &sentences(&h.reasons)])
    });
    out.push_str(&table(&["score", "label", "framework", "because"], rows));
    if let Some(facets) = &reply.facets {
        for (name, values) in [
            ("framework", &facets.framework),
            ("kind", &facets.kind),
            ("language", &facets.language),
            ("status", &facets.status),
        ] {
            let value = |v: &FacetValue| format!("{} {}", v.value, v.count);
            let values: Vec<String> = values.iter().map(value).collect();
            let _ = write!(out, "\n{name}: {}", values.join(", "));
        }
    }
    out
}

/// Nothing of a concept in use; of another that it is withdrawn, and what takes its place.
pub(super) fn in_use(concept: &ConceptView) -> String {
    let labels: Vec<&str> = concept.replaced_by.iter().map(|by| by.label.as_str()).collect();
    match (concept.status, labels.as_slice()) {
        ("active", _) => String::new(),
        (_, []) => " (withdrawn)".to_owned(),
        (_, labels) => format!(" (replaced by {})", labels.join(" and ")),
    }
}

pub(super) fn suggest(reply: &SuggestReply) -> String {
    if reply.suggestions.is_empty() {
        return "nothing found".to_owned();
    }
    let rows =
        reply.suggestions.iter().map(|s| strings([&s.text, &s.concept.label, &origin(&s.concept)]));
    table(&["label", "concept", "framework"], rows)
}

pub(super) fn evaluate(reply: &EvaluateReply) -> String {
    let mut out = format!(
        "{}: {} questions, {} judged, answered by {}\n",
        reply.task, reply.n_questions, reply.n_judged, reply.framework
    );
    if !reply.unknown_answers.is_empty() {
        let n = reply.unknown_answers.len();
        let first: Vec<&str> = reply.unknown_answers.iter().take(3).map(String::as_str).collect();
        let _ =
            writeln!(out, "{n} wanted answers are not in the framework: {}, ...", first.join(", "));
    }
    if reply.is_training_data {
        out.push_str(
            "the weights were made from these very questions: skillmap tune judges on questions kept aside\n",
        );
    }
    let rows = reply.figures.iter().map(|f| {
        let percent = |value: f64| format!("{:.1}", value * 100.0);
        strings([&f.name, &percent(f.value.mean), &percent(f.value.low), &percent(f.value.high)])
    });
    let _ = write!(out, "\n{}", table(&["figure", "mean", "low", "high"], rows));
    if !reply.calibration.is_empty() {
        let _ = write!(out, "\n\n{}", calibration(&reply.calibration));
    }
    out
}

/// What was said with a probability beside how often it was so.
pub(super) fn calibration(bins: &[CalibrationBin]) -> String {
    let percent = |value: f64| format!("{:.1}", value * 100.0);
    let rows = bins.iter().map(|bin| {
        let between = format!("{} to {}", bin.from, bin.to);
        strings([&between, &bin.n, &percent(bin.predicted), &percent(bin.observed)])
    });
    table(&["probability", "answers", "said", "right"], rows)
}

pub(super) fn samples(reply: &SamplesReply) -> String {
    let rows = reply.samples.iter().map(|s| strings([&s.sort, &s.name]));
    table(&["sort", "name"], rows)
}

pub(super) fn doctor(reply: &DoctorReply) -> String {
    let mut out = format!(
        "skillmap {}, revision {}\ndata: {} ({:.1} MB)\n{} concepts, {} relations, {} indexed in {} segments\n",
        reply.version,
        reply.revision,
        reply.data,
        reply.store_bytes as f64 / 1e6,
        reply.n_concepts,
        reply.n_relations,
        reply.n_indexed,
        reply.n_segments
    );
    let rows = reply.findings.iter().map(|f| {
        let health = match f.health {
            Health::Good => "good",
            Health::Warning => "warning",
            Health::Bad => "bad",
        };
        strings([&health, &f.check, &f.message])
    });
    let _ = write!(out, "\n{}", table(&["health", "check", "finding"], rows));
    out
}
