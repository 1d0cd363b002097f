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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::ranking::facts::Opinion;
    use crate::tagging::ranking::priors::Prior;
    use crate::tagging::semantic::SemanticFeatures;

    fn opinion(score: f32) -> Opinion {
        Opinion { score, share: score / 10.0, rank: score / 100.0 }
    }

    /// Facts in which no two numbers are alike.
    fn facts() -> Facts {
        Facts {
            concept: 7,
            label_idx: 2,
            strength: 0.9,
            coverage: 0.75,
            matched_weight: 0.6,
            unmatched_weight: 0.2,
            n_matched: 3.0,
            n_unmatched: 1.0,
            tightness: 0.4,
            is_preferred: true,
            is_literal: false,
            preferred_coverage: 0.55,
            object_coverage: 0.65,
            has_first: false,
            has_last: true,
            centroid_coverage: 0.35,
            n_labels: 4.0,
            n_full: 2.0,
            n_near: 3.0,
            claimed: 0.45,
            rarest_rank: 0.25,
            by_label: opinion(1.0),
            by_preferred: opinion(2.0),
            by_description: opinion(3.0),
            by_everything: opinion(4.0),
            by_pieces: opinion(5.0),
            group_support: 0.15,
            prior: Prior { usage: 0.11, essential: 0.12, breadth: 0.13, is_knowledge: true },
            n_stems: 9.0,
            query_weight: 2.4,
            semantic: SemanticFeatures {
                preferred: 0.21,
                best: 0.22,
                best_rank: 0.23,
                best_gap: 0.24,
                window: 0.26,
                window_rank: 0.27,
                window_gap: 0.28,
            },
        }
    }

    #[test]
    fn every_feature_is_what_its_name_says() {
        let rows = [
            ("strength", 0.9),
            ("strength_share", 0.1),
            ("strength_rank", 0.01),
            ("coverage", 0.75),
            ("matched_weight", 0.6),
            ("unmatched_weight", 0.2),
            ("n_matched", 3.0),
            ("n_unmatched", 1.0),
            ("query_share", 0.25),
            ("is_preferred", 1.0),
            ("preferred_coverage", 0.55),
            ("object_coverage", 0.65),
            ("has_first", 0.0),
            ("has_last", 1.0),
            ("tightness", 0.4),
            ("tight_coverage", 0.3),
            ("is_literal", 0.0),
            ("centroid_coverage", 0.35),
            ("full_label_share", 0.5),
            ("full_labels", 2.0),
            ("near_label_share", 0.75),
            ("log_labels", 5f32.ln()),
            ("claimed", 0.45),
            ("rarest_rank", 0.25),
            ("preferred_bm25", 2.0),
            ("preferred_bm25_share", 0.2),
            ("preferred_bm25_rank", 0.02),
            ("description_bm25", 3.0),
            ("description_bm25_share", 0.3),
            ("description_bm25_rank", 0.03),
            ("everything_bm25", 4.0),
            ("everything_bm25_share", 0.4),
            ("everything_bm25_rank", 0.04),
            ("pieces", 5.0),
            ("pieces_share", 0.5),
            ("pieces_rank", 0.05),
            ("usage", 0.11),
            ("essential_usage", 0.12),
            ("breadth", 0.13),
            ("is_knowledge", 1.0),
            ("group_support", 0.15),
            ("n_stems", 9.0),
            ("query_weight", 2.4),
            ("unmatched_stem_share", 0.25),
            ("retriever_agreement", 0.03),
            ("semantic_preferred", 0.21),
            ("semantic_best", 0.22),
            ("semantic_window", 0.26),
            ("semantic_best_rank", 0.23),
            ("semantic_window_rank", 0.27),
            ("semantic_best_gap", 0.24),
            ("semantic_window_gap", 0.28),
        ];
        let mut found = Vec::new();
        values(&facts(), N_FEATURES, &mut found);
        assert_eq!(found.len(), rows.len());
        for ((feature, value), (name, expected)) in FEATURES.iter().zip(found).zip(rows) {
            assert_eq!(feature.name, name);
            assert!((value - expected).abs() < 1e-6, "{name} is {value}, not {expected}");
        }
    }

    #[test]
    fn what_a_framework_does_not_have_says_nothing_and_breaks_nothing() {
        let mut found = Vec::new();
        values(&Facts::default(), N_FEATURES, &mut found);
        assert!(found.iter().all(|value| value.is_finite()), "{found:?}");
    }

    #[test]
    fn another_order_of_features_has_another_digest() {
        assert_ne!(order_digest(N_LEXICAL), order_digest(N_FEATURES));
        assert_eq!(order_digest(N_LEXICAL), order_digest(N_LEXICAL));
    }
}
