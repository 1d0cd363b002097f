//! Words that are taken back, voted, narrowed down, taken over from files, and kept when all is proposed anew.

use skillmap::engine::CompareRequest;
use skillmap::engine::Engine;
use skillmap::engine::ErrorKind;
use skillmap::engine::GivenDecision;
use skillmap::engine::ImportMappingsRequest;
use skillmap::engine::PublishRequest;
use skillmap::engine::QueueReply;
use skillmap::engine::QueueRequest;
use skillmap::engine::QueuedPair;
use skillmap::engine::ReviewReply;
use skillmap::engine::ReviewRequest;
use skillmap::engine::Saying;
use skillmap::engine::Source;
use skillmap::engine::Starter;
use skillmap::model::Predicate;
use skillmap::model::Weight;

use crate::crosswalks::college;

fn queue(engine: &Engine, wanted: QueueRequest) -> QueueReply {
    engine.queue(&QueueRequest { name: "college".into(), limit: 200, ..wanted }).unwrap()
}

fn ann(wanted: ReviewRequest) -> ReviewRequest {
    ReviewRequest { name: "college".into(), reviewer: " ann ".into(), ..wanted }
}

fn accept(engine: &Engine, pair: &QueuedPair, predicate: Predicate, weight: Weight) -> ReviewReply {
    let decision = GivenDecision {
        subject: pair.subject.id.clone(),
        object: Some(pair.object.id.clone()),
        says: Saying::Accept,
        predicate: Some(predicate),
        comment: String::new(),
    };
    let wanted = ReviewRequest { decisions: vec![decision], weight, ..ReviewRequest::default() };
    engine.review(&ann(wanted)).unwrap()
}

/// How often each predicate is accepted.
fn accepted(engine: &Engine) -> Vec<Predicate> {
    let set =
        skillmap::engine::MappingFileRequest { name: "college".into(), format: "json".into() };
    let content = engine.mapping_file(&set).unwrap().content;
    let value: serde_json::Value = serde_json::from_str(&content).unwrap();
    let names = Predicate::ALL.into_iter();
    let says = |p: &Predicate| content.contains(&format!("\"predicate\":\"{}\"", p.name()));
    assert!(value.is_object());
    names.filter(says).collect()
}

#[test]
fn taking_a_word_back_brings_the_word_before_it_back() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    college(&engine);
    let pair = &queue(&engine, QueueRequest::default()).items[0];
    let undo = |number: Option<u64>| {
        engine.review(&ann(ReviewRequest { undo: number, ..ReviewRequest::default() })).unwrap()
    };
    let first = accept(&engine, pair, Predicate::Exact, Weight::Confirmed);
    let second = accept(&engine, pair, Predicate::Narrow, Weight::Confirmed);
    assert_eq!(accepted(&engine), [Predicate::Narrow]);
    let undone = undo(second.batch);
    assert_eq!(accepted(&engine), [Predicate::Exact]);
    undo(undone.batch);
    assert_eq!(accepted(&engine), [Predicate::Narrow], "help: taking back is a word as well");
    assert!(undo(first.batch).added.is_empty(), "help: a later word holds, nothing changes");
    let vote = accept(&engine, pair, Predicate::Close, Weight::Voted);
    assert_eq!(undo(vote.batch).added[0].decision.weight, Weight::Voted);
    assert_eq!(accepted(&engine), [Predicate::Narrow]);
}

#[test]
fn who_votes_goes_on_to_the_next_pair_and_settles_none() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    college(&engine);
    let of =
        |weight: Weight| QueueRequest { reviewer: "ann".into(), weight, ..QueueRequest::default() };
    let n = queue(&engine, of(Weight::Voted)).total;
    let pair = queue(&engine, of(Weight::Voted)).items[0].clone();
    accept(&engine, &pair, Predicate::Close, Weight::Voted);
    assert_eq!(queue(&engine, of(Weight::Voted)).total, n - 1);
    assert_eq!(queue(&engine, of(Weight::Confirmed)).total, n);
    let skipped = queue(&engine, QueueRequest { offset: 5, ..QueueRequest::default() });
    assert_eq!(skipped.items[0], queue(&engine, QueueRequest::default()).items[5]);
}

#[test]
fn what_is_accepted_in_one_go_is_what_the_same_filters_show() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    college(&engine);
    let only = QueueRequest { max_confidence: Some(0.5), ..QueueRequest::default() };
    let shown = queue(&engine, QueueRequest { min_confidence: Some(0.3), ..only.clone() }).total;
    let all = queue(&engine, QueueRequest { min_confidence: Some(0.3), ..QueueRequest::default() });
    let wanted = ReviewRequest { accept_above: Some(0.3), only, ..ReviewRequest::default() };
    let reply = engine.review(&ann(wanted)).unwrap();
    assert_eq!(reply.added.len() as u64, shown);
    assert!(shown > 0 && shown < all.total, "{shown} of {}", all.total);
}

#[test]
fn a_file_takes_back_only_what_a_file_said_and_one_that_says_nothing_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    college(&engine);
    let items = queue(&engine, QueueRequest::default()).items;
    accept(&engine, &items[0], Predicate::Exact, Weight::Confirmed);
    let import_as = |name: &str, header: &str, columns: &[&str], rows: &str| {
        engine.import_mappings(&ImportMappingsRequest {
            name: name.into(),
            from: "college-competencies".into(),
            to: "starter-skills".into(),
            reviewer: "ann".into(),
            sources: vec![Source::Bytes {
                name: "mappings.csv".into(),
                bytes: format!("{header}\n{rows}").into_bytes().into(),
            }],
            columns: columns.iter().map(|column| (*column).to_owned()).collect(),
            preview: false,
        })
    };
    let import =
        |name: &str, rows: &str| import_as(name, "subject_id,relation,object_id", &[], rows);
    let row = |pair: &QueuedPair, relation: &str| {
        format!("{},{relation},{}\n", pair.subject.id, pair.object.id)
    };
    let two_words = row(&items[1], "broad") + &row(&items[1], "close");
    let reply = import("college", &two_words).unwrap();
    assert_eq!((reply.n_added, reply.n_removed, reply.n_left_out), (1, 0, 1));
    let reply = import("college", &row(&items[2], "close")).unwrap();
    assert_eq!((reply.n_added, reply.n_removed), (1, 1));
    assert!(accepted(&engine).contains(&Predicate::Exact), "help: ann's own word stays");
    // Columns of any name, when they are named.
    let own = ["subject_id=Ours", "relation=Verdict", "object_id=Theirs"];
    let reply = import_as("college", "Ours,Verdict,Theirs", &own, &row(&items[2], "close"));
    assert_eq!(reply.unwrap().n_unchanged, 1);
    let wrong = import_as("college", "Ours,Verdict,Theirs", &["verdict=Verdict"], "").unwrap_err();
    assert_eq!(wrong.field, Some("columns"));
    let turned = format!("{},exact,{}\n", items[0].object.id, items[0].subject.id);
    assert_eq!(import("turned", &turned).unwrap_err().kind, ErrorKind::Invalid);
    assert_eq!(engine.crosswalks().unwrap().crosswalks.len(), 1);
}

#[test]
fn what_was_decided_keeps_the_proposal_it_was_decided_on_when_all_is_proposed_anew() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    college(&engine);
    let items = queue(&engine, QueueRequest::default()).items;
    for pair in &items[..3] {
        accept(&engine, pair, pair.predicate, Weight::Confirmed);
    }
    let reject = GivenDecision {
        subject: items[3].subject.id.clone(),
        object: Some(items[3].object.id.clone()),
        says: Saying::Reject,
        predicate: None,
        comment: "another thing".into(),
    };
    let wanted = ReviewRequest { decisions: vec![reject], ..ReviewRequest::default() };
    engine.review(&ann(wanted)).unwrap();
    let publish =
        PublishRequest { name: "college".into(), version: "1".into(), with_contradictions: true };
    engine.publish(&publish).unwrap();
    college(&engine);
    let request = CompareRequest {
        before: "college@1".into(),
        after: "college".into(),
        ..CompareRequest::default()
    };
    let comparison = engine.compare(&request).unwrap().comparison;
    assert_eq!((comparison.n_same, comparison.changed.len()), (4, 0), "{comparison:?}");
}

#[test]
fn a_name_that_is_no_name_is_refused_wherever_it_is_given() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    for name in ["", "/etc/passwd", "../store/meta", "A", "a b", "ä"] {
        let wanted = skillmap::engine::SaveCrosswalkRequest {
            name: name.into(),
            ..skillmap::engine::SaveCrosswalkRequest::default()
        };
        let refused = engine.save_crosswalk(&wanted, &skillmap::engine::unwatched).unwrap_err();
        assert_eq!((refused.kind, refused.field), (ErrorKind::Invalid, Some("name")), "{name:?}");
        let wanted = QueueRequest { name: name.into(), ..QueueRequest::default() };
        assert_eq!(engine.queue(&wanted).unwrap_err().kind, ErrorKind::NotFound, "{name:?}");
    }
}
