//! Two mapping sets -> what differs.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::crosswalk::SetComparison;
use crate::crosswalk::compare;
use crate::engine::Engine;
use crate::engine::Error;

/// What is compared.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CompareRequest {
    /// The earlier set: `NAME@VERSION`, `NAME`, or a mapping set.
    pub before: String,
    /// The later one.
    pub after: String,
}

/// What differs.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CompareReply {
    /// The earlier set.
    pub before: String,
    /// The later one.
    pub after: String,
    /// What was added, removed and changed, pair by pair.
    pub comparison: SetComparison,
}

impl Engine {
    /// What was added, removed and changed between two sets.
    ///
    /// Errors: there is no such set.
    pub fn compare(&self, request: &CompareRequest) -> Result<CompareReply, Error> {
        let snapshot = self.snapshot();
        let (before, earlier) = self.mapping_set(&snapshot, "before", &request.before)?;
        let (after, later) = self.mapping_set(&snapshot, "after", &request.after)?;
        Ok(CompareReply { before, after, comparison: compare(&earlier, &later) })
    }
}
