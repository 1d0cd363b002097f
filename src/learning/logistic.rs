//! A weighted sum of numbers -> a probability; rows of numbers, each right or wrong -> the weights, by Newton's method.

use serde::Deserialize;
use serde::Serialize;

/// A logistic model over standardised numbers.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logistic {
    /// What is taken from each number.
    pub means: Vec<f32>,
    /// What it is then multiplied with: one over the spread, 0 for a number that never changed.
    pub scales: Vec<f32>,
    /// The weights.
    pub weights: Vec<f32>,
    /// What is there without any of them.
    pub bias: f32,
}

impl Logistic {
    /// The sum, unbounded; higher is likelier.
    pub fn sum(&self, numbers: &[f32]) -> f32 {
        let parts = self.means.iter().zip(&self.scales).zip(&self.weights).zip(numbers);
        self.bias
            + parts.map(|(((mean, scale), weight), x)| (x - mean) * scale * weight).sum::<f32>()
    }

    /// The probability, 0..=1.
    pub fn probability(&self, numbers: &[f32]) -> f64 {
        1.0 / (1.0 + f64::from(-self.sum(numbers)).exp())
    }
}

/// Steps at most; four or five are enough.
const STEPS: usize = 25;
/// A step smaller than this is the last.
const CLOSE: f64 = 1e-8;

/// The model that explains the rows best, its weights held small by `ridge` (per row-weight of 1).
///
/// `rows` are `is_right.len()` rows of `width` numbers; `weights` say how much each row counts. Cost: O(rows × width²)
/// per step.
pub fn fit(rows: &[f32], width: usize, is_right: &[bool], weights: &[f64], ridge: f64) -> Logistic {
    let n = is_right.len().max(1) as f64;
    let mut means = vec![0.0f64; width];
    let mut spreads = vec![0.0f64; width];
    for row in rows.chunks(width.max(1)) {
        for (mean, x) in means.iter_mut().zip(row) {
            *mean += f64::from(*x) / n;
        }
    }
    for row in rows.chunks(width.max(1)) {
        for ((spread, mean), x) in spreads.iter_mut().zip(&means).zip(row) {
            *spread += (f64::from(*x) - mean).powi(2) / n;
        }
    }
    let scales: Vec<f64> =
        spreads.iter().map(|s| if *s > 1e-12 { 1.0 / s.sqrt() } else { 0.0 }).collect();
    // The last place is the bias, which is not held small.
    let size = width + 1;
    let mut solution = vec![0.0f64; size];
    let mut standard = vec![1.0f64; size];
    for _ in 0..STEPS {
        let mut gradient = vec![0.0f64; size];
        let mut curvature = vec![0.0f64; size * size];
        for ((row, right), weight) in rows.chunks(width.max(1)).zip(is_right).zip(weights) {
            for (place, x) in row.iter().enumerate() {
                standard[place] = (f64::from(*x) - means[place]) * scales[place];
            }
            let sum: f64 = standard.iter().zip(&solution).map(|(x, w)| x * w).sum();
            let probability = 1.0 / (1.0 + (-sum).exp());
            let error = weight * (f64::from(u8::from(*right)) - probability);
            let bend = weight * probability * (1.0 - probability);
            for (i, x) in standard.iter().enumerate() {
                gradient[i] += error * x;
                for (j, y) in standard.iter().enumerate().take(i + 1) {
                    curvature[i * size + j] += bend * x * y;
                }
            }
        }
        for place in 0..width {
            gradient[place] -= ridge * solution[place];
            curvature[place * size + place] += ridge;
        }
        curvature[size * size - 1] += CLOSE;
        let Some(step) = solve(&mut curvature, gradient, size) else { break };
        let longest = step.iter().fold(0.0f64, |most, s| most.max(s.abs()));
        for (weight, step) in solution.iter_mut().zip(step) {
            *weight += step;
        }
        if longest < CLOSE {
            break;
        }
    }
    #[expect(clippy::cast_possible_truncation, reason = "a weight needs seven digits")]
    let small = |values: &[f64]| values.iter().map(|v| *v as f32).collect::<Vec<f32>>();
    let bias = small(&solution[width..]);
    Logistic {
        means: small(&means),
        scales: small(&scales),
        weights: small(&solution[..width]),
        bias: bias.first().copied().unwrap_or(0.0),
    }
}

/// Solves a symmetric positive system of which the lower half is given, by Cholesky's method; nothing when it is not
/// positive.
fn solve(matrix: &mut [f64], mut right: Vec<f64>, size: usize) -> Option<Vec<f64>> {
    for i in 0..size {
        for j in 0..=i {
            let products: f64 = (0..j).map(|k| matrix[i * size + k] * matrix[j * size + k]).sum();
            let rest = matrix[i * size + j] - products;
            if i == j {
                if rest <= 0.0 || !rest.is_finite() {
                    return None;
                }
                matrix[i * size + i] = rest.sqrt();
            } else {
                matrix[i * size + j] = rest / matrix[j * size + j];
            }
        }
    }
    for i in 0..size {
        let products: f64 = (0..i).map(|k| matrix[i * size + k] * right[k]).sum();
        right[i] = (right[i] - products) / matrix[i * size + i];
    }
    for i in (0..size).rev() {
        let products: f64 = (i + 1..size).map(|k| matrix[k * size + i] * right[k]).sum();
        right[i] = (right[i] - products) / matrix[i * size + i];
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_decides_gets_the_weight_and_chances_come_out() {
        // One number in ten is right where the first number is 0, nine in ten where it is 1; the second is noise.
        let mut rows = Vec::new();
        let mut is_right = Vec::new();
        for i in 0u8..200 {
            let first = i % 2;
            rows.extend([f32::from(first), f32::from(i % 7)]);
            is_right.push(if first == 1 { i % 20 != 1 } else { i % 20 == 0 });
        }
        let model = fit(&rows, 2, &is_right, &vec![1.0; 200], 1e-3);
        for (first, chance) in [(0.0, 0.1), (1.0, 0.9)] {
            let found = model.probability(&[first, 3.0]);
            assert!((found - chance).abs() < 0.03, "{found} is not {chance}");
        }
        assert!(model.weights[0].abs() > 10.0 * model.weights[1].abs());
    }

    #[test]
    fn a_number_that_never_changes_gets_no_weight() {
        let rows = [1.0, 4.0, 0.0, 4.0, 1.0, 4.0, 0.0, 4.0];
        let model = fit(&rows, 2, &[true, false, false, true], &[1.0; 4], 1.0);
        assert!(model.weights[1].abs() < 1e-9 && model.sum(&[1.0, 4.0]).is_finite());
    }

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
