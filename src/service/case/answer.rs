//! What the engine found -> a reply that other sites may read and clients need not fetch twice.

use std::time::Duration;
use std::time::SystemTime;

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::HttpResponseBuilder;
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::http::header::EntityTag;
use actix_web::http::header::Header as _;
use actix_web::http::header::HttpDate;
use actix_web::http::header::IfNoneMatch;
use actix_web::web;
use actix_web::web::Data;

use crate::engine::CaseEntry;
use crate::engine::Engine;
use crate::engine::Error;
use crate::service::case::failure::Failure;
use crate::service::trace_context::carried;

/// The media type of every reply.
pub(super) const JSON: &str = "application/json";

/// Lets pages of any site read the reply.
pub(super) fn open(response: &mut HttpResponseBuilder) {
    response.insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"));
    response.insert_header((header::ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Link, X-Total-Count"));
    response.insert_header(("Cross-Origin-Resource-Policy", "cross-origin"));
}

/// Does the work where it holds up no other request.
pub(super) async fn work<T: Send + 'static>(
    engine: Data<Engine>,
    task: impl FnOnce(&Engine) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    let done = web::block(carried(move || task(&engine))).await;
    Ok(done.map_err(|error| Failure::internal(&error))??)
}

/// The beginning of a reply, and whether the client has its content already.
pub(super) fn begin(request: &HttpRequest, tag: &str, changed: i64) -> (HttpResponseBuilder, bool) {
    // Weak, because the reply may be compressed on its way.
    let tag = EntityTag::new_weak(tag.to_owned());
    let known = match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => request.headers().contains_key(header::IF_NONE_MATCH),
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag)),
        Err(_) => false,
    };
    let status = if known { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
    let mut response = HttpResponse::build(status);
    open(&mut response);
    response.insert_header(header::ETag(tag));
    let since = u64::try_from(changed).unwrap_or_default();
    let changed = SystemTime::UNIX_EPOCH + Duration::from_secs(since);
    response.insert_header(header::LastModified(HttpDate::from(changed)));
    response.append_header((header::VARY, "Host, X-CASE-EDITOR"));
    (response, known)
}

/// The whole reply of an entry.
pub(super) fn reply(request: &HttpRequest, entry: CaseEntry) -> HttpResponse {
    let (mut response, is_known) = begin(request, &entry.tag, entry.changed);
    if is_known { response.finish() } else { response.content_type(JSON).body(entry.body) }
}
