//! Courses and postings are read from the files that people have: Word, PDF, web pages, JSON of standards.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use assert_cmd::Command;
use skillmap::engine::Engine;
use skillmap::engine::PdfReader;
use skillmap::engine::Starter;
use skillmap::engine::TagFileReply;
use skillmap::engine::TagFileRequest;
use skillmap::engine::TagRequest;
use skillmap::formats::DocumentFormat;
use skillmap::formats::read_documents;
use skillmap::model::DocumentKind;
use skillmap::model::Requirement;
use skillmap::model::SectionRole;
use skillmap::service::Exposure;

use crate::data::shared;
use crate::running::Service;

/// PDF files are read by the program that these tests belong to.
fn reader() -> PdfReader {
    PdfReader::program(Path::new(env!("CARGO_BIN_EXE_skillmap")))
}

/// A PDF file with a page for each list of lines; a line begins with its size, `14:Duties`.
fn pdf(pages: &[&[&str]]) -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        String::new(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let mut kids = String::new();
    for lines in pages {
        let mut content = String::from("BT\n");
        let mut down = 800.0;
        for line in *lines {
            let (size, text) = line.split_once(':').unwrap();
            let size: f64 = size.parse().unwrap();
            down -= size * 1.3;
            let text = text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
            writeln!(content, "/F1 {size} Tf 1 0 0 1 60 {down} Tm ({text}) Tj").unwrap();
        }
        content.push_str("ET\n");
        let page = objects.len() + 1;
        write!(kids, "{page} 0 R ").unwrap();
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {} 0 R>>",
            page + 1
        ));
        objects.push(format!("<</Length {}>>stream\n{content}endstream", content.len()));
    }
    objects[1] = format!("<</Type/Pages/Kids[{kids}]/Count {}>>", pages.len());
    written(&objects)
}

/// The objects as a file, with the table that says where each begins.
fn written(objects: &[String]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.4\n");
    let mut table = String::new();
    for (number, object) in (1..).zip(objects) {
        writeln!(table, "{:010} 00000 n ", file.len()).unwrap();
        write!(file, "{number} 0 obj\n{object}\nendobj\n").unwrap();
    }
    let (at, n) = (file.len(), objects.len() + 1);
    write!(
        file,
        "xref\n0 {n}\n0000000000 65535 f \n{table}trailer\n<</Size {n}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n"
    )
    .unwrap();
    file.into_bytes()
}

/// A Word document of these paragraphs; a heading begins with `#`, a list item with `-`.
fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let mut body = String::new();
    for text in paragraphs {
        let (marks, text) = match text.strip_prefix('#') {
            Some(text) => ("<w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr>", text),
            None => match text.strip_prefix('-') {
                Some(text) => ("<w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>", text),
                None => ("", *text),
            },
        };
        write!(body, "<w:p>{marks}<w:r><w:t>{text}</w:t></w:r></w:p>").unwrap();
    }
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    writer.write_all(document.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

/// The same posting in every format.
fn postings() -> Vec<(&'static str, Vec<u8>, DocumentFormat)> {
    let json = r#"{"@context": "https://schema.org", "@type": "JobPosting", "title": "Nurse",
        "responsibilities": "Take vital signs", "skills": "document patient care, forklift operation",
        "jobBenefits": "We teach you to weld", "hiringOrganization": {"name": "Welders", "description": "We weld steel"}}"#;
    let page = format!(
        "<html><body><p>Log in</p><script type='application/ld+json'>{json}</script></body></html>"
    );
    let paragraphs = [
        "#Nurse",
        "#Responsibilities",
        "-Take vital signs",
        "#Skills",
        "-document patient care",
        "-forklift operation",
        "#Benefits",
        "We teach you to weld",
    ];
    let lines = [
        "20:Nurse",
        "14:Responsibilities",
        "10:\u{95} Take vital signs",
        "14:Skills",
        "10:- document patient care",
        "10:- forklift operation",
        "14:Benefits",
        "10:We teach you to weld",
    ];
    let hr_open = r#"{"title": "Nurse", "responsibilities": [{"name": "Take vital signs"}], "jobBenefits": ["We teach you to weld"],
        "competencies": [{"name": "document patient care"}], "technologies": [{"name": "forklift operation"}], "employerOverview": ["We weld steel"]}"#;
    vec![
        ("posting.jsonld", json.as_bytes().to_vec(), DocumentFormat::SchemaOrg),
        ("page.html", page.into_bytes(), DocumentFormat::SchemaOrg),
        ("posting.json", hr_open.as_bytes().to_vec(), DocumentFormat::HrOpen),
        ("posting.docx", docx(&paragraphs), DocumentFormat::Docx),
        (
            "posting.pdf",
            pdf(&[&lines.map(|line| line.replace('\u{95}', "-")).each_ref().map(String::as_str)]),
            DocumentFormat::Pdf,
        ),
    ]
}

fn tagged(engine: &Engine, name: &str, bytes: &[u8]) -> Result<TagFileReply, String> {
    // A text so short may be taken for one of another language.
    let wanted = TagRequest { language: "en".into(), ..TagRequest::default() };
    let request = TagFileRequest { name: name.into(), bytes: bytes.to_vec(), wanted };
    engine.tag_file(&request).map_err(|error| error.to_string())
}

fn labels(reply: &TagFileReply) -> Vec<&str> {
    let mut labels: Vec<&str> =
        reply.documents.iter().flat_map(|d| &d.tags).map(|t| t.concept.label.as_str()).collect();
    labels.sort_unstable();
    labels
}

#[test]
fn a_posting_yields_the_same_skills_from_every_format() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap().with_pdf_reader(reader());
    let mut first: Option<Vec<String>> = None;
    for (name, bytes, format) in postings() {
        let reply = tagged(&engine, name, &bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(reply.format, format, "{name}");
        assert_eq!(reply.documents.len(), 1, "{name}");
        let document = &reply.documents[0];
        assert_eq!(document.kind, DocumentKind::Posting, "{name}");
        assert_eq!(document.title, "Nurse", "{name}");
        let found: Vec<String> = labels(&reply).into_iter().map(str::to_owned).collect();
        assert!(found.iter().any(|label| label.contains("vital signs")), "{name}: {found:?}");
        assert!(!found.iter().any(|label| label.contains("weld")), "{name}: {found:?}");
        assert_eq!(first.get_or_insert_with(|| found.clone()), &found, "{name}");
        let of_skills = document.tags.iter().flat_map(|tag| &tag.mentions);
        let mut of_skills = of_skills.filter(|m| m.section == SectionRole::Required);
        assert!(of_skills.all(|m| m.requirement == Requirement::Required), "{name}");
    }
}

#[test]
fn the_command_line_and_the_service_read_them_alike() {
    let service = Service::with(Exposure::LoopbackOnly, |engine| engine.with_pdf_reader(reader()));
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes, _) in postings() {
        let path = dir.path().join(name);
        std::fs::write(&path, &bytes).unwrap();
        let mut command = Command::cargo_bin("skillmap").unwrap();
        command.arg("--data").arg(dir.path().join("data")).arg("tag").arg(&path).args([
            "--language",
            "en",
            "--json",
        ]);
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{name}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let url = service.url(&format!("/api/v1/tag/file?name={name}&language=en"));
        let mut reply = ureq::post(&url).send(&bytes).unwrap();
        assert_eq!(reply.body_mut().read_to_string().unwrap(), said, "{name}");
    }
}

#[test]
fn a_file_that_breaks_the_reader_of_pdf_files_costs_an_error_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap().with_pdf_reader(reader());
    let good = pdf(&[&["10:Take vital signs and document patient care"]]);
    let noise: Vec<u8> =
        (0..60_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]).collect();
    let without_box =
        String::from_utf8(good.clone()).unwrap().replace("/MediaBox[0 0 595 842]", &" ".repeat(22));
    let catalog = || "<</Type/Catalog/Pages 2 0 R>>".to_owned();
    let circle = written(&[catalog(), "<</Type/Pages/Kids[2 0 R]/Count 1>>".into()]);
    let rows: [(&str, Vec<u8>, &str); 7] = [
        ("noise", [b"%PDF-1.7\n".as_slice(), &noise].concat(), "cannot be read"),
        ("cut off", good[..good.len() / 2].to_vec(), "cannot be read"),
        (
            "the library panics on a page without a size",
            without_box.into_bytes(),
            "none of its pages can be read",
        ),
        ("pages that hold themselves", circle, "; "),
        ("pictures", pdf(&[&[]]), "it has no text layer"),
        ("no pages", pdf(&[]), "it has no text layer"),
        ("only the mark", b"%PDF-1.7".to_vec(), "cannot be read"),
    ];
    for (row, bytes, message) in rows {
        let begun = Instant::now();
        let error = tagged(&engine, "x.pdf", &bytes).err().unwrap_or_default();
        assert!(error.contains(message) && error.contains("; "), "{row}: {error:?}");
        assert!(begun.elapsed() < Duration::from_secs(30), "{row}: {:?}", begun.elapsed());
    }
    let reply = tagged(&engine, "x.pdf", &good).unwrap();
    assert!(labels(&reply).iter().any(|label| label.contains("vital signs")));
}

#[test]
fn a_page_that_cannot_be_read_is_told_and_the_others_are_read() {
    let good = pdf(&[&["10:Take vital signs"], &["10:Weld steel"]]);
    let text = String::from_utf8(good).unwrap();
    let bytes = text.replacen("/MediaBox[0 0 595 842]", &" ".repeat(22), 1).into_bytes();
    let reading = read_documents("x.pdf", &bytes, &reader()).unwrap();
    assert_eq!(reading.documents[0].text, "Weld steel");
    assert_eq!(reading.issues.counts()[0].code, "page-lost");
    assert!(reading.issues.kept()[0].what.contains("1 of its 2 pages"), "{:?}", reading.issues);
}

#[test]
#[cfg(unix)]
fn whoever_reads_pdf_files_too_long_or_falls_over_is_ended() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let program = |name: &str, script: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    };
    let rows = [
        ("sleeps", "exec sleep 300", "is not read after 1 seconds"),
        ("dies", "kill -9 $$", "broke down on it"),
        ("babbles", "exec yes", "broke down on it"),
        ("lies", "echo '{}'", "broke down on it"),
    ];
    for (name, script, message) in rows {
        let reader = PdfReader::program_within(&program(name, script), Duration::from_secs(1));
        // More than a pipe holds, so that it cannot be given away before it is read.
        let bytes = [b"%PDF-1.7\n".as_slice(), &vec![b' '; 300_000]].concat();
        let begun = Instant::now();
        let error = read_documents("x.pdf", &bytes, &reader).err();
        let error = error.map(|error| error.to_string()).unwrap_or_default();
        // Whoever babbles may be too slow for the bound of what it may say.
        let is_said = error.contains(message) || name == "babbles" && error.contains("1 seconds");
        assert!(is_said, "{name}: {error:?}");
        assert!(begun.elapsed() < Duration::from_secs(20), "{name}: {:?}", begun.elapsed());
    }
}

/// Pages that draw one another a thousand million times over, and a stream that unpacks without end.
#[test]
fn a_pdf_bomb_is_ended_in_time() {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
    ];
    let draw = "/X Do ".repeat(30);
    let form = |next: usize, extra: &str| {
        format!(
            "<<{extra}/Resources<</XObject<</X {next} 0 R>>>>/Length {}>>stream\n{draw}\nendstream",
            draw.len() + 1
        )
    };
    objects.push("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>".to_owned());
    objects.push(form(5, ""));
    for next in 6..20 {
        objects.push(form(next, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"));
    }
    objects.push(form(5, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"));
    let program = Path::new(env!("CARGO_BIN_EXE_skillmap"));
    let reader = PdfReader::program_within(program, Duration::from_secs(3));
    let begun = Instant::now();
    let error = read_documents("x.pdf", &written(&objects), &reader).err();
    let error = error.map(|error| error.to_string()).unwrap_or_default();
    assert!(error.contains("; "), "{error:?}");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn a_real_report_in_pdf_gives_its_text() {
    let Some(file) = shared("frameworks/digcomp-3.0/sources/JRC144121_01.pdf") else { return };
    let begun = Instant::now();
    let reading = read_documents("x.pdf", &std::fs::read(file).unwrap(), &reader()).unwrap();
    assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", begun.elapsed());
    assert_eq!(reading.issues.counts(), []);
    let text = &reading.documents[0].text;
    let n_words = text.split_whitespace().count();
    assert!((48_000..50_000).contains(&n_words), "{n_words} words");
    // Parted words are put together, edges of pages are gone, items are kept.
    assert!(text.contains("It aims to provide evidence-based scientific support"), "hyphens");
    let n_items = text.lines().filter(|line| line.starts_with("- ")).count();
    assert!(n_items >= 40, "{n_items} items");
}

/// Word and OpenDocument files as their publishers made them: every row of their tables is a line.
#[test]
fn real_documents_give_every_row_of_their_tables() {
    let rows = [
        ("DigComp3_outcomes_en.docx", DocumentFormat::Docx, "LO", 523),
        ("DigComp3_outcomes_nl.docx", DocumentFormat::Docx, "LO", 523),
        ("DigComp3_digcomp3_en.docx", DocumentFormat::Docx, "CS", 362),
        // Fifteen of them stand behind another in one paragraph.
        ("DigComp 3_nl.odt", DocumentFormat::Odt, "CS", 347),
    ];
    for (name, format, code, n) in rows {
        let Some(file) = shared(&format!("frameworks/digcomp-3.0/output/{name}")) else { return };
        let reading = read_documents(name, &std::fs::read(file).unwrap(), &reader()).unwrap();
        assert_eq!(reading.format, format, "{name}");
        let is_row = |line: &&str| {
            let rest = line.strip_prefix(code).map(str::as_bytes);
            rest.is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
        };
        assert_eq!(reading.documents[0].text.lines().filter(is_row).count(), n, "{name}");
    }
}
