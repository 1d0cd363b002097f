//! A request of a browser -> a page: the answers of the engine as HTML, whole before any script enriches them.
//!
//! Each page is a template (`web/templates`), a file here that asks the engine and fills it, and a row of [`PAGES`].
//! The words come from one catalogue (`web/strings`), styles and modules from `web/styles` and `web/scripts`; all of it is
//! inside the binary. Steps: the language is chosen, the engine is asked on the blocking pool, the template is filled;
//! what goes wrong becomes a page with its status.

mod words;
mod language;
mod page;
mod reply;
mod files;
mod text;
mod search;
mod concept;
mod neighbourhood;
mod frameworks;
mod tree;
mod tag;
mod form;
mod reviewed;
mod document;
mod workspaces;
mod workspace;

pub(in crate::service) use reply::unknown;

use actix_web::web;

use crate::service::routes::Effect;
use crate::service::routes::Route;
use crate::service::routes::get;
use crate::service::routes::post;

/// All pages, in the order of the navigation, then the files that they load.
pub(in crate::service) const PAGES: &[Route] = &[
    get("", "/", || web::route().to(search::search)),
    get("", "/concepts", || web::route().to(concept::concept)),
    get("", "/concepts.csv", || web::route().to(concept::csv)),
    get("", "/frameworks", || web::route().to(frameworks::frameworks)),
    get("", "/frameworks/{key}", || web::route().to(frameworks::framework)),
    get("", "/tree", || web::route().to(tree::tree)),
    get("", "/tag", || web::route().to(tag::tag)),
    post("", "/tag/read", Effect::Reads, || web::route().to(tag::read)),
    post("", "/tag/saved", Effect::Changes, || web::route().to(tag::saved)),
    get("", "/document", || web::route().to(document::document)),
    get("", "/document/file", || web::route().to(document::file)),
    post("", "/document/decided", Effect::Changes, || web::route().to(document::decided)),
    post("", "/document/removed", Effect::Changes, || web::route().to(document::removed)),
    get("", "/workspaces", || web::route().to(workspaces::workspaces)),
    post("", "/workspaces/imported", Effect::Changes, || web::route().to(workspaces::imported)),
    get("", "/workspaces/{name}", || web::route().to(workspace::workspace)),
];

/// The files that pages load: styles, modules, words, the picture of the site.
pub(in crate::service) fn files() -> impl Iterator<Item = Route> {
    files::FILES.iter().map(|file| get("", file.path, || web::route().to(files::file)))
}
