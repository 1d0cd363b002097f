//! What speaks for a pair of concepts: a table of named signals.
//!
//! Each signal is between 0 and 1, and their weighted mean is the confidence. The weights are round numbers
//! chosen by what the signals are, not fitted: a shared title is worth as much as all else together.

/// One thing that speaks for a pair.
#[derive(Debug, Clone, Copy)]
pub struct Signal {
    /// Its name in reports.
    pub name: &'static str,
    /// How much it counts.
    pub weight: f64,
    /// Its value for a pair, 0..=1.
    pub value: fn(&Seen) -> f64,
}

/// What was seen of a pair while candidates were gathered.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Likeness of the subject's preferred label to the nearest label of the object, 0..=1.
    pub title: f64,
    /// Likeness of each label of the subject to the nearest label of the object, 0..=1, in no order.
    pub labels: Vec<f64>,
    /// How many labels the subject has.
    pub n_labels: usize,
    /// Likeness of the descriptions, 0..=1.
    pub description: f64,
}

/// All signals. Order matters for reading only.
pub const SIGNALS: [Signal; 4] = [
    Signal { name: "title", weight: 1.0, value: |seen| seen.title },
    Signal { name: "best_labels", weight: 1.0, value: best_labels },
    Signal { name: "label_support", weight: 0.5, value: label_support },
    Signal { name: "description", weight: 1.0, value: |seen| seen.description },
];

/// How many labels have to agree before the mean is taken over fewer than that.
const BEST: usize = 3;

/// Mean of the three likest labels: other names for the same job lead where the titles differ.
fn best_labels(seen: &Seen) -> f64 {
    let mut labels = seen.labels.clone();
    labels.sort_by(|a, b| b.total_cmp(a));
    let n = BEST.min(seen.n_labels).max(1);
    labels.iter().take(n).sum::<f64>() / n as f64
}

/// Sum of the cubed likenesses over the root of the number of labels: many very like labels, but not many
/// labels as such. Brought into 0..=1 by x / (1 + x).
fn label_support(seen: &Seen) -> f64 {
    let cubes: f64 = seen.labels.iter().map(|likeness| likeness.powi(3)).sum();
    let support = cubes / (seen.n_labels.max(1) as f64).sqrt();
    support / (1.0 + support)
}

/// The weighted mean of all signals, 0..=1.
pub(in crate::crosswalk) fn confidence(seen: &Seen) -> f64 {
    let sum: f64 = SIGNALS.iter().map(|s| s.weight * (s.value)(seen)).sum();
    sum / SIGNALS.iter().map(|s| s.weight).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signal_is_between_nothing_and_all() {
        let nothing = Seen::default();
        let all = Seen { title: 1.0, labels: vec![1.0; 40], n_labels: 40, description: 1.0 };
        for signal in SIGNALS {
            assert!((signal.value)(&nothing).abs() < 1e-12, "{}", signal.name);
            let value = (signal.value)(&all);
            assert!(value > 0.8 && value <= 1.0, "{}: {value}", signal.name);
        }
        assert!(confidence(&nothing).abs() < 1e-12 && confidence(&all) <= 1.0);
    }

    #[test]
    fn one_like_label_among_many_counts_less_than_three() {
        let seen = |labels: Vec<f64>| Seen { n_labels: 20, labels, ..Seen::default() };
        assert!(best_labels(&seen(vec![0.9])) < best_labels(&seen(vec![0.9, 0.8, 0.8])));
        let alone = Seen { n_labels: 1, labels: vec![0.9], ..Seen::default() };
        assert!((best_labels(&alone) - 0.9).abs() < 1e-12);
    }
}
