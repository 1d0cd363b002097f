//! One framework said in terms of another: mappings after SSSOM.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::ConceptId;
use crate::model::Evidence;
use crate::model::Language;
use crate::model::Licence;
use crate::model::Score;

/// What the subject of a mapping is to its object. Read "subject *predicate* object": with
/// [`Predicate::Broad`] the **object** is the broader one, as in `skos:broadMatch`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Predicate {
    /// Interchangeable everywhere (`skos:exactMatch`).
    Exact,
    /// Interchangeable in some uses (`skos:closeMatch`).
    Close,
    /// The object is broader (`skos:broadMatch`).
    Broad,
    /// The object is narrower (`skos:narrowMatch`).
    Narrow,
    /// The two belong together (`skos:relatedMatch`).
    Related,
    /// A person looked and found no counterpart (`sssom:NoTermFound`).
    NoMatch,
}

impl Predicate {
    /// All predicates, strongest first.
    pub const ALL: [Self; 6] =
        [Self::Exact, Self::Close, Self::Broad, Self::Narrow, Self::Related, Self::NoMatch];

    /// The predicate that holds when subject and object change places.
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::Broad => Self::Narrow,
            Self::Narrow => Self::Broad,
            other => other,
        }
    }

    /// Whether it reads the same in both directions.
    pub fn is_symmetric(self) -> bool {
        self.inverse() == self
    }

    /// Its name in files and requests.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Close => "close",
            Self::Broad => "broad",
            Self::Narrow => "narrow",
            Self::Related => "related",
            Self::NoMatch => "no_match",
        }
    }

    /// What the subject of a sentence is to its object: `is narrower than` for [`Predicate::Broad`].
    pub fn says(self) -> &'static str {
        match self {
            Self::Exact => "is the same as",
            Self::Close => "is close to",
            Self::Broad => "is narrower than",
            Self::Narrow => "is broader than",
            Self::Related => "is related to",
            Self::NoMatch => "has no match, not even",
        }
    }
}

impl fmt::Display for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How a mapping came about (terms of the SEMAPV vocabulary, in the order of its list).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Justification {
    /// A person decided it.
    ManualMappingCuration,
    /// Equal labels.
    LexicalMatching,
    /// Similar labels or descriptions.
    LexicalSimilarityThresholdMatching,
    /// The source does not say.
    UnspecifiedMatching,
    /// A person looked at a proposal and confirmed it.
    MappingReview,
    /// It follows from other statements.
    LogicalReasoning,
    /// Several ways of looking agree.
    CompositeMatching,
    /// Vectors of a semantic model lie near each other.
    SemanticSimilarityThresholdMatching,
    /// Two mappings, one after the other.
    MappingChaining,
    /// A mapping read the other way round.
    MappingInversion,
    /// What stands around the two is alike.
    StructuralMatching,
    /// The same things are annotated with both.
    InstanceBasedMatching,
    /// A third source connects them.
    BackgroundKnowledgeBasedMatching,
}

impl Justification {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::ManualMappingCuration,
        Self::LexicalMatching,
        Self::LexicalSimilarityThresholdMatching,
        Self::UnspecifiedMatching,
        Self::MappingReview,
        Self::LogicalReasoning,
        Self::CompositeMatching,
        Self::SemanticSimilarityThresholdMatching,
        Self::MappingChaining,
        Self::MappingInversion,
        Self::StructuralMatching,
        Self::InstanceBasedMatching,
        Self::BackgroundKnowledgeBasedMatching,
    ];

    /// Its name in the SEMAPV vocabulary, without the prefix `semapv:`.
    pub fn semapv(self) -> &'static str {
        match self {
            Self::ManualMappingCuration => "ManualMappingCuration",
            Self::LexicalMatching => "LexicalMatching",
            Self::LexicalSimilarityThresholdMatching => "LexicalSimilarityThresholdMatching",
            Self::UnspecifiedMatching => "UnspecifiedMatching",
            Self::MappingReview => "MappingReview",
            Self::LogicalReasoning => "LogicalReasoning",
            Self::CompositeMatching => "CompositeMatching",
            Self::SemanticSimilarityThresholdMatching => "SemanticSimilarityThresholdMatching",
            Self::MappingChaining => "MappingChaining",
            Self::MappingInversion => "MappingInversion",
            Self::StructuralMatching => "StructuralMatching",
            Self::InstanceBasedMatching => "InstanceBasedMatching",
            Self::BackgroundKnowledgeBasedMatching => "BackgroundKnowledgeBasedMatching",
        }
    }
}

/// One statement: this concept of one framework is so related to that concept of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mapping {
    /// The concept spoken of.
    pub subject: ConceptId,
    /// Its label when the statement was made; may be empty.
    pub subject_label: String,
    /// What it is to the object.
    pub predicate: Predicate,
    /// The other concept; nothing for [`Predicate::NoMatch`].
    pub object: Option<ConceptId>,
    /// The object's label when the statement was made; may be empty.
    pub object_label: String,
    /// How it came about.
    pub justification: Justification,
    /// How much it is believed; nothing where the source does not say.
    pub confidence: Option<Score>,
    /// Why it is believed, strongest first.
    pub evidence: Vec<Evidence>,
    /// A remark of its author; may be empty.
    pub comment: String,
    /// Who made it, where it was not the author of the set; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub author: String,
    /// Who confirmed it, in order of name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviewers: Vec<String>,
    /// The day it was made or confirmed, `2026-11-22`; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// Whether it says that the relation does **not** hold: a rejected proposal, kept so that nobody proposes it again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_negated: bool,
}

impl Mapping {
    /// The bare statement, with nothing else said.
    pub fn new(
        subject: ConceptId,
        predicate: Predicate,
        object: Option<ConceptId>,
        justification: Justification,
    ) -> Self {
        Self {
            subject,
            subject_label: String::new(),
            predicate,
            object,
            object_label: String::new(),
            justification,
            confidence: None,
            evidence: Vec::new(),
            comment: String::new(),
            author: String::new(),
            reviewers: Vec::new(),
            date: String::new(),
            is_negated: false,
        }
    }
}

/// A set of mappings from one framework to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MappingSet {
    /// What it is called.
    pub title: String,
    /// Who made it; may be empty.
    pub author: String,
    /// Its own version; may be empty.
    pub version: String,
    /// Its date as the source prints it; may be empty.
    pub date: String,
    /// Under what terms it may be used.
    pub licence: Licence,
    /// The framework of the subjects.
    pub subject_source: MappingEnd,
    /// The framework of the objects.
    pub object_source: MappingEnd,
    /// The statements, sorted by subject, then by object.
    pub mappings: Vec<Mapping>,
}

/// One side of a mapping set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MappingEnd {
    /// Name of the framework.
    pub name: String,
    /// Its release; may be empty.
    pub version: String,
    /// What is mapped, as the source calls it (occupation, skill); may be empty.
    pub concept_type: String,
    /// Language of the labels.
    pub language: Language,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turning_a_mapping_twice_changes_nothing() {
        for predicate in Predicate::ALL {
            assert_eq!(predicate.inverse().inverse(), predicate);
            assert_eq!(
                predicate.is_symmetric(),
                !matches!(predicate, Predicate::Broad | Predicate::Narrow)
            );
        }
    }
}
