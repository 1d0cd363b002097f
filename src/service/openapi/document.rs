//! The table of routes and the tables of descriptions -> the OpenAPI 3.1 document.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::service::jobs::JobView;
use crate::service::openapi::described::Body;
use crate::service::openapi::described::Described;
use crate::service::openapi::described::Reply;
use crate::service::openapi::described::of;
use crate::service::openapi::schemas;
use crate::service::openapi::schemas::Schemas;
use crate::service::openapi::tables;
use crate::service::problem::ProblemDetails;
use crate::service::routes::ROUTES;
use crate::service::routes::Route;

/// What stands above the operations.
const ABOUT: &str = "Skills taxonomies: search, tagging, crosswalks, releases. Every reply carries the `revision` of the data it \
was made from; the same request at the same revision gives the same bytes. Times are UTC, spans count bytes of UTF-8, scores and \
confidences go from 0 to 1. What goes wrong is told as problem details (RFC 9457) with the field at fault. A request that cannot \
be read or that the schema does not allow is answered with 400, one that is well formed and cannot be meant with 422.";

/// Statuses that any operation may answer with instead of its reply.
const REFUSALS: [u16; 9] = [400, 401, 403, 404, 406, 409, 421, 422, 429];
/// Those of operations that take a body.
const REFUSALS_OF_BODIES: [u16; 3] = [408, 413, 415];
/// Those of operations that are asked with a query alone: one that is too long.
const REFUSALS_OF_QUERIES: [u16; 1] = [413];

/// The document of all routes that have a description.
pub(super) fn of_routes() -> Value {
    let mut schemas = Schemas::new();
    let mut paths = Map::new();
    for (room, rows) in tables::ALL {
        for row in *rows {
            if let Some(route) = ROUTES.iter().find(|route| route.operation == row.operation) {
                let told = operation(route, room, row, &mut schemas);
                let path = paths.entry(route.path).or_insert_with(|| json!({}));
                path[route.method.to_lowercase()] = told;
            }
        }
    }
    let problem = schemas.reply(of::<ProblemDetails>);
    let (mut all, renamed) = schemas.finished();
    all.insert("Selected".into(), json!({ "type": "object", "description": ABOUT_SELECTED }));
    let mut paths = Value::Object(paths);
    // Only what is read goes by other names; replies are told with `$ref`s that stay.
    for operation in paths
        .as_object_mut()
        .into_iter()
        .flat_map(Map::values_mut)
        .filter_map(Value::as_object_mut)
        .flat_map(Map::values_mut)
    {
        for part in ["parameters", "requestBody"] {
            if let Some(part) = operation.get_mut(part) {
                schemas::rename(part, &renamed);
                schemas::bounded(part);
            }
        }
    }
    schemas::plain(&mut paths);
    let components = json!({
        "responses": { "Problem": {
            "description": "Why it was not done.",
            "headers": request_id(),
            "content": { "application/problem+json": { "schema": problem } },
        } },
    });
    let all = schemas::only_named(all, &json!([paths, components]));
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "skillmap",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/", "description": "This service." }],
        "tags": tables::ALL.iter().map(|(room, _)| json!({ "name": room })).collect::<Vec<_>>(),
        "paths": paths,
        "components": components,
    });
    document["components"]["schemas"] = Value::Object(all);
    document
}

fn operation(route: &Route, room: &str, row: &Described, schemas: &mut Schemas) -> Value {
    let mut told = json!({
        "operationId": row.operation,
        "tags": [room],
        "summary": row.summary,
        "parameters": parameters(route, row, schemas),
        "responses": responses(route, row, schemas),
    });
    let content = match row.body {
        Body::None => return told,
        Body::Json(request) => {
            json!({ "application/json": { "schema": schemas.request(request) } })
        }
        Body::File(_) => json!({ "application/octet-stream": {} }),
    };
    let about = match row.body {
        Body::File(about) => about,
        _ => "The request.",
    };
    told["requestBody"] = json!({ "description": about, "required": true, "content": content });
    told
}

/// The parameters of a query, sorted by need, then as the request has them.
fn parameters(route: &Route, row: &Described, schemas: &mut Schemas) -> Vec<Value> {
    let mut fields = row.query.map(|request| schemas.fields(request)).unwrap_or_default();
    for name in row.without {
        fields.remove(*name);
    }
    for parameter in row.parameters {
        let mut schema = schemas.request(parameter.schema);
        schema["description"] = parameter.description.into();
        fields.insert(parameter.name.to_owned(), schema);
    }
    if let (true, Reply::Json(reply)) = (is_read(route), row.reply) {
        let items = json!({ "type": "string", "enum": schemas.paths(reply) });
        fields.insert(
            FIELDS.into(),
            json!({ "type": "array", "items": items, "minItems": 1, "description": ABOUT_FIELDS }),
        );
    }
    let mut all: Vec<Value> =
        fields.into_iter().map(|(name, schema)| parameter(route, row, &name, schema)).collect();
    if row.is_long {
        all.push(json!({
            "name": "Prefer",
            "in": "header",
            "required": false,
            "description": ABOUT_PREFER,
            "schema": { "type": "string" },
            "example": "respond-async",
        }));
    }
    all.sort_by_key(|parameter| !parameter["required"].as_bool().unwrap_or_default());
    all
}

/// The parameter that selects fields.
const FIELDS: &str = "fields";
const ABOUT_FIELDS: &str = "Only these fields of the reply, with commas between; of a list, of each item. All of them unless given.";

const ABOUT_PREFER: &str = "With `respond-async` the answer is a job that does it (RFC 7240).";

const ABOUT_SELECTED: &str = "The reply with the fields alone that `fields` names.";

fn is_read(route: &Route) -> bool {
    route.method == "GET"
}

fn parameter(route: &Route, row: &Described, name: &str, mut schema: Value) -> Value {
    let place = if route.path.contains(&format!("{{{name}}}")) { "path" } else { "query" };
    let is_needed = place == "path" || row.needed.contains(&name);
    let description = schema.as_object_mut().and_then(|schema| schema.remove("description"));
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("default");
        let is_text = schema.get("type").is_some_and(|of| of == "string");
        if is_needed && is_text {
            // One without a value, or a blank one, counts as not given.
            schema.insert("minLength".into(), 1.into());
            schema.insert("pattern".into(), r"\S".into());
        }
    }
    let is_list = schema.get("type").is_some_and(|of| of == "array");
    let is_object =
        schema.get("$ref").and_then(Value::as_str).is_some_and(|of| of.ends_with("/Rules"));
    let mut told = json!({ "name": name, "in": place, "required": is_needed });
    if let Some(description) = description {
        told["description"] = description;
    }
    if is_object {
        told["content"] = json!({ "application/json": { "schema": schema } });
        return told;
    }
    if is_list {
        // Given again and again, or once with commas between; fields are shorter with commas.
        told["style"] = "form".into();
        told["explode"] = (name != FIELDS).into();
    }
    told["schema"] = schema;
    told
}

fn responses(route: &Route, row: &Described, schemas: &mut Schemas) -> Value {
    let (about, content) = match row.reply {
        Reply::Json(reply) => {
            let mut schema = schemas.reply(reply);
            if is_read(route) {
                schema = json!({ "anyOf": [schema, { "$ref": "#/components/schemas/Selected" }] });
            }
            ("What came of it.", json!({ "application/json": { "schema": schema } }))
        }
        Reply::Lines(about) => (about, json!({ "application/x-ndjson": {} })),
        Reply::File(media_types) => {
            let all = media_types.iter().map(|media_type| ((*media_type).to_owned(), json!({})));
            ("The file.", Value::Object(all.collect()))
        }
    };
    let is_read = is_read(route);
    let mut headers = request_id();
    if is_read {
        headers["ETag"] =
            header("string", "Changes whenever the reply does; send it back as If-None-Match.");
    }
    if row.page.is_some() {
        headers["X-Total-Count"] = header("integer", "How many there are on all pages.");
        headers["Link"] = header("string", "The first, previous, next and last page (RFC 8288).");
    }
    let mut all = Map::new();
    all.insert(
        "200".into(),
        json!({ "description": about, "headers": headers, "content": content }),
    );
    if is_read {
        all.insert(
            "304".into(),
            json!({ "description": "It is what the ETag of the request stands for." }),
        );
    }
    if row.is_long {
        let mut headers = request_id();
        headers["Location"] = header("string", "Where the job tells how far it is.");
        headers["Preference-Applied"] = header("string", "That a job was preferred.");
        headers["Retry-After"] = header("integer", "Seconds after which to ask for it.");
        let content = json!({ "application/json": { "schema": schemas.reply(of::<JobView>) } });
        all.insert(
            "202".into(),
            json!({ "description": "The job.", "headers": headers, "content": content }),
        );
        all.insert("503".into(), json!({ "$ref": "#/components/responses/Problem" }));
    }
    let more = if matches!(row.body, Body::None) {
        &REFUSALS_OF_QUERIES[..]
    } else {
        &REFUSALS_OF_BODIES[..]
    };
    for status in REFUSALS.iter().chain(more) {
        all.insert(status.to_string(), json!({ "$ref": "#/components/responses/Problem" }));
    }
    // Told before anything of the request is known, so without a word.
    all.insert("431".into(), json!({ "description": "The address and the headers are too long." }));
    Value::Object(all)
}

fn request_id() -> Value {
    json!({ "X-Request-Id": header("string", "The name of this request in the log.") })
}

fn header(of: &str, about: &str) -> Value {
    json!({ "description": about, "schema": { "type": of } })
}
