//! What a Rich Skill Descriptor can say, as CSV and as JSON, and why the rest cannot be said.

use crate::formats::Losses;
use crate::formats::capacity::Capacity;
use crate::formats::capacity::MappingFact;
use crate::formats::capacity::Refusal;
use crate::formats::code::slug;
use crate::formats::rsd::csv::NOT_STATED;
use crate::formats::rsd::descriptor::FACTS;
use crate::formats::rsd::descriptor::IN_USE;
use crate::formats::rsd::descriptor::PUBLICATION;
use crate::formats::rsd::descriptor::SINGLE;
use crate::formats::rsd::descriptor::WITHDRAWN;
use crate::formats::rsd::descriptor::is_named_after;
use crate::formats::rsd::descriptor::occupation_code;
use crate::formats::rsd::descriptor::uuid_of;
use crate::formats::statement::is_day;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Mapping;
use crate::model::Predicate;
use crate::model::Property;
use crate::model::RelationKind;
use crate::model::Release;
use crate::model::Status;
use crate::model::Text;
use crate::model::TextKind;

const NO_FIELD: &str = "a skill descriptor has no field for it";

/// What OSMT's JSON holds.
pub(in crate::formats) const JSON: Capacity = Capacity {
    kind: |concept| match concept.kind {
        ConceptKind::Collection => ConceptKind::Collection,
        _ => ConceptKind::Skill,
    },
    language: |_| Language::ENGLISH,
    label,
    text,
    notation: |_, _| Some(NO_FIELD),
    property: json_property,
    relation,
    outside: |kind| match kind {
        RelationKind::MemberOf | RelationKind::Related => None,
        _ => Some(NO_FIELD),
    },
    mapping: |mapping| {
        if mapping.is_negated || mapping.predicate == Predicate::NoMatch {
            return Some("an alignment only says that there is one");
        }
        None
    },
    release,
    measures: Some(NO_FIELD),
    mapping_facts: &[MappingFact::ObjectLabel],
    ..Capacity::ALL
};

/// What OSMT's CSV holds.
pub(in crate::formats) const CSV: Capacity = Capacity {
    kind: |concept| {
        let named = chosen_label(concept);
        let is_named = named.is_some_and(|l| is_named_after(concept.id.as_str(), &l.text));
        // The reader knows a collection by an IRI made of its name.
        if is_named { ConceptKind::Collection } else { ConceptKind::Skill }
    },
    status: |status| (*status != Status::Active).then_some("the columns have no status"),
    property: csv_property,
    outside_end: |kind, object| match kind {
        RelationKind::Related if occupation_code(object).is_none() => {
            Some("the columns take codes of SOC and O*NET-SOC")
        }
        _ if object.as_str().contains(';') => Some("a semicolon keeps values apart"),
        _ => None,
    },
    end: |_, object| object.id.as_str().contains(';').then_some("a semicolon keeps values apart"),
    mapping: csv_mapping,
    ..JSON
};

/// The name that is written: the English one, else of another English, else the first.
pub(super) fn chosen_label(concept: &Concept) -> Option<&Label> {
    let names = || concept.labels.iter().filter(|label| label.kind == LabelKind::Preferred);
    best(names, |label| label.language)
}

/// The statement that is written, of the descriptions.
pub(super) fn chosen_text(concept: &Concept) -> Option<&Text> {
    let texts = || concept.texts.iter().filter(|text| text.kind == TextKind::Description);
    best(texts, |text| text.language)
}

fn best<'a, T, I: Iterator<Item = &'a T>>(
    items: impl Fn() -> I,
    language: impl Fn(&T) -> Language,
) -> Option<&'a T> {
    let english = items().find(|item| language(item) == Language::ENGLISH);
    english
        .or_else(|| items().find(|item| language(item).is_like(Language::ENGLISH)))
        .or_else(|| items().next())
}

fn label(concept: &Concept, label: &Label) -> Refusal {
    if chosen_label(concept) != Some(label) {
        return Some("a skill descriptor has one name");
    }
    (label.text.as_ref() == concept.id.as_str()).then_some("a name that is the IRI is no name")
}

fn text(concept: &Concept, text: &Text) -> Refusal {
    if chosen_text(concept) != Some(text) {
        return Some("a skill descriptor has one statement");
    }
    let name = chosen_label(concept).map_or(concept.id.as_str(), |label| &label.text);
    (text.text.as_ref() == name).then_some("a statement that is the name is no statement")
}

fn relation(kind: RelationKind) -> Refusal {
    (kind != RelationKind::MemberOf).then_some(NO_FIELD)
}

fn json_property(concept: &Concept, property: &Property) -> Refusal {
    let (name, value) = (property.name.as_ref(), property.value.as_ref());
    let is_first = concept.property(name) == Some(value);
    if name == PUBLICATION {
        let is_said = match concept.status {
            Status::Active => IN_USE.contains(&value),
            Status::Deprecated => value == WITHDRAWN,
            Status::ReplacedBy(_) => false,
        };
        return (!is_said || !is_first).then_some("it is no status of a skill descriptor");
    }
    if !FACTS.iter().any(|(known, _)| *known == name) {
        return Some(NO_FIELD);
    }
    if SINGLE.contains(&name) && !is_first {
        return Some("a skill descriptor has one");
    }
    let is_sound = match name {
        "created" | "modified" | "published" | "archived" => {
            let day = value.get(..10).unwrap_or(value);
            is_day(day) && value.get(10..11).is_none_or(|next| next == "T")
        }
        "creator" | "certification_url" => ConceptId::new(value).is_ok(),
        "uuid" => {
            value == value.to_ascii_lowercase()
                && uuid::Uuid::try_parse(value).is_ok_and(|uuid| uuid.to_string() == value)
                && value != uuid_of(concept.id.as_str())
        }
        _ => true,
    };
    (!is_sound).then_some("it has not the shape that a skill descriptor asks for")
}

/// The facts that have a column.
const COLUMNS: [&str; 7] =
    ["category", "author", "keyword", "standard", "certification", "employer", "alignment"];

fn csv_property(_: &Concept, property: &Property) -> Refusal {
    if !COLUMNS.contains(&property.name.as_ref()) {
        return Some("there is no column for it");
    }
    if property.value.contains(';') {
        return Some("a semicolon keeps values apart");
    }
    let is_nobody = property.name.as_ref() == "author" && property.value.as_ref() == NOT_STATED;
    is_nobody.then_some("it stands for no author")
}

fn csv_mapping(mapping: &Mapping) -> Refusal {
    let Some(object) = &mapping.object else {
        return Some("an alignment only says that there is one");
    };
    if mapping.is_negated || mapping.predicate != Predicate::Related {
        return Some("an alignment does not say what it is");
    }
    let is_web = object.as_str().starts_with("http") && !object.as_str().contains(';');
    (!is_web).then_some("the column takes addresses that begin with http")
}

fn release(release: &mut Release, losses: &mut Losses) {
    let framework = release.framework.as_str().to_owned();
    if release.title.is_empty() {
        losses.add("release", &framework, "it has no title; its short name stands in its place");
        release.title.clone_from(&release.key);
    }
    if release.version.is_empty() {
        losses.add("release", &framework, "it has no version; it comes back as 1");
        "1".clone_into(&mut release.version);
    }
    let key = slug(&release.key);
    if key != release.key {
        losses.add("release", &framework, format!("its short name comes back as {key}"));
        release.key = key;
    }
}
