//! The official JSON Schemas of CASE accept what is written of every framework at hand.

use std::path::Path;
use std::process::Command;

use skillmap::formats::Format;
use skillmap::formats::Outgoing;
use skillmap::formats::write;

use crate::data::shared;
use crate::data::skipped;
use crate::formats_case::BOTH;
use crate::formats_case::PACKAGES;
use crate::formats_case::file;
use crate::formats_case::framework;
use crate::formats_case::text;
use crate::formats_case::written;
use crate::invented;

/// Judges the files named after the schema, one line per fault; the last line says how many were judged.
///
/// The schemas of 1.1 name a dialect that does not exist (`http:` for `https:`), those of 1.0 none: it is given here.
/// Their patterns of UUIDs are not tied to the ends of the text; here they are.
const JUDGE: &str = r#"
import json, re, sys
from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker
dialect, path, files = sys.argv[1], sys.argv[2], sys.argv[3:]
schema = json.load(open(path))
schema.pop("$schema", None)
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
tie(schema)
formats = FormatChecker()
assert {"uri", "date-time", "date"} <= set(formats.checkers), formats.checkers
validator = {"7": Draft7Validator, "2020": Draft202012Validator}[dialect](schema, format_checker=formats)
for name in files:
    package = json.load(open(name))
    for error in list(validator.iter_errors(package))[:5]:
        print(f"{name}: {error.json_path}: {error.message[:300]}")
print(f"judged {len(files)}")
"#;

/// The schema of a version.
fn schema(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::Case10 => ("7", "schemas/case/schema-1.0/case-v1p0-cfpackage-schema.json"),
        _ => (
            "2020",
            "schemas/case/caseservicegroupv1p1-getcfpackage-200-responsepayload-schemav1p0p0.json",
        ),
    }
}

/// What the schema of a version says of these texts; nothing, said aloud, where tool or schema is absent.
///
/// The tool stands in `target/test-jsonschema`, where `.ci/run` puts it; no test fetches anything.
fn judge(format: Format, texts: &[String]) -> Option<Vec<String>> {
    let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-jsonschema");
    if !tool.join("jsonschema").exists() {
        skipped(&format!("no jsonschema at {}; .ci/run installs it", tool.display()));
        return None;
    }
    let (dialect, path) = schema(format);
    let path = shared(path)?;
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("python3");
    command.env("PYTHONPATH", &tool).arg("-c").arg(JUDGE).arg(dialect).arg(path);
    for (number, text) in texts.iter().enumerate() {
        let file = folder.path().join(format!("{number}.json"));
        std::fs::write(&file, text).unwrap();
        command.arg(file);
    }
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut lines: Vec<String> = said.lines().map(str::to_owned).collect();
    assert_eq!(lines.pop(), Some(format!("judged {}", texts.len())));
    Some(lines)
}

#[test]
fn the_official_schemas_accept_every_package_at_hand_in_both_versions() {
    let mut n_judged = 0;
    for format in BOTH {
        let mut texts = Vec::new();
        for (name, ..) in PACKAGES {
            let Some(path) = shared(name) else { return };
            texts.push(written(&file(&path).unwrap(), format));
        }
        let Some(faults) = judge(format, &texts) else { return };
        assert!(faults.is_empty(), "{}: {faults:#?}", format.name());
        n_judged += texts.len();
    }
    assert_eq!(n_judged, 2 * PACKAGES.len());
}

#[test]
fn the_official_schemas_accept_frameworks_of_other_formats() {
    let invented: Vec<_> = invented::samples(40);
    for format in BOTH {
        let outgoing = |(framework, set)| (framework, [set]);
        let texts: Vec<String> = invented
            .iter()
            .map(|(framework, set)| outgoing((framework, set)))
            .map(|(framework, sets)| {
                write(&Outgoing { framework, mappings: &sets }, format).unwrap().content
            })
            .collect();
        let Some(faults) = judge(format, &texts) else { return };
        // What is no URI but an IRI of the framework itself is written as it is.
        let faults: Vec<_> =
            faults.iter().filter(|fault| !fault.contains("is not a 'uri'")).collect();
        assert!(faults.is_empty(), "{}: {faults:#?}", format.name());
    }
}

/// Version 1.0 allows members that it does not know where it should not, so they are looked for here.
#[test]
fn a_package_of_1_0_has_no_member_of_1_1() {
    let newer = [
        "\"extensions\"",
        "\"caseVersion\"",
        "\"frameworkType\"",
        "\"subject\"",
        "\"subjectURI\"",
        "\"ext:",
        "\"targetType\"",
        "isTranslationOf",
        ":null",
        "\"CFDocumentURI\"",
    ];
    let item = r#"{"uri": "urn:x:1", "fullStatement": "x", "subject": ["Math"], "extensions": {"a:b": "c"}}"#;
    let rich = format!(
        r#"{{"CFDocument": {{"uri": "urn:x", "title": "X", "caseVersion": "1.1", "creator": ""}}, "CFItems": [{item}]}}"#
    );
    let rich = text(&rich);
    let written_of = |format| {
        let mut all = vec![written(&rich, format)];
        all.extend(invented::samples(40).iter().map(|(framework, set)| {
            write(&Outgoing { framework, mappings: &[set] }, format).unwrap().content
        }));
        all
    };
    for text in written_of(Format::Case10) {
        // Texts of the framework itself may say anything.
        let members: Vec<&&str> = newer.iter().filter(|member| text.contains(**member)).collect();
        assert!(members.is_empty(), "{members:?}: {text}");
    }
    let all = written_of(Format::Case).concat();
    for member in ["\"extensions\"", "\"caseVersion\"", "\"subject\"", "\"ext:"] {
        assert!(all.contains(member), "{member}");
    }
    assert!(!all.contains(":null"));
}

/// The judge is itself tried, for a check that sees nothing finds nothing.
#[test]
fn the_official_schemas_refuse_what_is_wrong() {
    let item = r#"{"identifier": "10000000-7137-11e6-92a8-0242ac130002", "uri": "urn:x:1", "fullStatement": "x"}"#;
    let package = format!(
        r#"{{"CFDocument": {{"uri": "urn:x", "title": "X", "creator": ""}}, "CFItems": [{item}]}}"#
    );
    let reading = text(&package);
    assert_eq!(framework(&reading).concepts().len(), 1);
    for format in BOTH {
        let good = written(&reading, format);
        let rows = [
            ("10000000-7137-11e6-92a8-0242ac130002", "urn:x:1"),
            (".000+00:00", ""),
            ("\"title\":\"X\",", ""),
            ("\"uri\":\"urn:x:1\"", "\"uri\":\"a b\""),
            ("\"fullStatement\":\"x\"", "\"fullStatement\":null"),
        ];
        let bad: Vec<String> = rows.iter().map(|(from, to)| good.replace(from, to)).collect();
        for ((from, _), bad) in rows.iter().zip(&bad) {
            assert_ne!(bad, &good, "{from}");
            let Some(faults) = judge(format, std::slice::from_ref(bad)) else { return };
            assert!(!faults.is_empty(), "{}: {from}", format.name());
        }
    }
}
