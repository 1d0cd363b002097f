//! Samples -> how well a way of training ranks questions it has not seen.

use rayon::prelude::*;

use crate::quality::r_precision_at;
use crate::quality::reciprocal_rank;
use crate::tagging::training::boosting::Generator;
use crate::tagging::training::samples::Samples;

/// Gives each question one of `n_folds` folds, at random but always the same for a seed.
pub(in crate::tagging) fn folds(n_questions: usize, n_folds: usize, seed: u64) -> Vec<usize> {
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
pub(in crate::tagging) fn held_out<F, S>(samples: &Samples, folds: &[usize], fit: F) -> Vec<f32>
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

/// RP@5 and reciprocal rank of each question that wants something; nothing for the others.
pub(in crate::tagging) fn figures(samples: &Samples, scores: &[f32]) -> Vec<Option<(f64, f64)>> {
    (0..samples.questions.len())
        .map(|question| {
            let wanted = &samples.questions[question].wanted;
            if wanted.is_empty() {
                return None;
            }
            let mut rows: Vec<usize> = samples.range(question).collect();
            rows.sort_by(|a, b| {
                let by_concept = samples.concepts[*a].cmp(&samples.concepts[*b]);
                scores[*b].total_cmp(&scores[*a]).then(by_concept)
            });
            let ranking: Vec<usize> = rows.iter().map(|row| samples.concepts[*row]).collect();
            Some((r_precision_at(&ranking, wanted, 5), reciprocal_rank(&ranking, wanted)))
        })
        .collect()
}
