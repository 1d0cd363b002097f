//! A mapping -> how much it is believed where nobody says it, and what it costs to give it up.

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

/// What keeping a statement by people is worth in proposals: nobody's decision is given up for a handful of guesses,
/// but a dozen guesses that agree against one decision are worth asking about.
const BY_PEOPLE: f64 = 10.0;

/// What it costs to give a mapping up, in millionths: 1 for a proposal and 10 for what people decided or confirmed,
/// plus how much it is believed. So the number of mappings counts before their confidence.
pub(in crate::crosswalk) fn cost(mapping: &Mapping) -> u64 {
    let decided = if is_by_people(mapping) { BY_PEOPLE } else { 1.0 };
    millionths(decided + belief(mapping).value())
}

/// Whole numbers add up alike in any order.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is between 1 and 11, of six digits at most"
)]
fn millionths(value: f64) -> u64 {
    (value * 1e6).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crosswalk::made;

    #[test]
    fn a_decision_outweighs_proposals_and_belief_decides_among_equals() {
        let costs =
            ["a exact x", "a exact x 0.9", "a exact x 0.1"].map(|row| cost(&made::mapping(row)));
        assert_eq!(costs, [11_000_000, 1_900_000, 1_100_000]);
        let mut reviewed = made::mapping("a exact x 0.5");
        reviewed.reviewers.push("Ada".into());
        assert_eq!(cost(&reviewed), 10_500_000);
    }
}
