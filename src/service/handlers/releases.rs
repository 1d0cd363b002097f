//! Releases and what changed between them over HTTP.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use actix_web::web::Payload;

use crate::engine::DiffRequest;
use crate::engine::Engine;
use crate::engine::GetRequest;
use crate::engine::ImpactRequest;
use crate::engine::ReplaceRequest;
use crate::service::body;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::reply;

/// `GET /api/v1/releases/differences`
pub(in crate::service) async fn diff(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let request = DiffRequest {
        before: parameters.needed("before", "esco@1.1.0")?,
        after: parameters.needed("after", "esco@1.1.1")?,
        kind: parameters.many("kind"),
        language: parameters.many("language"),
        sort: parameters.many("sort"),
        offset: parameters.count("offset")?,
        limit: parameters.count("limit")?,
    };
    reply::json(engine, move |engine| engine.diff(&request)).await
}

/// `POST /api/v1/releases/fetched`: a release that is known by name, from its publisher's own address.
pub(in crate::service) async fn get(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let wanted: GetRequest = body::json(&request, payload).await?;
    reply::long(&request, engine, "get", move |engine, watch| engine.get(&wanted, watch)).await
}

/// `POST /api/v1/releases/impact`: what a change of releases touches.
pub(in crate::service) async fn impact(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let request: ImpactRequest = body::json(&request, payload).await?;
    reply::json(engine, move |engine| engine.impact(&request)).await
}

/// `POST /api/v1/releases/replaced`: other concepts in the place of those out of use.
pub(in crate::service) async fn replace(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let request: ReplaceRequest = body::json(&request, payload).await?;
    reply::json(engine, move |engine| engine.replace(&request)).await
}
