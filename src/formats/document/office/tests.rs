//! Promises of the readers of Word documents and OpenDocument texts.

use std::io::Cursor;
use std::io::Write as _;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::formats::PdfReader;
use crate::formats::document::DocumentFormat;
use crate::formats::document::read_documents;

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const STYLES: &str = r#"<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
    <w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
    <w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift2"/></w:style>
    <w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
    <w:style w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
    <w:style w:styleId="Punkte"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
    <w:style w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style></w:styles>"#;

fn word(body: &str) -> Vec<u8> {
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{body}</w:body></w:document>"#
    );
    let notes = r#"<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="1"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let mut parts = vec![("word/document.xml", document.as_str()), ("word/styles.xml", STYLES)];
    if body.contains("footnoteReference") {
        parts.push(("word/footnotes.xml", notes));
    }
    zipped(&parts)
}

fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:style="s" xmlns:svg="urn:svg-compatible:1.0">
        <office:automatic-styles><style:style style:name="P1" style:parent-style-name="Title"/></office:automatic-styles>
        <office:body><office:text>{body}</office:text></office:body></office:document-content>"#
    );
    zipped(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)])
}

/// The format, the title and the text.
fn read(bytes: &[u8]) -> (DocumentFormat, String, String) {
    let mut reading = read_documents("x", bytes, &PdfReader::Nobody).unwrap();
    let document = reading.documents.remove(0);
    (reading.format, document.title, document.text)
}

/// A paragraph of a style.
fn p(style: &str, text: &str) -> String {
    let style = if style.is_empty() {
        String::new()
    } else {
        format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>")
    };
    format!("<w:p>{style}<w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn a_word_document_keeps_headings_items_rows_and_notes() {
    let row = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|c| format!("<w:tc>{c}</w:tc>")).collect();
        format!("<w:tr>{}</w:tr>", cells.concat())
    };
    let body = [
        p("Titel", "Welder &amp; fitter"),
        p("Verzeichnis1", "Contents 3"),
        p("Mine", "Duties"),
        p("Punkte", "Weld steel"),
        "<w:p><w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr></w:pPr><w:r><w:t>Cut</w:t><w:tab/><w:t>plates</w:t></w:r></w:p>".into(),
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>First</w:t><w:br/><w:t>second, co</w:t></w:r><w:r><w:noBreakHyphen/><w:t>op</w:t><w:footnoteReference w:id=\"1\"/></w:r></w:p>".into(),
        format!(
            "<w:tbl>{}{}{}</w:tbl>",
            row(&[p("", "Credits"), p("", "3")]),
            row(&[p("", "Outcomes"), p("Punkte", "Bend") + &p("Punkte", "File")]),
            row(&[p("", "a"), p("", "b"), p("", "c")]),
        ),
        p("Loop", "Last"),
    ];
    let expected = "# Welder & fitter\n\n## Duties\n\n- Weld steel\n- Cut plates\n\nFirst\nsecond, co-op\n\
        \nCredits: 3\n\nOutcomes:\n\n- Bend\n- File\n\na | b | c\n\nLast\n\n## Notes\n\nA note.";
    let (format, title, text) = read(&word(&body.concat()));
    assert_eq!((format, title.as_str()), (DocumentFormat::Docx, "Welder & fitter"));
    assert_eq!(text, expected);
}

#[test]
fn what_the_page_does_not_show_is_left_out_and_text_boxes_come_once() {
    let body = "<w:p><w:r><w:t>Seen</w:t></w:r><w:del><w:r><w:delText>gone</w:delText><w:t>gone</w:t></w:r></w:del>\
        <w:ins><w:r><w:t> added</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>\
        <w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
        <mc:Fallback><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>\
        <w:r><w:t>.</w:t></w:r></w:p>";
    assert_eq!(read(&word(body)).2, "Seen added.\n\nboxed");
}

#[test]
fn an_opendocument_text_is_read_alike() {
    let body = "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:p text:style-name=\"P1\">Welder</text:p>\
        <text:h text:outline-level=\"2\">Duties</text:h><text:list><text:list-item><text:p>Weld<text:s/><text:span>steel</text:span></text:p>\
        <text:list><text:list-item><text:p>with\n gas</text:p></text:list-item></text:list></text:list-item></text:list>\
        <text:p>See<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note> plans<text:line-break/>too\
        <svg:desc>a picture</svg:desc><office:annotation><text:p>remark</text:p></office:annotation></text:p>\
        <table:table><table:table-row><table:table-cell><text:p>Credits</text:p></table:table-cell><table:table-cell><text:p>3</text:p></table:table-cell></table:table-row></table:table>";
    let expected = "# Welder\n\n## Duties\n\n- Weld steel\n- with gas\n\nSee plans\ntoo\n\nCredits: 3\n\n## Notes\n\nA note.";
    let (format, title, text) = read(&odt(body));
    assert_eq!((format, title.as_str(), text.as_str()), (DocumentFormat::Odt, "Welder", expected));
}

#[test]
fn headings_are_known_without_their_styles() {
    let body =
        [p("Heading1", "A"), p("berschrift3", "B"), p("Titre2", "C"), p("Kop9", "D")].concat();
    let document = format!(
        r#"<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main">{body}</w:document>"#
    );
    let bytes = zipped(&[("word/document2.xml", &document)]);
    assert_eq!(read(&bytes).2, "# A\n\n### B\n\n## C\n\n###### D");
}

#[test]
fn what_is_damaged_or_hostile_is_refused_in_plain_words() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;\">]><w:document/>";
    let mut cut = word(&p("", "Weld"));
    let content = zipped(&[("word/document.xml", &" ".repeat(8 * 1_024 * 1_024))]);
    cut.truncate(cut.len() / 2);
    let rows: [(&str, Vec<u8>, &str); 8] = [
        ("entities", zipped(&[("word/document.xml", bomb)]), "declares a document type"),
        ("an entity", word(&p("", "&lol;")), "uses an entity"),
        ("depth", word(&"<w:p>".repeat(100_000)), "nests more than"),
        ("cut off", zipped(&[("word/document.xml", "<a><b>")]), "breaks off"),
        ("crossed", word("<w:p></w:r>"), "broken XML"),
        ("bomb", content, "unpacks to more than"),
        ("blank", word(""), "there is no text in it"),
        ("cut zip", cut, "cannot be read"),
    ];
    for (row, bytes, message) in rows {
        let error = read_documents("x.docx", &bytes, &PdfReader::Nobody).err();
        let error = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains(message) && error.starts_with("x.docx"), "{row}: {error}");
    }
}

proptest::proptest! {
    #[test]
    fn anything_like_a_document_is_survived(
        body in "(<w:p>|</w:p>|<w:r>|</w:r>|<w:t>|</w:t>|<w:tbl>|</w:tbl>|<w:tr>|</w:tr>|<w:tc>|</w:tc>|<w:del>|</w:del>|<w:br/>|weld|&amp;|<w:pPr>|</w:pPr>|<w:numId/>){0,40}"
    ) {
        let _ = read_documents("x", &word(&body), &PdfReader::Nobody);
        let plain = body.replace("w:tbl", "table:table").replace("w:tr", "table:table-row").replace("w:", "text:");
        let _ = read_documents("x", &odt(&plain), &PdfReader::Nobody);
    }

    #[test]
    fn a_document_with_a_wrong_byte_is_survived(at in 0usize..2_000, byte in proptest::num::u8::ANY) {
        let mut bytes = word(&p("Titel", "Weld"));
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = read_documents("x", &bytes, &PdfReader::Nobody);
    }
}
