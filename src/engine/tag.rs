//! A course description or a job posting -> the skills it asks for, with the words that say so.

use serde::Deserialize;
use serde::Serialize;

use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::Reason;
use crate::engine::choice;
use crate::engine::snapshot::Snapshot;
use crate::engine::wanted::Wanted;
use crate::limits;
use crate::model::Rules;
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
    /// What is wanted and what is not; added to the profile's.
    pub rules: Rules,
    /// Name of a saved profile; none when empty.
    pub profile: String,
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
    /// What the rules name and nothing is called: concepts, groups, frameworks, reuse levels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown_in_rules: Vec<String>,
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
    /// The same thing in the frameworks on which this one's stands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<ConceptView>,
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
        self.tag_wanted(&snapshot, &wanted, &request.text)
    }

    /// As [`Engine::tag`], with all but the text looked up before.
    pub(in crate::engine) fn tag_wanted(
        &self,
        snapshot: &Snapshot,
        wanted: &Wanted,
        text: &str,
    ) -> Result<TagReply, Error> {
        let text = choice::bounded("text", text, limits::DOCUMENT_BYTES)?;
        if text.trim().is_empty() {
            return Err(Error::invalid(
                "text",
                "there is no text to tag; give a course description or a posting",
            ));
        }
        let Wanted { language, min_score, .. } = *wanted;
        let document = document_of(text);
        let mut tags = Vec::new();
        let mut without_labels = Vec::new();
        for position in wanted.parts.iter().copied() {
            let framework = &snapshot.graph.parts()[position].framework;
            let filter = wanted.filter.part(position).filter(|filter| !filter.is_open());
            let limit = filter.map_or(PER_PASSAGE, |_| PER_PASSAGE_WITH_RULES);
            let options = TaggingOptions { limit, min_score, ..TaggingOptions::default() };
            let tagger = self.tagger(snapshot.records[position].number, framework, language);
            if tagger.n_labels() == 0 {
                if framework.concepts().iter().any(|c| c.kind.is_competency()) {
                    without_labels.push(framework.release().key.clone());
                }
                if filter.is_none() {
                    continue;
                }
            }
            let mut found = tag_document(&tagger, &document, &options);
            if let Some(filter) = filter {
                found = filter.apply(&document, found);
            }
            for tag in found {
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
                    same_as: Vec::new(),
                });
            }
        }
        let mut tags = wanted.ties.put_together(&snapshot.graph, language, tags);
        crate::model::rank(&mut tags, |t: &TextTag| t.score, |t| t.concept.id.clone());
        tags.truncate(wanted.limit);
        Ok(TagReply {
            revision: snapshot.revision,
            n_passages: document.passages.len(),
            min_score,
            tags,
            without_labels,
            unknown_in_rules: wanted.filter.unknown().to_vec(),
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
