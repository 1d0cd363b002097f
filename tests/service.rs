//! The service answers over real HTTP, and refuses what it should.

mod conformance;
mod jobs;
mod logs;
mod openapi;
pub(crate) mod operations;
mod replies;

use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::sync::LazyLock;

use serde_json::Value;
use serde_json::json;
use skillmap::limits;
use skillmap::model::Role;
use skillmap::service::Exposure;
use skillmap::service::ROUTES;
use skillmap::service::ServiceError;
use skillmap::service::ServiceOptions;
use skillmap::service::start;
use ureq::Agent;
use ureq::Body;
use ureq::http::Response;

use crate::running::Service;

/// For tests that change nothing.
static SHARED: LazyLock<Service> = LazyLock::new(|| Service::new(Exposure::LoopbackOnly));

pub(crate) static AGENT: LazyLock<Agent> =
    LazyLock::new(|| Agent::config_builder().http_status_as_error(false).build().into());

fn get(path: &str) -> Response<Body> {
    AGENT.get(SHARED.url(path)).call().unwrap()
}

pub(crate) fn post(
    service: &Service,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Response<Body> {
    let mut request = AGENT.post(service.url(path));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send(body).unwrap()
}

fn post_json(path: &str, body: &Value) -> Response<Body> {
    let headers = [("Content-Type", "application/json")];
    post(&SHARED, path, &headers, body.to_string().as_bytes())
}

pub(crate) fn text(mut response: Response<Body>) -> String {
    response.body_mut().read_to_string().unwrap()
}

fn header<'a>(response: &'a Response<Body>, name: &str) -> &'a str {
    response.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

#[track_caller]
fn reply(response: Response<Body>) -> Value {
    let status = response.status();
    let media_type = header(&response, "content-type").to_owned();
    let text = text(response);
    assert_eq!(status, 200, "{text}");
    assert_eq!(media_type, "application/json; charset=utf-8");
    serde_json::from_str(&text).unwrap()
}

/// Checks the shape of a problem and the field it names (none where that is empty); gives its detail.
#[track_caller]
fn check_problem(response: Response<Body>, status: u16, field: &str) -> String {
    let given = (
        response.status().as_u16(),
        header(&response, "content-type").to_owned(),
        header(&response, "x-request-id").to_owned(),
    );
    let text = text(response);
    assert_eq!(given.0, status, "{text}");
    assert_eq!(given.1, "application/problem+json", "{text}");
    let problem: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(problem["type"], "about:blank");
    assert_eq!(problem["status"], status);
    assert_eq!(problem["instance"], format!("urn:skillmap:request:{}", given.2));
    assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()), "{text}");
    let named = problem["errors"][0]["field"].as_str().unwrap_or_default();
    assert_eq!(named, field, "{text}");
    problem["detail"].as_str().unwrap().to_owned()
}

const TABLE: &str = "#id: urn:test:tiny\n#title: Tiny\n#version: 1\n#language: en\nid,kind,preferred_label@en\nT1,skill,welding underwater\n";

#[test]
fn an_import_is_seen_by_the_next_request() {
    let service = Service::new(Exposure::LoopbackOnly);
    let search = || AGENT.get(service.url("/api/v1/search?text=welding+underwater&framework=tiny"));
    check_problem(search().call().unwrap(), 404, "framework");
    let imported =
        post(&service, "/api/v1/imports?name=tiny.csv&strict=true", &[], TABLE.as_bytes());
    let imported = reply(imported);
    assert_eq!((&imported["name"], &imported["outcome"]), (&json!("tiny@1"), &json!("new")));
    let found = reply(search().call().unwrap());
    assert_eq!(found["hits"][0]["concept"]["label"], "welding underwater");
    assert_eq!(found["revision"], imported["revision"]);
    let again = post(&service, "/api/v1/imports?name=tiny.csv", &[], TABLE.as_bytes());
    assert_eq!(reply(again)["outcome"], "unchanged");
}

#[test]
fn a_search_with_a_slip_of_the_finger_finds_what_was_meant() {
    let found = reply(get("/api/v1/search?text=vitl+signs&facets=true&kind=skill,knowledge"));
    let hit = &found["hits"][0];
    assert!(hit["concept"]["label"].as_str().unwrap().contains("vital signs"), "{hit}");
    assert!(hit["reasons"][0]["sentence"].as_str().is_some_and(|s| !s.is_empty()), "{hit}");
    let kinds = found["facets"]["kind"].as_array().unwrap();
    assert!(kinds.iter().all(|kind| kind["value"] == "skill" || kind["value"] == "knowledge"));
}

#[test]
fn a_course_is_tagged_with_words_of_its_text() {
    let course = "Students measure and chart vital signs — safely — and document care.";
    let tagged = reply(post_json("/api/v1/tag", &json!({ "text": course })));
    let tag = &tagged["tags"][0];
    assert!(tag["score"].as_f64().is_some_and(|score| score > 0.5), "{tag}");
    let span = &tag["mentions"][0]["spans"][0];
    let at = |end: &str| usize::try_from(span[end].as_u64().unwrap()).unwrap();
    assert_eq!(course[at("start")..at("end")], tag["mentions"][0]["words"][0]);
}

#[test]
fn a_reply_is_exactly_what_the_engine_says() {
    let request = skillmap::engine::SearchRequest { text: "forklift".into(), ..Default::default() };
    let said = serde_json::to_string(&SHARED.engine.search(&request).unwrap()).unwrap();
    assert_eq!(text(get("/api/v1/search?text=forklift")), said);
}

#[test]
fn the_service_says_that_it_lives() {
    for path in ["/healthz", "/readyz"] {
        assert!(reply(get(path))["status"].is_string(), "{path}");
    }
    let head = AGENT.head(SHARED.url("/healthz")).call().unwrap();
    assert_eq!(head.status(), 200);
    assert_eq!(text(head), "");
}

#[test]
fn an_export_is_a_file_with_a_name() {
    let response = get("/api/v1/export?framework=starter-skills");
    assert_eq!(response.status(), 200);
    assert_eq!(
        header(&response, "content-disposition"),
        "attachment; filename=\"starter-skills-2026.1.json\""
    );
    assert_eq!(header(&response, "content-type"), "application/json");
}

#[test]
fn a_wrong_query_is_refused_by_name() {
    let long = format!("/api/v1/search?text={}", "a".repeat(limits::QUERY_BYTES + 1));
    let rows = [
        ("/api/v1/search?colour=red", 400, "colour"),
        ("/api/v1/search?text=a&text=b", 400, "text"),
        ("/api/v1/search?limit=many", 400, "limit"),
        ("/api/v1/search?offset=-1", 400, "offset"),
        ("/api/v1/search?facets=1", 400, "facets"),
        ("/api/v1/search?kind=colour", 422, "kind"),
        ("/api/v1/search?framework=none", 404, "framework"),
        ("/api/v1/search?limit=201", 400, "limit"),
        (&long, 413, "text"),
        ("/api/v1/suggest?offset=1", 400, "offset"),
        ("/api/v1/concepts", 400, "id"),
        ("/api/v1/concepts?id=urn:none", 404, "id"),
        ("/api/v1/export?framework=starter-skills&format=pdf", 422, "format"),
        ("/api/v1/frameworks?all=true", 400, "all"),
        ("/api/v1/doctor?x", 400, "x"),
    ];
    for (path, status, field) in rows {
        let detail = check_problem(get(path), status, field);
        assert!(!detail.is_empty(), "{path}");
    }
}

#[test]
fn a_wrong_body_is_refused_with_its_place() {
    let json_type = [("Content-Type", "application/json")];
    let rows: [(&[u8], u16, &str, &str); 9] = [
        (b"{\"text\":\n oops}", 400, "", "line 2 column 2"),
        (b"", 400, "", "EOF"),
        (b"[1]", 400, "", "send a JSON object"),
        (b"{\"text\":\"a\",\"limit\":\"ten\"}", 400, "limit", "correct limit"),
        (b"{\"text\":\"a\",\"colour\":1}", 400, "colour", "unknown field `colour`"),
        (b"{\"text\":\"a\",\"limit\":201}", 400, "limit", "give a number from 0 to 200"),
        (
            b"{\"text\":\"a\",\"rules\":{\"pins\":[{\"phrase\":1}]}}",
            400,
            "rules",
            "expected a string",
        ),
        // Well formed, and not to be meant.
        (b"{\"text\":\" \"}", 422, "text", "there is no text"),
        (b"{\"text\":\"a\",\"kind\":\"novel\"}", 422, "kind", "novel"),
    ];
    for (body, status, field, part) in rows {
        let detail = check_problem(post(&SHARED, "/api/v1/tag", &json_type, body), status, field);
        assert!(detail.contains(part), "{detail}");
    }
    for media_type in ["text/plain", "application/x-www-form-urlencoded"] {
        let response = post(&SHARED, "/api/v1/tag", &[("Content-Type", media_type)], b"{}");
        check_problem(response, 415, "");
    }
}

#[test]
fn a_body_beyond_its_bound_is_refused() {
    let body = json!({ "text": "a".repeat(limits::BODY_BYTES) });
    check_problem(post_json("/api/v1/tag", &body), 413, "");
    let body = json!({ "text": "a ".repeat(limits::DOCUMENT_BYTES / 2 + 1) });
    check_problem(post_json("/api/v1/tag", &body), 413, "text");
    // Announced only: nobody has to send 256 MB to be told.
    let head = format!(
        "POST /api/v1/imports?name=a.csv HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n",
        limits::UPLOAD_BYTES + 1
    );
    let answer = raw(SHARED.running.address(), &head);
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

/// Sends what no client library would, and reads until the service closes.
fn raw(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn unknown_paths_and_methods_are_told_apart() {
    for path in ["/nothing", "/api/v1/", "/api/v1/search/", "/api/v2/search", "/../etc/passwd"] {
        check_problem(get(path), 404, "");
    }
    for route in ROUTES {
        let response = match route.method {
            "GET" => post(&SHARED, route.path, &[], b""),
            _ => get(route.path),
        };
        let allowed = if route.method == "GET" { "GET, HEAD" } else { "POST" };
        assert_eq!(header(&response, "allow"), allowed, "{}", route.path);
        check_problem(response, 405, "");
    }
    let response = AGENT.delete(SHARED.url("/api/v1/search")).call().unwrap();
    check_problem(response, 405, "");
}

#[test]
fn a_name_that_is_not_of_this_machine_is_refused() {
    let port = SHARED.running.address().port();
    let rows = [
        (format!("localhost:{port}"), "200"),
        (format!("127.0.0.1:{port}"), "200"),
        ("evil.example".to_owned(), "421"),
        (format!("evil.example:{port}"), "421"),
    ];
    for (host, status) in rows {
        let request = format!("GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let answer = raw(SHARED.running.address(), &request);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{host}: {answer}");
    }
}

#[test]
fn requests_made_by_other_sites_are_refused() {
    let own = SHARED.url("");
    let body = br#"{"text":"vital signs"}"#;
    for (origin, is_refused) in
        [(own.as_str(), false), ("https://evil.example", true), ("null", true)]
    {
        let headers = [("Content-Type", "application/json"), ("Origin", origin)];
        let response = post(&SHARED, "/api/v1/tag", &headers, body);
        assert_eq!(response.status() == 403, is_refused, "{origin}");
        assert_eq!(header(&response, "access-control-allow-origin"), "");
    }
    let headers = [("Origin", "https://evil.example")];
    for route in ROUTES.iter().filter(|route| route.method == "POST") {
        check_problem(post(&SHARED, route.path, &headers, b""), 403, "");
    }
}

#[test]
fn changes_are_for_this_machine_and_for_keys_even_when_others_may_read() {
    let service = Service::new(Exposure::Anywhere);
    let address = service.running.address();
    let ask = |method: &str, path: &str, more: &str| {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n{more}\r\n"
        );
        raw(address, &head)
    };
    let reading = ask("GET", "/api/v1/frameworks", "Host: skills.example\r\n");
    assert!(reading.starts_with("HTTP/1.1 200 "), "{reading}");
    for route in ROUTES.iter().filter(|route| route.door.least() > Role::Reader) {
        let others =
            ["Host: skills.example\r\n", "Host: localhost\r\nX-Forwarded-For: 192.0.2.7\r\n"];
        for other in others {
            let answer = ask(route.method, route.path, other);
            assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
            assert!(answer.contains("www-authenticate: Bearer"), "{answer}");
            assert!(answer.contains(&format!("this is for {}s", route.door.least())), "{answer}");
        }
    }
}

#[test]
fn an_address_open_to_others_has_to_be_asked_for() {
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let address = address.parse().unwrap();
        let options = ServiceOptions { address, ..ServiceOptions::default() };
        let refused = start(SHARED.engine.clone(), options);
        assert!(matches!(refused, Err(ServiceError::Exposed { .. })), "{address}");
    }
    let address = SHARED.running.address();
    let options = ServiceOptions { address, ..ServiceOptions::default() };
    let taken = start(SHARED.engine.clone(), options);
    assert!(matches!(taken, Err(ServiceError::Listen { .. })));
}

#[test]
fn every_answer_has_the_headers_of_safety() {
    for path in ["/", "/styles/base.css", "/scripts/page.js", "/api/v1/samples", "/nothing"] {
        let response = get(path);
        let policy = header(&response, "content-security-policy");
        assert!(policy.contains("default-src 'self'"), "{path}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(header(&response, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header(&response, "referrer-policy"), "same-origin", "{path}");
    }
}

#[test]
fn a_long_answer_is_packed_when_the_client_can_unpack() {
    let mut packed =
        AGENT.get(SHARED.url("/api/v1/samples")).header("Accept-Encoding", "gzip").call().unwrap();
    assert_eq!(header(&packed, "content-encoding"), "gzip");
    let packed = packed.body_mut().read_to_vec().unwrap();
    assert_eq!(packed[..2], [0x1f, 0x8b]);
    assert!(packed.len() < text(get("/api/v1/samples")).len());
}

#[test]
fn a_request_under_way_is_answered_before_the_service_stops() {
    let service = Service::new(Exposure::LoopbackOnly);
    let address = service.running.address();
    let body = br#"{"text":"vital signs"}"#;
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "POST /api/v1/tag HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    // The service asks for the body: the request is under way.
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    let stopping = std::thread::spawn(move || service.running.stop());
    // It is stopping once nobody new is let in.
    while TcpStream::connect(address).is_ok() {
        std::thread::yield_now();
    }
    stream.write_all(body).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.contains("\"n_passages\":1"), "{answer}");
    stopping.join().unwrap().unwrap();
}
