//! skillmap's own table <-> Framework: a CSV for spreadsheets, with a preamble of `#key: value` lines.
//!
//! Columns: `id`, `kind`, `status`, `broader`, `notations` (`SOC=29-1141`), one label or text column per
//! language (`preferred_label@en`, `alternative_labels@en`, `hidden_labels@en`, `description@en`,
//! `definition@en`, `scope_note@en`, `note@en`), one column per relation kind (`essential`, `optional`,
//! ...), and one per property (`preparation_level`). Several values in a cell are kept apart by ` | `; an
//! id without a scheme is read below the framework's own. In a cell `\|` is a bar, in the scheme of a notation
//! `\=` an equals sign and `\\` a backslash. A property whose name is that of another column, or has an `@`,
//! stands in a column `property:NAME`.
//!
//! The property `exact_match` holds IRIs of concepts of other frameworks that are the same thing.
//!
//! It does not hold measures, scales, NULs, blanks at the ends of values, line ends in the facts of the preamble (they
//! become blanks), or an outside relation to an IRI below the framework's own.

mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;

use crate::formats::Losses;
use crate::formats::capacity::Capacity;
use crate::formats::capacity::texts_of;
use crate::model::ConceptId;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::NameError;
use crate::model::RelationKind;
use crate::model::Release;
use crate::model::TextKind;

/// What a table holds: all but measured values, and of the facts of its preamble one line each.
pub(in crate::formats) const CAPACITY: Capacity = Capacity {
    release: in_one_line,
    measures: Some("a table has no place for measured values"),
    ..Capacity::ALL
};

fn in_one_line(release: &mut Release, losses: &mut Losses) {
    let id = release.framework.as_str().to_owned();
    for (field, text) in texts_of(release) {
        let lines = text.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty());
        let line = lines.collect::<Vec<_>>().join(" ");
        if line != *text {
            losses.add("release", &id, format!("its {field} stands in one line"));
            *text = line;
        }
    }
}

/// Between the values of one cell.
pub(super) const SEPARATOR: &str = " | ";

/// What a column holds.
pub(super) enum Column {
    Label(LabelKind, Language),
    Text(TextKind, Language),
    Relation(RelationKind),
    Property(String),
}

/// Before the name of a property that could be taken for something else.
const PROPERTY: &str = "property:";

/// Names of columns that are not of properties, without those of relations.
const OWN_COLUMNS: [&str; 12] = [
    "",
    "id",
    "kind",
    "status",
    "notations",
    "preferred_label",
    "alternative_labels",
    "hidden_labels",
    "description",
    "definition",
    "scope_note",
    "note",
];

/// The column of the property with that name.
pub(super) fn property_column(name: &str) -> String {
    // The columns that every table has are found in upper and lower case alike.
    let is_own = OWN_COLUMNS.iter().any(|own| own.eq_ignore_ascii_case(name));
    let is_taken = is_own || RelationKind::from_name(name).is_some();
    let prefix =
        if is_taken || name.contains('@') || name.starts_with(PROPERTY) { PROPERTY } else { "" };
    format!("{prefix}{name}")
}

/// The scheme of a notation, so that its end can be told.
pub(super) fn escaped_scheme(scheme: &str) -> String {
    scheme.replace('\\', "\\\\").replace('=', "\\=")
}

/// The scheme and the code of a notation; nothing where no `=` is between them.
pub(super) fn split_notation(notation: &str) -> Option<(String, &str)> {
    let mut scheme = String::new();
    let mut rest = notation.chars();
    while let Some(character) = rest.next() {
        match character {
            '=' => return Some((scheme, rest.as_str())),
            '\\' if rest.as_str().starts_with(['=', '\\']) => scheme.extend(rest.next()),
            other => scheme.push(other),
        }
    }
    None
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

/// All ids of a cell.
///
/// Errors: one of them is not an id.
pub(super) fn resolve_all(base: &ConceptId, ids: &str) -> Result<Vec<ConceptId>, NameError> {
    values(ids).map(|id| resolve(base, id)).collect()
}
