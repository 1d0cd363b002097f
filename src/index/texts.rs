//! Descriptions by the stems in them: which concepts are described in like words?

use rustc_hash::FxHashMap;

use crate::model::Concept;
use crate::model::Framework;
use crate::model::Language;
use crate::model::Status;
use crate::model::TextKind;
use crate::text::analyzer;

/// What some concepts of a framework say about themselves (labels and descriptions), as weighted stems.
#[derive(Debug)]
pub struct TextIndex {
    language: Language,
    terms: FxHashMap<Box<str>, u32>,
    idf: Vec<f64>,
    /// Concept and weight, by term; the weights of one concept have length 1.
    posted: Vec<Vec<(u32, f32)>>,
}

/// A concept described in like words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextMatch {
    /// Position of the concept in its framework.
    pub concept: usize,
    /// Cosine of the two descriptions, 0..=1.
    pub cosine: f64,
}

impl TextIndex {
    /// The texts in `language` of the active concepts that please `wanted`. Cost: O(characters).
    pub fn build(
        framework: &Framework,
        language: Language,
        wanted: impl Fn(&Concept) -> bool,
    ) -> Self {
        let mut terms: FxHashMap<Box<str>, u32> = FxHashMap::default();
        let mut counted: Vec<(u32, Vec<(u32, u32)>)> = Vec::new();
        for (position, concept) in (0u32..).zip(framework.concepts()) {
            if concept.status != Status::Active || !wanted(concept) {
                continue;
            }
            let mut own: Vec<u32> = stems_of(concept, language)
                .into_iter()
                .map(|stem| {
                    let next = u32::try_from(terms.len()).unwrap_or(u32::MAX);
                    *terms.entry(stem.into_boxed_str()).or_insert(next)
                })
                .collect();
            own.sort_unstable();
            let counts = own
                .chunk_by(PartialEq::eq)
                .map(|run| (run[0], u32::try_from(run.len()).unwrap_or(u32::MAX)));
            counted.push((position, counts.collect()));
        }
        let mut n_concepts = vec![0u32; terms.len()];
        for (term, _) in counted.iter().flat_map(|(_, counts)| counts) {
            n_concepts[*term as usize] += 1;
        }
        let n_all = counted.len() as f64;
        let idf: Vec<f64> = n_concepts.iter().map(|n| (1.0 + n_all / f64::from(*n)).ln()).collect();
        let mut posted = vec![Vec::new(); terms.len()];
        for (position, counts) in &counted {
            let weights: Vec<f64> =
                counts.iter().map(|(term, n)| weight(*n, idf[*term as usize])).collect();
            let length = weights.iter().map(|w| w * w).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
            for ((term, _), weight) in counts.iter().zip(weights) {
                #[expect(clippy::cast_possible_truncation, reason = "a weight needs seven digits")]
                posted[*term as usize].push((*position, (weight / length) as f32));
            }
        }
        Self { language, terms, idf, posted }
    }

    /// The concepts described most like this one (of any framework), most alike first, at most `limit`.
    ///
    /// Cost: O(concepts that share a stem).
    pub fn like(&self, concept: &Concept, limit: usize) -> Vec<TextMatch> {
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        let mut order = Vec::new();
        for stem in stems_of(concept, self.language) {
            if let Some(term) = self.terms.get(stem.as_str()) {
                let count = counts.entry(*term).or_insert(0);
                if *count == 0 {
                    order.push(*term);
                }
                *count += 1;
            }
        }
        let weights: Vec<(u32, f64)> = order
            .iter()
            .map(|term| (*term, weight(counts[term], self.idf[*term as usize])))
            .collect();
        let length = weights.iter().map(|(_, w)| w * w).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
        let mut sums: FxHashMap<u32, f64> = FxHashMap::default();
        let mut touched = Vec::new();
        for (term, weight) in weights {
            for (concept, other) in &self.posted[term as usize] {
                let sum = sums.entry(*concept).or_insert_with(|| {
                    touched.push(*concept);
                    0.0
                });
                *sum += weight / length * f64::from(*other);
            }
        }
        let mut found: Vec<TextMatch> = touched
            .iter()
            .map(|concept| TextMatch {
                concept: *concept as usize,
                cosine: sums[concept].clamp(0.0, 1.0),
            })
            .collect();
        found.sort_by(|a, b| b.cosine.total_cmp(&a.cosine).then(a.concept.cmp(&b.concept)));
        found.truncate(limit);
        found
    }

    /// The stems that two concepts share and that count most, heaviest first, at most `limit`.
    pub fn shared(&self, one: &Concept, other: &Concept, limit: usize) -> Vec<String> {
        let other: std::collections::BTreeSet<String> =
            stems_of(other, self.language).into_iter().collect();
        let mut shared: Vec<String> =
            stems_of(one, self.language).into_iter().filter(|s| other.contains(s)).collect();
        shared.sort();
        shared.dedup();
        let idf =
            |stem: &String| self.terms.get(stem.as_str()).map_or(0.0, |t| self.idf[*t as usize]);
        shared.sort_by(|a, b| idf(b).total_cmp(&idf(a)).then(a.cmp(b)));
        shared.truncate(limit);
        shared
    }
}

/// The often repeated word counts more, but not in proportion.
fn weight(n: u32, idf: f64) -> f64 {
    (1.0 + f64::from(n).ln()) * idf
}

fn stems_of(concept: &Concept, language: Language) -> Vec<String> {
    let analyzer = analyzer(language);
    let is_here = |other: Language| other.is_like(language);
    let labels = concept.labels.iter().filter(|l| is_here(l.language)).map(|l| &l.text);
    let texts = concept
        .texts
        .iter()
        .filter(|t| is_here(t.language) && t.kind != TextKind::Note)
        .map(|t| &t.text);
    labels.chain(texts).flat_map(|text| analyzer.tokens(text)).map(|token| token.stem).collect()
}
