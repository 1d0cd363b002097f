//! All pairs together -> what speaks for each from around it: rivals on both sides, groups, neighbours.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::crosswalk::gather::Pair;
use crate::crosswalk::side::Side;

/// Candidates of a subject that count as where it goes.
const FIRST: usize = 3;
/// Share of the best score above which a candidate is a rival of the best.
const RIVAL: f32 = 0.85;

/// Fills in ranks, rivals, groups and neighbours. `pairs` stand subject by subject.
///
/// Cost: O(pairs log pairs + pairs × groups).
pub(in crate::crosswalk) fn look_around(
    pairs: &mut [Pair],
    subjects: &Side<'_>,
    objects: &Side<'_>,
) {
    for own in pairs.chunk_by_mut(|a, b| a.subject == b.subject) {
        let ranks = ranked(own.len(), |i| own[i].seen.alone, |i| own[i].object);
        let best = ranks.first().map_or(0.0, |i| own[*i].seen.alone).max(f32::MIN_POSITIVE);
        let n_rivals = own.iter().filter(|p| p.seen.alone >= RIVAL * best).count() as f32;
        for (rank, i) in ranks.iter().enumerate() {
            let seen = &mut own[*i].seen;
            seen.rank = 1.0 / (1.0 + rank as f32);
            seen.share = seen.alone / best;
            seen.n_rivals = n_rivals;
        }
    }
    let mut wanted_by: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, pair) in pairs.iter().enumerate() {
        wanted_by.entry(pair.object).or_default().push(at);
    }
    for own in wanted_by.values() {
        let ranks = ranked(own.len(), |i| pairs[own[i]].seen.alone, |i| pairs[own[i]].subject);
        let best = ranks.first().map_or(0.0, |i| pairs[own[*i]].seen.alone).max(f32::MIN_POSITIVE);
        let is_rival = |at: &&usize| pairs[**at].seen.alone >= RIVAL * best;
        let n_rivals = own.iter().filter(is_rival).count() as f32;
        for (rank, i) in ranks.iter().enumerate() {
            let seen = &mut pairs[own[*i]].seen;
            seen.back_rank = 1.0 / (1.0 + rank as f32);
            seen.back_share = seen.alone / best;
            seen.n_back_rivals = n_rivals;
        }
    }
    groups(pairs, subjects, objects);
    neighbours(pairs, subjects, objects);
}

fn ranked(n: usize, score: impl Fn(usize) -> f32, name: impl Fn(usize) -> u32) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| score(*b).total_cmp(&score(*a)).then(name(*a).cmp(&name(*b))));
    order
}

/// Where the others of a group go, there its member may belong: for each pair the largest share, over the groups of
/// both, of the subject's group that goes to the object's group, the subject itself left out.
fn groups(pairs: &mut [Pair], subjects: &Side<'_>, objects: &Side<'_>) {
    let mut object_groups: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for pair in &*pairs {
        object_groups.entry(pair.object).or_insert_with(|| objects.groups(pair.object as usize));
    }
    // Per subject where it goes, per group of subjects where its members go together.
    let mut goes: FxHashMap<u32, BTreeMap<u32, f32>> = FxHashMap::default();
    let mut together: FxHashMap<u32, BTreeMap<u32, f32>> = FxHashMap::default();
    let mut sizes: FxHashMap<u32, f32> = FxHashMap::default();
    for own in pairs.chunk_by(|a, b| a.subject == b.subject) {
        let first: Vec<&Pair> =
            own.iter().filter(|p| p.seen.rank >= 1.0 / FIRST as f32 - 1e-6).collect();
        let all: f32 = first.iter().map(|p| p.seen.alone.powi(2)).sum();
        let mut to: BTreeMap<u32, f32> = BTreeMap::new();
        for pair in first {
            let share = pair.seen.alone.powi(2) / all.max(f32::MIN_POSITIVE);
            for group in object_groups.get(&pair.object).into_iter().flatten() {
                *to.entry(*group).or_insert(0.0) += share;
            }
        }
        for group in subjects.groups(own[0].subject as usize) {
            *sizes.entry(group).or_insert(0.0) += 1.0;
            let sums = together.entry(group).or_default();
            for (to, share) in &to {
                *sums.entry(*to).or_insert(0.0) += share;
            }
        }
        goes.insert(own[0].subject, to);
    }
    for own in pairs.chunk_by_mut(|a, b| a.subject == b.subject) {
        let subject = own[0].subject;
        let groups = subjects.groups(subject as usize);
        let Some(to) = goes.get(&subject) else { continue };
        for pair in own {
            let mut best = 0.0f32;
            for group in &groups {
                let others = sizes.get(group).copied().unwrap_or(1.0) - 1.0;
                let Some(sums) = together.get(group) else { continue };
                for object_group in object_groups.get(&pair.object).into_iter().flatten() {
                    let sum = sums.get(object_group).copied().unwrap_or(0.0)
                        - to.get(object_group).copied().unwrap_or(0.0);
                    // One more that goes elsewhere: two of two say less than twenty of twenty.
                    best = best.max(sum / (others + 1.0));
                }
            }
            pair.seen.groups = best.clamp(0.0, 1.0);
        }
    }
}

/// How well the likest concepts beside the subject (above and below it) fit the likest beside the object.
fn neighbours(pairs: &mut [Pair], subjects: &Side<'_>, objects: &Side<'_>) {
    let score_of: FxHashMap<(u32, u32), f32> =
        pairs.iter().map(|p| ((p.subject, p.object), p.seen.alone)).collect();
    let beside = |side: &Side<'_>, at: u32| {
        let at = at as usize;
        let near: Vec<u32> = side.parents(at).iter().chain(side.children(at)).copied().collect();
        near
    };
    for own in pairs.chunk_by_mut(|a, b| a.subject == b.subject) {
        let near = beside(subjects, own[0].subject);
        if near.is_empty() {
            continue;
        }
        for pair in own {
            let others = beside(objects, pair.object);
            let found = near.iter().flat_map(|a| others.iter().map(move |b| (*a, *b)));
            let best = found.filter_map(|pair| score_of.get(&pair)).copied().fold(0.0, f32::max);
            pair.seen.neighbours = best;
        }
    }
}
