//! One `CFItem` -> a concept.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::formats::Issues;
use crate::formats::case::dates;
use crate::formats::case::identifiers;
use crate::formats::case::languages;
use crate::formats::case::loose::Entry;
use crate::formats::case::loose::Node;
use crate::formats::case::names;
use crate::formats::case::names::Shape;
use crate::formats::statement;
use crate::limits;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Location;
use crate::model::Notation;
use crate::model::Property;
use crate::model::Status;
use crate::model::Text;
use crate::model::TextKind;
use crate::model::property;

/// An item as a concept, and what can be said only when the whole package is read.
pub(super) struct Item {
    /// Its kind is told later.
    pub(super) concept: Concept,
    /// Its identifier as printed; empty where it has none.
    pub(super) identifier: String,
    /// Its own language; nothing where it is in that of the document.
    pub(super) language: Option<Language>,
    /// How many of its labels and texts, from the first on, are in that language.
    pub(super) n_plain: (u8, u8),
    /// Its kind, where skillmap wrote it.
    pub(super) kind: Option<ConceptKind>,
    /// Whether it has an end date.
    pub(super) is_ended: bool,
    /// How its type is said; the first property is that type.
    pub(super) type_said: ItemType,
}

/// How the type of an item is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemType {
    /// Not at all.
    None,
    /// By its title.
    Plain,
    /// By its title and an IRI.
    Linked,
}

/// The concept of an item; nothing, said as an issue, where it has no name.
pub(super) fn read(entry: &Entry<'_>, place: &Location, issues: &mut Issues) -> Option<Item> {
    let identifier = entry.text("identifier").unwrap_or_default();
    let (id, uri) = name(entry, place, issues)?;
    // The kind is told when the whole package is known.
    let mut concept = Concept::new(id, ConceptKind::Outcome);
    let said = entry.text("language");
    let language = said.and_then(languages::read);
    if let (Some(said), None) = (said, language) {
        let what = format!("{said:?} is not a language");
        issues.warning(
            "bad-language",
            place.clone(),
            what,
            "write a tag such as en; the document's is taken",
        );
    }
    describe(&mut concept, entry, language.unwrap_or(Language::UNKNOWN), place, issues);
    let n = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
    let n_plain = (n(concept.labels.len()), n(concept.texts.len()));
    let mut add = |name: &str, value: &str| {
        if value.len() > limits::TEXT_BYTES {
            let what =
                format!("{name} has {} bytes, the limit is {}", value.len(), limits::TEXT_BYTES);
            issues.error("too-long", place.clone(), what, "shorten it; it is left out");
            return;
        }
        concept.properties.push(Property { name: name.into(), value: value.into() });
    };
    let type_said = item_type(entry, &mut add);
    if let Some(uri) = uri {
        add(names::URI, &uri);
    }
    if let Some(label) = entry.text("alternativeLabel") {
        add(names::ALTERNATIVE_LABEL, label);
    }
    let bad_links = fields(entry, &mut add);
    let mut wrong = Vec::new();
    if let Some(time) = entry.text("lastChangeDateTime") {
        match dates::with_offset(time) {
            Some(time) => add(property::MODIFIED, &time),
            None => wrong.push(("lastChangeDateTime", time.to_owned())),
        }
    }
    for field in names::FIELDS.iter().filter(|field| field.shape == Shape::Day) {
        if let Some(day) = entry.text(field.member) {
            match dates::day(day) {
                Some(day) => add(field.property, day),
                None => wrong.push((field.member, day.to_owned())),
            }
        }
    }
    for (member, link) in bad_links {
        let what = format!("the uri of {member} {:?} is no IRI: {:?}", link.title, link.uri);
        issues.warning("bad-link", place.clone(), what, "correct it; it is left out");
    }
    for (member, value) in wrong {
        let what = format!("{member} {value:?} is no date");
        issues.warning("bad-date", place.clone(), what, "write it as ISO 8601; it is left out");
    }
    let mut item = Item {
        is_ended: concept.property(names::STATUS_END).is_some(),
        concept,
        identifier: identifier.to_owned(),
        language,
        n_plain,
        kind: None,
        type_said,
    };
    if let Some(extensions) = entry.extensions {
        extend(&mut item, extensions, place, issues);
    }
    Some(item)
}

/// The IRI of an item, and its `uri` where that is not the IRI.
fn name(
    entry: &Entry<'_>,
    place: &Location,
    issues: &mut Issues,
) -> Option<(ConceptId, Option<String>)> {
    let identifier = entry.text("identifier");
    let uri = entry.text("uri");
    let id = uri.and_then(|uri| ConceptId::new(uri).ok());
    if let Some(id) = id {
        return Some((id, None));
    }
    let urn = identifier.and_then(identifiers::any).map(identifiers::urn);
    let other =
        urn.or_else(|| identifier.map(ToOwned::to_owned)).and_then(|iri| ConceptId::new(iri).ok());
    let Some(id) = other else {
        let what = "the item has neither a uri nor an identifier that can name it";
        issues.error("unnamed-item", place.clone(), what, "give it both; it is left out");
        return None;
    };
    let what = match uri {
        Some(uri) => format!("{uri:?} is no IRI"),
        None => "the item has no uri".to_owned(),
    };
    issues.warning("bad-uri", place.clone(), what, "give it one; it is named by its identifier");
    Some((id, uri.map(ToOwned::to_owned)))
}

/// Labels, notes and code.
fn describe(
    concept: &mut Concept,
    entry: &Entry<'_>,
    language: Language,
    place: &Location,
    issues: &mut Issues,
) {
    match entry.text("fullStatement") {
        None => issues.note(
            "no-statement",
            place.clone(),
            "the item has no fullStatement",
            "give it one",
        ),
        Some(statement) => {
            if statement.len() > limits::LABEL_BYTES {
                let what = format!(
                    "fullStatement has {} bytes, a label at most {}",
                    statement.len(),
                    limits::LABEL_BYTES
                );
                let remedy =
                    "nothing to do; the label is its beginning, the whole is the description";
                issues.warning("long-statement", place.clone(), what, remedy);
                let text = statement::bounded(statement, limits::TEXT_BYTES);
                let kind = TextKind::Description;
                concept.texts.push(Text { kind, language, text: text.into() });
            }
            push_label(concept, LabelKind::Preferred, language, statement);
        }
    }
    for member in ["abbreviatedStatement", "alternativeLabel"] {
        if let Some(text) = entry.text(member) {
            push_label(concept, LabelKind::Alternative, language, text);
        }
    }
    if let Some(notes) = entry.text("notes") {
        let text = statement::bounded(notes, limits::TEXT_BYTES);
        concept.texts.push(Text { kind: TextKind::Note, language, text: text.into() });
    }
    if let Some(code) = entry.text("humanCodingScheme") {
        let scheme = names::CODING_SCHEME.into();
        concept.notations.push(Notation { scheme, code: statement::label(code).into() });
    }
}

fn push_label(concept: &mut Concept, kind: LabelKind, language: Language, text: &str) {
    concept.labels.push(Label { kind, language, text: statement::label(text).into() });
}

fn item_type(entry: &Entry<'_>, add: &mut impl FnMut(&str, &str)) -> ItemType {
    let link = entry.node("CFItemTypeURI");
    let title = link.as_ref().map_or("", |link| link.title.as_ref());
    let item_type = entry.text("CFItemType").unwrap_or(title);
    // A title is short; what is not stays out as a whole, so that the first property is the type.
    if item_type.is_empty() || item_type.len() > limits::LABEL_BYTES {
        return ItemType::None;
    }
    add(names::ITEM_TYPE, item_type);
    match &link {
        Some(link) if ConceptId::new(link.uri.as_ref()).is_ok() => {
            add(names::ITEM_TYPE_URI, &names::link_value(&link.uri, title, item_type));
            ItemType::Linked
        }
        _ => ItemType::Plain,
    }
}

/// Adds what further members say; gives the links that name nothing, each with its member.
fn fields<'a>(
    entry: &'a Entry<'_>,
    add: &mut impl FnMut(&str, &str),
) -> Vec<(&'static str, Node<'a>)> {
    let mut bad_links = Vec::new();
    for field in &names::FIELDS {
        match field.shape {
            Shape::Text => {
                entry.text(field.member).into_iter().for_each(|text| add(field.property, text));
            }
            Shape::Texts => {
                entry.texts(field.member).into_iter().for_each(|text| add(field.property, text));
            }
            Shape::Link | Shape::Links => {
                for link in entry.nodes(field.member) {
                    if ConceptId::new(link.uri.as_ref()).is_ok() {
                        add(field.property, &names::link_value(&link.uri, &link.title, &link.uri));
                    } else {
                        bad_links.push((field.member, link));
                    }
                }
            }
            // Told apart: it may be wrong.
            Shape::Day => {}
        }
    }
    // As older providers spell it: one string, several levels with commas.
    for text in entry.texts("educationalLevel") {
        for level in text.split(',').map(str::trim).filter(|level| !level.is_empty()) {
            add("education_level", level);
        }
    }
    bad_links
}

/// What skillmap or another provider adds to an item.
fn extend(item: &mut Item, extensions: &RawValue, place: &Location, issues: &mut Issues) {
    let Ok(members) = serde_json::from_str::<BTreeMap<Cow<'_, str>, &RawValue>>(extensions.get())
    else {
        if extensions.get() != "null" {
            let what = "extensions is no object";
            issues.error(
                "bad-extension",
                place.clone(),
                what,
                "write it as an object; it is left out",
            );
        }
        return;
    };
    for (name, value) in members {
        if own(item, &name, value).is_none() {
            let what = format!("{name} does not hold what it should");
            issues.error("bad-extension", place.clone(), what, "export it again; it is left out");
        }
    }
}

/// Takes one member over; nothing where it is not what it should be.
fn own(item: &mut Item, name: &str, value: &RawValue) -> Option<()> {
    fn of<T: DeserializeOwned>(value: &RawValue) -> Option<T> {
        serde_json::from_str(value.get()).ok()
    }
    let is_whole = |text: &str, most: usize| {
        text.len() <= most && !text.is_empty() && text.trim().len() == text.len()
    };
    let concept = &mut item.concept;
    match name {
        names::OWN_KIND => item.kind = Some(of(value)?),
        names::OWN_STATUS => {
            concept.status =
                Some(Status::Deprecated).filter(|_| value.get() == "\"deprecated\"")?;
        }
        names::OWN_SCHEME => concept.notations.first_mut()?.scheme = of(value)?,
        names::OWN_NOTES => concept.texts.first_mut()?.kind = of(value)?,
        names::OWN_LABELS => {
            let labels: Vec<Label> = of(value)?;
            concept
                .labels
                .extend(labels.into_iter().filter(|l| is_whole(&l.text, limits::LABEL_BYTES)));
        }
        names::OWN_TEXTS => {
            let texts: Vec<Text> = of(value)?;
            concept
                .texts
                .extend(texts.into_iter().filter(|t| is_whole(&t.text, limits::TEXT_BYTES)));
        }
        names::OWN_NOTATIONS => concept.notations.extend(of::<Vec<Notation>>(value)?),
        names::OWN_PROPERTIES => {
            for (name, values) in of::<BTreeMap<String, Vec<String>>>(value)? {
                push_properties(concept, &name, values);
            }
        }
        // Put in their places when the entry was read.
        names::OWN_IRI | names::OWN_LINKS => {}
        _ if name.starts_with(names::OWN) => return None,
        // Of another provider: texts as they are, anything else as the JSON it is.
        _ => {
            let texts = of::<String>(value).map(|text| vec![text]).or_else(|| of(value));
            push_properties(concept, name, texts.unwrap_or_else(|| vec![value.get().to_owned()]));
        }
    }
    Some(())
}

fn push_properties(concept: &mut Concept, name: &str, values: Vec<String>) {
    let values = values.into_iter().filter(|value| value.len() <= limits::TEXT_BYTES);
    concept
        .properties
        .extend(values.map(|value| Property { name: name.into(), value: value.into() }));
}
