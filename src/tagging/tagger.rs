//! Passage -> the concepts whose labels it has, strongest first.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::index::LabelIndex;
use crate::index::LabelMatch;
use crate::index::Scratch;
use crate::index::without_qualifier;
use crate::model::Concept;
use crate::model::ConceptKind;
use crate::model::Evidence;
use crate::model::Framework;
use crate::model::Language;
use crate::model::Score;
use crate::model::Span;
use crate::tagging::literal::Literal;
use crate::tagging::literal::LiteralMatch;
use crate::text::Token;
use crate::text::analyzer;
use crate::text::folded_words;

/// Finds the concepts of one framework in texts of one language.
#[derive(Debug)]
pub struct Tagger {
    framework: Arc<Framework>,
    labels: LabelIndex,
    literal: Literal,
}

/// What is wanted of a tagging.
#[derive(Debug, Clone)]
pub struct TaggingOptions {
    /// Concepts per passage at most.
    pub limit: usize,
    /// Least score, 0..=1.
    pub min_score: Score,
}

impl TaggingOptions {
    /// The least score at which the untrained score is right about as often as it finds what is there: where
    /// F1 is highest on the validation sentences of the TECH and HOUSE sets.
    pub const MIN_SCORE: f64 = 0.76;
}

impl Default for TaggingOptions {
    fn default() -> Self {
        Self { limit: 20, min_score: Score::new(Self::MIN_SCORE) }
    }
}

/// A concept found in a passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// Position of the concept in its framework.
    pub concept: usize,
    /// How much it is believed.
    pub score: Score,
    /// The words that caused it, in the passage.
    pub spans: Vec<Span>,
    /// Why.
    pub evidence: Vec<Evidence>,
}

/// The strength that is worth one half, as a share of the root of the rarest weight, so that small and large
/// frameworks score alike. The score is strength / (strength + this).
const HALF_STRENGTH: f64 = 0.3;
/// A label that stands word for word counts so much more than one whose words are scattered.
const LITERAL_FACTOR: f64 = 1.2;

impl Tagger {
    /// A tagger for the competencies of a framework: its skills, knowledge, abilities, activities, tools and
    /// outcomes.
    ///
    /// Cost: O(characters of the labels); half a second for 100,000 labels.
    pub fn competencies(framework: Arc<Framework>, language: Language) -> Self {
        Self::of_kinds(framework, language, ConceptKind::is_competency)
    }

    /// A tagger for the concepts of the kinds that please `wanted`.
    pub fn of_kinds(
        framework: Arc<Framework>,
        language: Language,
        wanted: impl Fn(ConceptKind) -> bool,
    ) -> Self {
        let is_wanted = |concept: &Concept| wanted(concept.kind);
        let labels = LabelIndex::build(&framework, language, is_wanted);
        let concepts: Vec<usize> = (0..framework.concepts().len())
            .filter(|position| is_wanted(&framework.concepts()[*position]))
            .collect();
        let literal = Literal::build(&framework, language, &concepts);
        Self { framework, labels, literal }
    }

    /// The framework whose concepts it finds.
    pub fn framework(&self) -> &Arc<Framework> {
        &self.framework
    }

    /// How many labels it knows; none when the framework has none in that language.
    pub fn n_labels(&self) -> usize {
        self.labels.len()
    }

    /// The concepts of a passage, best first, with their evidence.
    ///
    /// Cost: O(labels that share a stem with the passage); 0.1 ms for a sentence and 100,000 labels.
    pub fn tag(
        &self,
        passage: &str,
        options: &TaggingOptions,
        scratch: &mut Scratch,
    ) -> Vec<Match> {
        let tokens = analyzer(self.labels.language()).tokens(passage);
        let literal = self.literal.find(passage);
        self.ranked(&tokens, &literal, options, scratch)
            .into_iter()
            .map(|(score, found)| self.explained(passage, &tokens, &literal, score, &found))
            .collect()
    }

    /// The ranking alone, without evidence: position of the concept and score, best first.
    pub fn rank(
        &self,
        passage: &str,
        options: &TaggingOptions,
        scratch: &mut Scratch,
    ) -> Vec<(usize, Score)> {
        let tokens = analyzer(self.labels.language()).tokens(passage);
        let literal = self.literal.find(passage);
        let ranked = self.ranked(&tokens, &literal, options, scratch);
        ranked.into_iter().map(|(score, found)| (found.concept, score)).collect()
    }

    fn ranked(
        &self,
        tokens: &[Token],
        literal: &[LiteralMatch],
        options: &TaggingOptions,
        scratch: &mut Scratch,
    ) -> Vec<(Score, LabelMatch)> {
        let stems: Vec<&str> = tokens.iter().map(|t| t.stem.as_str()).collect();
        let said: BTreeSet<(usize, usize)> =
            literal.iter().map(|l| (l.concept, l.label_idx)).collect();
        let strength = |found: &LabelMatch| {
            let is_said = !said.is_empty() && said.contains(&(found.concept, found.label_idx));
            found.strength() * if is_said { LITERAL_FACTOR } else { 1.0 }
        };
        let best = self.labels.best_by(&stems, options.limit, scratch, strength);
        let half = HALF_STRENGTH * self.labels.rarest().sqrt();
        best.into_iter()
            .map(|found| {
                let strength = strength(&found);
                (Score::new(strength / (strength + half)), found)
            })
            .take_while(|(score, _)| *score >= options.min_score)
            .collect()
    }

    fn explained(
        &self,
        passage: &str,
        tokens: &[Token],
        literal: &[LiteralMatch],
        score: Score,
        found: &LabelMatch,
    ) -> Match {
        let concept = found.concept;
        let Some(label) = self.framework.concepts()[concept].labels.get(found.label_idx) else {
            return Match { concept, score, spans: Vec::new(), evidence: Vec::new() };
        };
        let said = literal.iter().find(|l| l.concept == concept && l.label_idx == found.label_idx);
        if let Some(said) = said {
            let words = said.span.of(passage).to_owned();
            let evidence = vec![Evidence::LabelInText { label: label.clone(), words }];
            return Match { concept, score, spans: vec![said.span], evidence };
        }
        let wanted: BTreeSet<String> = analyzer(self.labels.language())
            .tokens(without_qualifier(&label.text))
            .into_iter()
            .map(|token| token.stem)
            .collect();
        let spans = tightest(tokens, &wanted);
        if let (Some(first), Some(last)) = (spans.first(), spans.last()) {
            let whole = Span { start: first.start, end: last.end };
            if folded_words(whole.of(passage)) == folded_words(without_qualifier(&label.text)) {
                let words = whole.of(passage).to_owned();
                let evidence = vec![Evidence::LabelInText { label: label.clone(), words }];
                return Match { concept, score, spans: vec![whole], evidence };
            }
        }
        let words = spans.iter().map(|s| s.of(passage).to_owned()).collect();
        let share = Score::new(found.coverage);
        let evidence = vec![Evidence::LabelWordsInText { label: label.clone(), words, share }];
        Match { concept, score, spans, evidence }
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
