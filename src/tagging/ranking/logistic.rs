//! A weighted sum of numbers -> a probability.

use serde::Deserialize;
use serde::Serialize;

/// A logistic model over standardised numbers.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::tagging) struct Logistic {
    /// What is taken from each number.
    pub(in crate::tagging) means: Vec<f32>,
    /// What it is then multiplied with: one over the spread, 0 for a number that never changed.
    pub(in crate::tagging) scales: Vec<f32>,
    /// The weights.
    pub(in crate::tagging) weights: Vec<f32>,
    /// What is there without any of them.
    pub(in crate::tagging) bias: f32,
}

impl Logistic {
    /// The sum, unbounded; higher is likelier.
    pub(in crate::tagging) fn sum(&self, numbers: &[f32]) -> f32 {
        let parts = self.means.iter().zip(&self.scales).zip(&self.weights).zip(numbers);
        self.bias
            + parts.map(|(((mean, scale), weight), x)| (x - mean) * scale * weight).sum::<f32>()
    }

    /// The probability, 0..=1.
    pub(in crate::tagging) fn probability(&self, numbers: &[f32]) -> f64 {
        1.0 / (1.0 + f64::from(-self.sum(numbers)).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_at_its_mean_says_nothing_and_a_spread_of_zero_is_no_danger() {
        let model = Logistic {
            means: vec![2.0, 5.0],
            scales: vec![0.5, 0.0],
            weights: vec![1.0, 9.0],
            bias: 0.0,
        };
        assert!((model.probability(&[2.0, 5.0]) - 0.5).abs() < 1e-9);
        assert!((model.probability(&[2.0, 1e30]) - 0.5).abs() < 1e-9);
        assert!(model.probability(&[4.0, 5.0]) > 0.7);
        assert!(model.probability(&[-1e9, 5.0]) >= 0.0);
    }
}
