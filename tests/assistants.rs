//! Assistants are answered over MCP in both eras: what they may call, what they are told, and what is refused.

mod client;
mod conformance;
mod eras;
mod schemas;

use std::sync::LazyLock;

use serde_json::Value;
use serde_json::json;
use skillmap::service::Exposure;
use ureq::Agent;

use crate::running::Service;

/// For tests that change nothing.
static SHARED: LazyLock<Service> = LazyLock::new(|| Service::new(Exposure::LoopbackOnly));

static AGENT: LazyLock<Agent> =
    LazyLock::new(|| Agent::config_builder().http_status_as_error(false).build().into());

const MODERN: &str = "2026-07-28";

/// What was answered: status and body, null where there is none.
fn send(headers: &[(&str, &str)], body: &str) -> (u16, Value) {
    let mut request = AGENT.post(SHARED.url("/mcp")).header("Content-Type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut response = request.send(body.as_bytes()).unwrap();
    let text = response.body_mut().read_to_string().unwrap();
    (response.status().as_u16(), serde_json::from_str(&text).unwrap_or_default())
}

fn meta() -> Value {
    json!({
        "io.modelcontextprotocol/protocolVersion": MODERN,
        "io.modelcontextprotocol/clientInfo": { "name": "test", "version": "1" },
        "io.modelcontextprotocol/clientCapabilities": {},
        "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    })
}

/// A request of 2026-07-28 as it should be sent.
fn modern(method: &str, params: &Value) -> (u16, Value) {
    let mut params = params.clone();
    params["_meta"] = meta();
    let name = params["name"].as_str().or(params["uri"].as_str()).unwrap_or_default().to_owned();
    let framework = params["arguments"]["framework"].as_str().unwrap_or_default().to_owned();
    let mut headers = vec![("MCP-Protocol-Version", MODERN), ("Mcp-Method", method)];
    if !name.is_empty() {
        headers.push(("Mcp-Name", &name));
    }
    if !framework.is_empty() {
        headers.push(("Mcp-Param-Framework", &framework));
    }
    let body = json!({ "jsonrpc": "2.0", "id": 7, "method": method, "params": params });
    send(&headers, &body.to_string())
}

/// A request of an earlier version, after the handshake.
fn legacy(method: &str, params: &Value) -> (u16, Value) {
    let body = json!({ "jsonrpc": "2.0", "id": "a", "method": method, "params": params });
    send(&[("MCP-Protocol-Version", "2025-11-25")], &body.to_string())
}

/// What a tool gives.
#[track_caller]
fn called(name: &str, arguments: &Value) -> Value {
    let (status, response) = modern("tools/call", &json!({ "name": name, "arguments": arguments }));
    let result = &response["result"];
    assert_eq!((status, &result["isError"]), (200, &json!(false)), "{name}: {response}");
    let text: Value = serde_json::from_str(result["content"][0]["text"].as_str().unwrap()).unwrap();
    assert_eq!(text, result["structuredContent"], "{name}: both forms say the same");
    text
}

const COURSE: &str = "Students measure and record vital signs and apply infection control.";
const POSTING: &str = "Requirements:\n- Take vital signs of patients\n- Weld steel pipes\nNice to have:\n- Drive a forklift";
/// "take vital signs" of the starter skills.
const VITAL_SIGNS: &str = "urn:skillmap:starter-skills:HLT-001";

#[test]
fn an_assistant_finds_tags_compares_and_explains() {
    let frameworks = called("list_frameworks", &json!({}));
    let keys = frameworks["frameworks"].as_array().unwrap().iter().map(|f| &f["framework"]);
    assert!(keys.clone().any(|key| key == "starter-skills"), "{frameworks}");

    let found = called("search_skills", &json!({ "text": "vitl signs", "kind": ["skill"] }));
    assert_eq!(found["hits"][0]["id"], VITAL_SIGNS);
    assert!(found["hits"][0]["reasons"][0].as_str().is_some_and(|why| !why.is_empty()));

    let skill = called("get_skill", &json!({ "id": VITAL_SIGNS }));
    assert_eq!(skill["label"], "take vital signs");
    assert!(skill["n_related"].as_object().is_some_and(|related| !related.is_empty()), "{skill}");

    let tagged = called("map_text_to_skills", &json!({ "text": POSTING, "kind": "posting" }));
    let said = tagged["skills"].as_array().unwrap();
    let signs = said.iter().find(|skill| skill["id"] == VITAL_SIGNS).unwrap();
    assert_eq!(signs["requirement"], "required");
    assert!(signs["words"][0].as_str().unwrap().contains("vital signs"), "{signs}");

    let gap = called(
        "compare_texts",
        &json!({ "have_text": COURSE, "want_text": POSTING, "framework": ["starter-skills"] }),
    );
    assert_eq!(gap["covered"][0]["id"], VITAL_SIGNS);
    assert!(gap["n_missing"].as_u64().is_some_and(|n| n > 0), "{gap}");
    let share = gap["share"].as_f64().unwrap();
    assert!(share > 0.0 && share < 1.0, "{gap}");

    let explained = called("explain_mapping", &json!({ "from": VITAL_SIGNS, "to": VITAL_SIGNS }));
    assert_eq!(
        (&explained["because"], &explained["nearness"]),
        (&json!("both sides have it"), &json!(1.0))
    );
    let nothing = called("crosswalk", &json!({ "id": VITAL_SIGNS, "framework": "starter-skills" }));
    assert!(nothing["advice"].as_str().unwrap().contains("take vital signs"), "{nothing}");
}

#[test]
fn a_crosswalk_that_was_imported_or_reviewed_is_told() {
    let service = Service::new(Exposure::LoopbackOnly);
    let hygiene = "urn:skillmap:college-competencies:";
    let outcome = service.engine.search(&skillmap::engine::SearchRequest {
        text: "record patient vital signs accurately".into(),
        framework: vec!["college-competencies".into()],
        ..Default::default()
    });
    let outcome = outcome.unwrap().hits[0].concept.clone();
    assert!(outcome.id.as_str().starts_with(hygiene), "{}", outcome.id);
    let table = format!(
        "subject_id,relation,object_id,confidence\n{VITAL_SIGNS},close,{},0.9\n",
        outcome.id
    );
    let mut imported =
        AGENT.post(service.url("/api/v1/imports?name=a.csv")).send(table.as_bytes()).unwrap();
    assert_eq!(imported.status(), 200, "{}", imported.body_mut().read_to_string().unwrap());
    let asked = |name: &str, arguments: Value| -> Value {
        let params = json!({ "name": name, "arguments": arguments });
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
        let mut answer = AGENT.post(service.url("/mcp")).send_json(body).unwrap();
        let answer: Value = answer.body_mut().read_json().unwrap();
        answer["result"]["structuredContent"].clone()
    };
    let told = asked("crosswalk", json!({ "id": outcome.id, "framework": "starter-skills" }));
    let first = &told["counterparts"][0];
    assert_eq!(
        (&first["id"], &first["relation"]),
        (&json!(VITAL_SIGNS), &json!("close")),
        "{told}"
    );
    assert_eq!(first["confidence"], json!(0.9));
    assert!(first["reasons"][0].as_str().unwrap().contains("is close to"), "{told}");
    let elsewhere = asked("crosswalk", json!({ "id": VITAL_SIGNS, "framework": "starter-skills" }));
    assert_eq!(elsewhere["counterparts"], json!([]), "its own framework has none: {elsewhere}");
    let explained = asked("explain_mapping", json!({ "from": outcome.id, "to": VITAL_SIGNS }));
    assert_eq!(explained["statements"][0]["relation"], "close", "{explained}");
    assert!(explained["nearness"].as_f64().is_some_and(|near| near > 0.6), "{explained}");
    service.running.stop().unwrap();
}

#[test]
fn a_call_that_fails_is_a_result_in_plain_words() {
    let rows = [
        ("search_skills", json!({}), "missing field `text`"),
        ("search_skills", json!({ "text": "a", "colour": 1 }), "unknown field `colour`"),
        ("search_skills", json!({ "text": "a", "framework": ["none"] }), "no current framework"),
        ("search_skills", json!({ "text": "a", "cursor": "x" }), "the cursor is none"),
        ("search_skills", json!({ "text": "a", "cursor": "ffff.5" }), "the data has changed"),
        ("get_skill", json!({ "id": "urn:none" }), "search for it"),
        ("map_text_to_skills", json!({ "text": " " }), "there is no text"),
        ("map_text_to_skills", json!({ "text": "a", "min_score": 2 }), "between 0 and 1"),
        ("compare_texts", json!({ "have_text": "a" }), "want says nothing"),
        (
            "compare_texts",
            json!({ "have_text": "a", "have_concept": "b", "want_text": "c" }),
            "have says several things",
        ),
        ("crosswalk", json!({ "id": VITAL_SIGNS, "framework": "none" }), "no current framework"),
    ];
    for (name, arguments, part) in rows {
        let (status, response) =
            modern("tools/call", &json!({ "name": name, "arguments": arguments }));
        let result = &response["result"];
        assert_eq!((status, &result["isError"]), (200, &json!(true)), "{name}: {response}");
        let said = result["content"][0]["text"].as_str().unwrap();
        assert!(said.contains(part), "{name}: {said}");
    }
}

#[test]
fn pages_of_a_search_follow_each_other_without_gap_or_repetition() {
    let all = called("search_skills", &json!({ "text": "safety", "limit": 20 }));
    let ids = |page: &Value| -> Vec<String> {
        let hits = page["hits"].as_array().unwrap();
        hits.iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
    };
    let mut paged = Vec::new();
    let mut cursor = json!("");
    while paged.len() < 20 && !cursor.is_null() {
        let page =
            called("search_skills", &json!({ "text": "safety", "limit": 5, "cursor": cursor }));
        paged.extend(ids(&page));
        cursor = page["next_cursor"].clone();
    }
    assert!(paged.len() > 5, "{all}");
    assert_eq!(ids(&all)[..paged.len().min(20)], paged[..paged.len().min(20)]);
}

#[test]
fn frameworks_and_concepts_have_addresses() {
    let (_, listed) = modern("resources/list", &json!({}));
    let resources = listed["result"]["resources"].as_array().unwrap();
    assert_eq!(resources.len(), 3, "{listed}");
    for resource in resources {
        let (status, read) = modern("resources/read", &json!({ "uri": resource["uri"] }));
        let content = &read["result"]["contents"][0];
        assert_eq!((status, &content["uri"]), (200, &resource["uri"]), "{read}");
        let framework: Value = serde_json::from_str(content["text"].as_str().unwrap()).unwrap();
        assert_eq!(framework["key"], resource["name"]);
    }
    for uri in [
        format!("skill://concepts/{VITAL_SIGNS}"),
        format!("skill://concepts/{}", VITAL_SIGNS.replace(':', "%3A")),
    ] {
        let (_, read) = modern("resources/read", &json!({ "uri": uri }));
        let text = read["result"]["contents"][0]["text"].as_str().unwrap_or_default().to_owned();
        assert!(text.contains("take vital signs"), "{read}");
    }
    for uri in [
        "skill://concepts/urn:none",
        "skill://frameworks/none",
        "skill://frameworks/",
        "file:///etc/passwd",
    ] {
        let (_, read) = modern("resources/read", &json!({ "uri": uri }));
        assert_eq!(
            (&read["error"]["code"], &read["error"]["data"]["uri"]),
            (&json!(-32602), &json!(uri))
        );
        let (_, read) = legacy("resources/read", &json!({ "uri": uri }));
        assert_eq!(read["error"]["code"], -32002, "{read}");
    }
}

#[test]
fn prompts_are_filled_in_once() {
    let given = json!({ "course": "We teach {job}.", "job": "welder" });
    let (_, got) =
        modern("prompts/get", &json!({ "name": "compare_course_with_job", "arguments": given }));
    let text = got["result"]["messages"][0]["content"]["text"].as_str().unwrap();
    assert!(text.contains("We teach {job}.") && text.ends_with("welder"), "{text}");
    for params in [json!({ "name": "none" }), json!({ "name": "skills_of_text", "arguments": {} })]
    {
        let (_, refused) = modern("prompts/get", &params);
        assert_eq!(refused["error"]["code"], -32602, "{refused}");
    }
}

#[test]
fn the_same_question_has_the_same_answer_to_the_byte() {
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {
        "name": "compare_texts",
        "arguments": { "have_text": COURSE, "want_text": POSTING },
    } });
    let ask = || {
        let mut answer = AGENT.post(SHARED.url("/mcp")).send_json(&body).unwrap();
        answer.body_mut().read_to_string().unwrap()
    };
    let first = ask();
    assert!(first.contains("covered"), "{first}");
    assert_eq!(first, ask());
}
