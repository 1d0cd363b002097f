//! A ranking -> the answer to a title: occupations with evidence, and groups.

use std::collections::BTreeSet;

use crate::model::Concept;
use crate::model::Evidence;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Score;
use crate::model::Span;
use crate::tagging::memory::Memory;
use crate::tagging::memory::Vote;
use crate::tagging::postings::term;
use crate::tagging::titles::index::TitleIndex;
use crate::tagging::titles::levels::LevelMatch;
use crate::tagging::titles::normalise::Title;
use crate::text::Token;
use crate::text::analyzer;
use crate::text::folded_words;
use crate::text::similarity::dice;
use crate::text::similarity::trigram_dice;

/// The occupations of a title.
#[derive(Debug, Clone, PartialEq)]
pub struct TitleAnswer {
    /// The occupations, most believed first.
    pub occupations: Vec<OccupationMatch>,
    /// The groups above them, level by level, finest first, the most believed of each level first.
    pub levels: Vec<LevelMatch>,
}

/// An occupation that a title may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct OccupationMatch {
    /// Position of the concept in its framework.
    pub concept: usize,
    /// How much it is believed; those of all occupations sum to at most 1.
    pub score: Score,
    /// Why.
    pub evidence: Vec<Evidence>,
}

/// Groups told of each level.
const PER_LEVEL: usize = 3;
/// Words of a description that are named.
const WORDS_NAMED: usize = 5;

impl TitleIndex {
    /// The occupations that a title means, at most `limit`, and the groups above them.
    ///
    /// `text` is that of the posting, empty where there is none. Cost: as [`TitleIndex::rank`].
    pub fn answer(
        &self,
        title: &str,
        text: &str,
        memory: Option<&Memory>,
        limit: usize,
    ) -> TitleAnswer {
        let ranking = self.rank(title, text, memory);
        let beliefs = self.beliefs(&ranking);
        let occupations = beliefs.iter().take(limit).map(|(position, score)| {
            let concept = &self.framework().concepts()[*position];
            let vote = ranking.votes.iter().find(|vote| *vote.concept == concept.id);
            OccupationMatch {
                concept: *position,
                score: *score,
                evidence: self.evidence(title, text, concept, vote),
            }
        });
        TitleAnswer { occupations: occupations.collect(), levels: self.groups(&beliefs, PER_LEVEL) }
    }

    /// The groups above believed occupations, level by level, finest first, at most `per_level` of each.
    pub fn groups(&self, beliefs: &[(usize, Score)], per_level: usize) -> Vec<LevelMatch> {
        self.levels.rolled_up(beliefs, per_level)
    }

    /// Why the occupation answers the title: the example that voted, the nearest label, words of its description.
    fn evidence(
        &self,
        title: &str,
        text: &str,
        concept: &Concept,
        vote: Option<&Vote<'_>>,
    ) -> Vec<Evidence> {
        let example = vote.map(|vote| Evidence::Example {
            text: vote.example.to_owned(),
            likeness: Score::new(vote.likeness),
            n_examples: vote.n_examples,
        });
        let mut evidence: Vec<Evidence> = example.into_iter().collect();
        evidence.extend(self.label_evidence(title, concept));
        let said = if text.is_empty() { title } else { text };
        if evidence.is_empty() || !text.is_empty() {
            evidence.extend(self.description_evidence(said, concept));
        }
        evidence
    }

    fn label_evidence(&self, title: &str, concept: &Concept) -> Option<Evidence> {
        let written = Title::written(title, self.language);
        let weight_of = |stem: &str| self.words.idf(term(stem)).unwrap_or(0.0);
        let of_title: f64 = written.stems.iter().map(|(stem, w)| w * weight_of(stem)).sum();
        let mut best: Option<(f64, f64, &Label, BTreeSet<String>)> = None;
        for label in concept.labels.iter().filter(|l| l.kind != LabelKind::Hidden) {
            if !label.language.is_like(self.language) {
                continue;
            }
            let stems = Title::label(&label.text, self.language).stems;
            let of_label: f64 = stems.iter().map(|(stem, _)| weight_of(stem)).sum();
            let is_shared = |stem: &String| written.stems.iter().any(|(other, _)| other == stem);
            let shared: BTreeSet<String> =
                stems.into_iter().map(|(stem, _)| stem).filter(is_shared).collect();
            let common: f64 = shared.iter().map(|stem| weight_of(stem)).sum();
            let like = dice(common, of_title.max(common), of_label);
            if best.as_ref().is_none_or(|(other, ..)| like > *other) {
                best = Some((
                    like,
                    if of_label > 0.0 { common / of_label } else { 0.0 },
                    label,
                    shared,
                ));
            }
        }
        let (like, share, label, shared) = best?;
        let label = label.clone();
        if folded_words(title) == folded_words(&label.text) {
            return Some(Evidence::LabelInText { label, words: title.trim().to_owned() });
        }
        if like > 0.0 {
            let words = words_with(title, &analyzer(self.language).tokens(title), &shared);
            // The title may say it by an abbreviation: then it has none of the label's words.
            let words = if words.is_empty() { vec![title.trim().to_owned()] } else { words };
            return Some(Evidence::LabelWordsInText { label, words, share: Score::new(share) });
        }
        let similarity = |label: &Label| trigram_dice(&written.core, &folded_words(&label.text));
        let labels = concept.labels.iter().filter(|l| l.language.is_like(self.language));
        let nearest = labels.max_by(|a, b| similarity(a).total_cmp(&similarity(b)))?;
        let similarity = Score::new(similarity(nearest));
        (similarity > Score::ZERO)
            .then(|| Evidence::LabelLikeTitle { label: nearest.clone(), similarity })
    }

    fn description_evidence(&self, said: &str, concept: &Concept) -> Option<Evidence> {
        let description = concept.description(self.language)?;
        let analyzer = analyzer(self.language);
        let said: BTreeSet<String> =
            analyzer.tokens(said).into_iter().map(|token| token.stem).collect();
        let mut tokens: Vec<Token> = analyzer.tokens(description);
        let mut seen = BTreeSet::new();
        tokens.retain(|token| said.contains(&token.stem) && seen.insert(token.stem.clone()));
        let rarity = |token: &Token| self.prose.idf(term(&token.stem)).unwrap_or(0.0);
        tokens.sort_by(|a, b| rarity(b).total_cmp(&rarity(a)).then(a.span.cmp(&b.span)));
        tokens.truncate(WORDS_NAMED);
        let words: Vec<String> = tokens.iter().map(|t| t.span.of(description).to_owned()).collect();
        (!words.is_empty()).then_some(Evidence::DescriptionWords { words })
    }
}

/// The words of a text with one of those stems, each stem once.
fn words_with(text: &str, tokens: &[Token], stems: &BTreeSet<String>) -> Vec<String> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let spans: Vec<Span> = tokens
        .iter()
        .filter(|token| stems.contains(&token.stem) && seen.insert(&token.stem))
        .map(|token| token.span)
        .collect();
    spans.iter().map(|span| span.of(text).to_owned()).collect()
}
