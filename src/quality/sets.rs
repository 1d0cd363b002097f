//! Answers given and answers wanted -> precision, recall, F1.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

/// How many answers were right, wrong and missed. Added over queries it gives the micro average.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Given and wanted.
    pub right: u64,
    /// Given, not wanted.
    pub wrong: u64,
    /// Wanted, not given.
    pub missed: u64,
}

impl Counts {
    /// The counts of one query. Queries that want nothing count too: all that is given there is wrong.
    pub fn of<T: Ord>(given: &BTreeSet<T>, wanted: &BTreeSet<T>) -> Self {
        let right = given.intersection(wanted).count() as u64;
        Self { right, wrong: given.len() as u64 - right, missed: wanted.len() as u64 - right }
    }

    /// The counts of both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            wrong: self.wrong + other.wrong,
            missed: self.missed + other.missed,
        }
    }

    /// Share of the given answers that are right, 0..=1; nothing given gives 0.
    pub fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    /// Share of the wanted answers that were given, 0..=1; nothing wanted gives 0.
    pub fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    /// Harmonic mean of precision and recall, 0..=1.
    pub fn f1(self) -> f64 {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_recall_and_f1_follow_from_the_counts() {
        let counts = Counts::of(&[1, 2, 3].into(), &[2, 3, 4, 5].into());
        assert_eq!(counts, Counts { right: 2, wrong: 1, missed: 2 });
        assert!((counts.precision() - 2.0 / 3.0).abs() < 1e-12);
        assert!((counts.recall() - 0.5).abs() < 1e-12);
        assert!((counts.f1() - 4.0 / 7.0).abs() < 1e-12);
        let nothing = Counts::of::<u8>(&BTreeSet::new(), &BTreeSet::new());
        assert!(nothing.precision().abs() + nothing.recall().abs() + nothing.f1().abs() < 1e-12);
        assert_eq!(counts.plus(nothing), counts);
    }
}
