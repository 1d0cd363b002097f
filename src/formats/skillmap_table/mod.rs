//! skillmap's own table <-> Framework: a CSV for spreadsheets, with a preamble of `#key: value` lines.
//!
//! Columns: `id`, `kind`, `status`, `broader`, `notations` (`SOC=29-1141`), one label or text column per
//! language (`preferred_label@en`, `alternative_labels@en`, `hidden_labels@en`, `description@en`,
//! `definition@en`, `scope_note@en`, `note@en`), one column per relation kind (`essential`, `optional`,
//! ...), and one per property (`preparation_level`). Several values in a cell are kept apart by ` | `; an
//! id without a scheme is read below the framework's own. It does not hold measures.

mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;

use crate::model::ConceptId;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::NameError;
use crate::model::RelationKind;
use crate::model::TextKind;

/// Between the values of one cell.
pub(super) const SEPARATOR: &str = " | ";

/// What a column holds.
pub(super) enum Column {
    Label(LabelKind, Language),
    Text(TextKind, Language),
    Relation(RelationKind),
    Property(String),
}

/// The parts of a cell, trimmed; `\|` stands for a bar of the text itself.
pub(super) fn values(cell: &str) -> impl Iterator<Item = String> {
    cell.split(SEPARATOR).map(|v| v.trim().replace("\\|", "|")).filter(|v| !v.is_empty())
}

pub(super) fn separator_of(base: &ConceptId) -> char {
    if base.as_str().starts_with("urn:") { ':' } else { '/' }
}

pub(super) fn is_below(base: &ConceptId, iri: &str) -> bool {
    iri.strip_prefix(base.as_str()).is_some_and(|rest| rest.starts_with(separator_of(base)))
}

pub(super) fn resolve(base: &ConceptId, id: impl AsRef<str>) -> Result<ConceptId, NameError> {
    let id = id.as_ref();
    if id.is_empty() || id.contains(':') {
        return ConceptId::new(id);
    }
    ConceptId::new(format!("{base}{}{id}", separator_of(base)))
}

pub(super) fn resolve_all(base: &ConceptId, ids: &str) -> Vec<ConceptId> {
    values(ids).filter_map(|id| resolve(base, id).ok()).collect()
}
