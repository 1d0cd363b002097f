//! A concept -> its counterparts in other frameworks, by all mappings held.

use rustc_hash::FxHashMap;

use crate::engine::snapshot::Snapshot;
use crate::model::Predicate;
use crate::model::property;

/// The counterparts of every concept.
#[derive(Default)]
pub(in crate::engine::reconcile) struct Mapped<'a> {
    by_concept: FxHashMap<&'a str, Vec<Counterpart<'a>>>,
}

/// A concept on the other side of a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine::reconcile) struct Counterpart<'a> {
    /// What the concept asked for is to it.
    pub(in crate::engine::reconcile) predicate: Predicate,
    pub(in crate::engine::reconcile) id: &'a str,
    /// Its label when the mapping was made; may be empty.
    pub(in crate::engine::reconcile) label: &'a str,
}

impl<'a> Mapped<'a> {
    /// All mappings read from both sides: those of the sets, and what frameworks say of their own concepts. A mapping
    /// that was found not to hold is none.
    ///
    /// Cost: O(mappings + concepts).
    pub(in crate::engine::reconcile) fn of(snapshot: &'a Snapshot) -> Self {
        let mut mapped = Self::default();
        for (_, set) in &snapshot.mapping_sets {
            for mapping in set.mappings.iter().filter(|mapping| !mapping.is_negated) {
                let Some(object) = &mapping.object else { continue };
                mapped.add(
                    (mapping.subject.as_str(), &mapping.subject_label),
                    mapping.predicate,
                    (object.as_str(), &mapping.object_label),
                );
            }
        }
        for part in snapshot.graph.parts() {
            for concept in part.framework.concepts() {
                let same = concept.properties.iter().filter(|p| *p.name == *property::EXACT_MATCH);
                for object in same {
                    mapped.add(
                        (concept.id.as_str(), ""),
                        Predicate::Exact,
                        (object.value.as_ref(), ""),
                    );
                }
            }
        }
        mapped
    }

    fn add(
        &mut self,
        subject: (&'a str, &'a str),
        predicate: Predicate,
        object: (&'a str, &'a str),
    ) {
        let mut one = |from: &'a str, predicate, (id, label)| {
            let list = self.by_concept.entry(from).or_default();
            let known = list.iter_mut().find(|c| c.id == id && c.predicate == predicate);
            match known {
                Some(known) if known.label.is_empty() => known.label = label,
                Some(_) => {}
                None => list.push(Counterpart { predicate, id, label }),
            }
        };
        one(subject.0, predicate, object);
        one(object.0, predicate.inverse(), subject);
    }

    /// The counterparts of a concept, by these predicates, in the order of the sets.
    pub(in crate::engine::reconcile) fn of_concept(
        &self,
        id: &str,
        predicates: &[Predicate],
    ) -> Vec<Counterpart<'a>> {
        let all = self.by_concept.get(id).map_or(&[][..], Vec::as_slice);
        all.iter().filter(|c| predicates.contains(&c.predicate)).copied().collect()
    }
}
