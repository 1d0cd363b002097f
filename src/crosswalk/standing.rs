//! A mapping -> how much it is believed where nobody says it.

use crate::crosswalk::invert::original_justification;
use crate::model::Justification;
use crate::model::Mapping;
use crate::model::Score;

/// What a mapping without a stated confidence counts where no person decided it: it may be so or not.
const UNSAID: f64 = 0.5;

/// Whether a person decided or confirmed it, also where it has since been read the other way round.
pub(in crate::crosswalk) fn is_by_people(mapping: &Mapping) -> bool {
    let by_people = [Justification::ManualMappingCuration, Justification::MappingReview];
    !mapping.reviewers.is_empty() || by_people.contains(&original_justification(mapping))
}

/// The stated confidence; without one, 1 for what people decided and one half for all else.
pub(in crate::crosswalk) fn belief(mapping: &Mapping) -> Score {
    let unsaid = if is_by_people(mapping) { 1.0 } else { UNSAID };
    mapping.confidence.unwrap_or(Score::new(unsaid))
}
