//! The JSON Schemas of the standard accept every answer, in both versions.

use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;
use serde_json::json;

use crate::data::shared;
use crate::data::skipped;
use crate::reconcile::form;
use crate::reconcile::get;
use crate::reconcile::post;
use crate::reconcile::reply;
use crate::reconcile::text;

/// Reads a list of `[schema, document]` and prints, for each, the list of its faults.
///
/// The schemas name no dialect but "the newest"; the standard's own tests judge by draft 7.
const JUDGE: &str = r#"
import json, pathlib, sys
from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7
folder = pathlib.Path(sys.argv[1])
validators = {}
def validator(name):
    if name not in validators:
        version = name.split("/")[0]
        schemas = {path.stem: json.loads(path.read_text()) for path in (folder / version / "schemas").glob("*.json")}
        resources = [(schema["$id"], Resource.from_contents(schema, default_specification=DRAFT7))
                     for schema in schemas.values() if "$id" in schema]
        formats = FormatChecker()
        assert "uri" in formats.checkers
        validators[name] = Draft7Validator(schemas[name.split("/")[1]], registry=Registry().with_resources(resources), format_checker=formats)
    return validators[name]
for name, document in json.load(sys.stdin):
    print(json.dumps([f"{e.json_path}: {e.message[:300]}" for e in list(validator(name).iter_errors(document))[:5]]))
"#;

const VERSIONS: [&str; 2] = ["0.2", "1.0-draft"];

fn folder() -> Option<PathBuf> {
    shared("schemas/reconciliation")
}

/// What the schemas (`0.2/manifest`) say of these documents, one list each; nothing, said aloud, where tool or schemas
/// are absent.
fn judge(documents: &[(String, Value)]) -> Option<Vec<Vec<String>>> {
    let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-jsonschema");
    if !tool.join("jsonschema").exists() {
        skipped(&format!("no jsonschema at {}; .ci/run installs it", tool.display()));
        return None;
    }
    let mut command = Command::new("python3");
    command.env("PYTHONPATH", &tool).arg("-c").arg(JUDGE).arg(folder()?);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(json!(documents).to_string().as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    let faults: Vec<Vec<String>> =
        said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(faults.len(), documents.len());
    Some(faults)
}

/// The official examples of a sort (`valid`, `invalid`), by schema; those of schemas that name another on the network
/// are left out.
fn examples(sort: &str) -> Option<Vec<(String, String, Value)>> {
    let folder = folder()?;
    let mut found = Vec::new();
    for version in VERSIONS {
        let mut schemas: Vec<PathBuf> = std::fs::read_dir(folder.join(version).join("examples"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        schemas.sort();
        for path in schemas {
            let schema = path.file_name().unwrap().to_str().unwrap().to_owned();
            let has_schema = folder.join(version).join(format!("schemas/{schema}.json")).exists();
            let Ok(files) = std::fs::read_dir(path.join(sort)) else { continue };
            for file in files {
                let file = file.unwrap().path();
                let text = std::fs::read_to_string(&file).unwrap();
                let names_another = text.contains("\"authentication\"");
                if has_schema && !names_another {
                    let name = file.display().to_string();
                    let document = serde_json::from_str(&text).unwrap();
                    found.push((format!("{version}/{schema}"), name, document));
                }
            }
        }
    }
    Some(found)
}

/// The judge is itself tried, for a check that sees nothing finds nothing.
#[test]
fn the_schemas_tell_the_official_examples_apart() {
    for (sort, is_sound, least) in [("valid", true, 40), ("invalid", false, 20)] {
        let Some(examples) = examples(sort) else { return };
        assert!(examples.len() >= least, "{sort}: {}", examples.len());
        let documents: Vec<(String, Value)> = examples
            .iter()
            .map(|(schema, _, document)| (schema.clone(), document.clone()))
            .collect();
        let Some(faults) = judge(&documents) else { return };
        for ((_, name, _), faults) in examples.iter().zip(faults) {
            assert_eq!(faults.is_empty(), is_sound, "{name}: {faults:?}");
        }
    }
}

fn queries_of_0_2() -> Value {
    json!({
        "q0": { "query": "tak vital sings", "limit": 3 },
        "q1": { "query": "welding", "type": "skill", "type_strict": "should" },
        "q2": { "query": "joining", "type": ["skill", "occupation"], "type_strict": "any" },
        "q3": { "properties": [{ "pid": "code", "v": ["A-100", { "id": "B-200", "name": "x" }] }] },
        "q4": { "query": "urn:test:trades:T1" },
        "q5": { "query": "zzzzqqqq" },
        "q6": { "query": "soudage", "properties": [{ "pid": "framework", "v": "trades" }, { "pid": "code", "v": 100 }, { "pid": "language", "v": true }] },
        "q7": { "query": "" },
    })
}

fn queries_of_1_0() -> Value {
    let name = |text: &str| json!({ "matchType": "name", "propertyValue": text });
    let mapped = json!({ "matchType": "property", "propertyId": "mapping", "propertyValue": ["urn:test:crafts:C1", "x"], "matchQuantifier": "any", "matchQualifier": "skos:exactMatch", "required": true });
    json!({ "queries": [
        { "conditions": [name("tak vital sings")], "limit": 3, "lang": "en", "dir": "ltr" },
        { "conditions": [name("welding"), mapped], "type": "skill" },
        { "conditions": [{ "matchType": "id", "propertyValue": "urn:test:trades:T1" }] },
        { "conditions": [mapped] },
        { "conditions": [name("zzzzqqqq")] },
        { "conditions": [{ "matchType": "name", "propertyValue": ["welding", "soudage"], "matchQuantifier": "all" }] },
    ] })
}

#[test]
fn the_schemas_accept_every_answer() {
    let settings = [
        json!({}),
        json!({ "limit": 1 }),
        json!({ "count": true }),
        json!({ "language": "fr", "framework": "crafts" }),
    ];
    let wishes: Vec<Value> = settings
        .iter()
        .map(|settings| {
            let proposed = reply(get("/reconcile/extend/propose"))["properties"].clone();
            let properties: Vec<Value> = proposed
                .as_array()
                .unwrap()
                .iter()
                .map(|p| json!({ "id": p["id"], "settings": settings }))
                .collect();
            json!({ "ids": ["urn:test:trades:T1", "urn:test:trades:M", "urn:none"], "properties": properties })
        })
        .collect();
    let mut answers = Vec::new();
    for (version, root) in [("0.2", "/reconcile"), ("1.0-draft", "/reconcile/v1")] {
        for base in ["", "/trades", "/starter-occupations"] {
            let path = |rest: &str| format!("{root}{base}{rest}");
            let mut add =
                |schema: &str, answer: Value| answers.push((format!("{version}/{schema}"), answer));
            add("manifest", reply(get(&path(""))));
            for query in ["", "?prefix=we", "?prefix=zzzz", "?prefix=urn:test:trades:T1&limit=3"] {
                add(
                    "suggest-entities-response",
                    reply(get(&path(&format!("/suggest/entity{query}")))),
                );
                add("suggest-types-response", reply(get(&path(&format!("/suggest/type{query}")))));
                let found = reply(get(&path(&format!("/suggest/property{query}"))));
                add("suggest-properties-response", found);
            }
            for query in ["", "?type=skill&limit=3"] {
                let found = reply(get(&path(&format!("/extend/propose{query}"))));
                add("data-extension-property-proposal", found);
            }
            if version == "0.2" {
                let asked = queries_of_0_2();
                add("reconciliation-query-batch", asked.clone());
                add("reconciliation-result-batch", reply(form(&path(""), "queries", &asked)));
            } else {
                let asked = queries_of_1_0();
                add("reconciliation-query-batch", asked.clone());
                add("reconciliation-result-batch", reply(post(&path("/match"), &asked)));
            }
            for wish in &wishes {
                add("data-extension-query", wish.clone());
                add(
                    "data-extension-response",
                    if version == "0.2" {
                        reply(form(&path(""), "extend", wish))
                    } else {
                        reply(post(&path("/extend"), wish))
                    },
                );
            }
        }
    }
    let Some(faults) = judge(&answers) else { return };
    for ((schema, answer), faults) in answers.iter().zip(faults) {
        assert!(faults.is_empty(), "{schema}: {faults:#?}\n{answer:#}");
    }
}

#[test]
fn queries_that_the_standard_forbids_are_refused() {
    let Some(examples) = examples("invalid") else { return };
    let queries: Vec<_> = examples
        .iter()
        .filter(|(schema, ..)| schema.ends_with("reconciliation-query-batch"))
        .collect();
    assert_eq!(queries.len(), 10);
    for (schema, name, document) in queries {
        let answer = if schema.starts_with("0.2") {
            form("/reconcile", "queries", document)
        } else {
            post("/reconcile/v1/match", document)
        };
        assert_eq!(answer.status(), 400, "{name}");
    }
}

/// The official ones ask for types and properties of others: that is all that may be wrong with them.
#[test]
fn queries_that_the_standard_allows_are_understood() {
    let Some(examples) = examples("valid") else { return };
    let mut n_answered = 0;
    for (schema, name, document) in examples {
        let answer = match schema.as_str() {
            "0.2/reconciliation-query-batch" => form("/reconcile", "queries", &document),
            "1.0-draft/reconciliation-query-batch" => post("/reconcile/v1/match", &document),
            _ => continue,
        };
        if answer.status() == 200 {
            n_answered += 1;
        } else {
            let said = text(answer);
            let is_known =
                ["is not a kind", "is no property"].iter().any(|part| said.contains(part));
            assert!(is_known, "{name}: {said}");
        }
    }
    assert_eq!(n_answered, 2);
}
