//! A value and its schema -> the first thing in it that the schema does not allow, and where.

use serde_json::Value;

use crate::service::openapi::resolved;

/// What a schema does not allow.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::service) struct Fault {
    /// Where: names and positions with dots between, such as `decisions.0.predicate`; empty for the whole.
    pub(in crate::service) field: String,
    /// What is wrong and what to do.
    pub(in crate::service) what: String,
}

/// The first fault of a value, in the order of its fields; nothing where the schema allows it. Patterns and formats are left
/// to the types that are read from it.
pub(in crate::service) fn fault(value: &Value, schema: &'static Value) -> Option<Fault> {
    at(value, schema, &mut Vec::new())
}

fn at(value: &Value, schema: &'static Value, path: &mut Vec<String>) -> Option<Fault> {
    let schema = resolved(schema);
    let found = |what: String| Some(Fault { field: path.join("."), what });
    if let Some(all) = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array)
    {
        return in_none(value, all, path);
    }
    if !is_of_type(value, schema) {
        return found(format!("it is {}; give {}", shown(value), wanted(schema)));
    }
    let enumerated = schema.get("enum").and_then(Value::as_array);
    let is_other = schema.get("const").is_some_and(|only| only != value);
    if is_other || enumerated.is_some_and(|all| !all.contains(value)) {
        return found(format!("it is {}; give {}", shown(value), wanted(schema)));
    }
    match value {
        Value::Number(_) => out_of_bounds(value, schema).and_then(found),
        Value::String(text) => {
            let n_characters = text.chars().count() as u64;
            wrong_length(n_characters, "characters", "Length", schema).and_then(found)
        }
        Value::Array(items) => {
            let wrong = wrong_length(items.len() as u64, "items", "Items", schema);
            if let Some(wrong) = wrong {
                return found(wrong);
            }
            let of = schema.get("items")?;
            items
                .iter()
                .enumerate()
                .find_map(|(number, item)| below(item, of, number.to_string(), path))
        }
        Value::Object(fields) => {
            let known = schema.get("properties").and_then(Value::as_object);
            let others = schema.get("additionalProperties");
            fields.iter().find_map(|(name, value)| {
                match (known.and_then(|known| known.get(name)), others) {
                    (Some(schema), _) => below(value, schema, name.clone(), path),
                    (None, Some(Value::Bool(false))) => Some(below_unknown(name, path)),
                    (None, Some(schema @ Value::Object(_))) => {
                        below(value, schema, name.clone(), path)
                    }
                    (None, _) => None,
                }
            })
        }
        Value::Null | Value::Bool(_) => None,
    }
}

fn below(
    value: &Value,
    schema: &'static Value,
    name: String,
    path: &mut Vec<String>,
) -> Option<Fault> {
    path.push(name);
    let found = at(value, schema, path);
    path.pop();
    found
}

fn below_unknown(name: &str, path: &[String]) -> Fault {
    let mut path = path.to_vec();
    path.push(name.to_owned());
    Fault { field: path.join("."), what: "there is no such field; leave it out".into() }
}

/// The fault of a value for which none of several schemas does: that of the only schema of its type, where there is one.
fn in_none(value: &Value, all: &'static [Value], path: &mut Vec<String>) -> Option<Fault> {
    if all.iter().any(|schema| at(value, schema, path).is_none()) {
        return None;
    }
    let mut of_its_type = all.iter().filter(|schema| {
        is_of_type(value, resolved(schema)) && resolved(schema).get("const").is_none()
    });
    if let (Some(only), None) = (of_its_type.next(), of_its_type.next()) {
        return at(value, only, path);
    }
    let known: Vec<String> = all.iter().map(|schema| wanted(resolved(schema))).collect();
    Some(Fault {
        field: path.join("."),
        what: format!("it is {}; give {}", shown(value), known.join(" or ")),
    })
}

fn is_of_type(value: &Value, schema: &Value) -> bool {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        _ => true,
    };
    match schema.get("type") {
        Some(Value::String(name)) => is(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is),
        _ => true,
    }
}

/// A bound as people write it: `1`, not `1.0`.
fn plain(bound: &Value) -> String {
    bound.as_f64().map_or_else(|| bound.to_string(), |number| number.to_string())
}

fn out_of_bounds(value: &Value, schema: &Value) -> Option<String> {
    let number = value.as_f64()?;
    let bound = |name: &str| schema.get(name);
    let is_below =
        bound("minimum").is_some_and(|least| least.as_f64().is_some_and(|least| number < least));
    let is_above =
        bound("maximum").is_some_and(|most| most.as_f64().is_some_and(|most| number > most));
    let bounds = match (bound("minimum"), bound("maximum")) {
        (Some(least), Some(most)) => {
            format!("a number from {} to {}", plain(least), plain(most))
        }
        (Some(least), None) => format!("at least {}", plain(least)),
        (_, most) => format!("at most {}", most.map(plain).unwrap_or_default()),
    };
    (is_below || is_above).then(|| format!("it is {value}; give {bounds}"))
}

fn wrong_length(found: u64, of: &str, what: &str, schema: &Value) -> Option<String> {
    let bound = |name: &str| schema.get(format!("{name}{what}")).and_then(Value::as_u64);
    if let Some(most) = bound("max").filter(|most| found > *most) {
        return Some(format!("it has {found} {of}; give at most {most}"));
    }
    let least = bound("min").filter(|least| found < *least)?;
    Some(format!("it has {found} {of}; give at least {least}"))
}

/// A value, short enough for a message.
fn shown(value: &Value) -> String {
    let text = match value {
        Value::Object(_) => return "an object".into(),
        Value::Array(_) => return "a list".into(),
        other => other.to_string(),
    };
    if text.chars().count() <= 60 {
        text
    } else {
        text.chars().take(60).chain("...".chars()).collect()
    }
}

/// What a schema wants, in words.
pub(in crate::service) fn wanted(schema: &Value) -> String {
    if let Some(all) = schema.get("enum").and_then(Value::as_array) {
        let all: Vec<String> = all.iter().map(Value::to_string).collect();
        return format!("one of {}", all.join(", "));
    }
    if let Some(only) = schema.get("const") {
        return only.to_string();
    }
    let name = |name: &str| match name {
        "null" => "null",
        "boolean" => "true or false",
        "object" => "an object",
        "array" => "a list",
        "string" => "a text",
        "number" => "a number",
        "integer" => "a whole number",
        _ => "something else",
    };
    match schema.get("type") {
        Some(Value::String(of)) => name(of).to_owned(),
        Some(Value::Array(all)) => {
            let all: Vec<&str> = all.iter().filter_map(Value::as_str).map(name).collect();
            all.join(" or ")
        }
        _ => "something else".into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::service::openapi::wanted_body;

    #[test]
    fn what_a_schema_does_not_allow_is_told_with_its_place() {
        let rows = [
            ("/api/v1/tag", json!({ "text": "a", "limit": 5 }), None),
            ("/api/v1/tag", json!({ "text": "a", "min_score": null }), None),
            (
                "/api/v1/tag",
                json!({ "limit": 201 }),
                Some(("limit", "it is 201; give a number from 0 to 200")),
            ),
            (
                "/api/v1/tag",
                json!({ "min_score": 1.5 }),
                Some(("min_score", "it is 1.5; give a number from 0 to 1")),
            ),
            (
                "/api/v1/tag",
                json!({ "rules": { "block": { "colour": [] } } }),
                Some(("rules.block.colour", "there is no such field; leave it out")),
            ),
            (
                "/api/v1/tag",
                json!({ "framework": ["a", 1] }),
                Some(("framework.1", "it is 1; give a text")),
            ),
            (
                "/api/v1/crosswalks/decisions",
                json!({ "weight": "heavy" }),
                Some(("weight", "it is \"heavy\"; give \"confirmed\" or \"voted\"")),
            ),
        ];
        for (path, value, expected) in rows {
            let found = fault(&value, wanted_body("POST", path).unwrap());
            let found = found.as_ref().map(|fault| (fault.field.as_str(), fault.what.as_str()));
            assert_eq!(found, expected, "{value}");
        }
    }
}
