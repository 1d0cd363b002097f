//! Lines -> records, also where the quoting is broken.
//!
//! Three official files need more than a CSV reader: one quotes whole lines and ends each in a semicolon, one
//! has quotes that are never closed, one has descriptions of several lines. So lines are joined only while
//! a quote is open and no relation has been seen at the end, and a record whose relation is not in its
//! column is taken apart again between its IRIs and its relation.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;

use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::mapping_csv::relation;
use crate::limits;
use crate::model::Location;

/// The records of a crosswalk, one after another.
pub(super) struct Records {
    file: String,
    lines: BufReader<Box<dyn Read + Send>>,
    line: u64,
    /// Columns and the column of the relation, once the header is read.
    expected: Option<(usize, usize)>,
    /// Lines that were quoted as a whole.
    n_wrapped: u64,
    /// Whether lines end in a semicolon that belongs to no cell.
    has_semicolons: bool,
}

/// One record.
pub(super) struct Record {
    /// The line on which it begins, from 1.
    pub(super) line: u64,
    /// Its cells.
    pub(super) cells: Vec<String>,
}

impl Record {
    /// The cell of that column, trimmed; empty where there is none.
    pub(super) fn get(&self, column: Option<usize>) -> &str {
        column.and_then(|c| self.cells.get(c)).map_or("", |cell| cell.trim())
    }
}

impl Records {
    /// The records of that file.
    pub(super) fn open(file: &BundleFile) -> Result<Self, ReadError> {
        Ok(Self {
            file: file.name().to_owned(),
            lines: BufReader::new(file.reader()?),
            line: 0,
            expected: None,
            n_wrapped: 0,
            has_semicolons: false,
        })
    }

    /// From now on, records have so many cells, with the relation in that column.
    pub(super) fn expect(&mut self, n_columns: usize, relation: usize) {
        self.expected = Some((n_columns, relation));
    }

    /// Says once how many lines were quoted as a whole.
    pub(super) fn report_wrapped(&self, issues: &mut Issues) {
        if self.n_wrapped > 0 {
            let what = format!("{} lines stand in quotes as a whole", self.n_wrapped);
            let place = Location::file(&self.file);
            issues.warning(
                "quoted-lines",
                place,
                what,
                "nothing to do; they are read line by line",
            );
        }
    }

    /// The next record, nothing after the last.
    ///
    /// Errors: the file cannot be read on, or a record has more than [`limits::RECORD_BYTES`] bytes.
    pub(super) fn next(&mut self, issues: &mut Issues) -> Result<Option<Record>, ReadError> {
        loop {
            let start = self.line + 1;
            let mut bytes = Vec::new();
            let mut is_quoted = false;
            let mut n_before = 0;
            // Each line is looked at once: a quote that is never closed may join a million of them.
            while self.append_line(&mut bytes)? {
                let quotes = bytes[n_before..].iter().filter(|byte| **byte == b'"');
                is_quoted ^= quotes.count() % 2 == 1;
                n_before = bytes.len();
                if !is_quoted || ends_in_relation(&bytes) {
                    break;
                }
            }
            if bytes.is_empty() {
                return Ok(None);
            }
            let Ok(text) = String::from_utf8(bytes) else {
                let place = Location::line(&self.file, start);
                issues.error("not-utf-8", place, "the row is not UTF-8", "save the file as UTF-8");
                continue;
            };
            let text = text.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']);
            if start == 1 {
                self.has_semicolons = text.ends_with(';');
            }
            let cells = self.cells(text, start, issues);
            return Ok(Some(Record { line: start, cells }));
        }
    }

    fn append_line(&mut self, bytes: &mut Vec<u8>) -> Result<bool, ReadError> {
        let room = (limits::RECORD_BYTES + 1).saturating_sub(bytes.len()) as u64;
        let mut bounded = self.lines.by_ref().take(room);
        let n = bounded.read_until(b'\n', bytes).map_err(|e| ReadError::io(&self.file, &e))?;
        if bytes.len() > limits::RECORD_BYTES {
            let what = format!("a record has more than {} bytes", limits::RECORD_BYTES);
            let place = Location::line(&self.file, self.line + 1);
            return Err(ReadError::too_large(place, what, "look for a missing line end or quote"));
        }
        self.line += u64::from(n > 0);
        Ok(n > 0)
    }

    fn cells(&mut self, text: &str, line: u64, issues: &mut Issues) -> Vec<String> {
        let text = if self.has_semicolons { text.trim_end_matches(';') } else { text };
        let mut cells = split(text);
        // A line quoted as a whole is one cell; where its quotes break off, the rest follows it.
        let is_wrapped = cells.first().is_some_and(|first| {
            first.contains(',') && (cells.len() == 1 || first.contains("://"))
        });
        if is_wrapped {
            self.n_wrapped += u64::from(self.expected.is_some());
            let rest = cells.split_off(1);
            cells = cells.first().map(|first| split(first)).unwrap_or_default();
            cells.extend(rest);
        }
        let Some((n_columns, column)) = self.expected else { return cells };
        let has_relation =
            |cells: &[String]| cells.get(column).is_some_and(|c| relation(c).is_some());
        // A row that names no relation, or only says that there is none, is its reader's business.
        let names_one = relation_at(text).is_some();
        if cells.len() == n_columns && (has_relation(&cells) || !names_one) {
            return cells;
        }
        let place = Location::line(&self.file, line);
        let naive: Vec<String> = text.split(',').map(|c| c.trim_matches('"').to_owned()).collect();
        if naive.len() == n_columns && has_relation(&naive) {
            let what = "the quotes of the row are broken";
            issues.warning("uneven-row", place, what, "nothing to do; it is split at its commas");
            return naive;
        }
        if let Some(anchored) = anchored(text, n_columns, column, &cells) {
            let what = "the quotes of the row are broken";
            let remedy = "nothing to do; it is read by its identifiers and its relation";
            issues.warning("uneven-row", place, what, remedy);
            return anchored;
        }
        let what = format!("the row has {} cells, the header has {n_columns}", cells.len());
        issues.warning("uneven-row", place, what, "check the quotes of this row");
        cells
    }
}

/// Bytes at the end of a record in which its relation is looked for, with the marks after it.
const TAIL_BYTES: usize = 1_024;

/// Whether the last cell that says something is a relation: then the record ends, whatever its quotes say.
fn ends_in_relation(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(TAIL_BYTES)..];
    let text = String::from_utf8_lossy(tail);
    let end = text.trim_end_matches([',', ';', '"', '\r', '\n', ' ']);
    let last = end.rsplit([',', '"']).next().unwrap_or(end);
    relation(last).is_some()
}

fn split(text: &str) -> Vec<String> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    if !reader.read_record(&mut record).unwrap_or(false) {
        return vec![String::new()];
    }
    record.iter().map(str::to_owned).collect()
}

/// Where the last relation of a text begins and ends.
fn relation_at(text: &str) -> Option<(usize, usize)> {
    const NAMES: [&str; 6] = [
        "skos:exactMatch",
        "skos:closeMatch",
        "skos:broadMatch",
        "skos:narrowMatch",
        "skos:relatedMatch",
        "exactISCO",
    ];
    NAMES.iter().filter_map(|name| text.rfind(name).map(|at| (at, at + name.len()))).max()
}

/// The cells of a row whose commas and quotes cannot be trusted: what stands between its two IRIs is the
/// first label, what stands between the second IRI and the relation is the second label.
fn anchored(text: &str, n_columns: usize, column: usize, cells: &[String]) -> Option<Vec<String>> {
    let (start, end) = relation_at(text)?;
    let before = text.get(..start)?;
    let iris: Vec<(usize, &str)> = before
        .match_indices("http")
        .map(|(at, _)| {
            let rest = &before[at..];
            (at, &rest[..rest.find([',', '"']).unwrap_or(rest.len())])
        })
        .collect();
    let [(first_at, first), (second_at, second)] = iris.as_slice() else { return None };
    let clean = |from: usize, to: usize| {
        let is_edge = |c: char| c.is_whitespace() || ",;\"".contains(c);
        let label = before.get(from..to).unwrap_or("").trim_matches(is_edge);
        label.replace('"', "").replace(",,", ",")
    };
    // The columns of the two IRIs are those in which the cells that can be trusted have them.
    let column_of = |iri: &str| cells.iter().position(|cell| cell.trim() == iri);
    let (first_column, second_column) = (column_of(first)?, column_of(second)?);
    let mut out = vec![String::new(); n_columns];
    let mut put = |column: usize, value: String| {
        if let Some(cell) = out.get_mut(column) {
            *cell = value;
        }
    };
    put(first_column, (*first).to_owned());
    put(first_column + 1, clean(first_at + first.len(), *second_at));
    put(second_column, (*second).to_owned());
    put(second_column + 1, clean(second_at + second.len(), start));
    put(column, text.get(start..end)?.to_owned());
    Some(out)
}
