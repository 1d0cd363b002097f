//! A -> B and B -> C -> A -> C: mappings joined at the concept between them.
//!
//! # Why
//!
//! A joined statement is never more than its steps: its confidence is the product of theirs, its justification
//! is "chaining", and it names every concept it goes by. What only may hold (see [`chain`]) is left out unless
//! it is asked for, and then believed half. A statement that a concept is itself is no step: what stands before
//! or behind it is kept as it is, so a set composed with [`identity`] stays that set, and the concepts that two
//! releases of a framework share keep the statements made about them.

use std::collections::BTreeMap;

use crate::crosswalk::algebra::Chained;
use crate::crosswalk::algebra::chain;
use crate::crosswalk::standing::belief;
use crate::model::ConceptId;
use crate::model::Evidence;
use crate::model::Framework;
use crate::model::Justification;
use crate::model::Language;
use crate::model::Licence;
use crate::model::Mapping;
use crate::model::MappingEnd;
use crate::model::MappingSet;
use crate::model::Predicate;
use crate::model::Score;
use crate::model::Status;
use crate::model::rank;

/// Which chains are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Chains {
    /// Those whose end follows from their steps.
    #[default]
    Entailed,
    /// Also those whose end is only suggested, for people to look at.
    Suggested,
}

/// Ways told of one pair. More do not make it clearer to a reader; how many there are stands in the comment.
const WAYS_TOLD: usize = 5;

/// What is left of the belief where the end of a chain does not follow from its steps: it may be so or not, and it
/// never wins against what follows from statements by hand. Raised to 1, siblings would pass for decided.
const SUGGESTED: f64 = 0.5;

/// The mappings from the subjects of `first` to the objects of `second`, sorted by subject, then by object.
///
/// Several ways to one pair are one mapping: the best believed way gives confidence and predicate; of ways
/// believed alike the stronger predicate ([`Predicate::ALL`]), but broad beside narrow gives related, which is
/// what both agree on. At most five ways are told, best first. A confidence that nobody stated counts 1 where
/// people decided, one half elsewhere. Raising any confidence never lowers one of the result.
///
/// Negated statements are not joined with anything: that two are *not* the same says nothing of a third. A "no
/// match" goes on from the second set through exact, unless some way leads from that subject somewhere. A "no
/// match" of the first set is kept only where the second stays inside one framework. The result has no author,
/// version or date, and both licences.
/// Cost: O(n log n) in mappings plus the number of ways, which is the sum over the concepts between of mappings
/// that come in times mappings that go out.
///
/// ```
/// use skillmap::crosswalk::{Chains, compose, invert};
/// # use skillmap::model::{ConceptId, Justification, Language, Licence, Mapping, MappingEnd, MappingSet, Predicate};
/// # let end = |name: &str| MappingEnd {
/// #     name: name.into(),
/// #     version: String::new(),
/// #     concept_type: String::new(),
/// #     language: Language::ENGLISH,
/// # };
/// # let id = |iri: &str| ConceptId::new(iri).unwrap();
/// # let by_hand = Justification::ManualMappingCuration;
/// # let set = |from: &str, predicate, to: &str| MappingSet {
/// #     title: String::new(),
/// #     author: String::new(),
/// #     version: String::new(),
/// #     date: String::new(),
/// #     licence: Licence::default(),
/// #     subject_source: end(from),
/// #     object_source: end(to),
/// #     mappings: vec![Mapping::new(id(from), predicate, Some(id(to)), by_hand)],
/// # };
/// let first = set("urn:a", Predicate::Exact, "urn:b");
/// let second = set("urn:b", Predicate::Broad, "urn:c");
/// let composed = compose(&first, &second, Chains::Entailed);
/// assert_eq!(composed.mappings[0].predicate, Predicate::Broad);
/// assert_eq!(composed.mappings[0].justification, Justification::MappingChaining);
/// ```
pub fn compose(first: &MappingSet, second: &MappingSet, chains: Chains) -> MappingSet {
    let mut from: BTreeMap<&ConceptId, Vec<&Mapping>> = BTreeMap::new();
    for mapping in &second.mappings {
        from.entry(&mapping.subject).or_default().push(mapping);
    }
    let stays_inside = second.subject_source == second.object_source;
    let mut kept: Vec<Mapping> = Vec::new();
    let mut ways: BTreeMap<(&ConceptId, Option<&ConceptId>), Vec<Way<'_>>> = BTreeMap::new();
    for step in &first.mappings {
        let Some(between) = step.object.as_ref().filter(|_| step.predicate != Predicate::NoMatch)
        else {
            kept.extend(stays_inside.then(|| step.clone()));
            continue;
        };
        for next in from.get(between).into_iter().flatten().copied() {
            if is_identity(step) {
                kept.push(next.clone());
            } else if is_identity(next) {
                kept.push(step.clone());
            } else if let Some(way) = Way::of(step, next, chains) {
                ways.entry((&step.subject, next.object.as_ref())).or_default().push(way);
            }
        }
    }
    let mut mappings = joined(kept, &ways);
    mappings.sort_by(|a, b| (&a.subject, &a.object).cmp(&(&b.subject, &b.object)));
    MappingSet {
        title: format!("{}, then {}", first.title, second.title),
        author: String::new(),
        version: String::new(),
        date: String::new(),
        licence: both(&first.licence, &second.licence),
        subject_source: first.subject_source.clone(),
        object_source: second.object_source.clone(),
        mappings,
    }
}

/// Every active concept of a framework mapped to itself. Cost: O(concepts).
pub fn identity(framework: &Framework) -> MappingSet {
    let release = framework.release();
    let end = MappingEnd {
        name: release.title.clone(),
        version: release.version.clone(),
        concept_type: String::new(),
        language: Language::ENGLISH,
    };
    let active = framework.concepts().iter().filter(|concept| concept.status == Status::Active);
    let itself = active.map(|concept| {
        let id = concept.id.clone();
        let logic = Justification::LogicalReasoning;
        let mut mapping = Mapping::new(id.clone(), Predicate::Exact, Some(id), logic);
        concept.label(Language::ENGLISH).clone_into(&mut mapping.subject_label);
        mapping.object_label.clone_from(&mapping.subject_label);
        mapping
    });
    MappingSet {
        title: format!("{} to itself", release.title),
        author: String::new(),
        version: release.version.clone(),
        date: String::new(),
        licence: release.licence.clone(),
        subject_source: end.clone(),
        object_source: end,
        mappings: itself.collect(),
    }
}

/// Whether a mapping says, without doubt, that a concept is itself.
fn is_identity(mapping: &Mapping) -> bool {
    mapping.predicate == Predicate::Exact
        && !mapping.is_negated
        && mapping.object.as_ref() == Some(&mapping.subject)
        && mapping.confidence.is_none_or(|confidence| confidence == Score::ONE)
}

/// One way from a subject to an object.
#[derive(Debug, Clone, Copy)]
struct Way<'a> {
    first: &'a Mapping,
    second: &'a Mapping,
    predicate: Predicate,
    confidence: Score,
}

impl<'a> Way<'a> {
    fn of(first: &'a Mapping, second: &'a Mapping, chains: Chains) -> Option<Self> {
        if first.is_negated || second.is_negated {
            return None;
        }
        let (predicate, share) = match chain(first.predicate, second.predicate) {
            Chained::Follows(predicate) => (predicate, 1.0),
            Chained::Suggested(predicate) if chains == Chains::Suggested => (predicate, SUGGESTED),
            Chained::Suggested(_) | Chained::Nothing => return None,
        };
        let product = belief(first).value() * belief(second).value() * share;
        Some(Self { first, second, predicate, confidence: Score::new(product) })
    }

    fn evidence(&self) -> Evidence {
        let (first, second) = (self.first, self.second);
        let labels = [&second.subject_label, &first.object_label];
        Evidence::Composed {
            via: second.subject.clone(),
            label: labels.into_iter().find(|l| !l.is_empty()).cloned().unwrap_or_default(),
            first: first.predicate,
            first_justification: first.justification,
            second: second.predicate,
            second_justification: second.justification,
            confidence: self.confidence,
        }
    }
}

/// The kept statements and one for each pair that ways lead to. A pair of which a kept statement speaks needs
/// none; a subject that goes anywhere has a match.
fn joined(
    kept: Vec<Mapping>,
    ways: &BTreeMap<(&ConceptId, Option<&ConceptId>), Vec<Way<'_>>>,
) -> Vec<Mapping> {
    let positive = |m: &&Mapping| !m.is_negated && m.predicate != Predicate::NoMatch;
    let mut goes: Vec<&ConceptId> = kept.iter().filter(positive).map(|m| &m.subject).collect();
    let leads = |ways: &Vec<Way<'_>>| ways.iter().any(|w| w.predicate != Predicate::NoMatch);
    goes.extend(ways.iter().filter(|(_, ways)| leads(ways)).map(|((subject, _), _)| *subject));
    goes.sort();
    let mut spoken: Vec<(&ConceptId, Option<&ConceptId>)> =
        kept.iter().filter(|m| !m.is_negated).map(|m| (&m.subject, m.object.as_ref())).collect();
    spoken.sort();
    let wanted = ways.iter().filter(|(pair, ways)| {
        spoken.binary_search(pair).is_err() && (leads(ways) || goes.binary_search(&pair.0).is_err())
    });
    let merged: Vec<Mapping> = wanted.filter_map(|(_, ways)| merge(ways)).collect();
    kept.into_iter().chain(merged).collect()
}

fn merge(ways: &[Way<'_>]) -> Option<Mapping> {
    let mut ways = ways.to_vec();
    rank(
        &mut ways,
        |way| way.confidence,
        |way| (way.predicate, &way.second.subject, way.first.predicate, way.second.predicate),
    );
    let best = *ways.first()?;
    let alike = || ways.iter().take_while(|way| way.confidence == best.confidence);
    let has_other = alike().any(|way| way.predicate == Predicate::Narrow);
    let predicate = match best.predicate {
        Predicate::Broad if has_other => Predicate::Related,
        other => other,
    };
    let object = best.second.object.clone();
    let mut mapping =
        Mapping::new(best.first.subject.clone(), predicate, object, Justification::MappingChaining);
    mapping.subject_label.clone_from(&best.first.subject_label);
    mapping.object_label.clone_from(&best.second.object_label);
    mapping.confidence = Some(best.confidence);
    mapping.evidence = ways.iter().take(WAYS_TOLD).map(Way::evidence).collect();
    if ways.len() > WAYS_TOLD {
        mapping.comment = format!("{} ways lead here; the best {WAYS_TOLD} are told", ways.len());
    }
    Some(mapping)
}

/// What has to be kept to when both are used together. Where the one states none, the other's is not enough.
fn both(first: &Licence, second: &Licence) -> Licence {
    if first == second {
        return first.clone();
    }
    let name = match (first.name.as_str(), second.name.as_str()) {
        ("", _) | (_, "") => String::new(),
        (first, second) if first == second => first.to_owned(),
        (first, second) => format!("{first} AND {second}"),
    };
    let said = [&first.attribution, &second.attribution];
    let attribution: Vec<&str> =
        said.into_iter().filter(|a| !a.is_empty()).map(String::as_str).collect();
    let url = if first.url == second.url { first.url.clone() } else { String::new() };
    Licence { name, url, attribution: attribution.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crosswalk::made;

    fn sets(first: &[&str], second: &[&str]) -> (MappingSet, MappingSet) {
        let first = made::between(made::set(first), 'a', 'b');
        let second = made::between(made::set(second), 'b', 'c');
        (first, second)
    }

    /// The result as `subject predicate object confidence number-of-ways`.
    fn told(set: &MappingSet) -> Vec<String> {
        let told = set.mappings.iter().map(|m| {
            let object = m.object.as_ref().map_or("-", |o| &o.as_str()[6..]);
            let confidence = m.confidence.map_or("none".into(), |c| c.to_string());
            let n_ways = m.evidence.len();
            format!("{} {} {object} {confidence} {n_ways}", &m.subject.as_str()[6..], m.predicate)
        });
        told.collect()
    }

    #[test]
    fn two_steps_are_joined_where_something_follows() {
        let rows: [[&[&str]; 4]; 9] = [
            [&["a exact m 0.5"], &["m broad x 0.5"], &["a broad x 0.25 1"], &["a broad x 0.25 1"]],
            [&["a broad m"], &["m narrow x"], &[], &["a related x 0.50 1"]],
            [&["a close m"], &["m close x"], &[], &["a related x 0.50 1"]],
            [&["a related m"], &["m related x"], &[], &[]],
            // The best believed way wins; of ways believed alike the stronger.
            [
                &["a exact m 0.5", "a broad n 0.9"],
                &["m exact x", "n exact x"],
                &["a broad x 0.90 2"],
                &["a broad x 0.90 2"],
            ],
            [
                &["a exact m 0.5", "a broad n 0.5"],
                &["m exact x", "n exact x"],
                &["a exact x 0.50 2"],
                &["a exact x 0.50 2"],
            ],
            [
                &["a narrow m 0.5", "a broad n 0.5"],
                &["m exact x", "n exact x"],
                &["a related x 0.50 2"],
                &["a related x 0.50 2"],
            ],
            // Nothing positive comes of a negation.
            [
                &["a not_exact m", "b exact m"],
                &["m exact x", "m not_exact y"],
                &["b exact x 1.00 1"],
                &["b exact x 1.00 1"],
            ],
            // A "no match" goes through exact, unless the subject goes somewhere.
            [
                &["a exact m", "b exact m", "b exact n"],
                &["m no_match -", "n exact x"],
                &["a no_match - 1.00 1", "b exact x 1.00 1"],
                &["a no_match - 1.00 1", "b exact x 1.00 1"],
            ],
        ];
        for [first, second, entailed, suggested] in rows {
            let (first, second) = sets(first, second);
            assert_eq!(told(&compose(&first, &second, Chains::Entailed)), entailed);
            assert_eq!(told(&compose(&first, &second, Chains::Suggested)), suggested);
        }
    }

    #[test]
    fn a_pair_names_its_best_five_ways() {
        let names = ["m1", "m2", "m3", "m4", "m5", "m6", "m7"];
        let first: Vec<String> =
            names.iter().enumerate().map(|(i, m)| format!("a exact {m} 0.{}", i + 1)).collect();
        let second: Vec<String> = names.iter().map(|m| format!("{m} broad x")).collect();
        let [first, second] =
            [&first, &second].map(|rows| rows.iter().map(String::as_str).collect::<Vec<_>>());
        let (first, second) = sets(&first, &second);
        let composed = compose(&first, &second, Chains::Entailed);
        assert_eq!(told(&composed), ["a broad x 0.70 5"]);
        let mapping = &composed.mappings[0];
        assert_eq!(mapping.comment, "7 ways lead here; the best 5 are told");
        assert_eq!(
            mapping.evidence[0].to_string(),
            "the subject is the same as “urn:b:m7”, which is narrower than the object (70 %)"
        );
        assert_eq!(mapping.justification, Justification::MappingChaining);
    }

    #[test]
    fn what_nobody_states_counts_full_only_where_people_decided() {
        let (mut first, second) = sets(&["a exact m"], &["m exact x"]);
        assert_eq!(told(&compose(&first, &second, Chains::Entailed)), ["a exact x 1.00 1"]);
        first.mappings[0].justification = Justification::UnspecifiedMatching;
        assert_eq!(told(&compose(&first, &second, Chains::Entailed)), ["a exact x 0.50 1"]);
    }

    #[test]
    fn licences_add_up() {
        let licence = |name: &str| Licence { name: name.into(), ..Licence::default() };
        let rows = [("A", "A", "A"), ("A", "B", "A AND B"), ("A", "", ""), ("", "", "")];
        for (first, second, expected) in rows {
            assert_eq!(both(&licence(first), &licence(second)).name, expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn a_set_composed_with_identity_stays_that_set(rows in made::rows(12)) {
            let set = made::set_of(rows);
            let own = made::framework('s', &["a", "b", "c", "d"]);
            let other = made::framework('o', &["x", "y", "z", "w"]);
            for chains in [Chains::Entailed, Chains::Suggested] {
                let left = compose(&identity(&own), &set, chains);
                assert_eq!(left.mappings, set.mappings);
                let right = compose(&set, &identity(&other), chains);
                assert_eq!(right.mappings, set.mappings);
            }
        }

        #[test]
        fn more_confidence_in_a_step_is_never_less_in_the_result(
            first in made::rows(10),
            second in made::rows(10),
            raised in proptest::collection::vec(0u8..3, 20),
        ) {
            let b = |set| made::between(made::between(set, 'b', 'c'), 'b', 'c');
            let mut first = made::set_of(first);
            // The objects x, y, z, w of the first are the subjects a, b, c, d of the second.
            for mapping in &mut first.mappings {
                let turned = mapping.object.as_ref().map(|o| match &o.as_str()[6..] {
                    "x" => made::id('b', "a"),
                    "y" => made::id('b', "b"),
                    "z" => made::id('b', "c"),
                    _ => made::id('b', "d"),
                });
                mapping.object = turned;
            }
            let second = b(made::set_of(second));
            let (mut more_first, mut more_second) = (first.clone(), second.clone());
            let all = more_first.mappings.iter_mut().chain(&mut more_second.mappings);
            for (mapping, raise) in all.zip(raised) {
                let raised = |c: Score| Score::new(c.value() + f64::from(raise) / 8.0);
                mapping.confidence = mapping.confidence.map(raised);
            }
            let before = compose(&first, &second, Chains::Suggested);
            let after = compose(&more_first, &more_second, Chains::Suggested);
            assert_eq!(before.mappings.len(), after.mappings.len());
            for (before, after) in before.mappings.iter().zip(&after.mappings) {
                assert_eq!((&before.subject, &before.object), (&after.subject, &after.object));
                assert!(before.confidence <= after.confidence, "{before:?} {after:?}");
            }
        }
    }
}
