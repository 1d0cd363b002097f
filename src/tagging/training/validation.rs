//! Scores -> how well questions are answered by them.

use crate::learning::Samples;
use crate::quality::r_precision_at;
use crate::quality::reciprocal_rank;

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
