//! Values of OSMT's JSON -> texts: alone, in lists, with the address that stands beside a name.

use serde_json::Value;

use crate::formats::Issues;
use crate::formats::rsd::descriptor::linked;
use crate::model::ConceptId;
use crate::model::Location;

/// Where the name of something may stand.
const NAMES: &[&str] = &["skillName", "name", "value"];

/// A text or a number; empty of anything else.
pub(super) fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The items of a list; none of anything else.
pub(super) fn list(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(items)) => items,
        _ => &[],
    }
}

/// The values of a list of strings or of objects that have one of these keys.
pub(super) fn strings(value: Option<&Value>, keys: &[&str]) -> Vec<String> {
    let one = |item: &Value| match item {
        Value::Object(object) => {
            keys.iter().map(|key| text(object.get(*key))).find(|text| !text.is_empty())
        }
        other => Some(text(Some(other))).filter(|text| !text.is_empty()),
    };
    match value {
        Some(Value::Array(items)) => items.iter().filter_map(one).collect(),
        Some(other) => one(other).into_iter().collect(),
        None => Vec::new(),
    }
}

/// The values of a list, each with the address that stands beside its name.
pub(super) fn references(
    value: Option<&Value>,
    place: &Location,
    issues: &mut Issues,
) -> Vec<String> {
    let mut found = Vec::new();
    for item in list(value) {
        let Some(name) = strings(Some(item), NAMES)
            .into_iter()
            .next()
            .or_else(|| item.get("id").map(|_| String::new()))
        else {
            continue;
        };
        let id = text(item.get("id"));
        match ConceptId::new(id.as_str()) {
            Ok(id) => found.push(linked(&name, &id)),
            Err(_) if id.is_empty() => found.push(name),
            Err(_) => {
                let what = format!("the id {id:?} of {name:?} is no IRI");
                let remedy = "write a whole address; the id is left out";
                issues.warning("bad-id", place.clone(), what, remedy);
                found.push(name);
            }
        }
    }
    if list(value).is_empty() {
        found.extend(strings(value, NAMES));
    }
    found
}
