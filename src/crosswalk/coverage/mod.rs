//! A mapping set and both frameworks -> how much of each side is mapped, by group and by predicate, and what is not.
//!
//! In: a set, the frameworks of its subjects and objects, and what to count. Out: a [`Coverage`], and from two of
//! them a [`CoverageChange`]. Steps: `groups` finds the groups above every concept; each concept is counted once,
//! by the strongest that is said of it.
//!
//! # Why
//!
//! A "no match" is an answer, not a gap: a person looked. It is counted by itself, and such a concept is neither
//! mapped nor among the unmapped. Denials and concepts withdrawn from a framework count nowhere.

mod groups;
mod change;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::crosswalk::coverage::groups::GroupsAbove;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::Language;
use crate::model::MappingSet;
use crate::model::Predicate;
use crate::model::Score;
use crate::model::Status;

pub use change::CoverageChange;
pub use change::GroupChange;
pub use change::SideChange;
pub use change::coverage_change;

/// What is counted.
#[derive(Debug, Clone)]
pub struct CoverageOptions {
    /// Kinds of concepts that count; when empty, on each side the kinds of which the set speaks.
    pub kinds: Vec<ConceptKind>,
    /// Levels of groups that are told, from the top: 1 for top-level groups only, 0 for none.
    pub depth: usize,
    /// Language of the labels.
    pub language: Language,
}

impl Default for CoverageOptions {
    /// All kinds that occur, top-level groups, English.
    fn default() -> Self {
        Self { kinds: Vec::new(), depth: 1, language: Language::ENGLISH }
    }
}

/// How much of two frameworks a mapping set covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Coverage {
    /// The side that is spoken of.
    pub subjects: SideCoverage,
    /// The other side.
    pub objects: SideCoverage,
    /// How many mappings there are of each predicate, strongest first, denials aside.
    pub mappings: Vec<PredicateCount>,
}

/// How much of one framework is covered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SideCoverage {
    /// Its release.
    pub framework: String,
    /// The kinds that were counted, in the order of [`ConceptKind::ALL`].
    pub kinds: Vec<ConceptKind>,
    /// All of it.
    pub total: Counted,
    /// Concepts by the strongest predicate that they are mapped with, strongest first.
    pub by_predicate: Vec<PredicateCount>,
    /// Group by group, from the top, then by IRI; last what stands in no group. A concept in several groups counts
    /// in each.
    pub groups: Vec<GroupCoverage>,
    /// Concepts of which nothing is said, by IRI.
    pub unmapped: Vec<NamedConcept>,
    /// Concepts that the set maps but that do not count: not in the framework, withdrawn, or of other kinds.
    pub n_elsewhere: usize,
}

/// Concepts, and what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Counted {
    /// How many there are.
    pub n_concepts: usize,
    /// With a mapping of any predicate.
    pub n_mapped: usize,
    /// With an exact mapping.
    pub n_exact: usize,
    /// With a "no match" and no mapping.
    pub n_no_match: usize,
    /// Mapped of all, 0..=1; 0 where there are none.
    pub share: Score,
    /// Mapped exactly of all, 0..=1.
    pub share_exact: Score,
}

/// How often a predicate occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PredicateCount {
    /// The predicate.
    pub predicate: Predicate,
    /// How often.
    pub n: usize,
}

/// How much of a group is covered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GroupCoverage {
    /// The group; nothing for a group that is known by its code only, and for what stands in none.
    pub id: Option<ConceptId>,
    /// Its label; empty for what stands in no group.
    pub label: String,
    /// Its level, 1 at the top; 0 for what stands in no group.
    pub level: usize,
    /// What became of its concepts.
    pub counted: Counted,
}

/// A concept and its label.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct NamedConcept {
    /// Its IRI.
    pub id: ConceptId,
    /// Its label in the language asked for.
    pub label: String,
}

impl Counted {
    /// Counts a concept with the strongest predicate said of it.
    fn add(&mut self, strongest: Option<Predicate>) {
        self.n_concepts += 1;
        match strongest {
            None => {}
            Some(Predicate::NoMatch) => self.n_no_match += 1,
            Some(predicate) => {
                self.n_mapped += 1;
                self.n_exact += usize::from(predicate == Predicate::Exact);
            }
        }
        let share = |n: usize| Score::new(n as f64 / self.n_concepts as f64);
        (self.share, self.share_exact) = (share(self.n_mapped), share(self.n_exact));
    }
}

/// How much of each side is mapped.
///
/// Cost: O(n log n) in mappings, concepts and relations.
pub fn coverage(
    set: &MappingSet,
    subjects: &Framework,
    objects: &Framework,
    options: &CoverageOptions,
) -> Coverage {
    let said = || set.mappings.iter().filter(|mapping| !mapping.is_negated);
    let of_subjects = said().map(|m| (&m.subject, m.predicate));
    let of_objects = said()
        .filter(|m| m.predicate != Predicate::NoMatch)
        .filter_map(|m| Some((m.object.as_ref()?, m.predicate)));
    Coverage {
        subjects: side(subjects, strongest(of_subjects), options),
        objects: side(objects, strongest(of_objects), options),
        mappings: counts(said().map(|m| m.predicate)),
    }
}

/// The strongest predicate said of each concept; "no match" is weaker than any.
fn strongest<'a>(
    said: impl Iterator<Item = (&'a ConceptId, Predicate)>,
) -> BTreeMap<&'a ConceptId, Predicate> {
    let mut strongest: BTreeMap<&ConceptId, Predicate> = BTreeMap::new();
    for (id, predicate) in said {
        let known = strongest.entry(id).or_insert(predicate);
        *known = predicate.min(*known);
    }
    strongest
}

fn counts(predicates: impl Iterator<Item = Predicate>) -> Vec<PredicateCount> {
    let mut counts: BTreeMap<Predicate, usize> = BTreeMap::new();
    for predicate in predicates {
        *counts.entry(predicate).or_insert(0) += 1;
    }
    counts.into_iter().map(|(predicate, n)| PredicateCount { predicate, n }).collect()
}

fn side(
    framework: &Framework,
    mut said: BTreeMap<&ConceptId, Predicate>,
    options: &CoverageOptions,
) -> SideCoverage {
    let spoken_of = said.keys().filter_map(|id| framework.position(id.as_str()));
    let wanted: BTreeSet<ConceptKind> = if options.kinds.is_empty() {
        spoken_of.map(|position| framework.concepts()[position].kind).collect()
    } else {
        options.kinds.iter().copied().collect()
    };
    let groups_above = GroupsAbove::new(framework, options.depth, options.language);
    let mut total = Counted::default();
    let mut unmapped = Vec::new();
    let mut found = Vec::new();
    let mut groups: BTreeMap<groups::Group, Counted> = BTreeMap::new();
    for (position, concept) in framework.concepts().iter().enumerate() {
        if concept.status != Status::Active || !wanted.contains(&concept.kind) {
            continue;
        }
        let strongest = said.remove(&concept.id);
        total.add(strongest);
        found.extend(strongest);
        if strongest.is_none() {
            let label = concept.label(options.language).to_owned();
            unmapped.push(NamedConcept { id: concept.id.clone(), label });
        }
        if options.depth > 0 {
            for group in groups_above.of(position) {
                groups.entry(group).or_default().add(strongest);
            }
        }
    }
    let told = |(group, counted): (groups::Group, Counted)| GroupCoverage {
        id: group.id,
        label: group.label,
        level: if group.level == groups::NOWHERE { 0 } else { group.level },
        counted,
    };
    SideCoverage {
        framework: framework.release().to_string(),
        kinds: ConceptKind::ALL.into_iter().filter(|kind| wanted.contains(kind)).collect(),
        total,
        by_predicate: counts(found.into_iter()),
        groups: groups.into_iter().map(told).collect(),
        unmapped,
        n_elsewhere: said.len(),
    }
}

#[cfg(test)]
mod tests;
