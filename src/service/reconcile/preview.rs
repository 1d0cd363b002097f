//! An entity -> a small page about it, to be shown in a frame, or a fragment for a flyout.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use askama::Template;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Entity;
use crate::engine::EntityProperty;
use crate::service::problem::Problem;
use crate::service::reconcile::address::Address;
use crate::service::reconcile::address::Suggested;
use crate::service::reconcile::asked::Asked;
use crate::service::reply;

/// What a preview may do: show itself with its own style, in anybody's frame. No script, no form, no request.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors *; sandbox";

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<title>{{ entity.concept.label }}</title>
<style>
:root { color-scheme: light dark; }
body { margin: 0.75rem; font: 0.875rem/1.4 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1rem; }
p { margin: 0.4rem 0 0; overflow-wrap: anywhere; }
.quiet { opacity: 0.8; font-size: 0.8125rem; }
</style>
</head>
<body>
<h1>{{ entity.concept.label }}</h1>
<p class="quiet">{{ kind }} · {{ entity.framework }}{% for code in entity.codes %} · {{ code }}{% endfor %}{% if entity.concept.status != "active" %} · {{ status }}{% endif %}</p>
{% if !entity.description.is_empty() %}<p>{{ entity.description }}</p>
{% endif %}{% if !entity.other_names.is_empty() %}<p>Also called: {{ entity.other_names|join(", ") }}</p>
{% endif %}{% if !entity.broader.is_empty() %}<p>Part of: {{ entity.broader|join(" › ") }}</p>
{% endif %}{% if entity.n_mappings > 0 %}<p>Mappings to other frameworks: {{ entity.n_mappings }}</p>
{% endif %}<p class="quiet">{{ entity.concept.id }}</p>
</body>
</html>
"#
)]
struct Page<'a> {
    entity: &'a Entity,
    language: &'a str,
    kind: String,
    status: String,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<p style="margin:0.4rem;font-size:0.8em;color:#1a1a1a;background:#fff"><b>{{ name }}</b>{% if !about.is_empty() %}<br>{{ about }}{% endif %}{% if !text.is_empty() %}<br>{{ text }}{% endif %}</p>"#
)]
struct Fragment<'a> {
    name: &'a str,
    about: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
struct Flyout {
    id: String,
    html: String,
}

/// Answers with the page.
pub(super) async fn answer(
    engine: Data<Engine>,
    address: Address,
    asked: Asked,
) -> Result<HttpResponse, Problem> {
    let id = asked.needed("id")?;
    let language = asked.one("lang")?.unwrap_or_default();
    let entity = entity(engine, address, id, language.clone()).await?;
    let page = Page {
        language: if language.is_empty() { "en" } else { &language },
        kind: entity.concept.kind.replace('_', " "),
        status: entity.concept.status.replace('_', " "),
        entity: &entity,
    };
    let html = page.render().map_err(|error| Problem::internal(&error))?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .body(html))
}

/// Answers with a fragment, as JSON.
pub(super) async fn flyout(
    engine: Data<Engine>,
    address: Address,
    what: Suggested,
    asked: Asked,
) -> Result<HttpResponse, Problem> {
    asked.callback()?;
    let id = asked.needed("id")?;
    let unknown = || Problem::missing(&format!("{id:?} is not there; ask for a suggested one"));
    let html = match what {
        Suggested::Entity => {
            let entity = entity(engine, address, id.clone(), String::new()).await?;
            let about = format!("{}, {}", entity.concept.kind.replace('_', " "), entity.framework);
            fragment(&entity.concept.label, &about, &entity.description)?
        }
        Suggested::Property => {
            let property = EntityProperty::of_id(&id).ok_or_else(unknown)?;
            fragment(property.name(), property.id(), property.description())?
        }
        Suggested::Type => {
            let framework = address.framework;
            let base =
                reply::work(engine, move |engine| Ok(engine.match_base(framework.as_deref())?));
            let types = base.await?.types;
            let of = types.iter().find(|of| of.id == id).ok_or_else(unknown)?;
            fragment(&of.name, &of.id, "")?
        }
    };
    asked.reply(&Flyout { id, html })
}

async fn entity(
    engine: Data<Engine>,
    address: Address,
    id: String,
    language: String,
) -> Result<Entity, Problem> {
    let framework = address.framework;
    reply::work(engine, move |engine| Ok(engine.entity(framework.as_deref(), &id, &language)?))
        .await
}

fn fragment(name: &str, about: &str, text: &str) -> Result<String, Problem> {
    Fragment { name, about, text }.render().map_err(|error| Problem::internal(&error))
}
