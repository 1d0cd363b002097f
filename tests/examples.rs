//! Confirmed examples help at once, only where they are asked for, and leave no trace.

use skillmap::engine::AddExamplesRequest;
use skillmap::engine::Engine;
use skillmap::engine::ErrorKind;
use skillmap::engine::ExamplesRequest;
use skillmap::engine::GivenExample;
use skillmap::engine::OccupationsReply;
use skillmap::engine::OccupationsRequest;
use skillmap::engine::RemoveExamplesRequest;
use skillmap::engine::Starter;
use skillmap::limits;
use tempfile::TempDir;

/// A title that nothing in the starter occupations says.
const TITLE: &str = "Bedside Hero (m/f/d)";
const NURSE: &str = "urn:skillmap:starter-occupations:HLT-01";

fn engine() -> (TempDir, Engine) {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    (dir, engine)
}

fn ask(engine: &Engine, title: &str, workspace: &str) -> OccupationsReply {
    let framework = vec!["starter-occupations".to_owned()];
    let (title, workspace) = (title.to_owned(), workspace.to_owned());
    let request = OccupationsRequest { title, workspace, framework, ..Default::default() };
    engine.occupations(&request).unwrap()
}

fn bytes(reply: &OccupationsReply) -> String {
    serde_json::to_string(reply).unwrap()
}

fn first(reply: &OccupationsReply) -> Option<&str> {
    reply.answers[0].occupations.first().map(|found| found.concept.id.as_str())
}

fn add(engine: &Engine, workspace: &str, text: &str, concept: &str) {
    let example = GivenExample { text: text.into(), concept: concept.into() };
    let (workspace, examples) = (workspace.to_owned(), vec![example]);
    let request = AddExamplesRequest { workspace, examples, ..Default::default() };
    engine.add_examples(&request).unwrap();
}

#[test]
fn an_example_improves_the_next_answer_and_is_its_evidence() {
    let (_dir, engine) = engine();
    assert_ne!(first(&ask(&engine, TITLE, "team")), Some(NURSE));
    add(&engine, "team", "bedside hero", "registered nurse");
    for title in [TITLE, "bedside hero", "Sr. Bedside Hero - urgent"] {
        let reply = ask(&engine, title, "team");
        let found = &reply.answers[0].occupations[0];
        assert_eq!(found.concept.id.as_str(), NURSE, "{title}");
        let sentence = &found.reasons[0].sentence;
        assert!(sentence.starts_with("“bedside hero” was confirmed as it"), "{sentence}");
    }
    let same = ask(&engine, "bedside hero", "team");
    assert!(
        same.answers[0].occupations[0].score.value() > 0.5,
        "{:?}",
        same.answers[0].occupations
    );
    assert_eq!(same.workspace.unwrap().n_examples, 1);
}

#[test]
fn removal_restores_the_answer_byte_for_byte() {
    let (_dir, engine) = engine();
    let titles = [TITLE, "Senior Welder", "nurse", "line cook"];
    let answers = |workspace: &str| titles.map(|title| bytes(&ask(&engine, title, workspace)));
    let before = answers("team");
    add(&engine, "team", "welder", "urn:none:of-any-framework");
    add(&engine, "team", "senior welder", NURSE);
    add(&engine, "team", TITLE, NURSE);
    assert_ne!(answers("team"), before);
    let remove = |text: &str, all: bool| {
        let (workspace, text) = ("team".to_owned(), text.to_owned());
        let request = RemoveExamplesRequest { workspace, text, all, ..Default::default() };
        engine.remove_examples(&request).map(|reply| reply.n_removed)
    };
    assert_eq!(remove(TITLE, false).unwrap(), 1);
    assert_eq!(remove(TITLE, false).unwrap_err().kind, ErrorKind::NotFound);
    assert_eq!(remove("", false).unwrap_err().kind, ErrorKind::Invalid);
    assert_eq!(remove("", true).unwrap(), 2);
    assert_eq!(answers("team"), before);
}

#[test]
fn examples_help_nobody_who_does_not_name_their_workspace() {
    let (dir, engine) = engine();
    let nobody = bytes(&ask(&engine, TITLE, ""));
    let other = bytes(&ask(&engine, TITLE, "other"));
    add(&engine, "team", TITLE, NURSE);
    assert_eq!(bytes(&ask(&engine, TITLE, "")), nobody);
    assert_eq!(bytes(&ask(&engine, TITLE, "other")), other);
    let team = bytes(&ask(&engine, TITLE, "team"));
    drop(engine);
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    assert_eq!(bytes(&ask(&engine, TITLE, "team")), team, "after opening again");
    let listed = engine.examples(&ExamplesRequest::default()).unwrap();
    let names: Vec<&str> = listed.workspaces.iter().map(|w| w.name.as_str()).collect();
    assert_eq!((names, listed.examples.len()), (vec!["team"], 0));
    let request = ExamplesRequest { workspace: "team".into(), ..Default::default() };
    let held = engine.examples(&request).unwrap().examples;
    assert_eq!(held[0].label, "registered nurse");
}

#[test]
fn a_table_of_examples_is_taken_whole_or_not_at_all() {
    let (_dir, engine) = engine();
    let add = |workspace: &str, csv: String| {
        let workspace = workspace.to_owned();
        engine.add_examples(&AddExamplesRequest { workspace, csv, ..Default::default() })
    };
    let good = "text,concept\nward angel,29-1141\nchart wizard,HLT-01 is no code\n";
    let rows = [
        ("team", good.to_owned(), ErrorKind::NotFound),
        ("team", "a,b\n1,2\n".to_owned(), ErrorKind::Invalid),
        ("a b", "text,concept\nx,urn:a:b\n".to_owned(), ErrorKind::Invalid),
        ("", "text,concept\nx,urn:a:b\n".to_owned(), ErrorKind::Invalid),
        (
            "team",
            format!("text,concept\n{},urn:a:b\n", "x".repeat(limits::EXAMPLE_BYTES + 1)),
            ErrorKind::TooLarge,
        ),
    ];
    for (workspace, csv, kind) in rows {
        let error = add(workspace, csv).unwrap_err();
        assert_eq!(error.kind, kind, "{error}");
    }
    assert!(engine.examples(&ExamplesRequest::default()).unwrap().workspaces.is_empty());
    let reply = add("team", "text,concept\nward angel,29-1141\nward angel,29-1141\n".into());
    let reply = reply.unwrap();
    assert_eq!((reply.n_added, reply.workspace.n_examples), (1, 1));
    assert_eq!(first(&ask(&engine, "Ward Angel", "team")), Some(NURSE));
}

#[test]
fn a_title_is_answered_at_every_level_of_the_classification() {
    let (_dir, engine) = engine();
    for title in ["Registered Nurses", "Sr. RN (night shift) - Springfield", "registerd nurse"] {
        let reply = ask(&engine, title, "");
        assert_eq!(first(&reply), Some(NURSE), "{title}");
        let codes = [("O*NET-SOC", 8), ("SOC", 6), ("SOC", 2), ("ISCO-08", 4), ("ISCO-08", 1)];
        let mut finer = 0.0;
        for ((scheme, digits), code) in
            codes.into_iter().zip(["29-1141.00", "29-1141", "29", "2221", "2"])
        {
            let levels = &reply.answers[0].levels;
            let best = levels.iter().find(|l| l.scheme == scheme && l.digits == digits).unwrap();
            assert_eq!(best.code, code, "{title}: {scheme} {digits}");
            assert!(best.score.value() >= finer, "{title}: a group is believed no less");
            finer = if scheme == "SOC" && digits == 2 { 0.0 } else { best.score.value() };
        }
        let beliefs = reply.answers[0].occupations.iter().map(|found| found.score.value());
        assert!(beliefs.sum::<f64>() <= 1.0 + 1e-6, "{title}");
        let reasons = |found: &skillmap::engine::FoundOccupation| !found.reasons.is_empty();
        assert!(
            reply.answers[0].occupations.iter().all(reasons),
            "{title}: a score has its reason"
        );
    }
}

#[test]
fn a_posting_begins_with_its_title() {
    let (_dir, engine) = engine();
    let text = "# Line Cook\n\nYou prepare dishes at your station and keep it clean.".to_owned();
    let whole = OccupationsRequest { text, ..Default::default() };
    let reply = engine.occupations(&whole).unwrap();
    assert_eq!(reply.title, "Line Cook");
    assert!(reply.answers[0].occupations[0].concept.label.contains("cook"));
    let rows = [
        (OccupationsRequest::default(), "title"),
        (OccupationsRequest { title: "x".into(), limit: 51, ..Default::default() }, "limit"),
        (
            OccupationsRequest { title: "x".repeat(limits::TITLE_BYTES + 1), ..Default::default() },
            "title",
        ),
        (
            OccupationsRequest { title: "x".into(), workspace: "a/b".into(), ..Default::default() },
            "workspace",
        ),
    ];
    for (request, field) in rows {
        assert_eq!(engine.occupations(&request).unwrap_err().field, Some(field));
    }
    let german =
        OccupationsRequest { title: "Koch".into(), language: "de".into(), ..Default::default() };
    assert_eq!(engine.occupations(&german).unwrap().without_labels, ["starter-occupations"]);
}
