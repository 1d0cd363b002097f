//! Tag, crosswalk and evaluate over HTTP.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use actix_web::web::Payload;

use crate::engine::CrosswalkRequest;
use crate::engine::Engine;
use crate::engine::EvaluateRequest;
use crate::engine::Source;
use crate::engine::TagRequest;
use crate::engine::unwatched;
use crate::limits;
use crate::service::body;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::reply;

/// `POST /api/v1/tag`
pub(in crate::service) async fn tag(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::of(&request, &[])?;
    let request: TagRequest = body::json(&request, payload).await?;
    reply::json(engine, move |engine| engine.tag(&request)).await
}

/// `POST /api/v1/crosswalk`
pub(in crate::service) async fn crosswalk(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::of(&request, &[])?;
    let request: CrosswalkRequest = body::json(&request, payload).await?;
    reply::json(engine, move |engine| engine.crosswalk(&request, &unwatched)).await
}

/// `POST /api/v1/evaluate`: the body is the file of right answers itself.
pub(in crate::service) async fn evaluate(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let known = ["name", "framework", "to", "language", "min_score", "examples_share"];
    let parameters = Parameters::of(&request, &known)?;
    let name = parameters.needed("name", "gold.json")?;
    let framework = parameters.one("framework")?.unwrap_or_default();
    let to = parameters.one("to")?;
    let language = parameters.one("language")?.unwrap_or_default();
    let min_score = parameters.number("min_score", "number between 0 and 1")?;
    let examples_share = parameters.number("examples_share", "share below 1")?.unwrap_or(0.0);
    let bytes = body::bytes(&request, payload, limits::GOLD_BYTES).await?;
    reply::json(engine, move |engine| {
        let gold = vec![Source::Bytes { name, bytes: Arc::from(bytes.as_ref()) }];
        let request = EvaluateRequest {
            gold,
            framework,
            to,
            language,
            min_score,
            examples: Vec::new(),
            examples_share,
        };
        engine.evaluate(&request)
    })
    .await
}
