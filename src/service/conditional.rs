//! Bytes of a reply -> its tag, and whether the client has it already.

use std::io::Write;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::ServiceRequest;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::http::header::HeaderMap;
use actix_web::http::header::HeaderValue;
use actix_web::middleware::Next;

use crate::model::Digester;

/// Digits of a digest that tell replies apart: 128 bits.
const DIGITS: usize = 32;

/// The strong tag of these bytes, in its quotes.
pub(in crate::service) fn tag(bytes: &[u8]) -> String {
    let mut digester = Digester::default();
    // A digest takes whatever comes.
    let _ = digester.write_all(bytes);
    let digest = digester.digest().to_string();
    format!("\"{}\"", digest.get(..DIGITS).unwrap_or(&digest))
}

/// Whether an `If-None-Match` names that tag. Weak tags count: they stand for the same reply, packed.
pub(in crate::service) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let given = headers.get_all(header::IF_NONE_MATCH).filter_map(|given| given.to_str().ok());
    let mut named = given.flat_map(|given| given.split(',')).map(str::trim);
    named.any(|named| named == "*" || named.strip_prefix("W/").unwrap_or(named) == tag)
}

/// Says that answers differ by how they are packed, and marks the tag of a packed one as weak: its bytes are not those that
/// the tag was made of.
pub(in crate::service) async fn varied<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|a| a.to_str().ok());
    let takes_packed = accepted.is_some_and(|accepted| accepted.contains("gzip"));
    let mut response = next.call(request).await?;
    let is_unchanged = response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    let is_packed = headers.get(header::CONTENT_ENCODING).is_some_and(|e| e != "identity");
    if (is_packed || (is_unchanged && takes_packed))
        && let Some(tag) = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok())
        && !tag.starts_with("W/")
        && let Ok(weak) = HeaderValue::from_str(&format!("W/{tag}"))
    {
        headers.insert(header::ETAG, weak);
    }
    let mut varied = headers.get_all(header::VARY).filter_map(|vary| vary.to_str().ok());
    if !varied.any(|vary| vary.to_ascii_lowercase().contains("accept-encoding")) {
        headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_known_in_every_way_it_may_be_written() {
        let tag = tag(b"{}");
        assert_eq!((tag.len(), tag.as_str()), (DIGITS + 2, super::tag(b"{}").as_str()));
        let (weak, listed) = (format!("W/{tag}"), format!("\"a\", {tag}"));
        let rows = [
            (tag.as_str(), true),
            (&weak, true),
            (&listed, true),
            ("*", true),
            ("\"a\"", false),
            ("", false),
        ];
        for (given, expected) in rows {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_str(given).unwrap());
            assert_eq!(is_known(&headers, &tag), expected, "{given}");
        }
        assert!(!is_known(&HeaderMap::new(), &tag));
    }
}
