//! What each predicate of SKOS and its neighbours means for a framework, and the names that are written.
//!
//! # Why
//!
//! What SKOS has no word for is said with ESCO's words where ESCO has one (essential and optional skills), with
//! Dublin Core's or OWL's, and only then with words of an own namespace, [`OWN`]. Each of those is written in one
//! place here:
//!
//! | own name | says |
//! | --- | --- |
//! | `kind` | what sort of thing a concept is, where no class of ESCO says it |
//! | `key` | the framework's short name; the scheme that has it is the framework |
//! | `framework` | the framework's IRI, where a concept has the same |
//! | `licence`, `licenceUrl` | name and address of the licence, where `dct:license` cannot say both |
//! | `replacements` | what a concept is replaced by, where that has an order |
//! | `broader`, `related`, ... | a relation by its name: to a concept of another framework, or one that SKOS forbids |
//! | `broadMatch`, ... | a mapping that SKOS forbids beside the others |
//! | `ns/property/NAME` | a property of a concept |
//! | `ns/notation/SCHEME` | the datatype of a code of that classification |

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::formats::rdf::Graph;
use crate::formats::rdf::TYPE;
use crate::formats::rdf::TermId;
use crate::model::LabelKind;
use crate::model::Predicate;
use crate::model::RelationKind;
use crate::model::TextKind;
use crate::model::property;

/// Words of skillmap's own.
pub(super) const OWN: &str = "https://skillmap.dev/ns#";
/// Properties of concepts, by their names.
pub(super) const OWN_PROPERTY: &str = "https://skillmap.dev/ns/property/";
/// Datatypes of codes, by the names of their classifications.
pub(super) const OWN_NOTATION: &str = "https://skillmap.dev/ns/notation/";

macro_rules! names {
    ($($name:ident = $namespace:literal $local:literal;)*) => {
        $(pub(super) const $name: &str = concat!($namespace, $local);)*
    };
}

names! {
    CONCEPT = "http://www.w3.org/2004/02/skos/core#" "Concept";
    SCHEME = "http://www.w3.org/2004/02/skos/core#" "ConceptScheme";
    COLLECTION = "http://www.w3.org/2004/02/skos/core#" "Collection";
    ORDERED = "http://www.w3.org/2004/02/skos/core#" "OrderedCollection";
    SKOS = "http://www.w3.org/2004/02/skos/core#" "";
    PREF = "http://www.w3.org/2004/02/skos/core#" "prefLabel";
    ALT = "http://www.w3.org/2004/02/skos/core#" "altLabel";
    HIDDEN = "http://www.w3.org/2004/02/skos/core#" "hiddenLabel";
    DEFINITION = "http://www.w3.org/2004/02/skos/core#" "definition";
    SCOPE_NOTE = "http://www.w3.org/2004/02/skos/core#" "scopeNote";
    NOTE = "http://www.w3.org/2004/02/skos/core#" "note";
    NOTATION = "http://www.w3.org/2004/02/skos/core#" "notation";
    BROADER = "http://www.w3.org/2004/02/skos/core#" "broader";
    BROADER_TRANSITIVE = "http://www.w3.org/2004/02/skos/core#" "broaderTransitive";
    RELATED = "http://www.w3.org/2004/02/skos/core#" "related";
    MEMBER = "http://www.w3.org/2004/02/skos/core#" "member";
    IN_SCHEME = "http://www.w3.org/2004/02/skos/core#" "inScheme";
    TOP_CONCEPT_OF = "http://www.w3.org/2004/02/skos/core#" "topConceptOf";
    HAS_TOP_CONCEPT = "http://www.w3.org/2004/02/skos/core#" "hasTopConcept";
    LITERAL_FORM = "http://www.w3.org/2008/05/skos-xl#" "literalForm";
    TITLE = "http://purl.org/dc/terms/" "title";
    DESCRIPTION = "http://purl.org/dc/terms/" "description";
    PUBLISHER = "http://purl.org/dc/terms/" "publisher";
    LICENSE = "http://purl.org/dc/terms/" "license";
    RIGHTS = "http://purl.org/dc/terms/" "rights";
    LANGUAGE = "http://purl.org/dc/terms/" "language";
    MODIFIED = "http://purl.org/dc/terms/" "modified";
    IS_REPLACED_BY = "http://purl.org/dc/terms/" "isReplacedBy";
    IS_PART_OF = "http://purl.org/dc/terms/" "isPartOf";
    ATTRIBUTION = "http://creativecommons.org/ns#" "attributionName";
    VERSION = "http://www.w3.org/2002/07/owl#" "versionInfo";
    DEPRECATED = "http://www.w3.org/2002/07/owl#" "deprecated";
    BOOLEAN = "http://www.w3.org/2001/XMLSchema#" "boolean";
    VALUE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#" "value";
    RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#" "label";
    ESSENTIAL = "http://data.europa.eu/esco/model#" "relatedEssentialSkill";
    OPTIONAL = "http://data.europa.eu/esco/model#" "relatedOptionalSkill";
    ESCO_OCCUPATION = "http://data.europa.eu/esco/model#" "Occupation";
    ESCO_SKILL = "http://data.europa.eu/esco/model#" "Skill";
    SKILL_TYPE = "http://data.europa.eu/esco/model#" "skillType";
    NODE_LITERAL = "http://data.europa.eu/esco/model#" "nodeLiteral";
    NODE_LANGUAGE = "http://data.europa.eu/esco/model#" "language";
    PRECEDES = "http://rdf-vocabulary.ddialliance.org/xkos#" "precedes";
    TEACHES = "http://schema.org/" "teaches";
    ASSESSES = "http://schema.org/" "assesses";
    KIND = "https://skillmap.dev/ns#" "kind";
    KEY = "https://skillmap.dev/ns#" "key";
    FRAMEWORK = "https://skillmap.dev/ns#" "framework";
    LICENCE = "https://skillmap.dev/ns#" "licence";
    LICENCE_URL = "https://skillmap.dev/ns#" "licenceUrl";
    REPLACEMENTS = "https://skillmap.dev/ns#" "replacements";
}

/// The values of `esco:skillType`, of skills and of knowledge.
pub(super) const SKILL_TYPES: [&str; 2] = [
    "http://data.europa.eu/esco/skill-type/skill",
    "http://data.europa.eu/esco/skill-type/knowledge",
];

/// What a predicate says of a concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Its class.
    Class,
    /// A name.
    Label(LabelKind),
    /// Prose.
    Text(TextKind),
    /// A code.
    Notation,
    /// A relation of SKOS, from subject to object, which the rules of SKOS bind.
    Semantic(RelationKind),
    /// The same, said from the object's side.
    SemanticInverse(RelationKind),
    /// Another relation.
    Relation(RelationKind),
    /// The same, said from the object's side.
    RelationInverse(RelationKind),
    /// What is broader at whatever distance.
    Above,
    /// What is narrower at whatever distance.
    Below,
    /// What is in some relation to it, nobody says in which.
    Somehow,
    /// The members of a collection: each is one, or all in a list.
    Member,
    /// The members of an ordered collection: an RDF list.
    MemberList,
    /// The scheme it belongs to.
    InScheme,
    /// The scheme whose top it is.
    TopConceptOf,
    /// The tops of a scheme.
    HasTopConcept,
    /// A counterpart, which the rules of SKOS bind.
    Mapping(Predicate),
    /// A counterpart of a mapping that those rules forbid beside the others.
    OwnMapping(Predicate),
    /// Withdrawn.
    Deprecated,
    /// Withdrawn in favour of that one.
    ReplacedBy,
    /// Withdrawn in favour of those, in that order.
    Replacements,
    /// A word on whether it is in use.
    Status,
    /// Skill or knowledge.
    SkillType,
    /// Its sort, by our own name.
    Kind,
    /// A property that others say under this name.
    Property(&'static str),
}

/// Names that mean something, by local name below their namespace.
const SKOS_ROLES: &[(&str, Role)] = &[
    ("prefLabel", Role::Label(LabelKind::Preferred)),
    ("altLabel", Role::Label(LabelKind::Alternative)),
    ("hiddenLabel", Role::Label(LabelKind::Hidden)),
    ("definition", Role::Text(TextKind::Definition)),
    ("scopeNote", Role::Text(TextKind::ScopeNote)),
    ("note", Role::Text(TextKind::Note)),
    ("example", Role::Text(TextKind::Note)),
    ("changeNote", Role::Text(TextKind::Note)),
    ("editorialNote", Role::Text(TextKind::Note)),
    ("historyNote", Role::Text(TextKind::Note)),
    ("notation", Role::Notation),
    ("broader", Role::Semantic(RelationKind::Broader)),
    ("broaderTransitive", Role::Above),
    ("narrower", Role::SemanticInverse(RelationKind::Broader)),
    ("narrowerTransitive", Role::Below),
    ("related", Role::Semantic(RelationKind::Related)),
    ("semanticRelation", Role::Somehow),
    ("member", Role::Member),
    ("memberList", Role::MemberList),
    ("inScheme", Role::InScheme),
    ("topConceptOf", Role::TopConceptOf),
    ("hasTopConcept", Role::HasTopConcept),
    ("exactMatch", Role::Mapping(Predicate::Exact)),
    ("closeMatch", Role::Mapping(Predicate::Close)),
    ("broadMatch", Role::Mapping(Predicate::Broad)),
    ("narrowMatch", Role::Mapping(Predicate::Narrow)),
    ("relatedMatch", Role::Mapping(Predicate::Related)),
];

const XL_ROLES: &[(&str, Role)] = &[
    ("prefLabel", Role::Label(LabelKind::Preferred)),
    ("altLabel", Role::Label(LabelKind::Alternative)),
    ("hiddenLabel", Role::Label(LabelKind::Hidden)),
];

const OTHER_ROLES: &[(&str, Role)] = &[
    (TYPE, Role::Class),
    (DESCRIPTION, Role::Text(TextKind::Description)),
    ("http://purl.org/dc/elements/1.1/description", Role::Text(TextKind::Description)),
    ("http://www.w3.org/2000/01/rdf-schema#comment", Role::Text(TextKind::Description)),
    ("http://schema.org/description", Role::Text(TextKind::Description)),
    (IS_PART_OF, Role::Relation(RelationKind::PartOf)),
    (MODIFIED, Role::Property(property::MODIFIED)),
    (DEPRECATED, Role::Deprecated),
    (IS_REPLACED_BY, Role::ReplacedBy),
    ("http://www.w3.org/ns/adms#status", Role::Status),
    ("http://publications.europa.eu/ontology/euvoc#status", Role::Status),
    ("http://data.europa.eu/esco/model#status", Role::Status),
    ("http://purl.org/iso25964/skos-thes#status", Role::Status),
    (ESSENTIAL, Role::Relation(RelationKind::Essential)),
    (OPTIONAL, Role::Relation(RelationKind::Optional)),
    (
        "http://data.europa.eu/esco/model#isEssentialSkillFor",
        Role::RelationInverse(RelationKind::Essential),
    ),
    (
        "http://data.europa.eu/esco/model#isOptionalSkillFor",
        Role::RelationInverse(RelationKind::Optional),
    ),
    ("http://data.europa.eu/esco/model#memberOfISCOGroup", Role::Relation(RelationKind::Broader)),
    (SKILL_TYPE, Role::SkillType),
    ("http://data.europa.eu/esco/model#skillReuseLevel", Role::Property(property::REUSE_LEVEL)),
    (PRECEDES, Role::Relation(RelationKind::Precedes)),
    (TEACHES, Role::Relation(RelationKind::Teaches)),
    (ASSESSES, Role::Relation(RelationKind::Assesses)),
    ("http://rdf-vocabulary.ddialliance.org/xkos#next", Role::Relation(RelationKind::Precedes)),
    (
        "http://rdf-vocabulary.ddialliance.org/xkos#succeeds",
        Role::RelationInverse(RelationKind::Precedes),
    ),
    (
        "http://rdf-vocabulary.ddialliance.org/xkos#previous",
        Role::RelationInverse(RelationKind::Precedes),
    ),
    (KIND, Role::Kind),
    (REPLACEMENTS, Role::Replacements),
];

/// The own name of a relation: `hasTask` of `has_task`.
pub(super) fn own_relation(kind: RelationKind) -> String {
    let mut name = String::from(OWN);
    let mut is_next_large = false;
    for c in kind.name().chars() {
        if c == '_' {
            is_next_large = true;
        } else {
            name.push(if is_next_large { c.to_ascii_uppercase() } else { c });
            is_next_large = false;
        }
    }
    name
}

/// The last part of a mapping property's name; nothing of [`Predicate::NoMatch`].
pub(super) fn match_name(predicate: Predicate) -> Option<&'static str> {
    Some(match predicate {
        Predicate::Exact => "exactMatch",
        Predicate::Close => "closeMatch",
        Predicate::Broad => "broadMatch",
        Predicate::Narrow => "narrowMatch",
        Predicate::Related => "relatedMatch",
        Predicate::NoMatch => return None,
    })
}

/// What a predicate says; nothing of one that means nothing here: it becomes a property.
pub(super) fn role(iri: &str) -> Option<Role> {
    let below = |namespace: &str, roles: &[(&str, Role)]| {
        let local = iri.strip_prefix(namespace)?;
        roles.iter().find(|(name, _)| *name == local).map(|(_, role)| *role)
    };
    let own = || {
        let local = iri.strip_prefix(OWN)?;
        let relation = RelationKind::ALL.into_iter().find(|kind| own_relation(*kind) == iri);
        let mapping =
            Predicate::ALL.into_iter().find(|predicate| match_name(*predicate) == Some(local));
        relation.map(Role::Relation).or_else(|| mapping.map(Role::OwnMapping))
    };
    below(SKOS, SKOS_ROLES)
        .or_else(|| below("http://www.w3.org/2008/05/skos-xl#", XL_ROLES))
        .or_else(|| below("", OTHER_ROLES))
        .or_else(own)
}

/// The roles of all predicates of a graph.
pub(super) fn roles(graph: &Graph) -> FxHashMap<TermId, Role> {
    let mut roles = FxHashMap::default();
    let mut seen = FxHashSet::default();
    for (_, predicate, _) in graph.triples() {
        if seen.insert(predicate)
            && let Some(role) = graph.iri(predicate).and_then(role)
        {
            roles.insert(predicate, role);
        }
    }
    roles
}

/// A property's name as a part of an IRI that is a name in every syntax: letters and digits stay, `_` is doubled,
/// every other byte becomes `_` and two digits.
pub(super) fn encoded_name(name: &str) -> String {
    use std::fmt::Write as _;
    if name.is_empty() {
        return "_".to_owned();
    }
    let mut out = String::with_capacity(name.len());
    for (position, byte) in name.bytes().enumerate() {
        match byte {
            b'_' => out.push_str("__"),
            b if b.is_ascii_alphabetic() || (position > 0 && b.is_ascii_digit()) => {
                out.push(char::from(b));
            }
            b => {
                let _ = write!(out, "_{b:02X}");
            }
        }
    }
    out
}

/// What [`encoded_name`] was given; nothing where it cannot have made this.
pub(super) fn decoded_name(text: &str) -> Option<String> {
    if text == "_" {
        return Some(String::new());
    }
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        if byte != b'_' {
            out.push(byte);
        } else if bytes.next_if_eq(&b'_').is_some() {
            out.push(b'_');
        } else {
            let digits = [bytes.next()?, bytes.next()?];
            out.push(u8::from_str_radix(str::from_utf8(&digits).ok()?, 16).ok()?);
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_property_is_a_name_in_every_syntax_and_comes_back() {
        for (name, wanted) in [
            ("reuse_level", "reuse__level"),
            ("#level", "_23level"),
            ("1a", "_31a"),
            ("Größe", "Gr_C3_B6_C3_9Fe"),
            ("", "_"),
        ] {
            assert_eq!(encoded_name(name), wanted);
            assert_eq!(decoded_name(wanted).as_deref(), Some(name));
        }
        for text in ["_2", "_zz", "_FF"] {
            assert_eq!(decoded_name(text), None, "{text}");
        }
    }

    #[test]
    fn every_relation_and_mapping_has_an_own_name_that_is_read() {
        for kind in RelationKind::ALL {
            assert_eq!(role(&own_relation(kind)), Some(Role::Relation(kind)));
        }
        assert_eq!(own_relation(RelationKind::HasTask), "https://skillmap.dev/ns#hasTask");
        for predicate in Predicate::ALL.into_iter().filter(|p| *p != Predicate::NoMatch) {
            let name = match_name(predicate).unwrap_or_default();
            assert_eq!(role(&format!("{SKOS}{name}")), Some(Role::Mapping(predicate)));
            assert_eq!(role(&format!("{OWN}{name}")), Some(Role::OwnMapping(predicate)));
        }
    }
}
