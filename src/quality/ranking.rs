//! A ranking and its relevant items -> how good the ranking is.

use std::collections::BTreeSet;

/// RP@k: relevant items among the first `k`, over the smaller of `k` and the number of relevant items.
///
/// 0..=1, higher is better. `ranking` holds each item once; `relevant` is a set, so labels given twice count
/// once. No relevant item, or `k` of 0, gives 0. Source: the evaluation code of the TECH/HOUSE/TECHWOLF
/// skill-extraction benchmark.
///
/// ```
/// use skillmap::quality::r_precision_at;
/// let relevant = ["b", "z"].into();
/// assert_eq!(r_precision_at(&["a", "b", "c"], &relevant, 5), 0.5);
/// assert_eq!(r_precision_at(&["b", "a", "c"], &relevant, 1), 1.0);
/// ```
pub fn r_precision_at<T: Ord>(ranking: &[T], relevant: &BTreeSet<T>, k: usize) -> f64 {
    let possible = k.min(relevant.len());
    if possible == 0 {
        return 0.0;
    }
    let found = ranking.iter().take(k).filter(|item| relevant.contains(item)).count();
    found as f64 / possible as f64
}

/// Whether a relevant item stands among the first `k`: 1 or 0.
pub fn hit_at<T: Ord>(ranking: &[T], relevant: &BTreeSet<T>, k: usize) -> f64 {
    let is_hit = ranking.iter().take(k).any(|item| relevant.contains(item));
    if is_hit { 1.0 } else { 0.0 }
}

/// One over the place of the first relevant item, counted from 1; 0 where there is none. Its mean is the MRR.
pub fn reciprocal_rank<T: Ord>(ranking: &[T], relevant: &BTreeSet<T>) -> f64 {
    let place = ranking.iter().position(|item| relevant.contains(item));
    place.map_or(0.0, |place| 1.0 / (place + 1) as f64)
}

/// Precision at the place of each relevant item, averaged over all relevant items, those not ranked counting
/// 0. Its mean is the MAP. No relevant item gives 0.
pub fn average_precision<T: Ord>(ranking: &[T], relevant: &BTreeSet<T>) -> f64 {
    if relevant.is_empty() {
        return 0.0;
    }
    let mut n_found = 0usize;
    let mut sum = 0.0;
    for (place, item) in ranking.iter().enumerate() {
        if relevant.contains(item) {
            n_found += 1;
            sum += n_found as f64 / (place + 1) as f64;
        }
    }
    sum / relevant.len() as f64
}

/// Normalised discounted cumulative gain over the first `k` items, one gain per relevant item, 0..=1.
///
/// `gain` gives the worth of an item (0 where it is not relevant), `gains` the worths of all relevant items.
/// No gain at all gives 0.
pub fn ndcg<T>(ranking: &[T], gain: impl Fn(&T) -> f64, gains: &[f64], k: usize) -> f64 {
    let discounted = |gains: &mut dyn Iterator<Item = f64>| -> f64 {
        gains.take(k).enumerate().map(|(place, gain)| gain / ((place + 2) as f64).log2()).sum()
    };
    let mut ideal = gains.to_vec();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let best = discounted(&mut ideal.into_iter());
    if best <= 0.0 { 0.0 } else { discounted(&mut ranking.iter().map(gain)) / best }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_worked_by_hand_come_out() {
        let ranking = ["a", "b", "c", "d", "e", "f"];
        let relevant: BTreeSet<_> = ["b", "d", "x"].into();
        let none = BTreeSet::new();
        let rows = [
            (r_precision_at(&ranking, &relevant, 5), 2.0 / 3.0),
            (r_precision_at(&ranking, &relevant, 2), 0.5),
            (r_precision_at(&ranking, &none, 5), 0.0),
            (r_precision_at(&ranking, &relevant, 0), 0.0),
            (hit_at(&ranking, &relevant, 1), 0.0),
            (hit_at(&ranking, &relevant, 2), 1.0),
            (reciprocal_rank(&ranking, &relevant), 0.5),
            (reciprocal_rank(&ranking, &none), 0.0),
            (average_precision(&ranking, &relevant), (0.5 + 0.5) / 3.0),
            (average_precision(&ranking, &none), 0.0),
        ];
        for (row, (found, expected)) in rows.into_iter().enumerate() {
            assert!((found - expected).abs() < 1e-12, "row {row}: {found} is not {expected}");
        }
        let gain = |item: &&str| if *item == "a" { 2.0 } else { 0.0 };
        assert!((ndcg(&ranking, gain, &[2.0], 5) - 1.0).abs() < 1e-12);
        let late = ndcg(&ranking, |item| if *item == "b" { 1.0 } else { 0.0 }, &[1.0], 5);
        assert!((late - 1.0 / 3f64.log2()).abs() < 1e-12);
    }

    proptest::proptest! {
        #[test]
        fn every_figure_is_between_zero_and_one(order in proptest::collection::vec(0u8..20, 0..20), gold in proptest::collection::btree_set(0u8..20, 0..9), k in 0usize..12) {
            let mut ranking = order;
            let mut seen = BTreeSet::new();
            ranking.retain(|item| seen.insert(*item));
            for figure in [
                r_precision_at(&ranking, &gold, k),
                hit_at(&ranking, &gold, k),
                reciprocal_rank(&ranking, &gold),
                average_precision(&ranking, &gold),
            ] {
                assert!((0.0..=1.0).contains(&figure), "{figure}");
            }
        }
    }
}
