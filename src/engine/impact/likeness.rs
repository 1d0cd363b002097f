//! Concepts that a release lost without a word -> the likest ones of the later release.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

use crate::crosswalk::Comparison;
use crate::crosswalk::ComparisonOptions;
use crate::crosswalk::ProposalOptions;
use crate::crosswalk::Reasons;
use crate::engine::Error;
use crate::engine::impact::Basis;
use crate::engine::impact::Replacement;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::Language;
use crate::model::Score;
use crate::model::Status;

/// Proposals for one concept at most.
const PROPOSALS: usize = 3;
/// Least confidence: below, one in ten proposals of an untrained comparison is right.
const LEAST: f64 = 0.3;

/// By lost concept, what is most like it, likeliest first: the comparison of crosswalks between the two releases, of the
/// lost concepts only. Groups and other kinds that are not compared have none.
///
/// Errors: never seen; the earlier release could not be taken apart.
pub(super) fn alike(
    before: &Framework,
    after: &Framework,
    lost: &[ConceptId],
    language: Language,
) -> Result<BTreeMap<ConceptId, Vec<Replacement>>, Error> {
    let is_compared = |kind: ConceptKind| kind.is_competency() || kind == ConceptKind::Occupation;
    let lost: BTreeSet<&ConceptId> = lost.iter().collect();
    let mut parts = before.parts().clone();
    let mut kinds = BTreeSet::new();
    for concept in &mut parts.concepts {
        // Only what is active is compared: all others stand around for their relations.
        let is_asked = lost.contains(&concept.id) && is_compared(concept.kind);
        concept.status = if is_asked { Status::Active } else { Status::Deprecated };
        if is_asked {
            kinds.insert(concept.kind);
        }
    }
    let mut found: BTreeMap<ConceptId, Vec<Replacement>> = BTreeMap::new();
    if kinds.is_empty() {
        return Ok(found);
    }
    let subjects = Framework::new(parts)?;
    let kinds: Vec<ConceptKind> = kinds.into_iter().collect();
    let options = ComparisonOptions { language, kinds: &kinds, via: None };
    let comparison = Comparison::new(&subjects, after, &options, &|| ControlFlow::Continue(()));
    let wanted = ProposalOptions {
        limit: PROPOSALS,
        min_confidence: Score::new(LEAST),
        reasons: Reasons::Told,
    };
    for candidate in comparison.candidates(&wanted, None, |_| true) {
        let object = &after.concepts()[candidate.object];
        let id = subjects.concepts()[candidate.subject].id.clone();
        found.entry(id).or_default().push(Replacement {
            id: object.id.clone(),
            label: object.label(language).to_owned(),
            basis: Basis::Likeness,
            confidence: Some(candidate.confidence),
            reasons: candidate.evidence.into_iter().map(Into::into).collect(),
        });
    }
    Ok(found)
}
