//! A dry run tells what an import would change, and changes nothing; columns are told alike everywhere.

use assert_cmd::Command;
use skillmap::engine::Engine;
use skillmap::engine::FactSort;
use skillmap::engine::ImportPreview;
use skillmap::engine::ImportRequest;
use skillmap::engine::Outcome;
use skillmap::engine::PreviewRow;
use skillmap::engine::Source;
use skillmap::engine::Starter;
use skillmap::engine::Storing;
use skillmap::engine::unwatched;
use skillmap::service::Exposure;

use crate::running::Service;

fn request(name: &str, text: &str, storing: Storing) -> ImportRequest {
    let source = Source::Bytes { name: name.to_owned(), bytes: text.as_bytes().into() };
    ImportRequest { sources: vec![source], storing, ..ImportRequest::default() }
}

fn counts(preview: &ImportPreview) -> [u64; 5] {
    [preview.n_new, preview.n_changed, preview.n_unchanged, preview.n_removed, preview.n_refused]
}

fn told(row: &PreviewRow) -> Vec<&str> {
    row.differences.iter().map(|difference| difference.sentence.as_str()).collect()
}

#[test]
fn a_dry_run_tells_what_would_change_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    let dry = |text: &str| {
        let before = engine.frameworks().unwrap();
        let reply = engine.import(&request("list.csv", text, Storing::DryRun), &unwatched).unwrap();
        assert_eq!(engine.frameworks().unwrap(), before, "a dry run changed something");
        reply
    };
    let first = "Code,Skill,Parent\n1,weld,\n2,solder,1\n3,saw,\n";
    let reply = dry(first);
    let preview = reply.preview.unwrap();
    assert_eq!((counts(&preview), preview.compared_with), ([3, 0, 0, 0, 0], None));
    assert_eq!(reply.outcome, Outcome::New);
    let stored = engine.import(&request("list.csv", first, Storing::Stored), &unwatched).unwrap();
    assert_eq!((stored.preview, stored.digest), (None, reply.digest));

    let reply = dry(first);
    assert_eq!(reply.outcome, Outcome::Unchanged);
    assert_eq!(counts(&reply.preview.unwrap()), [0, 0, 3, 0, 0]);

    let reply = dry("Code,Skill,Parent\n1,weld,\n2,braze,\n4,plane,\n5,,\n6,mill,nowhere\n");
    let preview = reply.preview.unwrap();
    assert_eq!(preview.compared_with.as_deref(), Some("list@1"));
    assert_eq!(counts(&preview), [2, 1, 1, 1, 2]);
    assert_eq!(preview.changed[0].label, "braze");
    assert_eq!(
        told(&preview.changed[0]),
        [
            "no longer preferred label (en) “solder”",
            "no longer broader urn:skillmap:list:1",
            "now preferred label (en) “braze”",
        ]
    );
    let label = &preview.changed[0].differences[0];
    assert_eq!(label.sort, FactSort::Label);
    assert_eq!((label.name.as_str(), label.of.as_str()), ("preferred", "en"));
    assert_eq!((label.before.as_str(), label.after.as_str()), ("solder", ""));
    let labels = |rows: &[PreviewRow]| rows.iter().map(|row| row.label.clone()).collect::<Vec<_>>();
    assert_eq!(labels(&preview.new), ["plane", "mill"]);
    assert_eq!(labels(&preview.removed), ["saw"]);
    let lines: Vec<Option<u64>> = preview.refused.iter().map(|issue| issue.location.line).collect();
    assert_eq!(lines, [Some(5), Some(6)]);
}

#[test]
fn a_dry_run_of_mappings_tells_them_pair_by_pair() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    let first = "from,relation,to\nurn:a:1,exact,urn:b:1\nurn:a:2,close,urn:b:2\n";
    engine.import(&request("pairs.csv", first, Storing::Stored), &unwatched).unwrap();
    let second = "from,relation,to\nurn:a:1,broad,urn:b:1\nurn:a:3,close,urn:b:2\n";
    let reply = engine.import(&request("pairs.csv", second, Storing::DryRun), &unwatched).unwrap();
    let preview = reply.preview.unwrap();
    assert_eq!(counts(&preview), [1, 1, 0, 1, 0]);
    assert_eq!(told(&preview.changed[0]), ["predicate “exact” -> “broad”"]);
    let again = engine.import(&request("pairs.csv", first, Storing::DryRun), &unwatched).unwrap();
    assert_eq!(again.outcome, Outcome::Unchanged);
}

#[test]
fn a_licence_is_said_where_the_file_says_none() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    let rows = [
        ("list.csv", "Skill\nweld\n", "CC0"),
        (
            "own.csv",
            "#id: urn:own\n#licence: MIT\nid,kind,preferred_label@en\n1,skill,weld\n",
            "MIT",
        ),
    ];
    for (name, text, _) in rows {
        let licence = Some("CC0".to_owned());
        engine
            .import(&ImportRequest { licence, ..request(name, text, Storing::Stored) }, &unwatched)
            .unwrap();
    }
    let held = engine.frameworks().unwrap();
    let names: Vec<&str> =
        held.frameworks.iter().map(|f| f.release.licence.name.as_str()).collect();
    assert_eq!(names, rows.map(|(_, _, licence)| licence));
}

const LIST: &str = "Category,Skill\nMetal,weld\nWood,saw\n";

#[test]
fn commands_print_what_the_service_sends() {
    let service = Service::new(Exposure::LoopbackOnly);
    let dir = tempfile::tempdir().unwrap();
    let toml = "[framework]\nid = \"urn:mine\"\n[[column]]\nheader = \"Skill\"\nuse = \"label\"\n";
    let file = dir.path().join("mine.toml");
    std::fs::write(&file, toml).unwrap();
    let encoded = toml.bytes().fold(String::new(), |said, byte| said + &format!("%{byte:02X}"));
    let file = file.display().to_string();
    let rows: [(&[&str], String); 3] = [
        (
            &["columns", "-", "--name", "list.csv", "--json"],
            "/api/v1/imports/columns?name=list.csv".into(),
        ),
        (
            &["import", "-", "--name", "list.csv", "--dry-run", "--licence", "CC0", "--json"],
            "/api/v1/imports?name=list.csv&dry_run=true&licence=CC0".into(),
        ),
        (
            &["import", "-", "--name", "list.csv", "--columns", &file, "--dry-run", "--json"],
            format!("/api/v1/imports?name=list.csv&dry_run=true&columns={encoded}"),
        ),
    ];
    for (arguments, path) in rows {
        let mut command = Command::cargo_bin("skillmap").unwrap();
        let data = dir.path().join("data");
        command.arg("--data").arg(data).args(arguments).env_remove("SKILLMAP_LOG");
        let output = command.write_stdin(LIST).output().unwrap();
        let sent = ureq::post(&service.url(&path)).send(LIST.as_bytes()).unwrap();
        let sent = sent.into_body().read_to_string().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        // The two stand on data folders of different age.
        let without_revision = |body: &str| {
            let mut body: serde_json::Value = serde_json::from_str(body).unwrap();
            body.as_object_mut().unwrap().remove("revision");
            body
        };
        assert_eq!(without_revision(&printed), without_revision(&sent), "{arguments:?}");
    }
    service.running.stop().unwrap();
}

#[test]
fn the_columns_that_are_printed_can_be_imported_with() {
    let dir = tempfile::tempdir().unwrap();
    let list = dir.path().join("skills.csv");
    std::fs::write(&list, LIST).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::cargo_bin("skillmap").unwrap();
        let data = dir.path().join("data");
        let output = command.arg("--data").arg(data).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let list = list.display().to_string();
    let printed = run(&["columns", &list]);
    assert!(
        printed.contains("# 95 % certain: weld | saw\n[[column]]\nheader = \"Skill\""),
        "{printed}"
    );
    assert!(printed.contains("line 2: skill “weld” < Metal"), "{printed}");
    let toml = dir.path().join("mine.toml");
    std::fs::write(&toml, printed.replace("key = \"skills\"", "key = \"mine\"")).unwrap();
    let toml = toml.display().to_string();
    let told = run(&["import", &list, "--columns", &toml, "--dry-run"]);
    assert!(
        told.starts_with(
            "dry run: mine@1 (spreadsheet), nothing of it is held yet; nothing was stored"
        ),
        "{told}"
    );
    let told = run(&["import", &list, "--columns", &toml]);
    assert!(told.starts_with("imported mine@1 (spreadsheet)"), "{told}");
}
