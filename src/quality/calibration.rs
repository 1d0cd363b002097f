//! Probabilities, each right or wrong -> how often what is said is so.

use schemars::JsonSchema;
use serde::Serialize;

/// Answers whose probability lies between two bounds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct CalibrationBin {
    /// Lower bound, included.
    pub from: f64,
    /// Upper bound, not included; the last one is included.
    pub to: f64,
    /// How many answers.
    pub n: usize,
    /// Their mean probability, 0..=1.
    pub predicted: f64,
    /// The share of them that is right, 0..=1.
    pub observed: f64,
}

/// Bounds of the bins: fine where most answers are.
const BOUNDS: [f64; 8] = [0.0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 1.0];

/// The bins of answers that each have a probability and are right or not. An empty bin has zeros.
pub fn calibration(answers: &[(f64, bool)]) -> Vec<CalibrationBin> {
    BOUNDS
        .windows(2)
        .map(|bounds| {
            let (from, to) = (bounds[0], bounds[1]);
            let is_in = |p: f64| p >= from && (p < to || to >= 1.0);
            let own: Vec<&(f64, bool)> = answers.iter().filter(|(p, _)| is_in(*p)).collect();
            let n = own.len().max(1) as f64;
            CalibrationBin {
                from,
                to,
                n: own.len(),
                predicted: own.iter().map(|(p, _)| p).sum::<f64>() / n,
                observed: own.iter().filter(|(_, right)| *right).count() as f64 / n,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_in_one_bin_and_what_is_said_is_laid_beside_what_is_so() {
        let answers = [(0.0, false), (0.04, true), (0.5, true), (0.69, false), (1.0, true)];
        let bins = calibration(&answers);
        assert_eq!(bins.iter().map(|bin| bin.n).collect::<Vec<_>>(), [2, 0, 0, 0, 0, 2, 1]);
        assert!((bins[0].predicted - 0.02).abs() < 1e-9 && (bins[0].observed - 0.5).abs() < 1e-9);
        assert!((bins[6].observed - 1.0).abs() < 1e-9);
    }
}
