//! What went wrong -> problem details (RFC 9457).

use std::fmt;

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::Responder;
use actix_web::ResponseError;
use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header;
use serde::Serialize;

use crate::engine::Error;
use crate::engine::ErrorKind;

/// Why a request was not answered.
#[derive(Debug)]
pub(in crate::service) struct Problem {
    status: StatusCode,
    /// What is wrong and what to do.
    detail: String,
    /// The field at fault, where one is.
    field: Option<String>,
    /// The methods that the path has, where another was asked.
    allowed: Option<&'static str>,
}

/// The body of a problem. The type is `about:blank`: the status says all that a program can act upon.
#[derive(Serialize)]
struct Body<'a> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<[FieldError<'a>; 1]>,
}

#[derive(Serialize)]
struct FieldError<'a> {
    field: &'a str,
    detail: &'a str,
}

impl Problem {
    fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), field: None, allowed: None }
    }

    /// A parameter or a field of the body is not right.
    pub(in crate::service) fn field(field: &str, detail: impl Into<String>) -> Self {
        Self { field: Some(field.to_owned()), ..Self::new(StatusCode::BAD_REQUEST, detail) }
    }

    /// The body is not what it should be.
    pub(in crate::service) fn body(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// The body is beyond its bound, in bytes.
    pub(in crate::service) fn too_large(limit: usize) -> Self {
        let detail = format!("the body has more than {limit} bytes, the limit here; send less");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
    }

    /// The body was not sent in time.
    pub(in crate::service) fn too_slow(seconds: u64) -> Self {
        let detail = format!("the body did not arrive within {seconds} seconds; send it again");
        Self::new(StatusCode::REQUEST_TIMEOUT, detail)
    }

    /// The body is not JSON.
    pub(in crate::service) fn not_json(given: &str) -> Self {
        let given = if given.is_empty() { "missing".to_owned() } else { format!("{given:?}") };
        let detail = format!("the content type is {given}; send application/json");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail)
    }

    /// The path has other methods; `allowed` lists them.
    pub(in crate::service) fn wrong_method(allowed: &'static str) -> Self {
        let detail = format!("this path does not have that method; it has {allowed}");
        Self { allowed: Some(allowed), ..Self::new(StatusCode::METHOD_NOT_ALLOWED, detail) }
    }

    /// The service was called by a name that is not one of this machine.
    pub(in crate::service) fn wrong_host() -> Self {
        let detail =
            "the host is not a name of this machine; call it localhost, 127.0.0.1 or [::1]";
        Self::new(StatusCode::MISDIRECTED_REQUEST, detail)
    }

    /// A page of another site made the request.
    pub(in crate::service) fn other_site() -> Self {
        let detail = "the request was made by another site; make it from the page of this service";
        Self::new(StatusCode::FORBIDDEN, detail)
    }

    /// Another machine wants to change something.
    pub(in crate::service) fn other_machine() -> Self {
        let detail = "changes are accepted from this machine only; make it where the service runs";
        Self::new(StatusCode::FORBIDDEN, detail)
    }

    /// Something failed inside; `what` goes to the log.
    pub(in crate::service) fn internal(what: &dyn fmt::Display) -> Self {
        tracing::error!(error = %what, "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, INTERNAL)
    }
}

/// Told to users when something fails inside.
const INTERNAL: &str = "something failed inside; the log of the service has the whole of it";

/// What no path is made for.
pub(in crate::service) fn unknown_path(request: &HttpRequest) -> Problem {
    let detail = format!("there is nothing at {}; the README lists all paths", request.path());
    Problem::new(StatusCode::NOT_FOUND, detail)
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let status = match error.kind {
            ErrorKind::Invalid => StatusCode::BAD_REQUEST,
            ErrorKind::NotFound => StatusCode::NOT_FOUND,
            ErrorKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ErrorKind::Conflict => StatusCode::CONFLICT,
            ErrorKind::Forbidden => StatusCode::FORBIDDEN,
            // The engine has logged it where it happened.
            ErrorKind::Internal => {
                return Self::new(StatusCode::INTERNAL_SERVER_ERROR, INTERNAL);
            }
        };
        Self { field: error.field.map(str::to_owned), ..Self::new(status, error.message) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        let body = Body {
            r#type: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: &self.detail,
            errors: self.field.as_deref().map(|field| [FieldError { field, detail: &self.detail }]),
        };
        let mut response = HttpResponse::build(self.status);
        response.content_type("application/problem+json");
        if let Some(allowed) = self.allowed {
            response.insert_header((header::ALLOW, allowed));
        }
        response.body(serde_json::to_string(&body).unwrap_or_default())
    }
}

impl Responder for Problem {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse<BoxBody> {
        self.error_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_error_has_its_status() {
        let rows = [
            (ErrorKind::Invalid, 400),
            (ErrorKind::NotFound, 404),
            (ErrorKind::TooLarge, 413),
            (ErrorKind::Conflict, 409),
            (ErrorKind::Forbidden, 403),
            (ErrorKind::Internal, 500),
        ];
        for (kind, status) in rows {
            let error = Error { kind, message: "secret".into(), field: Some("text") };
            let problem = Problem::from(error);
            assert_eq!(problem.status_code().as_u16(), status, "{kind:?}");
            // What failed inside is for the log.
            assert_eq!(problem.to_string() == "secret", kind != ErrorKind::Internal, "{kind:?}");
        }
    }
}
