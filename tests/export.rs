//! What is exported says under what terms, what it could not hold, and is refused where its licence forbids it.

use std::collections::BTreeSet;

use skillmap::engine::Engine;
use skillmap::engine::ErrorKind;
use skillmap::engine::ExportRequest;
use skillmap::engine::ImportRequest;
use skillmap::engine::LicenceGuard;
use skillmap::engine::Source;
use skillmap::engine::Starter;
use skillmap::engine::unwatched;
use skillmap::formats::Direction;
use skillmap::formats::Format;
use skillmap::formats::Holds;

/// An engine with one small framework under that licence.
fn engine(licence: &str, attribution: &str) -> (Engine, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    let table = format!(
        "#id: urn:kept\n#version: 3/4 b\n#licence: {licence}\n#attribution: {attribution}\n\
         id,kind,preferred_label@en\na,skill,sew\nb,skill,weld\n"
    );
    let source = Source::Bytes { name: "kept.csv".to_owned(), bytes: table.into_bytes().into() };
    engine
        .import(&ImportRequest { sources: vec![source], ..ImportRequest::default() }, &unwatched)
        .unwrap();
    (engine, dir)
}

fn request(format: &str, guard: LicenceGuard) -> ExportRequest {
    ExportRequest {
        framework: "kept".to_owned(),
        format: format.to_owned(),
        guard,
        ..ExportRequest::default()
    }
}

#[test]
fn a_licence_that_forbids_passing_on_is_heeded_unless_overridden() {
    let rows = [
        ("CC BY 4.0", true, "whoever shows kept@3/4 b has to say: By us."),
        ("All rights reserved", false, "was written because you said that you may"),
        ("CC BY-ND 4.0", false, "was written because you said that you may"),
        ("", true, "states no licence"),
        ("House terms", true, "(House terms) is not known to allow"),
    ];
    for (licence, is_allowed, notice) in rows {
        let (engine, _dir) = engine(licence, "By us.");
        let heeded = engine.export(&request("json", LicenceGuard::Heed));
        assert_eq!(heeded.is_ok(), is_allowed, "{licence}: {heeded:?}");
        if let Err(error) = heeded {
            assert_eq!(error.kind, ErrorKind::Forbidden, "{licence}");
            assert!(error.message.contains("--despite-licence"), "{licence}: {error}");
        }
        let reply = engine.export(&request("json", LicenceGuard::Override)).unwrap();
        assert!(reply.notices.iter().any(|n| n.contains(notice)), "{licence}: {:?}", reply.notices);
        assert_eq!(reply.file_name, "kept-3-4-b.json");
    }
}

#[test]
fn a_format_that_is_not_written_is_refused_with_those_that_are() {
    let (engine, _dir) = engine("CC0-1.0", "");
    for format in ["onet", "sssom-tsv", "pdf"] {
        let error = engine.export(&request(format, LicenceGuard::Heed)).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Invalid, "{format}");
        assert!(error.message.contains("skillmap-table"), "{format}: {error}");
    }
    let mut asked = request("csv", LicenceGuard::Heed);
    asked.mappings = vec!["anything".to_owned()];
    let error = engine.export(&asked).unwrap_err();
    assert!(error.message.contains("holds no mappings"), "{error}");
}

#[test]
fn what_a_format_cannot_hold_is_told_item_by_item() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    let document = r#"{"format": "skillmap-framework", "format_version": 1, "release": {"framework": "urn:kept",
        "key": "kept", "title": "", "publisher": "", "version": "1", "licence": {"name": "CC0-1.0", "url": "",
        "attribution": ""}, "description": ""}, "scales": [{"id": "IM", "name": "Importance", "minimum": 1, "maximum": 5}],
        "concepts": [{"id": "urn:kept:a", "kind": "occupation", "status": "active", "labels": [], "texts": [],
        "notations": [], "properties": []}, {"id": "urn:kept:b", "kind": "skill", "status": "active", "labels": [],
        "texts": [], "notations": [], "properties": []}], "relations": [{"subject": "urn:kept:a", "kind": "rated",
        "object": "urn:kept:b", "measures": [{"scale": "IM", "value": 4.5}]}]}"#;
    let source = Source::Bytes { name: "kept.json".to_owned(), bytes: document.as_bytes().into() };
    let import = ImportRequest { sources: vec![source], ..ImportRequest::default() };
    engine.import(&import, &unwatched).unwrap();
    let reply = engine.export(&request("json", LicenceGuard::Heed)).unwrap();
    assert!(reply.losses.is_empty() && reply.loss_counts.is_empty(), "{:?}", reply.losses);
    let reply = engine.export(&request("csv", LicenceGuard::Heed)).unwrap();
    let told: Vec<String> = reply.losses.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["urn:kept:a: Importance 4.5 of urn:kept:b: a table has no place for measured values"]
    );
    assert_eq!((reply.loss_counts[0].code, reply.loss_counts[0].count), ("measure", 1));
}

#[test]
fn the_readme_lists_every_format_as_it_is() {
    let readme = include_str!("../README.md");
    let rows: Vec<Vec<&str>> = readme
        .lines()
        .skip_while(|line| !line.starts_with("| format | what | holds |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let listed: BTreeSet<String> =
        rows.iter().map(|row| [row[0], row[2], row[3], row[4]].join(" | ")).collect();
    let yes = |is: bool| if is { "yes" } else { "" };
    let facts = |format: &Format| {
        let holds = match (format.holds(), format.holds_mappings()) {
            (Holds::MappingSet, _) => "mappings",
            (Holds::Framework, true) => "framework, mappings",
            (Holds::Framework, false) => "framework",
        };
        let (is_read, is_written) =
            (format.direction() != Direction::Write, format.direction() != Direction::Read);
        format!("`{}` | {holds} | {} | {}", format.name(), yes(is_read), yes(is_written))
    };
    let known: BTreeSet<String> = Format::ALL.iter().map(facts).collect();
    let help =
        "help: the table under \"Formats\" in README.md says what src/formats/format.rs says";
    assert_eq!(listed, known, "{help}");
}
