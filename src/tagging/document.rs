//! Document -> one tag per concept, with all its mentions.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::Document;
use crate::model::DocumentKind;
use crate::model::Evidence;
use crate::model::Language;
use crate::model::Level;
use crate::model::Passage;
use crate::model::Requirement;
use crate::model::Score;
use crate::model::SectionRole;
use crate::model::Span;
use crate::model::rank;
use crate::tagging::Match;
use crate::tagging::Memory;
use crate::tagging::Scratch;
use crate::tagging::Tagger;
use crate::tagging::TaggingOptions;
use crate::tagging::outcomes;
use crate::tagging::rooms::Lent;
use crate::tagging::sections;

/// A concept that a document asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// Position of the concept in its framework.
    pub concept: usize,
    /// Score of its best mention.
    pub score: Score,
    /// Why, from its best mention.
    pub evidence: Vec<Evidence>,
    /// The strongest that any mention says.
    pub requirement: Requirement,
    /// The highest that any mention states.
    pub level: Level,
    /// Where the document speaks of it, best first, each passage once.
    pub mentions: Vec<Mention>,
}

impl Tag {
    /// A tag of which nothing is known yet.
    pub(in crate::tagging) fn new(concept: usize) -> Self {
        Self {
            concept,
            score: Score::ZERO,
            evidence: Vec::new(),
            requirement: Requirement::Unstated,
            level: Level::default(),
            mentions: Vec::new(),
        }
    }
}

impl Mention {
    /// Words that are certain, in a passage or outside all.
    pub(in crate::tagging) fn of(passage: Option<&Passage>, words: Span) -> Self {
        Self {
            passage: passage.map_or(words, |passage| passage.span),
            section: passage.map_or(SectionRole::Other, |passage| passage.section),
            requirement: passage.map_or(Requirement::Unstated, |passage| passage.requirement),
            level: passage.map_or(Level::default(), |passage| passage.level),
            words: vec![words],
            score: Score::ONE,
        }
    }
}

/// A place where a document speaks of a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The sentence or list item.
    pub passage: Span,
    /// The part of its section in the document.
    pub section: SectionRole,
    /// Whether it is required or preferred there.
    pub requirement: Requirement,
    /// The level stated there.
    pub level: Level,
    /// The words in it that say so.
    pub words: Vec<Span>,
    /// How much this place is believed.
    pub score: Score,
}

/// Passages fewer than this (some 35 ms of work) are tagged one after the other. A thread that waits for shares it gave
/// away takes up other documents meanwhile, and its own is answered after those.
const FEW_PASSAGES: usize = 128;

/// An English text with its sections and passages; what sort of text it is, is told from its words.
///
/// ```
/// let posting = "Requirements:\n- Python\nBenefits:\n- Dental insurance";
/// let document = skillmap::tagging::document_of(posting);
/// let sections: Vec<&str> = document.passages.iter().map(|p| p.section.name()).collect();
/// assert_eq!(sections, ["required", "benefits"]);
/// ```
pub fn document_of(text: impl Into<String>) -> Document {
    cut_document(text, None, Language::ENGLISH)
}

/// A text with its sections and passages.
///
/// Headings and phrases are known in English, German, French, Spanish and Dutch, whatever `language` is; the
/// language tells whose verbs the outcomes begin with. Cost: O(words), some 20 µs for a sentence.
pub fn cut_document(
    text: impl Into<String>,
    kind: Option<DocumentKind>,
    language: Language,
) -> Document {
    sections::cut(text.into(), kind, language)
}

/// The concepts of a whole document, best first, each once.
///
/// Passages on benefits, the employer, equal opportunity and where to apply are not read, nor are the words that a
/// passage leaves out. Spans are in the document's text. The result does not depend on how the work is spread.
/// Where people confirmed like passages, `memory` raises what they were confirmed as. A group that only stands in for
/// unsure concepts gives way where another passage is sure of one below it.
pub fn tag_document(
    tagger: &Tagger,
    document: &Document,
    options: &TaggingOptions,
    memory: Option<&Memory>,
) -> Vec<Tag> {
    let text = document.text.as_str();
    let matches_of = |room: &mut Lent<'_>, passage: &&Passage| {
        mentions_of(tagger, text, passage, options, memory, &mut room.scratch)
    };
    let read: Vec<&Passage> =
        document.passages.iter().filter(|passage| passage.section.yields_skills()).collect();
    let by_passage: Vec<_> = if read.len() < FEW_PASSAGES {
        // By the threads that compute, which finish one document before they begin the next: no more than cores at once.
        rayon::scope(|_| {
            let mut room = tagger.rooms.lend();
            read.iter().map(|passage| matches_of(&mut room, passage)).collect()
        })
    } else {
        read.par_iter().map_init(|| tagger.rooms.lend(), matches_of).collect()
    };
    let mut tags: BTreeMap<usize, Tag> = BTreeMap::new();
    for (concept, mention, evidence) in by_passage.into_iter().flatten() {
        let tag = tags.entry(concept).or_insert_with(|| Tag::new(concept));
        if mention.score > tag.score {
            tag.score = mention.score;
            tag.evidence = evidence;
        }
        tag.requirement = tag.requirement.max(mention.requirement);
        tag.level = tag.level.max(mention.level);
        tag.mentions.push(mention);
    }
    let mut tags: Vec<Tag> = tags.into_values().collect();
    let is_stand_in =
        |tag: &Tag| tag.evidence.iter().any(|e| matches!(e, Evidence::GroupOf { .. }));
    let sure: Vec<usize> = tags.iter().filter(|t| !is_stand_in(t)).map(|t| t.concept).collect();
    tags.retain(|tag| {
        !is_stand_in(tag) || !sure.iter().any(|concept| tagger.is_broader(tag.concept, *concept))
    });
    for tag in &mut tags {
        rank(&mut tag.mentions, |m: &Mention| m.score, |m| m.passage);
    }
    rank(&mut tags, |t: &Tag| t.score, |t| t.concept);
    tags
}

/// What a passage and its parts speak of, each concept once, by what is believed most.
fn mentions_of(
    tagger: &Tagger,
    text: &str,
    passage: &Passage,
    options: &TaggingOptions,
    memory: Option<&Memory>,
    scratch: &mut Scratch,
) -> Vec<(usize, Mention, Vec<Evidence>)> {
    let said = readable(text, passage.span, &passage.left_out);
    if !said.contains(char::is_alphanumeric) {
        return Vec::new();
    }
    let mut best: BTreeMap<usize, (Mention, Vec<Evidence>)> = BTreeMap::new();
    let mut add = |found: Match, words: Vec<Span>, level: Level| {
        let place = words.first().copied().unwrap_or(passage.span);
        let (requirement, stated) = passage.said_at(place);
        let mention = Mention {
            passage: passage.span,
            section: passage.section,
            requirement,
            level: level.or(stated),
            words,
            score: found.score,
        };
        let is_better = best.get(&found.concept).is_none_or(|(other, _)| other.score < found.score);
        if is_better {
            best.insert(found.concept, (mention, found.evidence));
        }
    };
    let mut found = tagger.tag(&said, options, scratch);
    if let Some(memory) = memory {
        tagger.remember(&said, memory, options, &mut found);
    }
    for found in found {
        let words: Vec<Span> =
            found.spans.iter().map(|span| span.shifted(passage.span.start)).collect();
        let level = level_at(passage, &words);
        add(found, words, level);
    }
    for part in &passage.parts {
        if part.spans.iter().any(|span| passage.left_out.iter().any(|out| out.overlaps(*span))) {
            continue;
        }
        let said = outcomes::text_of(part, text);
        for mut found in tagger.tag(&said, options, scratch) {
            let mut words: Vec<Span> = Vec::new();
            for span in &found.spans {
                let places = outcomes::places_of(part, *span);
                if places.len() > 1 {
                    with_gaps(&mut found.evidence, span.of(&said), &places, text);
                }
                words.extend(places);
            }
            add(found, words, part.level);
        }
    }
    best.into_iter().map(|(concept, (mention, evidence))| (concept, mention, evidence)).collect()
}

/// Words that stand together in a part of a passage but not in the text are quoted with what is between left out.
fn with_gaps(evidence: &mut [Evidence], said: &str, places: &[Span], text: &str) {
    let pieces: Vec<&str> = places.iter().map(|place| place.of(text)).collect();
    for evidence in evidence {
        if let Evidence::LabelInText { words, .. } = evidence
            && words.as_str() == said
        {
            *words = pieces.join(" … ");
        }
    }
}

/// The level of the verb that belongs to these words, where a compound passage has several.
fn level_at(passage: &Passage, words: &[Span]) -> Level {
    let has_them = |part: &&crate::model::Part| {
        words.iter().all(|word| part.spans.iter().any(|span| span.overlaps(*word)))
    };
    passage.parts.iter().filter(has_them).fold(Level::default(), |all, part| all.max(part.level))
}

/// The text of a passage with blanks in the place of what is not read, so that every byte keeps its place.
fn readable<'t>(text: &'t str, passage: Span, left_out: &[Span]) -> Cow<'t, str> {
    let content = passage.of(text);
    if left_out.is_empty() {
        return Cow::Borrowed(content);
    }
    let is_left_out = |at: usize| left_out.iter().any(|out| (out.start..out.end).contains(&at));
    let mut out = String::with_capacity(content.len());
    for (at, c) in content.char_indices() {
        if is_left_out(passage.start + at) {
            out.extend(std::iter::repeat_n(' ', c.len_utf8()));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_keeps_its_bytes() {
        let text = "a née à b";
        let out = readable(text, Span { start: 0, end: text.len() }, &[Span { start: 2, end: 9 }]);
        assert_eq!(out, format!("a{}b", " ".repeat(9)));
    }

    #[test]
    fn words_that_stand_apart_are_quoted_apart() {
        use crate::model::Label;
        use crate::model::LabelKind;
        let text = "Manage methods and processes";
        let label = Label {
            kind: LabelKind::Preferred,
            language: Language::ENGLISH,
            text: "manage processes".into(),
        };
        let words = "Manage processes".to_owned();
        let mut evidence = vec![Evidence::LabelInText { label: label.clone(), words }];
        let places = [Span { start: 0, end: 6 }, Span { start: 19, end: 28 }];
        with_gaps(&mut evidence, "Manage processes", &places, text);
        let words = "Manage … processes".to_owned();
        assert_eq!(evidence, [Evidence::LabelInText { label, words }]);
    }
}
