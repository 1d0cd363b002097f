//! The headers of every reply, which keep pages to this service.

use actix_web::middleware::DefaultHeaders;

use crate::service::Front;

/// What a page may do: load and ask this service, nothing else; nobody may frame it.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// What a page needs of the machine it is shown on: to copy, when asked.
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), clipboard-write=(self)";
/// For a year, this name is asked over an encrypted connection only.
const ENCRYPTED: (&str, &str) = ("Strict-Transport-Security", "max-age=31536000");

/// The headers of every reply. Other sites learn no address; our own forms say where they come from, without which a
/// browser calls their origin `null` and they are refused. Nothing is kept by browsers unasked: an import changes every answer.
pub(in crate::service) fn headers(front: Front) -> DefaultHeaders {
    let headers = DefaultHeaders::new()
        .add(("Content-Security-Policy", POLICY))
        .add(("X-Content-Type-Options", "nosniff"))
        .add(("Referrer-Policy", "same-origin"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
        .add(("Permissions-Policy", PERMISSIONS))
        .add(("Cache-Control", "no-cache"));
    if front == Front::Tls { headers.add(ENCRYPTED) } else { headers }
}
