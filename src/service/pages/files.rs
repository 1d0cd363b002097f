//! The files that pages load, inside the binary: styles, modules, the catalogue of words, the picture of the site.

use actix_web::HttpRequest;
use actix_web::HttpResponse;

use crate::service::pages::reply;
use crate::service::pages::words;
use crate::service::problem;
use crate::service::problem::Problem;

/// A file, where it is found and what it is.
pub(in crate::service::pages) struct File {
    pub(in crate::service::pages) path: &'static str,
    media_type: &'static str,
    content: &'static str,
}

const STYLE: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";

const fn file_of(path: &'static str, media_type: &'static str, content: &'static str) -> File {
    File { path, media_type, content }
}

/// All of them.
pub(in crate::service::pages) const FILES: &[File] = &[
    file_of("/icon.svg", "image/svg+xml", include_str!("../../../web/icon.svg")),
    file_of("/strings/en.json", JSON, words::ENGLISH),
    file_of("/strings/es.json", JSON, words::SPANISH),
    file_of("/styles/base.css", STYLE, include_str!("../../../web/styles/base.css")),
    file_of("/styles/parts.css", STYLE, include_str!("../../../web/styles/parts.css")),
    file_of("/styles/concept.css", STYLE, include_str!("../../../web/styles/concept.css")),
    file_of("/styles/frameworks.css", STYLE, include_str!("../../../web/styles/frameworks.css")),
    file_of("/styles/crosswalk.css", STYLE, include_str!("../../../web/styles/crosswalk.css")),
    file_of("/styles/tag.css", STYLE, include_str!("../../../web/styles/tag.css")),
    file_of("/styles/workspaces.css", STYLE, include_str!("../../../web/styles/workspaces.css")),
    file_of("/scripts/words.js", SCRIPT, include_str!("../../../web/scripts/words.js")),
    file_of("/scripts/parts.js", SCRIPT, include_str!("../../../web/scripts/parts.js")),
    file_of("/scripts/page.js", SCRIPT, include_str!("../../../web/scripts/page.js")),
    file_of("/scripts/search.js", SCRIPT, include_str!("../../../web/scripts/search.js")),
    file_of("/scripts/tree.js", SCRIPT, include_str!("../../../web/scripts/tree.js")),
    file_of("/scripts/import.js", SCRIPT, include_str!("../../../web/scripts/import.js")),
    file_of("/scripts/copy.js", SCRIPT, include_str!("../../../web/scripts/copy.js")),
    file_of("/scripts/propose.js", SCRIPT, include_str!("../../../web/scripts/propose.js")),
    file_of("/scripts/review.js", SCRIPT, include_str!("../../../web/scripts/review.js")),
    file_of("/scripts/tagging.js", SCRIPT, include_str!("../../../web/scripts/tagging.js")),
    file_of("/scripts/verdicts.js", SCRIPT, include_str!("../../../web/scripts/verdicts.js")),
    file_of("/scripts/workspaces.js", SCRIPT, include_str!("../../../web/scripts/workspaces.js")),
];

/// Answers with the file of that path.
pub(in crate::service::pages) async fn file(request: HttpRequest) -> Result<HttpResponse, Problem> {
    match FILES.iter().find(|file| file.path == request.path()) {
        Some(file) => Ok(reply::validated(&request, file.media_type, file.content)),
        None => Err(problem::unknown_path(&request)),
    }
}
