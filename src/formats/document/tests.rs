//! Promises of the document readers.

use super::*;

fn texts(bytes: &[u8]) -> (DocumentFormat, Vec<String>) {
    let reading = read_documents("file", bytes, &PdfReader::Nobody).unwrap();
    (reading.format, reading.documents.into_iter().map(|d| d.text).collect())
}

#[test]
fn a_format_is_recognised_by_its_content() {
    let rows: [(&str, DocumentFormat); 10] = [
        ("Weld steel, and cut it.", DocumentFormat::Text),
        ("# Welder\n\n- weld", DocumentFormat::Markdown),
        ("<!DOCTYPE html><p>Weld</p>", DocumentFormat::Html),
        ("Intro <br> <p>a</p> <p>b</p>", DocumentFormat::Html),
        ("<b>Weld</b> steel", DocumentFormat::Text),
        ("id,title,description\n1,Welder,Welds steel", DocumentFormat::Csv),
        ("id,outcomes\n1,<p>Weld</p><p>Cut</p><p>File</p>", DocumentFormat::Csv),
        ("id\ttitle\toutcomes\n1\tWelding\tWeld steel", DocumentFormat::Tsv),
        ("{\"id\": 1, \"text\": \"Weld\"}\n{\"id\": 2, \"text\": \"Cut\"}", DocumentFormat::Ndjson),
        ("[{\"title\": \"Welder\", \"text\": \"Weld\"}]", DocumentFormat::Json),
    ];
    for (text, format) in rows {
        assert_eq!(DocumentFormat::recognise(text.as_bytes()), format, "{text}");
    }
}

#[test]
fn html_keeps_headings_items_and_lines_and_drops_what_nobody_reads() {
    let html = "<html><head><title> Welder &amp; fitter </title><style>p{}</style></head><body>\
        <nav>Home</nav><h2>What you'll do</h2><ul><li>Weld <b>steel</b>\n plates</li><li>Cut</li><li></li></ul>\
        <script>alert('weld')</script><p>Pay: &euro;20<br>Apply&nbsp;now</p><svg><text>x</text></svg></body></html>";
    let reading = read_documents("page", html.as_bytes(), &PdfReader::Nobody).unwrap();
    let expected = "## What you'll do\n- Weld steel plates\n- Cut\n\nPay: €20\nApply now";
    assert_eq!(reading.documents[0].text, expected);
    assert_eq!(reading.documents[0].title, "Welder & fitter");
}

#[test]
fn rows_of_one_course_are_one_document() {
    let csv = "course_name,course_title,learning_outcome_id,learning_outcome_details\n\
        W 1,Welding,1,Weld steel\nC 1,Cooking,1,Cook soup\nW 1,Welding,2,Cut steel\nX 1,Empty,1,\n";
    let reading = read_documents("c.csv", csv.as_bytes(), &PdfReader::Nobody).unwrap();
    let found: Vec<(&str, &str)> = reading
        .documents
        .iter()
        .map(|d| (d.id.as_deref().unwrap_or(""), d.text.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("W 1", "# Welding\n\n## Learning outcomes\n\n- Weld steel\n- Cut steel"),
            ("C 1", "# Cooking\n\n## Learning outcomes\n\n- Cook soup"),
        ]
    );
    let uses: Vec<(&str, &str)> =
        reading.columns.iter().map(|u| (u.column.as_str(), u.taken_for)).collect();
    assert_eq!(
        uses,
        [
            ("course_name", "id"),
            ("course_title", "title"),
            ("learning_outcome_details", "outcomes"),
        ]
    );
    assert_eq!(reading.issues.counts()[0].code, "no-text");
}

#[test]
fn json_objects_are_read_by_their_fields() {
    let text = "{\"id\": 7, \"title\": \"Cook\", \"jobDescription\": \"<p>Cook</p><p>soup</p><br>\", \"requirements\": [\"Care\", \"Taste\"]}\nnonsense\n";
    let reading = read_documents("x", text.as_bytes(), &PdfReader::Nobody).unwrap();
    let document = &reading.documents[0];
    assert_eq!(document.id.as_deref(), Some("7"));
    let expected = "# Cook\n\n## Description\n\nCook\n\nsoup\n\n## Requirements\n\n- Care\n- Taste";
    assert_eq!(document.text, expected);
    assert_eq!(reading.issues.kept()[0].location.line, Some(2));
}

#[test]
fn what_cannot_be_read_is_said_with_its_place() {
    let rows: [(&[u8], &str); 5] = [
        (b"", "there is no text in it"),
        (b"a\nb\xff", "file, line 2: it is not UTF-8"),
        (b"<p></p>", "there is no text in it"),
        (b"id,text\n1,\n", "no document in it has a text"),
        (b"PK\x03\x04nonsense", "file"),
    ];
    for (bytes, message) in rows {
        let error = read_documents("file", bytes, &PdfReader::Nobody).err().unwrap().to_string();
        assert!(error.contains(message) || message == "file", "{bytes:?}: {error}");
    }
    assert_eq!(texts("\u{feff}Weld".as_bytes()), (DocumentFormat::Text, vec!["Weld".to_owned()]));
}

#[test]
fn a_page_that_nests_without_end_is_read_in_one_pass() {
    let html = format!("<p>Weld</p>{}deep", "<div><b>".repeat(100_000));
    assert_eq!(texts(html.as_bytes()).1, ["Weld\n\ndeep"]);
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        let _ = read_documents("any", &bytes, &PdfReader::Nobody);
    }

    #[test]
    fn anything_like_a_document_is_survived(
        text in "(<p>|</p>|<li>|<h1>|</h1>|<script>|<!--|&amp|&#x|\\{\"text\":|\"id\"|\\}|\\[\\{|,|\t|\n|id,text\n|# |\\PC){0,40}"
    ) {
        let _ = read_documents("any", text.as_bytes(), &PdfReader::Nobody);
        let _ = plain_text(&text);
    }

    #[test]
    fn a_cut_off_workbook_is_survived(at in 0usize..600, bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
        let mut whole = b"PK\x03\x04".to_vec();
        whole.extend(bytes);
        whole.truncate(at.max(4));
        let _ = read_documents("any.xlsx", &whole, &PdfReader::Nobody);
    }
}
