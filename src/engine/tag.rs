//! A course description or a job posting -> the skills it asks for, with the words that say so.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::WorkspaceView;
use crate::engine::choice;
use crate::engine::snapshot::Snapshot;
use crate::engine::wanted::Wanted;
use crate::formats::plain_text;
use crate::limits;
use crate::model::Credit;
use crate::model::Document;
use crate::model::DocumentKind;
use crate::model::Framework;
use crate::model::Language;
use crate::model::Level;
use crate::model::Passage;
use crate::model::Reason;
use crate::model::Requirement;
use crate::model::Rules;
use crate::model::Score;
use crate::model::Section;
use crate::model::SectionRole;
use crate::model::Span;
use crate::tagging::TaggingOptions;
use crate::tagging::cut_document;
use crate::tagging::tag_document;
use crate::text::language_of;

/// The text to be tagged.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TagRequest {
    /// The text: plain, Markdown or HTML.
    pub text: String,
    /// What sort of text it is: `posting`, `course`, `other`; told from its words when empty.
    pub kind: String,
    /// Frameworks by short name, release or IRI; all current ones when empty.
    pub framework: Vec<String>,
    /// Language of the text; told from the text when empty, English where that cannot be told.
    pub language: String,
    /// Least score, 0..=1; the usual one when nothing.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub min_score: Option<f64>,
    /// Tags given: 50 when 0, at most 200.
    #[schemars(range(max = crate::limits::PAGE_HITS))]
    pub limit: usize,
    /// What is wanted and what is not; added to the profile's.
    pub rules: Rules,
    /// Name of a saved profile; none when empty.
    pub profile: String,
    /// Workspace whose confirmed examples help; none when empty.
    pub workspace: String,
}

/// The skills of a text.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TagReply {
    /// Revision of the data.
    pub revision: u64,
    /// Least score that was asked for.
    pub min_score: Score,
    /// The text and its skills.
    #[serde(flatten)]
    pub document: TaggedDocument,
    /// The workspace whose examples helped, where one was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace: Option<WorkspaceView>,
    /// What the rules name and nothing is called: concepts, groups, frameworks, reuse levels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown_in_rules: Vec<String>,
}

/// A text with its sections and skills.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TaggedDocument {
    /// What its catalogue calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its title; empty where it has none.
    pub title: String,
    /// What sort of text it was read as: `posting`, `course`, `other`.
    pub kind: DocumentKind,
    /// The language it was read in.
    pub language: LanguageUsed,
    /// The text that all places refer to, where it is not the text that was sent: HTML is converted, a row of a
    /// catalogue put together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Credits, hours and level of a course, where it says them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<Credit>,
    /// How many sentences and list items it has.
    pub n_passages: usize,
    /// Its sections, in reading order.
    pub sections: Vec<Section>,
    /// Words that were not read: personal characteristics, what is said not to be needed, stock phrases, addresses.
    pub left_out: Vec<Span>,
    /// Sentences and list items that were read and for which no answer was sure enough.
    pub abstained: Vec<Span>,
    /// The tags, best first, each concept once.
    pub tags: Vec<TextTag>,
    /// Frameworks whose skills have no label in the language of the text.
    pub without_labels: Vec<String>,
}

/// A language and how it came to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LanguageUsed {
    /// Its tag, such as `en`.
    pub tag: Language,
    /// Who said so.
    pub source: LanguageSource,
}

/// How a language came to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LanguageSource {
    /// The request named it.
    Asked,
    /// The text told it.
    Detected,
    /// The text is too short or too mixed to tell: English.
    Assumed,
}

/// A skill that the text asks for.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TextTag {
    /// The skill.
    pub concept: ConceptView,
    /// How much it is believed, 0..=1.
    pub score: Score,
    /// The strongest that any mention says.
    pub requirement: Requirement,
    /// The highest that any mention states; nothing stated leaves its fields out.
    pub level: Level,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Where the text says so, best first.
    pub mentions: Vec<TagMention>,
    /// The same thing in the frameworks on which this one's stands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<ConceptView>,
}

/// A place where the text speaks of a skill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TagMention {
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
    /// The words themselves.
    pub words: Vec<String>,
    /// How much this place is believed.
    pub score: Score,
}

/// Concepts looked at per sentence: nobody asks for more in one.
const PER_PASSAGE: usize = 12;
/// The same where rules refuse some of them: enough for what they leave.
const PER_PASSAGE_WITH_RULES: usize = 200;

impl Engine {
    /// The skills of a text, from each framework named.
    ///
    /// Errors: the text is empty or beyond its bound, or a framework or the profile is not there.
    pub fn tag(&self, request: &TagRequest) -> Result<TagReply, Error> {
        let snapshot = self.snapshot();
        let wanted = Wanted::of(&snapshot, &self.settings(request)?)?;
        Ok(TagReply {
            revision: snapshot.revision,
            min_score: wanted.min_score,
            document: self.tag_wanted(&snapshot, &wanted, &request.text)?,
            workspace: self.memory(&request.workspace, Language::ENGLISH)?.1,
            unknown_in_rules: wanted.filter.unknown().to_vec(),
        })
    }

    /// As [`Engine::tag`], with all but the text looked up before.
    pub(in crate::engine) fn tag_wanted(
        &self,
        snapshot: &Snapshot,
        wanted: &Wanted,
        text: &str,
    ) -> Result<TaggedDocument, Error> {
        let text = choice::bounded("text", text, limits::DOCUMENT_BYTES)?;
        if text.trim().is_empty() {
            return Err(Error::invalid(
                "text",
                "there is no text to tag; give a course description or a posting",
            ));
        }
        let converted = plain_text(text);
        let is_converted = converted.is_some();
        let raw =
            Document { text: converted.unwrap_or_else(|| text.to_owned()), ..Document::default() };
        let mut document = self.tagged(snapshot, raw, wanted);
        if !is_converted {
            document.text = None;
        }
        Ok(document)
    }

    /// A text as it was read, cut and tagged; its title and id are kept.
    pub(in crate::engine) fn tagged(
        &self,
        snapshot: &Snapshot,
        raw: Document,
        wanted: &Wanted,
    ) -> TaggedDocument {
        let detected = || language_of(&raw.text);
        let (tag, source) = match wanted.language {
            Some(language) => (language, LanguageSource::Asked),
            None => detected().map_or((Language::ENGLISH, LanguageSource::Assumed), |language| {
                (language, LanguageSource::Detected)
            }),
        };
        let said = Some(raw.kind).filter(|kind| *kind != DocumentKind::Other);
        let mut document = cut_document(raw.text, wanted.kind.or(said), tag);
        if !raw.title.is_empty() {
            document.title = raw.title;
        }
        // A workspace that cannot be read was refused before.
        let memory = self.memory(&wanted.workspace, tag).map_or(None, |(memory, _)| memory);
        let mut tags = Vec::new();
        let mut without_labels = Vec::new();
        for position in wanted.parts.iter().copied() {
            let framework = &snapshot.graph.parts()[position].framework;
            let filter = wanted.filter.part(position).filter(|filter| !filter.is_open());
            let limit = filter.map_or(PER_PASSAGE, |_| PER_PASSAGE_WITH_RULES);
            let min_score = wanted.min_score;
            let options = TaggingOptions { limit, min_score, ..TaggingOptions::default() };
            let tagger = self.tagger(snapshot.records[position].number, framework, tag);
            if tagger.n_labels() == 0 {
                if framework.concepts().iter().any(|c| c.kind.is_competency()) {
                    without_labels.push(framework.release().key.clone());
                }
                if filter.is_none() {
                    continue;
                }
            }
            let mut found = tag_document(&tagger, &document, &options, memory.as_deref());
            if let Some(filter) = filter {
                found = filter.apply(&document, found);
            }
            tags.extend(found.into_iter().map(|found| shown(framework, &document, found, tag)));
        }
        let mut tags = wanted.ties.put_together(&snapshot.graph, tag, tags);
        crate::model::rank(&mut tags, |t: &TextTag| t.score, |t| t.concept.id.clone());
        let is_silent = |passage: &&Passage| {
            let is_here = |mention: &TagMention| mention.passage == passage.span;
            passage.section.yields_skills() && !tags.iter().any(|t| t.mentions.iter().any(is_here))
        };
        let abstained = document.passages.iter().filter(is_silent).map(|p| p.span).collect();
        tags.truncate(wanted.limit);
        TaggedDocument {
            id: raw.id,
            title: document.title,
            kind: document.kind,
            language: LanguageUsed { tag, source },
            n_passages: document.passages.len(),
            credit: document.credit,
            sections: document.sections,
            left_out: document.passages.into_iter().flat_map(|p| p.left_out).collect(),
            text: Some(document.text),
            abstained,
            tags,
            without_labels,
        }
    }
}

fn shown(
    framework: &Arc<Framework>,
    document: &Document,
    found: crate::tagging::Tag,
    language: Language,
) -> TextTag {
    let mentions = found.mentions.into_iter().map(|mention| TagMention {
        passage: mention.passage,
        section: mention.section,
        requirement: mention.requirement,
        level: mention.level,
        words: mention.words.iter().map(|span| span.of(&document.text).to_owned()).collect(),
        spans: mention.words,
        score: mention.score,
    });
    TextTag {
        concept: ConceptView::of(framework, &framework.concepts()[found.concept], language),
        score: found.score,
        requirement: found.requirement,
        level: found.level,
        reasons: Reason::all(found.evidence),
        mentions: mentions.collect(),
        same_as: Vec::new(),
    }
}

/// A least score that is one.
pub(in crate::engine) fn min_score(asked: Option<f64>) -> Result<Score, Error> {
    match asked {
        None => Ok(Score::new(TaggingOptions::MIN_SCORE)),
        Some(value) if (0.0..=1.0).contains(&value) => Ok(Score::new(value)),
        Some(value) => {
            let message = format!("the least score is {value}; give one between 0 and 1");
            Err(Error::invalid("min_score", message))
        }
    }
}
