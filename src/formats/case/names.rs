//! Members of CASE and the properties in which they are kept; the members of skillmap's own in `extensions`.

use crate::model::ConceptId;

/// A version of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// CASE 1.0.
    V10,
    /// CASE 1.1.
    V11,
}

/// The identifier of an item, where its IRI does not end in it.
pub(super) const IDENTIFIER: &str = "identifier";
/// The `uri` of an item, where it is no IRI.
pub(super) const URI: &str = "uri";
/// The type of an item, where its kind does not say it already.
pub(super) const ITEM_TYPE: &str = "item_type";
/// The IRI of that type, with its title where that is another.
pub(super) const ITEM_TYPE_URI: &str = "item_type_uri";
/// Which of the alternative labels stands as `alternativeLabel`; the other one is `abbreviatedStatement`.
pub(super) const ALTERNATIVE_LABEL: &str = "alternative_label";
/// The place among the children of a parent: a number; with several parents, a number and the parent's IRI each.
pub(super) const SEQUENCE_NUMBER: &str = "sequence_number";
/// An example of best practice.
pub(super) const EXEMPLAR: &str = "exemplar";
/// What defines the level of an item.
pub(super) const SKILL_LEVEL: &str = "skill_level";
/// The other end of `isTranslationOf`; by the standard's own words the translation.
pub(super) const TRANSLATION: &str = "translation";
/// Something of another framework that comes before the item.
pub(super) const PRECEDED_BY: &str = "preceded_by";
/// Something of another framework that the item supersedes.
pub(super) const REPLACES: &str = "replaces";
/// The day on which the item ends.
pub(super) const STATUS_END: &str = "status_end";

/// The classification of an item's `humanCodingScheme`.
pub(super) const CODING_SCHEME: &str = "CASE";

/// What a member holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Texts,
    Day,
    Link,
    Links,
}

/// A property that stands in a member of an item as it is.
pub(super) struct Field {
    pub(super) property: &'static str,
    pub(super) member: &'static str,
    pub(super) shape: Shape,
    /// The first version that has it.
    pub(super) since: Version,
}

const fn field(property: &'static str, member: &'static str, shape: Shape) -> Field {
    Field { property, member, shape, since: Version::V10 }
}

/// All such properties.
pub(super) const FIELDS: [Field; 9] = [
    field("list_enumeration", "listEnumeration", Shape::Text),
    field("keyword", "conceptKeywords", Shape::Texts),
    field("keyword_uri", "conceptKeywordsURI", Shape::Link),
    Field { since: Version::V11, ..field("subject", "subject", Shape::Texts) },
    Field { since: Version::V11, ..field("subject_uri", "subjectURI", Shape::Links) },
    field("education_level", "educationLevel", Shape::Texts),
    field("licence_uri", "licenseURI", Shape::Link),
    field("status_start", "statusStartDate", Shape::Day),
    field(STATUS_END, "statusEndDate", Shape::Day),
];

/// The members of an association that are read, or say nothing more.
pub(super) const ASSOCIATION_MEMBERS: [&str; 11] = [
    "identifier",
    "uri",
    "associationType",
    "sequenceNumber",
    "originNodeURI",
    "destinationNodeURI",
    "lastChangeDateTime",
    "notes",
    "CFDocumentURI",
    // Older providers give the ends twice.
    "originNodeIdentifier",
    "destinationNodeIdentifier",
];

/// Members of an item that are read, or that only repeat what stands elsewhere.
pub(super) const ITEM_MEMBERS: [&str; 17] = [
    "identifier",
    "uri",
    "fullStatement",
    "alternativeLabel",
    "abbreviatedStatement",
    "humanCodingScheme",
    "notes",
    "language",
    "CFItemType",
    "CFItemTypeURI",
    "lastChangeDateTime",
    // Misspelt by older providers.
    "educationalLevel",
    "CFDocumentURI",
    "CFItemAssociationURI",
    "CFPackageURI",
    "CFItemTypeIdentifier",
    "CFDocumentIdentifier",
];

/// What the members of skillmap's own begin with.
pub(super) const OWN: &str = "skillmap:";
pub(super) const OWN_KEY: &str = "skillmap:key";
pub(super) const OWN_KIND: &str = "skillmap:kind";
pub(super) const OWN_STATUS: &str = "skillmap:status";
pub(super) const OWN_SCHEME: &str = "skillmap:coding_scheme";
pub(super) const OWN_NOTES: &str = "skillmap:notes_kind";
pub(super) const OWN_LABELS: &str = "skillmap:labels";
pub(super) const OWN_TEXTS: &str = "skillmap:texts";
pub(super) const OWN_NOTATIONS: &str = "skillmap:notations";
pub(super) const OWN_PROPERTIES: &str = "skillmap:properties";
/// The IRI of what a service names by an address of its own.
pub(super) const OWN_IRI: &str = "skillmap:iri";
/// The same for what an item links to, by its identifier.
pub(super) const OWN_LINKS: &str = "skillmap:links";

/// Whether a property's name is one by which another provider extends items: a namespace, a colon, a name.
pub(super) fn is_foreign(name: &str) -> bool {
    let parts: Vec<&str> = name.split(':').collect();
    parts.len() == 2 && parts.iter().all(|part| !part.is_empty()) && !name.starts_with(OWN)
}

/// Whether a reader gives the text back as it is: not blank, no blanks around it.
pub(super) fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.trim().len() == text.len()
}

/// What stands as title of a node whose provider knows none.
const NO_TITLES: [&str; 4] = ["Origin", "Destination", "Origin Node", "Destination Node"];

/// A link as the value of a property: its IRI, and its title where that is not the usual one.
pub(super) fn link_value(iri: &str, title: &str, usual: &str) -> String {
    let title = title.trim();
    let says_nothing = title.is_empty() || title == usual || NO_TITLES.contains(&title);
    if says_nothing { iri.to_owned() } else { format!("{iri} {title}") }
}

/// IRI and title of such a value; nothing where it is none.
pub(super) fn link_of<'a>(value: &'a str, usual: &'a str) -> Option<(&'a str, &'a str)> {
    let (iri, title) = value.split_once(' ').unwrap_or((value, usual));
    let is_link = ConceptId::new(iri).is_ok() && link_value(iri, title, usual) == value;
    is_link.then_some((iri, title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_kept_with_its_title_where_that_says_something() {
        for (iri, title, usual, value) in [
            ("u:1", "Math", "", "u:1 Math"),
            ("u:1", " Math ", "Math", "u:1"),
            ("u:1", "Destination", "x", "u:1"),
            ("u:1", "", "x", "u:1"),
        ] {
            assert_eq!(link_value(iri, title, usual), value);
            assert!(link_of(value, usual).is_some(), "{value}");
        }
        assert_eq!(link_of("u:1 Math", "x"), Some(("u:1", "Math")));
        assert_eq!(link_of("u:1", "x"), Some(("u:1", "x")));
        for value in ["", "Math", "u:1 ", "u:1  Math", "u:1 Math ", "u:1 x", "u:1 Origin"] {
            assert_eq!(link_of(value, "x"), None, "{value:?}");
        }
    }

    #[test]
    fn a_foreign_name_has_a_namespace() {
        for (name, wanted) in [
            ("acme:level", true),
            ("level", false),
            ("a:b:c", false),
            (":b", false),
            ("skillmap:kind", false),
        ] {
            assert_eq!(is_foreign(name), wanted, "{name}");
        }
    }
}
