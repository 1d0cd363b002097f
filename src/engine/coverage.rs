//! How much of two frameworks a mapping set covers, and what a review has added to it.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::crosswalk::Coverage;
use crate::crosswalk::CoverageChange;
use crate::crosswalk::CoverageOptions;
use crate::crosswalk::coverage;
use crate::crosswalk::coverage_change;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;

/// What is counted.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CoverageRequest {
    /// The crosswalk or mapping set.
    pub name: String,
    /// A set it is compared with, such as what was published before; none when empty.
    pub before: String,
    /// Kinds of concepts that count; those the set speaks of when empty.
    pub kind: Vec<String>,
    /// Levels of groups, from the top: 1 when nothing, at most 6.
    #[schemars(range(max = MOST_LEVELS))]
    pub depth: Option<usize>,
    /// Language of labels; English when empty.
    pub language: String,
    /// Concepts of which nothing is said passed over.
    #[schemars(range(max = crate::limits::PAGE_OFFSET))]
    pub offset: usize,
    /// Concepts of which nothing is said given: all when 0, else at most 200.
    #[schemars(range(max = crate::limits::PAGE_HITS))]
    pub limit: usize,
}

impl CoverageRequest {
    /// Concepts of which nothing is said when the request does not say how many: all.
    pub const USUAL: usize = choice::WHOLE;
}

/// How much is covered.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CoverageReply {
    /// Revision of the data.
    pub revision: u64,
    /// What was counted.
    pub name: String,
    /// Concepts of which nothing is said, of both sides: of the subjects first.
    pub total: u64,
    /// How much of each side is mapped.
    pub coverage: Coverage,
    /// What differs from the set before; nothing when none was named.
    pub change: Option<CoverageChange>,
}

/// Levels of groups at most: deeper ones have one concept each.
const MOST_LEVELS: usize = 6;

impl Engine {
    /// How much of both frameworks is mapped, by group and by type.
    ///
    /// Errors: there is no such set, its frameworks are not held, or a bound is passed.
    pub fn coverage(&self, request: &CoverageRequest) -> Result<CoverageReply, Error> {
        let mut page = choice::page(request.offset, request.limit, CoverageRequest::USUAL)?;
        let snapshot = self.snapshot();
        let depth = request.depth.unwrap_or(1);
        if depth > MOST_LEVELS {
            let message = format!("{depth} levels are asked for, at most {MOST_LEVELS} are given");
            return Err(Error::invalid("depth", message));
        }
        let options = CoverageOptions {
            kinds: request.kind.iter().map(|name| choice::kind(name)).collect::<Result<_, _>>()?,
            depth,
            language: choice::language(&request.language)?,
        };
        let (name, set) = self.mapping_set(&snapshot, "name", &request.name)?;
        let (Some(subjects), Some(objects)) = self.sides_of(&snapshot, &request.name, &set)? else {
            let message = format!("the frameworks that {name} speaks of are not held; import both");
            return Err(Error::invalid("name", message));
        };
        let mut now = coverage(&set, &subjects, &objects, &options);
        let change = match request.before.as_str() {
            "" => None,
            before => {
                let (_, before) = self.mapping_set(&snapshot, "before", before)?;
                Some(coverage_change(&coverage(&before, &subjects, &objects, &options), &now))
            }
        };
        let total = (now.subjects.unmapped.len() + now.objects.unmapped.len()) as u64;
        choice::cut(&mut now.subjects.unmapped, &mut page);
        choice::cut(&mut now.objects.unmapped, &mut page);
        Ok(CoverageReply { revision: snapshot.revision, name, total, coverage: now, change })
    }
}
