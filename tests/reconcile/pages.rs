//! Manifests, suggestions, previews; who may ask, and how.

use serde_json::Value;
use serde_json::json;
use skillmap::service::ServiceError;
use skillmap::service::ServiceOptions;
use skillmap::service::start;

use crate::reconcile::AGENT;
use crate::reconcile::SHARED;
use crate::reconcile::form;
use crate::reconcile::get;
use crate::reconcile::header;
use crate::reconcile::post;
use crate::reconcile::reply;
use crate::reconcile::text;

const BASES: [&str; 2] = ["", "/trades"];

/// An address of a manifest, with an id put in.
fn filled(template: &Value, sign: &str, id: &str) -> String {
    let template = template.as_str().unwrap();
    assert!(template.contains(sign), "{template}");
    let id = id.replace(':', "%3A");
    let address = template.replace(sign, &id);
    address.strip_prefix(&SHARED.url("")).unwrap_or(&address).to_owned()
}

#[test]
fn a_manifest_leads_to_everything_that_it_names() {
    for base in BASES {
        let manifest = reply(get(&format!("/reconcile{base}")));
        assert_eq!(manifest["versions"], json!(["0.2"]));
        for place in ["identifierSpace", "schemaSpace", "documentation"] {
            let iri = manifest[place].as_str().unwrap();
            assert!(iri.starts_with("http://") || iri.starts_with("urn:"), "{place}: {iri}");
        }
        let id = "urn:test:trades:T1";
        for path in [
            filled(&manifest["view"]["url"], "{{id}}", id),
            filled(&manifest["preview"]["url"], "{{id}}", id),
        ] {
            assert_eq!(get(&path).status(), 200, "{path}");
        }
        for (what, known) in [("entity", id), ("property", "code"), ("type", "skill")] {
            let suggest = &manifest["suggest"][what];
            assert_eq!(suggest["service_url"], json!(SHARED.url("")));
            let path = suggest["service_path"].as_str().unwrap();
            let found = reply(get(&format!("{path}?prefix={}", &known[..3])));
            assert!(found["result"].is_array(), "{what}");
            let flyout = filled(&suggest["flyout_service_path"], "${id}", known);
            let flyout = reply(get(&flyout));
            assert_eq!(flyout["id"], known);
            assert!(flyout["html"].as_str().unwrap().starts_with("<p "), "{flyout}");
        }
        let propose = &manifest["extend"]["propose_properties"];
        let path = propose["service_path"].as_str().unwrap();
        assert!(reply(get(path))["properties"].is_array());
        let draft = reply(get(&format!("/reconcile/v1{base}/")));
        assert_eq!(draft["versions"], json!(["1.0-draft"]));
        assert_eq!(draft["standardizedScore"], true);
        assert_eq!(get(&filled(&draft["view"]["url"], "{id}", id)).status(), 200);
        assert_eq!(draft["defaultTypes"], manifest["defaultTypes"]);
    }
    let kinds = |path: &str| -> Vec<String> {
        let manifest = reply(get(path));
        let types = manifest["defaultTypes"].as_array().unwrap().clone();
        types.iter().map(|of| of["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(kinds("/reconcile/trades"), ["skill", "knowledge", "occupation", "group"]);
    let all = kinds("/reconcile");
    for id in ["skill", "trades/skill", "trades/group", "starter-occupations/occupation"] {
        assert!(all.iter().any(|of| of == id), "{id}: {all:?}");
    }
    assert_eq!(reply(get("/reconcile/trades"))["identifierSpace"], "urn:test:trades");
}

#[test]
fn what_is_typed_is_completed() {
    let rows = [
        ("/reconcile/suggest/entity?prefix=weldi", "urn:test:trades:T1"),
        ("/reconcile/trades/suggest/entity?prefix=urn:test:trades:T2", "urn:test:trades:T2"),
        ("/reconcile/trades/suggest/entity?prefix=W-300", "urn:test:trades:T3"),
        ("/reconcile/suggest/entity?prefix=weldi&type=trades/knowledge", "urn:test:trades:T3"),
        (
            "/reconcile/v1/trades/suggest/entity?prefix=weldi&type=occupation&limit=1",
            "urn:test:trades:T2",
        ),
        ("/reconcile/suggest/type?prefix=Sk", "skill"),
        ("/reconcile/suggest/type?prefix=trades/occ", "trades/occupation"),
        ("/reconcile/v1/suggest/property?prefix=COD", "code"),
        ("/reconcile/suggest/property?prefix=same", "exactMatch"),
    ];
    for (path, expected) in rows {
        let found = reply(get(path));
        let found = found["result"].as_array().unwrap();
        assert!(found.iter().any(|item| item["id"] == expected), "{path}: {found:?}");
        assert!(found.iter().all(|item| item["name"].is_string()), "{path}");
    }
    let all = reply(get("/reconcile/v1/suggest/property?limit=100"))["result"].clone();
    let mapping = all.as_array().unwrap().iter().find(|item| item["id"] == "mapping").unwrap();
    assert_eq!(mapping["matchQualifiers"][0]["id"], "skos:exactMatch", "{mapping}");
    // Page by page is the whole.
    for (path, name) in
        [("/reconcile/v1/suggest/type", "offset"), ("/reconcile/suggest/type", "cursor")]
    {
        let page = |offset: usize| {
            reply(get(&format!("{path}?limit=2&{name}={offset}")))["result"]
                .as_array()
                .unwrap()
                .clone()
        };
        let whole = reply(get(&format!("{path}?limit=4")))["result"].as_array().unwrap().clone();
        assert_eq!([page(0), page(2)].concat(), whole);
    }
    let page = |offset: usize| {
        let found =
            reply(get(&format!("/reconcile/suggest/entity?prefix=weld&limit=1&cursor={offset}")));
        found["result"][0]["id"].clone()
    };
    assert_ne!(page(0), page(1));
    assert!(page(9_999).is_null());
}

#[test]
fn a_preview_is_a_page_without_script_that_may_be_framed() {
    let preview = get("/reconcile/trades/preview?id=urn:test:trades:T7");
    assert_eq!(preview.status(), 200);
    assert_eq!(header(&preview, "content-type"), "text/html; charset=utf-8");
    let policy = header(&preview, "content-security-policy").to_owned();
    assert!(
        policy.contains("frame-ancestors *") && policy.contains("default-src 'none'"),
        "{policy}"
    );
    assert!(!policy.contains("script"), "{policy}");
    assert_eq!(header(&preview, "x-frame-options"), "");
    assert_eq!(header(&preview, "x-content-type-options"), "nosniff");
    let page = text(preview);
    assert!(!page.contains("<script") && !page.contains("<b>that"), "{page}");
    assert!(page.contains("alert(1)") && page.contains("that"), "{page}");
    // Everywhere else nobody may frame what is answered.
    let policy = get("/reconcile");
    assert!(header(&policy, "content-security-policy").contains("frame-ancestors 'none'"));
    let flyout = reply(get("/reconcile/flyout/entity?id=urn:test:trades:T7"));
    assert!(!flyout["html"].as_str().unwrap().contains("<script"), "{flyout}");
    let page = text(get("/reconcile/v1/preview?id=urn:test:trades:T1&lang=fr"));
    for part in ["soudage", "TR W-100", "métallurgie", "Joins pieces of metal", "lang=\"fr\""] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let lang = "en%22%3E%3Cscript%3E";
    assert_eq!(get(&format!("/reconcile/preview?id=urn:test:trades:T1&lang={lang}")).status(), 422);
}

#[test]
fn every_answer_may_be_read_by_a_page_of_any_site() {
    let answers = [
        get("/reconcile"),
        get("/reconcile/none"),
        get("/reconcile/a/b/c"),
        get("/reconcile/v1/none/suggest/type"),
        get("/reconcile/preview?id=urn:none"),
        get("/reconcile/preview"),
        get("/reconcile/flyout/type?id=none"),
        get("/reconcile/v1/match"),
        get("/reconcile?queries=oops"),
        get("/reconcile?callback=a%20b"),
        get("/reconcile/suggest/entity?prefix=a&limit=x"),
        form("/reconcile", "neither", &json!({})),
        form("/reconcile/v1/match", "queries", &json!({})),
        post("/reconcile", &json!({})),
        post("/reconcile/v1", &json!({})),
        post("/reconcile/v1/match", &json!([])),
        AGENT.delete(SHARED.url("/reconcile")).call().unwrap(),
    ];
    let statuses =
        [200, 404, 404, 404, 404, 400, 404, 405, 400, 400, 400, 200, 415, 415, 405, 400, 405];
    for (position, (answer, status)) in answers.into_iter().zip(statuses).enumerate() {
        assert_eq!(answer.status(), status, "{position}");
        assert_eq!(header(&answer, "access-control-allow-origin"), "*", "{position}");
        assert_eq!(header(&answer, "cross-origin-resource-policy"), "cross-origin", "{position}");
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff", "{position}");
        if status != 200 {
            let problem: Value = serde_json::from_str(&text(answer)).unwrap();
            assert_eq!(problem["status"], status);
            assert!(!problem["detail"].as_str().unwrap().is_empty());
        }
    }
    for path in
        ["/reconcile", "/reconcile/esco", "/reconcile/v1/match", "/reconcile/v1/none/extend"]
    {
        let asked = AGENT.options(SHARED.url(path)).header("Origin", "https://sheets.example");
        let asked = asked.header("Access-Control-Request-Method", "POST");
        let asked = asked.header("Access-Control-Request-Headers", "content-type").call().unwrap();
        assert_eq!(asked.status(), 204, "{path}");
        assert_eq!(header(&asked, "access-control-allow-origin"), "*");
        assert!(header(&asked, "access-control-allow-methods").contains("POST"));
        assert!(header(&asked, "access-control-allow-headers").contains('*'));
    }
    // What browsers send from another site is answered here, and nowhere else.
    let from = |path: &str| {
        let request = AGENT.post(SHARED.url(path)).header("Origin", "https://sheets.example");
        request.send_form([("queries", "{}")]).unwrap()
    };
    assert_eq!(from("/reconcile").status(), 200);
    assert_eq!(from("/api/v1/tag").status(), 403);
    assert_eq!(header(&get("/api/v1/frameworks"), "access-control-allow-origin"), "");
}

#[test]
fn a_script_of_another_page_may_be_called_back_by_name_only() {
    let queries = "%7B%22a%22%3A%7B%22query%22%3A%22welder%22%7D%7D";
    let paths = [
        format!("/reconcile?queries={queries}&"),
        "/reconcile?".to_owned(),
        "/reconcile/trades/suggest/entity?prefix=wel&".to_owned(),
        "/reconcile/suggest/type?".to_owned(),
        "/reconcile/suggest/property?".to_owned(),
        "/reconcile/extend/propose?".to_owned(),
        "/reconcile/flyout/entity?id=urn:test:trades:T1&".to_owned(),
    ];
    for path in paths {
        let plain = text(get(path.trim_end_matches(['?', '&'])));
        let answer = get(&format!("{path}callback=jQuery1_2.show&_=123"));
        assert_eq!(header(&answer, "content-type"), "text/javascript; charset=utf-8", "{path}");
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(text(answer), format!("/**/jQuery1_2.show({plain});"), "{path}");
        for wrong in ["alert(1)//", "a%3Cb", "eval", "a%0Ab", "a&callback=b"] {
            let answer = get(&format!("{path}callback={wrong}"));
            assert_eq!(answer.status(), 400, "{path} {wrong}");
            assert_eq!(header(&answer, "content-type"), "application/problem+json");
        }
    }
}

#[test]
fn links_lead_to_the_public_address() {
    let options = |public_url: &str| ServiceOptions {
        address: "127.0.0.1:0".parse().unwrap(),
        workers: Some(1),
        public_url: Some(public_url.to_owned()),
        ..ServiceOptions::default()
    };
    for wrong in ["skills.example", "ftp://skills.example", "https://a b", "https://x/?y"] {
        let refused = start(SHARED.engine.clone(), options(wrong));
        assert!(matches!(refused, Err(ServiceError::PublicUrl { .. })), "{wrong}");
    }
    let running = start(SHARED.engine.clone(), options("https://skills.example/lists/")).unwrap();
    let url = format!("http://{}/reconcile/trades", running.address());
    let manifest = reply(AGENT.get(&url).call().unwrap());
    running.stop().unwrap();
    assert_eq!(
        manifest["preview"]["url"],
        "https://skills.example/lists/reconcile/trades/preview?id={{id}}"
    );
    assert_eq!(manifest["suggest"]["entity"]["service_url"], "https://skills.example/lists");
}
