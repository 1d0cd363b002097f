//! The `DoD` Cyber Workforce Framework, as index (elements, roles and statements by id) or with all of it nested.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::nice::REMEDY;
use crate::formats::nice::Said;
use crate::formats::nice::add;
use crate::formats::nice::id;
use crate::formats::nice::release;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::FrameworkBuilder;
use crate::model::Location;
use crate::model::Notation;
use crate::model::Property;
use crate::model::RelationKind;

const FRAMEWORK: &str = "urn:skillmap:dcwf";
const PUBLISHER: &str = "U.S. Department of Defense";

#[derive(Deserialize)]
struct Element<R> {
    #[serde(default)]
    name: String,
    #[serde(default)]
    url: Option<String>,
    id: String,
    #[serde(default = "Vec::new")]
    roles: Vec<R>,
}

#[derive(Deserialize)]
struct Role<S> {
    #[serde(default)]
    name: String,
    #[serde(default)]
    url: Option<String>,
    id: String,
    #[serde(default)]
    nist_id: Option<String>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default = "Vec::new")]
    core_ksats: Vec<S>,
    #[serde(default = "Vec::new")]
    additional_ksats: Vec<S>,
}

#[derive(Deserialize, Clone, PartialEq, Eq)]
struct Statement {
    id: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    kind: String,
}

/// All of it, by ids.
#[derive(Default)]
struct Index {
    elements: BTreeMap<String, Element<String>>,
    roles: BTreeMap<String, Role<String>>,
    statements: BTreeMap<String, Statement>,
}

#[derive(Deserialize)]
struct Tables<'a> {
    #[serde(borrow)]
    elements: BTreeMap<String, &'a RawValue>,
    #[serde(borrow)]
    roles: BTreeMap<String, &'a RawValue>,
    #[serde(borrow)]
    ksats: BTreeMap<String, &'a RawValue>,
}

/// What a reader of this file tells of it.
struct Telling<'a> {
    file: &'a str,
    issues: &'a mut Issues,
}

impl Telling<'_> {
    fn place(&self, pointer: &str) -> Location {
        Location::pointer(self.file, pointer)
    }

    /// What a part of the file says; what is malformed is told and left out.
    fn part<'a, T: Deserialize<'a>>(&mut self, raw: &'a RawValue, pointer: &str) -> Option<T> {
        let read = serde_json::from_str(raw.get());
        read.map_err(|e| {
            let place = self.place(pointer);
            self.issues.error("malformed", place, e.to_string(), REMEDY);
        })
        .ok()
    }
}

pub(super) fn read(
    file: &str,
    bytes: &[u8],
    options: &ReadOptions,
    issues: &mut Issues,
    tables: &mut Vec<TableCount>,
) -> Result<FrameworkBuilder, ReadError> {
    let mut telling = Telling { file, issues };
    let index = match serde_json::from_slice::<Tables<'_>>(bytes) {
        Ok(parts) => indexed(&parts, &mut telling),
        Err(_) => nested(bytes, &mut telling)?,
    };
    let base = ConceptId::new(FRAMEWORK)
        .map_err(|e| ReadError::invalid(Location::file(file), e.to_string(), REMEDY))?;
    let title = "DoD Cyber Workforce Framework";
    let mut release = release((base.clone(), "dcwf"), title, "", PUBLISHER);
    options.apply(&mut release);
    let mut builder = FrameworkBuilder::new(release);
    build(&mut builder, &base, &index, &mut telling);
    let n = (index.elements.len() + index.roles.len() + index.statements.len()) as u64;
    tables.push(TableCount { file: file.to_owned(), rows: n, taken: builder.len() as u64 });
    Ok(builder)
}

fn indexed(parts: &Tables<'_>, telling: &mut Telling<'_>) -> Index {
    let mut index = Index::default();
    for (key, raw) in &parts.elements {
        if let Some(element) = telling.part(raw, &format!("/elements/{key}")) {
            index.elements.insert(key.clone(), element);
        }
    }
    for (key, raw) in &parts.roles {
        if let Some(role) = telling.part(raw, &format!("/roles/{key}")) {
            index.roles.insert(key.clone(), role);
        }
    }
    for (key, raw) in &parts.ksats {
        if let Some(statement) = telling.part(raw, &format!("/ksats/{key}")) {
            index.statements.insert(key.clone(), statement);
        }
    }
    index
}

/// The same of the nested layout.
///
/// Errors: it is no JSON object of elements.
fn nested(bytes: &[u8], telling: &mut Telling<'_>) -> Result<Index, ReadError> {
    let parts: BTreeMap<String, &RawValue> = serde_json::from_slice(bytes).map_err(|e| {
        let place = Location::line(telling.file, e.line() as u64);
        ReadError::invalid(place, e.to_string(), "check that the file is complete")
    })?;
    let mut index = Index::default();
    for (key, raw) in parts {
        let Some(element) = telling.part::<Element<&RawValue>>(raw, &format!("/{key}")) else {
            continue;
        };
        let mut roles = Vec::new();
        for (position, raw) in element.roles.into_iter().enumerate() {
            let pointer = format!("/{key}/roles/{position}");
            let Some(role) = telling.part::<Role<Statement>>(raw, &pointer) else { continue };
            roles.push(role.id.clone());
            let core_ksats = learn(&mut index, role.core_ksats, &pointer, telling);
            let additional_ksats = learn(&mut index, role.additional_ksats, &pointer, telling);
            let role = Role {
                name: role.name,
                url: role.url,
                id: role.id.clone(),
                nist_id: role.nist_id,
                description: role.description,
                core_ksats,
                additional_ksats,
            };
            index.roles.insert(role.id.clone(), role);
        }
        let element = Element { name: element.name, url: element.url, id: element.id, roles };
        index.elements.insert(key, element);
    }
    Ok(index)
}

/// Keeps the statements and gives their ids.
fn learn(
    index: &mut Index,
    statements: Vec<Statement>,
    pointer: &str,
    telling: &mut Telling<'_>,
) -> Vec<String> {
    let mut ids = Vec::with_capacity(statements.len());
    for statement in statements {
        ids.push(statement.id.clone());
        let known =
            index.statements.entry(statement.id.clone()).or_insert_with(|| statement.clone());
        if *known != statement {
            let what = format!("statement {} says something else than before", statement.id);
            let place = telling.place(pointer);
            telling.issues.warning("two-texts", place, what, "the first one stands");
        }
    }
    ids
}

fn build(
    builder: &mut FrameworkBuilder,
    base: &ConceptId,
    index: &Index,
    telling: &mut Telling<'_>,
) {
    for statement in index.statements.values() {
        let kind = match statement.kind.to_ascii_lowercase().as_str() {
            "task" => ConceptKind::Task,
            "knowledge" => ConceptKind::Knowledge,
            "skill" => ConceptKind::Skill,
            "ability" => ConceptKind::Ability,
            other => {
                let what = format!("{other:?} is no kind of statement");
                let place = telling.place(&format!("/ksats/{}", statement.id));
                telling.issues.warning("unknown-kind", place, what, "it is read as skill");
                ConceptKind::Skill
            }
        };
        let pointer = format!("/ksats/{}", statement.id);
        let said = ("ksat", statement.id.as_str(), "", statement.description.as_str());
        one(builder, base, kind, said, &pointer, telling);
    }
    for role in index.roles.values() {
        let text = role.description.as_deref().unwrap_or_default();
        let pointer = format!("/roles/{}", role.id);
        let said = ("role", role.id.as_str(), role.name.as_str(), text);
        let Some(id) = one(builder, base, ConceptKind::Occupation, said, &pointer, telling) else {
            continue;
        };
        if let Some(concept) = builder.concept_mut(id.as_str()) {
            let nice = role.nist_id.iter().filter(|code| !code.trim().is_empty());
            concept.notations.extend(
                nice.map(|code| Notation { scheme: "NICE".into(), code: code.trim().into() }),
            );
            concept.properties.extend(url(role.url.as_deref()));
        }
        let groups = [
            (&role.core_ksats, RelationKind::Essential),
            (&role.additional_ksats, RelationKind::Optional),
        ];
        for (statements, kind) in groups {
            for statement in statements {
                need(builder, base, (&id, kind, statement), &pointer, telling);
            }
        }
    }
    for element in index.elements.values() {
        let pointer = format!("/elements/{}", element.id);
        let said = ("element", element.id.as_str(), element.name.as_str(), "");
        let Some(group) = one(builder, base, ConceptKind::Group, said, &pointer, telling) else {
            continue;
        };
        if let Some(concept) = builder.concept_mut(group.as_str()) {
            concept.properties.extend(url(element.url.as_deref()));
        }
        for role in &element.roles {
            let role = id(base, &["role", role]);
            let drawn = role.map(|role| {
                builder
                    .relate(role.as_str(), RelationKind::Broader, group.as_str())
                    .map_err(|e| e.to_string())
            });
            if let Err(what) = drawn.map_err(|e| e.to_string()).and_then(|drawn| drawn) {
                let place = telling.place(&pointer);
                telling.issues.error("dangling-relation", place, what, REMEDY);
            }
        }
    }
}

fn url(url: Option<&str>) -> Option<Property> {
    let url = url.map(str::trim).filter(|url| !url.is_empty())?;
    Some(Property { name: "url".into(), value: url.into() })
}

/// Adds one concept; gives its id, or nothing where it is told why not.
fn one(
    builder: &mut FrameworkBuilder,
    base: &ConceptId,
    kind: ConceptKind,
    (sort, code, title, text): (&str, &str, &str, &str),
    pointer: &str,
    telling: &mut Telling<'_>,
) -> Option<ConceptId> {
    let made = id(base, &[sort, code]).map_err(|e| ("bad-id", e.to_string()));
    let added = made.and_then(|id| {
        add(builder, &Said { id: id.clone(), kind, scheme: "DCWF", code, title, text })?;
        Ok(id)
    });
    added
        .map_err(|(sort, what)| {
            let place = telling.place(pointer);
            telling.issues.error(sort, place, what, REMEDY);
        })
        .ok()
}

/// A role includes its tasks, and needs the rest.
fn need(
    builder: &mut FrameworkBuilder,
    base: &ConceptId,
    (role, kind, statement): (&ConceptId, RelationKind, &str),
    pointer: &str,
    telling: &mut Telling<'_>,
) {
    let Ok(object) = id(base, &["ksat", statement]) else { return };
    let position = builder.position(object.as_str());
    let concept = position.and_then(|position| builder.concepts().get(position as usize));
    let is_task = concept.is_some_and(|concept| concept.kind == ConceptKind::Task);
    let kind = if is_task { RelationKind::HasTask } else { kind };
    if let Err(e) = builder.relate(role.as_str(), kind, object.as_str()) {
        let place = telling.place(pointer);
        telling.issues.error("dangling-relation", place, e.to_string(), REMEDY);
    }
}
