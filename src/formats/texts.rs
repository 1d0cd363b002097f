//! A file of many texts (CSV, tab-separated, NDJSON) <-> its rows, one after the other.
//!
//! Nothing is held but the row at hand, whatever the length of the file. A row that cannot be used is given with what is
//! wrong with it, and the next one follows.

use std::collections::VecDeque;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read;

use serde::Deserialize;
use serde::Serialize;
use serde_json::Map;
use serde_json::Value;

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::Source;
use crate::formats::table::Dialect;
use crate::formats::table::Preamble;
use crate::formats::table::Table;
use crate::formats::table::check_encoding;
use crate::limits;
use crate::model::Digest;
use crate::model::Location;

/// In which columns (of NDJSON: members) the texts stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextColumns {
    /// Columns of the text; several are put together with a blank line between. `text` when empty.
    pub text: Vec<String>,
    /// Column of what the row is called; `id`, where there is one, when empty.
    pub id: String,
}

/// One text of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextRow {
    /// Line on which it begins, from 1.
    pub line: u64,
    /// What the file calls it; may be empty.
    pub id: String,
    /// The text, or what is wrong with the row and what to do.
    pub text: Result<String, String>,
}

/// A file of texts being read.
#[derive(Debug)]
pub struct TextReader {
    rows: Rows,
    text: Vec<String>,
    id: String,
    /// Rows that were found to be bad on the way to a good one.
    waiting: VecDeque<TextRow>,
}

enum Rows {
    Table { table: Box<Table>, text: Vec<Option<usize>>, id: Option<usize> },
    Lines { file: String, reader: BufReader<Box<dyn Read + Send>>, line: u64, n_bytes: u64 },
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Table { .. } => "Table",
            Self::Lines { .. } => "Lines",
        })
    }
}

/// Name of the text's column where nobody names one.
const TEXT: &str = "text";
/// Name of the column of what a row is called.
const ID: &str = "id";

impl TextReader {
    /// Opens a file of texts: `.csv`, `.tsv`, `.ndjson` or `.jsonl`.
    ///
    /// Errors: it is none of these or not one file, cannot be read, or has no such column.
    pub fn open(source: &Source, columns: &TextColumns) -> Result<Self, ReadError> {
        let bundle = Bundle::open(std::slice::from_ref(source))?;
        let file = single(&bundle)?;
        let text =
            if columns.text.is_empty() { vec![TEXT.to_owned()] } else { columns.text.clone() };
        let id = if columns.id.is_empty() { ID } else { &columns.id };
        let rows = if let Some(dialect) = dialect(file)? {
            let table = Table::open(file, dialect, Preamble::Nothing)?;
            let text = text.iter().map(|name| table.needed(name)).collect::<Result<_, _>>()?;
            let id = if columns.id.is_empty() { table.column(ID) } else { table.needed(id)? };
            Rows::Table { table: Box::new(table), text, id }
        } else {
            check_encoding(file.name(), &file.head(4_096)?)?;
            let reader = BufReader::new(file.reader()?);
            Rows::Lines { file: file.name().to_owned(), reader, line: 0, n_bytes: 0 }
        };
        Ok(Self { rows, text, id: id.to_owned(), waiting: VecDeque::new() })
    }

    /// The next row, good or bad, in the order of the file; nothing after the last.
    ///
    /// Errors: the file cannot be read on.
    pub fn next_row(&mut self) -> Result<Option<TextRow>, ReadError> {
        if let Some(row) = self.waiting.pop_front() {
            return Ok(Some(row));
        }
        let Self { rows, text: names, id: id_name, waiting } = self;
        match rows {
            Rows::Table { table, text, id } => {
                let mut issues = Issues::default();
                let row = table.next_row(&mut issues)?;
                let bad = issues.kept().iter().filter(|issue| issue.code != "uneven-row");
                waiting.extend(bad.map(|issue| TextRow {
                    line: issue.location.line.unwrap_or_default(),
                    id: String::new(),
                    text: Err(format!("{}; {}", issue.what, issue.remedy)),
                }));
                waiting.extend(row.map(|row| {
                    let cells = text.iter().map(|column| row.get(*column).to_owned());
                    let text = joined(cells, names);
                    TextRow { line: row.line, id: row.get(*id).to_owned(), text }
                }));
                Ok(waiting.pop_front())
            }
            Rows::Lines { file, reader, line, n_bytes } => loop {
                let failed = |e: std::io::Error| ReadError::io(file, &e);
                let Some((content, n_read)) = next_line(reader).map_err(failed)? else {
                    return Ok(None);
                };
                *line += 1;
                *n_bytes += n_read;
                match content {
                    Some(content) if content.trim_ascii().is_empty() => {}
                    Some(content) => return Ok(Some(object(*line, &content, names, id_name))),
                    None => {
                        let text = Err(format!(
                            "the line has more than {} bytes; look for a missing line end",
                            limits::RECORD_BYTES
                        ));
                        return Ok(Some(TextRow { line: *line, id: String::new(), text }));
                    }
                }
            },
        }
    }

    /// Bytes of the file that were read for the rows so far, about.
    pub fn n_bytes(&self) -> u64 {
        match &self.rows {
            Rows::Table { table, .. } => table.n_bytes(),
            Rows::Lines { n_bytes, .. } => *n_bytes,
        }
    }
}

/// The digest and the bytes of a file of texts.
///
/// Errors: it is not one file, or cannot be read.
pub fn text_digest(source: &Source) -> Result<(Digest, u64), ReadError> {
    let bundle = Bundle::open(std::slice::from_ref(source))?;
    let file = single(&bundle)?;
    Digest::of_stream(&mut file.reader()?).map_err(|e| ReadError::io(file.name(), &e))
}

/// One line of CSV, quoted where it must be, with its line end.
pub fn csv_line(cells: &[&str]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // A buffer in memory takes everything.
    let _ = writer.write_record(cells);
    writer.into_inner().unwrap_or_default()
}

fn single(bundle: &Bundle) -> Result<&BundleFile, ReadError> {
    match bundle.files() {
        [file] => Ok(file),
        files => {
            let place = Location::file(&bundle.origins().join(", "));
            let what = format!("{} files are in it", files.len());
            Err(ReadError::invalid(place, what, "name one file of texts"))
        }
    }
}

/// How the cells are kept apart; nothing for NDJSON.
fn dialect(file: &BundleFile) -> Result<Option<Dialect>, ReadError> {
    let name = file.base_name().to_ascii_lowercase();
    match name.rsplit('.').next() {
        Some("csv") => Ok(Some(Dialect::Comma)),
        Some("tsv") => Ok(Some(Dialect::Tab)),
        Some("ndjson" | "jsonl") => Ok(None),
        _ => {
            let place = Location::file(file.name());
            let what = "its name does not say how its rows are written";
            Err(ReadError::invalid(place, what, "name it .csv, .tsv or .ndjson"))
        }
    }
}

fn joined(parts: impl Iterator<Item = String>, names: &[String]) -> Result<String, String> {
    let said: Vec<String> = parts.filter(|part| !part.trim().is_empty()).collect();
    if said.is_empty() {
        return Err(format!("there is no {}; fill it in or leave the row out", names.join(", ")));
    }
    Ok(said.join("\n\n"))
}

/// A line and the bytes read for it; no content where it is too long. Nothing after the last.
fn next_line(
    reader: &mut BufReader<Box<dyn Read + Send>>,
) -> std::io::Result<Option<(Option<Vec<u8>>, u64)>> {
    let mut content = Vec::new();
    let bound = limits::RECORD_BYTES as u64 + 1;
    let mut n_read = reader.by_ref().take(bound).read_until(b'\n', &mut content)? as u64;
    if n_read == 0 {
        return Ok(None);
    }
    if content.len() <= limits::RECORD_BYTES {
        return Ok(Some((Some(content), n_read)));
    }
    while content.last() != Some(&b'\n') {
        content.clear();
        let n_more = reader.by_ref().take(bound).read_until(b'\n', &mut content)?;
        n_read += n_more as u64;
        if n_more == 0 {
            break;
        }
    }
    Ok(Some((None, n_read)))
}

/// The row of a JSON object on a line.
fn object(line: u64, content: &[u8], names: &[String], id_name: &str) -> TextRow {
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    let members: Map<String, Value> = match serde_json::from_slice(content) {
        Ok(members) => members,
        Err(e) => {
            let text = Err(format!("it is no JSON object ({e}); write one object per line"));
            return TextRow { line, id: String::new(), text };
        }
    };
    let said = |name: &str| match members.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let text = joined(names.iter().map(|name| said(name)), names);
    TextRow { line, id: said(id_name), text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(name: &str, bytes: &[u8], columns: &TextColumns) -> Result<Vec<String>, ReadError> {
        let source = Source::Bytes { name: name.to_owned(), bytes: bytes.into() };
        let mut reader = TextReader::open(&source, columns)?;
        let mut rows = Vec::new();
        while let Some(row) = reader.next_row()? {
            let text = row.text.unwrap_or_else(|e| format!("! {}", e.split(';').next().unwrap()));
            rows.push(format!("{} {} {text}", row.line, row.id));
        }
        Ok(rows)
    }

    fn columns(text: &[&str], id: &str) -> TextColumns {
        TextColumns { text: text.iter().map(ToString::to_string).collect(), id: id.to_owned() }
    }

    #[test]
    fn every_row_is_given_with_its_line_good_or_bad() {
        let usual = columns(&[], "");
        let cases: [(&str, &[u8], &TextColumns, &[&str]); 5] = [
            (
                "a.csv",
                b"id,text\n1,\"weld\nsteel\"\n2,\n3,cut\n",
                &usual,
                &["2 1 weld\nsteel", "4 2 ! there is no text", "5 3 cut"],
            ),
            (
                "a.csv",
                b"text\nweld\n\xff\xfe\ncut\n",
                &usual,
                &["2  weld", "3  ! the row is not UTF-8", "4  cut"],
            ),
            (
                "a.TSV",
                b"n\ttitle\tbody\n7\tA \"b\t\n8\tC\tD\n",
                &columns(&["title", "body"], "n"),
                &["2 7 A \"b", "3 8 C\n\nD"],
            ),
            (
                "a.ndjson",
                b"\n{\"id\":5,\"text\":\"weld\"}\n[1]\n{\"text\":null}\n{\"text\":\"cut\"}",
                &usual,
                &[
                    "2 5 weld",
                    "3  ! it is no JSON object (invalid type: sequence, expected a map at line 1 column 0)",
                    "4  ! there is no text",
                    "5  cut",
                ],
            ),
            ("a.csv", b"text\n", &usual, &[]),
        ];
        for (name, bytes, columns, expected) in cases {
            let found = rows(name, bytes, columns).unwrap();
            assert_eq!(found, expected, "{name} {:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_line_beyond_its_bound_is_bad_and_the_next_one_is_read() {
        let mut bytes = vec![b'x'; limits::RECORD_BYTES * 2 + 5];
        bytes.extend(b"\n{\"text\":\"cut\"}\n");
        let found = rows("a.jsonl", &bytes, &columns(&[], "")).unwrap();
        assert_eq!(found.len(), 2);
        assert!(found[0].starts_with("1  ! the line has more than"), "{}", found[0]);
        assert_eq!(found[1], "2  cut");
    }

    #[test]
    fn what_cannot_be_read_at_all_is_told() {
        let cases = [
            ("a.txt", "text\nx\n", columns(&[], ""), "does not say how its rows are written"),
            ("a.csv", "body\nx\n", columns(&[], ""), "there is no column \"text\" (found: body)"),
            ("a.csv", "text\nx\n", columns(&[], "key"), "there is no column \"key\""),
            ("a.csv", "", columns(&[], ""), "it is empty"),
        ];
        for (name, content, columns, told) in cases {
            let error = rows(name, content.as_bytes(), &columns).unwrap_err().to_string();
            assert!(error.contains(told), "{name}: {error}");
        }
    }

    #[test]
    fn a_line_of_csv_is_quoted_where_it_must_be() {
        assert_eq!(csv_line(&["a", "b,c", "d\"e", ""]), b"a,\"b,c\",\"d\"\"e\",\n");
    }
}
