//! `/tag`: a text -> its skills beside its words; kept in a workspace, they are reviewed.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use actix_web::web::Payload;
use askama::Template;

use crate::engine::Engine;
use crate::engine::HeldFramework;
use crate::engine::Sample;
use crate::engine::SaveDocumentRequest;
use crate::service::background::by_length;
use crate::service::pages::form::Form;
use crate::service::pages::page::Page;
use crate::service::pages::page::Place;
use crate::service::pages::page::address;
use crate::service::pages::reply;
use crate::service::pages::reply::Answer;
use crate::service::pages::reviewed::Reviewed;
use crate::service::problem::Problem;

#[derive(Template)]
#[template(path = "tag.html", config = "web/askama.toml")]
struct TagPage<'a> {
    page: &'a Page,
    frameworks: Vec<HeldFramework>,
    courses: Vec<Sample>,
    postings: Vec<Sample>,
    workspaces: Vec<String>,
    /// What was written into the form.
    asked: SaveDocumentRequest,
    /// The tagged text, where one was sent; it is kept nowhere.
    view: Option<Reviewed>,
}

impl TagPage<'_> {
    fn is_chosen(&self, framework: &str) -> bool {
        self.asked.framework.iter().any(|chosen| chosen == framework)
    }

    fn sample_title(name: &str) -> String {
        name.replace('-', " ")
    }
}

/// The workspace that is offered to those who have none.
const FIRST_WORKSPACE: &str = "my-texts";

fn filled(
    engine: &Engine,
    page: &Page,
    mut asked: SaveDocumentRequest,
    view: Option<Reviewed>,
) -> Result<Answer, Problem> {
    let mut frameworks = engine.frameworks()?.frameworks;
    frameworks.retain(|framework| framework.is_current);
    let workspaces = engine.workspaces()?;
    let workspaces: Vec<String> = workspaces.into_iter().map(|workspace| workspace.name).collect();
    if asked.workspace.is_empty() {
        let first = workspaces.first().map_or(FIRST_WORKSPACE, String::as_str);
        first.clone_into(&mut asked.workspace);
    }
    let (courses, postings) =
        Engine::samples().samples.into_iter().partition(|sample| sample.sort == "course");
    reply::page(&TagPage { page, frameworks, courses, postings, workspaces, asked, view })
}

/// `GET /tag`; `sample` puts a sample into the form, `workspace` names the one to keep it in.
pub(in crate::service::pages) async fn tag(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    reply::shown(engine, request, Place::Tag, &["sample", "workspace"], |engine, page, given| {
        let mut asked = SaveDocumentRequest {
            workspace: given.one("workspace")?.unwrap_or_default(),
            ..SaveDocumentRequest::default()
        };
        if let Some(name) = given.one("sample")? {
            let sample = Engine::samples().samples.into_iter().find(|s| s.name == name);
            let unknown = || Problem::field("sample", format!("{name:?} is no sample; choose one"));
            sample.ok_or_else(unknown)?.text.clone_into(&mut asked.text);
        }
        filled(engine, page, asked, None)
    })
    .await
}

/// `POST /tag/read`: the form, and below it the text and its skills.
pub(in crate::service::pages) async fn read(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    reply::posted(engine, request, payload, Place::Tag, |engine, page, form| {
        let asked = asked(page, form);
        // The workspace may not be there yet: its name is looked at when something is kept.
        let workspace = String::new();
        let wanted = SaveDocumentRequest { workspace, ..asked.clone() };
        let document = by_length(wanted.text.len(), || engine.unsaved_document(&wanted))?;
        filled(engine, page, asked, Some(Reviewed::of(document)))
    })
    .await
}

/// `POST /tag/saved`: the text is kept and shown for review.
pub(in crate::service::pages) async fn saved(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    reply::posted(engine, request, payload, Place::Tag, |engine, page, form| {
        let wanted = asked(page, form);
        let kept = by_length(wanted.text.len(), || engine.save_document(&wanted))?;
        Ok(Answer::Seen(document_address(&kept.workspace, &kept.document.id)))
    })
    .await
}

/// Where a kept document is shown.
pub(in crate::service::pages) fn document_address(workspace: &str, id: &str) -> String {
    address("/document", [("workspace", workspace), ("id", id)].into_iter())
}

fn asked(page: &Page, form: &Form) -> SaveDocumentRequest {
    SaveDocumentRequest {
        workspace: form.one("workspace").trim().to_owned(),
        title: form.one("title"),
        by: page.by(form.one("by")),
        text: form.text("text"),
        kind: form.one("kind"),
        framework: form.many("framework"),
        ..SaveDocumentRequest::default()
    }
}
