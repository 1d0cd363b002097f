//! A Rich Skill Descriptor, the same from CSV and from JSON.

use uuid::Uuid;

use crate::formats::code::code_iri;
use crate::formats::code::is_onet_soc;
use crate::formats::code::onet_iri;
use crate::model::ConceptId;
use crate::model::Location;
use crate::model::Predicate;
use crate::model::Status;

/// Facts of a descriptor that are properties of a concept: our name, the name in JSON.
pub(super) const FACTS: [(&str, &str); 14] = [
    ("category", "categories"),
    ("author", "authors"),
    ("keyword", "keywords"),
    ("standard", "standards"),
    ("certification", "certifications"),
    ("certification_url", "certifications"),
    ("employer", "employers"),
    ("alignment", "alignments"),
    ("creator", "creator"),
    ("created", "creationDate"),
    ("modified", "updateDate"),
    ("published", "publishDate"),
    ("archived", "archiveDate"),
    ("uuid", "uuid"),
];

/// Facts that a descriptor has once.
pub(super) const SINGLE: [&str; 6] =
    ["creator", "created", "modified", "published", "archived", "uuid"];

/// The property that holds a status beyond in use and withdrawn.
pub(super) const PUBLICATION: &str = "publication_status";
/// Statuses that mean in use, beside `published`; and withdrawn, beside `archived`.
pub(super) const IN_USE: [&str; 3] = ["draft", "unarchived", "workspace"];
pub(super) const WITHDRAWN: &str = "deleted";

/// The classification behind codes such as 15-1252, and what IRIs of its codes begin with.
const SOC: &str = "soc-2018";

/// One descriptor.
#[derive(Debug, Default)]
pub(super) struct Descriptor {
    /// Its IRI; empty where it has none.
    pub(super) id: String,
    /// Whether it is a collection of skills rather than a skill.
    pub(super) is_collection: bool,
    pub(super) name: String,
    pub(super) statement: String,
    /// Facts by our name, in order.
    pub(super) facts: Vec<(&'static str, String)>,
    /// Its status in the words of the format; empty where it says none.
    pub(super) status: String,
    pub(super) successors: Vec<ConceptId>,
    pub(super) collections: Vec<Collected>,
    pub(super) alignments: Vec<Alignment>,
    /// IRIs of occupations.
    pub(super) occupations: Vec<ConceptId>,
    pub(super) place: Option<Location>,
}

/// A collection that a skill stands in.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Collected {
    /// Its IRI; empty where only its name is known.
    pub(super) id: String,
    pub(super) uuid: String,
    pub(super) name: String,
}

/// A skill elsewhere that this one is aligned with.
#[derive(Debug)]
pub(super) struct Alignment {
    pub(super) object: ConceptId,
    pub(super) name: String,
    /// The framework it belongs to; may be empty.
    pub(super) framework: String,
    pub(super) predicate: Predicate,
}

impl Descriptor {
    /// All values of a fact.
    pub(super) fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.facts.iter().filter(move |(n, _)| *n == name).map(|(_, value)| value.as_str())
    }

    /// Adds a fact, unless it is blank.
    pub(super) fn add(&mut self, name: &'static str, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            self.facts.push((name, value.to_owned()));
        }
    }
}

/// A name and the address of what it names, as one value: `NAME <IRI>`.
pub(super) fn linked(name: &str, id: &ConceptId) -> String {
    let blank = if name.is_empty() { "" } else { " " };
    format!("{name}{blank}<{id}>")
}

/// What [`linked`] was given; nothing where it cannot have made this.
pub(super) fn split_link(value: &str) -> Option<(&str, &str)> {
    let (name, id) = value.strip_suffix('>')?.rsplit_once('<')?;
    let name = if name.is_empty() { name } else { name.strip_suffix(' ')? };
    (name == name.trim() && ConceptId::new(id).is_ok()).then_some((name, id))
}

/// The UUID that follows from an IRI: the one it ends with, else one of version 5 made of it.
pub(super) fn uuid_of(iri: &str) -> String {
    let last = iri.rsplit(['/', '#', ':']).next().unwrap_or_default();
    let found = if last.len() == 36 { Uuid::try_parse(last).ok() } else { None };
    found.unwrap_or_else(|| Uuid::new_v5(&Uuid::NAMESPACE_URL, iri.as_bytes())).to_string()
}

/// The parts of a text that keeps several apart by `;`.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty())
}

/// The IRI of an occupation by its code: of SOC 2018 (`15-1252`) or O*NET-SOC (`15-1252.00`); nothing of another.
pub(super) fn occupation(code: &str) -> Option<ConceptId> {
    let iri = if is_onet_soc(code) {
        onet_iri(code)
    } else if is_soc(code) {
        code_iri(SOC, code)
    } else {
        return None;
    };
    ConceptId::new(iri).ok()
}

fn is_soc(code: &str) -> bool {
    let shape: String = code.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
    shape == "99-9999"
}

/// The code of an occupation whose IRI was made of it.
pub(super) fn occupation_code(iri: &ConceptId) -> Option<&str> {
    let code = iri.as_str().rsplit(['/', ':']).next()?;
    occupation(code).filter(|made| made == iri).map(|_| code)
}

/// How wide a code of SOC is: `Major` (15-0000), `Minor` (15-1200), `Broad` (15-1250), `Detailed`, of O*NET `Job Role`.
pub(super) fn occupation_level(code: &str) -> &'static str {
    if is_onet_soc(code) {
        "Job Role"
    } else if code.ends_with("-0000") {
        "Major"
    } else if code.ends_with("00") {
        "Minor"
    } else if code.ends_with('0') {
        "Broad"
    } else {
        "Detailed"
    }
}

/// Whether a status is one of what is withdrawn, and what else it says.
pub(super) fn status(said: &str) -> (Status, Option<String>) {
    let said = said.trim().to_ascii_lowercase();
    let more =
        || (said != "published" && said != "archived" && !said.is_empty()).then(|| said.clone());
    let is_withdrawn = said == "archived" || said == WITHDRAWN;
    (if is_withdrawn { Status::Deprecated } else { Status::Active }, more())
}

/// The end of the IRI that a collection known only by its name is given.
pub(super) fn collection_tail(name: &str) -> String {
    format!("collection:{}", crate::formats::code::percent_encoded(name))
}

/// Whether the IRI was made of the collection's name.
pub(super) fn is_named_after(id: &str, name: &str) -> bool {
    id.strip_suffix(&collection_tail(name)).is_some_and(|base| base.ends_with([':', '/', '#']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_an_iri_and_back_and_knows_its_level() {
        for (code, level) in [
            ("15-0000", "Major"),
            ("15-1200", "Minor"),
            ("15-1250", "Broad"),
            ("15-1252", "Detailed"),
            ("15-1252.00", "Job Role"),
        ] {
            let iri = occupation(code).unwrap();
            assert_eq!(occupation_code(&iri), Some(code));
            assert_eq!(occupation_level(code), level);
        }
        for other in ["", "15", "15-12523", "151252", "x"] {
            assert_eq!(occupation(other), None, "{other}");
        }
        assert_eq!(occupation_code(&ConceptId::new("http://x/15-1252").unwrap()), None);
    }

    #[test]
    fn a_name_and_an_address_are_one_value_and_two_again() {
        let id = ConceptId::new("http://x/1").unwrap();
        for name in ["C1", "", "a <b>", "a <http://x/2>"] {
            assert_eq!(split_link(&linked(name, &id)), Some((name, "http://x/1")), "{name}");
        }
        for value in ["C1", "C++ <b>", "a<http://x/1>", "a  <http://x/1>", "a <>", ""] {
            assert_eq!(split_link(value), None, "{value}");
        }
    }

    #[test]
    fn a_status_is_kept_beyond_in_use_and_withdrawn() {
        for (said, wanted, more) in [
            ("Published", Status::Active, None),
            ("", Status::Active, None),
            ("draft", Status::Active, Some("draft")),
            ("Archived", Status::Deprecated, None),
            ("Deleted", Status::Deprecated, Some("deleted")),
        ] {
            assert_eq!(status(said), (wanted, more.map(str::to_owned)), "{said}");
        }
    }
}
