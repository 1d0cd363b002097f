//! The standard's own tool accepts what is written, for every official crosswalk.

use std::path::Path;
use std::process::Command;

use skillmap::formats::MappingFormat;
use skillmap::formats::write_mapping_set;
use skillmap::model::MappingSet;
use skillmap::model::Severity;

use crate::data::shared;
use crate::data::skipped;
use crate::sssom::file;
use crate::sssom::id;
use crate::sssom::set;
use crate::sssom::text;
use crate::sssom::whole_set;
use crate::sssom::without_evidence;

/// The official crosswalks and how many statements each has.
const CROSSWALKS: [(&str, usize); 11] = [
    ("esco-onet.csv", 2_068),
    ("esco-skills-be-vdab.csv", 5_613),
    ("esco-skills-de-ba.csv", 12_082),
    ("esco-skills-se-jobtech.csv", 9_967),
    ("esco-occupations-national/DE_mapping_18.05.22.csv", 8_735),
    ("esco-occupations-national/ES_mapping_31.07.2021.csv", 4_242),
    ("esco-occupations-national/FR_20230607_mapping_esco_rome.csv", 11_118),
    ("cip-soc/CIP2020_SOC2018_Crosswalk.csv", 5_917),
    ("soc/2010_to_2019_Crosswalk.csv", 1_164),
    ("soc/ISCO_SOC_Crosswalk.csv", 1_125),
    ("soc/bcgov-raw/2026-03-02_2019_to_SOC_Crosswalk.xlsx", 1_016),
];

/// What `sssom validate` says of a file; nothing, said aloud, where the tool is absent.
///
/// The tool stands in `target/test-sssom`, where `.ci/run` puts it; no test fetches anything.
pub(crate) fn validate(path: &Path) -> Option<(bool, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-sssom");
    let program = folder.join("bin/sssom");
    if !program.exists() {
        skipped(&format!("no sssom at {}; .ci/run installs it", program.display()));
        return None;
    }
    let output = Command::new("python3")
        .arg(&program)
        .arg("validate")
        .arg(path)
        .env("PYTHONPATH", &folder)
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&said).into_owned()))
}

/// Accepted whole: the tool leaves out rows that it cannot take, says so, and accepts the rest.
fn check_accepted(name: &str, set: &MappingSet) -> Option<()> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.sssom.tsv");
    std::fs::write(&path, write_mapping_set(set, MappingFormat::Sssom)).unwrap();
    let (is_accepted, said) = validate(&path)?;
    assert!(is_accepted && !said.contains("not well-formed"), "{name}: {said}");
    Some(())
}

#[test]
fn every_official_crosswalk_is_written_as_sssom_and_read_back() {
    let mut found = Vec::new();
    for (name, _) in CROSSWALKS {
        let Some(path) = shared(&format!("crosswalks/{name}")) else { return };
        let reading = file(&path).unwrap();
        let whole = set(&reading);
        let written = write_mapping_set(whole, MappingFormat::Sssom);
        let back = text("x.sssom.tsv", &written);
        let grave = back.issues.kept().iter().find(|i| i.severity > Severity::Note);
        assert_eq!(grave, None, "{name}");
        assert_eq!(set(&back), whole, "{name}");
        found.push((name, whole.mappings.len()));
    }
    assert_eq!(found, CROSSWALKS);
}

#[test]
fn the_tool_of_the_standard_accepts_every_official_crosswalk() {
    for (name, _) in CROSSWALKS {
        let Some(path) = shared(&format!("crosswalks/{name}")) else { return };
        if check_accepted(name, set(&file(&path).unwrap())).is_none() {
            return;
        }
    }
}

#[test]
fn the_tool_of_the_standard_accepts_a_set_with_all_that_one_can_have() {
    let mut set = without_evidence(&whole_set());
    if check_accepted("whole", &set).is_none() {
        return;
    }
    let mut odd = set.mappings[1].clone();
    let iris = [
        "http://x/",
        "http://x",
        "http://x/é/[1]",
        "http://x/100%",
        "http://x/a#b#c",
        "urn:a:",
        "a:",
        "http://x/a//b/",
        "http://x/日本",
    ];
    for iri in iris {
        (odd.subject, odd.object) = (id(iri), Some(id("urn:skillmap:code:x:(a),b;c=d")));
        set.mappings.push(odd.clone());
    }
    check_accepted("odd", &set);
}

/// The tool is itself tried, for a check that sees nothing finds nothing.
#[test]
fn the_tool_of_the_standard_refuses_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.sssom.tsv");
    let good = write_mapping_set(&whole_set(), MappingFormat::Sssom);
    for (from, to) in [("semapv:LexicalMatching", "semapv:Magic"), ("#  esco: ", "#  esca: ")] {
        let bad = good.replace(from, to);
        assert_ne!(good, bad, "{from}");
        std::fs::write(&path, bad).unwrap();
        let Some((is_accepted, said)) = validate(&path) else { return };
        assert!(!is_accepted, "{to}: {said}");
    }
}
