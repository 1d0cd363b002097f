//! What attackers try: none of it succeeds, and the service answers on.

mod content;
mod doors;
mod lines;
mod strangers;

use crate::access::NEAR;
use crate::access::ask;
use crate::running::Service;

/// After each attack: the service still does its work.
#[track_caller]
fn still_answers(service: &Service) {
    let answer = ask(service.running.address(), "GET", "/api/v1/search?text=welding", &[NEAR], b"");
    assert_eq!(answer.status, 200, "{}", answer.body);
}

/// A framework with these lines of concepts.
fn table(rows: &str) -> String {
    format!(
        "#id: urn:test:attack\n#title: Attack\n#version: 1\n#language: en\nid,kind,preferred_label@en,description@en\n{rows}"
    )
}
