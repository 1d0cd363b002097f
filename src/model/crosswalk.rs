//! A crosswalk at work: what is proposed, what people decided, what was published.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::ConceptId;
use crate::model::Digest;
use crate::model::Language;
use crate::model::Licence;
use crate::model::Mapping;
use crate::model::Predicate;

/// A mapping set that people work on, with everything but the decisions, which stand in a log of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Crosswalk {
    /// Its name: lower-case letters, digits and hyphens.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// Who answers for it; may be empty.
    pub author: String,
    /// Under what terms it may be used once published.
    pub licence: Licence,
    /// The release of the subjects, such as `onet@30.1`.
    pub from: String,
    /// The release of the objects.
    pub to: String,
    /// Language in which the two were compared.
    pub language: Language,
    /// What was proposed last, sorted by subject, likeliest first.
    pub proposals: Vec<Mapping>,
    /// What was published, oldest first.
    pub published: Vec<PublishedVersion>,
}

impl Crosswalk {
    /// Where the work stands, given how many decisions there are.
    pub fn state(&self, n_decisions: u64) -> CrosswalkState {
        match self.published.last() {
            Some(last) if last.n_decisions == n_decisions => CrosswalkState::Published,
            None if n_decisions == 0 => CrosswalkState::Draft,
            _ => CrosswalkState::InReview,
        }
    }
}

/// Whether a crosswalk can be called so: a name is typed, and names a file.
pub fn is_crosswalk_name(name: &str) -> bool {
    let is_fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !name.is_empty() && name.len() <= 64 && name.chars().all(is_fine)
}

/// One published version: immutable, held as a mapping set of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedVersion {
    /// Its version, given when it was published.
    pub version: String,
    /// Digest of its content.
    pub digest: Digest,
    /// The day of the last decision in it; may be empty.
    pub date: String,
    /// How many mappings it has.
    pub n_mappings: u64,
    /// How many decisions had been made.
    pub n_decisions: u64,
}

/// Where a mapping set stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CrosswalkState {
    /// Proposed only.
    Draft,
    /// People decide about it.
    InReview,
    /// All that was decided is published.
    Published,
    /// A later version took its place.
    Superseded,
}

impl CrosswalkState {
    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in review",
            Self::Published => "published",
            Self::Superseded => "superseded",
        }
    }
}

/// What somebody said of a pair, or of a subject, at one time. Decisions are added, never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// Its number in the crosswalk, from 1.
    pub number: u64,
    /// When it was made, `2026-11-22T09:30:00Z`.
    pub time: String,
    /// Who made it.
    pub reviewer: String,
    /// Whether it settles the matter or is an opinion.
    pub weight: Weight,
    /// The concept spoken of.
    pub subject: ConceptId,
    /// Its counterpart; nothing where the subject alone is spoken of.
    pub object: Option<ConceptId>,
    /// What was said.
    pub verdict: Verdict,
    /// Why; may be empty.
    pub comment: String,
    /// Number of the first decision of those made in one go with it.
    pub batch: Option<u64>,
    /// Whether it was taken over from a file; what a later version of the file no longer says is withdrawn.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_imported: bool,
}

/// How much a decision weighs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// It settles the pair.
    #[default]
    Confirmed,
    /// It is an opinion for those who settle.
    Voted,
}

/// What was said of a pair.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(tag = "says", rename_all = "snake_case")]
pub enum Verdict {
    /// They match, so.
    Accept {
        /// What the subject is to the object.
        predicate: Predicate,
    },
    /// They do not match.
    Reject,
    /// The subject has no counterpart at all.
    NoMatch,
    /// Nothing but the comment.
    Comment,
    /// What this reviewer said of it before no longer holds.
    Withdraw,
    /// A release took one of its concepts out of use: nothing that anybody said of it before holds any longer, until this
    /// is withdrawn.
    Retire,
}
