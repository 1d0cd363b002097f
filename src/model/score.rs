//! How much a match is believed, and the only way to sort by it.

use std::cmp::Ordering;
use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;

/// How much something is believed: finite, 0..=1, higher is better, totally ordered.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Score(#[schemars(range(min = 0.0, max = 1.0))] f64);

impl Score {
    /// Not believed at all.
    pub const ZERO: Self = Self(0.0);
    /// Believed fully.
    pub const ONE: Self = Self(1.0);

    /// The value brought into 0..=1; what is not a number gives 0. Rounded to six digits, so that the
    /// printed score is the score that ranks.
    pub fn new(value: f64) -> Self {
        if value.is_nan() {
            return Self::ZERO;
        }
        Self((value.clamp(0.0, 1.0) * 1e6).round() / 1e6)
    }

    /// The value, 0..=1.
    pub fn value(self) -> f64 {
        self.0
    }
}

impl Eq for Score {}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Score {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.0)
    }
}

impl<'de> Deserialize<'de> for Score {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::new(f64::deserialize(deserializer)?))
    }
}

/// Sorts by score, best first; what ties is sorted by its name, so that the order never depends on chance.
///
/// Cost: O(n log n).
pub fn rank<T, K: Ord>(items: &mut [T], score: impl Fn(&T) -> Score, name: impl Fn(&T) -> K) {
    items.sort_by(|a, b| score(b).cmp(&score(a)).then_with(|| name(a).cmp(&name(b))));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_always_between_zero_and_one() {
        let rows = [(f64::NAN, 0.0), (-1.0, 0.0), (0.25, 0.25), (7.0, 1.0), (f64::INFINITY, 1.0)];
        for (given, expected) in rows {
            assert!((Score::new(given).value() - expected).abs() < 1e-12, "{given}");
        }
    }

    #[test]
    fn equal_scores_are_ordered_by_name() {
        let mut items = vec![("b", 0.5), ("c", 0.9), ("a", 0.5)];
        rank(&mut items, |i| Score::new(i.1), |i| i.0);
        assert_eq!(items.iter().map(|i| i.0).collect::<Vec<_>>(), ["c", "a", "b"]);
    }
}
