//! Schemathesis finds no fault with the service by the official OpenAPI of CASE 1.1.

use std::path::Path;
use std::process::Command;

use crate::case_provider::DOCUMENT;
use crate::case_provider::ITEM;
use crate::case_provider::SHARED;
use crate::case_provider::answer;
use crate::data::shared;
use crate::data::skipped;

/// What is there to be asked for; the last two are not, for skillmap keeps neither groupings nor rubrics.
fn identifiers() -> Vec<(&'static str, String)> {
    let package = answer(&SHARED, &format!("/ims/case/v1p1/CFPackages/{DOCUMENT}"));
    let of = |pointer: &str| package.pointer(pointer).unwrap().as_str().unwrap().to_owned();
    let defined = |member: &str| of(&format!("/CFDefinitions/{member}/0/identifier"));
    vec![
        ("CFDocuments", DOCUMENT.to_owned()),
        ("CFPackages", DOCUMENT.to_owned()),
        ("CFItems", ITEM.to_owned()),
        ("CFItemAssociations", ITEM.to_owned()),
        ("CFAssociations", of("/CFAssociations/0/identifier")),
        ("CFConcepts", defined("CFConcepts")),
        ("CFSubjects", defined("CFSubjects")),
        ("CFItemTypes", defined("CFItemTypes")),
        ("CFLicenses", defined("CFLicenses")),
        ("CFAssociationGroupings", ITEM.to_owned()),
        ("CFRubrics", ITEM.to_owned()),
    ]
}

/// All checks; of the phases all but the last, whose links the official file writes with expressions that name no
/// parameter (`$request.path.limit` of a query).
#[test]
fn schemathesis_finds_nothing_by_the_official_openapi() {
    let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-schemathesis");
    if !tool.join("schemathesis").exists() {
        skipped(&format!("no schemathesis at {}; .ci/run installs it", tool.display()));
        return;
    }
    let Some(openapi) = shared("schemas/case/imscasev1p1_openapi3_v1p0.json") else { return };
    // A blank `fields` and a filter that cannot be read are refused, as the binding says in words only.
    let mut config = "[[operations]]\ninclude-path = \"/CFDocuments\"\n\
        checks.positive_data_acceptance.expected-statuses = [\"2xx\", 400, 404]\n"
        .to_owned();
    for (path, identifier) in identifiers() {
        let path = format!("[[operations]]\ninclude-path = \"/{path}/{{sourcedId}}\"\n");
        let given = format!("parameters = {{ \"path.sourcedId\" = \"{identifier}\" }}\n");
        config.extend([path, given]);
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("schemathesis.toml");
    std::fs::write(&file, config).unwrap();
    let mut command = Command::new("python3");
    command.current_dir(&folder).env("PYTHONPATH", &tool);
    command.args(["-m", "schemathesis.cli", "--config-file"]).arg(file).arg("run").arg(openapi);
    command.args(["--url", &SHARED.url("/ims/case/v1p1"), "--checks", "all", "--no-color"]);
    command.args(["--phases", "examples,coverage,fuzzing", "--seed", "1", "--max-examples", "30"]);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("Tested: 12"), "{said}");
}
