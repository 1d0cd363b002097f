//! Two frameworks -> proposed mappings between them, with evidence.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::crosswalk::Candidate;
use crate::crosswalk::Chains;
use crate::crosswalk::Comparison;
use crate::crosswalk::ComparisonOptions;
use crate::crosswalk::ProposalOptions;
use crate::crosswalk::Reasons;
use crate::crosswalk::Seed;

use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::Step;
use crate::engine::Watch;
use crate::engine::choice;
use crate::model::ConceptKind;
use crate::model::Evidence;
use crate::model::Framework;
use crate::model::Justification;
use crate::model::Language;
use crate::model::MappingSet;
use crate::model::Predicate;
use crate::model::Reason;
use crate::model::Score;

/// Which frameworks are compared.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProposeRequest {
    /// The framework of the subjects: short name, release or IRI.
    pub from: String,
    /// The framework of the objects.
    pub to: String,
    /// Kinds of subjects; occupations and all competencies when empty.
    pub kind: Vec<String>,
    /// Language of the comparison; English when empty.
    pub language: String,
    /// Proposals per subject: 3 when 0, at most 50.
    pub per_concept: usize,
    /// Least confidence, 0..=1; 0.3 when nothing.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub min_confidence: Option<f64>,
    /// A mapping set or crosswalk of right answers to learn from; nothing is learnt when empty.
    pub seed: String,
    /// Mapping sets that lead from the one framework to the other by way of others, in order; `~NAME` is read the other
    /// way round. They bring pairs and speak for them.
    pub via: Vec<String>,
}

/// What was proposed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ProposeReply {
    /// Revision of the data.
    pub revision: u64,
    /// The release of the subjects.
    pub from: String,
    /// The release of the objects.
    pub to: String,
    /// What was learnt from; empty when nothing was, and confidences are then means of signals, not probabilities.
    pub seed: String,
    /// Subjects that were compared.
    pub n_subjects: u64,
    /// Subjects with at least one proposal.
    pub n_with_proposal: u64,
    /// The proposals, subject by subject in order of IRI, best first.
    pub proposals: Vec<ProposedMapping>,
}

/// One proposed mapping. Read "subject *predicate* object".
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ProposedMapping {
    /// The concept of the one framework.
    pub subject: ConceptView,
    /// What it is to the object.
    pub predicate: Predicate,
    /// The concept of the other framework.
    pub object: ConceptView,
    /// How much it is believed, 0..=1.
    pub confidence: Score,
    /// How it came about.
    pub justification: Justification,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// Proposals per subject when the request does not say how many.
const USUAL_PER_CONCEPT: usize = 3;
/// Proposals per subject at most: nobody reads further.
const MOST_PER_CONCEPT: usize = 50;
/// Least confidence when the request does not say it: below, one in ten proposals is right.
const USUAL_CONFIDENCE: f64 = 0.3;

impl Engine {
    /// Proposes for each concept of the one framework its counterparts in the other.
    ///
    /// Cost: seconds for thousands of concepts; `watch` is told how far it is and may call it off.
    /// Errors: a framework, kind or seed is not there, the frameworks share no language, or nothing of the seed is among
    /// the pairs compared.
    pub fn propose(
        &self,
        request: &ProposeRequest,
        watch: Watch<'_>,
    ) -> Result<ProposeReply, Error> {
        let snapshot = self.snapshot();
        let (subjects, objects) = self.both(&snapshot, &request.from, &request.to)?;
        let kinds = kinds(request)?;
        let options = options(request)?;
        let language = choice::language(&request.language)?;
        for framework in [&subjects, &objects] {
            check_language(framework, language)?;
        }
        let seed = match request.seed.as_str() {
            "" => None,
            name => Some(self.mapping_set(&snapshot, "seed", name)?),
        };
        let via = match request.via.as_slice() {
            [] => None,
            names => {
                let joined = self.joined(&snapshot, "via", names, Chains::Suggested)?;
                Some(joined.set)
            }
        };
        let n_subjects =
            subjects.concepts().iter().filter(|c| kinds.contains(&c.kind)).count() as u64;
        let done = AtomicU64::new(0);
        let is_called_off = AtomicBool::new(false);
        let progress = || {
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            let flow = watch(Step { what: "comparing", done, total: n_subjects });
            is_called_off.fetch_or(flow.is_break(), Ordering::Relaxed);
            flow
        };
        let compared = ComparisonOptions { language, kinds: &kinds, via: via.as_ref() };
        let comparison = Comparison::new(&subjects, &objects, &compared, &progress);
        if is_called_off.load(Ordering::Relaxed) {
            return Err(Error::called_off());
        }
        let model = match &seed {
            None => None,
            Some((name, set)) => {
                let seed = seed_of(set, &subjects, &objects);
                Some(comparison.learn(&seed).ok_or_else(|| {
                    let message = format!(
                        "nothing of {name} is among the pairs compared; name a set from {} to {}",
                        subjects.release(),
                        objects.release()
                    );
                    Error::invalid("seed", message)
                })?)
            }
        };
        let candidates = comparison.candidates(&options, model.as_ref(), |_| true);
        let mut with_proposal: Vec<usize> = candidates.iter().map(|c| c.subject).collect();
        with_proposal.dedup();
        let view = |candidate: Candidate| ProposedMapping {
            subject: ConceptView::of(&subjects, &subjects.concepts()[candidate.subject], language),
            predicate: candidate.predicate,
            object: ConceptView::of(&objects, &objects.concepts()[candidate.object], language),
            confidence: candidate.confidence,
            justification: justification(&candidate.evidence),
            reasons: Reason::all(candidate.evidence),
        };
        Ok(ProposeReply {
            revision: snapshot.revision,
            from: subjects.release().to_string(),
            to: objects.release().to_string(),
            seed: seed.map_or_else(String::new, |(name, _)| name),
            n_subjects,
            n_with_proposal: with_proposal.len() as u64,
            proposals: candidates.into_iter().map(view).collect(),
        })
    }
}

/// What a proposal rests on, in SSSOM's terms: several ways of looking unless the labels alone decide.
fn justification(evidence: &[Evidence]) -> Justification {
    match evidence {
        [Evidence::SharedLabel { .. }] => Justification::LexicalMatching,
        [Evidence::SimilarLabels { .. }] => Justification::LexicalSimilarityThresholdMatching,
        _ => Justification::CompositeMatching,
    }
}

/// The right answers of a set, in positions; what the frameworks do not have, denials and "no match" are left out.
pub(in crate::engine) fn seed_of(
    set: &MappingSet,
    subjects: &Framework,
    objects: &Framework,
) -> Seed {
    let mut seed = Seed::new();
    let said = set.mappings.iter().filter(|m| !m.is_negated && m.predicate != Predicate::NoMatch);
    for mapping in said {
        let subject = subjects.position(mapping.subject.as_str());
        let object = mapping.object.as_ref().and_then(|o| objects.position(o.as_str()));
        if let (Some(subject), Some(object)) = (subject, object) {
            seed.entry(subject).or_default().insert(object, mapping.predicate);
        }
    }
    seed
}

/// The kinds of subjects that are compared.
fn kinds(request: &ProposeRequest) -> Result<Vec<ConceptKind>, Error> {
    if request.kind.is_empty() {
        let is_compared = |k: &ConceptKind| k.is_competency() || *k == ConceptKind::Occupation;
        return Ok(ConceptKind::ALL.into_iter().filter(is_compared).collect());
    }
    request.kind.iter().map(|name| choice::kind(name)).collect()
}

fn options(request: &ProposeRequest) -> Result<ProposalOptions, Error> {
    if request.per_concept > MOST_PER_CONCEPT {
        let message = format!(
            "{} proposals per concept are asked for, at most {MOST_PER_CONCEPT} are given",
            request.per_concept
        );
        return Err(Error::invalid("per_concept", message));
    }
    let min_confidence = match request.min_confidence {
        None => USUAL_CONFIDENCE,
        Some(value) if (0.0..=1.0).contains(&value) => value,
        Some(value) => {
            let message = format!("the least confidence is {value}; give one between 0 and 1");
            return Err(Error::invalid("min_confidence", message));
        }
    };
    Ok(ProposalOptions {
        limit: if request.per_concept == 0 { USUAL_PER_CONCEPT } else { request.per_concept },
        min_confidence: Score::new(min_confidence),
        reasons: Reasons::Told,
    })
}

fn check_language(framework: &Framework, language: Language) -> Result<(), Error> {
    let languages = framework.languages();
    if languages.iter().any(|l| l.is_like(language)) {
        return Ok(());
    }
    let known: Vec<String> = languages.iter().map(ToString::to_string).collect();
    let message = format!(
        "{} has no labels in {language:?}; it has: {}",
        framework.release(),
        known.join(", ")
    );
    Err(Error::invalid("language", message))
}
