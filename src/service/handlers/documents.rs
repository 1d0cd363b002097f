//! Documents kept in workspaces over HTTP.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use actix_web::web::Payload;

use crate::engine::CoverageMatrixRequest;
use crate::engine::DecideTagsRequest;
use crate::engine::DocumentFileRequest;
use crate::engine::DocumentOrder;
use crate::engine::DocumentRequest;
use crate::engine::DocumentsRequest;
use crate::engine::Engine;
use crate::engine::RemoveDocumentRequest;
use crate::engine::SaveDocumentRequest;
use crate::engine::SaveDocumentsRequest;
use crate::engine::TagFileRequest;
use crate::limits;
use crate::model::Undecided;
use crate::service::access::Caller;
use crate::service::background::by_length;
use crate::service::body;
use crate::service::handlers::matching;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::reply;

/// `POST /api/v1/documents/saved`
pub(in crate::service) async fn save_document(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let mut wanted: SaveDocumentRequest = body::json(&request, payload).await?;
    wanted.by = by(&request, wanted.by);
    reply::json(engine, move |engine| {
        by_length(wanted.text.len(), || engine.save_document(&wanted))
    })
    .await
}

/// `POST /api/v1/documents/imports`: the body is the file itself.
pub(in crate::service) async fn save_documents(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let name = parameters.needed("name", "courses.csv")?;
    parameters.needed("workspace", "nursing")?;
    let by = by(&request, parameters.one("by")?.unwrap_or_default());
    let wanted = matching::wanted(&parameters)?;
    let bytes = body::file(&request, payload, limits::CATALOGUE_BYTES).await?;
    reply::long(&request, engine, "save_documents", move |engine, watch| {
        let file = TagFileRequest { name, bytes: bytes.to_vec(), wanted };
        engine.save_documents(&SaveDocumentsRequest { by, file }, watch)
    })
    .await
}

/// `GET /api/v1/documents`
pub(in crate::service) async fn documents(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let order = match parameters.one("order")?.as_deref() {
        None | Some("id") => DocumentOrder::Id,
        Some("queue") => DocumentOrder::Queue,
        Some(other) => {
            let detail = format!("{other:?} is no order; give id or queue");
            return Err(Problem::field("order", detail));
        }
    };
    let request = DocumentsRequest {
        workspace: parameters.one("workspace")?.unwrap_or_default(),
        order,
        offset: parameters.count("offset")?,
        limit: parameters.count("limit")?,
    };
    reply::json(engine, move |engine| engine.documents(&request)).await
}

/// `GET /api/v1/documents/one`
pub(in crate::service) async fn document(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let request = DocumentRequest {
        workspace: parameters.needed("workspace", "nursing")?,
        id: parameters.needed("id", "NURS-101")?,
    };
    reply::json(engine, move |engine| engine.document(&request)).await
}

/// `POST /api/v1/documents/decisions`
pub(in crate::service) async fn decide_tags(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let mut wanted: DecideTagsRequest = body::json(&request, payload).await?;
    wanted.by = by(&request, wanted.by);
    reply::json(engine, move |engine| engine.decide_tags(&wanted)).await
}

/// `POST /api/v1/documents/removed`
pub(in crate::service) async fn remove_document(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let request: RemoveDocumentRequest = body::json(&request, payload).await?;
    reply::json(engine, move |engine| engine.remove_document(&request)).await
}

/// `GET /api/v1/documents/file`
pub(in crate::service) async fn document_file(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let request = DocumentFileRequest {
        workspace: parameters.needed("workspace", "nursing")?,
        id: parameters.one("id")?.unwrap_or_default(),
        format: parameters.one("format")?.unwrap_or_default(),
        undecided: undecided(&parameters)?,
    };
    reply::json(engine, move |engine| engine.document_file(&request)).await
}

/// `GET /api/v1/documents/coverage`
pub(in crate::service) async fn coverage_matrix(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let request = CoverageMatrixRequest {
        workspace: parameters.needed("workspace", "nursing")?,
        level: parameters.number("level", "whole number")?,
        framework: parameters.many("framework"),
        undecided: undecided(&parameters)?,
        occupation: parameters.one("occupation")?.unwrap_or_default(),
        postings: parameters.one("postings")?.unwrap_or_default(),
        language: parameters.one("language")?.unwrap_or_default(),
        offset: parameters.count("offset")?,
        limit: parameters.count("limit")?,
    };
    reply::json(engine, move |engine| engine.coverage_matrix(&request)).await
}

/// Who saves or decides: as the request says; unless it does, whoever has shown a key.
fn by(request: &HttpRequest, written: String) -> String {
    match Caller::holder(request) {
        Some(holder) if written.trim().is_empty() => holder.name,
        _ => written,
    }
}

/// Whether undecided tags count: `undecided=true`.
fn undecided(parameters: &Parameters) -> Result<Undecided, Problem> {
    Ok(if parameters.is_set("undecided")? { Undecided::Counted } else { Undecided::LeftOut })
}
