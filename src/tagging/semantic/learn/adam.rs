//! Gradients -> steps (Adam, Kingma and Ba 2015).

/// What is remembered of the gradients of some values.
#[derive(Debug, Clone)]
pub(super) struct Adam {
    rate: f32,
    mean: Vec<f32>,
    square: Vec<f32>,
}

const KEEP_MEAN: f32 = 0.9;
const KEEP_SQUARE: f32 = 0.999;
const EPSILON: f32 = 1e-8;

impl Adam {
    pub(super) fn new(n: usize, rate: f32) -> Self {
        Self { rate, mean: vec![0.0; n], square: vec![0.0; n] }
    }

    /// Moves some values, which begin at `start` among all, against their gradients. `step` counts from 1.
    pub(super) fn step(&mut self, start: usize, values: &mut [f32], gradients: &[f32], step: i32) {
        let means = self.mean.get_mut(start..).unwrap_or_default();
        let squares = self.square.get_mut(start..).unwrap_or_default();
        let (mean_share, square_share) = (1.0 - KEEP_MEAN.powi(step), 1.0 - KEEP_SQUARE.powi(step));
        let states = means.iter_mut().zip(squares);
        for ((value, gradient), (mean, square)) in values.iter_mut().zip(gradients).zip(states) {
            *mean = KEEP_MEAN * *mean + (1.0 - KEEP_MEAN) * gradient;
            *square = KEEP_SQUARE * *square + (1.0 - KEEP_SQUARE) * gradient * gradient;
            *value -=
                self.rate * (*mean / mean_share) / ((*square / square_share).sqrt() + EPSILON);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bowl_is_descended() {
        let mut values = [3.0, -2.0];
        let mut adam = Adam::new(2, 0.05);
        for step in 1..400 {
            let gradients = [2.0 * values[0], 2.0 * values[1]];
            adam.step(0, &mut values, &gradients, step);
        }
        assert!(values.iter().all(|value| value.abs() < 0.05), "{values:?}");
    }
}
