//! A file -> the table in it that looks like a list of concepts: which sheet, which signs between cells, which row
//! is the header.

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::code::is_iri;
use crate::formats::sheet::sheet_names;
use crate::formats::spreadsheet::ColumnRole;
use crate::formats::spreadsheet::FrameworkColumns;
use crate::formats::spreadsheet::guess::Guess;
use crate::formats::spreadsheet::guess::SURE;
use crate::formats::spreadsheet::guess::guess;
use crate::formats::spreadsheet::guess::shortened;
use crate::formats::spreadsheet::naming::NamingDoubt;
use crate::formats::spreadsheet::words::squeezed;
use crate::formats::table::Dialect;
use crate::formats::table::Preamble;
use crate::formats::table::Table;
use crate::model::Location;

/// Rows in which the header must appear.
const HEADER_WITHIN: usize = 32;

/// Rows below the header from which the columns are guessed.
const SAMPLE_ROWS: usize = 500;

/// Rows by which the signs between cells are told.
const DIALECT_ROWS: usize = 50;

/// Sheets looked at for a list: workbooks of frameworks have under ten.
const SHEETS_TRIED: usize = 32;

/// Names of files that may be a list without anyone saying so.
const ENDINGS: [&str; 6] = [".csv", ".tsv", ".tab", ".txt", ".xlsx", ".ods"];

/// Where in a file the list stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    Text(Dialect),
    Sheet(String),
}

/// A list that was found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) place: Place,
    /// The row of names, without blanks at its end.
    pub(super) header: Vec<String>,
    /// Rows below it, for showing.
    pub(super) rows: Vec<Vec<String>>,
    pub(super) guess: Guess,
}

/// The one file of the bundle.
///
/// Errors: there are several.
pub(super) fn only_file(bundle: &Bundle) -> Result<&BundleFile, ReadError> {
    let place = || Location::file(&bundle.origins().join(", "));
    match bundle.files() {
        [file] => Ok(file),
        files => {
            let what = format!("{} files are in it", files.len());
            Err(ReadError::invalid(place(), what, "name one spreadsheet"))
        }
    }
}

/// Whether a file goes by the name of a spreadsheet.
pub(super) fn is_named_so(file: &BundleFile) -> bool {
    let name = file.base_name().to_ascii_lowercase();
    ENDINGS.iter().any(|ending| name.ends_with(ending)) || !name.contains('.')
}

fn is_workbook(file: &BundleFile) -> Result<bool, ReadError> {
    Ok(file.head(4)?.starts_with(b"PK"))
}

/// The names of a workbook's sheets; none of another file.
pub(super) fn sheets(file: &BundleFile) -> Result<Vec<String>, ReadError> {
    if is_workbook(file)? { sheet_names(file) } else { Ok(Vec::new()) }
}

/// The list in a file, in the sheet of that name or number where one is wanted.
///
/// Errors: there is no such sheet, or no table in it.
pub(super) fn find(file: &BundleFile, sheet: &str) -> Result<Found, ReadError> {
    if !is_workbook(file)? {
        let dialect = dialect(file)?;
        let rows =
            Table::open(file, dialect, Preamble::Nothing)?.peek(HEADER_WITHIN + SAMPLE_ROWS)?;
        return found(Place::Text(dialect), &rows).ok_or_else(|| no_rows(file));
    }
    let names = sheet_names(file)?;
    if !sheet.is_empty() {
        let name = named(file, &names, sheet)?;
        return in_sheet(file, &name)?.ok_or_else(|| no_rows(file));
    }
    let mut best: Option<Found> = None;
    for name in names.iter().take(SHEETS_TRIED) {
        let Some(found) = in_sheet(file, name)? else { continue };
        // A sheet of one row says something about the list, as one of facts does.
        let (is_sure, n) = (found.guess.certainty >= SURE, found.rows.len());
        if is_sure && n > 1 && found.header.len() > 1 {
            return Ok(found);
        }
        // A list of one column is one where nothing else is.
        let rank = |found: &Found| {
            (found.header.len().min(2), found.guess.certainty, found.rows.len().min(2))
        };
        if best.as_ref().is_none_or(|best| rank(&found) > rank(best)) {
            best = Some(found);
        }
    }
    best.ok_or_else(|| no_rows(file))
}

fn no_rows(file: &BundleFile) -> ReadError {
    let what = "there is no table with a header and a row in it";
    ReadError::invalid(Location::file(file.name()), what, "check that it is the right file")
}

/// The sheet of that name, or of that number from 1.
fn named(file: &BundleFile, names: &[String], wanted: &str) -> Result<String, ReadError> {
    let by_name = names.iter().find(|name| name.as_str() == wanted);
    let by_letters = || names.iter().find(|name| squeezed(name) == squeezed(wanted));
    let by_number =
        || wanted.trim().parse::<usize>().ok().and_then(|n| names.get(n.checked_sub(1)?));
    by_name.or_else(by_letters).or_else(by_number).cloned().ok_or_else(|| {
        let what = format!("there is no sheet {wanted:?} (found: {})", names.join(", "));
        ReadError::invalid(Location::file(file.name()), what, "name one of them, or its number")
    })
}

fn in_sheet(file: &BundleFile, name: &str) -> Result<Option<Found>, ReadError> {
    // An empty sheet is no fault while others may have the list.
    let Ok(table) = Table::open_sheet(file, Some(name)) else { return Ok(None) };
    let rows = table.peek(HEADER_WITHIN + SAMPLE_ROWS)?;
    Ok(found(Place::Sheet(name.to_owned()), &rows))
}

/// The signs between cells with which most rows have as many cells as the first long one, and more than one.
fn dialect(file: &BundleFile) -> Result<Dialect, ReadError> {
    let mut best = (Dialect::Comma, 0);
    for dialect in [Dialect::Comma, Dialect::Semicolon, Dialect::QuotedTab, Dialect::Bar] {
        let rows = Table::open(file, dialect, Preamble::Nothing)?.peek(DIALECT_ROWS)?;
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let n_even = rows.iter().filter(|row| row.len() == width).count();
        if width > 1 && n_even * 2 >= rows.len() && width > best.1 {
            best = (dialect, width);
        }
    }
    Ok(best.0)
}

/// Letters of a column's name; what is longer is a sentence.
const NAME_LETTERS: usize = 100;

/// The list under its header: the first row about as wide as most are, which leaves out titles and facts above it.
fn found(place: Place, rows: &[Vec<String>]) -> Option<Found> {
    let mut widths: Vec<usize> = rows.iter().map(|row| names(row).len()).collect();
    widths.sort_unstable();
    let usual = widths.get(widths.len() / 2).copied().unwrap_or(0);
    let is_wide = |row: &Vec<String>| {
        let width = names(row).len();
        width > 0 && width * 5 >= usual * 3
    };
    let at = rows.iter().take(HEADER_WITHIN).position(is_wide)?;
    let header = names(rows.get(at)?);
    let below = rows.get(at + 1..)?;
    if below.is_empty() {
        return None;
    }
    let mut guess = guess(&header, below.get(..below.len().min(SAMPLE_ROWS))?);
    if let Some(cell) = header.iter().find(|cell| !is_name(cell)) {
        guess.certainty = 0.0;
        let cell = shortened(cell, 40);
        guess.doubt = Some(NamingDoubt::NoHeader { cell });
    }
    Some(Found { place, header, rows: below.to_vec(), guess })
}

/// Whether a cell may be the name of a column.
fn is_name(cell: &str) -> bool {
    let has_letters = cell.is_empty() || cell.chars().any(char::is_alphabetic);
    has_letters && !is_iri(cell) && cell.chars().count() <= NAME_LETTERS
}

/// The cells of a row of names, without blanks at its end.
fn names(row: &[String]) -> Vec<String> {
    let n = row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    row.iter().take(n).cloned().collect()
}

/// A table at its header, and which of its columns each rule speaks of.
pub(super) struct Opened {
    pub(super) table: Table,
    pub(super) places: Vec<usize>,
}

/// The table that has the columns of the rules.
///
/// Errors: no row of the first has all of them.
pub(super) fn open(
    file: &BundleFile,
    place: &Place,
    columns: &FrameworkColumns,
) -> Result<Opened, ReadError> {
    let mut table = match place {
        Place::Text(dialect) => Table::open(file, *dialect, Preamble::Nothing)?,
        Place::Sheet(name) => Table::open_sheet(file, Some(name))?,
    };
    let first = table.columns().to_vec();
    let is_it = |row: &[String]| places_of(row, columns).is_ok();
    table.seek_header(HEADER_WITHIN, is_it, &mut Issues::default())?;
    if let Ok(places) = places_of(table.columns(), columns) {
        return Ok(Opened { table, places });
    }
    let missing = places_of(&first, columns).err().unwrap_or_default();
    let found: Vec<&str> = first.iter().map(String::as_str).filter(|c| !c.is_empty()).collect();
    let what = format!("there is no column {missing:?} (found: {})", found.join(", "));
    let remedy = "write the header as the table does, or name the sheet";
    Err(ReadError::invalid(Location::line(file.name(), 1), what, remedy))
}

/// Where the column of each rule stands: of several of one name, the first that is not taken.
///
/// Errors: the name of a column that is not there.
fn places_of(header: &[String], columns: &FrameworkColumns) -> Result<Vec<usize>, String> {
    let mut taken = vec![false; header.len()];
    let mut places = Vec::with_capacity(columns.columns.len());
    for rule in &columns.columns {
        let mut free = |is_it: &dyn Fn(&String) -> bool| {
            let at = header.iter().zip(&taken).position(|(name, taken)| !taken && is_it(name))?;
            if let Some(taken) = taken.get_mut(at) {
                *taken = true;
            }
            Some(at)
        };
        let wanted = rule.header.trim();
        let exact = free(&|name| name.trim() == wanted);
        let at = exact
            .or_else(|| free(&|name| !wanted.is_empty() && squeezed(name) == squeezed(wanted)));
        match at {
            Some(at) => places.push(at),
            // What is skipped need not be there.
            None if rule.role == ColumnRole::Skip => places.push(usize::MAX),
            None => return Err(rule.header.clone()),
        }
    }
    Ok(places)
}
