//! Import, columns of a spreadsheet, list, make current and export over HTTP.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::header::ContentDisposition;
use actix_web::web::Data;
use actix_web::web::Payload;

use crate::engine::ColumnsRequest;
use crate::engine::Engine;
use crate::engine::ExportRequest;
use crate::engine::FrameworksRequest;
use crate::engine::ImportRequest;
use crate::engine::LicenceGuard;
use crate::engine::MakeCurrentRequest;
use crate::engine::Source;
use crate::engine::Storing;
use crate::engine::Strictness;
use crate::limits;
use crate::service::body;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::reply;

/// `POST /api/v1/imports`: the body is the file or zip itself.
pub(in crate::service) async fn import(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let name = parameters.needed("name", "skills.csv")?;
    let (is_strict, is_dry) = (parameters.is_set("strict")?, parameters.is_set("dry_run")?);
    let mut wanted = ImportRequest {
        sources: Vec::new(),
        version: parameters.one("version")?,
        key: parameters.one("key")?,
        licence: parameters.one("licence")?,
        columns: parameters.one("columns")?,
        sheet: parameters.one("sheet")?,
        format: parameters.one("format")?,
        strictness: if is_strict { Strictness::Strict } else { Strictness::Lenient },
        storing: if is_dry { Storing::DryRun } else { Storing::Stored },
    };
    let bytes = body::file(&request, payload, limits::UPLOAD_BYTES).await?;
    reply::long(&request, engine, "import", move |engine, watch| {
        wanted.sources = vec![Source::Bytes { name, bytes: Arc::from(bytes.as_ref()) }];
        engine.import(&wanted, watch)
    })
    .await
}

/// `POST /api/v1/imports/columns`: the body is the spreadsheet itself.
pub(in crate::service) async fn columns(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let name = parameters.needed("name", "skills.csv")?;
    let mut wanted = ColumnsRequest {
        sources: Vec::new(),
        sheet: parameters.one("sheet")?,
        columns: parameters.one("columns")?,
        key: parameters.one("key")?,
        roles: parameters.many("roles"),
    };
    let bytes = body::bytes(&request, payload, limits::UPLOAD_BYTES).await?;
    reply::json(engine, move |_| {
        wanted.sources = vec![Source::Bytes { name, bytes: Arc::from(bytes.as_ref()) }];
        Engine::columns(&wanted)
    })
    .await
}

/// `GET /api/v1/frameworks`
pub(in crate::service) async fn frameworks(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let request = FrameworksRequest {
        offset: parameters.count("offset")?,
        limit: parameters.count("limit")?,
    };
    reply::json(engine, move |engine| engine.frameworks_page(&request)).await
}

/// `POST /api/v1/frameworks/current`
pub(in crate::service) async fn make_current(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::asked(&request)?;
    let request: MakeCurrentRequest = body::json(&request, payload).await?;
    reply::json(engine, move |engine| engine.make_current(&request)).await
}

/// `GET /api/v1/export`: the file itself, or with `losses=true` what it does not say.
pub(in crate::service) async fn export(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::asked(&request)?;
    let guard = if parameters.is_set("despite_licence")? {
        LicenceGuard::Override
    } else {
        LicenceGuard::Heed
    };
    let request = ExportRequest {
        framework: parameters.needed("framework", "esco")?,
        format: parameters.one("format")?.unwrap_or_default(),
        mappings: parameters.many("mappings"),
        guard,
    };
    if parameters.is_set("losses")? {
        return reply::json(engine, move |engine| engine.export(&request)).await;
    }
    let file = reply::work(engine, move |engine| Ok(engine.export(&request)?)).await?;
    let n_losses: u64 = file.loss_counts.iter().map(|c| c.count).sum();
    Ok(HttpResponse::Ok()
        .content_type(file.media_type)
        .insert_header(ContentDisposition::attachment(file.file_name))
        // How many things the file does not say; `losses=true` lists them.
        .insert_header(("Skillmap-Losses", n_losses.to_string()))
        .body(file.content))
}
