//! A framework -> the groups above each concept, from the top.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;

use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::Language;
use crate::model::RelationKind;

/// A group; ordered from the top, then by IRI.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    /// 1 at the top, [`NOWHERE`] for what stands in no group.
    pub(super) level: usize,
    pub(super) id: Option<ConceptId>,
    pub(super) label: String,
}

/// The level of what stands in no group: behind all others.
pub(super) const NOWHERE: usize = usize::MAX;

/// Classifications whose codes tell the group where a framework has no groups, and the digits of their top level:
/// O*NET lists occupations without hierarchy.
const SCHEMES: [(&str, usize); 3] = [("O*NET-SOC", 2), ("SOC", 2), ("ISCO-08", 1)];

/// The groups of a framework.
#[derive(Debug)]
pub(super) struct GroupsAbove<'a> {
    framework: &'a Framework,
    depth: usize,
    language: Language,
    /// What is one step broader.
    parents: BTreeMap<usize, Vec<usize>>,
    /// The level of every group, by the shortest way from the top.
    levels: BTreeMap<usize, usize>,
}

impl<'a> GroupsAbove<'a> {
    /// Cost: O(n log n) in relations.
    pub(super) fn new(framework: &'a Framework, depth: usize, language: Language) -> Self {
        let concepts = framework.concepts();
        let is_group = |position: usize| concepts[position].kind == ConceptKind::Group;
        let mut parents: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut below: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut is_top: Vec<bool> = (0..concepts.len()).map(is_group).collect();
        for relation in framework.relations().iter().filter(|r| r.kind == RelationKind::Broader) {
            let (own, parent) = (relation.subject as usize, relation.object as usize);
            parents.entry(own).or_default().push(parent);
            if is_group(own) && is_group(parent) && own != parent {
                below.entry(parent).or_default().push(own);
                is_top[own] = false;
            }
        }
        let mut levels: BTreeMap<usize, usize> = BTreeMap::new();
        let mut waiting: VecDeque<(usize, usize)> =
            (0..concepts.len()).filter(|p| is_top[*p]).map(|p| (p, 1)).collect();
        while let Some((group, level)) = waiting.pop_front() {
            if levels.contains_key(&group) {
                continue;
            }
            levels.insert(group, level);
            let next = below.get(&group).into_iter().flatten();
            waiting.extend(next.map(|group| (*group, level + 1)));
        }
        Self { framework, depth, language, parents, levels }
    }

    /// The groups above the concept down to the depth asked for; by its code where it has none; one that stands for
    /// nowhere where that fails too. Circles are walked once.
    pub(super) fn of(&self, position: usize) -> Vec<Group> {
        let mut seen = BTreeSet::from([position]);
        let mut waiting = vec![position];
        let mut found = Vec::new();
        while let Some(next) = waiting.pop() {
            for parent in self.parents.get(&next).into_iter().flatten().copied() {
                if !seen.insert(parent) {
                    continue;
                }
                waiting.push(parent);
                let level = self.levels.get(&parent).filter(|level| **level <= self.depth);
                found.extend(level.map(|level| self.group(parent, *level)));
            }
        }
        if found.is_empty() {
            let concept = &self.framework.concepts()[position];
            let nowhere = || Group { level: NOWHERE, id: None, label: String::new() };
            found.push(by_code(concept).unwrap_or_else(nowhere));
        }
        found
    }

    fn group(&self, position: usize, level: usize) -> Group {
        let concept = &self.framework.concepts()[position];
        let label = concept.label(self.language).to_owned();
        Group { level, id: Some(concept.id.clone()), label }
    }
}

fn by_code(concept: &Concept) -> Option<Group> {
    SCHEMES.iter().find_map(|(scheme, n_digits)| {
        let notation = concept.notations.iter().find(|n| n.scheme.as_ref() == *scheme)?;
        let beginning = notation.code.get(..*n_digits)?;
        Some(Group { level: 1, id: None, label: format!("{scheme} {beginning}") })
    })
}
