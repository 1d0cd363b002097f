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
mod releases;
mod staged;
mod import;
mod tag;
mod form;
mod reviewed;
mod document;
mod workspaces;
mod workspace;
mod crosswalks;
mod account;
mod because;

pub(in crate::service) use reply::are_accepted;
pub(in crate::service) use reply::instead;
pub(in crate::service) use reply::told;
pub(in crate::service) use reply::unknown;
pub(in crate::service) use staged::Staged;

use actix_web::web;

use crate::model::Role;
use crate::service::routes::Route;
use crate::service::routes::get;
use crate::service::routes::open;
use crate::service::routes::post;

/// All pages, in the order of the navigation, then the files that they load.
pub(in crate::service) const PAGES: &[Route] = &[
    get("", "/", || web::route().to(search::search)),
    get("", "/concepts", || web::route().to(concept::concept)),
    get("", "/concepts/case", || web::route().to(concept::case)),
    get("", "/concepts.csv", || web::route().to(concept::csv)),
    get("", "/frameworks", || web::route().to(frameworks::frameworks)),
    get("", "/frameworks/{key}", || web::route().to(frameworks::framework)),
    get("", "/releases/differences", || web::route().to(releases::differences)),
    get("", "/releases/impact", || web::route().to(releases::impact)),
    get("", "/import", || web::route().to(import::start)),
    post("", "/import/read", Role::Editor, || web::route().to(import::read)),
    get("", "/import/preview", || web::route().to(import::preview)),
    post("", "/import/done", Role::Editor, || web::route().to(import::done)),
    get("", "/tree", || web::route().to(tree::tree)),
    get("", "/tag", || web::route().to(tag::tag)),
    post("", "/tag/read", Role::Reader, || web::route().to(tag::read)),
    post("", "/tag/saved", Role::Editor, || web::route().to(tag::saved)),
    get("", "/document", || web::route().to(document::document)),
    get("", "/document/file", || web::route().to(document::file)),
    post("", "/document/decided", Role::Editor, || web::route().to(document::decided)),
    post("", "/document/removed", Role::Editor, || web::route().to(document::removed)),
    get("", "/workspaces", || web::route().to(workspaces::workspaces)),
    post("", "/workspaces/imported", Role::Editor, || web::route().to(workspaces::imported)),
    get("", "/workspaces/{name}", || web::route().to(workspace::workspace)),
    get("", "/crosswalks", || web::route().to(crosswalks::all)),
    // The underscore keeps it from being the name of a crosswalk.
    post("", "/crosswalks/new_crosswalk", Role::Editor, || web::route().to(crosswalks::propose)),
    get("", "/crosswalks/{name}", || web::route().to(crosswalks::one)),
    get("", "/crosswalks/{name}/queue", || web::route().to(crosswalks::queue)),
    get("", "/crosswalks/{name}/differences", || web::route().to(crosswalks::differences)),
    get("", "/crosswalks/{name}/file", || web::route().to(crosswalks::file)),
    post("", "/crosswalks/{name}/decided", Role::Reviewer, || web::route().to(crosswalks::decide)),
    post("", "/crosswalks/{name}/undone", Role::Reviewer, || web::route().to(crosswalks::undo)),
    post("", "/crosswalks/{name}/published", Role::Reviewer, || {
        web::route().to(crosswalks::publish)
    }),
];

/// Pages for everyone: those by which one becomes known.
pub(in crate::service) const OPEN: &[Route] = &[
    open("GET", "/account", || web::route().to(account::account)),
    open("POST", "/sign-in", || web::route().to(account::sign_in)),
    open("POST", "/sign-out", || web::route().to(account::sign_out)),
];

/// The files that pages load: styles, modules, words, the picture of the site.
pub(in crate::service) fn files() -> impl Iterator<Item = Route> {
    files::FILES.iter().map(|file| open("GET", file.path, || web::route().to(files::file)))
}
