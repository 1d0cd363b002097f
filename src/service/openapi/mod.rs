//! Operations -> what each takes and gives, told once: the routes, the reader of queries and bodies, and the OpenAPI
//! document that everyone can fetch all read it here, so that they cannot disagree.
//!
//! In: the tables below `tables`, one row for each operation. Out: [`Described`] for the routes, [`asked`] and
//! [`wanted_body`] for the readers, [`document`] for users. To add an operation, add its row to the table of its room.

mod described;
mod tables;
mod schemas;
mod document;
mod faults;
mod served;

pub(in crate::service) use described::Described;
pub(in crate::service) use described::Reply;
pub(in crate::service) use faults::Fault;
pub(in crate::service) use faults::fault;
pub(in crate::service) use served::file;
pub(in crate::service) use served::page;
pub(in crate::service) use served::style;

use std::sync::OnceLock;

use serde_json::Value;

/// One parameter that an operation takes in its query.
#[derive(Debug)]
pub(in crate::service) struct Asked<'a> {
    /// Its name.
    pub(in crate::service) name: &'a str,
    /// The schema of its value.
    pub(in crate::service) schema: &'a Value,
}

/// The whole document, made once.
pub(in crate::service) fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(document::of_routes)
}

/// The description of an operation.
pub(in crate::service) fn described(operation: &str) -> Option<&'static Described> {
    tables::ALL.iter().flat_map(|(_, rows)| *rows).find(|row| row.operation == operation)
}

/// The operation of a method and a path of the table of routes.
fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let method = if method == "HEAD" { "get".to_owned() } else { method.to_lowercase() };
    document().get("paths")?.get(path)?.get(method)
}

/// The parameters of a query that the operation at that method and path takes; nothing where there is none.
pub(in crate::service) fn asked(method: &str, path: &str) -> Vec<Asked<'static>> {
    let parameters =
        operation(method, path).and_then(|operation| operation["parameters"].as_array());
    let one = |parameter: &'static Value| {
        let schema = parameter
            .get("schema")
            .or_else(|| parameter.pointer("/content/application~1json/schema"));
        Some(Asked { name: parameter["name"].as_str()?, schema: resolved(schema?) })
    };
    parameters
        .into_iter()
        .flatten()
        .filter(|parameter| parameter["in"] == "query")
        .filter_map(one)
        .collect()
}

/// The schema of the JSON that the operation at that method and path takes.
pub(in crate::service) fn wanted_body(method: &str, path: &str) -> Option<&'static Value> {
    operation(method, path)?.pointer("/requestBody/content/application~1json/schema")
}

/// What a schema refers to, or itself.
pub(in crate::service) fn resolved(schema: &'static Value) -> &'static Value {
    let mut schema = schema;
    // Chains of references are short; a ring of them ends all the same.
    for _ in 0..8 {
        let Some(name) = schema.get("$ref").and_then(Value::as_str) else { break };
        let Some(next) = name.strip_prefix('#').and_then(|at| document().pointer(at)) else {
            break;
        };
        schema = next;
    }
    schema
}
