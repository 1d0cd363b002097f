//! Samples, and how the service and its data are.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::header::HeaderName;
use actix_web::http::header::HeaderValue;
use actix_web::web::Data;

use crate::engine::Engine;
use crate::engine::Error;
use crate::service::jobs::Jobs;
use crate::service::jobs::unguessable;
use crate::service::metrics;
use crate::service::metrics::Metrics;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::reply;

/// `GET /api/v1/samples`
pub(in crate::service) async fn samples(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    reply::json(engine, |_| Ok(Engine::samples())).await
}

/// `GET /api/v1/doctor`
pub(in crate::service) async fn doctor(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    reply::json(engine, Engine::doctor).await
}

/// `POST /api/v1/backup`: everything held, as one tar file.
pub(in crate::service) async fn backup(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let (path, made) = reply::work(engine, |engine| {
        let folder = engine.passing("backups");
        std::fs::create_dir_all(&folder).map_err(|error| Error::disk(&folder, &error))?;
        let path = folder.join(unguessable()?);
        let made = engine.backup(&path)?;
        Ok((path, made))
    })
    .await?;
    let name = format!("skillmap-{}.tar", made.revision);
    let response = reply::file(&request, &path, "application/x-tar", Some(name)).await;
    // The answer has it open; nobody asks for it by its name again.
    let _ = std::fs::remove_file(&path);
    let mut response = response?;
    for (name, value) in [
        ("skillmap-digest", made.digest.to_string()),
        ("skillmap-revision", made.revision.to_string()),
        ("skillmap-files", made.n_files.to_string()),
    ] {
        let value = HeaderValue::from_str(&value).map_err(|error| Problem::internal(&error))?;
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
    Ok(response)
}

/// `GET /metrics`: what was asked and what is held, in numbers.
pub(in crate::service) async fn metrics(
    engine: Data<Engine>,
    metrics: Data<Metrics>,
    jobs: Data<Jobs>,
) -> Result<HttpResponse, Problem> {
    let text =
        reply::work(engine, move |engine| Ok(metrics.text(&engine.frameworks()?, &jobs))).await?;
    Ok(HttpResponse::Ok().content_type(metrics::TEXT).body(text))
}

/// `GET /healthz`: whether the process answers at all.
pub(in crate::service) async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type(reply::JSON).body(r#"{"status":"alive"}"#)
}

/// `GET /readyz`: whether the engine is there. It is opened before the service listens, so an answer is a yes.
pub(in crate::service) async fn readyz(_: Data<Engine>) -> HttpResponse {
    HttpResponse::Ok().content_type(reply::JSON).body(r#"{"status":"ready"}"#)
}
