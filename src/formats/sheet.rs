//! A sheet of an Excel or OpenDocument workbook -> rows, each distinct text held once.
//!
//! # Why
//!
//! A rating table repeats a few thousand texts in a million cells. Cells are streamed and stored as numbers of
//! texts, so that a sheet costs 8 bytes per cell and a cell far out costs no more than one close by.

use std::borrow::Cow;
use std::io::Cursor;
use std::io::Read as _;

use calamine::CellErrorType;
use calamine::Data;
use calamine::DataRef;
use calamine::ExcelDateTime;
use calamine::Reader as _;
use calamine::Style;
use calamine::Xlsx;
use calamine::XlsxError;
use rustc_hash::FxHashMap;
use zip::ZipArchive;

use crate::formats::BundleFile;
use crate::formats::ReadError;
use crate::formats::ods;
use crate::limits;
use crate::model::Location;

/// How much of a sheet is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// All rows.
    Whole,
    /// The first row that is not blank.
    Header,
}

/// The cells of a sheet, given row by row.
pub(crate) struct Sheet {
    texts: Vec<Box<str>>,
    cells: Vec<Cell>,
    rows: Vec<SheetRow>,
    next: usize,
    /// Cells that hold an error in place of a value, in order.
    faults: Vec<Fault>,
    next_fault: usize,
    /// How many cells of each column are numbers that are shown as such.
    numbers: FxHashMap<u32, u64>,
}

/// A cell whose formula has failed.
pub(crate) struct Fault {
    /// Row of the sheet, from 1.
    pub(crate) row: u32,
    column: u32,
    error: CellErrorType,
}

impl Fault {
    /// What is in which cell: `#N/A stands in C7`.
    pub(crate) fn what(&self) -> String {
        let mut letters = Vec::new();
        let mut left = self.column + 1;
        while left > 0 {
            letters.push(char::from(b'A' + u8::try_from((left - 1) % 26).unwrap_or(0)));
            left = (left - 1) / 26;
        }
        let letters: String = letters.into_iter().rev().collect();
        format!(
            "the error {} stands in {letters}{}; the cell is read as empty",
            self.error, self.row
        )
    }
}

struct Cell {
    column: u32,
    text: u32,
}

struct SheetRow {
    /// Row of the sheet, from 1.
    number: u32,
    /// Where its cells begin.
    start: usize,
}

/// A sheet while its cells come in, row by row.
struct Gathering<'a> {
    file: &'a str,
    part: Part,
    sheet: Sheet,
    known: FxHashMap<Box<str>, u32>,
}

/// Whether more cells are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::formats) enum Wanted {
    More,
    Enough,
}

impl Gathering<'_> {
    /// Takes one cell; `row` and `column` count from 0, rows in ascending order.
    ///
    /// Errors: the sheet is beyond [`limits::SHEET_CELLS`].
    fn add(&mut self, row: u32, column: u32, text: &str) -> Result<Wanted, ReadError> {
        if text.is_empty() {
            return Ok(Wanted::More);
        }
        let sheet = &mut self.sheet;
        let number = row.saturating_add(1);
        if sheet.rows.last().is_none_or(|r| r.number != number) {
            if self.part == Part::Header && !sheet.rows.is_empty() {
                return Ok(Wanted::Enough);
            }
            sheet.rows.push(SheetRow { number, start: sheet.cells.len() });
        }
        self.check_size()?;
        let text = self.known.get(text).copied().unwrap_or_else(|| {
            let new = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
            self.known.insert(text.into(), new);
            new
        });
        self.sheet.cells.push(Cell { column, text });
        Ok(Wanted::More)
    }

    fn check_size(&self) -> Result<(), ReadError> {
        if self.sheet.cells.len() + self.sheet.faults.len() >= limits::SHEET_CELLS {
            let what = format!("the sheet has more than {} cells", limits::SHEET_CELLS);
            return Err(ReadError::too_large(Location::file(self.file), what, "split it"));
        }
        Ok(())
    }

    /// Takes a cell of Excel; `width` is how many digits its number is shown with at least.
    fn add_value(
        &mut self,
        (row, column): (u32, u32),
        value: &DataRef<'_>,
        width: usize,
    ) -> Result<Wanted, ReadError> {
        if let DataRef::Error(error) = value {
            self.check_size()?;
            let row = row.saturating_add(1);
            self.sheet.faults.push(Fault { row, column, error: error.clone() });
            return Ok(Wanted::More);
        }
        if matches!(value, DataRef::Float(_) | DataRef::Int(_)) && width == 0 {
            *self.sheet.numbers.entry(column).or_default() += 1;
        }
        self.add(row, column, &cell_text(value, width))
    }

    fn finish(self) -> Sheet {
        let mut texts: Vec<(u32, Box<str>)> = self.known.into_iter().map(|(t, n)| (n, t)).collect();
        texts.sort_unstable_by_key(|(n, _)| *n);
        Sheet { texts: texts.into_iter().map(|(_, text)| text).collect(), ..self.sheet }
    }
}

/// The names of a workbook's sheets, in its order.
///
/// Errors: it is not a workbook, or beyond what an archive may unpack to.
pub(crate) fn sheet_names(file: &BundleFile) -> Result<Vec<String>, ReadError> {
    let name = file.name();
    let bytes = file.bytes()?;
    check_unpacking(name, &bytes)?;
    if ods::is_it(&bytes) {
        return ods::sheet_names(name, &bytes);
    }
    let workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|e| not_a_workbook(name, &e.to_string()))?;
    Ok(workbook.sheet_names())
}

impl Sheet {
    /// Reads the first sheet.
    ///
    /// Errors: it is not a workbook, it has no sheet, or it is beyond [`limits::SHEET_CELLS`] or what an
    /// archive may unpack to.
    pub(crate) fn open(file: &BundleFile, part: Part) -> Result<Self, ReadError> {
        Self::open_sheet(file, None, part)
    }

    /// Reads the sheet of that name; the first where none is named.
    ///
    /// Errors: as [`Sheet::open`], or there is no such sheet.
    pub(crate) fn open_sheet(
        file: &BundleFile,
        wanted: Option<&str>,
        part: Part,
    ) -> Result<Self, ReadError> {
        let name = file.name();
        let damaged = |e: XlsxError| not_a_workbook(name, &e.to_string());
        let bytes = file.bytes()?;
        check_unpacking(name, &bytes)?;
        let sheet = Self {
            texts: Vec::new(),
            cells: Vec::new(),
            rows: Vec::new(),
            next: 0,
            faults: Vec::new(),
            next_fault: 0,
            numbers: FxHashMap::default(),
        };
        let mut gathering = Gathering { file: name, part, sheet, known: FxHashMap::default() };
        if ods::is_it(&bytes) {
            ods::read(name, &bytes, wanted, &mut |row, column, text| {
                gathering.add(row, column, text)
            })?;
            return Ok(gathering.finish());
        }
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
        let mut names = workbook.sheet_names().into_iter();
        let found = names.find(|sheet| wanted.is_none_or(|wanted| wanted == sheet));
        let Some(found) = found else {
            return Err(no_sheet(name, wanted));
        };
        let mut reader = workbook.worksheet_cells_reader(&found).map_err(damaged)?;
        let widths: Vec<usize> = reader.styles().iter().map(width_of).collect();
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
            let width = widths.get(style).copied().unwrap_or(0);
            let place = cell.get_position();
            if gathering.add_value(place, cell.get_value(), width)? == Wanted::Enough {
                break;
            }
        }
        Ok(gathering.finish())
    }

    /// The next row that is not blank: its number in the sheet from 1, and its cells, at least `width` of them.
    pub(crate) fn next_row(&mut self, width: usize) -> Option<(u64, csv::StringRecord)> {
        let row = self.rows.get(self.next)?;
        self.next += 1;
        let end = self.rows.get(self.next).map_or(self.cells.len(), |r| r.start);
        let cells = self.cells.get(row.start..end).unwrap_or_default();
        let needed = cells.iter().map(|c| c.column as usize + 1).max().unwrap_or(0);
        let mut fields = vec![""; width.max(needed)];
        for cell in cells {
            let text = self.texts.get(cell.text as usize).map_or("", AsRef::as_ref);
            if let Some(field) = fields.get_mut(cell.column as usize) {
                *field = text;
            }
        }
        Some((u64::from(row.number), csv::StringRecord::from(fields)))
    }

    /// Cells with errors in the rows given so far, each told once.
    pub(crate) fn faults(&mut self) -> &[Fault] {
        let row = self.rows.get(self.next.saturating_sub(1)).map_or(u32::MAX, |row| row.number);
        let row = if self.next >= self.rows.len() { u32::MAX } else { row };
        let start = self.next_fault;
        let rest = self.faults.get(start..).unwrap_or_default();
        self.next_fault += rest.iter().take_while(|fault| fault.row <= row).count();
        self.faults.get(start..self.next_fault).unwrap_or_default()
    }

    /// How many cells of that column are numbers, shown without zeros before them.
    pub(crate) fn n_numbers(&self, column: usize) -> u64 {
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        self.numbers.get(&column).copied().unwrap_or(0)
    }
}

/// It is damaged, or something else.
pub(in crate::formats) fn not_a_workbook(name: &str, reason: &str) -> ReadError {
    let what = format!("the workbook cannot be read ({reason})");
    ReadError::invalid(Location::file(name), what, "save it again as .xlsx")
}

/// It has not the sheet that is wanted, or none at all.
pub(in crate::formats) fn no_sheet(name: &str, wanted: Option<&str>) -> ReadError {
    let Some(wanted) = wanted else { return not_a_workbook(name, "it has no sheet") };
    let what = format!("there is no sheet {wanted:?}");
    ReadError::invalid(Location::file(name), what, "name one of its sheets")
}

/// Refuses a workbook whose parts unpack to more than an archive's may; what it claims about sizes is not
/// believed, so they are unpacked once into nothing.
fn check_unpacking(name: &str, bytes: &[u8]) -> Result<(), ReadError> {
    let damaged = |e: &dyn std::error::Error| not_a_workbook(name, &e.to_string());
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
    let mut total = 0u64;
    for position in 0..zip.len() {
        let entry = zip.by_index(position).map_err(|e| damaged(&e))?;
        let ratio = entry.compressed_size().saturating_mul(limits::UNPACK_RATIO).max(1 << 20);
        let bound = ratio.min(limits::FILE_BYTES);
        let unpacked = std::io::copy(&mut entry.take(bound + 1), &mut std::io::sink())
            .map_err(|e| damaged(&e))?;
        total = total.saturating_add(unpacked);
        if unpacked > bound || total > limits::BUNDLE_BYTES {
            let what = format!("it unpacks to more than {} times its size", limits::UNPACK_RATIO);
            let remedy = "do not trust this workbook; get it from its publisher again";
            return Err(ReadError::too_large(Location::file(name), what, remedy));
        }
    }
    Ok(())
}

/// How many digits numbers of that style have at least, zeros before them: 4 of `0000`; 0 where it does not say.
fn width_of(style: &Style) -> usize {
    let code = style.number_format.as_ref().map_or("", |format| format.format_code.as_str());
    let is_zeros = code.len() > 1 && code.len() <= 20 && code.bytes().all(|byte| byte == b'0');
    if is_zeros { code.len() } else { 0 }
}

/// A day as ISO 8601 writes it, with the time where there is one; a time alone where it is of no day.
fn iso_date(date: ExcelDateTime) -> Option<String> {
    // The last day of a sheet is 9999-12-31.
    let is_sound = date.is_datetime() && (0.0..2_958_466.0).contains(&date.as_f64());
    let (year, month, day, hour, minute, second, milli) = date.to_ymd_hms_milli();
    let millis = if milli == 0 { String::new() } else { format!(".{milli:03}") };
    let time = format!("{hour:02}:{minute:02}:{second:02}{millis}");
    let day = format!("{year:04}-{month:02}-{day:02}");
    is_sound.then(|| match date.as_f64() {
        value if value < 1.0 => time,
        value if value.fract() == 0.0 => day,
        _ => format!("{day}T{time}"),
    })
}

/// A whole number without its `.0` and with the zeros of its style, a date as ISO 8601 writes it, everything else as it
/// prints.
fn cell_text<'a>(cell: &'a DataRef<'_>, width: usize) -> Cow<'a, str> {
    match cell {
        DataRef::Empty => Cow::Borrowed(""),
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::String(text) => Cow::Borrowed(text),
        DataRef::Float(value) if value.fract() == 0.0 && value.abs() < 1e15 => {
            let width = if *value < 0.0 { 0 } else { width };
            Cow::Owned(format!("{value:0>width$.0}"))
        }
        DataRef::DateTime(date) => {
            Cow::Owned(iso_date(*date).unwrap_or_else(|| date.as_f64().to_string()))
        }
        DataRef::Float(value) => Cow::Owned(value.to_string()),
        other => Cow::Owned(Data::from(other.clone()).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::formats::Bundle;
    use crate::formats::Source;

    const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="170" formatCode="0000"/><numFmt numFmtId="171" formatCode="yyyy\-mm\-dd hh:mm"/></numFmts><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="171"/><xf numFmtId="170"/><xf numFmtId="20"/></cellXfs></styleSheet>"#;

    fn workbook(rows: &str) -> Bundle {
        let parts = [
            ("xl/styles.xml", STYLES),
            (
                "[Content_Types].xml",
                r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
            ),
            (
                "_rels/.rels",
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
            ),
            (
                "xl/workbook.xml",
                r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#,
            ),
            (
                "xl/_rels/workbook.xml.rels",
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
            ),
        ];
        let sheet = format!(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
        );
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts.into_iter().chain([("xl/worksheets/sheet1.xml", &*sheet)]) {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        let bytes = writer.finish().unwrap().into_inner();
        Bundle::open(&[Source::Bytes { name: "s.xlsx".into(), bytes: bytes.into() }]).unwrap()
    }

    #[test]
    fn a_cell_keeps_its_row_and_column_however_sparse_the_sheet() {
        let bundle = workbook(
            r#"<row r="2"><c r="A2" t="inlineStr"><is><t>Code</t></is></c><c r="B2" t="inlineStr"><is><t>Value</t></is></c></row>
               <row r="5"><c r="B5"><v>28.0</v></c></row><row r="9"><c r="A9"><v>4.12</v></c><c r="XFD9"><v>1</v></c></row>"#,
        );
        let mut sheet = Sheet::open(&bundle.files()[0], Part::Whole).unwrap();
        let mut next = || {
            let (line, cells) = sheet.next_row(2)?;
            Some((line, cells.len(), cells[0].to_owned(), cells[1].to_owned()))
        };
        assert_eq!(next(), Some((2, 2, "Code".into(), "Value".into())));
        assert_eq!(next(), Some((5, 2, String::new(), "28".into())));
        assert_eq!(next(), Some((9, 16_384, "4.12".into(), String::new())));
        assert_eq!(next(), None);
    }

    #[test]
    fn a_cell_is_read_as_it_is_shown_and_an_error_as_nothing() {
        let bundle = workbook(
            r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Code</t></is></c></row><row r="2"><c r="C2" t="e"><v>#REF!</v></c></row>
               <row r="3"><c r="A3" s="3"><v>11</v></c><c r="B3" s="1"><v>45418</v></c><c r="C3" s="2"><v>45418.5</v></c><c r="AB3" t="e"><v>#N/A</v></c></row>
               <row r="4"><c r="A4" s="3"><v>12345</v></c><c r="B4"><v>45418</v></c><c r="C4" s="4"><v>0.75</v></c><c r="D4"><v>-2.5</v></c></row>
               <row r="5"><c r="A5" t="e"><v>#DIV/0!</v></c></row>"#,
        );
        let mut sheet = Sheet::open(&bundle.files()[0], Part::Whole).unwrap();
        let mut rows = Vec::new();
        let mut faults = Vec::new();
        while let Some((line, cells)) = sheet.next_row(0) {
            rows.push((line, cells.iter().take(4).collect::<Vec<_>>().join("|")));
            faults.extend(sheet.faults().iter().map(|fault| (line, fault.what())));
        }
        assert_eq!(
            rows,
            [
                (1, "Code".to_owned()),
                (3, "0011|2024-05-06|2024-05-06T12:00:00".to_owned()),
                (4, "12345|45418|18:00:00|-2.5".to_owned()),
            ]
        );
        let told =
            [(3, "#REF! stands in C2"), (3, "#N/A stands in AB3"), (4, "#DIV/0! stands in A5")];
        assert_eq!(faults.len(), told.len(), "{faults:?}");
        for ((line, what), (wanted, says)) in faults.iter().zip(told) {
            assert!(*line == wanted && what.contains(says), "{what}");
        }
        assert_eq!([0, 1, 2].map(|column| sheet.n_numbers(column)), [0, 1, 0]);
    }

    #[test]
    fn a_workbook_that_unpacks_beyond_measure_is_refused() {
        let rows = " ".repeat(8 * 1_024 * 1_024);
        let error = Sheet::open(&workbook(&rows).files()[0], Part::Whole).err().unwrap();
        assert!(error.to_string().contains("unpacks to more than"), "{error}");
    }
}
