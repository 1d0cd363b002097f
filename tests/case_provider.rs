//! The service is a provider of CASE: every endpoint over every framework held, in both versions.

mod packages;
mod schemas;
mod schemathesis;

use std::sync::LazyLock;

use serde_json::Value;
use skillmap::engine::Engine;
use skillmap::engine::ImportRequest;
use skillmap::engine::Source;
use skillmap::engine::unwatched;
use skillmap::service::Exposure;
use ureq::Agent;
use ureq::Body;
use ureq::http::Response;

use crate::running::Service;

/// An invented framework with keywords, subjects, types, a licence, a grouping and a rubric.
const MADE: &str = include_str!("case_provider/made.json");

const DOCUMENT: &str = "d0000000-7137-11e6-92a8-0242ac130001";
const ITEM: &str = "a0000000-7137-11e6-92a8-0242ac130002";

/// Paths of both versions.
const BASES: [&str; 2] = ["/ims/case/v1p1", "/ims/case/v1p0"];

static AGENT: LazyLock<Agent> = LazyLock::new(|| {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .allow_non_standard_methods(true)
        .build()
        .into()
});

/// A service that holds the starter frameworks and the invented one; for tests that change nothing.
static SHARED: LazyLock<Service> = LazyLock::new(|| {
    let service = Service::new(Exposure::LoopbackOnly);
    import(&service.engine, "made.json", MADE.as_bytes());
    service
});

fn import(engine: &Engine, name: &str, bytes: &[u8]) {
    let sources = vec![Source::Bytes { name: name.to_owned(), bytes: bytes.into() }];
    engine.import(&ImportRequest { sources, ..ImportRequest::default() }, &unwatched).unwrap();
}

fn ask(service: &Service, path: &str, headers: &[(&str, &str)]) -> Response<Body> {
    let mut request = AGENT.get(service.url(path));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.call().unwrap()
}

fn text(mut response: Response<Body>) -> String {
    response.body_mut().with_config().limit(1 << 30).read_to_string().unwrap()
}

fn header<'a>(response: &'a Response<Body>, name: &str) -> &'a str {
    response.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

/// What is answered at that path, which has to be there.
#[track_caller]
fn answer(service: &Service, path: &str) -> Value {
    let response = ask(service, path, &[]);
    let status = response.status();
    assert_eq!(header(&response, "content-type"), "application/json", "{path}");
    let text = text(response);
    assert_eq!(status, 200, "{path}: {text}");
    serde_json::from_str(&text).unwrap()
}

/// Checks status, shape and code of an error.
#[track_caller]
fn check_failure(response: Response<Body>, status: u16, code: &str) {
    assert_eq!(response.status(), status);
    assert_eq!(header(&response, "content-type"), "application/json");
    assert_eq!(header(&response, "access-control-allow-origin"), "*");
    let said: Value = serde_json::from_str(&text(response)).unwrap();
    assert_eq!(said["imsx_codeMajor"], "failure");
    let minor = &said["imsx_codeMinor"]["imsx_codeMinorField"][0];
    assert_eq!(minor["imsx_codeMinorFieldValue"], code, "{said}");
}

#[test]
fn extensions_are_for_those_who_ask() {
    let path = format!("/ims/case/v1p1/CFItems/{ITEM}");
    let plain = ask(&SHARED, &path, &[]);
    let tag = header(&plain, "etag").to_owned();
    assert!(!text(plain).contains("extensions"));
    let asked = ask(&SHARED, &path, &[("X-CASE-EDITOR", "1")]);
    assert_ne!(header(&asked, "etag"), tag);
    assert!(text(asked).contains("\"made:level\":\"2\""));
    let path = format!("/ims/case/v1p0/CFItems/{ITEM}?extensions=true");
    assert!(!text(ask(&SHARED, &path, &[])).contains("extensions"));
}

#[test]
fn who_has_an_answer_is_not_sent_it_again() {
    for path in [
        format!("/ims/case/v1p1/CFPackages/{DOCUMENT}"),
        format!("/ims/case/v1p0/CFItems/{ITEM}"),
        "/ims/case/v1p1/CFDocuments?limit=1".to_owned(),
    ] {
        let first = ask(&SHARED, &path, &[]);
        let tag = header(&first, "etag").to_owned();
        assert_eq!(header(&first, "last-modified"), "Tue, 03 Feb 2026 04:05:06 GMT", "{path}");
        let again = ask(&SHARED, &path, &[("If-None-Match", &tag)]);
        assert_eq!(again.status(), 304, "{path}");
        assert_eq!(header(&again, "etag"), tag);
        assert_eq!(text(again), "");
        assert_eq!(ask(&SHARED, &path, &[("If-None-Match", "W/\"x\"")]).status(), 200);
        let head = AGENT.head(SHARED.url(&path)).call().unwrap();
        assert_eq!((head.status().as_u16(), header(&head, "etag")), (200, tag.as_str()));
    }
}

#[test]
fn documents_are_paged_sorted_filtered_and_cut() {
    let titles = |query: &str| -> Vec<String> {
        let page = answer(&SHARED, &format!("/ims/case/v1p1/CFDocuments{query}"));
        let all = page["CFDocuments"].as_array().unwrap();
        all.iter().map(|d| d["title"].as_str().unwrap_or("-").to_owned()).collect()
    };
    let (made, river) = ("Made standards", "Riverbend career-ready competencies");
    let (jobs, skills) = ("skillmap starter occupations", "skillmap starter skills");
    for (query, wanted) in [
        ("", vec![skills, jobs, river, made]),
        ("?sort=colour", vec![skills, jobs, river, made]),
        ("?sort=title", vec![made, river, jobs, skills]),
        ("?sort=title&orderBy=desc&limit=2", vec![skills, jobs]),
        ("?sort=title&offset=3", vec![skills]),
        ("?filter=title~%27STARTER%27%20AND%20title~%27skills%27", vec![skills]),
        ("?filter=licenseURI.title=%27cc%20by%204.0%27", vec![made]),
        ("?sort=title&filter=version=%272%27%20OR%20title~%27river%27", vec![made, river]),
        ("?fields=identifier&limit=1", vec!["-"]),
        ("?fields=identifier,colour&limit=1", vec![skills]),
    ] {
        assert_eq!(titles(query), wanted, "{query}");
    }
    let page = ask(&SHARED, "/ims/case/v1p1/CFDocuments?limit=2&offset=1&sort=title", &[]);
    assert_eq!(header(&page, "x-total-count"), "4");
    let here = SHARED.url("/ims/case/v1p1/CFDocuments");
    let link = |name: &str, offset: usize| {
        format!("<{here}?limit=2&offset={offset}&sort=title>; rel=\"{name}\"")
    };
    let wanted = [link("next", 3), link("first", 0), link("last", 2), link("prev", 0)].join(", ");
    assert_eq!(header(&page, "link"), wanted);
}

#[test]
fn what_is_wrong_is_said_in_the_words_of_the_standard() {
    for base in BASES {
        for (path, status, code) in [
            ("CFItems/x", 400, "invalid_uuid"),
            ("CFItems/a0000000-7137-11e6-92a8-0242ac1300ff", 404, "unknownobject"),
            ("CFDocuments/a0000000-7137-11e6-92a8-0242ac130002", 404, "unknownobject"),
            ("CFRubrics/80000000-7137-11e6-92a8-0242ac130001", 404, "unknownobject"),
            ("CFAssociationGroupings/90000000-7137-11e6-92a8-0242ac130001", 404, "unknownobject"),
            ("CFPackages/%22", 400, "invalid_uuid"),
            ("CFDocuments?limit=0", 400, "invalid_selection_field"),
            ("CFDocuments?offset=-1", 400, "invalid_selection_field"),
            ("CFDocuments?fields=", 400, "invalid_selection_field"),
            ("CFDocuments?filter=colour=%27x%27", 400, "invalid_selection_field"),
            ("CFDocuments?filter=x", 400, "invalid_selection_field"),
            ("CFDocuments?orderBy=up", 400, "invalid_sort_field"),
            ("CFDocuments?offset=99", 404, "unknownobject"),
            ("CFNothing", 404, "unknownobject"),
        ] {
            // Version 1.0 spells it in another way.
            let is_older = base.ends_with('0') && code == "invalid_uuid";
            let code = if is_older { "invaliduuid" } else { code };
            check_failure(ask(&SHARED, &format!("{base}/{path}"), &[]), status, code);
        }
        let refused = AGENT.post(SHARED.url(&format!("{base}/CFDocuments"))).send_empty().unwrap();
        assert_eq!(header(&refused, "allow"), "GET, HEAD");
        check_failure(refused, 405, "unknownobject");
        // What another room refuses is said in the same words.
        let path = format!("{base}/CFDocuments");
        let misled = ask(&SHARED, &path, &[("Host", "evil.example")]);
        assert_eq!(misled.status(), 421);
        let said: Value = serde_json::from_str(&text(misled)).unwrap();
        assert_eq!(said["imsx_codeMajor"], "failure", "{said}");
    }
}

#[test]
fn pages_of_other_sites_may_read() {
    let path = SHARED.url("/ims/case/v1p1/CFDocuments");
    let request = ureq::http::Request::options(path)
        .header("Origin", "https://elsewhere.example")
        .header("Access-Control-Request-Method", "GET")
        .body(())
        .unwrap();
    let asked = AGENT.run(request).unwrap();
    assert_eq!(asked.status(), 204);
    assert_eq!(header(&asked, "access-control-allow-origin"), "*");
    let read =
        ask(&SHARED, "/ims/case/v1p1/CFDocuments", &[("Origin", "https://elsewhere.example")]);
    assert_eq!(header(&read, "access-control-allow-origin"), "*");
    assert_eq!(header(&read, "cross-origin-resource-policy"), "cross-origin");
}

#[test]
fn a_permanent_address_gives_programs_json_and_people_the_page() {
    let path = format!("/uri/{ITEM}");
    let json = answer(&SHARED, &path);
    assert_eq!(json["uri"], SHARED.url(&format!("/ims/case/v1p1/CFItems/{ITEM}")));
    let page = ask(&SHARED, &path, &[("Accept", "text/html,*/*;q=0.8")]);
    assert_eq!(page.status(), 303);
    let concept = format!("/concepts?id=https%3A%2F%2Fmade.example%2Furi%2F{ITEM}");
    assert_eq!(header(&page, "location"), concept);
    assert_eq!(ask(&SHARED, header(&page, "location"), &[]).status(), 200);
    // And back; a concept without an identifier of CASE has a made one.
    let back = concept.replace("/concepts?", "/concepts/case?");
    let item = format!("/ims/case/v1p1/CFItems/{ITEM}");
    assert_eq!(header(&ask(&SHARED, &back, &[]), "location"), item);
    let made = ask(&SHARED, "/concepts/case?id=urn:skillmap:starter-occupations:HLT-01", &[]);
    let made = answer(&SHARED, header(&made, "location"));
    assert_eq!(made["fullStatement"], "registered nurse");
    assert_eq!(ask(&SHARED, "/concepts/case?id=urn:none", &[]).status(), 404);
    assert_eq!(answer(&SHARED, &format!("/uri/{DOCUMENT}"))["title"], "Made standards");
    check_failure(ask(&SHARED, "/uri/x", &[]), 400, "invalid_uuid");
    let unknown = "/uri/a0000000-7137-11e6-92a8-0242ac1300ff";
    check_failure(ask(&SHARED, unknown, &[]), 404, "unknownobject");
}

#[test]
fn the_discovery_file_names_this_service_and_all_its_paths() {
    for (base, name) in BASES.into_iter().zip(["imscasev1p1", "imscasev1p0"]) {
        let file = answer(&SHARED, &format!("{base}/discovery/{name}_openapi3_v1p0.json"));
        assert_eq!(file["servers"][0]["url"], SHARED.url(base));
        let paths: Vec<&String> = file["paths"].as_object().unwrap().keys().collect();
        assert_eq!(paths.len(), 12);
        for path in paths {
            let path = path.replace("{sourcedId}", "x");
            let status = ask(&SHARED, &format!("{base}{path}"), &[]).status();
            assert!(status == 200 || status == 400, "{path}: {status}");
        }
    }
}

#[test]
fn a_framework_that_may_not_be_passed_on_is_not_served() {
    let service = Service::new(Exposure::LoopbackOnly);
    let closed = MADE.replace("CC BY 4.0", "All rights reserved").replace("/by/4.0/", "/x/");
    let closed = closed.replace("https://creativecommons.org/licenses", "https://closed.example");
    import(&service.engine, "made.json", closed.as_bytes());
    for base in BASES {
        let path = |rest: &str| format!("{base}/{rest}");
        for member in ["CFDocuments", "CFPackages"] {
            let refused = ask(&service, &path(&format!("{member}/{DOCUMENT}")), &[]);
            check_failure(refused, 403, "forbidden");
        }
        let item = ask(&service, &path(&format!("CFItems/{ITEM}")), &[]);
        check_failure(item, 404, "unknownobject");
        let all = answer(&service, &path("CFDocuments"));
        assert_eq!(all["CFDocuments"].as_array().unwrap().len(), 3);
    }
}
