//! Long work is a job for those who would rather not wait, and what goes on is told in numbers.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;
use skillmap::service::Exposure;

use crate::running::Service;
use crate::service::AGENT;
use crate::service::TABLE;
use crate::service::check_problem;
use crate::service::header;
use crate::service::post;
use crate::service::reply;
use crate::service::text;

const LATER: (&str, &str) = ("Prefer", "wait=1, respond-async");

/// Asks for a job, and gives it once it has ended.
fn ended(service: &Service, path: &str, media_type: &str, body: &[u8]) -> Value {
    let taken = post(service, path, &[LATER, ("Content-Type", media_type)], body);
    assert_eq!(
        (taken.status().as_u16(), header(&taken, "preference-applied")),
        (202, "respond-async")
    );
    let place = header(&taken, "location").to_owned();
    let job: Value = serde_json::from_str(&text(taken)).unwrap();
    assert_eq!(place, format!("/api/v1/jobs?id={}", job["id"].as_str().unwrap()));
    loop {
        let job = reply(AGENT.get(service.url(&place)).call().unwrap());
        if !["waiting", "running"].contains(&job["state"].as_str().unwrap()) {
            return job;
        }
        // Whoever asks all the time takes the processor that the job needs.
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

#[test]
fn a_job_gives_what_its_operation_answers() {
    let (service, other) =
        (Service::new(Exposure::LoopbackOnly), Service::new(Exposure::LoopbackOnly));
    let texts =
        b"{\"text\":\"You will be welding pipes.\"}\n{\"text\":\"You take vital signs.\"}\n";
    let pair = br#"{"from":"college-competencies","to":"starter-skills"}"#;
    let kept =
        br#"{"name":"college","proposals":{"from":"college-competencies","to":"starter-skills"}}"#;
    let rows: [(&str, &str, &[u8]); 4] = [
        ("/api/v1/imports?name=tiny.csv", "text/csv", TABLE.as_bytes()),
        ("/api/v1/batch?name=texts.ndjson", "application/x-ndjson", texts),
        ("/api/v1/crosswalks/proposals", "application/json", pair),
        ("/api/v1/crosswalks/saved", "application/json", kept),
    ];
    for (path, media_type, body) in rows {
        let job = ended(&service, path, media_type, body);
        assert_eq!(job["state"], "done", "{job}");
        let result = AGENT.get(service.url(job["result"].as_str().unwrap())).call().unwrap();
        let direct = post(&other, path, &[("Content-Type", media_type)], body);
        assert_eq!(header(&result, "content-type"), header(&direct, "content-type"), "{path}");
        let (result, direct) = (text(result), text(direct));
        assert_eq!(result, direct, "{path}");
        assert_eq!(job["n_bytes"], result.len(), "{path}");
    }
    let found = reply(
        AGENT.get(service.url("/api/v1/search?text=underwater&framework=tiny")).call().unwrap(),
    );
    assert_eq!(found["total"], 1);
}

#[test]
fn a_job_that_fails_says_why_and_has_no_result() {
    let service = Service::new(Exposure::LoopbackOnly);
    let path = "/api/v1/imports?name=nothing.csv";
    check_problem(post(&service, path, &[LATER], b""), 422, "");
    let job = ended(&service, path, "text/csv", b"\n\n");
    assert_eq!((&job["state"], &job["result"]), (&json!("failed"), &Value::Null));
    assert!(job["problem"].as_str().unwrap().contains("nothing.csv"), "{job}");
    let id = job["id"].as_str().unwrap();
    let none = AGENT.get(service.url(&format!("/api/v1/jobs/result?id={id}"))).call().unwrap();
    check_problem(none, 409, "id");
    for path in ["/api/v1/jobs?id=0", "/api/v1/jobs/result?id=..%2F..%2Fstore%2Fdb"] {
        check_problem(AGENT.get(service.url(path)).call().unwrap(), 404, "id");
    }
    let json = [("Content-Type", "application/json")];
    let ended = reply(post(&service, "/api/v1/jobs/called-off", &json, &job_id(id)));
    assert_eq!(ended["state"], "failed");
    check_problem(post(&service, "/api/v1/jobs/called-off", &json, &job_id("0")), 404, "id");
}

fn job_id(id: &str) -> Vec<u8> {
    json!({ "id": id }).to_string().into_bytes()
}

#[test]
fn what_goes_on_is_told_in_numbers() {
    let service = Service::new(Exposure::LoopbackOnly);
    for path in [
        "/api/v1/search?text=secret+wish",
        "/api/v1/search?text=secret+wish",
        "/a/secret/path",
        "/readyz",
    ] {
        AGENT.get(service.url(path)).call().unwrap();
    }
    let metrics = AGENT.get(service.url("/metrics")).call().unwrap();
    assert_eq!(header(&metrics, "content-type"), "text/plain; version=0.0.4; charset=utf-8");
    let metrics = text(metrics);
    for line in [
        "skillmap_http_requests_total{method=\"GET\",route=\"/api/v1/search\",status=\"200\"} 2",
        "skillmap_http_requests_total{method=\"GET\",route=\"none\",status=\"404\"} 1",
        "skillmap_http_request_duration_seconds_count{method=\"GET\",route=\"/api/v1/search\"} 2",
        "skillmap_http_requests_in_flight 1",
        "skillmap_frameworks 3",
        "skillmap_jobs{state=\"running\"} 0",
    ] {
        assert!(metrics.lines().any(|given| given == line), "{line}\n{metrics}");
    }
    assert!(!metrics.contains("secret"), "{metrics}");
    // Each number is described once, as its readers demand.
    let types: Vec<&str> =
        metrics.lines().filter_map(|line| line.strip_prefix("# TYPE ")).collect();
    let names: BTreeSet<&str> = types.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(names.len(), types.len(), "{metrics}");
    for name in names {
        assert!(metrics.contains(&format!("# HELP {name} ")), "{name}");
    }
}
