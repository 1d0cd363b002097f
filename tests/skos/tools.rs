//! Tools that others made accept what is written: skosify, SHACL shapes, `rdflib`, the validator of JSKOS.
//!
//! They stand in `target/test-skos` and `target/test-jskos`, where `.ci/run` puts them; no test fetches anything.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use skillmap::formats::Format;

use crate::data::shared;
use crate::data::skipped;
use crate::skos::SYNTAXES;
use crate::skos::real_frameworks;
use crate::skos::written;

/// Reads every file with `rdflib` and says how many triples each has, and whether all say the same.
const COMPARE: &str = "
import sys, rdflib
graphs = [rdflib.Graph().parse(path, format=form) for path, form in zip(sys.argv[1::2], sys.argv[2::2])]
sets = [set(graph) for graph in graphs]
blank = any(isinstance(term, rdflib.BNode) for triple in sets[0] for term in triple)
print(len(sets[0]), all(one == sets[0] for one in sets), blank)
";

/// Validates each file and says how many are sound; what is wrong stands on the other stream.
const JSKOS: &str = "
import { readFileSync } from 'node:fs'
import { validate } from 'jskos-validate'
let sound = 0
for (const path of process.argv.slice(1)) {
  const data = JSON.parse(readFileSync(path))
  if (validate(data)) sound += 1
  else console.error(path, validate.errorMessages)
}
console.log(sound)
";

fn tool(folder: &str, program: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target").join(folder);
    if folder.join(program).exists() {
        return Some(folder);
    }
    skipped(&format!("no {program} at {}; .ci/run installs it", folder.display()));
    None
}

fn run(command: &mut Command) -> (String, String) {
    let output = command.output().unwrap();
    let said = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (said(output.stdout), said(output.stderr))
}

fn python(folder: &Path) -> Command {
    let mut command = Command::new("python3");
    command.env("PYTHONPATH", folder);
    command
}

/// Each framework as a file in a folder that goes away afterwards.
fn files(format: Format) -> (tempfile::TempDir, Vec<(String, PathBuf)>) {
    let folder = tempfile::tempdir().unwrap();
    let write = |(name, framework)| {
        let path = folder.path().join(format!("{name}.{}", format.ending()));
        std::fs::write(&path, written(&framework, format)).unwrap();
        (name, path)
    };
    let files = real_frameworks().into_iter().map(write).collect();
    (folder, files)
}

/// What skosify warns of.
fn skosify(folder: &Path, path: &Path) -> Vec<String> {
    let out = path.with_extension("out.ttl");
    let program = folder.join("bin/skosify");
    let (_, said) = run(python(folder).arg(program).arg(path).arg("-o").arg(&out));
    assert!(out.exists(), "{}: {said}", path.display());
    said.lines().filter(|line| line.contains("WARNING")).map(str::to_owned).collect()
}

fn shacl(folder: &Path, path: &Path, schemas: &Path) -> String {
    let (said, error) = run(python(folder)
        .args(["-m", "pyshacl", "-s"])
        .arg(schemas.join("skos.shacl.ttl"))
        .arg("-e")
        .arg(schemas.join("skosClassAndPropertyDefinitions.ttl"))
        .arg(path));
    assert!(said.contains("Conforms"), "{}: {said}{error}", path.display());
    said
}

#[test]
fn skosify_finds_nothing_to_warn_of() {
    let Some(tools) = tool("test-skos", "bin/skosify") else { return };
    let (_folder, files) = files(Format::SkosTurtle);
    for (name, path) in &files {
        assert_eq!(skosify(&tools, path), Vec::<String>::new(), "{name}");
    }
    assert!(files.len() >= 3);
}

#[test]
fn the_shapes_of_skos_hold() {
    let Some(tools) = tool("test-skos", "bin/pyshacl") else { return };
    let Some(schemas) = shared("schemas/skos") else { return };
    let (_folder, files) = files(Format::SkosTurtle);
    for (name, path) in &files {
        let said = shacl(&tools, path, &schemas);
        assert!(said.contains("Conforms: True"), "{name}: {said}");
    }
    assert!(files.len() >= 3);
}

#[test]
fn four_syntaxes_say_the_same_to_another_parser() {
    let Some(tools) = tool("test-skos", "rdflib/__init__.py") else { return };
    let folder = tempfile::tempdir().unwrap();
    let names = ["turtle", "nt", "xml", "json-ld"];
    let frameworks = real_frameworks();
    for (name, framework) in &frameworks {
        let mut command = python(&tools);
        command.args(["-c", COMPARE]);
        for (format, parser) in SYNTAXES.into_iter().zip(names) {
            let path = folder.path().join(format!("{name}.{}", format.ending()));
            std::fs::write(&path, written(framework, format)).unwrap();
            command.arg(path).arg(parser);
        }
        let (said, error) = run(&mut command);
        let n_lines = written(framework, Format::SkosNTriples).lines().count();
        assert_eq!(said.trim(), format!("{n_lines} True False"), "{name}: {error}");
    }
    assert!(frameworks.len() >= 3);
}

#[test]
fn the_validator_of_jskos_accepts_every_framework() {
    let Some(tools) = tool("test-jskos", "node_modules/jskos-validate/package.json") else {
        return;
    };
    let (_folder, files) = files(Format::Jskos);
    let mut command = Command::new("node");
    command.current_dir(&tools).args(["--input-type=module", "-e", JSKOS, "--"]);
    let (said, error) = run(command.args(files.iter().map(|(_, path)| path)));
    assert_eq!(said.trim(), files.len().to_string(), "{error}");
    assert!(files.len() >= 3);
}

/// The tools are themselves tried, for a check that sees nothing finds nothing.
#[test]
fn the_tools_refuse_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let ttl = folder.path().join("x.ttl");
    let bad = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix x: <http://x/> .\n\
        x:s a skos:ConceptScheme . x:a a skos:Concept ; skos:inScheme x:s ; skos:prefLabel \"a\"@en ; skos:altLabel \"a\"@en ;\n\
        skos:broader x:b ; skos:related x:b . x:b a skos:Concept ; skos:inScheme x:s ; skos:prefLabel \"b\"@en .\n";
    std::fs::write(&ttl, bad).unwrap();
    let json = folder.path().join("x.json");
    std::fs::write(
        &json,
        r#"{"uri": "urn:x", "type": ["http://www.w3.org/2004/02/skos/core#Concept"], "foo": 1}"#,
    )
    .unwrap();
    let Some(tools) = tool("test-skos", "bin/skosify") else { return };
    let Some(schemas) = shared("schemas/skos") else { return };
    assert!(!skosify(&tools, &ttl).is_empty());
    assert!(shacl(&tools, &ttl, &schemas).contains("Conforms: False"));
    let Some(tools) = tool("test-jskos", "node_modules/jskos-validate/package.json") else {
        return;
    };
    let mut command = Command::new("node");
    command.current_dir(&tools).args(["--input-type=module", "-e", JSKOS, "--"]).arg(&json);
    let (said, error) = run(&mut command);
    assert_eq!(said.trim(), "0", "{error}");
    assert!(error.contains("foo"), "{error}");
}
