//! From elsewhere: other sites with somebody's cookie, other names, and whoever reads the log.

use skillmap::model::Role;
use skillmap::service::Exposure;
use skillmap::service::ROUTES;
use skillmap::service::ServiceOptions;

use crate::access::NEAR;
use crate::access::ask;
use crate::attacks::still_answers;
use crate::running::Process;
use crate::running::Service;

#[test]
fn another_site_cannot_use_the_cookie_of_who_is_signed_in() {
    let service = Service::new(Exposure::LoopbackOnly);
    let address = service.running.address();
    let key = service.key(Role::Administrator);
    let (secret, _) = service.engine.sign_in(key.strip_prefix("Bearer ").unwrap()).unwrap();
    let cookie = ("Cookie", &*format!("skillmap-session={secret}"));
    let sites: [&[(&str, &str)]; 5] = [
        &[("Origin", "https://evil.example")],
        &[("Origin", "null")],
        &[("Origin", "http://localhost:1")],
        &[("Sec-Fetch-Site", "cross-site")],
        &[("Sec-Fetch-Site", "same-site")],
    ];
    let types = [
        "application/json",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=a",
    ];
    let own = ["/sign-in", "/sign-out"];
    let paths = ROUTES.iter().filter(|route| route.method == "POST").map(|route| route.path);
    for path in paths.chain(own) {
        for site in sites {
            for media_type in types {
                let headers = [site, &[cookie, NEAR, ("Content-Type", media_type)]].concat();
                let body = br#"{"name":"a","role":"administrator"}"#;
                let answer = ask(address, "POST", path, &headers, body);
                assert_eq!(answer.status, 403, "{path} {headers:?}: {}", answer.body);
            }
        }
    }
    // What is only read is read as by anybody: nothing that a cookie opens.
    for route in
        ROUTES.iter().filter(|route| route.method == "GET" && route.door.least() > Role::Reader)
    {
        let headers = [cookie, NEAR, ("Sec-Fetch-Site", "cross-site")];
        assert_eq!(ask(address, "GET", route.path, &headers, b"").status, 401, "{}", route.path);
    }
    assert!(service.engine.session(&secret).is_some(), "help: nobody else can sign one out");
    assert_eq!(service.engine.keys().unwrap().keys.len(), 1);
    still_answers(&service);
}

#[test]
fn no_answer_speaks_of_a_name_that_is_not_its_own() {
    let open = Service::new(Exposure::Anywhere);
    let options = ServiceOptions {
        exposure: Exposure::Anywhere,
        hosts: vec!["skills.example".into()],
        ..ServiceOptions::default()
    };
    let named = Service::set(options);
    let evil = "evil.example";
    let spoken: [&[(&str, &str)]; 4] = [
        &[("Host", evil)],
        &[("X-Forwarded-Host", evil)],
        &[("Forwarded", "host=evil.example;proto=https")],
        &[
            ("X-Host", evil),
            ("X-Original-URL", "http://evil.example/"),
            ("X-Rewrite-URL", "/evil.example"),
        ],
    ];
    let paths = [
        "/",
        "/healthz",
        "/api/v1/frameworks",
        "/api/v1/search?text=welding",
        "/nothing",
        "/api/v1/export?framework=starter-skills",
        "/sign-out",
    ];
    for service in [&open, &named] {
        for headers in spoken {
            for path in paths {
                let method = if path == "/sign-out" { "POST" } else { "GET" };
                let answer = ask(service.running.address(), method, path, headers, b"");
                assert!(answer.status > 0, "{path}");
                assert!(!answer.head.contains(evil), "{path} {headers:?}: {}", answer.head);
                assert!(!answer.body.contains(evil), "{path} {headers:?}: {}", answer.body);
            }
        }
        still_answers(service);
    }
    for (host, status) in [
        (evil, 421),
        ("skills.example", 200),
        ("SKILLS.example:8443", 200),
        ("skills.example.evil.example", 421),
        ("skills.example@evil.example", 421),
        ("localhost", 200),
    ] {
        let answer = ask(named.running.address(), "GET", "/healthz", &[("Host", host)], b"");
        assert_eq!(answer.status, status, "{host}");
    }
}

#[test]
fn nothing_that_was_sent_is_logged() {
    let process = Process::serve(&[], "trace");
    let address = process.address;
    let told: serde_json::Value =
        serde_json::from_slice(&std::fs::read(process.dir().join("service.json")).unwrap())
            .unwrap();
    let local = told["secret"].as_str().unwrap().to_owned();
    let wanted = br#"{"name":"a","role":"editor"}"#;
    let credentials = format!("Skillmap-Local {local}");
    let made = ask(
        address,
        "POST",
        "/api/v1/keys/created",
        &[NEAR, ("Authorization", &credentials)],
        wanted,
    );
    let secret = made.json()["secret"].as_str().unwrap().to_owned();
    let digits = secret.rsplit('_').next().unwrap().to_owned();
    let shown = format!("Bearer {secret}");
    let text = "syllabus-of-somebody";
    let query = "question-of-somebody";
    let sent = [("Authorization", &*shown)];
    let body = format!(r#"{{"text":"{text} vital signs"}}"#);
    assert_eq!(ask(address, "POST", "/api/v1/tag", &sent, body.as_bytes()).status, 200);
    let path = format!("/api/v1/search?text={query}");
    assert_eq!(ask(address, "GET", &path, &sent, b"").status, 200);
    assert_eq!(ask(address, "POST", "/api/v1/tag", &sent, text.as_bytes()).status, 400);
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let signed = ask(address, "POST", "/sign-in", &form, format!("key={secret}").as_bytes());
    let cookie = signed.header("Set-Cookie").split(';').next().unwrap().to_owned();
    assert_eq!(ask(address, "GET", "/api/v1/frameworks", &[("Cookie", &cookie)], b"").status, 200);
    let log = process.ended();
    assert!(log.contains("/api/v1/tag"), "help: the log tells what was asked\n{log}");
    let session = cookie.split('=').nth(1).unwrap();
    for what in [&*digits, &*local, text, query, session] {
        assert!(!what.is_empty());
        let line = log.lines().find(|line| line.contains(what));
        assert_eq!(line, None, "help: nothing that was sent is logged");
    }
}
