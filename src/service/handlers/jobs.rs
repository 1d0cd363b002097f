//! Jobs over HTTP: how far one is, its result, calling it off.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use actix_web::web::Payload;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::service::body;
use crate::service::jobs::Jobs;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::reply;

/// Which job.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::service) struct JobRequest {
    /// Its name.
    id: String,
}

/// `GET /api/v1/jobs`
pub(in crate::service) async fn job(
    jobs: Data<Jobs>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let id = Parameters::asked(&request)?.needed("id", "1f...")?;
    reply::written(&jobs.get(&id).ok_or_else(|| Problem::no_job(&id))?)
}

/// `GET /api/v1/jobs/result`: what the operation answers, once the job is done.
pub(in crate::service) async fn result(
    jobs: Data<Jobs>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let id = Parameters::asked(&request)?.needed("id", "1f...")?;
    let job = jobs.get(&id).ok_or_else(|| Problem::no_job(&id))?;
    let Some(result) = jobs.result(&id) else { return Err(Problem::no_result(&job)) };
    reply::file(&request, &result.path, result.media_type, None).await
}

/// `POST /api/v1/jobs/called-off`
pub(in crate::service) async fn call_off(
    jobs: Data<Jobs>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let JobRequest { id } = body::json(&request, payload).await?;
    reply::written(&jobs.call_off(&id).ok_or_else(|| Problem::no_job(&id))?)
}
