//! Framework -> Shareable Competency Definitions, all in one file.

use serde::Serialize;
use serde_json::Value;
use serde_json::json;

use crate::formats::Fitted;
use crate::formats::scd::ASSOCIATIONS;
use crate::formats::scd::EQUIVALENTS;
use crate::model::Concept;
use crate::model::Digest;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Notation;
use crate::model::Predicate;
use crate::model::RelationKind;

/// Digits of a digest that name an association.
const DIGITS: usize = 32;

#[derive(Serialize)]
struct Framework<'a> {
    #[serde(rename = "@context")]
    context: Value,
    id: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(rename = "dcterms:identifier")]
    key: &'a str,
    #[serde(rename = "dcterms:publisher", skip_serializing_if = "str::is_empty")]
    publisher: &'a str,
    #[serde(rename = "schema:version")]
    version: &'a str,
    #[serde(rename = "dcterms:rights", skip_serializing_if = "str::is_empty")]
    rights: &'a str,
    #[serde(rename = "dcterms:license", skip_serializing_if = "str::is_empty")]
    licence: &'a str,
    #[serde(rename = "schema:creditText", skip_serializing_if = "str::is_empty")]
    credit: &'a str,
    #[serde(rename = "competencyDefinition")]
    competencies: Vec<Competency<'a>>,
    #[serde(rename = "resourceAssociation")]
    associations: Vec<Association<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Competency<'a> {
    id: &'a str,
    #[serde(rename = "competencyStatement", skip_serializing_if = "Value::is_null")]
    statement: Value,
    #[serde(skip_serializing_if = "Value::is_null")]
    description: Value,
    #[serde(skip_serializing_if = "Value::is_null")]
    reference_code: Value,
    type_label: &'a str,
    #[serde(rename = "competencyFramework")]
    framework: [&'a str; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Association<'a> {
    id: String,
    #[serde(rename = "associationType")]
    sort: &'a str,
    source: &'a str,
    destination: &'a str,
    #[serde(rename = "competencyFramework")]
    framework: [&'a str; 1],
}

/// The whole of what fits, as JSON.
pub(in crate::formats) fn write(fitted: &Fitted) -> String {
    let parts = fitted.framework.parts();
    let release = &parts.release;
    let framework = release.framework.as_str();
    let id = |position: u32| parts.concepts[position as usize].id.as_str();
    let said = |kind: RelationKind, subject, object| {
        let known = ASSOCIATIONS.iter().find(|(_, held, _)| *held == kind);
        let (name, from, to) = match known {
            Some((name, _, false)) => (Some(*name), subject, object),
            Some((name, _, true)) => (Some(*name), object, subject),
            None => (None, subject, object),
        };
        (name, from, to)
    };
    let equivalent = |predicate: Predicate| {
        EQUIVALENTS.iter().find(|(_, held)| *held == predicate).map(|(name, _)| *name)
    };
    let inside = parts.relations.iter().map(|r| said(r.kind, id(r.subject), id(r.object)));
    let outside = parts.outside.iter().map(|r| said(r.kind, id(r.subject), r.object.as_str()));
    let mappings = fitted.mappings.iter().filter_map(|mapping| {
        let object = mapping.object.as_ref()?.as_str();
        Some((equivalent(mapping.predicate), mapping.subject.as_str(), object))
    });
    let associations = inside
        .chain(outside)
        .chain(mappings)
        .filter_map(|(name, from, to)| Some(association(framework, name?, from, to)));
    let competencies =
        parts.concepts.iter().map(|concept| competency(framework, &release.key, concept));
    let whole = Framework {
        context: json!({ "dcterms": "http://purl.org/dc/terms/", "schema": "https://schema.org/" }),
        id: framework,
        name: &release.title,
        description: &release.description,
        key: &release.key,
        publisher: &release.publisher,
        version: &release.version,
        rights: &release.licence.name,
        licence: &release.licence.url,
        credit: &release.licence.attribution,
        competencies: competencies.collect(),
        associations: associations.collect(),
    };
    // Plain data always serialises; an empty object would stand where that promise broke.
    let mut out = serde_json::to_string_pretty(&whole).unwrap_or_else(|_| "{}".to_owned());
    out.push('\n');
    out
}

fn association<'a>(
    framework: &'a str,
    association_type: &'a str,
    source: &'a str,
    destination: &'a str,
) -> Association<'a> {
    let said = format!("{association_type}\n{source}\n{destination}");
    let digest: String = Digest::of(said.as_bytes()).to_string().chars().take(DIGITS).collect();
    Association {
        id: format!("urn:skillmap:association:{digest}"),
        sort: association_type,
        source,
        destination,
        framework: [framework],
    }
}

fn competency<'a>(framework: &'a str, key: &str, concept: &'a Concept) -> Competency<'a> {
    let labels = concept.labels.iter().filter(|label| label.kind == LabelKind::Preferred);
    let codes = concept.notations.iter().map(|notation| code(key, notation));
    Competency {
        id: concept.id.as_str(),
        statement: one_or_many(labels.map(|label| said(label.language, &label.text))),
        description: one_or_many(concept.texts.iter().map(|text| said(text.language, &text.text))),
        reference_code: one_or_many(codes),
        type_label: concept.kind.name(),
        framework: [framework],
    }
}

fn said(language: Language, text: &str) -> Value {
    if language == Language::UNKNOWN {
        return json!(text);
    }
    json!({ "@language": language.as_str(), "@value": text })
}

fn code(key: &str, notation: &Notation) -> Value {
    if notation.scheme.as_ref() == key {
        return json!(notation.code);
    }
    json!({ "@type": notation.scheme, "@value": notation.code })
}

fn one_or_many(values: impl Iterator<Item = Value>) -> Value {
    let mut values: Vec<Value> = values.collect();
    match values.len() {
        0 => Value::Null,
        1 => values.pop().unwrap_or(Value::Null),
        _ => Value::Array(values),
    }
}
