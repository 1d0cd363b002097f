//! The nodes of a document -> what its release says of itself.

use crate::formats::Bundle;
use crate::formats::Issues;
use crate::formats::code::is_iri;
use crate::formats::code::slug;
use crate::formats::ctdl::ids;
use crate::formats::ctdl::node::Node;
use crate::formats::ctdl::node::Value;
use crate::formats::ctdl::terms;
use crate::formats::statement::bounded;
use crate::formats::statement::is_day;
use crate::model::ConceptId;
use crate::model::Licence;
use crate::model::Release;

/// The type under which the short name stands among a framework's identifiers.
pub(super) const KEY_TYPE: &str = "skillmap short name";

/// Bytes of a title or publisher, and of a description or attribution: together they stay below what a store keeps.
pub(super) const NAME_BYTES: usize = 400;
pub(super) const PROSE_BYTES: usize = 1_200;
/// Bytes of a short name.
const KEY_BYTES: usize = 64;

/// Terms that say when a version was made, the best first.
const DATES: [&str; 6] = [
    "dateModified",
    "dateEffective",
    "dateCreated",
    "dateAvailableFrom",
    "dateCopyrighted",
    "dateCopyright",
];

/// The release, and the node that speaks of the whole.
///
/// Errors: what is wrong, when no IRI can be made for it.
pub(super) fn of(
    nodes: &[Node],
    bundle: &Bundle,
    issues: &mut Issues,
) -> Result<(Release, Option<Node>), String> {
    let main = main_node(nodes);
    let file = bundle.files().first().map_or("ctdl", |file| file.base_name());
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let fallback = format!("urn:skillmap:ctdl:{}", slug(stem));
    let iri = match main {
        Some(node) if is_framework(node) => name_of(node),
        // The whole is another thing than the one node that it is mainly about.
        Some(node) => name_of(node).map(|name| format!("{name}#graph")),
        None => nodes.iter().filter(|n| n.is("Competency")).find_map(|competency| {
            competency.values("isPartOf").iter().find_map(Value::reference).map(str::to_owned)
        }),
    };
    let framework = iri.and_then(|iri| ConceptId::new(iri).ok());
    let framework = match framework {
        Some(framework) => framework,
        None => ConceptId::new(fallback).map_err(|e| e.to_string())?,
    };
    let title = main.and_then(title_of).unwrap_or_else(|| stem.to_owned());
    let mut release = Release {
        framework,
        key: String::new(),
        title: bounded(&title, NAME_BYTES),
        publisher: bounded(
            &main.map(|node| publisher(node, nodes)).unwrap_or_default(),
            NAME_BYTES,
        ),
        version: main.and_then(version).unwrap_or_else(|| "1".to_owned()),
        licence: main.map(licence).unwrap_or_default(),
        description: String::new(),
    };
    release.key = main.and_then(key).unwrap_or_else(|| key_of(&release.title));
    if let Some(node) = main {
        let names = ["description", "schema:description"];
        let said = names.iter().find_map(|name| node.title(name)).unwrap_or_default();
        release.description = bounded(said, PROSE_BYTES);
        if release.description.len() < said.len() {
            let what = format!("its description has {} bytes, {PROSE_BYTES} are kept", said.len());
            issues.warning("shortened", node.place.clone(), what, "shorten it");
        }
        // A description is asked for; who has none repeats the name.
        if release.description == release.title {
            release.description.clear();
        }
    }
    Ok((release, main.cloned()))
}

/// The short name that a title has of itself.
pub(super) fn key_of(title: &str) -> String {
    let key = slug(title);
    key.get(..KEY_BYTES).unwrap_or(&key).trim_end_matches('-').to_owned()
}

/// Whether a node speaks of a whole framework.
pub(super) fn is_framework(node: &Node) -> bool {
    node.is("CompetencyFramework") || node.is("QualificationsFramework")
}

/// The node that speaks of the whole: the framework, else the only pathway, else the only programme, else the only
/// thing that becomes a concept.
fn main_node(nodes: &[Node]) -> Option<&Node> {
    let first = |class: &str| nodes.iter().find(|node| node.is(class));
    let only = |is_it: &dyn Fn(&Node) -> bool| {
        let mut found = nodes.iter().filter(|node| is_it(node));
        found.next().filter(|_| found.next().is_none())
    };
    first("CompetencyFramework")
        .or_else(|| first("QualificationsFramework"))
        .or_else(|| only(&|node| node.is("Pathway")))
        .or_else(|| only(&|node| node.is("LearningProgram")))
        .or_else(|| only(&|node| terms::class_kind(node).is_some()))
}

fn name_of(node: &Node) -> Option<String> {
    match (node.id.as_str(), node.first("ctid")) {
        ("", ctid) => ctid.map(ids::resource),
        (id, _) => Some(id.to_owned()).filter(|id| !id.starts_with("_:")),
    }
}

fn title_of(node: &Node) -> Option<String> {
    let names = ["name", "schema:name", "skos:prefLabel"];
    names.iter().find_map(|name| node.title(name)).map(str::to_owned)
}

/// The name of who publishes, else the IRI.
fn publisher(node: &Node, nodes: &[Node]) -> String {
    if let Some(name) = node.title("publisherName") {
        return name.to_owned();
    }
    let owner = ["publisher", "ownedBy", "offeredBy", "creator", "author"]
        .iter()
        .find_map(|term| node.values(term).first());
    let Some(owner) = owner else { return String::new() };
    let named = owner.reference().and_then(|iri| nodes.iter().find(|node| node.id == iri));
    let name = named.and_then(title_of).or_else(|| owner.words().map(|(name, _)| name.to_owned()));
    name.or_else(|| owner.plain().map(str::to_owned)).unwrap_or_default()
}

fn version(node: &Node) -> Option<String> {
    let said = ["versionIdentifier", "versionCode", "version"].iter().find_map(|term| {
        let value = node.values(term).first()?;
        match value {
            Value::Node(identifier) => identifier.first("identifierValueCode"),
            other => other.plain(),
        }
    });
    let date = || {
        let date = DATES.iter().find_map(|term| node.first(term))?;
        // Of a moment the day.
        Some(date.get(..10).filter(|day| is_day(day)).unwrap_or(date))
    };
    said.or_else(date).map(|version| bounded(version, NAME_BYTES))
}

fn key(node: &Node) -> Option<String> {
    let is_key = |identifier: &&Node| identifier.title("identifierTypeName") == Some(KEY_TYPE);
    let identifiers = node.values("identifier").iter().filter_map(|value| match value {
        Value::Node(identifier) => Some(identifier.as_ref()),
        _ => None,
    });
    let found = identifiers.filter(is_key).find_map(|i| i.first("identifierValueCode"));
    found.filter(|key| key_of(key) == *key).map(str::to_owned)
}

fn licence(node: &Node) -> Licence {
    let said = node.values("license").iter().find_map(Value::plain).unwrap_or_default();
    let rights = node.values("rights").iter().find_map(Value::plain).unwrap_or_default();
    let (url, name) = if is_iri(said) || said.is_empty() {
        // Some put the terms' address where their words belong.
        if said.is_empty() && is_iri(rights) { (rights, "") } else { (said, rights) }
    } else {
        ("", if rights.is_empty() { said } else { rights })
    };
    Licence {
        name: bounded(name, NAME_BYTES),
        url: bounded(url, NAME_BYTES),
        attribution: bounded(node.first("schema:creditText").unwrap_or_default(), PROSE_BYTES),
    }
}
