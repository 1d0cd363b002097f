//! A concept -> the competency that says it, but for what points at others.

use std::collections::BTreeMap;

use serde_json::Map;
use serde_json::Number;
use serde_json::Value as Json;
use serde_json::json;

use crate::formats::ctdl::capacity::has_label_and_text;
use crate::formats::ctdl::ids;
use crate::formats::ctdl::terms;
use crate::formats::ctdl::terms::Shape;
use crate::formats::ctdl::write::in_language;
use crate::model::Concept;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Notation;
use crate::model::Status;
use crate::model::TextKind;

/// The status of what is withdrawn.
const DEPRECATED: &str = "https://credreg.net/ctdlasn/vocabs/publicationStatus/Deprecated";

/// All that a competency says of itself alone.
pub(super) fn competency(concept: &Concept, key: &str, language: Language) -> Map<String, Json> {
    let mut node = Map::new();
    let mut put = |term: &str, value: Json| {
        node.insert(term.to_owned(), value);
    };
    put("@type", json!("ceasn:Competency"));
    put("@id", json!(concept.id));
    let ctid = concept.property(terms::CTID);
    put(
        "ceterms:ctid",
        json!(ctid.map_or_else(|| ids::ctid_of(concept.id.as_str()), str::to_owned)),
    );
    let mut languages: Vec<Language> = concept.labels.iter().map(|l| l.language).collect();
    languages.extend(concept.texts.iter().map(|t| t.language));
    languages.sort();
    languages.dedup();
    if languages.is_empty() {
        languages.push(language);
    }
    put("ceasn:inLanguage", json!(languages));
    put_words(concept, &mut put);
    put_codes(concept, key, &mut put);
    match &concept.status {
        Status::Active => {}
        Status::Deprecated => put("ceasn:publicationStatusType", json!([DEPRECATED])),
        Status::ReplacedBy(ids) => put("ceterms:supersededBy", json!(ids)),
    }
    put_properties(concept, language, &mut put);
    node
}

/// Names and texts, each under its term.
fn put_words(concept: &Concept, put: &mut impl FnMut(&str, Json)) {
    let names = |kind: LabelKind| {
        let of_kind = concept.labels.iter().filter(move |label| label.kind == kind);
        of_kind.map(|label| (label.language, label.text.as_ref()))
    };
    let texts = |kind: TextKind| {
        let of_kind = concept.texts.iter().filter(move |text| text.kind == kind);
        of_kind.map(|text| (text.language, text.text.as_ref()))
    };
    let single = |words: &mut dyn Iterator<Item = (Language, &str)>| -> Option<Json> {
        let mut map = Map::new();
        for (language, text) in words {
            map.entry(language.as_str()).or_insert_with(|| json!(text));
        }
        (!map.is_empty()).then_some(Json::Object(map))
    };
    let preferred = single(&mut names(LabelKind::Preferred));
    let described = single(&mut texts(TextKind::Description));
    match (preferred, described) {
        (Some(name), Some(text)) => {
            put("ceasn:competencyLabel", name);
            put("ceasn:competencyText", text);
        }
        (Some(name), None) => put("ceasn:competencyText", name),
        (None, described) => {
            // A text is asked for; the reader knows that an IRI is none.
            put("ceasn:competencyText", in_language(Language::UNKNOWN, concept.id.as_str()));
            if let Some(text) = described {
                put("ceasn:description", text);
            }
        }
    }
    for (term, words) in [
        ("skos:altLabel", several(names(LabelKind::Alternative))),
        ("skos:hiddenLabel", several(names(LabelKind::Hidden))),
        ("skos:definition", several(texts(TextKind::Definition))),
        ("ceasn:comment", single(&mut texts(TextKind::Note))),
    ] {
        if let Some(words) = words {
            put(term, words);
        }
    }
    let mut commented: Vec<Language> = Vec::new();
    let more: Vec<(Language, &str)> = texts(TextKind::Note)
        .filter(|(language, _)| {
            let is_first = !commented.contains(language);
            commented.push(*language);
            !is_first
        })
        .collect();
    if let Some(words) = several(more.into_iter()) {
        put("skos:note", words);
    }
    // The context of CTDL-ASN gives scope notes no container.
    let scope: Vec<Json> = texts(TextKind::ScopeNote)
        .map(|(language, text)| json!({ "@language": language, "@value": text }))
        .collect();
    if !scope.is_empty() {
        put("skos:scopeNote", json!(scope));
    }
}

/// The framework's own codes, and those of other classifications.
fn put_codes(concept: &Concept, key: &str, put: &mut impl FnMut(&str, Json)) {
    let (own, others): (Vec<&Notation>, Vec<&Notation>) =
        concept.notations.iter().partition(|notation| notation.scheme.as_ref() == key);
    if let Some((first, more)) = own.split_first() {
        put("ceasn:codedNotation", json!(first.code));
        if !more.is_empty() {
            let codes: Vec<&str> = more.iter().map(|notation| notation.code.as_ref()).collect();
            put("ceasn:altCodedNotation", json!(codes));
        }
    }
    let identifiers: Vec<Json> = others
        .iter()
        .map(|notation| {
            json!({
                "@type": "ceterms:IdentifierValue",
                "ceterms:identifierTypeName": { "und": notation.scheme },
                "ceterms:identifierValueCode": notation.code,
            })
        })
        .collect();
    if !identifiers.is_empty() {
        put("ceterms:identifier", json!(identifiers));
    }
}

/// All texts by language, several in one where there are.
fn several<'a>(words: impl Iterator<Item = (Language, &'a str)>) -> Option<Json> {
    let mut map: BTreeMap<Language, Vec<&str>> = BTreeMap::new();
    for (language, text) in words {
        map.entry(language).or_default().push(text);
    }
    let map: Map<String, Json> =
        map.into_iter().map(|(language, texts)| (language.to_string(), json!(texts))).collect();
    (!map.is_empty()).then_some(Json::Object(map))
}

fn put_properties(concept: &Concept, language: Language, put: &mut impl FnMut(&str, Json)) {
    let mut categories: Vec<&str> = Vec::new();
    for (term, name, shape) in terms::PROPERTIES {
        let of_name = concept.properties.iter().filter(|p| p.name.as_ref() == name);
        let values: Vec<&str> = of_name.map(|property| property.value.as_ref()).collect();
        if name == terms::CATEGORY {
            categories = values;
            continue;
        }
        let Some(first) = values.first() else { continue };
        let words = |value: &&str| in_language(language, value);
        let value = match shape {
            Shape::One | Shape::Date | Shape::Iri => json!(first),
            Shape::Number => number(first),
            Shape::Truth => json!(*first == "true"),
            Shape::Many | Shape::Iris => json!(values),
            Shape::Words => Json::Array(values.iter().map(words).collect()),
            Shape::Levels => Json::Array(
                values
                    .iter()
                    .map(|iri| json!({ "@type": "ceasn:ProficiencyScale", "@id": iri }))
                    .collect(),
            ),
        };
        match (name, term) {
            // With what stands inside the framework, among the links.
            (_, terms::PREREQUISITE) => {}
            (_, term) if term.contains(':') => put(term, value),
            // The codes have this term of CTDL; the IRIs that of CTDL-ASN.
            (_, term) => put(&format!("ceasn:{term}"), value),
        }
    }
    let kind = terms::category_of(concept.kind);
    if terms::competency_kind(&categories, has_label_and_text(concept)) != concept.kind {
        categories.push(&kind);
    }
    if !categories.is_empty() {
        let words = categories.iter().map(|category| in_language(language, category));
        put("ceasn:competencyCategory", Json::Array(words.collect()));
    }
}

/// A number as JSON; the capacity lets nothing else through.
fn number(text: &str) -> Json {
    let whole = text.parse::<i64>().map(Number::from).ok();
    let number = whole.or_else(|| text.parse().ok().and_then(Number::from_f64));
    number.map_or(Json::Null, Json::Number)
}
