//! Keys and the audit log over HTTP.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::http::header::HeaderValue;
use actix_web::web::Data;
use actix_web::web::Payload;

use crate::engine::AuditRequest;
use crate::engine::CreateKeyRequest;
use crate::engine::Engine;
use crate::engine::RevokeKeyRequest;
use crate::service::body;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::reply;

/// `GET /api/v1/keys`
pub(in crate::service) async fn keys(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    reply::json(engine, Engine::keys).await
}

/// `POST /api/v1/keys/created`: the only answer that ever holds the key's secret; nobody may keep it on the way.
pub(in crate::service) async fn create_key(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let request: CreateKeyRequest = body::json(&request, payload).await?;
    let mut response = reply::json(engine, move |engine| engine.create_key(&request)).await?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// `POST /api/v1/keys/revoked`
pub(in crate::service) async fn revoke_key(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let request: RevokeKeyRequest = body::json(&request, payload).await?;
    reply::json(engine, move |engine| engine.revoke_key(&request)).await
}

/// `GET /api/v1/audit`
pub(in crate::service) async fn audit(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let request = AuditRequest {
        since: parameters.one("since")?.unwrap_or_default(),
        until: parameters.one("until")?.unwrap_or_default(),
        operation: parameters.one("operation")?.unwrap_or_default(),
        who: parameters.one("who")?.unwrap_or_default(),
        before: parameters.number("before", "whole number")?,
        limit: parameters.count("limit")?,
    };
    reply::json(engine, move |engine| engine.audit(&request)).await
}
