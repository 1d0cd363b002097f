//! Frameworks and concepts under addresses of their own: `skill://frameworks/KEY` and `skill://concepts/IRI`.

use serde_json::Value;
use serde_json::json;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::ErrorKind;
use crate::service::mcp::calls;
use crate::service::mcp::cursor;
use crate::service::mcp::message::Call;
use crate::service::mcp::message::Fault;
use crate::service::mcp::tools;

const FRAMEWORKS: &str = "skill://frameworks/";
const CONCEPTS: &str = "skill://concepts/";
const JSON: &str = "application/json";
/// Frameworks on one page of the list.
const PAGE: usize = 50;

/// The frameworks from which is answered; concepts are too many to be listed.
pub(in crate::service::mcp) fn listed(engine: &Engine, mark: &str) -> Result<Value, Fault> {
    let held = engine.frameworks().map_err(|error| failed(&error, ""))?;
    let offset = cursor::read(mark, held.revision).map_err(Fault::invalid_params)?;
    let current: Vec<_> = held.frameworks.iter().filter(|held| held.is_current).collect();
    let page = current.iter().skip(offset).take(PAGE).map(|held| {
        json!({
            "uri": format!("{FRAMEWORKS}{}", held.release.key),
            "name": held.release.key,
            "title": held.release.title,
            "description": format!(
                "{} concepts, version {}, {}",
                held.n_concepts, held.release.version, held.release.licence.name
            ),
            "mimeType": JSON,
        })
    });
    let mut listed = json!({ "resources": page.collect::<Vec<_>>() });
    if offset + PAGE < current.len() {
        listed["nextCursor"] = json!(cursor::write(held.revision, offset + PAGE));
    }
    Ok(listed)
}

/// The addresses that can be made.
pub(in crate::service::mcp) fn templates() -> Value {
    json!({ "resourceTemplates": [
        {
            "uriTemplate": format!("{FRAMEWORKS}{{framework}}"),
            "name": "framework",
            "title": "A framework",
            "description": "What a framework says about itself: version, publisher, licence, size; by its short name.",
            "mimeType": JSON,
        },
        {
            "uriTemplate": format!("{CONCEPTS}{{id}}"),
            "name": "concept",
            "title": "A concept",
            "description": "A skill, an occupation or another concept with its names, relations and counterparts, as get_skill gives it; by its IRI, percent-encoded.",
            "mimeType": JSON,
        },
    ] })
}

/// What stands at an address.
///
/// Errors: nothing does.
pub(in crate::service::mcp) fn read(engine: &Engine, call: &Call) -> Result<Value, Fault> {
    let uri = call
        .text("uri")
        .ok_or_else(|| Fault::invalid_params("uri is missing; give the address of a resource"))?;
    let nothing = || {
        let message = format!("there is nothing at {uri}; resources/templates/list tells what is");
        Fault::no_resource(uri, message)
    };
    let text = if let Some(key) = uri.strip_prefix(FRAMEWORKS) {
        let key = decoded(key).ok_or_else(nothing)?;
        let held = engine.frameworks().map_err(|error| failed(&error, uri))?;
        let is_it =
            |held: &&crate::engine::HeldFramework| held.is_current && held.release.key == key;
        let found = held.frameworks.iter().find(is_it).ok_or_else(nothing)?;
        json!(found)
    } else if let Some(id) = uri.strip_prefix(CONCEPTS) {
        let id = decoded(id).ok_or_else(nothing)?;
        let asked = tools::GetSkill { id, language: String::new() };
        json!(calls::get_skill(engine, asked).map_err(|error| failed(&error, uri))?)
    } else {
        return Err(nothing());
    };
    Ok(json!({ "contents": [{ "uri": uri, "mimeType": JSON, "text": text.to_string() }] }))
}

fn failed(error: &Error, uri: &str) -> Fault {
    match error.kind {
        // The engine has logged it where it happened.
        ErrorKind::Internal => Fault::internal(),
        _ => Fault::no_resource(uri, error.message.clone()),
    }
}

/// A part of an address without its percent signs; nothing where they are not sound.
fn decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [char::from(rest.next()?), char::from(rest.next()?)];
                let [high, low] = digits.map(|digit| digit.to_digit(16));
                u8::try_from(high? * 16 + low?).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok().filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_read_as_what_they_stand_for() {
        let rows = [
            ("esco", Some("esco")),
            ("http%3A%2F%2Fx.example%2F%C3%A9", Some("http://x.example/é")),
            ("http://x.example/1", Some("http://x.example/1")),
            ("a%2", None),
            ("a%zz", None),
            ("%ff", None),
            ("", None),
        ];
        for (given, expected) in rows {
            assert_eq!(decoded(given).as_deref(), expected, "{given}");
        }
    }
}
