//! Judgements of two raters -> how far they agree beyond chance.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

/// How far two raters agree: Cohen's kappa, with what it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Agreement {
    /// Items that both judged.
    pub n: usize,
    /// Share of items that both put in the same category, 0..=1; 0 without items.
    pub observed: f64,
    /// Share expected if each rater kept the own frequencies but chose blindly, 0..=1; 0 without items.
    pub expected: f64,
    /// (observed − expected) / (1 − expected), −1..=1, higher is better, 0 is chance. Nothing without items, and
    /// nothing where both raters know but one and the same category: chance alone then agrees on everything.
    pub kappa: Option<f64>,
    /// Lower and upper bound of kappa's 95 % interval; there where kappa is.
    pub interval: Option<(f64, f64)>,
}

/// The judgements of the items that both raters judged, in order of item. Cost: O(n log n).
pub fn judged_by_both<'a, I: Ord, T>(
    first: &'a BTreeMap<I, T>,
    second: &'a BTreeMap<I, T>,
) -> Vec<(&'a T, &'a T)> {
    first.iter().filter_map(|(item, own)| Some((own, second.get(item)?))).collect()
}

/// Half the width of a 95 % interval, in standard errors of a normal distribution.
const STANDARD_ERRORS: f64 = 1.959_964;

/// Cohen's kappa of two raters, one pair of categories per item, in any order.
///
/// Sources: Cohen, *A coefficient of agreement for nominal scales*, 1960; the interval is analytic, by the
/// large-sample standard error of Fleiss, Cohen and Everitt, *Large sample standard errors of kappa and weighted
/// kappa*, 1969, cut to −1..=1. It is too narrow for a few dozen items, and has no width where all agree.
/// Cost: O(n log n).
///
/// ```
/// use skillmap::quality::agreement;
/// let judged = [("exact", "exact"), ("broad", "broad"), ("exact", "broad"), ("broad", "broad")];
/// let agreement = agreement(&judged);
/// assert_eq!((agreement.n, agreement.observed, agreement.kappa), (4, 0.75, Some(0.5)));
/// ```
pub fn agreement<T: Ord>(pairs: &[(T, T)]) -> Agreement {
    let n = pairs.len();
    if n == 0 {
        return Agreement { n, observed: 0.0, expected: 0.0, kappa: None, interval: None };
    }
    let mut cells: BTreeMap<(&T, &T), usize> = BTreeMap::new();
    // Per category: how often the first rater chose it, how often the second.
    let mut margins: BTreeMap<&T, [usize; 2]> = BTreeMap::new();
    for (first, second) in pairs {
        *cells.entry((first, second)).or_insert(0) += 1;
        margins.entry(first).or_default()[0] += 1;
        margins.entry(second).or_default()[1] += 1;
    }
    let share = |count: usize| count as f64 / n as f64;
    let agreed = cells.iter().filter(|((first, second), _)| first == second).map(|(_, c)| *c);
    let observed = share(agreed.sum());
    let expected: f64 =
        margins.values().map(|[first, second]| share(*first) * share(*second)).sum();
    // One category for both; asked of the counts, because the sum of shares may miss 1 by a rounding.
    if margins.len() == 1 {
        return Agreement { n, observed, expected: 1.0, kappa: None, interval: None };
    }
    let (beyond, missed) = (1.0 - expected, 1.0 - observed);
    let kappa = (observed - expected) / beyond;
    let of = |category: &T, rater: usize| margins.get(category).map_or(0.0, |m| share(m[rater]));
    let spread: f64 = cells
        .iter()
        .map(|((first, second), count)| {
            if first == second {
                let margin = of(first, 0) + of(first, 1);
                share(*count) * (beyond - margin * missed).powi(2)
            } else {
                share(*count) * missed.powi(2) * (of(first, 1) + of(second, 0)).powi(2)
            }
        })
        .sum();
    let mean = observed * expected - 2.0 * expected + observed;
    let variance = (spread - mean.powi(2)).max(0.0) / (n as f64 * beyond.powi(4));
    let reach = STANDARD_ERRORS * variance.sqrt();
    let interval = ((kappa - reach).max(-1.0), (kappa + reach).min(1.0));
    Agreement { n, observed, expected, kappa: Some(kappa), interval: Some(interval) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(table: &[&[usize]]) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for (first, row) in table.iter().enumerate() {
            for (second, count) in row.iter().enumerate() {
                pairs.extend(vec![(first, second); *count]);
            }
        }
        pairs
    }

    #[test]
    fn published_figures_come_out() {
        // 91 couples; kappa 0.1293 with standard error 0.0686 in the manual of the R package vcd.
        let couples: [&[usize]; 4] = [&[7, 7, 2, 3], &[2, 8, 3, 7], &[1, 5, 4, 9], &[2, 8, 9, 14]];
        let agreement = agreement(&pairs(&couples));
        let kappa = agreement.kappa.unwrap();
        let (low, high) = agreement.interval.unwrap();
        assert_eq!(agreement.n, 91);
        assert!((kappa - 0.1293).abs() < 5e-5, "{kappa}");
        let error = (high - low) / 2.0 / STANDARD_ERRORS;
        assert!((error - 0.0686).abs() < 5e-5, "{error}");
    }

    #[test]
    fn where_there_is_no_chance_there_is_no_kappa() {
        let nothing = agreement::<u8>(&[]);
        assert_eq!((nothing.n, nothing.kappa, nothing.interval), (0, None, None));
        let one = agreement(&pairs(&[&[3]]));
        assert_eq!((one.kappa, one.interval), (None, None));
        assert!((one.observed - 1.0).abs() < 1e-12 && (one.expected - 1.0).abs() < 1e-12);
        let all = agreement(&pairs(&[&[3, 0], &[0, 2]]));
        assert!((all.kappa.unwrap() - 1.0).abs() < 1e-12);
        let (low, high) = all.interval.unwrap();
        assert!((low - 1.0).abs() < 1e-9 && (high - 1.0).abs() < 1e-9);
        let opposed = agreement(&pairs(&[&[0, 2], &[2, 0]]));
        assert!((opposed.kappa.unwrap() + 1.0).abs() < 1e-12);
        // Each knows but one category, and not the same: they never agree, and chance would not either.
        let apart = agreement(&pairs(&[&[0, 4], &[0, 0]]));
        assert!(apart.kappa.unwrap().abs() < 1e-12);
    }

    #[test]
    fn only_items_that_both_judged_are_compared() {
        let first = BTreeMap::from([(1, 'a'), (2, 'b'), (3, 'c')]);
        let second = BTreeMap::from([(2, 'b'), (3, 'd'), (4, 'e')]);
        assert_eq!(judged_by_both(&first, &second), [(&'b', &'b'), (&'c', &'d')]);
    }

    proptest::proptest! {
        #[test]
        fn kappa_is_the_same_for_both_raters_and_within_its_interval(judged in proptest::collection::vec((0u8..4, 0u8..4), 0..40)) {
            let there = agreement(&judged);
            let turned: Vec<(u8, u8)> = judged.iter().map(|(a, b)| (*b, *a)).collect();
            let back = agreement(&turned);
            assert_eq!(there.kappa.is_some(), back.kappa.is_some());
            if let (Some(kappa), Some((low, high)), Some(other)) = (there.kappa, there.interval, back.kappa) {
                assert!((kappa - other).abs() < 1e-9);
                assert!(-1.0 <= low && low <= kappa + 1e-9 && kappa <= high + 1e-9 && high <= 1.0);
            }
        }
    }
}
