//! Labels by the stems in them: which labels does a text contain, and how much of each?
//!
//! # Why an index of our own
//! tantivy scores documents, and a concept with many names is punished for its length. Here every label
//! is scored by itself and a concept by its best label (max pooling), which finds half as many again of
//! the right skills (measured on the sentences of the TECH and HOUSE sets).

use rustc_hash::FxHashMap;

use crate::model::Concept;
use crate::model::Framework;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Status;
use crate::text::analyzer;

/// The labels of some concepts in one language, by the stems in them.
#[derive(Debug)]
pub struct LabelIndex {
    language: Language,
    terms: FxHashMap<Box<str>, u32>,
    pub(in crate::index) idf: Vec<f32>,
    rarest: f64,
    /// Labels of term `t`: `posted[starts[t]..starts[t + 1]]`.
    pub(in crate::index) starts: Vec<u32>,
    pub(in crate::index) posted: Vec<u32>,
    pub(in crate::index) labels: Vec<Entry>,
    /// Weight of the distinct stems of each label together, apart: all that is read of most labels.
    pub(in crate::index) weights: Vec<f32>,
    /// Terms of label `l`, sorted: `label_terms[label_ends[l - 1]..label_ends[l]]`.
    pub(in crate::index) label_terms: Vec<u32>,
    pub(in crate::index) label_ends: Vec<u32>,
    /// Labels of the concept at position `c`: `ranges[c]..ranges[c + 1]`.
    pub(in crate::index) ranges: Vec<u32>,
}

/// One label of the index.
#[derive(Debug, Clone, Copy)]
pub(in crate::index) struct Entry {
    /// Position of its concept in the framework.
    pub(in crate::index) concept: u32,
    /// Position among the concept's labels.
    pub(in crate::index) label: u16,
    pub(in crate::index) is_preferred: bool,
}

impl LabelIndex {
    /// The labels in `language` of the active concepts that please `wanted`.
    ///
    /// Hidden labels are left out, and what stands in brackets at the end of a label ("Java (computer
    /// programming)") does not have to be found. Cost: O(characters of the labels).
    pub fn build(
        framework: &Framework,
        language: Language,
        wanted: impl Fn(&Concept) -> bool,
    ) -> Self {
        let analyzer = analyzer(language);
        let mut terms: FxHashMap<Box<str>, u32> = FxHashMap::default();
        let mut labels = Vec::new();
        let mut label_terms: Vec<u32> = Vec::new();
        let mut label_ends: Vec<u32> = Vec::new();
        let mut ranges: Vec<u32> = vec![0];
        let mut seen: Vec<Vec<u32>> = Vec::new();
        for (position, concept) in (0u32..).zip(framework.concepts()) {
            if concept.status != Status::Active || !wanted(concept) {
                ranges.push(count(labels.len()));
                continue;
            }
            seen.clear();
            for (label_idx, label) in concept.labels.iter().enumerate() {
                let is_here = label.language.is_like(language);
                if !is_here || label.kind == LabelKind::Hidden {
                    continue;
                }
                let mut own: Vec<u32> = analyzer
                    .tokens(without_qualifier(&label.text))
                    .into_iter()
                    .map(|token| {
                        let next = count(terms.len());
                        *terms.entry(token.stem.into_boxed_str()).or_insert(next)
                    })
                    .collect();
                own.sort_unstable();
                own.dedup();
                let is_preferred = label.kind == LabelKind::Preferred;
                let Ok(label) = u16::try_from(label_idx) else { continue };
                if own.is_empty() || seen.contains(&own) {
                    continue;
                }
                labels.push(Entry { concept: position, label, is_preferred });
                label_terms.extend(&own);
                label_ends.push(count(label_terms.len()));
                seen.push(own);
            }
            ranges.push(count(labels.len()));
        }
        Self::assembled(language, terms, labels, label_terms, label_ends, ranges)
    }

    fn assembled(
        language: Language,
        terms: FxHashMap<Box<str>, u32>,
        labels: Vec<Entry>,
        label_terms: Vec<u32>,
        label_ends: Vec<u32>,
        ranges: Vec<u32>,
    ) -> Self {
        let n_labels = labels.len() as f64;
        let mut starts = vec![0u32; terms.len() + 1];
        for term in &label_terms {
            starts[*term as usize + 1] += 1;
        }
        // The usual BM25 inverse document frequency, over labels instead of documents.
        let idf: Vec<f32> = starts[1..]
            .iter()
            .map(|n| {
                let n = f64::from(*n);
                #[expect(clippy::cast_possible_truncation, reason = "a weight needs seven digits")]
                let idf = (1.0 + (n_labels - n + 0.5) / (n + 0.5)).ln() as f32;
                idf
            })
            .collect();
        for term in 0..terms.len() {
            starts[term + 1] += starts[term];
        }
        let mut next = starts.clone();
        let mut posted = vec![0u32; label_terms.len()];
        let mut weights = vec![0.0; labels.len()];
        let mut start = 0;
        for (number, (weight, end)) in (0u32..).zip(weights.iter_mut().zip(&label_ends)) {
            let end = *end as usize;
            for term in &label_terms[start..end] {
                let place = &mut next[*term as usize];
                posted[*place as usize] = number;
                *place += 1;
                *weight += idf[*term as usize];
            }
            start = end;
        }
        Self {
            language,
            terms,
            idf,
            rarest: (1.0 + (n_labels + 0.5) / 1.5).ln(),
            starts,
            posted,
            labels,
            weights,
            label_terms,
            label_ends,
            ranges,
        }
    }

    /// How many distinct labels it holds.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether it holds no label: the concepts have none in that language.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The language of its labels.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The weight of a stem that only one label has: the scale of all weights, larger where there are more labels.
    pub fn rarest(&self) -> f64 {
        self.rarest
    }

    /// Inverse document frequency of a stem over the labels; nothing for a stem that no label has.
    fn idf(&self, stem: &str) -> Option<f64> {
        self.terms.get(stem).map(|term| f64::from(self.idf[*term as usize]))
    }

    /// How many distinct stems the labels have; their numbers begin with 0.
    pub fn n_terms(&self) -> usize {
        self.idf.len()
    }

    /// The number of a stem that a label has.
    pub fn term(&self, stem: &str) -> Option<u32> {
        self.terms.get(stem).copied()
    }

    /// Inverse document frequency of a numbered stem over the labels.
    pub fn term_weight(&self, term: u32) -> f64 {
        self.idf.get(term as usize).copied().map_or(0.0, f64::from)
    }

    /// The weight of distinct stems together. One that no label has weighs about as much as the rarest that one has.
    pub fn weight_of(&self, stems: &[&str]) -> f64 {
        let unknown = (self.labels.len() as f64 + 1.0).ln();
        stems.iter().map(|stem| self.idf(stem).unwrap_or(unknown)).sum()
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A label without the explanation in brackets at its end, unless nothing else is there.
pub fn without_qualifier(label: &str) -> &str {
    let trimmed = label.trim_end();
    let opened = if trimmed.ends_with(')') { trimmed.rfind('(') } else { None };
    match opened.map(|at| trimmed[..at].trim_end()) {
        Some(rest) if !rest.is_empty() => rest,
        _ => trimmed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_brackets_does_not_have_to_be_found() {
        let rows = [
            ("Java (computer programming)", "Java"),
            ("(general)", "(general)"),
            ("C#", "C#"),
            ("a (b) c", "a (b) c"),
        ];
        for (label, rest) in rows {
            assert_eq!(without_qualifier(label), rest);
        }
    }
}
