//! Framework -> its fields, weighted, so that a text can be compared with each of them.

use crate::index::ImpactIndex;
use crate::index::Weighting;
use crate::index::stem_terms;
use crate::index::without_qualifier;
use crate::index::word_pieces;
use crate::model::Concept;
use crate::model::Framework;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::TextKind;

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
                preferred[*position] = stem_terms(label, language);
                pieces[*position] = word_pieces(label, language);
            }
            description[*position] = concept
                .texts
                .iter()
                .filter(|t| t.language.is_like(language) && t.kind != TextKind::Note)
                .flat_map(|t| stem_terms(&t.text, language))
                .collect();
            let labels = concept
                .labels
                .iter()
                .filter(|l| l.language.is_like(language) && l.kind != LabelKind::Hidden)
                .flat_map(|l| stem_terms(without_qualifier(&l.text), language));
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
