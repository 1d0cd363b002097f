//! Passage -> candidates: the union of what each way of looking finds, with the facts of each.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::index::LabelIndex;
use crate::index::LabelMatch;
use crate::index::LabelView;
use crate::index::Scratch;
use crate::index::Sums;
use crate::index::counted;
use crate::index::term_key;
use crate::index::word_pieces;
use crate::tagging::literal::LiteralMatch;
use crate::tagging::ranking::claims::Claims;
use crate::tagging::ranking::claims::LabelEnds;
use crate::tagging::ranking::facts::Facts;
use crate::tagging::ranking::facts::Opinion;
use crate::tagging::ranking::fields::Fields;
use crate::tagging::ranking::priors::Priors;
use crate::text::Token;

/// What a framework offers for the comparison.
#[derive(Debug, Clone, Copy)]
pub(in crate::tagging) struct Sides<'a> {
    pub(in crate::tagging) labels: &'a LabelIndex,
    pub(in crate::tagging) fields: &'a Fields,
    pub(in crate::tagging) priors: &'a Priors,
    /// First and last stem of the preferred label of each concept.
    pub(in crate::tagging) ends: &'a [Option<LabelEnds>],
}

/// Room for one passage, to be used again for the next.
#[derive(Debug, Default)]
pub(in crate::tagging) struct Room {
    /// The room of the label index.
    pub(in crate::tagging) labels: Scratch,
    /// The candidates with their facts, strongest label first.
    pub(in crate::tagging) candidates: Vec<Facts>,
    /// Their features, one after the other.
    pub(in crate::tagging) columns: Vec<f32>,
    preferred: Sums,
    description: Sums,
    everything: Sums,
    pieces: Sums,
    ranked: Vec<u32>,
    /// Candidate number by concept, [`NOWHERE`] for those that are none.
    places: Vec<u32>,
    /// Where the stems of the label index stand among those of the passage.
    stems: Vec<u32>,
}

/// The place of what is no candidate.
const NOWHERE: u32 = u32::MAX;
/// The number of the way that looks at pieces of words.
const PIECES: usize = 3;
// How many concepts each way of looking may bring. Beyond these, more candidates bring no more right ones; with half
// as many labels, RP@5 falls by one or two points (measured on the validation sentences).
const BY_LABEL: usize = 200;
const BY_PREFERRED: usize = 60;
const BY_DESCRIPTION: usize = 40;
const BY_EVERYTHING: usize = 60;
const BY_PIECES: usize = 40;
/// Candidates whose groups count as support.
const SUPPORTERS: usize = 50;
/// Share of a label's weight that counts as nearly found.
const NEAR: f64 = 0.6;
/// Share of a label's weight that counts as found: sums of seven digits are not exact.
pub(in crate::tagging) const FULL: f64 = 0.999;
/// A label that stands word for word counts so much more than one whose words are scattered.
pub(in crate::tagging) const LITERAL_FACTOR: f64 = 1.2;
/// More than the square of this factor: what sums of seven digits lack is made up for.
const LITERAL_SQUARE: f32 = 1.45;

/// Puts the candidates of a passage with their facts into the room, strongest label first.
pub(in crate::tagging) fn gather(
    sides: &Sides<'_>,
    passage: &str,
    tokens: &[Token],
    literal: &[LiteralMatch],
    extra: &[usize],
    room: &mut Room,
) {
    let labels = sides.labels;
    let Room { candidates, places, .. } = room;
    let stems: Vec<&str> = tokens.iter().map(|t| t.stem.as_str()).collect();
    let terms = labels.match_stems(&stems, &mut room.labels);
    let said: BTreeSet<(usize, usize)> = literal.iter().map(|l| (l.concept, l.label_idx)).collect();
    let strength = |found: &LabelMatch| {
        // What stands word for word has all its stems there: for most labels that settles it.
        let is_said = found.coverage > FULL && said.contains(&(found.concept, found.label_idx));
        found.strength() * if is_said { LITERAL_FACTOR } else { 1.0 }
    };
    let at_most = |matched: f32, weight: f32| {
        let coverage = matched / weight;
        LITERAL_SQUARE * matched * coverage * coverage
    };
    let strongest = labels.strongest(BY_LABEL, &room.labels, strength, at_most);
    candidates.clear();
    places.clear();
    places.resize(sides.ends.len(), NOWHERE);
    let mut enter = |concept: usize, candidates: &mut Vec<Facts>| {
        let place = &mut places[concept];
        if *place == NOWHERE {
            *place = u32::try_from(candidates.len()).unwrap_or(NOWHERE);
            candidates.push(Facts { concept, ..Facts::default() });
        }
        *place as usize
    };
    let best = strongest.first().map_or(0.0, |(strength, _)| *strength);
    let scale = labels.rarest().max(f64::MIN_POSITIVE).sqrt();
    for (rank, (strength, found)) in strongest.iter().enumerate() {
        let place = enter(found.concept, candidates);
        candidates[place].by_label = Opinion {
            score: small(strength / scale),
            share: small(strength / best.max(f64::MIN_POSITIVE)),
            rank: reciprocal(rank),
        };
    }
    let keys = counted(stems.iter().map(|stem| (term_key(stem), 1.0)).collect());
    let pieces = counted(word_pieces(passage, labels.language()));
    let fields = sides.fields;
    let mut highest = [0.0f32; 4];
    let mut lengths = [1.0f32; 4];
    let ways = [
        (&fields.preferred, &keys, &mut room.preferred, BY_PREFERRED),
        (&fields.description, &keys, &mut room.description, BY_DESCRIPTION),
        (&fields.everything, &keys, &mut room.everything, BY_EVERYTHING),
        (&fields.pieces, &pieces, &mut room.pieces, BY_PIECES),
    ];
    for (way, (index, query, sums, limit)) in ways.into_iter().enumerate() {
        lengths[way] = index.add_up(query, sums);
        sums.highest(limit, &mut room.ranked);
        highest[way] = room.ranked.first().map_or(0.0, |slot| sums.of(*slot as usize));
        for (rank, slot) in room.ranked.iter().enumerate() {
            let place = enter(*slot as usize, candidates);
            opinion(&mut candidates[place], way).rank = reciprocal(rank);
        }
    }
    for concept in extra {
        enter(*concept, candidates);
    }
    // Several short rounds: each lets the machine fetch what many candidates need at once.
    for facts in candidates.iter_mut() {
        facts.prior = sides.priors.prior(facts.concept);
    }
    let seen: Vec<Seen> = candidates
        .iter_mut()
        .map(|facts| of_labels(facts, labels, &room.labels, &strength))
        .collect();
    let query_weight: f64 = terms.iter().map(|t| labels.term_weight(*t)).sum();
    let mut claims = Claims::of(labels, tokens, terms, &mut room.stems);
    for (facts, seen) in candidates.iter_mut().zip(&seen) {
        let strength = seen.strongest.map_or(0.0, |(strength, _)| strength);
        facts.by_label.share = small(strength / best.max(f64::MIN_POSITIVE));
        facts.strength = small(strength / scale);
        let view = |number: u32| labels.view(number, &room.labels);
        let preferred = seen.preferred.map(view);
        let strongest = seen.strongest.map(|(_, number)| view(number));
        in_the_passage(facts, preferred, strongest, sides.ends, &mut claims);
    }
    for facts in candidates.iter_mut() {
        let concept = facts.concept;
        for (way, sums) in [&room.preferred, &room.description, &room.everything, &room.pieces]
            .into_iter()
            .enumerate()
        {
            let score = sums.of(concept) / if way == PIECES { lengths[way] } else { 1.0 };
            let top = highest[way] / if way == PIECES { lengths[way] } else { 1.0 };
            let opinion = opinion(facts, way);
            // BM25 grows with the framework: the weight of the rarest stem brings it to one scale.
            opinion.score = if way == PIECES { score } else { score / small(labels.rarest()) };
            opinion.share = if top > 0.0 { score / top } else { 0.0 };
        }
        facts.n_stems = tokens.len() as f32;
        facts.query_weight = small(query_weight / labels.rarest());
        facts.is_literal = literal.iter().any(|l| l.concept == concept);
    }
    claims.settle(candidates);
    LabelIndex::forget(&mut room.labels);
    support(sides.priors, candidates);
}

/// The labels of a candidate that are looked at more closely, by their numbers.
struct Seen {
    /// The strongest, with its strength.
    strongest: Option<(f64, u32)>,
    preferred: Option<u32>,
}

/// Fills in how much is found of the labels of a candidate.
fn of_labels(
    facts: &mut Facts,
    labels: &LabelIndex,
    scratch: &Scratch,
    strength: &impl Fn(&LabelMatch) -> f64,
) -> Seen {
    let rarest = labels.rarest();
    let mut strongest: Option<(f64, u32, LabelMatch)> = None;
    let mut preferred = None;
    let (mut matched, mut weight) = (0.0, 0.0);
    for (number, found) in labels.labels_of(facts.concept, scratch) {
        facts.n_labels += 1.0;
        matched += found.matched;
        weight += found.weight;
        facts.n_full += if found.coverage > FULL { 1.0 } else { 0.0 };
        facts.n_near += if found.coverage > NEAR { 1.0 } else { 0.0 };
        if found.is_preferred {
            facts.preferred_coverage = small(found.coverage);
            preferred = Some(number);
        }
        let own = if found.matched > 0.0 { strength(&found) } else { 0.0 };
        if strongest.is_none_or(|(other, ..)| own > other) {
            strongest = Some((own, number, found));
        }
    }
    facts.centroid_coverage = if weight > 0.0 { small(matched / weight) } else { 0.0 };
    if let Some((_, _, found)) = strongest {
        facts.label_idx = found.label_idx;
        facts.is_preferred = found.is_preferred;
        facts.coverage = small(found.coverage);
        facts.matched_weight = small(found.matched / rarest);
        facts.unmatched_weight = small((found.weight - found.matched).max(0.0) / rarest);
    }
    Seen { strongest: strongest.map(|(strength, number, _)| (strength, number)), preferred }
}

/// Fills in where the words of the preferred and of the strongest label stand in the passage.
fn in_the_passage(
    facts: &mut Facts,
    preferred: Option<LabelView<'_>>,
    strongest: Option<LabelView<'_>>,
    ends: &[Option<LabelEnds>],
    claims: &mut Claims<'_>,
) {
    if let Some(view) = preferred {
        let ends = ends.get(facts.concept).copied().flatten();
        (facts.has_first, facts.has_last, facts.object_coverage) = claims.ends(ends, &view);
    }
    let Some(view) = strongest else { return claims.skip() };
    (facts.n_matched, facts.tightness) = claims.enter(view.terms);
    facts.n_unmatched = view.terms.len() as f32 - facts.n_matched;
}

fn opinion(facts: &mut Facts, way: usize) -> &mut Opinion {
    match way {
        0 => &mut facts.by_preferred,
        1 => &mut facts.by_description,
        2 => &mut facts.by_everything,
        _ => &mut facts.by_pieces,
    }
}

/// How much the groups of each candidate hold of the strength of the first ones.
fn support(priors: &Priors, candidates: &mut [Facts]) {
    let mut by_group: FxHashMap<u32, f32> = FxHashMap::default();
    let mut total = 0.0;
    for facts in candidates.iter().filter(|f| f.by_label.rank > 0.0).take(SUPPORTERS) {
        total += facts.by_label.share;
        for group in priors.parents(facts.concept) {
            *by_group.entry(*group).or_insert(0.0) += facts.by_label.share;
        }
    }
    for facts in candidates {
        let groups = priors.parents(facts.concept);
        let own = if facts.by_label.rank > 0.0 { facts.by_label.share } else { 0.0 };
        // Its own share is no support.
        let others = |group: &u32| (by_group.get(group).copied().unwrap_or(0.0) - own).max(0.0);
        let sum: f32 = groups.iter().map(others).sum();
        let n = groups.len().max(1) as f32;
        facts.group_support = if total > 0.0 { sum / n / total } else { 0.0 };
    }
}

fn reciprocal(rank: usize) -> f32 {
    1.0 / (1.0 + rank as f32)
}

#[expect(clippy::cast_possible_truncation, reason = "a feature needs seven digits")]
fn small(value: f64) -> f32 {
    value as f32
}
