//! The data supplement of `DigComp` 3.0, the European digital competence framework -> Framework.
//!
//! # Why
//!
//! The supplement calls itself JSON-LD, but its context names no property: read as RDF it says nothing at all. It is
//! read as the JSON that it is: areas, competences below them, and below these what people shall be able to do, once
//! as competence statements and once, finer, as learning outcomes. Fields that end in a language (`name_nl`) are
//! translations.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::code::percent_encoded;
use crate::formats::outline::Outline;
use crate::limits;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::FrameworkBuilder;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::LabelOutcome;
use crate::model::Language;
use crate::model::Licence;
use crate::model::Location;
use crate::model::Notation;
use crate::model::Property;
use crate::model::RelationKind;
use crate::model::Release;
use crate::model::Text;
use crate::model::TextKind;

/// The IRI of the framework; the supplement gives its entries no IRIs, only paths such as `Competence/1.1`.
const FRAMEWORK: &str = "urn:skillmap:digcomp";

/// Whether the outside of a document is that of the supplement.
pub(in crate::formats) fn is_in(outline: &Outline) -> bool {
    let has = |word| outline.says("@context", word);
    outline.has("@graph") && has("\"CompetenceStatement\"") && has("\"LearningOutcome\"")
}

/// The framework in the bundle's files; several files add their languages to each other.
///
/// Errors: a file is no JSON or too large, or there is no entry.
pub(in crate::formats) fn read(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
    tables: &mut Vec<TableCount>,
) -> Result<Framework, ReadError> {
    let place = Location::file(&bundle.origins().join(", "));
    let invalid = |what: String| {
        ReadError::invalid(place.clone(), what, "compare with the official data supplement")
    };
    let framework = ConceptId::new(FRAMEWORK).map_err(|e| invalid(e.to_string()))?;
    let mut release = Release {
        framework,
        key: "digcomp".to_owned(),
        title: "DigComp 3.0: European Digital Competence Framework".to_owned(),
        publisher: "European Commission, Joint Research Centre".to_owned(),
        version: "3.0".to_owned(),
        licence: Licence {
            name: "CC BY 4.0".to_owned(),
            url: "https://creativecommons.org/licenses/by/4.0/".to_owned(),
            attribution: "Source: DigComp 3.0, European Commission, Joint Research Centre.".to_owned(),
        },
        description: "What people should know, be able to do and care for to use digital technologies: competence \
                      areas, competences, competence statements and learning outcomes with proficiency levels."
            .to_owned(),
    };
    options.apply(&mut release);
    let mut builder = FrameworkBuilder::new(release);
    for file in bundle.files() {
        if file.outline()?.is_some_and(is_in) {
            read_file(file, &mut builder, issues, tables)?;
        }
    }
    if builder.is_empty() {
        return Err(invalid("there is no competence in it".to_owned()));
    }
    builder.build().map_err(|e| invalid(e.to_string()))
}

fn read_file(
    file: &BundleFile,
    builder: &mut FrameworkBuilder,
    issues: &mut Issues,
    tables: &mut Vec<TableCount>,
) -> Result<(), ReadError> {
    let bytes = file.bytes()?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let document: Value = serde_json::from_slice(bytes).map_err(|e| {
        let place = Location::line(file.name(), e.line() as u64);
        ReadError::invalid(place, e.to_string(), "correct the JSON here")
    })?;
    let entries = document.get("@graph").and_then(Value::as_array);
    let entries = entries.map(Vec::as_slice).unwrap_or_default();
    let types = outcome_types(entries);
    let mut below = Vec::new();
    let mut unused: BTreeMap<&str, u64> = BTreeMap::new();
    let mut taken = 0;
    for (position, entry) in entries.iter().enumerate() {
        let place = Location::pointer(file.name(), format!("/@graph/{position}"));
        let (sort, path) = (text(entry, "@type"), text(entry, "@id"));
        let Some(kind) = kind(sort, entry, &types) else {
            *unused.entry(sort).or_default() += 1;
            continue;
        };
        let id = match id(path) {
            Ok(id) => id,
            Err(what) => {
                issues.error("bad-id", place, what, "give it an @id such as Competence/1.1");
                continue;
            }
        };
        let iri = id.as_str().to_owned();
        let concept = describe(entry, path, kind, id, &place, issues);
        if let Some(known) = builder.concept_mut(&iri) {
            known.texts.extend(concept.texts.clone());
        } else {
            builder.add(Concept { labels: Vec::new(), ..concept.clone() });
        }
        for label in concept.labels {
            let what = format!("{:?} is a second name of {path}", label.text);
            if builder.add_label(&iri, label) == LabelOutcome::Demoted {
                let remedy = "give files of one release";
                issues.warning("conflicting-data", place.clone(), what, remedy);
            }
        }
        taken += 1;
        let parent = match text(entry, "competence_id") {
            "" => text(entry, "competence_area_id"),
            competence => competence,
        };
        if !parent.is_empty() {
            below.push((iri, parent, place));
        }
    }
    for (iri, parent, place) in below {
        let drawn =
            id(parent).map(|p| builder.relate(&iri, RelationKind::Broader, p.as_str()).is_ok());
        if drawn != Ok(true) {
            let what = format!("{parent:?} is not in the file");
            issues.error("dangling-relation", place, what, "add it; the entry stands alone");
        }
    }
    for (sort, n) in unused {
        let what =
            format!("{n} entries of the type {sort:?} are no competences and are not taken in");
        let place = Location::file(file.name());
        let remedy = "nothing to do; the levels stand at what they are asked of";
        issues.note("entries-not-used", place, what, remedy);
    }
    tables.push(TableCount { file: file.name().to_owned(), rows: entries.len() as u64, taken });
    Ok(())
}

fn text<'a>(entry: &'a Value, field: &str) -> &'a str {
    entry.get(field).and_then(Value::as_str).unwrap_or_default().trim()
}

fn id(path: &str) -> Result<ConceptId, String> {
    let parts: Vec<String> = path.split('/').map(percent_encoded).collect();
    if path.is_empty() {
        return Err("the entry has no @id".to_owned());
    }
    ConceptId::new(format!("{FRAMEWORK}:{}", parts.join("/"))).map_err(|e| e.to_string())
}

/// The types of learning outcomes (knowledge, skill, attitude) by their words: statements do not say theirs.
fn outcome_types(entries: &[Value]) -> BTreeMap<&str, &str> {
    let outcomes = entries.iter().filter(|entry| text(entry, "@type") == "LearningOutcome");
    outcomes.map(|entry| (text(entry, "description"), text(entry, "type"))).collect()
}

fn kind(sort: &str, entry: &Value, types: &BTreeMap<&str, &str>) -> Option<ConceptKind> {
    let of_type = |kind: &str| match kind {
        "Knowledge" => ConceptKind::Knowledge,
        "Attitude" => ConceptKind::WorkStyle,
        _ => ConceptKind::Skill,
    };
    Some(match sort {
        "CompetenceArea" => ConceptKind::Group,
        "Competence" => ConceptKind::Skill,
        "LearningOutcome" => ConceptKind::Outcome,
        "CompetenceStatement" => match text(entry, "type") {
            "" => of_type(types.get(text(entry, "description")).copied().unwrap_or_default()),
            own => of_type(own),
        },
        _ => return None,
    })
}

fn describe(
    entry: &Value,
    path: &str,
    kind: ConceptKind,
    id: ConceptId,
    place: &Location,
    issues: &mut Issues,
) -> Concept {
    let mut concept = Concept::new(id, kind);
    let fields = entry.as_object().into_iter().flatten();
    let has_name = entry.get("name").is_some();
    for (field, value) in fields {
        let Some(value) = value.as_str().map(str::trim).filter(|value| !value.is_empty()) else {
            continue;
        };
        let (base, language) = in_language(field);
        if value.len() > limits::LABEL_BYTES {
            let what = format!("{field} has more than {} bytes", limits::LABEL_BYTES);
            issues.error("too-long", place.clone(), what, "shorten it; it is left out");
            continue;
        }
        match base {
            // A statement has no name but its words.
            "description" if has_name => {
                concept.texts.push(Text {
                    kind: TextKind::Description,
                    language,
                    text: value.into(),
                });
            }
            "name" | "description" => {
                concept.labels.push(Label {
                    kind: LabelKind::Preferred,
                    language,
                    text: value.into(),
                });
            }
            "@id" | "@type" | "competence_id" | "competence_area_id" => {}
            // Translated names of levels name the same levels.
            "four_levels_proficiency_name" if language != Language::ENGLISH => {}
            "four_levels_proficiency_name" => {
                let level = value.rsplit('/').next().unwrap_or(value);
                let name = "proficiency_level".into();
                concept.properties.push(Property { name, value: level.into() });
            }
            _ => concept
                .properties
                .push(Property { name: field.as_str().into(), value: value.into() }),
        }
    }
    let code = path.rsplit('/').next().unwrap_or(path);
    concept.notations.push(Notation { scheme: "DigComp".into(), code: code.into() });
    concept
}

/// A field's name without the language at its end, and that language: `name_nl` is the Dutch name.
fn in_language(field: &str) -> (&str, Language) {
    let known = ["name", "description", "four_levels_proficiency_name"];
    for base in known {
        let tag = field.strip_prefix(base).and_then(|rest| rest.strip_prefix('_'));
        if let Some(language) =
            tag.filter(|t| (2..=3).contains(&t.len())).and_then(|t| Language::new(t).ok())
        {
            return (base, language);
        }
    }
    (field, Language::ENGLISH)
}
