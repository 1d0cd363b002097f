//! Chains of exact statements -> other statements that they contradict.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use crate::crosswalk::consistency::Contradiction;
use crate::crosswalk::consistency::ContradictionKind;
use crate::crosswalk::consistency::naming::Naming;
use crate::crosswalk::consistency::naming::Side;
use crate::model::ConceptId;
use crate::model::Predicate;

/// The concepts that are exact with a concept, and the rows that say so.
type Neighbours<'a> = BTreeMap<&'a ConceptId, Vec<usize>>;

/// Where a concept stands in the tree of its exact class.
#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    root: &'a ConceptId,
    depth: usize,
    parent: Option<&'a ConceptId>,
}

/// Pairs that are the same by a chain of exact statements (SKOS: exact is transitive), and yet broad, narrow or
/// related (S46). A concept is its IRI here, on whichever side it stands.
///
/// Cost: O(n log n) in rows, plus the length of the chains found.
pub(super) fn find(naming: &Naming<'_>) -> Vec<Contradiction> {
    let mut exact: BTreeMap<&ConceptId, Neighbours<'_>> = BTreeMap::new();
    let mut others: BTreeMap<(&ConceptId, &ConceptId, Predicate), Vec<usize>> = BTreeMap::new();
    for (row, mapping, object) in naming.positive().filter(|(_, m, o)| m.subject != **o) {
        let subject = &mapping.subject;
        match mapping.predicate {
            Predicate::Exact => {
                exact.entry(subject).or_default().entry(object).or_default().push(row);
                exact.entry(object).or_default().entry(subject).or_default().push(row);
            }
            Predicate::Close | Predicate::NoMatch => {}
            other => others.entry((subject, object, other)).or_default().push(row),
        }
    }
    let places = places(&exact);
    let mut found = Vec::new();
    for ((subject, object, predicate), rows) in others {
        let Some(chain) = chain_between(&places, subject, object).filter(|c| c.len() > 2) else {
            continue;
        };
        let steps = chain.windows(2).filter_map(|pair| exact.get(pair[0])?.get(pair[1]).cloned());
        let mut parties: Vec<Vec<usize>> = steps.collect();
        let n_steps = parties.len();
        parties.push(rows);
        let own = naming.name(Side::Subject, subject);
        let other = naming.name(Side::Object, object);
        found.push(Contradiction {
            kind: ContradictionKind::ExactChain,
            concepts: chain.into_iter().cloned().collect(),
            may_stay: parties.len() - 1,
            parties,
            problem: format!(
                "by {n_steps} exact statements {own} is the same as {other}, but it is said that {own} {} {other}",
                predicate.says()
            ),
            advice: "drop this, or one of the exact statements between them".to_owned(),
        });
    }
    found
}

/// A tree over every exact class, breadth first from its first concept.
fn places<'a>(
    exact: &BTreeMap<&'a ConceptId, Neighbours<'a>>,
) -> BTreeMap<&'a ConceptId, Place<'a>> {
    let mut places: BTreeMap<&ConceptId, Place<'_>> = BTreeMap::new();
    for root in exact.keys().copied() {
        if places.contains_key(root) {
            continue;
        }
        places.insert(root, Place { root, depth: 0, parent: None });
        let mut waiting = VecDeque::from([(root, 0)]);
        while let Some((id, depth)) = waiting.pop_front() {
            for next in exact.get(id).into_iter().flat_map(BTreeMap::keys).copied() {
                if !places.contains_key(next) {
                    places.insert(next, Place { root, depth: depth + 1, parent: Some(id) });
                    waiting.push_back((next, depth + 1));
                }
            }
        }
    }
    places
}

/// The concepts from the one to the other, both included, up and down the tree; nothing between classes.
fn chain_between<'a>(
    places: &BTreeMap<&'a ConceptId, Place<'a>>,
    first: &ConceptId,
    last: &ConceptId,
) -> Option<Vec<&'a ConceptId>> {
    let ((mut up, mut place), (mut down, mut other)) =
        (places.get_key_value(first)?, places.get_key_value(last)?);
    if place.root != other.root {
        return None;
    }
    let (mut head, mut tail) = (vec![*up], vec![*down]);
    while up != down {
        if place.depth >= other.depth {
            (up, place) = places.get_key_value(place.parent?)?;
            head.push(up);
        } else {
            (down, other) = places.get_key_value(other.parent?)?;
            tail.push(down);
        }
    }
    // Both end with the concept where they met.
    head.pop();
    head.extend(tail.into_iter().rev());
    Some(head)
}
