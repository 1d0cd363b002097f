//! A seed of right answers -> how likely each pair is right, and of which type.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::crosswalk::gather::Pair;
use crate::crosswalk::signals::SIGNALS;
use crate::learning::Classes;
use crate::learning::Growth;
use crate::learning::Logistic;
use crate::learning::Samples;
use crate::learning::Tree;
use crate::learning::fit;
use crate::learning::folds;
use crate::learning::grow;
use crate::learning::grow_classes;
use crate::learning::held_out;
use crate::model::Predicate;

/// Right answers: the objects of each subject, by position, with the type of each.
pub type Seed = BTreeMap<usize, BTreeMap<usize, Predicate>>;

/// What was learnt from a seed.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    trees: Vec<Tree>,
    to_probability: Logistic,
    types: Classes,
}

/// What a model says of a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::crosswalk) struct Verdict {
    /// Orders the objects of a subject; higher is better.
    pub(in crate::crosswalk) score: f32,
    /// How likely the two match at all, 0..=1.
    pub(in crate::crosswalk) probability: f64,
    /// What kind of match it is, if it is one.
    pub(in crate::crosswalk) predicate: Predicate,
}

/// Where the generators start.
const SEED: u64 = 20_261_122;
/// Parts in which subjects are kept apart.
const N_FOLDS: usize = 5;
/// Subjects learnt from at most: more take longer and bring no more.
const MOST_SUBJECTS: usize = 1_000;
/// Probability from which a pair counts as likely.
const LIKELY: f64 = 0.3;
/// How small the weights of the calibration are held.
const RIDGE: f64 = 1.0;
/// Types that a model tells apart.
const TYPES: [Predicate; 5] =
    [Predicate::Exact, Predicate::Close, Predicate::Broad, Predicate::Narrow, Predicate::Related];
/// An exact match must be likelier than a close one by this much: a wrong "exact" misleads more.
const MARGIN: f64 = 0.05;
/// Numbers from which the probability is told.
const N_SIGNS: usize = 7;
/// Where among the signals those stand that help to tell it: `title`, `nearest_three`, `back_share`.
const SIGN_SIGNALS: [usize; 3] = [0, 4, 28];

const RANKING: Growth = Growth {
    n_trees: 150,
    depth: 4,
    rate: 0.05,
    ridge: 0.0,
    min_rows: 20,
    question_share: 0.7,
    feature_share: 0.5,
    seed: SEED,
};

const TYPING: Growth = Growth {
    n_trees: 100,
    depth: 3,
    rate: 0.08,
    ridge: 2.0,
    min_rows: 10,
    question_share: 0.7,
    feature_share: 0.5,
    seed: SEED,
};

impl Model {
    /// Learns from the subjects of the seed; `pairs` are all pairs, subject by subject. The same pairs and seed always give
    /// the same model.
    ///
    /// Cost: seconds for hundreds of subjects; more than 1,000 are thinned out evenly.
    pub(in crate::crosswalk) fn learn(pairs: &[Pair], seed: &Seed) -> Self {
        let (samples, learnt_from) = samples_of(pairs, seed);
        let parts = folds(samples.questions.len(), N_FOLDS, SEED);
        let scores = held_out(&samples, &parts, |inside| {
            let trees = grow(inside, &RANKING);
            move |out: &Samples| {
                (0..out.n_rows()).map(|row| score_of(&trees, out.row(row))).collect()
            }
        });
        let mut rows = Vec::with_capacity(samples.n_rows() * N_SIGNS);
        for question in 0..samples.questions.len() {
            let range = samples.range(question);
            let own: Vec<f32> = scores[range.clone()].to_vec();
            for (at, row) in range.enumerate() {
                rows.extend(signs(samples.row(row), &own, at));
            }
        }
        let weights = vec![1.0; samples.n_rows()];
        let mut model = Self {
            to_probability: fit(&rows, N_SIGNS, &samples.is_right, &weights, RIDGE),
            trees: grow(&samples, &RANKING),
            types: Classes::default(),
        };
        // What is known of a pair's type may lean on its probability, but not on one that was told by its own answer.
        let mut probabilities = model.probabilities(pairs);
        for (row, pair) in learnt_from.iter().enumerate() {
            let signs = &rows[row * N_SIGNS..(row + 1) * N_SIGNS];
            probabilities[*pair].1 = model.to_probability.probability(signs);
        }
        model.types = types_of(pairs, &probabilities, seed);
        model
    }

    /// What the model says of all pairs, in their order.
    ///
    /// Cost: O(pairs × trees).
    pub(in crate::crosswalk) fn judge(&self, pairs: &[Pair]) -> Vec<Verdict> {
        let probabilities = self.probabilities(pairs);
        let around = Around::of(pairs, &probabilities);
        (0..pairs.len())
            .into_par_iter()
            .map(|at| Verdict {
                score: probabilities[at].0,
                probability: probabilities[at].1,
                predicate: self.predicate(&around.row(pairs, &probabilities, at)),
            })
            .collect()
    }

    /// Score and probability of each pair.
    fn probabilities(&self, pairs: &[Pair]) -> Vec<(f32, f64)> {
        let own: Vec<&[Pair]> = pairs.chunk_by(|a, b| a.subject == b.subject).collect();
        let judged: Vec<Vec<(f32, f64)>> = own
            .par_iter()
            .map(|own| {
                let rows: Vec<Vec<f32>> = own.iter().map(values).collect();
                let scores: Vec<f32> = rows.iter().map(|row| score_of(&self.trees, row)).collect();
                let probability =
                    |at: usize| self.to_probability.probability(&signs(&rows[at], &scores, at));
                (0..own.len()).map(|at| (scores[at], probability(at))).collect()
            })
            .collect();
        judged.into_iter().flatten().collect()
    }

    fn predicate(&self, row: &[f32]) -> Predicate {
        let probabilities = self.types.probabilities(row);
        let of = |class: usize| probabilities.get(class).copied().unwrap_or(0.0);
        let mut best = 1;
        for class in 2..TYPES.len() {
            if of(class) > of(best) {
                best = class;
            }
        }
        // The strongest claim is made only with a margin; without, the next likely one is safer.
        if of(0) > of(best) + MARGIN { TYPES[0] } else { TYPES[best] }
    }
}

/// How much the pairs on both sides of a pair are believed: of one that shares its subject with many likely ones, the
/// objects are probably narrower.
struct Around {
    by_subject: FxHashMap<u32, Sums>,
    by_object: FxHashMap<u32, Sums>,
}

/// Of the pairs of one concept.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    sum: f64,
    best: f64,
    n_likely: f32,
}

/// Numbers that [`Around`] adds to the signals.
const N_AROUND: usize = 9;

impl Around {
    fn of(pairs: &[Pair], probabilities: &[(f32, f64)]) -> Self {
        let mut around = Self { by_subject: FxHashMap::default(), by_object: FxHashMap::default() };
        for (pair, (_, probability)) in pairs.iter().zip(probabilities) {
            for sums in [
                around.by_subject.entry(pair.subject).or_default(),
                around.by_object.entry(pair.object).or_default(),
            ] {
                sums.sum += probability;
                sums.best = sums.best.max(*probability);
                sums.n_likely += if *probability >= LIKELY { 1.0 } else { 0.0 };
            }
        }
        around
    }

    /// The numbers from which the type of a pair is told.
    fn row(&self, pairs: &[Pair], probabilities: &[(f32, f64)], at: usize) -> Vec<f32> {
        let pair = &pairs[at];
        let probability = probabilities[at].1;
        let mut row = values(pair);
        row.reserve(N_AROUND);
        row.push(small(probability));
        for sums in [self.by_subject.get(&pair.subject), self.by_object.get(&pair.object)] {
            let sums = sums.copied().unwrap_or_default();
            let share = probability / sums.sum.max(f64::MIN_POSITIVE);
            row.extend([small(sums.sum), small(probability - sums.best), sums.n_likely]);
            row.push(small(share));
        }
        row
    }
}

/// The values of all signals for a pair.
fn values(pair: &Pair) -> Vec<f32> {
    SIGNALS.iter().map(|signal| (signal.value)(&pair.seen)).collect()
}

/// The subjects of the seed with their pairs, and which pair each row is.
fn samples_of(pairs: &[Pair], seed: &Seed) -> (Samples, Vec<usize>) {
    let mut samples = Samples { n_features: SIGNALS.len(), ..Samples::default() };
    let mut learnt_from = Vec::new();
    let mut start = 0;
    let own: Vec<(usize, &[Pair], &BTreeMap<usize, Predicate>)> = pairs
        .chunk_by(|a, b| a.subject == b.subject)
        .filter_map(|own| {
            let at = start;
            start += own.len();
            Some((at, own, seed.get(&(own[0].subject as usize))?))
        })
        .collect();
    let step = own.len().div_ceil(MOST_SUBJECTS).max(1);
    for (at, own, wanted) in own.into_iter().step_by(step) {
        let wanted: BTreeSet<usize> = wanted.keys().copied().collect();
        let objects: Vec<usize> = own.iter().map(|pair| pair.object as usize).collect();
        let features: Vec<f32> = own.iter().flat_map(values).collect();
        samples.push(&objects, &features, wanted);
        learnt_from.extend(at..at + own.len());
    }
    (samples, learnt_from)
}

fn types_of(pairs: &[Pair], probabilities: &[(f32, f64)], seed: &Seed) -> Classes {
    let around = Around::of(pairs, probabilities);
    let mut rows = Vec::new();
    let mut classes = Vec::new();
    for (at, pair) in pairs.iter().enumerate() {
        let known =
            seed.get(&(pair.subject as usize)).and_then(|own| own.get(&(pair.object as usize)));
        let class = known.and_then(|known| TYPES.iter().position(|t| t == known));
        let Some(class) = class.and_then(|class| u8::try_from(class).ok()) else { continue };
        rows.extend(around.row(pairs, probabilities, at));
        classes.push(class);
    }
    grow_classes(&rows, SIGNALS.len() + N_AROUND, &classes, TYPES.len(), &TYPING)
}

fn score_of(trees: &[Tree], row: &[f32]) -> f32 {
    trees.iter().map(|tree| tree.value(row)).sum()
}

/// What tells how sure a pair is: its score, how the others of its subject fare, and a few signals (title, three nearest
/// labels, share, share from the other side).
fn signs(row: &[f32], scores: &[f32], at: usize) -> [f32; N_SIGNS] {
    let own = scores.get(at).copied().unwrap_or(0.0);
    let others = |s: &(usize, &f32)| s.0 != at;
    let best = scores.iter().enumerate().filter(others).map(|(_, s)| *s).fold(f32::MIN, f32::max);
    let gap = if best > f32::MIN { own - best } else { 0.0 };
    let n_above = scores.iter().filter(|s| **s > own).count() as f32;
    let value = |at: usize| row.get(at).copied().unwrap_or(0.0);
    let [title, nearest_three, back_share] = SIGN_SIGNALS;
    [
        own,
        gap.max(0.0),
        gap.min(0.0),
        1.0 / (1.0 + n_above),
        value(title),
        value(nearest_three),
        value(back_share),
    ]
}

#[expect(clippy::cast_possible_truncation, reason = "a number to learn from needs seven digits")]
fn small(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signals_that_tell_the_probability_are_those_meant() {
        let names = SIGN_SIGNALS.map(|at| SIGNALS[at].name);
        assert_eq!(names, ["title", "nearest_three", "back_share"]);
    }
}
