//! Framework and mappings -> JSKOS: the scheme, and one concept in each line.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::formats::Fitted;
use crate::formats::capacity::Capacity;
use crate::formats::capacity::MappingFact;
use crate::formats::jskos::CONCEPT;
use crate::formats::jskos::OWN;
use crate::formats::jskos::OWN_RELEASE;
use crate::formats::jskos::SCHEME;
use crate::formats::jskos::SKOS;
use crate::formats::jskos::concepts::Own;
use crate::formats::jskos::concepts::OwnRelation;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::LabelKind;
use crate::model::Mapping;
use crate::model::Predicate;
use crate::model::RelationKind;
use crate::model::Release;
use crate::model::Status;
use crate::model::TextKind;

/// What JSKOS holds, with the fields that it leaves to us.
pub(in crate::formats) const CAPACITY: Capacity = Capacity {
    mapping: |mapping| {
        mapping.is_negated.then_some("JSKOS cannot say that a mapping does not hold")
    },
    measures: Some("JSKOS has no measured values"),
    mapping_facts: &[
        MappingFact::ObjectLabel,
        MappingFact::Justification,
        MappingFact::Confidence,
        MappingFact::Author,
        MappingFact::Date,
    ],
    ..Capacity::ALL
};

/// The framework as JSKOS.
pub(in crate::formats) fn write(fitted: &Fitted) -> String {
    let parts = fitted.framework.parts();
    let mut mappings: BTreeMap<&ConceptId, Vec<&Mapping>> = BTreeMap::new();
    for mapping in &fitted.mappings {
        mappings.entry(&mapping.subject).or_default().push(mapping);
    }
    let mut below: BTreeSet<u32> = BTreeSet::new();
    let mut arrows: BTreeMap<u32, Vec<(RelationKind, &ConceptId)>> = BTreeMap::new();
    for relation in &parts.relations {
        if relation.kind == RelationKind::Broader {
            below.insert(relation.subject);
        }
        let object = &parts.concepts[relation.object as usize].id;
        arrows.entry(relation.subject).or_default().push((relation.kind, object));
    }
    for relation in &parts.outside {
        arrows.entry(relation.subject).or_default().push((relation.kind, &relation.object));
    }
    let all = (0u32..).zip(&parts.concepts);
    let tops = all.clone().filter(|(position, _)| !below.contains(position));
    let tops: Vec<Value> = tops.map(|(_, c)| json!({"uri": c.id.as_str()})).collect();
    let scheme = Value::Object(scheme(&parts.release, tops)).to_string();
    let mut out = format!("{},\n\"concepts\": [\n", scheme.strip_suffix('}').unwrap_or(&scheme));
    for (position, concept) in all {
        let arrows = arrows.get(&position).map(Vec::as_slice).unwrap_or_default();
        let mapped = mappings.get(&concept.id).map(Vec::as_slice).unwrap_or_default();
        let fields = fields(concept, &parts.release, arrows, mapped);
        out.push_str(if position > 0 { ",\n" } else { "" });
        let _ = write!(out, "{}", Value::Object(fields));
    }
    out.push_str("\n]}\n");
    out
}

fn scheme(release: &Release, tops: Vec<Value>) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut put = |field: &str, value: Value| fields.insert(field.to_owned(), value);
    put("@context", json!("https://gbv.github.io/jskos/context.json"));
    put("uri", json!(release.framework.as_str()));
    put("type", json!([SCHEME]));
    put("notation", json!([release.key]));
    for (field, text) in [("prefLabel", &release.title), ("version", &release.version)] {
        if !text.is_empty() {
            let value = if field == "version" { json!(text) } else { json!({"und": text}) };
            put(field, value);
        }
    }
    if !release.description.is_empty() {
        put("definition", json!({"und": [release.description]}));
    }
    if !release.publisher.is_empty() {
        put("publisher", json!([{"prefLabel": {"und": release.publisher}}]));
    }
    let licence = &release.licence;
    if ConceptId::new(licence.url.as_str()).is_ok() {
        put("license", json!([{"uri": licence.url, "prefLabel": {"und": licence.name}}]));
    } else if !licence.name.is_empty() {
        put("license", json!([{"prefLabel": {"und": licence.name}}]));
    }
    put("topConcepts", Value::Array(tops));
    put(OWN_RELEASE, serde_json::to_value(release).unwrap_or_default());
    fields
}

fn fields(
    concept: &Concept,
    release: &Release,
    arrows: &[(RelationKind, &ConceptId)],
    mappings: &[&Mapping],
) -> Map<String, Value> {
    let mut fields = Map::new();
    fields.insert("uri".to_owned(), json!(concept.id.as_str()));
    fields.insert("type".to_owned(), json!([CONCEPT]));
    fields.insert("inScheme".to_owned(), json!([{"uri": release.framework.as_str()}]));
    for label in &concept.labels {
        let tag = label.language.as_str();
        match label.kind {
            LabelKind::Preferred => {
                let map = fields.entry("prefLabel").or_insert_with(|| json!({}));
                if let Some(map) = map.as_object_mut() {
                    map.insert(tag.to_owned(), json!(label.text));
                }
            }
            LabelKind::Alternative => push(&mut fields, "altLabel", tag, &label.text),
            LabelKind::Hidden => push(&mut fields, "hiddenLabel", tag, &label.text),
        }
    }
    let mut own = Own { kind: Some(concept.kind), ..Own::default() };
    for text in &concept.texts {
        let field = match text.kind {
            TextKind::Definition => "definition",
            TextKind::ScopeNote => "scopeNote",
            TextKind::Note => "note",
            TextKind::Description => {
                own.descriptions.push(text.clone());
                continue;
            }
        };
        push(&mut fields, field, text.language.as_str(), &text.text);
    }
    let codes: BTreeSet<&str> = concept.notations.iter().map(|n| n.code.as_ref()).collect();
    if !codes.is_empty() {
        fields.insert("notation".to_owned(), json!(codes));
    }
    own.notations.clone_from(&concept.notations);
    own.properties.clone_from(&concept.properties);
    relate(&mut fields, &mut own, arrows);
    match &concept.status {
        Status::Active => {}
        status => {
            fields.insert("deprecated".to_owned(), json!(true));
            if let Status::ReplacedBy(successors) = status {
                let list = successors.iter().map(|id| json!({"uri": id.as_str()}));
                fields.insert("replacedBy".to_owned(), list.collect());
            }
            own.status = Some(status.clone());
        }
    }
    if !mappings.is_empty() {
        let all = mappings.iter().map(|mapping| mapped(mapping));
        fields.insert("mappings".to_owned(), all.collect());
    }
    fields.insert(OWN.to_owned(), serde_json::to_value(own).unwrap_or_default());
    fields
}

fn push(fields: &mut Map<String, Value>, field: &str, tag: &str, text: &str) {
    let map = fields.entry(field).or_insert_with(|| json!({}));
    if let Some(list) = map.as_object_mut().map(|m| m.entry(tag).or_insert_with(|| json!([])))
        && let Some(list) = list.as_array_mut()
    {
        list.push(json!(text));
    }
}

fn relate(fields: &mut Map<String, Value>, own: &mut Own, arrows: &[(RelationKind, &ConceptId)]) {
    for (kind, object) in arrows {
        let field = match kind {
            RelationKind::Broader => "broader",
            RelationKind::Related => "related",
            _ => {
                own.relations.push(OwnRelation { kind: *kind, uri: (*object).clone() });
                continue;
            }
        };
        let list = fields.entry(field).or_insert_with(|| json!([]));
        if let Some(list) = list.as_array_mut() {
            list.push(json!({"uri": object.as_str()}));
        }
    }
}

fn mapped(mapping: &Mapping) -> Value {
    let name = match mapping.predicate {
        Predicate::Exact => "exactMatch",
        Predicate::Close => "closeMatch",
        Predicate::Broad => "broadMatch",
        Predicate::Narrow => "narrowMatch",
        Predicate::Related => "relatedMatch",
        Predicate::NoMatch => "mappingRelation",
    };
    // The language of these labels is that of the set, which is not told here.
    let named = |mut object: Value, name: &str| {
        if let Some(fields) = object.as_object_mut().filter(|_| !name.is_empty()) {
            fields.insert("prefLabel".to_owned(), json!({"und": name}));
        }
        object
    };
    let member = |id: &ConceptId, label: &str| named(json!({"uri": id.as_str()}), label);
    let objects = mapping.object.iter().map(|id| member(id, &mapping.object_label));
    let objects: Vec<Value> = objects.collect();
    let mut value = json!({
        "type": [format!("{SKOS}{name}")],
        "from": {"memberSet": [member(&mapping.subject, &mapping.subject_label)]},
        "to": {"memberSet": objects},
        "justification": format!("https://w3id.org/semapv/vocab/{}", mapping.justification.semapv()),
    });
    let mut put = |field: &str, said: Value| {
        if let Some(fields) = value.as_object_mut() {
            fields.insert(field.to_owned(), said);
        }
    };
    if let Some(confidence) = mapping.confidence {
        put("mappingRelevance", json!(confidence.value()));
    }
    if !mapping.author.is_empty() {
        put("creator", json!([named(json!({}), &mapping.author)]));
    }
    if !mapping.date.is_empty() {
        put("created", json!(mapping.date));
    }
    value
}
