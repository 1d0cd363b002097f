//! Shareable Competency Definitions -> Framework, from one file or from one for each object.

use serde_json::Value;

use crate::formats::Bundle;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::code::slug;
use crate::formats::links::Links;
use crate::formats::outline::Outline;
use crate::formats::scd::ASSOCIATIONS;
use crate::formats::scd::EQUIVALENTS;
use crate::formats::scd::objects::Object;
use crate::formats::scd::objects::Objects;
use crate::formats::scd::objects::gather;
use crate::limits;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::FrameworkBuilder;
use crate::model::Justification;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::LabelOutcome;
use crate::model::Language;
use crate::model::Licence;
use crate::model::Location;
use crate::model::Mapping;
use crate::model::Notation;
use crate::model::Predicate;
use crate::model::Property;
use crate::model::RelationKind;
use crate::model::Release;
use crate::model::Text;
use crate::model::TextKind;

/// Associations that are read as relations beside those that are written; `true` where the ends change places.
const FURTHER: [(&str, RelationKind, bool); 3] = [
    ("broadens", RelationKind::Broader, true),
    ("isRequiredBy", RelationKind::Precedes, false),
    ("isEnabledBy", RelationKind::Optional, false),
];

/// Whether a JSON file is of this profile.
pub(in crate::formats) fn is_it(outline: &Outline) -> bool {
    outline.has("competencyDefinition")
        || outline.has("competencyStatement")
        || (outline.has("associationType") && outline.has("destination"))
}

/// The framework in the bundle's files of this profile.
///
/// Errors: none of them is a framework, several are, or a file is no JSON.
pub(in crate::formats) fn read(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
    tables: &mut Vec<TableCount>,
    links: &mut Links,
) -> Result<Framework, ReadError> {
    let mut objects = Objects::default();
    for file in bundle.files() {
        if file.outline()?.is_some_and(is_it) {
            gather(file, &mut objects, issues)?;
        }
    }
    let place = || Location::file(&bundle.origins().join(", "));
    let Some((top, framework)) = objects.framework.take() else {
        let what = "no object in it has competencyDefinition, which makes a framework";
        return Err(ReadError::invalid(place(), what, "add the framework's own file"));
    };
    let release = release(&framework, &top, options, issues)?;
    let key = release.key.clone();
    let mut builder = FrameworkBuilder::new(release);
    for (place, object) in &objects.competencies {
        let id = add(&mut builder, &key, object, place, issues);
        if let Some(id) = id {
            objects.named.remove(id.as_str());
        }
    }
    let mut n_drawn = 0;
    for (place, object) in &objects.associations {
        if let Some(Value::String(id)) = object.get("id") {
            objects.named.remove(id);
        }
        n_drawn += u64::from(relate(&mut builder, object, place, (links, issues)));
    }
    for (id, place) in objects.named {
        let what = format!("{id} is named and in none of the files");
        issues.error("dangling-object", place, what, "add its file");
    }
    let count = |file: &str, rows: usize, taken: u64| TableCount {
        file: file.to_owned(),
        rows: rows as u64,
        taken,
    };
    tables.push(count("competencyDefinition", objects.competencies.len(), builder.len() as u64));
    tables.push(count("resourceAssociation", objects.associations.len(), n_drawn));
    builder.build().map_err(|e| ReadError::invalid(top, e.to_string(), "give another --key"))
}

/// A field as text: the first value of several.
fn text_of(object: &Object, field: &str) -> String {
    let mut all = object.get(field).map(values).unwrap_or_default();
    if all.is_empty() { String::new() } else { all.swap_remove(0).text }
}

fn release(
    object: &Object,
    place: &Location,
    options: &ReadOptions,
    issues: &mut Issues,
) -> Result<Release, ReadError> {
    let iri = object.get("id").or_else(|| object.get("@id")).and_then(Value::as_str);
    let framework = ConceptId::new(iri.unwrap_or_default()).map_err(|e| {
        ReadError::invalid(place.clone(), e.to_string(), "give the framework an id")
    })?;
    if object.contains_key("authoritativeSource") {
        let what = "what the framework is derived from is not kept";
        issues.note("authoritative-source", place.clone(), what, "nothing to do");
    }
    let tail = framework.as_str().rsplit([':', '/', '#']).find(|part| !part.is_empty());
    let key = match text_of(object, "dcterms:identifier") {
        key if key.is_empty() => slug(tail.unwrap_or("framework")),
        key => key,
    };
    let version = match text_of(object, "schema:version") {
        version if version.is_empty() => "1".to_owned(),
        version => version,
    };
    let mut release = Release {
        framework,
        key,
        title: text_of(object, "name"),
        publisher: text_of(object, "dcterms:publisher"),
        version,
        licence: Licence {
            name: text_of(object, "dcterms:rights"),
            url: text_of(object, "dcterms:license"),
            attribution: text_of(object, "schema:creditText"),
        },
        description: text_of(object, "description"),
    };
    options.apply(&mut release);
    Ok(release)
}

/// A text, with what stands beside it.
struct Said {
    text: String,
    language: Language,
    /// `@type`, of a code its classification.
    sort: Option<String>,
}

/// The texts of a field: plain, with `@language` or `@type`, by language, or a list of these.
fn values(value: &Value) -> Vec<Said> {
    let said = |text: &str, language: Option<&str>, sort: Option<&str>| Said {
        text: text.trim().to_owned(),
        language: language.and_then(|tag| Language::new(tag).ok()).unwrap_or(Language::UNKNOWN),
        sort: sort.map(str::to_owned),
    };
    let mut all = match value {
        Value::String(text) => vec![said(text, None, None)],
        Value::Number(number) => vec![said(&number.to_string(), None, None)],
        Value::Array(items) => items.iter().flat_map(values).collect(),
        Value::Object(object) => {
            let of = |field: &str| object.get(field).and_then(Value::as_str);
            match (of("@value"), of("id").or_else(|| of("@id"))) {
                (Some(text), _) => vec![said(text, of("@language"), of("@type"))],
                (None, Some(id)) => vec![said(id, None, None)],
                (None, None) => {
                    let by_language = object.iter().flat_map(|(tag, value)| {
                        let inside = values(value).into_iter();
                        inside.map(|one| said(&one.text, Some(tag), None)).collect::<Vec<_>>()
                    });
                    by_language.collect()
                }
            }
        }
        Value::Null | Value::Bool(_) => Vec::new(),
    };
    all.retain(|one| !one.text.is_empty());
    all
}

/// Adds a competency; gives its id, or nothing where it is told why not.
fn add(
    builder: &mut FrameworkBuilder,
    key: &str,
    object: &Object,
    place: &Location,
    issues: &mut Issues,
) -> Option<ConceptId> {
    let all = |field: &str| object.get(field).map(values).unwrap_or_default();
    let iri = object.get("id").or_else(|| object.get("@id")).and_then(Value::as_str);
    let id = match ConceptId::new(iri.unwrap_or_default()) {
        Ok(id) => id,
        Err(e) => {
            issues.error("bad-id", place.clone(), e.to_string(), "give the competency an id");
            return None;
        }
    };
    let mut concept = Concept::new(id.clone(), ConceptKind::Skill);
    for said in all("typeLabel") {
        let name = said.text.to_lowercase().replace([' ', '-'], "_");
        match ConceptKind::from_name(&name) {
            Some(kind) => concept.kind = kind,
            None if name.contains("competenc") => {}
            None => concept
                .properties
                .push(Property { name: "type_label".into(), value: said.text.into() }),
        }
    }
    let is_too_long = |said: &Said, limit: usize| said.text.len() > limit;
    for said in all("description") {
        if is_too_long(&said, limits::TEXT_BYTES) {
            issues.error("too-long", place.clone(), "a description is too long", "shorten it");
            continue;
        }
        let (kind, language) = (TextKind::Description, said.language);
        concept.texts.push(Text { kind, language, text: said.text.into() });
    }
    for said in all("referenceCode") {
        let scheme = said.sort.unwrap_or_else(|| key.to_owned());
        concept.notations.push(Notation { scheme: scheme.into(), code: said.text.into() });
    }
    if !builder.add(concept) {
        let what = format!("{id} stands twice");
        issues.error("duplicate-concept", place.clone(), what, "keep one of them");
        return None;
    }
    // A name beside the statement is the shorter way to say it.
    let statements = all("competencyStatement");
    let name_kind =
        if statements.is_empty() { LabelKind::Preferred } else { LabelKind::Alternative };
    let statements = statements.into_iter().map(|said| (LabelKind::Preferred, said));
    let names = all("name").into_iter().map(|said| (name_kind, said));
    for (kind, said) in statements.chain(names) {
        if is_too_long(&said, limits::LABEL_BYTES) {
            issues.error("too-long", place.clone(), "a statement is too long", "shorten it");
            continue;
        }
        let label = Label { kind, language: said.language, text: said.text.as_str().into() };
        if builder.add_label(id.as_str(), label) == LabelOutcome::Demoted {
            let what = format!("{:?} is a second statement in its language", said.text);
            let remedy = "it is read as another name";
            issues.warning("second-preferred-label", place.clone(), what, remedy);
        }
    }
    Some(id)
}

/// Draws what an association states; says whether it could be.
fn relate(
    builder: &mut FrameworkBuilder,
    object: &Object,
    place: &Location,
    (links, issues): (&mut Links, &mut Issues),
) -> bool {
    let sort = text_of(object, "associationType");
    // CaSS's own addresses may stand before the name.
    let name = sort.rsplit(['/', '#', ':']).next().unwrap_or(&sort);
    let ends = [text_of(object, "source"), text_of(object, "destination")].map(ConceptId::new);
    let [Ok(source), Ok(destination)] = ends else {
        let what = "an end of the association is no IRI";
        issues.error("bad-id", place.clone(), what, "correct source and destination");
        return false;
    };
    if object.contains_key("weight") {
        let what = "the weight of the association is not kept";
        issues.note("weight", place.clone(), what, "nothing to do");
    }
    let equivalent = EQUIVALENTS.iter().find(|(known, _)| *known == name).map(|(_, p)| *p);
    if let Some(predicate) = equivalent {
        return map(builder, (source, predicate, destination), place, (links, issues));
    }
    let known = ASSOCIATIONS.iter().chain(&FURTHER).find(|(known, ..)| *known == name);
    let &(_, kind, is_reversed) = known.unwrap_or_else(|| {
        let what = format!("{sort:?} is no association of the profile");
        issues.warning("unknown-association", place.clone(), what, "it is read as isRelatedTo");
        &("isRelatedTo", RelationKind::Related, false)
    });
    let (subject, object) = if is_reversed { (destination, source) } else { (source, destination) };
    let drawn = match builder.position(object.as_str()) {
        Some(_) => builder.relate(subject.as_str(), kind, object.as_str()).map(|_| ()),
        None => builder.relate_outside(subject.as_str(), kind, object),
    };
    if let Err(e) = drawn {
        issues.error("dangling-relation", place.clone(), e.to_string(), "add it or drop it");
        return false;
    }
    true
}

/// Keeps an equivalence, which may be one within the framework.
fn map(
    builder: &mut FrameworkBuilder,
    (source, predicate, destination): (ConceptId, Predicate, ConceptId),
    place: &Location,
    (links, issues): (&mut Links, &mut Issues),
) -> bool {
    let is_inside = |id: &ConceptId| builder.position(id.as_str()).is_some();
    let (subject, object) = match (is_inside(&source), is_inside(&destination)) {
        (true, _) => (source, destination),
        (false, true) => (destination, source),
        (false, false) => {
            let what = format!("{source} is not a competency of this framework");
            issues.error("dangling-relation", place.clone(), what, "add it or drop it");
            return false;
        }
    };
    let how = Justification::UnspecifiedMatching;
    links.add(Mapping::new(subject, predicate, Some(object), how), None);
    true
}
