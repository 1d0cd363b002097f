//! By which rules a request is answered, and why it is refused.

use serde_json::Value;
use serde_json::json;
use skillmap::limits;

use crate::assistants::AGENT;
use crate::assistants::MODERN;
use crate::assistants::SHARED;
use crate::assistants::legacy;
use crate::assistants::meta;
use crate::assistants::modern;
use crate::assistants::send;

type Headers<'a> = Vec<(&'a str, &'a str)>;

#[test]
fn an_earlier_client_shakes_hands_and_nothing_is_kept() {
    for (asked, given) in [
        ("2025-11-25", "2025-11-25"),
        ("2025-06-18", "2025-06-18"),
        ("2024-11-05", "2024-11-05"),
        ("2026-07-28", "2025-11-25"),
        ("1999-01-01", "2025-11-25"),
    ] {
        let params = json!({ "protocolVersion": asked, "capabilities": {}, "clientInfo": { "name": "t", "version": "1" } });
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params });
        let (status, response) = send(&[], &body.to_string());
        assert_eq!((status, &response["result"]["protocolVersion"]), (200, &json!(given)));
        assert_eq!(response["result"]["serverInfo"]["name"], "skillmap");
    }
    let told = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
    assert_eq!(send(&[], &told.to_string()), (202, Value::Null));
    assert_eq!(legacy("ping", &json!({})).1["result"], json!({}));
    // Neither a session nor a word of the newer era.
    let (_, listed) = legacy("tools/list", &json!({}));
    assert!(listed["result"]["tools"].as_array().is_some_and(|tools| tools.len() == 7));
    assert!(listed["result"]["resultType"].is_null() && listed["result"]["ttlMs"].is_null());
    for method in ["server/discover", "logging/setLevel", "nothing"] {
        let (status, refused) = legacy(method, &json!({}));
        assert_eq!((status, &refused["error"]["code"]), (200, &json!(-32601)), "{method}");
    }
}

#[test]
fn what_a_request_says_of_itself_is_checked() {
    let list = |meta: Value| {
        json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": { "_meta": meta } })
            .to_string()
    };
    let version = ("MCP-Protocol-Version", MODERN);
    let method = ("Mcp-Method", "tools/list");
    let without = |key: &str| {
        let mut meta = meta();
        meta.as_object_mut().unwrap().remove(key);
        meta
    };
    let unknown = {
        let mut meta = meta();
        meta["io.modelcontextprotocol/protocolVersion"] = json!("2099-01-01");
        meta
    };
    let rows: Vec<(&str, Headers<'_>, String, u16, i32)> = vec![
        (
            "no version in _meta",
            vec![version, method],
            list(without("io.modelcontextprotocol/protocolVersion")),
            400,
            -32602,
        ),
        (
            "no capabilities",
            vec![version, method],
            list(without("io.modelcontextprotocol/clientCapabilities")),
            400,
            -32602,
        ),
        ("no header of version", vec![method], list(meta()), 400, -32020),
        ("no header of method", vec![version], list(meta()), 400, -32020),
        ("another method", vec![version, ("Mcp-Method", "tools/call")], list(meta()), 400, -32020),
        ("another case", vec![version, ("Mcp-Method", "TOOLS/LIST")], list(meta()), 400, -32020),
        ("another version", vec![version, method], list(unknown.clone()), 400, -32020),
        (
            "an unknown version",
            vec![("MCP-Protocol-Version", "2099-01-01"), method],
            list(unknown),
            400,
            -32022,
        ),
        (
            "an unknown version alone",
            vec![("MCP-Protocol-Version", "2099-01-01")],
            list(json!({})),
            400,
            -32022,
        ),
        ("a batch", vec![version], format!("[{}]", list(meta())), 400, -32600),
        ("no JSON", vec![version], "{".into(), 400, -32700),
        (
            "a response",
            vec![version],
            r#"{"jsonrpc":"2.0","id":1,"result":{}}"#.into(),
            400,
            -32600,
        ),
    ];
    for (what, headers, body, status, code) in rows {
        let (given, response) = send(&headers, &body);
        assert_eq!(
            (given, &response["error"]["code"]),
            (status, &json!(code)),
            "{what}: {response}"
        );
        assert!(response["error"]["message"].as_str().is_some_and(|said| !said.is_empty()));
    }
    let (_, refused) = send(&[("MCP-Protocol-Version", "2099-01-01")], &list(json!({})));
    assert_eq!(refused["error"]["data"]["requested"], "2099-01-01");
    assert_eq!(refused["error"]["data"]["supported"][0], MODERN);
    for method in ["initialize", "ping", "logging/setLevel", "nothing"] {
        let (status, refused) = modern(method, &json!({}));
        assert_eq!((status, &refused["error"]["code"]), (404, &json!(-32601)), "{method}");
        assert_eq!(refused["id"], 7, "{refused}");
    }
    for params in [
        json!({ "name": "no_tool" }),
        json!({ "name": "list_frameworks", "arguments": [] }),
        json!({ "name": "list_frameworks", "arguments": "text" }),
    ] {
        let (status, response) = modern("tools/call", &params);
        assert_eq!((status, &response["error"]["code"]), (200, &json!(-32602)), "{response}");
    }
    assert_eq!(modern("tools/list", &json!({ "cursor": "x" })).1["error"]["code"], -32602);
}

#[test]
fn the_address_takes_posts_of_json_from_its_own_site_only() {
    for response in [
        AGENT.get(SHARED.url("/mcp")).call().unwrap(),
        AGENT.delete(SHARED.url("/mcp")).call().unwrap(),
    ] {
        assert_eq!(
            (response.status().as_u16(), &response.headers()["allow"]),
            (405, &"POST".parse().unwrap())
        );
    }
    let ping = json!({ "jsonrpc": "2.0", "id": 1, "method": "ping" }).to_string();
    for (origin, status) in [("https://evil.example", 403), ("null", 403), (&*SHARED.url(""), 200)]
    {
        assert_eq!(send(&[("Origin", origin)], &ping).0, status, "{origin}");
    }
    let plain = AGENT.post(SHARED.url("/mcp")).header("Content-Type", "text/plain");
    assert_eq!(plain.send(ping.as_bytes()).unwrap().status(), 415);
    let long = format!("{{\"jsonrpc\":\"2.0\",\"x\":\"{}\"}}", "a".repeat(limits::BODY_BYTES));
    assert_eq!(send(&[], &long).0, 413);
}
