//! The facts and the header of a crosswalk -> what is mapped, and in which columns it stands.

use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::code::slug;
use crate::formats::mapping_csv::records::Records;
use crate::model::Language;
use crate::model::Licence;
use crate::model::Location;
use crate::model::Mapping;
use crate::model::MappingEnd;
use crate::model::MappingSet;

/// Records in which the header must appear; official files have it on the eighteenth line at most.
const HEADER_WITHIN: usize = 64;

/// What a crosswalk says about itself and where its columns stand.
pub(super) struct Layout {
    facts: Vec<(String, String)>,
    /// Classification 1 and 2.
    pub(super) sides: [Side; 2],
    /// The column of the relation.
    pub(super) relation: usize,
    /// The column of the editorial note.
    pub(super) note: Option<usize>,
    /// How many columns the header has.
    pub(super) n_columns: usize,
}

/// One of the two classifications.
pub(super) struct Side {
    /// What the facts say of it.
    pub(super) end: MappingEnd,
    /// Columns that may hold the concept's IRI or code: URI, URL, ID.
    pub(super) identifiers: Vec<usize>,
    /// The column of its label.
    pub(super) label: Option<usize>,
    /// Its name in invented IRIs.
    pub(super) slug: String,
    /// Whether its codes are those of O*NET-SOC.
    pub(super) is_onet: bool,
}

impl Layout {
    /// Reads up to the header.
    ///
    /// Errors: no header is found, or it has no column for one of the two concepts.
    pub(super) fn read(
        records: &mut Records,
        file: &str,
        issues: &mut Issues,
    ) -> Result<Self, ReadError> {
        let mut facts = Vec::new();
        for _ in 0..HEADER_WITHIN {
            let Some(record) = records.next(issues)? else { break };
            let names: Vec<String> =
                record.cells.iter().map(|cell| cell.trim().to_lowercase()).collect();
            let is_relation =
                |name: &String| ["mapping relation", "type of match"].contains(&name.as_str());
            if let Some(relation) = names.iter().position(is_relation) {
                return Self::of_header(
                    facts,
                    &names,
                    relation,
                    &Location::line(file, record.line),
                );
            }
            let mut cells = record.cells.into_iter();
            if let (Some(name), Some(value)) = (cells.next(), cells.next()) {
                facts.push((name.trim().to_lowercase(), value.trim().to_owned()));
            }
        }
        let what = "there is no header with a column \"Mapping relation\" or \"Type of Match\"";
        Err(ReadError::invalid(Location::file(file), what, "check that the file is complete"))
    }

    fn of_header(
        facts: Vec<(String, String)>,
        names: &[String],
        relation: usize,
        place: &Location,
    ) -> Result<Self, ReadError> {
        let first = side(&facts, names, 1, None);
        let language = first.end.language;
        let second = side(&facts, names, 2, Some(language));
        for (n, side) in [(1, &first), (2, &second)] {
            if side.identifiers.is_empty() {
                let what = format!("there is no column with the concepts of classification {n}");
                let remedy = "name it \"Classification N URI\" or \"Classification N ID\"";
                return Err(ReadError::invalid(place.clone(), what, remedy));
            }
        }
        let note = names.iter().position(|name| name == "editorial note");
        let n_columns = names.len();
        Ok(Self { facts, sides: [first, second], relation, note, n_columns })
    }

    /// The mapping set with these statements.
    pub(super) fn into_set(self, mappings: Vec<Mapping>) -> MappingSet {
        let said = |name: &str| fact(&self.facts, name).to_owned();
        let version = match fact(&self.facts, "mapping project version") {
            "N/A" => String::new(),
            version => version.to_owned(),
        };
        let author = match fact(&self.facts, "mapping project author") {
            // What the tool of the publishers writes where nobody filled it in.
            "default-author" => String::new(),
            author => author.to_owned(),
        };
        let (title, date) = (said("mapping project name"), said("mapping project version date"));
        let [first, second] = self.sides;
        MappingSet {
            title,
            author,
            version,
            date,
            licence: Licence::default(),
            subject_source: first.end,
            object_source: second.end,
            mappings,
        }
    }
}

fn fact<'a>(facts: &'a [(String, String)], name: &str) -> &'a str {
    facts.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
}

/// One side; of labels in several languages those in the language of the other side are taken.
fn side(facts: &[(String, String)], names: &[String], n: u8, other: Option<Language>) -> Side {
    let said = |what: &str| fact(facts, &format!("classification {n} {what}")).to_owned();
    let own =
        |ending: &str| names.iter().position(|c| *c == format!("classification {n} {ending}"));
    // The crosswalk with O*NET has a header of its own.
    let old = |first: &str, second: &str| {
        let name = if n == 1 { first } else { second };
        names.iter().position(|c| c == name)
    };
    let mut identifiers: Vec<usize> =
        [own("uri"), own("url"), own("id")].into_iter().flatten().collect();
    identifiers.extend(old("o*net id", "esco or isco uri"));
    let is_label = |name: &&String| {
        let rest = name.strip_prefix(&format!("classification {n} pref"));
        rest.is_some_and(|rest| rest.contains("label"))
    };
    let labels = || names.iter().enumerate().filter(|(_, name)| is_label(name));
    let in_language = |language: Language| {
        labels().find(|(_, name)| name.ends_with(&format!(" {}", language.primary())))
    };
    let chosen = other.and_then(in_language);
    let language = match (chosen, other) {
        (Some(_), Some(language)) => language,
        _ => language_of(&said("language")),
    };
    let label = chosen.or_else(|| labels().next()).map(|(position, _)| position);
    let end = MappingEnd {
        name: said("name"),
        version: said("version"),
        concept_type: said("concept type"),
        language,
    };
    Side {
        slug: slug(&end.name),
        is_onet: end.name.to_ascii_uppercase().contains("O*NET"),
        end,
        identifiers,
        label: label.or_else(|| old("o*net title", "esco or isco title")),
    }
}

/// `English` or `en`; several languages (`fr/nl`) are not one.
fn language_of(cell: &str) -> Language {
    match cell.trim().to_lowercase().as_str() {
        "english" => Language::ENGLISH,
        tag if tag.len() <= 3 => Language::new(tag).unwrap_or(Language::UNKNOWN),
        _ => Language::UNKNOWN,
    }
}
