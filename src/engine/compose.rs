//! Two mapping sets that meet -> one from the beginning of the first to the end of the second.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::crosswalk::Chains;
use crate::crosswalk::compose;
use crate::crosswalk::invert;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::snapshot::Snapshot;
use crate::formats::write_mapping_set;
use crate::model::MappingSet;

/// What is joined.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ComposeRequest {
    /// The sets in order, at least one; a name after `~` is read the other way round.
    pub sets: Vec<String>,
    /// Whether joins that only suggest something (close and close, broad and narrow) are wanted too.
    pub suggested: bool,
    /// Format of the result: `sssom`, `csv` or `json`; `sssom` when empty.
    pub format: String,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ComposeReply {
    /// Revision of the data.
    pub revision: u64,
    /// The sets that were joined.
    pub sets: Vec<String>,
    /// How many mappings there are.
    pub n_mappings: u64,
    /// Media type of the file.
    pub media_type: &'static str,
    /// The file, to be saved as it is.
    pub content: String,
}

impl Engine {
    /// Joins sets where they meet: what the first says of a concept, the second goes on with. Confidences are multiplied,
    /// and every result names what it went through.
    ///
    /// Errors: there is no such set, none is named, or the sets do not meet.
    pub fn compose(&self, request: &ComposeRequest) -> Result<ComposeReply, Error> {
        let snapshot = self.snapshot();
        let format = choice::mapping_format(&request.format)?;
        let chains = if request.suggested { Chains::Suggested } else { Chains::Entailed };
        let Joined { names, set } = self.joined(&snapshot, "sets", &request.sets, chains)?;
        Ok(ComposeReply {
            revision: snapshot.revision,
            sets: names,
            n_mappings: set.mappings.len() as u64,
            media_type: format.media_type(),
            content: write_mapping_set(&set, format),
        })
    }
}

/// Sets joined in order.
pub(in crate::engine) struct Joined {
    pub(in crate::engine) names: Vec<String>,
    pub(in crate::engine) set: MappingSet,
}

impl Engine {
    /// The sets of these names joined in order; a name after `~` is read the other way round.
    ///
    /// Errors: there is no such set, none is named, or the sets do not meet.
    pub(in crate::engine) fn joined(
        &self,
        snapshot: &Snapshot,
        field: &'static str,
        sets: &[String],
        chains: Chains,
    ) -> Result<Joined, Error> {
        let mut names = Vec::new();
        let mut joined: Option<MappingSet> = None;
        for asked in sets {
            let (name, is_turned) = match asked.strip_prefix('~') {
                Some(name) => (name, true),
                None => (asked.as_str(), false),
            };
            let (name, set) = self.mapping_set(snapshot, field, name)?;
            let set = if is_turned { invert(&set) } else { (*set).clone() };
            joined = match joined {
                None => Some(set),
                Some(before) => {
                    let after = compose(&before, &set, chains);
                    if after.mappings.is_empty() {
                        let message = format!(
                            "nothing leads on to {name}; check the order, or read it the other way round (~{name})"
                        );
                        return Err(Error::invalid(field, message));
                    }
                    Some(after)
                }
            };
            names.push(if is_turned { format!("~{name}") } else { name });
        }
        let message = "no set is named; name those to be joined, in order";
        let set = joined.ok_or_else(|| Error::invalid(field, message))?;
        Ok(Joined { names, set })
    }
}
