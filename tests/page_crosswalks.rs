//! Crosswalks are reviewed in a real browser by keyboard, and without any script.

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

use crate::page::Page;
use crate::page::in_browser;
use crate::running::Service;

/// Proposes from the page, and waits for the crosswalk.
async fn proposed(page: &Page) {
    let choose = "
        document.querySelector('#from').value = 'college-competencies';
        document.querySelector('#to').value = 'starter-skills';
        document.querySelector('#from').dispatchEvent(new Event('change'));
        return document.querySelector('#name').value";
    page.find("#keys-open:not([hidden])").await;
    page.find("#name:not([value])").await;
    // The name follows the two frameworks until one is typed.
    while page.script(choose).await != json!("college-competencies-starter-skills") {}
    page.find("#name").await.clear().await.unwrap();
    page.find("#name").await.send_keys("college").await.unwrap();
    page.find("#propose button:not([type])").await.click().await.unwrap();
    page.find("#review-now").await;
    assert!(page.address().await.ends_with("/crosswalks/college"));
}

/// Says who reviews, from the queue's own form.
async fn signed(page: &Page, name: &str, is_second_look: bool) {
    let name_box = page.find("#reviewer").await;
    let open = "document.querySelector('#filters').open = true";
    page.script(open).await;
    name_box.clear().await.unwrap();
    name_box.send_keys(name).await.unwrap();
    let again = format!("document.querySelector('[name=again]').checked = {is_second_look}");
    page.script(&again).await;
    page.find("#filter button").await.click().await.unwrap();
    page.find(&format!("#decide input[name=reviewer][value={name}]")).await;
}

/// What tells one pair from another.
async fn shown(page: &Page) -> Value {
    page.find("#decide").await;
    let pair = "return ['subject', 'object'].map(side => document.querySelector(`#decide input[name=${side}]`).value)";
    page.script(pair).await
}

/// Presses a key where the focus is, and waits for another pair.
async fn press(page: &Page, key: &str) -> Value {
    let before = shown(page).await;
    let element = page.0.active_element().await.unwrap();
    element.send_keys(key).await.unwrap();
    loop {
        page.find("#review:not([aria-busy])").await;
        let now = shown(page).await;
        if now != before {
            return now;
        }
    }
}

#[test]
fn twenty_proposals_are_reviewed_by_keyboard() {
    in_browser("/crosswalks", |page| async move {
        proposed(&page).await;
        page.find("#review-now").await.click().await.unwrap();
        // Nobody decides without a name.
        page.find("#decide button[value=exact]:disabled").await;
        signed(&page, "Ana", false).await;

        // Both sides stand beside each other, with the reasons.
        assert!(!page.text("#subject h3").await.is_empty());
        assert!(!page.text("#object .description").await.is_empty());
        assert!(!page.text(".because .reasons li").await.is_empty());
        let first = shown(&page).await;
        let keys = ["e", "c", "b", "n", "r", "x", "a", "x", "e", "x"];
        for key in keys.iter().chain(&keys) {
            let focus = "return document.activeElement === document.body || document.activeElement.id === 'pair-title'";
            assert_eq!(page.script(focus).await, json!(true), "{key}: the focus is lost");
            press(&page, key).await;
        }
        assert!(page.text("#undo .quiet").await.starts_with("20 decisions"));

        // Undo shows the pair again; what was said of it no longer holds.
        let next = shown(&page).await;
        let undone = press(&page, "u").await;
        assert_ne!(undone, next);
        assert!(page.text("#undo .quiet").await.starts_with("19 decisions"));
        page.find(".note a[href*='/queue']").await;
        // A reason is typed without deciding anything, and goes with the decision.
        page.find("#pair-title").await;
        page.0.active_element().await.unwrap().send_keys("i").await.unwrap();
        page.find("#comment:focus").await.send_keys("exact words, \u{e9}").await.unwrap();
        assert_eq!(shown(&page).await, undone);
        page.find("#comment").await.send_keys("\u{e00c}").await.unwrap();
        page.find("#pair-title:focus").await;
        assert_ne!(press(&page, "x").await, undone);

        // Skipping goes on and comes back.
        let here = shown(&page).await;
        let skipped = press(&page, "j").await;
        assert_ne!(skipped, here);
        assert_eq!(press(&page, "k").await, here);

        // The list of keys covers the queue: its keys decide nothing.
        page.0.active_element().await.unwrap().send_keys("?").await.unwrap();
        page.find("#keys[open]").await.send_keys("e\u{e00c}").await.unwrap();
        page.find("#keys:not([open])").await;
        assert_eq!(shown(&page).await, here);

        // A second reviewer disagrees about the first pair.
        let pair = format!(
            "return '/crosswalks/college/queue?again=true&reviewer=Ben&' + new URLSearchParams({{subject: {}, object: {}}})",
            first[0], first[1]
        );
        signed(&page, "Ben", true).await;
        let address = page.script(&pair).await;
        let address = page.0.current_url().await.unwrap().join(address.as_str().unwrap()).unwrap();
        page.0.goto(address.as_str()).await.unwrap();
        signed_as(&page, "Ben").await;
        assert!(page.text("#said-box").await.contains("Ana exact match"));
        press(&page, "x").await;
        page.0.goto(address.join("/crosswalks/college").unwrap().as_str()).await.unwrap();
        let dispute = page.text(".dispute .said").await;
        assert!(
            dispute.contains("Ana exact match") && dispute.contains("Ben rejected"),
            "{dispute}"
        );
        assert!(page.text(".agreement").await.contains("0 % the same, over 1 pair"));
        let log = page.text("#log").await;
        assert!(log.contains("exact words, \u{e9}") && log.contains("Ben"), "{log}");

        published(&page).await;
    });
}

/// Waits until decisions carry that name.
async fn signed_as(page: &Page, name: &str) {
    page.find(&format!("#decide input[name=reviewer][value={name}]")).await;
}

/// Publishes what is decided, and fetches it.
async fn published(page: &Page) {
    page.find("#version").await.send_keys("1.0").await.unwrap();
    let despite = "const box = document.querySelector('[name=with_contradictions]'); if (box) box.checked = true";
    page.script(despite).await;
    page.find("#publish button").await.click().await.unwrap();
    assert!(page.text(".good[role=status]").await.contains("1.0 is published"));
    let files = "
        const done = arguments[arguments.length - 1];
        const links = [...document.querySelectorAll('.files a[href*=\"version=1.0\"]')];
        Promise.all(links.map(async link => {
            const reply = await fetch(link.href);
            return [reply.headers.get('content-disposition'), await reply.text()];
        })).then(done)";
    let files = page.0.execute_async(files, Vec::new()).await.unwrap();
    let begins = ["#curie_map", "subject_id", "{"];
    let names = ["college-1.0.sssom.tsv", "college-1.0.csv", "college-1.0.json"];
    for ((file, begin), name) in files.as_array().unwrap().iter().zip(begins).zip(names) {
        let (disposition, content) = (file[0].as_str().unwrap(), file[1].as_str().unwrap());
        assert!(
            disposition.starts_with("attachment") && disposition.contains(name),
            "{disposition}"
        );
        assert!(content.starts_with(begin), "{name}: {}", &content[..60]);
        assert!(content.contains("Ana"), "{name}");
    }
    page.find("form[action$=differences] button").await.click().await.unwrap();
    assert!(page.text(".empty").await.contains("The two say the same"));
}

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
            400,
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
            400,
            "nothing is decided",
        ),
        (
            "/crosswalks/college/published",
            FORM,
            form(&[("version", "../1")]),
            400,
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
