//! The conformance runner of the protocol's own project finds nothing wrong.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use skillmap::service::Exposure;

use crate::data::skipped;
use crate::running::Service;

/// Scenarios that apply to a real service, with the version at which each is run. The others want tools, resources or
/// prompts made for the test, such as one that asks the client for input.
const SCENARIOS: [(&str, &str); 16] = [
    ("server-initialize", "2025-11-25"),
    ("ping", "2025-11-25"),
    ("tools-list", "2025-11-25"),
    ("resources-list", "2025-11-25"),
    ("prompts-list", "2025-11-25"),
    ("dns-rebinding-protection", "2025-11-25"),
    ("server-stateless", "2026-07-28"),
    ("tools-list", "2026-07-28"),
    ("resources-list", "2026-07-28"),
    ("prompts-list", "2026-07-28"),
    ("dns-rebinding-protection", "2026-07-28"),
    ("http-header-validation", "2026-07-28"),
    ("http-custom-header-server-validation", "2026-07-28"),
    ("caching", "2026-07-28"),
    ("sep-2164-resource-not-found", "2026-07-28"),
    ("input-required-result-unsupported-methods", "2026-07-28"),
];

/// Checks of `server-stateless` that call a tool made for the test, which no real service has; the runner itself says
/// that they could not be tried.
const UNTRIED: [&str; 4] = [
    "sep-2575-server-rejects-undeclared-capability",
    "sep-2575-missing-capability-http-400",
    "sep-2575-http-server-no-independent-requests-on-stream",
    "sep-2575-server-no-log-without-loglevel",
];

/// Node and the runner, where `.ci/run` puts them; nothing, said aloud, where they are absent.
fn tools() -> Option<(PathBuf, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-mcp/node_modules");
    let node = folder.join("node/bin/node");
    let runner = folder.join("@modelcontextprotocol/conformance/dist/index.js");
    if node.exists() && runner.exists() {
        return Some((node, runner));
    }
    skipped(&format!("no conformance runner at {}; .ci/run installs it", folder.display()));
    None
}

/// The checks of one scenario: name and outcome, with what the runner says; what could not be tried is told as such.
fn checks(
    tools: &(PathBuf, PathBuf),
    url: &str,
    scenario: &str,
    version: &str,
) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(&tools.0)
        .arg(&tools.1)
        .args(["server", "--url", url, "--scenario", scenario, "--spec-version", version])
        .arg("--output-dir")
        .arg(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let runs: Vec<PathBuf> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let [run] = runs.as_slice() else { panic!("{scenario}: no checks were written\n{said}") };
    let text = std::fs::read_to_string(run.join("checks.json")).unwrap();
    let all: Vec<Value> = serde_json::from_str(&text).unwrap();
    let outcome = |check: &Value| {
        if check["details"]["untestable"] == true {
            return "UNTRIED".to_owned();
        }
        let (status, said) = (check["status"].as_str(), check["errorMessage"].as_str());
        format!("{} {}", status.unwrap_or_default(), said.unwrap_or_default()).trim().to_owned()
    };
    all.iter()
        .map(|check| (check["id"].as_str().unwrap_or_default().to_owned(), outcome(check)))
        .collect()
}

#[test]
fn every_scenario_that_applies_is_passed() {
    let Some(tools) = tools() else { return };
    let service = Service::new(Exposure::LoopbackOnly);
    let url = service.url("/mcp");
    let mut faults = Vec::new();
    for (scenario, version) in SCENARIOS {
        let checks = checks(&tools, &url, scenario, version);
        assert!(!checks.is_empty(), "{scenario} checks nothing");
        let mut n_passed = 0;
        for (id, outcome) in checks {
            match outcome.as_str() {
                "SUCCESS" | "INFO" => n_passed += 1,
                "UNTRIED" if UNTRIED.contains(&id.as_str()) => {}
                other if other.starts_with("SKIPPED") => {}
                other => faults.push(format!("{scenario} {version}: {id}: {other}")),
            }
        }
        if n_passed == 0 {
            faults.push(format!("{scenario} {version}: nothing was passed"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    service.running.stop().unwrap();
}

#[test]
fn the_runner_refuses_an_address_where_nobody_speaks_the_protocol() {
    let Some(tools) = tools() else { return };
    let service = Service::new(Exposure::LoopbackOnly);
    for path in ["/nothing", "/api/v1/tag"] {
        for (scenario, version) in
            [("server-initialize", "2025-11-25"), ("server-stateless", "2026-07-28")]
        {
            let checks = checks(&tools, &service.url(path), scenario, version);
            let n_failed =
                checks.iter().filter(|(_, outcome)| outcome.starts_with("FAILURE")).count();
            assert!(n_failed > 0, "{scenario} at {path}: {checks:?}");
        }
    }
    service.running.stop().unwrap();
}
