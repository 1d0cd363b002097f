//! The JSON of NIST's Cybersecurity and Privacy Reference Tool, with or without its wrapper.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::code::slug;
use crate::formats::nice::REMEDY;
use crate::formats::nice::Said;
use crate::formats::nice::add;
use crate::formats::nice::id;
use crate::formats::nice::release;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::FrameworkBuilder;
use crate::model::Language;
use crate::model::Location;
use crate::model::Property;
use crate::model::RelationKind;
use crate::model::Status;
use crate::model::Text;
use crate::model::TextKind;

const PUBLISHER: &str = "National Institute of Standards and Technology";

/// What elements are called that say why others were withdrawn.
const REASON: &str = "withdraw_reason";
/// How their identifiers begin.
const REASON_ID: &str = "WR-";

#[derive(Deserialize)]
struct Outer<'a> {
    #[serde(borrow, default)]
    response: Option<Wrapper<'a>>,
    #[serde(borrow, default)]
    documents: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    elements: Option<&'a RawValue>,
    #[serde(borrow, default)]
    relationships: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Wrapper<'a> {
    #[serde(borrow)]
    elements: Package<'a>,
}

#[derive(Deserialize)]
struct Package<'a> {
    #[serde(borrow, default)]
    documents: Vec<&'a RawValue>,
    #[serde(borrow)]
    elements: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    relationships: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Document {
    doc_identifier: Option<String>,
    name: Option<String>,
    version: Option<String>,
}

#[derive(Deserialize)]
struct Element {
    #[serde(rename = "element_type")]
    sort: String,
    #[serde(rename = "element_identifier")]
    id: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    text: Option<String>,
}

#[derive(Deserialize)]
struct Relationship {
    #[serde(rename = "source_element_identifier")]
    source: String,
    #[serde(rename = "dest_element_identifier")]
    dest: String,
    #[serde(default, rename = "relationship_identifier")]
    sort: Option<String>,
}

/// What is read, and where it stands.
struct Reading<'a> {
    file: &'a str,
    /// The pointer to the package.
    root: &'static str,
    base: ConceptId,
    /// The classification of its codes.
    scheme: String,
    issues: &'a mut Issues,
}

impl Reading<'_> {
    fn place(&self, list: &str, position: usize) -> Location {
        Location::pointer(self.file, format!("{}/{list}/{position}", self.root))
    }

    fn part<'a, T: Deserialize<'a>>(
        &mut self,
        raw: &'a RawValue,
        list: &str,
        position: usize,
    ) -> Option<T> {
        let read = serde_json::from_str(raw.get());
        read.map_err(|e| {
            let place = self.place(list, position);
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
    let failed = |e: serde_json::Error| {
        let place = Location::line(file, e.line() as u64);
        ReadError::invalid(place, e.to_string(), "check that the file is complete")
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let outer: Outer<'_> = serde_json::from_slice(bytes).map_err(failed)?;
    let (root, package) = match (outer.response, outer.elements) {
        (Some(wrapper), _) => ("/response/elements", wrapper.elements),
        (None, Some(raw)) if raw.get().starts_with('{') => {
            ("/elements", serde_json::from_str(raw.get()).map_err(failed)?)
        }
        (None, Some(raw)) => {
            let elements = serde_json::from_str(raw.get()).map_err(failed)?;
            let (documents, relationships) = (outer.documents, outer.relationships);
            ("", Package { documents, elements, relationships })
        }
        (None, None) => {
            let what = "there are no elements in it";
            return Err(ReadError::invalid(
                Location::file(file),
                what,
                "check that the file is complete",
            ));
        }
    };
    let document = package.documents.first().and_then(|raw| serde_json::from_str(raw.get()).ok());
    let document: Document = document.unwrap_or_default();
    let name = document.name.as_deref().map_or("", str::trim);
    let doc_id = document.doc_identifier.as_deref().unwrap_or_default();
    let is_nice = doc_id.replace('-', "_").contains("800_181") || name.contains("NICE");
    let key =
        if is_nice { "nice".to_owned() } else { slug(if name.is_empty() { doc_id } else { name }) };
    let base = ConceptId::new(format!("urn:skillmap:{key}"))
        .map_err(|e| ReadError::invalid(Location::file(file), e.to_string(), REMEDY))?;
    let scheme = if is_nice { "NICE".to_owned() } else { key.clone() };
    let version = document.version.as_deref().unwrap_or_default();
    let title = if name.is_empty() { doc_id } else { name };
    let mut release = release((base.clone(), &key), title, version, PUBLISHER);
    options.apply(&mut release);
    let mut builder = FrameworkBuilder::new(release);
    let mut reading = Reading { file, root, base, scheme, issues };
    let n_relations = package.relationships.len();
    let taken = fill(&mut builder, &package, &mut reading);
    let count = |list: &str, rows: usize, taken: u64| TableCount {
        file: format!("{file} ({list})"),
        rows: rows as u64,
        taken,
    };
    tables.push(count("elements", package.elements.len(), builder.len() as u64));
    tables.push(count("relationships", n_relations, taken));
    Ok(builder)
}

/// Adds concepts and relations; gives the number of relationships that were understood.
fn fill(builder: &mut FrameworkBuilder, package: &Package<'_>, reading: &mut Reading<'_>) -> u64 {
    // Why elements were withdrawn, by the identifier of the reason.
    let mut reasons: BTreeMap<String, String> = BTreeMap::new();
    for (position, raw) in package.elements.iter().enumerate() {
        let Some(element) = reading.part::<Element>(raw, "elements", position) else { continue };
        let (title, text) = (element.title.unwrap_or_default(), element.text.unwrap_or_default());
        let code = element.id.trim();
        if element.sort == REASON || code.starts_with(REASON_ID) {
            let words = [title.trim(), text.trim()].into_iter().filter(|part| !part.is_empty());
            let words: Vec<&str> = words.collect();
            reasons.insert(code.to_owned(), words.join(": "));
            continue;
        }
        let sort = element.sort.trim().to_ascii_lowercase().replace(['-', ' '], "_");
        let kind = kind_of(&sort);
        let added =
            id(&reading.base, &[code]).map_err(|e| ("bad-id", e.to_string())).and_then(|id| {
                let scheme = reading.scheme.as_str();
                add(
                    builder,
                    &Said { id: id.clone(), kind, scheme, code, title: &title, text: &text },
                )?;
                Ok(id)
            });
        match added {
            Err((sort, what)) => {
                let place = reading.place("elements", position);
                reading.issues.error(sort, place, what, REMEDY);
            }
            Ok(id) => {
                let says_more = matches!(kind, ConceptKind::Group | ConceptKind::Outcome);
                if let Some(concept) = builder.concept_mut(id.as_str()).filter(|_| says_more) {
                    let property = Property { name: "element_type".into(), value: sort.into() };
                    concept.properties.push(property);
                }
            }
        }
    }
    let mut withdrawn: BTreeMap<String, Withdrawal> = BTreeMap::new();
    for (reason, words) in &reasons {
        let element = reason.strip_prefix(REASON_ID).unwrap_or(reason);
        withdrawn.entry(element.to_owned()).or_default().reasons.insert(words.clone());
    }
    let mut taken = 0;
    let mut relations = Vec::new();
    for (position, raw) in package.relationships.iter().enumerate() {
        let Some(one) = reading.part::<Relationship>(raw, "relationships", position) else {
            continue;
        };
        let (source, dest) = (one.source.trim(), one.dest.trim());
        let sort = one.sort.unwrap_or_default().to_ascii_lowercase();
        let is_reason = |code: &str| reasons.contains_key(code);
        if is_reason(source) || is_reason(dest) {
            let (element, reason) = if is_reason(dest) { (source, dest) } else { (dest, source) };
            // A reason that names its element says nothing of the group that both stand in.
            let named =
                reason.strip_prefix(REASON_ID).filter(|named| has(builder, &reading.base, named));
            if named.is_none_or(|named| named == element) {
                let words = reasons.get(reason).cloned();
                withdrawn.entry(element.to_owned()).or_default().reasons.extend(words);
            }
            taken += 1;
        } else if ["incorporated", "moved", "replaced", "superseded"]
            .iter()
            .any(|word| sort.contains(word))
        {
            withdrawn.entry(source.to_owned()).or_default().successors.insert(dest.to_owned());
            taken += 1;
        } else {
            relations.push((position, source.to_owned(), dest.to_owned(), sort));
        }
    }
    for (position, source, dest, sort) in relations {
        match relate(builder, &reading.base, (&source, &dest), &sort) {
            Ok(()) => taken += 1,
            Err(what) => {
                let place = reading.place("relationships", position);
                reading.issues.error("dangling-relation", place, what, REMEDY);
            }
        }
    }
    withdraw(builder, &withdrawn, reading);
    taken
}

fn kind_of(sort: &str) -> ConceptKind {
    match sort {
        "work_role" => ConceptKind::Occupation,
        "task" => ConceptKind::Task,
        "knowledge" => ConceptKind::Knowledge,
        "skill" => ConceptKind::Skill,
        "ability" => ConceptKind::Ability,
        "category" | "function" | "specialty_area" | "competency_area" | "competency"
        | "family" => ConceptKind::Group,
        _ => ConceptKind::Outcome,
    }
}

/// Draws the arrow that a relationship from a parent to its child means.
///
/// Errors: one of the two is not there.
fn relate(
    builder: &mut FrameworkBuilder,
    base: &ConceptId,
    (source, dest): (&str, &str),
    sort: &str,
) -> Result<(), String> {
    let end = |builder: &FrameworkBuilder,
               code: &str|
     -> Result<(ConceptId, ConceptKind), String> {
        let id = id(base, &[code]).map_err(|e| e.to_string())?;
        let position = builder.position(id.as_str());
        let concept = position.and_then(|position| builder.concepts().get(position as usize));
        let kind = concept.map(|concept| concept.kind);
        kind.map(|kind| (id, kind)).ok_or_else(|| format!("{code} is not an element of this file"))
    };
    let ((source, from), (dest, to)) = (end(builder, source)?, end(builder, dest)?);
    let is_statement = |kind: ConceptKind| {
        matches!(kind, ConceptKind::Knowledge | ConceptKind::Skill | ConceptKind::Ability)
    };
    let is_hierarchy = sort.is_empty() || sort.contains("projection");
    let (subject, kind, object) = match (from, to) {
        (ConceptKind::Occupation, ConceptKind::Task) => (source, RelationKind::HasTask, dest),
        (ConceptKind::Task, ConceptKind::Occupation) => (dest, RelationKind::HasTask, source),
        (ConceptKind::Occupation, to) if is_statement(to) => {
            (source, RelationKind::Essential, dest)
        }
        (from, ConceptKind::Occupation) if is_statement(from) => {
            (dest, RelationKind::Essential, source)
        }
        (ConceptKind::Occupation, ConceptKind::Group) => (source, RelationKind::Related, dest),
        _ if !is_hierarchy => (source, RelationKind::Related, dest),
        _ => (dest, RelationKind::Broader, source),
    };
    builder.relate(subject.as_str(), kind, object.as_str()).map(|_| ()).map_err(|e| e.to_string())
}

/// Whether an element of that identifier was added.
fn has(builder: &FrameworkBuilder, base: &ConceptId, code: &str) -> bool {
    id(base, &[code]).is_ok_and(|id| builder.position(id.as_str()).is_some())
}

/// What is said of an element that is no longer in use.
#[derive(Default)]
struct Withdrawal {
    reasons: BTreeSet<String>,
    successors: BTreeSet<String>,
}

/// Takes withdrawn elements out of use; what the reason names takes their place.
fn withdraw(
    builder: &mut FrameworkBuilder,
    withdrawn: &BTreeMap<String, Withdrawal>,
    reading: &mut Reading<'_>,
) {
    for (code, said) in withdrawn {
        let words: Vec<&str> =
            said.reasons.iter().map(String::as_str).filter(|r| !r.is_empty()).collect();
        let words = words.join("; ");
        let is_sign = |c: char| !(c.is_alphanumeric() || "-.".contains(c));
        let in_words = words.split(is_sign).map(|word| word.trim_matches(['.', '-']));
        let successors: BTreeSet<ConceptId> = in_words
            .chain(said.successors.iter().map(String::as_str))
            .filter(|other| !other.is_empty() && other != code)
            .filter(|other| has(builder, &reading.base, other))
            .filter_map(|other| id(&reading.base, &[other]).ok())
            .collect();
        let own = id(&reading.base, &[code]).ok();
        let Some(concept) = own.and_then(|id| builder.concept_mut(id.as_str())) else {
            let what = format!("{code} was withdrawn and is not in the file any more");
            let place = Location::pointer(reading.file, reading.root);
            reading.issues.note("withdrawn-element", place, what, "nothing to do");
            continue;
        };
        concept.status = if successors.is_empty() {
            Status::Deprecated
        } else {
            Status::ReplacedBy(successors.into_iter().collect())
        };
        if !words.is_empty() {
            let (kind, language) = (TextKind::Note, Language::ENGLISH);
            concept.texts.push(Text { kind, language, text: words.as_str().into() });
        }
    }
}
