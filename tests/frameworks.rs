//! Every file of the real frameworks is read, or refused for a reason that stands in the list beside this file.
//!
//! `tests/frameworks/list.tsv` has a row for each file, or for each folder that makes one release: the format recognised,
//! what came of it, or why it was refused. A row that comes out otherwise fails; the new list then stands in
//! `target/frameworks.tsv`, to be looked at row by row before it takes the old one's place.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;

use skillmap::formats::Bundle;
use skillmap::formats::Content;
use skillmap::formats::ReadOptions;
use skillmap::formats::Source;
use skillmap::formats::read;
use skillmap::model::Severity;

use crate::data;

const LIST: &str = include_str!("frameworks/list.tsv");
const HEADER: &str =
    "file\tformat\tconcepts\trelations\tmappings\tlargest\terrors\twarnings\tnotes";
const HELP: &str =
    "help: look at each row that differs; the list as it came out is target/frameworks.tsv";

/// Folders whose files make one release together.
fn is_release(folder: &str) -> bool {
    let is_partial = folder.starts_with("esco-1.2.0-partial/");
    is_partial
        || (folder.starts_with("esco-") && folder != "esco-1.2.0-partial")
        || folder.starts_with("onet-")
}

/// What is read alone: files, and folders that make one release. Sorted by path below `root`.
pub(crate) fn units(root: &Path) -> Vec<(String, PathBuf)> {
    let mut units = Vec::new();
    let mut waiting = vec![root.to_path_buf()];
    while let Some(path) = waiting.pop() {
        let name = path.strip_prefix(root).unwrap().display().to_string();
        if path.is_file() || is_release(&name) {
            units.push((name, path));
        } else {
            waiting.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
    units.sort();
    units
}

/// What comes of each unit by its name, two at once.
pub(crate) fn of_each<T: Send>(
    units: &[(String, PathBuf)],
    make: impl Fn(&Path) -> T + Sync,
) -> BTreeMap<String, T> {
    let next = Mutex::new(units.iter());
    let outcomes = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let unit = next.lock().unwrap().next();
                    let Some((name, path)) = unit else { break };
                    let one = make(path);
                    outcomes.lock().unwrap().insert(name.clone(), one);
                }
            });
        }
    });
    outcomes.into_inner().unwrap()
}

/// The row of one file, without its name.
fn row(path: &Path) -> String {
    let outcome = Bundle::open(&[Source::Path(path.to_path_buf())])
        .and_then(|bundle| read(&bundle, &ReadOptions::default()));
    let reading = match outcome {
        Ok(reading) => reading,
        Err(error) => {
            let what: String = error.what.chars().take(100).collect();
            let what = what.replace(['\t', '\n', '\r'], " ");
            return format!("refused: {what}");
        }
    };
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let (n_concepts, n_relations) = match &reading.content {
        Content::Framework(framework) => {
            for concept in framework.concepts() {
                *kinds.entry(concept.kind.name()).or_default() += 1;
            }
            (framework.concepts().len(), framework.relations().len() + framework.outside().len())
        }
        Content::MappingSet(set) => (0, set.mappings.len()),
    };
    let mut kinds: Vec<(&str, usize)> = kinds.into_iter().collect();
    kinds.sort_by_key(|(name, n)| (std::cmp::Reverse(*n), *name));
    let kinds: Vec<String> = kinds.iter().take(3).map(|(name, n)| format!("{n} {name}")).collect();
    let n_mappings: usize = reading.mappings.iter().map(|set| set.mappings.len()).sum();
    let n_of = |severity| {
        let at_least = |s| reading.issues.at_least(s);
        match severity {
            Severity::Error => at_least(Severity::Error),
            Severity::Warning => at_least(Severity::Warning) - at_least(Severity::Error),
            Severity::Note => at_least(Severity::Note) - at_least(Severity::Warning),
        }
    };
    format!(
        "{}\t{n_concepts}\t{n_relations}\t{n_mappings}\t{}\t{}\t{}\t{}",
        reading.format.name(),
        kinds.join(", "),
        n_of(Severity::Error),
        n_of(Severity::Warning),
        n_of(Severity::Note)
    )
}

#[test]
fn every_file_is_read_or_refused_as_the_list_says() {
    let Some(root) = data::shared("frameworks") else { return };
    let units = units(&root);
    let rows = of_each(&units, row);
    let lines: Vec<String> = rows.iter().map(|(name, row)| format!("{name}\t{row}")).collect();
    let found = format!("{HEADER}\n{}\n", lines.join("\n"));
    if found != LIST {
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/frameworks.tsv");
        std::fs::write(target, &found).unwrap();
        let listed: Vec<&str> = LIST.lines().skip(1).collect();
        let others: Vec<&String> =
            lines.iter().filter(|line| !listed.contains(&line.as_str())).collect();
        panic!(
            "{} rows differ, the first of them:\n{:#?}\n{HELP}",
            others.len(),
            others.iter().take(5).collect::<Vec<_>>()
        );
    }
}
