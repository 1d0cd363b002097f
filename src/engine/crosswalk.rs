//! Two frameworks -> proposed mappings between them, with evidence.

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use serde::Deserialize;
use serde::Serialize;

use crate::crosswalk::Candidate;
use crate::crosswalk::Comparison;
use crate::crosswalk::ProposalOptions;

use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::Reason;
use crate::engine::Step;
use crate::engine::Watch;
use crate::engine::choice;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::Justification;
use crate::model::Language;
use crate::model::Predicate;
use crate::model::Score;

/// Which frameworks are compared.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CrosswalkRequest {
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
    pub min_confidence: Option<f64>,
}

/// What was proposed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CrosswalkReply {
    /// Revision of the data.
    pub revision: u64,
    /// The release of the subjects.
    pub from: String,
    /// The release of the objects.
    pub to: String,
    /// Subjects that were compared.
    pub n_subjects: u64,
    /// Subjects with at least one proposal.
    pub n_with_proposal: u64,
    /// The proposals, subject by subject in order of IRI, best first.
    pub proposals: Vec<ProposedMapping>,
}

/// One proposed mapping. Read "subject *predicate* object".
#[derive(Debug, Clone, PartialEq, Serialize)]
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
    /// Cost: seconds for thousands of concepts; `watch` is told how far it is.
    /// Errors: a framework or kind is not there, or the frameworks share no language.
    pub fn crosswalk(
        &self,
        request: &CrosswalkRequest,
        watch: Watch<'_>,
    ) -> Result<CrosswalkReply, Error> {
        let snapshot = self.snapshot();
        let named = |field: &'static str, name: &str| {
            if name.is_empty() {
                return Err(Error::invalid(
                    field,
                    format!("{field} is empty; name two frameworks"),
                ));
            }
            self.release(&snapshot, name).map_err(|e| Error { field: Some(field), ..e })
        };
        let (_, subjects) = named("from", &request.from)?;
        let (_, objects) = named("to", &request.to)?;
        let options = options(request)?;
        for framework in [&subjects, &objects] {
            check_language(framework, options.language)?;
        }
        let n_subjects =
            subjects.concepts().iter().filter(|c| options.kinds.contains(&c.kind)).count() as u64;
        let done = AtomicU64::new(0);
        let progress = || {
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            watch(Step { what: "comparing", done, total: n_subjects });
        };
        let comparison =
            Comparison::new(&subjects, &objects, options.language, &options.kinds, &progress);
        let candidates = comparison.candidates(&options, None, |_| true);
        let mut with_proposal: Vec<usize> = candidates.iter().map(|c| c.subject).collect();
        with_proposal.dedup();
        let view = |candidate: Candidate| ProposedMapping {
            subject: ConceptView::of(
                &subjects,
                &subjects.concepts()[candidate.subject],
                options.language,
            ),
            predicate: candidate.predicate,
            object: ConceptView::of(
                &objects,
                &objects.concepts()[candidate.object],
                options.language,
            ),
            confidence: candidate.confidence,
            justification: match candidate.predicate {
                Predicate::Exact => Justification::LexicalMatching,
                _ => Justification::LexicalSimilarityThresholdMatching,
            },
            reasons: Reason::all(candidate.evidence),
        };
        Ok(CrosswalkReply {
            revision: snapshot.revision,
            from: subjects.release().to_string(),
            to: objects.release().to_string(),
            n_subjects,
            n_with_proposal: with_proposal.len() as u64,
            proposals: candidates.into_iter().map(view).collect(),
        })
    }
}

fn options(request: &CrosswalkRequest) -> Result<ProposalOptions, Error> {
    let kinds = if request.kind.is_empty() {
        let is_compared = |k: &ConceptKind| k.is_competency() || *k == ConceptKind::Occupation;
        ConceptKind::ALL.into_iter().filter(is_compared).collect()
    } else {
        request.kind.iter().map(|name| choice::kind(name)).collect::<Result<_, _>>()?
    };
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
        language: choice::language(&request.language)?,
        kinds,
        limit: if request.per_concept == 0 { USUAL_PER_CONCEPT } else { request.per_concept },
        min_confidence: Score::new(min_confidence),
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
