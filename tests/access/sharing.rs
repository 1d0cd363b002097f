//! Pages of other sites may ask where the service was told so, never with somebody's cookie; names and headers are its own.

use skillmap::model::Role;
use skillmap::service::Exposure;
use skillmap::service::Front;
use skillmap::service::ServiceError;
use skillmap::service::ServiceOptions;
use skillmap::service::start;

use crate::access::NEAR;
use crate::access::ask;
use crate::running::Service;

const FRIEND: &str = "https://portal.example";

fn shared() -> Service {
    let cors = vec![FRIEND.to_owned()];
    Service::set(ServiceOptions { cors, ..ServiceOptions::default() })
}

#[test]
fn a_listed_site_may_ask_and_every_other_may_not() {
    let service = shared();
    let address = service.running.address();
    let body = br#"{"text":"vital signs"}"#;
    let rows = [
        (FRIEND, 200, FRIEND),
        ("https://evil.example", 403, ""),
        ("https://portal.example.evil", 403, ""),
        ("http://portal.example", 403, ""),
        ("null", 403, ""),
    ];
    for (origin, status, told) in rows {
        let answer = ask(address, "POST", "/api/v1/tag", &[NEAR, ("Origin", origin)], body);
        assert_eq!(answer.status, status, "{origin}: {}", answer.body);
        assert_eq!(answer.header("Access-Control-Allow-Origin"), told, "{origin}");
        assert_eq!(answer.header("Access-Control-Allow-Credentials"), "", "{origin}");
        let asked = [NEAR, ("Origin", origin), ("Access-Control-Request-Method", "POST")];
        let preflight = ask(address, "OPTIONS", "/api/v1/tag", &asked, b"");
        assert_eq!(preflight.status == 204, !told.is_empty(), "{origin}");
        assert_eq!(preflight.header("Access-Control-Allow-Origin"), told, "{origin}");
    }
    let answer = ask(address, "GET", "/api/v1/frameworks", &[NEAR], b"");
    assert!(
        answer.head.to_lowercase().contains("vary: ") && answer.head.contains("Origin"),
        "{}",
        answer.head
    );
}

#[test]
fn a_listed_site_is_never_taken_for_this_machine_nor_for_who_is_signed_in() {
    let service = shared();
    let address = service.running.address();
    let key = service.key(Role::Editor);
    let (secret, _) = service.engine.sign_in(key.strip_prefix("Bearer ").unwrap()).unwrap();
    let cookie = format!("skillmap-session={secret}");
    let save = br#"{"profile":{"name":"a"}}"#;
    let rows: [(&[(&str, &str)], u16); 5] = [
        (&[NEAR], 200),
        (&[("Cookie", &cookie)], 200),
        (&[NEAR, ("Origin", FRIEND)], 401),
        (&[("Cookie", &cookie), ("Origin", FRIEND)], 401),
        (&[("Authorization", &key), ("Origin", FRIEND)], 200),
    ];
    for (headers, status) in rows {
        let answer = ask(address, "POST", "/api/v1/profiles/saved", headers, save);
        assert_eq!(answer.status, status, "{headers:?}: {}", answer.body);
    }
}

#[test]
fn whether_it_lives_may_be_shown_on_any_page() {
    let service = Service::new(Exposure::LoopbackOnly);
    let headers = [NEAR, ("Origin", "https://status.example")];
    let answer = ask(service.running.address(), "GET", "/healthz", &headers, b"");
    assert_eq!(answer.header("Access-Control-Allow-Origin"), "*");
    assert_eq!(answer.header("Access-Control-Allow-Credentials"), "");
}

#[test]
fn behind_encryption_browsers_are_told_so_and_cookies_are_for_it_alone() {
    for (front, is_told) in [(Front::Plain, false), (Front::Tls, true)] {
        let service = Service::set(ServiceOptions { front, ..ServiceOptions::default() });
        let address = service.running.address();
        let answer = ask(address, "GET", "/healthz", &[], b"");
        assert_eq!(!answer.header("Strict-Transport-Security").is_empty(), is_told);
        let key = service.key(Role::Reader);
        let body = format!("key={}", key.strip_prefix("Bearer ").unwrap());
        let signed = ask(address, "POST", "/sign-in", &[], body.as_bytes());
        assert_eq!(signed.header("Set-Cookie").contains("Secure"), is_told, "{}", signed.head);
    }
}

#[test]
fn a_setting_that_cannot_be_meant_keeps_the_service_from_starting() {
    let engine = Service::new(Exposure::LoopbackOnly).engine;
    let address = "127.0.0.1:0".parse().unwrap();
    let usual = || ServiceOptions { address, ..ServiceOptions::default() };
    let rows = [
        ServiceOptions { cors: vec!["*".into()], ..usual() },
        ServiceOptions { cors: vec!["https://a.example/".into()], ..usual() },
        ServiceOptions { hosts: vec!["https://a.example".into()], ..usual() },
        ServiceOptions { hosts: vec![String::new()], ..usual() },
    ];
    for options in rows {
        let told = format!("{options:?}");
        let refused = start(engine.clone(), options);
        assert!(matches!(refused, Err(ServiceError::Setting { .. })), "{told}");
    }
}
