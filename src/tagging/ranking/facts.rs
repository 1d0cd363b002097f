//! Passage + concept -> what was found, in numbers: the raw material of the features.

use crate::tagging::ranking::priors::Prior;
use crate::tagging::semantic::SemanticFeatures;

/// What was found of a concept in a passage. Weights are inverse document frequencies over the framework's labels,
/// divided by that of a stem that stands in one label only, so that frameworks of all sizes compare.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "they are facts, not states")]
pub(in crate::tagging) struct Facts {
    /// Position of the concept in the framework.
    pub(in crate::tagging) concept: usize,
    /// Position of its strongest label among its labels.
    pub(in crate::tagging) label_idx: usize,
    /// Strength of that label, 0..=3 or so: the root of the weight found, times its share of the label.
    pub(in crate::tagging) strength: f32,
    /// Share of that label's weight that was found, 0..=1.
    pub(in crate::tagging) coverage: f32,
    /// Weight of the stems of that label that were found.
    pub(in crate::tagging) matched_weight: f32,
    /// Weight of the stems of that label that were not found.
    pub(in crate::tagging) unmatched_weight: f32,
    /// Stems of that label that were found.
    pub(in crate::tagging) n_matched: f32,
    /// Stems of that label that were not found.
    pub(in crate::tagging) n_unmatched: f32,
    /// Stems found, over the stems of the shortest stretch of the passage that has them all, 0..=1.
    pub(in crate::tagging) tightness: f32,
    /// Whether that label is the preferred one.
    pub(in crate::tagging) is_preferred: bool,
    /// Whether a label stands in the passage word for word.
    pub(in crate::tagging) is_literal: bool,
    /// Share of the preferred label's weight that was found.
    pub(in crate::tagging) preferred_coverage: f32,
    /// Share of the weight of the preferred label without its first stem (the verb of a skill) that was found.
    pub(in crate::tagging) object_coverage: f32,
    /// Whether the first stem of the preferred label was found.
    pub(in crate::tagging) has_first: bool,
    /// Whether the last stem of the preferred label was found.
    pub(in crate::tagging) has_last: bool,
    /// Share of the weight of all labels together that was found.
    pub(in crate::tagging) centroid_coverage: f32,
    /// Labels of the concept.
    pub(in crate::tagging) n_labels: f32,
    /// Labels found as a whole.
    pub(in crate::tagging) n_full: f32,
    /// Labels of which more than three fifths of the weight were found.
    pub(in crate::tagging) n_near: f32,
    /// Share of the weight found for which no other candidate has a stronger label.
    pub(in crate::tagging) claimed: f32,
    /// 1 / (1 + rank) by strength among the candidates that share the rarest stem found.
    pub(in crate::tagging) rarest_rank: f32,
    /// Each retriever's opinion.
    pub(in crate::tagging) by_label: Opinion,
    /// BM25 of the preferred label.
    pub(in crate::tagging) by_preferred: Opinion,
    /// BM25 of the descriptions.
    pub(in crate::tagging) by_description: Opinion,
    /// BM25 of everything said about it.
    pub(in crate::tagging) by_everything: Opinion,
    /// Cosine of the pieces of the preferred label's words.
    pub(in crate::tagging) by_pieces: Opinion,
    /// How much the strongest candidates lie in the same groups, 0..=1.
    pub(in crate::tagging) group_support: f32,
    /// What was known before the passage was read.
    pub(in crate::tagging) prior: Prior,
    /// Stems of the passage.
    pub(in crate::tagging) n_stems: f32,
    /// Weight of the distinct stems of the passage that any label has.
    pub(in crate::tagging) query_weight: f32,
    /// What a semantic model says, where there is one.
    pub(in crate::tagging) semantic: SemanticFeatures,
}

/// What one way of looking says of a concept.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::tagging) struct Opinion {
    /// Its score; the scale is its own.
    pub(in crate::tagging) score: f32,
    /// Its score over the highest for this passage, 0..=1.
    pub(in crate::tagging) share: f32,
    /// 1 / (1 + rank), 0 for what is beyond its list.
    pub(in crate::tagging) rank: f32,
}
