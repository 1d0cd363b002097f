//! Documents of weighted terms -> which documents does a query touch, and how strongly?

use rustc_hash::FxHashMap;

/// How much a term counts in a document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::tagging) enum Weighting {
    /// Its inverse document frequency, however often it occurs.
    Idf,
    /// Okapi BM25 with `k1` 1.2; `b` is how much a long document is held against it, 0..=1.
    Bm25 {
        /// 0 for not at all, 1 for in proportion.
        b: f64,
    },
    /// Frequency times inverse document frequency, each document of length 1.
    Cosine,
}

/// How fast repetition of a term stops to count (BM25).
const K1: f64 = 1.2;

/// An inverted index of small documents. Terms are known by a number that the caller makes of them.
#[derive(Debug)]
pub(in crate::tagging) struct Postings {
    weighting: Weighting,
    terms: FxHashMap<u64, u32>,
    idf: Vec<f32>,
    /// Documents of term `t`: `posted[starts[t]..starts[t + 1]]`, each with the term's weight in it.
    starts: Vec<u32>,
    posted: Vec<(u32, f32)>,
    /// Weight of each document: the sum of its terms' weights.
    weights: Vec<f32>,
}

/// The number of a term: FNV-1a of its bytes, 64 bits, the same on every machine.
pub(in crate::tagging) fn term(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Sums over documents, to be used again for the next query.
#[derive(Debug, Default)]
pub(in crate::tagging) struct Sums {
    sums: Vec<f32>,
    touched: Vec<u32>,
}

impl Sums {
    /// Documents touched, in order, with their sums.
    pub(in crate::tagging) fn touched(&self) -> impl Iterator<Item = (u32, f32)> + '_ {
        self.touched.iter().map(|doc| (*doc, self.sums[*doc as usize]))
    }
}

impl Postings {
    /// The index of these documents, each the terms of one, repeated ones too. Cost: O(terms).
    pub(in crate::tagging) fn build(documents: &[Vec<u64>], weighting: Weighting) -> Self {
        let mut terms: FxHashMap<u64, u32> = FxHashMap::default();
        let mut counted: Vec<Vec<(u32, u32)>> = Vec::with_capacity(documents.len());
        for document in documents {
            let mut own: Vec<u32> = document
                .iter()
                .map(|term| {
                    let next = u32::try_from(terms.len()).unwrap_or(u32::MAX);
                    *terms.entry(*term).or_insert(next)
                })
                .collect();
            own.sort_unstable();
            let count = |run: &[u32]| (run[0], u32::try_from(run.len()).unwrap_or(u32::MAX));
            counted.push(own.chunk_by(PartialEq::eq).map(count).collect());
        }
        let mut starts = vec![0u32; terms.len() + 1];
        for (term, _) in counted.iter().flatten() {
            starts[*term as usize + 1] += 1;
        }
        let idf: Vec<f32> = starts[1..].iter().map(|n| idf(*n, documents.len())).collect();
        for term in 0..terms.len() {
            starts[term + 1] += starts[term];
        }
        let n_terms: usize = documents.iter().map(Vec::len).sum();
        let mean_length = n_terms as f64 / documents.len().max(1) as f64;
        let mut next = starts.clone();
        let mut posted = vec![(0u32, 0f32); counted.iter().map(Vec::len).sum()];
        let mut weights = Vec::with_capacity(documents.len());
        for (number, (counts, document)) in (0u32..).zip(counted.iter().zip(documents)) {
            let length = document.len() as f64 / mean_length.max(1.0);
            let mut own: Vec<f64> = counts
                .iter()
                .map(|(term, n)| weighting.of(*n, f64::from(idf[*term as usize]), length))
                .collect();
            if weighting == Weighting::Cosine {
                let norm = own.iter().map(|w| w * w).sum::<f64>().sqrt();
                for weight in &mut own {
                    *weight /= norm.max(f64::MIN_POSITIVE);
                }
            }
            weights.push(narrow(own.iter().sum()));
            for ((term, _), weight) in counts.iter().zip(own) {
                let place = &mut next[*term as usize];
                posted[*place as usize] = (number, narrow(weight));
                *place += 1;
            }
        }
        Self { weighting, terms, idf, starts, posted, weights }
    }

    /// How many documents it holds.
    pub(in crate::tagging) fn len(&self) -> usize {
        self.weights.len()
    }

    /// Inverse document frequency of a term; nothing for one that no document has.
    pub(in crate::tagging) fn idf(&self, term: u64) -> Option<f64> {
        self.terms.get(&term).map(|term| f64::from(self.idf[*term as usize]))
    }

    /// The weight of a term that only one document has.
    pub(in crate::tagging) fn rarest(&self) -> f64 {
        f64::from(idf(1, self.len()))
    }

    /// Weight of a document: the sum of its terms' weights.
    pub(in crate::tagging) fn weight(&self, document: u32) -> f64 {
        f64::from(self.weights[document as usize])
    }

    /// For every document with a term of the query, the sum of the terms' weights in it, each times the
    /// query's own weight for it. Terms stand once each. Cost: O(documents that share a term).
    pub(in crate::tagging) fn sum(&self, query: &[(u64, f64)], sums: &mut Sums) {
        for doc in &sums.touched {
            sums.sums[*doc as usize] = 0.0;
        }
        sums.touched.clear();
        sums.sums.resize(self.len(), 0.0);
        for (term, weight) in query {
            let Some(term) = self.terms.get(term) else { continue };
            let term = *term as usize;
            let weight = narrow(*weight);
            for (document, posted) in
                &self.posted[self.starts[term] as usize..self.starts[term + 1] as usize]
            {
                let sum = &mut sums.sums[*document as usize];
                if *sum == 0.0 {
                    sums.touched.push(*document);
                }
                *sum += weight * posted;
            }
        }
        sums.touched.sort_unstable();
        sums.touched.dedup();
    }

    /// A query for [`Postings::sum`]: of [`Weighting::Cosine`] a vector of length 1, else each term once, weighing 1.
    pub(in crate::tagging) fn query(&self, mut terms: Vec<u64>) -> Vec<(u64, f64)> {
        terms.sort_unstable();
        let runs = terms.chunk_by(PartialEq::eq);
        if self.weighting != Weighting::Cosine {
            return runs.map(|run| (run[0], 1.0)).collect();
        }
        // A term that no document has makes the query longer: it is not the same as nothing.
        let rarest = self.rarest();
        let weighed = |run: &[u64]| {
            let n = u32::try_from(run.len()).unwrap_or(u32::MAX);
            (run[0], self.weighting.of(n, self.idf(run[0]).unwrap_or(rarest), 1.0))
        };
        let mut query: Vec<(u64, f64)> = runs.map(weighed).collect();
        let norm = query.iter().map(|(_, w)| w * w).sum::<f64>().sqrt();
        for (_, weight) in &mut query {
            *weight /= norm.max(f64::MIN_POSITIVE);
        }
        query
    }
}

impl Weighting {
    /// `length` is that of the document, over the mean.
    fn of(self, n: u32, idf: f64, length: f64) -> f64 {
        let n = f64::from(n);
        match self {
            Self::Idf => idf,
            Self::Bm25 { b } => idf * n * (K1 + 1.0) / (n + K1 * (1.0 - b + b * length)),
            Self::Cosine => (1.0 + n.ln()) * idf,
        }
    }
}

fn idf(n: u32, n_documents: usize) -> f32 {
    let n = f64::from(n);
    narrow((1.0 + (n_documents as f64 - n + 0.5) / (n + 0.5)).ln())
}

#[expect(clippy::cast_possible_truncation, reason = "a weight needs seven digits")]
fn narrow(weight: f64) -> f32 {
    weight as f32
}
