//! Doors: without a key, with the wrong one, with one that no longer holds.

use skillmap::engine::CreateKeyRequest;
use skillmap::engine::ProfilesRequest;
use skillmap::engine::RevokeKeyRequest;
use skillmap::model::Key;
use skillmap::model::Role;
use skillmap::service::Exposure;
use skillmap::service::ServiceOptions;
use skillmap::store::Store;

use crate::access::Answer;
use crate::access::ask;
use crate::attacks::still_answers;
use crate::running::Service;

/// Somebody elsewhere tries to save a profile.
fn attempt(service: &Service, headers: &[(&str, &str)]) -> Answer {
    let body = br#"{"profile":{"name":"attacked"}}"#;
    ask(service.running.address(), "POST", "/api/v1/profiles/saved", headers, body)
}

#[track_caller]
fn check_refused(service: &Service, headers: &[(&str, &str)], status: u16, detail: &str) {
    let answer = attempt(service, headers);
    assert_eq!(answer.status, status, "{headers:?}: {}", answer.body);
    assert!(answer.detail().starts_with(detail), "{headers:?}: {}", answer.body);
    let challenge = answer.header("WWW-Authenticate");
    assert_eq!(challenge.starts_with("Bearer"), status == 401, "{}", answer.head);
    let profiles = service.engine.profiles(&ProfilesRequest::default()).unwrap().profiles;
    assert!(profiles.is_empty(), "help: nothing may have changed");
    still_answers(service);
}

#[test]
fn without_a_key_nothing_is_changed() {
    let service = Service::new(Exposure::Anywhere);
    let needed = "this is for editors; send the key of one";
    check_refused(&service, &[], 401, needed);
    check_refused(&service, &[("Host", "skills.example"), ("Via", "")], 401, needed);
    for forged in ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Forwarded-Host"] {
        check_refused(&service, &[("Via", ""), (forged, "127.0.0.1")], 401, needed);
    }
}

#[test]
fn a_key_that_is_wrong_in_any_part_is_told_the_same_as_one_that_never_was() {
    let service = Service::new(Exposure::Anywhere);
    let key = service.key(Role::Editor);
    let (id, secret) = key.strip_prefix("Bearer sm_").unwrap().split_once('_').unwrap();
    let rows = [
        format!("Bearer sm_{id}_{}", "0".repeat(secret.len())),
        format!("Bearer sm_{}_{secret}", "0".repeat(id.len())),
        format!("Bearer sm_{id}_{}", &secret[1..]),
        format!("Bearer sm_{id}_"),
        format!("Bearer sm_{id}"),
        format!("Bearer {secret}"),
        format!("Basic {secret}"),
        "Bearer".to_owned(),
        "Bearer sm___".to_owned(),
        "Skillmap-Local 0".to_owned(),
        format!("Bearer sm_{id}_{}", "a".repeat(50_000)),
    ];
    let mut told = Vec::new();
    for row in &rows {
        check_refused(&service, &[("Authorization", row)], 401, "the key is not known");
        let mut answer = attempt(&service, &[("Authorization", row)]).json();
        // The name of the request, each time another one.
        answer.as_object_mut().unwrap().remove("instance");
        told.push(answer);
    }
    told.dedup();
    assert_eq!(told.len(), 1, "help: what part is wrong helps those who guess");
    // Two of them are none.
    check_refused(
        &service,
        &[("Authorization", &key), ("Authorization", &key)],
        401,
        "the key is not known",
    );
}

#[test]
fn a_key_of_a_lesser_role_does_not_help() {
    let service = Service::new(Exposure::Anywhere);
    let key = service.key(Role::Reader);
    let told = "the key is that of a reader, this is for editors";
    check_refused(&service, &[("Authorization", &key)], 403, told);
}

#[test]
fn a_key_whose_time_is_over_does_not_help() {
    let secret = "ab".repeat(32);
    let key = Key {
        id: "0123456789ab".into(),
        name: "old".into(),
        role: Role::Administrator,
        only: Vec::new(),
        created: "2020-01-01T00:00:00Z".into(),
        expires: Some("2020-02-01T00:00:00Z".into()),
        revoked: None,
    };
    let shown = format!("Bearer sm_{}_{secret}", key.id);
    let service = Service::over(ServiceOptions::default(), |dir| {
        Store::open(&dir.join("store")).unwrap().add_key(&key, &secret).unwrap();
    });
    check_refused(&service, &[("Authorization", &shown)], 401, "the key has expired");
}

#[test]
fn a_key_that_was_taken_back_does_not_help() {
    let service = Service::new(Exposure::Anywhere);
    let request = CreateKeyRequest { name: "a".into(), role: Role::Editor, ..Default::default() };
    let made = service.engine.create_key(&request).unwrap();
    service.engine.revoke_key(&RevokeKeyRequest { id: made.key.id }).unwrap();
    let shown = format!("Bearer {}", made.secret);
    check_refused(&service, &[("Authorization", &shown)], 401, "the key was taken back");
}

#[test]
fn a_key_is_for_what_it_is_for_alone() {
    let service = Service::new(Exposure::Anywhere);
    let only = vec!["tag".to_owned(), "search".to_owned()];
    let role = Role::Administrator;
    let name = "bound".to_owned();
    let key = service.key_for(&CreateKeyRequest { name, role, only, ..Default::default() });
    let told = "the key is for search, tag alone; use another key for save_profile";
    check_refused(&service, &[("Authorization", &key)], 403, told);
    let address = service.running.address();
    let sent = [("Authorization", &*key)];
    assert_eq!(ask(address, "GET", "/api/v1/search?text=welding", &sent, b"").status, 200);
    assert_eq!(ask(address, "GET", "/api/v1/frameworks", &sent, b"").status, 403);
}
