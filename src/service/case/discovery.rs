//! The discovery file: what this provider answers, as OpenAPI 3.0 with its own address.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use serde_json::Value;
use serde_json::json;

use crate::engine::CaseVersion;
use crate::service::case::address;
use crate::service::case::answer;
use crate::service::case::failure::Failure;

/// The path below that of the version.
pub(super) fn path(version: CaseVersion) -> &'static str {
    match version {
        CaseVersion::V10 => "/discovery/imscasev1p0_openapi3_v1p0.json",
        CaseVersion::V11 => "/discovery/imscasev1p1_openapi3_v1p0.json",
    }
}

/// The file, made for whoever asks.
pub(super) fn openapi(
    version: CaseVersion,
    request: &HttpRequest,
) -> Result<HttpResponse, Failure> {
    let text = match version {
        CaseVersion::V10 => include_str!("openapi_1_0.json"),
        CaseVersion::V11 => include_str!("openapi_1_1.json"),
    };
    let mut file: Value = serde_json::from_str(text).map_err(|error| Failure::internal(&error))?;
    file["servers"] = json!([{ "url": address::form(version, request).base }]);
    let mut response = HttpResponse::Ok();
    answer::open(&mut response);
    Ok(response.content_type(answer::JSON).body(file.to_string()))
}
