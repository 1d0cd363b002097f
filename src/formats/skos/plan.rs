//! What is to be written -> what of it SKOS allows to be said in its own words (S27, S37, S46).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::formats::Fitted;
use crate::formats::skos::hierarchy::Hierarchy;
use crate::formats::skos::hierarchy::Same;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Mapping;
use crate::model::Predicate;
use crate::model::RelationKind;

/// What may be said in words of SKOS and what may not, found before anything is written.
pub(super) struct Plan {
    /// Concepts by IRI.
    pub(super) ids: BTreeMap<String, u32>,
    collections: BTreeSet<u32>,
    /// Concepts that are below something, or are no concepts to SKOS.
    not_tops: BTreeSet<u32>,
    /// Related pairs that the hierarchy forbids (S27), by position among the relations.
    free_relations: BTreeSet<usize>,
    /// Mappings that others forbid (S27, S46), by position.
    pub(super) free_mappings: BTreeSet<usize>,
}

impl Plan {
    pub(super) fn new(fitted: &Fitted) -> Self {
        let parts = fitted.framework.parts();
        let ids = (0u32..).zip(&parts.concepts).map(|(n, c)| (c.id.as_str().to_owned(), n));
        let mut plan = Self {
            ids: ids.collect(),
            collections: BTreeSet::new(),
            not_tops: BTreeSet::new(),
            free_relations: BTreeSet::new(),
            free_mappings: BTreeSet::new(),
        };
        plan.find_collections(fitted);
        plan.find_clashes(fitted);
        plan.not_tops.extend(plan.collections.iter());
        let below = parts.relations.iter().filter(|r| r.kind == RelationKind::Broader);
        plan.not_tops.extend(below.map(|r| r.subject));
        plan
    }

    pub(super) fn is_collection(&self, position: u32) -> bool {
        self.collections.contains(&position)
    }

    pub(super) fn is_top(&self, position: u32) -> bool {
        !self.not_tops.contains(&position)
    }

    pub(super) fn is_other_scheme(&self, iri: &str, main: &str) -> bool {
        iri != main && ConceptId::new(iri).is_ok() && !self.ids.contains_key(iri)
    }

    /// Whether a relation may be said in a word that the rules of SKOS bind.
    pub(super) fn is_bound(&self, number: usize) -> bool {
        !self.free_relations.contains(&number)
    }

    /// A collection of SKOS stands in no relation and no mapping of concepts (S37); one of ours may.
    fn find_collections(&mut self, fitted: &Fitted) {
        let parts = fitted.framework.parts();
        let all = (0u32..).zip(&parts.concepts);
        let is_one = |c: &Concept| c.kind == ConceptKind::Collection;
        self.collections = all.filter(|(_, c)| is_one(c)).map(|(n, _)| n).collect();
        for relation in &parts.relations {
            let is_member = relation.kind == RelationKind::MemberOf;
            if !is_member {
                self.collections.remove(&relation.subject);
                self.collections.remove(&relation.object);
            }
        }
        for relation in &parts.outside {
            self.collections.remove(&relation.subject);
        }
        for mapping in &fitted.mappings {
            let ends = [Some(&mapping.subject), mapping.object.as_ref()];
            for end in ends.into_iter().flatten() {
                if let Some(position) = self.ids.get(end.as_str()) {
                    self.collections.remove(position);
                }
            }
        }
        let in_scheme = |c: &Concept| c.property("in_scheme").is_some();
        let others = (0u32..).zip(&parts.concepts).filter(|(_, c)| in_scheme(c));
        for (position, _) in others {
            self.collections.remove(&position);
        }
    }

    /// The same questions that a reader asks, in the same order.
    fn find_clashes(&mut self, fitted: &Fitted) {
        let parts = fitted.framework.parts();
        let mut numbers: FxHashMap<&str, u32> =
            self.ids.iter().map(|(id, n)| (id.as_str(), *n)).collect();
        let ends = |mapping: &Mapping| {
            mapping.object.as_ref().map(|o| (mapping.subject.clone(), o.clone()))
        };
        let pairs: Vec<Option<(ConceptId, ConceptId)>> = fitted.mappings.iter().map(ends).collect();
        for (subject, object) in pairs.iter().flatten() {
            for id in [subject, object] {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                numbers.entry(id.as_str()).or_insert(next);
            }
        }
        let number = |id: &ConceptId| numbers.get(id.as_str()).copied().unwrap_or(u32::MAX);
        let arrow = |(s, o): &(ConceptId, ConceptId)| (number(s), number(o));
        let mapped: Vec<(usize, Predicate, (u32, u32))> = (fitted.mappings.iter().enumerate())
            .zip(&pairs)
            .filter_map(|((at, m), pair)| Some((at, m.predicate, arrow(pair.as_ref()?))))
            .collect();
        let exact = mapped.iter().filter(|(_, p, _)| *p == Predicate::Exact);
        let mut same = Same::new(exact.map(|(_, _, pair)| *pair));
        let mut free = BTreeSet::new();
        for (at, predicate, (a, b)) in &mapped {
            let is_bound =
                matches!(predicate, Predicate::Broad | Predicate::Narrow | Predicate::Related);
            if is_bound && same.are(*a, *b) {
                free.insert(*at);
            }
        }
        let up = parts.relations.iter().filter(|r| r.kind == RelationKind::Broader);
        let up = up.map(|r| (r.subject, r.object));
        let mapped_up = mapped.iter().filter(|(at, ..)| !free.contains(at)).filter_map(
            |(_, predicate, (a, b))| match predicate {
                Predicate::Broad => Some((*a, *b)),
                Predicate::Narrow => Some((*b, *a)),
                _ => None,
            },
        );
        let mut hierarchy = Hierarchy::new(up.chain(mapped_up).collect());
        let related: Vec<(usize, (u32, u32))> = (parts.relations.iter().enumerate())
            .filter(|(_, r)| r.kind == RelationKind::Related)
            .map(|(number, r)| (number, (r.subject, r.object)))
            .collect();
        let mapped_related: Vec<(usize, (u32, u32))> = mapped
            .iter()
            .filter(|(at, predicate, _)| *predicate == Predicate::Related && !free.contains(at))
            .map(|(at, _, pair)| (*at, *pair))
            .collect();
        let pairs: Vec<(u32, u32)> =
            related.iter().chain(&mapped_related).map(|(_, pair)| *pair).collect();
        // What could not be found out is written in our own words, to be safe.
        let answers = hierarchy.is_above(&pairs);
        let (in_relations, in_mappings) = answers.split_at(related.len());
        let clashes = |of: &[(usize, (u32, u32))], answers: &[Option<bool>]| -> Vec<usize> {
            let both = of.iter().zip(answers);
            both.filter(|(_, answer)| **answer != Some(false)).map(|((at, _), _)| *at).collect()
        };
        self.free_relations = clashes(&related, in_relations).into_iter().collect();
        free.extend(clashes(&mapped_related, in_mappings));
        self.free_mappings = free;
    }
}
