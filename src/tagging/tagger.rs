//! Passage -> the concepts whose labels it has, strongest first.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::index::LabelIndex;
use crate::index::LabelMatch;
use crate::model::Concept;
use crate::model::ConceptKind;
use crate::model::Evidence;
use crate::model::Framework;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Score;
use crate::model::Span;
use crate::model::Status;
use crate::tagging::literal::Literal;
use crate::tagging::literal::LiteralMatch;
use crate::tagging::names::judge_names;
use crate::tagging::ranking::FULL;
use crate::tagging::ranking::Facts;
use crate::tagging::ranking::Fields;
use crate::tagging::ranking::LITERAL_FACTOR;
use crate::tagging::ranking::LabelEnds;
use crate::tagging::ranking::N_FEATURES;
use crate::tagging::ranking::N_LEXICAL;
use crate::tagging::ranking::Priors;
use crate::tagging::ranking::Ranked;
use crate::tagging::ranking::Ranker;
use crate::tagging::ranking::Room;
use crate::tagging::ranking::Scorer;
use crate::tagging::ranking::Sides;
use crate::tagging::ranking::Weights;
use crate::tagging::ranking::gather;
use crate::tagging::ranking::label_ends;
use crate::tagging::rooms::Rooms;
use crate::tagging::semantic::Reach;
use crate::tagging::semantic::SemanticIndex;
use crate::text::Token;
use crate::text::analyzer;

/// Finds the concepts of one framework in texts of one language.
#[derive(Debug)]
pub struct Tagger {
    pub(in crate::tagging) framework: Arc<Framework>,
    pub(in crate::tagging) labels: LabelIndex,
    literal: Literal,
    fields: Fields,
    pub(in crate::tagging) priors: Priors,
    ends: Vec<Option<LabelEnds>>,
    weights: Arc<Weights>,
    scorer: Scorer,
    semantic: Option<Meaning>,
    pub(in crate::tagging) rooms: Rooms,
}

/// The vectors of the concepts' labels, and which concept has which slot among them.
#[derive(Debug)]
struct Meaning {
    index: Arc<SemanticIndex>,
    /// Concept of each slot, ascending.
    concepts: Vec<usize>,
}

/// Concepts that the vectors may bring as candidates, each way.
const BY_MEANING: usize = 100;

/// Room for one passage, to be used again for the next.
#[derive(Debug, Default)]
pub struct Scratch(Room);

/// What is wanted of a tagging.
#[derive(Debug, Clone)]
pub struct TaggingOptions {
    /// Concepts per passage at most.
    pub limit: usize,
    /// Least score, 0..=1.
    pub min_score: Score,
    /// How passages are scored.
    pub method: Method,
}

/// How a passage is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// By the ranker: scores are probabilities.
    #[default]
    Ranker,
    /// By label coverage alone, without anything learnt: quicker, and scores are no probabilities.
    Untrained,
}

impl TaggingOptions {
    /// The least probability at which an answer is worth showing: about where F1 is highest on the validation
    /// sentences of the TECH and HOUSE sets, questions kept aside.
    pub const MIN_SCORE: f64 = 0.25;
    /// The least probability at which an answer is right often enough (seven times in ten) to be accepted without
    /// review, on the same sentences.
    pub const ACCEPT_SCORE: f64 = 0.65;
    /// The least score of [`Method::Untrained`] at which it is right about as often as it finds what is there.
    pub const MIN_UNTRAINED: f64 = 0.76;
}

impl Default for TaggingOptions {
    fn default() -> Self {
        Self { limit: 20, min_score: Score::new(Self::MIN_SCORE), method: Method::default() }
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
        // Every index leaves out what is out of use: it is never an answer.
        let is_wanted =
            |concept: &Concept| wanted(concept.kind) && concept.status == Status::Active;
        let labels = LabelIndex::build(&framework, language, is_wanted);
        let concepts: Vec<usize> = (0..framework.concepts().len())
            .filter(|position| is_wanted(&framework.concepts()[*position]))
            .collect();
        let literal = Literal::build(&framework, language, &concepts);
        let fields = Fields::build(&framework, language, &concepts);
        let priors = Priors::of(&framework);
        let ends = label_ends(&framework, &labels, language);
        let (weights, scorer) = (Weights::shipped(), scorer_for(&framework, &concepts));
        let (semantic, rooms) = (None, Rooms::default());
        Self { framework, labels, literal, fields, priors, ends, weights, scorer, semantic, rooms }
    }

    /// The same tagger with other weights.
    #[must_use]
    pub fn with_weights(mut self, weights: Arc<Weights>) -> Self {
        self.weights = weights;
        self
    }

    /// The same tagger with vectors of the labels of `concepts` (ascending positions, one per slot of the index): they
    /// bring candidates and features.
    #[must_use]
    pub fn with_semantic(mut self, index: Arc<SemanticIndex>, concepts: Vec<usize>) -> Self {
        self.semantic = Some(Meaning { index, concepts });
        self
    }

    /// A tagger for the same framework when all but preferred labels is taken from it; nothing when it uses a semantic
    /// model, which would have to be asked anew.
    pub(in crate::tagging) fn with_preferred_labels_only(&self) -> Option<Self> {
        if self.semantic.is_some() {
            return None;
        }
        let mut parts = self.framework.parts().clone();
        for concept in &mut parts.concepts {
            concept.labels.retain(|label| label.kind == LabelKind::Preferred);
            concept.texts.clear();
            concept.properties.clear();
        }
        parts.relations.clear();
        parts.measures.clear();
        let framework = Arc::new(Framework::new(parts).ok()?);
        Some(Self::competencies(framework, self.labels.language()))
    }

    /// Its weights.
    pub(in crate::tagging) fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The sort of its semantic model, if it has one.
    pub(in crate::tagging) fn sort_of_model(&self) -> Option<&'static str> {
        self.semantic.as_ref().map(|meaning| meaning.index.model().sort())
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
    /// Cost: O(labels and fields that share a stem with the passage); about 0.3 ms for a sentence and 100,000 labels.
    pub fn tag(
        &self,
        passage: &str,
        options: &TaggingOptions,
        scratch: &mut Scratch,
    ) -> Vec<Match> {
        let tokens = analyzer(self.labels.language()).tokens(passage);
        let literal = self.literal.find(passage);
        let mut found = self.found(passage, &tokens, &literal, options, scratch);
        let n_sure = found.iter().take_while(|f| f.score >= options.min_score).count();
        if n_sure == 0 {
            let explained = |found| self.explained(passage, &tokens, &literal, found);
            return self.group_of(&found, options, explained).into_iter().collect();
        }
        found.truncate(n_sure.min(options.limit));
        found.into_iter().map(|found| self.explained(passage, &tokens, &literal, found)).collect()
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
        self.found(passage, &tokens, &literal, options, scratch)
            .into_iter()
            .filter(|found| found.score >= options.min_score)
            .take(options.limit)
            .map(|found| (found.concept, found.score))
            .collect()
    }

    /// All candidates with their scores, best first; of the untrained score those that are wanted.
    fn found(
        &self,
        passage: &str,
        tokens: &[Token],
        literal: &[LiteralMatch],
        options: &TaggingOptions,
        scratch: &mut Scratch,
    ) -> Vec<Found> {
        let ranker = self.ranker();
        if options.method == Method::Untrained || ranker.trees.is_empty() {
            return self.untrained(tokens, literal, options, scratch);
        }
        self.gather(passage, tokens, literal, &mut scratch.0);
        let Room { candidates, columns, .. } = &mut scratch.0;
        let mut places = ranker.rank(candidates, self.scorer, columns);
        judge_names(&self.framework, self.labels.language(), tokens, &mut places);
        let found = |ranked: Ranked<'_>| Found {
            concept: ranked.facts.concept,
            label_idx: ranked.facts.label_idx,
            coverage: f64::from(ranked.facts.coverage),
            score: Score::new(ranked.probability),
        };
        places.into_iter().map(found).collect()
    }

    /// How many features its passages have.
    pub(in crate::tagging) fn n_features(&self) -> usize {
        if self.semantic.is_some() { N_FEATURES } else { N_LEXICAL }
    }

    /// The candidates of a passage with what was found of each.
    pub(in crate::tagging) fn facts_of<'a>(
        &self,
        passage: &str,
        scratch: &'a mut Scratch,
    ) -> &'a [Facts] {
        let tokens = analyzer(self.labels.language()).tokens(passage);
        self.gather(passage, &tokens, &self.literal.find(passage), &mut scratch.0);
        &scratch.0.candidates
    }

    fn ranker(&self) -> &Ranker {
        self.weights.ranker(self.sort_of_model())
    }

    /// Puts the candidates of a passage with what was found of each into the room.
    fn gather(&self, passage: &str, tokens: &[Token], literal: &[LiteralMatch], room: &mut Room) {
        let sides = Sides {
            labels: &self.labels,
            fields: &self.fields,
            priors: &self.priors,
            ends: &self.ends,
        };
        let Some(Meaning { index, concepts }) = &self.semantic else {
            return gather(&sides, passage, tokens, literal, &[], room);
        };
        let meant = index.scores(passage, Reach::Windows);
        let slots = meant.candidates(BY_MEANING);
        let extra: Vec<usize> =
            slots.iter().filter_map(|slot| concepts.get(*slot).copied()).collect();
        gather(&sides, passage, tokens, literal, &extra, room);
        let slots: Vec<usize> = room
            .candidates
            .iter()
            .map(|facts| concepts.binary_search(&facts.concept).unwrap_or(usize::MAX))
            .collect();
        for (facts, features) in room.candidates.iter_mut().zip(meant.features(&slots)) {
            facts.semantic = features;
        }
    }

    fn untrained(
        &self,
        tokens: &[Token],
        literal: &[LiteralMatch],
        options: &TaggingOptions,
        scratch: &mut Scratch,
    ) -> Vec<Found> {
        let stems: Vec<&str> = tokens.iter().map(|t| t.stem.as_str()).collect();
        let said: BTreeSet<(usize, usize)> =
            literal.iter().map(|l| (l.concept, l.label_idx)).collect();
        let strength = |found: &LabelMatch| {
            let is_said = found.coverage > FULL && said.contains(&(found.concept, found.label_idx));
            found.strength() * if is_said { LITERAL_FACTOR } else { 1.0 }
        };
        let best = self.labels.best_by(&stems, options.limit, &mut scratch.0.labels, strength);
        let half = HALF_STRENGTH * self.labels.rarest().sqrt();
        best.into_iter()
            .map(|found| {
                let strength = strength(&found);
                Found {
                    concept: found.concept,
                    label_idx: found.label_idx,
                    coverage: found.coverage,
                    score: Score::new(strength / (strength + half)),
                }
            })
            .take_while(|found| found.score >= options.min_score)
            .collect()
    }
}

/// The trees, or, for a framework that has nothing but one label for each concept, the weighted sum: there it finds as
/// much (RP@5 63.2 against 62.2, MRR 62.8 against 63.4 on ESCO's preferred labels) and leans on less.
fn scorer_for(framework: &Framework, concepts: &[usize]) -> Scorer {
    let says_more = |position: &usize| {
        let concept = &framework.concepts()[*position];
        !concept.texts.is_empty() || concept.labels.iter().any(|l| l.kind != LabelKind::Preferred)
    };
    if concepts.iter().any(says_more) { Scorer::Trees } else { Scorer::Sum }
}

/// A concept with its score, not explained yet.
#[derive(Debug, Clone, Copy)]
pub(in crate::tagging) struct Found {
    pub(in crate::tagging) concept: usize,
    pub(in crate::tagging) label_idx: usize,
    pub(in crate::tagging) coverage: f64,
    pub(in crate::tagging) score: Score,
}
