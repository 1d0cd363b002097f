//! Crosswalks over HTTP: propose, keep, review, check, compose, cover, publish, compare, import.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use actix_web::web::Payload;

use crate::engine::CheckRequest;
use crate::engine::CompareRequest;
use crate::engine::ComposeRequest;
use crate::engine::CoverageRequest;
use crate::engine::CrosswalksRequest;
use crate::engine::DecisionsRequest;
use crate::engine::Engine;
use crate::engine::ImportMappingsRequest;
use crate::engine::MappingFileRequest;
use crate::engine::ProposeRequest;
use crate::engine::PublishRequest;
use crate::engine::QueueRequest;
use crate::engine::ReviewRequest;
use crate::engine::SaveCrosswalkRequest;
use crate::engine::Source;
use crate::engine::Watch;
use crate::limits;
use crate::model::Weight;
use crate::service::body;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::reply;

/// `GET /api/v1/crosswalks`
pub(in crate::service) async fn crosswalks(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let request = CrosswalksRequest {
        offset: parameters.count("offset")?,
        limit: parameters.count("limit")?,
    };
    reply::json(engine, move |engine| engine.crosswalks_page(&request)).await
}

/// `POST /api/v1/crosswalks/proposals`
pub(in crate::service) async fn propose(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let wanted: ProposeRequest = body::json(&request, payload).await?;
    reply::long(&request, engine, "propose", move |engine, watch| engine.propose(&wanted, watch))
        .await
}

/// `POST /api/v1/crosswalks/saved`
pub(in crate::service) async fn save_crosswalk(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let wanted: SaveCrosswalkRequest = body::json(&request, payload).await?;
    let work = move |engine: &Engine, watch: Watch<'_>| engine.save_crosswalk(&wanted, watch);
    reply::long(&request, engine, "save_crosswalk", work).await
}

/// `POST /api/v1/crosswalks/decisions`
pub(in crate::service) async fn review(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let request: ReviewRequest = body::json(&request, payload).await?;
    reply::json(engine, move |engine| engine.review(&request)).await
}

/// `POST /api/v1/crosswalks/composed`
pub(in crate::service) async fn compose(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let request: ComposeRequest = body::json(&request, payload).await?;
    reply::json(engine, move |engine| engine.compose(&request)).await
}

/// `POST /api/v1/crosswalks/published`
pub(in crate::service) async fn publish(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let request: PublishRequest = body::json(&request, payload).await?;
    reply::json(engine, move |engine| engine.publish(&request)).await
}

/// `GET /api/v1/crosswalks/queue`
pub(in crate::service) async fn queue(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let request = QueueRequest {
        name: parameters.needed("name", "onet-esco")?,
        reviewer: parameters.one("reviewer")?.unwrap_or_default(),
        weight: match parameters.one("weight")?.as_deref() {
            None | Some("" | "confirmed") => Weight::Confirmed,
            Some("voted") => Weight::Voted,
            Some(other) => {
                let detail = format!("weight is {other:?}; give confirmed or voted");
                return Err(Problem::field("weight", detail));
            }
        },
        again: parameters.is_set("again")?,
        unmapped: parameters.is_set("unmapped")?,
        disputed: parameters.is_set("disputed")?,
        subject: parameters.one("subject")?.unwrap_or_default(),
        group: parameters.one("group")?.unwrap_or_default(),
        signal: parameters.one("signal")?.unwrap_or_default(),
        min_confidence: parameters.number("min_confidence", "number")?,
        max_confidence: parameters.number("max_confidence", "number")?,
        offset: parameters.count("offset")?,
        limit: parameters.count("limit")?,
    };
    reply::json(engine, move |engine| engine.queue(&request)).await
}

/// `GET /api/v1/crosswalks/log`
pub(in crate::service) async fn decisions(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let request = DecisionsRequest {
        name: parameters.needed("name", "onet-esco")?,
        after: parameters.number("after", "whole number")?.unwrap_or(0),
        offset: parameters.count("offset")?,
        limit: parameters.count("limit")?,
    };
    reply::json(engine, move |engine| engine.decisions(&request)).await
}

/// `GET /api/v1/crosswalks/contradictions`
pub(in crate::service) async fn check(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let request = CheckRequest {
        name: parameters.needed("name", "onet-esco")?,
        offset: parameters.count("offset")?,
        limit: parameters.count("limit")?,
    };
    reply::json(engine, move |engine| engine.check(&request)).await
}

/// `GET /api/v1/crosswalks/coverage`
pub(in crate::service) async fn coverage(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let request = CoverageRequest {
        name: parameters.needed("name", "onet-esco")?,
        before: parameters.one("before")?.unwrap_or_default(),
        kind: parameters.many("kind"),
        depth: parameters.number("depth", "whole number")?,
        language: parameters.one("language")?.unwrap_or_default(),
        offset: parameters.count("offset")?,
        limit: parameters.count("limit")?,
    };
    reply::json(engine, move |engine| engine.coverage(&request)).await
}

/// `GET /api/v1/crosswalks/file`
pub(in crate::service) async fn mapping_file(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let request = MappingFileRequest {
        name: parameters.needed("name", "onet-esco")?,
        format: parameters.one("format")?.unwrap_or_default(),
    };
    reply::json(engine, move |engine| engine.mapping_file(&request)).await
}

/// `GET /api/v1/crosswalks/differences`
pub(in crate::service) async fn compare(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let request = CompareRequest {
        before: parameters.needed("before", "onet-esco@1.0")?,
        after: parameters.needed("after", "onet-esco")?,
        offset: parameters.count("offset")?,
        limit: parameters.count("limit")?,
    };
    reply::json(engine, move |engine| engine.compare(&request)).await
}

/// `POST /api/v1/crosswalks/imports`: the body is the file itself.
pub(in crate::service) async fn import_mappings(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let file = parameters.needed("file", "mappings.sssom.tsv")?;
    let asked = ImportMappingsRequest {
        name: parameters.needed("name", "onet-esco")?,
        from: parameters.one("from")?.unwrap_or_default(),
        to: parameters.one("to")?.unwrap_or_default(),
        reviewer: parameters.one("reviewer")?.unwrap_or_default(),
        sources: Vec::new(),
        columns: parameters.many("column"),
        preview: parameters.is_set("preview")?,
    };
    let bytes = body::bytes(&request, payload, limits::UPLOAD_BYTES).await?;
    reply::json(engine, move |engine| {
        let sources = vec![Source::Bytes { name: file, bytes: Arc::from(bytes.as_ref()) }];
        engine.import_mappings(&ImportMappingsRequest { sources, ..asked })
    })
    .await
}
