//! One line of the log for each request, without what was asked or sent.

use std::time::Instant;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::ServiceRequest;
use actix_web::dev::ServiceResponse;
use actix_web::middleware::Next;

use crate::service::request_id;

/// Logs method, path, status, time and the name of the request; never the query or the body, which are the user's.
pub(in crate::service) async fn logged<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let began = Instant::now();
    let method = request.method().clone();
    let path = request.path().to_owned();
    let response = next.call(request).await?;
    let status = response.status().as_u16();
    let request_id = response.headers().get(request_id::HEADER).and_then(|id| id.to_str().ok());
    tracing::debug!(%method, path, status, request_id, took = ?began.elapsed(), "answered");
    Ok(response)
}
