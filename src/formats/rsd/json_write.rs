//! Descriptors -> the JSON of OSMT's API: one collection, whose facts are those of the release, with all skills.
//!
//! What the descriptors have no key for is said in terms of schema.org, Dublin Core and SKOS, which the `@context`
//! declares there.

use serde_json::Value;
use serde_json::json;

use crate::formats::Fitted;
use crate::formats::rsd::descriptor::Alignment;
use crate::formats::rsd::descriptor::Collected;
use crate::formats::rsd::descriptor::Descriptor;
use crate::formats::rsd::descriptor::FACTS;
use crate::formats::rsd::descriptor::SINGLE;
use crate::formats::rsd::descriptor::occupation_code;
use crate::formats::rsd::descriptor::occupation_level;
use crate::formats::rsd::descriptor::split_link;
use crate::formats::rsd::export;
use crate::formats::rsd::json::LIBRARY;
use crate::model::ConceptId;
use crate::model::Predicate;

const CONTEXT: &str = "https://rsd.openskillsnetwork.org/context-v1.json";

/// The framework as one collection of skill descriptors, one a line.
pub(crate) fn write(fitted: &Fitted) -> String {
    let release = fitted.framework.release();
    let terms = json!({
        "schema": "https://schema.org/",
        "dct": "http://purl.org/dc/terms/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
    });
    let library = json!({
        "@context": [CONTEXT, terms],
        "type": "RichSkillCollection",
        "schema:additionalType": LIBRARY,
        "id": release.framework,
        "uuid": super::descriptor::uuid_of(release.framework.as_str()),
        "status": "published",
        "name": release.title,
        "description": release.description,
        "author": release.publisher,
        "schema:identifier": release.key,
        "schema:version": release.version,
        "schema:license": {
            "schema:name": release.licence.name,
            "schema:url": release.licence.url,
        },
        "schema:creditText": release.licence.attribution,
    });
    let mut out = library.to_string();
    out.pop();
    out.push_str(",\n\"skills\": [\n");
    for (position, descriptor) in export::descriptors(fitted).iter().enumerate() {
        out.push_str(if position == 0 { "" } else { ",\n" });
        out.push_str(&object(descriptor, &terms).to_string());
    }
    out.push_str("\n]}\n");
    out
}

fn object(descriptor: &Descriptor, terms: &Value) -> Value {
    let all = |fact: &str| descriptor.values(fact).collect::<Vec<_>>();
    let one = |fact: &str| descriptor.values(fact).next();
    let named = |fact: &str, key: &str| -> Vec<Value> {
        all(fact).into_iter().map(|value| reference(value, fact, key)).collect()
    };
    let is_typed = |alignment: &Alignment| alignment.predicate != Predicate::Related;
    let is_extended =
        !descriptor.successors.is_empty() || descriptor.alignments.iter().any(is_typed);
    let mut alignments: Vec<Value> = descriptor.alignments.iter().map(aligned).collect();
    alignments.extend(all("alignment").into_iter().map(|name| json!({ "skillName": name })));
    let mut certifications = named("certification", "name");
    let addresses = all("certification_url");
    certifications.extend(addresses.into_iter().map(|id| json!({ "id": id })));
    let collections: Vec<Value> = descriptor.collections.iter().map(collected).collect();
    let (name, statement, class) = if descriptor.is_collection {
        ("name", "description", "RichSkillCollection")
    } else {
        ("skillName", "skillStatement", "RichSkillDescriptor")
    };
    let mut object = json!({
        "@context": if is_extended { json!([CONTEXT, terms]) } else { json!(CONTEXT) },
        "type": class,
        "id": descriptor.id,
        "status": descriptor.status,
        name: descriptor.name,
        statement: descriptor.statement,
        "authors": all("author"),
        "categories": all("category"),
        "keywords": all("keyword"),
        "standards": named("standard", "skillName"),
        "certifications": certifications,
        "employers": named("employer", "name"),
        "alignments": alignments,
        "occupations": descriptor.occupations.iter().map(job).collect::<Vec<_>>(),
        "collections": collections,
    });
    let mut put = |key: &str, value: Value| {
        if let Value::Object(object) = &mut object {
            object.insert(key.to_owned(), value);
        }
    };
    for (fact, key) in FACTS {
        if SINGLE.contains(&fact)
            && let Some(value) = one(fact)
        {
            put(key, json!(value));
        }
    }
    if !descriptor.successors.is_empty() {
        put("dct:isReplacedBy", json!(descriptor.successors));
    }
    object
}

/// A name, with the address that stands beside it in one value.
fn reference(value: &str, fact: &str, key: &str) -> Value {
    match split_link(value) {
        // Of certifications an address alone is another fact, and this is a name like any other.
        Some(("", id)) if fact != "certification" => json!({ "id": id }),
        Some((name, id)) if !name.is_empty() => json!({ "id": id, key: name }),
        _ => json!({ key: value }),
    }
}

fn aligned(alignment: &Alignment) -> Value {
    let mut object = json!({ "id": alignment.object });
    let mut put = |key: &str, value: &str| {
        if let Value::Object(object) = &mut object {
            object.insert(key.to_owned(), json!(value));
        }
    };
    if !alignment.name.is_empty() {
        put("skillName", &alignment.name);
    }
    if alignment.predicate != Predicate::Related {
        put("schema:additionalType", &format!("skos:{}Match", alignment.predicate));
    }
    object
}

fn collected(collection: &Collected) -> Value {
    if collection.name.is_empty() && collection.uuid.is_empty() {
        return json!({ "id": collection.id });
    }
    json!({ "id": collection.id, "uuid": collection.uuid, "name": collection.name })
}

fn job(iri: &ConceptId) -> Value {
    match occupation_code(iri) {
        Some(code) => {
            let level = occupation_level(code);
            let framework = if level == "Job Role" { "o*net" } else { "bls" };
            json!({ "code": code, "frameworkName": framework, "level": level })
        }
        None => json!({ "targetNode": iri }),
    }
}
