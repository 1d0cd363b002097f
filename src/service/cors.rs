//! Which pages of other sites may ask, and what their browsers are told.

use actix_web::HttpResponse;
use actix_web::dev::ServiceRequest;
use actix_web::http::Method;
use actix_web::http::header;
use actix_web::http::header::HeaderMap;
use actix_web::http::header::HeaderValue;

use crate::service::origin;
use crate::service::settings::Settings;

/// Pages of which other sites may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::service) enum Sharing {
    /// Of those that the service was told of.
    Listed,
    /// Of all: for protocols that are made to be asked from anywhere. Such requests never count as this machine's, and
    /// cookies are not heeded.
    Everyone,
}

/// Headers that such pages may send and read.
const SENT: &str = "Authorization, Content-Type, If-Match, If-None-Match, Prefer, X-Request-Id";
/// Where all may ask, they may send what they like; the star leaves out what carries a key.
const SENT_BY_EVERYONE: &str = "*, Authorization";
const READ: &str = "Content-Disposition, ETag, Link, Location, Preference-Applied, RateLimit, RateLimit-Policy, Retry-After, Skillmap-Losses, X-Request-Id, X-Total-Count";
/// Seconds for which a browser may keep what it was told.
const KEPT_SECONDS: &str = "600";

/// What the browser of another site's page is told, where that page may ask: its origin, or `*`.
pub(in crate::service) fn allowed(
    settings: &Settings,
    sharing: Sharing,
    request: &ServiceRequest,
) -> Option<HeaderValue> {
    if sharing == Sharing::Everyone {
        return Some(HeaderValue::from_static("*"));
    }
    let origin = origin::only(request, &header::ORIGIN)?;
    let is_listed = settings.origins.iter().any(|listed| listed == origin);
    is_listed.then(|| HeaderValue::from_str(origin).ok()).flatten()
}

/// Whether a browser asks whether it may ask.
pub(in crate::service) fn is_preflight(request: &ServiceRequest) -> bool {
    *request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ORIGIN)
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// The answer to such a question.
pub(in crate::service) fn preflight(method: &'static str, sharing: Sharing) -> HttpResponse {
    let sent = if sharing == Sharing::Everyone { SENT_BY_EVERYONE } else { SENT };
    let methods = match method {
        "GET" => "GET, HEAD",
        "*" => "GET, HEAD, POST",
        method => method,
    };
    HttpResponse::NoContent()
        .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, methods))
        .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, sent))
        .insert_header((header::ACCESS_CONTROL_MAX_AGE, KEPT_SECONDS))
        .finish()
}

/// Tells it in an answer. Credentials are never allowed: a page of another site sends a key of its own, or none.
pub(in crate::service) fn tell(
    settings: &Settings,
    sharing: Sharing,
    allowed: Option<HeaderValue>,
    headers: &mut HeaderMap,
) {
    if sharing == Sharing::Listed && !settings.origins.is_empty() {
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
    }
    if let Some(origin) = allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(READ));
        let policy = header::HeaderName::from_static("cross-origin-resource-policy");
        headers.insert(policy, HeaderValue::from_static("cross-origin"));
    }
}
