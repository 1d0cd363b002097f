//! Framework -> CTDL-ASN: a `@graph` of the framework and its competencies, one node a line.
//!
//! Each node is valid by the registry's own JSON Schema: CTIDs, language maps, lists where it wants lists. What
//! the remote context gives no container (SKOS's scope notes) is written as value objects.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Map;
use serde_json::Number;
use serde_json::Value as Json;
use serde_json::json;

use crate::formats::Fitted;
use crate::formats::code::is_iri;
use crate::formats::ctdl::capacity::has_label_and_text;
use crate::formats::ctdl::capacity::main_language;
use crate::formats::ctdl::ids;
use crate::formats::ctdl::release;
use crate::formats::ctdl::terms;
use crate::formats::ctdl::terms::Shape;
use crate::model::Concept;
use crate::model::ConceptKind;
use crate::model::FrameworkParts;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Mapping;
use crate::model::Notation;
use crate::model::Predicate;
use crate::model::RelationKind;
use crate::model::Release;
use crate::model::Status;
use crate::model::TextKind;

const CONTEXT: &str = "https://credreg.net/ctdlasn/schema/context/json";
/// The status of what is withdrawn.
const DEPRECATED: &str = "https://credreg.net/ctdlasn/vocabs/publicationStatus/Deprecated";

/// Values of a node's terms that are lists of IRIs, by term.
type Links = BTreeMap<&'static str, Vec<String>>;

/// The framework and its mappings as CTDL-ASN.
pub(crate) fn write(fitted: &Fitted) -> String {
    let framework = &fitted.framework;
    let parts = framework.parts();
    let languages = framework.languages();
    let language = main_language(&languages);
    let links = links(parts, &fitted.mappings);
    let has_parent = |position: usize| {
        let of = |relation: &&crate::model::Relation| relation.subject as usize == position;
        let start = parts.relations.partition_point(|r| (r.subject as usize) < position);
        parts.relations[start..]
            .iter()
            .take_while(of)
            .any(|r| r.kind == RelationKind::Broader && r.object != r.subject)
    };
    let tops: Vec<usize> = (0..parts.concepts.len()).filter(|p| !has_parent(*p)).collect();
    let mut nodes = vec![framework_node(&parts.release, parts, &tops, &languages, language)];
    for (position, concept) in parts.concepts.iter().enumerate() {
        let mut node = competency(concept, &parts.release.key, language);
        let top = tops.binary_search(&position).is_ok();
        let part_of = &parts.release.framework;
        if top {
            node.insert("ceasn:isTopChildOf".to_owned(), json!(part_of));
        }
        let mut links = links[position].clone();
        links.entry("ceasn:isPartOf").or_default().insert(0, part_of.to_string());
        for (term, iris) in links {
            node.insert(term.to_owned(), json!(iris));
        }
        nodes.push(Json::Object(node));
    }
    let mut out = format!("{{\n\"@context\": \"{CONTEXT}\",\n");
    if parts.release.framework.as_str().starts_with(ids::RESOURCES) {
        let ctid = ids::ctid_of(parts.release.framework.as_str());
        let _ = writeln!(out, "\"@id\": \"https://credentialengineregistry.org/graph/{ctid}\",");
    }
    out.push_str("\"@graph\": [\n");
    for (position, node) in nodes.iter().enumerate() {
        out.push_str(if position == 0 { "" } else { ",\n" });
        out.push_str(&node.to_string());
    }
    out.push_str("\n]\n}\n");
    out
}

fn in_language(language: Language, text: &str) -> Json {
    json!({ language.as_str(): text })
}

fn framework_node(
    release: &Release,
    parts: &FrameworkParts,
    tops: &[usize],
    languages: &[Language],
    language: Language,
) -> Json {
    let languages = if languages.is_empty() { &[Language::UNKNOWN][..] } else { languages };
    let text = |text: &str| in_language(language, text);
    // A description is asked for.
    let description =
        if release.description.is_empty() { &release.title } else { &release.description };
    let mut node = json!({
        "@type": "ceasn:CompetencyFramework",
        "@id": release.framework,
        "ceterms:ctid": ids::ctid_of(release.framework.as_str()),
        "ceasn:name": text(&release.title),
        "ceasn:description": text(description),
        "ceasn:inLanguage": languages,
        "ceterms:versionIdentifier": [{
            "@type": "ceterms:IdentifierValue",
            "ceterms:identifierValueCode": release.version,
        }],
        "ceasn:hasTopChild": ordered(parts, tops),
    });
    let mut put = |term: &str, value: Json| {
        if let Json::Object(node) = &mut node {
            node.insert(term.to_owned(), value);
        }
    };
    if is_iri(&release.publisher) {
        put("ceasn:publisher", json!([release.publisher]));
    } else if !release.publisher.is_empty() {
        put("ceasn:publisherName", text(&release.publisher));
    }
    let licence = &release.licence;
    for (term, value) in [
        ("ceasn:license", &licence.url),
        ("ceasn:rights", &licence.name),
        ("schema:creditText", &licence.attribution),
    ] {
        if !value.is_empty() {
            put(term, json!(value));
        }
    }
    if release::key_of(&release.title) != release.key {
        let identifier = json!([{
            "@type": "ceterms:IdentifierValue",
            "ceterms:identifierTypeName": { "en": release::KEY_TYPE },
            "ceterms:identifierValueCode": release.key,
        }]);
        put("ceterms:identifier", identifier);
    }
    node
}

/// The concepts at these places in the order that they say, else in that of their IRIs.
fn ordered(parts: &FrameworkParts, places: &[usize]) -> Vec<String> {
    let mut places = places.to_vec();
    // `2` stands before `10`, whatever comes around it.
    let number = |place: usize| {
        let said = parts.concepts[place].property("list_id")?;
        let digits = |c: char| !c.is_ascii_digit();
        said.trim_matches(digits).rsplit(digits).next()?.parse::<u64>().ok()
    };
    let said = |place: usize| parts.concepts[place].property("list_id").unwrap_or_default();
    places.sort_by(|a, b| {
        let unsaid = |place: usize| said(place).is_empty();
        (unsaid(*a), number(*a), said(*a), a).cmp(&(unsaid(*b), number(*b), said(*b), b))
    });
    places.iter().map(|place| parts.concepts[*place].id.to_string()).collect()
}

/// The terms of each concept that point at others.
fn links(parts: &FrameworkParts, mappings: &[Mapping]) -> Vec<Links> {
    let mut links = vec![Links::new(); parts.concepts.len()];
    let mut children: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let iri = |position: usize| parts.concepts[position].id.to_string();
    let mut add = |position: usize, term: &'static str, iri: String| {
        let iris = links[position].entry(term).or_default();
        if !iris.contains(&iri) {
            iris.push(iri);
        }
    };
    for relation in &parts.relations {
        let (subject, object) = (relation.subject as usize, relation.object as usize);
        match relation.kind {
            RelationKind::Broader => {
                children.entry(object).or_default().push(subject);
                add(subject, "ceasn:isChildOf", iri(object));
            }
            RelationKind::PartOf => add(object, "ceasn:comprisedOf", iri(subject)),
            RelationKind::Precedes => add(object, "ceasn:prerequisiteAlignment", iri(subject)),
            RelationKind::Related => add(subject, "ceasn:crossSubjectReference", iri(object)),
            RelationKind::Essential => {
                let term = match parts.concepts[object].kind {
                    ConceptKind::Knowledge => "ceasn:knowledgeEmbodied",
                    ConceptKind::Ability => "ceasn:abilityEmbodied",
                    _ => "ceasn:skillEmbodied",
                };
                add(subject, term, iri(object));
            }
            RelationKind::HasTask => add(subject, "ceasn:taskEmbodied", iri(object)),
            RelationKind::MemberOf => add(subject, "ceterms:isMemberOf", iri(object)),
            _ => {}
        }
    }
    for relation in &parts.outside {
        let term = match relation.kind {
            RelationKind::Broader => "ceasn:isChildOf",
            RelationKind::PartOf => "ceasn:isPartOf",
            RelationKind::Essential => "ceasn:skillEmbodied",
            RelationKind::HasTask => "ceasn:taskEmbodied",
            RelationKind::MemberOf => "ceterms:isMemberOf",
            _ => continue,
        };
        add(relation.subject as usize, term, relation.object.to_string());
    }
    for mapping in mappings {
        let term = match mapping.predicate {
            Predicate::Exact => "ceasn:exactAlignment",
            Predicate::Close => "ceasn:majorAlignment",
            Predicate::Broad => "ceasn:broadAlignment",
            Predicate::Narrow => "ceasn:narrowAlignment",
            Predicate::Related => "ceasn:minorAlignment",
            Predicate::NoMatch => continue,
        };
        let subject = parts.concepts.binary_search_by(|c| c.id.cmp(&mapping.subject));
        if let (Ok(subject), Some(object)) = (subject, &mapping.object) {
            add(subject, term, object.to_string());
        }
    }
    for (parent, places) in children {
        links[parent].insert("ceasn:hasChild", ordered(parts, &places));
    }
    // What is required from another framework stands among the properties.
    for (position, concept) in parts.concepts.iter().enumerate() {
        let is_it = |p: &&crate::model::Property| p.name.as_ref() == "ceasn:prerequisiteAlignment";
        for property in concept.properties.iter().filter(is_it) {
            let iris = links[position].entry("ceasn:prerequisiteAlignment").or_default();
            if !iris.iter().any(|iri| iri == property.value.as_ref()) {
                iris.push(property.value.to_string());
            }
        }
    }
    links
}

/// All that a competency says of itself alone.
fn competency(concept: &Concept, key: &str, language: Language) -> Map<String, Json> {
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
    let has_label = has_label_and_text(concept);
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
    match &concept.status {
        Status::Active => {}
        Status::Deprecated => put("ceasn:publicationStatusType", json!([DEPRECATED])),
        Status::ReplacedBy(ids) => put("ceterms:supersededBy", json!(ids)),
    }
    put_properties(concept, has_label, language, &mut put);
    node
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

fn put_properties(
    concept: &Concept,
    has_label: bool,
    language: Language,
    put: &mut impl FnMut(&str, Json),
) {
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
    if terms::competency_kind(categories.iter().copied(), has_label) != concept.kind {
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
