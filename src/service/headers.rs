//! The headers of every reply, which keep pages to this service.

use actix_web::middleware::DefaultHeaders;

/// What a page may do: load and ask this service, nothing else; nobody may frame it.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The headers of every reply. Nothing is kept by browsers unasked: an import changes every answer.
pub(in crate::service) fn headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add(("Content-Security-Policy", POLICY))
        .add(("X-Content-Type-Options", "nosniff"))
        // Other sites learn nothing; with "no-referrer" browsers would not say either that a form is one of our own.
        .add(("Referrer-Policy", "same-origin"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
        .add(("Cache-Control", "no-cache"))
}
