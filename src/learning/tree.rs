//! Small symmetric trees: features -> a score.

use serde::Deserialize;
use serde::Serialize;

/// A symmetric tree: all nodes of a depth ask whether one feature is above one bound. The answers, first question in
/// the lowest bit, number the leaf.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tree {
    /// The feature asked at each depth.
    pub features: Vec<u16>,
    /// The bound it is compared with.
    pub bounds: Vec<f32>,
    /// Scores of the leaves.
    pub leaves: Vec<f32>,
}

impl Tree {
    /// The score of a row of features.
    pub fn value(&self, row: &[f32]) -> f32 {
        let mut leaf = 0usize;
        for (depth, (feature, bound)) in self.features.iter().zip(&self.bounds).enumerate() {
            let value = row.get(usize::from(*feature)).copied().unwrap_or(0.0);
            leaf |= usize::from(value > *bound) << depth;
        }
        self.leaves.get(leaf).copied().unwrap_or(0.0)
    }

    /// Adds the scores of many rows, given feature by feature: `column(f)` has feature `f` of each row. `leaves` is room
    /// for one number per row.
    #[expect(
        clippy::inline_always,
        reason = "only what is inlined is compiled for the vectors of the machine it runs on"
    )]
    #[inline(always)]
    pub fn add<'a>(
        &self,
        column: impl Fn(usize) -> &'a [f32],
        leaves: &mut [u8],
        scores: &mut [f32],
    ) {
        leaves.fill(0);
        for (depth, (feature, bound)) in self.features.iter().zip(&self.bounds).enumerate() {
            for (leaf, value) in leaves.iter_mut().zip(column(usize::from(*feature))) {
                *leaf |= u8::from(value > bound) << depth;
            }
        }
        // As long as numbers of leaves go: nothing has to be checked.
        let mut values = [0.0f32; 1 << u8::BITS];
        for (value, leaf) in values.iter_mut().zip(&self.leaves) {
            *value = *leaf;
        }
        for (score, leaf) in scores.iter_mut().zip(&*leaves) {
            *score += values[usize::from(*leaf)];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_one_by_one_and_all_at_once_get_the_same_score() {
        let tree = Tree {
            features: vec![1, 0, 1],
            bounds: vec![0.5, 2.0, 9.0],
            leaves: (0u8..8).map(f32::from).collect(),
        };
        // Feature 0 of three rows, then feature 1.
        let columns = [[1.0, 3.0, 3.0], [0.0, 1.0, 10.0]];
        let mut scores = [0.0; 3];
        tree.add(|feature| &columns[feature], &mut [0; 3], &mut scores);
        for (row, (score, expected)) in scores.iter().zip([0.0, 3.0, 7.0]).enumerate() {
            let alone = tree.value(&[columns[0][row], columns[1][row]]);
            assert!((score - expected).abs() < 1e-6 && (score - alone).abs() < 1e-6, "row {row}");
        }
        assert!(tree.value(&[]).abs() < 1e-6);
    }
}
