//! What a reader found wrong, and where.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

/// Something wrong in an input that did not stop its reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Issue {
    /// How much it matters.
    pub severity: Severity,
    /// A short name of the sort of issue, for counting (`dangling-relation`).
    pub code: String,
    /// Where it stands.
    pub location: Location,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.location, self.what, self.remedy)
    }
}

/// How much an issue matters.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing was lost.
    Note,
    /// Something was read in another way than it is written.
    Warning,
    /// Something was left out.
    Error,
}

impl Severity {
    /// Its name in files and on screens.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place in an input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Location {
    /// Name of the file, as given or as inside its archive.
    pub file: String,
    /// Line, counted from 1 (of a workbook: row of the sheet); nothing for the whole file.
    pub line: Option<u64>,
    /// JSON pointer, for JSON files.
    pub pointer: Option<String>,
}

impl Location {
    /// The whole of a file.
    pub fn file(name: &str) -> Self {
        Self { file: name.to_owned(), line: None, pointer: None }
    }

    /// A line of a file, counted from 1.
    pub fn line(name: &str, line: u64) -> Self {
        Self { line: Some(line), ..Self::file(name) }
    }

    /// A place in a JSON file.
    pub fn pointer(name: &str, pointer: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.into()), ..Self::file(name) }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(pointer) = &self.pointer {
            write!(f, ", at {pointer}")?;
        }
        Ok(())
    }
}
