//! Types of requests and replies -> the schemas that the document names, each once.

use std::collections::BTreeSet;

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::Map;
use serde_json::Value;

use crate::service::openapi::described::SchemaOf;

/// Where schemas stand in the document.
const PLACE: &str = "#/components/schemas/";
/// What the name of a type ends with that is read otherwise than it is written.
const READ: &str = "Input";

/// Collects schemas: requests are described as they are read, replies as they are written.
#[derive(Debug)]
pub(super) struct Schemas {
    requests: SchemaGenerator,
    replies: SchemaGenerator,
}

impl Schemas {
    pub(super) fn new() -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
        });
        Self {
            requests: settings.clone().for_deserialize().into_generator(),
            replies: settings.for_serialize().into_generator(),
        }
    }

    /// The schema of something that is read.
    pub(super) fn request(&mut self, of: SchemaOf) -> Value {
        of(&mut self.requests).to_value()
    }

    /// The schema of something that is written.
    pub(super) fn reply(&mut self, of: SchemaOf) -> Value {
        of(&mut self.replies).to_value()
    }

    /// The fields of a request, by name, with what stands for the whole of each.
    pub(super) fn fields(&mut self, of: SchemaOf) -> Map<String, Value> {
        let schema = self.request(of);
        let name = schema["$ref"].as_str().and_then(|name| name.strip_prefix(PLACE));
        let whole = name.and_then(|name| self.requests.definitions().get(name)).unwrap_or(&schema);
        whole["properties"].as_object().cloned().unwrap_or_default()
    }

    /// The paths of all fields of a reply, names with dots between; a field inside itself is not followed again.
    pub(super) fn paths(&mut self, of: SchemaOf) -> Vec<String> {
        let schema = self.reply(of);
        let mut found = BTreeSet::new();
        below(&schema, self.replies.definitions(), &mut Vec::new(), &mut Vec::new(), &mut found);
        found.into_iter().collect()
    }

    /// All schemas by name, and what goes by another name among requests because replies call something else so.
    pub(super) fn finished(mut self) -> (Map<String, Value>, BTreeSet<String>) {
        let mut requests = self.requests.take_definitions(true);
        let mut all = self.replies.take_definitions(true);
        for schema in requests.values_mut() {
            bounded(schema);
        }
        let renamed = differing(&requests, &all);
        for (name, mut schema) in requests {
            rename(&mut schema, &renamed);
            let name = if renamed.contains(&name) { format!("{name}{READ}") } else { name };
            all.insert(name, schema);
        }
        for schema in all.values_mut() {
            plain(schema);
        }
        (all, renamed)
    }
}

/// Names in a path at most; what lies deeper is taken with what holds it.
const DEPTH: usize = 4;

fn below<'a>(
    schema: &'a Value,
    all: &'a Map<String, Value>,
    inside: &mut Vec<&'a str>,
    path: &mut Vec<&'a str>,
    found: &mut BTreeSet<String>,
) {
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.strip_prefix(PLACE)) {
        if let Some(schema) = all.get(name).filter(|_| !inside.contains(&name)) {
            inside.push(name);
            below(schema, all, inside, path, found);
            inside.pop();
        }
        return;
    }
    let choices =
        ["anyOf", "oneOf", "allOf"].iter().filter_map(|key| schema[*key].as_array()).flatten();
    for part in choices.chain(schema.get("items")) {
        below(part, all, inside, path, found);
    }
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        path.push(name);
        found.insert(path.join("."));
        if path.len() < DEPTH {
            below(schema, all, inside, path, found);
        }
        path.pop();
    }
}

/// Names that stand for something else in the one than in the other, or for something that holds such a one.
fn differing(requests: &Map<String, Value>, replies: &Map<String, Value>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    loop {
        let before = found.len();
        for (name, schema) in requests {
            let is_other =
                replies.get(name).is_some_and(|other| other != schema || names_any(schema, &found));
            if is_other {
                found.insert(name.clone());
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

fn names_any(schema: &Value, all: &BTreeSet<String>) -> bool {
    match schema {
        Value::Object(fields) => fields.iter().any(|(key, value)| {
            let named =
                value.as_str().filter(|_| key == "$ref").and_then(|name| name.strip_prefix(PLACE));
            named.is_some_and(|name| all.contains(name)) || names_any(value, all)
        }),
        Value::Array(items) => items.iter().any(|item| names_any(item, all)),
        _ => false,
    }
}

/// Lets a schema of requests refer to what these names stand for among requests.
pub(super) fn rename(schema: &mut Value, renamed: &BTreeSet<String>) {
    match schema {
        Value::Object(fields) => {
            for (key, value) in fields {
                let named = value
                    .as_str()
                    .filter(|_| key == "$ref")
                    .and_then(|name| name.strip_prefix(PLACE));
                match named.filter(|name| renamed.contains(*name)) {
                    Some(name) => *value = format!("{PLACE}{name}{READ}").into(),
                    None => rename(value, renamed),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, renamed)),
        _ => {}
    }
}

/// Says how far whole numbers go that are read.
pub(super) fn bounded(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            let format = fields.get("format").and_then(Value::as_str);
            let most = match format {
                Some("uint" | "uint64") => u64::MAX,
                Some("uint32") => u32::MAX.into(),
                _ => 0,
            };
            if most > 0 && !fields.contains_key("maximum") {
                fields.insert("maximum".into(), most.into());
            }
            fields.values_mut().for_each(bounded);
        }
        Value::Array(items) => items.iter_mut().for_each(bounded),
        _ => {}
    }
}

/// Takes out of descriptions what only the documentation of the code understands.
pub(super) fn plain(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(text) if key == "description" => {
                        *text = text.replace("[`", "`").replace("`]", "`").replace('\n', " ");
                    }
                    other => plain(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(plain),
        _ => {}
    }
}

/// Leaves only the schemas that the rest of the document refers to, directly or through others.
pub(super) fn only_named(all: Map<String, Value>, by: &Value) -> Map<String, Value> {
    let mut named = BTreeSet::new();
    let mut waiting = Vec::new();
    names(by, &mut waiting);
    while let Some(name) = waiting.pop() {
        if let Some(schema) = all.get(&name)
            && named.insert(name)
        {
            names(schema, &mut waiting);
        }
    }
    all.into_iter().filter(|(name, _)| named.contains(name)).collect()
}

fn names(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                if let Some(name) = value
                    .as_str()
                    .filter(|_| key == "$ref")
                    .and_then(|name| name.strip_prefix(PLACE))
                {
                    found.push(name.to_owned());
                }
                names(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| names(item, found)),
        _ => {}
    }
}
