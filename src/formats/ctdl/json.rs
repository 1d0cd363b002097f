//! JSON-LD as CTDL is written in practice -> nodes, without fetching any context.
//!
//! Taken are objects with `@graph`, single objects, lists, JSON lines and several documents one after the other,
//! registry envelopes (`decoded_resource`, else the payload of the JWT in `resource`), compact and expanded
//! terms, language maps, value objects and plain strings.

use serde_json::Map;
use serde_json::Value as Json;

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::TableCount;
use crate::formats::ctdl::node::Node;
use crate::formats::ctdl::node::Value;
use crate::formats::ctdl::node::class;
use crate::formats::ctdl::node::compact;
use crate::formats::ctdl::node::language;
use crate::formats::ctdl::node::lift;
use crate::formats::ctdl::node::local;
use crate::formats::ctdl::node::tell_too_many;
use crate::formats::ctdl::terms;
use crate::formats::json_documents;
use crate::limits;
use crate::model::Language;
use crate::model::Location;

/// All nodes of the bundle's JSON files, in order; `is_wanted` says of a file whether it is such a document.
///
/// Errors: a file cannot be read, is too large, or its first value is no JSON.
pub(super) fn nodes(
    bundle: &Bundle,
    is_wanted: impl Fn(&BundleFile) -> Result<bool, ReadError>,
    issues: &mut Issues,
    tables: &mut Vec<TableCount>,
) -> Result<Vec<Node>, ReadError> {
    let mut all = Vec::new();
    for file in bundle.files() {
        if !is_wanted(file)? {
            continue;
        }
        let before = all.len();
        for document in json_documents::of(file, issues)? {
            let mut walk = Walk { file: file.name(), nodes: &mut all, issues };
            walk.document(document.value, &document.pointer);
        }
        let rows = (all.len() - before) as u64;
        tables.push(TableCount { file: file.name().to_owned(), rows, taken: rows });
    }
    Ok(all)
}

struct Walk<'a> {
    file: &'a str,
    nodes: &'a mut Vec<Node>,
    issues: &'a mut Issues,
}

impl Walk<'_> {
    /// A document: an envelope, a graph, a list or one node.
    fn document(&mut self, document: Json, pointer: &str) {
        match document {
            Json::Array(items) => {
                for (position, item) in items.into_iter().enumerate() {
                    self.item(item, &format!("{pointer}/{position}"));
                }
            }
            other => self.item(other, pointer),
        }
    }

    fn item(&mut self, item: Json, pointer: &str) {
        let Json::Object(mut object) = item else {
            let place = self.place(pointer);
            self.issues.error("not-a-node", place, "it is no object", "drop it");
            return;
        };
        if let Some(resource) = self.unpacked(&mut object, pointer) {
            self.document(resource, &format!("{pointer}/resource"));
            return;
        }
        match object.remove("@graph") {
            Some(Json::Array(nodes)) => {
                for (position, node) in nodes.into_iter().enumerate() {
                    let pointer = format!("{pointer}/@graph/{position}");
                    match node {
                        Json::Object(object) => self.top(object, &pointer),
                        _ => self.item(node, &pointer),
                    }
                }
            }
            Some(Json::Object(node)) => self.top(node, &format!("{pointer}/@graph")),
            Some(_) => {
                let place = self.place(pointer);
                self.issues.error("not-a-node", place, "@graph is no list", "make it one");
            }
            None => self.top(object, pointer),
        }
    }

    fn place(&self, pointer: &str) -> Location {
        Location::pointer(self.file, pointer)
    }

    /// What an envelope of the registry holds; nothing of what is no envelope.
    fn unpacked(&mut self, object: &mut Map<String, Json>, pointer: &str) -> Option<Json> {
        let is_envelope = object.contains_key("decoded_resource")
            || (object.contains_key("envelope_type") && object.contains_key("resource"))
            || (object.contains_key("resource_encoding") && object.contains_key("resource"));
        if !is_envelope {
            return None;
        }
        let decoded = object.remove("decoded_resource").filter(Json::is_object);
        let resource = match (decoded, object.remove("resource")) {
            (Some(decoded), _) => Some(decoded),
            (None, Some(Json::String(token))) => payload(&token),
            (None, Some(plain @ Json::Object(_))) => Some(plain),
            (None, _) => None,
        };
        let place = self.place(pointer);
        if resource.is_some() {
            let what = "this is an envelope of a registry, and its signature was not checked";
            let remedy = "nothing to do where you trust the way the file came to you";
            self.issues.note("unverified-envelope", place, what, remedy);
        } else {
            let what = "the resource of this envelope can not be decoded";
            self.issues.error("bad-envelope", place, what, "get it from the registry again");
        }
        Some(resource.unwrap_or(Json::Array(Vec::new())))
    }

    /// A node that stands by itself.
    fn top(&mut self, object: Map<String, Json>, pointer: &str) {
        let node = self.node(object, pointer);
        self.nodes.push(node);
    }

    fn node(&mut self, object: Map<String, Json>, pointer: &str) -> Node {
        let mut node = Node::new(self.place(pointer));
        let mut is_whole = true;
        for (key, json) in object {
            match key.as_str() {
                "@context" => {}
                "@id" | "id" if json.is_string() => {
                    json.as_str().unwrap_or_default().trim().clone_into(&mut node.id);
                }
                "@type" | "type" => {
                    let names = match &json {
                        Json::Array(names) => names.iter().filter_map(Json::as_str).collect(),
                        other => other.as_str().into_iter().collect::<Vec<_>>(),
                    };
                    let room = limits::NODE_TERMS.saturating_sub(node.types.len());
                    is_whole &= names.len() <= room;
                    node.types.extend(names.into_iter().take(room).map(class));
                }
                _ => {
                    let term = compact(&key);
                    let mut values = Vec::new();
                    self.values(&term, json, pointer, &mut values);
                    is_whole &= node.add(&term, values);
                }
            }
        }
        if !is_whole {
            tell_too_many(node.place.clone(), self.issues);
        }
        node
    }

    fn values(&mut self, term: &str, json: Json, pointer: &str, out: &mut Vec<Value>) {
        match json {
            Json::Null => {}
            Json::String(text) => out.push(Value::Text { text, language: None }),
            Json::Bool(yes) => out.push(Value::Text { text: yes.to_string(), language: None }),
            Json::Number(n) => out.push(Value::Text { text: n.to_string(), language: None }),
            Json::Array(items) => {
                for item in items {
                    self.values(term, item, pointer, out);
                }
            }
            Json::Object(object) => self.object(term, object, pointer, out),
        }
    }

    fn object(
        &mut self,
        term: &str,
        mut object: Map<String, Json>,
        pointer: &str,
        out: &mut Vec<Value>,
    ) {
        if let Some(items) = object.remove("@list").or_else(|| object.remove("@set")) {
            self.values(term, items, pointer, out);
        } else if let Some(value) = object.remove("@value") {
            let tag = object.get("@language").and_then(Json::as_str);
            let language = tag.map(|tag| self.language(tag, term, pointer));
            let mut values = Vec::new();
            self.values(term, value, pointer, &mut values);
            out.extend(values.into_iter().map(|value| in_language(value, language)));
        } else if is_language_map(term, &object) {
            for (tag, json) in object {
                let language = self.language(&tag, term, pointer);
                let mut values = Vec::new();
                self.values(term, json, pointer, &mut values);
                out.extend(values.into_iter().map(|value| in_language(value, Some(language))));
            }
        } else {
            let node = self.node(object, &format!("{pointer}/{}", escaped(term)));
            if node.types.is_empty() && node.terms.is_empty() {
                out.extend(Some(Value::Iri(node.id)).filter(|value| value.reference() != Some("")));
            } else if terms::is_thing(&node) && !node.terms.is_empty() {
                out.push(lift(node, self.nodes));
            } else {
                out.push(Value::Node(Box::new(node)));
            }
        }
    }

    fn language(&mut self, tag: &str, term: &str, pointer: &str) -> Language {
        let place = self.place(&format!("{pointer}/{}", escaped(term)));
        language(tag, place, self.issues)
    }
}

fn escaped(term: &str) -> String {
    term.replace('~', "~0").replace('/', "~1")
}

fn in_language(value: Value, language: Option<Language>) -> Value {
    match value {
        Value::Text { text, language: None } => Value::Text { text, language },
        other => other,
    }
}

/// Whether the keys are languages: always where the term takes words, else where they look like it.
fn is_language_map(term: &str, object: &Map<String, Json>) -> bool {
    let is_plain = |json: &Json| match json {
        Json::String(_) => true,
        Json::Array(items) => items.iter().all(Json::is_string),
        _ => false,
    };
    let is_key = |key: &str| !key.starts_with('@') && !key.contains(':');
    let is_tag = |key: &str| {
        let primary = key.split(['-', '_']).next().unwrap_or_default();
        (2..=3).contains(&primary.len())
            && primary.bytes().all(|b| b.is_ascii_alphabetic())
            && !["id", "url"].contains(&key)
    };
    let takes_words = terms::takes_words(local(term));
    !object.is_empty()
        && object
            .iter()
            .all(|(key, json)| is_key(key) && is_plain(json) && (takes_words || is_tag(key)))
}

/// What a signed token says, without looking at its signature.
fn payload(token: &str) -> Option<Json> {
    let mut parts = token.trim().split('.');
    let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
    serde_json::from_slice(&base64url(payload)?).ok()
}

/// The bytes of base64url (RFC 4648, section 5), with or without padding; the plain alphabet is taken too.
fn base64url(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut n_bits) = (0_u32, 0_u32);
    for byte in text.trim_end_matches('=').bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' | b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(six)) & 0xff_ffff;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            out.push((bits >> n_bits & 0xff) as u8);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Source;

    fn nodes_of(text: &str) -> (Vec<Node>, Issues) {
        let bytes = text.as_bytes().into();
        let bundle = Bundle::open(&[Source::Bytes { name: "x.json".into(), bytes }]).unwrap();
        let (mut issues, mut tables) = (Issues::default(), Vec::new());
        let nodes = nodes(&bundle, |_| Ok(true), &mut issues, &mut tables).unwrap();
        (nodes, issues)
    }

    #[test]
    fn words_are_the_same_however_they_are_written() {
        for text in [
            r#"{"ceasn:name": {"en-US": "a"}}"#,
            r#"{"name": {"en-us": ["a"]}}"#,
            r#"{"https://purl.org/ctdlasn/terms/name": [{"@value": "a", "@language": "EN-US"}]}"#,
            r#"[{"ceterms:name": [{"en-US": "a"}]}]"#,
            r#"{"@graph": [{"ceterms:name": {"@set": [{"en-US": "a"}]}}]}"#,
            r#"{"envelope_type": "x", "resource": "e30.eyJuYW1lIjp7ImVuLVVTIjoiYSJ9fQ.sig"}"#,
            r#"{"decoded_resource": {"name": {"en-US": "a"}}}"#,
        ] {
            let (nodes, issues) = nodes_of(text);
            let words: Vec<_> = nodes[0].values("name").iter().filter_map(Value::words).collect();
            assert_eq!(words, [("a", Some(Language::new("en-us").unwrap()))], "{text}");
            assert_eq!(issues.at_least(crate::model::Severity::Warning), 0, "{text}");
        }
    }

    #[test]
    fn a_token_that_is_none_is_told() {
        for token in ["", "a.b", "a.%%%.c", "a.e30", "DELETED"] {
            let text = format!("{{\"envelope_type\": \"x\", \"resource\": \"{token}\"}}");
            let (nodes, issues) = nodes_of(&text);
            assert!(nodes.is_empty(), "{token}");
            assert_eq!(issues.kept()[0].code, "bad-envelope", "{token}");
        }
    }
}
