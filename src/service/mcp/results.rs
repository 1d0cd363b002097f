//! What tools give: small things for a language model, names, identifiers, scores and reasons.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

/// What is held.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::service::mcp) struct Frameworks {
    /// The frameworks from which is answered.
    pub(in crate::service::mcp) frameworks: Vec<FrameworkItem>,
    /// The crosswalks that lead from one to another.
    pub(in crate::service::mcp) mapping_sets: Vec<MappingSetItem>,
}

/// One framework.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::service::mcp) struct FrameworkItem {
    /// Its short name, as other tools take it.
    pub(in crate::service::mcp) framework: String,
    pub(in crate::service::mcp) title: String,
    pub(in crate::service::mcp) version: String,
    pub(in crate::service::mcp) publisher: String,
    pub(in crate::service::mcp) licence: String,
    /// How many concepts it has.
    pub(in crate::service::mcp) n_concepts: u64,
}

/// One set of mappings.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::service::mcp) struct MappingSetItem {
    pub(in crate::service::mcp) title: String,
    pub(in crate::service::mcp) version: String,
    pub(in crate::service::mcp) from: String,
    pub(in crate::service::mcp) to: String,
    pub(in crate::service::mcp) n_mappings: u64,
}

/// What was found.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::service::mcp) struct Found {
    /// How many concepts match.
    pub(in crate::service::mcp) total: u64,
    /// How the words were read, or may have been meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::service::mcp) did_you_mean: Option<String>,
    /// Best first.
    pub(in crate::service::mcp) hits: Vec<Hit>,
    /// Asks for what follows; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::service::mcp) next_cursor: Option<String>,
}

/// One concept found.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::service::mcp) struct Hit {
    #[serde(flatten)]
    pub(in crate::service::mcp) concept: Concept,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::service::mcp) description: Option<String>,
    /// How well it answers, 0 to 1.
    pub(in crate::service::mcp) score: f64,
    pub(in crate::service::mcp) reasons: Vec<String>,
}

/// A concept in short.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(in crate::service::mcp) struct Concept {
    /// Its IRI.
    pub(in crate::service::mcp) id: String,
    pub(in crate::service::mcp) label: String,
    /// skill, knowledge, occupation, ...
    pub(in crate::service::mcp) kind: String,
    /// Short name of its framework.
    pub(in crate::service::mcp) framework: String,
    /// Said where it is no longer in use: `deprecated` or `replaced_by`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::service::mcp) out_of_use: Option<String>,
    /// IRIs of what takes its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::service::mcp) replaced_by: Vec<String>,
}

/// All that matters of one concept.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::service::mcp) struct Skill {
    #[serde(flatten)]
    pub(in crate::service::mcp) concept: Concept,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::service::mcp) description: Option<String>,
    /// Its other names in the language asked for.
    pub(in crate::service::mcp) other_labels: Vec<String>,
    /// Its codes by classification.
    pub(in crate::service::mcp) codes: BTreeMap<String, Vec<String>>,
    /// What it is a kind of, nearest first.
    pub(in crate::service::mcp) broader: Vec<String>,
    /// What it has to do with others, by relation; lists are cut, `n_related` counts all.
    pub(in crate::service::mcp) related: BTreeMap<String, Vec<Concept>>,
    /// How many it has of each relation, both directions.
    pub(in crate::service::mcp) n_related: BTreeMap<String, u64>,
    /// The same or similar things in other frameworks, as mapping sets say.
    pub(in crate::service::mcp) counterparts: Vec<CounterpartItem>,
    /// Others that go by the same name or code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::service::mcp) same_name: Vec<Concept>,
}

/// The skills of a text.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::service::mcp) struct TextSkills {
    /// What it was read as: posting, course, other.
    pub(in crate::service::mcp) read_as: String,
    /// The language it was read in.
    pub(in crate::service::mcp) language: String,
    /// Best first.
    pub(in crate::service::mcp) skills: Vec<TextSkill>,
    /// Sentences and list items for which no answer was sure enough.
    pub(in crate::service::mcp) n_unanswered: usize,
}

/// One skill of a text.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::service::mcp) struct TextSkill {
    #[serde(flatten)]
    pub(in crate::service::mcp) concept: Concept,
    /// How probable it is, 0 to 1.
    pub(in crate::service::mcp) score: f64,
    /// required, preferred or unstated.
    pub(in crate::service::mcp) requirement: String,
    /// The words of the text, best place first.
    pub(in crate::service::mcp) words: Vec<String>,
    pub(in crate::service::mcp) reasons: Vec<String>,
}

/// How two sides lie to each other.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::service::mcp) struct Comparison {
    /// The whole in one sentence.
    pub(in crate::service::mcp) summary: String,
    /// Share of what is wanted that is there, 0 to 1; optional skills count half.
    pub(in crate::service::mcp) share: f64,
    /// The same of essential skills only.
    pub(in crate::service::mcp) essential_share: f64,
    /// The same of optional skills only.
    pub(in crate::service::mcp) optional_share: f64,
    /// Wanted and there.
    pub(in crate::service::mcp) covered: Vec<WantedSkill>,
    /// Wanted and not there as such, with the nearest that is there.
    pub(in crate::service::mcp) missing: Vec<WantedSkill>,
    /// There and not wanted.
    pub(in crate::service::mcp) extra: Vec<SideSkill>,
    /// How many there are of each list, those that were cut off included.
    pub(in crate::service::mcp) n_covered: usize,
    pub(in crate::service::mcp) n_missing: usize,
    pub(in crate::service::mcp) n_extra: usize,
}

/// A wanted skill.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::service::mcp) struct WantedSkill {
    #[serde(flatten)]
    pub(in crate::service::mcp) skill: SideSkill,
    /// essential or optional.
    pub(in crate::service::mcp) importance: String,
    /// How much of it counts as there, 0 to 1.
    pub(in crate::service::mcp) credit: f64,
    /// What is there and comes nearest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::service::mcp) nearest: Option<NearestSkill>,
}

/// A skill of a side.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::service::mcp) struct SideSkill {
    #[serde(flatten)]
    pub(in crate::service::mcp) concept: Concept,
    /// How probable it is that the side has it, 0 to 1.
    pub(in crate::service::mcp) score: f64,
    /// Why it belongs to the side.
    pub(in crate::service::mcp) reasons: Vec<String>,
}

/// What comes near a wanted skill.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::service::mcp) struct NearestSkill {
    #[serde(flatten)]
    pub(in crate::service::mcp) skill: SideSkill,
    /// Why it comes near.
    pub(in crate::service::mcp) because: String,
}

/// The counterparts of a concept.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::service::mcp) struct CrosswalkResult {
    pub(in crate::service::mcp) concept: Concept,
    /// Those that equal it first.
    pub(in crate::service::mcp) counterparts: Vec<CounterpartItem>,
    /// What to do where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::service::mcp) advice: Option<String>,
}

/// One counterpart.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::service::mcp) struct CounterpartItem {
    /// What the concept is to the counterpart: exact, close, broad (the counterpart is broader), narrow, related,
    /// `no_match`.
    pub(in crate::service::mcp) relation: String,
    /// IRI of the counterpart; absent where somebody found that there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::service::mcp) id: Option<String>,
    pub(in crate::service::mcp) label: String,
    /// Short name of its framework, where that is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::service::mcp) framework: Option<String>,
    /// How much the statement is believed, 0 to 1, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::service::mcp) confidence: Option<f64>,
    /// Which mapping set or crosswalk says so.
    pub(in crate::service::mcp) said_by: String,
    pub(in crate::service::mcp) reasons: Vec<String>,
}

/// How two concepts lie to each other.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::service::mcp) struct Explanation {
    pub(in crate::service::mcp) from: Concept,
    pub(in crate::service::mcp) to: Concept,
    /// What mapping sets say of the pair.
    pub(in crate::service::mcp) statements: Vec<CounterpartItem>,
    /// The strongest fact in a plain sentence; absent where nothing leads from one to the other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::service::mcp) because: Option<String>,
    /// How much of the second counts as there where the first is, 0 to 1.
    pub(in crate::service::mcp) nearness: f64,
}
