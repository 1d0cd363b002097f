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
    terms: FxHashMap<TermKey, u32>,
    /// Weight of each term in a text that is asked about.
    weights: Vec<f32>,
    /// Impacts of term `t`: `posted[starts[t]..starts[t + 1]]`.
    starts: Vec<u32>,
    posted: Vec<(u32, f32)>,
    n_slots: usize,
    /// Whether a text's terms are weighted as the fields' are.
    is_cosine: bool,
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
#[derive(Debug, Default)]
pub struct Sums {
    sums: Vec<f32>,
    touched: Vec<u32>,
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
        let weights = match weighting {
            Weighting::Bm25 { .. } => vec![1.0; terms.len()],
            Weighting::Cosine { .. } => idf,
        };
        let is_cosine = matches!(weighting, Weighting::Cosine { .. });
        Self { terms, weights, starts, posted, n_slots: fields.len(), is_cosine }
    }

    /// Adds up the impacts of the terms of a text. `query` says how often each term stands in it; a term given twice
    /// counts twice. With [`Weighting::Cosine`] the sums are cosines, 0..=1, up to the length of the text's own
    /// vector, which is returned; with BM25 the sums are scores and 1 is returned.
    pub fn add_up(&self, query: &[(TermKey, f32)], sums: &mut Sums) -> f32 {
        sums.begin(self.n_slots);
        let mut length = 0.0f32;
        for (key, n) in query {
            let Some(term) = self.terms.get(key) else { continue };
            let weight = self.weights[*term as usize];
            let factor = if self.is_cosine { log_count(*n) * weight } else { *n };
            length += factor * factor;
            let range =
                self.starts[*term as usize] as usize..self.starts[*term as usize + 1] as usize;
            for (slot, impact) in &self.posted[range] {
                let sum = &mut sums.sums[*slot as usize];
                if *sum == 0.0 {
                    sums.touched.push(*slot);
                }
                *sum += factor * impact;
            }
        }
        length.sqrt().max(f32::MIN_POSITIVE)
    }
}

/// Terms in this many fields or fewer are never left out as common: small frameworks have few of any.
const FEW_FIELDS: f32 = 25.0;

/// Where enough sums are above this share of the highest, the others need not be put in order.
const NEAR_TOP: f32 = 0.4;

/// The often repeated term counts more, but not in proportion.
fn log_count(n: f32) -> f32 {
    1.0 + n.max(1.0).ln()
}

impl Sums {
    fn begin(&mut self, n_slots: usize) {
        for slot in self.touched.drain(..) {
            if let Some(sum) = self.sums.get_mut(slot as usize) {
                *sum = 0.0;
            }
        }
        if self.sums.len() < n_slots {
            self.sums.resize(n_slots, 0.0);
        }
    }

    /// The sum of a slot; 0 where no term was shared.
    pub fn of(&self, slot: usize) -> f32 {
        self.sums.get(slot).copied().unwrap_or(0.0)
    }

    /// The slots with the highest sums, highest first, ties by slot, at most `limit`.
    pub fn highest(&self, limit: usize, out: &mut Vec<u32>) {
        out.clear();
        let most = self.touched.iter().map(|s| self.sums[*s as usize]).fold(0.0, f32::max);
        let high = self.touched.iter().filter(|s| self.sums[**s as usize] >= NEAR_TOP * most);
        out.extend(high);
        if out.len() < limit {
            out.clear();
            out.extend(&self.touched);
        }
        let order = |a: &u32, b: &u32| {
            let (one, other) = (self.sums[*a as usize], self.sums[*b as usize]);
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
}
