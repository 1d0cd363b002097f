//! A client has what it asks for: the fields, the page, the media type, and nothing twice.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::json;
use skillmap::engine::FrameworksRequest;
use ureq::Body;
use ureq::http::Response;

use crate::service::AGENT;
use crate::service::SHARED;
use crate::service::check_problem;
use crate::service::get;
use crate::service::header;
use crate::service::post_json;
use crate::service::reply;
use crate::service::text;

fn asked(path: &str, headers: &[(&str, &str)]) -> Response<Body> {
    let mut request = AGENT.get(SHARED.url(path));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.call().unwrap()
}

#[test]
fn what_the_client_has_already_is_not_sent_again() {
    let paths = [
        "/api/v1/frameworks",
        "/api/v1/samples",
        "/api/v1/search?text=weld",
        "/api/v1/openapi.json",
        "/api/v1/export?framework=starter-skills",
    ];
    for path in paths {
        let plain = [("Accept-Encoding", "identity")];
        let first = asked(path, &plain);
        let tag = header(&first, "etag").to_owned();
        assert!(tag.starts_with('"') && tag.len() > 20, "{path}: {tag}");
        assert_eq!(header(&first, "cache-control"), "no-cache", "{path}");
        assert!(header(&first, "vary").contains("accept-encoding"), "{path}");
        // The same bytes packed are other bytes: their tag is weak.
        let packed = asked(path, &[("Accept-Encoding", "gzip")]);
        assert_eq!(header(&packed, "content-encoding"), "gzip", "{path}");
        assert_eq!(header(&packed, "etag"), format!("W/{tag}"), "{path}");
        for known in [tag.clone(), format!("W/{tag}"), format!("\"a\", {tag}"), "*".to_owned()] {
            let again = asked(path, &[plain[0], ("If-None-Match", &known)]);
            assert_eq!(again.status(), 304, "{path}: {known}");
            assert_eq!(header(&again, "etag"), tag, "{path}");
            assert!(header(&again, "vary").contains("accept-encoding"), "{path}");
            assert_eq!(text(again), "", "{path}");
        }
        let other = asked(path, &[plain[0], ("If-None-Match", "\"a\"")]);
        assert_eq!(other.status(), 200, "{path}");
        assert_eq!(text(other), text(first), "{path}");
    }
    let none = get("/api/v1/concepts?id=urn:none");
    assert_eq!(header(&none, "etag"), "");
}

#[test]
fn a_reply_has_the_fields_that_were_asked_for() {
    let path = "/api/v1/search?text=welding&limit=2";
    let all = reply(get(path));
    let some = reply(get(&format!("{path}&fields=total,hits.concept.label")));
    let labels: Vec<Value> = all["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| json!({ "concept": { "label": hit["concept"]["label"] } }))
        .collect();
    assert_eq!(some, json!({ "total": all["total"], "hits": labels }));
    let tag = |path: &str| header(&get(path), "etag").to_owned();
    assert_ne!(tag(path), tag(&format!("{path}&fields=total")));
    for wrong in ["colour", "hits.colour", "hits..concept", "total.x", "", "total,"] {
        let detail = check_problem(get(&format!("{path}&fields={wrong}")), 400, "fields");
        assert!(detail.contains("\"hits.concept.label\""), "{detail}");
    }
    // A request that changes something is answered whole.
    check_problem(
        AGENT.post(SHARED.url("/api/v1/tag?fields=tags")).send(b"".as_slice()).unwrap(),
        400,
        "fields",
    );
}

/// The pages that a `Link` header leads to, by name.
fn links(response: &Response<Body>) -> BTreeMap<String, String> {
    let links = header(response, "link").split(", ").filter(|link| !link.is_empty());
    let one = |link: &str| {
        let (path, name) = link.split_once(">; rel=\"").unwrap();
        (name.trim_end_matches('"').to_owned(), path.trim_start_matches('<').to_owned())
    };
    links.map(one).collect()
}

#[test]
fn pages_lead_to_one_another_and_together_are_the_whole() {
    let whole = reply(get("/api/v1/search?text=skill&limit=200"));
    let total = whole["total"].as_u64().unwrap();
    assert!(total > 6 && total <= 200, "{total}");
    let mut path = Some(format!("/api/v1/search?text=skill&limit={}", total / 3));
    let mut hits = Vec::new();
    while let Some(page) = path {
        let response = get(&page);
        assert_eq!(header(&response, "x-total-count"), total.to_string());
        let links = links(&response);
        assert!(links.contains_key("first") && links.contains_key("last"), "{links:?}");
        assert_eq!(links.contains_key("prev"), !hits.is_empty(), "{links:?}");
        path = links.get("next").cloned();
        hits.extend(reply(response)["hits"].as_array().unwrap().clone());
    }
    assert_eq!(Value::from(hits), whole["hits"]);
}

#[test]
fn a_list_that_is_given_whole_can_be_given_by_pages() {
    let whole = SHARED.engine.frameworks().unwrap();
    assert!(whole.total > 2, "{}", whole.total);
    let response = get("/api/v1/frameworks?limit=2&offset=1");
    assert_eq!(header(&response, "x-total-count"), whole.total.to_string());
    let page = SHARED.engine.frameworks_page(&FrameworksRequest { offset: 1, limit: 2 }).unwrap();
    assert_eq!(page.frameworks[..], whole.frameworks[1..3]);
    assert_eq!(text(response), serde_json::to_string(&page).unwrap());
    for (path, field) in [("limit=201", "limit"), ("offset=10001", "offset"), ("limit=", "limit")] {
        check_problem(get(&format!("/api/v1/frameworks?{path}")), 400, field);
    }
}

#[test]
fn a_request_has_a_name_that_comes_back() {
    let long = "a".repeat(65);
    for (given, is_taken) in [("my.request_7-b", true), ("a b", false), (&long, false)] {
        let response = asked("/healthz", &[("X-Request-Id", given)]);
        assert_eq!(header(&response, "x-request-id") == given, is_taken, "{given}");
    }
    let (one, other) = (get("/healthz"), get("/healthz"));
    assert!(!header(&one, "x-request-id").is_empty());
    assert_ne!(header(&one, "x-request-id"), header(&other, "x-request-id"));
    let refused = asked("/nothing", &[("X-Request-Id", "mine")]);
    let problem: Value = serde_json::from_str(&text(refused)).unwrap();
    assert_eq!(problem["instance"], "urn:skillmap:request:mine");
}

#[test]
fn what_the_client_does_not_accept_is_not_sent() {
    for accepted in ["text/html", "application/json;q=0", "image/*"] {
        let response = asked("/api/v1/frameworks", &[("Accept", accepted)]);
        let detail = check_problem(response, 406, "");
        assert!(detail.contains("application/json"), "{detail}");
    }
    assert_eq!(asked("/api/v1/frameworks", &[("Accept", "text/html, */*;q=0.1")]).status(), 200);
    let lines = AGENT
        .post(SHARED.url("/api/v1/batch?name=a.csv"))
        .header("Accept", "application/json")
        .send(b"text\nwelding\n".as_slice())
        .unwrap();
    check_problem(lines, 406, "");
}

#[test]
fn a_whole_number_may_be_written_with_a_fraction_of_nothing() {
    let tagged = reply(post_json("/api/v1/tag", &json!({ "text": "vital signs", "limit": 1.0 })));
    assert_eq!(tagged["tags"].as_array().unwrap().len(), 1);
}

#[test]
fn a_batch_that_cannot_begin_is_a_problem_and_one_that_can_is_sent_row_by_row() {
    let send = |query: &str, body: &str| {
        AGENT.post(SHARED.url(&format!("/api/v1/batch?{query}"))).send(body.as_bytes()).unwrap()
    };
    check_problem(send("name=a.csv&framework=none", "text\na\n"), 404, "framework");
    check_problem(send("name=a.csv&text_column=no", "text\na\n"), 422, "");
    let mut body = String::from("text\n");
    for _ in 0..3_000 {
        body.push_str("apply infection control principles\n");
    }
    let response = send("name=a.csv", &body);
    assert_eq!(header(&response, "content-type"), "application/x-ndjson; charset=utf-8");
    assert_eq!(header(&response, "transfer-encoding"), "chunked");
    assert_eq!(header(&response, "content-length"), "");
    let mut response = response;
    let lines = response.body_mut().with_config().limit(64 << 20).read_to_string().unwrap();
    assert_eq!(lines.lines().count(), 3_000);
    assert!(lines.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()));
}
