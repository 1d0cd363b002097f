//! The log is for programs: an object on each line, found again by the name and the trace of a request.

use serde_json::Value;

use crate::access::NEAR;
use crate::access::ask;
use crate::running::Process;

#[test]
fn each_request_is_a_line_with_its_name_and_its_trace() {
    let process = Process::serve(&["--log-format", "json"], "info");
    let (trace, parent) = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
    let handed_on = format!("00-{trace}-{parent}-01");
    let named = [NEAR, ("X-Request-Id", "a-1"), ("traceparent", &*handed_on)];
    let path = "/api/v1/search?text=vital";
    assert_eq!(ask(process.address, "GET", path, &named, b"").status, 200);
    let plain = ask(process.address, "GET", "/nowhere", &[NEAR, ("traceparent", "00-no")], b"");
    assert_eq!(plain.status, 404);
    let log = process.ended();
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}")))
        .collect();
    let line = |path: &str| {
        let found = lines.iter().find(|line| line["path"] == path);
        found.unwrap_or_else(|| panic!("no line for {path}: {log}"))
    };
    let searched = line("/api/v1/search");
    assert_eq!((&searched["status"], &searched["method"]), (&200.into(), &"GET".into()));
    assert!(searched["took_ms"].as_f64().unwrap() > 0.0);
    let span = &searched["span"];
    assert_eq!(span["request_id"], "a-1", "{searched}");
    assert_eq!((&span["trace_id"], &span["parent_id"]), (&trace.into(), &parent.into()));
    assert_ne!(span["span_id"], parent);
    // What cannot be meant begins a trace of its own.
    let lost = &line("/nowhere")["span"];
    assert_eq!(lost["request_id"], plain.header("X-Request-Id"));
    assert_eq!(lost["trace_id"].as_str().map(str::len), Some(32));
    assert!(lost["parent_id"].is_null(), "{lost}");
}
