//! Which candidate has the best claim to which words of the passage, and where these stand.

use crate::index::LabelIndex;
use crate::index::LabelView;
use crate::index::without_qualifier;
use crate::model::Framework;
use crate::model::Language;
use crate::tagging::ranking::facts::Facts;
use crate::tagging::ranking::fields::preferred_label;
use crate::text::Token;
use crate::text::analyzer;

/// First and last stem of a label, as numbers of the label index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tagging) struct LabelEnds {
    first: u32,
    last: u32,
}

/// First and last stem of the preferred label of each concept; nothing for those without.
pub(in crate::tagging) fn label_ends(
    framework: &Framework,
    labels: &LabelIndex,
    language: Language,
) -> Vec<Option<LabelEnds>> {
    let ends = |concept| {
        let label = without_qualifier(preferred_label(concept, language)?);
        let tokens = analyzer(language).tokens(label);
        let first = labels.term(&tokens.first()?.stem)?;
        let last = labels.term(&tokens.last()?.stem)?;
        Some(LabelEnds { first, last })
    };
    framework.concepts().iter().map(ends).collect()
}

/// The stems of the passage that labels have, their places, and who lays claim to them.
#[derive(Debug)]
pub(in crate::tagging) struct Claims<'a> {
    labels: &'a LabelIndex,
    /// Distinct stems of the passage, sorted.
    terms: Vec<u32>,
    /// Position in `terms` of each stem of the index, [`ELSEWHERE`] for those that the passage does not have.
    positions: &'a mut Vec<u32>,
    /// Places (number of the token) of term `t` of `terms`: `places[starts[t]..starts[t + 1]]`, ascending.
    places: Vec<u32>,
    starts: Vec<u32>,
    /// Terms (as positions in `terms`) found of candidate `c`'s strongest label: `found[ends[c - 1]..ends[c]]`.
    found: Vec<u32>,
    ends: Vec<u32>,
    /// Room for the places of one label's terms, each with the term's number in the label, and for how often each stands
    /// in a stretch.
    stretch: Vec<(u32, usize)>,
    counts: Vec<u32>,
}

/// The position of a stem that the passage does not have.
const ELSEWHERE: u32 = u32::MAX;
/// Strengths nearer than this are the same.
const EQUAL: f32 = 1e-6;

impl<'a> Claims<'a> {
    /// `terms` are the sorted numbers of the passage's stems that the labels have; `positions` is room that
    /// [`Claims::settle`] leaves as it was.
    pub(in crate::tagging) fn of(
        labels: &'a LabelIndex,
        tokens: &[Token],
        terms: Vec<u32>,
        positions: &'a mut Vec<u32>,
    ) -> Self {
        positions.resize(labels.n_terms(), ELSEWHERE);
        for (position, term) in (0u32..).zip(&terms) {
            positions[*term as usize] = position;
        }
        let mut at: Vec<(u32, u32)> = (0u32..)
            .zip(tokens)
            .filter_map(|(place, token)| {
                Some((positions[labels.term(&token.stem)? as usize], place))
            })
            .collect();
        at.sort_unstable();
        let mut starts = vec![0u32; terms.len() + 1];
        for (term, _) in &at {
            starts[*term as usize + 1] += 1;
        }
        for term in 0..terms.len() {
            starts[term + 1] += starts[term];
        }
        let places = at.into_iter().map(|(_, place)| place).collect();
        Self {
            labels,
            terms,
            positions,
            places,
            starts,
            found: Vec::new(),
            ends: Vec::new(),
            stretch: Vec::new(),
            counts: Vec::new(),
        }
    }

    /// The next candidate has no label.
    pub(in crate::tagging) fn skip(&mut self) {
        self.ends.push(u32::try_from(self.found.len()).unwrap_or(u32::MAX));
    }

    /// Enters the strongest label of the next candidate: how many of its stems stand in the passage, and how close
    /// together (their number over the length of the shortest stretch that has them all, 0..=1).
    pub(in crate::tagging) fn enter(&mut self, label: &[u32]) -> (f32, f32) {
        let first = self.found.len();
        let positions = label.iter().map(|term| self.positions[*term as usize]);
        self.found.extend(positions.filter(|position| *position != ELSEWHERE));
        self.skip();
        let n_found = self.found.len() - first;
        let tightness = match n_found {
            0 => 0.0,
            1 => 1.0,
            _ => n_found as f32 / self.shortest(first) as f32,
        };
        (n_found as f32, tightness)
    }

    /// Tokens of the shortest stretch that has all of these terms.
    fn shortest(&mut self, first: usize) -> u32 {
        let found = &self.found[first..];
        self.stretch.clear();
        for (number, term) in found.iter().enumerate() {
            let range =
                self.starts[*term as usize] as usize..self.starts[*term as usize + 1] as usize;
            self.stretch.extend(self.places[range].iter().map(|place| (*place, number)));
        }
        self.stretch.sort_unstable();
        self.counts.clear();
        self.counts.resize(found.len(), 0u32);
        let (mut n_missing, mut start, mut shortest) = (found.len(), 0, u32::MAX);
        for (place, number) in &self.stretch {
            n_missing -= usize::from(self.counts[*number] == 0);
            self.counts[*number] += 1;
            // What stands at the beginning and comes again later is let go.
            while n_missing == 0 {
                let (first, number) = self.stretch[start];
                shortest = shortest.min(place - first + 1);
                self.counts[number] -= 1;
                n_missing += usize::from(self.counts[number] == 0);
                start += 1;
            }
        }
        shortest.max(1)
    }

    /// Whether the first and the last stem of a preferred label stand in the passage, and the share of the weight of
    /// the label without its first stem that does.
    pub(in crate::tagging) fn ends(
        &self,
        ends: Option<LabelEnds>,
        view: &LabelView<'_>,
    ) -> (bool, bool, f32) {
        let Some(ends) = ends else { return (false, false, 0.0) };
        let is_found = |term: u32| self.positions[term as usize] != ELSEWHERE;
        let (has_first, has_last) = (is_found(ends.first), is_found(ends.last));
        let first = if view.terms.len() > 1 { self.labels.term_weight(ends.first) } else { 0.0 };
        let rest = view.found.weight - first;
        let found = view.found.matched - if has_first { first } else { 0.0 };
        let share = if rest > 0.0 { (found / rest).clamp(0.0, 1.0) } else { 0.0 };
        #[expect(clippy::cast_possible_truncation, reason = "a feature needs seven digits")]
        let share = share as f32;
        (has_first, has_last, share)
    }

    /// When all candidates are entered: for each, the share of the weight found for which nobody else is stronger,
    /// and its place among those that share its rarest stem.
    pub(in crate::tagging) fn settle(self, candidates: &mut [Facts]) {
        let weight =
            |term: u32| self.terms.get(term as usize).map_or(0.0, |t| self.labels.term_weight(*t));
        let mut order: Vec<usize> = (0..candidates.len()).collect();
        order.sort_by(|a, b| candidates[*b].strength.total_cmp(&candidates[*a].strength));
        // By position of the term in the passage's sorted terms.
        let mut strongest: Vec<Option<f32>> = vec![None; self.terms.len()];
        let mut n_before = vec![0u32; self.terms.len()];
        for candidate in order {
            let end = self.ends.get(candidate).map_or(0, |e| *e as usize);
            let before = candidate.checked_sub(1).and_then(|c| self.ends.get(c));
            let found = &self.found[before.map_or(0, |e| *e as usize)..end];
            let facts = &mut candidates[candidate];
            let (mut claimed, mut all) = (0.0, 0.0);
            let mut rarest: Option<(f64, u32)> = None;
            for term in found {
                let weight = weight(*term);
                let best = *strongest[*term as usize].get_or_insert(facts.strength);
                all += weight;
                claimed += if facts.strength + EQUAL >= best { weight } else { 0.0 };
                if rarest.is_none_or(|(other, _)| weight > other) {
                    rarest = Some((weight, *term));
                }
            }
            #[expect(clippy::cast_possible_truncation, reason = "a feature needs seven digits")]
            let share = if all > 0.0 { (claimed / all) as f32 } else { 0.0 };
            facts.claimed = share;
            facts.rarest_rank =
                rarest.map_or(0.0, |(_, term)| 1.0 / (1.0 + n_before[term as usize] as f32));
            for term in found {
                n_before[*term as usize] += 1;
            }
        }
        for term in &self.terms {
            self.positions[*term as usize] = ELSEWHERE;
        }
    }
}
