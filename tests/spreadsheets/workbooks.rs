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

/// What is told of a workbook: code and words.
fn told_of(name: &str, bytes: &[u8], sheet: Option<&str>) -> Vec<(String, String)> {
    let source = Source::Bytes { name: name.into(), bytes: bytes.into() };
    let bundle = Bundle::open(&[source]).unwrap();
    let options = ReadOptions { sheet: sheet.map(str::to_owned), ..ReadOptions::default() };
    let reading = skillmap::formats::read(&bundle, &options).unwrap();
    reading.issues.kept().iter().map(|i| (i.code.clone(), i.to_string())).collect()
}

#[test]
fn of_several_sheets_it_is_told_which_is_read() {
    let skills: (&str, &[&[&str]]) =
        ("List", &[&["Skill", "Level 1"], &["weld", "Metal"], &["saw", "Wood"]]);
    let jobs: (&str, &[&[&str]]) = ("Jobs", &[&["Occupation"], &["welder"], &["carpenter"]]);
    let told = |sheets: &[_], sheet| -> Vec<String> {
        let told = told_of("x.ods", &workbook(sheets), sheet).into_iter();
        told.filter(|(code, _)| code == "other-sheets").map(|(_, what)| what).collect()
    };
    let both = told(&[skills, jobs], None);
    let wanted = "x.ods: the sheet \"List\" is read; there are also \"Jobs\"; name another one with --sheet NAME";
    assert_eq!(both, [wanted]);
    assert!(told(&[skills, jobs], Some("Jobs")).is_empty());
    assert!(told(&[skills], None).is_empty());
}

/// An Excel workbook of one sheet: rows of texts, or of numbers where a cell begins with `=`.
fn excel(rows: &[&[&str]]) -> Vec<u8> {
    let ns = "http://schemas.openxmlformats.org";
    let mut sheet = format!("<worksheet xmlns=\"{ns}/spreadsheetml/2006/main\"><sheetData>");
    for (row, cells) in (1..).zip(rows) {
        let _ = write!(sheet, "<row r=\"{row}\">");
        for (column, cell) in ('A'..).zip(*cells) {
            let _ = match cell.strip_prefix('=') {
                Some(error) if error.starts_with('#') => {
                    write!(sheet, "<c r=\"{column}{row}\" t=\"e\"><v>{error}</v></c>")
                }
                Some(number) => write!(sheet, "<c r=\"{column}{row}\"><v>{number}</v></c>"),
                None => write!(
                    sheet,
                    "<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"
                ),
            };
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    let rel = |target: &str, kind: &str| {
        format!(
            "<Relationships xmlns=\"{ns}/package/2006/relationships\"><Relationship Id=\"r1\" \
             Type=\"{ns}/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = format!(
        "<workbook xmlns=\"{ns}/spreadsheetml/2006/main\" xmlns:r=\"{ns}/officeDocument/2006/relationships\">\
         <sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("[Content_Types].xml", format!("<Types xmlns=\"{ns}/package/2006/content-types\"/>")),
        ("_rels/.rels", rel("xl/workbook.xml", "officeDocument")),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", rel("worksheets/sheet1.xml", "worksheet")),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn codes_that_are_numbers_and_errors_are_told_once_each() {
    let head: &[&str] = &["Code", "Skill", "Description"];
    let rows: [(&[&[&str]], &[&str]); 4] = [
        (
            &[
                head,
                &["=110", "Aim", "To aim."],
                &["=1110", "Lead", "=#N/A"],
                &["=9629", "Rest", "To rest."],
            ],
            &["cell-error", "number-codes"],
        ),
        (&[head, &["=1110", "Aim", "To aim."], &["=9629", "Rest", "To rest."]], &[]),
        (&[head, &["0110", "Aim", "To aim."], &["1110", "Rest", "To rest."]], &[]),
        // They count the rows.
        (
            &[
                head,
                &["=4", "Aim", "To aim."],
                &["=5", "Rest", "To rest."],
                &["=6", "Go", "To go."],
                &["=7", "Sit", "To sit."],
                &["=8", "Run", "To run."],
                &["=9", "Fly", "To fly."],
                &["=10", "Eat", "To eat."],
            ],
            &[],
        ),
    ];
    for (sheet, wanted) in rows {
        let told = told_of("x.xlsx", &excel(sheet), None);
        let codes: Vec<&str> = told.iter().map(|(code, _)| code.as_str()).collect();
        let known = codes.iter().copied().filter(|c| ["cell-error", "number-codes"].contains(c));
        assert_eq!(known.collect::<Vec<_>>(), wanted, "{told:?}");
        let error = told.iter().find(|(code, _)| code == "cell-error");
        assert!(
            error.is_none_or(|(_, what)| what.contains("line 3: the error #N/A stands in C3")),
            "{told:?}"
        );
    }
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
