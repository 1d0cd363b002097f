//! The command line does what its README says, and prints what the service sends.

mod said;

use assert_cmd::Command;
use skillmap::service::Exposure;
use tempfile::TempDir;

use crate::changes::succession::AFTER;
use crate::changes::succession::BEFORE;
use crate::running::Service;

fn skillmap(dir: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("skillmap").unwrap();
    command.arg("--data").arg(dir.path()).args(arguments).env_remove("SKILLMAP_LOG");
    command
}

/// Standard output, standard error, exit code.
fn run(dir: &TempDir, arguments: &[&str], stdin: &str) -> (String, String, i32) {
    let output = skillmap(dir, arguments).write_stdin(stdin).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

/// "take vital signs" of the starter skills.
const VITAL_SIGNS: &str = "urn:skillmap:starter-skills:HLT-001";

#[test]
#[expect(clippy::too_many_lines, reason = "a row for each command")]
fn json_on_the_command_line_is_exactly_the_body_of_the_service() {
    let service = Service::new(Exposure::LoopbackOnly);
    let dir = tempfile::tempdir().unwrap();
    let course = "Students measure vital signs, record patient data and apply infection control.";
    let get = |path: &str| {
        ureq::get(&service.url(path)).call().unwrap().body_mut().read_to_string().unwrap()
    };
    let post = |path: &str, body: serde_json::Value| {
        ureq::post(&service.url(path)).send_json(body).unwrap().body_mut().read_to_string().unwrap()
    };
    let rows: Vec<(&[&str], &str, String)> = vec![
        (&["frameworks", "--json"], "", get("/api/v1/frameworks")),
        (&["samples", "--json"], "", get("/api/v1/samples")),
        (
            &["search", "welding", "--limit", "5", "--facets", "--json"],
            "",
            get("/api/v1/search?text=welding&limit=5&facets=true"),
        ),
        (&["search", "vital sigs", "--json"], "", get("/api/v1/search?text=vital%20sigs")),
        (&["suggest", "proj", "--json"], "", get("/api/v1/suggest?text=proj")),
        (
            &["children", "--framework", "starter-occupations", "--json"],
            "",
            get("/api/v1/concepts/children?framework=starter-occupations&limit=50"),
        ),
        (
            &["show", "urn:skillmap:starter-skills:HLT-001", "--json"],
            "",
            get("/api/v1/concepts?id=urn:skillmap:starter-skills:HLT-001"),
        ),
        (
            &["export", "college-competencies", "--format", "csv"],
            "",
            get("/api/v1/export?framework=college-competencies&format=csv"),
        ),
        (
            &["gap", "-", "licensed practical nurse", "--json"],
            course,
            post(
                "/api/v1/gap",
                serde_json::json!({
                    "have": { "text": course },
                    "want": { "concept": "licensed practical nurse" },
                }),
            ),
        ),
        (
            &["tag", "-", "--json"],
            course,
            post("/api/v1/tag", serde_json::json!({ "text": course })),
        ),
        (
            &[
                "tag",
                "-",
                "--block",
                VITAL_SIGNS,
                "--allow-kind",
                "skill",
                "--pin",
                "students=urn:skillmap:starter-skills:HLT-002",
                "--json",
            ],
            course,
            post(
                "/api/v1/tag",
                serde_json::json!({ "text": course, "rules": {
                    "block": { "concept": [VITAL_SIGNS] }, "allow": { "kind": ["skill"] },
                    "pins": [{ "phrase": "students", "concept": "urn:skillmap:starter-skills:HLT-002" }]
                } }),
            ),
        ),
        (
            &["profiles", "save", "nursing", "--block-kind", "tool", "--limit", "3", "--json"],
            "",
            post(
                "/api/v1/profiles/saved",
                serde_json::json!({ "profile": { "name": "nursing", "rules": {
                    "block": { "kind": ["tool"] }, "limit": 3
                } } }),
            ),
        ),
        (&["profiles", "list", "--json"], "", get("/api/v1/profiles")),
        (&["profiles", "list", "nursing", "--json"], "", get("/api/v1/profiles?name=nursing")),
        (
            &["tag", "-", "--profile", "nursing", "--json"],
            course,
            post("/api/v1/tag", serde_json::json!({ "text": course, "profile": "nursing" })),
        ),
        (
            &["profiles", "remove", "nursing", "--json"],
            "",
            post("/api/v1/profiles/removed", serde_json::json!({ "name": "nursing" })),
        ),
        (
            &["occupation", "RN", "--workspace", "team", "--json"],
            "",
            post(
                "/api/v1/occupations",
                serde_json::json!({ "title": "RN", "workspace": "team", "limit": 10 }),
            ),
        ),
        (
            &["occupation", "--text", "-", "--json"],
            "Line Cook\n\nYou cook.",
            post("/api/v1/occupations", serde_json::json!({ "text": "Line Cook\n\nYou cook." })),
        ),
        (
            &[
                "examples",
                "add",
                "--workspace",
                "team",
                "--text",
                "a",
                "--concept",
                "urn:x:y",
                "--json",
            ],
            "",
            post(
                "/api/v1/examples/added",
                serde_json::json!({ "workspace": "team", "examples": [{ "text": "a", "concept": "urn:x:y" }] }),
            ),
        ),
        (
            &["examples", "list", "--workspace", "team", "--json"],
            "",
            get("/api/v1/examples?workspace=team"),
        ),
        (
            &["crosswalk", "propose", "college-competencies", "starter-skills", "--json"],
            "",
            post(
                "/api/v1/crosswalks/proposals",
                serde_json::json!({ "from": "college-competencies", "to": "starter-skills" }),
            ),
        ),
    ];
    for (arguments, stdin, body) in rows {
        let (printed, _, code) = run(&dir, arguments, stdin);
        assert_eq!(code, 0, "{arguments:?}");
        assert_eq!(
            printed, body,
            "{arguments:?}\nhelp: both must print serde_json::to_string of one reply"
        );
    }
}

#[test]
fn what_changed_and_what_it_touches_is_the_same_on_the_command_line_and_over_http() {
    let service = Service::new(Exposure::LoopbackOnly);
    let dir = tempfile::tempdir().unwrap();
    let _ = run(&dir, &["frameworks"], "");
    for table in [BEFORE, AFTER] {
        let url = service.url("/api/v1/imports?name=table.csv");
        ureq::post(&url).send(table.as_bytes()).unwrap();
        let (printed, errors, code) = run(&dir, &["import", "-", "--name", "table.csv"], table);
        assert_eq!(code, 0, "{printed}{errors}");
    }
    let post = |path: &str, body: serde_json::Value| {
        ureq::post(&service.url(path)).send_json(body).unwrap().body_mut().read_to_string().unwrap()
    };
    let diff = service.url("/api/v1/releases/differences?before=trades@1&after=trades@2&limit=50");
    let tags = "line,concept\n1,urn:test:trades:b\n";
    let file = dir.path().join("tags.csv");
    std::fs::write(&file, tags).unwrap();
    let name = file.to_str().unwrap();
    let files = serde_json::json!([{ "name": name, "text": tags }]);
    let both = |body: serde_json::Value| {
        let mut body = body;
        body["before"] = "trades".into();
        body["files"] = files.clone();
        body
    };
    let rows: Vec<(Vec<&str>, i32, String)> = vec![
        (
            vec!["diff", "trades@1", "trades@2"],
            0,
            ureq::get(&diff).call().unwrap().body_mut().read_to_string().unwrap(),
        ),
        (
            vec!["impact", "trades", "--files", name],
            0,
            post("/api/v1/releases/impact", both(serde_json::json!({ "limit": 50 }))),
        ),
        (
            vec!["replace", "trades", "--all", "--dry-run", "--files", name],
            0,
            post(
                "/api/v1/releases/replaced",
                both(serde_json::json!({ "all": true, "preview": true })),
            ),
        ),
        // Nothing was fetched: the exit code says so.
        (
            vec!["get", "esco"],
            1,
            post("/api/v1/releases/fetched", serde_json::json!({ "release": "esco" })),
        ),
    ];
    for (arguments, expected, body) in rows {
        let mut arguments = arguments;
        arguments.push("--json");
        let (printed, errors, code) = run(&dir, &arguments, "");
        assert_eq!(code, expected, "{arguments:?}: {printed}{errors}");
        assert_eq!(printed, body, "{arguments:?}");
    }
    // The file is written beside the old one, or in its place where that is asked for.
    let replaced = "line,concept\n1,urn:test:trades:a\n";
    let (_, errors, code) = run(&dir, &["replace", "trades", "--all", "--files", name], "");
    assert_eq!(code, 0, "{errors}");
    let read = |name: &str| std::fs::read_to_string(dir.path().join(name)).unwrap();
    assert_eq!((read("tags.csv"), read("tags.replaced.csv")), (tags.into(), replaced.into()));
    let (_, errors, code) = run(&dir, &["replace", "trades", "--all", "--files", name], "");
    assert_eq!(code, 2);
    assert!(errors.contains("move the file away"), "{errors}");
    let (_, errors, code) =
        run(&dir, &["replace", "trades", "--all", "--in-place", "--files", name], "");
    assert_eq!(code, 0, "{errors}");
    assert_eq!(read("tags.csv"), replaced);
}

#[test]
fn the_exit_code_says_done_nothing_found_or_error() {
    let dir = tempfile::tempdir().unwrap();
    let rows: [(&[&str], i32, &str); 11] = [
        (&["search", "nurse"], 0, ""),
        (&["search", "zzzzqqqq"], 1, ""),
        (&["suggest", "zzzzqqqq"], 1, ""),
        (&["show", "no such thing"], 2, "search for it"),
        (&["search", "nurse", "--framework", "esco"], 2, "there are: starter-skills@2026.1"),
        (&["search", "nurse", "--kind", "thing"], 2, "give one of skill"),
        (&["import", "/no/such/file"], 2, "check the spelling of the path"),
        (&["use", "esco@9"], 2, "no release is called"),
        (&["nonsense"], 2, "unrecognized subcommand"),
        (&["evaluate", "Cargo.toml", "--at-least", "RP@5=40"], 2, "write a share between 0 and 1"),
        (&["completions", "bash"], 0, ""),
    ];
    for (arguments, expected, told) in rows {
        let (printed, errors, code) = run(&dir, arguments, "");
        assert_eq!(code, expected, "{arguments:?}: {printed}{errors}");
        assert!(errors.contains(told), "{arguments:?}: {errors}");
    }
}

#[test]
fn what_is_exported_is_imported_again_unchanged() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for key in ["starter-skills", "starter-occupations", "college-competencies"] {
        let digest = |dir: &TempDir| {
            let (printed, ..) = run(dir, &["frameworks", "--json"], "");
            let reply: serde_json::Value = serde_json::from_str(&printed).unwrap();
            let held =
                reply["frameworks"].as_array().unwrap().iter().find(|f| f["key"] == key).cloned();
            held.unwrap()["digest"].clone()
        };
        for (format, name) in [("json", "file.json"), ("csv", "file.csv")] {
            let (file, ..) = run(&from, &["export", key, "--format", format], "");
            let (printed, errors, code) =
                run(&to, &["import", "-", "--name", name, "--strict"], &file);
            assert_eq!(code, 0, "{key} {format}: {printed}{errors}");
            assert_eq!(digest(&to), digest(&from), "{key} {format}");
        }
    }
}

#[test]
fn a_table_saved_again_by_a_spreadsheet_is_the_same_table() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (file, ..) = run(&from, &["export", "college-competencies", "--format", "csv"], "");
    let saved_again: String = file
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(fact) if fact.contains(',') => format!("\"#{fact}\",,,\r\n"),
            Some(fact) => format!("#{fact},,,\r\n"),
            None => format!("{line}\r\n"),
        })
        .collect();
    for (dir, table) in [(&from, &file), (&to, &saved_again)] {
        let (printed, errors, code) = run(dir, &["import", "-", "--strict", "--json"], table);
        assert_eq!(code, 0, "{printed}{errors}");
        let reply: serde_json::Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(reply["name"], "college-competencies@2026.1");
    }
    let digest = |dir: &TempDir| {
        let (printed, ..) = run(dir, &["export", "college-competencies"], "");
        printed
    };
    assert_eq!(digest(&from), digest(&to));
}

#[test]
fn a_second_skillmap_on_the_same_data_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let _first =
        skillmap::engine::Engine::open(dir.path(), skillmap::engine::Starter::WhenEmpty).unwrap();
    let (_, errors, code) = run(&dir, &["search", "nurse"], "");
    assert_eq!(code, 2);
    assert!(errors.contains("another skillmap is using this data folder"), "{errors}");
}

#[test]
fn completion_scripts_know_every_command() {
    let dir = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (script, _, code) = run(&dir, &["completions", shell], "");
        assert_eq!(code, 0);
        for command in [
            "import",
            "frameworks",
            "use",
            "show",
            "search",
            "suggest",
            "tag",
            "occupation",
            "examples",
            "crosswalk",
            "evaluate",
            "export",
            "serve",
            "doctor",
        ] {
            assert!(script.contains(command), "{shell} does not know {command}");
        }
    }
}
