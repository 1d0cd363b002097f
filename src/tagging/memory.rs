//! A text -> the concepts that people gave to texts like it.
//!
//! Every confirmed example ("Sr. Java Dev" is a software developer) is a small document; a new text asks the
//! 20 nearest by BM25, and each votes for its concept with its score. Nothing is learnt beforehand, so an
//! example counts from the next text on, and one that is taken away leaves no trace. A memory knows concepts
//! by IRI: it serves titles and sentences, and outlives releases.

use std::collections::BTreeMap;

use crate::model::ConceptId;
use crate::model::Example;
use crate::model::Language;
use crate::tagging::postings::Postings;
use crate::tagging::postings::Sums;
use crate::tagging::postings::Weighting;
use crate::tagging::titles::Title;
use crate::text::similarity::dice;

/// What the nearest examples say of one concept.
#[derive(Debug, Clone, PartialEq)]
pub struct Vote<'a> {
    /// The concept.
    pub concept: &'a ConceptId,
    /// Its votes over those of the concept with the most, 0..=1, higher is better.
    pub share: f64,
    /// How like the text its nearest example is: the Dice coefficient of weighted stems, 0..=1.
    pub likeness: f64,
    /// That example's text.
    pub example: &'a str,
    /// How many of the nearest examples voted for it.
    pub n_examples: usize,
}

/// Confirmed examples, ready to vote.
#[derive(Debug)]
pub struct Memory {
    language: Language,
    examples: Vec<Example>,
    /// What the examples' texts say of the job, folded: whether the text itself was confirmed.
    cores: Vec<String>,
    by_score: Postings,
    by_weight: Postings,
}

/// Examples that vote: the number of the prototype on the job board's titles; no other was tried here.
const NEAREST: usize = 20;
/// The usual penalty of BM25 for long documents.
const LENGTH_PENALTY: f64 = 0.75;
/// Examples from which on a memory is trusted as much as ever.
const MANY: f64 = 5_000.0;

impl Memory {
    /// A memory of these examples; their order does not matter. Cost: O(words).
    pub fn new(mut examples: Vec<Example>, language: Language) -> Self {
        examples.sort();
        examples.dedup();
        let titles: Vec<Title> =
            examples.iter().map(|e| Title::written(&e.text, language)).collect();
        let documents: Vec<Vec<u64>> = titles.iter().map(Title::heavy_terms).collect();
        Self {
            language,
            by_score: Postings::build(&documents, Weighting::Bm25 { b: LENGTH_PENALTY }),
            by_weight: Postings::build(&documents, Weighting::Idf),
            cores: titles.into_iter().map(|title| title.core).collect(),
            examples,
        }
    }

    /// How many examples it has.
    pub fn len(&self) -> usize {
        self.examples.len()
    }

    /// Whether it has no example: it then never votes.
    pub fn is_empty(&self) -> bool {
        self.examples.is_empty()
    }

    /// How far the votes are to be trusted beside a score of the framework's own, 0..=1: it grows with the
    /// number of examples and with the likeness of the nearest; a text that was itself confirmed gives 1. Rank,
    /// contract and the like make no other text of it.
    pub fn trust(&self, votes: &[Vote<'_>]) -> f64 {
        let nearest = votes.iter().map(|vote| vote.likeness).fold(0.0, f64::max);
        if nearest >= 1.0 {
            return 1.0;
        }
        let size = ((1.0 + self.len() as f64).ln() / (1.0 + MANY).ln()).min(1.0);
        (size * nearest).max(nearest.powi(ALIKE))
    }

    /// The concepts that the nearest examples name, most voted first; nothing when no word is shared.
    ///
    /// Where the text itself was confirmed, only what it was confirmed as gets votes. Cost: O(examples that
    /// share a stem).
    pub fn vote(&self, text: &str) -> Vec<Vote<'_>> {
        let title = Title::written(text, self.language);
        let query = title.terms();
        let whole: Vec<(u64, f64)> = query.iter().map(|(term, _)| (*term, 1.0)).collect();
        let mut sums = Sums::default();
        self.by_weight.sum(&whole, &mut sums);
        let unknown = self.by_weight.rarest();
        let weight: f64 =
            query.iter().map(|(t, w)| w * self.by_weight.idf(*t).unwrap_or(unknown)).sum();
        let likeness: BTreeMap<u32, f64> = sums
            .touched()
            .map(|(doc, common)| {
                let common = f64::from(common);
                (doc, dice(common, weight.max(common), self.by_weight.weight(doc)).min(ALMOST))
            })
            .collect();
        self.by_score.sum(&query, &mut sums);
        let mut near: Vec<(f64, u32, f64)> = sums
            .touched()
            .map(|(doc, score)| {
                let is_same = self.cores[doc as usize] == title.core;
                let likeness = likeness.get(&doc).copied().unwrap_or(0.0);
                (f64::from(score), doc, if is_same { 1.0 } else { likeness })
            })
            .collect();
        if near.iter().any(|(_, _, likeness)| *likeness >= 1.0) {
            near.retain(|(_, _, likeness)| *likeness >= 1.0);
        }
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        near.truncate(NEAREST);
        self.counted(&near)
    }

    fn counted(&self, near: &[(f64, u32, f64)]) -> Vec<Vote<'_>> {
        let mut votes: BTreeMap<&ConceptId, Vote<'_>> = BTreeMap::new();
        for (score, doc, likeness) in near {
            let Example { text, concept } = &self.examples[*doc as usize];
            let vote = votes.entry(concept).or_insert(Vote {
                concept,
                share: 0.0,
                likeness: 0.0,
                example: text,
                n_examples: 0,
            });
            vote.share += score;
            vote.n_examples += 1;
            if *likeness > vote.likeness {
                vote.likeness = *likeness;
                vote.example = text;
            }
        }
        let most = votes.values().map(|vote| vote.share).fold(f64::MIN_POSITIVE, f64::max);
        let mut votes: Vec<Vote<'_>> =
            votes.into_values().map(|vote| Vote { share: vote.share / most, ..vote }).collect();
        votes.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.concept.cmp(b.concept)));
        votes
    }
}

/// How fast trust falls where the nearest example is less alike, however few examples there are: half at 0.84.
const ALIKE: i32 = 4;
/// Likeness of a text with the same stems that is not the same text.
const ALMOST: f64 = 0.99;

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(rows: &[(&str, &str)]) -> Memory {
        let example = |(text, concept): &(&str, &str)| Example {
            text: (*text).into(),
            concept: ConceptId::new(*concept).unwrap(),
        };
        Memory::new(rows.iter().map(example).collect(), Language::ENGLISH)
    }

    #[test]
    fn the_nearest_example_names_the_concept_and_is_shown() {
        let rows = [
            ("Java Developer", "urn:dev"),
            ("Junior Java Programmer", "urn:dev"),
            ("Pastry Cook", "urn:cook"),
        ];
        let memory = memory(&rows);
        let votes = memory.vote("Java Developer for Hospitals");
        assert_eq!((votes[0].concept.as_str(), votes[0].example), ("urn:dev", "Java Developer"));
        assert!(votes[0].n_examples == 2 && votes[0].likeness > 0.5 && votes[0].likeness < 1.0);
        assert!(memory.vote("plumber").is_empty() && memory.vote("").is_empty());
        let same = memory.vote("java developer!");
        assert!((same[0].likeness - 1.0).abs() < 1e-12 && same.len() == 1);
        assert!((memory.trust(&same) - 1.0).abs() < 1e-12 && memory.trust(&votes) < 0.5);
    }

    #[test]
    fn the_order_in_which_examples_came_does_not_matter() {
        let rows = [("cook", "urn:a"), ("cook", "urn:b"), ("line cook", "urn:c")];
        let mut other = rows;
        other.reverse();
        assert_eq!(memory(&rows).vote("head cook"), memory(&other).vote("head cook"));
    }
}
