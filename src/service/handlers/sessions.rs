//! Sign in with a key and out again, for people with a browser.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::cookie::SameSite;
use actix_web::cookie::time::Duration;
use actix_web::http::header;
use actix_web::web;
use actix_web::web::Data;
use actix_web::web::Payload;

use crate::engine::Engine;
use crate::limits;
use crate::service::Front;
use crate::service::access;
use crate::service::access::COOKIE;
use crate::service::body;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::settings::Settings;

/// `POST /sign-in`: a form with the field `key`. The cookie holds the secret of a session, never the key.
pub(in crate::service) async fn sign_in(
    engine: Data<Engine>,
    settings: Data<Settings>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    Parameters::of(&request, &[])?;
    let form = body::bytes(&request, payload, limits::FORM_BYTES).await?;
    let wrong = || Problem::field("key", "the form has no key; give it once, in the field key");
    let form = str::from_utf8(&form).map_err(|_| wrong())?;
    let fields = web::Query::<Vec<(String, String)>>::from_query(form).map_err(|_| wrong())?;
    let [(name, key)] = fields.as_slice() else { return Err(wrong()) };
    if name != "key" {
        return Err(wrong());
    }
    match engine.sign_in(key.trim()) {
        Err(fault) => Ok(access::challenge(access::refused(fault))),
        Ok((secret, _)) => Ok(to_the_page(cookie(&settings, secret))),
    }
}

/// `POST /sign-out`
pub(in crate::service) async fn sign_out(
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
