//! Vectors of pairs -> how badly they are told apart, and which way each should move (`InfoNCE`).

use rayon::prelude::*;

use crate::tagging::semantic::exponential::softmax;
use crate::tagging::semantic::learn::TEMPERATURE;
use crate::tagging::semantic::matrix::Packed;
use crate::tagging::semantic::matrix::transposed;
use crate::tagging::semantic::vectors::dot;

/// Vectors of any length, and the same ones one unit long.
pub(super) struct Unit {
    lengths: Vec<f32>,
    pub(super) values: Vec<f32>,
}

impl Unit {
    pub(super) fn of(mut values: Vec<f32>, dim: usize) -> Self {
        let mut lengths = Vec::with_capacity(values.len() / dim.max(1));
        for row in values.chunks_exact_mut(dim.max(1)) {
            let length = dot(row, row).sqrt().max(1e-9);
            lengths.push(length);
            for value in row {
                *value /= length;
            }
        }
        Self { lengths, values }
    }

    /// Gradients of the unit vectors -> those of the vectors of any length.
    fn back(&self, mut gradients: Vec<f32>, dim: usize) -> Vec<f32> {
        let rows = gradients.chunks_exact_mut(dim).zip(self.values.chunks_exact(dim));
        for ((gradient, unit), length) in rows.zip(&self.lengths) {
            let along = dot(gradient, unit);
            for (gradient, unit) in gradient.iter_mut().zip(unit) {
                *gradient = (*gradient - unit * along) / length;
            }
        }
        gradients
    }
}

/// How a batch went.
pub(super) struct Contrast {
    /// Mean loss, in nats.
    pub(super) loss: f64,
    /// Gradients of the queries' vectors before they were made one unit long.
    pub(super) queries: Vec<f32>,
    /// Gradients of the labels' vectors.
    pub(super) labels: Vec<f32>,
}

/// Query `i` belongs to label `i`; labels of one owner do not compete with each other.
pub(super) fn contrast(queries: &Unit, labels: &Unit, owners: &[u32], dim: usize) -> Contrast {
    let n = owners.len();
    let mut shares = Packed::of_rows(&labels.values, n, dim).product(&queries.values);
    let factor = 1.0 / (n.max(1) as f32 * TEMPERATURE);
    let rows = shares.par_chunks_mut(n.max(1)).enumerate().map(|(number, row)| {
        let Some(owner) = owners.get(number) else { return 0.0 };
        for (other, (share, other_owner)) in row.iter_mut().zip(owners).enumerate() {
            let is_twin = other != number && other_owner == owner;
            *share = if is_twin { f32::NEG_INFINITY } else { *share / TEMPERATURE };
        }
        softmax(row);
        let right = row.get_mut(number).map_or(1.0, |share| {
            let right = *share;
            *share -= 1.0;
            right
        });
        for share in row {
            *share *= factor;
        }
        -f64::from(right.max(f32::MIN_POSITIVE)).ln()
    });
    let losses: Vec<f64> = rows.collect();
    let to_queries = Packed::of_rows(&transposed(&labels.values, dim), dim, n).product(&shares);
    let to_labels = Packed::of_rows(&transposed(&queries.values, dim), dim, n)
        .product(&transposed(&shares, n.max(1)));
    Contrast {
        loss: losses.iter().sum::<f64>() / n.max(1) as f64,
        queries: queries.back(to_queries, dim),
        labels: labels.back(to_labels, dim),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loss(queries: &[f32], labels: &[f32], owners: &[u32]) -> f64 {
        let unit = |values: &[f32]| Unit::of(values.to_vec(), 2);
        contrast(&unit(queries), &unit(labels), owners, 2).loss
    }

    const STEP: f32 = 1e-3;

    #[test]
    fn the_gradient_is_the_slope() {
        let queries = [1.0, 0.2, 0.3, 0.9, -0.4, 0.6];
        let labels = [0.9, 0.5, 0.4, 0.7, -0.5, 1.0];
        let owners = [0, 1, 2];
        let unit = |values: &[f32]| Unit::of(values.to_vec(), 2);
        let found = contrast(&unit(&queries), &unit(&labels), &owners, 2);
        for at in 0..queries.len() {
            let moved = |values: &[f32; 6], by: f32| {
                let mut values = *values;
                values[at] += by;
                values
            };
            let slope = |one: f64, other: f64| (one - other) / (2.0 * f64::from(STEP));
            let rows = [
                (
                    found.queries[at],
                    slope(
                        loss(&moved(&queries, STEP), &labels, &owners),
                        loss(&moved(&queries, -STEP), &labels, &owners),
                    ),
                ),
                (
                    found.labels[at],
                    slope(
                        loss(&queries, &moved(&labels, STEP), &owners),
                        loss(&queries, &moved(&labels, -STEP), &owners),
                    ),
                ),
            ];
            for (gradient, slope) in rows {
                assert!(
                    (f64::from(gradient) - slope).abs() < 2e-2,
                    "value {at}: {gradient}, not {slope}"
                );
            }
        }
    }

    #[test]
    fn labels_of_one_owner_do_not_compete() {
        let vectors = [1.0, 0.0, 1.0, 0.0];
        assert!(loss(&vectors, &vectors, &[5, 5]) < 1e-6);
        assert!((loss(&vectors, &vectors, &[5, 6]) - 2.0_f64.ln()).abs() < 1e-6);
    }
}
