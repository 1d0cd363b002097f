//! Work for the engine -> done on the blocking pool or as a job, its reply as JSON.

use std::path::Path;

use actix_files::NamedFile;
use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::http::header::ContentDisposition;
use actix_web::web;
use serde::Serialize;

use crate::engine::Act;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::Watch;
use crate::engine::unwatched;
use crate::service::acting;
use crate::service::background::yielding;
use crate::service::jobs::Jobs;
use crate::service::jobs::Order;
use crate::service::jobs::Task;
use crate::service::problem::Problem;
use crate::service::trace_context::carried;

/// The media type of every reply.
pub(in crate::service) const JSON: &str = "application/json; charset=utf-8";

/// Does the work where it holds up no other request, in the name of whoever asked for it, and gives what came out.
pub(in crate::service) async fn work<T: Send + 'static>(
    engine: web::Data<Engine>,
    task: impl FnOnce(&Engine) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let act = acting::current();
    let run = move || match act {
        Some(act) => Engine::acting_as(act, || task(&engine)),
        None => task(&engine),
    };
    web::block(carried(run)).await.map_err(|error| Problem::internal(&error))?
}

/// Does the work and answers with its reply: exactly the bytes that the command line prints with `--json`.
pub(in crate::service) async fn json<T: Serialize>(
    engine: web::Data<Engine>,
    task: impl FnOnce(&Engine) -> Result<T, Error> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let written = move |engine: &Engine| {
        let reply = task(engine)?;
        serde_json::to_string(&reply).map_err(|error| Problem::internal(&error))
    };
    let body = work(engine, written).await?;
    Ok(HttpResponse::Ok().content_type(JSON).body(body))
}

/// As [`json`] for work that takes long: a request that prefers not to wait gets the job that does it.
pub(in crate::service) async fn long<T: Serialize + Send>(
    request: &HttpRequest,
    engine: web::Data<Engine>,
    operation: &'static str,
    task: impl FnOnce(&Engine, Watch<'_>) -> Result<T, Error> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    if !prefers_job(request) {
        return json(engine, move |engine| yielding(|| task(engine, &unwatched))).await;
    }
    let written: Task = Box::new(move |engine, watch, out| {
        let reply = task(engine, watch)?;
        serde_json::to_writer(out, &reply).map_err(|error| Error::unwritten(&error))
    });
    job(request, Order { operation, media_type: JSON, task: written })
}

/// Whether the sender would rather have a job than wait (RFC 7240).
pub(in crate::service) fn prefers_job(request: &HttpRequest) -> bool {
    let preferences = request.headers().get_all("Prefer").filter_map(|value| value.to_str().ok());
    let mut named = preferences.flat_map(|value| value.split(','));
    named
        .any(|one| one.split(';').next().unwrap_or("").trim().eq_ignore_ascii_case("respond-async"))
}

/// Makes a job of an order, and answers where it can be asked about.
pub(in crate::service) fn job(
    request: &HttpRequest,
    order: Order,
) -> Result<HttpResponse, Problem> {
    let Some(jobs) = request.app_data::<web::Data<Jobs>>() else {
        return Err(Problem::internal(&"there is no place for jobs"));
    };
    let job = jobs.add(in_the_name_of(acting::current(), order))?;
    let mut response = written(&job)?;
    *response.status_mut() = actix_web::http::StatusCode::ACCEPTED;
    let place = format!("/api/v1/jobs?id={}", job.id());
    if let Ok(place) = header::HeaderValue::from_str(&place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    let applied = header::HeaderValue::from_static("respond-async");
    response.headers_mut().insert(header::HeaderName::from_static("preference-applied"), applied);
    response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("1"));
    Ok(response)
}

/// The same work, done in the name of whoever asked for it, on whichever thread.
fn in_the_name_of(act: Option<Act>, order: Order) -> Order {
    let Some(act) = act else { return order };
    let Order { operation, media_type, task } = order;
    let task: Task =
        Box::new(move |engine, watch, out| Engine::acting_as(act, || task(engine, watch, out)));
    Order { operation, media_type, task }
}

/// A reply that is there already, as JSON.
pub(in crate::service) fn written<T: Serialize>(reply: &T) -> Result<HttpResponse, Problem> {
    let body = serde_json::to_string(reply).map_err(|error| Problem::internal(&error))?;
    Ok(HttpResponse::Ok().content_type(JSON).body(body))
}

/// A file as the answer, whole or the parts that are asked for.
pub(in crate::service) async fn file(
    request: &HttpRequest,
    path: &Path,
    media_type: &str,
    name: Option<String>,
) -> Result<HttpResponse, Problem> {
    let file = NamedFile::open_async(path).await.map_err(|error| Problem::internal(&error))?;
    let media_type =
        media_type.parse().map_err(|_| Problem::internal(&"a media type that is none"))?;
    let file = file.set_content_type(media_type).use_last_modified(false);
    let file = match name {
        Some(name) => file.set_content_disposition(ContentDisposition::attachment(name)),
        None => file.disable_content_disposition(),
    };
    Ok(file.into_response(request))
}
