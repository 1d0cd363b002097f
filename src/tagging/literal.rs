//! Passage -> the labels that stand in it word for word.

use std::collections::BTreeMap;

use daachorse::DoubleArrayAhoCorasick;
use daachorse::DoubleArrayAhoCorasickBuilder;
use daachorse::MatchKind;

use crate::index::without_qualifier;
use crate::model::Framework;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Span;
use crate::text::fold;
use crate::text::folded_words;
use crate::text::words;

/// All labels of a framework, found in one pass over a text.
pub(in crate::tagging) struct Literal {
    automaton: Option<DoubleArrayAhoCorasick<u32>>,
    /// What each pattern names.
    named: Vec<Vec<Named>>,
}

#[derive(Debug, Clone, Copy)]
struct Named {
    concept: usize,
    label_idx: usize,
    /// Only where the text, too, writes it in capitals.
    is_acronym: bool,
}

/// A label that stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::tagging) struct LiteralMatch {
    pub(in crate::tagging) concept: usize,
    pub(in crate::tagging) label_idx: usize,
    /// Where, from the first word to the last.
    pub(in crate::tagging) span: Span,
}

/// Letters of an acronym at most: beyond, capitals are emphasis.
const ACRONYM_CHARS: usize = 6;

impl std::fmt::Debug for Literal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Literal").field("patterns", &self.named.len()).finish_non_exhaustive()
    }
}

impl Literal {
    /// Preferred labels, and alternative ones that are acronyms: other alternative labels, taken by the
    /// letter, are wrong more often than right (measured: three in four).
    pub(in crate::tagging) fn build(
        framework: &Framework,
        language: Language,
        concepts: &[usize],
    ) -> Self {
        let mut patterns: BTreeMap<String, Vec<Named>> = BTreeMap::new();
        for position in concepts {
            let Some(concept) = framework.concepts().get(*position) else { continue };
            for (label_idx, label) in concept.labels.iter().enumerate() {
                let is_acronym = is_acronym(&label.text);
                let is_wanted = label.kind == LabelKind::Preferred
                    || (label.kind == LabelKind::Alternative && is_acronym);
                if !is_wanted || !label.language.is_like(language) {
                    continue;
                }
                let pattern = folded_words(without_qualifier(&label.text));
                if !pattern.is_empty() {
                    let named = Named { concept: *position, label_idx, is_acronym };
                    patterns.entry(pattern).or_default().push(named);
                }
            }
        }
        let automaton = DoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns.keys())
            .ok();
        Self { automaton, named: patterns.into_values().collect() }
    }

    /// The labels that stand in the text, in reading order; of overlapping ones the first and longest.
    pub(in crate::tagging) fn find(&self, text: &str) -> Vec<LiteralMatch> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let spans: Vec<Span> = words(text).collect();
        let mut folded = String::with_capacity(text.len());
        // Where each word begins and ends in the folded text.
        let mut starts = Vec::with_capacity(spans.len());
        let mut ends = Vec::with_capacity(spans.len());
        for span in &spans {
            if !folded.is_empty() {
                folded.push(' ');
            }
            starts.push(folded.len());
            folded.push_str(&fold(span.of(text)));
            ends.push(folded.len());
        }
        let mut found = Vec::new();
        for matched in automaton.leftmost_find_iter(&folded) {
            let first = starts.binary_search(&matched.start());
            let last = ends.binary_search(&matched.end());
            let (Ok(first), Ok(last)) = (first, last) else { continue };
            let span = Span { start: spans[first].start, end: spans[last].end };
            let is_capital = !span.of(text).contains(char::is_lowercase);
            for named in self.named.get(matched.value() as usize).into_iter().flatten() {
                if !named.is_acronym || is_capital {
                    let Named { concept, label_idx, .. } = *named;
                    found.push(LiteralMatch { concept, label_idx, span });
                }
            }
        }
        found
    }
}

/// Two to six letters and digits, all in capitals, and no word of common speech in small letters.
fn is_acronym(label: &str) -> bool {
    let n_chars = label.chars().count();
    (2..=ACRONYM_CHARS).contains(&n_chars)
        && label.chars().all(|c| c.is_uppercase() || c.is_numeric() || "+#.-/".contains(c))
        && label.chars().filter(|c| c.is_uppercase()).count() >= 2
}
