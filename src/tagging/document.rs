//! Document -> one tag per concept, with all its mentions.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::Document;
use crate::model::Evidence;
use crate::model::Score;
use crate::model::Span;
use crate::model::rank;
use crate::tagging::Scratch;
use crate::tagging::Tagger;
use crate::tagging::TaggingOptions;
use crate::text::passages;

/// A concept that a document asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// Position of the concept in its framework.
    pub concept: usize,
    /// Score of its best mention.
    pub score: Score,
    /// Why, from its best mention.
    pub evidence: Vec<Evidence>,
    /// Where the document speaks of it, best first.
    pub mentions: Vec<Mention>,
}

/// A place where a document speaks of a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The sentence or list item.
    pub passage: Span,
    /// The words in it that say so.
    pub words: Vec<Span>,
    /// How much this place is believed.
    pub score: Score,
}

/// Passages fewer than this are tagged one after the other: spreading them costs more than it gives.
const FEW_PASSAGES: usize = 16;

/// A plain text with its passages.
pub fn document_of(text: impl Into<String>) -> Document {
    let text = text.into();
    Document { passages: passages(&text), text }
}

/// The concepts of a whole document, best first, each once.
///
/// Spans are in the document's text. The result does not depend on how the work is spread.
pub fn tag_document(tagger: &Tagger, document: &Document, options: &TaggingOptions) -> Vec<Tag> {
    let matches_of = |scratch: &mut Scratch, passage: &Span| {
        (*passage, tagger.tag(passage.of(&document.text), options, scratch))
    };
    let by_passage: Vec<_> = if document.passages.len() < FEW_PASSAGES {
        let mut scratch = Scratch::default();
        document.passages.iter().map(|passage| matches_of(&mut scratch, passage)).collect()
    } else {
        document.passages.par_iter().map_init(Scratch::default, matches_of).collect()
    };
    let mut tags: BTreeMap<usize, Tag> = BTreeMap::new();
    for (passage, matches) in by_passage {
        for found in matches {
            let words = found.spans.iter().map(|span| span.shifted(passage.start)).collect();
            let mention = Mention { passage, words, score: found.score };
            let tag = tags.entry(found.concept).or_insert_with(|| Tag {
                concept: found.concept,
                score: Score::ZERO,
                evidence: Vec::new(),
                mentions: Vec::new(),
            });
            if found.score > tag.score {
                tag.score = found.score;
                tag.evidence = found.evidence;
            }
            tag.mentions.push(mention);
        }
    }
    let mut tags: Vec<Tag> = tags.into_values().collect();
    for tag in &mut tags {
        rank(&mut tag.mentions, |m: &Mention| m.score, |m| m.passage);
    }
    rank(&mut tags, |t: &Tag| t.score, |t| t.concept);
    tags
}
