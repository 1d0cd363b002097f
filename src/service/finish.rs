//! What an operation has answered -> what the client asked to have of it: the fields, the page's neighbours, or only that
//! nothing changed.

use actix_web::Error;
use actix_web::HttpResponse;
use actix_web::body::BoxBody;
use actix_web::body::MessageBody;
use actix_web::dev::ServiceRequest;
use actix_web::dev::ServiceResponse;
use actix_web::http::Method;
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::http::header::HeaderMap;
use actix_web::http::header::HeaderValue;
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::web::Query;

use crate::service::conditional;
use crate::service::fields::Selection;
use crate::service::openapi::Described;
use crate::service::openapi::Reply;
use crate::service::paging;
use crate::service::problem::Problem;

/// Replies below this path carry tags.
const API: &str = "/api/v1/";

/// Refuses what cannot be given as it is wanted, and finishes what is given.
pub(in crate::service) async fn finished<B: MessageBody + 'static>(
    described: Option<&'static Described>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if let Some(described) = described {
        let given = media_types(described);
        if !is_accepted(request.headers(), given) {
            return Ok(Problem::not_acceptable(given).instead_of(request));
        }
    }
    let is_read = *request.method() == Method::GET || *request.method() == Method::HEAD;
    let response = next.call(request).await?.map_into_boxed_body();
    if !is_read
        || response.status() != StatusCode::OK
        || !response.request().path().starts_with(API)
    {
        return Ok(response);
    }
    let (request, response) = response.into_parts();
    let (mut response, body) = response.into_parts();
    // A body that is still being made has no tag.
    let mut bytes = match body.try_into_bytes() {
        Ok(bytes) => bytes,
        Err(body) => return Ok(ServiceResponse::new(request, response.set_body(body))),
    };
    if let Some(page) = described.and_then(|described| described.page) {
        paging::linked(
            response.headers_mut(),
            request.path(),
            request.query_string(),
            page.usual,
            &bytes,
        );
    }
    if let Some(wanted) = wanted_fields(described, request.query_string()) {
        let paths = wanted.split(',').map(str::trim).filter(|path| !path.is_empty());
        match Selection::of(paths).from(&bytes) {
            Ok(selected) => bytes = Bytes::from(selected),
            Err(error) => {
                let failed = HttpResponse::from_error(Problem::internal(&error));
                return Ok(ServiceResponse::new(request, failed));
            }
        }
    }
    let tag = conditional::tag(&bytes);
    let is_known = conditional::is_known(request.headers(), &tag);
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    if is_known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().remove(header::CONTENT_TYPE);
        return Ok(ServiceResponse::new(request, response.set_body(BoxBody::new(()))));
    }
    Ok(ServiceResponse::new(request, response.set_body(BoxBody::new(bytes))))
}

/// What an operation may answer with.
fn media_types(described: &Described) -> &'static [&'static str] {
    match described.reply {
        Reply::Json(_) => &["application/json"],
        Reply::Lines(_) => &["application/x-ndjson"],
        Reply::File(media_types) => media_types,
    }
}

/// Whether `Accept` lets one of these through; without it everything is let through.
fn is_accepted(headers: &HeaderMap, given: &[&str]) -> bool {
    let accepted: Vec<&str> =
        headers.get_all(header::ACCEPT).filter_map(|accepted| accepted.to_str().ok()).collect();
    if accepted.iter().all(|accepted| accepted.trim().is_empty()) {
        return true;
    }
    let ranges = accepted.iter().flat_map(|accepted| accepted.split(','));
    let ranges: Vec<(&str, bool)> = ranges.map(range).collect();
    given.iter().any(|media_type| {
        // The most specific range that fits decides; one with a quality of 0 refuses.
        let kind = media_type.split('/').next().unwrap_or_default();
        let fits = |range: &str| match range {
            "*/*" => Some(0),
            range if range.strip_suffix("/*").is_some_and(|of| of.eq_ignore_ascii_case(kind)) => {
                Some(1)
            }
            range if range.eq_ignore_ascii_case(media_type) => Some(2),
            _ => None,
        };
        let fitting =
            ranges.iter().filter_map(|(range, is_wanted)| Some((fits(range)?, *is_wanted)));
        fitting.max_by_key(|(how_well, _)| *how_well).is_some_and(|(_, is_wanted)| is_wanted)
    })
}

/// A range of `Accept` without its parameters, and whether its quality is above 0.
fn range(text: &str) -> (&str, bool) {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let quality =
        parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    let is_wanted = quality.is_none_or(|q| q.trim().parse::<f64>().is_ok_and(|q| q > 0.0));
    (name, is_wanted)
}

/// What the query says under `fields`, where the operation selects; the reader of the query has checked it.
fn wanted_fields(described: Option<&Described>, query: &str) -> Option<String> {
    described.filter(|described| matches!(described.reply, Reply::Json(_)))?;
    let given = Query::<Vec<(String, String)>>::from_query(query).ok()?.into_inner();
    let all: Vec<String> =
        given.into_iter().filter(|(name, _)| name == "fields").map(|(_, value)| value).collect();
    let all = all.join(",");
    (!all.trim_matches([',', ' ']).is_empty()).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_client_accepts_decides() {
        let rows = [
            ("", true),
            ("*/*", true),
            ("application/*", true),
            ("Application/JSON", true),
            ("text/html,application/xhtml+xml,*/*;q=0.8", true),
            ("text/html", false),
            ("application/json;q=0", false),
            ("*/*, application/json;q=0", false),
            ("application/json, */*;q=0", true),
            ("nonsense", false),
        ];
        for (accepted, expected) in rows {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_str(accepted).unwrap());
            assert_eq!(is_accepted(&headers, &["application/json"]), expected, "{accepted:?}");
        }
        assert!(is_accepted(&HeaderMap::new(), &["application/json"]));
    }
}
