//! The protocol's JSON Schemas accept every answer, and every tool's own schema accepts what it gives.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use serde_json::json;

use crate::assistants::COURSE;
use crate::assistants::POSTING;
use crate::assistants::VITAL_SIGNS;
use crate::assistants::legacy;
use crate::assistants::modern;
use crate::data::shared;
use crate::data::skipped;

/// Judges pairs of a schema and a value, one line per fault; the last line says how many were judged.
const JUDGE: &str = r##"
import json, sys
from jsonschema import Draft202012Validator
pairs = json.load(open(sys.argv[1]))
protocols = {version: json.load(open(path)) for version, path in pairs["protocols"].items()}
for name, schema, value in pairs["judged"]:
    if isinstance(schema, list):
        version, definition = schema
        schema = {"$ref": "#/$defs/" + definition, "$defs": protocols[version]["$defs"]}
    Draft202012Validator.check_schema(schema)
    for error in list(Draft202012Validator(schema).iter_errors(value))[:5]:
        print(f"{name}: {error.json_path}: {error.message[:300]}")
print("judged", len(pairs["judged"]))
"##;

/// What the schemas say; nothing, said aloud, where the tool or a schema is absent.
fn judge(judged: &[(String, Value, Value)]) -> Option<Vec<String>> {
    let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-jsonschema");
    if !tool.join("jsonschema").exists() {
        skipped(&format!("no jsonschema at {}; .ci/run installs it", tool.display()));
        return None;
    }
    let protocols = json!({
        "2026-07-28": shared("schemas/mcp/schema-2026-07-28.json")?,
        "2025-11-25": shared("schemas/mcp/schema-2025-11-25.json")?,
    });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pairs.json");
    let pairs = json!({ "protocols": protocols, "judged": judged });
    std::fs::write(&file, pairs.to_string()).unwrap();
    let mut command = Command::new("python3");
    let output = command.env("PYTHONPATH", &tool).args(["-c", JUDGE]).arg(file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    let mut lines: Vec<String> = said.lines().map(str::to_owned).collect();
    assert_eq!(lines.pop(), Some(format!("judged {}", judged.len())));
    Some(lines)
}

/// Every method with parameters and the definition of its result.
fn questions() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("tools/list", json!({}), "ListToolsResult"),
        ("resources/list", json!({}), "ListResourcesResult"),
        ("resources/templates/list", json!({}), "ListResourceTemplatesResult"),
        (
            "resources/read",
            json!({ "uri": "skill://frameworks/starter-skills" }),
            "ReadResourceResult",
        ),
        ("prompts/list", json!({}), "ListPromptsResult"),
        (
            "prompts/get",
            json!({ "name": "skills_of_text", "arguments": { "text": "a", "framework": "esco" } }),
            "GetPromptResult",
        ),
        ("tools/call", json!({ "name": "list_frameworks" }), "CallToolResult"),
        ("tools/call", json!({ "name": "get_skill", "arguments": {} }), "CallToolResult"),
    ]
}

#[test]
fn both_versions_of_the_protocol_accept_every_answer() {
    let mut judged = Vec::new();
    for (method, params, definition) in questions() {
        for (version, (_, response)) in
            [("2026-07-28", modern(method, &params)), ("2025-11-25", legacy(method, &params))]
        {
            let named = |what: &str| format!("{method} {version} {what}");
            judged.push((
                named("result"),
                json!([version, definition]),
                response["result"].clone(),
            ));
            judged.push((named("response"), json!([version, "JSONRPCResultResponse"]), response));
        }
    }
    let (_, discovered) = modern("server/discover", &json!({}));
    judged.push(("discover".into(), json!(["2026-07-28", "DiscoverResultResponse"]), discovered));
    let hello = json!({ "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": { "name": "t", "version": "1" } });
    let (_, initialized) = legacy("initialize", &hello);
    judged.push((
        "initialize".into(),
        json!(["2025-11-25", "InitializeResult"]),
        initialized["result"].clone(),
    ));
    for (version, response) in [
        ("2026-07-28", modern("nothing", &json!({})).1),
        ("2025-11-25", legacy("nothing", &json!({})).1),
        ("2026-07-28", modern("resources/read", &json!({ "uri": "skill://x" })).1),
    ] {
        judged.push(("refusal".into(), json!([version, "JSONRPCErrorResponse"]), response));
    }
    let Some(faults) = judge(&judged) else { return };
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn each_tool_takes_and_gives_what_its_schemas_say() {
    let calls = [
        ("list_frameworks", json!({})),
        ("search_skills", json!({ "text": "vitl signs", "limit": 2 })),
        ("get_skill", json!({ "id": VITAL_SIGNS })),
        ("map_text_to_skills", json!({ "text": POSTING, "min_score": 0.3 })),
        ("compare_texts", json!({ "have_text": COURSE, "want_text": POSTING })),
        ("compare_texts", json!({ "have_text": COURSE, "want_concept": "welder" })),
        ("crosswalk", json!({ "id": VITAL_SIGNS })),
        (
            "explain_mapping",
            json!({ "from": VITAL_SIGNS, "to": "urn:skillmap:starter-skills:HLT-002" }),
        ),
    ];
    let (_, listed) = modern("tools/list", &json!({}));
    let tools = listed["result"]["tools"].as_array().unwrap();
    let names: Vec<&str> = tools.iter().filter_map(|tool| tool["name"].as_str()).collect();
    let mut judged = Vec::new();
    for name in &names {
        assert!(calls.iter().any(|(called, _)| called == name), "{name} is not called here");
    }
    for (name, arguments) in calls {
        let tool = tools.iter().find(|tool| tool["name"] == name).unwrap();
        assert_eq!(tool["annotations"]["readOnlyHint"], true, "{name}");
        for schema in [&tool["inputSchema"], &tool["outputSchema"]] {
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        }
        assert_eq!(tool["inputSchema"]["additionalProperties"], false, "{name}");
        let (_, answered) = modern("tools/call", &json!({ "name": name, "arguments": arguments }));
        let result = answered["result"]["structuredContent"].clone();
        assert!(result.is_object(), "{name}: {answered}");
        judged.push((format!("{name} takes"), tool["inputSchema"].clone(), arguments));
        judged.push((format!("{name} gives"), tool["outputSchema"].clone(), result));
    }
    let Some(faults) = judge(&judged) else { return };
    assert!(faults.is_empty(), "{faults:#?}");
    // The judge is itself tried: what is wrong is told.
    let input =
        tools.iter().find(|tool| tool["name"] == "get_skill").unwrap()["inputSchema"].clone();
    let wrong = [
        ("no id".to_owned(), input.clone(), json!({})),
        ("another field".to_owned(), input, json!({ "id": "a", "colour": 1 })),
        ("no type".to_owned(), json!(["2026-07-28", "ListToolsResult"]), json!({ "tools": [] })),
    ];
    for one in wrong {
        let faults = judge(std::slice::from_ref(&one)).unwrap_or_default();
        assert!(!faults.is_empty(), "{} is accepted", one.0);
    }
}
