//! The OpenAPI document says all that is answered, and nothing else.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;
use skillmap::model::Role;
use skillmap::service::ROUTES;
use ureq::Body;
use ureq::http::Response;

use crate::data::skipped;
use crate::service::AGENT;
use crate::service::SHARED;
use crate::service::check_problem;
use crate::service::get;
use crate::service::header;
use crate::service::post;
use crate::service::reply;
use crate::service::text;

/// Some operations are for administrators with a key.
static KEY: LazyLock<String> = LazyLock::new(|| SHARED.key(Role::Administrator));

fn as_administrator(path: &str) -> Response<Body> {
    AGENT.get(SHARED.url(path)).header("Authorization", KEY.as_str()).call().unwrap()
}

/// Method, path and what is told of it, for each operation of the document.
fn told() -> BTreeMap<(String, String), Value> {
    let document = reply(get("/api/v1/openapi.json"));
    let paths = document["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, methods)| {
        let methods = methods.as_object().unwrap().iter();
        methods.map(move |(method, told)| ((method.to_uppercase(), path.clone()), told.clone()))
    });
    all.collect()
}

#[test]
fn every_route_is_in_the_document_and_the_reverse() {
    let told: BTreeSet<(String, String)> = told().into_keys().collect();
    let routed: BTreeSet<(String, String)> =
        ROUTES.iter().map(|route| (route.method.to_owned(), route.path.to_owned())).collect();
    let missing: Vec<_> = routed.difference(&told).collect();
    let help = "help: give the operation a row in the table of its room in src/service/openapi/tables; \
        a row looks like Described::asked(\"name\", \"What it does\", of::<NameReply>).query(of::<NameRequest>)";
    assert!(missing.is_empty(), "routes without a description: {missing:?}\n{help}");
    let other: Vec<_> = told.difference(&routed).collect();
    assert!(other.is_empty(), "described, but no route: {other:?}");
}

#[test]
fn a_query_takes_the_parameters_of_the_document_and_no_others() {
    for ((method, path), told) in told() {
        let ask = |query: &str| {
            let path = format!("{path}?{query}");
            if method == "GET" {
                as_administrator(&path)
            } else {
                post(&SHARED, &path, &[("Authorization", &KEY)], b"")
            }
        };
        let known: Vec<&str> = told["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|parameter| parameter["in"] == "query")
            .map(|p| p["name"].as_str().unwrap())
            .collect();
        let detail = check_problem(ask("colour=red"), 400, "colour");
        let listed = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        assert!(detail.ends_with(&format!("there are: {listed}")), "{path}: {detail}");
        // Each is read: one that is given twice, or is no number, is refused by its own name.
        for parameter in told["parameters"].as_array().unwrap() {
            let name = parameter["name"].as_str().unwrap();
            let of = &parameter["schema"]["type"];
            if of == "integer" || of == "boolean" {
                check_problem(ask(&format!("{name}=colour")), 400, name);
            }
        }
    }
}

#[test]
fn what_is_needed_is_told_and_missed() {
    for ((method, path), told) in told() {
        for parameter in told["parameters"].as_array().unwrap() {
            if parameter["required"] != true || method != "GET" {
                continue;
            }
            // Without any parameter the first that is needed is missed.
            let response = as_administrator(&path);
            assert_eq!(response.status(), 400, "{path}");
            let problem: Value = serde_json::from_str(&text(response)).unwrap();
            let field = problem["errors"][0]["field"].as_str().unwrap().to_owned();
            let parameters = told["parameters"].as_array().unwrap();
            let named = parameters.iter().find(|parameter| parameter["name"] == field.as_str());
            assert!(named.is_some_and(|named| named["required"] == true), "{path}: {field}");
        }
    }
}

#[test]
fn types_are_told_with_their_true_bounds() {
    let document = reply(get("/api/v1/openapi.json"));
    let schemas = &document["components"]["schemas"];
    let rows = [
        ("/Score/minimum", Value::from(0.0)),
        ("/Score/maximum", Value::from(1.0)),
        ("/Span/properties/start/minimum", Value::from(0)),
        ("/TagRequest/additionalProperties", Value::from(false)),
        ("/TagRequest/properties/limit/maximum", Value::from(200)),
        ("/ConceptId/format", Value::from("iri")),
    ];
    for (place, expected) in rows {
        assert_eq!(schemas.pointer(place), Some(&expected), "{place}");
    }
    for (name, schema) in schemas.as_object().unwrap() {
        // What the service refuses to know, the document does not allow.
        let is_request = name.ends_with("Request");
        assert!(!is_request || schema["additionalProperties"] == false, "{name}");
        let about = schema["description"].as_str().unwrap_or_default();
        assert!(!about.is_empty(), "{name} has no description\nhelp: write its doc comment");
        assert!(
            !name.ends_with(|c: char| c.is_ascii_digit()),
            "{name}: two types have one name\nhelp: #[schemars(rename = ...)]"
        );
    }
}

#[test]
fn the_document_is_valid() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-openapi");
    if !folder.join("openapi_spec_validator").exists() {
        skipped(&format!("no openapi_spec_validator at {}; .ci/run installs it", folder.display()));
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("openapi.json");
    std::fs::write(&file, text(get("/api/v1/openapi.json"))).unwrap();
    let mut command = Command::new("python3");
    command.env("PYTHONPATH", &folder).args(["-m", "openapi_spec_validator"]).arg(&file);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.trim_end().ends_with("OK"), "{said}");
}

#[test]
fn the_page_of_the_document_shows_every_operation_without_a_script() {
    let response = get("/api/v1/docs");
    assert_eq!(header(&response, "content-type"), "text/html; charset=utf-8");
    let page = text(response);
    for route in ROUTES {
        assert!(
            page.contains(&format!("<section id=\"{}\"", route.operation)),
            "{}",
            route.operation
        );
        assert!(page.contains(route.path), "{}", route.path);
    }
    assert!(!page.contains("<script") && !page.contains("style=") && !page.contains("<style"));
    // Every link within the page leads somewhere.
    for link in page.split("href=\"#").skip(1) {
        let name = link.split('"').next().unwrap();
        assert!(page.contains(&format!("id=\"{name}\"")), "#{name}");
    }
    let style = AGENT.get(SHARED.url("/api/v1/docs.css")).call().unwrap();
    assert_eq!(header(&style, "content-type"), "text/css; charset=utf-8");
}
