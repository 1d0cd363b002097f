//! MappingSet -> CSV for people: both labels, the match in words, who confirmed it, why.

use crate::formats::statement;
use crate::model::Mapping;
use crate::model::MappingSet;
use crate::model::Predicate;

/// The columns; the reader beside knows all of them but the reasons, which are sentences.
const COLUMNS: [&str; 12] = [
    "subject_id",
    "subject_label",
    "match_type",
    "object_id",
    "object_label",
    "confidence",
    "justification",
    "author",
    "reviewers",
    "date",
    "comment",
    "reasons",
];

/// The statements as CSV, in their order. What the set says about itself is left out.
pub(crate) fn write(set: &MappingSet) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // A buffer in memory takes everything.
    let _ = writer.write_record(COLUMNS);
    for mapping in &set.mappings {
        let _ = writer.write_record(record(mapping));
    }
    String::from_utf8_lossy(&writer.into_inner().unwrap_or_default()).into_owned()
}

fn record(mapping: &Mapping) -> [String; 12] {
    let relation = match mapping.predicate {
        Predicate::NoMatch => "no match",
        predicate => predicate.name(),
    };
    let reasons: Vec<String> = mapping.evidence.iter().map(ToString::to_string).collect();
    [
        mapping.subject.to_string(),
        mapping.subject_label.clone(),
        if mapping.is_negated { format!("not {relation}") } else { relation.to_owned() },
        mapping.object.as_ref().map(ToString::to_string).unwrap_or_default(),
        mapping.object_label.clone(),
        mapping.confidence.map(|score| score.value().to_string()).unwrap_or_default(),
        mapping.justification.semapv().to_owned(),
        mapping.author.clone(),
        statement::joined(mapping.reviewers.iter().map(String::as_str)),
        mapping.date.clone(),
        mapping.comment.clone(),
        reasons.join("; "),
    ]
}
