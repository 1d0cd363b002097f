//! `/crosswalks/NAME`: how far it is, what is wrong in it, its versions; and what is decided of it as a file.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::header::ContentDisposition;
use actix_web::http::header::DispositionParam;
use actix_web::http::header::DispositionType;
use actix_web::web::Data;
use askama::Template;

use crate::engine::CheckReply;
use crate::engine::CheckRequest;
use crate::engine::Coverage;
use crate::engine::CoverageRequest;
use crate::engine::DecisionsRequest;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::HeldCrosswalk;
use crate::engine::MappingFileRequest;
use crate::engine::QueueReply;
use crate::engine::QueueRequest;
use crate::engine::QueuedPair;
use crate::engine::ReviewerAgreement;
use crate::engine::ShownDecision;
use crate::engine::SideCoverage;
use crate::model::Verdict;
use crate::service::pages::crosswalks::name_of;
use crate::service::pages::crosswalks::words;
use crate::service::pages::crosswalks::words::Bar;
use crate::service::pages::language::LANGUAGE;
use crate::service::pages::page::Page;
use crate::service::pages::page::Place;
use crate::service::pages::reply;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::reply::work;

#[derive(Template)]
#[template(path = "crosswalk.html", config = "web/askama.toml")]
struct CrosswalkPage<'a> {
    page: &'a Page,
    held: HeldCrosswalk,
    state: (String, &'static str),
    queue: QueueReply,
    /// Nothing where nothing is decided.
    coverage: Option<Coverage>,
    check: CheckReply,
    disputes: Vec<QueuedPair>,
    n_disputes: u64,
    agreements: Vec<Agreement>,
    /// The last decisions, newest first.
    last: Vec<ShownDecision>,
    /// The version that was just published; empty where none was.
    published: String,
}

/// How far two reviewers agree, as it is shown.
struct Agreement {
    one: String,
    other: String,
    /// Pairs that both decided.
    n: usize,
    percent: String,
    kappa: Option<String>,
}

impl CrosswalkPage<'_> {
    fn sides(coverage: &Coverage) -> [&SideCoverage; 2] {
        [&coverage.subjects, &coverage.objects]
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn verdict(&self, verdict: &Verdict) -> String {
        words::verdict(self.page, *verdict)
    }
}

/// Decisions and disputes shown.
const LAST: u64 = 10;
const DISPUTES: usize = 20;

/// `GET /crosswalks/NAME`
pub(in crate::service::pages) async fn one(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    let name = name_of(&request);
    reply::shown(engine, request, Place::Crosswalks, &["published"], move |engine, page, given| {
        let queue = engine.queue(&QueueRequest { name: name.clone(), ..Default::default() })?;
        let disputed = engine.queue(&QueueRequest {
            name: name.clone(),
            disputed: true,
            limit: DISPUTES,
            ..Default::default()
        })?;
        let held = held(engine, &name)?;
        let coverage = match held.n_decisions {
            0 => None,
            _ => Some(coverage(engine, page, &name, &queue.kinds)?),
        };
        let asked = |after: u64| DecisionsRequest {
            name: name.clone(),
            after,
            ..DecisionsRequest::default()
        };
        let log = engine.decisions(&asked(held.n_decisions.saturating_sub(LAST)))?;
        let mut last = log.decisions;
        last.reverse();
        reply::page(&CrosswalkPage {
            page,
            state: words::state(page, held.state),
            check: engine.check(&CheckRequest { name: name.clone(), ..CheckRequest::default() })?,
            disputes: disputed.items,
            n_disputes: disputed.total,
            published: given.one("published")?.unwrap_or_default(),
            held,
            queue,
            coverage,
            agreements: log.agreements.into_iter().map(|one| agreement(page, one)).collect(),
            last,
        })
    })
    .await
}

fn agreement(page: &Page, of: ReviewerAgreement) -> Agreement {
    Agreement {
        one: of.one,
        other: of.other,
        n: of.agreement.n,
        percent: format!("{:.0}", of.agreement.observed * 100.0),
        kappa: of.agreement.kappa.map(|kappa| page.language.decimal(kappa)),
    }
}

/// A crosswalk of the list by its name. One that is not there has no queue either, so that this is said before.
pub(super) fn held(engine: &Engine, name: &str) -> Result<HeldCrosswalk, Error> {
    let all = engine.crosswalks()?.crosswalks;
    all.into_iter()
        .find(|held| held.name == name)
        .ok_or_else(|| Error::invalid("name", format!("no crosswalk is called {name:?}")))
}

/// How much of both sides is covered, of the kinds that were compared.
pub(super) fn coverage(
    engine: &Engine,
    page: &Page,
    name: &str,
    kinds: &[&str],
) -> Result<Coverage, Error> {
    let request = CoverageRequest {
        name: name.to_owned(),
        kind: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        language: page.lang().to_owned(),
        ..Default::default()
    };
    engine.coverage(&request).map(|reply| reply.coverage)
}

/// `GET /crosswalks/NAME/file`: what is decided, or a version of it, as a file to be kept.
pub(in crate::service::pages) async fn file(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    match written(engine, &request).await {
        Ok(response) => response,
        Err(problem) => {
            reply::respond(&request, &Page::of(&request, Place::Crosswalks), Err(problem))
        }
    }
}

async fn written(engine: Data<Engine>, request: &HttpRequest) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::of(request, &[LANGUAGE, "version", "format"])?;
    let mut name = name_of(request);
    if let Some(version) = parameters.one("version")? {
        name = format!("{name}@{version}");
    }
    let format = parameters.one("format")?.unwrap_or_default();
    let asked = MappingFileRequest { name, format };
    let file = work(engine, move |engine| Ok(engine.mapping_file(&asked)?)).await?;
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(file.file)],
    };
    Ok(HttpResponse::Ok()
        .content_type(file.media_type)
        .insert_header(disposition)
        .body(file.content))
}
