//! Crosswalks are reviewed by forms alone, without any script.

use serde_json::Value;
use serde_json::json;
use skillmap::engine::DecisionsRequest;
use skillmap::engine::Engine;
use skillmap::engine::ProposeRequest;
use skillmap::engine::QueueRequest;
use skillmap::engine::SaveCrosswalkRequest;
use skillmap::engine::unwatched;
use skillmap::service::Exposure;
use ureq::Agent;

use crate::running::Service;

const FORM: &str = "application/x-www-form-urlencoded";

fn with_crosswalk(engine: Engine) -> Engine {
    let proposals = ProposeRequest {
        from: "college-competencies".into(),
        to: "starter-skills".into(),
        ..ProposeRequest::default()
    };
    let request = SaveCrosswalkRequest {
        name: "college".into(),
        proposals,
        ..SaveCrosswalkRequest::default()
    };
    engine.save_crosswalk(&request, &unwatched).unwrap();
    engine
}

fn form(fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| -> String {
        text.bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect()
    };
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    pairs.join("&")
}

/// What cannot be done is said on a page, with its status.
fn refused(service: &Service, agent: &Agent, subject: &str, object: &str, unknown: &str) {
    let decided = "/crosswalks/college/decided";
    let rows = [
        (decided, FORM, unknown.to_owned(), 400, "is no decision"),
        (decided, FORM, form(&[("decision", "exact")]), 400, "subject is missing"),
        (
            decided,
            FORM,
            form(&[("subject", subject), ("object", object), ("decision", "exact")]),
            422,
            "nobody is named",
        ),
        (decided, "application/json", "{}".to_owned(), 415, "application/x-www-form-urlencoded"),
        (
            "/crosswalks/college/undone",
            FORM,
            form(&[("reviewer", "Ana")]),
            400,
            "nothing to take back",
        ),
        (
            "/crosswalks/college/published",
            FORM,
            form(&[("version", "1.0")]),
            422,
            "nothing is decided",
        ),
        (
            "/crosswalks/college/published",
            FORM,
            form(&[("version", "../1")]),
            422,
            "cannot be a version",
        ),
        (
            "/crosswalks/none/published",
            FORM,
            form(&[("version", "1")]),
            404,
            "no crosswalk is called",
        ),
    ];
    for (path, media_type, body, status, words) in rows {
        let request = agent.post(service.url(path)).header("Content-Type", media_type);
        let mut refused = request.send(body.as_str()).unwrap();
        let text = refused.body_mut().read_to_string().unwrap();
        assert_eq!(refused.status(), status, "{path}: {text}");
        assert!(text.contains("<html") && text.contains(words), "{path}: {text}");
    }
}

#[test]
fn a_form_decides_without_any_script() {
    let service = Service::with(Exposure::LoopbackOnly, with_crosswalk);
    let agent: Agent =
        Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
    let asked = QueueRequest { name: "college".into(), ..QueueRequest::default() };
    let before = service.engine.queue(&asked).unwrap();
    let pair = &before.items[0];
    let (subject, object) = (pair.subject.id.to_string(), pair.object.id.to_string());
    let post = |path: &str, media_type: &str, body: &str| {
        let request = agent.post(service.url(path)).header("Content-Type", media_type);
        request.send(body).unwrap()
    };
    let decision = |word: &'static str| {
        form(&[
            ("reviewer", "Ana P\u{e9}rez"),
            ("subject", &subject),
            ("object", &object),
            ("decision", word),
            ("comment", "same; really"),
        ])
    };
    let decided = "/crosswalks/college/decided";
    let done = post(decided, FORM, &decision("close"));
    let header = |reply: &ureq::http::Response<ureq::Body>, name: &str| {
        reply
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned())
            .unwrap_or_default()
    };
    assert_eq!(done.status(), 303);
    let next = header(&done, "location");
    assert_eq!(next, "/crosswalks/college/queue?reviewer=Ana+P%C3%A9rez&done=1");
    let cookie = header(&done, "set-cookie");
    assert!(
        cookie.starts_with("reviewer=Ana%20P%C3%A9rez;") && cookie.contains("HttpOnly"),
        "{cookie}"
    );
    let log = service
        .engine
        .decisions(&DecisionsRequest { name: "college".into(), ..DecisionsRequest::default() });
    let log = log.unwrap().decisions;
    let said = serde_json::to_value(&log[0]).unwrap();
    assert_eq!(
        (&said["reviewer"], &said["comment"]),
        (&json!("Ana P\u{e9}rez"), &json!("same; really"))
    );
    assert_eq!(said["verdict"]["predicate"], "close", "{said}");

    // The next page has the next pair, and a form that takes the decision back.
    let mut page = agent.get(service.url(&next)).call().unwrap();
    let page = page.body_mut().read_to_string().unwrap();
    let shows = |object: &str| page.contains(&format!("name=\"object\" value=\"{object}\""));
    assert!(!shows(&object) && page.contains("action=\"/crosswalks/college/undone\""));
    let back = post(
        "/crosswalks/college/undone",
        FORM,
        &form(&[("reviewer", "Ana P\u{e9}rez"), ("done", "1")]),
    );
    assert_eq!(back.status(), 303);
    assert!(header(&back, "location").contains("subject="));
    let after = service.engine.queue(&asked).unwrap();
    assert_eq!((after.total, after.n_answered), (before.total, 0));

    refused(&service, &agent, &subject, &object, &decision("perhaps"));
    let foreign = agent.post(service.url(decided)).header("Origin", "https://evil.example");
    let foreign = foreign.header("Content-Type", FORM).send(decision("exact").as_str()).unwrap();
    assert_eq!(foreign.status(), 403);
    // A browser is told so on a page.
    let told = agent.post(service.url(decided)).header("Origin", "https://evil.example");
    let told = told.header("Content-Type", FORM).header("Accept", "text/html,*/*;q=0.8");
    let mut told = told.send(decision("exact").as_str()).unwrap();
    assert_eq!(told.status(), 403);
    assert!(told.body_mut().read_to_string().unwrap().contains("<h1>"));
    assert_eq!(service.engine.queue(&asked).unwrap().total, before.total);
}

#[test]
fn a_queue_is_narrowed_to_one_subject_and_to_disputes() {
    let service = Service::with(Exposure::LoopbackOnly, with_crosswalk);
    let engine = &service.engine;
    let all = |request: QueueRequest| {
        engine.queue(&QueueRequest { name: "college".into(), limit: 200, ..request }).unwrap()
    };
    let whole = all(QueueRequest::default());
    let subject = whole.items[0].subject.id.to_string();
    let of_one = all(QueueRequest { subject: subject.clone(), ..QueueRequest::default() });
    let expected = whole.items.iter().filter(|item| item.subject.id.as_str() == subject).count();
    assert_eq!(of_one.items.len(), expected);
    assert!(of_one.items.iter().all(|item| item.subject.id.as_str() == subject));
    assert_eq!(all(QueueRequest { disputed: true, ..QueueRequest::default() }).total, 0);
    for (reviewer, says) in [("ana", "exact"), ("ben", "reject")] {
        let pair = &whole.items[0];
        let body = json!({
            "name": "college", "reviewer": reviewer,
            "decisions": [{"subject": pair.subject.id, "object": pair.object.id,
                "says": if says == "reject" { "reject" } else { "accept" },
                "predicate": if says == "reject" { Value::Null } else { json!(says) }}],
        });
        engine.review(&serde_json::from_value(body).unwrap()).unwrap();
    }
    // Whoever takes part in a dispute sees it too: only they can end it.
    for reviewer in ["", "ana", "ben", "eva"] {
        let found = all(QueueRequest {
            disputed: true,
            reviewer: reviewer.into(),
            ..QueueRequest::default()
        });
        assert_eq!(found.total, 1, "{reviewer:?}");
        assert_eq!((found.n_subjects, found.n_answered), (whole.n_subjects, 0));
    }
}
