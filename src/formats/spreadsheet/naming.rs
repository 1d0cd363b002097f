//! Names and values of columns -> which of them name the rows' concepts, which the groups above, and how surely.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::formats::spreadsheet::ColumnRole;
use crate::formats::spreadsheet::guess::SURE;
use crate::formats::spreadsheet::guess::Values;
use crate::formats::spreadsheet::words;
use crate::formats::spreadsheet::words::Said;
use crate::formats::spreadsheet::words::Thing;
use crate::model::ConceptKind;

/// Why it is not certain that the rows of a table are concepts, and which column names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "sort", rename_all = "snake_case")]
pub enum NamingDoubt {
    /// No column surely names them.
    NoName {
        /// Headers of the columns that are there.
        found: Vec<String>,
    },
    /// A column might.
    OneMight {
        /// Its header.
        column: String,
    },
    /// A column does, with few different values.
    FewValues {
        /// Its header.
        column: String,
        /// Different values in the first rows.
        n_values: usize,
        /// How many rows those are.
        n_rows: usize,
    },
    /// It looks like a list of people.
    People {
        /// The header that says so.
        column: String,
    },
    /// The first row is no row of names.
    NoHeader {
        /// What stands in it.
        cell: String,
    },
}

impl fmt::Display for NamingDoubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoName { found } => {
                write!(f, "no column surely names the concepts (found: {})", found.join(", "))
            }
            Self::OneMight { column } => write!(f, "only {column:?} might name the concepts"),
            Self::FewValues { column, n_values, n_rows } => write!(
                f,
                "{column:?} has only {n_values} different values in its first {n_rows} rows: the table has many rows for each concept"
            ),
            Self::People { column } => {
                write!(f, "with a column {column:?} it looks like a list of people")
            }
            Self::NoHeader { cell } => {
                write!(f, "its first row is no row of names: {cell:?} stands in it")
            }
        }
    }
}

/// Share of different values below which a column does not name the rows.
const LEAST_DISTINCT: f64 = 0.5;

/// Which things the rows speak of.
pub(super) struct Named {
    /// The thing that is the row's concept; nothing where the deepest level is.
    pub(super) own: Option<(Thing, String)>,
    /// The groups above it, topmost first, with their level.
    pub(super) levels: BTreeMap<String, (u8, Option<ConceptKind>)>,
    pub(super) kind: Option<ConceptKind>,
    pub(super) certainty: f64,
    pub(super) doubt: Option<NamingDoubt>,
}

/// A thing that has a column of labels.
struct Candidate<'a> {
    column: usize,
    said: &'a Said,
    n_distinct: usize,
}

pub(super) fn namer(header: &[String], said: &[Said], values: &[Values<'_>]) -> Named {
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    for (column, one) in said.iter().enumerate() {
        let is_first =
            !candidates.iter().any(|c| c.said.word == one.word && c.said.thing == one.thing);
        let is_named = one.role == Some(ColumnRole::Label)
            && (one.thing != Thing::Other || is_told_more(said, one));
        if is_named && is_first && !values[column].filled.is_empty() {
            candidates.push(Candidate {
                column,
                said: one,
                n_distinct: values[column].distinct.len(),
            });
        }
    }
    let numbered = candidates.iter().filter(|c| matches!(c.said.thing, Thing::Level(_))).count();
    let is_known = |c: &Candidate<'_>| matches!(c.said.thing, Thing::Row | Thing::Concept(_));
    // A thing of which nobody knows what it is names the rows where nothing else does.
    let any_known = candidates.iter().any(is_known);
    let is_own = |c: &&Candidate<'_>| is_known(c) || (!any_known && c.said.thing == Thing::Other);
    let rank = |c: &&Candidate<'_>| {
        (c.n_distinct, c.said.thing == Thing::Row, std::cmp::Reverse(c.column))
    };
    let own = candidates.iter().filter(is_own).max_by_key(rank);
    let mut named = Named {
        own: own.map(|c| (c.said.thing, c.said.word.clone())),
        levels: BTreeMap::new(),
        kind: None,
        certainty: 0.0,
        doubt: None,
    };
    // Groups stand above; so do concepts of another sort that are fewer and stand before.
    let mut level = 0u8;
    for candidate in &candidates {
        let is_group = match (candidate.said.thing, own) {
            (Thing::Level(_) | Thing::Group, _) => true,
            (Thing::Concept(_), Some(own)) => {
                candidate.column < own.column && candidate.n_distinct < own.n_distinct
            }
            _ => false,
        };
        if is_group {
            level = level.saturating_add(1);
            let (place, kind) = match candidate.said.thing {
                Thing::Level(number) => (number, None),
                Thing::Concept(kind) => (level, Some(kind)),
                _ => (level, None),
            };
            named.levels.insert(candidate.said.word.clone(), (place, kind));
        }
    }
    judge(&mut named, header, own, said, values, numbered);
    named
}

/// Whether other columns speak of the same unknown thing: `SOC Code` beside `SOC Title`.
fn is_told_more(all: &[Said], one: &Said) -> bool {
    let is_same = |other: &&Said| {
        other.word == one.word && other.role.is_some() && other.role != Some(ColumnRole::Label)
    };
    !one.word.is_empty() && all.iter().any(|other| is_same(&other))
}

/// Says how certain it is that the rows are named, and of which kind they are.
fn judge(
    named: &mut Named,
    header: &[String],
    own: Option<&Candidate<'_>>,
    said: &[Said],
    values: &[Values<'_>],
    numbered: usize,
) {
    let Some(own) = own else {
        named.certainty =
            if numbered >= 2 { 0.9 } else { 0.5 * f64::from(u8::from(!named.levels.is_empty())) };
        if named.certainty < SURE {
            named.doubt = Some(NamingDoubt::NoName { found: header.to_vec() });
        }
        return;
    };
    let name = header.get(own.column).map_or("", String::as_str);
    named.certainty = match own.said.thing {
        Thing::Row => 1.0,
        Thing::Other => 0.7,
        _ => 0.95,
    };
    if named.certainty < SURE {
        named.doubt = Some(NamingDoubt::OneMight { column: name.to_owned() });
    }
    named.kind = match own.said.thing {
        Thing::Concept(kind) => Some(kind),
        _ => match words::squeezed(name).as_str() {
            "fullstatement" | "statement" => Some(ConceptKind::Outcome),
            _ => None,
        },
    };
    let is_key = |(one, values): (&Said, &Values<'_>)| {
        let is_own = one.thing == own.said.thing || one.thing == Thing::Row;
        let is_code = matches!(one.role, Some(ColumnRole::Id | ColumnRole::Code));
        is_own && is_code && values.distinct_share() >= LEAST_DISTINCT && values.filled.len() > 1
    };
    let has_key = said.iter().zip(values).any(is_key);
    let labels = &values[own.column];
    if labels.distinct_share() < LEAST_DISTINCT && labels.filled.len() > 3 && !has_key {
        named.certainty = 0.3;
        let (n_values, n_rows) = (labels.distinct.len(), labels.filled.len());
        let column = name.to_owned();
        named.doubt = Some(NamingDoubt::FewValues { column, n_values, n_rows });
    }
    if let Some(person) = header.iter().find(|name| words::is_of_people(name)) {
        named.certainty *= 0.5;
        named.doubt = Some(NamingDoubt::People { column: person.clone() });
    }
}
