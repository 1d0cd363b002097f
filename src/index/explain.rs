//! A concept and a query -> why the one answers the other, how well, and what to highlight.

use crate::index::query::Query;
use crate::index::query::Word;
use crate::model::Concept;
use crate::model::Evidence;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Score;
use crate::model::Span;
use crate::model::TextKind;
use crate::text::analyzer;
use crate::text::fold;
use crate::text::folded_words;
use crate::text::words;

/// A text of the concept with the places that answer the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// Where the text is from: `preferred`, `alternative`, `hidden` or the kind of prose.
    pub field: &'static str,
    /// The text.
    pub text: String,
    /// Places in it, in reading order.
    pub spans: Vec<Span>,
}

/// Worth of a label of each rank whose words are all in the query; the whole label counts 1 and a hair less.
const WORTH: [(LabelKind, f64, f64); 3] = [
    (LabelKind::Preferred, 0.95, 1.0),
    (LabelKind::Alternative, 0.85, 0.97),
    (LabelKind::Hidden, 0.7, 0.9),
];
/// Worth of words found in the description only: always less than a label that has them all.
const DESCRIPTION_WORTH: f64 = 0.3;
/// Taken off for each letter that had to be changed.
const EDIT_COST: f64 = 0.1;

/// What speaks for the concept, with a score; no evidence and a score of 0 where nothing does.
pub(in crate::index) fn explain(
    concept: &Concept,
    query: &Query,
) -> (Score, Vec<Evidence>, Vec<Highlight>) {
    let mut best: Option<(f64, &Label, Matched)> = None;
    for label in &concept.labels {
        if !query.languages.iter().any(|l| l.primary() == label.language.primary()) {
            continue;
        }
        let Some((value, matched)) = match_label(label, query) else { continue };
        if best.as_ref().is_none_or(|(other, ..)| value > *other) {
            best = Some((value, label, matched));
        }
    }
    let n_query_words = query.words.iter().filter(|w| !w.is_stop_word).count().max(1);
    let mut value = 0.0;
    let mut evidence = Vec::new();
    let mut highlights = Vec::new();
    let mut n_found = 0;
    let mut edits = Vec::new();
    if let Some((label_value, label, matched)) = best {
        value = label_value;
        n_found = matched.query_words.len();
        evidence.push(if matched.is_whole {
            Evidence::ExactLabel { label: label.clone() }
        } else {
            let found = matched.spans.iter().map(|s| s.of(&label.text).to_owned()).collect();
            Evidence::LabelWords { label: label.clone(), words: found, n_query_words }
        });
        edits.extend(matched.typos);
        highlights.push(Highlight {
            field: label.kind.name(),
            text: label.text.to_string(),
            spans: matched.spans,
        });
    }
    if n_found < n_query_words
        && let Some((kind, text, matched)) = match_prose(concept, query)
    {
        let more = matched.query_words.len().min(n_query_words) as f64 / n_query_words as f64;
        value = if n_found == 0 { DESCRIPTION_WORTH * more } else { value + 0.05 * more };
        let mut found: Vec<String> =
            matched.spans.iter().map(|s| s.of(text).to_lowercase()).collect();
        found.sort();
        found.dedup();
        evidence.push(Evidence::DescriptionWords { words: found });
        edits.extend(matched.typos);
        highlights.push(Highlight {
            field: kind.name(),
            text: text.to_owned(),
            spans: matched.spans,
        });
    }
    edits.sort();
    edits.dedup();
    for (typed, read_as, edits) in edits {
        value *= 1.0 - EDIT_COST * f64::from(edits);
        evidence.push(Evidence::Typo { typed, read_as, edits });
    }
    (Score::new(value), evidence, highlights)
}

/// The words of a text that answer words of the query.
#[derive(Default)]
struct Matched {
    spans: Vec<Span>,
    /// Positions of the query's words that are answered, sorted, each once.
    query_words: Vec<usize>,
    typos: Vec<(String, String, u8)>,
    is_whole: bool,
    /// Words of the text that carry meaning.
    n_words: usize,
}

fn match_label(label: &Label, query: &Query) -> Option<(f64, Matched)> {
    let matched = match_text(&label.text, label.language, query);
    if matched.query_words.is_empty() {
        return None;
    }
    let (_, worth, whole_worth) = WORTH.into_iter().find(|(kind, ..)| *kind == label.kind)?;
    if folded_words(&label.text) == query.folded {
        return Some((whole_worth, Matched { is_whole: true, ..matched }));
    }
    let n_found = matched.query_words.len() as f64;
    let of_query = n_found / query.words.iter().filter(|w| !w.is_stop_word).count().max(1) as f64;
    let of_label = n_found / matched.n_words.max(1) as f64;
    Some((worth * of_query.min(1.0) * (0.5 + 0.5 * of_label.min(1.0)), matched))
}

/// The prose that answers the most words of the query.
fn match_prose<'a>(concept: &'a Concept, query: &Query) -> Option<(TextKind, &'a str, Matched)> {
    let mut best: Option<(TextKind, &str, Matched)> = None;
    for text in &concept.texts {
        if !query.languages.iter().any(|l| l.primary() == text.language.primary()) {
            continue;
        }
        let matched = match_text(&text.text, text.language, query);
        let n_best = best.as_ref().map_or(0, |(_, _, m)| m.query_words.len());
        if matched.query_words.len() > n_best {
            best = Some((text.kind, &text.text, matched));
        }
    }
    best
}

fn match_text(text: &str, language: Language, query: &Query) -> Matched {
    let analyzer = analyzer(language);
    let mut matched = Matched::default();
    for span in words(text) {
        let word = span.of(text);
        let folded = fold(word);
        let mut is_found = false;
        for (position, asked) in query.words.iter().enumerate().filter(|(_, w)| !w.is_stop_word) {
            let Some(typo) = answers(word, &folded, language, asked) else { continue };
            is_found = true;
            if !matched.query_words.contains(&position) {
                matched.query_words.push(position);
            }
            matched.typos.extend(typo);
        }
        if is_found {
            matched.spans.push(span);
            matched.n_words += 1;
        } else if analyzer.stem_of(word).is_some() {
            matched.n_words += 1;
        }
    }
    matched.query_words.sort_unstable();
    matched
}

/// Whether a word of a text answers a word of the query; with the typo that was forgiven, if one was.
fn answers(
    word: &str,
    folded: &str,
    language: Language,
    asked: &Word,
) -> Option<Option<(String, String, u8)>> {
    if folded == asked.folded {
        return Some(None);
    }
    if let Some(reading) = asked.readings.iter().find(|r| r.word == folded) {
        let typo = (asked.typed.clone(), reading.word.clone(), reading.edits);
        return Some((reading.edits > 0).then_some(typo));
    }
    // Stemming is the slow step: forms of one word nearly always begin alike.
    let begins_alike = folded.bytes().take(2).eq(asked.folded.bytes().take(2));
    if !begins_alike {
        return None;
    }
    let stem = asked.stems.iter().find(|(l, _)| l.primary() == language.primary())?;
    (analyzer(language).any_stem_of(word) == stem.1).then_some(None)
}
