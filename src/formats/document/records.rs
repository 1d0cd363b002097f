//! JSON objects, one on each line or in one array -> documents.

use serde_json::Map;
use serde_json::Value;

use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::document::DocumentFormat;
use crate::formats::document::DocumentReading;
use crate::formats::document::catalogue::check_count;
use crate::formats::document::catalogue::finish;
use crate::formats::document::catalogue::uses;
use crate::formats::document::fields::Field;
use crate::formats::document::fields::Gathered;
use crate::formats::document::fields::guess;
use crate::limits;
use crate::model::Location;

/// Whether the first line is a JSON object, or the beginning of one that goes on beyond what was looked at.
pub(super) fn is_ndjson(text: &str) -> bool {
    let line = text.lines().next().unwrap_or("").trim();
    if !line.starts_with('{') || !line.contains(':') {
        return false;
    }
    let is_cut = text.lines().nth(1).is_none();
    serde_json::from_str::<Map<String, Value>>(line).map_or_else(|e| is_cut && e.is_eof(), |_| true)
}

/// Whether the text is a JSON array of objects.
pub(super) fn is_array(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('[') else { return false };
    rest.trim_start().starts_with("{\"") || rest.trim_start().starts_with("{\n")
}

pub(super) fn read(
    name: &str,
    text: &str,
    format: DocumentFormat,
) -> Result<DocumentReading, ReadError> {
    let mut issues = Issues::default();
    let mut gathered = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut take = |object: &Map<String, Value>| -> Result<(), ReadError> {
        check_count(name, gathered.len())?;
        for key in object.keys().filter(|key| key.len() <= KEY_BYTES) {
            if names.len() < KEYS && !names.contains(key) {
                names.push(key.clone());
            }
        }
        gathered.push(gathered_of(object));
        Ok(())
    };
    if format == DocumentFormat::Json {
        let all: Vec<Value> = serde_json::from_str(text).map_err(|error| {
            let location = Location::line(name, u64::try_from(error.line()).unwrap_or(u64::MAX));
            ReadError::invalid(location, error.to_string(), "correct the JSON")
        })?;
        for (number, value) in all.iter().enumerate() {
            match value.as_object() {
                Some(object) => take(object)?,
                None => issues.error(
                    "not-an-object",
                    Location::pointer(name, format!("/{number}")),
                    "it is no object",
                    "write {\"title\": ..., \"text\": ...}",
                ),
            }
        }
    } else {
        for (number, line) in (1..).zip(text.lines()) {
            let location = Location::line(name, number);
            if line.trim().is_empty() {
                continue;
            }
            if line.len() > limits::RECORD_BYTES {
                let what = format!("the line has more than {} bytes", limits::RECORD_BYTES);
                issues.error("too-long", location, what, "split its text");
                continue;
            }
            match serde_json::from_str::<Map<String, Value>>(line) {
                Ok(object) => take(&object)?,
                Err(error) => {
                    issues.error(
                        "not-an-object",
                        location,
                        error.to_string(),
                        "write one JSON object",
                    );
                }
            }
        }
    }
    let columns = uses(&names, &guess(&names));
    finish(name, format, gathered, columns, issues)
}

/// Bytes of a field's name, and names remembered, at most.
const KEY_BYTES: usize = 80;
const KEYS: usize = 400;

fn gathered_of(object: &Map<String, Value>) -> Gathered {
    let keys: Vec<String> = object.keys().cloned().collect();
    let mut gathered = Gathered::default();
    for (key, field) in keys.iter().zip(guess(&keys)) {
        let (Some(field), Some(value)) = (field, object.get(key)) else { continue };
        match field {
            Field::Id => gathered.id = plain(value),
            Field::Title => gathered.title = plain(value),
            _ => match value {
                Value::Array(items) => {
                    for item in items {
                        gathered.add(field, &plain(item));
                    }
                }
                other => gathered.add(field, &plain(other)),
            },
        }
    }
    gathered
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
