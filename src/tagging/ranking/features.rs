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

/// How many features a text gives by itself.
pub(in crate::tagging) const N_LEXICAL: usize = 45;
/// How many there are with a semantic model.
pub(in crate::tagging) const N_FEATURES: usize = N_LEXICAL + 7;

/// Makes the table, and the function that gives all values of a candidate in one go: a call for each takes longer than
/// the value.
macro_rules! features {
    ($(($name:literal, $family:ident, $of:expr)),* $(,)?) => {
        /// All features, those of a semantic model last. Their order is part of every weights file.
        pub(in crate::tagging) const FEATURES: [Feature; N_FEATURES] =
            [$(Feature { name: $name, family: Family::$family }),*];

        /// The values of all features, in the order of the table.
        pub(in crate::tagging) fn row_of(facts: &Facts) -> [f32; N_FEATURES] {
            [$(value_of(facts, $of)),*]
        }
    };
}

fn value_of(facts: &Facts, of: impl Fn(&Facts) -> f32) -> f32 {
    of(facts)
}

features! {
    ("strength", Label, |f| f.strength),
    ("strength_share", Label, |f| f.by_label.share),
    ("strength_rank", Label, |f| f.by_label.rank),
    ("coverage", Label, |f| f.coverage),
    ("matched_weight", Label, |f| f.matched_weight),
    ("unmatched_weight", Label, |f| f.unmatched_weight),
    ("n_matched", Label, |f| f.n_matched),
    ("n_unmatched", Label, |f| f.n_unmatched),
    ("query_share", Label, query_share),
    ("is_preferred", Label, |f| truth(f.is_preferred)),
    ("preferred_coverage", Label, |f| f.preferred_coverage),
    ("object_coverage", Label, |f| f.object_coverage),
    ("has_first", Label, |f| truth(f.has_first)),
    ("has_last", Label, |f| truth(f.has_last)),
    ("tightness", Place, |f| f.tightness),
    ("tight_coverage", Place, |f| f.tightness * f.coverage),
    ("is_literal", Place, |f| truth(f.is_literal)),
    ("centroid_coverage", OtherLabels, |f| f.centroid_coverage),
    ("full_label_share", OtherLabels, |f| share(f.n_full, f.n_labels)),
    ("full_labels", OtherLabels, |f| f.n_full.min(MOST_FULL)),
    ("near_label_share", OtherLabels, |f| share(f.n_near, f.n_labels)),
    ("log_labels", OtherLabels, |f| (1.0 + f.n_labels).ln()),
    ("claimed", Rivals, |f| f.claimed),
    ("rarest_rank", Rivals, |f| f.rarest_rank),
    ("preferred_bm25", Preferred, |f| f.by_preferred.score),
    ("preferred_bm25_share", Preferred, |f| f.by_preferred.share),
    ("preferred_bm25_rank", Preferred, |f| f.by_preferred.rank),
    ("description_bm25", Description, |f| f.by_description.score),
    ("description_bm25_share", Description, |f| f.by_description.share),
    ("description_bm25_rank", Description, |f| f.by_description.rank),
    ("everything_bm25", Everything, |f| f.by_everything.score),
    ("everything_bm25_share", Everything, |f| f.by_everything.share),
    ("everything_bm25_rank", Everything, |f| f.by_everything.rank),
    ("pieces", Pieces, |f| f.by_pieces.score),
    ("pieces_share", Pieces, |f| f.by_pieces.share),
    ("pieces_rank", Pieces, |f| f.by_pieces.rank),
    ("usage", Prior, |f| f.prior.usage),
    ("essential_usage", Prior, |f| f.prior.essential),
    ("breadth", Prior, |f| f.prior.breadth),
    ("is_knowledge", Prior, |f| truth(f.prior.is_knowledge)),
    ("group_support", Group, |f| f.group_support),
    ("n_stems", Passage, |f| f.n_stems),
    ("query_weight", Passage, |f| f.query_weight),
    ("unmatched_stem_share", Label, |f| share(f.n_unmatched, f.n_matched + f.n_unmatched)),
    ("retriever_agreement", Rivals, retriever_agreement),
    ("semantic_preferred", Semantic, |f| f.semantic.preferred),
    ("semantic_best", Semantic, |f| f.semantic.best),
    ("semantic_window", Semantic, |f| f.semantic.window),
    ("semantic_best_rank", Semantic, |f| f.semantic.best_rank),
    ("semantic_window_rank", Semantic, |f| f.semantic.window_rank),
    ("semantic_best_gap", Semantic, |f| f.semantic.best_gap),
    ("semantic_window_gap", Semantic, |f| f.semantic.window_gap),
}

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
    out.extend(&row_of(facts)[..n.min(N_FEATURES)]);
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
