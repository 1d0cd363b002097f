//! Keys open what they are for, as long as they hold, and nothing else.

use serde_json::json;
use skillmap::engine::CreateKeyRequest;
use skillmap::engine::RevokeKeyRequest;
use skillmap::model::Role;
use skillmap::service::Anonymous;
use skillmap::service::Door;
use skillmap::service::Exposure;
use skillmap::service::ROUTES;
use skillmap::service::ServiceOptions;

use crate::access::NEAR;
use crate::access::ask;
use crate::running::Service;

#[test]
fn each_role_is_let_in_to_what_it_is_for_and_to_nothing_above() {
    let service = Service::new(Exposure::Anywhere);
    let address = service.running.address();
    for role in Role::ALL {
        let key = service.key(role);
        for route in ROUTES {
            let sent = [("Authorization", &*key)];
            let answer = ask(address, route.method, route.path, &sent, b"not json");
            let may = role >= route.door.least();
            let is_refused = answer.status == 401
                || (answer.status == 403 && answer.detail().starts_with("the key is that of"));
            assert_eq!(
                !is_refused, may,
                "{role} {}: {} {}",
                route.path, answer.status, answer.body
            );
        }
    }
}

#[test]
fn a_key_is_managed_with_a_key_on_this_machine_too() {
    let service = Service::new(Exposure::LoopbackOnly);
    let address = service.running.address();
    for route in ROUTES.iter().filter(|route| matches!(route.door, Door::Key(_))) {
        let answer = ask(address, route.method, route.path, &[NEAR], b"{}");
        assert_eq!(answer.status, 401, "{}", answer.body);
        assert!(answer.detail().contains("on this machine too"), "{}", answer.body);
    }
    assert_eq!(ROUTES.iter().filter(|route| matches!(route.door, Door::Key(_))).count(), 4);
}

#[test]
fn a_key_is_told_once_and_lists_never_hold_it() {
    let service = Service::new(Exposure::Anywhere);
    let address = service.running.address();
    let administrator = service.key(Role::Administrator);
    let sent = [("Authorization", &*administrator)];
    let body = json!({"name": "agency", "role": "editor", "expires": "90d"}).to_string();
    let made = ask(address, "POST", "/api/v1/keys/created", &sent, body.as_bytes()).json();
    let secret = made["secret"].as_str().unwrap();
    let parts: Vec<&str> = secret.split('_').collect();
    assert_eq!((parts[0], parts[1].len(), parts[2].len()), ("sm", 12, 64), "{}", parts[1]);
    let listed = ask(address, "GET", "/api/v1/keys", &sent, b"");
    assert!(!listed.body.contains(parts[2]), "help: a secret is told once");
    let own = listed.json()["keys"]
        .as_array()
        .unwrap()
        .iter()
        .find(|key| key["name"] == "agency")
        .cloned();
    let own = own.unwrap();
    assert_eq!((&own["id"], &own["is_valid"]), (&json!(parts[1]), &json!(true)));
    assert_eq!(own["last_used"], json!(null));
    let shown = format!("Bearer {secret}");
    assert_eq!(
        ask(address, "GET", "/api/v1/frameworks", &[("Authorization", &shown)], b"").status,
        200
    );
    let listed = ask(address, "GET", "/api/v1/keys", &sent, b"").json();
    let keys = listed["keys"].as_array().unwrap();
    assert!(keys.iter().all(|key| key["last_used"].is_string()), "{listed}");
}

#[test]
fn what_cannot_be_a_key_is_refused_by_its_field() {
    let service = Service::new(Exposure::Anywhere);
    let key = service.key(Role::Administrator);
    let rows = [
        (json!({"name": " ", "role": "editor"}), 422, "name"),
        (json!({"name": "a\r\nb", "role": "editor"}), 422, "name"),
        (json!({"name": "a".repeat(1_000), "role": "editor"}), 422, "name"),
        (json!({"name": "a", "role": "owner"}), 400, "role"),
        (json!({"name": "a", "only": ["Search!"]}), 422, "only"),
        (json!({"name": "a", "expires": "yesterday"}), 422, "expires"),
        (json!({"name": "a", "expires": "2001-01-01"}), 422, "expires"),
        (json!({"name": "a", "secret": "own"}), 400, "secret"),
    ];
    for (body, status, field) in rows {
        let sent = [("Authorization", &*key)];
        let body = body.to_string();
        let answer =
            ask(service.running.address(), "POST", "/api/v1/keys/created", &sent, body.as_bytes());
        assert_eq!(answer.status, status, "{body}: {}", answer.body);
        assert_eq!(answer.json()["errors"][0]["field"], field, "{body}: {}", answer.body);
    }
}

#[test]
fn a_session_lasts_as_long_as_its_key_and_is_ended_by_signing_out() {
    let service = Service::new(Exposure::Anywhere);
    let address = service.running.address();
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let sign_in =
        |key: &str| ask(address, "POST", "/sign-in", &[form], format!("key={key}").as_bytes());
    let profile = br#"{"profile":{"name":"a"}}"#;
    let save = |cookie: &str| {
        ask(address, "POST", "/api/v1/profiles/saved", &[("Cookie", cookie)], profile).status
    };
    let request = CreateKeyRequest { name: "ann".into(), role: Role::Editor, ..Default::default() };
    let made = service.engine.create_key(&request).unwrap();
    let signed = sign_in(&made.secret);
    assert_eq!((signed.status, signed.header("Location")), (303, "/"), "{}", signed.body);
    let set = signed.header("Set-Cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(set.contains(part), "{set}");
    }
    assert!(!set.contains(made.secret.rsplit('_').next().unwrap()), "the key itself is no cookie");
    let cookie = set.split(';').next().unwrap();
    assert_eq!(save(cookie), 200);
    assert_eq!(save("skillmap-session=forged"), 401);

    let out = ask(address, "POST", "/sign-out", &[form, ("Cookie", cookie)], b"");
    assert_eq!(out.status, 303);
    assert!(out.header("Set-Cookie").contains("Max-Age=0"), "{}", out.head);
    assert_eq!(save(cookie), 401, "help: signing out ends the session on this side, too");

    let signed = sign_in(&made.secret);
    let cookie = signed.header("Set-Cookie").split(';').next().unwrap();
    assert_eq!(save(cookie), 200);
    service.engine.revoke_key(&RevokeKeyRequest { id: made.key.id.clone() }).unwrap();
    assert_eq!(save(cookie), 401);
    assert_eq!(sign_in(&made.secret).status, 401);
    for wrong in ["", "sm_0_0", "a&key=b", "a&other=b"] {
        assert!([400, 401].contains(&sign_in(wrong).status), "{wrong:?}");
    }
    let person = [form, ("Accept", "text/html"), ("Accept-Language", "es")];
    let again =
        ask(address, "POST", "/sign-in", &person, format!("key={}", made.secret).as_bytes());
    assert_eq!((again.status, again.header("WWW-Authenticate").is_empty()), (401, false));
    assert!(again.body.contains("Esta clave ha sido retirada."), "{}", again.body);
}

#[test]
fn where_nobody_may_read_without_a_key_only_the_pulse_is_told() {
    let options = ServiceOptions { anonymous: Anonymous::Nobody, ..ServiceOptions::default() };
    let service = Service::set(options);
    let address = service.running.address();
    let key = service.key(Role::Reader);
    for from in [NEAR, ("Via", "1.1 proxy")] {
        for route in ROUTES {
            let answer = ask(address, route.method, route.path, &[from], b"{}");
            assert_eq!(answer.status, 401, "{}: {}", route.path, answer.body);
        }
        assert_eq!(ask(address, "GET", "/healthz", &[from], b"").status, 200);
        let known =
            ask(address, "GET", "/api/v1/frameworks", &[from, ("Authorization", &key)], b"");
        assert_eq!(known.status, 200, "{}", known.body);
    }
}
