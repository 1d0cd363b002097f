//! Two frameworks -> ranked counterparts for each concept of the first.

use std::ops::ControlFlow;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::crosswalk::around::look_around;
use crate::crosswalk::explain::evidence;
use crate::crosswalk::gather::Objects;
use crate::crosswalk::gather::Pair;
use crate::crosswalk::gather::Room;
use crate::crosswalk::gather::gather;
use crate::crosswalk::mediation::Mediation;
use crate::crosswalk::model::Model;
use crate::crosswalk::model::Seed;
use crate::crosswalk::model::Verdict;
use crate::crosswalk::predicate::predicate;
use crate::crosswalk::side::Side;
use crate::crosswalk::signals::alone;
use crate::crosswalk::signals::confidence;
use crate::index::TextIndex;
use crate::model::ConceptKind;
use crate::model::Evidence;
use crate::model::Framework;
use crate::model::Language;
use crate::model::MappingSet;
use crate::model::Predicate;
use crate::model::Score;
use crate::model::rank;

/// What is compared.
#[derive(Debug, Clone, Copy)]
pub struct ComparisonOptions<'a> {
    /// Language in which labels and descriptions are compared.
    pub language: Language,
    /// Kinds of subjects; a subject is compared with objects of like kinds only.
    pub kinds: &'a [ConceptKind],
    /// A mapping set by way of a third framework: it brings pairs and speaks for them.
    pub via: Option<&'a MappingSet>,
}

/// How much of what was compared is wanted.
#[derive(Debug, Clone, Copy)]
pub struct ProposalOptions {
    /// Candidates per subject at most.
    pub limit: usize,
    /// Least confidence, 0..=1.
    pub min_confidence: Score,
    /// Whether candidates say why.
    pub reasons: Reasons,
}

/// Whether candidates say why: it takes longer than finding them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reasons {
    /// They do.
    Told,
    /// Their evidence is empty: they are only counted.
    Untold,
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
    /// How much it is believed: a probability where a seed was learnt from, else the mean of the signals.
    pub confidence: Score,
    /// Why, strongest first.
    pub evidence: Vec<Evidence>,
}

/// Two frameworks compared: every pair worth a look, with all that was seen of it.
#[derive(Debug)]
pub struct Comparison<'a> {
    via: Option<&'a MappingSet>,
    /// For occupations, and for competencies: the two sides with their pairs.
    parts: Vec<Part<'a>>,
}

/// The concepts of some kinds on both sides.
#[derive(Debug)]
struct Part<'a> {
    subjects: Side<'a>,
    objects: Side<'a>,
    /// Subject by subject in order, the objects of each in order.
    pairs: Vec<Pair>,
    /// Which words of the objects' texts count most.
    texts: TextIndex,
    /// Where a set by way of a third framework leads.
    mediation: Mediation,
}

/// Told of each subject; may call the rest off.
pub(crate) type Progress<'a> = &'a (dyn Fn() -> ControlFlow<()> + Sync);

/// Pairs of a subject kept at most, the likeliest by what is known of the pair alone.
const KEPT: usize = 100;

impl<'a> Comparison<'a> {
    /// Compares the concepts of the wanted kinds: occupations with occupations, competencies with competencies. Never all
    /// with all: only those that have words in common, and those to which `via` leads. `progress` is called once per
    /// subject, from any thread; after a `Break` nothing more is compared, and what comes out is of no use.
    ///
    /// Cost: O(subjects × labels that share a stem); memory O(subjects × 100).
    pub fn new(
        subjects: &'a Framework,
        objects: &'a Framework,
        options: &ComparisonOptions<'a>,
        progress: Progress<'_>,
    ) -> Self {
        let ComparisonOptions { language, kinds, via } = *options;
        let competencies: Vec<ConceptKind> =
            ConceptKind::ALL.into_iter().filter(|k| k.is_competency()).collect();
        let parts = [vec![ConceptKind::Occupation], competencies]
            .into_iter()
            .map(|like| {
                let wanted: Vec<ConceptKind> =
                    like.iter().copied().filter(|kind| kinds.contains(kind)).collect();
                Part::new(
                    Side::new(subjects, language, &wanted),
                    Side::new(objects, language, &like),
                    via,
                    progress,
                )
            })
            .collect();
        Self { via, parts }
    }

    /// What can be learnt from right answers; nothing when none of them is among the pairs.
    pub fn learn(&self, seed: &Seed) -> Option<Model> {
        // One part at a time has a seed as a rule; where both have one, what is said of a pair means the same in both.
        let pairs: Vec<Pair> = self.parts.iter().flat_map(|part| &part.pairs).copied().collect();
        let is_right = |pair: &Pair| {
            let own = seed.get(&(pair.subject as usize));
            own.is_some_and(|own| own.contains_key(&(pair.object as usize)))
        };
        pairs.iter().any(is_right).then(|| Model::learn(&pairs, seed))
    }

    /// The counterparts of the subjects for which `is_wanted` holds, subject by subject in order, best first.
    pub fn candidates(
        &self,
        options: &ProposalOptions,
        model: Option<&Model>,
        is_wanted: impl Fn(usize) -> bool + Sync,
    ) -> Vec<Candidate> {
        let mut all: Vec<Candidate> = Vec::new();
        for part in &self.parts {
            let verdicts = model.map(|model| model.judge(&part.pairs));
            let mut start = 0;
            let own: Vec<(&[Pair], Option<&[Verdict]>)> = part
                .pairs
                .chunk_by(|a, b| a.subject == b.subject)
                .map(|own| {
                    let range = start..start + own.len();
                    start = range.end;
                    (own, verdicts.as_ref().map(|verdicts| &verdicts[range]))
                })
                .filter(|(own, _)| is_wanted(own[0].subject as usize))
                .collect();
            let found: Vec<Vec<Candidate>> = own
                .par_iter()
                .map(|(own, verdicts)| part.of(own, *verdicts, options, self.via))
                .collect();
            all.extend(found.into_iter().flatten());
        }
        all.sort_by_key(|candidate| candidate.subject);
        exact_once(&mut all);
        all
    }
}

/// A concept is the same as one other only: of several exact candidates the likeliest stays, the others are close.
fn exact_once(candidates: &mut [Candidate]) {
    let mut exact: Vec<usize> =
        (0..candidates.len()).filter(|c| candidates[*c].predicate == Predicate::Exact).collect();
    exact.sort_by(|a, b| {
        let name = |c: usize| (candidates[c].subject, candidates[c].object);
        let by_confidence = candidates[*b].confidence.cmp(&candidates[*a].confidence);
        by_confidence.then_with(|| name(*a).cmp(&name(*b)))
    });
    let (mut subjects, mut objects) = (FxHashSet::default(), FxHashSet::default());
    for c in exact {
        let candidate = &mut candidates[c];
        let is_free =
            !subjects.contains(&candidate.subject) && !objects.contains(&candidate.object);
        if is_free {
            subjects.insert(candidate.subject);
            objects.insert(candidate.object);
        } else {
            candidate.predicate = Predicate::Close;
        }
    }
}

impl<'a> Part<'a> {
    fn new(
        subjects: Side<'a>,
        objects: Side<'a>,
        via: Option<&MappingSet>,
        progress: Progress<'_>,
    ) -> Self {
        let is_compared = !subjects.concepts.is_empty() && !objects.concepts.is_empty();
        let texts = TextIndex::build(objects.framework, objects.language, |concept| {
            is_compared && objects.has_kind(concept.kind)
        });
        if !is_compared {
            let mediation = Mediation::default();
            return Self { subjects, objects, pairs: Vec::new(), texts, mediation };
        }
        let mediation = via.map(|set| Mediation::new(set, &subjects, &objects)).unwrap_or_default();
        let index = Objects::build(&objects);
        let found: Vec<Vec<Pair>> = subjects
            .concepts
            .par_iter()
            .map_init(Room::default, |room, subject| {
                if progress().is_break() {
                    return Vec::new();
                }
                let mut pairs = gather(
                    &index,
                    &subjects,
                    &objects,
                    *subject,
                    mediation.objects(*subject),
                    room,
                );
                for pair in &mut pairs {
                    pair.seen.alone = alone(&pair.seen);
                    pair.seen.mediated = mediation.of(pair, &objects);
                }
                let order = |a: &Pair, b: &Pair| {
                    let worth = |pair: &Pair| pair.seen.alone + pair.seen.mediated;
                    worth(b).total_cmp(&worth(a)).then(a.object.cmp(&b.object))
                };
                pairs.sort_unstable_by(order);
                pairs.truncate(KEPT);
                pairs.sort_unstable_by_key(|pair| pair.object);
                pairs
            })
            .collect();
        let mut pairs: Vec<Pair> = found.into_iter().flatten().collect();
        look_around(&mut pairs, &subjects, &objects);
        Self { subjects, objects, pairs, texts, mediation }
    }

    fn of(
        &self,
        own: &[Pair],
        verdicts: Option<&[Verdict]>,
        options: &ProposalOptions,
        via: Option<&MappingSet>,
    ) -> Vec<Candidate> {
        let mut ranked: Vec<(usize, Score, Score)> = (0..own.len())
            .map(|at| {
                if let Some(verdicts) = verdicts {
                    // Scores of trees have no bounds; ranks among themselves do.
                    let order = 1.0 / (1.0 + f64::from(-verdicts[at].score).exp());
                    return (at, Score::new(order), Score::new(verdicts[at].probability));
                }
                let score = Score::new(f64::from(confidence(&own[at].seen)));
                (at, score, score)
            })
            .collect();
        rank(&mut ranked, |(_, order, _)| *order, |(at, ..)| own[*at].object);
        ranked.retain(|(_, _, confidence)| *confidence >= options.min_confidence);
        ranked.truncate(options.limit);
        ranked
            .into_iter()
            .map(|(at, _, confidence)| {
                let pair = &own[at];
                let predicate = match verdicts {
                    Some(verdicts) => verdicts[at].predicate,
                    None => self.predicate(pair, confidence),
                };
                Candidate {
                    subject: pair.subject as usize,
                    object: pair.object as usize,
                    predicate,
                    confidence,
                    evidence: match options.reasons {
                        Reasons::Told => self.evidence(pair, via),
                        Reasons::Untold => Vec::new(),
                    },
                }
            })
            .collect()
    }

    /// Why a pair is proposed, and what the third framework says of it.
    fn evidence(&self, pair: &Pair, via: Option<&MappingSet>) -> Vec<Evidence> {
        let mut reasons = evidence(&self.subjects, &self.objects, &self.texts, pair);
        reasons.extend(via.into_iter().flat_map(|set| self.mediation.evidence(set, pair)).cloned());
        reasons
    }

    fn predicate(&self, pair: &Pair, confidence: Score) -> Predicate {
        let subject = self.subjects.title_stems(pair.subject as usize).into_iter().collect();
        let object = self.objects.title_stems(pair.object as usize).into_iter().collect();
        predicate(&subject, &object, confidence)
    }
}
