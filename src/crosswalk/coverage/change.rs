//! Two coverages -> what became better or worse.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::crosswalk::coverage::Counted;
use crate::crosswalk::coverage::Coverage;
use crate::crosswalk::coverage::GroupCoverage;
use crate::crosswalk::coverage::NamedConcept;
use crate::crosswalk::coverage::SideCoverage;
use crate::model::ConceptId;

/// What changed from one coverage to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CoverageChange {
    /// On the side that is spoken of.
    pub subjects: SideChange,
    /// On the other side.
    pub objects: SideChange,
}

/// What changed on one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SideChange {
    /// All of it, before.
    pub before: Counted,
    /// All of it, after.
    pub after: Counted,
    /// Concepts of which nothing was said and now is (or that are gone), by IRI.
    pub settled: Vec<NamedConcept>,
    /// Concepts of which nothing is said any more (or that are new), by IRI.
    pub opened: Vec<NamedConcept>,
    /// Groups whose counts are not what they were, in the order of [`SideCoverage::groups`].
    pub groups: Vec<GroupChange>,
}

/// What changed in a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GroupChange {
    /// The group, as in [`GroupCoverage`].
    pub id: Option<ConceptId>,
    /// Its label.
    pub label: String,
    /// Its level, 1 at the top.
    pub level: usize,
    /// What became of its concepts before.
    pub before: Counted,
    /// What became of its concepts after.
    pub after: Counted,
}

/// What changed from `before` to `after`. Meant for two coverages of the same kinds and depth; with other options or
/// releases the figures differ for these reasons too. Cost: O(n log n) in unmapped concepts and groups.
pub fn coverage_change(before: &Coverage, after: &Coverage) -> CoverageChange {
    CoverageChange {
        subjects: side(&before.subjects, &after.subjects),
        objects: side(&before.objects, &after.objects),
    }
}

fn side(before: &SideCoverage, after: &SideCoverage) -> SideChange {
    let only = |these: &[NamedConcept], others: &[NamedConcept]| -> Vec<NamedConcept> {
        let is_there = |c: &&NamedConcept| others.binary_search_by(|o| o.id.cmp(&c.id)).is_ok();
        these.iter().filter(|concept| !is_there(concept)).cloned().collect()
    };
    SideChange {
        before: before.total,
        after: after.total,
        settled: only(&before.unmapped, &after.unmapped),
        opened: only(&after.unmapped, &before.unmapped),
        groups: groups(&before.groups, &after.groups),
    }
}

fn groups(before: &[GroupCoverage], after: &[GroupCoverage]) -> Vec<GroupChange> {
    // What stands in no group comes last, as there.
    let place = |g: &GroupCoverage| (g.level == 0, g.level, g.id.clone(), g.label.clone());
    let mut both: BTreeMap<_, [Counted; 2]> = BTreeMap::new();
    for (which, groups) in [before, after].into_iter().enumerate() {
        for group in groups {
            both.entry(place(group)).or_default()[which] = group.counted;
        }
    }
    let changed = both.into_iter().filter(|(_, [before, after])| before != after);
    changed
        .map(|((_, level, id, label), [before, after])| GroupChange {
            id,
            label,
            level,
            before,
            after,
        })
        .collect()
}
