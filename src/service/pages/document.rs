//! `/document`: a kept text with its tags, to be accepted, rejected, changed and added to; and its file.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::web::Payload;
use askama::Template;

use crate::engine::DecideTagsRequest;
use crate::engine::DocumentFileRequest;
use crate::engine::DocumentOrder;
use crate::engine::DocumentRequest;
use crate::engine::DocumentsRequest;
use crate::engine::Engine;
use crate::engine::GivenVerdict;
use crate::engine::Learning;
use crate::engine::RemoveDocumentRequest;
use crate::engine::TagSaying;
use crate::model::Span;
use crate::model::Undecided;
use crate::service::pages::form::Form;
use crate::service::pages::page::Page;
use crate::service::pages::page::Place;
use crate::service::pages::page::encoded;
use crate::service::pages::reply;
use crate::service::pages::reply::Answer;
use crate::service::pages::reviewed::Reviewed;
use crate::service::pages::tag::document_address;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::reply::work;

#[derive(Template)]
#[template(path = "document.html", config = "web/askama.toml")]
struct DocumentPage<'a> {
    page: &'a Page,
    view: Reviewed,
    /// Who decided last.
    by: String,
    /// The document that waits next, if another one does.
    next: Option<String>,
}

/// The formats of files, in the order in which they are offered.
const FORMATS: [&str; 6] = ["csv", "json", "sssom", "case", "ctdl", "schema-org"];

impl DocumentPage<'_> {
    fn formats() -> [&'static str; 6] {
        FORMATS
    }
}

/// `GET /document`
pub(in crate::service::pages) async fn document(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    let known = ["workspace", "id", "by"];
    reply::shown(engine, request, Place::Workspaces, &known, |engine, page, given| {
        let workspace = given.needed("workspace", "nursing")?;
        let id = given.needed("id", "NURS-101")?;
        let asked = DocumentRequest { workspace: workspace.clone(), id: id.clone() };
        let document = engine.document(&asked)?.document;
        let order = DocumentOrder::Queue;
        let queue = DocumentsRequest { workspace, order, limit: 2, offset: 0 };
        let waiting = engine.documents(&queue)?.documents.into_iter();
        let next = waiting.filter(|d| d.n_undecided > 0).map(|d| d.id).find(|other| *other != id);
        let by = page.by(given.one("by")?.unwrap_or_default());
        reply::page(&DocumentPage { page, view: Reviewed::of(document), by, next })
    })
    .await
}

/// `POST /document/decided`: one decision, then the document again.
pub(in crate::service::pages) async fn decided(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    reply::posted(engine, request, payload, Place::Workspaces, decide).await
}

fn decide(engine: &Engine, page: &Page, form: &Form) -> Result<Answer, Problem> {
    let (workspace, id) = (form.one("workspace"), form.one("id"));
    let says = match form.one("says").as_str() {
        "accept" => TagSaying::Accept,
        "reject" => TagSaying::Reject,
        "change" => TagSaying::Change,
        "add" => TagSaying::Add,
        "undecide" => TagSaying::Undecide,
        other => {
            return Err(Problem::field("says", format!("{other:?} is nothing to say of a tag")));
        }
    };
    // What was chosen from the suggestions has an IRI; what was only typed is looked up by its name.
    let chosen = |exact: &str, typed: &str| match form.one(exact) {
        iri if iri.is_empty() => form.one(typed),
        iri => iri,
    };
    let spans = match form.one("words").trim() {
        "" => Vec::new(),
        words => {
            let asked = DocumentRequest { workspace: workspace.clone(), id: id.clone() };
            vec![place_of(&engine.document(&asked)?.document.text, words)?]
        }
    };
    let given = GivenVerdict {
        concept: chosen("concept_id", "concept"),
        says,
        to: chosen("to_id", "to"),
        spans,
        requirement: None,
    };
    let by = page.by(form.one("by"));
    engine.decide_tags(&DecideTagsRequest {
        workspace: workspace.clone(),
        id: id.clone(),
        by: by.clone(),
        verdicts: vec![given],
        learning: Learning::Learned,
    })?;
    // Who has signed in is known on the next page too.
    let is_known = by.is_empty() || page.holder().is_some();
    let by = if is_known { String::new() } else { format!("&by={}", encoded(&by)) };
    Ok(Answer::Seen(document_address(&workspace, &id) + &by + "#review"))
}

/// Where words stand first in a text, whatever white space is between them.
fn place_of(text: &str, words: &str) -> Result<Span, Problem> {
    let parts: Vec<&str> = words.split_whitespace().collect();
    let first = parts.first().copied().unwrap_or_default();
    let ends_at = |start: usize| {
        let mut at = start;
        for part in &parts {
            let rest = text.get(at..)?;
            let skipped = rest.len() - rest.trim_start().len();
            at += skipped;
            text.get(at..)?.starts_with(part).then_some(())?;
            at += part.len();
        }
        Some(Span { start, end: at })
    };
    let found = text.match_indices(first).find_map(|(start, _)| ends_at(start));
    found.ok_or_else(|| {
        Problem::field("words", "these words do not stand in the text; copy them from it")
    })
}

/// `POST /document/removed`: the document is forgotten; its workspace is shown.
pub(in crate::service::pages) async fn removed(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    reply::posted(engine, request, payload, Place::Workspaces, |engine, _, form| {
        let (workspace, id) = (form.one("workspace"), form.one("id"));
        let gone = engine.remove_document(&RemoveDocumentRequest { workspace, id })?;
        Ok(Answer::Seen(format!("/workspaces/{}", encoded(&gone.workspace))))
    })
    .await
}

/// `GET /document/file`: the answers of a document, or of all of a workspace, to be saved.
pub(in crate::service::pages) async fn file(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    let page = Page::of(&request, Place::Workspaces);
    let known = ["workspace", "id", "format", "undecided"];
    let asked = Parameters::of(&request, &known).and_then(|given| {
        Ok(DocumentFileRequest {
            workspace: given.needed("workspace", "nursing")?,
            id: given.one("id")?.unwrap_or_default(),
            format: given.one("format")?.unwrap_or_default(),
            undecided: if given.is_set("undecided")? {
                Undecided::Counted
            } else {
                Undecided::LeftOut
            },
        })
    });
    let file = match asked {
        Ok(asked) => work(engine, move |engine| Ok(engine.document_file(&asked)?)).await,
        Err(problem) => Err(problem),
    };
    match file {
        Ok(file) => {
            let disposition = format!("attachment; filename=\"{}\"", file.file);
            HttpResponse::Ok()
                .content_type(file.media_type)
                .insert_header((header::CONTENT_DISPOSITION, disposition))
                .body(file.content)
        }
        Err(problem) => reply::respond(&request, &page, Err(problem)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_they_stand() {
        let text = "Weld.\nWeld  pipes\nof steel";
        for (words, found) in [
            ("Weld pipes", Some("Weld  pipes")),
            ("pipes of", Some("pipes\nof")),
            ("Weld", Some("Weld")),
            ("welding", None),
        ] {
            let place = place_of(text, words).ok();
            assert_eq!(place.map(|span| span.of(text)), found, "{words}");
        }
    }
}
