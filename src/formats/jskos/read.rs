//! Files of JSKOS -> Framework.

use std::collections::BTreeSet;

use serde::Deserialize as _;
use serde_json::Value;

use crate::formats::Bundle;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::code::slug;
use crate::formats::jskos::OWN_RELEASE;
use crate::formats::jskos::SCHEME;
use crate::formats::jskos::concepts::Described;
use crate::formats::jskos::concepts::Met;
use crate::formats::jskos::concepts::concept;
use crate::formats::jskos::mappings::mapping;
use crate::formats::jskos::object::Object;
use crate::formats::jskos::object::in_languages;
use crate::formats::jskos::object::list;
use crate::formats::jskos::object::objects;
use crate::formats::jskos::object::text;
use crate::formats::jskos::object::uris;
use crate::formats::links::Links;
use crate::formats::outline::Outline;
use crate::formats::rdf::base_of;
use crate::formats::rdf::local_name;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::FrameworkBuilder;
use crate::model::LabelKind;
use crate::model::LabelOutcome;
use crate::model::Language;
use crate::model::Licence;
use crate::model::Location;
use crate::model::Release;
use crate::model::Status;

/// Whether the outside of a document is that of JSKOS; `are_mappings` says whether it is a mapping.
pub(in crate::formats) fn is_in(outline: &Outline, are_mappings: bool) -> bool {
    if outline.has("@graph") || outline.has("@id") {
        return false;
    }
    if outline.has("from") && outline.has("to") {
        let known = ["fromScheme", "toScheme", "mappingRelevance"];
        return are_mappings
            && (outline.says("type", "skos/core#") || known.iter().any(|key| outline.has(key)));
    }
    let is_skos = outline.says("type", "http://www.w3.org/2004/02/skos/core#Concept");
    let parts = ["inScheme", "topConceptOf", "topConcepts", "concepts", "narrower", "broader"];
    let is_like = outline.has("prefLabel") && parts.iter().any(|key| outline.has(key));
    !are_mappings && outline.has("uri") && (is_skos || is_like)
}

/// The framework in the bundle's files.
///
/// Errors: a file cannot be read, or there is no concept.
pub(in crate::formats) fn read(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
    tables: &mut Vec<TableCount>,
    links: &mut Links,
) -> Result<Framework, ReadError> {
    let mut all: Vec<Object> = Vec::new();
    for file in bundle.files() {
        let found = objects(file, issues)?;
        let rows = found.len() as u64;
        tables.push(TableCount { file: file.name().to_owned(), rows, taken: rows });
        all.extend(found);
    }
    let place = Location::file(bundle.files().first().map_or("", |file| file.name()));
    let release = release(&all, &place, options, issues)?;
    let ends = (release.framework.as_str().to_owned(), release.key.clone());
    let ends = (ends.0.as_str(), ends.1.as_str());
    let mut met = Met::default();
    for object in &all {
        let value = &object.value;
        if is_scheme(value) {
            for one in list(value, "concepts").chain(list(value, "topConcepts")) {
                let has_more = one.as_object().is_some_and(|fields| fields.len() > 1);
                if has_more {
                    concept(one, &object.place, ends, &mut met, links, issues);
                }
            }
        } else if value.get("from").is_some() && value.get("to").is_some() {
            mapping(value, None, &object.place, links, issues);
        } else {
            concept(value, &object.place, ends, &mut met, links, issues);
        }
    }
    if met.n_unnamed > 0 {
        let what = format!("{} concepts have no URI and are left out", met.n_unnamed);
        issues.error("no-iri", place.clone(), what, "give each concept a URI");
    }
    if met.concepts.is_empty() {
        let what = "there is no concept in it";
        return Err(ReadError::invalid(place, what, "give objects with uri and prefLabel"));
    }
    let mut builder = FrameworkBuilder::new(release);
    add(&mut builder, met, issues);
    builder
        .build()
        .map_err(|e| ReadError::invalid(place, e.to_string(), "give another short name with --key"))
}

/// Adds concepts, each once with all that is said of it, then what holds between them.
fn add(builder: &mut FrameworkBuilder, met: Met, issues: &mut Issues) {
    // Those whose kind is said.
    let mut with_kind = BTreeSet::new();
    for Described { mut concept, has_kind, place } in met.concepts {
        let id = concept.id.as_str().to_owned();
        let labels = std::mem::take(&mut concept.labels);
        if let Some(known) = builder.concept_mut(&id) {
            // The same concept may be described again where another one names it.
            if has_kind && !with_kind.contains(&id) {
                known.kind = concept.kind;
            } else if has_kind && known.kind != concept.kind {
                let what = format!("{id} is a {} before and a {} here", known.kind, concept.kind);
                issues.warning("two-kinds", place.clone(), what, "keep one; the first stays");
            }
            merge_status(&mut known.status, concept.status);
            known.texts.append(&mut concept.texts);
            known.notations.append(&mut concept.notations);
            known.properties.append(&mut concept.properties);
        } else {
            builder.add(concept);
        }
        if has_kind {
            with_kind.insert(id.clone());
        }
        for label in labels {
            let is_preferred = label.kind == LabelKind::Preferred;
            let what = format!("S14: {:?} is a second preferred label of {id}", label.text);
            if builder.add_label(&id, label) == LabelOutcome::Demoted && is_preferred {
                let remedy = "keep one; it becomes an alternative one";
                issues.warning("skos-s14", place.clone(), what, remedy);
            }
        }
    }
    for (subject, kind, object, place) in met.arrows {
        if builder.relate(&subject, kind, &object).is_ok() {
            continue;
        }
        let outside = ConceptId::new(object.as_str()).ok();
        if outside.is_none_or(|id| builder.relate_outside(&subject, kind, id).is_err()) {
            let what =
                format!("{subject} is {kind} to {object}, and the first is not described here");
            issues.warning("dangling-relation", place, what, "add the concept; it is left out");
        }
    }
}

/// Withdrawn is withdrawn wherever it is said, and every successor counts.
fn merge_status(known: &mut Status, new: Status) {
    match (known, new) {
        (Status::ReplacedBy(known), Status::ReplacedBy(new)) => {
            for successor in new {
                if !known.contains(&successor) {
                    known.push(successor);
                }
            }
        }
        (_, Status::Active) | (Status::ReplacedBy(_), Status::Deprecated) => {}
        (known, new) => *known = new,
    }
}

fn is_scheme(value: &Value) -> bool {
    list(value, "type").any(|class| class.as_str() == Some(SCHEME))
        || value.get("concepts").is_some()
        || value.get("topConcepts").is_some()
}

/// The release of the first scheme; where there is none, of the scheme that the concepts name.
fn release(
    all: &[Object],
    place: &Location,
    options: &ReadOptions,
    issues: &mut Issues,
) -> Result<Release, ReadError> {
    let scheme = all.iter().find(|object| is_scheme(&object.value));
    let invalid = |e: crate::model::NameError| {
        ReadError::invalid(place.clone(), e.to_string(), "correct the URI of the scheme")
    };
    let own = scheme.and_then(|scheme| Release::deserialize(scheme.value.get(OWN_RELEASE)?).ok());
    if let Some(mut release) = own {
        options.apply(&mut release);
        return Ok(release);
    }
    let none = Value::Null;
    let value = scheme.map_or(&none, |scheme| &scheme.value);
    let from_file = base_of(&place.file);
    let named = all.iter().find_map(|object| uris(&object.value, "inScheme").next());
    let iri = match text(value, "uri") {
        "" => named.unwrap_or(from_file.trim_end_matches('/')),
        uri => uri,
    };
    let mut first = |object: &Value, field: &str| {
        let texts = in_languages(object, field, place, issues);
        let english = texts.iter().find(|(language, _)| *language == Language::ENGLISH);
        english.or_else(|| texts.first()).map_or("", |(_, text)| *text).to_owned()
    };
    let title = first(value, "prefLabel");
    let publishers = list(value, "publisher").chain(list(value, "creator"));
    let publisher = publishers.map(|p| first(p, "prefLabel")).find(|name| !name.is_empty());
    let licence = list(value, "license").next();
    let licence_name = licence.map(|l| first(l, "prefLabel")).unwrap_or_default();
    let description = first(value, "definition");
    let notation = list(value, "notation").find_map(Value::as_str);
    let key: String = slug(notation.unwrap_or(local_name(iri))).chars().take(40).collect();
    let version = ["version", "modified", "issued", "created"].map(|field| text(value, field));
    let version = version.into_iter().find(|version| !version.is_empty()).unwrap_or("1").to_owned();
    let mut release = Release {
        framework: ConceptId::new(iri).map_err(invalid)?,
        title: if title.is_empty() { key.clone() } else { title },
        key,
        publisher: publisher.unwrap_or_default(),
        version,
        licence: Licence {
            name: licence_name,
            url: licence.map(|l| text(l, "uri")).unwrap_or_default().to_owned(),
            attribution: String::new(),
        },
        description,
    };
    if scheme.is_none() {
        let what = format!("there is no scheme in it; the framework is called {iri}");
        issues.note("no-scheme", place.clone(), what, "add the scheme with its title and licence");
    }
    options.apply(&mut release);
    Ok(release)
}
