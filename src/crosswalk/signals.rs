//! What speaks for a pair of concepts: a table of named signals.
//!
//! Without right answers to learn from, the confidence is the weighted mean of the signals that have a weight; with a
//! seed mapping, trees read the whole table (see `model`).
//!
//! # Why
//! The weights are round numbers chosen by what the signals are, and looked at once on one half of the official
//! crosswalk from O*NET to ESCO; they are not fitted.

use crate::crosswalk::seen::Seen;

/// One thing that speaks for a pair.
#[derive(Debug, Clone, Copy)]
pub struct Signal {
    /// Its name in reports.
    pub name: &'static str,
    /// How much it counts in the untrained confidence of the pair taken alone.
    pub alone: f32,
    /// How much it counts when all pairs are known.
    pub weight: f32,
    /// Its value for a pair; those with a weight are 0..=1.
    pub value: fn(&Seen) -> f32,
}

/// A signal that only the trees read: it says something of a pair, but not that it is right.
const fn fact(name: &'static str, value: fn(&Seen) -> f32) -> Signal {
    Signal { name, alone: 0.0, weight: 0.0, value }
}

const fn signal(name: &'static str, alone: f32, weight: f32, value: fn(&Seen) -> f32) -> Signal {
    Signal { name, alone, weight, value }
}

/// All signals. Seeds that were learnt from name their order by a digest.
pub const SIGNALS: [Signal; 34] = [
    signal("title", 1.0, 1.0, |s| s.title),
    signal("preferred", 0.25, 0.25, |s| s.preferred),
    signal("object_title", 0.5, 0.5, |s| s.object_title),
    signal("nearest", 0.25, 0.25, |s| s.nearest),
    signal("nearest_three", 1.0, 1.0, |s| s.nearest_three),
    signal("support", 0.5, 0.5, |s| s.support / (1.0 + s.support)),
    fact("equal_labels", |s| s.equal_labels),
    fact("subject_covered", |s| s.subject_covered),
    fact("object_covered", |s| s.object_covered),
    fact("covered_difference", |s| s.subject_covered - s.object_covered),
    fact("is_same_head", |s| f32::from(u8::from(s.is_same_head))),
    fact("n_subject_stems", |s| s.n_subject_stems),
    fact("n_object_stems", |s| s.n_object_stems),
    fact("stems_difference", |s| s.n_subject_stems - s.n_object_stems),
    signal("pieces", 0.5, 0.5, |s| s.pieces),
    signal("said", 1.0, 1.0, |s| s.said),
    signal("texts", 1.0, 1.0, |s| s.texts),
    signal("items", 0.5, 0.5, |s| s.items),
    fact("n_subject_labels", |s| s.n_subject_labels),
    fact("n_object_labels", |s| s.n_object_labels),
    fact("subject_depth", |s| s.subject_depth),
    fact("object_depth", |s| s.object_depth),
    fact("n_subject_below", |s| s.n_subject_below),
    fact("n_object_below", |s| s.n_object_below),
    fact("alone", |s| s.alone),
    fact("rank", |s| s.rank),
    fact("share", |s| s.share),
    fact("back_rank", |s| s.back_rank),
    signal("back_share", 0.0, 0.5, |s| s.back_share),
    fact("n_rivals", |s| s.n_rivals),
    fact("n_back_rivals", |s| s.n_back_rivals),
    signal("groups", 0.0, 0.5, |s| s.groups),
    fact("neighbours", |s| s.neighbours),
    fact("mediated", |s| s.mediated),
];

/// The weighted mean of what is known of a pair alone, 0..=1.
pub(in crate::crosswalk) fn alone(seen: &Seen) -> f32 {
    mean(seen, |signal| signal.alone)
}

/// How much of the doubt a way by a third framework takes away. It is no part of the mean: mostly there is none.
const MEDIATED: f32 = 0.4;

/// The weighted mean of all signals, 0..=1, raised where a third framework leads from the one to the other: the confidence
/// where nothing was learnt.
pub(in crate::crosswalk) fn confidence(seen: &Seen) -> f32 {
    let mean = mean(seen, |signal| signal.weight);
    mean + (1.0 - mean) * MEDIATED * seen.mediated
}

fn mean(seen: &Seen, weight: impl Fn(&Signal) -> f32) -> f32 {
    let sum: f32 = SIGNALS.iter().map(|s| weight(s) * (s.value)(seen)).sum();
    (sum / SIGNALS.iter().map(weight).sum::<f32>()).clamp(0.0, 1.0)
}
