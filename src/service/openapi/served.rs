//! The document, and a page for reading it.

use std::sync::OnceLock;

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use askama::Template;
use serde_json::Value;

use crate::service::openapi;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::reply;

/// `GET /api/v1/openapi.json`
pub(in crate::service) async fn file(request: HttpRequest) -> Result<HttpResponse, Problem> {
    static WRITTEN: OnceLock<String> = OnceLock::new();
    Parameters::of(&request, &[])?;
    let written = WRITTEN.get_or_init(|| openapi::document().to_string());
    Ok(HttpResponse::Ok().content_type(reply::JSON).body(written.as_str()))
}

/// `GET /api/v1/docs`
pub(in crate::service) async fn page(request: HttpRequest) -> Result<HttpResponse, Problem> {
    static WRITTEN: OnceLock<String> = OnceLock::new();
    Parameters::of(&request, &[])?;
    if WRITTEN.get().is_none() {
        let written =
            docs(openapi::document()).render().map_err(|error| Problem::internal(&error))?;
        // Whoever was quicker has written the same.
        let _ = WRITTEN.set(written);
    }
    let written = WRITTEN.get().map(String::as_str).unwrap_or_default();
    Ok(HttpResponse::Ok().content_type("text/html; charset=utf-8").body(written))
}

/// `GET /api/v1/docs.css`
pub(in crate::service) async fn style(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Parameters::of(&request, &[])?;
    let written = include_str!("../../../web/templates/api/docs.css");
    Ok(HttpResponse::Ok().content_type("text/css; charset=utf-8").body(written))
}

/// The page of all operations.
#[derive(Template)]
#[template(config = "web/askama.toml", path = "api/docs.html")]
struct Docs<'a> {
    version: &'a str,
    about: &'a str,
    rooms: Vec<Room<'a>>,
    schemas: Vec<Shape<'a>>,
}

struct Room<'a> {
    name: &'a str,
    operations: Vec<Operation<'a>>,
}

struct Operation<'a> {
    name: &'a str,
    method: String,
    path: &'a str,
    summary: &'a str,
    parameters: Vec<Row<'a>>,
    body_about: &'a str,
    body: Vec<Sort<'a>>,
    reply: Vec<Sort<'a>>,
    statuses: Vec<&'a str>,
}

/// One parameter or field.
struct Row<'a> {
    name: &'a str,
    sort: Sort<'a>,
    is_needed: bool,
    about: &'a str,
}

/// A media type or a type of value; `link` names the schema, where it has a name.
struct Sort<'a> {
    text: String,
    link: &'a str,
}

/// A schema with a name.
struct Shape<'a> {
    name: &'a str,
    about: &'a str,
    fields: Vec<Row<'a>>,
    written: String,
}

fn docs(document: &Value) -> Docs<'_> {
    let mut rooms: Vec<Room<'_>> = document["tags"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|tag| Room { name: text(&tag["name"]), operations: Vec::new() })
        .collect();
    for (path, methods) in fields(&document["paths"]) {
        for (method, told) in fields(methods) {
            let operation = operation(path, method, told);
            if let Some(room) = rooms.iter_mut().find(|room| told["tags"][0] == room.name) {
                room.operations.push(operation);
            }
        }
    }
    Docs {
        version: text(&document["info"]["version"]),
        about: text(&document["info"]["description"]),
        rooms,
        schemas: fields(&document["components"]["schemas"])
            .map(|(name, told)| shape(name, told))
            .collect(),
    }
}

fn operation<'a>(path: &'a str, method: &str, told: &'a Value) -> Operation<'a> {
    let parameters = told["parameters"].as_array().into_iter().flatten().map(|parameter| {
        let schema = parameter
            .get("schema")
            .or_else(|| parameter.pointer("/content/application~1json/schema"));
        Row {
            name: text(&parameter["name"]),
            sort: sort(schema.unwrap_or(&Value::Null)),
            is_needed: parameter["required"].as_bool().unwrap_or_default(),
            about: text(&parameter["description"]),
        }
    });
    let content = |of: &'a Value| -> Vec<Sort<'a>> {
        let one = |(media_type, told): (&'a str, &'a Value)| Sort {
            text: media_type.to_owned(),
            link: sort(&told["schema"]).link,
        };
        fields(&of["content"]).map(one).collect()
    };
    Operation {
        name: text(&told["operationId"]),
        method: method.to_uppercase(),
        path,
        summary: text(&told["summary"]),
        parameters: parameters.collect(),
        body_about: text(&told["requestBody"]["description"]),
        body: content(&told["requestBody"]),
        reply: content(&told["responses"]["200"]),
        statuses: fields(&told["responses"]).map(|(status, _)| status).collect(),
    }
}

fn shape<'a>(name: &'a str, told: &'a Value) -> Shape<'a> {
    let needed = told["required"].as_array();
    let rows = fields(&told["properties"]).map(|(name, told)| Row {
        name,
        sort: sort(told),
        is_needed: needed.is_some_and(|all| all.iter().any(|one| one == name)),
        about: text(&told["description"]),
    });
    let rows: Vec<Row<'a>> = rows.collect();
    let written = if rows.is_empty() {
        serde_json::to_string_pretty(told).unwrap_or_default()
    } else {
        String::new()
    };
    Shape { name, about: text(&told["description"]), fields: rows, written }
}

/// The type of a value in a few words.
fn sort(schema: &Value) -> Sort<'_> {
    let link = named(schema);
    if !link.is_empty() {
        return Sort { text: link.to_owned(), link };
    }
    if let Some(items) = schema.get("items") {
        let of = sort(items);
        return Sort { text: format!("list of {}", of.text), link: of.link };
    }
    if let Some(one) = schema.get("anyOf").and_then(Value::as_array).and_then(|all| all.first()) {
        let of = sort(one);
        return Sort { text: format!("{} or nothing", of.text), link: of.link };
    }
    Sort { text: openapi::faults::wanted(schema), link: "" }
}

/// The name of the schema that is referred to; empty where it is told in place.
fn named(schema: &Value) -> &str {
    text(&schema["$ref"]).rsplit('/').next().unwrap_or_default()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn fields(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}
