//! A table of skillmap's own -> Framework.

use std::io::BufReader;
use std::io::Read as _;

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::skillmap_table::Column;
use crate::formats::skillmap_table::PROPERTY;
use crate::formats::skillmap_table::is_below;
use crate::formats::skillmap_table::resolve;
use crate::formats::skillmap_table::resolve_all;
use crate::formats::skillmap_table::split_notation;
use crate::formats::skillmap_table::values;
use crate::formats::table::Dialect;
use crate::formats::table::Preamble;
use crate::formats::table::Row;
use crate::formats::table::Table;
use crate::limits;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::FrameworkBuilder;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::LabelOutcome;
use crate::model::Language;
use crate::model::Licence;
use crate::model::Location;
use crate::model::Notation;
use crate::model::Property;
use crate::model::RelationKind;
use crate::model::Release;
use crate::model::Status;
use crate::model::Text;
use crate::model::TextKind;
use crate::model::property;

/// The framework in the bundle's first table of this kind.
///
/// Errors: there is none, it names no framework, it has no concept, or it ends in the midst of a quoted cell.
pub(crate) fn read(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
    tables: &mut Vec<TableCount>,
) -> Result<Framework, ReadError> {
    let file = table_file(bundle)?;
    let mut release = preamble(file)?;
    options.apply(&mut release);
    let base = release.framework.clone();
    let mut builder = FrameworkBuilder::new(release);
    let mut table = Table::open(file, Dialect::Comma, Preamble::Comments)?;
    let id = table.needed("id")?;
    let kind = table.needed("kind")?;
    let (status, notations) = (table.column("status"), table.column("notations"));
    let columns = columns(&table, issues);

    let mut rows: Vec<(ConceptId, Row)> = Vec::new();
    while let Some(row) = table.next_row(issues)? {
        let place = || Location::line(file.name(), row.line);
        let concept_id = match resolve(&base, row.get(id)) {
            Ok(concept_id) => concept_id,
            Err(e) => {
                issues.error("bad-id", place(), e.to_string(), "correct the id column");
                continue;
            }
        };
        let Some(concept_kind) = ConceptKind::from_name(row.get(kind)) else {
            let what = format!("{:?} is not a kind of concept", row.get(kind));
            issues.error(
                "bad-kind",
                place(),
                what,
                "write skill, knowledge, occupation, group, ...",
            );
            continue;
        };
        let mut concept = Concept::new(concept_id.clone(), concept_kind);
        concept.status = match row.get(status) {
            "deprecated" => Status::Deprecated,
            "" | "active" => Status::Active,
            other => match other.strip_prefix("replaced_by ").map(|ids| resolve_all(&base, ids)) {
                Some(Ok(successors)) if !successors.is_empty() => Status::ReplacedBy(successors),
                _ => {
                    let what = format!("{other:?} is not a status");
                    issues.warning(
                        "bad-status",
                        place(),
                        what,
                        "write active, deprecated or replaced_by ID",
                    );
                    Status::Active
                }
            },
        };
        for notation in values(row.get(notations)) {
            let Some((scheme, code)) = split_notation(&notation) else {
                let what = format!("the notation {notation:?} has no scheme");
                issues.warning("bad-notation", place(), what, "write SCHEME=CODE");
                continue;
            };
            concept
                .notations
                .push(Notation { scheme: scheme.trim().into(), code: code.trim().into() });
        }
        describe(&mut concept, &columns, &row, issues, &place);
        if !builder.add(concept) {
            let what = format!("{concept_id} stands twice");
            issues.error("duplicate-concept", place(), what, "keep one of the rows");
            continue;
        }
        name(&mut builder, &concept_id, &columns, &row, issues, file.name());
        rows.push((concept_id, row));
    }
    check_end(file)?;
    for (concept_id, row) in &rows {
        relate(&mut builder, &base, concept_id, &columns, row, issues, file.name());
    }
    let taken = rows.len() as u64;
    tables.push(TableCount { file: file.name().to_owned(), rows: table.n_rows(), taken });
    builder.build().map_err(|e| {
        ReadError::invalid(
            Location::file(file.name()),
            e.to_string(),
            "correct the lines at its top",
        )
    })
}

fn table_file(bundle: &Bundle) -> Result<&BundleFile, ReadError> {
    for file in bundle.files() {
        if file.base_name().to_ascii_lowercase().ends_with(".csv")
            && String::from_utf8_lossy(&file.head(8)?)
                .trim_start_matches('\u{feff}')
                .starts_with("#id:")
        {
            return Ok(file);
        }
    }
    let place = Location::file(&bundle.origins().join(", "));
    Err(ReadError::invalid(place, "no table begins with #id:", "name the file itself"))
}

/// Refuses a table that ends in a quoted cell: whatever came after it was taken for its text, or never arrived.
fn check_end(file: &BundleFile) -> Result<(), ReadError> {
    let begins_marked = file.head(3)?.starts_with(b"\xef\xbb\xbf");
    let (mut at, mut line, mut opened) = (Place::Record, 1, 1);
    let bytes = BufReader::with_capacity(1 << 16, file.reader()?).bytes();
    for byte in bytes.skip(if begins_marked { 3 } else { 0 }) {
        let byte = byte.map_err(|e| ReadError::io(file.name(), &e))?;
        at = match (at, byte) {
            (Place::Quoted, b'"') => Place::Quote,
            (Place::Quoted, _) | (Place::Quote, b'"') => Place::Quoted,
            (Place::Record | Place::Cell, b'"') => {
                opened = line;
                Place::Quoted
            }
            (_, b'\n') => Place::Record,
            (Place::Record, b'#') | (Place::Comment, _) => Place::Comment,
            (_, b',') => Place::Cell,
            _ => Place::Text,
        };
        line += u64::from(byte == b'\n');
    }
    if at != Place::Quoted {
        return Ok(());
    }
    let what = "it breaks off: a quote is opened here and never closed";
    let remedy = "get the whole file again, or close the quote; nothing of it is taken";
    Err(ReadError::invalid(Location::line(file.name(), opened), what, remedy))
}

/// Where in a table of commas and quotes a byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the beginning of a record.
    Record,
    /// At the beginning of another cell.
    Cell,
    /// In a cell without quotes.
    Text,
    /// In a quoted cell.
    Quoted,
    /// After a quote in a quoted cell: its end, or the first of two that stand for one.
    Quote,
    /// In a line of the preamble.
    Comment,
}

/// What a spreadsheet puts at the end of a line for each empty cell.
const PADDING: [char; 2] = [',', ';'];

/// Key and value of a preamble line, also of one that a spreadsheet saved again: quoted where it has a comma, and
/// padded with empty cells.
fn preamble_fact(line: &str, n_padding: usize) -> Option<(String, String)> {
    let unquoted = line.strip_prefix('"').and_then(|rest| rest.rsplit_once('"'));
    let line = unquoted.map_or_else(|| line.to_owned(), |(inside, _)| inside.replace("\"\"", "\""));
    let (key, value) = line.trim_start_matches('#').split_once(':')?;
    let mut value = value.trim_end();
    for _ in 0..if unquoted.is_some() { 0 } else { n_padding } {
        value = value.strip_suffix(PADDING).unwrap_or(value);
    }
    Some((key.trim().to_owned(), value.trim().to_owned()))
}

/// The release, from the `#key: value` lines at the top.
fn preamble(file: &BundleFile) -> Result<Release, ReadError> {
    let head = file.head(65_536)?;
    let head = String::from_utf8_lossy(&head);
    // A spreadsheet pads every line to the same number of cells; an IRI does not end so.
    let first = head.lines().next().unwrap_or_default().trim_end();
    let n_padding = first.len() - first.trim_end_matches(PADDING).len();
    let facts: Vec<(String, String)> = head
        .trim_start_matches('\u{feff}')
        .lines()
        .take_while(|line| line.starts_with('#') || line.starts_with("\"#"))
        .filter_map(|line| preamble_fact(line, n_padding))
        .collect();
    let fact =
        |key: &str| facts.iter().find(|(k, _)| k == key).map_or("", |(_, value)| value.as_str());
    let invalid = |what: String| {
        ReadError::invalid(
            Location::line(file.name(), 1),
            what,
            "begin the file with #id: and an IRI",
        )
    };
    let framework = ConceptId::new(fact("id")).map_err(|e| invalid(e.to_string()))?;
    let tail = framework.as_str().rsplit([':', '/', '#']).find(|part| !part.is_empty());
    let key = match fact("key") {
        "" => tail.unwrap_or("framework").to_ascii_lowercase(),
        key => key.to_owned(),
    };
    Ok(Release {
        framework,
        key,
        title: fact("title").to_owned(),
        publisher: fact("publisher").to_owned(),
        version: match fact("version") {
            "" => "1".to_owned(),
            version => version.to_owned(),
        },
        licence: Licence {
            name: fact("licence").to_owned(),
            url: fact("licence_url").to_owned(),
            attribution: fact("attribution").to_owned(),
        },
        description: fact("description").to_owned(),
    })
}

fn columns(table: &Table, issues: &mut Issues) -> Vec<(usize, Column)> {
    let mut columns = Vec::new();
    for (position, name) in table.columns().iter().enumerate() {
        if let Some(property) = name.strip_prefix(PROPERTY) {
            columns.push((position, Column::Property(property.to_owned())));
            continue;
        }
        let (base, tag) = name.split_once('@').unwrap_or((name, "und"));
        let Ok(language) = Language::new(tag) else {
            let what = format!("{tag:?} in column {name:?} is not a language");
            let place = Location::line(table.file(), 1);
            issues.warning("bad-language", place, what, "write a tag such as @en");
            continue;
        };
        let column = match base {
            "id" | "kind" | "status" | "notations" | "" => continue,
            "preferred_label" => Column::Label(LabelKind::Preferred, language),
            "alternative_labels" => Column::Label(LabelKind::Alternative, language),
            "hidden_labels" => Column::Label(LabelKind::Hidden, language),
            "description" => Column::Text(TextKind::Description, language),
            "definition" => Column::Text(TextKind::Definition, language),
            "scope_note" => Column::Text(TextKind::ScopeNote, language),
            "note" => Column::Text(TextKind::Note, language),
            other => RelationKind::from_name(other)
                .map_or_else(|| Column::Property(other.to_owned()), Column::Relation),
        };
        columns.push((position, column));
    }
    columns
}

fn describe(
    concept: &mut Concept,
    columns: &[(usize, Column)],
    row: &Row,
    issues: &mut Issues,
    place: &impl Fn() -> Location,
) {
    for (position, column) in columns {
        let cell = row.get(Some(*position));
        match column {
            Column::Text(kind, language) => {
                for text in values(cell) {
                    if text.len() > limits::TEXT_BYTES {
                        issues.error("too-long", place(), "a text is too long", "shorten it");
                        continue;
                    }
                    let (kind, language) = (*kind, *language);
                    concept.texts.push(Text { kind, language, text: text.into() });
                }
            }
            Column::Property(name) => {
                for value in values(cell) {
                    if name == property::EXACT_MATCH && ConceptId::new(value.as_str()).is_err() {
                        let what = format!("{value:?} in {name} is no IRI");
                        let remedy = "write the IRI of a concept of the other framework";
                        issues.error("bad-id", place(), what, remedy);
                        continue;
                    }
                    concept
                        .properties
                        .push(Property { name: name.as_str().into(), value: value.into() });
                }
            }
            Column::Label(..) | Column::Relation(_) => {}
        }
    }
}

fn name(
    builder: &mut FrameworkBuilder,
    id: &ConceptId,
    columns: &[(usize, Column)],
    row: &Row,
    issues: &mut Issues,
    file: &str,
) {
    for (position, column) in columns {
        let Column::Label(kind, language) = column else { continue };
        for text in values(row.get(Some(*position))) {
            let place = Location::line(file, row.line);
            if text.len() > limits::LABEL_BYTES {
                issues.error("too-long", place, "a label is too long", "shorten it");
                continue;
            }
            let label = Label { kind: *kind, language: *language, text: text.as_str().into() };
            if builder.add_label(id.as_str(), label) == LabelOutcome::Demoted {
                let what = format!("{text:?} is a second preferred label");
                issues.warning(
                    "second-preferred-label",
                    place,
                    what,
                    "make it an alternative label",
                );
            }
        }
    }
}

fn relate(
    builder: &mut FrameworkBuilder,
    base: &ConceptId,
    subject: &ConceptId,
    columns: &[(usize, Column)],
    row: &Row,
    issues: &mut Issues,
    file: &str,
) {
    for (position, column) in columns {
        let Column::Relation(kind) = column else { continue };
        for value in values(row.get(Some(*position))) {
            let place = || Location::line(file, row.line);
            let object = match resolve(base, value) {
                Ok(object) => object,
                Err(e) => {
                    issues.error("bad-id", place(), e.to_string(), "correct the id");
                    continue;
                }
            };
            let is_own = is_below(base, object.as_str());
            let outcome = builder.relate(subject.as_str(), *kind, object.as_str()).map(|_| ());
            let outcome = match outcome {
                Err(_) if !is_own => builder.relate_outside(subject.as_str(), *kind, object),
                other => other,
            };
            if let Err(e) = outcome {
                issues.error("dangling-relation", place(), e.to_string(), "add a row for it");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Source;

    #[test]
    fn a_table_that_breaks_off_in_a_quoted_cell_is_refused_with_its_line() {
        let head = "#id: urn:x\n#title: 5\" screens\nid,kind,note@en\n1,skill,\"a \"\"b\"\"\nc\"\n";
        for (rows, wanted) in [
            ("", None),
            ("2,skill,two \"quoted\" words", None),
            ("2,skill,\"two\"", None),
            ("2,skill,\"two\"\r\n", None),
            ("2,skill,\"two \"\"", Some(6)),
            ("2,skill,\"two", Some(6)),
            ("2,skill,\"", Some(6)),
            ("2,skill,two\n3,skill,\"three\n4,skill,four\n", Some(7)),
        ] {
            for mark in ["", "\u{feff}"] {
                let bytes = format!("{mark}{head}{rows}").into_bytes().into();
                let bundle =
                    Bundle::open(&[Source::Bytes { name: "x.csv".into(), bytes }]).unwrap();
                let read =
                    read(&bundle, &ReadOptions::default(), &mut Issues::default(), &mut Vec::new());
                let told = read.err().map(|e| e.to_string());
                let place = wanted.map(|line| format!("x.csv, line {line}: it breaks off"));
                assert_eq!(told.is_some(), place.is_some(), "{rows:?}: {told:?}");
                assert!(told.unwrap_or_default().contains(&place.unwrap_or_default()), "{rows:?}");
            }
        }
    }
}
