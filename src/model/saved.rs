//! A text kept in a workspace, its tags, and what people said of each.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Credit;
use crate::model::Digest;
use crate::model::DocumentKind;
use crate::model::Language;
use crate::model::Level;
use crate::model::Reason;
use crate::model::Requirement;
use crate::model::Rules;
use crate::model::Score;
use crate::model::Section;
use crate::model::SectionRole;
use crate::model::Span;

/// A course, a posting or another text that is kept, with its tags as they stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SavedDocument {
    /// The workspace that keeps it.
    pub workspace: String,
    /// Its name in the workspace.
    pub id: String,
    /// Its title; empty where it has none.
    pub title: String,
    /// What sort of text it was read as.
    pub kind: DocumentKind,
    /// The language it was read in.
    pub language: Language,
    /// The text that all places refer to.
    pub text: String,
    /// What a course says of its size and place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<Credit>,
    /// How many sentences and list items it has.
    pub n_passages: usize,
    /// Its sections, in reading order.
    pub sections: Vec<Section>,
    /// Words that were not read.
    pub left_out: Vec<Span>,
    /// Sentences and list items for which no answer was sure enough.
    pub abstained: Vec<Span>,
    /// With what it was tagged.
    pub tagged: TaggedWith,
    /// When it was saved last, RFC 3339.
    pub saved: String,
    /// Who saved it; empty where nobody said.
    pub saved_by: String,
    /// Its tags: those proposed, best first, then those that people added.
    pub tags: Vec<SavedTag>,
}

/// With what a text was tagged: with the same, the same comes out again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TaggedWith {
    /// Revision of the data.
    pub revision: u64,
    /// The releases that were asked: `esco@1.1.1`.
    pub releases: Vec<String>,
    /// Least score of a proposal.
    pub min_score: Score,
    /// Proposals at most.
    pub limit: usize,
    /// The rules that held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rules>,
    /// Digest of the text.
    pub text_digest: Digest,
}

/// A concept as a tag names it: the same whatever becomes of its release.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct TaggedConcept {
    /// Its IRI.
    pub id: ConceptId,
    /// Its label when the text was tagged.
    pub label: String,
    /// What sort of thing it is.
    pub kind: ConceptKind,
    /// Short name of its framework.
    pub framework: String,
    /// Version of its release.
    pub version: String,
}

/// A skill of a text, and what a person said of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SavedTag {
    /// The skill that was proposed or added.
    pub concept: TaggedConcept,
    /// How much the proposal was believed; nothing of one that a person added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
    /// Whether the text requires it.
    pub requirement: Requirement,
    /// The level that the text states.
    pub level: Level,
    /// Why it was proposed.
    pub reasons: Vec<Reason>,
    /// Where the text says so, best first.
    pub mentions: Vec<SavedMention>,
    /// The same thing in other frameworks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<TaggedConcept>,
    /// What was said of it.
    pub verdict: TagVerdict,
    /// The skill that is right instead, of a changed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<TaggedConcept>,
    /// Who said it; empty where nobody did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// When, RFC 3339; empty where nobody did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub when: String,
}

/// A place where a text speaks of a skill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SavedMention {
    /// The sentence or list item: bytes of the text's UTF-8.
    pub passage: Span,
    /// The part of its section in the text.
    pub section: SectionRole,
    /// Whether it is required or preferred there.
    pub requirement: Requirement,
    /// The level stated there.
    pub level: Level,
    /// The words in it: bytes of the text's UTF-8.
    pub spans: Vec<Span>,
}

/// What a person said of a tag.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum TagVerdict {
    /// Nothing yet.
    #[default]
    Undecided,
    /// It is right.
    Accepted,
    /// It is wrong.
    Rejected,
    /// Another skill is right instead.
    Changed,
    /// A person added it.
    Added,
}

impl TagVerdict {
    /// Its name in files and replies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Undecided => "undecided",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Changed => "changed",
            Self::Added => "added",
        }
    }
}

/// Whether tags of which nobody has said anything count as answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Undecided {
    /// They do not: only what a person has looked at counts.
    #[default]
    LeftOut,
    /// They count as if they were right.
    Counted,
}

impl SavedTag {
    /// The skill that it stands for; nothing of a rejected one, and of an undecided one unless these count.
    pub fn answer(&self, undecided: Undecided) -> Option<&TaggedConcept> {
        match self.verdict {
            TagVerdict::Accepted | TagVerdict::Added => Some(&self.concept),
            TagVerdict::Changed => self.instead.as_ref(),
            TagVerdict::Undecided if undecided == Undecided::Counted => Some(&self.concept),
            TagVerdict::Undecided | TagVerdict::Rejected => None,
        }
    }

    /// The words of its mentions, each place once.
    pub fn words(&self, text: &str) -> Vec<String> {
        let said = |mention: &SavedMention| {
            let words: Vec<&str> = mention.spans.iter().map(|span| span.of(text)).collect();
            words.join(" … ")
        };
        self.mentions.iter().map(said).filter(|words| !words.is_empty()).collect()
    }
}

impl SavedDocument {
    /// Its answers: each tag that counts with the skill it stands for, each skill once.
    pub fn answers(&self, undecided: Undecided) -> Vec<(&SavedTag, &TaggedConcept)> {
        let mut answers: Vec<(&SavedTag, &TaggedConcept)> = Vec::new();
        for tag in &self.tags {
            if let Some(concept) = tag.answer(undecided)
                && !answers.iter().any(|(_, there)| there.id == concept.id)
            {
                answers.push((tag, concept));
            }
        }
        answers
    }

    /// The document in short; `digest` is that of its content.
    pub fn summary(&self, digest: Digest) -> DocumentSummary {
        let n = |is: fn(TagVerdict) -> bool| {
            self.tags.iter().filter(|tag| is(tag.verdict)).count() as u64
        };
        DocumentSummary {
            id: self.id.clone(),
            title: self.title.chars().take(TITLE_CHARS).collect(),
            kind: self.kind,
            language: self.language,
            n_tags: self.tags.len() as u64,
            n_undecided: n(|verdict| verdict == TagVerdict::Undecided),
            n_rejected: n(|verdict| verdict == TagVerdict::Rejected),
            saved: self.saved.clone(),
            digest,
        }
    }
}

/// Letters of a title in a summary: summaries have to stay small.
const TITLE_CHARS: usize = 120;

/// What a list says of a kept text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentSummary {
    /// Its name in the workspace.
    pub id: String,
    /// The beginning of its title.
    pub title: String,
    /// What sort of text it was read as.
    pub kind: DocumentKind,
    /// The language it was read in.
    pub language: Language,
    /// How many tags it has.
    pub n_tags: u64,
    /// How many of them wait for a person.
    pub n_undecided: u64,
    /// How many were rejected.
    pub n_rejected: u64,
    /// When it was saved last, RFC 3339.
    pub saved: String,
    /// Digest of its content.
    pub digest: Digest,
}
