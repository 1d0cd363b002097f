//! Weighted terms of one field of many concepts: which concepts share terms with a text, and how weighty ones?
//!
//! A term's contribution to a concept's score (its impact) is worked out when the index is made, so that scoring is
//! adding: BM25 and the cosine of TF-IDF weights differ only in how the impacts come about.

use std::hash::Hash as _;
use std::hash::Hasher as _;

use rustc_hash::FxHashMap;
use rustc_hash::FxHasher;

/// A term, as a number that is the same in every run.
pub type TermKey = u64;

/// The number of a stem or a piece of a word.
pub fn term_key(term: &str) -> TermKey {
    let mut hasher = FxHasher::default();
    term.hash(&mut hasher);
    hasher.finish()
}

/// The impacts of the terms of one field, by term.
#[derive(Debug)]
pub struct ImpactIndex {
    terms: FxHashMap<TermKey, Term>,
    posted: Vec<(u32, f32)>,
    n_slots: usize,
    /// Whether a text's terms are weighted as the fields' are.
    is_cosine: bool,
}

/// What is known of one term.
#[derive(Debug, Clone, Copy)]
struct Term {
    /// Its weight in a text that is asked about.
    weight: f32,
    /// Its impacts: `posted[start..end]`.
    start: u32,
    end: u32,
}

/// How the impacts of terms come about.
#[derive(Debug, Clone, Copy)]
pub enum Weighting {
    /// BM25: saturation `k1`, share of the length that counts `b` (0..=1).
    Bm25 {
        /// How soon repetition stops to count, more than 0.
        k1: f32,
        /// How much long fields are punished, 0..=1.
        b: f32,
    },
    /// Cosine of TF-IDF weights. Terms in more than `common` of the fields (0..=1) are left out: they say little
    /// and take most of the time.
    Cosine {
        /// Share of the fields.
        common: f32,
    },
}

/// Sums of impacts, one per concept slot; room to be used again.
///
/// Slots are filled and read as a whole, from end to end: with the common words of a sentence many are touched, and
/// remembering which costs more than looking at all.
#[derive(Debug, Default)]
pub struct Sums {
    slots: Vec<f32>,
    /// The highest of each block of slots.
    tops: Vec<f32>,
    /// The terms of the text that are known, with how often each stands there.
    terms: Vec<(Term, f32)>,
}

impl ImpactIndex {
    /// The index of one field. `fields` has one entry per slot: its terms, repeated as often as they stand there, each
    /// with its weight (1 for plain text).
    ///
    /// Cost: O(terms log terms).
    pub fn build(fields: &[Vec<(TermKey, f32)>], weighting: Weighting) -> Self {
        let mut terms: FxHashMap<TermKey, u32> = FxHashMap::default();
        let mut counted: Vec<Vec<(u32, f32)>> = Vec::with_capacity(fields.len());
        let mut n_with: Vec<u32> = Vec::new();
        for field in fields {
            let mut own: Vec<(u32, f32)> = field
                .iter()
                .map(|(key, weight)| {
                    let next = u32::try_from(terms.len()).unwrap_or(u32::MAX);
                    (*terms.entry(*key).or_insert(next), *weight)
                })
                .collect();
            own.sort_by_key(|(term, _)| *term);
            let frequencies: Vec<(u32, f32)> = own
                .chunk_by(|a, b| a.0 == b.0)
                .map(|run| (run[0].0, run.iter().map(|(_, weight)| weight).sum()))
                .collect();
            n_with.resize(terms.len(), 0);
            for (term, _) in &frequencies {
                n_with[*term as usize] += 1;
            }
            counted.push(frequencies);
        }
        let n_filled = fields.iter().filter(|field| !field.is_empty()).count().max(1) as f32;
        let idf: Vec<f32> = n_with
            .iter()
            .map(|n| (1.0 + (n_filled - *n as f32 + 0.5) / (*n as f32 + 0.5)).ln())
            .collect();
        let lengths: Vec<f32> =
            counted.iter().map(|field| field.iter().map(|(_, n)| n).sum()).collect();
        let mean_length = (lengths.iter().sum::<f32>() / n_filled).max(f32::MIN_POSITIVE);
        let is_common = |term: u32| match weighting {
            Weighting::Bm25 { .. } => false,
            Weighting::Cosine { common } => {
                n_with[term as usize] as f32 > (common * n_filled).max(FEW_FIELDS)
            }
        };
        let mut starts = vec![0u32; terms.len() + 1];
        for (term, _) in counted.iter().flatten().filter(|(term, _)| !is_common(*term)) {
            starts[*term as usize + 1] += 1;
        }
        for term in 0..terms.len() {
            starts[term + 1] += starts[term];
        }
        let mut next = starts.clone();
        let mut posted = vec![(0u32, 0f32); starts.last().map_or(0, |n| *n as usize)];
        for ((slot, field), length) in (0u32..).zip(&counted).zip(&lengths) {
            let norm = field.iter().map(|(t, n)| (log_count(*n) * idf[*t as usize]).powi(2));
            let norm = norm.sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            for (term, n) in field.iter().filter(|(term, _)| !is_common(*term)) {
                let impact = match weighting {
                    Weighting::Bm25 { k1, b } => {
                        let damped = n + k1 * (1.0 - b + b * length / mean_length);
                        idf[*term as usize] * n * (k1 + 1.0) / damped
                    }
                    Weighting::Cosine { .. } => log_count(*n) * idf[*term as usize] / norm,
                };
                let place = &mut next[*term as usize];
                posted[*place as usize] = (slot, impact);
                *place += 1;
            }
        }
        let is_cosine = matches!(weighting, Weighting::Cosine { .. });
        let known = |(key, number): (TermKey, u32)| {
            let number = number as usize;
            let weight = if is_cosine { idf[number] } else { 1.0 };
            (key, Term { weight, start: starts[number], end: starts[number + 1] })
        };
        let terms = terms.into_iter().map(known).collect();
        Self { terms, posted, n_slots: fields.len(), is_cosine }
    }

    /// Adds up the impacts of the terms of a text. `query` says how often each term stands in it; a term given twice
    /// counts twice. With [`Weighting::Cosine`] the sums are cosines, 0..=1, up to the length of the text's own
    /// vector, which is returned; with BM25 the sums are scores and 1 is returned.
    pub fn add_up(&self, query: &[(TermKey, f32)], sums: &mut Sums) -> f32 {
        sums.begin(self.n_slots);
        // All are looked up before the first is added: the machine fetches what does not wait for anything.
        sums.terms.clear();
        let known = |(key, n): &(TermKey, f32)| self.terms.get(key).map(|term| (*term, *n));
        sums.terms.extend(query.iter().filter_map(known));
        let mut length = 0.0f32;
        for (term, n) in &sums.terms {
            let factor = if self.is_cosine { log_count(*n) * term.weight } else { *n };
            length += factor * factor;
            for (slot, impact) in &self.posted[term.start as usize..term.end as usize] {
                sums.slots[*slot as usize] += factor * impact;
            }
        }
        sums.finish();
        length.sqrt().max(f32::MIN_POSITIVE)
    }
}

/// Terms in this many fields or fewer are never left out as common: small frameworks have few of any.
const FEW_FIELDS: f32 = 25.0;

/// Slots looked at together.
const BLOCK: usize = 32;
/// Sums compared in one step, as machines do.
const LANES: usize = 8;

/// The often repeated term counts more, but not in proportion.
fn log_count(n: f32) -> f32 {
    1.0 + n.max(1.0).ln()
}

impl Sums {
    fn begin(&mut self, n_slots: usize) {
        self.slots.clear();
        self.slots.resize(n_slots.next_multiple_of(BLOCK), 0.0);
    }

    /// Finds the highest of each block.
    fn finish(&mut self) {
        let top = |block: &[f32; BLOCK]| {
            let mut tops = [0.0f32; LANES];
            for part in block.as_chunks::<LANES>().0 {
                for (top, sum) in tops.iter_mut().zip(part) {
                    *top = if *sum > *top { *sum } else { *top };
                }
            }
            tops.into_iter().fold(0.0, f32::max)
        };
        self.tops.clear();
        self.tops.extend(self.slots.as_chunks().0.iter().map(top));
    }

    /// The sum of a slot; 0 where no term was shared.
    pub fn of(&self, slot: usize) -> f32 {
        self.slots.get(slot).copied().unwrap_or(0.0)
    }

    /// The slots with the highest sums, highest first, ties by slot, at most `limit`.
    pub fn highest(&self, limit: usize, out: &mut Vec<u32>) {
        out.clear();
        // As many blocks as slots are wanted have a slot this high: what is lower need not be put in order.
        let mut tops = self.tops.clone();
        let bound = match tops.len().checked_sub(limit.max(1)) {
            Some(at) => tops.select_nth_unstable_by(at, f32::total_cmp).1.max(f32::MIN_POSITIVE),
            None => f32::MIN_POSITIVE,
        };
        let blocks = (0u32..).step_by(BLOCK).zip(self.slots.chunks(BLOCK));
        for ((first, block), _) in blocks.zip(&self.tops).filter(|(_, top)| **top >= bound) {
            out.extend((first..).zip(block).filter(|(_, sum)| **sum >= bound).map(|(s, _)| s));
        }
        let order = |a: &u32, b: &u32| {
            let (one, other) = (self.slots[*a as usize], self.slots[*b as usize]);
            other.total_cmp(&one).then(a.cmp(b))
        };
        if out.len() > limit && limit > 0 {
            out.select_nth_unstable_by(limit - 1, order);
        }
        out.truncate(limit);
        out.sort_unstable_by(order);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(text: &str) -> Vec<(TermKey, f32)> {
        text.split_whitespace().map(|word| (term_key(word), 1.0)).collect()
    }

    fn ranked(index: &ImpactIndex, text: &str, sums: &mut Sums) -> Vec<u32> {
        index.add_up(&field(text), sums);
        let mut highest = Vec::new();
        sums.highest(10, &mut highest);
        highest
    }

    #[test]
    fn rare_terms_and_short_fields_weigh_more() {
        let fields = ["weld steel", "weld plastics and glue wood", "bake bread", ""].map(field);
        let bm25 = ImpactIndex::build(&fields, Weighting::Bm25 { k1: 1.2, b: 0.75 });
        let cosine = ImpactIndex::build(&fields, Weighting::Cosine { common: 1.0 });
        let mut sums = Sums::default();
        for index in [&bm25, &cosine] {
            assert_eq!(ranked(index, "weld", &mut sums), [0, 1]);
            assert_eq!(ranked(index, "glue weld", &mut sums), [1, 0]);
            assert_eq!(ranked(index, "sing", &mut sums), Vec::<u32>::new());
        }
    }

    #[test]
    fn a_field_has_cosine_one_with_itself_and_a_scoring_leaves_nothing_behind() {
        let fields = ["weld steel", "bake bread", "bake cake"].map(field);
        let index = ImpactIndex::build(&fields, Weighting::Cosine { common: 1.0 });
        let mut sums = Sums::default();
        for _ in 0..3 {
            let length = index.add_up(&field("bake bread"), &mut sums);
            assert!((sums.of(1) / length - 1.0).abs() < 1e-5);
            assert!(sums.of(0).abs() < 1e-9);
        }
    }

    #[test]
    fn the_highest_are_those_of_all_put_in_order_and_ties_go_to_the_first() {
        let fields: Vec<_> =
            (0..500u32).map(|n| field(&"weld ".repeat(1 + (n * 7 % 31) as usize))).collect();
        let index = ImpactIndex::build(&fields, Weighting::Bm25 { k1: 1.2, b: 0.0 });
        let mut sums = Sums::default();
        index.add_up(&field("weld"), &mut sums);
        let mut all: Vec<u32> = (0..500).collect();
        all.sort_by(|a, b| sums.of(*b as usize).total_cmp(&sums.of(*a as usize)).then(a.cmp(b)));
        let mut highest = Vec::new();
        for limit in [0, 1, 2, 10, 31, 100, 499, 600] {
            sums.highest(limit, &mut highest);
            assert_eq!(highest, all[..limit.min(500)], "{limit}");
        }
    }
}
