//! Rows times a matrix, quickly and with the same bits on every machine.
//!
//! Each element of a product is summed in the order of the shared dimension, by fused multiply-add, whatever the
//! machine's vectors are and however many rows are multiplied together. So a text has the same vector alone
//! and in a batch, on one core and on many. The crates for this (`gemm`, `matrixmultiply`) need
//! `unsafe`, which this crate forbids; `pulp` gives the machine's vectors safely.

use pulp::Arch;
use pulp::Simd;
use pulp::WithSimd;

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
