//! The feature table: what was found, as the numbers that the ranker weighs.
//!
//! No feature knows a framework: what one does not have (descriptions, usage, groups, reuse levels, alternative labels)
//! reads as the value that says nothing.

use crate::model::Digest;
use crate::tagging::ranking::facts::Facts;

/// A named number that the ranker weighs.
#[derive(Debug, Clone, Copy)]
pub(in crate::tagging) struct Feature {
    /// Its name in the weights file and in the table of worths.
    pub(in crate::tagging) name: &'static str,
    /// The family it is taken out with when its worth is measured.
    pub(in crate::tagging) family: Family,
    /// Its value.
    pub(in crate::tagging) of: fn(&Facts) -> f32,
}

/// Features that say the same sort of thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::tagging) enum Family {
    /// How much of the labels stands in the passage.
    Label,
    /// How the words of the label stand in it.
    Place,
    /// How the other labels fare.
    OtherLabels,
    /// Which candidate has the better claim to the same words.
    Rivals,
    /// BM25 of the preferred label.
    Preferred,
    /// BM25 of the description.
    Description,
    /// BM25 of all fields.
    Everything,
    /// Pieces of words.
    Pieces,
    /// What is known before.
    Prior,
    /// Support by the group.
    Group,
    /// The passage itself.
    Passage,
    /// A semantic model.
    Semantic,
}

impl Family {
    /// All families.
    pub(in crate::tagging) const ALL: [Self; 12] = [
        Self::Label,
        Self::Place,
        Self::OtherLabels,
        Self::Rivals,
        Self::Preferred,
        Self::Description,
        Self::Everything,
        Self::Pieces,
        Self::Prior,
        Self::Group,
        Self::Passage,
        Self::Semantic,
    ];

    /// Its name in the table of worths.
    pub(in crate::tagging) fn name(self) -> &'static str {
        match self {
            Self::Label => "label coverage",
            Self::Place => "place of the words",
            Self::OtherLabels => "other labels",
            Self::Rivals => "rivals for the same words",
            Self::Preferred => "BM25 preferred label",
            Self::Description => "BM25 description",
            Self::Everything => "BM25 everything",
            Self::Pieces => "pieces of words",
            Self::Prior => "usage and breadth",
            Self::Group => "group support",
            Self::Passage => "length of the passage",
            Self::Semantic => "semantic model",
        }
    }
}

const fn row(name: &'static str, family: Family, of: fn(&Facts) -> f32) -> Feature {
    Feature { name, family, of }
}

/// How many features a text gives by itself.
pub(in crate::tagging) const N_LEXICAL: usize = 45;
/// How many there are with a semantic model.
pub(in crate::tagging) const N_FEATURES: usize = N_LEXICAL + 7;

/// All features, those of a semantic model last. Their order is part of every weights file.
pub(in crate::tagging) const FEATURES: [Feature; N_FEATURES] = [
    row("strength", Family::Label, |f| f.strength),
    row("strength_share", Family::Label, |f| f.by_label.share),
    row("strength_rank", Family::Label, |f| f.by_label.rank),
    row("coverage", Family::Label, |f| f.coverage),
    row("matched_weight", Family::Label, |f| f.matched_weight),
    row("unmatched_weight", Family::Label, |f| f.unmatched_weight),
    row("n_matched", Family::Label, |f| f.n_matched),
    row("n_unmatched", Family::Label, |f| f.n_unmatched),
    row("query_share", Family::Label, query_share),
    row("is_preferred", Family::Label, |f| truth(f.is_preferred)),
    row("preferred_coverage", Family::Label, |f| f.preferred_coverage),
    row("object_coverage", Family::Label, |f| f.object_coverage),
    row("has_first", Family::Label, |f| truth(f.has_first)),
    row("has_last", Family::Label, |f| truth(f.has_last)),
    row("tightness", Family::Place, |f| f.tightness),
    row("tight_coverage", Family::Place, |f| f.tightness * f.coverage),
    row("is_literal", Family::Place, |f| truth(f.is_literal)),
    row("centroid_coverage", Family::OtherLabels, |f| f.centroid_coverage),
    row("full_label_share", Family::OtherLabels, |f| share(f.n_full, f.n_labels)),
    row("full_labels", Family::OtherLabels, |f| f.n_full.min(MOST_FULL)),
    row("near_label_share", Family::OtherLabels, |f| share(f.n_near, f.n_labels)),
    row("log_labels", Family::OtherLabels, |f| (1.0 + f.n_labels).ln()),
    row("claimed", Family::Rivals, |f| f.claimed),
    row("rarest_rank", Family::Rivals, |f| f.rarest_rank),
    row("preferred_bm25", Family::Preferred, |f| f.by_preferred.score),
    row("preferred_bm25_share", Family::Preferred, |f| f.by_preferred.share),
    row("preferred_bm25_rank", Family::Preferred, |f| f.by_preferred.rank),
    row("description_bm25", Family::Description, |f| f.by_description.score),
    row("description_bm25_share", Family::Description, |f| f.by_description.share),
    row("description_bm25_rank", Family::Description, |f| f.by_description.rank),
    row("everything_bm25", Family::Everything, |f| f.by_everything.score),
    row("everything_bm25_share", Family::Everything, |f| f.by_everything.share),
    row("everything_bm25_rank", Family::Everything, |f| f.by_everything.rank),
    row("pieces", Family::Pieces, |f| f.by_pieces.score),
    row("pieces_share", Family::Pieces, |f| f.by_pieces.share),
    row("pieces_rank", Family::Pieces, |f| f.by_pieces.rank),
    row("usage", Family::Prior, |f| f.prior.usage),
    row("essential_usage", Family::Prior, |f| f.prior.essential),
    row("breadth", Family::Prior, |f| f.prior.breadth),
    row("is_knowledge", Family::Prior, |f| truth(f.prior.is_knowledge)),
    row("group_support", Family::Group, |f| f.group_support),
    row("n_stems", Family::Passage, |f| f.n_stems),
    row("query_weight", Family::Passage, |f| f.query_weight),
    row("unmatched_stem_share", Family::Label, |f| {
        share(f.n_unmatched, f.n_matched + f.n_unmatched)
    }),
    row("retriever_agreement", Family::Rivals, retriever_agreement),
    row("semantic_preferred", Family::Semantic, |f| f.semantic.preferred),
    row("semantic_best", Family::Semantic, |f| f.semantic.best),
    row("semantic_window", Family::Semantic, |f| f.semantic.window),
    row("semantic_best_rank", Family::Semantic, |f| f.semantic.best_rank),
    row("semantic_window_rank", Family::Semantic, |f| f.semantic.window_rank),
    row("semantic_best_gap", Family::Semantic, |f| f.semantic.best_gap),
    row("semantic_window_gap", Family::Semantic, |f| f.semantic.window_gap),
];

/// Whole labels beyond this say nothing more.
const MOST_FULL: f32 = 5.0;

/// Share of the weight of the passage's stems that the label explains.
fn query_share(facts: &Facts) -> f32 {
    share(facts.matched_weight, facts.query_weight)
}

/// Mean of the ranks of the retrievers, 0..=1: who is near the top of all lists is likelier meant.
fn retriever_agreement(facts: &Facts) -> f32 {
    let ranks = [
        facts.by_label.rank,
        facts.by_preferred.rank,
        facts.by_description.rank,
        facts.by_everything.rank,
        facts.by_pieces.rank,
    ];
    ranks.iter().sum::<f32>() / ranks.len() as f32
}

fn share(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn truth(is_true: bool) -> f32 {
    if is_true { 1.0 } else { 0.0 }
}

/// The first `n` features of a concept.
pub(in crate::tagging) fn values(facts: &Facts, n: usize, out: &mut Vec<f32>) {
    out.extend(FEATURES.iter().take(n).map(|feature| (feature.of)(facts)));
}

/// A digest of the names and order of the first `n` features: weights made for others are refused.
pub(in crate::tagging) fn order_digest(n: usize) -> Digest {
    let names: Vec<&str> = FEATURES.iter().take(n).map(|feature| feature.name).collect();
    Digest::of(names.join("\n").as_bytes())
}
