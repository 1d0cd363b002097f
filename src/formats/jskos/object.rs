//! Bytes of JSON -> the objects in them with their places, and what JSKOS calls maps and lists.

use serde_json::Value;
use serde_json::value::RawValue;

use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::table::check_encoding;
use crate::limits;
use crate::model::Language;
use crate::model::Location;

/// An object and where it stands.
pub(super) struct Object {
    pub(super) value: Value,
    pub(super) place: Location,
}

/// All objects of a file: those of a list, those in its lines, or the only one. What is no object is told.
///
/// Errors: the file cannot be read, breaks off or is too large.
pub(super) fn objects(file: &BundleFile, issues: &mut Issues) -> Result<Vec<Object>, ReadError> {
    let bytes = file.bytes()?;
    check_encoding(file.name(), bytes.get(..4_096).unwrap_or(&bytes))?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut objects = Vec::new();
    let mut stream = serde_json::Deserializer::from_slice(bytes).into_iter::<&RawValue>();
    let mut line = 1;
    let mut counted = 0;
    loop {
        let begin = stream.byte_offset();
        let Some(next) = stream.next() else { break };
        let is_break = |b: &&u8| **b == b'\n';
        let blank = bytes[begin..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        line += bytes[counted..begin + blank].iter().filter(is_break).count() as u64;
        counted = begin + blank;
        let place = Location::line(file.name(), line);
        match next {
            Ok(raw) => take(raw, &place, file.name(), &mut objects, issues),
            Err(e) => {
                let place = Location::line(file.name(), e.line() as u64);
                if e.is_eof() {
                    let what = format!("it breaks off: {e}");
                    let remedy = "get the whole file again; nothing of it is taken";
                    return Err(ReadError::invalid(place, what, remedy));
                }
                if objects.is_empty() {
                    return Err(ReadError::invalid(place, e.to_string(), "correct the JSON here"));
                }
                let what = format!("it is no JSON from here on: {e}");
                issues.error("malformed", place, what, "correct the JSON here");
                break;
            }
        }
    }
    Ok(objects)
}

fn take(
    raw: &RawValue,
    place: &Location,
    file: &str,
    objects: &mut Vec<Object>,
    issues: &mut Issues,
) {
    let remedy = "write an object of JSKOS";
    match serde_json::from_str::<Value>(raw.get()) {
        Ok(Value::Array(values)) => {
            for (position, value) in values.into_iter().enumerate() {
                let place = Location::pointer(file, format!("/{position}"));
                match value {
                    Value::Object(_) => objects.push(Object { value, place }),
                    // In a list it says that there may be more.
                    Value::Null => {}
                    _ => issues.error("malformed", place, "it is no object", remedy),
                }
            }
        }
        Ok(value @ Value::Object(_)) => objects.push(Object { value, place: place.clone() }),
        Ok(_) => issues.error("malformed", place.clone(), "it is no object", remedy),
        Err(e) => issues.error("malformed", place.clone(), e.to_string(), remedy),
    }
}

/// The text of a field; empty where there is none.
pub(super) fn text<'a>(object: &'a Value, field: &str) -> &'a str {
    object.get(field).and_then(Value::as_str).unwrap_or_default().trim()
}

/// The items of a list that are there: `null` says that there may be more.
pub(super) fn list<'a>(object: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> {
    let items = object.get(field).and_then(Value::as_array);
    items.into_iter().flatten().filter(|item| !item.is_null())
}

/// The IRIs of a list of objects.
pub(super) fn uris<'a>(object: &'a Value, field: &str) -> impl Iterator<Item = &'a str> {
    list(object, field).filter_map(|item| item.get("uri").and_then(Value::as_str))
}

/// The texts of a language map, one or several for each language; `-` says that there may be more.
pub(super) fn in_languages<'a>(
    object: &'a Value,
    field: &str,
    place: &Location,
    issues: &mut Issues,
) -> Vec<(Language, &'a str)> {
    let mut texts = Vec::new();
    let Some(map) = object.get(field).and_then(Value::as_object) else { return texts };
    for (tag, value) in map.iter().filter(|(tag, _)| !tag.ends_with('-')) {
        let language = Language::new(tag).unwrap_or_else(|_| {
            let what = format!("{tag:?} in {field} is not a language");
            issues.warning("bad-language", place.clone(), what, "write a tag such as en");
            Language::UNKNOWN
        });
        let several = value.as_array().into_iter().flatten().filter_map(Value::as_str);
        let all = value.as_str().into_iter().chain(several).map(str::trim);
        for text in all.filter(|text| !text.is_empty()) {
            let bound =
                if field.ends_with("Label") { limits::LABEL_BYTES } else { limits::TEXT_BYTES };
            if text.len() <= bound {
                texts.push((language, text));
            } else {
                let what = format!("a text in {field} has more than {bound} bytes");
                issues.error("too-long", place.clone(), what, "shorten it; it is left out");
            }
        }
    }
    texts
}
