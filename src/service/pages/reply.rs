//! What a page's task gave -> the reply of the browser, with status, language and validator.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::ResponseError;
use actix_web::cookie::Cookie;
use actix_web::cookie::SameSite;
use actix_web::cookie::time::Duration;
use actix_web::http::header;
use actix_web::http::header::HeaderMap;
use actix_web::web::Data;
use actix_web::web::Payload;
use askama::Template;

use crate::engine::Engine;
use crate::model::Digest;
use crate::service::pages::form::Form;
use crate::service::pages::language::LANGUAGE;
use crate::service::pages::language::PageLanguage;
use crate::service::pages::page::Page;
use crate::service::pages::page::Place;
use crate::service::problem;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::reply;

/// What a page answers with.
#[derive(Debug)]
pub(in crate::service::pages) enum Answer {
    /// A page, or a part of one that a module puts in.
    Page(String),
    /// It stands at another address, for good.
    Moved(String),
    /// It is seen at another address.
    Seen(String),
}

/// A filled template.
pub(in crate::service::pages) fn page(template: &impl Template) -> Result<Answer, Problem> {
    template.render().map(Answer::Page).map_err(|error| Problem::internal(&error))
}

/// Days for which a browser remembers the chosen language.
const LANGUAGE_DAYS: i64 = 365;

/// Answers a `GET`: the task asks the engine on the blocking pool and fills its template. Beside the language, the
/// address may have the `known` parameters only. What goes wrong becomes a page with its status.
pub(in crate::service::pages) async fn shown(
    engine: Data<Engine>,
    request: HttpRequest,
    place: Place,
    known: &[&str],
    task: impl FnOnce(&Engine, &Page, &Parameters) -> Result<Answer, Problem> + Send + 'static,
) -> HttpResponse {
    let page = Page::of(&request, place);
    let shown = page.clone();
    let parameters = Parameters::of(&request, &[&[LANGUAGE], known].concat());
    let answer = match parameters {
        Ok(parameters) => {
            reply::work(engine, move |engine| task(engine, &shown, &parameters)).await
        }
        Err(problem) => Err(problem),
    };
    respond(&request, &page, answer)
}

/// Answers a form that was posted, likewise.
pub(in crate::service::pages) async fn posted(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
    place: Place,
    task: impl FnOnce(&Engine, &Page, &Form) -> Result<Answer, Problem> + Send + 'static,
) -> HttpResponse {
    let page = Page::of(&request, place);
    let shown = page.clone();
    let answer = match Form::of(&request, payload).await {
        Ok(form) => reply::work(engine, move |engine| task(engine, &shown, &form)).await,
        Err(problem) => Err(problem),
    };
    respond(&request, &page, answer)
}

/// The reply for an answer or a problem.
pub(in crate::service::pages) fn respond(
    request: &HttpRequest,
    page: &Page,
    answer: Result<Answer, Problem>,
) -> HttpResponse {
    let mut response = match answer {
        Ok(Answer::Page(html)) => validated(request, HTML, html),
        Ok(Answer::Moved(address)) => {
            HttpResponse::MovedPermanently().insert_header((header::LOCATION, address)).finish()
        }
        Ok(Answer::Seen(address)) => {
            HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()
        }
        Err(problem) => refused(page, problem),
    };
    let headers = response.headers_mut();
    headers.insert(header::VARY, header::HeaderValue::from_static("Accept-Language, Cookie"));
    if let Some(language) = PageLanguage::asked(request) {
        let cookie = Cookie::build(LANGUAGE, language.tag())
            .path("/")
            .same_site(SameSite::Lax)
            .http_only(true)
            .max_age(Duration::days(LANGUAGE_DAYS))
            .finish();
        // Only an ill-formed cookie is refused, and a tag is well formed.
        let _ = response.add_cookie(&cookie);
    }
    response
}

/// The media type of pages.
const HTML: &str = "text/html; charset=utf-8";

/// A body with its validator, or that it has not changed since the browser got it.
pub(in crate::service::pages) fn validated(
    request: &HttpRequest,
    media_type: &'static str,
    body: impl Into<String>,
) -> HttpResponse {
    let body: String = body.into();
    // Weak: the same body may go out compressed.
    let validator = format!("W/\"{}\"", &Digest::of(body.as_bytes()).to_string()[..32]);
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok());
    let is_known = known.is_some_and(|known| known.split(',').any(|one| one.trim() == validator));
    if is_known {
        return HttpResponse::NotModified().insert_header((header::ETAG, validator)).finish();
    }
    HttpResponse::Ok().content_type(media_type).insert_header((header::ETAG, validator)).body(body)
}

/// What went wrong, as a page.
#[derive(Template)]
#[template(path = "error.html", config = "web/askama.toml")]
struct ErrorPage<'a> {
    page: &'a Page,
    status: u16,
    title: String,
    detail: String,
}

impl<'a> ErrorPage<'a> {
    fn of(page: &'a Page, problem: &Problem) -> Self {
        let status = problem.status_code();
        let known = ["400", "401", "403", "404", "405", "409", "413", "422", "429", "500"];
        let number = status.as_str();
        let title = page.name("error", if known.contains(&number) { number } else { "other" });
        Self { page, status: status.as_u16(), title, detail: problem.to_string() }
    }
}

fn refused(page: &Page, problem: Problem) -> HttpResponse {
    let shown = ErrorPage::of(page, &problem);
    over(&HttpResponse::from_error(problem), &shown)
}

/// A page in the place of a refusal, with its status and headers.
pub(in crate::service::pages) fn over(
    refusal: &HttpResponse,
    template: &impl Template,
) -> HttpResponse {
    let mut page = HttpResponse::build(refusal.status());
    for (name, value) in refusal.headers() {
        if name != header::CONTENT_TYPE {
            page.append_header((name, value));
        }
    }
    page.content_type(HTML).body(template.render().unwrap_or_default())
}

/// The same of a refusal from before the page was reached.
pub(in crate::service) fn told(request: &HttpRequest, refusal: HttpResponse) -> HttpResponse {
    let Some(problem) = refusal.error().and_then(|error| error.as_error::<Problem>()) else {
        return refusal;
    };
    over(&refusal, &ErrorPage::of(&Page::of(request, Place::Elsewhere), problem))
}

/// Whether the sender takes pages, as browsers do.
pub(in crate::service) fn are_accepted(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("text/html"))
}

/// What went wrong: a page for browsers, problem details for programs.
pub(in crate::service) fn instead(request: &HttpRequest, problem: Problem) -> HttpResponse {
    if are_accepted(request.headers()) && !request.path().starts_with("/api/") {
        return respond(request, &Page::of(request, Place::Elsewhere), Err(problem));
    }
    HttpResponse::from_error(problem)
}

/// Answers what no path is made for.
pub(in crate::service) async fn unknown(request: HttpRequest) -> HttpResponse {
    let problem = problem::unknown_path(&request);
    instead(&request, problem)
}
