//! Workbooks of Excel and OpenDocument: any sheet, by name or number.

use std::fmt::Write as _;
use std::io::Cursor;
use std::io::Write as _;

use skillmap::formats::Bundle;
use skillmap::formats::ReadOptions;
use skillmap::formats::Source;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::spreadsheets::framework_of;
use crate::spreadsheets::told;

/// An OpenDocument spreadsheet with these sheets of rows of cells.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut content = String::from("<office:document-content><office:body><office:spreadsheet>");
    for (name, rows) in sheets {
        let _ = write!(content, "<table:table table:name=\"{name}\">");
        for row in *rows {
            content.push_str("<table:table-row>");
            for cell in *row {
                let _ = write!(
                    content,
                    "<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>"
                );
            }
            content.push_str("</table:table-row>");
        }
        content.push_str("</table:table>");
    }
    content.push_str("</office:spreadsheet></office:body></office:document-content>");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    for (name, content) in [("mimetype", kind), ("content.xml", &content)] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Vec<String>, String> {
    let source = Source::Bytes { name: "x.ods".into(), bytes: bytes.into() };
    let bundle = Bundle::open(&[source]).unwrap();
    let options = ReadOptions { sheet: sheet.map(str::to_owned), ..ReadOptions::default() };
    let reading = skillmap::formats::read(&bundle, &options).map_err(|e| e.to_string())?;
    Ok(told(framework_of(&reading)))
}

#[test]
fn the_first_sheet_that_looks_like_a_list_is_read_or_the_one_that_is_named() {
    let bytes = workbook(&[
        ("Read me", &[&["How to read this"], &["by the owner"]]),
        ("Facts", &[&["Title", "Version"], &["Our skills", "1"]]),
        ("List", &[&["Skill", "Level 1"], &["weld", "Metal"], &["saw", "Wood"]]),
        ("Jobs", &[&["Occupation"], &["welder"], &["carpenter"]]),
    ]);
    let list = [
        "metal: group Metal []",
        "wood: group Wood []",
        "saw: skill saw [broader Wood]",
        "weld: skill weld [broader Metal]",
    ];
    assert_eq!(read(&bytes, None).unwrap(), list);
    assert_eq!(read(&bytes, Some("3")).unwrap(), list);
    let jobs = ["carpenter: occupation carpenter []", "welder: occupation welder []"];
    assert_eq!(read(&bytes, Some("jobs")).unwrap(), jobs);
    let error = read(&bytes, Some("Skills")).unwrap_err();
    assert!(
        error.contains("there is no sheet \"Skills\" (found: Read me, Facts, List, Jobs)"),
        "{error}"
    );
}

#[test]
fn a_workbook_is_refused_in_plain_words() {
    let rows: [(&[u8], &str); 2] = [
        (b"PK\x03\x04 and nothing", "the archive cannot be read"),
        (&workbook(&[]), "it is not text"),
    ];
    for (bytes, says) in rows {
        let source = Source::Bytes { name: "x.ods".into(), bytes: bytes.into() };
        let error = match Bundle::open(&[source]) {
            Err(error) => error,
            Ok(bundle) => skillmap::formats::read(&bundle, &ReadOptions::default()).unwrap_err(),
        };
        assert!(error.to_string().contains(says), "{error}");
    }
}
