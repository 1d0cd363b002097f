//! Promises of the layout, and of the reader that has nobody to ask. Whole files are read in `tests/documents`.

use std::path::Path;

use crate::formats::PdfReader;
use crate::formats::document::DocumentFormat;
use crate::formats::document::pdf::answer;
use crate::formats::document::pdf::layout::text;
use crate::formats::document::pdf::lines::Line;
use crate::formats::document::read_documents;

/// A line of a page whose full lines end at 400.
fn line(down: f64, start: f64, end: f64, size: f64, text: &str) -> Line {
    Line { text: text.into(), start, end, down, size, ..Line::default() }
}

#[test]
fn lines_become_paragraphs_items_and_headings() {
    let page = vec![
        line(10.0, 50.0, 200.0, 20.0, "Welding"),
        line(40.0, 50.0, 120.0, 12.0, "Duties"),
        line(60.0, 50.0, 400.0, 10.0, "A welder joins plates and inspects the pre-"),
        line(72.0, 50.0, 400.0, 10.0, "pared seams with evidence-"),
        line(84.0, 50.0, 200.0, 10.0, "based care. An evidence-based craft."),
        line(96.0, 50.0, 400.0, 10.0, "Another paragraph begins after a short line and"),
        line(108.0, 50.0, 200.0, 10.0, "ends."),
        line(130.0, 60.0, 400.0, 10.0, "• weld steel plates of every thickness and"),
        line(142.0, 70.0, 200.0, 10.0, "every length"),
        line(154.0, 60.0, 62.0, 10.0, "•"),
        line(154.0, 75.0, 200.0, 10.0, "cut them"),
        line(166.0, 60.0, 200.0, 10.0, "1. file them"),
        line(178.0, 60.0, 200.0, 10.0, "o Hollow  ones,"),
        line(190.0, 60.0, 200.0, 10.0, "Grinders, JRC-"),
        line(202.0, 60.0, 200.0, 10.0, "Site"),
        line(214.0, 60.0, 200.0, 10.0, "Contents ........ 7"),
    ];
    let expected = "# Welding\n\n## Duties\n\nA welder joins plates and inspects the prepared seams with \
        evidence-based care. An evidence-based craft.\n\nAnother paragraph begins after a short line and ends.\n\
        \n- weld steel plates of every thickness and every length\n- cut them\n\n1. file them\n\n- Hollow ones, Grinders, JRC-Site";
    assert_eq!(text(vec![page]), expected);
}

#[test]
fn what_most_pages_have_at_their_edges_is_dropped() {
    let page = |number: usize, said: &str| {
        vec![
            line(10.0, 50.0, 200.0, 8.0, "College of Welding"),
            line(50.0, 50.0, 400.0, 10.0, said),
            line(90.0, 50.0, 200.0, 10.0, "Seams are inspected."),
            line(800.0, 200.0, 210.0, 8.0, &format!("Page {number} of 4")),
        ]
    };
    let said = ["Steel is cut", "and bent by many hands.", "Brass is cast.", "Iron is wrought."];
    let pages = (1..).zip(said).map(|(number, said)| page(number, said)).collect();
    let found = text(pages);
    assert!(!found.contains("College") && !found.contains("Page"), "{found}");
    for said in said {
        assert!(found.contains(said), "{found}");
    }
}

#[test]
fn a_pdf_file_is_known_by_its_mark_and_refused_where_nobody_reads_it() {
    let rows: [(&[u8], DocumentFormat); 4] = [
        (b"%PDF-1.7\n", DocumentFormat::Pdf),
        (b"\n \n%PDF-1.4", DocumentFormat::Pdf),
        (b"\xef\xbb\xbf%PDF-1.4", DocumentFormat::Pdf),
        (b"A file that begins with %PDF-1.7 is one.", DocumentFormat::Text),
    ];
    for (bytes, format) in rows {
        assert_eq!(DocumentFormat::recognise(bytes), format, "{bytes:?}");
    }
    let refused = |reader: &PdfReader| {
        read_documents("x.pdf", b"%PDF-1.7", reader)
            .err()
            .map(|e| e.to_string())
            .unwrap_or_default()
    };
    assert!(refused(&PdfReader::Nobody).contains("not at hand"));
    let gone = PdfReader::program(Path::new("/no/such/program"));
    assert!(refused(&gone).contains("/no/such/program"), "{}", refused(&gone));
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
        let all = [b"%PDF-1.4\n", bytes.as_slice()].concat();
        let answer = String::from_utf8(answer(&all)).unwrap();
        proptest::prop_assert!(answer.contains("\"failure\":{") || answer.contains("\"n_pages\":0"), "{answer}");
    }

    #[test]
    fn any_lines_become_a_text(
        rows in proptest::collection::vec(("(\\PC|-|•| ){0,12}", 0u8..30, 0u8..60, 1u8..5), 0..30)
    ) {
        let lines = rows.iter().map(|(text, down, start, size)| {
            let (down, start) = (f64::from(*down) * 5.0, f64::from(*start) * 10.0);
            line(down, start, start + 100.0, f64::from(*size) * 4.0, text)
        });
        let lines: Vec<Line> = lines.collect();
        let pages = lines.chunks(7).map(<[Line]>::to_vec).collect();
        let _ = text(pages);
    }
}
