//! Saved profiles over HTTP.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use actix_web::web::Payload;

use crate::engine::Engine;
use crate::engine::ProfilesRequest;
use crate::engine::RemoveProfileRequest;
use crate::engine::SaveProfileRequest;
use crate::service::body;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::reply;

/// `GET /api/v1/profiles`
pub(in crate::service) async fn profiles(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let request = ProfilesRequest { name: parameters.one("name")?.unwrap_or_default() };
    reply::json(engine, move |engine| engine.profiles(&request)).await
}

/// `POST /api/v1/profiles/saved`
pub(in crate::service) async fn save_profile(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let request: SaveProfileRequest = body::json(&request, payload).await?;
    reply::json(engine, move |engine| engine.save_profile(&request)).await
}

/// `POST /api/v1/profiles/removed`
pub(in crate::service) async fn remove_profile(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let request: RemoveProfileRequest = body::json(&request, payload).await?;
    reply::json(engine, move |engine| engine.remove_profile(&request)).await
}
