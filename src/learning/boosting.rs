//! Samples -> a ranker of small trees, by `LambdaMART`.
//!
//! Source: Burges, From `RankNet` to `LambdaRank` to `LambdaMART` (2010). The trees are symmetric: all nodes of one depth ask
//! the same question, so that a tree of depth 3 has 8 leaves, is read without branches and, having fewer shapes to
//! choose from, learns less by heart.

use crate::learning::Samples;
use crate::learning::Tree;
use crate::learning::bins::Bins;
use crate::learning::generator::Generator;

/// How the trees are grown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// How many trees.
    pub n_trees: usize,
    /// Questions from the root to a leaf.
    pub depth: usize,
    /// How much of each tree is taken, 0..=1.
    pub rate: f64,
    /// Added to the curvature of each leaf: higher makes small leaves timid.
    pub ridge: f64,
    /// Rows of a leaf at least.
    pub min_rows: u32,
    /// Share of the questions that each tree sees, 0..=1.
    pub question_share: f64,
    /// Share of the features that each tree sees, 0..=1.
    pub feature_share: f64,
    /// Where the generator starts.
    pub seed: u64,
}

/// Ranks beyond this carry no gain while learning.
const TRUNCATION: usize = 30;
/// Curvature of a leaf at least.
const MIN_CURVATURE: f64 = 1e-3;

/// Grows the trees. The same samples and growth always give the same trees.
///
/// Cost: O(trees × depth × rows × features).
pub fn grow(samples: &Samples, growth: &Growth) -> Vec<Tree> {
    let bins = Bins::of(&samples.rows, samples.n_features);
    let n_rows = samples.n_rows();
    let mut generator = Generator::new(growth.seed);
    let mut scores = vec![0.0f64; n_rows];
    let mut trees = Vec::with_capacity(growth.n_trees);
    let mut gradients = vec![0.0f64; n_rows];
    let mut curvatures = vec![0.0f64; n_rows];
    for _ in 0..growth.n_trees {
        gradients.fill(0.0);
        curvatures.fill(0.0);
        let mut rows: Vec<u32> = Vec::with_capacity(n_rows);
        for question in 0..samples.questions.len() {
            if generator.draw() >= growth.question_share {
                continue;
            }
            let range = samples.range(question);
            rows.extend(range.clone().map(|row| u32::try_from(row).unwrap_or(u32::MAX)));
            lambdas(
                &samples.is_right[range.clone()],
                &scores[range.clone()],
                &mut gradients[range.clone()],
                &mut curvatures[range],
            );
        }
        let features: Vec<usize> =
            (0..samples.n_features).filter(|_| generator.draw() < growth.feature_share).collect();
        let Some(tree) = grow_one(&bins, &rows, &features, &gradients, &curvatures, growth) else {
            continue;
        };
        for (row, score) in scores.iter_mut().enumerate() {
            *score += f64::from(tree.value(samples.row(row)));
        }
        trees.push(tree);
    }
    trees
}

/// How much each candidate of a question should rise or fall, and how sure that is.
fn lambdas(is_right: &[bool], scores: &[f64], gradients: &mut [f64], curvatures: &mut [f64]) {
    let n_right = is_right.iter().filter(|r| **r).count();
    if n_right == 0 || n_right == is_right.len() {
        return;
    }
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    let discount = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
    let ideal: f64 = (0..n_right.min(TRUNCATION)).map(discount).sum();
    let spread = scores[order[0]] - scores[order[order.len() - 1]];
    let mut total = 0.0;
    for (rank, candidate) in order.iter().enumerate() {
        for (other_rank, other) in order.iter().enumerate().skip(rank + 1) {
            if rank >= TRUNCATION {
                break;
            }
            if is_right[*candidate] == is_right[*other] {
                continue;
            }
            let (high, low) =
                if is_right[*candidate] { (*candidate, *other) } else { (*other, *candidate) };
            let difference = scores[high] - scores[low];
            let mut worth = (discount(rank) - discount(other_rank)).abs() / ideal;
            if spread > 0.0 {
                // Pairs far apart already are worth less.
                worth /= 0.01 + difference.abs();
            }
            let doubt = 1.0 / (1.0 + difference.exp());
            let lambda = worth * doubt;
            let curvature = worth * doubt * (1.0 - doubt);
            gradients[high] += lambda;
            gradients[low] -= lambda;
            curvatures[high] += curvature;
            curvatures[low] += curvature;
            total += 2.0 * lambda;
        }
    }
    if total > 0.0 {
        // Questions with many pairs do not outweigh the others.
        let factor = (1.0 + total).log2() / total;
        for (gradient, curvature) in gradients.iter_mut().zip(curvatures) {
            *gradient *= factor;
            *curvature *= factor;
        }
    }
}

/// Sums over the rows of a bin.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    gradient: f64,
    curvature: f64,
    n: u32,
}

impl Sum {
    fn plus(self, other: Self) -> Self {
        Self {
            gradient: self.gradient + other.gradient,
            curvature: self.curvature + other.curvature,
            n: self.n + other.n,
        }
    }

    fn minus(self, other: Self) -> Self {
        Self {
            gradient: self.gradient - other.gradient,
            curvature: self.curvature - other.curvature,
            n: self.n - other.n,
        }
    }

    /// How much a leaf with these rows lowers the loss.
    fn gain(self, ridge: f64) -> f64 {
        self.gradient * self.gradient / (self.curvature + ridge)
    }
}

/// One tree that lowers the loss whose first and second derivatives are given, over some rows and features; nothing when
/// no question parts the rows.
pub(in crate::learning) fn grow_one(
    bins: &Bins,
    rows: &[u32],
    features: &[usize],
    gradients: &[f64],
    curvatures: &[f64],
    growth: &Growth,
) -> Option<Tree> {
    let most = bins.most();
    let mut leaf_of = vec![0u8; rows.len()];
    let mut questions: Vec<(usize, usize)> = Vec::new();
    let mut sums: Vec<Sum> = Vec::new();
    for depth in 0..growth.depth {
        let n_leaves = 1usize << depth;
        let mut best: Option<(f64, usize, usize)> = None;
        for feature in features {
            let of = &bins.of[*feature];
            sums.clear();
            sums.resize(n_leaves * most, Sum::default());
            for (row, leaf) in rows.iter().zip(&leaf_of) {
                let row = *row as usize;
                let sum = &mut sums[usize::from(*leaf) * most + usize::from(of[row])];
                sum.gradient += gradients[row];
                sum.curvature += curvatures[row];
                sum.n += 1;
            }
            let n_bounds = bins.bounds[*feature].len();
            let totals: Vec<Sum> = sums
                .chunks(most)
                .map(|own| own.iter().fold(Sum::default(), |a, b| a.plus(*b)))
                .collect();
            let mut below = vec![Sum::default(); n_leaves];
            for bound in 0..n_bounds {
                let mut gain = 0.0;
                let mut is_split = false;
                for leaf in 0..n_leaves {
                    below[leaf] = below[leaf].plus(sums[leaf * most + bound]);
                    let above = totals[leaf].minus(below[leaf]);
                    let is_large = below[leaf].n >= growth.min_rows
                        && above.n >= growth.min_rows
                        && below[leaf].curvature >= MIN_CURVATURE
                        && above.curvature >= MIN_CURVATURE;
                    if is_large {
                        is_split = true;
                        gain += below[leaf].gain(growth.ridge) + above.gain(growth.ridge);
                    } else {
                        gain += totals[leaf].gain(growth.ridge);
                    }
                }
                if is_split && best.is_none_or(|(other, _, _)| gain > other) {
                    best = Some((gain, *feature, bound));
                }
            }
        }
        let (_, feature, bound) = best?;
        for (row, leaf) in rows.iter().zip(&mut leaf_of) {
            let is_above = usize::from(bins.of[feature][*row as usize]) > bound;
            *leaf |= u8::from(is_above) << depth;
        }
        questions.push((feature, bound));
    }
    let mut leaves = vec![Sum::default(); 1 << growth.depth];
    for (row, leaf) in rows.iter().zip(&leaf_of) {
        let row = *row as usize;
        let sum = Sum { gradient: gradients[row], curvature: curvatures[row], n: 1 };
        leaves[usize::from(*leaf)] = leaves[usize::from(*leaf)].plus(sum);
    }
    #[expect(clippy::cast_possible_truncation, reason = "a leaf needs seven digits")]
    let value =
        |sum: &Sum| (growth.rate * sum.gradient / (sum.curvature + growth.ridge).max(1e-12)) as f32;
    Some(Tree {
        features: questions.iter().map(|(f, _)| u16::try_from(*f).unwrap_or(u16::MAX)).collect(),
        bounds: questions.iter().map(|(f, bound)| bins.bounds[*f][*bound]).collect(),
        leaves: leaves.iter().map(value).collect(),
    })
}
