//! All facts of every format, and how each is recognised.

use serde::Deserialize;
use serde::Serialize;

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::ReadError;
use crate::formats::esco;
use crate::formats::mapping_csv;
use crate::formats::mapping_json;
use crate::formats::mapping_table;
use crate::formats::onet;
use crate::formats::sssom;
use crate::formats::table::check_encoding;
use crate::model::Location;

/// A format that skillmap reads or writes. The set is closed: everything that differs between formats is
/// asked of this enum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// skillmap's own JSON: holds everything.
    SkillmapJson,
    /// skillmap's own table: CSV with a preamble, made for spreadsheets.
    SkillmapTable,
    /// The official ESCO release: CSV tables, one per kind and language.
    EscoCsv,
    /// The layout of the official crosswalks from and to ESCO: facts, header, rows.
    MappingCsv,
    /// SSSOM: the standard for sharing mappings, as tab-separated or CSV table.
    #[serde(rename = "sssom-tsv")]
    Sssom,
    /// skillmap's own JSON of a mapping set: holds everything.
    MappingJson,
    /// The O*NET database: its official text or Excel files.
    Onet,
    /// Any other table whose header names the columns of a mapping: CSV, tab-separated or Excel.
    MappingTable,
}

/// What a format can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// A release of a framework.
    Framework,
    /// Mappings between two frameworks.
    MappingSet,
}

impl Format {
    /// All formats, in the order in which they are tried.
    pub const ALL: [Self; 8] = [
        Self::SkillmapJson,
        Self::SkillmapTable,
        Self::EscoCsv,
        Self::MappingCsv,
        Self::Sssom,
        Self::MappingJson,
        Self::Onet,
        Self::MappingTable,
    ];

    /// Its name in commands and replies.
    pub fn name(self) -> &'static str {
        match self {
            Self::SkillmapJson => "skillmap-json",
            Self::SkillmapTable => "skillmap-table",
            Self::EscoCsv => "esco-csv",
            Self::MappingCsv => "mapping-csv",
            Self::Sssom => "sssom-tsv",
            Self::MappingJson => "mapping-json",
            Self::Onet => "onet",
            Self::MappingTable => "mapping-table",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::SkillmapJson | Self::MappingJson => "application/json",
            Self::SkillmapTable | Self::EscoCsv | Self::MappingCsv | Self::MappingTable => {
                "text/csv; charset=utf-8"
            }
            Self::Sssom | Self::Onet => "text/tab-separated-values; charset=utf-8",
        }
    }

    /// What it can hold.
    pub fn holds(self) -> Holds {
        match self {
            Self::SkillmapJson | Self::SkillmapTable | Self::EscoCsv | Self::Onet => {
                Holds::Framework
            }
            Self::MappingCsv | Self::Sssom | Self::MappingJson | Self::MappingTable => {
                Holds::MappingSet
            }
        }
    }

    /// The format of these files, by their names and first bytes.
    ///
    /// Errors: none of the formats is recognised.
    pub fn recognise(bundle: &Bundle) -> Result<Self, ReadError> {
        for format in Self::ALL {
            if format.is_in(bundle)? {
                return Ok(format);
            }
        }
        // One file that cannot be read as text has a plainer fault than that nobody knows it.
        if let [file] = bundle.files()
            && !file.base_name().to_ascii_lowercase().ends_with(".xlsx")
        {
            check_encoding(file.name(), &file.head(4_096)?)?;
        }
        let files: Vec<&str> = bundle.files().iter().map(BundleFile::base_name).take(5).collect();
        let known: Vec<&str> = Self::ALL.into_iter().map(Self::name).collect();
        let what = format!("no known format is recognised in {}", files.join(", "));
        let remedy = format!(
            "give files of one of: {}; a table of your own begins with a line #id: and an IRI (see the README)",
            known.join(", ")
        );
        Err(ReadError::invalid(Location::file(&bundle.origins().join(", ")), what, &remedy))
    }

    fn is_in(self, bundle: &Bundle) -> Result<bool, ReadError> {
        match self {
            Self::SkillmapJson => any_head(bundle, &[".json"], |head| {
                head.trim_start().starts_with('{') && head.contains("\"skillmap-framework\"")
            }),
            Self::SkillmapTable => any_head(bundle, &[".csv"], |head| head.starts_with("#id:")),
            Self::EscoCsv => any_head(bundle, &[".csv"], esco::is_head),
            Self::MappingCsv => any_head(bundle, &[".csv"], mapping_csv::is_head),
            Self::Sssom => any_head(bundle, &[".tsv", ".csv", ".txt", ".sssom"], sssom::is_head),
            Self::MappingJson => any_head(bundle, &[".json"], mapping_json::is_head),
            Self::Onet => onet::is_in(bundle),
            Self::MappingTable => Ok(mapping_table::is_in(bundle)),
        }
    }
}

/// Whether a file of one of these endings begins in a way that pleases the test.
fn any_head(
    bundle: &Bundle,
    endings: &[&str],
    test: impl Fn(&str) -> bool,
) -> Result<bool, ReadError> {
    for file in bundle.files() {
        let name = file.base_name().to_ascii_lowercase();
        if !endings.iter().any(|ending| name.ends_with(ending)) {
            continue;
        }
        let head = file.head(4_096)?;
        if test(String::from_utf8_lossy(&head).trim_start_matches('\u{feff}')) {
            return Ok(true);
        }
    }
    Ok(false)
}
