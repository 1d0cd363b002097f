//! The Reconciliation Service matches columns of tables to concepts, as its standard says, in both versions.

mod client;
mod columns;
mod pages;
mod quality;
mod schemas;

use std::sync::LazyLock;

use serde_json::Value;
use serde_json::json;
use skillmap::limits;
use skillmap::service::Exposure;
use ureq::Agent;
use ureq::Body;
use ureq::http::Response;

use crate::running::Service;

/// Two lists with names in common, and a table that says which of their entries are the same.
const TRADES: &str = "#id: urn:test:trades\n#title: Trades\n#version: 1\n#language: en
id,kind,status,broader,notations,preferred_label@en,preferred_label@fr,alternative_labels@en,description@en
M,group,,,,metal work,métallurgie,,Everything done with metal.
T1,skill,,M,TR=W-100,welding,soudage,fusing metal | joining,Joins pieces of metal by heat.
T2,occupation,,M,TR=W-200,welder,soudeur,welding person,Welds for a living.
T3,knowledge,,,TR=W-300,welding,,theory of welding,What is known of joining metal.
T4,skill,,,TR=A-100,pipe fitting,,joining,Fits pipes.
T5,skill,deprecated,,TR=B-100,riveting,,,Joins by rivets.
T6,skill,,,TR=B-200,rivet joining,,riveting,Joins by rivets.
T7,skill,,,TR=X-100,<script>alert(1)</script> & sons,,,\"A name like <b>that</b> \"\"here\"\"\"
";
const CRAFTS: &str = "#id: urn:test:crafts\n#title: Crafts\n#version: 2\n#language: en
id,kind,preferred_label@en,description@en
C1,skill,welding,Makes one piece of two.
C2,skill,soldering,Joins with tin.
";
const SAME: &str = "subject_id,relation,object_id\nurn:test:trades:T1,exact,urn:test:crafts:C1\nurn:test:trades:T4,close,urn:test:crafts:C2\n";

/// A service with these lists beside the starter frameworks; for tests that change nothing.
static SHARED: LazyLock<Service> = LazyLock::new(lists);

pub(crate) static AGENT: LazyLock<Agent> =
    LazyLock::new(|| Agent::config_builder().http_status_as_error(false).build().into());

pub(crate) fn lists() -> Service {
    let service = Service::new(Exposure::LoopbackOnly);
    for (name, file) in [("trades.csv", TRADES), ("crafts.csv", CRAFTS), ("same.csv", SAME)] {
        import(&service, name, file);
    }
    service
}

fn import(service: &Service, name: &str, file: &str) {
    let path = format!("/api/v1/imports?name={name}&strict=true");
    let answer = AGENT.post(service.url(&path)).send(file.as_bytes()).unwrap();
    assert_eq!(answer.status(), 200, "{name}: {}", text(answer));
}

fn get(path: &str) -> Response<Body> {
    AGENT.get(SHARED.url(path)).call().unwrap()
}

fn form(path: &str, name: &str, value: &Value) -> Response<Body> {
    AGENT.post(SHARED.url(path)).send_form([(name, value.to_string())]).unwrap()
}

fn post(path: &str, body: &Value) -> Response<Body> {
    let request = AGENT.post(SHARED.url(path)).header("Content-Type", "application/json");
    request.send(body.to_string().as_bytes()).unwrap()
}

fn text(mut response: Response<Body>) -> String {
    response.body_mut().read_to_string().unwrap()
}

fn header<'a>(response: &'a Response<Body>, name: &str) -> &'a str {
    response.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

#[track_caller]
fn reply(response: Response<Body>) -> Value {
    assert_eq!(header(&response, "access-control-allow-origin"), "*");
    let (status, media_type) = (response.status(), header(&response, "content-type").to_owned());
    let text = text(response);
    assert_eq!(status, 200, "{text}");
    assert_eq!(media_type, "application/json; charset=utf-8");
    serde_json::from_str(&text).unwrap()
}

/// The candidates of one query, in 0.2.
#[track_caller]
fn cell(path: &str, query: &Value) -> Vec<Value> {
    let mut found = reply(form(path, "queries", &json!({ "q": query })));
    ordered(serde_json::from_value(found["q"]["result"].take()).unwrap())
}

/// The candidates of one query, in 1.0.
#[track_caller]
fn conditions(path: &str, query: &Value) -> Vec<Value> {
    let mut found = reply(post(&format!("{path}/match"), &json!({ "queries": [query] })));
    ordered(serde_json::from_value(found["results"][0]["candidates"].take()).unwrap())
}

/// The candidates, once it is sure that their scores are 0..=100, descend, and tie by id, and that at most the first is
/// a match.
#[track_caller]
fn ordered(candidates: Vec<Value>) -> Vec<Value> {
    let key = |c: &Value| (c["score"].as_f64().unwrap(), c["id"].as_str().unwrap().to_owned());
    for pair in candidates.windows(2) {
        let (one, other) = (key(&pair[0]), key(&pair[1]));
        assert!(one.0 > other.0 || (one.0 >= other.0 && one.1 < other.1), "{one:?} {other:?}");
        assert_eq!(pair[1]["match"], false);
    }
    assert!(candidates.iter().all(|c| (0.0..=100.0).contains(&key(c).0)), "{candidates:?}");
    candidates
}

fn ids(candidates: &[Value]) -> Vec<&str> {
    candidates.iter().map(|c| c["id"].as_str().unwrap()).collect()
}

const T1: &str = "urn:test:trades:T1";

#[test]
fn a_cell_with_a_slip_of_the_finger_is_matched_to_what_was_meant() {
    for base in ["/reconcile", "/reconcile/starter-skills"] {
        let found = cell(base, &json!({ "query": "tak vital sings" }));
        assert!(found[0]["name"].as_str().unwrap().contains("vital signs"), "{}", found[0]);
        assert_eq!(found[0]["match"], false, "a name that is not equal is for a person to judge");
        let features = found[0]["features"].as_array().unwrap();
        assert!(features.iter().any(|f| f["id"] == "typo" && f["value"].is_number()), "{found:?}");
    }
}

#[test]
fn a_match_is_one_name_of_the_right_type_without_a_rival() {
    let rows: [(&str, Value, &str, bool); 15] = [
        ("/reconcile/trades", json!({ "query": "Welder" }), "T2", true),
        ("/reconcile/trades", json!({ "query": "  PIPE-fitting " }), "T4", true),
        ("/reconcile/trades", json!({ "query": "soudage" }), "T1", true),
        ("/reconcile/trades", json!({ "query": "fusing metal" }), "T1", true),
        // Two concepts have the name; the type tells them apart, a rival of another type does not count.
        ("/reconcile/trades", json!({ "query": "welding" }), "T1", false),
        ("/reconcile/trades", json!({ "query": "welding", "type": "skill" }), "T1", true),
        ("/reconcile/trades", json!({ "query": "welding", "type": ["knowledge"] }), "T3", true),
        ("/reconcile/trades", json!({ "query": "joining", "type": "skill" }), "T1", false),
        // Out of use is no rival, and no match either.
        ("/reconcile/trades", json!({ "query": "riveting" }), "T6", true),
        ("/reconcile/trades", json!({ "query": "weldin" }), "T1", false),
        // In both lists.
        ("/reconcile", json!({ "query": "welding", "type": "skill", "limit": 1 }), "C1", false),
        ("/reconcile", json!({ "query": "welding", "type": "trades/skill" }), "T1", true),
        ("/reconcile", json!({ "query": "welding", "type": ["trades/knowledge"] }), "T3", true),
        (
            "/reconcile",
            json!({ "query": "welding", "type": ["crafts/skill", "group"] }),
            "C1",
            true,
        ),
        (
            "/reconcile",
            json!({ "query": "welding", "type": ["skill", "trades/skill"], "type_strict": "all" }),
            "T1",
            true,
        ),
    ];
    for (base, query, id, is_match) in rows {
        let found = cell(base, &query);
        let first = found.first().unwrap_or(&Value::Null);
        assert!(first["id"].as_str().is_some_and(|of| of.ends_with(id)), "{query}: {found:#?}");
        assert_eq!(first["match"], is_match, "{query}: {found:#?}");
    }
    let others = cell("/reconcile/trades", &json!({ "query": "welding", "type": "tool" }));
    assert!(others.is_empty(), "{others:?}");
    let should = json!({ "query": "welding", "type": "occupation", "type_strict": "should" });
    let should = cell("/reconcile/trades", &should);
    assert!(should.len() > 1, "{should:?}");
    assert!(should.iter().all(|c| c["match"] == false), "{should:?}");
}

#[test]
fn an_entity_is_found_by_its_iri_and_by_its_code() {
    for (base, query) in [
        ("/reconcile", T1),
        ("/reconcile/trades", T1),
        ("/reconcile/trades", "W-100"),
        ("/reconcile/trades", "w-100"),
    ] {
        let found = cell(base, &json!({ "query": query }));
        assert_eq!((&found[0]["id"], &found[0]["score"]), (&json!(T1), &json!(100.0)), "{query}");
        assert_eq!(found[0]["match"], true, "{query}");
        if query == T1 {
            assert_eq!(found.len(), 1, "nothing else has that IRI");
        }
    }
    let elsewhere = cell("/reconcile/crafts", &json!({ "query": T1 }));
    assert!(!ids(&elsewhere).contains(&T1), "{elsewhere:?}");
    let by_id = json!({ "conditions": [{ "matchType": "id", "propertyValue": "W-100" }] });
    assert_eq!(ids(&conditions("/reconcile/v1/trades", &by_id)), [T1]);
    assert!(conditions("/reconcile/v1/crafts", &by_id).is_empty());
}

#[test]
fn what_other_columns_say_moves_the_score() {
    let rows: [(&str, Value, &str); 10] = [
        ("framework", json!("trades"), "T1"),
        ("framework", json!("Crafts"), "C1"),
        ("framework", json!(["none", "crafts"]), "C1"),
        ("kind", json!("knowledge"), "T3"),
        ("code", json!("TR W-300"), "T3"),
        ("broader", json!("metal work"), "T1"),
        ("broader", json!({ "id": "urn:test:trades:M", "name": "metal work" }), "T1"),
        ("language", json!("fr"), "T1"),
        ("description", json!("one piece of two"), "C1"),
        ("exactMatch", json!("urn:test:trades:T1"), "C1"),
    ];
    for (property, value, id) in rows {
        let query = json!({
            "query": "welding",
            "properties": [{ "pid": property, "v": value }],
        });
        let found = cell("/reconcile", &query);
        assert!(found[0]["id"].as_str().unwrap().ends_with(id), "{query}: {found:#?}");
        let feature = format!("property_{property}");
        let features = found[0]["features"].as_array().unwrap();
        assert!(features.iter().any(|f| f["id"] == json!(feature)), "{query}: {features:?}");
        let score = |c: &Value| c["score"].as_f64().unwrap();
        // Of two that are called alike, the one of which it is not true scores clearly less.
        let rival = if id == "C1" { T1 } else { "urn:test:crafts:C1" };
        let second = found.iter().find(|c| c["id"] == rival).unwrap();
        assert!(score(&found[0]) > score(second) + 5.0, "{query}: {found:#?}");
    }
    // Met by the name and by the other column, in one framework only: unambiguous.
    let query =
        json!({ "query": "welding", "properties": [{ "pid": "framework", "v": "crafts" }] });
    assert_eq!(cell("/reconcile", &query)[0]["match"], true);
}

#[test]
fn properties_alone_find_what_they_lead_to() {
    let rows: [(&str, &str, &[&str]); 5] = [
        ("code", "A-100", &["T4"]),
        ("broader", "urn:test:trades:M", &["T1", "T2"]),
        ("closeMatch", "urn:test:crafts:C2", &["T4"]),
        ("mapping", "urn:test:crafts:C1", &["T1"]),
        ("exactMatch", "urn:test:crafts:C2", &[]),
    ];
    for (property, value, expected) in rows {
        let found =
            cell("/reconcile/trades", &json!({ "properties": [{ "pid": property, "v": value }] }));
        let found: Vec<&str> = ids(&found).iter().filter_map(|id| id.rsplit(':').next()).collect();
        assert_eq!(found, expected, "{property}");
    }
}

#[test]
fn conditions_may_be_required_and_count_values() {
    let on = |property: &str, value: Value, more: Value| {
        let mut condition =
            json!({ "matchType": "property", "propertyId": property, "propertyValue": value });
        condition.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let name = json!({ "matchType": "name", "propertyValue": "welding" });
        let found =
            conditions("/reconcile/v1", &json!({ "conditions": [name, condition], "limit": 40 }));
        let named = found.into_iter().filter(|c| c["name"] == "welding");
        let mut ids: Vec<String> =
            named.map(|c| c["id"].as_str().unwrap().rsplit(':').next().unwrap().into()).collect();
        ids.sort();
        ids
    };
    let required = json!({ "required": true });
    let none = json!({ "required": true, "matchQuantifier": "none" });
    let all = json!({ "required": true, "matchQuantifier": "all" });
    let exact = json!({ "required": true, "matchQualifier": "skos:exactMatch" });
    let close = json!({ "required": true, "matchQualifier": "skos:closeMatch" });
    let rows = [
        (on("framework", json!("trades"), json!({})), vec!["C1", "T1", "T3"]),
        (on("framework", json!("trades"), required.clone()), vec!["T1", "T3"]),
        (on("framework", json!("trades"), none.clone()), vec!["C1"]),
        (on("kind", json!(["skill", "knowledge"]), required.clone()), vec!["C1", "T1", "T3"]),
        (on("kind", json!(["skill", "knowledge"]), all.clone()), vec![]),
        (on("language", json!(["en", "fr"]), all), vec!["T1"]),
        (on("language", json!(["fr"]), none), vec!["C1", "T3"]),
        (on("mapping", json!("urn:test:crafts:C1"), exact), vec!["T1"]),
        (on("mapping", json!("urn:test:crafts:C1"), close), vec![]),
        (on("mapping", json!("soldering"), required), vec![]),
    ];
    for (position, (found, expected)) in rows.into_iter().enumerate() {
        assert_eq!(found, expected, "row {position}");
    }
}

#[test]
fn both_versions_find_the_same() {
    for name in ["welding", "nurse", "vitl signs", "joining", "soudeur", "", "()"] {
        let old = cell("/reconcile", &json!({ "query": name }));
        let named = json!([{ "matchType": "name", "propertyValue": name }]);
        let new = conditions("/reconcile/v1", &json!({ "conditions": named }));
        assert_eq!(old, new, "{name}");
    }
    let lang = |lang: &str| {
        let named = json!([{ "matchType": "name", "propertyValue": "soudage" }]);
        conditions("/reconcile/v1", &json!({ "conditions": named, "lang": lang }))
    };
    assert_eq!(lang("fr")[0]["name"], "soudage");
    assert!(lang("es").iter().all(|c| c["id"] != T1));
}

#[test]
fn an_import_is_matched_by_the_next_request() {
    let service = lists();
    let url =
        service.url("/reconcile/tools?queries=%7B%22a%22%3A%7B%22query%22%3A%22mallet%22%7D%7D");
    assert_eq!(AGENT.get(&url).call().unwrap().status(), 404);
    let table = |name: &str, version: u32| {
        format!(
            "#id: urn:test:tools\n#title: Tools\n#version: {version}\n#language: en\nid,kind,preferred_label@en\nA,tool,{name}\n"
        )
    };
    for (name, version, n_found) in [("mallet", 1, 1), ("hammer", 2, 0)] {
        import(&service, "tools.csv", &table(name, version));
        let found = reply(AGENT.get(&url).call().unwrap());
        assert_eq!(found["a"]["result"].as_array().unwrap().len(), n_found, "{name}");
        let manifest = reply(AGENT.get(service.url("/reconcile/tools")).call().unwrap());
        assert_eq!(manifest["name"], json!(format!("skillmap: Tools {version}")));
    }
}

#[test]
fn a_batch_beyond_its_size_is_refused() {
    let size = usize::try_from(reply(get("/reconcile"))["batchSize"].as_u64().unwrap()).unwrap();
    assert_eq!(size, limits::MATCH_QUERIES);
    for (n, status) in [(size, 200), (size + 1, 413)] {
        let by_key: serde_json::Map<String, Value> =
            (0..n).map(|key| (key.to_string(), json!({ "query": "welding" }))).collect();
        assert_eq!(form("/reconcile/trades", "queries", &Value::Object(by_key)).status(), status);
        let name = json!({ "matchType": "name", "propertyValue": "welding" });
        let list: Vec<Value> = (0..n).map(|_| json!({ "conditions": [name] })).collect();
        let answer = post("/reconcile/v1/trades/match", &json!({ "queries": list }));
        assert_eq!(answer.status(), status);
        assert_eq!(header(&answer, "access-control-allow-origin"), "*");
    }
    let ids: Vec<String> = (0..=limits::EXTEND_IDS).map(|n| n.to_string()).collect();
    let wish = json!({ "ids": ids, "properties": [{ "id": "label" }] });
    assert_eq!(post("/reconcile/v1/extend", &wish).status(), 413);
    // One query may not ask for more than a batch may.
    let many = vec!["welding"; limits::MATCH_VALUES + 1];
    let many = json!({ "q": { "properties": [{ "pid": "label", "v": many }] } });
    assert_eq!(form("/reconcile", "queries", &many).status(), 413);
    let many = json!({ "q": { "query": "a", "type": vec!["skill"; limits::MATCH_VALUES] } });
    assert_eq!(form("/reconcile", "queries", &many).status(), 413);
    let long = json!({ "q": { "query": "a".repeat(limits::QUERY_BYTES + 1) } });
    assert_eq!(form("/reconcile", "queries", &long).status(), 413);
}
