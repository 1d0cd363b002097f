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
use crate::text::similarity::dice;

/// The labels of some concepts in one language, by the stems in them.
#[derive(Debug)]
pub struct LabelIndex {
    language: Language,
    terms: FxHashMap<Box<str>, u32>,
    idf: Vec<f32>,
    /// Labels of term `t`: `posted[starts[t]..starts[t + 1]]`.
    starts: Vec<u32>,
    posted: Vec<u32>,
    labels: Vec<Entry>,
    /// Terms of label `l`, sorted: `label_terms[label_ends[l - 1]..label_ends[l]]`.
    label_terms: Vec<u32>,
    label_ends: Vec<u32>,
    /// Labels of the concept at position `c`: `ranges[c]..ranges[c + 1]`.
    ranges: Vec<u32>,
}

/// One label of the index.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Position of its concept in the framework.
    concept: u32,
    /// Position among the concept's labels.
    label: u16,
    is_preferred: bool,
    /// Weight of its distinct stems together.
    weight: f32,
}

/// A label found in a text, and how much of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LabelMatch {
    /// Position of the concept in its framework.
    pub concept: usize,
    /// Position of the label among the concept's labels.
    pub label_idx: usize,
    /// Whether it is the preferred one.
    pub is_preferred: bool,
    /// Weight of the stems found: sum of their inverse document frequencies, 0 or more.
    pub matched: f64,
    /// Share of the label's weight that was found, 0..=1.
    pub coverage: f64,
    /// Weight of the whole label.
    pub weight: f64,
}

impl LabelMatch {
    /// Coverage times the root of the matched weight: long and rare beats short and common, complete beats
    /// partial. 0 or more, unbounded.
    pub fn strength(&self) -> f64 {
        self.matched.sqrt() * self.coverage
    }
}

/// One label of a concept against the text that is being scored.
#[derive(Debug, Clone, Copy)]
pub struct LabelView<'a> {
    /// What was found of it.
    pub found: LabelMatch,
    /// Its distinct stems as numbers, sorted; see [`LabelIndex::term`].
    pub terms: &'a [u32],
}

/// Room for scoring, to be used again for the next text.
#[derive(Debug, Default)]
pub struct Scratch {
    /// Weight found of each label.
    matched: Vec<f32>,
    /// One bit for each label of which something was found: read off, they are in order.
    touched: Vec<u64>,
}

impl Scratch {
    /// The labels of which something was found, ascending.
    fn labels(&self) -> impl Iterator<Item = u32> {
        (0u32..).step_by(64).zip(&self.touched).flat_map(|(first, bits)| {
            let mut rest = *bits;
            std::iter::from_fn(move || {
                let at = rest.trailing_zeros();
                rest &= rest.checked_sub(1)?;
                Some(first + at)
            })
        })
    }
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
                labels.push(Entry { concept: position, label, is_preferred, weight: 0.0 });
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
        mut labels: Vec<Entry>,
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
        let mut start = 0;
        for (number, (entry, end)) in (0u32..).zip(labels.iter_mut().zip(&label_ends)) {
            let end = *end as usize;
            for term in &label_terms[start..end] {
                let place = &mut next[*term as usize];
                posted[*place as usize] = number;
                *place += 1;
                entry.weight += idf[*term as usize];
            }
            start = end;
        }
        Self { language, terms, idf, starts, posted, labels, label_terms, label_ends, ranges }
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
        (1.0 + (self.labels.len() as f64 + 0.5) / 1.5).ln()
    }

    /// Inverse document frequency of a stem over the labels; nothing for a stem that no label has.
    fn idf(&self, stem: &str) -> Option<f64> {
        self.terms.get(stem).map(|term| f64::from(self.idf[*term as usize]))
    }

    /// The concepts whose labels have stems in common with the text, each by its best label, strongest
    /// first, at most `limit`.
    ///
    /// `stems` are those of the text; repeated ones count once. Cost: O(labels that share a stem).
    pub fn best(&self, stems: &[&str], limit: usize, scratch: &mut Scratch) -> Vec<LabelMatch> {
        self.best_by(stems, limit, scratch, LabelMatch::strength)
    }

    /// As [`LabelIndex::best`], with another measure of strength. Of labels equally strong the first
    /// stands for its concept; of concepts equally strong the first in the framework comes first.
    pub fn best_by(
        &self,
        stems: &[&str],
        limit: usize,
        scratch: &mut Scratch,
        strength: impl Fn(&LabelMatch) -> f64,
    ) -> Vec<LabelMatch> {
        self.match_stems(stems, scratch);
        let matches = self.strongest(limit, scratch, strength);
        Self::forget(scratch);
        matches.into_iter().map(|(_, found)| found).collect()
    }

    /// Finds how much of every label the text has; what is found is asked for by [`LabelIndex::strongest`] and
    /// [`LabelIndex::labels_of`] until [`LabelIndex::forget`]. Gives the numbers of the stems that are known.
    pub fn match_stems(&self, stems: &[&str], scratch: &mut Scratch) -> Vec<u32> {
        let mut terms: Vec<u32> = stems.iter().filter_map(|s| self.term(s)).collect();
        terms.sort_unstable();
        terms.dedup();
        scratch.matched.resize(self.labels.len(), 0.0);
        scratch.touched.resize(self.labels.len().div_ceil(64), 0);
        for term in &terms {
            let idf = self.idf[*term as usize];
            let range =
                self.starts[*term as usize] as usize..self.starts[*term as usize + 1] as usize;
            for label in &self.posted[range] {
                scratch.matched[*label as usize] += idf;
                scratch.touched[*label as usize / 64] |= 1 << (label % 64);
            }
        }
        terms
    }

    /// Makes the room empty again: it takes as long as the text had labels.
    pub fn forget(scratch: &mut Scratch) {
        scratch.matched.clear();
        scratch.touched.clear();
    }

    /// The concepts with the strongest labels among those matched, with their strength, as
    /// [`LabelIndex::best_by`] orders them.
    pub fn strongest(
        &self,
        limit: usize,
        scratch: &mut Scratch,
        strength: impl Fn(&LabelMatch) -> f64,
    ) -> Vec<(f64, LabelMatch)> {
        // Labels of one concept stand side by side.
        let mut ranked: Vec<(f64, u32, u32)> = Vec::new();
        for label in scratch.labels() {
            let found = self.found(label, f64::from(scratch.matched[label as usize]));
            let strength = strength(&found);
            let concept = self.labels[label as usize].concept;
            match ranked.last_mut() {
                Some(best) if best.1 == concept => {
                    if strength > best.0 {
                        *best = (strength, concept, label);
                    }
                }
                _ => ranked.push((strength, concept, label)),
            }
        }
        let order =
            |a: &(f64, u32, u32), b: &(f64, u32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if ranked.len() > limit && limit > 0 {
            ranked.select_nth_unstable_by(limit - 1, order);
        }
        ranked.truncate(limit);
        ranked.sort_unstable_by(order);
        ranked
            .iter()
            .map(|(strength, _, label)| {
                let matched = f64::from(scratch.matched[*label as usize]);
                (*strength, self.found(*label, matched))
            })
            .collect()
    }

    /// All labels of a concept against the text that was matched last, in the order of the concept's labels.
    pub fn labels_of<'a>(
        &'a self,
        concept: usize,
        scratch: &'a Scratch,
    ) -> impl Iterator<Item = LabelView<'a>> {
        let range = match self.ranges.get(concept..concept + 2) {
            Some([start, end]) => *start..*end,
            _ => 0..0,
        };
        range.map(|label| {
            let start = label.checked_sub(1).map_or(0, |l| self.label_ends[l as usize] as usize);
            let end = self.label_ends[label as usize] as usize;
            let matched = scratch.matched.get(label as usize).copied().unwrap_or(0.0);
            LabelView {
                found: self.found(label, f64::from(matched)),
                terms: &self.label_terms[start..end],
            }
        })
    }

    /// The number of a stem that a label has.
    pub fn term(&self, stem: &str) -> Option<u32> {
        self.terms.get(stem).copied()
    }

    /// Inverse document frequency of a numbered stem over the labels.
    pub fn term_weight(&self, term: u32) -> f64 {
        self.idf.get(term as usize).copied().map_or(0.0, f64::from)
    }

    /// The concepts that have a label most like a whole other label, each by its likest, likest first, at most
    /// `limit`: the match and how like it is, the Dice coefficient of weighted stems, 0..=1.
    ///
    /// Cost: as [`LabelIndex::best`].
    pub fn alike(
        &self,
        label: &str,
        limit: usize,
        scratch: &mut Scratch,
    ) -> Vec<(LabelMatch, f64)> {
        let tokens = analyzer(self.language).tokens(label);
        let mut stems: Vec<&str> = tokens.iter().map(|t| t.stem.as_str()).collect();
        stems.sort_unstable();
        stems.dedup();
        let weight = self.weight_of(&stems);
        let likeness = |found: &LabelMatch| dice(found.matched, weight, found.weight);
        let found = self.best_by(&stems, limit, scratch, likeness);
        found.into_iter().map(|found| (found, likeness(&found))).collect()
    }

    /// The weight of distinct stems together. One that no label has weighs about as much as the rarest that one has.
    pub fn weight_of(&self, stems: &[&str]) -> f64 {
        let unknown = (self.labels.len() as f64 + 1.0).ln();
        stems.iter().map(|stem| self.idf(stem).unwrap_or(unknown)).sum()
    }

    fn found(&self, label: u32, matched: f64) -> LabelMatch {
        let entry = self.labels[label as usize];
        let weight = f64::from(entry.weight);
        LabelMatch {
            concept: entry.concept as usize,
            label_idx: usize::from(entry.label),
            is_preferred: entry.is_preferred,
            matched,
            coverage: if matched > 0.0 { (matched / weight).min(1.0) } else { 0.0 },
            weight,
        }
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
    use crate::model::ConceptId;
    use crate::model::ConceptKind;
    use crate::model::FrameworkBuilder;
    use crate::model::Label;
    use crate::model::Licence;
    use crate::model::Release;

    fn framework(labels: &[&[&str]]) -> Framework {
        let mut builder = FrameworkBuilder::new(Release {
            framework: ConceptId::new("urn:t").unwrap(),
            key: "t".into(),
            title: String::new(),
            publisher: String::new(),
            version: "1".into(),
            licence: Licence::default(),
            description: String::new(),
        });
        for (position, labels) in labels.iter().enumerate() {
            let id = ConceptId::new(format!("urn:t:{position}")).unwrap();
            builder.add(Concept::new(id.clone(), ConceptKind::Skill));
            for text in *labels {
                let kind = LabelKind::Alternative;
                let label = Label { kind, language: Language::ENGLISH, text: (*text).into() };
                builder.add_label(id.as_str(), label);
            }
        }
        builder.build().unwrap()
    }

    fn best(index: &LabelIndex, text: &str) -> Vec<usize> {
        let tokens = analyzer(Language::ENGLISH).tokens(text);
        let stems: Vec<&str> = tokens.iter().map(|t| t.stem.as_str()).collect();
        index.best(&stems, 10, &mut Scratch::default()).iter().map(|m| m.concept).collect()
    }

    #[test]
    fn a_concept_is_as_good_as_its_best_label_however_many_it_has() {
        let many = ["weld steel", "join metal", "operate torches", "read weld plans", "cut plates"];
        let index = LabelIndex::build(
            &framework(&[&["bake bread"], &many, &["weld plastics"]]),
            Language::ENGLISH,
            |_| true,
        );
        assert_eq!(best(&index, "You will weld steel."), [1, 2]);
        assert_eq!(best(&index, "welding of plastics"), [2, 1]);
        assert!(best(&index, "play the flute").is_empty());
    }

    #[test]
    fn scoring_leaves_nothing_behind_for_the_next_text() {
        let index = LabelIndex::build(
            &framework(&[&["weld steel"], &["bake bread"]]),
            Language::ENGLISH,
            |_| true,
        );
        let mut scratch = Scratch::default();
        for _ in 0..3 {
            let found = index.best(&["weld", "steel"], 10, &mut scratch);
            assert_eq!(found.len(), 1);
            assert!((found[0].coverage - 1.0).abs() < 1e-6);
        }
    }

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
