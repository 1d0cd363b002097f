//! What is written as CTDL-ASN is valid by the registry's own JSON Schemas.

use std::path::Path;
use std::process::Command;

use skillmap::formats::Bundle;
use skillmap::formats::Format;
use skillmap::formats::Outgoing;
use skillmap::formats::ReadOptions;
use skillmap::formats::Source;
use skillmap::formats::read;
use skillmap::formats::write;
use skillmap::model::MappingSet;

use crate::ctdl::framework;
use crate::data::shared;
use crate::data::skipped;

/// Checks each node of a graph by the schema of its class; prints one line for each fault.
const JUDGE: &str = r#"
import json, sys
from jsonschema import Draft4Validator
folder, path = sys.argv[1:]
load = lambda name: Draft4Validator(json.load(open(f"{folder}/{name}.json")))
schemas = {"ceasn:CompetencyFramework": load("competency_framework"), "ceasn:Competency": load("competency")}
nodes = json.load(open(path))["@graph"]
for node in nodes:
    for fault in schemas[node["@type"]].iter_errors(node):
        print(node.get("@id"), list(fault.path), fault.message[:200])
print(len(nodes), "nodes")
"#;

/// What the schemas say of a document; nothing, said aloud, where the tool or the schemas are absent.
fn faults(text: &str) -> Option<Vec<String>> {
    let schemas = shared("schemas/ctdl/fixtures/schemas/ce_registry")?;
    let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-jsonschema");
    if !tool.exists() {
        skipped(&format!("no jsonschema at {}; .ci/run installs it", tool.display()));
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.jsonld");
    std::fs::write(&path, text).unwrap();
    let output = Command::new("python3")
        .args(["-c", JUDGE])
        .args([&schemas, &path])
        .env("PYTHONPATH", &tool)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    Some(said.lines().map(str::to_owned).collect())
}

#[test]
fn what_is_written_is_valid_by_the_schemas_of_the_registry() {
    let mut sources: Vec<(String, Source)> = Vec::new();
    for name in ["starter-skills", "starter-occupations", "college-competencies"] {
        sources.push((name.to_owned(), Source::Path(format!("taxonomies/{name}").into())));
    }
    for name in [
        "ctdl-asn/bcsp-cet.json",
        "ctdl-asn/ConnectingCredentials.json",
        "ctdl-asn/ONET Knowledge Competency Framework 9-27-19.json",
        "ctdl/PathwaysConditionsAndConstraints/Pathway-Examples/HeriotWatt/pathway.json",
        "rsd/osmt-api-responses/v3/skills/{uuid}/get.json",
    ] {
        let Some(path) = shared(&format!("frameworks/{name}")) else { return };
        sources.push((name.to_owned(), Source::Path(path)));
    }
    for (name, source) in sources {
        let reading = read(&Bundle::open(&[source]).unwrap(), &ReadOptions::default()).unwrap();
        let whole = framework(&reading);
        let sets: Vec<&MappingSet> = reading.mappings.iter().collect();
        let outgoing = Outgoing { framework: whole, mappings: &sets };
        let written = write(&outgoing, Format::CtdlAsn).unwrap();
        let Some(said) = faults(&written.content) else { return };
        assert_eq!(said, [format!("{} nodes", whole.concepts().len() + 1)], "{name}");
    }
}

/// The judge is itself tried, for a check that sees nothing finds nothing.
#[test]
fn the_schemas_of_the_registry_refuse_what_is_wrong() {
    let bad = r#"{"@graph": [
        {"@type": "ceasn:CompetencyFramework", "@id": "urn:x", "ceasn:name": {"en": ["x"]}},
        {"@type": "ceasn:Competency", "@id": "urn:x:a", "ceasn:isPartOf": "urn:x", "ceasn:weight": "1"}]}"#;
    let Some(said) = faults(bad) else { return };
    assert_eq!(said.len(), 1 + 3 + 1 + 3 + 2, "{said:#?}");
}
