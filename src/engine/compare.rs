//! Two mapping sets -> what differs.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::crosswalk::SetComparison;
use crate::crosswalk::compare;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;

/// What is compared.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CompareRequest {
    /// The earlier set: `NAME@VERSION`, `NAME`, or a mapping set.
    pub before: String,
    /// The later one.
    pub after: String,
    /// Differences passed over.
    #[schemars(range(max = crate::limits::PAGE_OFFSET))]
    pub offset: usize,
    /// Differences given: all when 0, else at most 200.
    #[schemars(range(max = crate::limits::PAGE_HITS))]
    pub limit: usize,
}

impl CompareRequest {
    /// Differences when the request does not say how many: all.
    pub const USUAL: usize = choice::WHOLE;
}

/// What differs.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CompareReply {
    /// The earlier set.
    pub before: String,
    /// The later one.
    pub after: String,
    /// How many differences there are.
    pub total: u64,
    /// What was added, removed and changed, pair by pair.
    pub comparison: SetComparison,
}

impl Engine {
    /// What was added, removed and changed between two sets.
    ///
    /// Errors: there is no such set, or a bound is passed.
    pub fn compare(&self, request: &CompareRequest) -> Result<CompareReply, Error> {
        let mut page = choice::page(request.offset, request.limit, CompareRequest::USUAL)?;
        let snapshot = self.snapshot();
        let (before, earlier) = self.mapping_set(&snapshot, "before", &request.before)?;
        let (after, later) = self.mapping_set(&snapshot, "after", &request.after)?;
        let mut comparison = compare(&earlier, &later);
        let total = comparison.added.len() + comparison.removed.len() + comparison.changed.len();
        choice::cut(&mut comparison.added, &mut page);
        choice::cut(&mut comparison.removed, &mut page);
        choice::cut(&mut comparison.changed, &mut page);
        Ok(CompareReply { before, after, total: total as u64, comparison })
    }
}
