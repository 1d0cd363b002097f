//! Samples -> what is said of each question by what was fitted without it.

use rayon::prelude::*;

use crate::learning::Samples;
use crate::learning::generator::Generator;

/// Gives each question one of `n_folds` folds, at random but always the same for a seed.
pub fn folds(n_questions: usize, n_folds: usize, seed: u64) -> Vec<usize> {
    let mut generator = Generator::new(seed);
    let mut order: Vec<(f64, usize)> = (0..n_questions).map(|q| (generator.draw(), q)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut folds = vec![0; n_questions];
    for (place, (_, question)) in order.iter().enumerate() {
        folds[*question] = place % n_folds;
    }
    folds
}

/// Scores of all rows, each question scored by what was fitted without its fold.
pub fn held_out<F, S>(samples: &Samples, folds: &[usize], fit: F) -> Vec<f32>
where
    F: Fn(&Samples) -> S + Sync,
    S: Fn(&Samples) -> Vec<f32>,
{
    let n_folds = folds.iter().max().map_or(0, |most| most + 1);
    let parts: Vec<(Vec<usize>, Vec<f32>)> = (0..n_folds)
        .into_par_iter()
        .map(|fold| {
            let (out, inside): (Vec<usize>, Vec<usize>) =
                (0..samples.questions.len()).partition(|q| folds[*q] == fold);
            let score = fit(&samples.only(&inside));
            let scores = score(&samples.only(&out));
            (out, scores)
        })
        .collect();
    let mut scores = vec![0.0; samples.n_rows()];
    for (questions, part) in parts {
        let mut start = 0;
        for question in questions {
            let range = samples.range(question);
            let end = start + range.len();
            scores[range].copy_from_slice(&part[start..end]);
            start = end;
        }
    }
    scores
}
