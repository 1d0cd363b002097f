//! JSON values -> the objects in them that are documents.

use std::cell::Cell;

use rustc_hash::FxHashMap;
use serde_json::Map;
use serde_json::Value;

use crate::formats::document::DocumentFormat;
use crate::limits;
use crate::model::DocumentKind;

/// A JSON object.
pub(super) type Object = Map<String, Value>;

/// Types of objects that are documents, of schema.org unless said otherwise.
const TYPES: [(&str, DocumentKind); 13] = [
    ("JobPosting", DocumentKind::Posting),
    ("Occupation", DocumentKind::Posting),
    // JDX
    ("JobDescription", DocumentKind::Posting),
    ("JobPostingType", DocumentKind::Posting),
    ("JobDescriptionType", DocumentKind::Posting),
    ("Course", DocumentKind::Course),
    ("CourseInstance", DocumentKind::Course),
    ("LearningResource", DocumentKind::Course),
    ("Syllabus", DocumentKind::Course),
    ("EducationEvent", DocumentKind::Course),
    ("EducationalOccupationalProgram", DocumentKind::Course),
    ("WorkBasedProgram", DocumentKind::Course),
    ("EducationalOccupationalCredential", DocumentKind::Course),
];

/// Properties that only HR Open's postings, job descriptions and position profiles have.
const HR_OPEN: [&str; 22] = [
    "formattedDescriptions",
    "qualificationSummary",
    "requiredExperiences",
    "minimumExperiences",
    "preferredExperiences",
    "requiredCredentials",
    "minimumCredentials",
    "preferredCredentials",
    "requiredEducation",
    "minimumEducation",
    "preferredEducation",
    "workActivities",
    "employerOverview",
    "occupationCategories",
    "postingRequestor",
    "postingID",
    "positionID",
    "inDefinedTermSet",
    "positionTitle",
    "positionQualifications",
    "positionFormattedDescriptions",
    "positionProfiles",
];

/// Lists of terms, which other people's records have as well: these count where their items are objects.
const TERMS: [&str; 9] = [
    "competencies",
    "skills",
    "knowledge",
    "abilities",
    "tasks",
    "technologies",
    "attitudes",
    "responsibilities",
    "physicalActivities",
];

/// Properties of a document that may hold further documents.
const INSIDE: [&str; 2] = ["hasCourse", "hasPart"];

/// The vocabulary in which a JSON text is written, if it is one of the two.
pub(super) fn vocabulary(text: &str) -> Option<DocumentFormat> {
    let has_key = |key: &str| text.contains(&format!("\"{key}\""));
    let is_typed = text.contains("\"@type\"") || text.contains("schema.org/");
    let has_type = |(name, _): &(&str, _)| {
        text.match_indices(&format!("{name}\""))
            .any(|(at, _)| text[..at].ends_with(['"', '/', ':', '#']))
    };
    if is_typed && TYPES.iter().any(has_type) {
        return Some(DocumentFormat::SchemaOrg);
    }
    HR_OPEN.iter().any(|key| has_key(key)).then_some(DocumentFormat::HrOpen)
}

/// A document as an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'v> {
    pub(super) object: &'v Object,
    /// What its type says it is.
    pub(super) kind: DocumentKind,
    /// Its type, without its namespace; empty where it has none.
    pub(super) type_name: &'static str,
}

/// The objects that are documents, in the order in which they stand, each once.
pub(super) fn objects(values: &[Value]) -> Vec<Found<'_>> {
    let mut found: Vec<Found<'_>> = Vec::new();
    for value in values {
        walk(value, &mut found);
    }
    found
}

/// Recursion ends where `serde_json` ends that of its values: at 128 levels.
fn walk<'v>(value: &'v Value, found: &mut Vec<Found<'v>>) {
    let object = match value {
        Value::Array(items) => {
            for item in items {
                walk(item, found);
            }
            return;
        }
        Value::Object(object) => object,
        _ => return,
    };
    let document = typed(object).or_else(|| hr_open(object));
    match document {
        Some(document) => {
            // A mere reference to a document is none.
            if object.keys().any(|key| !key.starts_with('@')) {
                found.push(document);
            }
            for (_, inner) in object.iter().filter(|(key, _)| INSIDE.contains(&local(key))) {
                walk(inner, found);
            }
        }
        None => object.values().for_each(|inner| walk(inner, found)),
    }
}

fn typed(object: &Object) -> Option<Found<'_>> {
    let mut types = object.iter().filter(|(key, _)| matches!(local(key), "@type" | "type"));
    let (_, value) = types.next()?;
    let is_of = |wanted: &str| match value {
        Value::String(name) => local(name) == wanted,
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(|n| local(n) == wanted),
        _ => false,
    };
    let (type_name, kind) = TYPES.iter().find(|(name, _)| is_of(name))?;
    Some(Found { object, kind: *kind, type_name })
}

fn hr_open(object: &Object) -> Option<Found<'_>> {
    // An opening is the frame around its profiles.
    if object.contains_key("positionProfiles") {
        return None;
    }
    let is_list_of_objects = |key: &&str| {
        let list = object.get(*key).and_then(Value::as_array);
        list.is_some_and(|items| items.iter().any(Value::is_object))
    };
    let is_posting =
        HR_OPEN.iter().any(|key| *key != "inDefinedTermSet" && object.contains_key(*key))
            || object.contains_key("title") && TERMS.iter().any(&is_list_of_objects);
    is_posting.then_some(Found { object, kind: DocumentKind::Posting, type_name: "" })
}

/// A name without its namespace: `http://schema.org/skills`, `schema:skills` and `jdx:skill` lose theirs.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(['/', '#', ':']).next().unwrap_or(name)
}

/// Objects by their `@id`, for those that refer to them.
pub(super) struct Named<'v> {
    by_id: FxHashMap<&'v str, (&'v Object, usize)>,
    /// Bytes that references may still stand for: many that name one long object would fill the memory.
    room: Cell<usize>,
}

impl<'v> Named<'v> {
    /// All objects that have an id and say more than it.
    pub(super) fn of(values: &'v [Value]) -> Self {
        let mut by_id = FxHashMap::default();
        for value in values {
            add_named(value, &mut by_id);
        }
        Self { by_id, room: Cell::new(limits::CATALOGUE_BYTES) }
    }

    /// What an object is: what it refers to, where it is only a reference.
    pub(super) fn resolved<'a>(&'a self, object: &'a Object) -> &'a Object {
        let id = object.get("@id").and_then(Value::as_str).filter(|_| object.len() == 1);
        let Some((named, size)) = id.and_then(|id| self.by_id.get(id)) else { return object };
        match self.room.get().checked_sub(*size) {
            Some(room) => {
                self.room.set(room);
                named
            }
            None => object,
        }
    }
}

/// Adds the named objects of a value, each with the bytes of its texts, which are given back.
fn add_named<'v>(value: &'v Value, by_id: &mut FxHashMap<&'v str, (&'v Object, usize)>) -> usize {
    match value {
        Value::String(text) => text.len() + 1,
        Value::Array(items) => items.iter().map(|item| add_named(item, by_id)).sum::<usize>() + 1,
        Value::Object(object) => {
            let size = object.values().map(|inner| add_named(inner, by_id)).sum::<usize>() + 1;
            if let Some(id) = object.get("@id").and_then(Value::as_str)
                && object.len() > 1
            {
                by_id.entry(id).or_insert((object, size));
            }
            size
        }
        _ => 1,
    }
}
