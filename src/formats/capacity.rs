//! What a format holds of a framework: the rest is taken off before writing, and told as a loss.
//!
//! # Why
//!
//! A writer that leaves out silently what its format has no place for cannot say what it left out. Here
//! the framework is first cut down to what comes back, each cut is a [`Loss`](super::Loss), and the writer writes
//! all of what is left: so reading what was written gives the cut framework, which is a law under test.

use crate::formats::Losses;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::FrameworkParts;
use crate::model::Justification;
use crate::model::Label;
use crate::model::Language;
use crate::model::Mapping;
use crate::model::MappingSet;
use crate::model::Measure;
use crate::model::Notation;
use crate::model::Property;
use crate::model::RelationKind;
use crate::model::Release;
use crate::model::Status;
use crate::model::Text;

/// Why something cannot be held; nothing where it can.
pub(in crate::formats) type Refusal = Option<&'static str>;

/// What a mapping says beside its statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::formats) enum MappingFact {
    ObjectLabel,
    Justification,
    Confidence,
    Evidence,
    Comment,
    Author,
    Reviewers,
    Date,
}

impl MappingFact {
    /// All of them, in the order in which they are told.
    const ALL: [Self; 8] = [
        Self::ObjectLabel,
        Self::Justification,
        Self::Confidence,
        Self::Evidence,
        Self::Comment,
        Self::Author,
        Self::Reviewers,
        Self::Date,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::ObjectLabel => "label of its object",
            Self::Justification => "justification",
            Self::Confidence => "confidence",
            Self::Evidence => "evidence",
            Self::Comment => "comment",
            Self::Author => "author",
            Self::Reviewers => "reviewers",
            Self::Date => "date",
        }
    }

    /// Takes it off a mapping; says whether there was any.
    fn take_off(self, mapping: &mut Mapping) -> bool {
        let text = |text: &mut String| !std::mem::take(text).is_empty();
        match self {
            Self::ObjectLabel => text(&mut mapping.object_label),
            Self::Justification => {
                let plain = Justification::UnspecifiedMatching;
                std::mem::replace(&mut mapping.justification, plain) != plain
            }
            Self::Confidence => mapping.confidence.take().is_some(),
            Self::Evidence => !std::mem::take(&mut mapping.evidence).is_empty(),
            Self::Comment => text(&mut mapping.comment),
            Self::Author => text(&mut mapping.author),
            Self::Reviewers => !std::mem::take(&mut mapping.reviewers).is_empty(),
            Self::Date => text(&mut mapping.date),
        }
    }
}

/// What a format can hold. Each function says of one thing why it cannot be held.
pub(in crate::formats) struct Capacity {
    /// As which kind a concept comes back.
    pub(in crate::formats) kind: fn(&Concept) -> ConceptKind,
    /// As which language labels and texts of that one come back.
    pub(in crate::formats) language: fn(Language) -> Language,
    /// A status; what is refused comes back as active.
    pub(in crate::formats) status: fn(&Status) -> Refusal,
    /// A label of a concept.
    pub(in crate::formats) label: fn(&Concept, &Label) -> Refusal,
    /// A text of a concept.
    pub(in crate::formats) text: fn(&Concept, &Text) -> Refusal,
    /// A notation of a concept.
    pub(in crate::formats) notation: fn(&Concept, &Notation) -> Refusal,
    /// A property of a concept.
    pub(in crate::formats) property: fn(&Concept, &Property) -> Refusal,
    /// A relation inside the framework, other than a measured one.
    pub(in crate::formats) relation: fn(RelationKind) -> Refusal,
    /// That end of a relation inside the framework.
    pub(in crate::formats) end: fn(RelationKind, &Concept) -> Refusal,
    /// A relation to a concept of another framework.
    pub(in crate::formats) outside: fn(RelationKind) -> Refusal,
    /// That end of a relation to a concept of another framework.
    pub(in crate::formats) outside_end: fn(RelationKind, &ConceptId) -> Refusal,
    /// A mapping to a concept of another framework.
    pub(in crate::formats) mapping: fn(&Mapping) -> Refusal,
    /// What beside its statement of a mapping comes back.
    pub(in crate::formats) mapping_facts: &'static [MappingFact],
    /// What the release says of itself; what cannot be held is taken off and told.
    pub(in crate::formats) release: fn(&mut Release, &mut Losses),
    /// Scales and measured values.
    pub(in crate::formats) measures: Refusal,
    /// What can be told of the whole only, or comes back otherwise than it is; takes it off or changes it, and tells it.
    /// Called last. It leaves the order of concepts and all relations between them as they are.
    pub(in crate::formats) whole: fn(&mut FrameworkParts, &mut Vec<Mapping>, &mut Losses),
}

impl Capacity {
    /// Holds everything.
    pub(in crate::formats) const ALL: Self = Self {
        kind: |concept| concept.kind,
        language: |language| language,
        status: |_| None,
        label: |_, _| None,
        text: |_, _| None,
        notation: |_, _| None,
        property: |_, _| None,
        relation: |_| None,
        end: |_, _| None,
        outside: |_| None,
        outside_end: |_, _| None,
        mapping: |_| None,
        mapping_facts: &MappingFact::ALL,
        release: |_, _| (),
        measures: None,
        whole: |_, _, _| (),
    };
}

/// The texts by which a release speaks of itself, each with what it is called, but for its short name.
pub(in crate::formats) fn texts_of(release: &mut Release) -> [(&'static str, &mut String); 7] {
    let licence = &mut release.licence;
    [
        ("title", &mut release.title),
        ("publisher", &mut release.publisher),
        ("version", &mut release.version),
        ("description", &mut release.description),
        ("licence", &mut licence.name),
        ("licence's address", &mut licence.url),
        ("attribution", &mut licence.attribution),
    ]
}

/// What is written: a framework and mappings of its concepts, cut down to what the format holds.
#[derive(Debug)]
pub struct Fitted {
    /// The framework.
    pub framework: Framework,
    /// The mappings, in the order of their sets.
    pub mappings: Vec<Mapping>,
}

/// Cuts a framework and its mappings down to what a format holds, and tells each cut.
///
/// Cost: O(all of the framework). `None` when a promise of the framework broke, never seen.
pub(in crate::formats) fn fit(
    framework: &Framework,
    mappings: &[&MappingSet],
    capacity: &Capacity,
    losses: &mut Losses,
) -> Option<Fitted> {
    let parts = framework.parts();
    let mut release = parts.release.clone();
    (capacity.release)(&mut release, losses);
    let concepts = parts.concepts.iter().map(|c| fit_concept(c, capacity, losses)).collect();
    let id = |position: u32| parts.concepts[position as usize].id.as_str();
    // Where each relation stands afterwards, for the measures.
    let mut places = vec![None; parts.relations.len()];
    let mut relations = Vec::with_capacity(parts.relations.len());
    for (position, relation) in parts.relations.iter().enumerate() {
        let object = &parts.concepts[relation.object as usize];
        let why = (capacity.relation)(relation.kind);
        match why.or_else(|| (capacity.end)(relation.kind, object)) {
            None => {
                places[position] = u32::try_from(relations.len()).ok();
                relations.push(*relation);
            }
            Some(why) => {
                let what = format!("{} {}: {why}", relation.kind, id(relation.object));
                losses.add("relation", id(relation.subject), what);
            }
        }
    }
    let mut outside = Vec::with_capacity(parts.outside.len());
    for relation in &parts.outside {
        let why = (capacity.outside)(relation.kind);
        match why.or_else(|| (capacity.outside_end)(relation.kind, &relation.object)) {
            None => outside.push(relation.clone()),
            Some(why) => {
                let what = format!("{} {}: {why}", relation.kind, relation.object);
                losses.add("outside-relation", id(relation.subject), what);
            }
        }
    }
    let mut measures = Vec::new();
    for measure in &parts.measures {
        let place = places.get(measure.relation as usize).copied().flatten();
        match (capacity.measures, place) {
            (None, Some(relation)) => measures.push(Measure { relation, ..measure.clone() }),
            (why, _) => {
                let relation = parts.relations[measure.relation as usize];
                let scale = &parts.scales[usize::from(measure.scale)].name;
                let why = why.unwrap_or("its relation is not held");
                let what = format!("{scale} {} of {}: {why}", measure.value, id(relation.object));
                losses.add("measure", id(relation.subject), what);
            }
        }
    }
    let is_measured = capacity.measures.is_none();
    let scales = if is_measured { parts.scales.clone() } else { Vec::new() };
    let measure_sources = if is_measured { parts.measure_sources.clone() } else { Vec::new() };
    let mappings = mappings.iter().flat_map(|set| &set.mappings);
    let mut mappings = mappings.filter_map(|m| fit_mapping(m, capacity, losses)).collect();
    let mut parts =
        FrameworkParts { release, concepts, relations, outside, scales, measure_sources, measures };
    (capacity.whole)(&mut parts, &mut mappings, losses);
    Some(Fitted { framework: Framework::new(parts).ok()?, mappings })
}

/// The mapping with what of it comes back; nothing where it cannot be held.
fn fit_mapping(mapping: &Mapping, capacity: &Capacity, losses: &mut Losses) -> Option<Mapping> {
    let object = mapping.object.as_ref().map_or("nothing", |o| o.as_str());
    let statement = format!("{} match {object}", mapping.predicate);
    if let Some(why) = (capacity.mapping)(mapping) {
        losses.add("mapping", mapping.subject.as_str(), format!("{statement}: {why}"));
        return None;
    }
    let mut kept = mapping.clone();
    let lost = MappingFact::ALL.into_iter().filter(|fact| !capacity.mapping_facts.contains(fact));
    let lost: Vec<&str> =
        lost.filter(|fact| fact.take_off(&mut kept)).map(MappingFact::name).collect();
    if !lost.is_empty() {
        let what = format!("{statement}: there is no place for its {}", lost.join(", "));
        losses.add("mapping-fact", mapping.subject.as_str(), what);
    }
    Some(kept)
}

fn fit_concept(concept: &Concept, capacity: &Capacity, losses: &mut Losses) -> Concept {
    let id = concept.id.as_str();
    let kind = (capacity.kind)(concept);
    if kind != concept.kind {
        losses.add("kind", id, format!("it is a {}, and comes back as a {kind}", concept.kind));
    }
    let status = match (capacity.status)(&concept.status) {
        None => concept.status.clone(),
        Some(why) => {
            losses.add("status", id, format!("its status {}: {why}", concept.status.name()));
            Status::Active
        }
    };
    let mut kept = Concept { kind, status, ..Concept::new(concept.id.clone(), kind) };
    kept.labels = held(&concept.labels, |label| {
        let why = (capacity.label)(concept, label)?;
        let what =
            format!("{} label {:?} ({}): {why}", label.kind.name(), label.text, label.language);
        losses.add("label", id, what);
        Some(())
    });
    kept.texts = held(&concept.texts, |text| {
        let why = (capacity.text)(concept, text)?;
        let what = format!("{} ({}): {why}", text.kind.name(), text.language);
        losses.add("text", id, what);
        Some(())
    });
    let mut speak = |language: &mut Language| {
        let other = (capacity.language)(*language);
        if other != *language {
            losses.add("language", id, format!("{language} comes back as {other}"));
            *language = other;
        }
    };
    kept.labels.iter_mut().for_each(|label| speak(&mut label.language));
    kept.texts.iter_mut().for_each(|text| speak(&mut text.language));
    kept.notations = held(&concept.notations, |notation| {
        let why = (capacity.notation)(concept, notation)?;
        let what = format!("code {} of {}: {why}", notation.code, notation.scheme);
        losses.add("notation", id, what);
        Some(())
    });
    kept.properties = held(&concept.properties, |property| {
        let why = (capacity.property)(concept, property)?;
        let what = format!("{} {:?}: {why}", property.name, property.value);
        losses.add("property", id, what);
        Some(())
    });
    kept
}

/// The items that are not refused.
fn held<T: Clone>(items: &[T], mut refuse: impl FnMut(&T) -> Option<()>) -> Vec<T> {
    items.iter().filter(|item| refuse(item).is_none()).cloned().collect()
}
