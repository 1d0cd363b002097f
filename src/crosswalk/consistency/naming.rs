//! Rows of a set and two frameworks -> the concepts and their labels, for sentences.

use std::collections::BTreeMap;

use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::Mapping;
use crate::model::MappingSet;
use crate::model::Predicate;

/// A side of a mapping set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Subject,
    Object,
}

/// Labels named in one sentence; the rest is counted.
const NAMED: usize = 4;

/// What is looked at, with the names for it.
#[derive(Debug)]
pub(super) struct Naming<'a> {
    set: &'a MappingSet,
    rows: &'a [usize],
    frameworks: [Option<&'a Framework>; 2],
    /// What the set itself calls its concepts; the first label in alphabetical order where it has several.
    labels: BTreeMap<(Side, &'a ConceptId), &'a str>,
}

impl<'a> Naming<'a> {
    /// Cost: O(n log n) in rows.
    pub(super) fn new(
        set: &'a MappingSet,
        rows: &'a [usize],
        subjects: Option<&'a Framework>,
        objects: Option<&'a Framework>,
    ) -> Self {
        let mut labels: BTreeMap<(Side, &ConceptId), &str> = BTreeMap::new();
        for mapping in rows.iter().filter_map(|row| set.mappings.get(*row)) {
            let subject = (Side::Subject, &mapping.subject, mapping.subject_label.as_str());
            let object = mapping.object.as_ref();
            let object = object.map(|id| (Side::Object, id, mapping.object_label.as_str()));
            for (side, id, label) in [Some(subject), object].into_iter().flatten() {
                if !label.is_empty() {
                    let known = labels.entry((side, id)).or_insert(label);
                    *known = label.min(known);
                }
            }
        }
        Self { set, rows, frameworks: [subjects, objects], labels }
    }

    /// The rows looked at, each with its position in the set.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, &'a Mapping)> {
        let set = self.set;
        self.rows.iter().filter_map(move |row| Some((*row, set.mappings.get(*row)?)))
    }

    /// The rows that say that something holds between two concepts.
    pub(super) fn positive(&self) -> impl Iterator<Item = (usize, &'a Mapping, &'a ConceptId)> {
        let holds = |m: &Mapping| !m.is_negated && m.predicate != Predicate::NoMatch;
        self.rows()
            .filter(move |(_, m)| holds(m))
            .filter_map(|(row, m)| Some((row, m, m.object.as_ref()?)))
    }

    /// The framework of that side, where it is at hand.
    pub(super) fn framework(&self, side: Side) -> Option<&'a Framework> {
        self.frameworks[side as usize]
    }

    /// What the framework of that side is called.
    pub(super) fn framework_name(&self, side: Side) -> String {
        let named = match side {
            Side::Subject => &self.set.subject_source.name,
            Side::Object => &self.set.object_source.name,
        };
        self.framework(side).map_or_else(|| named.clone(), |f| f.release().to_string())
    }

    /// The concept in its framework; nothing where the one or the other is not there.
    pub(super) fn concept(&self, side: Side, id: &ConceptId) -> Option<&'a Concept> {
        let framework = self.framework(side)?;
        framework.concepts().get(framework.position(id.as_str())?)
    }

    /// Its label in quotes: as its framework has it, else as the set has it, else the IRI.
    pub(super) fn name(&self, side: Side, id: &ConceptId) -> String {
        let language = match side {
            Side::Subject => self.set.subject_source.language,
            Side::Object => self.set.object_source.language,
        };
        let in_framework = self.concept(side, id).map(|concept| concept.label(language));
        let in_set = || self.labels.get(&(side, id)).copied();
        format!("“{}”", in_framework.or_else(in_set).unwrap_or(id.as_str()))
    }

    /// Some labels and how many more there are.
    pub(super) fn names<'b>(&self, side: Side, ids: impl Iterator<Item = &'b ConceptId>) -> String {
        let ids: Vec<&ConceptId> = ids.collect();
        let named: Vec<String> = ids.iter().take(NAMED).map(|id| self.name(side, id)).collect();
        match ids.len().saturating_sub(NAMED) {
            0 => named.join(", "),
            more => format!("{} and {more} more", named.join(", ")),
        }
    }
}
