//! A batch can be broken off at any moment, gone on with, repeated and verified.

use std::fmt::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;
use tempfile::TempDir;

const SAID: [&str; 8] = [
    "measure vital signs of patients",
    "record patient data",
    "operate a forklift in the warehouse",
    "weld steel pipes",
    "plan projects and lead meetings",
    "serve customers politely",
    "write reports in plain language",
    "nothing that anybody would call by a name",
];
const N_ROWS: usize = 24_000;

/// A table of many texts; every thousandth row has none, and one is not UTF-8.
fn input(dir: &TempDir) -> PathBuf {
    let mut text = String::from("id,text\n");
    for number in 0..N_ROWS {
        let said = if number % 1_000 == 999 { "" } else { SAID[number % SAID.len()] };
        let more = SAID[number / 7 % SAID.len()];
        let more = if said.is_empty() { "" } else { more };
        writeln!(text, "r{number},\"{said}, {more}\"").unwrap();
    }
    let text = text.replace("\", \"", "\"\"");
    let mut bytes = text.into_bytes();
    let at = bytes.windows(5).position(|w| w == b"r100,").unwrap();
    bytes[at + 8] = 0xff;
    let path = dir.path().join("texts.csv");
    std::fs::write(&path, bytes).unwrap();
    path
}

fn skillmap(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_skillmap"));
    command.arg("--data").arg(data).args(arguments).env_remove("SKILLMAP_LOG");
    command
}

/// Standard output, standard error, exit code.
fn run(data: &Path, arguments: &[&str]) -> (String, String, i32) {
    let output = skillmap(data, arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

fn manifest(output: &Path) -> Option<Value> {
    let text = std::fs::read(format!("{}.manifest.json", output.display())).ok()?;
    Some(serde_json::from_slice(&text).unwrap())
}

fn batch<'a>(input: &'a Path, output: &'a Path, more: &[&'a str]) -> Vec<&'a str> {
    let (input, output) = (input.to_str().unwrap(), output.to_str().unwrap());
    let mut arguments = vec!["batch", input, "-o", output, "-f", "starter-skills"];
    arguments.extend(more);
    arguments
}

#[test]
fn a_run_killed_in_the_middle_and_gone_on_with_gives_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let input = input(&dir);
    for ending in ["csv", "ndjson"] {
        let (whole, broken) = (
            dir.path().join(format!("whole.{ending}")),
            dir.path().join(format!("broken.{ending}")),
        );
        let (said, errors, code) = run(&data, &batch(&input, &whole, &["--json"]));
        assert_eq!(code, 0, "{said}{errors}");
        let reply: Value = serde_json::from_str(&said).unwrap();
        assert_eq!(reply["n_rows"], N_ROWS);
        assert_eq!(reply["n_failed"], N_ROWS / 1_000 + 1, "{}", reply["failures"]);
        assert_eq!(reply["failures"][0]["line"], 102);

        let mut child = skillmap(&data, &batch(&input, &broken, &[]))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let since = Instant::now();
        let rows_done = || manifest(&broken).map_or(0, |m| m["tally"]["n_rows"].as_u64().unwrap());
        while rows_done() == 0 && since.elapsed() < Duration::from_mins(2) {
            std::thread::sleep(Duration::from_millis(2));
        }
        // SIGKILL: nothing is tidied up.
        child.kill().unwrap();
        child.wait().unwrap();
        let killed = manifest(&broken).unwrap();
        assert_eq!(killed["state"], "running", "help: more rows, so that the kill comes in time");
        // What a torn write may leave beyond what is safe.
        let mut torn = std::fs::read(&broken).unwrap();
        torn.extend(b"half a li");
        std::fs::write(&broken, torn).unwrap();

        // On one core: the bytes do not depend on how the work is spread.
        let mut again = skillmap(&data, &batch(&input, &broken, &["--json"]));
        let output = again.env("RAYON_NUM_THREADS", "1").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let gone_on: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(gone_on["n_rows_before"], killed["tally"]["n_rows"]);
        assert_eq!(gone_on["digest"], reply["digest"]);
        assert!(std::fs::read(&whole).unwrap() == std::fs::read(&broken).unwrap(), "{ending}");
        assert_eq!(manifest(&whole), manifest(&broken));

        // A finished run is finished.
        let (said, ..) = run(&data, &batch(&input, &broken, &["--json"]));
        let third: Value = serde_json::from_str(&said).unwrap();
        assert_eq!(
            (&third["n_rows_before"], &third["digest"]),
            (&reply["n_rows"], &reply["digest"])
        );
    }
}

#[test]
fn a_run_is_not_mixed_with_another() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let input = dir.path().join("texts.ndjson");
    let output = dir.path().join("tags.csv");
    std::fs::write(&input, "{\"text\":\"take vital signs\"}\n{\"no\":1}\n").unwrap();
    let refused = |more: &[&str], told: &str| {
        let (_, errors, code) = run(&data, &batch(&input, &output, more));
        assert_eq!(code, 2, "{told}");
        assert!(errors.contains(told) && errors.contains("--restart"), "{told}: {errors}");
    };
    std::fs::write(&output, "mine").unwrap();
    refused(&[], "has no manifest");
    let (_, errors, code) = run(&data, &batch(&input, &output, &["--restart"]));
    assert_eq!(code, 0, "{errors}");
    let first = std::fs::read_to_string(&output).unwrap();
    assert!(first.starts_with("line,id,rank,score,concept,"), "{first}");
    assert!(first.contains(",take vital signs,"), "{first}");
    assert!(first.ends_with("2,,,,,,,,,,,,there is no text; fill it in or leave the row out\n"));

    refused(&["--min-score", "0.5"], "the least score (--min-score) differs");
    refused(
        &["--block-kind", "tool"],
        "the set of rules (--rules, --profile, --block, --allow, --pin) differs",
    );
    refused(&["-f", "college-competencies"], "the framework differs");
    std::fs::write(&input, "{\"text\":\"take vital sign\"}\n{\"no\":1}\n").unwrap();
    refused(&[], "the input differs");
    std::fs::write(&output, first.replace("vital", "vitul")).unwrap();
    std::fs::write(&input, "{\"text\":\"take vital signs\"}\n{\"no\":1}\n").unwrap();
    refused(&[], "not what the manifest beside it says");

    let (_, errors, code) = run(&data, &batch(&input, &output, &["--restart"]));
    assert_eq!(code, 0, "{errors}");
    assert_eq!(std::fs::read_to_string(&output).unwrap(), first);
}

#[test]
fn a_finished_run_is_repeated_byte_for_byte() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let (input, output) = (dir.path().join("a.tsv"), dir.path().join("a.ndjson"));
    let place = dir.path().join("a.ndjson.manifest.json");
    std::fs::write(&input, "title\tbody\nWelder\tYou will be welding.\nClerk\t\n").unwrap();
    run(&data, &["profiles", "save", "mine", "--block-kind", "tool", "--pin", "clerk=urn:none"]);
    let columns = ["--text-column", "title", "--text-column", "body", "--profile", "mine"];
    let (_, errors, code) = run(&data, &batch(&input, &output, &columns));
    assert_eq!(code, 0, "{errors}");
    // The manifest holds what the profile said: it may go.
    run(&data, &["profiles", "remove", "mine"]);
    let verify = ["batch", input.to_str().unwrap(), "--verify", place.to_str().unwrap(), "--json"];
    let (said, errors, code) = run(&data, &verify);
    assert_eq!(code, 0, "{errors}");
    assert_eq!(serde_json::from_str::<Value>(&said).unwrap()["outcome"], "verified");
    let told = manifest(&output).unwrap();
    let other = std::fs::read_to_string(&place).unwrap();
    let digest = told["digest"].as_str().unwrap();
    std::fs::write(&place, other.replace(digest, &"0".repeat(64))).unwrap();
    let (said, _, code) = run(&data, &verify);
    assert_eq!(code, 1, "{said}");
    std::fs::write(&input, "title\tbody\nWelder\tYou will be cooking.\nClerk\t\n").unwrap();
    let (_, errors, code) = run(&data, &verify);
    assert!(code == 2 && errors.contains("the input differs"), "{errors}");
}

#[test]
fn rows_on_standard_output_are_what_the_service_sends() {
    let dir = tempfile::tempdir().unwrap();
    let service = crate::running::Service::new(skillmap::service::Exposure::LoopbackOnly);
    let rows = "{\"id\":7,\"text\":\"apply infection control principles\"}\n[]\n{\"text\":\"take vital signs\"}\n";
    let input = dir.path().join("rows.ndjson");
    std::fs::write(&input, rows).unwrap();
    let block = "urn:skillmap:starter-skills:HLT-001";
    let arguments = ["batch", input.to_str().unwrap(), "-f", "starter-skills", "--block", block];
    let (said, errors, code) = run(&dir.path().join("data"), &arguments);
    assert_eq!(code, 0, "{errors}");
    let query = "name=rows.ndjson&framework=starter-skills";
    let rules =
        "%7B%22block%22:%7B%22concept%22:%5B%22urn:skillmap:starter-skills:HLT-001%22%5D%7D%7D";
    let url = service.url(&format!("/api/v1/batch?{query}&rules={rules}"));
    let mut response = ureq::post(&url).send(rows.as_bytes()).unwrap();
    assert_eq!(response.body_mut().read_to_string().unwrap(), said);
    let lines: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!((&lines[0]["line"], &lines[0]["id"]), (&Value::from(1), &Value::from("7")));
    assert!(lines[1]["error"].as_str().unwrap().contains("no JSON object"));
    assert!(!said.contains(block));
}
