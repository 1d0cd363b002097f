//! What went wrong -> problem details (RFC 9457).

use std::fmt;

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::Responder;
use actix_web::ResponseError;
use actix_web::body::BoxBody;
use actix_web::dev::ServiceRequest;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header;
use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::Error;
use crate::engine::ErrorKind;
use crate::limits;
use crate::service::jobs::JobState;
use crate::service::jobs::JobView;

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
    /// Seconds after which it is worth trying again, where that is known.
    retry_after: Option<u32>,
}

/// Why a request was not answered (RFC 9457).
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::service) struct ProblemDetails {
    /// Always `about:blank`: the status says all that a program can act upon.
    r#type: &'static str,
    /// What the status is called.
    title: &'static str,
    /// The status of the answer.
    #[schemars(range(min = 400, max = 599))]
    status: u16,
    /// What is wrong and what to do.
    detail: String,
    /// This request, by the name under which the log has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
    /// The parameter or field at fault, where one is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
}

/// A parameter or field at fault.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::service) struct FieldError {
    /// Its name; of what stands inside others, with dots between.
    field: String,
    /// What is wrong with it and what to do.
    detail: String,
}

impl Problem {
    fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), field: None, allowed: None, retry_after: None }
    }

    /// A parameter or a field of the body is not right.
    pub(in crate::service) fn field(field: &str, detail: impl Into<String>) -> Self {
        Self { field: Some(field.to_owned()), ..Self::new(StatusCode::BAD_REQUEST, detail) }
    }

    /// The body is not what it should be.
    pub(in crate::service) fn body(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// Nothing was sent.
    pub(in crate::service) fn empty() -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "the body is empty; send the file itself")
    }

    /// The body is beyond its bound, in bytes.
    pub(in crate::service) fn too_large(limit: usize) -> Self {
        let detail = format!("the body has more than {limit} bytes, the limit here; send less");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
    }

    /// The body was not sent in time.
    pub(in crate::service) fn too_slow() -> Self {
        let detail = "the body arrives too slowly; send it again, over a faster line or in parts";
        Self::new(StatusCode::REQUEST_TIMEOUT, detail)
    }

    /// The body is not JSON.
    pub(in crate::service) fn not_json(given: &str) -> Self {
        let given = if given.is_empty() { "missing".to_owned() } else { format!("{given:?}") };
        let detail = format!("the content type is {given}; send application/json");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail)
    }

    /// The body is no form.
    pub(in crate::service) fn not_form(given: &str) -> Self {
        let given = if given.is_empty() { "missing".to_owned() } else { format!("{given:?}") };
        let detail = format!("the content type is {given}; send application/x-www-form-urlencoded");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail)
    }

    /// What was asked for is not there.
    pub(in crate::service) fn missing(detail: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// The path has other methods; `allowed` lists them.
    pub(in crate::service) fn wrong_method(allowed: &'static str) -> Self {
        let detail = format!("this path does not have that method; it has {allowed}");
        Self { allowed: Some(allowed), ..Self::new(StatusCode::METHOD_NOT_ALLOWED, detail) }
    }

    /// The service was called by a name that is not its own; `has_names` says whether some were given to it.
    pub(in crate::service) fn wrong_host(has_names: bool) -> Self {
        let detail = if has_names {
            "the host is not a name of this service; call it by one of those it was given"
        } else {
            "the host is not a name of this machine; call it localhost, 127.0.0.1 or [::1]"
        };
        Self::new(StatusCode::MISDIRECTED_REQUEST, detail)
    }

    /// A page of another site made the request.
    pub(in crate::service) fn other_site() -> Self {
        let detail = "the request was made by another site; make it from the page of this service";
        Self::new(StatusCode::FORBIDDEN, detail)
    }

    /// Nobody is known to have sent it, or the key is not taken.
    pub(in crate::service) fn needs_key(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, detail)
    }

    /// Whoever sent it may not do that.
    pub(in crate::service) fn not_allowed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, detail)
    }

    /// Requests come too fast; the next one may be sent after so many seconds.
    pub(in crate::service) fn too_many(per_second: u32, seconds: u64) -> Self {
        let detail = format!(
            "at most {per_second} requests a second are answered; wait {seconds} s, then go on"
        );
        Self::new(StatusCode::TOO_MANY_REQUESTS, detail)
    }

    /// There is no such job, or it is forgotten.
    pub(in crate::service) fn no_job(id: &str) -> Self {
        let kept = limits::JOBS_KEPT;
        let detail = format!(
            "there is no job {id:?}; the last {kept} that ended are kept, until the service stops"
        );
        Self { field: Some("id".to_owned()), ..Self::new(StatusCode::NOT_FOUND, detail) }
    }

    /// The job has no result, or not yet.
    pub(in crate::service) fn no_result(job: &JobView) -> Self {
        let detail = match job.state() {
            JobState::Waiting | JobState::Running => "the job is not done; ask again later",
            _ => "the job ended without a result; ask for the job to learn why",
        };
        Self { field: Some("id".to_owned()), ..Self::new(StatusCode::CONFLICT, detail) }
    }

    /// Too many jobs wait.
    pub(in crate::service) fn too_many_jobs() -> Self {
        let detail = format!(
            "{} jobs are waiting, the most there may be; try again when one of them is done",
            limits::JOBS_WAITING
        );
        Self { retry_after: Some(10), ..Self::new(StatusCode::TOO_MANY_REQUESTS, detail) }
    }

    /// Nothing that the client accepts can be given.
    pub(in crate::service) fn not_acceptable(given: &[&str]) -> Self {
        let detail = format!("the answer is {}; accept it", given.join(" or "));
        Self::new(StatusCode::NOT_ACCEPTABLE, detail)
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
    let detail =
        format!("there is nothing at {}; the paths are listed at /api/v1/docs", request.path());
    Problem::new(StatusCode::NOT_FOUND, detail)
}

impl Problem {
    /// The answer to a request that goes no further.
    pub(in crate::service) fn instead_of(
        self,
        request: ServiceRequest,
    ) -> ServiceResponse<BoxBody> {
        // Not `into_response`, which forgets that this answer is a problem: its instance is still to be told.
        let (request, _) = request.into_parts();
        ServiceResponse::new(request, HttpResponse::from_error(self))
    }

    /// The answer; `instance` names the request.
    pub(in crate::service) fn response(&self, instance: Option<String>) -> HttpResponse<BoxBody> {
        let field = self.field.clone();
        let at_fault = field.map(|field| FieldError { field, detail: self.detail.clone() });
        let details = ProblemDetails {
            r#type: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: self.detail.clone(),
            instance,
            errors: at_fault.into_iter().collect(),
        };
        let mut response = HttpResponse::build(self.status);
        response.content_type("application/problem+json");
        if let Some(allowed) = self.allowed {
            response.insert_header((header::ALLOW, allowed));
        }
        if let Some(seconds) = self.retry_after {
            response.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        response.body(serde_json::to_string(&details).unwrap_or_default())
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let status = match error.kind {
            ErrorKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            ErrorKind::NotFound => StatusCode::NOT_FOUND,
            ErrorKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ErrorKind::Conflict | ErrorKind::CalledOff => StatusCode::CONFLICT,
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
        self.response(None)
    }
}

impl Responder for Problem {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse<BoxBody> {
        HttpResponse::from_error(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_error_has_its_status() {
        let rows = [
            (ErrorKind::Invalid, 422),
            (ErrorKind::NotFound, 404),
            (ErrorKind::TooLarge, 413),
            (ErrorKind::Conflict, 409),
            (ErrorKind::Forbidden, 403),
            (ErrorKind::CalledOff, 409),
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
