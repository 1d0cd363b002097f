//! `/tag`: a text -> its skills. The form; its module asks the API.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

use crate::engine::Engine;
use crate::engine::HeldFramework;
use crate::service::pages::page::Page;
use crate::service::pages::page::Place;
use crate::service::pages::reply;

#[derive(Template)]
#[template(path = "tag.html", config = "web/askama.toml")]
struct TagPage<'a> {
    page: &'a Page,
    frameworks: Vec<HeldFramework>,
}

/// `GET /tag`
pub(in crate::service::pages) async fn tag(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    reply::shown(engine, request, Place::Tag, &[], |engine, page, _| {
        let mut frameworks = engine.frameworks()?.frameworks;
        frameworks.retain(|framework| framework.is_current);
        reply::page(&TagPage { page, frameworks })
    })
    .await
}
