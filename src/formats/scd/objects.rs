//! JSON files -> frameworks, competencies and associations, each with its place.

use std::collections::BTreeMap;

use serde_json::Map;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::model::Location;

/// One object of a file.
pub(super) type Object = Map<String, Value>;

/// All objects of all files, with where they stand.
#[derive(Default)]
pub(super) struct Objects {
    pub(super) framework: Option<(Location, Object)>,
    pub(super) competencies: Vec<(Location, Object)>,
    pub(super) associations: Vec<(Location, Object)>,
    /// Objects that are only named, by their address.
    pub(super) named: BTreeMap<String, Location>,
}

/// Takes the objects of a file apart.
pub(super) fn gather(
    file: &BundleFile,
    objects: &mut Objects,
    issues: &mut Issues,
) -> Result<(), ReadError> {
    let name = file.name();
    let bytes = file.bytes()?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let failed = |e: serde_json::Error| {
        let place = Location::line(name, e.line() as u64);
        ReadError::invalid(place, e.to_string(), "check that the file is complete")
    };
    let raw: &RawValue = serde_json::from_slice(bytes).map_err(failed)?;
    let is_list = raw.get().starts_with('[');
    let items: Vec<&RawValue> =
        if is_list { serde_json::from_str(raw.get()).map_err(failed)? } else { vec![raw] };
    for (position, item) in items.into_iter().enumerate() {
        let pointer = if is_list { format!("/{position}") } else { String::new() };
        let fields: BTreeMap<String, &RawValue> = match serde_json::from_str(item.get()) {
            Ok(fields) => fields,
            Err(e) if is_list => {
                let place = Location::pointer(name, pointer);
                issues.error("malformed", place, e.to_string(), "correct this object");
                continue;
            }
            Err(e) => return Err(failed(e)),
        };
        take(name, &pointer, fields, objects, issues)?;
    }
    Ok(())
}

/// Takes one object: a framework with its parts, a competency or an association.
fn take(
    file: &str,
    pointer: &str,
    fields: BTreeMap<String, &RawValue>,
    objects: &mut Objects,
    issues: &mut Issues,
) -> Result<(), ReadError> {
    let is_framework = fields.contains_key("competencyDefinition");
    let is_association = fields.contains_key("associationType");
    let mut own = Object::new();
    for (field, raw) in fields {
        let place = || Location::pointer(file, format!("{pointer}/{field}"));
        let parts = match field.as_str() {
            "competencyDefinition" => &mut objects.competencies,
            "resourceAssociation" => &mut objects.associations,
            _ => {
                match serde_json::from_str(raw.get()) {
                    Ok(value) => drop(own.insert(field, value)),
                    Err(e) => issues.error("malformed", place(), e.to_string(), "correct it"),
                }
                continue;
            }
        };
        let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(raw.get()) else {
            issues.error("malformed", place(), "it is no list", "make it a list");
            continue;
        };
        for (position, item) in items.into_iter().enumerate() {
            let place = Location::pointer(file, format!("{pointer}/{field}/{position}"));
            match serde_json::from_str(item.get()) {
                Ok(Value::Object(object)) => parts.push((place, object)),
                Ok(Value::String(id)) => drop(objects.named.insert(id, place)),
                Ok(_) => issues.error("malformed", place, "it is no object", "correct it"),
                Err(e) => issues.error("malformed", place, e.to_string(), "correct it"),
            }
        }
    }
    let place = Location::pointer(file, pointer);
    if is_association {
        objects.associations.push((place, own));
    } else if !is_framework {
        objects.competencies.push((place, own));
    } else if objects.framework.is_some() {
        let what = "there are several frameworks in it";
        return Err(ReadError::invalid(place, what, "import them one by one"));
    } else {
        objects.framework = Some((place, own));
    }
    Ok(())
}
