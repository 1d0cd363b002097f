//! Real files: how much of each is read, and why others are refused.

use std::path::Path;
use std::path::PathBuf;

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
                    reading.issues.at_least(Severity::Warning) - reading.issues.at_least(Severity::Error),
                    reading.issues.at_least(Severity::Error),
                )
            }
            Err(e) => format!("{name} | refused: {}", e.what),
        }
    };
    below(folder).into_iter().filter(is_json).map(line).collect()
}

#[test]
fn every_ctdl_asn_file_is_read_whole() {
    let Some(folder) = shared("frameworks/ctdl-asn") else { return };
    let found = lines(&folder);
    assert_eq!(found, [""; 0], "{}", found.join("\n"));
}

#[test]
fn every_ctdl_file_is_read_or_refused_with_the_reason() {
    for name in ["ctdl", "credential-engine"] {
        let Some(folder) = shared(&format!("frameworks/{name}")) else { return };
        let found = lines(&folder);
        assert_eq!(found, [""; 0], "{}", found.join("\n"));
    }
}
