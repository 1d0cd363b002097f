//! The formats in which a mapping set is written.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::formats::mapping_json;
use crate::formats::mapping_table;
use crate::formats::sssom;
use crate::model::MappingSet;

/// A format in which a mapping set can be written. All of them are read back.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum MappingFormat {
    /// The standard for sharing mappings; evidence becomes sentences.
    Sssom,
    /// For spreadsheets: both labels and the match in words; what the set says about itself is left out.
    Csv,
    /// skillmap's own JSON: holds everything.
    Json,
}

impl MappingFormat {
    /// All of them, the standard first.
    pub const ALL: [Self; 3] = [Self::Sssom, Self::Csv, Self::Json];

    /// Its name in commands and requests.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sssom => "sssom",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// The format of that name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Sssom => "text/tab-separated-values; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }

    /// How names of its files end, without the first dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Sssom => "sssom.tsv",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// Writes a mapping set. The same set always gives the same bytes.
///
/// ```
/// use skillmap::formats::MappingFormat;
/// use skillmap::formats::write_mapping_set;
/// use skillmap::model::Language;
/// use skillmap::model::Licence;
/// use skillmap::model::MappingEnd;
/// use skillmap::model::MappingSet;
///
/// let end = |name: &str| MappingEnd {
///     name: name.to_owned(),
///     version: String::new(),
///     concept_type: String::new(),
///     language: Language::UNKNOWN,
/// };
/// let set = MappingSet {
///     title: "ESCO to ROME".to_owned(),
///     author: String::new(),
///     version: String::new(),
///     date: String::new(),
///     licence: Licence::default(),
///     subject_source: end("ESCO"),
///     object_source: end("ROME"),
///     mappings: Vec::new(),
/// };
/// assert!(write_mapping_set(&set, MappingFormat::Sssom).contains("#mapping_set_title: ESCO to ROME\n"));
/// ```
pub fn write_mapping_set(set: &MappingSet, as_what: MappingFormat) -> String {
    match as_what {
        MappingFormat::Sssom => sssom::write(set),
        MappingFormat::Csv => mapping_table::write(set),
        MappingFormat::Json => mapping_json::write(set),
    }
}
