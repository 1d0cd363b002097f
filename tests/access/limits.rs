//! How often and how much may be sent, and what is said where it is too much.

use std::num::NonZeroU32;

use skillmap::limits;
use skillmap::model::Role;
use skillmap::service::Exposure;
use skillmap::service::ServiceOptions;

use crate::access::NEAR;
use crate::access::ask;
use crate::running::Service;

#[test]
fn who_asks_too_often_is_told_how_long_to_wait_and_nobody_else_is() {
    let options = ServiceOptions {
        exposure: Exposure::Anywhere,
        rate: NonZeroU32::new(1),
        ..ServiceOptions::default()
    };
    let service = Service::set(options);
    let address = service.running.address();
    let key = service.key(Role::Reader);
    let get = |headers: &[(&str, &str)]| ask(address, "GET", "/api/v1/samples", headers, b"");
    let answers: Vec<_> = (0..6).map(|_| get(&[])).collect();
    assert_eq!(answers[0].status, 200);
    assert_eq!(answers[0].header("RateLimit-Policy"), "\"requests\";q=1;w=1");
    assert!(answers[0].header("RateLimit").starts_with("\"requests\";r="), "{}", answers[0].head);
    let refused = answers.iter().find(|answer| answer.status == 429).unwrap();
    assert_eq!(refused.header("Retry-After"), "1");
    assert!(refused.detail().contains("at most 1 requests a second"), "{}", refused.body);
    // A key has its own count.
    assert_eq!(get(&[("Authorization", &key)]).status, 200);
}

#[test]
fn this_machine_is_not_bound_unless_that_is_asked_for() {
    let service = Service::new(Exposure::Anywhere);
    let address = service.running.address();
    let near = ask(address, "GET", "/api/v1/samples", &[NEAR], b"");
    assert_eq!((near.status, near.header("RateLimit-Policy")), (200, ""));
    let far = ask(address, "GET", "/api/v1/samples", &[], b"");
    assert_eq!((far.status, far.header("RateLimit-Policy")), (200, "\"requests\";q=100;w=1"));
}

#[test]
fn who_is_not_known_may_send_less() {
    let service = Service::new(Exposure::Anywhere);
    let address = service.running.address();
    let n_bytes = (limits::ANONYMOUS_BYTES + 1).to_string();
    let path = "/api/v1/tag/file?name=a.csv";
    let announced = ask(address, "POST", path, &[("Content-Length", &n_bytes)], b"");
    assert_eq!(announced.status, 413, "{}", announced.body);
    assert!(
        announced.detail().contains(&limits::ANONYMOUS_BYTES.to_string()),
        "{}",
        announced.body
    );
}
