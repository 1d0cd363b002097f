//! What CTDL-ASN can say of a framework, and why the rest cannot be said.

use crate::formats::Losses;
use crate::formats::capacity::Capacity;
use crate::formats::capacity::Refusal;
use crate::formats::code;
use crate::formats::ctdl::concepts::number;
use crate::formats::ctdl::ids;
use crate::formats::ctdl::release;
use crate::formats::ctdl::terms;
use crate::formats::ctdl::terms::Shape;
use crate::formats::statement::bounded;
use crate::formats::statement::is_day;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Mapping;
use crate::model::Predicate;
use crate::model::Property;
use crate::model::RelationKind;
use crate::model::Release;
use crate::model::Text;
use crate::model::TextKind;

/// What CTDL-ASN holds.
pub(in crate::formats) const CAPACITY: Capacity = Capacity {
    label,
    text,
    property,
    relation,
    outside,
    outside_end,
    mapping,
    release,
    measures: Some("CTDL-ASN has no term for measured values"),
    mapping_facts: &[],
    ..Capacity::ALL
};

fn label(concept: &Concept, label: &Label) -> Refusal {
    let is_iri = label.text.as_ref() == concept.id.as_str();
    is_iri.then_some("a name that is the IRI stands for no name at all")
}

fn text(concept: &Concept, text: &Text) -> Refusal {
    // Of notes all are held, the first as a comment.
    let is_one = text.kind == TextKind::Description;
    let alike = |other: &&Text| other.kind == text.kind && other.language == text.language;
    let first = concept.texts.iter().find(alike);
    let is_first = first.is_none_or(|first| first == text);
    (is_one && !is_first).then_some("CTDL-ASN has one in each language")
}

/// Whether something is the first property of its name.
fn is_first(concept: &Concept, property: &Property) -> bool {
    concept.property(&property.name) == Some(&property.value)
}

fn property(concept: &Concept, property: &Property) -> Refusal {
    let value = property.value.as_ref();
    if property.name.as_ref() == terms::CTID {
        let is_it = ids::is_ctid(value)
            && value != ids::ctid_of(concept.id.as_str())
            && is_first(concept, property);
        return (!is_it).then_some("it is no CTID, or not the first, or follows from the IRI");
    }
    let known = terms::PROPERTIES.iter().find(|(_, name, _)| *name == property.name.as_ref());
    let Some((_, name, shape)) = known else {
        return Some("CTDL-ASN has no term for it");
    };
    if *name == terms::CATEGORY && terms::named_kind(value).is_some() {
        return Some("a category that is the name of a kind is the kind");
    }
    let is_iri = || ConceptId::new(value).is_ok();
    let is_date = || {
        let day = value.get(..10).unwrap_or(value);
        is_day(day) && value.get(10..11).is_none_or(|next| next == "T")
    };
    let (is_held, why) = match shape {
        Shape::One => (is_first(concept, property), "CTDL-ASN has one value for it"),
        Shape::Many | Shape::Words => (true, ""),
        Shape::Date => {
            (is_first(concept, property) && is_date(), "it is no date, or not the first")
        }
        Shape::Number => (
            is_first(concept, property) && number(value).as_deref() == Some(value),
            "it is no number, or not the first",
        ),
        Shape::Truth => (
            is_first(concept, property) && ["true", "false"].contains(&value),
            "it is neither true nor false, or not the first",
        ),
        Shape::Iri => (is_first(concept, property) && is_iri(), "it is no IRI, or not the first"),
        Shape::Iris | Shape::Levels => (is_iri(), "CTDL-ASN takes IRIs for it"),
    };
    (!is_held).then_some(why)
}

fn relation(kind: RelationKind) -> Refusal {
    match kind {
        RelationKind::Broader
        | RelationKind::Related
        | RelationKind::PartOf
        | RelationKind::Precedes
        | RelationKind::Essential
        | RelationKind::HasTask
        | RelationKind::MemberOf => None,
        _ => Some("CTDL-ASN has no term for it between competencies"),
    }
}

fn outside(kind: RelationKind) -> Refusal {
    match kind {
        RelationKind::Broader
        | RelationKind::PartOf
        | RelationKind::Essential
        | RelationKind::HasTask
        | RelationKind::MemberOf => None,
        RelationKind::Related => Some("it would come back as a mapping"),
        RelationKind::Precedes => Some("CTDL-ASN says it at the competency that comes after"),
        _ => Some("CTDL-ASN has no term for it between competencies"),
    }
}

/// What is neither an address nor a URN is taken for a name with a prefix.
fn outside_end(_: RelationKind, object: &ConceptId) -> Refusal {
    (!code::is_iri(object.as_str())).then_some("its IRI would be taken for a name with a prefix")
}

fn mapping(mapping: &Mapping) -> Refusal {
    if let Some(why) =
        mapping.object.as_ref().and_then(|object| outside_end(RelationKind::Related, object))
    {
        return Some(why);
    }
    if mapping.is_negated {
        return Some("CTDL-ASN cannot say that something does not hold");
    }
    (mapping.predicate == Predicate::NoMatch).then_some("CTDL-ASN cannot say that there is none")
}

/// The language in which a framework's own facts are written, for the model does not say it.
pub(super) fn main_language(languages: &[Language]) -> Language {
    let english = languages.iter().find(|language| language.is_like(Language::ENGLISH));
    english.or(languages.first()).copied().unwrap_or(Language::UNKNOWN)
}

/// Whether the names of a concept stand in the place of its text.
pub(super) fn has_label_and_text(concept: &Concept) -> bool {
    concept.labels.iter().any(|label| label.kind == LabelKind::Preferred)
        && concept.texts.iter().any(|text| text.kind == TextKind::Description)
}

fn release(release: &mut Release, losses: &mut Losses) {
    let framework = release.framework.as_str().to_owned();
    let mut cut = |value: &mut String, limit: usize, name: &str| {
        let kept = bounded(value, limit);
        if kept != *value {
            losses.add("release", &framework, format!("its {name} is cut to {limit} bytes"));
            *value = kept;
        }
    };
    let (short, long) = (release::NAME_BYTES, release::PROSE_BYTES);
    cut(&mut release.title, short, "title");
    cut(&mut release.publisher, short, "publisher");
    cut(&mut release.version, short, "version");
    cut(&mut release.licence.name, short, "licence");
    cut(&mut release.licence.url, short, "licence's address");
    cut(&mut release.licence.attribution, long, "attribution");
    cut(&mut release.description, long, "description");
    let mut lose = |what: &str| losses.add("release", &framework, what);
    if release.title.is_empty() {
        lose("it has no title; its short name stands in its place");
        release.title.clone_from(&release.key);
    }
    if release.version.is_empty() {
        lose("it has no version; it comes back as 1");
        "1".clone_into(&mut release.version);
    }
    if release.description == release.title {
        lose("its description is its title; it comes back without one");
        release.description.clear();
    }
    let licence = &mut release.licence;
    if !licence.url.is_empty() && !code::is_iri(&licence.url) {
        lose("its licence's address is no IRI");
        licence.url.clear();
    }
    if licence.url.is_empty() && code::is_iri(&licence.name) {
        lose("its licence's name is an IRI; it comes back as the address");
        licence.url = std::mem::take(&mut licence.name);
    }
}
