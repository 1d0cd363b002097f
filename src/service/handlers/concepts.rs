//! Search, suggest, show and children over HTTP.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::engine::ChildrenRequest;
use crate::engine::Engine;
use crate::engine::SearchRequest;
use crate::engine::ShowRequest;
use crate::engine::SuggestRequest;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::reply;

/// `GET /api/v1/search`
pub(in crate::service) async fn search(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let request = SearchRequest {
        text: parameters.one("text")?.unwrap_or_default(),
        framework: parameters.many("framework"),
        kind: parameters.many("kind"),
        language: parameters.many("language"),
        status: parameters.many("status"),
        offset: parameters.count("offset")?,
        limit: parameters.count("limit")?,
        facets: parameters.is_set("facets")?,
    };
    reply::json(engine, move |engine| engine.search(&request)).await
}

/// `GET /api/v1/suggest`
pub(in crate::service) async fn suggest(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let request = SuggestRequest {
        text: parameters.one("text")?.unwrap_or_default(),
        framework: parameters.many("framework"),
        kind: parameters.many("kind"),
        language: parameters.many("language"),
        limit: parameters.count("limit")?,
    };
    reply::json(engine, move |engine| engine.suggest(&request)).await
}

/// `GET /api/v1/concepts`
pub(in crate::service) async fn show(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let request = ShowRequest {
        id: parameters.needed("id", "urn:example:concept")?,
        language: parameters.one("language")?.unwrap_or_default(),
    };
    reply::json(engine, move |engine| engine.show(&request)).await
}

/// `GET /api/v1/concepts/children`
pub(in crate::service) async fn children(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let request = ChildrenRequest {
        id: parameters.one("id")?.unwrap_or_default(),
        framework: parameters.many("framework"),
        kind: parameters.many("kind"),
        language: parameters.one("language")?.unwrap_or_default(),
        offset: parameters.count("offset")?,
        limit: parameters.count("limit")?,
    };
    reply::json(engine, move |engine| engine.children(&request)).await
}
