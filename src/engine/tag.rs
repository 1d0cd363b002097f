//! A course description or a job posting -> the skills it asks for, with the words that say so.

use serde::Deserialize;
use serde::Serialize;

use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::Reason;
use crate::engine::choice;
use crate::limits;
use crate::model::Score;
use crate::model::Span;
use crate::tagging::TaggingOptions;
use crate::tagging::document_of;
use crate::tagging::tag_document;

/// The text to be tagged.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TagRequest {
    /// The text.
    pub text: String,
    /// Frameworks by short name, release or IRI; all current ones when empty.
    pub framework: Vec<String>,
    /// Language of the text; English when empty.
    pub language: String,
    /// Least score, 0..=1; the usual one when nothing.
    pub min_score: Option<f64>,
    /// Tags given: 50 when 0, at most 200.
    pub limit: usize,
}

/// The skills of a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TagReply {
    /// Revision of the data.
    pub revision: u64,
    /// How many sentences and list items the text has.
    pub n_passages: usize,
    /// Least score that was asked for.
    pub min_score: Score,
    /// The tags, best first, each concept once.
    pub tags: Vec<TextTag>,
    /// Frameworks whose skills have no label in the language of the text.
    pub without_labels: Vec<String>,
}

/// A skill that the text asks for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TextTag {
    /// The skill.
    pub concept: ConceptView,
    /// How much it is believed, 0..=1.
    pub score: Score,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Where the text says so, best first.
    pub mentions: Vec<TagMention>,
}

/// A place where the text speaks of a skill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TagMention {
    /// The sentence or list item: bytes of the text's UTF-8.
    pub passage: Span,
    /// The words in it: bytes of the text's UTF-8.
    pub spans: Vec<Span>,
    /// The words themselves.
    pub words: Vec<String>,
    /// How much this place is believed.
    pub score: Score,
}

/// Tags given when the request does not say how many.
const USUAL_TAGS: usize = 50;
/// Concepts looked at per sentence: nobody asks for more in one.
const PER_PASSAGE: usize = 12;

impl Engine {
    /// The skills of a text, from each framework named.
    ///
    /// Errors: the text is empty or beyond its bound, or a framework is not there.
    pub fn tag(&self, request: &TagRequest) -> Result<TagReply, Error> {
        let text = choice::bounded("text", &request.text, limits::DOCUMENT_BYTES)?;
        if text.trim().is_empty() {
            return Err(Error::invalid(
                "text",
                "there is no text to tag; give a course description or a posting",
            ));
        }
        let page = choice::page(0, request.limit, USUAL_TAGS)?;
        let language = choice::language(&request.language)?;
        let options = TaggingOptions {
            limit: PER_PASSAGE,
            min_score: min_score(request.min_score)?,
            ..TaggingOptions::default()
        };
        let document = document_of(text);
        let snapshot = self.snapshot();
        let mut tags = Vec::new();
        let mut without_labels = Vec::new();
        for position in choice::parts(&snapshot, &request.framework)? {
            let framework = &snapshot.graph.parts()[position].framework;
            let tagger = self.tagger(snapshot.records[position].number, framework, language);
            if tagger.n_labels() == 0 {
                let has_competencies = framework.concepts().iter().any(|c| c.kind.is_competency());
                if !has_competencies {
                    continue;
                }
                without_labels.push(framework.release().key.clone());
                continue;
            }
            for tag in tag_document(&tagger, &document, &options) {
                let mentions = tag.mentions.into_iter().map(|mention| TagMention {
                    passage: mention.passage,
                    words: mention.words.iter().map(|span| span.of(text).to_owned()).collect(),
                    spans: mention.words,
                    score: mention.score,
                });
                tags.push(TextTag {
                    concept: ConceptView::of(
                        framework,
                        &framework.concepts()[tag.concept],
                        language,
                    ),
                    score: tag.score,
                    reasons: Reason::all(tag.evidence),
                    mentions: mentions.collect(),
                });
            }
        }
        crate::model::rank(&mut tags, |t: &TextTag| t.score, |t| t.concept.id.clone());
        tags.truncate(page.end);
        Ok(TagReply {
            revision: snapshot.revision,
            n_passages: document.passages.len(),
            min_score: options.min_score,
            tags,
            without_labels,
        })
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
