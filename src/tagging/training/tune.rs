//! Sets of right answers -> a ranker, and how good it is on questions it has not seen.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::learning::Growth;
use crate::learning::Logistic;
use crate::learning::Samples;
use crate::learning::fit;
use crate::learning::folds;
use crate::learning::grow;
use crate::learning::held_out;
use crate::quality::Counts;
use crate::tagging::ranking::FEATURES;
use crate::tagging::ranking::Family;
use crate::tagging::ranking::N_SIGNS;
use crate::tagging::ranking::Ranker;
use crate::tagging::ranking::Scorer;
use crate::tagging::ranking::order_digest;
use crate::tagging::ranking::signs;
use crate::tagging::training::validation::figures;

/// Where all generators of a tuning start.
pub(in crate::tagging) const SEED: u64 = 20_261_122;
/// Parts in which the questions are kept apart, outside and inside.
pub(in crate::tagging) const N_FOLDS: usize = 5;
/// How small the weights of the sum are held.
const SUM_RIDGE: f64 = 20.0;
/// How small the weights of the calibration are held.
const CALIBRATION_RIDGE: f64 = 1.0;

/// The growths among which the questions inside choose: larger steps of trees, and how many features each tree sees.
const GROWTHS: [Growth; 3] = [growth(100, 3, 0.4), growth(150, 3, 0.7), growth(100, 4, 0.4)];

const fn growth(n_trees: usize, depth: usize, feature_share: f64) -> Growth {
    Growth {
        n_trees,
        depth,
        rate: 0.075,
        ridge: 0.0,
        min_rows: 20,
        question_share: 0.7,
        feature_share,
        seed: SEED,
    }
}

/// A ranker with the growth that was chosen for it.
#[derive(Debug)]
pub(in crate::tagging) struct Fitted {
    pub(in crate::tagging) ranker: Ranker,
    pub(in crate::tagging) growth: Growth,
}

/// What was predicted of each question by a ranker that had not seen it: concepts with probabilities, likeliest
/// first.
pub(in crate::tagging) type Predictions = Vec<Vec<(usize, f64)>>;

/// A ranker for all the samples; the growth is chosen by cross-validation inside them, and the probabilities are told
/// from the scores that each question got from the others.
pub(in crate::tagging) fn fit_ranker(samples: &Samples) -> Fitted {
    let parts = folds(samples.questions.len(), N_FOLDS, SEED);
    let tried: Vec<(f64, Growth, Vec<f32>)> = GROWTHS
        .into_par_iter()
        .map(|growth| {
            let scores = held_out(samples, &parts, |inside| {
                let ranker = bare(inside, &growth);
                move |out: &Samples| scores_of(&ranker, out, Scorer::Trees)
            });
            (worth(samples, &scores), growth, scores)
        })
        .collect();
    let mut best = &tried[0];
    for other in &tried[1..] {
        if other.0 > best.0 {
            best = other;
        }
    }
    let mut ranker = bare(samples, &best.1);
    ranker.trees_to_probability = calibration(samples, &best.2);
    ranker.sum = sum_of(samples);
    let sums = held_out(samples, &parts, |inside| {
        let ranker = Ranker { sum: sum_of(inside), ..Ranker::none() };
        move |out: &Samples| scores_of(&ranker, out, Scorer::Sum)
    });
    ranker.sum_to_probability = calibration(samples, &sums);
    Fitted { ranker, growth: best.1 }
}

/// What rankers say of questions kept from them: everything, the choice of the growth and of the probabilities too, is
/// done without the questions that are judged. Each of `judged` has the same questions as `samples`, perhaps asked of a
/// poorer framework; there is one answer for each.
pub(in crate::tagging) fn nested(
    samples: &Samples,
    judged: &[(&Samples, Scorer)],
) -> Vec<Predictions> {
    let parts = folds(samples.questions.len(), N_FOLDS, SEED + 1);
    let by_fold: Vec<(Vec<usize>, Vec<Predictions>)> = (0..N_FOLDS)
        .into_par_iter()
        .map(|fold| {
            let (out, inside): (Vec<usize>, Vec<usize>) =
                (0..samples.questions.len()).partition(|q| parts[*q] == fold);
            let fitted = fit_ranker(&samples.only(&inside));
            let predicted = judged
                .iter()
                .map(|(samples, by)| predict(&fitted.ranker, &samples.only(&out), *by))
                .collect();
            (out, predicted)
        })
        .collect();
    let mut all = vec![vec![Vec::new(); samples.questions.len()]; judged.len()];
    for (questions, predicted) in by_fold {
        for (predictions, own) in all.iter_mut().zip(predicted) {
            for (question, answers) in questions.iter().zip(own) {
                predictions[*question] = answers;
            }
        }
    }
    all
}

/// The worth of each family of features: the mean of RP@5 and MRR (0..=1) in cross-validation without it, over
/// several seeds, and with all of them first.
pub(in crate::tagging) fn worths(samples: &Samples, n_seeds: u64) -> Vec<(String, f64, f64)> {
    let measure = |name: String, samples: &Samples| {
        let all: Vec<(f64, f64)> = (0..n_seeds)
            .into_par_iter()
            .flat_map(|seed| {
                let parts = folds(samples.questions.len(), N_FOLDS, SEED + seed);
                let growth = Growth { seed: SEED + seed, ..GROWTHS[1] };
                let scores = held_out(samples, &parts, |inside| {
                    let ranker = bare(inside, &growth);
                    move |out: &Samples| scores_of(&ranker, out, Scorer::Trees)
                });
                figures(samples, &scores).into_iter().flatten().collect::<Vec<_>>()
            })
            .collect();
        let n = all.len().max(1) as f64;
        (name, all.iter().map(|f| f.0).sum::<f64>() / n, all.iter().map(|f| f.1).sum::<f64>() / n)
    };
    let mut rows = vec![measure("all features".to_owned(), samples)];
    for family in Family::ALL {
        let is_there = FEATURES.iter().take(samples.n_features).any(|f| f.family == family);
        if is_there {
            let rest = samples.without(|feature| FEATURES[feature].family == family);
            rows.push(measure(format!("without {}", family.name()), &rest));
        }
    }
    rows
}

/// Right, wrong and missed answers at a least probability, over all questions.
pub(in crate::tagging) fn counts(
    samples: &Samples,
    predictions: &Predictions,
    least: f64,
) -> Counts {
    let mut counts = Counts::default();
    for (question, predicted) in samples.questions.iter().zip(predictions) {
        let given: BTreeSet<usize> = predicted
            .iter()
            .filter(|(_, probability)| *probability >= least)
            .map(|(concept, _)| *concept)
            .collect();
        counts = counts.plus(Counts::of(&given, &question.wanted));
    }
    counts
}

fn bare(samples: &Samples, growth: &Growth) -> Ranker {
    Ranker {
        n_features: samples.n_features,
        feature_order: order_digest(samples.n_features),
        trees: grow(samples, growth),
        ..Ranker::none()
    }
}

fn sum_of(samples: &Samples) -> Logistic {
    let weights = vec![1.0; samples.n_rows()];
    fit(&samples.rows, samples.n_features, &samples.is_right, &weights, SUM_RIDGE)
}

fn worth(samples: &Samples, scores: &[f32]) -> f64 {
    let all: Vec<(f64, f64)> = figures(samples, scores).into_iter().flatten().collect();
    all.iter().map(|(rp, rr)| rp + rr).sum::<f64>() / (2 * all.len()).max(1) as f64
}

fn scores_of(ranker: &Ranker, samples: &Samples, by: Scorer) -> Vec<f32> {
    let columns = samples.columns();
    let n = samples.n_rows();
    ranker.scores(n, |feature| &columns[feature * n..(feature + 1) * n], by)
}

/// The rows of a question in the order of their scores, ties by concept.
fn order_of(samples: &Samples, question: usize, scores: &[f32]) -> Vec<usize> {
    let mut rows: Vec<usize> = samples.range(question).collect();
    rows.sort_by(|a, b| {
        let by_concept = samples.concepts[*a].cmp(&samples.concepts[*b]);
        scores[*b].total_cmp(&scores[*a]).then(by_concept)
    });
    rows
}

fn calibration(samples: &Samples, scores: &[f32]) -> Logistic {
    let mut rows: Vec<f32> = Vec::with_capacity(samples.n_rows() * N_SIGNS);
    let mut is_right = Vec::with_capacity(samples.n_rows());
    for question in 0..samples.questions.len() {
        let order = order_of(samples, question, scores);
        let sorted: Vec<f32> = order.iter().map(|row| scores[*row]).collect();
        for (rank, row) in order.iter().enumerate() {
            rows.extend(signs(|feature| samples.row(*row)[feature], &sorted, rank));
            is_right.push(samples.is_right[*row]);
        }
    }
    let weights = vec![1.0; is_right.len()];
    fit(&rows, N_SIGNS, &is_right, &weights, CALIBRATION_RIDGE)
}

fn predict(ranker: &Ranker, samples: &Samples, by: Scorer) -> Predictions {
    let scores = scores_of(ranker, samples, by);
    (0..samples.questions.len())
        .map(|question| {
            let order = order_of(samples, question, &scores);
            let sorted: Vec<f32> = order.iter().map(|row| scores[*row]).collect();
            let calibration = ranker.calibration(by);
            order
                .iter()
                .enumerate()
                .map(|(rank, row)| {
                    let signs = signs(|feature| samples.row(*row)[feature], &sorted, rank);
                    (samples.concepts[*row], calibration.probability(&signs))
                })
                .collect()
        })
        .collect()
}
