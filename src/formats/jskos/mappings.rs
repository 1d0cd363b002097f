//! Objects of JSKOS -> mappings.

use serde_json::Value;

use crate::formats::Bundle;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::jskos::object::list;
use crate::formats::jskos::object::objects;
use crate::formats::jskos::object::text;
use crate::formats::links::Links;
use crate::formats::statement;
use crate::model::ConceptId;
use crate::model::Justification;
use crate::model::Language;
use crate::model::Licence;
use crate::model::Location;
use crate::model::Mapping;
use crate::model::MappingEnd;
use crate::model::MappingSet;
use crate::model::Predicate;
use crate::model::Score;

/// Adds the mapping that an object says; of a concept's own mappings the subject may be left out.
pub(super) fn mapping(
    object: &Value,
    subject: Option<&ConceptId>,
    place: &Location,
    links: &mut Links,
    issues: &mut Issues,
) {
    if let Some(mapping) = read(object, subject, place, issues) {
        links.add(mapping, scheme_name(object, "toScheme").as_deref());
    }
}

fn scheme_name(object: &Value, field: &str) -> Option<String> {
    let scheme = object.get(field)?;
    let notation = list(scheme, "notation").find_map(Value::as_str);
    Some(notation.map_or_else(|| text(scheme, "uri"), str::trim).to_owned())
}

/// The concepts of one side; nothing where several are a list or a choice.
fn members<'a>(object: &'a Value, side: &str) -> Option<Vec<&'a Value>> {
    let bundle = object.get(side)?;
    for (field, most) in [("memberSet", usize::MAX), ("memberList", 1), ("memberChoice", 1)] {
        if bundle.get(field).is_some() {
            let members: Vec<&Value> = list(bundle, field).collect();
            return (members.len() <= most).then_some(members);
        }
    }
    Some(Vec::new())
}

fn read(
    object: &Value,
    subject: Option<&ConceptId>,
    place: &Location,
    issues: &mut Issues,
) -> Option<Mapping> {
    let (from, to) = (members(object, "from"), members(object, "to"));
    let (subject, objects) = match (from.as_deref(), to) {
        (Some([one]), Some(objects)) => (ConceptId::new(text(one, "uri")).ok(), objects),
        (None | Some([]), Some(objects)) => (subject.cloned(), objects),
        _ => (None, Vec::new()),
    };
    let Some(subject) = subject.filter(|_| objects.len() <= 1) else {
        let what = "it maps several concepts at once, or one without a URI";
        issues.error("bad-mapping", place.clone(), what, "write one mapping for each pair of URIs");
        return None;
    };
    let target = objects.first().map(|o| (ConceptId::new(text(o, "uri")), label(o)));
    let types = list(object, "type").filter_map(Value::as_str);
    let predicate = types.filter_map(statement::match_type).find(|p| *p != Predicate::NoMatch);
    let (object_id, predicate) = match target {
        None => (None, Predicate::NoMatch),
        Some((Ok(id), _)) => {
            if predicate.is_none() {
                let what = "it does not say how the two match; they are taken as related";
                issues.warning("unknown-relation", place.clone(), what, "add its type");
            }
            (Some(id), predicate.unwrap_or(Predicate::Related))
        }
        Some((Err(_), _)) => {
            let what = "the concept that it maps to has no URI";
            issues.error("bad-mapping", place.clone(), what, "name it by its URI");
            return None;
        }
    };
    let how = statement::justification(text(object, "justification"));
    let how = how.unwrap_or(Justification::UnspecifiedMatching);
    let mut mapping = Mapping::new(subject, predicate, object_id, how);
    mapping.confidence = relevance(object, place, issues);
    mapping.subject_label = from.iter().flatten().next().map(|one| label(one)).unwrap_or_default();
    mapping.object_label = objects.first().map(|one| label(one)).unwrap_or_default();
    mapping.author =
        list(object, "creator").map(label).find(|name| !name.is_empty()).unwrap_or_default();
    let day =
        ["modified", "created"].map(|field| text(object, field).get(..10).unwrap_or_default());
    let day = day.into_iter().find(|day| statement::is_day(day)).unwrap_or_default();
    day.clone_into(&mut mapping.date);
    Some(mapping)
}

/// How much a mapping is believed; what is no number between 0 and 1 is told.
fn relevance(object: &Value, place: &Location, issues: &mut Issues) -> Option<Score> {
    let said = object.get("mappingRelevance").filter(|said| !said.is_null())?;
    let value = said.as_f64().filter(|value| (0.0..=1.0).contains(value));
    if value.is_none() {
        let what = format!("mappingRelevance is {said}, which is no number between 0 and 1");
        issues.warning("bad-confidence", place.clone(), what, "write it as 0.8; it is left out");
    }
    value.map(Score::new)
}

/// The English label of an object, else its first.
fn label(object: &Value) -> String {
    let labels = object.get("prefLabel").and_then(Value::as_object);
    let text = labels.and_then(|labels| labels.get("en").or_else(|| labels.values().next()));
    statement::label(text.and_then(Value::as_str).unwrap_or_default().trim())
}

/// A file of mappings alone.
///
/// Errors: it cannot be read, or there is no mapping in it.
pub(in crate::formats) fn read_mappings(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
    tables: &mut Vec<TableCount>,
) -> Result<MappingSet, ReadError> {
    let mut mappings = Vec::new();
    let mut names = [String::new(), String::new()];
    for file in bundle.files() {
        let all = objects(file, issues)?;
        let before = mappings.len();
        for object in &all {
            for (name, field) in names.iter_mut().zip(["fromScheme", "toScheme"]) {
                if name.is_empty() {
                    *name = scheme_name(&object.value, field).unwrap_or_default();
                }
            }
            mappings.extend(read(&object.value, None, &object.place, issues));
        }
        let taken = (mappings.len() - before) as u64;
        tables.push(TableCount { file: file.name().to_owned(), rows: all.len() as u64, taken });
    }
    if mappings.is_empty() {
        let place = Location::file(&bundle.origins().join(", "));
        let what = "there is no mapping in it that could be read";
        return Err(ReadError::invalid(place, what, "give objects with from and to"));
    }
    statement::sort(&mut mappings);
    let end = |name: &str| MappingEnd {
        name: name.to_owned(),
        version: String::new(),
        concept_type: String::new(),
        language: Language::ENGLISH,
    };
    let mut set = MappingSet {
        title: format!("{} to {}", names[0], names[1]),
        author: String::new(),
        version: String::new(),
        date: String::new(),
        licence: Licence::default(),
        subject_source: end(&names[0]),
        object_source: end(&names[1]),
        mappings,
    };
    options.apply_to_set(&mut set);
    Ok(set)
}
