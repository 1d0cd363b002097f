//! Words of texts and the concepts they speak of -> SSSOM, whose subjects are literals.
//!
//! A subject without an id is allowed where `subject_type` says that its label is the subject itself. The text it was
//! found in is its `subject_source`.

use crate::formats::code::slug;
use crate::formats::document_tags::said;
use crate::formats::sssom::DRAFT_IDS;
use crate::formats::sssom::NO_LICENCE;
use crate::formats::sssom::curies::Contraction;
use crate::formats::sssom::values;
use crate::formats::sssom::yaml::scalar;
use crate::model::Justification;
use crate::model::Predicate;
use crate::model::SavedTag;
use crate::model::TagVerdict;
use crate::model::TaggedConcept;

/// Words of a text, and the concept they speak of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Literal {
    document: String,
    words: String,
    object: String,
    object_label: String,
    justification: Justification,
    reviewer: String,
    date: String,
    confidence: String,
    comment: String,
}

impl Literal {
    /// These words of that document, and the concept for which a tag stands.
    pub(crate) fn of(
        document: String,
        words: String,
        tag: &SavedTag,
        concept: &TaggedConcept,
    ) -> Self {
        Self {
            document,
            words,
            object: concept.id.as_str().to_owned(),
            object_label: concept.label.clone(),
            justification: match tag.verdict {
                TagVerdict::Added => Justification::ManualMappingCuration,
                TagVerdict::Undecided => Justification::CompositeMatching,
                _ => Justification::MappingReview,
            },
            reviewer: tag.by.clone(),
            date: tag.when.get(..10).unwrap_or_default().to_owned(),
            confidence: tag.score.map(|score| score.value().to_string()).unwrap_or_default(),
            comment: said(tag),
        }
    }
}

/// The columns, in the order of the schema.
const COLUMNS: [&str; 12] = [
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "reviewer_label",
    "subject_type",
    "subject_source",
    "mapping_date",
    "confidence",
    "comment",
];

/// The rows as an SSSOM table, in the order given.
pub(crate) fn write_literals(workspace: &str, rows: &[Literal]) -> String {
    let iris = rows.iter().flat_map(|row| [row.object.as_str(), row.document.as_str()]);
    let contraction = Contraction::of(&iris);
    let mut out = String::new();
    let mut line = |text: String| out.extend(["#", text.as_str(), "\n"]);
    let declarations = contraction.declarations();
    if !declarations.is_empty() {
        line("curie_map:".to_owned());
    }
    for (name, iri) in &declarations {
        line(format!("  {name}: {}", scalar(iri)));
    }
    line(format!("mapping_set_id: {}", scalar(&format!("{DRAFT_IDS}texts-{}", slug(workspace)))));
    line(format!("mapping_set_title: {}", scalar(&format!("Texts of {workspace}"))));
    line(format!("license: {}", scalar(NO_LICENCE)));
    let mut writer =
        csv::WriterBuilder::new().delimiter(b'\t').comment(Some(b'#')).from_writer(Vec::new());
    // A buffer in memory takes everything.
    let _ = writer.write_record(COLUMNS);
    for row in rows {
        let _ = writer.write_record([
            "",
            // A line end would be a line end of the table.
            &row.words.split_whitespace().collect::<Vec<_>>().join(" "),
            values::predicate_curie(Predicate::Related),
            &contraction.curie(&row.object),
            &row.object_label,
            &format!("semapv:{}", row.justification.semapv()),
            &row.reviewer,
            "rdfs literal",
            &contraction.curie(&row.document),
            &row.date,
            &row.confidence,
            &row.comment,
        ]);
    }
    out.push_str(&String::from_utf8_lossy(&writer.into_inner().unwrap_or_default()));
    out
}
