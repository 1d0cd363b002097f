//! A mapping set -> what in it cannot all be true, and the least to give up.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::crosswalk::Contradiction;
use crate::crosswalk::check;
use crate::crosswalk::repair;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::model::Mapping;
use crate::model::MappingSet;
use crate::model::Predicate;

/// Which set is checked.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CheckRequest {
    /// The crosswalk or mapping set.
    pub name: String,
    /// Contradictions passed over.
    #[schemars(range(max = crate::limits::PAGE_OFFSET))]
    pub offset: usize,
    /// Contradictions given: all when 0, else at most 200.
    #[schemars(range(max = crate::limits::PAGE_HITS))]
    pub limit: usize,
}

impl CheckRequest {
    /// Contradictions when the request does not say how many: all.
    pub const USUAL: usize = choice::WHOLE;
}

/// What was found; a proposal: people decide.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CheckReply {
    /// Revision of the data.
    pub revision: u64,
    /// What was checked.
    pub name: String,
    /// How many mappings it has.
    pub n_mappings: u64,
    /// How many contradictions there are.
    pub total: u64,
    /// The contradictions, each with the mappings involved.
    pub contradictions: Vec<FoundContradiction>,
    /// Mappings that would have to be dropped.
    pub drop: Vec<CheckedMapping>,
    /// Mappings that would have to be weakened.
    pub downgrade: Vec<CheckedMapping>,
    /// Whether it is proven that no smaller repair does.
    pub is_smallest: bool,
}

/// Statements that cannot all be true.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FoundContradiction {
    /// What is wrong and what to do, as a sentence.
    pub sentence: String,
    /// The facts; positions count from 0 in the set.
    #[serde(flatten)]
    pub contradiction: Contradiction,
}

/// A mapping of the set.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CheckedMapping {
    /// Its position in the set, from 0.
    pub position: usize,
    /// The mapping.
    #[serde(flatten)]
    pub mapping: Mapping,
    /// What it would become; nothing when it is to be dropped.
    pub becomes: Option<Predicate>,
}

impl Engine {
    /// What in a set cannot all be true.
    ///
    /// Cost: O(n log n) in mappings and relations; the repair is exact for what hangs together in small numbers.
    /// Errors: there is no such set, or a bound is passed.
    pub fn check(&self, request: &CheckRequest) -> Result<CheckReply, Error> {
        let page = choice::page(request.offset, request.limit, CheckRequest::USUAL)?;
        let snapshot = self.snapshot();
        let (name, set) = self.mapping_set(&snapshot, "name", &request.name)?;
        let (subjects, objects) = self.sides_of(&snapshot, &request.name, &set)?;
        let (subjects, objects) = (subjects.as_deref(), objects.as_deref());
        let found = check(&set, subjects, objects);
        let repair = repair(&set, subjects, objects);
        let downgraded = repair.downgrade.iter();
        Ok(CheckReply {
            revision: snapshot.revision,
            name,
            n_mappings: set.mappings.len() as u64,
            total: found.len() as u64,
            contradictions: found
                .into_iter()
                .skip(page.start)
                .take(page.len())
                .map(|contradiction| FoundContradiction {
                    sentence: contradiction.to_string(),
                    contradiction,
                })
                .collect(),
            drop: repair.drop.iter().filter_map(|at| checked(&set, *at, None)).collect(),
            downgrade: downgraded.filter_map(|(at, to)| checked(&set, *at, Some(*to))).collect(),
            is_smallest: repair.components.iter().all(|component| component.is_smallest),
        })
    }
}

fn checked(
    set: &MappingSet,
    position: usize,
    becomes: Option<Predicate>,
) -> Option<CheckedMapping> {
    Some(CheckedMapping { position, mapping: set.mappings.get(position)?.clone(), becomes })
}
