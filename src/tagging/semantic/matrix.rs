//! Rows times a matrix, quickly and with the same bits on every machine.
//!
//! Each element of a product is summed in the order of the shared dimension, by fused multiply-add, whatever the
//! machine's vectors are and however many rows are multiplied together. So a text has the same vector alone
//! and in a batch, on one core and on many. The crates for this (`gemm`, `matrixmultiply`) need
//! `unsafe`, which this crate forbids; `pulp` gives the machine's vectors safely.
#![expect(
    clippy::inline_always,
    reason = "only what is inlined is compiled for the vectors of the machine it runs on"
)]

use pulp::Arch;
use pulp::Simd;
use pulp::WithSimd;
use rayon::prelude::*;

/// Rows that one step of the kernel takes: with two vectors of columns they fill the registers.
const STRIP_ROWS: usize = 8;
/// Rows packed together: with 1,536 columns they stay in the second cache.
const BLOCK_ROWS: usize = 64;

/// A matrix laid out for being multiplied from the left, with a bias per column.
#[derive(Debug, Clone)]
pub(super) struct Packed {
    /// Length of the rows that are multiplied.
    depth: usize,
    /// Columns of the result.
    width: usize,
    /// Columns of one panel: two vectors of this machine.
    panel: usize,
    /// Panel after panel, each `depth` times `panel`, filled up with zeros.
    values: Vec<f32>,
}

impl Packed {
    /// Packs the transpose of a row-major matrix of `width` rows of `depth` values: row `i` becomes column `i`.
    ///
    /// Rows that are not there count as zeros.
    pub(super) fn of_rows(rows: &[f32], width: usize, depth: usize) -> Self {
        let panel = Arch::new().dispatch(PanelWidth);
        let mut values = vec![0.0; width.div_ceil(panel) * panel * depth];
        for (column, row) in rows.chunks_exact(depth.max(1)).take(width).enumerate() {
            let start = column / panel * panel * depth + column % panel;
            for (at, value) in row.iter().enumerate() {
                if let Some(place) = values.get_mut(start + at * panel) {
                    *place = *value;
                }
            }
        }
        Self { depth, width, panel, values }
    }

    /// Length of the rows that are multiplied.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// Columns of a product.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Writes `rows * self + bias` over `out`, row-major; as many rows as both hold.
    pub(super) fn multiply(&self, rows: &[f32], bias: Option<&[f32]>, out: &mut [f32]) {
        if self.depth == 0 || self.width == 0 {
            out.fill(0.0);
            return;
        }
        let blocks =
            rows.chunks(BLOCK_ROWS * self.depth).zip(out.chunks_mut(BLOCK_ROWS * self.width));
        let mut strips = Vec::new();
        for (rows, out) in blocks {
            self.pack(rows, &mut strips);
            let n_strips = strips.len() / (STRIP_ROWS * self.depth);
            for (at, panel) in self.values.chunks_exact(self.panel * self.depth).enumerate() {
                let first = at * self.panel;
                let columns = first..self.width.min(first + self.panel);
                for strip in 0..n_strips {
                    let from = strip * STRIP_ROWS * self.depth;
                    let to = strip * STRIP_ROWS * self.width;
                    Arch::new().dispatch(Strip {
                        rows: &strips[from..from + STRIP_ROWS * self.depth],
                        panel,
                        bias: bias.and_then(|b| b.get(columns.clone())).unwrap_or_default(),
                        columns: columns.clone(),
                        width: self.width,
                        out: &mut out[to..],
                    });
                }
            }
        }
    }

    /// The product, its rows spread over the cores.
    pub(super) fn product(&self, rows: &[f32]) -> Vec<f32> {
        let mut out = vec![0.0; rows.len() / self.depth().max(1) * self.width()];
        let rows = rows.par_chunks(BLOCK_ROWS * self.depth.max(1));
        let blocks = rows.zip(out.par_chunks_mut(BLOCK_ROWS * self.width.max(1)));
        blocks.for_each(|(rows, out)| self.multiply(rows, None, out));
        out
    }

    /// Rows in strips of [`STRIP_ROWS`], the values of one column side by side; missing rows are zeros.
    fn pack(&self, rows: &[f32], strips: &mut Vec<f32>) {
        let n_rows = rows.len() / self.depth;
        strips.clear();
        strips.resize(n_rows.div_ceil(STRIP_ROWS) * STRIP_ROWS * self.depth, 0.0);
        for (at, row) in rows.chunks_exact(self.depth).enumerate() {
            let start = at / STRIP_ROWS * STRIP_ROWS * self.depth + at % STRIP_ROWS;
            let places = strips[start..].iter_mut().step_by(STRIP_ROWS);
            for (place, value) in places.zip(row) {
                *place = *value;
            }
        }
    }
}

/// Columns of a panel on this machine.
struct PanelWidth;

impl WithSimd for PanelWidth {
    type Output = usize;

    fn with_simd<S: Simd>(self, _: S) -> usize {
        2 * S::F32_LANES
    }
}

/// One step: a strip of rows times a panel of columns.
struct Strip<'a> {
    rows: &'a [f32],
    panel: &'a [f32],
    bias: &'a [f32],
    columns: std::ops::Range<usize>,
    width: usize,
    out: &'a mut [f32],
}

impl WithSimd for Strip<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let (vectors, _) = S::as_simd_f32s(self.panel);
        let (rows, _) = self.rows.as_chunks::<STRIP_ROWS>();
        let (pairs, _) = vectors.as_chunks::<2>();
        let mut sums = [[simd.splat_f32s(0.0); 2]; STRIP_ROWS];
        for (pair, column) in pairs.iter().zip(rows) {
            for (sum, value) in sums.iter_mut().zip(column) {
                let value = simd.splat_f32s(*value);
                sum[0] = simd.mul_add_f32s(value, pair[0], sum[0]);
                sum[1] = simd.mul_add_f32s(value, pair[1], sum[1]);
            }
        }
        for (row, sum) in self.out.chunks_mut(self.width).zip(&sums) {
            let Some(places) = row.get_mut(self.columns.clone()) else { continue };
            let sums = pulp::bytemuck::cast_slice::<S::f32s, f32>(sum);
            if self.bias.is_empty() {
                for (place, sum) in places.iter_mut().zip(sums) {
                    *place = *sum;
                }
            } else {
                for ((place, sum), bias) in places.iter_mut().zip(sums).zip(self.bias) {
                    *place = *sum + *bias;
                }
            }
        }
    }
}

/// A row-major matrix of rows of `width` values, turned over.
pub(super) fn transposed(rows: &[f32], width: usize) -> Vec<f32> {
    let n_rows = rows.len() / width.max(1);
    let mut out = vec![0.0; n_rows * width];
    for (number, row) in rows.chunks_exact(width.max(1)).enumerate() {
        for (place, value) in out[number..].iter_mut().step_by(n_rows).zip(row) {
            *place = *value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of small numbers that are all different.
    fn rows(n: usize, width: usize) -> Vec<f32> {
        (0..n * width).map(|at| ((at * 37 % 101) as f32 - 50.0) / 64.0).collect()
    }

    #[test]
    fn a_product_is_right_and_the_same_in_any_company() {
        for (n, depth, width) in [(1, 1, 1), (3, 5, 7), (9, 33, 65), (70, 64, 31), (130, 12, 100)] {
            let (left, right) = (rows(n, depth), rows(width, depth));
            let bias: Vec<f32> = (0..width).map(|column| column as f32).collect();
            let packed = Packed::of_rows(&right, width, depth);
            let mut out = vec![f32::NAN; n * width];
            packed.multiply(&left, Some(&bias), &mut out);
            for (at, value) in out.iter().enumerate() {
                let (row, column) = (at / width, at % width);
                let terms = (0..depth).map(|k| {
                    f64::from(left[row * depth + k]) * f64::from(right[column * depth + k])
                });
                let expected = terms.sum::<f64>() + column as f64;
                assert!(
                    (f64::from(*value) - expected).abs() < 1e-4,
                    "{n}x{depth}x{width} at {at}: {value}"
                );
            }
            for row in 0..n {
                let mut alone = vec![0.0; width];
                packed.multiply(&left[row * depth..(row + 1) * depth], Some(&bias), &mut alone);
                assert_eq!(
                    alone,
                    out[row * width..(row + 1) * width],
                    "{n}x{depth}x{width}, row {row} alone"
                );
            }
            packed.multiply(&left, None, &mut out);
            assert_eq!(packed.product(&left), out, "{n}x{depth}x{width} over the cores");
        }
    }

    #[test]
    fn a_matrix_is_turned_over() {
        assert_eq!(transposed(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 3), [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
        assert!(transposed(&[], 3).is_empty());
    }
}
