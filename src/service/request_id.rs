//! A request -> its name, by which it is found in the log.

use std::sync::OnceLock;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use actix_web::Error;
use actix_web::HttpMessage;
use actix_web::body::BoxBody;
use actix_web::body::MessageBody;
use actix_web::dev::ServiceRequest;
use actix_web::dev::ServiceResponse;
use actix_web::http::header::HeaderName;
use actix_web::http::header::HeaderValue;
use actix_web::middleware::Next;
use tracing::Span;

use crate::service::problem::Problem;

/// The header that carries it, both ways.
pub(in crate::service) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The name, kept with the request.
#[derive(Debug)]
struct RequestId(String);

/// The name of a request; none before it has one.
pub(in crate::service) fn of(request: &impl HttpMessage) -> String {
    request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default()
}

/// Takes over the name that the client gave, or makes one; sends it back, and puts it into problems.
pub(in crate::service) async fn named<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let given = request.headers().get(HEADER).and_then(|id| id.to_str().ok());
    let id = given.filter(|id| is_fine(id)).map_or_else(made, str::to_owned);
    Span::current().record("request_id", &id);
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.call(request).await?.map_into_boxed_body();
    let problem = response.response().error().and_then(|error| error.as_error::<Problem>());
    if let Some(told) =
        problem.map(|problem| problem.response(Some(format!("urn:skillmap:request:{id}"))))
    {
        response = response.map_body(|_, _| told.into_body());
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    Ok(response)
}

/// Characters of a name at most.
const CHARACTERS: usize = 64;

fn is_fine(id: &str) -> bool {
    (1..=CHARACTERS).contains(&id.len())
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

/// When the process first made one, and how many it has made: no two are the same, and they sort by time.
fn made() -> String {
    static BEGAN: OnceLock<u128> = OnceLock::new();
    static MADE: AtomicU64 = AtomicU64::new(0);
    let began = BEGAN.get_or_init(|| {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis()
    });
    format!("{began:x}-{:08x}", MADE.fetch_add(1, Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_over_only_when_it_is_plain() {
        let long = "a".repeat(CHARACTERS + 1);
        let rows = [
            ("a", true),
            ("A.b_c-9", true),
            ("", false),
            ("a b", false),
            ("a\"", false),
            ("é", false),
            (&long, false),
        ];
        for (id, expected) in rows {
            assert_eq!(is_fine(id), expected, "{id:?}");
        }
        assert_ne!(made(), made());
        assert!(is_fine(&made()));
    }
}
