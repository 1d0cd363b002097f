//! What went wrong -> `imsx_StatusInfo`, as the bindings of 1EdTech say it.

use std::fmt;

use actix_web::Error as ActixError;
use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::Responder;
use actix_web::ResponseError;
use actix_web::body::BoxBody;
use actix_web::body::MessageBody;
use actix_web::body::to_bytes_limited;
use actix_web::dev::ServiceRequest;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::middleware::Next;
use serde::Serialize;
use serde_json::Value;

use crate::engine::CaseVersion;
use crate::engine::Error;
use crate::engine::ErrorKind;
use crate::service::case::BASES;
use crate::service::case::answer;

/// Why a request was not answered.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    status: StatusCode,
    /// What is wrong and what to do.
    detail: String,
    /// The parameter at fault, or what else the code is of.
    field: String,
    /// One of the codes of the standard.
    code: &'static str,
}

#[derive(Serialize)]
struct StatusInfo<'a> {
    #[serde(rename = "imsx_codeMajor")]
    major: &'static str,
    #[serde(rename = "imsx_severity")]
    severity: &'static str,
    #[serde(rename = "imsx_description")]
    description: &'a str,
    #[serde(rename = "imsx_codeMinor")]
    minor: Minor<'a>,
}

#[derive(Serialize)]
struct Minor<'a> {
    #[serde(rename = "imsx_codeMinorField")]
    fields: [MinorField<'a>; 1],
}

#[derive(Serialize)]
struct MinorField<'a> {
    #[serde(rename = "imsx_codeMinorFieldName")]
    name: &'a str,
    #[serde(rename = "imsx_codeMinorFieldValue")]
    value: &'static str,
}

/// Told to users when something fails inside.
const INTERNAL: &str = "something failed inside; the log of the service has the whole of it";

/// The methods of every path.
const ALLOWED: &str = "GET, HEAD";

/// Bytes of the body of a problem that are looked at.
const PROBLEM_BYTES: usize = 1 << 16;

/// The code of the standard that comes nearest to a status.
fn code(status: StatusCode) -> &'static str {
    match status.as_u16() {
        401 => "unauthorised_request",
        403 => "forbidden",
        404 | 405 | 410 => "unknownobject",
        429 | 503 => "server_busy",
        500.. => "internal_server_error",
        _ => "invalid_selection_field",
    }
}

impl Failure {
    fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), field: "sourcedId".to_owned(), code: code(status) }
    }

    /// A parameter is not right.
    pub(super) fn parameter(name: &str, detail: impl Into<String>) -> Self {
        let code = match name {
            "sort" | "orderBy" => "invalid_sort_field",
            "sourcedId" => "invalid_uuid",
            _ => "invalid_selection_field",
        };
        Self { field: name.to_owned(), code, ..Self::new(StatusCode::BAD_REQUEST, detail) }
    }

    /// There is no document to be listed.
    pub(super) fn no_document() -> Self {
        let detail = "no document is there; ask with another filter or a smaller offset";
        let field = "CFDocuments".to_owned();
        Self { field, ..Self::new(StatusCode::NOT_FOUND, detail) }
    }

    /// The path is only read.
    pub(super) fn wrong_method() -> Self {
        let detail = format!("this path does not have that method; it has {ALLOWED}");
        let field = "method".to_owned();
        Self { field, ..Self::new(StatusCode::METHOD_NOT_ALLOWED, detail) }
    }

    /// Nothing is at that path.
    pub(super) fn unknown_path(path: &str) -> Self {
        let detail = format!("there is nothing at {path}; the discovery file lists all paths");
        Self { field: "path".to_owned(), ..Self::new(StatusCode::NOT_FOUND, detail) }
    }

    /// Something failed inside; `what` goes to the log.
    pub(super) fn internal(what: &dyn fmt::Display) -> Self {
        tracing::error!(error = %what, "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, INTERNAL)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error.kind {
            ErrorKind::Invalid
            | ErrorKind::Conflict
            | ErrorKind::TooLarge
            | ErrorKind::CalledOff => {
                Self::parameter(error.field.unwrap_or("request"), error.message)
            }
            ErrorKind::NotFound => Self::new(StatusCode::NOT_FOUND, error.message),
            ErrorKind::Forbidden => Self::new(StatusCode::FORBIDDEN, error.message),
            // The engine has logged it where it happened.
            ErrorKind::Internal => Self::new(StatusCode::INTERNAL_SERVER_ERROR, INTERNAL),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for Failure {}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        let mut response = HttpResponse::build(self.status);
        answer::open(&mut response);
        response.content_type(answer::JSON);
        if self.status == StatusCode::METHOD_NOT_ALLOWED {
            response.insert_header((header::ALLOW, ALLOWED));
        }
        response.body(self.body(CaseVersion::V11))
    }
}

impl Failure {
    /// What another room told as a problem of that status.
    async fn told(status: StatusCode, problem: BoxBody) -> Self {
        let body = to_bytes_limited(problem, PROBLEM_BYTES).await;
        let body = body.ok().and_then(Result::ok).unwrap_or_default();
        let said: Value = serde_json::from_slice(&body).unwrap_or_default();
        let detail = said["detail"].as_str().unwrap_or_default();
        Self { field: "request".to_owned(), ..Self::new(status, detail) }
    }

    fn body(&self, version: CaseVersion) -> String {
        // Version 1.0 spells two codes in another way.
        let value = match (version, self.code) {
            (CaseVersion::V10, "invalid_uuid") => "invaliduuid",
            (CaseVersion::V10, "unauthorised_request") => "unauthorisedrequest",
            (_, code) => code,
        };
        let info = StatusInfo {
            major: "failure",
            severity: "error",
            description: &self.detail,
            minor: Minor { fields: [MinorField { name: &self.field, value }] },
        };
        serde_json::to_string(&info).unwrap_or_default()
    }
}

impl Responder for Failure {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse<BoxBody> {
        self.error_response()
    }
}

/// Says what other rooms refused below the paths of CASE (a missing key, a limit, a wrong host) in its words, and what
/// was refused here in those of the version; headers such as `Retry-After` stay.
pub(in crate::service) async fn in_its_own_words<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let path = request.path();
    let version = BASES.iter().find(|(base, _)| {
        path.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    let version = version.map(|(_, version)| *version);
    let response = next.call(request).await?.map_into_boxed_body();
    let Some(version) = version else { return Ok(response) };
    let own = response.response().error().and_then(|error| error.as_error::<Failure>()).cloned();
    let media_type = response.headers().get(header::CONTENT_TYPE);
    let is_problem =
        media_type.is_some_and(|m| m.as_bytes().starts_with(b"application/problem+json"));
    if own.is_none() && !is_problem {
        return Ok(response);
    }
    let (request, response) = response.into_parts();
    let (mut response, body) = response.into_parts();
    let failure = match own {
        Some(failure) => failure,
        None => Failure::told(response.status(), body).await,
    };
    response.headers_mut().remove(header::CONTENT_LENGTH);
    let media_type = header::HeaderValue::from_static(answer::JSON);
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    let response = response.set_body(BoxBody::new(failure.body(version)));
    Ok(ServiceResponse::new(request, response))
}
