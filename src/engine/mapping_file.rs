//! A mapping set as a file.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::formats::write_mapping_set;

/// Which set, and how it is written.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MappingFileRequest {
    /// `NAME` for what is decided of a crosswalk, `NAME@VERSION` for what was published, or a mapping set.
    pub name: String,
    /// `sssom`, `csv` or `json`; `sssom` when empty.
    pub format: String,
}

/// The file.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MappingFileReply {
    /// What the set is called.
    pub name: String,
    /// A name for the file.
    pub file: String,
    /// Its media type.
    pub media_type: &'static str,
    /// How many mappings it has.
    pub n_mappings: u64,
    /// The file, to be saved as it is.
    pub content: String,
}

impl Engine {
    /// Writes a mapping set as SSSOM, as a table with the labels of both sides, or as JSON that loses nothing.
    ///
    /// Errors: there is no such set or format.
    pub fn mapping_file(&self, request: &MappingFileRequest) -> Result<MappingFileReply, Error> {
        let snapshot = self.snapshot();
        let format = choice::mapping_format(&request.format)?;
        let (name, set) = self.mapping_set(&snapshot, "name", &request.name)?;
        let safe = |c: char| if c.is_ascii_alphanumeric() || "-.@".contains(c) { c } else { '-' };
        let stem: String = request.name.chars().map(safe).collect();
        Ok(MappingFileReply {
            name,
            file: format!("{}.{}", stem.replace('@', "-"), format.ending()),
            media_type: format.media_type(),
            n_mappings: set.mappings.len() as u64,
            content: write_mapping_set(&set, format),
        })
    }
}
