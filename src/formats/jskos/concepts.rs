//! An object of JSKOS -> a concept, and what it says of others.

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use crate::formats::Issues;
use crate::formats::jskos::OWN;
use crate::formats::jskos::mappings::mapping;
use crate::formats::jskos::object::in_languages;
use crate::formats::jskos::object::list;
use crate::formats::jskos::object::text;
use crate::formats::jskos::object::uris;
use crate::formats::links::Links;
use crate::formats::rdf::local_name;
use crate::limits;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Location;
use crate::model::Notation;
use crate::model::Property;
use crate::model::RelationKind;
use crate::model::Status;
use crate::model::Text;
use crate::model::TextKind;
use crate::model::property;

/// What JSKOS has no field for, of one concept.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Own {
    pub(super) kind: Option<ConceptKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<Status>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) descriptions: Vec<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) notations: Vec<Notation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) properties: Vec<Property>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) relations: Vec<OwnRelation>,
}

/// A relation that JSKOS has no field for.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct OwnRelation {
    pub(super) kind: RelationKind,
    pub(super) uri: ConceptId,
}

/// What a concept says of others: this one is so related to that one, by IRIs.
pub(super) type Arrow = (String, RelationKind, String, Location);

/// A concept as one object describes it.
pub(super) struct Described {
    pub(super) concept: Concept,
    /// Whether the object says of what kind it is.
    pub(super) has_kind: bool,
    pub(super) place: Location,
}

/// Everything that is read of the concepts of a file.
#[derive(Default)]
pub(super) struct Met {
    pub(super) concepts: Vec<Described>,
    pub(super) arrows: Vec<Arrow>,
    /// Concepts whose objects name no IRI.
    pub(super) n_unnamed: u64,
}

/// The prose of JSKOS. There are more kinds of note than here.
const TEXTS: [(&str, TextKind); 7] = [
    ("definition", TextKind::Definition),
    ("scopeNote", TextKind::ScopeNote),
    ("note", TextKind::Note),
    ("example", TextKind::Note),
    ("historyNote", TextKind::Note),
    ("editorialNote", TextKind::Note),
    ("changeNote", TextKind::Note),
];

/// Relations, and whether the other one is the object.
const RELATIONS: [(&str, RelationKind, bool); 6] = [
    ("broader", RelationKind::Broader, true),
    ("narrower", RelationKind::Broader, false),
    ("related", RelationKind::Related, true),
    ("partOf", RelationKind::PartOf, true),
    ("next", RelationKind::Precedes, true),
    ("previous", RelationKind::Precedes, false),
];

/// Facts that are kept as properties.
const FACTS: [(&str, &str); 5] = [
    ("modified", property::MODIFIED),
    ("created", "dct:created"),
    ("issued", "dct:issued"),
    ("startDate", "schema:startDate"),
    ("endDate", "schema:endDate"),
];

/// Reads a concept, and those that stand inside it with names of their own.
pub(super) fn concept(
    object: &Value,
    place: &Location,
    (scheme, key): (&str, &str),
    met: &mut Met,
    links: &mut Links,
    issues: &mut Issues,
) {
    // Objects stand at most as deep in one another as the JSON reader allows.
    let mut waiting = vec![object];
    while let Some(object) = waiting.pop() {
        let iri = text(object, "uri");
        if iri.is_empty() {
            met.n_unnamed += 1;
            continue;
        }
        let id = match ConceptId::new(iri) {
            Ok(id) => id,
            Err(e) => {
                issues.error("bad-id", place.clone(), e.to_string(), "correct the URI");
                continue;
            }
        };
        let inner = read_relations(object, iri, place, met);
        waiting.extend(inner);
        let mut concept = Concept::new(id, ConceptKind::Skill);
        read_names(object, &mut concept, place, issues);
        let says_kind = read_facts(object, &mut concept, scheme, key);
        let has_kind = read_own(object, &mut concept, place, met, issues) || says_kind;
        for mapped in list(object, "mappings") {
            mapping(mapped, Some(&concept.id), place, links, issues);
        }
        met.concepts.push(Described { concept, has_kind, place: place.clone() });
    }
}

/// Notes what a concept says of others; gives those that are described where they are named.
fn read_relations<'a>(
    object: &'a Value,
    iri: &str,
    place: &Location,
    met: &mut Met,
) -> Vec<&'a Value> {
    let mut inner = Vec::new();
    for (field, kind, is_object) in RELATIONS {
        for other in list(object, field) {
            let uri = text(other, "uri");
            if uri.is_empty() {
                met.n_unnamed += 1;
                continue;
            }
            let (from, to) = if is_object { (iri, uri) } else { (uri, iri) };
            met.arrows.push((from.to_owned(), kind, to.to_owned(), place.clone()));
            if other.get("prefLabel").is_some() && kind != RelationKind::PartOf {
                inner.push(other);
            }
        }
    }
    inner
}

fn read_names(object: &Value, concept: &mut Concept, place: &Location, issues: &mut Issues) {
    for (field, kind) in [
        ("prefLabel", LabelKind::Preferred),
        ("altLabel", LabelKind::Alternative),
        ("hiddenLabel", LabelKind::Hidden),
    ] {
        for (language, text) in in_languages(object, field, place, issues) {
            concept.labels.push(Label { kind, language, text: text.into() });
        }
    }
    for (field, kind) in TEXTS {
        for (language, text) in in_languages(object, field, place, issues) {
            concept.texts.push(Text { kind, language, text: text.into() });
        }
    }
}

/// Takes what is said of it in JSKOS; whether that tells its kind.
fn read_facts(object: &Value, concept: &mut Concept, scheme: &str, key: &str) -> bool {
    for code in list(object, "notation").filter_map(Value::as_str) {
        if code.len() <= limits::LABEL_BYTES {
            concept.notations.push(Notation { scheme: key.into(), code: code.into() });
        }
    }
    let mut push = |name: &str, value: &str| {
        concept.properties.push(Property { name: name.into(), value: value.into() });
    };
    for (field, name) in FACTS {
        let value = text(object, field);
        if !value.is_empty() && value.len() <= limits::TEXT_BYTES {
            push(name, value);
        }
    }
    for identifier in list(object, "identifier").filter_map(Value::as_str) {
        push("dct:identifier", identifier);
    }
    for other in uris(object, "inScheme").filter(|uri| *uri != scheme) {
        push("in_scheme", other);
    }
    let classes = list(object, "type").filter_map(Value::as_str);
    let kind = classes.filter(|class| *class != super::CONCEPT).filter_map(class_kind).last();
    concept.kind = kind.unwrap_or(concept.kind);
    let successors = uris(object, "replacedBy").filter_map(|uri| ConceptId::new(uri).ok());
    let successors: Vec<ConceptId> = successors.collect();
    if !successors.is_empty() {
        concept.status = Status::ReplacedBy(successors);
    } else if object.get("deprecated") == Some(&Value::Bool(true)) {
        concept.status = Status::Deprecated;
    }
    kind.is_some()
}

fn class_kind(class: &str) -> Option<ConceptKind> {
    Some(match local_name(class) {
        "Occupation" => ConceptKind::Occupation,
        "Knowledge" => ConceptKind::Knowledge,
        "Collection" | "OrderedCollection" => ConceptKind::Collection,
        _ => return None,
    })
}

/// Our own part, which says it all where it is there; whether it tells the kind.
fn read_own(
    object: &Value,
    concept: &mut Concept,
    place: &Location,
    met: &mut Met,
    issues: &mut Issues,
) -> bool {
    let Some(own) = object.get(OWN) else { return false };
    let own = match Own::deserialize(own) {
        Ok(own) => own,
        Err(e) => {
            let what = format!("{OWN} cannot be read: {e}");
            issues.warning("malformed", place.clone(), what, "drop it, or write it anew");
            return false;
        }
    };
    concept.kind = own.kind.unwrap_or(concept.kind);
    concept.status = own.status.unwrap_or_else(|| concept.status.clone());
    concept.texts.extend(own.descriptions.into_iter().filter(|t| !t.text.trim().is_empty()));
    concept.properties = own.properties;
    if !own.notations.is_empty() {
        concept.notations = own.notations;
    }
    for OwnRelation { kind, uri } in own.relations {
        met.arrows.push((
            concept.id.as_str().to_owned(),
            kind,
            uri.as_str().to_owned(),
            place.clone(),
        ));
    }
    own.kind.is_some()
}
