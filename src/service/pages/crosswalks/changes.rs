//! Forms of crosswalks -> what they ask of the engine, and the address of the page to go on with.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::cookie::SameSite;
use actix_web::cookie::time::Duration;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::web::Payload;

use crate::engine::Engine;
use crate::engine::GivenDecision;
use crate::engine::ProposeRequest;
use crate::engine::PublishRequest;
use crate::engine::ReviewRequest;
use crate::engine::SaveCrosswalkRequest;
use crate::engine::Saying;
use crate::engine::unwatched;
use crate::limits;
use crate::model::ConceptId;
use crate::service::background::yielding;
use crate::service::body;
use crate::service::pages::crosswalks::name_of;
use crate::service::pages::crosswalks::sitting::SITTING;
use crate::service::pages::crosswalks::sitting::Sitting;
use crate::service::pages::page::Page;
use crate::service::pages::page::Place;
use crate::service::pages::page::address;
use crate::service::pages::page::encoded;
use crate::service::pages::reply;
use crate::service::pages::reply::Answer;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::reply::work;

/// The cookie that remembers who decided last at this browser, and for how many days.
const REVIEWER: &str = "reviewer";
const REVIEWER_DAYS: i64 = 180;

/// Who decided last at this browser; empty where nobody did.
pub(super) fn remembered(request: &HttpRequest) -> String {
    request.cookie(REVIEWER).map(|cookie| cookie.value().to_owned()).unwrap_or_default()
}

/// Does what a form asks, and answers with the page to go on with or with what is wrong.
async fn changed(
    engine: Data<Engine>,
    request: &HttpRequest,
    payload: Payload,
    known: &[&str],
    task: impl FnOnce(&Engine, &Parameters) -> Result<String, Problem> + Send + 'static,
) -> HttpResponse {
    let answer = match form(request, payload, known).await {
        Ok(given) => work(engine, move |engine| task(engine, &given).map(Answer::Seen)).await,
        Err(problem) => Err(problem),
    };
    reply::respond(request, &Page::of(request, Place::Crosswalks), answer)
}

/// The fields of a form.
///
/// Errors: it is of another content type, too large, or has other fields.
async fn form(
    request: &HttpRequest,
    payload: Payload,
    known: &[&str],
) -> Result<Parameters, Problem> {
    const FORM: &str = "application/x-www-form-urlencoded";
    let given = request.headers().get(header::CONTENT_TYPE);
    let given = given.and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !given.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(FORM) {
        return Err(Problem::not_form(given));
    }
    let bytes = body::bytes(request, payload, limits::BODY_BYTES).await?;
    Parameters::of_form(&bytes, known)
}

/// `POST /crosswalks/new_crosswalk`: proposals are made and kept; the browser waits. With scripts it asks for a job.
pub(in crate::service::pages) async fn propose(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    let known = [
        "name",
        "title",
        "author",
        "licence",
        "from",
        "to",
        "kind",
        "language",
        "per_concept",
        "min_confidence",
        "seed",
    ];
    changed(engine, &request, payload, &known, |engine, given| {
        let text = |name| Ok::<_, Problem>(given.one(name)?.unwrap_or_default());
        let asked = SaveCrosswalkRequest {
            name: text("name")?,
            title: text("title")?,
            author: text("author")?,
            licence: text("licence")?,
            licence_url: String::new(),
            proposals: ProposeRequest {
                from: text("from")?,
                to: text("to")?,
                kind: given.many("kind"),
                language: text("language")?,
                per_concept: given.count("per_concept")?,
                min_confidence: given.number("min_confidence", "number")?,
                seed: text("seed")?,
                via: Vec::new(),
            },
        };
        let kept = yielding(|| engine.save_crosswalk(&asked, &unwatched))?;
        Ok(format!("/crosswalks/{}", kept.name))
    })
    .await
}

/// `POST /crosswalks/NAME/decided`: one pair, or every open one that is sure enough.
pub(in crate::service::pages) async fn decide(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    let name = name_of(&request);
    let known = ["subject", "object", "decision", "comment", "accept_above"];
    let known = [&SITTING[..], &known].concat();
    let mut response = changed(engine, &request, payload, &known, |engine, given| {
        let sitting = Sitting::of(name, given, "")?;
        let accept_above = given.number("accept_above", "number")?;
        let decisions = if accept_above.is_some() { Vec::new() } else { vec![decision(given)?] };
        let reply = engine.review(&ReviewRequest {
            name: sitting.name.clone(),
            reviewer: sitting.reviewer.clone(),
            decisions,
            accept_above,
            only: sitting.request(0),
            ..Default::default()
        })?;
        Ok(sitting.after(&reply).address())
    })
    .await;
    remember(&mut response);
    response
}

/// What one form says of one pair.
fn decision(given: &Parameters) -> Result<GivenDecision, Problem> {
    let id = |field: &str, value: String| {
        ConceptId::new(value).map_err(|error| Problem::field(field, error.to_string()))
    };
    let word = given.needed("decision", "exact")?;
    let (says, predicate) = Saying::named(&word).ok_or_else(|| {
        let detail = format!(
            "{word:?} is no decision; use accept, exact, close, broad, narrow, related, reject, no_match or withdraw"
        );
        Problem::field("decision", detail)
    })?;
    Ok(GivenDecision {
        subject: id("subject", given.needed("subject", "urn:...")?)?,
        object: given.one("object")?.map(|object| id("object", object)).transpose()?,
        says,
        predicate,
        comment: given.one("comment")?.unwrap_or_default(),
    })
}

/// `POST /crosswalks/NAME/undone`: the last decision of the sitting no longer holds; its pair is shown again.
pub(in crate::service::pages) async fn undo(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    let name = name_of(&request);
    changed(engine, &request, payload, &SITTING, |engine, given| {
        let mut sitting = Sitting::of(name, given, "")?;
        let Some(number) = sitting.done.pop() else {
            let detail = "there is nothing to take back in this sitting; the log has all decisions";
            return Err(Problem::field("done", detail));
        };
        let reply = engine.review(&ReviewRequest {
            name: sitting.name.clone(),
            reviewer: sitting.reviewer.clone(),
            undo: Some(number),
            ..Default::default()
        })?;
        let [shown] = reply.added.as_slice() else { return Ok(sitting.address()) };
        let object = shown.decision.object.as_ref().map(ConceptId::as_str);
        Ok(sitting.address_of(shown.decision.subject.as_str(), object.unwrap_or_default()))
    })
    .await
}

/// `POST /crosswalks/NAME/published`
pub(in crate::service::pages) async fn publish(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    let name = name_of(&request);
    let known = ["version", "with_contradictions"];
    changed(engine, &request, payload, &known, |engine, given| {
        let reply = engine.publish(&PublishRequest {
            name,
            version: given.one("version")?.unwrap_or_default().trim().to_owned(),
            with_contradictions: given.is_set("with_contradictions")?,
        })?;
        let path = format!("/crosswalks/{}", reply.name);
        Ok(address(&path, [("published", reply.version.as_str())].into_iter()))
    })
    .await
}

/// Lets the browser remember who decided: the name stands in the address of the next page.
fn remember(response: &mut HttpResponse) {
    let place = response.headers().get(header::LOCATION).and_then(|place| place.to_str().ok());
    let query = place.and_then(|place| place.split_once('?')).map_or("", |(_, query)| query);
    let reviewer = Parameters::read(query, &SITTING).and_then(|given| given.one(REVIEWER));
    let Ok(Some(reviewer)) = reviewer else { return };
    // Percent signs only: a plus sign would stay one when it is read.
    let cookie = Cookie::build(REVIEWER, encoded(&reviewer).replace('+', "%20"))
        .path("/crosswalks")
        .same_site(SameSite::Lax)
        .http_only(true)
        .max_age(Duration::days(REVIEWER_DAYS))
        .finish();
    // Only an ill-formed cookie is refused, and percent signs and letters are well formed.
    let _ = response.add_cookie(&cookie);
}
