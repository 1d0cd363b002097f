//! A CSV, tab-separated or Excel file -> rows by column name.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::AtomicU8;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::sheet::Part;
use crate::formats::sheet::Sheet;
use crate::limits;
use crate::model::Location;

/// How the cells of a row are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Commas, cells in double quotes where needed, quoted cells over several lines allowed.
    Comma,
    /// Semicolons, else as commas: what spreadsheets write where the comma parts decimals.
    Semicolon,
    /// Tabs, quotes are letters like any other.
    Tab,
    /// Tabs, cells in double quotes where needed.
    QuotedTab,
    /// Bars, else as commas.
    Bar,
    /// A sheet of an Excel or OpenDocument workbook.
    Workbook,
}

/// What stands before the header row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Preamble {
    /// Nothing.
    Nothing,
    /// Lines that begin with `#`.
    Comments,
}

/// A table being read, row by row.
pub(crate) struct Table {
    file: String,
    columns: Vec<String>,
    rows: Rows,
    n_rows: u64,
}

enum Rows {
    Text { reader: Box<csv::Reader<Bounded>>, record_start: Arc<AtomicU64>, end: Arc<AtomicU8> },
    Sheet(Sheet),
}

/// One row: its place and its cells.
pub(crate) struct Row {
    /// Line of the file on which it begins (of a workbook: row of the sheet), from 1.
    pub(crate) line: u64,
    cells: csv::StringRecord,
}

impl Row {
    /// How many blanks stand before the text of that cell; a tab counts as four.
    pub(crate) fn indentation(&self, column: Option<usize>) -> usize {
        let cell = column.and_then(|c| self.cells.get(c)).unwrap_or_default();
        let blanks = cell.chars().take_while(|c| c.is_whitespace());
        blanks.map(|c| if c == '\t' { 4 } else { 1 }).sum()
    }

    /// The cell of that column, trimmed; empty where the column or the cell is missing.
    pub(crate) fn get(&self, column: Option<usize>) -> &str {
        column.and_then(|c| self.cells.get(c)).map_or("", |cell| cell.trim())
    }
}

impl Table {
    /// Opens the file and reads its header, after its preamble.
    ///
    /// Errors: the file is empty, cannot be opened, or is not UTF-8 text (of a workbook: not a workbook).
    pub(crate) fn open(
        file: &BundleFile,
        dialect: Dialect,
        preamble: Preamble,
    ) -> Result<Self, ReadError> {
        let name = file.name().to_owned();
        if dialect == Dialect::Workbook {
            return Self::open_sheet(file, None);
        }
        let head = file.head(4_096)?;
        check_encoding(&name, &head)?;
        let record_start = Arc::new(AtomicU64::new(0));
        let end = Arc::new(AtomicU8::new(0));
        let bounded = Bounded {
            inner: file.reader()?,
            read: 0,
            record_start: record_start.clone(),
            last: b' ',
            end: end.clone(),
        };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(match dialect {
                Dialect::Tab | Dialect::QuotedTab => b'\t',
                Dialect::Semicolon => b';',
                Dialect::Bar => b'|',
                Dialect::Comma | Dialect::Workbook => b',',
            })
            .quoting(dialect != Dialect::Tab)
            // The usual terminator leaves the second byte of CRLF to the next record, whose line is then one
            // too small. With this one the first byte stays at the last cell, which is trimmed.
            .terminator(csv::Terminator::Any(b'\n'))
            .comment((preamble == Preamble::Comments).then_some(b'#'))
            .from_reader(bounded);
        let mut record = csv::ByteRecord::new();
        loop {
            if !read_record(&name, &mut reader, &mut record, &record_start)? {
                let (what, remedy) = ("it has no header row", "check that the file is complete");
                return Err(ReadError::invalid(Location::file(&name), what, remedy));
            }
            // A spreadsheet quotes the lines of a preamble; the reader takes them for records then.
            let is_comment = record.get(0).is_some_and(|cell| cell.starts_with(b"#"));
            if preamble != Preamble::Comments || !is_comment {
                break;
            }
        }
        // The mark that Windows programs put before UTF-8 stands before the first cell only.
        let is_marked = record.get(0).is_some_and(|cell| cell.starts_with("\u{feff}".as_bytes()));
        let mut columns: Vec<String> =
            record.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
        if let Some(first) = columns.first_mut()
            && is_marked
        {
            *first = first.trim_start_matches('\u{feff}').trim().to_owned();
        }
        let rows = Rows::Text { reader: Box::new(reader), record_start, end };
        Ok(Self { file: name, columns, rows, n_rows: 0 })
    }

    /// Opens the sheet of that name, the first where none is named, and reads its header.
    ///
    /// Errors: it is not a workbook, or there is no such sheet, or it is empty.
    pub(crate) fn open_sheet(file: &BundleFile, wanted: Option<&str>) -> Result<Self, ReadError> {
        let name = file.name().to_owned();
        let mut sheet = Sheet::open_sheet(file, wanted, Part::Whole)?;
        let Some((_, header)) = sheet.next_row(0) else {
            let what = wanted.map_or_else(
                || "its first sheet is empty".to_owned(),
                |wanted| format!("its sheet {wanted:?} is empty"),
            );
            let remedy = "move the table to the first sheet, or name its sheet";
            return Err(ReadError::invalid(Location::file(&name), what, remedy));
        };
        let columns = header.iter().map(|cell| cell.trim().to_owned()).collect();
        Ok(Self { file: name, columns, rows: Rows::Sheet(sheet), n_rows: 0 })
    }

    /// Takes the first of the next rows that pleases the test for the header, where the one before does not:
    /// titles stand above it. Whether one of the first `within` rows does.
    ///
    /// Errors: as [`Table::next_row`].
    pub(crate) fn seek_header(
        &mut self,
        within: usize,
        test: impl Fn(&[String]) -> bool,
        issues: &mut Issues,
    ) -> Result<bool, ReadError> {
        for _ in 1..within {
            if test(&self.columns) {
                return Ok(true);
            }
            let Some(row) = self.raw_row(issues)? else { return Ok(false) };
            self.columns = row.cells.iter().map(|cell| cell.trim().to_owned()).collect();
        }
        Ok(test(&self.columns))
    }

    /// The row of the header and up to `n` rows after it, whatever is in them; blank ones are passed over.
    ///
    /// Errors: as [`Table::next_row`].
    pub(crate) fn peek(mut self, n: usize) -> Result<Vec<Vec<String>>, ReadError> {
        let mut unheard = Issues::default();
        let mut rows = vec![self.columns.clone()];
        while rows.len() <= n {
            let Some(row) = self.raw_row(&mut unheard)? else { break };
            let cells: Vec<String> = row.cells.iter().map(|cell| cell.trim().to_owned()).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                rows.push(cells);
            }
        }
        Ok(rows)
    }

    /// The table's file, for messages.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// The names of the columns, as the header writes them.
    pub(crate) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Rows given so far.
    pub(crate) fn n_rows(&self) -> u64 {
        self.n_rows
    }

    /// How many cells of that column are numbers in a sheet of Excel, which lose the zeros before them.
    pub(crate) fn n_numbers(&self, column: usize) -> u64 {
        match &self.rows {
            Rows::Text { .. } => 0,
            Rows::Sheet(sheet) => sheet.n_numbers(column),
        }
    }

    /// Bytes of the file that were read for the rows so far, about; 0 of a workbook, which is held whole.
    pub(crate) fn n_bytes(&self) -> u64 {
        match &self.rows {
            Rows::Text { reader, .. } => reader.position().byte(),
            Rows::Sheet(_) => 0,
        }
    }

    /// Where the column of that name stands; upper and lower case are the same.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.eq_ignore_ascii_case(name))
    }

    /// Where the column of that name stands.
    ///
    /// Errors: there is none, and the table is of no use without it.
    pub(crate) fn needed(&self, name: &str) -> Result<Option<usize>, ReadError> {
        if let Some(position) = self.column(name) {
            return Ok(Some(position));
        }
        let what = format!("there is no column {name:?} (found: {})", self.columns.join(", "));
        Err(ReadError::invalid(
            Location::line(&self.file, 1),
            what,
            if self.columns.len() == 1 && self.columns[0].contains(';') {
                "its cells are kept apart by semicolons; save it with commas"
            } else {
                "check that it is the right table"
            },
        ))
    }

    /// The next row, nothing after the last. A row of uneven length is given and noted; a row that is not
    /// UTF-8 is left out and noted; blank rows are passed over.
    ///
    /// Errors: the file cannot be read on, or a record is longer than [`limits::RECORD_BYTES`].
    pub(crate) fn next_row(&mut self, issues: &mut Issues) -> Result<Option<Row>, ReadError> {
        loop {
            let Some(row) = self.raw_row(issues)? else { return Ok(None) };
            if row.cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            self.n_rows += 1;
            let expected = self.columns.len();
            if row.cells.len() != expected {
                let what =
                    format!("the row has {} cells, the header has {expected}", row.cells.len());
                let place = Location::line(&self.file, row.line);
                let remedy = if row.cells.len() < expected {
                    "nothing to do where its last cells are empty; else check its quotes"
                } else {
                    "check the quotes of this row"
                };
                issues.warning("uneven-row", place, what, remedy);
            }
            return Ok(Some(row));
        }
    }

    fn raw_row(&mut self, issues: &mut Issues) -> Result<Option<Row>, ReadError> {
        match &mut self.rows {
            Rows::Sheet(sheet) => {
                let row = sheet.next_row(self.columns.len());
                for fault in sheet.faults() {
                    let place = Location::line(&self.file, u64::from(fault.row));
                    let remedy = "correct its formula, or write the value itself";
                    issues.warning("cell-error", place, fault.what(), remedy);
                }
                Ok(row.map(|(line, cells)| Row { line, cells }))
            }
            Rows::Text { reader, record_start, end } => loop {
                let mut record = csv::ByteRecord::new();
                if !read_record(&self.file, reader, &mut record, record_start)? {
                    return Ok(None);
                }
                let line = record.position().map_or(0, csv::Position::line);
                if is_never_closed(&record, end.load(Ordering::Relaxed)) {
                    let place = Location::line(&self.file, line);
                    let what = "a quote is opened here and never closed";
                    let remedy = "close it; all rows after it were taken for its text";
                    issues.error("open-quote", place, what, remedy);
                    continue;
                }
                if let Ok(cells) = csv::StringRecord::from_byte_record(record) {
                    return Ok(Some(Row { line, cells }));
                }
                let place = Location::line(&self.file, line);
                issues.error("not-utf-8", place, "the row is not UTF-8", "save the file as UTF-8");
            },
        }
    }
}

/// Whether a record was ended by the end of the file, in the midst of a quote. A cell of several lines is
/// quoted; were the quote closed, it would be the last thing in the file. `end` is that last byte, 0 while
/// the end is not reached.
fn is_never_closed(record: &csv::ByteRecord, end: u8) -> bool {
    let last = record.iter().next_back().unwrap_or_default();
    end != 0 && end != b'"' && last.contains(&b'\n')
}

fn read_record(
    file: &str,
    reader: &mut csv::Reader<Bounded>,
    record: &mut csv::ByteRecord,
    record_start: &AtomicU64,
) -> Result<bool, ReadError> {
    record_start.store(reader.position().byte(), Ordering::Relaxed);
    let line = reader.position().line();
    reader.read_byte_record(record).map_err(|e| {
        let place = Location::line(file, line);
        if is_too_long(&e) {
            let what = format!("a record has more than {} bytes", limits::RECORD_BYTES);
            return ReadError::too_large(place, what, "look for a missing line end or quote");
        }
        ReadError::invalid(place, e.to_string(), "check that the file is complete")
    })
}

/// What an unreadable beginning says: nothing in it, or another encoding.
pub(crate) fn check_encoding(file: &str, head: &[u8]) -> Result<(), ReadError> {
    let place = || Location::file(file);
    if head.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::invalid(place(), "it is empty", "get the file again"));
    }
    let is_utf16 = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    if is_utf16 {
        return Err(ReadError::invalid(place(), "it is UTF-16", "save it as UTF-8"));
    }
    if head.contains(&0) {
        return Err(ReadError::invalid(
            place(),
            "it is not text",
            "check that it is the right file",
        ));
    }
    Ok(())
}

/// Refuses a record that does not end.
struct Bounded {
    inner: Box<dyn Read + Send>,
    read: u64,
    record_start: Arc<AtomicU64>,
    /// The last byte so far that is not blank.
    last: u8,
    /// The same, told when the end is reached.
    end: Arc<AtomicU8>,
}

/// The reader takes 8 KiB ahead of the record it is in.
const AHEAD: u64 = 64 * 1_024;

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.read += n as u64;
        let last = buffer[..n].iter().rfind(|byte| !byte.is_ascii_whitespace());
        self.last = last.copied().unwrap_or(self.last);
        if n == 0 {
            self.end.store(self.last, Ordering::Relaxed);
        }
        if self.read - self.record_start.load(Ordering::Relaxed).min(self.read)
            > limits::RECORD_BYTES as u64 + AHEAD
        {
            return Err(std::io::Error::from(std::io::ErrorKind::FileTooLarge));
        }
        Ok(n)
    }
}

fn is_too_long(error: &csv::Error) -> bool {
    matches!(error.kind(), csv::ErrorKind::Io(e) if e.kind() == std::io::ErrorKind::FileTooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Bundle;
    use crate::formats::Source;

    #[test]
    fn a_row_knows_its_line_whatever_the_line_ends() {
        for end in ["\n", "\r\n"] {
            let text = ["a,b", "1,\"x", "y\"", "2,z", ""].join(end);
            let bytes = text.into_bytes().into();
            let source = Source::Bytes { name: "t.csv".to_owned(), bytes };
            let bundle = Bundle::open(&[source]).unwrap();
            let mut issues = Issues::default();
            let mut table =
                Table::open(&bundle.files()[0], Dialect::Comma, Preamble::Nothing).unwrap();
            let column = table.column("b");
            let mut rows = Vec::new();
            while let Some(row) = table.next_row(&mut issues).unwrap() {
                rows.push((row.line, row.get(column).replace('\r', "")));
            }
            assert_eq!(rows, [(2, "x\ny".to_owned()), (4, "z".to_owned())], "{end:?}");
            assert!(issues.kept().is_empty());
        }
    }
}
