//! `/crosswalks/NAME/differences`: what differs between two versions, or between one and what is decided now.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

use crate::engine::CompareRequest;
use crate::engine::Engine;
use crate::engine::HeldCrosswalk;
use crate::engine::SetComparison;
use crate::service::pages::crosswalks::name_of;
use crate::service::pages::crosswalks::one::held;
use crate::service::pages::page::Page;
use crate::service::pages::page::Place;
use crate::service::pages::reply;

#[derive(Template)]
#[template(path = "crosswalk_differences.html", config = "web/askama.toml")]
struct DifferencesPage<'a> {
    page: &'a Page,
    held: HeldCrosswalk,
    before: String,
    /// Empty for what is decided now.
    after: String,
    comparison: SetComparison,
}

/// Rows of a table at most: the files have all of them.
const ROWS: usize = 200;

impl DifferencesPage<'_> {
    fn rows() -> usize {
        ROWS
    }
}

/// `GET /crosswalks/NAME/differences`
pub(in crate::service::pages) async fn differences(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    let name = name_of(&request);
    let known = ["before", "after"];
    reply::shown(engine, request, Place::Crosswalks, &known, move |engine, page, given| {
        let before = given.needed("before", "1.0")?;
        let after = given.one("after")?.unwrap_or_default();
        let set = |version: &str| match version {
            "" => name.clone(),
            version => format!("{name}@{version}"),
        };
        let asked = CompareRequest {
            before: set(&before),
            after: set(&after),
            ..CompareRequest::default()
        };
        let comparison = engine.compare(&asked)?.comparison;
        let held = held(engine, &name)?;
        reply::page(&DifferencesPage { page, held, before, after, comparison })
    })
    .await
}
