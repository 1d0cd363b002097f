//! Reviewing through the engine and through the command line.

use std::collections::BTreeSet;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use skillmap::engine::CheckRequest;
use skillmap::engine::CompareRequest;
use skillmap::engine::CoverageRequest;
use skillmap::engine::DecisionsRequest;
use skillmap::engine::Engine;
use skillmap::engine::ErrorKind;
use skillmap::engine::GivenDecision;
use skillmap::engine::ImportMappingsRequest;
use skillmap::engine::MappingFileRequest;
use skillmap::engine::PublishRequest;
use skillmap::engine::QueueRequest;
use skillmap::engine::ReviewRequest;
use skillmap::engine::Saying;
use skillmap::engine::Source;
use skillmap::engine::Starter;
use skillmap::model::CrosswalkState;
use skillmap::model::Decision;
use skillmap::model::Predicate;
use skillmap::model::Verdict;

use crate::crosswalks::college;

fn queue(engine: &Engine, reviewer: &str) -> skillmap::engine::QueueReply {
    let request = QueueRequest {
        name: "college".into(),
        reviewer: reviewer.into(),
        limit: 200,
        ..QueueRequest::default()
    };
    engine.queue(&request).unwrap()
}

fn log(engine: &Engine) -> Vec<Decision> {
    let mut all: Vec<Decision> = Vec::new();
    loop {
        let after = all.len() as u64;
        let request =
            DecisionsRequest { name: "college".into(), after, ..DecisionsRequest::default() };
        let reply = engine.decisions(&request).unwrap();
        if reply.decisions.is_empty() {
            return all;
        }
        all.extend(reply.decisions.into_iter().map(|shown| shown.decision));
    }
}

/// Says something of the first pairs of the queue.
fn say(engine: &Engine, reviewer: &str, n: usize, says: Saying) -> Vec<Decision> {
    let decisions = queue(engine, reviewer).items.into_iter().take(n).map(|pair| GivenDecision {
        subject: pair.subject.id,
        object: Some(pair.object.id),
        says,
        predicate: None,
        comment: String::new(),
    });
    let request = ReviewRequest {
        name: "college".into(),
        reviewer: reviewer.into(),
        decisions: decisions.collect(),
        ..ReviewRequest::default()
    };
    let reply = engine.review(&request).unwrap();
    reply.added.into_iter().map(|shown| shown.decision).collect()
}

fn command(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_skillmap"));
    command.arg("--data").arg(data).args(["crosswalk", "review", "college", "-r", "ann"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// Answers that many pairs by the command line, and says which numbers were acknowledged.
fn answer(data: &Path, n: usize, is_killed: bool) -> Vec<u64> {
    let keys = ["a", "x no", "c", "n a comment", "b"];
    let mut child = command(data).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut acknowledged = Vec::new();
    for turn in 0..n {
        writeln!(stdin, "{}", keys[turn % keys.len()]).unwrap();
        let mut line = String::new();
        while !line.contains("written down as number") {
            line.clear();
            assert!(out.read_line(&mut line).unwrap() > 0, "help: the review ended early");
        }
        let number = line.rsplit(' ').next().unwrap().trim();
        acknowledged.push(number.parse().unwrap());
    }
    if is_killed {
        // One more answer is on its way when the kill comes: it is there whole or not at all.
        let _ = writeln!(stdin, "a");
        child.kill().unwrap();
    } else {
        writeln!(stdin, "q").unwrap();
    }
    child.wait().unwrap();
    acknowledged
}

#[test]
fn a_hundred_pairs_reviewed_with_a_kill_half_way_lose_no_decision_and_double_none() {
    let dir = tempfile::tempdir().unwrap();
    let n_proposals = college(&Engine::open(dir.path(), Starter::WhenEmpty).unwrap());
    assert!(n_proposals >= 101, "help: {n_proposals} proposals are too few for this test");
    let mut acknowledged = answer(dir.path(), 50, true);
    acknowledged.extend(answer(dir.path(), 50, false));
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    let log = log(&engine);
    let numbers: Vec<u64> = log.iter().map(|decision| decision.number).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
    assert!(acknowledged.iter().all(|number| numbers.contains(number)), "{acknowledged:?}");
    assert!((100..=101).contains(&log.len()), "{} decisions", log.len());
    let pairs: BTreeSet<_> = log.iter().map(|d| (&d.subject, &d.object)).collect();
    assert_eq!(pairs.len(), log.len(), "help: a pair was asked about twice");
}

#[test]
fn accepting_in_one_go_is_looked_at_first_written_once_and_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    college(&engine);
    let n_open = queue(&engine, "").total;
    let request = ReviewRequest {
        name: "college".into(),
        reviewer: "ann".into(),
        accept_above: Some(0.4),
        preview: true,
        ..ReviewRequest::default()
    };
    let preview = engine.review(&request).unwrap();
    assert!(!preview.added.is_empty() && log(&engine).is_empty());
    let written = engine.review(&ReviewRequest { preview: false, ..request.clone() }).unwrap();
    assert_eq!(written.added.len(), preview.added.len());
    assert_eq!(queue(&engine, "").total, n_open - written.added.len() as u64);
    // The same again finds nothing open.
    let again = engine.review(&ReviewRequest { preview: false, ..request.clone() }).unwrap();
    assert!(again.added.is_empty());
    assert!(again.highest.is_some_and(|highest| highest.value() < 0.4), "{:?}", again.highest);
    let undo = ReviewRequest { accept_above: None, preview: false, undo: written.batch, ..request };
    let inside = ReviewRequest { undo: written.batch.map(|batch| batch + 1), ..undo.clone() };
    let refused = engine.review(&inside).unwrap_err().message;
    let batch = written.batch.unwrap();
    assert!(refused.contains(&format!("of batch {batch}; undo {batch} takes")), "{refused}");
    assert_eq!(engine.review(&undo).unwrap().added.len(), written.added.len());
    assert_eq!(queue(&engine, "").total, n_open);
    assert_eq!(log(&engine).len(), 2 * written.added.len(), "help: nothing is ever overwritten");
    let nobody = ReviewRequest { reviewer: "bob".into(), ..undo };
    assert_eq!(engine.review(&nobody).unwrap_err().kind, ErrorKind::NotFound);
}

#[test]
fn what_was_refused_is_not_proposed_again_and_two_who_differ_are_a_dispute() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    let n_proposals = college(&engine);
    let rejected = say(&engine, "ann", 5, Saying::Reject);
    assert_eq!(college(&engine), n_proposals - 5);
    let shown = queue(&engine, "").items;
    for decision in &rejected {
        let is_it = |pair: &&skillmap::engine::QueuedPair| {
            pair.subject.id == decision.subject && Some(&pair.object.id) == decision.object.as_ref()
        };
        assert!(shown.iter().find(is_it).is_none(), "{decision:?}");
    }
    let accepted = say(&engine, "ann", 4, Saying::Accept);
    let said = |says: Saying, decision: &Decision| GivenDecision {
        subject: decision.subject.clone(),
        object: decision.object.clone(),
        says,
        predicate: match decision.verdict {
            Verdict::Accept { predicate } if says == Saying::Accept => Some(predicate),
            _ => None,
        },
        comment: String::new(),
    };
    let request = ReviewRequest {
        name: "college".into(),
        reviewer: "bob".into(),
        decisions: vec![
            said(Saying::Accept, &accepted[0]),
            said(Saying::Accept, &accepted[1]),
            said(Saying::Accept, &accepted[2]),
            said(Saying::Reject, &accepted[3]),
        ],
        ..ReviewRequest::default()
    };
    engine.review(&request).unwrap();
    let held = &engine.crosswalks().unwrap().crosswalks[0];
    assert_eq!((held.n_accepted, held.n_disputed, held.n_rejected), (3, 1, 5));
    assert_eq!(held.state, CrosswalkState::InReview);
    let reply = engine
        .decisions(&DecisionsRequest { name: "college".into(), ..DecisionsRequest::default() })
        .unwrap();
    let [agreement] = &reply.agreements[..] else { panic!("{:?}", reply.agreements) };
    assert_eq!((agreement.one.as_str(), agreement.other.as_str()), ("ann", "bob"));
    assert!(agreement.agreement.n == 4 && (agreement.agreement.observed - 0.75).abs() < 1e-9);
}

#[test]
fn what_is_published_never_changes_and_is_compared_with_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    college(&engine);
    let publish = |version: &str| {
        engine.publish(&PublishRequest {
            name: "college".into(),
            version: version.into(),
            with_contradictions: true,
        })
    };
    assert_eq!(publish("1.0").unwrap_err().kind, ErrorKind::Invalid, "help: nothing is decided");
    say(&engine, "ann", 6, Saying::Accept);
    let first = publish("1.0").unwrap();
    assert_eq!((first.n_mappings, first.supersedes.as_str()), (6, ""));
    assert_eq!(publish("1.0").unwrap_err().kind, ErrorKind::Conflict);
    assert_eq!(engine.crosswalks().unwrap().crosswalks[0].state, CrosswalkState::Published);
    let file = |name: &str, format: &str| {
        let request = MappingFileRequest { name: name.into(), format: format.into() };
        engine.mapping_file(&request).unwrap().content
    };
    let before = ["sssom", "csv", "json"].map(|format| file("college@1.0", format));
    say(&engine, "ann", 3, Saying::Reject);
    let second = publish("1.1").unwrap();
    assert_eq!((second.n_mappings, second.supersedes.as_str()), (9, "1.0"));
    assert_ne!(first.digest, second.digest);
    assert_eq!(before, ["sssom", "csv", "json"].map(|format| file("college@1.0", format)));
    let request = CompareRequest {
        before: "college@1.0".into(),
        after: "college@1.1".into(),
        ..CompareRequest::default()
    };
    let comparison = engine.compare(&request).unwrap().comparison;
    assert_eq!((comparison.n_same, comparison.added.len()), (6, 3));
    assert!(comparison.removed.is_empty() && comparison.changed.is_empty());
    // Who asks about a concept hears of the latest version only.
    let n_sets = engine.frameworks().unwrap().mapping_sets;
    assert!(n_sets.iter().any(|set| set.digest == second.digest));
    let coverage = CoverageRequest {
        name: "college".into(),
        before: "college@1.0".into(),
        ..CoverageRequest::default()
    };
    let coverage = engine.coverage(&coverage).unwrap();
    assert!(coverage.coverage.subjects.total.n_mapped > 0 && coverage.change.is_some());
}

#[test]
fn importing_finished_mappings_again_brings_what_has_changed_and_keeps_what_others_decided() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    college(&engine);
    let own = say(&engine, "ann", 2, Saying::Reject);
    let pairs: Vec<_> = queue(&engine, "").items.into_iter().take(4).collect();
    let row = |at: usize, relation: &str| {
        format!("{},{relation},{}\n", pairs[at].subject.id, pairs[at].object.id)
    };
    let import = |rows: &[String], preview: bool| {
        let text = format!("subject_id,relation,object_id\n{}", rows.concat());
        let reply = engine
            .import_mappings(&ImportMappingsRequest {
                name: "college".into(),
                reviewer: "state".into(),
                sources: vec![Source::Bytes {
                    name: "mappings.csv".into(),
                    bytes: text.into_bytes().into(),
                }],
                preview,
                ..ImportMappingsRequest::default()
            })
            .unwrap();
        (reply.n_added, reply.n_changed, reply.n_removed, reply.n_unchanged, reply.n_unknown)
    };
    let first =
        [row(0, "exact"), row(1, "broad"), row(2, "close"), "urn:x:1,exact,urn:x:2\n".to_owned()];
    assert_eq!(import(&first, true), (3, 0, 0, 0, 1));
    assert_eq!(log(&engine).len(), 2);
    assert_eq!(import(&first, false), (3, 0, 0, 0, 1));
    assert_eq!(import(&first, false), (0, 0, 0, 3, 1));
    let second = [row(0, "exact"), row(1, "narrow"), row(3, "exact")];
    assert_eq!(import(&second, false), (1, 1, 1, 1, 0));
    let log = log(&engine);
    assert_eq!(log.len(), 2 + 3 + 3);
    assert_eq!(log[..2], own[..]);
    let held = &engine.crosswalks().unwrap().crosswalks[0];
    assert_eq!((held.n_accepted, held.n_rejected), (3, 2));
}

#[test]
fn a_contradiction_is_found_keeps_from_publishing_and_is_gone_when_people_follow_the_repair() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    college(&engine);
    let items = queue(&engine, "").items;
    let first = &items[0];
    let other =
        items.iter().find(|i| i.subject.id == first.subject.id && i.object.id != first.object.id);
    let decide = |pair: &skillmap::engine::QueuedPair, predicate| {
        let decision = GivenDecision {
            subject: pair.subject.id.clone(),
            object: Some(pair.object.id.clone()),
            says: Saying::Accept,
            predicate: Some(predicate),
            comment: String::new(),
        };
        let request = ReviewRequest {
            name: "college".into(),
            reviewer: "ann".into(),
            decisions: vec![decision],
            ..ReviewRequest::default()
        };
        engine.review(&request).unwrap();
    };
    decide(first, Predicate::Exact);
    decide(other.unwrap(), Predicate::Exact);
    let check = || {
        engine.check(&CheckRequest { name: "college".into(), ..CheckRequest::default() }).unwrap()
    };
    let found = check();
    assert_eq!((found.contradictions.len(), found.downgrade.len()), (1, 1));
    let publish =
        PublishRequest { name: "college".into(), version: "1".into(), with_contradictions: false };
    let refused = engine.publish(&publish).unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict);
    let weakened = &found.downgrade[0];
    let pair = items.iter().find(|i| {
        i.subject.id == weakened.mapping.subject
            && Some(&i.object.id) == weakened.mapping.object.as_ref()
    });
    decide(pair.unwrap(), weakened.becomes.unwrap());
    assert!(check().contradictions.is_empty());
    engine.publish(&publish).unwrap();
}
