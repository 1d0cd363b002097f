//! Every change is written down, by whom and with what was otherwise, and nothing else is.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;
use skillmap::model::Role;
use skillmap::service::Exposure;

use crate::access::NEAR;
use crate::access::ask;
use crate::running::Service;

const TABLE: &str = "#id: urn:test:tiny\n#title: Tiny\n#version: 1\n#language: en\nid,kind,preferred_label@en\nT1,skill,welding underwater\n";

fn log(service: &Service, query: &str) -> Vec<Value> {
    let key = service.key(Role::Administrator);
    let path = format!("/api/v1/audit{query}");
    let answer = ask(service.running.address(), "GET", &path, &[("Authorization", &key)], b"");
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["entries"].as_array().unwrap().clone()
}

#[test]
#[expect(clippy::too_many_lines, reason = "one row for each operation that changes something")]
fn every_change_is_recorded_with_who_when_what_before_and_after() {
    let service = Service::new(Exposure::Anywhere);
    let address = service.running.address();
    let key = service.key(Role::Administrator);
    let crosswalk =
        r#"{"name":"college","proposals":{"from":"college-competencies","to":"starter-skills"}}"#;
    let secret_text = "arc artist of the deep";
    let example = format!(
        r#"{{"workspace":"team","examples":[{{"text":"{secret_text}","concept":"welder"}}]}}"#
    );
    let second = TABLE.replace("#version: 1", "#version: 2");
    let document = format!(r#"{{"workspace":"team","id":"one","text":"{secret_text}"}}"#);
    let rows: [(&str, &str, &str, &str, &str); 19] = [
        ("import", "/api/v1/imports?name=tiny.csv", TABLE, "tiny.csv", "release tiny@1"),
        ("import", "/api/v1/imports?name=tiny.csv", &second, "tiny.csv", "release tiny@2"),
        (
            "make_current",
            "/api/v1/frameworks/current",
            r#"{"release":"tiny@1"}"#,
            "tiny@1",
            "release tiny@1",
        ),
        ("save_profile", "/api/v1/profiles/saved", r#"{"profile":{"name":"a"}}"#, "a", "profile a"),
        ("remove_profile", "/api/v1/profiles/removed", r#"{"name":"a"}"#, "a", "profile a"),
        ("add_examples", "/api/v1/examples/added", &example, "team", "examples of team"),
        (
            "remove_examples",
            "/api/v1/examples/removed",
            r#"{"workspace":"team","all":true}"#,
            "team",
            "examples of team",
        ),
        ("save_document", "/api/v1/documents/saved", &document, "team/one", "documents of team"),
        (
            "save_documents",
            "/api/v1/documents/imports?workspace=team&name=a.csv",
            "title,description\nDiving,arc artist of the deep\n",
            "team",
            "documents of team",
        ),
        (
            "decide_tags",
            "/api/v1/documents/decisions",
            r#"{"workspace":"team","id":"one","verdicts":[{"concept":"welder","says":"add"}]}"#,
            "team/one",
            "documents of team",
        ),
        (
            "remove_document",
            "/api/v1/documents/removed",
            r#"{"workspace":"team","id":"one"}"#,
            "team/one",
            "documents of team",
        ),
        (
            "remove_document",
            "/api/v1/documents/removed",
            r#"{"workspace":"team","id":"none"}"#,
            "team/none",
            "",
        ),
        ("save_crosswalk", "/api/v1/crosswalks/saved", crosswalk, "college", "crosswalk college"),
        (
            "review",
            "/api/v1/crosswalks/decisions",
            r#"{"name":"college","reviewer":"ann","accept_above":0.3}"#,
            "college",
            "crosswalk college",
        ),
        (
            "publish",
            "/api/v1/crosswalks/published",
            r#"{"name":"college","version":"1.0","with_contradictions":true}"#,
            "college",
            "crosswalk college",
        ),
        (
            "create_key",
            "/api/v1/keys/created",
            r#"{"name":"agency","role":"reader"}"#,
            "agency",
            "key ",
        ),
        ("make_current", "/api/v1/frameworks/current", r#"{"release":"none@1"}"#, "none@1", ""),
        (
            "save_profile",
            "/api/v1/profiles/saved",
            r#"{"profile":{"name":"No Name"}}"#,
            "No Name",
            "",
        ),
        ("revoke_key", "/api/v1/keys/revoked", r#"{"id":"none"}"#, "none", ""),
    ];
    for (number, (operation, path, body, target, part)) in rows.into_iter().enumerate() {
        let request = format!("request-{number}");
        let sent = [("Authorization", &*key), ("X-Request-Id", &*request)];
        let answer = ask(address, "POST", path, &sent, body.as_bytes());
        let entry = log(&service, "?limit=2")[1].clone();
        let told = format!("{operation}: {}\n{entry}", answer.body);
        assert_eq!(entry["operation"], operation, "{told}");
        assert_eq!(entry["target"], target, "{told}");
        assert_eq!(entry["who"]["name"], "test", "{told}");
        assert_eq!(entry["who"]["key"], key.split('_').nth(1).unwrap(), "{told}");
        assert_eq!(entry["request"], request, "{told}");
        assert!(entry["time"].as_str().unwrap().ends_with('Z'), "{told}");
        let is_done = answer.status == 200;
        assert_eq!(entry["outcome"], if is_done { "done" } else { "refused" }, "{told}");
        let changes = entry["changes"].as_array().unwrap();
        assert_eq!(is_done, !part.is_empty(), "{told}");
        assert_eq!(changes.is_empty(), part.is_empty(), "{told}");
        let is_told =
            |c: &Value| c["part"].as_str().unwrap().starts_with(part) && c["before"] != c["after"];
        assert!(part.is_empty() || changes.iter().any(is_told), "{told}");
    }
    let all: String = log(&service, "?limit=1000").iter().map(Value::to_string).collect();
    for text in [secret_text, "welding underwater", "arc artist"] {
        assert!(!all.contains(text), "help: no text of a user is recorded");
    }
    assert!(
        service
            .engine
            .doctor()
            .unwrap()
            .findings
            .iter()
            .any(|f| f.check == "audit log" && f.message.starts_with("whole"))
    );
}

#[test]
fn what_only_reads_or_only_tries_leaves_no_entry() {
    let service = Service::new(Exposure::LoopbackOnly);
    let address = service.running.address();
    let dry = "/api/v1/imports?name=tiny.csv&dry_run=true";
    for (path, body) in [("/api/v1/tag", r#"{"text":"vital signs"}"#), (dry, TABLE)] {
        assert_eq!(ask(address, "POST", path, &[NEAR], body.as_bytes()).status, 200);
    }
    // Whoever has no key could fill the disk with refusals.
    for _ in 0..3 {
        assert_eq!(ask(address, "POST", "/api/v1/profiles/removed", &[], b"{}").status, 401);
    }
    let entries = log(&service, "");
    assert!(entries.iter().all(|entry| entry["operation"] == "create_key"), "{entries:?}");
}

#[test]
fn this_machine_is_named_and_so_is_a_key_that_tries_too_much() {
    let service = Service::new(Exposure::LoopbackOnly);
    let address = service.running.address();
    let save = br#"{"profile":{"name":"a"}}"#;
    assert_eq!(ask(address, "POST", "/api/v1/profiles/saved", &[NEAR], save).status, 200);
    let key = service.key(Role::Reader);
    let refused = ask(address, "POST", "/api/v1/profiles/saved", &[("Authorization", &key)], save);
    assert_eq!(refused.status, 403);
    let entries = log(&service, "?operation=save_profile");
    let told: Vec<(&str, &str)> = entries
        .iter()
        .map(|e| (e["who"]["name"].as_str().unwrap(), e["outcome"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("test", "refused"), ("this machine", "done")]);
    let id = key.split('_').nth(1).unwrap();
    assert_eq!(log(&service, &format!("?who={id}")).len(), 1);
    assert_eq!(log(&service, "?since=2200-01-01").len(), 0);
    assert_eq!(log(&service, "?until=2001-01-01").len(), 0);
}

#[test]
fn changes_at_the_same_time_are_never_taken_for_each_other() {
    let service = Service::new(Exposure::LoopbackOnly);
    let address = service.running.address();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            scope.spawn(move || {
                for number in 0..5 {
                    let body = json!({"profile": {"name": format!("p-{thread}-{number}")}});
                    let body = body.to_string();
                    let answer =
                        ask(address, "POST", "/api/v1/profiles/saved", &[NEAR], body.as_bytes());
                    assert_eq!(answer.status, 200, "{}", answer.body);
                }
            });
        }
    });
    let entries = log(&service, "?operation=save_profile");
    assert_eq!(entries.len(), 20);
    for entry in &entries {
        let changes = entry["changes"].as_array().unwrap();
        assert_eq!(changes.len(), 1, "{entry}");
        assert_eq!(changes[0]["part"], format!("profile {}", entry["target"].as_str().unwrap()));
    }
    let numbers: BTreeSet<u64> = entries.iter().map(|e| e["number"].as_u64().unwrap()).collect();
    assert_eq!(numbers.len(), 20);
}

#[test]
fn pages_of_the_log_hold_every_entry_once() {
    let service = Service::new(Exposure::LoopbackOnly);
    for _ in 0..7 {
        service.key(Role::Reader);
    }
    let key = service.key(Role::Administrator);
    let mut numbers = Vec::new();
    let mut before = String::new();
    loop {
        let path = format!("/api/v1/audit?limit=3{before}");
        let answer =
            ask(service.running.address(), "GET", &path, &[("Authorization", &key)], b"").json();
        let entries = answer["entries"].as_array().unwrap();
        numbers.extend(entries.iter().map(|entry| entry["number"].as_u64().unwrap()));
        let Some(next) = answer["next"].as_u64() else { break };
        before = format!("&before={next}");
    }
    assert_eq!(numbers, [8, 7, 6, 5, 4, 3, 2, 1]);
}

#[test]
fn a_job_is_recorded_as_of_whoever_asked_for_it() {
    let service = Service::new(Exposure::Anywhere);
    let address = service.running.address();
    let key = service.key(Role::Editor);
    let sent = [("Authorization", &*key), ("Prefer", "respond-async"), ("X-Request-Id", "later")];
    let taken = ask(address, "POST", "/api/v1/imports?name=tiny.csv", &sent, TABLE.as_bytes());
    assert_eq!(taken.status, 202, "{}", taken.body);
    let place = taken.header("Location");
    while ["waiting", "running"]
        .contains(&ask(address, "GET", place, &[], b"").json()["state"].as_str().unwrap())
    {
        // Not so often that it is refused.
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let entry = log(&service, "?operation=import")[0].clone();
    assert_eq!(entry["who"]["key"], key.split('_').nth(1).unwrap(), "{entry}");
    assert_eq!(entry["request"], "later", "{entry}");
}
