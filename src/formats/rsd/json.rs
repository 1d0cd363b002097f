//! The JSON of OSMT's API, versions 2 and 3 -> descriptors.
//!
//! Read are pages and lists of skills, single ones, collections with their skills, lists within lists (similar
//! skills) and JSON lines, and the collection that [`write`](super::json_write) makes of a release.

use serde_json::Map;
use serde_json::Value;

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::json_documents;
use crate::formats::links::Links;
use crate::formats::outline::Outline;
use crate::formats::rsd::descriptor::Alignment;
use crate::formats::rsd::descriptor::Collected;
use crate::formats::rsd::descriptor::Descriptor;
use crate::formats::rsd::descriptor::FACTS;
use crate::formats::rsd::descriptor::occupation;
use crate::formats::rsd::descriptor::parts;
use crate::formats::rsd::descriptor::split_link;
use crate::formats::rsd::import;
use crate::formats::rsd::import::Library;
use crate::formats::rsd::values::list;
use crate::formats::rsd::values::references;
use crate::formats::rsd::values::strings;
use crate::formats::rsd::values::text;
use crate::formats::statement::match_type;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::Licence;
use crate::model::Location;
use crate::model::Predicate;

/// How the collection that is the whole says so.
pub(super) const LIBRARY: &str = "skillmap-library";

/// Whether a document is of this API: skills, a collection, or what its other answers look like.
fn is_outline(outline: &Outline) -> bool {
    (outline.has("skillName") && outline.has("skillStatement"))
        || outline.says("type", "RichSkill")
        || outline.says("@context", "rsd.openskillsnetwork.org")
        || (outline.has("skillCount") && outline.has("uuid"))
}

/// Whether the bundle has a document of this API.
///
/// Errors: a file cannot be read.
pub(in crate::formats) fn is_in(bundle: &Bundle) -> Result<bool, ReadError> {
    for file in bundle.files() {
        if is_it(file)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The framework of the bundle's documents.
///
/// Errors: a file is no JSON, or there is no skill in any.
pub(crate) fn read(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
    tables: &mut Vec<TableCount>,
    links: &mut Links,
) -> Result<Framework, ReadError> {
    let mut library = Library::default();
    let mut descriptors = Vec::new();
    let mut left = Left::default();
    for file in bundle.files() {
        if !is_it(file)? {
            continue;
        }
        let before = descriptors.len();
        for document in json_documents::of(file, issues)? {
            let mut walk = Walk {
                file: file.name(),
                library: &mut library,
                found: &mut descriptors,
                issues: &mut *issues,
                left: &mut left,
            };
            walk.value(&document.value, &document.pointer, None, 0);
        }
        let rows = (descriptors.len() - before) as u64;
        tables.push(TableCount { file: file.name().to_owned(), rows, taken: rows });
    }
    report(&descriptors, issues);
    left.tell(&Location::file(&bundle.origins().join(", ")), issues);
    let (framework, _) = import::framework(bundle, library, descriptors, options, issues, links)?;
    Ok(framework)
}

/// Whether a file is of this API; of lists within lists the inner one tells.
fn is_it(file: &BundleFile) -> Result<bool, ReadError> {
    if let Some(outline) = file.outline()? {
        return Ok(is_outline(outline));
    }
    let head = file.head(4_096)?;
    let head = String::from_utf8_lossy(&head);
    let is_nested = head.trim_start_matches('\u{feff}').trim_start().starts_with('[');
    Ok(is_nested && head.contains("\"skillName\"") && head.contains("\"skillStatement\""))
}

/// Codes of occupations that are none were left out while walking; each is told.
fn report(descriptors: &[Descriptor], issues: &mut Issues) {
    for descriptor in descriptors {
        for code in descriptor.values("occupation") {
            let place = descriptor.place.clone().unwrap_or_else(|| Location::file("input"));
            let what = format!("{code:?} is no code of SOC or O*NET-SOC");
            issues.note("other-code", place, what, "nothing to do; it is kept as a property");
        }
    }
}

/// What has no place of its own here, counted.
#[derive(Default)]
struct Left {
    /// Names beside the codes of occupations.
    n_names: u64,
    /// What alignments and standards are part of.
    n_wholes: u64,
}

impl Left {
    fn tell(&self, place: &Location, issues: &mut Issues) {
        if self.n_names > 0 {
            let what = format!(
                "{} occupations have names beside their codes; the codes are kept, the names are not",
                self.n_names
            );
            issues.note(
                "occupation-name",
                place.clone(),
                what,
                "nothing to do: the codes tell them",
            );
        }
        if self.n_wholes > 0 {
            let what = format!(
                "{} alignments and standards say what they are part of (isPartOf); the name of an alignment's framework \
                 becomes that of the mapping set, all else of it is not kept",
                self.n_wholes
            );
            issues.note("part-of", place.clone(), what, "nothing to do");
        }
    }
}

struct Walk<'a> {
    file: &'a str,
    library: &'a mut Library,
    found: &'a mut Vec<Descriptor>,
    issues: &'a mut Issues,
    left: &'a mut Left,
}

/// Lists and collections within each other that are followed.
const DEPTH: usize = 8;

impl Walk<'_> {
    fn value(&mut self, value: &Value, pointer: &str, inside: Option<&Collected>, depth: usize) {
        if depth > DEPTH {
            return;
        }
        match value {
            Value::Array(items) => {
                for (position, item) in items.iter().enumerate() {
                    self.value(item, &format!("{pointer}/{position}"), inside, depth + 1);
                }
            }
            Value::Object(object) => self.object(object, pointer, inside, depth),
            _ => {}
        }
    }

    fn object(
        &mut self,
        object: &Map<String, Value>,
        pointer: &str,
        inside: Option<&Collected>,
        depth: usize,
    ) {
        let place = Location::pointer(self.file, pointer);
        let text = |key: &str| text(object.get(key));
        let is_skill = object.contains_key("skillName") || object.contains_key("skillStatement");
        if is_skill {
            let mut skill = descriptor(object, &place, self.left, self.issues);
            skill.collections.extend(inside.cloned());
            self.found.push(skill);
            return;
        }
        let is_collection = text("type") == "RichSkillCollection"
            || (object.contains_key("skillCount") && object.contains_key("uuid"));
        if is_collection && text("schema:additionalType") == LIBRARY {
            *self.library = library(object);
            if let Some(skills) = object.get("skills") {
                self.value(skills, &format!("{pointer}/skills"), None, depth + 1);
            }
            return;
        }
        if is_collection {
            let mut collection = descriptor(object, &place, self.left, self.issues);
            collection.is_collection = true;
            collection.name = text("name");
            collection.statement = text("description");
            let uuid = text("uuid");
            if collection.id.is_empty() {
                collection.id = format!("urn:uuid:{uuid}");
            }
            let collected =
                Collected { id: collection.id.clone(), uuid, name: collection.name.clone() };
            self.found.push(collection);
            if let Some(skills) = object.get("skills") {
                self.value(skills, &format!("{pointer}/skills"), Some(&collected), depth + 1);
            }
            return;
        }
        // A page of results, with the skills in one of its keys.
        for key in ["skills", "results", "content", "items"] {
            if let Some(items @ Value::Array(_)) = object.get(key) {
                self.value(items, &format!("{pointer}/{key}"), inside, depth + 1);
            }
        }
    }
}

fn library(object: &Map<String, Value>) -> Library {
    let text_of = |key: &str| text(object.get(key));
    let licence = object.get("schema:license").and_then(Value::as_object);
    let of_licence = |key: &str| licence.map(|l| text(l.get(key))).unwrap_or_default();
    Library {
        id: text_of("id"),
        key: text_of("schema:identifier"),
        title: text_of("name"),
        publisher: text_of("author"),
        version: text_of("schema:version"),
        licence: Licence {
            name: of_licence("schema:name"),
            url: of_licence("schema:url"),
            attribution: text_of("schema:creditText"),
        },
        description: text_of("description"),
    }
}

fn descriptor(
    object: &Map<String, Value>,
    place: &Location,
    left: &mut Left,
    issues: &mut Issues,
) -> Descriptor {
    let text_of = |key: &str| text(object.get(key));
    let mut descriptor = Descriptor {
        id: text_of("id"),
        name: text_of("skillName"),
        statement: text_of("skillStatement"),
        status: text_of("status"),
        place: Some(place.clone()),
        ..Descriptor::default()
    };
    for (fact, key) in FACTS {
        if ["alignment", "certification_url"].contains(&fact) {
            continue;
        }
        for value in references(object.get(key), place, issues) {
            // A certification that has an address and no name is told by its address.
            match split_link(&value).filter(|(name, _)| fact == "certification" && name.is_empty())
            {
                Some((_, id)) => descriptor.add("certification_url", id),
                None => descriptor.add(fact, &value),
            }
        }
    }
    let wholes = ["alignments", "standards"].map(|key| list(object.get(key)));
    let wholes = wholes.into_iter().flatten().filter(|item| item.get("isPartOf").is_some());
    left.n_wholes += wholes.count() as u64;
    // The second version had several in one string.
    for (key, fact) in [("category", "category"), ("author", "author")] {
        parts(&text_of(key)).for_each(|part| descriptor.add(fact, part));
    }
    let successors = strings(object.get("dct:isReplacedBy"), &["id"]);
    descriptor.successors =
        successors.into_iter().filter_map(|id| ConceptId::new(id).ok()).collect();
    for item in list(object.get("collections")) {
        let collected = match item {
            Value::Object(collection) => Collected {
                id: text(collection.get("id")),
                uuid: text(collection.get("uuid")),
                name: text(collection.get("name")),
            },
            other => Collected { name: text(Some(other)), ..Collected::default() },
        };
        if collected != Collected::default() {
            descriptor.collections.push(collected);
        }
    }
    for item in list(object.get("alignments")) {
        align(&mut descriptor, item, place, issues);
    }
    for item in list(object.get("occupations")) {
        employ(&mut descriptor, item, left);
    }
    descriptor
}

fn align(descriptor: &mut Descriptor, item: &Value, place: &Location, issues: &mut Issues) {
    let Value::Object(alignment) = item else {
        descriptor.add("alignment", &text(Some(item)));
        return;
    };
    let name = text(alignment.get("skillName"));
    let id = text(alignment.get("id"));
    let Ok(object) = ConceptId::new(id.as_str()) else {
        if !id.is_empty() {
            let what = format!("the id {id:?} of the alignment {name:?} is no IRI");
            let remedy = "write a whole address; the id is left out";
            issues.warning("bad-alignment", place.clone(), what, remedy);
        }
        descriptor.add("alignment", &name);
        return;
    };
    let framework = strings(alignment.get("isPartOf"), &["name", "id"]).into_iter().next();
    let said = match_type(&text(alignment.get("schema:additionalType")));
    let predicate = said.unwrap_or(Predicate::Related);
    let framework = framework.unwrap_or_default();
    descriptor.alignments.push(Alignment { object, name, framework, predicate });
}

fn employ(descriptor: &mut Descriptor, item: &Value, left: &mut Left) {
    let field = |key: &str| text(item.get(key));
    let (code, target) = match item {
        Value::Object(_) => (field("code"), field("targetNode")),
        other => (text(Some(other)), String::new()),
    };
    let name = ["targetNodeName", "name"].map(field).into_iter().find(|name| !name.is_empty());
    let name = name.unwrap_or_default();
    let target = ConceptId::new(target).ok();
    match target.or_else(|| occupation(&code)) {
        Some(iri) => {
            left.n_names += u64::from(!name.is_empty());
            descriptor.occupations.push(iri);
        }
        None if code.is_empty() => descriptor.add("occupation", &name),
        None => {
            left.n_names += u64::from(!name.is_empty());
            descriptor.add("occupation", &code);
        }
    }
}
