//! An OpenDocument spreadsheet -> the cells of one of its sheets, as a stream.
//!
//! # Why
//!
//! A few bytes of such a file can stand for millions of equal rows and cells. Here a row that is repeated is
//! given once, for a list says nothing twice, and a cell that is repeated at most as often as a sheet has columns.

use std::borrow::Cow;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Cursor;
use std::io::Read as _;

use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;
use zip::ZipArchive;

use crate::formats::ReadError;
use crate::formats::sheet::Wanted;
use crate::formats::sheet::no_sheet;
use crate::formats::sheet::not_a_workbook;

/// What the file says it is.
const MEDIA_TYPE: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// Columns of a sheet, as in every spreadsheet program.
const MOST_COLUMNS: u32 = 16_384;

/// Called with row and column, from 0, and the text of a cell.
pub(in crate::formats) type Take<'a> =
    &'a mut dyn FnMut(u32, u32, &str) -> Result<Wanted, ReadError>;

/// Whether the bytes are such a file.
pub(in crate::formats) fn is_it(bytes: &[u8]) -> bool {
    let mut said = Vec::new();
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    let Ok(entry) = zip.by_name("mimetype") else { return false };
    let wanted = MEDIA_TYPE.len() as u64;
    entry.take(wanted).read_to_end(&mut said).is_ok() && said == MEDIA_TYPE
}

/// The names of its sheets, in its order.
pub(in crate::formats) fn sheet_names(file: &str, bytes: &[u8]) -> Result<Vec<String>, ReadError> {
    let mut names = Vec::new();
    with_content(file, bytes, &mut |reader| {
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match event(file, reader, &mut buffer)? {
                Event::Start(tag) | Event::Empty(tag) if is(&tag, b"table:table") => {
                    names.push(attribute(&tag, b"table:name").unwrap_or_default());
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    })?;
    Ok(names)
}

/// Gives the cells of the sheet of that name, of the first where none is named.
///
/// Errors: there is no such sheet, the file is damaged, or `take` refuses.
pub(in crate::formats) fn read(
    file: &str,
    bytes: &[u8],
    wanted: Option<&str>,
    take: Take<'_>,
) -> Result<(), ReadError> {
    with_content(file, bytes, &mut |reader| {
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match event(file, reader, &mut buffer)? {
                Event::Start(tag) if is(&tag, b"table:table") => {
                    let name = attribute(&tag, b"table:name").unwrap_or_default();
                    if wanted.is_none_or(|wanted| wanted == name) {
                        return read_sheet(file, reader, take);
                    }
                }
                Event::Eof => return Err(no_sheet(file, wanted)),
                _ => {}
            }
        }
    })
}

type Content<'a> = Reader<&'a mut dyn BufRead>;

fn with_content(
    file: &str,
    bytes: &[u8],
    read: &mut dyn FnMut(&mut Content<'_>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let damaged = |e: zip::result::ZipError| not_a_workbook(file, &e.to_string());
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let entry = zip.by_name("content.xml").map_err(damaged)?;
    let mut stream = BufReader::new(entry);
    let mut reader: Content<'_> = Reader::from_reader(&mut stream);
    // Damaged nesting shows as cells at wrong places at worst, never as a failure of the reader.
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    read(&mut reader)
}

fn event<'b>(
    file: &str,
    reader: &mut Content<'_>,
    buffer: &'b mut Vec<u8>,
) -> Result<Event<'b>, ReadError> {
    reader.read_event_into(buffer).map_err(|e| not_a_workbook(file, &e.to_string()))
}

/// A cell being read.
#[derive(Default)]
struct Cell {
    /// The value, where the cell says it beside its text.
    value: Option<String>,
    repeated: u32,
    text: String,
}

fn read_sheet(file: &str, reader: &mut Content<'_>, take: Take<'_>) -> Result<(), ReadError> {
    let (mut row, mut rows_repeated, mut column) = (0u32, 1u32, 0u32);
    let mut cell: Option<Cell> = None;
    let mut n_annotations = 0usize;
    let mut buffer = Vec::new();
    let mut give = |cell: Cell, row: u32, column: &mut u32| -> Result<Wanted, ReadError> {
        let room = MOST_COLUMNS.saturating_sub(*column);
        let text = cell.value.unwrap_or(cell.text);
        let text = text.trim_end_matches('\n');
        let n = cell.repeated.min(room);
        if !text.is_empty() {
            for offset in 0..n {
                if take(row, column.saturating_add(offset), text)? == Wanted::Enough {
                    return Ok(Wanted::Enough);
                }
            }
        }
        *column = column.saturating_add(n);
        Ok(Wanted::More)
    };
    loop {
        buffer.clear();
        match event(file, reader, &mut buffer)? {
            Event::Start(tag) if is(&tag, b"table:table-row") => {
                (rows_repeated, column) = (repeated(&tag, b"table:number-rows-repeated"), 0);
            }
            Event::Empty(tag) if is(&tag, b"table:table-row") => {
                row = row.saturating_add(repeated(&tag, b"table:number-rows-repeated"));
            }
            Event::End(tag) if tag.name().as_ref() == b"table:table-row" => {
                row = row.saturating_add(rows_repeated);
            }
            Event::Start(tag) if is_cell(&tag) => cell = Some(opened(&tag)),
            Event::Empty(tag) if is_cell(&tag) => {
                if give(opened(&tag), row, &mut column)? == Wanted::Enough {
                    return Ok(());
                }
            }
            Event::End(tag) if is_cell_name(tag.name().as_ref()) => {
                if let Some(cell) = cell.take()
                    && give(cell, row, &mut column)? == Wanted::Enough
                {
                    return Ok(());
                }
            }
            // What people wrote beside a cell is not in it.
            Event::Start(tag) if is(&tag, b"office:annotation") => n_annotations += 1,
            Event::End(tag) if tag.name().as_ref() == b"office:annotation" => {
                n_annotations = n_annotations.saturating_sub(1);
            }
            Event::End(tag) if tag.name().as_ref() == b"table:table" => return Ok(()),
            Event::Eof => return Ok(()),
            other => {
                if let Some(cell) = cell.as_mut().filter(|_| n_annotations == 0) {
                    add_text(&mut cell.text, &other);
                }
            }
        }
    }
}

/// Adds what an event says to the text of a cell.
fn add_text(text: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(piece) => text.push_str(&piece.decode().unwrap_or(Cow::Borrowed("\u{fffd}"))),
        Event::CData(piece) => text.push_str(&String::from_utf8_lossy(piece)),
        Event::GeneralRef(reference) => match reference.resolve_char_ref() {
            Ok(Some(letter)) => text.push(letter),
            _ => match &**reference {
                b"amp" => text.push('&'),
                b"lt" => text.push('<'),
                b"gt" => text.push('>'),
                b"quot" => text.push('"'),
                b"apos" => text.push('\''),
                _ => text.push('\u{fffd}'),
            },
        },
        Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
            b"text:s" => {
                let n = repeated(tag, b"text:c").min(1_024);
                text.extend((0..n).map(|_| ' '));
            }
            b"text:tab" => text.push('\t'),
            b"text:line-break" => text.push('\n'),
            _ => {}
        },
        Event::End(tag) if tag.name().as_ref() == b"text:p" => text.push('\n'),
        _ => {}
    }
}

fn is(tag: &BytesStart<'_>, name: &[u8]) -> bool {
    tag.name().as_ref() == name
}

fn is_cell(tag: &BytesStart<'_>) -> bool {
    is_cell_name(tag.name().as_ref())
}

fn is_cell_name(name: &[u8]) -> bool {
    matches!(name, b"table:table-cell" | b"table:covered-table-cell")
}

fn opened(tag: &BytesStart<'_>) -> Cell {
    let value = match attribute(tag, b"office:value-type").as_deref() {
        Some("float") => attribute(tag, b"office:value"),
        Some("date") => attribute(tag, b"office:date-value"),
        Some("boolean") => attribute(tag, b"office:boolean-value"),
        _ => None,
    };
    let repeated = repeated(tag, b"table:number-columns-repeated");
    Cell { value, repeated, text: String::new() }
}

/// How often something stands there: 1 where it is not said.
fn repeated(tag: &BytesStart<'_>, name: &[u8]) -> u32 {
    attribute(tag, name).and_then(|n| n.parse().ok()).unwrap_or(1)
}

fn attribute(tag: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let attribute =
        tag.attributes().with_checks(false).flatten().find(|a| a.key.as_ref() == name)?;
    let raw = String::from_utf8_lossy(&attribute.value).into_owned();
    Some(quick_xml::escape::unescape(&raw).map_or_else(|_| raw.clone(), Cow::into_owned))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn workbook(content: &str) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in
            [("mimetype", str::from_utf8(MEDIA_TYPE).unwrap()), ("content.xml", content)]
        {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    const TWO: &str = r#"<office:document-content><office:body><office:spreadsheet>
<table:table table:name="Read &amp; me"><table:table-row><table:table-cell><text:p>hello</text:p></table:table-cell></table:table-row></table:table>
<table:table table:name="List"><table:table-column table:number-columns-repeated="3"/>
<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
<table:table-row table:number-rows-repeated="1048000"><table:table-cell office:value-type="string"><text:p>Label</text:p><office:annotation><text:p>no</text:p></office:annotation></table:table-cell><table:table-cell/><table:table-cell office:value-type="float" office:value="4.5"><text:p>4,50</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell table:number-columns-repeated="2"/><table:table-cell table:number-columns-repeated="2"><text:p>a<text:s text:c="2"/>b &amp; c</text:p><text:p>d</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"#;

    #[test]
    fn cells_of_the_sheet_that_is_wanted_come_with_row_and_column_however_often_they_are_repeated()
    {
        let bytes = workbook(TWO);
        assert!(is_it(&bytes));
        assert_eq!(sheet_names("x.ods", &bytes).unwrap(), ["Read & me", "List"]);
        let cells = |wanted: Option<&str>| {
            let mut cells = Vec::new();
            let taken = read("x.ods", &bytes, wanted, &mut |row, column, text| {
                cells.push((row, column, text.to_owned()));
                Ok(Wanted::More)
            });
            taken.map(|()| cells)
        };
        let cell = |row, column, text: &str| (row, column, text.to_owned());
        assert_eq!(cells(None).unwrap(), [cell(0, 0, "hello")]);
        let list = [
            cell(2, 0, "Label"),
            cell(2, 2, "4.5"),
            cell(1_048_002, 2, "a  b & c\nd"),
            cell(1_048_002, 3, "a  b & c\nd"),
        ];
        assert_eq!(cells(Some("List")).unwrap(), list);
        assert!(cells(Some("Nowhere")).unwrap_err().to_string().contains("no sheet \"Nowhere\""));
    }

    #[test]
    fn what_is_broken_off_or_nonsense_ends_the_reading_and_nothing_else() {
        for content in [
            "",
            "<table:table",
            "<table:table><table:table-row><table:table-cell>&#xffffffff;",
            "</a></b>",
            "\u{0}",
        ] {
            let outcome = read("x.ods", &workbook(content), None, &mut |_, _, _| Ok(Wanted::More));
            assert!(
                outcome.is_ok() || outcome.unwrap_err().to_string().contains("x.ods"),
                "{content}"
            );
        }
        assert!(!is_it(b"PK"));
    }
}
