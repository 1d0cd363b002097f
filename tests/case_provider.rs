//! The service is a provider of CASE: every endpoint over every framework held, in both versions.

mod schemas;
mod schemathesis;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;
use skillmap::engine::CaseExtensions;
use skillmap::engine::CaseForm;
use skillmap::engine::CaseVersion;
use skillmap::engine::Engine;
use skillmap::engine::ExportRequest;
use skillmap::engine::ImportRequest;
use skillmap::engine::Source;
use skillmap::engine::Starter;
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

/// Identifiers of all entries of a package, by the member in which they stand.
fn identifiers(package: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let of = |list: &Value| {
        let entries = list.as_array().map(Vec::as_slice).unwrap_or_default();
        entries.iter().map(|e| e["identifier"].as_str().unwrap().to_owned()).collect()
    };
    let mut all = BTreeMap::from([(
        "CFDocument".to_owned(),
        BTreeSet::from([package["CFDocument"]["identifier"].as_str().unwrap().to_owned()]),
    )]);
    for member in ["CFItems", "CFAssociations"] {
        all.insert(member.to_owned(), of(&package[member]));
    }
    for (member, list) in package["CFDefinitions"].as_object().unwrap() {
        all.insert(member.clone(), of(list));
    }
    all
}

#[test]
fn every_entry_is_served_alone_as_it_stands_in_its_package() {
    for base in BASES {
        let package = answer(&SHARED, &format!("{base}/CFPackages/{DOCUMENT}"));
        let here = SHARED.url(base);
        let document = answer(&SHARED, &format!("{base}/CFDocuments/{DOCUMENT}"));
        assert_eq!(document["uri"], format!("{here}/CFDocuments/{DOCUMENT}"));
        assert_eq!(document["CFPackageURI"]["uri"], format!("{here}/CFPackages/{DOCUMENT}"));
        assert_eq!(document["title"], package["CFDocument"]["title"]);
        for member in ["CFItems", "CFAssociations"] {
            for entry in package[member].as_array().unwrap() {
                let identifier = entry["identifier"].as_str().unwrap();
                assert_eq!(entry["uri"], format!("{here}/{member}/{identifier}"));
                let mut alone = answer(&SHARED, &format!("{base}/{member}/{identifier}"));
                let of = alone.as_object_mut().unwrap().remove("CFDocumentURI").unwrap();
                assert_eq!(of["identifier"], DOCUMENT);
                assert_eq!(&alone, entry);
            }
        }
        for (member, entries) in package["CFDefinitions"].as_object().unwrap() {
            for entry in entries.as_array().unwrap() {
                let identifier = entry["identifier"].as_str().unwrap();
                let alone = answer(&SHARED, &format!("{base}/{member}/{identifier}"));
                let alone = if member == "CFLicenses" { &alone } else { &alone[member][0] };
                assert_eq!(alone, entry);
            }
        }
        let set = answer(&SHARED, &format!("{base}/CFItemAssociations/{ITEM}"));
        assert_eq!(set["CFItem"]["CFDocumentURI"]["identifier"], DOCUMENT);
        let types: Vec<_> = set["CFAssociations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| &a["associationType"])
            .collect();
        assert_eq!(types, ["isChildOf", "exactMatchOf"]);
    }
}

/// A link inside the package leads to what it names.
#[test]
fn every_address_of_this_service_can_be_asked() {
    for base in BASES {
        let here = SHARED.url("");
        let package = text(ask(&SHARED, &format!("{base}/CFPackages/{DOCUMENT}"), &[]));
        let addresses: BTreeSet<&str> =
            package.split('"').filter_map(|word| word.strip_prefix(&here)).collect();
        assert!(addresses.len() > 8, "{addresses:?}");
        for address in addresses {
            assert_eq!(ask(&SHARED, address, &[]).status(), 200, "{address}");
        }
    }
}

#[test]
fn what_is_served_has_the_identifiers_of_the_export_and_is_read_as_the_same_framework() {
    for key in ["made-standards", "starter-skills", "starter-occupations", "college-competencies"] {
        for (base, format) in BASES.into_iter().zip(["case", "case-1.0"]) {
            let wanted = ExportRequest {
                framework: key.to_owned(),
                format: format.to_owned(),
                ..ExportRequest::default()
            };
            let exported = SHARED.engine.export(&wanted).unwrap().content;
            let package: Value = serde_json::from_str(&exported).unwrap();
            let document = package["CFDocument"]["identifier"].as_str().unwrap();
            let path = format!("{base}/CFPackages/{document}");
            let served = text(ask(&SHARED, &path, &[("X-CASE-EDITOR", "1")]));
            let plain: Value = serde_json::from_str(&served).unwrap();
            assert_eq!(identifiers(&plain), identifiers(&package), "{key} {format}");
            if format == "case" {
                assert_eq!(read_again(&served), read_again(&exported), "{key}");
            }
        }
    }
}

/// The framework and the mappings of a package, in skillmap's own words.
fn read_again(package: &str) -> (String, String) {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    import(&engine, "x.json", package.as_bytes());
    let held = engine.frameworks().unwrap();
    let framework = held.frameworks[0].release.key.clone();
    let of = |format: &str| {
        let (framework, format) = (framework.clone(), format.to_owned());
        let wanted = ExportRequest { framework, format, ..ExportRequest::default() };
        engine.export(&wanted).unwrap().content
    };
    // The second one holds the mappings as well.
    (of("json"), of("case"))
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

/// What is left out may be longer than what is read at a time.
#[test]
fn a_package_is_sent_whole_whatever_is_left_out_of_it() {
    let level = format!("\"made:level\": \"{}\"", "x".repeat(40_000));
    let more: Vec<String> = (0..12).map(|n| level.replace("level", &format!("level{n}"))).collect();
    let long = MADE.replace("\"made:level\": \"2\"", &more.join(", "));
    let service = Service::new(Exposure::LoopbackOnly);
    import(&service.engine, "made.json", long.as_bytes());
    let path = format!("/ims/case/v1p1/CFPackages/{DOCUMENT}");
    let asked = text(ask(&service, &path, &[("X-CASE-EDITOR", "1")]));
    assert!(asked.len() > 400_000, "{}", asked.len());
    let plain = answer(&service, &path);
    assert_eq!(identifiers(&plain), identifiers(&serde_json::from_str(&asked).unwrap()));
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
    let concept = format!("/?concept=https%3A%2F%2Fmade.example%2Furi%2F{ITEM}");
    assert_eq!(header(&page, "location"), concept);
    assert_eq!(ask(&SHARED, header(&page, "location"), &[]).status(), 200);
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

#[test]
fn another_release_takes_the_place_of_the_package_and_the_old_one_is_removed() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    import(&engine, "made.json", MADE.as_bytes());
    let base = "http://x".to_owned();
    let form = CaseForm { base, extensions: CaseExtensions::Stripped };
    let version = CaseVersion::V11;
    let package = |engine: &Engine| {
        let mut package = engine.case_package(version, DOCUMENT, &form).unwrap();
        let mut all = Vec::new();
        while let Some(bytes) = package.next_bytes().unwrap() {
            all.extend(bytes);
        }
        (String::from_utf8(all).unwrap(), package.tag)
    };
    let files = || -> Vec<_> {
        let all = std::fs::read_dir(dir.path().join("case")).unwrap();
        all.map(|file| file.unwrap().path()).collect()
    };
    let first = package(&engine);
    let before = files();
    assert_eq!(before.len(), 1);
    // A damaged file is written again, with the same content.
    drop(engine);
    std::fs::write(&before[0], b"{").unwrap();
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    assert_eq!(package(&engine), first);
    assert_eq!(files(), before);
    let next = MADE.replace("\"version\": \"2\"", "\"version\": \"3\"");
    import(&engine, "made.json", next.replace("by ones", "by tens").as_bytes());
    let second = package(&engine);
    assert!(first.0.contains("by ones") && second.0.contains("by tens"));
    assert_ne!(first.1, second.1);
    assert_eq!(files().len(), 1);
    assert_ne!(files(), before);
}
