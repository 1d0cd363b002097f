//! Statements about one pair or one concept -> those that exclude each other.

use std::collections::BTreeMap;

use crate::crosswalk::consistency::Contradiction;
use crate::crosswalk::consistency::ContradictionKind;
use crate::crosswalk::consistency::naming::Naming;
use crate::crosswalk::consistency::naming::Side;
use crate::model::ConceptId;
use crate::model::Predicate;

/// Everything that can be seen without following chains or hierarchies. Cost: O(n log n) in rows.
pub(super) fn find(naming: &Naming<'_>) -> Vec<Contradiction> {
    let mut found = negations(naming);
    found.extend(no_matches(naming));
    found.extend(pairs(naming));
    found.extend(not_unique(naming, Side::Subject));
    found.extend(not_unique(naming, Side::Object));
    found
}

/// Predicates that hold wherever this one does: exact implies close (SKOS S42).
fn implied(predicate: Predicate) -> &'static [Predicate] {
    match predicate {
        Predicate::Exact => &[Predicate::Exact, Predicate::Close],
        Predicate::Close => &[Predicate::Close],
        Predicate::Broad => &[Predicate::Broad],
        Predicate::Narrow => &[Predicate::Narrow],
        Predicate::Related => &[Predicate::Related],
        Predicate::NoMatch => &[Predicate::NoMatch],
    }
}

/// What is said not to hold, and what says that it does.
fn negations(naming: &Naming<'_>) -> Vec<Contradiction> {
    type Statement<'a> = (&'a ConceptId, Option<&'a ConceptId>, Predicate);
    let mut negated: BTreeMap<Statement<'_>, [Vec<usize>; 2]> = BTreeMap::new();
    for (row, mapping) in naming.rows().filter(|(_, m)| m.is_negated) {
        let statement = (&mapping.subject, mapping.object.as_ref(), mapping.predicate);
        negated.entry(statement).or_default()[0].push(row);
    }
    for (row, mapping) in naming.rows().filter(|(_, m)| !m.is_negated) {
        for predicate in implied(mapping.predicate) {
            let statement = (&mapping.subject, mapping.object.as_ref(), *predicate);
            if let Some([_, positive]) = negated.get_mut(&statement) {
                positive.push(row);
            }
        }
    }
    let both = negated.into_iter().filter(|(_, [_, positive])| !positive.is_empty());
    both.map(|((subject, object, predicate), parties)| {
        let own = naming.name(Side::Subject, subject);
        let what = match object {
            Some(object) => format!("{} {}", predicate.says(), naming.name(Side::Object, object)),
            None => "has no match".to_owned(),
        };
        Contradiction {
            kind: ContradictionKind::Negated,
            concepts: [Some(subject), object].into_iter().flatten().cloned().collect(),
            parties: parties.into(),
            may_stay: 1,
            problem: format!("it is said and denied that {own} {what}"),
            advice: "keep what is true".to_owned(),
        }
    })
    .collect()
}

/// "No match" beside a counterpart.
fn no_matches(naming: &Naming<'_>) -> Vec<Contradiction> {
    type Match<'a> = (usize, &'a ConceptId);
    let mut without: BTreeMap<&ConceptId, (Vec<usize>, Vec<Match<'_>>)> = BTreeMap::new();
    let says_none = |predicate, is_negated: bool| predicate == Predicate::NoMatch && !is_negated;
    for (row, mapping) in naming.rows().filter(|(_, m)| says_none(m.predicate, m.is_negated)) {
        without.entry(&mapping.subject).or_default().0.push(row);
    }
    for (row, mapping, object) in naming.positive() {
        if let Some((_, matches)) = without.get_mut(&mapping.subject) {
            matches.push((row, object));
        }
    }
    let both = without.into_iter().filter(|(_, (_, matches))| !matches.is_empty());
    both.map(|(subject, (none, matches))| {
        let mut objects: Vec<&ConceptId> = matches.iter().map(|(_, object)| *object).collect();
        objects.sort();
        objects.dedup();
        let own = naming.name(Side::Subject, subject);
        let others = naming.names(Side::Object, objects.iter().copied());
        Contradiction {
            kind: ContradictionKind::NoMatchAndMatch,
            concepts: std::iter::once(subject).chain(objects).cloned().collect(),
            parties: vec![none, matches.into_iter().map(|(row, _)| row).collect()],
            may_stay: 1,
            problem: format!("{own} is said to have no match, and is matched with {others}"),
            advice: "drop the “no match”, or the matches".to_owned(),
        }
    })
    .collect()
}

/// Pairs with predicates that exclude each other: all but close do (SKOS S27, S46).
fn pairs(naming: &Naming<'_>) -> Vec<Contradiction> {
    type Said = BTreeMap<Predicate, Vec<usize>>;
    let mut pairs: BTreeMap<(&ConceptId, &ConceptId), Said> = BTreeMap::new();
    for (row, mapping, object) in
        naming.positive().filter(|(_, m, _)| m.predicate != Predicate::Close)
    {
        let said = pairs.entry((&mapping.subject, object)).or_default();
        said.entry(mapping.predicate).or_default().push(row);
    }
    let disputed = pairs.into_iter().filter(|(_, said)| said.len() > 1);
    disputed
        .map(|((subject, object), said)| {
            let kind = if said.contains_key(&Predicate::Exact) {
                ContradictionKind::ExactAndOther
            } else if said.contains_key(&Predicate::Related) {
                ContradictionKind::HierarchyAndRelated
            } else {
                ContradictionKind::BroadAndNarrow
            };
            let other = naming.name(Side::Object, object);
            let claims: Vec<String> =
                said.keys().map(|p| format!("{} {other}", p.says())).collect();
            let own = naming.name(Side::Subject, subject);
            Contradiction {
                kind,
                concepts: vec![subject.clone(), object.clone()],
                parties: said.into_values().collect(),
                may_stay: 1,
                problem: format!("{own} {} at once", claims.join(" and ")),
                advice: "keep the one that is true".to_owned(),
            }
        })
        .collect()
}

/// Concepts of one side that are exact with several of the other.
fn not_unique(naming: &Naming<'_>, side: Side) -> Vec<Contradiction> {
    let mut exact: BTreeMap<&ConceptId, BTreeMap<&ConceptId, Vec<usize>>> = BTreeMap::new();
    for (row, mapping, object) in
        naming.positive().filter(|(_, m, _)| m.predicate == Predicate::Exact)
    {
        let (own, other) = match side {
            Side::Subject => (&mapping.subject, object),
            Side::Object => (object, &mapping.subject),
        };
        exact.entry(own).or_default().entry(other).or_default().push(row);
    }
    let (kind, other_side) = match side {
        Side::Subject => (ContradictionKind::SubjectNotUnique, Side::Object),
        Side::Object => (ContradictionKind::ObjectNotUnique, Side::Subject),
    };
    let several = exact.into_iter().filter(|(_, others)| others.len() > 1);
    several
        .map(|(id, others)| {
            let names = naming.names(other_side, others.keys().copied());
            let n = others.len();
            Contradiction {
                kind,
                concepts: std::iter::once(id).chain(others.keys().copied()).cloned().collect(),
                parties: others.into_values().collect(),
                may_stay: 1,
                problem: format!("{} is the same as {n} concepts: {names}", naming.name(side, id)),
                advice: "keep one as exact and call the others close, broad or narrow".to_owned(),
            }
        })
        .collect()
}
