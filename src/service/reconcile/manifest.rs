//! A base -> its manifest: what it is called, what it can do and where.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde_json::Value;
use serde_json::json;

use crate::engine::Engine;
use crate::engine::MatchBase;
use crate::limits;
use crate::service::problem::Problem;
use crate::service::reconcile::address::Address;
use crate::service::reconcile::address::Base;
use crate::service::reconcile::address::Version;
use crate::service::reconcile::asked::Asked;
use crate::service::reconcile::suggest::TypeEntry;
use crate::service::reply;

/// Size of the preview, in pixels of the page that shows it.
const PREVIEW_SIZE: (u32, u32) = (420, 240);

/// Where a person looks at a concept, with the sign that each version puts in the place of its id.
const VIEW: &str = "/concepts?id=";

/// Answers with the manifest.
pub(super) async fn answer(
    engine: Data<Engine>,
    address: Address,
    base: Base,
    asked: Asked,
) -> Result<HttpResponse, Problem> {
    let framework = address.framework;
    let held =
        reply::work(engine, move |engine| Ok(engine.match_base(framework.as_deref())?)).await?;
    asked.reply(&match address.version {
        Version::Two => of_0_2(&base, held),
        Version::Draft1 => of_1_0(&base, held),
    })
}

fn of_0_2(base: &Base, held: MatchBase) -> Value {
    let (width, height) = PREVIEW_SIZE;
    let (public, path, url) = (&base.public, &base.path, base.url());
    let suggest = |what: &str| {
        json!({
            "service_url": public,
            "service_path": format!("{path}/suggest/{what}"),
            "flyout_service_url": public,
            "flyout_service_path": format!("{path}/flyout/{what}?id=${{id}}"),
        })
    };
    let settings = settings().map(|setting| {
        json!({
            "name": setting.id,
            "label": setting.name,
            "type": setting.sort,
            "default": setting.usual,
            "help_text": setting.help,
        })
    });
    json!({
        "versions": ["0.2"],
        "name": format!("skillmap: {}", held.title),
        "identifierSpace": held.iri.clone().unwrap_or_else(|| format!("{url}#concepts")),
        "schemaSpace": format!("{url}#types"),
        "documentation": format!("{public}/"),
        "serviceVersion": env!("CARGO_PKG_VERSION"),
        "view": { "url": format!("{public}{VIEW}{{{{id}}}}") },
        "defaultTypes": types(held),
        "preview": {
            "url": format!("{url}/preview?id={{{{id}}}}"),
            "width": width,
            "height": height,
        },
        "suggest": {
            "entity": suggest("entity"),
            "property": suggest("property"),
            "type": suggest("type"),
        },
        "extend": {
            "propose_properties": {
                "service_url": public,
                "service_path": format!("{path}/extend/propose"),
            },
            "property_settings": settings,
        },
        "batchSize": limits::MATCH_QUERIES,
    })
}

fn of_1_0(base: &Base, held: MatchBase) -> Value {
    let (width, height) = PREVIEW_SIZE;
    let public = &base.public;
    let settings = settings().map(|setting| {
        json!({
            "id": setting.id,
            "name": setting.name,
            "type": setting.sort,
            "default": setting.usual,
            "helpText": setting.help,
        })
    });
    json!({
        "versions": ["1.0-draft"],
        "name": format!("skillmap: {}", held.title),
        "documentation": format!("{public}/"),
        "serviceVersion": env!("CARGO_PKG_VERSION"),
        "view": { "url": format!("{public}{VIEW}{{id}}") },
        "defaultTypes": types(held),
        "preview": { "width": width, "height": height },
        "suggest": { "entity": true, "property": true, "type": true },
        "extend": { "proposeProperties": true, "propertySettings": settings },
        "batchSize": limits::MATCH_QUERIES,
        "standardizedScore": true,
    })
}

fn types(held: MatchBase) -> Vec<Value> {
    let entries = held.types.into_iter().map(TypeEntry::from);
    entries.filter_map(|entry| serde_json::to_value(entry).ok()).collect()
}

/// One thing that can be set about a column that is fetched.
struct Setting {
    id: &'static str,
    name: &'static str,
    sort: &'static str,
    usual: Value,
    help: &'static str,
}

fn settings() -> [Setting; 4] {
    [
        Setting {
            id: "limit",
            name: "Limit",
            sort: "number",
            usual: json!(0),
            help: "Values given of each concept; 0 for all",
        },
        Setting {
            id: "count",
            name: "Count",
            sort: "checkbox",
            usual: json!(false),
            help: "How many values there are, in place of the values",
        },
        Setting {
            id: "language",
            name: "Language",
            sort: "text",
            usual: json!(""),
            help: "Language of names and descriptions, as in fr; empty for English or whatever there is",
        },
        Setting {
            id: "framework",
            name: "Framework",
            sort: "text",
            usual: json!(""),
            help: "Of mappings: to concepts of this framework only, as in esco",
        },
    ]
}
