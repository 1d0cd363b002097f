//! A concept found in a passage -> the words that caused it, and why.

use std::collections::BTreeSet;

use crate::index::without_qualifier;
use crate::model::Evidence;
use crate::model::Score;
use crate::model::Span;
use crate::tagging::Match;
use crate::tagging::Tagger;
use crate::tagging::TaggingOptions;
use crate::tagging::literal::LiteralMatch;
use crate::tagging::tagger::Found;
use crate::text::Token;
use crate::text::analyzer;
use crate::text::folded_words;

/// Candidates that may point at a group together.
const POINTING: usize = 20;
/// Least score of a candidate that points at a group, and of the group: with less, words that two labels share by
/// chance point at strangers (read by eye on 50 postings and 200 courses).
const LEAST_POINTER: f64 = 0.1;
const LEAST_GROUP: f64 = 0.4;
/// Labels named of those below a group.
const NAMED: usize = 3;

impl Tagger {
    /// A concept with the words that caused it and a sentence that says why.
    pub(in crate::tagging) fn explained(
        &self,
        passage: &str,
        tokens: &[Token],
        literal: &[LiteralMatch],
        found: Found,
    ) -> Match {
        let Found { concept, score, .. } = found;
        let Some(label) = self.framework.concepts()[concept].labels.get(found.label_idx) else {
            return Match { concept, score, spans: Vec::new(), evidence: Vec::new() };
        };
        let said = literal.iter().find(|l| l.concept == concept && l.label_idx == found.label_idx);
        if let Some(said) = said {
            let words = said.span.of(passage).to_owned();
            let evidence = vec![Evidence::LabelInText { label: label.clone(), words }];
            return Match { concept, score, spans: vec![said.span], evidence };
        }
        let wanted = self.stems_of(without_qualifier(&label.text));
        let spans = tightest(tokens, &wanted);
        if let (Some(first), Some(last)) = (spans.first(), spans.last()) {
            let whole = Span { start: first.start, end: last.end };
            if folded_words(whole.of(passage)) == folded_words(without_qualifier(&label.text)) {
                let words = whole.of(passage).to_owned();
                let evidence = vec![Evidence::LabelInText { label: label.clone(), words }];
                return Match { concept, score, spans: vec![whole], evidence };
            }
        }
        let words: Vec<String> = spans.iter().map(|s| s.of(passage).to_owned()).collect();
        if words.is_empty() {
            let (spans, evidence) = self.described(passage, tokens, concept);
            return Match { concept, score, spans, evidence };
        }
        let share = Score::new(found.coverage);
        let evidence = vec![Evidence::LabelWordsInText { label: label.clone(), words, share }];
        Match { concept, score, spans, evidence }
    }

    /// No word of a label is there: the words of the passage that the description has.
    fn described(
        &self,
        passage: &str,
        tokens: &[Token],
        concept: usize,
    ) -> (Vec<Span>, Vec<Evidence>) {
        let language = self.labels.language();
        let texts = self.framework.concepts()[concept].texts.iter();
        let described: BTreeSet<String> = texts
            .filter(|text| text.language.is_like(language))
            .flat_map(|text| self.stems_of(&text.text))
            .collect();
        let spans: Vec<Span> =
            tokens.iter().filter(|t| described.contains(&t.stem)).map(|t| t.span).collect();
        if spans.is_empty() {
            return (spans, Vec::new());
        }
        let words = spans.iter().map(|span| span.of(passage).to_owned()).collect();
        (spans, vec![Evidence::DescriptionWords { words }])
    }

    fn stems_of(&self, text: &str) -> BTreeSet<String> {
        let tokens = analyzer(self.labels.language()).tokens(text);
        tokens.into_iter().map(|token| token.stem).collect()
    }

    /// The group to which unsure candidates point together, if it is likelier than the least score: the chance that at
    /// least one of those below it is meant.
    pub(in crate::tagging) fn group_of(
        &self,
        candidates: &[Found],
        options: &TaggingOptions,
        explained: impl Fn(Found) -> Match,
    ) -> Option<Match> {
        let mut groups: Vec<(u32, f64, Vec<Found>)> = Vec::new();
        let pointing = candidates.iter().take(POINTING);
        for found in pointing.filter(|found| found.score.value() >= LEAST_POINTER) {
            for parent in self.priors.parents(found.concept) {
                let place = groups.iter().position(|(group, _, _)| group == parent);
                let place = place.unwrap_or_else(|| {
                    groups.push((*parent, 1.0, Vec::new()));
                    groups.len() - 1
                });
                groups[place].1 *= 1.0 - found.score.value();
                groups[place].2.push(*found);
            }
        }
        groups.retain(|(_, _, below)| below.len() > 1);
        groups.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        let (group, none, below) = groups.into_iter().next()?;
        let score = Score::new(1.0 - none);
        if score < options.min_score || score.value() < LEAST_GROUP {
            return None;
        }
        let language = self.labels.language();
        let concepts = self.framework.concepts();
        let labels =
            below.iter().take(NAMED).map(|f| concepts[f.concept].label(language).to_owned());
        let labels = labels.collect();
        let mut spans: Vec<Span> =
            below.into_iter().take(NAMED).flat_map(|found| explained(found).spans).collect();
        spans.sort_unstable();
        spans.dedup();
        let evidence = vec![Evidence::GroupOf { labels }];
        Some(Match { concept: group as usize, score, spans, evidence })
    }

    /// Whether one concept is a step broader than another.
    pub(in crate::tagging) fn is_broader(&self, group: usize, concept: usize) -> bool {
        self.priors.parents(concept).iter().any(|parent| *parent as usize == group)
    }
}

/// The places of all wanted stems that occur, taken where they stand closest together.
fn tightest(tokens: &[Token], wanted: &BTreeSet<String>) -> Vec<Span> {
    let hits: Vec<&Token> = tokens.iter().filter(|t| wanted.contains(&t.stem)).collect();
    let distinct: BTreeSet<&str> = hits.iter().map(|t| t.stem.as_str()).collect();
    let mut best: Option<(usize, Vec<Span>)> = None;
    for start in 0..hits.len() {
        let mut seen = BTreeSet::new();
        let mut spans = Vec::new();
        for token in &hits[start..] {
            if seen.insert(token.stem.as_str()) {
                spans.push(token.span);
            }
            if seen.len() == distinct.len() {
                let width = token.span.end - hits[start].span.start;
                if best.as_ref().is_none_or(|(other, _)| width < *other) {
                    best = Some((width, spans));
                }
                break;
            }
        }
    }
    best.map(|(_, spans)| spans).unwrap_or_default()
}
