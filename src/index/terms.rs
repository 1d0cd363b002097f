//! Text -> the terms by which an [`ImpactIndex`](crate::index::ImpactIndex) knows it.

use crate::index::TermKey;
use crate::index::term_key;
use crate::model::Language;
use crate::text::analyzer;
use crate::text::fold;
use crate::text::words;

/// Letters of the shortest and the longest piece of a word.
const PIECE_CHARS: std::ops::RangeInclusive<usize> = 3..=5;

/// The stems of a text that are no stop words, in reading order, each weighing 1.
pub fn stem_terms(text: &str, language: Language) -> Vec<(TermKey, f32)> {
    let tokens = analyzer(language).tokens(text);
    tokens.iter().map(|token| (term_key(&token.stem), 1.0)).collect()
}

/// The pieces of three to five letters of the words of a text that are no stop words, with a blank on both sides of
/// each word.
pub fn word_pieces(text: &str, language: Language) -> Vec<(TermKey, f32)> {
    let analyzer = analyzer(language);
    let mut pieces = Vec::new();
    let mut padded = String::new();
    let mut starts: Vec<usize> = Vec::new();
    for span in words(text) {
        let word = span.of(text);
        if analyzer.is_stop_word(word) {
            continue;
        }
        padded.clear();
        padded.push(' ');
        padded.push_str(&fold(word));
        padded.push(' ');
        starts.clear();
        starts.extend(padded.char_indices().map(|(at, _)| at));
        starts.push(padded.len());
        let n_chars = starts.len() - 1;
        for n in PIECE_CHARS {
            for first in 0..(n_chars + 1).saturating_sub(n) {
                pieces.push((term_key(&padded[starts[first]..starts[first + n]]), 1.0));
            }
        }
    }
    pieces
}

/// Terms given several times, once with their number.
pub fn counted(mut terms: Vec<(TermKey, f32)>) -> Vec<(TermKey, f32)> {
    terms.sort_unstable_by_key(|(key, _)| *key);
    terms.dedup_by(|next, first| {
        let is_same = next.0 == first.0;
        if is_same {
            first.1 += next.1;
        }
        is_same
    });
    terms
}
