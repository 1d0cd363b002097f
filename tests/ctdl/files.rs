//! Real files: how much of each is read, and why others are refused.

use std::path::Path;
use std::path::PathBuf;

use skillmap::formats::Bundle;
use skillmap::formats::ReadOptions;
use skillmap::formats::Source;
use skillmap::formats::read;
use skillmap::model::Severity;

use crate::ctdl::file;
use crate::ctdl::framework;
use crate::data::shared;

/// All files below a folder, sorted, by their paths below it.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            found.push(path.strip_prefix(folder).unwrap().to_owned());
        }
    }
    found.sort();
    found
}

/// Every JSON file below a folder, one line each: what it gives, or why it gives nothing.
fn lines(folder: &Path) -> Vec<String> {
    let is_json = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "json" || extension == "jsonld")
    };
    let line = |path: PathBuf| {
        let name = path.display().to_string();
        match file(&folder.join(&path)) {
            Ok(reading) => {
                let whole = framework(&reading);
                let n_mappings: usize = reading.mappings.iter().map(|set| set.mappings.len()).sum();
                format!(
                    "{name} | {} | {} concepts, {} relations, {} outside, {n_mappings} mappings | {} warnings, {} errors",
                    reading.format.name(),
                    whole.concepts().len(),
                    whole.relations().len(),
                    whole.outside().len(),
                    reading.issues.at_least(Severity::Warning)
                        - reading.issues.at_least(Severity::Error),
                    reading.issues.at_least(Severity::Error),
                )
            }
            Err(e) => format!("{name} | refused: {}", e.what),
        }
    };
    below(folder).into_iter().filter(is_json).map(line).collect()
}

#[test]
fn every_file_is_read_whole_or_refused_with_the_reason() {
    let mut found = Vec::new();
    for name in ["ctdl-asn", "ctdl", "credential-engine"] {
        let Some(folder) = shared(&format!("frameworks/{name}")) else { return };
        found.extend(lines(&folder));
    }
    let wanted: Vec<&str> = include_str!("files.txt").lines().collect();
    assert_eq!(found, wanted, "\n{}", found.join("\n"));
}

/// Several files of one publisher are one framework: what points from one to another is inside.
#[test]
fn the_files_of_a_folder_are_read_together() {
    let folder = "frameworks/ctdl/PathwaysConditionsAndConstraints/Pathway-Examples/HeriotWatt";
    let Some(folder) = shared(folder) else { return };
    let names = ["courses.json", "pathway.json"];
    let sources: Vec<Source> = names.map(|name| Source::Path(folder.join(name))).into();
    let reading = read(&Bundle::open(&sources).unwrap(), &ReadOptions::default()).unwrap();
    let whole = framework(&reading);
    let n_mappings: usize = reading.mappings.iter().map(|set| set.mappings.len()).sum();
    assert_eq!((whole.concepts().len(), n_mappings), (49 + 57, 0));
}
