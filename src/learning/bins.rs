//! Feature values -> a few bins each, so that trees find their splits by counting.

/// Bins per feature at most: finer ones fit noise.
const MOST_BINS: usize = 48;

/// The bins of all features.
#[derive(Debug)]
pub(in crate::learning) struct Bins {
    /// Upper bounds of the bins of each feature, ascending; a value belongs to the first bin whose bound is not below
    /// it, to the last one when there is none.
    pub(in crate::learning) bounds: Vec<Vec<f32>>,
    /// Bin of each value, feature by feature: `of[feature][row]`.
    pub(in crate::learning) of: Vec<Vec<u8>>,
}

impl Bins {
    /// Bins with about the same number of rows each. Cost: O(features × rows × log rows).
    pub(in crate::learning) fn of(rows: &[f32], n_features: usize) -> Self {
        let n_rows = rows.len() / n_features.max(1);
        let mut bounds = Vec::with_capacity(n_features);
        let mut of = Vec::with_capacity(n_features);
        for feature in 0..n_features {
            let value = |row: usize| rows[row * n_features + feature];
            let mut sorted: Vec<f32> = (0..n_rows).map(value).collect();
            sorted.sort_by(f32::total_cmp);
            sorted.dedup();
            let own = bounds_of(&sorted, n_rows, value);
            let bin =
                |row| u8::try_from(own.partition_point(|b| *b < value(row))).unwrap_or(u8::MAX);
            of.push((0..n_rows).map(bin).collect());
            bounds.push(own);
        }
        Self { bounds, of }
    }

    /// How many bins the feature with the most has.
    pub(in crate::learning) fn most(&self) -> usize {
        self.bounds.iter().map(|own| own.len() + 1).max().unwrap_or(1)
    }
}

/// The middle between neighbouring values, at the quantiles.
fn bounds_of(distinct: &[f32], n_rows: usize, value: impl Fn(usize) -> f32) -> Vec<f32> {
    let between = |i: usize| f32::midpoint(distinct[i - 1], distinct[i]);
    if distinct.len() <= MOST_BINS {
        return (1..distinct.len()).map(between).collect();
    }
    let mut all: Vec<f32> = (0..n_rows).map(value).collect();
    all.sort_by(f32::total_cmp);
    let mut bounds: Vec<f32> = (1..MOST_BINS)
        .filter_map(|bin| {
            let at = all[bin * n_rows / MOST_BINS];
            let i = distinct.partition_point(|v| *v < at);
            (i > 0).then(|| between(i))
        })
        .collect();
    bounds.dedup();
    bounds
}
