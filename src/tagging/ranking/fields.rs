//! Framework -> its fields, weighted, so that a text can be compared with each of them.

use crate::index::ImpactIndex;
use crate::index::TermKey;
use crate::index::Weighting;
use crate::index::term_key;
use crate::index::without_qualifier;
use crate::model::Concept;
use crate::model::Framework;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::TextKind;
use crate::text::analyzer;
use crate::text::fold;
use crate::text::words;

/// The fields of the concepts a tagger knows; a slot is a position in the framework.
#[derive(Debug)]
pub(in crate::tagging) struct Fields {
    /// Preferred labels, by stems.
    pub(in crate::tagging) preferred: ImpactIndex,
    /// Descriptions, definitions and scope notes, by stems.
    pub(in crate::tagging) description: ImpactIndex,
    /// All labels, the preferred one twice, and descriptions, by stems.
    pub(in crate::tagging) everything: ImpactIndex,
    /// Preferred labels, by pieces of their words.
    pub(in crate::tagging) pieces: ImpactIndex,
}

/// The usual saturation of BM25.
const K1: f32 = 1.2;
/// The usual share of the length.
const B: f32 = 0.75;
/// In the field of everything length counts less: a concept with many names is not to be punished for them.
const B_EVERYTHING: f32 = 0.5;
/// Letters of the shortest and the longest piece of a word.
const PIECE_CHARS: std::ops::RangeInclusive<usize> = 3..=5;
/// Pieces in more than this share of the labels (`ing`) say nothing.
const COMMON_PIECE: f32 = 0.05;

impl Fields {
    /// The fields of the concepts at these positions, in one language.
    ///
    /// Cost: O(characters).
    pub(in crate::tagging) fn build(
        framework: &Framework,
        language: Language,
        concepts: &[usize],
    ) -> Self {
        let n_slots = framework.concepts().len();
        let mut preferred = vec![Vec::new(); n_slots];
        let mut description = vec![Vec::new(); n_slots];
        let mut everything = vec![Vec::new(); n_slots];
        let mut pieces = vec![Vec::new(); n_slots];
        for position in concepts {
            let Some(concept) = framework.concepts().get(*position) else { continue };
            let label = preferred_label(concept, language).map(without_qualifier);
            if let Some(label) = label {
                preferred[*position] = stems(label, language);
                pieces[*position] = word_pieces(label, language);
            }
            description[*position] = concept
                .texts
                .iter()
                .filter(|t| t.language.is_like(language) && t.kind != TextKind::Note)
                .flat_map(|t| stems(&t.text, language))
                .collect();
            let labels = concept
                .labels
                .iter()
                .filter(|l| l.language.is_like(language) && l.kind != LabelKind::Hidden)
                .flat_map(|l| stems(without_qualifier(&l.text), language));
            everything[*position] = labels
                .chain(preferred[*position].iter().copied())
                .chain(description[*position].iter().copied())
                .collect();
        }
        let bm25 = Weighting::Bm25 { k1: K1, b: B };
        Self {
            preferred: ImpactIndex::build(&preferred, bm25),
            description: ImpactIndex::build(&description, bm25),
            everything: ImpactIndex::build(
                &everything,
                Weighting::Bm25 { k1: K1, b: B_EVERYTHING },
            ),
            pieces: ImpactIndex::build(&pieces, Weighting::Cosine { common: COMMON_PIECE }),
        }
    }
}

/// The preferred label in a language, if there is one.
pub(in crate::tagging) fn preferred_label(concept: &Concept, language: Language) -> Option<&str> {
    let is_it =
        |l: &&crate::model::Label| l.kind == LabelKind::Preferred && l.language.is_like(language);
    concept.labels.iter().find(is_it).map(|l| l.text.as_ref())
}

fn stems(text: &str, language: Language) -> Vec<(TermKey, f32)> {
    let tokens = analyzer(language).tokens(text);
    tokens.iter().map(|token| (term_key(&token.stem), 1.0)).collect()
}

/// The pieces of three to five letters of the words of a text that are no stop words, with a blank on both sides of
/// each word.
pub(in crate::tagging) fn word_pieces(text: &str, language: Language) -> Vec<(TermKey, f32)> {
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
