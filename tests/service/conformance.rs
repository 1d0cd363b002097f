//! Schemathesis, which knows nothing of this service but its OpenAPI document, finds nothing to complain about.
//!
//! It stands in `target/test-schemathesis`, where `.ci/run` puts it. Beside the document it is given names of things that are
//! there (`conformance.py`), without which every second answer would be 404.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use skillmap::model::Role;
use skillmap::service::Exposure;

use crate::data::skipped;
use crate::running::Service;
use crate::service::post;

const SMALL: &str =
    "#id: urn:test:NAME\n#title: NAME\n#version: 1\n#language: en\nid,kind,preferred_label@en\n";

/// Two small frameworks in two releases, a crosswalk between them with a decision and a version, a profile, an example.
fn given(service: &Service) {
    let json = [("Content-Type", "application/json")];
    let rows = |name: &str, version: &str, labels: &[&str]| {
        let mut table = SMALL.replace("NAME", name).replace("version: 1", version);
        for (number, label) in labels.iter().enumerate() {
            writeln!(table, "S{number},skill,{label}").unwrap();
        }
        table
    };
    let tables = [
        rows("left", "version: 1", &["arc welding", "pipe fitting", "reading drawings"]),
        rows("left", "version: 2", &["arc welding", "pipe fitting", "reading plans"]),
        rows("right", "version: 1", &["welding, arc", "fit pipes", "read drawings"]),
    ];
    for table in &tables {
        let response = post(service, "/api/v1/imports?name=small.csv", &[], table.as_bytes());
        assert_eq!(response.status(), 200);
    }
    let requests = [
        (
            "/api/v1/crosswalks/saved",
            r#"{"name":"small","proposals":{"from":"left","to":"right","min_confidence":0.1}}"#,
        ),
        ("/api/v1/crosswalks/decisions", r#"{"name":"small","reviewer":"ann","accept_above":0.5}"#),
        (
            "/api/v1/crosswalks/published",
            r#"{"name":"small","version":"1","with_contradictions":true}"#,
        ),
        ("/api/v1/profiles/saved", r#"{"profile":{"name":"mine"}}"#),
        (
            "/api/v1/examples/added",
            r#"{"workspace":"team","examples":[{"text":"arc artist","concept":"welder"}]}"#,
        ),
        (
            "/api/v1/documents/saved",
            r#"{"workspace":"team","id":"one","text":"You weld pipes.","framework":["left"]}"#,
        ),
    ];
    for (path, body) in requests {
        let response = post(service, path, &json, body.as_bytes());
        assert_eq!(response.status(), 200, "{path}: {}", crate::service::text(response));
    }
}

#[test]
fn schemathesis_finds_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("target/test-schemathesis");
    if !folder.join("schemathesis").exists() {
        skipped(&format!("no schemathesis at {}; .ci/run installs it", folder.display()));
        return;
    }
    let service = Service::new(Exposure::LoopbackOnly);
    given(&service);
    let dir = tempfile::tempdir().unwrap();
    let beside = root.join("tests/service");
    let report = dir.path().join("report.txt");
    let out = std::fs::File::create(&report).unwrap();
    let status = Command::new("python3")
        .current_dir(&dir)
        .env("PYTHONPATH", &folder)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("SCHEMATHESIS_HOOKS", beside.join("conformance.py"))
        .args(["-m", "schemathesis.cli", "--config-file"])
        .arg(beside.join("schemathesis.toml"))
        .arg("run")
        .arg(service.url("/api/v1/openapi.json"))
        .arg("--url")
        .arg(service.url(""))
        // Keys and the audit log are for administrators alone.
        .arg("--header")
        .arg(format!("Authorization: {}", service.key(Role::Administrator)))
        .args(["--checks", "all", "--generation-deterministic"])
        .args(["--max-examples", "25", "--workers", "2"])
        .args(["--phases", "examples,coverage,fuzzing", "--request-timeout", "60", "--no-color"])
        .stdin(Stdio::null())
        .stdout(out.try_clone().unwrap())
        .stderr(out)
        .status()
        .unwrap();
    let said = std::fs::read_to_string(&report).unwrap();
    assert!(status.success(), "{said}");
    // It has tried, and not only said so.
    let tried = said.lines().find_map(|line| {
        line.trim().split(' ').next()?.parse::<u64>().ok().filter(|_| line.contains("generated"))
    });
    assert!(tried.is_some_and(|tried| tried > 1_000), "{said}");
}
