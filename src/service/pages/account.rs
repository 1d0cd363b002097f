//! Sign in with a key, or see who one is and sign out.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

use crate::engine::Engine;
use crate::service::pages::page::Page;
use crate::service::pages::page::Place;
use crate::service::pages::reply;

#[derive(Template)]
#[template(path = "account.html", config = "web/askama.toml")]
struct AccountPage<'a> {
    page: &'a Page,
}

/// `GET /account`
pub(in crate::service::pages) async fn account(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    reply::shown(engine, request, Place::Elsewhere, &[], |_, page, _| {
        reply::page(&AccountPage { page })
    })
    .await
}
