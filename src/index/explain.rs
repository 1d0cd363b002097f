//! A concept and a query -> why the one answers the other, how well, and what to highlight.

use crate::index::query::Query;
use crate::index::query::Word;
use crate::model::Concept;
use crate::model::Evidence;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Notation;
use crate::model::Score;
use crate::model::Span;
use crate::model::TextKind;
use crate::text::analyzer;
use crate::text::fold;
use crate::text::folded_words;
use crate::text::similarity::trigram_dice;
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
/// Added to a whole alternative label as far as the preferred one is like the query: less than what parts it
/// from a whole preferred label.
const OWN_NAME_WORTH: f64 = 0.02;
/// Taken off for each letter that had to be changed.
const EDIT_COST: f64 = 0.1;

/// Taken off when every word found is a form that begins otherwise than the one asked for: just enough to put
/// "project management" before "project manager" for who asks for the one.
const FORM_COST: f64 = 0.2;

/// How well a concept answers, and where: enough to rank it, cheap enough for every candidate.
pub(in crate::index) struct Rated<'a> {
    pub(in crate::index) score: Score,
    code: Option<&'a Notation>,
    label: Option<(&'a Label, Matched)>,
    prose: Option<(TextKind, &'a str, Matched)>,
}

/// Rates a concept: by its best label, and by its prose where the label leaves words unanswered. A score of
/// 0 where nothing answers.
pub(in crate::index) fn rate<'a>(concept: &'a Concept, query: &Query) -> Rated<'a> {
    let mut best: Option<(f64, &Label, Matched)> = None;
    for label in &concept.labels {
        if !query.searches(label.language) {
            continue;
        }
        // Labels are sorted by rank, and what cannot be better is not looked at: an occupation may have 400.
        let value = best.as_ref().map_or(0.0, |(value, ..)| *value);
        let Some((_, worth, whole_worth)) = worth_of(label.kind) else { continue };
        if value >= whole_worth {
            break;
        }
        if value >= worth && words(&label.text).count() != query.words.len() {
            continue;
        }
        let Some((value, matched)) = match_label(label, query) else { continue };
        if best.as_ref().is_none_or(|(other, ..)| value > *other) {
            best = Some((value, label, matched));
        }
    }
    if let Some((value, label, matched)) = &mut best
        && matched.is_whole
        && label.kind != LabelKind::Preferred
    {
        // Many concepts may share a name: first comes the one whose own name is most like it.
        let own = folded_words(concept.label(label.language));
        *value += OWN_NAME_WORTH * trigram_dice(&own, &query.folded);
    }
    let n_asked = query.n_asked();
    let mut value = best.as_ref().map_or(0.0, |(value, ..)| *value);
    let n_found = best.as_ref().map_or(0, |(_, _, matched)| matched.query_words.len());
    let mut prose = None;
    if n_found < n_asked {
        prose = match_prose(concept, query);
        if let Some((_, _, matched)) = &prose {
            let more = matched.query_words.len().min(n_asked) as f64 / n_asked as f64;
            value = if n_found == 0 { DESCRIPTION_WORTH * more } else { value + 0.05 * more };
        }
    }
    let label = best.map(|(_, label, matched)| (label, matched));
    let code = (!query.code.is_empty())
        .then(|| concept.notations.iter().find(|n| n.code.eq_ignore_ascii_case(&query.code)))
        .flatten();
    let mut rated = Rated { score: Score::ZERO, code, label, prose };
    for (_, _, edits) in rated.typos(query) {
        value *= 1.0 - EDIT_COST * f64::from(edits);
    }
    rated.score = if code.is_some() { Score::ONE } else { Score::new(value) };
    rated
}

impl Rated<'_> {
    /// What was forgiven: as typed, as read, letters changed; each once.
    fn typos(&self, query: &Query) -> Vec<(String, String, u8)> {
        let label = self.label.iter().flat_map(|(_, matched)| &matched.typos);
        let prose = self.prose.iter().flat_map(|(_, _, matched)| &matched.typos);
        let mut typos: Vec<(String, String, u8)> = label
            .chain(prose)
            .filter_map(|(word, reading)| {
                let (word, reading) =
                    (query.words.get(*word)?, query.words.get(*word)?.readings.get(*reading)?);
                Some((word.typed.clone(), reading.word.clone(), reading.edits))
            })
            .collect();
        typos.sort();
        typos.dedup();
        typos
    }

    /// The reasons, strongest first, and what to highlight.
    pub(in crate::index) fn explained(self, query: &Query) -> (Vec<Evidence>, Vec<Highlight>) {
        let typos = self.typos(query);
        let mut evidence = Vec::new();
        let mut highlights = Vec::new();
        if let Some(notation) = self.code {
            evidence.push(Evidence::Code { notation: notation.clone() });
        }
        if let Some((label, matched)) = self.label {
            evidence.push(if matched.is_whole {
                Evidence::ExactLabel { label: label.clone() }
            } else {
                let words = matched.spans.iter().map(|s| s.of(&label.text).to_owned()).collect();
                Evidence::LabelWords { label: label.clone(), words, n_query_words: query.n_asked() }
            });
            let text = label.text.to_string();
            highlights.push(Highlight { field: label.kind.name(), text, spans: matched.spans });
        }
        if let Some((kind, text, matched)) = self.prose {
            let mut words: Vec<String> =
                matched.spans.iter().map(|s| s.of(text).to_lowercase()).collect();
            words.sort();
            words.dedup();
            evidence.push(Evidence::DescriptionWords { words });
            highlights.push(Highlight {
                field: kind.name(),
                text: text.to_owned(),
                spans: matched.spans,
            });
        }
        for (typed, read_as, edits) in typos {
            evidence.push(Evidence::Typo { typed, read_as, edits });
        }
        (evidence, highlights)
    }
}

/// The words of a text that answer words of the query.
#[derive(Default)]
struct Matched {
    spans: Vec<Span>,
    /// Positions of the query's words that are answered, each once.
    query_words: Vec<usize>,
    /// Words of the query and which of their readings was taken, where letters had to be changed.
    typos: Vec<(usize, usize)>,
    is_whole: bool,
    /// How far the forms found are from the forms asked for: letters changed per letter, summed over words.
    strangeness: f64,
}

fn worth_of(kind: LabelKind) -> Option<(LabelKind, f64, f64)> {
    WORTH.into_iter().find(|(other, ..)| *other == kind)
}

fn match_label(label: &Label, query: &Query) -> Option<(f64, Matched)> {
    let matched = match_text(&label.text, label.language, query)?;
    let (_, worth, whole_worth) = worth_of(label.kind)?;
    let analyzer = analyzer(label.language);
    let mut n_all = 0;
    let mut n_words = 0;
    for span in words(&label.text) {
        n_all += 1;
        n_words += usize::from(!analyzer.is_stop_word(span.of(&label.text)));
    }
    if n_all == query.words.len() && folded_words(&label.text) == query.folded {
        return Some((whole_worth, Matched { is_whole: true, ..matched }));
    }
    let n_found = matched.query_words.len() as f64;
    let of_query = n_found / query.n_asked() as f64;
    let of_label = n_found / n_words.max(1) as f64;
    let form = 1.0 - FORM_COST * (matched.strangeness / n_found.max(1.0)).min(1.0);
    Some((worth * of_query.min(1.0) * (0.5 + 0.5 * of_label.min(1.0)) * form, matched))
}

/// The prose that answers the most words of the query.
fn match_prose<'a>(concept: &'a Concept, query: &Query) -> Option<(TextKind, &'a str, Matched)> {
    let mut best: Option<(TextKind, &str, Matched)> = None;
    for text in concept.texts.iter().filter(|t| query.searches(t.language)) {
        let Some(matched) = match_text(&text.text, text.language, query) else { continue };
        let n_best = best.as_ref().map_or(0, |(_, _, m)| m.query_words.len());
        if matched.query_words.len() > n_best {
            best = Some((text.kind, &text.text, matched));
        }
    }
    best
}

/// Nothing when no word of the text answers.
fn match_text(text: &str, language: Language, query: &Query) -> Option<Matched> {
    let mut matched = Matched::default();
    for span in words(text) {
        let word = span.of(text);
        // Folding and stemming are the slow steps: forms of one word nearly always begin alike.
        if !query.begins_like_asked(word) {
            continue;
        }
        let folded = fold(word);
        let mut is_found = false;
        for (position, asked) in query.words.iter().enumerate().filter(|(_, w)| !w.says_nothing) {
            match answers(word, &folded, language, asked) {
                Answer::None => continue,
                Answer::Same => {}
                Answer::Form => matched.strangeness += strangeness(&folded, &asked.folded),
                Answer::Reading(reading) => match asked.readings.get(reading) {
                    Some(reading) if reading.edits == 0 => {
                        matched.strangeness += strangeness(&folded, &asked.folded);
                    }
                    _ => matched.typos.push((position, reading)),
                },
            }
            is_found = true;
            if !matched.query_words.contains(&position) {
                matched.query_words.push(position);
            }
        }
        if is_found {
            matched.spans.push(span);
        }
    }
    (!matched.query_words.is_empty()).then_some(matched)
}

/// Share of the longer form that the two do not begin with in common, 0..=1. Counted, not edited: this is asked for
/// every form found.
fn strangeness(found: &str, asked: &str) -> f64 {
    let n_common = found.bytes().zip(asked.bytes()).take_while(|(a, b)| a == b).count();
    1.0 - n_common as f64 / found.len().max(asked.len()).max(1) as f64
}

/// How a word of a text answers a word of the query.
enum Answer {
    /// It does not.
    None,
    /// It is the word.
    Same,
    /// It is a form of the word.
    Form,
    /// It is the reading at this position.
    Reading(usize),
}

fn answers(word: &str, folded: &str, language: Language, asked: &Word) -> Answer {
    if folded == asked.folded {
        return Answer::Same;
    }
    if let Some(reading) = asked.readings.iter().position(|r| r.word == folded) {
        return Answer::Reading(reading);
    }
    if !folded.bytes().take(2).eq(asked.folded.bytes().take(2)) {
        return Answer::None;
    }
    let stem = asked.stems.iter().find(|(l, _)| l.is_like(language));
    match stem {
        Some((_, stem)) if analyzer(language).any_stem_of(word) == *stem => Answer::Form,
        _ => Answer::None,
    }
}
