//! What of a framework comes back from CASE: of 1.1 nearly all, of 1.0 what has a member of its own.

use crate::formats::Losses;
use crate::formats::capacity::Capacity;
use crate::formats::capacity::MappingFact;
use crate::formats::case::document;
use crate::formats::case::kinds;
use crate::formats::case::layout::Left;
use crate::formats::case::layout::Whole;
use crate::formats::case::names;
use crate::formats::case::names::Version;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::FrameworkParts;
use crate::model::Label;
use crate::model::Mapping;
use crate::model::Notation;
use crate::model::Predicate;
use crate::model::Property;
use crate::model::RelationKind;
use crate::model::Release;
use crate::model::Status;
use crate::model::Text;
use crate::model::TextKind;

const NO_EXTENSIONS: &str = "CASE 1.0 has no field for it and allows no other";
const NO_NEGATION: &str = "CASE says only what holds";

/// What CASE 1.1 holds: all but measured values, with the help of `extensions` and `ext:` associations.
pub(in crate::formats) const CAPACITY: Capacity = Capacity {
    mapping: |mapping| match mapping.predicate {
        Predicate::NoMatch => Some(NO_NEGATION),
        _ => mapping.is_negated.then_some(NO_NEGATION),
    },
    release: |release, losses| cut_release(release, Version::V11, losses),
    measures: Some("CASE has no place for measured values"),
    whole: |parts, mappings, losses| cut(parts, mappings, Version::V11, losses),
    mapping_facts: &[MappingFact::ObjectLabel, MappingFact::Comment, MappingFact::Date],
    ..Capacity::ALL
};

/// What CASE 1.0 holds.
pub(in crate::formats) const CAPACITY_10: Capacity = Capacity {
    status: |status| match status {
        Status::Deprecated => Some("CASE 1.0 ends an item by a date, and none is known"),
        Status::Active | Status::ReplacedBy(_) => None,
    },
    relation: |kind| match kind {
        RelationKind::Broader
        | RelationKind::Related
        | RelationKind::PartOf
        | RelationKind::Peer
        | RelationKind::Precedes => None,
        _ => Some("CASE 1.0 has no such association"),
    },
    outside: |kind| match kind {
        RelationKind::Broader | RelationKind::Peer | RelationKind::Precedes => None,
        RelationKind::PartOf => Some("outside the package isPartOf says a broad match"),
        RelationKind::Related => Some("outside the package isRelatedTo says a related match"),
        _ => Some("CASE 1.0 has no such association"),
    },
    mapping: |mapping| match mapping.predicate {
        Predicate::NoMatch => Some(NO_NEGATION),
        Predicate::Close => Some("CASE 1.0 has no such association"),
        _ => mapping.is_negated.then_some(NO_NEGATION),
    },
    release: |release, losses| cut_release(release, Version::V10, losses),
    whole: |parts, mappings, losses| cut(parts, mappings, Version::V10, losses),
    mapping_facts: &[MappingFact::ObjectLabel, MappingFact::Date],
    ..CAPACITY
};

fn cut_release(release: &mut Release, version: Version, losses: &mut Losses) {
    let id = release.framework.as_str().to_owned();
    if release.version.trim().is_empty() {
        losses.add("release", &id, "it has no version, and comes back as version 1");
        "1".clone_into(&mut release.version);
    }
    let licence = &mut release.licence;
    if !licence.url.is_empty() && ConceptId::new(licence.url.as_str()).is_err() {
        losses.add("release", &id, format!("the licence's page {:?} is no IRI", licence.url));
        licence.url.clear();
    }
    let key = document::key(&release.title, &id);
    if version == Version::V10 && release.key != key {
        losses.add(
            "release",
            &id,
            format!("short name {}, which comes back as {key}: {NO_EXTENSIONS}", release.key),
        );
        release.key = key;
    }
}

fn cut(
    parts: &mut FrameworkParts,
    mappings: &mut Vec<Mapping>,
    version: Version,
    losses: &mut Losses,
) {
    cut_statuses(parts, losses);
    cut_ends(parts, mappings, version, losses);
    if version == Version::V10 {
        cut_concepts(parts, losses);
    }
}

/// A successor is named once, and is not the framework itself.
fn cut_statuses(parts: &mut FrameworkParts, losses: &mut Losses) {
    let framework = parts.release.framework.clone();
    for concept in &mut parts.concepts {
        let Status::ReplacedBy(successors) = &concept.status else { continue };
        let mut once: Vec<ConceptId> = Vec::new();
        for successor in successors {
            if *successor != framework && !once.contains(successor) {
                once.push(successor.clone());
            }
        }
        if once.len() < successors.len() {
            let what = "its status: a successor is the framework itself, or stands twice";
            losses.add("status", concept.id.as_str(), what);
            let is_active = once.is_empty();
            concept.status = if is_active { Status::Active } else { Status::ReplacedBy(once) };
        }
    }
}

/// Both ends of an association must be told apart from the document and from each other.
fn cut_ends(
    parts: &mut FrameworkParts,
    mappings: &mut Vec<Mapping>,
    version: Version,
    losses: &mut Losses,
) {
    let FrameworkParts { release, concepts, outside, .. } = parts;
    let is_inside = |id: &ConceptId| concepts.binary_search_by(|c| c.id.cmp(id)).is_ok();
    let is_framework = |id: &ConceptId| *id == release.framework;
    outside.retain(|relation| {
        let why = match &relation.object {
            object if is_inside(object) => "it is a concept of the framework itself",
            object if is_framework(object) => "it is the framework itself",
            _ => return true,
        };
        let subject = concepts.get(relation.subject as usize).map_or("", |c| c.id.as_str());
        losses.add(
            "outside-relation",
            subject,
            format!("{} {}: {why}", relation.kind, relation.object),
        );
        false
    });
    mappings.retain(|mapping| {
        let why = match &mapping.object {
            _ if !is_inside(&mapping.subject) => "its subject is no concept of the framework",
            Some(object) if is_framework(object) && !is_inside(object) => {
                "its object is the framework itself"
            }
            Some(object)
                if is_inside(object)
                    && version == Version::V10
                    && mapping.predicate != Predicate::Exact =>
            {
                "inside a package CASE 1.0 has no such association"
            }
            _ => return true,
        };
        let object = mapping.object.as_ref().map_or("nothing", |o| o.as_str());
        let what = format!("{} match {object}: {why}", mapping.predicate);
        losses.add("mapping", mapping.subject.as_str(), what);
        false
    });
}

/// How a concept comes back from CASE 1.0.
struct Change {
    labels: Vec<Label>,
    texts: Vec<Text>,
    notations: Vec<Notation>,
    properties: Vec<Property>,
    kind: ConceptKind,
}

fn cut_concepts(parts: &mut FrameworkParts, losses: &mut Losses) {
    let whole = Whole::new(parts, Version::V10);
    let change = |position: usize| {
        let laid = whole.lay(position);
        let concept = &parts.concepts[position];
        let told = laid.item_type.map(|item_type| whole.told_kind(position, Some(item_type)));
        let Left { labels, texts, notations, properties } = laid.left;
        Change {
            labels: labels.into_iter().cloned().collect(),
            texts: texts.into_iter().cloned().collect(),
            notations: notations.into_iter().cloned().collect(),
            properties: properties.into_iter().cloned().collect(),
            // Where no type is kept, the kind is written as the type.
            kind: told.unwrap_or(concept.kind),
        }
    };
    let changes: Vec<Change> = (0..parts.concepts.len()).map(change).collect();
    for (concept, change) in parts.concepts.iter_mut().zip(changes) {
        apply(concept, &change, losses);
    }
}

fn apply(concept: &mut Concept, change: &Change, losses: &mut Losses) {
    let id = concept.id.as_str().to_owned();
    for label in &change.labels {
        let what = format!(
            "{} label {:?} ({}): {NO_EXTENSIONS}",
            label.kind.name(),
            label.text,
            label.language
        );
        losses.add("label", &id, what);
    }
    concept.labels.retain(|label| !change.labels.contains(label));
    for text in &change.texts {
        losses.add(
            "text",
            &id,
            format!("{} ({}): {NO_EXTENSIONS}", text.kind.name(), text.language),
        );
    }
    concept.texts.retain(|text| !change.texts.contains(text));
    for notation in &change.notations {
        losses.add(
            "notation",
            &id,
            format!("code {} of {}: {NO_EXTENSIONS}", notation.code, notation.scheme),
        );
    }
    concept.notations.retain(|notation| !change.notations.contains(notation));
    for property in &change.properties {
        losses.add(
            "property",
            &id,
            format!("{} {:?}: {NO_EXTENSIONS}", property.name, property.value),
        );
    }
    concept.properties.retain(|property| !change.properties.contains(property));
    for text in concept.texts.iter_mut().filter(|text| text.kind != TextKind::Note) {
        losses.add("text-kind", &id, format!("its {} comes back as a note", text.kind.name()));
        text.kind = TextKind::Note;
    }
    for notation in
        concept.notations.iter_mut().filter(|n| n.scheme.as_ref() != names::CODING_SCHEME)
    {
        let what = format!(
            "code {} of {} comes back as one of {}",
            notation.code,
            notation.scheme,
            names::CODING_SCHEME
        );
        losses.add("scheme", &id, what);
        notation.scheme = names::CODING_SCHEME.into();
    }
    if change.kind != concept.kind {
        let what = format!("it is a {}, and comes back as a {}", concept.kind, change.kind);
        losses.add("kind", &id, what);
        concept.kind = change.kind;
    }
}

/// The type that is written for a kind that the place does not tell.
pub(super) fn type_of_kind(kind: ConceptKind, has_children: bool) -> Option<&'static str> {
    (kind != kinds::by_place(has_children)).then(|| kinds::name_of(kind))
}
