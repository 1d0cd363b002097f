//! Any table of mappings <-> MappingSet: CSV, tab-separated or Excel, known by the names of its columns.
//!
//! In: a table with a column for the subject, one for the object and one for the relation, whose names are
//! among the usual ones or given by the caller (`columns`); or one of a few official tables that pair two
//! classifications and need no relation (`layouts`). The header may stand below some lines of title. IRIs stay
//! as they are; codes become IRIs as in [`crate::formats::code`]. The relation is read as in SKOS: with *broad*,
//! the object is the broader one. The way back, for people, is `write`.

mod columns;
mod layouts;
mod read;
mod write;

pub(crate) use read::is_in;
pub(crate) use read::read;
pub(crate) use write::write;

use crate::model::Predicate;

/// Which columns of a table make a mapping. What is not named is looked for under its usual names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MappingColumns {
    /// The column with the IRI or code of the subject.
    pub subject_id: Option<String>,
    /// The column with its label.
    pub subject_label: Option<String>,
    /// The column with what the subject is to the object.
    pub relation: Option<String>,
    /// The column with the IRI or code of the object.
    pub object_id: Option<String>,
    /// The column with its label.
    pub object_label: Option<String>,
    /// The column with the confidence.
    pub confidence: Option<String>,
    /// The column with remarks.
    pub comment: Option<String>,
    /// The column with who made the mapping.
    pub author: Option<String>,
    /// The relation of all rows, where no column says it.
    pub predicate: Option<Predicate>,
    /// The framework of the subjects; codes become IRIs under this name.
    pub subject_source: Option<String>,
    /// The framework of the objects; likewise.
    pub object_source: Option<String>,
}
