//! Work for the engine -> done on the blocking pool, its reply as JSON.

use actix_web::HttpResponse;
use actix_web::web;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::service::acting;
use crate::service::problem::Problem;

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
    web::block(run).await.map_err(|error| Problem::internal(&error))?
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
