//! The protocol's own client for Python gets what it asks for, by every way of beginning.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use skillmap::service::Exposure;

use crate::assistants::VITAL_SIGNS;
use crate::data::skipped;
use crate::running::Service;

/// Lists, calls, reads and asks for a prompt; `auto` tries the newer era first. Results of tools are held against their
/// schemas by the client itself.
const CLIENT: &str = r#"
import json, sys
import anyio
from mcp import Client
async def main(url, mode):
    async with Client(url, mode=mode) as client:
        tools = [tool.name for tool in (await client.list_tools()).tools]
        skill = await client.call_tool("get_skill", {"id": sys.argv[3]})
        mapped = await client.call_tool("crosswalk", {"id": sys.argv[3], "framework": "college-competencies"})
        failed = await client.call_tool("get_skill", {"id": "urn:none"})
        read = await client.read_resource("skill://frameworks/starter-skills")
        prompt = await client.get_prompt("skills_of_text", {"text": "a", "framework": "esco"})
        print(json.dumps([tools, skill.structured_content["label"], mapped.is_error, failed.is_error,
                          json.loads(read.contents[0].text)["key"], len(prompt.messages)]))
anyio.run(main, sys.argv[1], sys.argv[2])
"#;

#[test]
fn the_client_of_the_protocol_is_served_however_it_begins() {
    let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-mcp-client");
    if !tool.join("mcp").exists() {
        skipped(&format!("no client at {}; .ci/run installs it", tool.display()));
        return;
    }
    let service = Service::new(Exposure::LoopbackOnly);
    for mode in ["auto", "2026-07-28", "legacy"] {
        let output = Command::new("python3")
            .env("PYTHONPATH", &tool)
            .args(["-c", CLIENT, &service.url("/mcp"), mode, VITAL_SIGNS])
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{mode}: {errors}");
        let got: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(got[0].as_array().map(Vec::len), Some(7), "{mode}: {got}");
        let rest = serde_json::json!(["take vital signs", false, true, "starter-skills", 1]);
        assert_eq!(got.as_array().unwrap()[1..], *rest.as_array().unwrap(), "{mode}");
    }
    service.running.stop().unwrap();
}
