//! Tag, tag a file, batch, compare two sides, evaluate, tune and learn over HTTP.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use actix_web::web::Payload;

use crate::engine::BatchRequest;
use crate::engine::Engine;
use crate::engine::EvaluateRequest;
use crate::engine::GapRequest;
use crate::engine::LearnRequest;
use crate::engine::Source;
use crate::engine::TagFileRequest;
use crate::engine::TagRequest;
use crate::engine::TextColumns;
use crate::engine::TuneRequest;
use crate::engine::Worths;
use crate::engine::unwatched;
use crate::limits;
use crate::model::Rules;
use crate::service::background::by_length;
use crate::service::body;
use crate::service::jobs::Order;
use crate::service::jobs::Task;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::reply;
use crate::service::stream;

/// `POST /api/v1/tag`
pub(in crate::service) async fn tag(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let request: TagRequest = body::json(&request, payload).await?;
    reply::json(engine, move |engine| by_length(request.text.len(), || engine.tag(&request))).await
}

/// `POST /api/v1/tag/file`: the body is the file itself, a text or a catalogue of many.
pub(in crate::service) async fn tag_file(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let name = parameters.needed("name", "courses.csv")?;
    let wanted = wanted(&parameters)?;
    let bytes = body::bytes(&request, payload, limits::CATALOGUE_BYTES).await?;
    reply::json(engine, move |engine| {
        let request = TagFileRequest { name, bytes: bytes.to_vec(), wanted };
        by_length(request.bytes.len(), || engine.tag_file(&request))
    })
    .await
}

/// `POST /api/v1/batch`: the body is the file of texts itself, the answer is NDJSON, sent while rows are done.
pub(in crate::service) async fn batch(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let name = parameters.needed("name", "texts.ndjson")?;
    let columns = TextColumns {
        text: parameters.many("text_column"),
        id: parameters.one("id_column")?.unwrap_or_default(),
    };
    let tag = wanted(&parameters)?;
    let bytes = body::file(&request, payload, limits::BODY_BYTES).await?;
    let input = Source::Bytes { name, bytes: Arc::from(bytes.as_ref()) };
    let wanted = BatchRequest { input, columns, tag };
    if reply::prefers_job(&request) {
        let task: Task =
            Box::new(move |engine, watch, out| engine.batch_into(&wanted, out, watch).map(drop));
        return reply::job(
            &request,
            Order { operation: "batch", media_type: stream::NDJSON, task },
        );
    }
    stream::lines(engine, move |engine, rows| {
        engine.batch_into(&wanted, rows, &unwatched).map(drop)
    })
    .await
}

/// What is wanted of a tagging, from a query string; the text comes with the body.
pub(in crate::service) fn wanted(parameters: &Parameters) -> Result<TagRequest, Problem> {
    let rules = match parameters.one("rules")? {
        Some(rules) => body::read(rules.as_bytes())
            .map_err(|e| Problem::field("rules", format!("{e}; write rules as JSON")))?,
        None => Rules::default(),
    };
    Ok(TagRequest {
        text: String::new(),
        kind: parameters.one("kind")?.unwrap_or_default(),
        framework: parameters.many("framework"),
        language: parameters.one("language")?.unwrap_or_default(),
        min_score: parameters.number("min_score", "number between 0 and 1")?,
        limit: parameters.count("limit")?,
        rules,
        profile: parameters.one("profile")?.unwrap_or_default(),
        workspace: parameters.one("workspace")?.unwrap_or_default(),
    })
}

/// `POST /api/v1/gap`
pub(in crate::service) async fn gap(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let request: GapRequest = body::json(&request, payload).await?;
    let n_bytes = request.have.text.len() + request.want.text.len();
    reply::json(engine, move |engine| by_length(n_bytes, || engine.gap(&request))).await
}

/// `POST /api/v1/evaluate`: the body is the file of right answers itself.
pub(in crate::service) async fn evaluate(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
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

/// `POST /api/v1/tune`: the body is the file of right answers itself.
pub(in crate::service) async fn tune(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let name = parameters.needed("name", "gold.csv")?;
    let framework = parameters.one("framework")?.unwrap_or_default();
    let language = parameters.one("language")?.unwrap_or_default();
    let bytes = body::bytes(&request, payload, limits::GOLD_BYTES).await?;
    reply::json(engine, move |engine| {
        let gold = vec![Source::Bytes { name, bytes: Arc::from(bytes.as_ref()) }];
        engine.tune(&TuneRequest { gold, framework, language, worths: Worths::Skipped })
    })
    .await
}

/// `POST /api/v1/learn`: a table from nothing, below the data folder.
pub(in crate::service) async fn learn(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let request: LearnRequest = body::json(&request, payload).await?;
    reply::json(engine, move |engine| engine.learn(&request, &unwatched)).await
}
