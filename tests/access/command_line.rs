//! The command line makes keys and reads the log, whether a service has the data folder open or not.

use assert_cmd::Command;
use serde_json::Value;
use skillmap::model::Role;
use skillmap::service::Exposure;

use crate::access::ask;
use crate::running::Service;

fn skillmap(dir: &std::path::Path, arguments: &[&str]) -> (String, i32) {
    let mut command = Command::cargo_bin("skillmap").unwrap();
    command.arg("--data").arg(dir).args(arguments).env_remove("SKILLMAP_LOG");
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (String::from_utf8(said).unwrap(), output.status.code().unwrap())
}

fn json(dir: &std::path::Path, arguments: &[&str]) -> Value {
    let (said, code) = skillmap(dir, arguments);
    assert_eq!(code, 0, "{said}");
    serde_json::from_str(&said).unwrap_or_else(|e| panic!("{e}: {said}"))
}

/// Names of the fields, all the way down: the same whoever answers.
fn shape(value: &Value) -> Vec<String> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| shape(value).into_iter().map(move |s| format!("{name}.{s}")))
            .collect(),
        Value::Array(values) => values.first().map(shape).unwrap_or_default(),
        _ => vec![String::new()],
    }
}

#[test]
fn keys_are_made_listed_and_taken_back_with_the_same_words_while_serving_and_not() {
    let service = Service::new(Exposure::Anywhere);
    let file = service.dir().join("service.json");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "help: only its own user may read the secret");
    }
    let idle = tempfile::tempdir().unwrap();
    let mut shapes = Vec::new();
    for dir in [service.dir(), idle.path()] {
        let create =
            ["keys", "create", "agency", "--role", "editor", "--only", "search,tag", "--json"];
        let made = json(dir, &create);
        assert_eq!(made["key"]["only"], serde_json::json!(["search", "tag"]));
        let listed = json(dir, &["keys", "list", "--json"]);
        let id = made["key"]["id"].as_str().unwrap();
        let (said, code) = skillmap(dir, &["keys", "revoke", id]);
        assert_eq!((said.trim(), code), (&*format!("{id} (agency) is taken back"), 0));
        let (said, code) = skillmap(dir, &["keys", "revoke", "none"]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("no key has the id \"none\""), "{said}");
        let logged = json(dir, &["audit", "--json"]);
        let entries = logged["entries"].as_array().unwrap();
        let told: Vec<&str> = entries.iter().map(|e| e["operation"].as_str().unwrap()).collect();
        assert_eq!(told, ["revoke_key", "revoke_key", "create_key"]);
        let who = entries[0]["who"]["name"].as_str().unwrap();
        assert!(who.starts_with("command line"), "{who}");
        let csv = dir.join("log.csv");
        let (said, code) =
            skillmap(dir, &["audit", "--format", "csv", "-o", csv.to_str().unwrap()]);
        assert_eq!(code, 0, "{said}");
        let csv = std::fs::read_to_string(csv).unwrap();
        assert_eq!(csv.lines().count(), 4, "{csv}");
        assert!(csv.lines().nth(1).unwrap().starts_with("1,"), "help: the oldest first\n{csv}");
        shapes.push((shape(&made), shape(&listed), shape(&logged)));
    }
    assert_eq!(shapes[0], shapes[1]);
    service.running.stop().unwrap();
    assert!(!file.exists(), "help: the file goes with the service");
}

#[test]
fn the_secret_of_the_command_line_is_taken_from_this_machine_alone() {
    let service = Service::new(Exposure::Anywhere);
    let address = service.running.address();
    let told: Value =
        serde_json::from_slice(&std::fs::read(service.dir().join("service.json")).unwrap())
            .unwrap();
    let secret = format!("Skillmap-Local {}", told["secret"].as_str().unwrap());
    let rows: [(&[(&str, &str)], u16); 6] = [
        (&[("Via", "")], 200),
        (&[], 401),
        (&[("Via", ""), ("X-Forwarded-For", "127.0.0.1")], 401),
        (&[("Via", ""), ("Host", "skills.example")], 401),
        (&[("Via", ""), ("Origin", "https://evil.example")], 401),
        (&[("Via", ""), ("Authorization", "Skillmap-Local 00")], 401),
    ];
    for (headers, status) in rows {
        let mut all = headers.to_vec();
        if !headers.iter().any(|(name, _)| *name == "Authorization") {
            all.push(("Authorization", &secret));
        }
        let answer = ask(address, "GET", "/api/v1/keys", &all, b"");
        assert_eq!(answer.status, status, "{headers:?}: {}", answer.body);
    }
}

#[test]
fn a_file_that_a_killed_service_left_is_no_hindrance() {
    let other = Service::new(Exposure::LoopbackOnly);
    let dir = tempfile::tempdir().unwrap();
    // Nobody listens there, or a service of another folder does.
    let left = [
        r#"{"address":"127.0.0.1:9","secret":"00"}"#.to_owned(),
        format!(r#"{{"address":"{}","secret":"00"}}"#, other.running.address()),
        "not json".to_owned(),
    ];
    for (n_before, left) in left.into_iter().enumerate() {
        std::fs::write(dir.path().join("service.json"), left).unwrap();
        json(dir.path(), &["keys", "create", "a", "--role", "reader", "--json"]);
        let listed = json(dir.path(), &["keys", "list", "--json"]);
        assert_eq!(listed["keys"].as_array().unwrap().len(), n_before + 1);
    }
    assert_eq!(other.engine.keys().unwrap().keys.len(), 0);
    assert!(other.key(Role::Reader).starts_with("Bearer sm_"));
}
