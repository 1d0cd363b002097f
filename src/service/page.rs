//! The web page inside the binary, and the headers that keep it to itself.

use actix_web::HttpResponse;
use actix_web::middleware::DefaultHeaders;

/// `GET /`
pub(in crate::service) async fn index() -> HttpResponse {
    file("text/html; charset=utf-8", include_str!("../../web/index.html"))
}

/// `GET /style.css`
pub(in crate::service) async fn style() -> HttpResponse {
    file("text/css; charset=utf-8", include_str!("../../web/style.css"))
}

/// `GET /page.js`
pub(in crate::service) async fn script() -> HttpResponse {
    file("text/javascript; charset=utf-8", include_str!("../../web/page.js"))
}

fn file(media_type: &'static str, content: &'static str) -> HttpResponse {
    HttpResponse::Ok().content_type(media_type).body(content)
}

/// What the page may do: load and ask this service, nothing else; nobody may frame it.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The headers of every reply. Nothing is kept by browsers unasked: an import changes every answer.
pub(in crate::service) fn headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add(("Content-Security-Policy", POLICY))
        .add(("X-Content-Type-Options", "nosniff"))
        .add(("Referrer-Policy", "no-referrer"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
        .add(("Cache-Control", "no-cache"))
}
