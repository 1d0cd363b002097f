//! What changed between two releases, as data.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::change::Succession;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Language;
use crate::model::Notation;
use crate::model::RelationKind;
use crate::model::Status;
use crate::model::TextKind;

/// All that changed from one release to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Changes {
    /// Which languages both releases have.
    pub languages: Languages,
    /// Concepts of the earlier release that were compared.
    pub n_before: u64,
    /// Concepts of the later release that were compared.
    pub n_after: u64,
    /// Concepts about which nothing changed.
    pub n_same: u64,
    /// How many concepts changed, by sort of change; a concept counts for each of its sorts. Every sort is there.
    pub counts: BTreeMap<ChangeSort, u64>,
    /// Relations that came and went, by kind; kinds of which none did are left out.
    pub relations: BTreeMap<RelationKind, RelationCounts>,
    /// Measured values that came, went and changed.
    pub measures: MeasureCounts,
    /// How concepts follow each other, what is said before what is proposed.
    pub successions: Vec<Succession>,
    /// The concepts about which something changed, sorted by IRI.
    pub concepts: Vec<ConceptChange>,
}

/// The languages of two releases, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Languages {
    /// Those that both have, of those asked for.
    pub both: Vec<Language>,
    /// Those that the earlier release alone has.
    pub gone: Vec<Language>,
    /// Those that the later release alone has.
    pub come: Vec<Language>,
}

/// A concept about which something changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ConceptChange {
    /// Its IRI.
    pub id: ConceptId,
    /// Its label in the later release, or in the earlier one where it is gone.
    pub label: String,
    /// What sort of thing it is, likewise.
    pub kind: ConceptKind,
    /// What changed, in the order of [`ChangeSort::ALL`]; never empty.
    pub details: Vec<Detail>,
}

/// One thing about a concept that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Detail {
    /// The later release alone has it.
    Added,
    /// The earlier release alone has it.
    Removed,
    /// Whether it may be used.
    Status {
        /// What it was.
        before: Status,
        /// What it is.
        after: Status,
    },
    /// What sort of thing it is.
    Kind {
        /// What it was.
        before: ConceptKind,
        /// What it is.
        after: ConceptKind,
    },
    /// Its preferred label.
    Relabelled {
        /// The language, as the later release has it.
        language: Language,
        /// What it was; nothing where it had none.
        before: Option<Box<str>>,
        /// What it is; nothing where it has none.
        after: Option<Box<str>>,
    },
    /// Its alternative labels, as a set.
    AlternativeLabels {
        /// The language, as the later release has it.
        language: Language,
        /// Those that came, sorted.
        added: Vec<Box<str>>,
        /// Those that went, sorted.
        removed: Vec<Box<str>>,
    },
    /// Its hidden labels, as a set.
    HiddenLabels {
        /// The language, as the later release has it.
        language: Language,
        /// Those that came, sorted.
        added: Vec<Box<str>>,
        /// Those that went, sorted.
        removed: Vec<Box<str>>,
    },
    /// It has names or prose in a language in which it had none, or none in one in which it had some.
    Translated {
        /// Languages that came, sorted.
        added: Vec<Language>,
        /// Languages that went, sorted.
        removed: Vec<Language>,
    },
    /// What is said about it in prose.
    Reworded {
        /// What the prose is for.
        kind: TextKind,
        /// The language, as the later release has it.
        language: Language,
        /// What was said, sorted; several pieces where there were several.
        before: Vec<Box<str>>,
        /// What is said, sorted.
        after: Vec<Box<str>>,
    },
    /// Where it stands in the hierarchy.
    Moved {
        /// Parents that it no longer has, sorted.
        before: Vec<ConceptId>,
        /// Parents that it did not have, sorted.
        after: Vec<ConceptId>,
    },
    /// What else it has to do with others.
    Related {
        /// What it is to them.
        kind: RelationKind,
        /// Those that came, sorted.
        added: Vec<ConceptId>,
        /// Those that went, sorted.
        removed: Vec<ConceptId>,
    },
    /// How its relations are measured.
    Measured {
        /// How many values came, went and changed.
        counts: MeasureCounts,
    },
    /// Its codes.
    Codes {
        /// Those that came, sorted.
        added: Vec<Notation>,
        /// Those that went, sorted.
        removed: Vec<Notation>,
    },
    /// A further fact about it.
    Property {
        /// Its name.
        name: Box<str>,
        /// What it was, sorted.
        before: Vec<Box<str>>,
        /// What it is, sorted.
        after: Vec<Box<str>>,
    },
}

impl Detail {
    /// Its sort.
    pub fn sort(&self) -> ChangeSort {
        match self {
            Self::Added => ChangeSort::Added,
            Self::Removed => ChangeSort::Removed,
            Self::Status { .. } => ChangeSort::Status,
            Self::Kind { .. } => ChangeSort::Kind,
            Self::Relabelled { .. } => ChangeSort::Relabelled,
            Self::AlternativeLabels { .. } => ChangeSort::AlternativeLabels,
            Self::HiddenLabels { .. } => ChangeSort::HiddenLabels,
            Self::Translated { .. } => ChangeSort::Translated,
            Self::Reworded { kind: TextKind::Description, .. } => ChangeSort::Description,
            Self::Reworded { kind: TextKind::Definition, .. } => ChangeSort::Definition,
            Self::Reworded { .. } => ChangeSort::Notes,
            Self::Moved { .. } => ChangeSort::Moved,
            Self::Related { .. } => ChangeSort::Related,
            Self::Measured { .. } => ChangeSort::Measured,
            Self::Codes { .. } => ChangeSort::Codes,
            Self::Property { .. } => ChangeSort::Properties,
        }
    }
}

/// A sort of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeSort {
    /// The concept came.
    Added,
    /// The concept went.
    Removed,
    /// Whether it may be used: withdrawn, replaced, or in use again.
    Status,
    /// What sort of thing it is.
    Kind,
    /// A preferred label.
    Relabelled,
    /// A set of alternative labels.
    AlternativeLabels,
    /// A set of hidden labels.
    HiddenLabels,
    /// The languages in which it is named.
    Translated,
    /// A description.
    Description,
    /// A definition.
    Definition,
    /// A scope note or another note.
    Notes,
    /// Its parents.
    Moved,
    /// Relations other than to parents.
    Related,
    /// Measured values of its relations.
    Measured,
    /// Codes.
    Codes,
    /// Further facts.
    Properties,
}

impl ChangeSort {
    /// All sorts, in the order in which they are shown.
    pub const ALL: [Self; 16] = [
        Self::Added,
        Self::Removed,
        Self::Status,
        Self::Kind,
        Self::Relabelled,
        Self::AlternativeLabels,
        Self::HiddenLabels,
        Self::Translated,
        Self::Description,
        Self::Definition,
        Self::Notes,
        Self::Moved,
        Self::Related,
        Self::Measured,
        Self::Codes,
        Self::Properties,
    ];

    /// Its name in requests and replies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Status => "status",
            Self::Kind => "kind",
            Self::Relabelled => "relabelled",
            Self::AlternativeLabels => "alternative_labels",
            Self::HiddenLabels => "hidden_labels",
            Self::Translated => "translated",
            Self::Description => "description",
            Self::Definition => "definition",
            Self::Notes => "notes",
            Self::Moved => "moved",
            Self::Related => "related",
            Self::Measured => "measured",
            Self::Codes => "codes",
            Self::Properties => "properties",
        }
    }

    /// The sort of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.name() == name)
    }
}

impl fmt::Display for ChangeSort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Relations of one kind that came and went. A relation that reads the same in both directions counts once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RelationCounts {
    /// How many came.
    pub added: u64,
    /// How many went.
    pub removed: u64,
    /// Of those that came, how many have a new concept at an end.
    pub added_with_concept: u64,
    /// Of those that went, how many had a concept at an end that is gone.
    pub removed_with_concept: u64,
}

/// Measured values that came, went and changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MeasureCounts {
    /// How many came.
    pub added: u64,
    /// How many went.
    pub removed: u64,
    /// How many have another value.
    pub changed: u64,
    /// How many have the same value, but another date, source, sample or precision.
    pub renewed: u64,
}

impl MeasureCounts {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
