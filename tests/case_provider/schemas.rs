//! The official schemas accept every response of every endpoint, in both versions, errors among them.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use serde_json::json;
use skillmap::service::Exposure;

use crate::case_provider::BASES;
use crate::case_provider::MADE;
use crate::case_provider::ask;
use crate::case_provider::import;
use crate::case_provider::text;
use crate::data::shared;
use crate::data::skipped;
use crate::running::Service;

/// Judges rows of schema and body, one line per fault; the last line says how many were judged.
///
/// The schemas of 1.1 name a dialect that does not exist (`http:` for `https:`). Those of 1.0 extend classes by `allOf`
/// although each forbids the members of the other, so that nothing could ever be valid: here they are merged.
const JUDGE: &str = r##"
import json, sys
from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker
folder, rows = sys.argv[1], sys.argv[2]
swagger = json.load(open(f"{folder}/schema-1.0/case-v1p0-swagger.json"))["definitions"]
for name, schema in swagger.items():
    if "allOf" in schema:
        first, second = [swagger[p["$ref"].split("/")[-1]] if "$ref" in p else p for p in schema["allOf"]]
        swagger[name] = {"type": "object", "properties": {**first["properties"], **second["properties"]},
            "required": first.get("required", []) + second.get("required", []), "additionalProperties": False}
def tie(node):
    if isinstance(node, dict):
        pattern = node.get("pattern")
        if isinstance(pattern, str) and pattern.startswith("["):
            node["pattern"] = "^" + pattern + "$"
        for value in node.values():
            tie(value)
    elif isinstance(node, list):
        for value in node:
            tie(value)
tie(swagger)
formats = FormatChecker()
assert {"uri", "date-time", "date"} <= set(formats.checkers), formats.checkers
known = {}
def validator(key):
    if key.startswith("1.0 "):
        return Draft7Validator({"$ref": "#/definitions/" + key[4:], "definitions": swagger}, format_checker=formats)
    schema = json.load(open(f"{folder}/caseservicegroupv1p1-{key}-responsepayload-schemav1p0p0.json"))
    schema.pop("$schema", None)
    tie(schema)
    return Draft202012Validator(schema, format_checker=formats)
n = 0
for line in open(rows):
    row = json.loads(line)
    judge = known.setdefault(row["schema"], None) or validator(row["schema"])
    known[row["schema"]] = judge
    for error in list(judge.iter_errors(row["body"]))[:5]:
        print(f"{row['path']}: {error.json_path}: {error.message[:300]}")
    n += 1
print(f"judged {n}")
"##;

/// Path, name of the endpoint in the schemas of 1.1, and class of 1.0.
const ENDPOINTS: [(&str, &str, &str); 12] = [
    ("CFDocuments", "getcfdocument", "CFDocument.Type"),
    ("CFPackages", "getcfpackage", "CFPackage.Type"),
    ("CFItems", "getcfitem", "CFItem.Type"),
    ("CFItemAssociations", "getcfitemassociations", "CFAssociationSet.Type"),
    ("CFAssociations", "getcfassociation", "CFAssociation.Type"),
    ("CFAssociationGroupings", "getcfassociationgrouping", "CFAssociationGrouping.Type"),
    ("CFConcepts", "getcfconcept", "CFConceptSet.Type"),
    ("CFSubjects", "getcfsubject", "CFSubjectSet.Type"),
    ("CFItemTypes", "getcfitemtype", "CFItemTypeSet.Type"),
    ("CFLicenses", "getcflicense", "CFLicense.Type"),
    ("CFRubrics", "getcfrubric", "CFRubric.Type"),
    ("CFDocuments?limit=2", "getallcfdocuments", "CFDocumentSet.Type"),
];

/// What the schemas say of what is answered at those paths, and how many were judged; nothing where the tool or the
/// schemas are absent.
fn judge(rows: &[(String, String, Value)]) -> Option<(Vec<String>, usize)> {
    let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-jsonschema");
    if !tool.join("jsonschema").exists() {
        skipped(&format!("no jsonschema at {}; .ci/run installs it", tool.display()));
        return None;
    }
    let folder = shared("schemas/case")?;
    let mut file = tempfile::NamedTempFile::new().unwrap();
    for (path, schema, body) in rows {
        writeln!(file, "{}", json!({ "path": path, "schema": schema, "body": body })).unwrap();
    }
    file.flush().unwrap();
    let mut command = Command::new("python3");
    command.env("PYTHONPATH", &tool).arg("-c").arg(JUDGE).arg(folder).arg(file.path());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    let mut lines: Vec<String> = said.lines().map(str::to_owned).collect();
    assert_eq!(lines.pop(), Some(format!("judged {}", rows.len())));
    Some((lines, rows.len()))
}

/// The schema of an endpoint.
fn schema(base: &str, endpoint: &str) -> String {
    let (_, newer, older) = ENDPOINTS.iter().find(|(path, ..)| *path == endpoint).unwrap();
    match base {
        "/ims/case/v1p0" => format!("1.0 {older}"),
        _ => format!("{newer}-200"),
    }
}

/// What a service answers at each of its addresses of CASE: the path, the schema that has to accept it, the body.
fn answers(service: &Service, base: &str) -> Vec<(String, String, Value)> {
    let mut rows = Vec::new();
    let mut take = |path: String, schema: String| {
        let response = ask(service, &path, &[]);
        assert_eq!(response.status(), 200, "{path}");
        let body: Value = serde_json::from_str(&text(response)).unwrap();
        rows.push((path, schema, body.clone()));
        body
    };
    let list = take(format!("{base}/CFDocuments?limit=2"), schema(base, "CFDocuments?limit=2"));
    assert_eq!(list["CFDocuments"].as_array().unwrap().len(), 2);
    let all = take(format!("{base}/CFDocuments"), schema(base, "CFDocuments?limit=2"));
    for document in all["CFDocuments"].as_array().unwrap() {
        let id = document["identifier"].as_str().unwrap();
        take(format!("{base}/CFDocuments/{id}"), schema(base, "CFDocuments"));
        let package = take(format!("{base}/CFPackages/{id}"), schema(base, "CFPackages"));
        let mut lists =
            vec![("CFItems", &package["CFItems"]), ("CFItemAssociations", &package["CFItems"])];
        lists.push(("CFAssociations", &package["CFAssociations"]));
        let definitions = package["CFDefinitions"].as_object().unwrap();
        lists.extend(definitions.iter().map(|(member, list)| (member.as_str(), list)));
        for (member, list) in lists {
            let ids: BTreeSet<&str> = list
                .as_array()
                .unwrap()
                .iter()
                .map(|e| e["identifier"].as_str().unwrap())
                .collect();
            for id in ids {
                take(format!("{base}/{member}/{id}"), schema(base, member));
            }
        }
    }
    rows
}

#[test]
fn the_official_schemas_accept_every_answer() {
    let Some(mathematics) = shared("frameworks/case/opensalt/math_cfs_sample.json") else { return };
    let service = Service::new(Exposure::LoopbackOnly);
    import(&service.engine, "made.json", MADE.as_bytes());
    import(&service.engine, "math.json", &std::fs::read(mathematics).unwrap());
    for base in BASES {
        let rows = answers(&service, base);
        let endpoints: BTreeSet<&str> = rows.iter().map(|(_, schema, _)| schema.as_str()).collect();
        // Nothing imported has groupings or rubrics: skillmap keeps none.
        assert_eq!(endpoints.len(), if base.ends_with('0') { 9 } else { 10 }, "{endpoints:?}");
        let Some((faults, n)) = judge(&rows) else { return };
        assert!(
            faults.is_empty(),
            "{base}: {} faults: {:#?}",
            faults.len(),
            &faults[..faults.len().min(20)]
        );
        assert!(n > 4_000, "{n}");
    }
}

#[test]
fn the_official_schemas_accept_every_error() {
    let service = Service::new(Exposure::LoopbackOnly);
    let unknown = "a0000000-7137-11e6-92a8-0242ac1300ff";
    for base in BASES {
        let mut rows = Vec::new();
        for (path, newer, _) in ENDPOINTS {
            let paths = match path.split_once('?') {
                Some((path, _)) => [format!("{path}?limit=0"), format!("{path}?offset=99")],
                None => [format!("{path}/x"), format!("{path}/{unknown}")],
            };
            let schema = match base {
                "/ims/case/v1p0" => "1.0 imsx_StatusInfo.Type".to_owned(),
                _ => format!("{newer}-400-401-403-404-429-500-default"),
            };
            for (path, status) in paths.into_iter().zip([400, 404]) {
                let path = format!("{base}/{path}");
                let response = ask(&service, &path, &[]);
                assert_eq!(response.status(), status, "{path}");
                rows.push((path, schema.clone(), serde_json::from_str(&text(response)).unwrap()));
            }
        }
        let Some((faults, n)) = judge(&rows) else { return };
        assert_eq!((faults, n), (Vec::new(), 24));
    }
}

/// The judge is itself tried, for a check that sees nothing finds nothing.
#[test]
fn the_official_schemas_refuse_what_is_wrong() {
    let service = Service::new(Exposure::LoopbackOnly);
    for base in BASES {
        let schema = schema(base, "CFDocuments?limit=2");
        let path = format!("{base}/CFDocuments");
        let good = text(ask(&service, &path, &[]));
        for (from, to) in
            [("\"CFPackageURI\"", "\"x\""), (".000+00:00", ""), ("\"uri\":\"http", "\"uri\":\"a b")]
        {
            let bad = good.replace(from, to);
            assert_ne!(bad, good);
            let row = (path.clone(), schema.clone(), serde_json::from_str(&bad).unwrap());
            let Some((faults, _)) = judge(&[row]) else { return };
            assert!(!faults.is_empty(), "{base}: {from}");
        }
    }
}
