//! The name of a column -> of what it speaks and what it says; words in cells -> kinds and statuses.

use crate::formats::spreadsheet::ColumnRole;
use crate::formats::spreadsheet::vocabulary::ATTRIBUTES;
use crate::formats::spreadsheet::vocabulary::FILLERS;
use crate::formats::spreadsheet::vocabulary::GROUPS;
use crate::formats::spreadsheet::vocabulary::LEVELS;
use crate::formats::spreadsheet::vocabulary::MAPPINGS;
use crate::formats::spreadsheet::vocabulary::NAMES;
use crate::formats::spreadsheet::vocabulary::OUTLINES;
use crate::formats::spreadsheet::vocabulary::PEOPLE;
use crate::formats::spreadsheet::vocabulary::RELATIONS;
use crate::formats::spreadsheet::vocabulary::THINGS;
use crate::model::ConceptKind;
use crate::model::Language;
use crate::model::Predicate;
use crate::model::RelationKind;
use crate::model::Status;

/// A thing that columns speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thing {
    /// The row's concept, without a word for it.
    Row,
    /// A concept, by a word for its kind.
    Concept(ConceptKind),
    /// A group, by a word for it.
    Group,
    /// The group on that level of a hierarchy.
    Level(u8),
    /// Something else.
    Other,
}

/// What a column's name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// Of what it speaks.
    pub(super) thing: Thing,
    /// The word for that, squeezed; empty for the row.
    pub(super) word: String,
    /// What it says of it; nothing where the name does not tell.
    pub(super) role: Option<ColumnRole>,
    pub(super) relation: Option<RelationKind>,
    pub(super) predicate: Option<Predicate>,
    /// The language at the end of the name.
    pub(super) language: Option<Language>,
}

/// A name without what people write differently: `Skill ID`, `skill_id` and `SkillId` are one.
pub(super) fn squeezed(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a name, lower case: parted by blanks, signs and capitals.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let begins =
            before.is_uppercase() && letters.peek().is_some_and(|next| next.is_lowercase());
        let is_new = letter.is_uppercase() && (before.is_lowercase() || begins);
        let is_number = letter.is_numeric() && before.is_alphabetic();
        if is_new || is_number || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a word is one of those.
fn has(words: &str, word: &str) -> bool {
    !word.is_empty() && words.split_whitespace().any(|one| one == word)
}

/// What a column's name says.
pub(super) fn said(header: &str) -> Said {
    let (name, language) = split_language(header);
    let squeezed_name = squeezed(name);
    let row = |role| Said {
        thing: Thing::Row,
        word: String::new(),
        role,
        relation: None,
        predicate: None,
        language,
    };
    if let Some((role, _)) = NAMES.iter().find(|(_, names)| has(names, &squeezed_name)) {
        return row(Some(*role));
    }
    if has(OUTLINES, &squeezed_name) {
        return row(Some(ColumnRole::Outline));
    }
    let relation = RELATIONS.iter().find(|(name, _)| *name == squeezed_name).map(|(_, kind)| *kind);
    if let Some(kind) = relation.or_else(|| RelationKind::from_name(&snake_case(name))) {
        return Said { relation: Some(kind), ..row(Some(ColumnRole::Relation)) };
    }
    if let Some((_, predicate)) = MAPPINGS.iter().find(|(name, _)| *name == squeezed_name) {
        return Said { predicate: Some(*predicate), ..row(Some(ColumnRole::Mapping)) };
    }
    let (rest, role) = split_attribute(words(name));
    let word = rest.concat();
    let thing = thing(&rest, &word);
    // A word alone is the name of the thing: `Category`.
    let role = role.or_else(|| (thing != Thing::Other).then_some(ColumnRole::Label));
    Said { thing, word, ..row(role) }
}

fn thing(words: &[String], word: &str) -> Thing {
    if words.is_empty() {
        return Thing::Row;
    }
    let number =
        words.last().and_then(|last| last.parse::<u8>().ok()).filter(|n| (1..=12).contains(n));
    if let (Some(number), Some(before)) = (number, words.get(..words.len() - 1)) {
        let before = before.concat();
        if has(LEVELS, &before) || has(GROUPS, &before) {
            return Thing::Level(number);
        }
    }
    if has(GROUPS, word) {
        return Thing::Group;
    }
    let found = THINGS.iter().find(|(_, names)| has(names, word));
    if let Some((kind, _)) = found {
        return Thing::Concept(*kind);
    }
    Thing::Other
}

/// The words without the one that says what is told of the thing, and what that is.
fn split_attribute(mut words: Vec<String>) -> (Vec<String>, Option<ColumnRole>) {
    let attribute = |word: &String| {
        ATTRIBUTES.iter().find(|(_, names)| has(names, word)).map(|(role, _)| *role)
    };
    if words.len() < 2 {
        return (words, None);
    }
    if let Some(role) = words.last().and_then(attribute) {
        words.pop();
        return (words, Some(role));
    }
    if let Some(role) = words.first().and_then(attribute) {
        words.remove(0);
        while words.first().is_some_and(|word| has(FILLERS, word)) {
            words.remove(0);
        }
        return (words, Some(role));
    }
    (words, None)
}

/// Languages whose tags are looked for at the end of names.
const TAGS: [&str; 26] = [
    "en", "de", "fr", "es", "nl", "it", "pt", "pl", "sv", "da", "fi", "cs", "hu", "ro", "bg", "el",
    "hr", "sk", "sl", "et", "lv", "lt", "ga", "uk", "tr", "ar",
];

/// Names of languages, as they stand at the end of names.
const LANGUAGES: [(&str, &str); 14] = [
    ("english", "en"),
    ("englisch", "en"),
    ("anglais", "en"),
    ("german", "de"),
    ("deutsch", "de"),
    ("allemand", "de"),
    ("french", "fr"),
    ("français", "fr"),
    ("französisch", "fr"),
    ("spanish", "es"),
    ("español", "es"),
    ("spanisch", "es"),
    ("dutch", "nl"),
    ("nederlands", "nl"),
];

/// The name without the language at its end: `Name (de)`, `label@en-us`, `title_fr`, `Bezeichnung Deutsch`.
fn split_language(header: &str) -> (&str, Option<Language>) {
    let header = header.trim();
    let inner = header.strip_suffix([')', ']']).unwrap_or(header);
    let Some(at) = inner.rfind(['(', '[', '@', '_', '-', ' ', '.', ':']) else {
        return (header, None);
    };
    let (before, tail) =
        (inner.get(..at).unwrap_or_default(), inner.get(at + 1..).unwrap_or_default());
    let sign = inner.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
    let tail = tail.trim();
    if before.trim().is_empty() {
        return (header, None);
    }
    let lower = tail.to_lowercase();
    let named = LANGUAGES.iter().find(|(name, _)| *name == lower).map(|(_, tag)| *tag);
    if let Some(tag) = named.or_else(|| TAGS.iter().copied().find(|tag| *tag == lower)) {
        return (before.trim(), Language::new(tag).ok());
    }
    // A tag with a region stands behind a sign that says so.
    let whole = header.rsplit_once('@').or_else(|| inner.rsplit_once('('));
    let tagged = whole.and_then(|(before, tag)| {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let is_tag = TAGS.contains(&primary.as_str()) || (sign == '@' && primary == "und");
        is_tag.then(|| Language::new(tag.trim()).ok().map(|language| (before, language)))?
    });
    match tagged {
        Some((before, language)) => (before.trim(), Some(language)),
        None => (header, None),
    }
}

/// A name as properties have them: `education_level` of `Education Level` and of `educationLevel`.
pub(super) fn snake_case(name: &str) -> String {
    words(name).join("_")
}

/// Whether a column's name belongs to a list of people or accounts.
pub(super) fn is_of_people(header: &str) -> bool {
    has(PEOPLE, &squeezed(header))
}

/// The kind that a cell says, in one of the languages.
pub(super) fn kind(cell: &str) -> Option<ConceptKind> {
    let word = squeezed(cell);
    let named = ConceptKind::ALL.into_iter().find(|kind| squeezed(kind.name()) == word);
    let thing = || THINGS.iter().find(|(_, names)| has(names, &word)).map(|(kind, _)| *kind);
    let further = || match word.as_str() {
        "skillcompetence" | "knowledgeskillcompetence" => Some(ConceptKind::Skill),
        "attitude" | "attitudes" | "haltung" | "einstellung" | "actitud" | "houding"
        | "workstyle" => Some(ConceptKind::WorkStyle),
        _ if has(GROUPS, &word) => Some(ConceptKind::Group),
        _ => None,
    };
    named.or_else(further).or_else(thing)
}

/// The status that a cell says.
pub(super) fn status(cell: &str) -> Option<Status> {
    match squeezed(cell).as_str() {
        "active" | "current" | "published" | "draft" | "approved" | "valid" | "released"
        | "adopted" | "implemented" | "aktiv" | "gültig" | "actif" | "activo" | "vigente"
        | "actief" | "geldig" => Some(Status::Active),
        "deprecated" | "withdrawn" | "retired" | "obsolete" | "inactive" | "archived"
        | "removed" | "superseded" | "veraltet" | "zurückgezogen" | "inaktiv" | "obsolète"
        | "retiré" | "inactif" | "obsoleto" | "retirado" | "inactivo" | "verouderd"
        | "ingetrokken" | "inactief" => Some(Status::Deprecated),
        _ => None,
    }
}

/// The language that the names of the columns are in, where one of their words is of one language only.
pub(super) fn header_language(headers: &[String]) -> Language {
    const OF: [(&str, &[&str]); 4] = [
        (
            "de",
            &[
                "bezeichnung",
                "beschreibung",
                "kategorie",
                "kompetenz",
                "fertigkeit",
                "fähigkeit",
                "bereich",
                "kennung",
                "beruf",
                "gruppe",
                "titel",
            ],
        ),
        (
            "fr",
            &[
                "intitulé",
                "libellé",
                "compétence",
                "catégorie",
                "domaine",
                "nom",
                "métier",
                "groupe",
            ],
        ),
        (
            "es",
            &[
                "nombre",
                "descripción",
                "competencia",
                "categoría",
                "habilidad",
                "código",
                "área",
                "grupo",
            ],
        ),
        (
            "nl",
            &[
                "naam",
                "beschrijving",
                "omschrijving",
                "vaardigheid",
                "competentie",
                "groep",
                "beroep",
                "domein",
            ],
        ),
    ];
    let all: Vec<String> = headers.iter().flat_map(|header| words(header)).collect();
    let count = |names: &[&str]| all.iter().filter(|word| names.contains(&word.as_str())).count();
    let best = OF.iter().map(|(tag, names)| (count(names), *tag)).filter(|(n, _)| *n > 0);
    let best = best.max_by_key(|(n, _)| *n).and_then(|(_, tag)| Language::new(tag).ok());
    best.unwrap_or(Language::ENGLISH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_of_what_it_speaks_and_what_it_says_in_five_languages() {
        use ColumnRole as R;
        use ConceptKind as K;
        let rows = [
            ("Skill ID", Thing::Concept(K::Skill), Some(R::Code), None),
            ("skillName", Thing::Concept(K::Skill), Some(R::Label), None),
            ("Category", Thing::Group, Some(R::Label), None),
            ("Sub-Category", Thing::Group, Some(R::Label), None),
            ("Level 2", Thing::Level(2), Some(R::Label), None),
            ("Ebene_3", Thing::Level(3), Some(R::Label), None),
            ("Level 1 code", Thing::Level(1), Some(R::Code), None),
            ("Competence area descriptor (nl)", Thing::Group, Some(R::Description), Some("nl")),
            ("Learning Outcome", Thing::Concept(K::Outcome), Some(R::Label), None),
            ("Bezeichnung", Thing::Row, Some(R::Label), None),
            ("Fertigkeit Beschreibung", Thing::Concept(K::Skill), Some(R::Description), None),
            ("Nom de la compétence", Thing::Concept(K::Skill), Some(R::Label), None),
            ("Código de la competencia", Thing::Concept(K::Skill), Some(R::Code), None),
            ("Naam vaardigheid", Thing::Concept(K::Skill), Some(R::Label), None),
            ("preferredLabel@de", Thing::Row, Some(R::Label), Some("de")),
            ("label@en-us", Thing::Row, Some(R::Label), Some("en-us")),
            ("title_fr", Thing::Row, Some(R::Label), Some("fr")),
            ("Title German", Thing::Row, Some(R::Label), Some("de")),
            ("Human Coding Scheme", Thing::Row, Some(R::Code), None),
            ("Is Child Of", Thing::Row, Some(R::Parent), None),
            ("smartLevel", Thing::Row, Some(R::Outline), None),
            ("isExactMatchOf", Thing::Row, Some(R::Mapping), None),
            ("has_task", Thing::Row, Some(R::Relation), None),
            ("Proficiency level name", Thing::Other, Some(R::Label), None),
            ("AI label", Thing::Other, Some(R::Label), None),
            ("Sequence Number", Thing::Other, Some(R::Code), None),
            ("@en", Thing::Other, None, None),
            ("", Thing::Row, Some(R::Label), None),
        ];
        for (header, thing, role, language) in rows {
            let said = said(header);
            let found = said.language.map(|l| l.to_string());
            let row = format!("{header:?}: {said:?}");
            if !header.is_empty() && header != "@en" {
                assert_eq!((said.thing, said.role), (thing, role), "{row}");
            }
            assert_eq!(found.as_deref(), language, "{row}");
        }
    }

    #[test]
    fn kinds_and_statuses_are_known_by_the_words_people_use() {
        assert_eq!(kind("Skill"), Some(ConceptKind::Skill));
        assert_eq!(kind("work style"), Some(ConceptKind::WorkStyle));
        assert_eq!(kind("Kenntnisse"), Some(ConceptKind::Knowledge));
        assert_eq!(kind("Vaardigheid"), Some(ConceptKind::Skill));
        assert_eq!(kind("Major Strand"), None);
        assert_eq!(status("Veraltet"), Some(Status::Deprecated));
        assert_eq!(status("Published"), Some(Status::Active));
        assert_eq!(status("perhaps"), None);
    }
}
