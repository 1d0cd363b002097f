//! Every operation of the table of routes answers, with the status it should.

use skillmap::model::Role;
use skillmap::service::Exposure;
use skillmap::service::ROUTES;

use crate::running::Service;
use crate::service::AGENT;
use crate::service::TABLE;
use crate::service::post;
use crate::service::text;

const CROSSWALK: &[u8] =
    br#"{"name":"college","proposals":{"from":"college-competencies","to":"starter-skills"}}"#;
const PUBLISHED: &[u8] = br#"{"name":"college","version":"1.0","with_contradictions":true}"#;
const MAPPINGS: &[u8] = b"subject_id,relation,object_id\nurn:x:1,exact,urn:x:2\n";
const EXAMPLE: &[u8] =
    br#"{"workspace":"team","examples":[{"text":"arc artist","concept":"welder"}]}"#;

const KEPT: &[u8] = br#"{"workspace":"team","id":"one","text":"You will take vital signs."}"#;
const DECIDED: &[u8] =
    br#"{"workspace":"team","id":"one","verdicts":[{"concept":"welder","says":"add"}]}"#;

/// Of each operation: its name, its query, its body, and the status of the answer.
pub(crate) fn rows() -> Vec<(&'static str, &'static str, &'static [u8], u16)> {
    let gold = b"vacancyTitle,conceptUri\nwelder,urn:none\n";
    vec![
        ("import", "?name=tiny.csv", TABLE.as_bytes(), 200),
        ("columns", "?name=list.csv", b"Skill,Category\nWelding,Metal\n", 200),
        ("get", "", br#"{"release":"esco"}"#, 200),
        ("frameworks", "", b"", 200),
        ("make_current", "", br#"{"release":"tiny@1"}"#, 200),
        ("diff", "?before=tiny@1&after=tiny", b"", 200),
        ("impact", "", br#"{"before":"tiny@1","after":"tiny@1"}"#, 200),
        ("replace", "", br#"{"before":"tiny@1","after":"tiny@1","all":true}"#, 200),
        ("show", "?id=welding%20underwater", b"", 200),
        ("children", "?framework=tiny", b"", 200),
        ("search", "?text=welding", b"", 200),
        ("suggest", "?text=wel", b"", 200),
        ("tag", "", br#"{"text":"You will be welding underwater."}"#, 200),
        ("batch", "?name=a.ndjson", b"{\"text\":\"You will be welding.\"}\n", 200),
        ("profiles", "", b"", 200),
        ("save_profile", "", br#"{"profile":{"name":"a"}}"#, 200),
        ("remove_profile", "", br#"{"name":"a"}"#, 200),
        ("tag_file", "?name=a.csv", b"title,description\nWelding,You weld pipes.\n", 200),
        ("save_document", "", KEPT, 200),
        (
            "save_documents",
            "?workspace=team&name=a.csv",
            b"title,description\nWelding,You weld.\n",
            200,
        ),
        ("documents", "?workspace=team&order=queue", b"", 200),
        ("document", "?workspace=team&id=one", b"", 200),
        ("decide_tags", "", DECIDED, 200),
        ("remove_document", "", br#"{"workspace":"team","id":"none"}"#, 404),
        ("document_file", "?workspace=team&format=ctdl", b"", 200),
        ("coverage_matrix", "?workspace=team&undecided=true&level=1", b"", 200),
        ("occupations", "", br#"{"title":"welder","workspace":"team"}"#, 200),
        ("gap", "", br#"{"have":{"text":"You weld pipes."},"want":{"concept":"welder"}}"#, 200),
        ("examples", "?workspace=team", b"", 200),
        ("add_examples", "", EXAMPLE, 200),
        ("remove_examples", "", br#"{"workspace":"team","all":true}"#, 200),
        ("propose", "", br#"{"from":"college-competencies","to":"starter-skills"}"#, 200),
        ("save_crosswalk", "", CROSSWALK, 200),
        ("crosswalks", "", b"", 200),
        ("queue", "?name=college", b"", 200),
        ("review", "", br#"{"name":"college","reviewer":"ann","accept_above":0.3}"#, 200),
        ("decisions", "?name=college", b"", 200),
        ("check", "?name=college", b"", 200),
        ("compose", "", br#"{"sets":["college"]}"#, 200),
        ("coverage", "?name=college", b"", 200),
        ("publish", "", PUBLISHED, 200),
        ("mapping_file", "?name=college@1.0", b"", 200),
        ("compare", "?before=college@1.0&after=college", b"", 200),
        ("import_mappings", "?name=college&file=a.csv", MAPPINGS, 422),
        ("evaluate", "?name=gold.csv&framework=starter-occupations", gold, 200),
        ("tune", "?name=gold.csv&framework=starter-skills", gold, 422),
        ("export", "?framework=tiny&format=csv", b"", 200),
        ("learn", "", br#"{"framework":["nowhere"]}"#, 404),
        ("samples", "", b"", 200),
        ("doctor", "", b"", 200),
        ("backup", "", b"", 200),
        (
            "create_key",
            "",
            br#"{"name":"agency","role":"editor","only":["search"],"expires":"1d"}"#,
            200,
        ),
        ("keys", "", b"", 200),
        ("revoke_key", "", br#"{"id":"none"}"#, 404),
        ("audit", "", b"", 200),
        ("job", "?id=0", b"", 404),
        ("job_result", "?id=0", b"", 404),
        ("call_off_job", "", br#"{"id":"0"}"#, 404),
    ]
}

#[test]
fn every_operation_answers() {
    let service = Service::new(Exposure::LoopbackOnly);
    let rows = rows();
    assert_eq!(ROUTES.len(), rows.len(), "a row for each operation");
    let key = service.key(Role::Administrator);
    for (route, (operation, query, body, status)) in ROUTES.iter().zip(rows) {
        assert_eq!(route.operation, operation);
        let path = format!("{}{query}", route.path);
        let response = if route.method == "GET" {
            AGENT.get(service.url(&path)).header("Authorization", &key).call().unwrap()
        } else {
            let headers = [("Content-Type", "application/json"), ("Authorization", &*key)];
            post(&service, &path, &headers, body)
        };
        let given = response.status();
        assert_eq!(given, status, "{operation}: {}", text(response));
    }
    service.running.stop().unwrap();
}
