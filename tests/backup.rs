//! A backup is of one moment, and what is restored is what was backed up, or nothing.

use std::path::Path;

use assert_cmd::Command;
use skillmap::engine::AddExamplesRequest;
use skillmap::engine::DecisionsRequest;
use skillmap::engine::DocumentRequest;
use skillmap::engine::Engine;
use skillmap::engine::ExamplesRequest;
use skillmap::engine::GivenExample;
use skillmap::engine::Health;
use skillmap::engine::ProfilesRequest;
use skillmap::engine::ProposeRequest;
use skillmap::engine::ReviewRequest;
use skillmap::engine::SaveCrosswalkRequest;
use skillmap::engine::SaveDocumentRequest;
use skillmap::engine::SaveProfileRequest;
use skillmap::engine::Starter;
use skillmap::engine::unwatched;
use skillmap::model::Profile;
use skillmap::service::Exposure;

use crate::running::Service;

/// An engine that holds something of each sort.
fn full(dir: &Path) -> Engine {
    let engine = Engine::open(dir, Starter::WhenEmpty).unwrap();
    let proposals = ProposeRequest {
        from: "college-competencies".into(),
        to: "starter-skills".into(),
        ..ProposeRequest::default()
    };
    let name = "college".to_owned();
    let save = SaveCrosswalkRequest { name, proposals, ..SaveCrosswalkRequest::default() };
    engine.save_crosswalk(&save, &unwatched).unwrap();
    decide(&engine, "ann");
    keep(&engine, "nursing");
    let example = GivenExample { text: "arc artist".into(), concept: "welder".into() };
    let examples = AddExamplesRequest {
        workspace: "team".into(),
        examples: vec![example],
        ..AddExamplesRequest::default()
    };
    engine.add_examples(&examples).unwrap();
    let document = SaveDocumentRequest {
        workspace: "team".into(),
        id: "shift".into(),
        text: "You will take vital signs.".into(),
        ..SaveDocumentRequest::default()
    };
    engine.save_document(&document).unwrap();
    engine
}

fn keep(engine: &Engine, name: &str) {
    let profile = Profile { name: name.into(), ..Profile::default() };
    engine.save_profile(&SaveProfileRequest { profile }).unwrap();
}

fn decide(engine: &Engine, reviewer: &str) {
    let request = ReviewRequest {
        name: "college".into(),
        reviewer: reviewer.into(),
        accept_above: Some(0.3),
        ..ReviewRequest::default()
    };
    assert!(!engine.review(&request).unwrap().added.is_empty());
}

/// Everything that is held, as it is told.
fn held(engine: &Engine) -> String {
    let decisions = DecisionsRequest { name: "college".into(), ..DecisionsRequest::default() };
    let examples = ExamplesRequest { workspace: "team".into(), ..ExamplesRequest::default() };
    let document = DocumentRequest { workspace: "team".into(), id: "shift".into() };
    let parts = [
        serde_json::to_string(&engine.frameworks().unwrap()).unwrap(),
        serde_json::to_string(&engine.crosswalks().unwrap()).unwrap(),
        serde_json::to_string(&engine.decisions(&decisions).unwrap()).unwrap(),
        serde_json::to_string(&engine.examples(&examples).unwrap()).unwrap(),
        serde_json::to_string(&engine.profiles(&ProfilesRequest::default()).unwrap()).unwrap(),
        serde_json::to_string(&engine.document(&document).unwrap().document).unwrap(),
    ];
    assert!(parts[2].contains("ann") && parts[3].contains("arc artist"), "{parts:?}");
    assert!(parts[4].contains("nursing") && parts[5].contains("vital signs"), "{parts:?}");
    parts.join("\n")
}

#[test]
fn what_is_restored_is_what_was_backed_up() {
    let dir = tempfile::tempdir().unwrap();
    let engine = full(&dir.path().join("data"));
    let (file, again) = (dir.path().join("a.tar"), dir.path().join("again"));
    let made = engine.backup(&file).unwrap();
    let before = held(&engine);
    // What is kept afterwards is not in it.
    keep(&engine, "later");
    assert_ne!(held(&engine), before);
    assert_eq!(Engine::restore(&file, &again).unwrap(), made);
    let restored = Engine::open(&again, Starter::Never).unwrap();
    assert_eq!(held(&restored), before);
    assert_eq!(restored.doctor().unwrap().health, Health::Good);
    keep(&restored, "later");
    assert_eq!(held(&restored), held(&engine));

    let there = engine.backup(&file).unwrap_err();
    assert!(there.message.contains("name another file"), "{there}");
    let full = Engine::restore(&file, &again).unwrap_err();
    assert!(full.message.contains("there is a store already"), "{full}");
}

#[test]
fn a_damaged_backup_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("a.tar");
    full(&dir.path().join("data")).backup(&file).unwrap();
    let whole = std::fs::read(&file).unwrap();
    let (damaged, target) = (dir.path().join("b.tar"), dir.path().join("target"));
    let refused = |bytes: &[u8], what: &str| {
        std::fs::write(&damaged, bytes).unwrap();
        let error = Engine::restore(&damaged, &target).unwrap_err();
        assert!(error.message.contains("b.tar: "), "{what}: {error}");
        assert_eq!(std::fs::read_dir(&target).unwrap().count(), 0, "{what}: {error}");
    };
    refused(b"", "nothing");
    refused(b"not a tar file at all", "a text");
    for share in 1..16 {
        refused(&whole[..whole.len() * share / 16], "broken off");
    }
    // Any letter of what is held; names, sizes and the like of the archive have checksums of their own.
    let text = b"arc artist";
    let at = whole.windows(text.len()).position(|part| part == text).unwrap();
    let mut changed = whole.clone();
    changed[at] ^= 1;
    refused(&changed, "one letter");
    // A piece of one backup in another, and a path that leads out.
    let path = b"files/examples/";
    let at = whole.windows(path.len()).position(|part| part == path).unwrap();
    let mut moved = whole.clone();
    moved[at..at + path.len()].copy_from_slice(b"files/../exampl");
    refused(&moved, "a path that leads out");
    assert!(Engine::restore(&dir.path().join("none.tar"), &target).is_err());
    assert!(Engine::restore(&file, &target).is_ok());
}

#[test]
fn a_service_is_backed_up_while_it_answers() {
    let service = Service::new(Exposure::LoopbackOnly);
    let mut backup = ureq::post(service.url("/api/v1/backup")).send_empty().unwrap();
    let digest = backup.headers()["skillmap-digest"].to_str().unwrap().to_owned();
    let content = backup.body_mut().with_config().limit(1 << 30).read_to_vec().unwrap();
    let dir = tempfile::tempdir().unwrap();
    // The command line has it from the service, which has the folder open.
    let asked = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_skillmap"));
        command.current_dir(dir.path()).arg("--data").arg(service.dir());
        command.args(["backup", "today.tar"]);
        command
    };
    let told = asked().assert().success();
    let told = String::from_utf8_lossy(&told.get_output().stdout).into_owned();
    assert!(told.contains(&digest), "{told}");
    assert_eq!(std::fs::read(dir.path().join("today.tar")).unwrap(), content);
    let again = asked().assert().code(2);
    let again = String::from_utf8_lossy(&again.get_output().stderr).into_owned();
    assert!(again.contains("name another file"), "{again}");
    assert_eq!(std::fs::read_dir(service.engine.passing("backups")).unwrap().count(), 0);

    let skillmap = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_skillmap"));
        command.current_dir(dir.path()).args(["--data", "again"]).args(arguments);
        String::from_utf8(command.assert().success().get_output().stdout.clone()).unwrap()
    };
    let restored = skillmap(&["restore", "today.tar"]);
    assert!(restored.contains(&digest), "{restored}");
    assert!(skillmap(&["show", "take vital signs"]).contains("vital"));
    let again = skillmap(&["backup", "later.tar"]);
    assert!(again.starts_with("wrote later.tar: revision "), "{again}");
}
