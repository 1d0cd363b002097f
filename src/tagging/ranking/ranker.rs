//! Candidates with their facts -> ranked, each with a probability.

use pulp::Arch;
use pulp::Simd;
use pulp::WithSimd;
use serde::Deserialize;
use serde::Serialize;

use crate::learning::Logistic;
use crate::learning::Tree;
use crate::model::Digest;
use crate::tagging::ranking::facts::Facts;
use crate::tagging::ranking::features::FEATURES;
use crate::tagging::ranking::features::N_FEATURES;
use crate::tagging::ranking::features::order_digest;
use crate::tagging::ranking::features::row_of;

/// The weights of one ranker: trees, and a weighted sum for frameworks unlike those the trees have seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::tagging) struct Ranker {
    /// How many features of the table it reads, from the first on.
    pub(in crate::tagging) n_features: usize,
    /// Digest of their names and order.
    pub(in crate::tagging) feature_order: Digest,
    /// Its trees; their values add up to the score.
    pub(in crate::tagging) trees: Vec<Tree>,
    /// From the score of the trees and how the others fare to a probability.
    pub(in crate::tagging) trees_to_probability: Logistic,
    /// The weighted sum of the features.
    pub(in crate::tagging) sum: Logistic,
    /// From that sum to a probability.
    pub(in crate::tagging) sum_to_probability: Logistic,
}

/// Which part of a ranker gives the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scorer {
    /// The trees.
    Trees,
    /// The weighted sum.
    Sum,
}

/// A candidate with its place.
#[derive(Debug, Clone, Copy)]
pub(in crate::tagging) struct Ranked<'a> {
    /// What was found.
    pub(in crate::tagging) facts: &'a Facts,
    /// How likely it is meant, 0..=1.
    pub(in crate::tagging) probability: f64,
}

/// Candidates whose features are worked out together.
const FEW: usize = 16;

/// Numbers from which the probability is told.
pub(in crate::tagging) const N_SIGNS: usize = 12;

impl Ranker {
    /// Whether the weights were made for the features of this program.
    pub(in crate::tagging) fn fits(&self) -> bool {
        let is_whole = |model: &Logistic, n: usize| {
            model.means.len() == n && model.scales.len() == n && model.weights.len() == n
        };
        self.n_features <= FEATURES.len()
            && self.feature_order == order_digest(self.n_features)
            && is_whole(&self.sum, self.n_features)
            && is_whole(&self.trees_to_probability, N_SIGNS)
            && is_whole(&self.sum_to_probability, N_SIGNS)
            && self.trees.iter().all(|tree| {
                tree.bounds.len() == tree.features.len()
                    && tree.leaves.len() == 1 << tree.features.len().min(8)
                    && tree.features.iter().all(|f| usize::from(*f) < self.n_features)
            })
    }

    /// The candidates in the order of their scores, each with its probability; ties by position. `columns` is room for
    /// their features, to be used again for the next passage.
    pub(in crate::tagging) fn rank<'a>(
        &self,
        candidates: &'a [Facts],
        by: Scorer,
        columns: &mut Vec<f32>,
    ) -> Vec<Ranked<'a>> {
        let n = candidates.len();
        self.fill(columns, candidates);
        let column = |feature: usize| &columns[feature * n..(feature + 1) * n];
        let scores = self.scores(n, column, by);
        let mut order: Vec<usize> = (0..candidates.len()).collect();
        order.sort_by(|a, b| {
            let by_concept = candidates[*a].concept.cmp(&candidates[*b].concept);
            scores[*b].total_cmp(&scores[*a]).then(by_concept)
        });
        let calibration = self.calibration(by);
        let sorted: Vec<f32> = order.iter().map(|c| scores[*c]).collect();
        order
            .iter()
            .enumerate()
            .map(|(rank, candidate)| {
                let facts = &candidates[*candidate];
                let probability = calibration.probability(&signs(
                    |feature| column(feature)[*candidate],
                    &sorted,
                    rank,
                ));
                Ranked { facts, probability }
            })
            .collect()
    }

    /// Feature `f` of candidate `c` at `f * candidates + c`: a tree reads three of them for all candidates in one go.
    fn fill(&self, columns: &mut Vec<f32>, candidates: &[Facts]) {
        let n = candidates.len();
        columns.clear();
        columns.resize(self.n_features * n, 0.0);
        // A few candidates at a time, which the machine can keep at hand for all features.
        for (first, few) in (0..n).step_by(FEW).zip(candidates.chunks(FEW)) {
            let mut rows = [[0.0; N_FEATURES]; FEW];
            for (row, facts) in rows.iter_mut().zip(few) {
                *row = row_of(facts);
            }
            for (feature, column) in columns.chunks_mut(n).enumerate() {
                for (value, row) in column[first..].iter_mut().zip(&rows[..few.len()]) {
                    *value = row[feature];
                }
            }
        }
    }

    /// From the scores of a scorer to probabilities.
    pub(in crate::tagging) fn calibration(&self, by: Scorer) -> &Logistic {
        match by {
            Scorer::Trees => &self.trees_to_probability,
            Scorer::Sum => &self.sum_to_probability,
        }
    }

    /// A ranker that weighs nothing, to be filled in.
    pub(in crate::tagging) fn none() -> Self {
        Self {
            n_features: 0,
            feature_order: order_digest(0),
            trees: Vec::new(),
            trees_to_probability: Logistic::default(),
            sum: Logistic::default(),
            sum_to_probability: Logistic::default(),
        }
    }

    /// The scores of `n` candidates, given feature by feature.
    pub(in crate::tagging) fn scores<'a>(
        &self,
        n: usize,
        column: impl Fn(usize) -> &'a [f32] + Copy,
        by: Scorer,
    ) -> Vec<f32> {
        let mut scores = vec![0.0f32; n];
        match by {
            Scorer::Trees => {
                let mut leaves = vec![0u8; n];
                let (leaves, scores) = (&mut leaves, &mut scores);
                Arch::new().dispatch(Forest { trees: &self.trees, column, leaves, scores });
            }
            Scorer::Sum => {
                for feature in 0..self.sum.weights.len() {
                    let (mean, scale) = (self.sum.means[feature], self.sum.scales[feature]);
                    let weight = self.sum.weights[feature];
                    for (score, value) in scores.iter_mut().zip(column(feature)) {
                        *score += (value - mean) * scale * weight;
                    }
                }
            }
        }
        scores
    }
}

/// All trees on all candidates, in the vectors of the machine. A closure would not do: what calls it is not inlined.
struct Forest<'t, F> {
    trees: &'t [Tree],
    column: F,
    leaves: &'t mut [u8],
    scores: &'t mut [f32],
}

impl<'a, F: Fn(usize) -> &'a [f32] + Copy> WithSimd for Forest<'_, F> {
    type Output = ();

    #[expect(
        clippy::inline_always,
        reason = "only what is inlined is compiled for the vectors of the machine it runs on"
    )]
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for tree in self.trees {
            tree.add(self.column, self.leaves, self.scores);
        }
    }
}

/// Features that, beside the scores, tell how sure a place in the ranking is: coverage, tight coverage, coverage of the
/// preferred label, strength, word for word, claimed, pieces.
const SIGN_FEATURES: [usize; 7] = [3, 15, 10, 0, 16, 22, 33];

/// What tells how sure a place in the ranking is. `value` gives a feature of the candidate, `sorted` are the scores of
/// all candidates, highest first.
pub(in crate::tagging) fn signs(
    value: impl Fn(usize) -> f32,
    sorted: &[f32],
    rank: usize,
) -> [f32; N_SIGNS] {
    let score = sorted.get(rank).copied().unwrap_or(0.0);
    let top = sorted.first().copied().unwrap_or(score);
    let next = sorted.get(rank + 1).copied().unwrap_or(score);
    let mut signs = [0.0; N_SIGNS];
    let places = [score, 1.0 / (1.0 + rank as f32), top - score, score - next, top];
    signs[..places.len()].copy_from_slice(&places);
    signs[places.len()..].copy_from_slice(&SIGN_FEATURES.map(value));
    signs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signs_are_the_features_they_are_said_to_be() {
        let names = SIGN_FEATURES.map(|feature| FEATURES[feature].name);
        let expected = [
            "coverage",
            "tight_coverage",
            "preferred_coverage",
            "strength",
            "is_literal",
            "claimed",
            "pieces",
        ];
        assert_eq!(names, expected);
    }
}
