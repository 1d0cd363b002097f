//! A mapping set -> the same statements read from its objects to its subjects.
//!
//! # Why
//!
//! A statement read the other way round keeps its confidence, author, reviewers, date and comment: nobody
//! judged anew. Only its justification becomes "inversion", and what it was before is kept as the last reason
//! ([`Evidence::Inverted`]). A statement that carries that mark is turned *back*: the mark goes, the first
//! justification returns. So turning twice gives the same set, and a chain of exchanges piles nothing up.

use crate::model::Evidence;
use crate::model::Justification;
use crate::model::Mapping;
use crate::model::MappingSet;
use crate::model::Predicate;

/// Whether a mapping can be read from its object: a "no match" has none, and says nothing of the other side.
pub fn is_invertible(mapping: &Mapping) -> bool {
    mapping.predicate != Predicate::NoMatch && mapping.object.is_some()
}

/// The set read from its objects to its subjects, sorted by subject, then by object.
///
/// Statements that are not [`is_invertible`] are left out: that a subject has no counterpart does not tell which
/// objects have none. All others come back by a second inversion exactly as they were (the order too, where the
/// set was sorted as it should be). The set keeps its title, author, version, date and licence.
/// Cost: O(n log n) in mappings.
///
/// ```
/// use skillmap::crosswalk::invert;
/// use skillmap::model::{ConceptId, Justification, Language, Licence, Mapping, MappingEnd, MappingSet, Predicate};
/// let end = |name: &str| MappingEnd {
///     name: name.into(),
///     version: String::new(),
///     concept_type: String::new(),
///     language: Language::ENGLISH,
/// };
/// let id = |iri: &str| ConceptId::new(iri).unwrap();
/// let by_hand = Justification::ManualMappingCuration;
/// let set = MappingSet {
///     title: "A to B".into(),
///     author: String::new(),
///     version: String::new(),
///     date: String::new(),
///     licence: Licence::default(),
///     subject_source: end("A"),
///     object_source: end("B"),
///     mappings: vec![Mapping::new(id("urn:a:1"), Predicate::Broad, Some(id("urn:b:1")), by_hand)],
/// };
/// let inverted = invert(&set);
/// assert_eq!(inverted.mappings[0].predicate, Predicate::Narrow);
/// assert_eq!(inverted.mappings[0].justification, Justification::MappingInversion);
/// assert_eq!(invert(&inverted), set);
/// ```
pub fn invert(set: &MappingSet) -> MappingSet {
    let mut mappings: Vec<Mapping> = set.mappings.iter().filter_map(inverted).collect();
    mappings.sort_by(|a, b| (&a.subject, &a.object).cmp(&(&b.subject, &b.object)));
    MappingSet {
        title: set.title.clone(),
        author: set.author.clone(),
        version: set.version.clone(),
        date: set.date.clone(),
        licence: set.licence.clone(),
        subject_source: set.object_source.clone(),
        object_source: set.subject_source.clone(),
        mappings,
    }
}

/// How a mapping came about before it was turned; as it stands where it was not.
pub(in crate::crosswalk) fn original_justification(mapping: &Mapping) -> Justification {
    match mapping.evidence.last() {
        Some(Evidence::Inverted { justification })
            if mapping.justification == turned(*justification) =>
        {
            *justification
        }
        _ => mapping.justification,
    }
}

fn inverted(mapping: &Mapping) -> Option<Mapping> {
    let object = mapping.object.clone().filter(|_| is_invertible(mapping))?;
    let mut evidence: Vec<Evidence> = mapping.evidence.iter().map(turned_evidence).collect();
    let justification = match evidence.last() {
        Some(Evidence::Inverted { justification })
            if mapping.justification == turned(*justification) =>
        {
            let first = *justification;
            evidence.pop();
            first
        }
        _ => {
            evidence.push(Evidence::Inverted { justification: mapping.justification });
            turned(mapping.justification)
        }
    };
    Some(Mapping {
        subject: object,
        subject_label: mapping.object_label.clone(),
        predicate: mapping.predicate.inverse(),
        object: Some(mapping.subject.clone()),
        object_label: mapping.subject_label.clone(),
        justification,
        confidence: mapping.confidence,
        evidence,
        comment: mapping.comment.clone(),
        author: mapping.author.clone(),
        reviewers: mapping.reviewers.clone(),
        date: mapping.date.clone(),
        is_negated: mapping.is_negated,
    })
}

/// The justification of a turned mapping. One that a file already calls an inversion, without saying of what, is
/// the first statement again, of which nobody says how it came about.
fn turned(justification: Justification) -> Justification {
    match justification {
        Justification::MappingInversion => Justification::UnspecifiedMatching,
        _ => Justification::MappingInversion,
    }
}

/// Reasons that name both sides change them; all others are told as they were.
fn turned_evidence(evidence: &Evidence) -> Evidence {
    match evidence.clone() {
        Evidence::SharedLabel { subject, object } => {
            Evidence::SharedLabel { subject: object, object: subject }
        }
        Evidence::SimilarLabels { subject, object, similarity } => {
            Evidence::SimilarLabels { subject: object, object: subject, similarity }
        }
        Evidence::Composed {
            via,
            label,
            first,
            first_justification,
            second,
            second_justification,
            confidence,
        } => Evidence::Composed {
            via,
            label,
            first: second.inverse(),
            first_justification: second_justification,
            second: first.inverse(),
            second_justification: first_justification,
            confidence,
        },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crosswalk::made;
    use crate::model::ConceptId;
    use crate::model::Label;
    use crate::model::LabelKind;
    use crate::model::Language;
    use crate::model::Score;

    #[test]
    fn a_statement_without_an_object_is_left_out() {
        let set = made::set(&["a exact x", "b no_match -", "c broad y"]);
        let inverted = invert(&set);
        let pairs: Vec<&str> = inverted.mappings.iter().map(|m| m.subject.as_str()).collect();
        assert_eq!(pairs, ["urn:o:x", "urn:o:y"]);
        assert!(!is_invertible(&set.mappings[1]));
    }

    #[test]
    fn what_names_both_sides_is_turned_too_and_what_it_was_is_remembered() {
        let mut set = made::set(&["a broad x"]);
        let label = |text: &str| Label {
            kind: LabelKind::Preferred,
            language: Language::ENGLISH,
            text: text.into(),
        };
        set.mappings[0].evidence = vec![Evidence::SimilarLabels {
            subject: label("own"),
            object: label("other"),
            similarity: Score::ONE,
        }];
        let inverted = invert(&set);
        let mapping = &inverted.mappings[0];
        let Evidence::SimilarLabels { subject, .. } = &mapping.evidence[0] else { panic!() };
        assert_eq!(subject.text.as_ref(), "other");
        assert_eq!(mapping.justification, Justification::MappingInversion);
        assert_eq!(original_justification(mapping), Justification::ManualMappingCuration);
        assert_eq!(inverted.subject_source, set.object_source);
    }

    proptest::proptest! {
        #[test]
        fn turning_twice_changes_nothing_whatever_a_file_said(
            rows in made::rows(12),
            marks in proptest::collection::vec((0usize..13, 0usize..13, 0usize..4), 12),
        ) {
            let mut set = made::set_of(rows);
            set.mappings.retain(is_invertible);
            for (mapping, (own, other, n)) in set.mappings.iter_mut().zip(marks) {
                mapping.justification = Justification::ALL[own];
                let mark = Evidence::Inverted { justification: Justification::ALL[other] };
                mapping.evidence = vec![mark; n];
                if n == 3 {
                    mapping.evidence.push(Evidence::DescriptionWords { words: Vec::new() });
                }
                mapping.object_label = mapping.object.as_ref().map_or("", ConceptId::as_str).into();
            }
            assert_eq!(invert(&invert(&set)), set);
        }
    }
}
