//! Two frameworks -> ranked counterparts for each concept of the first.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::crosswalk::predicate::predicate;
use crate::crosswalk::signals::Seen;
use crate::crosswalk::signals::confidence;
use crate::index::LabelIndex;
use crate::index::Scratch;
use crate::index::TextIndex;
use crate::index::without_qualifier;
use crate::model::Concept;
use crate::model::ConceptKind;
use crate::model::Evidence;
use crate::model::Framework;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Predicate;
use crate::model::Score;
use crate::model::Status;
use crate::model::rank;
use crate::text::analyzer;

/// What is compared with what, and how much of it is wanted.
#[derive(Debug, Clone)]
pub struct ProposalOptions {
    /// Language in which labels and descriptions are compared.
    pub language: Language,
    /// Kinds of subjects; a subject is compared with objects of like kinds only.
    pub kinds: Vec<ConceptKind>,
    /// Candidates per subject at most.
    pub limit: usize,
    /// Least confidence, 0..=1.
    pub min_confidence: Score,
}

/// A proposed counterpart.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Position of the subject in its framework.
    pub subject: usize,
    /// Position of the object in its framework.
    pub object: usize,
    /// What kind of match it is.
    pub predicate: Predicate,
    /// How much it is believed.
    pub confidence: Score,
    /// Why, strongest first.
    pub evidence: Vec<Evidence>,
}

/// Two frameworks made ready to be compared.
#[derive(Debug)]
pub struct Proposals<'a> {
    subjects: &'a Framework,
    objects: &'a Framework,
    language: Language,
    sides: Vec<Side>,
}

/// The objects that subjects of some kinds are compared with.
#[derive(Debug)]
struct Side {
    subject_kinds: Vec<ConceptKind>,
    labels: LabelIndex,
    texts: TextIndex,
}

/// Objects taken per label of the subject: the right one is nearly always among the first few.
const PER_LABEL: usize = 50;
/// Objects taken by their description.
const PER_DESCRIPTION: usize = 100;
/// Labels of a subject that are looked at. O*NET occupations have up to 400; the mean is 55.
const SUBJECT_LABELS: usize = 120;

impl<'a> Proposals<'a> {
    /// Indexes the objects. Cost: O(characters of their labels and texts).
    pub fn new(subjects: &'a Framework, objects: &'a Framework, language: Language) -> Self {
        let side = |kinds: &[ConceptKind]| {
            let is_wanted = |concept: &Concept| kinds.contains(&concept.kind);
            Side {
                subject_kinds: kinds.to_vec(),
                labels: LabelIndex::build(objects, language, is_wanted),
                texts: TextIndex::build(objects, language, is_wanted),
            }
        };
        let competencies: Vec<ConceptKind> =
            ConceptKind::ALL.into_iter().filter(|k| k.is_competency()).collect();
        let sides = vec![side(&[ConceptKind::Occupation]), side(&competencies)];
        Self { subjects, objects, language, sides }
    }

    /// The counterparts of every subject of the wanted kinds, subject by subject in order, best first.
    ///
    /// `progress` is called once per subject, from any thread. Never compares all pairs: O(subjects × labels
    /// that share a stem).
    pub fn all(&self, options: &ProposalOptions, progress: &(dyn Fn() + Sync)) -> Vec<Candidate> {
        let wanted: Vec<usize> = (self.subjects.concepts().iter().enumerate())
            .filter(|(_, c)| options.kinds.contains(&c.kind) && c.status == Status::Active)
            .map(|(position, _)| position)
            .collect();
        let found: Vec<Vec<Candidate>> = wanted
            .par_iter()
            .map_init(Scratch::default, |scratch, subject| {
                let candidates = self.of(*subject, options, scratch);
                progress();
                candidates
            })
            .collect();
        found.into_iter().flatten().collect()
    }

    /// The counterparts of one subject, best first; none when its kind is not compared.
    pub fn of(
        &self,
        subject: usize,
        options: &ProposalOptions,
        scratch: &mut Scratch,
    ) -> Vec<Candidate> {
        let Some(concept) = self.subjects.concepts().get(subject) else { return Vec::new() };
        let Some(side) = self.sides.iter().find(|s| s.subject_kinds.contains(&concept.kind)) else {
            return Vec::new();
        };
        let gathered = gather(side, concept, self.language, scratch);
        let mut scored: Vec<(usize, Score, Gathered)> = gathered
            .into_iter()
            .map(|(object, gathered)| (object, Score::new(confidence(&gathered.seen)), gathered))
            .filter(|(_, score, _)| *score >= options.min_confidence)
            .collect();
        rank(&mut scored, |(_, score, _)| *score, |(object, ..)| *object);
        scored.truncate(options.limit);
        let own = preferred_stems(concept, self.language);
        scored
            .into_iter()
            .map(|(object, confidence, gathered)| {
                let counterpart = &self.objects.concepts()[object];
                let other = preferred_stems(counterpart, self.language);
                Candidate {
                    subject,
                    object,
                    predicate: predicate(&own, &other, &gathered.seen),
                    confidence,
                    evidence: evidence(side, concept, counterpart, &gathered),
                }
            })
            .collect()
    }
}

/// What was seen of an object, and the pair of labels that are most alike.
#[derive(Debug, Default)]
struct Gathered {
    seen: Seen,
    /// Likeness, position of the subject's label, position of the object's label.
    best: Option<(f64, usize, usize)>,
}

/// Everything that has a label or a description in common with the subject.
fn gather(
    side: &Side,
    subject: &Concept,
    language: Language,
    scratch: &mut Scratch,
) -> BTreeMap<usize, Gathered> {
    let mut objects: BTreeMap<usize, Gathered> = BTreeMap::new();
    let is_here =
        |label: &Label| label.language.is_like(language) && label.kind != LabelKind::Hidden;
    let labels: Vec<(usize, &Label)> = subject
        .labels
        .iter()
        .enumerate()
        .filter(|(_, l)| is_here(l))
        .take(SUBJECT_LABELS)
        .collect();
    for (label_idx, label) in &labels {
        let text = without_qualifier(&label.text);
        for (found, likeness) in side.labels.alike(text, PER_LABEL, scratch) {
            let gathered = objects.entry(found.concept).or_default();
            gathered.seen.labels.push(likeness);
            if label.kind == LabelKind::Preferred {
                gathered.seen.title = gathered.seen.title.max(likeness);
            }
            if gathered.best.is_none_or(|(other, ..)| likeness > other) {
                gathered.best = Some((likeness, *label_idx, found.label_idx));
            }
        }
    }
    for found in side.texts.like(subject, PER_DESCRIPTION) {
        objects.entry(found.concept).or_default().seen.description = found.cosine;
    }
    for gathered in objects.values_mut() {
        gathered.seen.n_labels = labels.len();
    }
    objects
}

fn preferred_stems(concept: &Concept, language: Language) -> BTreeSet<String> {
    let is_here = |l: &&Label| l.kind == LabelKind::Preferred && l.language.is_like(language);
    let label = concept.labels.iter().find(is_here);
    let tokens = label.map(|l| analyzer(language).tokens(without_qualifier(&l.text)));
    tokens.into_iter().flatten().map(|token| token.stem).collect()
}

/// Below this likeness two descriptions share only common words, which proves nothing.
const DESCRIPTIONS_ALIKE: f64 = 0.08;
/// Words named when descriptions are alike.
const WORDS_NAMED: usize = 4;

fn evidence(
    side: &Side,
    subject: &Concept,
    object: &Concept,
    gathered: &Gathered,
) -> Vec<Evidence> {
    let mut evidence = Vec::new();
    let pair = gathered.best.and_then(|(likeness, own, other)| {
        Some((likeness, subject.labels.get(own)?.clone(), object.labels.get(other)?.clone()))
    });
    if let Some((likeness, subject, object)) = pair {
        let similarity = Score::new(likeness);
        evidence.push(if likeness > 0.999 {
            Evidence::SharedLabel { subject, object }
        } else {
            Evidence::SimilarLabels { subject, object, similarity }
        });
    }
    if gathered.seen.description >= DESCRIPTIONS_ALIKE {
        let words = side.texts.shared(subject, object, WORDS_NAMED);
        evidence.push(Evidence::SimilarDescriptions {
            words,
            similarity: Score::new(gathered.seen.description),
        });
    }
    evidence
}
