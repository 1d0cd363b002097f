//! The tags of a row -> the bytes of the output.

use std::path::Path;

use serde::Deserialize;
use serde::Serialize;

use crate::engine::Error;
use crate::engine::TextTag;
use crate::formats::csv_line;

/// How the output is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchFormat {
    /// One line for each answer, for spreadsheets; one for a row without any.
    Csv,
    /// One JSON object for each row, with all evidence.
    Ndjson,
}

/// A row of NDJSON.
#[derive(Serialize)]
struct Row<'a> {
    line: u64,
    #[serde(skip_serializing_if = "str::is_empty")]
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<&'a [TextTag]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

/// Columns of the CSV.
const COLUMNS: [&str; 13] = [
    "line",
    "id",
    "rank",
    "score",
    "concept",
    "label",
    "kind",
    "framework",
    "version",
    "words",
    "because",
    "same_as",
    "error",
];

/// Between values of one cell.
const SEPARATOR: &str = " | ";

impl BatchFormat {
    /// The format that a file's name asks for.
    ///
    /// Errors: it asks for none.
    pub(super) fn of(output: &Path) -> Result<Self, Error> {
        let ending = output.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
        match ending.as_deref() {
            Some("csv") => Ok(Self::Csv),
            Some("ndjson" | "jsonl") => Ok(Self::Ndjson),
            _ => {
                let message = format!(
                    "{}: its name does not say how to write; name it .csv or .ndjson",
                    output.display()
                );
                Err(Error::invalid("output", message))
            }
        }
    }

    /// What stands before the first row.
    pub(super) fn head(self) -> Vec<u8> {
        match self {
            Self::Csv => csv_line(&COLUMNS),
            Self::Ndjson => Vec::new(),
        }
    }

    /// The bytes of one row: its tags, or why there are none.
    pub(super) fn row(self, line: u64, id: &str, tags: Result<&[TextTag], &str>) -> Vec<u8> {
        match self {
            Self::Ndjson => {
                let row = Row { line, id, tags: tags.ok(), error: tags.err() };
                let mut bytes = serde_json::to_vec(&row).unwrap_or_default();
                bytes.push(b'\n');
                bytes
            }
            Self::Csv => {
                let line = line.to_string();
                let tags = match tags {
                    Ok([]) => return csv_line(&cells(&line, id, "")),
                    Ok(tags) => tags,
                    Err(error) => return csv_line(&cells(&line, id, error)),
                };
                let mut bytes = Vec::new();
                for (rank, tag) in (1..).zip(tags) {
                    bytes.extend(tag_line(&line, id, rank, tag));
                }
                bytes
            }
        }
    }
}

fn cells<'a>(line: &'a str, id: &'a str, error: &'a str) -> [&'a str; COLUMNS.len()] {
    let mut cells = [""; COLUMNS.len()];
    (cells[0], cells[1], cells[COLUMNS.len() - 1]) = (line, id, error);
    cells
}

fn tag_line(line: &str, id: &str, rank: usize, tag: &TextTag) -> Vec<u8> {
    let words: Vec<String> = tag.mentions.iter().map(|m| m.words.join(" … ")).collect();
    let because: Vec<&str> = tag.reasons.iter().map(|r| r.sentence.as_str()).collect();
    let same: Vec<&str> = tag.same_as.iter().map(|c| c.id.as_str()).collect();
    csv_line(&[
        line,
        id,
        &rank.to_string(),
        &tag.score.value().to_string(),
        tag.concept.id.as_str(),
        &tag.concept.label,
        tag.concept.kind,
        &tag.concept.framework,
        &tag.concept.version,
        &words.join(SEPARATOR),
        &because.join("; "),
        &same.join(SEPARATOR),
        "",
    ])
}
