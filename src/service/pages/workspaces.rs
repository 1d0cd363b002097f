//! `/workspaces`: who keeps documents, how far the work is, and a catalogue to begin with.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use actix_web::web::Payload;
use askama::Template;

use crate::engine::Engine;
use crate::engine::HeldFramework;
use crate::engine::SaveDocumentsRequest;
use crate::engine::TagFileRequest;
use crate::engine::TagRequest;
use crate::engine::WorkspaceProgress;
use crate::engine::unwatched;
use crate::service::background::yielding;
use crate::service::pages::form::Form;
use crate::service::pages::page::Page;
use crate::service::pages::page::Place;
use crate::service::pages::page::encoded;
use crate::service::pages::reply;
use crate::service::pages::reply::Answer;
use crate::service::problem::Problem;

#[derive(Template)]
#[template(path = "workspaces.html", config = "web/askama.toml")]
struct WorkspacesPage<'a> {
    page: &'a Page,
    workspaces: Vec<WorkspaceProgress>,
    frameworks: Vec<HeldFramework>,
}

/// `GET /workspaces`
pub(in crate::service::pages) async fn workspaces(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    reply::shown(engine, request, Place::Workspaces, &[], |engine, page, _| {
        let workspaces = engine.workspaces()?;
        let mut frameworks = engine.frameworks()?.frameworks;
        frameworks.retain(|framework| framework.is_current);
        reply::page(&WorkspacesPage { page, workspaces, frameworks })
    })
    .await
}

/// `POST /workspaces/imported`: a catalogue that was pasted; a file is sent by the module of the page.
pub(in crate::service::pages) async fn imported(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    reply::posted(engine, request, payload, Place::Workspaces, import).await
}

fn import(engine: &Engine, page: &Page, form: &Form) -> Result<Answer, Problem> {
    let workspace = form.one("workspace").trim().to_owned();
    let text = form.text("text");
    if text.trim().is_empty() {
        return Err(Problem::field("text", "there is no catalogue; paste one with a header row"));
    }
    let wanted = TagRequest {
        workspace: workspace.clone(),
        framework: form.many("framework"),
        kind: form.one("kind"),
        ..TagRequest::default()
    };
    let file =
        TagFileRequest { name: "catalogue.csv".to_owned(), bytes: text.into_bytes(), wanted };
    let by = page.by(form.one("by"));
    yielding(|| engine.save_documents(&SaveDocumentsRequest { by, file }, &unwatched))?;
    Ok(Answer::Seen(format!("/workspaces/{}", encoded(&workspace))))
}
