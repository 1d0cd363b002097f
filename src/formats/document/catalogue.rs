//! A table of courses or postings -> one document for each id.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::formats::Bundle;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::Source;
use crate::formats::document::ColumnUse;
use crate::formats::document::DocumentFormat;
use crate::formats::document::DocumentReading;
use crate::formats::document::fields::Field;
use crate::formats::document::fields::Gathered;
use crate::formats::document::fields::guess;
use crate::formats::table::Dialect;
use crate::formats::table::Preamble;
use crate::formats::table::Table;
use crate::limits;
use crate::model::Location;

/// Whether a text begins with a header row of a catalogue: at least two columns, one of which holds something to
/// read, and none of which is a sentence.
pub(super) fn is_table(text: &str, delimiter: char) -> bool {
    const COLUMN_BYTES: usize = 80;
    let header = text.lines().next().unwrap_or("");
    let columns: Vec<String> =
        header.split(delimiter).map(|cell| cell.trim().trim_matches('"').to_owned()).collect();
    columns.len() > 1
        && text.lines().nth(1).is_some()
        && columns.iter().all(|column| column.len() <= COLUMN_BYTES)
        && guess(&columns).into_iter().flatten().any(Field::is_prose)
}

/// Reads the table. Rows of one id are one document: catalogues with a row for each outcome are common.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    format: DocumentFormat,
) -> Result<DocumentReading, ReadError> {
    let dialect = match format {
        DocumentFormat::Xlsx => Dialect::Workbook,
        DocumentFormat::Tsv => Dialect::Tab,
        _ => Dialect::Comma,
    };
    let file_name = if format == DocumentFormat::Xlsx { "catalogue.xlsx" } else { name };
    let source = Source::Bytes { name: file_name.to_owned(), bytes: Arc::from(bytes) };
    let bundle = Bundle::open(&[source])?;
    let Some(file) = bundle.files().first() else {
        return Err(ReadError::invalid(Location::file(name), "it is empty", "get the file again"));
    };
    let mut table = Table::open(file, dialect, Preamble::Nothing)?;
    let held = guess(table.columns());
    if !held.iter().flatten().any(|field| field.is_prose()) {
        let what = format!("no column holds a text (found: {})", table.columns().join(", "));
        let remedy = "name one of them description, outcomes or text";
        return Err(ReadError::invalid(Location::line(name, 1), what, remedy));
    }
    let columns = uses(table.columns(), &held);
    let mut issues = Issues::default();
    let mut gathered: Vec<Gathered> = Vec::new();
    let mut by_id: FxHashMap<String, usize> = FxHashMap::default();
    let position = |field: Field| held.iter().position(|held| *held == Some(field));
    let (id_at, title_at) = (position(Field::Id), position(Field::Title));
    while let Some(row) = table.next_row(&mut issues)? {
        let (id, title) = (row.get(id_at), row.get(title_at));
        let key = format!("{id}\n{title}");
        let at = match by_id.get(&key) {
            Some(at) if !id.is_empty() => *at,
            _ => {
                check_count(name, gathered.len())?;
                by_id.insert(key, gathered.len());
                let (id, title) = (id.to_owned(), title.to_owned());
                gathered.push(Gathered { id, title, ..Gathered::default() });
                gathered.len() - 1
            }
        };
        for (column, field) in held.iter().enumerate() {
            if let Some(field) = field.filter(|field| field.is_prose()) {
                gathered[at].add(field, row.get(Some(column)));
            }
        }
    }
    finish(name, format, gathered, columns, issues)
}

pub(super) fn uses(columns: &[String], held: &[Option<Field>]) -> Vec<ColumnUse> {
    let uses = columns.iter().zip(held).filter_map(|(column, field)| {
        Some(ColumnUse { column: column.clone(), taken_for: (*field)?.name() })
    });
    uses.collect()
}

/// Errors: there are more documents than [`limits::CATALOGUE_DOCUMENTS`].
pub(super) fn check_count(name: &str, n_documents: usize) -> Result<(), ReadError> {
    if n_documents < limits::CATALOGUE_DOCUMENTS {
        return Ok(());
    }
    let what = format!("it holds more than {} documents", limits::CATALOGUE_DOCUMENTS);
    Err(ReadError::too_large(Location::file(name), what, "split the file"))
}

/// Documents without text and texts beyond their bound are left out, and said.
pub(super) fn finish(
    name: &str,
    format: DocumentFormat,
    gathered: Vec<Gathered>,
    columns: Vec<ColumnUse>,
    mut issues: Issues,
) -> Result<DocumentReading, ReadError> {
    let mut documents = Vec::with_capacity(gathered.len());
    for (number, one) in gathered.into_iter().enumerate() {
        let called =
            if one.id.is_empty() { format!("document {}", number + 1) } else { one.id.clone() };
        if one.is_empty() {
            let what = format!("{called} has no text");
            issues.note("no-text", Location::file(name), what, "fill one of its columns");
            continue;
        }
        let document = one.into_document();
        if document.text.len() > limits::DOCUMENT_BYTES {
            let what = format!("{called} has more than {} bytes", limits::DOCUMENT_BYTES);
            issues.error("too-long", Location::file(name), what, "split its text");
            continue;
        }
        documents.push(document);
    }
    if documents.is_empty() {
        let what = "no document in it has a text";
        return Err(ReadError::invalid(
            Location::file(name),
            what,
            "check that the file is complete",
        ));
    }
    Ok(DocumentReading { format, documents, columns, issues })
}
