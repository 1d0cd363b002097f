//! Any list of concepts in a spreadsheet is read: the official ones at hand whole, others as their columns say.

mod lists;
mod official;
mod previews;
mod workbooks;

use std::path::Path;

use skillmap::formats::Bundle;
use skillmap::formats::Content;
use skillmap::formats::Format;
use skillmap::formats::FrameworkColumns;
use skillmap::formats::ReadError;
use skillmap::formats::ReadOptions;
use skillmap::formats::Reading;
use skillmap::formats::Source;
use skillmap::model::Framework;
use skillmap::model::Language;
use skillmap::model::Severity;

/// Reads bytes under a name, with columns as TOML where some are given.
fn read_bytes(name: &str, bytes: &[u8], columns: Option<&str>) -> Result<Reading, ReadError> {
    let source = Source::Bytes { name: name.to_owned(), bytes: bytes.into() };
    let columns = columns.map(|toml| FrameworkColumns::from_toml("columns.toml", toml).unwrap());
    let options = ReadOptions { framework_columns: columns, ..ReadOptions::default() };
    skillmap::formats::read(&Bundle::open(&[source]).unwrap(), &options)
}

fn read_path(path: &Path, sheet: Option<&str>) -> Result<Reading, ReadError> {
    let bundle = Bundle::open(&[Source::Path(path.to_path_buf())]).unwrap();
    let options = ReadOptions { sheet: sheet.map(str::to_owned), ..ReadOptions::default() };
    skillmap::formats::read(&bundle, &options)
}

#[track_caller]
fn framework_of(reading: &Reading) -> &Framework {
    assert_eq!(reading.format, Format::Spreadsheet);
    match &reading.content {
        Content::Framework(framework) => framework,
        Content::MappingSet(_) => unreachable!("a spreadsheet of concepts is a framework"),
    }
}

/// `kind LABEL < PARENT` of each concept, in the order of their IRIs.
fn told(framework: &Framework) -> Vec<String> {
    let label =
        |position: u32| framework.concepts()[position as usize].label(Language::ENGLISH).to_owned();
    let concepts = (0u32..).zip(framework.concepts()).map(|(position, concept)| {
        let own = framework.relations().iter().filter(|r| r.subject == position);
        let relations: Vec<String> =
            own.map(|r| format!("{} {}", r.kind, label(r.object))).collect();
        let tail = concept.id.as_str().rsplit(':').next().unwrap_or_default();
        format!("{tail}: {} {} [{}]", concept.kind, label(position), relations.join(", "))
    });
    concepts.collect()
}

/// Codes of issues above notes, with their lines.
fn grave(reading: &Reading) -> Vec<(String, Option<u64>)> {
    let grave = reading.issues.kept().iter().filter(|issue| issue.severity > Severity::Note);
    grave.map(|issue| (issue.code.clone(), issue.location.line)).collect()
}
