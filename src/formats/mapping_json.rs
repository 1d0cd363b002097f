//! skillmap's own JSON <-> MappingSet: holds everything, one statement per line.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Deserialize;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::formats::Bundle;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::own_json;
use crate::formats::statement;
use crate::limits;
use crate::model::Licence;
use crate::model::Location;
use crate::model::Mapping;
use crate::model::MappingEnd;
use crate::model::MappingSet;
use crate::model::Predicate;

/// The name by which the format is known in its files.
const FORMAT: &str = "skillmap-mapping-set";
/// Raised when a reader of the version before would misread a file.
const FORMAT_VERSION: u32 = 1;

#[derive(Deserialize)]
struct FileForm<'a> {
    format: String,
    format_version: u32,
    mapping_set: AboutForm,
    #[serde(borrow)]
    mappings: Vec<&'a RawValue>,
}

/// A mapping set without its statements.
#[derive(Serialize, Deserialize)]
struct AboutForm {
    title: String,
    #[serde(default)]
    author: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    licence: Licence,
    subject_source: MappingEnd,
    object_source: MappingEnd,
}

/// Whether a file that begins so is a mapping set.
pub(crate) fn is_head(head: &str) -> bool {
    head.trim_start().starts_with('{') && head.contains(&format!("\"{FORMAT}\""))
}

/// The mapping set in the bundle's one JSON file.
///
/// Errors: it is not JSON, of another version, or says not what is mapped.
pub(crate) fn read(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
    counts: &mut Vec<TableCount>,
) -> Result<MappingSet, ReadError> {
    let file = own_json::file(bundle)?;
    let name = file.name();
    let bytes = file.bytes()?;
    let form: FileForm<'_> =
        own_json::form(name, &bytes, "compare with a file written by skillmap")?;
    own_json::check_version(name, (&form.format, form.format_version), (FORMAT, FORMAT_VERSION))?;
    let mut mappings = Vec::new();
    let mut met = BTreeSet::new();
    for (position, raw) in form.mappings.iter().enumerate() {
        let place = || Location::pointer(name, format!("/mappings/{position}"));
        let mapping = match serde_json::from_str::<Mapping>(raw.get()) {
            Ok(mapping) => mapping,
            Err(e) => {
                issues.error("malformed", place(), e.to_string(), "correct this mapping");
                continue;
            }
        };
        if is_too_long(&mapping) {
            issues.error("too-long", place(), "a label or comment is too long", "shorten it");
        } else if mapping.object.is_some() == (mapping.predicate == Predicate::NoMatch) {
            let what =
                format!("the predicate is {} and the object does not fit", mapping.predicate);
            issues.error("no-object", place(), what, "name an object, none for no_match");
        } else if met.insert(statement::digest(&mapping)) {
            mappings.push(mapping);
        } else {
            let what = "it says again what an earlier one says";
            issues.note("repeated-mapping", place(), what, "remove one of them");
        }
    }
    let (rows, taken) = (form.mappings.len() as u64, mappings.len() as u64);
    counts.push(TableCount { file: name.to_owned(), rows, taken });
    statement::sort(&mut mappings);
    let about = form.mapping_set;
    Ok(MappingSet {
        title: about.title,
        author: about.author,
        version: options.version.clone().unwrap_or(about.version),
        date: about.date,
        licence: about.licence,
        subject_source: about.subject_source,
        object_source: about.object_source,
        mappings,
    })
}

fn is_too_long(mapping: &Mapping) -> bool {
    let labels = [&mapping.subject_label, &mapping.object_label, &mapping.author];
    labels.into_iter().chain(&mapping.reviewers).any(|l| l.len() > limits::LABEL_BYTES)
        || mapping.comment.len() > limits::TEXT_BYTES
}

/// The set, whole.
pub(crate) fn write(set: &MappingSet) -> String {
    let about = AboutForm {
        title: set.title.clone(),
        author: set.author.clone(),
        version: set.version.clone(),
        date: set.date.clone(),
        licence: set.licence.clone(),
        subject_source: set.subject_source.clone(),
        object_source: set.object_source.clone(),
    };
    let mut out = format!(
        "{{\n\"format\": \"{FORMAT}\", \"format_version\": {FORMAT_VERSION},\n\"mapping_set\": {},\n\"mappings\": [",
        json(&about)
    );
    for (position, mapping) in set.mappings.iter().enumerate() {
        let separator = if position == 0 { "" } else { "," };
        let _ = write!(out, "{separator}\n{}", json(mapping));
    }
    out.push_str("]\n}\n");
    out
}

fn json(value: &impl Serialize) -> String {
    // What is held in memory can be written.
    serde_json::to_string(value).unwrap_or_default()
}
