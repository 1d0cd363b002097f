//! How concepts of one framework hang together, and with what strength.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::ConceptId;

/// One arrow between two concepts of the same framework.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Relation {
    /// Position of the subject among the framework's concepts.
    pub subject: u32,
    /// What the subject has to do with the object.
    pub kind: RelationKind,
    /// Position of the object among the framework's concepts.
    pub object: u32,
}

/// An arrow whose object belongs to another framework, which may or may not be at hand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct OutsideRelation {
    /// Position of the subject among the framework's concepts.
    pub subject: u32,
    /// What the subject has to do with the object.
    pub kind: RelationKind,
    /// The object's IRI.
    pub object: ConceptId,
}

/// What the subject has to do with the object. Read "subject *kind* object".
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// The subject is narrower than the object (SKOS broader: child to parent).
    Broader,
    /// The two belong together, in both directions.
    Related,
    /// The subject (an occupation or a skill) cannot do without the object (a skill).
    Essential,
    /// The subject may want the object.
    Optional,
    /// The subject (an occupation) was rated on the object; the measures say how.
    Rated,
    /// The subject (an occupation) includes the object (a task).
    HasTask,
    /// The subject (a task) is an instance of the object (an activity).
    HasActivity,
    /// The subject (an occupation) uses the object (a tool).
    Uses,
    /// The subject stands in the object (a collection).
    MemberOf,
    /// The subject is a part of the object, beside the hierarchy (CASE isPartOf).
    PartOf,
    /// The two stand on one level, in both directions (CASE isPeerOf).
    Peer,
    /// The subject comes before the object, which builds on it (CASE precedes; CTDL says it the other way round).
    Precedes,
    /// The subject (a course, a credential) teaches the object.
    Teaches,
    /// The subject (a course, a credential) assesses the object.
    Assesses,
}

impl RelationKind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 14] = [
        Self::Broader,
        Self::Related,
        Self::Essential,
        Self::Optional,
        Self::Rated,
        Self::HasTask,
        Self::HasActivity,
        Self::Uses,
        Self::MemberOf,
        Self::PartOf,
        Self::Peer,
        Self::Precedes,
        Self::Teaches,
        Self::Assesses,
    ];

    /// Its name in files and requests.
    pub fn name(self) -> &'static str {
        match self {
            Self::Broader => "broader",
            Self::Related => "related",
            Self::Essential => "essential",
            Self::Optional => "optional",
            Self::Rated => "rated",
            Self::HasTask => "has_task",
            Self::HasActivity => "has_activity",
            Self::Uses => "uses",
            Self::MemberOf => "member_of",
            Self::PartOf => "part_of",
            Self::Peer => "peer",
            Self::Precedes => "precedes",
            Self::Teaches => "teaches",
            Self::Assesses => "assesses",
        }
    }

    /// The kind of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for RelationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A scale on which relations are measured, with its bounds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Scale {
    /// Its code in the source (`IM`, `LV`).
    pub id: Box<str>,
    /// Its name (`Importance`).
    pub name: Box<str>,
    /// Lowest value.
    pub minimum: f32,
    /// Highest value.
    pub maximum: f32,
}

/// One measured value of a relation, with all that its source says about its quality.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Measure {
    /// Position of the relation among the framework's relations.
    pub relation: u32,
    /// Position of the scale among the framework's scales.
    pub scale: u16,
    /// The value, on its scale, higher is more.
    pub value: f32,
    /// How many answered, where the source says it.
    pub n: Option<u32>,
    /// Standard error of the value, in units of the scale.
    pub standard_error: Option<f32>,
    /// Lower and upper bound of the 95 % confidence interval.
    pub interval: Option<(f32, f32)>,
    /// The source advises against using this value (low precision).
    pub suppress: Flag,
    /// The source says the object does not matter for the subject.
    pub not_relevant: Flag,
    /// When it was measured: months since January of year 0 (2023-08 is `2023 * 12 + 7`).
    pub month: Option<u32>,
    /// Who measured: position among the framework's measure sources.
    pub source: Option<u16>,
}

/// A yes-or-no answer that a source may leave open.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Default,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// The source says yes.
    Yes,
    /// The source says no.
    No,
    /// The source says nothing, or that the question does not apply.
    #[default]
    Unsaid,
}
