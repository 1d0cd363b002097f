//! The header of a table -> which of its columns make a mapping.

use crate::formats::ReadError;
use crate::formats::mapping_table::MappingColumns;
use crate::model::Location;

/// What the two sides are called in headers: the words for the subject, the words for the object.
const SIDES: [&[&str]; 2] = [&["subject", "source", "from"], &["object", "target", "to"]];

/// What follows the word of a side where the column has IRIs or codes, best first.
const IDS: [&str; 12] = [
    "iri",
    "uri",
    "url",
    "conceptiri",
    "concepturi",
    "id",
    "conceptid",
    "identifier",
    "code",
    "conceptcode",
    "notation",
    "",
];

/// What follows the word of a side where the column has labels.
const LABELS: [&str; 8] = [
    "label",
    "preflabel",
    "preferredlabel",
    "title",
    "name",
    "conceptlabel",
    "conceptname",
    "term",
];

const RELATIONS: [&str; 14] = [
    "relation",
    "relationtype",
    "relationship",
    "mappingrelation",
    "predicate",
    "predicateid",
    "mappingpredicate",
    "matchtype",
    "typeofmatch",
    "match",
    "mappingtype",
    "skosrelation",
    "skosmatch",
    "mapping",
];
const CONFIDENCES: [&str; 3] = ["confidence", "confidencescore", "score"];
const COMMENTS: [&str; 6] = ["comment", "comments", "note", "notes", "remark", "editorialnote"];
const AUTHORS: [&str; 5] = ["author", "authorlabel", "createdby", "creator", "mappedby"];
const REVIEWERS: [&str; 4] = ["reviewer", "reviewers", "reviewerlabel", "reviewedby"];
const DATES: [&str; 2] = ["date", "mappingdate"];
const JUSTIFICATIONS: [&str; 2] = ["justification", "mappingjustification"];

/// Where the parts of a mapping stand.
#[derive(Debug)]
pub(super) struct Columns {
    /// IRIs or codes of the subject, and of the object; never empty.
    pub(super) ids: [Vec<usize>; 2],
    /// Their labels.
    pub(super) labels: [Option<usize>; 2],
    /// What the subject is to the object; nothing where the caller says it of all rows.
    pub(super) relation: Option<usize>,
    pub(super) confidence: Option<usize>,
    pub(super) comment: Option<usize>,
    pub(super) author: Option<usize>,
    pub(super) reviewers: Option<usize>,
    pub(super) date: Option<usize>,
    pub(super) justification: Option<usize>,
}

impl Columns {
    /// The columns by the usual words; nothing where a side or the relation has none.
    pub(super) fn of_header(header: &[String]) -> Option<Self> {
        let columns = Self::by_words(header);
        let is_whole = columns.ids.iter().all(|ids| !ids.is_empty()) && columns.relation.is_some();
        is_whole.then_some(columns)
    }

    /// The columns that the caller names, the others by the usual words.
    ///
    /// Errors: a column that was named is not there, or one that is needed is neither named nor found.
    pub(super) fn named(
        header: &[String],
        named: &MappingColumns,
        place: &Location,
    ) -> Result<Self, ReadError> {
        let mut columns = Self::by_words(header);
        let found = |name: &Option<String>| -> Result<Option<usize>, ReadError> {
            let Some(name) = name else { return Ok(None) };
            let is_it = |column: &String| squeezed(column) == squeezed(name);
            let exact = header.iter().position(|column| column.trim() == name.trim());
            exact.or_else(|| header.iter().position(is_it)).map(Some).ok_or_else(|| {
                let what = format!("there is no column {name:?} (found: {})", header.join(", "));
                ReadError::invalid(place.clone(), what, "name a column of this table")
            })
        };
        for (ids, name) in columns.ids.iter_mut().zip([&named.subject_id, &named.object_id]) {
            if let Some(column) = found(name)? {
                *ids = vec![column];
            }
        }
        let single = [
            (&mut columns.relation, &named.relation),
            (&mut columns.confidence, &named.confidence),
            (&mut columns.comment, &named.comment),
            (&mut columns.author, &named.author),
        ];
        let labels = columns.labels.iter_mut().zip([&named.subject_label, &named.object_label]);
        for (column, name) in single.into_iter().chain(labels) {
            *column = found(name)?.or(*column);
        }
        for (ids, side) in columns.ids.iter().zip(["subject", "object"]) {
            if ids.is_empty() {
                let what = format!("no column has the concepts of the {side}");
                return Err(ReadError::invalid(place.clone(), what, "name the column"));
            }
        }
        if columns.relation.is_none() && named.predicate.is_none() {
            let what = "no column has the relation";
            let remedy = "name the column, or the relation of all rows";
            return Err(ReadError::invalid(place.clone(), what, remedy));
        }
        Ok(columns)
    }

    fn by_words(header: &[String]) -> Self {
        let names: Vec<String> = header.iter().map(|name| squeezed(name)).collect();
        let one = |words: &[&str]| {
            words.iter().find_map(|word| names.iter().position(|name| name == word))
        };
        let of_side = |side: &[&str], endings: &[&str]| -> Vec<usize> {
            let is_column = |name: &String, ending: &str| {
                side.iter().any(|word| name.strip_prefix(word) == Some(ending))
            };
            let columns = endings
                .iter()
                .filter_map(|ending| names.iter().position(|name| is_column(name, ending)));
            columns.collect()
        };
        Self {
            ids: SIDES.map(|side| of_side(side, &IDS)),
            labels: SIDES.map(|side| of_side(side, &LABELS).first().copied()),
            relation: one(&RELATIONS),
            confidence: one(&CONFIDENCES),
            comment: one(&COMMENTS),
            author: one(&AUTHORS),
            reviewers: one(&REVIEWERS),
            date: one(&DATES),
            justification: one(&JUSTIFICATIONS),
        }
    }
}

/// A name without what people write differently: `Subject ID`, `subject_id` and `SubjectId` are one.
pub(super) fn squeezed(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}
