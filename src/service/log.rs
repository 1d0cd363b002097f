//! One line of the log for each request, without what was asked or sent.

use std::time::Instant;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::ServiceRequest;
use actix_web::dev::ServiceResponse;
use actix_web::middleware::Next;
use tracing::Instrument as _;

use crate::service::trace_context;

/// Logs method, path, status and milliseconds, within the span of the request; never the query or the body, which are the
/// user's.
pub(in crate::service) async fn logged<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let began = Instant::now();
    let span = trace_context::span(request.request());
    let method = request.method().clone();
    let path = request.path().to_owned();
    let response = next.call(request).instrument(span.clone()).await?;
    let status = response.status().as_u16();
    let took_ms = began.elapsed().as_micros() as f64 / 1e3;
    span.in_scope(|| tracing::info!(%method, path, status, took_ms, "answered"));
    Ok(response)
}
