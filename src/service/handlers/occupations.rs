//! Occupations of titles, and confirmed examples, over HTTP.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use actix_web::web::Payload;

use crate::engine::AddExamplesRequest;
use crate::engine::Engine;
use crate::engine::ExamplesRequest;
use crate::engine::OccupationsRequest;
use crate::engine::RemoveExamplesRequest;
use crate::service::body;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::reply;

/// `POST /api/v1/occupations`
pub(in crate::service) async fn occupations(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let request: OccupationsRequest = body::json(&request, payload).await?;
    reply::json(engine, move |engine| engine.occupations(&request)).await
}

/// `GET /api/v1/examples`
pub(in crate::service) async fn examples(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let request = ExamplesRequest {
        workspace: parameters.one("workspace")?.unwrap_or_default(),
        offset: parameters.count("offset")?,
        limit: parameters.count("limit")?,
    };
    reply::json(engine, move |engine| engine.examples(&request)).await
}

/// `POST /api/v1/examples/added`
pub(in crate::service) async fn add_examples(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let request: AddExamplesRequest = body::json(&request, payload).await?;
    reply::json(engine, move |engine| engine.add_examples(&request)).await
}

/// `POST /api/v1/examples/removed`
pub(in crate::service) async fn remove_examples(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let request: RemoveExamplesRequest = body::json(&request, payload).await?;
    reply::json(engine, move |engine| engine.remove_examples(&request)).await
}
