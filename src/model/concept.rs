//! One entry of a framework: a skill, an occupation, a task, a group.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::ConceptId;
use crate::model::Language;

/// One entry of a framework, in all its languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Concept {
    /// Its IRI.
    pub id: ConceptId,
    /// What sort of thing it is.
    pub kind: ConceptKind,
    /// Whether it may still be used.
    pub status: Status,
    /// Its names, preferred ones first; at most one preferred label per language.
    pub labels: Vec<Label>,
    /// What is said about it in prose.
    pub texts: Vec<Text>,
    /// Its codes in classifications (`SOC` 15-1252, `ISCO-08` 2512), as strings.
    pub notations: Vec<Notation>,
    /// Further facts by name; the names in use are constants of [`property`].
    pub properties: Vec<Property>,
}

impl Concept {
    /// An active concept without labels.
    pub fn new(id: ConceptId, kind: ConceptKind) -> Self {
        Self {
            id,
            kind,
            status: Status::Active,
            labels: Vec::new(),
            texts: Vec::new(),
            notations: Vec::new(),
            properties: Vec::new(),
        }
    }

    /// The preferred label in `language`, else in its primary language, else in English, else the first
    /// label of all, else the IRI: there is always something to show.
    pub fn label(&self, language: Language) -> &str {
        let preferred = || self.labels.iter().filter(|l| l.kind == LabelKind::Preferred);
        preferred()
            .find(|l| l.language == language)
            .or_else(|| preferred().find(|l| l.language.is_like(language)))
            .or_else(|| preferred().find(|l| l.language.is_like(Language::ENGLISH)))
            .or_else(|| self.labels.first())
            .map_or(self.id.as_str(), |l| &l.text)
    }

    /// The description in `language` (else English, else any), or the definition where there is none.
    pub fn description(&self, language: Language) -> Option<&str> {
        let of_kind = |kind: TextKind| {
            let texts = || self.texts.iter().filter(move |t| t.kind == kind);
            texts()
                .find(|t| t.language.is_like(language))
                .or_else(|| texts().find(|t| t.language.is_like(Language::ENGLISH)))
                .or_else(|| texts().next())
        };
        of_kind(TextKind::Description)
            .or_else(|| of_kind(TextKind::Definition))
            .map(|t| t.text.as_ref())
    }

    /// The value of the first property of that name.
    pub fn property(&self, name: &str) -> Option<&str> {
        self.properties.iter().find(|p| p.name.as_ref() == name).map(|p| p.value.as_ref())
    }
}

/// What sort of thing a concept is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ConceptKind {
    /// Something a person does well.
    Skill,
    /// Something a person knows.
    Knowledge,
    /// An enduring attribute of the person.
    Ability,
    /// A personal way of working.
    WorkStyle,
    /// A kind of work a person likes.
    Interest,
    /// What a person values in work.
    WorkValue,
    /// A surrounding of work.
    WorkContext,
    /// Something done at work, common to many occupations.
    Activity,
    /// Something done in one occupation.
    Task,
    /// A tool, machine or piece of software.
    Tool,
    /// A job, by what is done in it.
    Occupation,
    /// A statement of what a learner can do afterwards.
    Outcome,
    /// A heading of a hierarchy.
    Group,
    /// A cross-cutting list (green skills, digital skills).
    Collection,
    /// Something that teaches: a course, a unit, a programme.
    Course,
    /// Something that is awarded: a degree, a certificate, a badge.
    Credential,
}

impl ConceptKind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 16] = [
        Self::Skill,
        Self::Knowledge,
        Self::Ability,
        Self::WorkStyle,
        Self::Interest,
        Self::WorkValue,
        Self::WorkContext,
        Self::Activity,
        Self::Task,
        Self::Tool,
        Self::Occupation,
        Self::Outcome,
        Self::Group,
        Self::Collection,
        Self::Course,
        Self::Credential,
    ];

    /// Its name in files and requests.
    pub fn name(self) -> &'static str {
        match self {
            Self::Skill => "skill",
            Self::Knowledge => "knowledge",
            Self::Ability => "ability",
            Self::WorkStyle => "work_style",
            Self::Interest => "interest",
            Self::WorkValue => "work_value",
            Self::WorkContext => "work_context",
            Self::Activity => "activity",
            Self::Task => "task",
            Self::Tool => "tool",
            Self::Occupation => "occupation",
            Self::Outcome => "outcome",
            Self::Group => "group",
            Self::Collection => "collection",
            Self::Course => "course",
            Self::Credential => "credential",
        }
    }

    /// The kind of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether a text can ask for it of a person: what tagging looks for.
    pub fn is_competency(self) -> bool {
        matches!(
            self,
            Self::Skill
                | Self::Knowledge
                | Self::Ability
                | Self::Activity
                | Self::Tool
                | Self::Outcome
        )
    }
}

impl fmt::Display for ConceptKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Whether a concept may still be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// In use.
    Active,
    /// Withdrawn without a successor.
    Deprecated,
    /// Withdrawn; these take its place.
    ReplacedBy(Vec<ConceptId>),
}

impl Status {
    /// All names, in the order in which they are shown.
    pub const NAMES: [&'static str; 3] = ["active", "deprecated", "replaced_by"];

    /// Its name in filters: `active`, `deprecated` or `replaced_by`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Deprecated => "deprecated",
            Self::ReplacedBy(_) => "replaced_by",
        }
    }
}

/// A name of a concept in one language.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct Label {
    /// Its rank among the concept's names.
    pub kind: LabelKind,
    /// Its language.
    pub language: Language,
    /// The name itself, trimmed, never empty.
    pub text: Box<str>,
}

/// The rank of a label (SKOS prefLabel, altLabel, hiddenLabel).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LabelKind {
    /// The name to show.
    Preferred,
    /// Another name in use.
    Alternative,
    /// A name to be found by, not to be shown (misspellings, old codes).
    Hidden,
}

impl LabelKind {
    /// Its name in files and sentences.
    pub fn name(self) -> &'static str {
        match self {
            Self::Preferred => "preferred",
            Self::Alternative => "alternative",
            Self::Hidden => "hidden",
        }
    }
}

/// A piece of prose about a concept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Text {
    /// What the prose is for.
    pub kind: TextKind,
    /// Its language.
    pub language: Language,
    /// The prose, trimmed, never empty.
    pub text: Box<str>,
}

/// What a piece of prose is for (SKOS documentation properties).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum TextKind {
    /// What the concept means, told plainly.
    Description,
    /// What the concept means, exactly.
    Definition,
    /// What it covers and what it does not.
    ScopeNote,
    /// Anything else said about it.
    Note,
}

impl TextKind {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::Definition => "definition",
            Self::ScopeNote => "scope_note",
            Self::Note => "note",
        }
    }
}

/// A code of a concept in a classification.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Notation {
    /// The classification: `SOC`, `O*NET-SOC`, `ISCO-08`, `UNSPSC`, or the framework's own name.
    pub scheme: Box<str>,
    /// The code, exactly as printed, leading zeros kept.
    pub code: Box<str>,
}

/// A further fact about a concept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Property {
    /// Its name; see [`property`].
    pub name: Box<str>,
    /// Its value as text.
    pub value: Box<str>,
}

/// Names of properties that more than one format knows.
pub mod property {
    /// How widely a skill is used: transversal, cross-sector, sector-specific, occupation-specific.
    pub const REUSE_LEVEL: &str = "reuse_level";
    /// The IRI of a concept of another framework that is the same thing (`skos:exactMatch`): how a list of one's own
    /// is tied to the framework it stands on.
    pub const EXACT_MATCH: &str = "exact_match";
    /// How much preparation an occupation needs: 1 (little or none) to 5 (extensive).
    pub const PREPARATION_LEVEL: &str = "preparation_level";
    /// When the source last changed the concept.
    pub const MODIFIED: &str = "modified";
    /// Core or Supplemental, of a task.
    pub const TASK_TYPE: &str = "task_type";
    /// Technology or equipment, of a tool.
    pub const TOOL_TYPE: &str = "tool_type";
}
