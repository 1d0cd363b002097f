//! Sign in with a key and out again, or see who one is.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::cookie::SameSite;
use actix_web::cookie::time::Duration;
use actix_web::http::header;
use actix_web::web;
use actix_web::web::Data;
use actix_web::web::Payload;
use askama::Template;

use crate::engine::Engine;
use crate::engine::KeyFault;
use crate::limits;
use crate::service::Front;
use crate::service::access;
use crate::service::access::COOKIE;
use crate::service::body;
use crate::service::pages::page::Page;
use crate::service::pages::page::Place;
use crate::service::pages::reply;
use crate::service::pages::words::Saying;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::settings::Settings;

#[derive(Template)]
#[template(path = "account.html", config = "web/askama.toml")]
struct AccountPage<'a> {
    page: &'a Page,
    /// Why the key that was given is not taken.
    refused: Option<Saying>,
}

/// `GET /account`
pub(in crate::service::pages) async fn account(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    reply::shown(engine, request, Place::Elsewhere, &[], |_, page, _| {
        reply::page(&AccountPage { page, refused: None })
    })
    .await
}

/// `POST /sign-in`: a form with the field `key`. The cookie holds the secret of a session, never the key. People are asked
/// again where the key is not taken, programs get the problem.
pub(in crate::service::pages) async fn sign_in(
    engine: Data<Engine>,
    settings: Data<Settings>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    let key = match key(&request, payload).await {
        Ok(key) => key,
        Err(problem) => return reply::instead(&request, problem),
    };
    let (fault, why) = match engine.sign_in(key.trim()) {
        Ok((secret, _)) => return to_the_page(cookie(&settings, secret)),
        Err(fault @ KeyFault::Unknown) => (fault, "account.unknown"),
        Err(fault @ KeyFault::Expired) => (fault, "account.expired"),
        Err(fault @ KeyFault::Revoked) => (fault, "account.revoked"),
        Err(KeyFault::Failed(error)) => return reply::instead(&request, Problem::from(error)),
    };
    let challenge = access::challenge(access::refused(fault));
    if !reply::are_accepted(request.headers()) {
        return challenge;
    }
    let page = Page::of(&request, Place::Elsewhere).at(access::FORM);
    let again = AccountPage { page: &page, refused: Some(page.say(why)) };
    reply::over(&challenge, &again)
}

/// What the form of a key has in it.
async fn key(request: &HttpRequest, payload: Payload) -> Result<String, Problem> {
    Parameters::of(request, &[])?;
    let form = body::bytes(request, payload, limits::FORM_BYTES).await?;
    let wrong = || Problem::field("key", "the form has no key; give it once, in the field key");
    let form = str::from_utf8(&form).map_err(|_| wrong())?;
    let fields = web::Query::<Vec<(String, String)>>::from_query(form).map_err(|_| wrong())?;
    match fields.into_inner().as_mut_slice() {
        [(name, key)] if name == "key" => Ok(std::mem::take(key)),
        _ => Err(wrong()),
    }
}

/// `POST /sign-out`
pub(in crate::service::pages) async fn sign_out(
    engine: Data<Engine>,
    settings: Data<Settings>,
    request: HttpRequest,
) -> HttpResponse {
    if let Some(cookie) = request.cookie(COOKIE) {
        engine.sign_out(cookie.value());
    }
    let mut gone = cookie(&settings, String::new());
    gone.set_max_age(Duration::ZERO);
    to_the_page(gone)
}

/// Scripts cannot read it, and other sites cannot send it.
fn cookie(settings: &Settings, secret: String) -> Cookie<'static> {
    Cookie::build(COOKIE, secret)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(settings.front == Front::Tls)
        .finish()
}

fn to_the_page(cookie: Cookie<'static>) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, "/"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .cookie(cookie)
        .finish()
}
