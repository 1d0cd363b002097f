//! Framework -> CTDL-ASN: a `@graph` of the framework and its competencies, one node a line.
//!
//! Each node is valid by the registry's own JSON Schema: CTIDs, language maps, lists where it wants lists. What
//! the remote context gives no container (SKOS's scope notes) is written as value objects.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value as Json;
use serde_json::json;

use crate::formats::Fitted;
use crate::formats::code::is_iri;
use crate::formats::ctdl::capacity::main_language;
use crate::formats::ctdl::competency::competency;
use crate::formats::ctdl::ids;
use crate::formats::ctdl::release;
use crate::model::ConceptKind;
use crate::model::FrameworkParts;
use crate::model::Language;
use crate::model::Mapping;
use crate::model::Predicate;
use crate::model::RelationKind;
use crate::model::Release;

const CONTEXT: &str = "https://credreg.net/ctdlasn/schema/context/json";

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

/// A text in a language, as a language map.
pub(super) fn in_language(language: Language, text: &str) -> Json {
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
