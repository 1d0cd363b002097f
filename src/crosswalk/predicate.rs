//! Two labels -> what kind of match their concepts are.

use std::collections::BTreeSet;

use crate::model::Predicate;
use crate::model::Score;

/// Confidence above which a pair without equal labels is called a close match; below it is only related.
/// Chosen on the safe side: a wrong "close" misleads, a wrong "related" is looked at.
const CLOSE: f64 = 0.4;

/// The predicate for a pair, by the stems of their preferred labels and by how much it is believed.
///
/// The same words: exact. All words of the one and more in the other: the longer one is narrower. Anything
/// else: close when much speaks for it, related otherwise. Never stronger than the labels allow.
pub(in crate::crosswalk) fn predicate(
    subject: &BTreeSet<String>,
    object: &BTreeSet<String>,
    confidence: Score,
) -> Predicate {
    if !subject.is_empty() && subject == object {
        return Predicate::Exact;
    }
    if !subject.is_empty() && subject.is_subset(object) {
        return Predicate::Narrow;
    }
    if !object.is_empty() && object.is_subset(subject) {
        return Predicate::Broad;
    }
    if confidence.value() >= CLOSE { Predicate::Close } else { Predicate::Related }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_with_more_words_is_the_narrower() {
        let set =
            |words: &str| words.split_whitespace().map(str::to_owned).collect::<BTreeSet<_>>();
        let (strong, weak) = (Score::new(0.8), Score::new(0.1));
        let rows = [
            ("nurs", "nurs", weak, Predicate::Exact),
            ("nurs", "paediatr nurs", weak, Predicate::Narrow),
            ("chief nurs", "nurs", strong, Predicate::Broad),
            ("chief nurs", "head nurs", strong, Predicate::Close),
            ("chief nurs", "head nurs", weak, Predicate::Related),
            ("", "nurs", strong, Predicate::Close),
        ];
        for (subject, object, confidence, expected) in rows {
            assert_eq!(
                predicate(&set(subject), &set(object), confidence),
                expected,
                "{subject} / {object}"
            );
        }
    }
}
