//! The layout of the official ESCO crosswalks -> MappingSet: facts, a header, one statement per row.
//!
//! In: one CSV file that begins with `Mapping project name` and such facts, then a header whose names differ
//! from country to country, then rows. Steps: lines become records, broken quoting repaired (`records`);
//! the facts and the header say what is mapped and in which columns (`layout`); each row becomes a
//! statement about Classification 1 (`direction` says how its relation is to be read).
//!
//! Identifiers: an IRI stays as it is; an O*NET-SOC code becomes its page on onetonline.org; any other code
//! becomes `urn:skillmap:code:CLASSIFICATION:CODE`. Descriptions are not kept: the frameworks have them.

mod records;
mod layout;
mod direction;

use std::collections::BTreeSet;

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::code::code_iri;
use crate::formats::code::is_onet_soc;
use crate::formats::code::onet_iri;
use crate::formats::mapping_csv::direction::Reading;
use crate::formats::mapping_csv::layout::Layout;
use crate::formats::mapping_csv::layout::Side;
use crate::formats::mapping_csv::records::Record;
use crate::formats::mapping_csv::records::Records;
use crate::formats::statement;
use crate::formats::statement::match_type;
use crate::model::ConceptId;
use crate::model::Justification;
use crate::model::Location;
use crate::model::Mapping;
use crate::model::MappingSet;
use crate::model::Predicate;

/// How the first fact begins.
const FIRST_FACT: &str = "Mapping project name";

/// Whether a file that begins so is a crosswalk: the first fact may stand after blank lines.
pub(crate) fn is_head(head: &str) -> bool {
    head.trim_start_matches('\u{feff}')
        .lines()
        .take(5)
        .any(|line| line.trim_start_matches('"').starts_with(FIRST_FACT))
}

/// The mapping set in the bundle's one crosswalk.
///
/// Errors: there are several crosswalks in the bundle, the header has no relation or no concepts, or no row
/// could be read.
pub(crate) fn read(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
    counts: &mut Vec<TableCount>,
) -> Result<MappingSet, ReadError> {
    let file = crosswalk(bundle)?;
    let mut records = Records::open(file)?;
    let layout = Layout::read(&mut records, file.name(), issues)?;
    records.expect(layout.n_columns, layout.relation);
    let reading = direction::of(&layout, file.name(), issues);
    let mut mappings = Vec::new();
    let mut met = BTreeSet::new();
    let mut n_rows = 0;
    while let Some(record) = records.next(issues)? {
        if record.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        n_rows += 1;
        let place = || Location::line(file.name(), record.line);
        let Some(mapping) = mapping(&record, &layout, reading, &place, issues) else { continue };
        let statement = (mapping.subject.clone(), mapping.object.clone(), mapping.predicate);
        if met.insert(statement) {
            mappings.push(mapping);
        } else {
            let what = "the row says again what an earlier row says";
            issues.note("repeated-mapping", place(), what, "remove one of the rows");
        }
    }
    records.report_wrapped(issues);
    counts.push(TableCount {
        file: file.name().to_owned(),
        rows: n_rows,
        taken: mappings.len() as u64,
    });
    if mappings.is_empty() {
        let remedy = "check that the rows are separated by commas and name a relation";
        return Err(ReadError::invalid(Location::file(file.name()), "no row is usable", remedy));
    }
    statement::sort(&mut mappings);
    let mut set = layout.into_set(mappings);
    options.apply_to_set(&mut set);
    Ok(set)
}

fn crosswalk(bundle: &Bundle) -> Result<&BundleFile, ReadError> {
    let none = format!("no file begins with {FIRST_FACT:?}");
    bundle.only(|_, head| is_head(head), "there are several crosswalks in it", &none)
}

/// The statement of a row, or nothing when it makes none.
fn mapping(
    record: &Record,
    layout: &Layout,
    reading: Reading,
    place: &impl Fn() -> Location,
    issues: &mut Issues,
) -> Option<Mapping> {
    let note = record.get(layout.note);
    // The German file writes "no relation" one column too far.
    let cell = match record.get(Some(layout.relation)) {
        "" if relation(note).is_some() => note,
        cell => cell,
    };
    let Some((predicate, remark)) = relation(cell) else {
        let what = format!("{cell:?} is not a relation");
        let remedy = "write exactMatch, closeMatch, broadMatch, narrowMatch or no relation";
        issues.error("unknown-relation", place(), what, remedy);
        return None;
    };
    let Some(subject) = identifier(record, &layout.sides[0], place, issues) else {
        let label = record.get(layout.sides[1].label);
        let what = match predicate {
            Predicate::NoMatch => format!("{label:?} of classification 2 has no counterpart"),
            _ => "the concept of classification 1 is missing".to_owned(),
        };
        let remedy = "nothing to do; only concepts of classification 1 can be said to have none";
        issues.error("no-subject", place(), what, remedy);
        return None;
    };
    let object = identifier(record, &layout.sides[1], place, issues);
    if object.is_none() && predicate != Predicate::NoMatch {
        let what = format!("the concept of classification 2 is missing for {cell:?}");
        issues.error("no-object", place(), what, "complete the row");
        return None;
    }
    report_garbled(record, layout, place, issues);
    let is_alone = predicate == Predicate::NoMatch;
    let predicate = reading.predicate(predicate, note);
    let object = object.filter(|_| !is_alone);
    let made_by = Justification::ManualMappingCuration;
    Some(Mapping {
        subject_label: label(record, layout.sides[0].label),
        object_label: if is_alone { String::new() } else { label(record, layout.sides[1].label) },
        comment: [remark, if note == cell { "" } else { note }]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("; "),
        ..Mapping::new(subject, predicate, object, made_by)
    })
}

/// What a relation cell says, and a remark where it says more than a predicate can.
fn relation(cell: &str) -> Option<(Predicate, &'static str)> {
    if let Some(predicate) = match_type(cell) {
        return Some((predicate, ""));
    }
    let name = cell.trim().rsplit([':', '#', '/']).next().unwrap_or(cell);
    match name.to_ascii_lowercase().as_str() {
        "exactisco" => Some((Predicate::Exact, "exactISCO: matched with an ISCO-08 group")),
        "closeisco" => Some((Predicate::Close, "closeISCO: matched with an ISCO-08 group")),
        _ => None,
    }
}

/// The concept of one side: its IRI if any column has one, else its code made an IRI.
fn identifier(
    record: &Record,
    side: &Side,
    place: &impl Fn() -> Location,
    issues: &mut Issues,
) -> Option<ConceptId> {
    let cells = || side.identifiers.iter().map(|column| record.get(Some(*column)));
    let iri = cells().find(|cell| cell.contains("://") || cell.starts_with("urn:"));
    let code = cells()
        .rev()
        .find(|cell| !cell.is_empty() && !cell.contains("://"))
        .or_else(|| cells().find(|cell| !cell.is_empty()));
    let iri = match (iri, code) {
        (Some(iri), _) => iri.to_owned(),
        (None, Some(code)) if side.is_onet && is_onet_soc(code) => onet_iri(code),
        (None, Some(code)) => code_iri(&side.slug, code),
        (None, None) => return None,
    };
    ConceptId::new(iri)
        .map_err(|e| issues.error("bad-id", place(), e.to_string(), "correct the identifier"))
        .ok()
}

fn label(record: &Record, column: Option<usize>) -> String {
    // Not trimmed yet: trimming takes the second half of a garbled blank and leaves the first.
    let cell = column.and_then(|c| record.cells.get(c)).map_or("", String::as_str);
    let cell = ungarbled(cell).unwrap_or_else(|| cell.to_owned());
    statement::label(&cell.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The text meant, where UTF-8 was once read as Latin-1 (`rÃ©pÃ©titeur`); nothing where all is well.
fn ungarbled(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    String::from_utf8(bytes?).ok()
}

/// Whether a cell shows the traces of UTF-8 read as Latin-1 or Windows-1252.
fn is_garbled(cell: &str) -> bool {
    let mut letters = cell.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        let is_second_byte = ('\u{80}'..='\u{bf}').contains(&next);
        if (matches!(letter, 'Â' | 'Ã') && is_second_byte) || (letter == 'â' && next == '€') {
            return true;
        }
    }
    false
}

fn report_garbled(
    record: &Record,
    layout: &Layout,
    place: &impl Fn() -> Location,
    issues: &mut Issues,
) {
    let is_label = |column: &usize| layout.sides.iter().any(|side| side.label == Some(*column));
    let cells = record.cells.iter().enumerate();
    let garbled = cells.filter(|(_, cell)| is_garbled(cell)).map(|(column, _)| column);
    let (labels, others): (Vec<usize>, Vec<usize>) = garbled.partition(is_label);
    if let Some(column) = labels.first() {
        let what = format!("the label {:?} is garbled", record.get(Some(*column)));
        issues.warning("garbled-text", place(), what, "nothing to do; it is read as it was meant");
    } else if !others.is_empty() {
        let what = "a description is garbled (UTF-8 read as Latin-1)";
        issues.note("garbled-text", place(), what, "nothing to do; descriptions are not kept");
    }
}

#[cfg(test)]
mod tests;
