//! Rows of numbers, each of one class -> trees that tell how likely each class is.
//!
//! Source: Friedman, Greedy function approximation: a gradient boosting machine (2001), the case of several classes:
//! each round grows one tree per class on the derivatives of the softmax loss.

use serde::Deserialize;
use serde::Serialize;

use crate::learning::Growth;
use crate::learning::Tree;
use crate::learning::bins::Bins;
use crate::learning::boosting::grow_one;
use crate::learning::generator::Generator;

/// How likely each of several classes is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classes {
    /// Logarithm of the share of each class among the rows it was fitted on.
    pub shares: Vec<f32>,
    /// The trees of each class; their values add up to its score.
    pub trees: Vec<Vec<Tree>>,
}

impl Classes {
    /// The probability of each class, adding up to 1; empty when nothing was fitted.
    pub fn probabilities(&self, row: &[f32]) -> Vec<f64> {
        let score = |(share, trees): (&f32, &Vec<Tree>)| {
            f64::from(*share) + trees.iter().map(|tree| f64::from(tree.value(row))).sum::<f64>()
        };
        softmax(&self.shares.iter().zip(&self.trees).map(score).collect::<Vec<f64>>())
    }
}

/// The model of rows of `n_features` numbers whose classes are `classes`, each below `n_classes`. The same rows and growth
/// always give the same model; each tree sees a share of the rows (`question_share`) and of the features.
///
/// Cost: O(trees × classes × depth × rows × features).
pub fn grow_classes(
    rows: &[f32],
    n_features: usize,
    classes: &[u8],
    n_classes: usize,
    growth: &Growth,
) -> Classes {
    let n_rows = classes.len();
    let bins = Bins::of(rows, n_features);
    let mut generator = Generator::new(growth.seed);
    let count = |class: usize| classes.iter().filter(|c| usize::from(**c) == class).count();
    #[expect(clippy::cast_possible_truncation, reason = "a share needs seven digits")]
    let share = |class| ((count(class) as f64 + 1.0) / (n_rows + n_classes) as f64).ln() as f32;
    let shares: Vec<f32> = (0..n_classes).map(share).collect();
    let mut scores: Vec<f64> =
        (0..n_rows).flat_map(|_| shares.iter().map(|share| f64::from(*share))).collect();
    let mut trees = vec![Vec::with_capacity(growth.n_trees); n_classes];
    let (mut gradients, mut curvatures) = (vec![0.0f64; n_rows], vec![0.0f64; n_rows]);
    for _ in 0..growth.n_trees {
        let seen: Vec<u32> =
            (0u32..).take(n_rows).filter(|_| generator.draw() < growth.question_share).collect();
        let probabilities: Vec<Vec<f64>> = scores.chunks(n_classes.max(1)).map(softmax).collect();
        for (class, own) in trees.iter_mut().enumerate() {
            let features: Vec<usize> =
                (0..n_features).filter(|_| generator.draw() < growth.feature_share).collect();
            for (row, probabilities) in probabilities.iter().enumerate() {
                let is_it = f64::from(u8::from(usize::from(classes[row]) == class));
                gradients[row] = is_it - probabilities[class];
                curvatures[row] = probabilities[class] * (1.0 - probabilities[class]);
            }
            let grown = grow_one(&bins, &seen, &features, &gradients, &curvatures, growth);
            let Some(tree) = grown else { continue };
            for (row, values) in rows.chunks(n_features.max(1)).enumerate() {
                scores[row * n_classes + class] += f64::from(tree.value(values));
            }
            own.push(tree);
        }
    }
    Classes { shares, trees }
}

fn softmax(scores: &[f64]) -> Vec<f64> {
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let parts: Vec<f64> = scores.iter().map(|score| (score - most).exp()).collect();
    let sum: f64 = parts.iter().sum();
    parts.into_iter().map(|part| part / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROWTH: Growth = Growth {
        n_trees: 60,
        depth: 2,
        rate: 0.2,
        ridge: 1.0,
        min_rows: 5,
        question_share: 1.0,
        feature_share: 1.0,
        seed: 7,
    };

    #[test]
    fn each_class_is_known_by_what_sets_it_apart_and_chances_add_up_to_one() {
        // Three classes along the first number; the second is noise.
        let rows: Vec<f32> =
            (0u8..240).flat_map(|i| [f32::from(i % 3), f32::from(i % 7)]).collect();
        let classes: Vec<u8> = (0..240).map(|i| i % 3).collect();
        let model = grow_classes(&rows, 2, &classes, 3, &GROWTH);
        for class in 0u8..3 {
            let found = model.probabilities(&[f32::from(class), 3.0]);
            assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            assert!(found[usize::from(class)] > 0.9, "class {class}: {found:?}");
        }
        assert_eq!(model, grow_classes(&rows, 2, &classes, 3, &GROWTH));
    }

    #[test]
    fn without_rows_every_class_is_as_likely_as_the_others() {
        let model = grow_classes(&[], 2, &[], 4, &GROWTH);
        let found = model.probabilities(&[1.0, 2.0]);
        assert!(found.len() == 4 && found.iter().all(|p| (p - 0.25).abs() < 1e-6), "{found:?}");
        assert!(Classes::default().probabilities(&[]).is_empty());
    }
}
