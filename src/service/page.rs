//! The web page inside the binary, and the headers that keep it to itself.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::middleware::DefaultHeaders;

use crate::service::Front;
use crate::service::problem;
use crate::service::problem::Problem;

/// Path, media type and content of each file.
pub(in crate::service) const FILES: [(&str, &str, &str); 9] = [
    ("/", "text/html; charset=utf-8", include_str!("../../web/index.html")),
    ("/style.css", "text/css; charset=utf-8", include_str!("../../web/style.css")),
    ("/page.js", SCRIPT, include_str!("../../web/page.js")),
    ("/address.js", SCRIPT, include_str!("../../web/address.js")),
    ("/parts.js", SCRIPT, include_str!("../../web/parts.js")),
    ("/search.js", SCRIPT, include_str!("../../web/search.js")),
    ("/suggest.js", SCRIPT, include_str!("../../web/suggest.js")),
    ("/concept.js", SCRIPT, include_str!("../../web/concept.js")),
    ("/tagging.js", SCRIPT, include_str!("../../web/tagging.js")),
];

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Answers with the file of that path.
pub(in crate::service) async fn file(request: HttpRequest) -> Result<HttpResponse, Problem> {
    match FILES.into_iter().find(|(path, _, _)| *path == request.path()) {
        Some((_, media_type, content)) => {
            Ok(HttpResponse::Ok().content_type(media_type).body(content))
        }
        None => Err(problem::unknown_path(request).await),
    }
}

/// What the page may do: load and ask this service, nothing else; nobody may frame it.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// What the page needs of the machine it is shown on: to copy, when asked.
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), clipboard-write=(self)";
/// For a year, this name is asked over an encrypted connection only.
const ENCRYPTED: (&str, &str) = ("Strict-Transport-Security", "max-age=31536000");

/// The headers of every reply. Nothing is kept by browsers unasked: an import changes every answer.
pub(in crate::service) fn headers(front: Front) -> DefaultHeaders {
    let headers = DefaultHeaders::new()
        .add(("Content-Security-Policy", POLICY))
        .add(("X-Content-Type-Options", "nosniff"))
        .add(("Referrer-Policy", "no-referrer"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
        .add(("Permissions-Policy", PERMISSIONS))
        .add(("Cache-Control", "no-cache"));
    if front == Front::Tls { headers.add(ENCRYPTED) } else { headers }
}
