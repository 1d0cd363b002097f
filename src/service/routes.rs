//! Operation -> method and path: the one table of everything that is answered.

use actix_web::guard;
use actix_web::guard::Guard;
use actix_web::middleware;
use actix_web::web;
use actix_web::web::ServiceConfig;

use crate::service::access;
use crate::service::handlers::concepts;
use crate::service::handlers::crosswalks;
use crate::service::handlers::documents;
use crate::service::handlers::frameworks;
use crate::service::handlers::health;
use crate::service::handlers::matching;
use crate::service::handlers::occupations;
use crate::service::handlers::profiles;
use crate::service::handlers::releases;
use crate::service::pages;
use crate::service::problem::Problem;

/// One operation over HTTP.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// The operation of the engine; what is no operation has an empty one.
    pub operation: &'static str,
    /// `GET` (which answers `HEAD` as well) or `POST`.
    pub method: &'static str,
    /// The path, without variables.
    pub path: &'static str,
    /// Whether it changes what is held.
    pub effect: Effect,
    handler: fn() -> actix_web::Route,
}

/// Whether an operation changes what is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It only reads.
    Reads,
    /// It changes something: from this machine only.
    Changes,
}

/// All operations, in the order in which the README names them.
pub const ROUTES: &[Route] = &[
    post("import", "/api/v1/imports", Effect::Changes, || to().to(frameworks::import)),
    post("columns", "/api/v1/imports/columns", Effect::Reads, || to().to(frameworks::columns)),
    // Built-in addresses only: the request has no field for another one.
    post("get", "/api/v1/releases/fetched", Effect::Changes, || to().to(releases::get)),
    get("frameworks", "/api/v1/frameworks", || to().to(frameworks::frameworks)),
    post("make_current", "/api/v1/frameworks/current", Effect::Changes, || {
        to().to(frameworks::make_current)
    }),
    get("diff", "/api/v1/releases/differences", || to().to(releases::diff)),
    post("impact", "/api/v1/releases/impact", Effect::Reads, || to().to(releases::impact)),
    post("replace", "/api/v1/releases/replaced", Effect::Changes, || to().to(releases::replace)),
    get("show", "/api/v1/concepts", || to().to(concepts::show)),
    get("children", "/api/v1/concepts/children", || to().to(concepts::children)),
    get("search", "/api/v1/search", || to().to(concepts::search)),
    get("suggest", "/api/v1/suggest", || to().to(concepts::suggest)),
    post("tag", "/api/v1/tag", Effect::Reads, || to().to(matching::tag)),
    post("batch", "/api/v1/batch", Effect::Reads, || to().to(matching::batch)),
    get("profiles", "/api/v1/profiles", || to().to(profiles::profiles)),
    post("save_profile", "/api/v1/profiles/saved", Effect::Changes, || {
        to().to(profiles::save_profile)
    }),
    post("remove_profile", "/api/v1/profiles/removed", Effect::Changes, || {
        to().to(profiles::remove_profile)
    }),
    post("tag_file", "/api/v1/tag/file", Effect::Reads, || to().to(matching::tag_file)),
    post("save_document", "/api/v1/documents/saved", Effect::Changes, || {
        to().to(documents::save_document)
    }),
    post("save_documents", "/api/v1/documents/imports", Effect::Changes, || {
        to().to(documents::save_documents)
    }),
    get("documents", "/api/v1/documents", || to().to(documents::documents)),
    get("document", "/api/v1/documents/one", || to().to(documents::document)),
    post("decide_tags", "/api/v1/documents/decisions", Effect::Changes, || {
        to().to(documents::decide_tags)
    }),
    post("remove_document", "/api/v1/documents/removed", Effect::Changes, || {
        to().to(documents::remove_document)
    }),
    get("document_file", "/api/v1/documents/file", || to().to(documents::document_file)),
    get("coverage_matrix", "/api/v1/documents/coverage", || to().to(documents::coverage_matrix)),
    post("occupations", "/api/v1/occupations", Effect::Reads, || to().to(occupations::occupations)),
    get("examples", "/api/v1/examples", || to().to(occupations::examples)),
    post("add_examples", "/api/v1/examples/added", Effect::Changes, || {
        to().to(occupations::add_examples)
    }),
    post("remove_examples", "/api/v1/examples/removed", Effect::Changes, || {
        to().to(occupations::remove_examples)
    }),
    post("propose", "/api/v1/crosswalks/proposals", Effect::Reads, || to().to(crosswalks::propose)),
    post("save_crosswalk", "/api/v1/crosswalks/saved", Effect::Changes, || {
        to().to(crosswalks::save_crosswalk)
    }),
    get("crosswalks", "/api/v1/crosswalks", || to().to(crosswalks::crosswalks)),
    get("queue", "/api/v1/crosswalks/queue", || to().to(crosswalks::queue)),
    post("review", "/api/v1/crosswalks/decisions", Effect::Changes, || to().to(crosswalks::review)),
    get("decisions", "/api/v1/crosswalks/log", || to().to(crosswalks::decisions)),
    get("check", "/api/v1/crosswalks/contradictions", || to().to(crosswalks::check)),
    post("compose", "/api/v1/crosswalks/composed", Effect::Reads, || to().to(crosswalks::compose)),
    get("coverage", "/api/v1/crosswalks/coverage", || to().to(crosswalks::coverage)),
    post("publish", "/api/v1/crosswalks/published", Effect::Changes, || {
        to().to(crosswalks::publish)
    }),
    get("mapping_file", "/api/v1/crosswalks/file", || to().to(crosswalks::mapping_file)),
    get("compare", "/api/v1/crosswalks/differences", || to().to(crosswalks::compare)),
    post("import_mappings", "/api/v1/crosswalks/imports", Effect::Changes, || {
        to().to(crosswalks::import_mappings)
    }),
    post("evaluate", "/api/v1/evaluate", Effect::Reads, || to().to(matching::evaluate)),
    post("tune", "/api/v1/tune", Effect::Reads, || to().to(matching::tune)),
    get("export", "/api/v1/export", || to().to(frameworks::export)),
    post("learn", "/api/v1/learn", Effect::Changes, || to().to(matching::learn)),
    get("samples", "/api/v1/samples", || to().to(health::samples)),
    get("doctor", "/api/v1/doctor", || to().to(health::doctor)),
];

/// What is answered beside the operations and the page.
const OTHERS: &[Route] = &[
    get("", "/healthz", || to().to(health::healthz)),
    get("", "/readyz", || to().to(health::readyz)),
];

/// A route that reads.
pub(in crate::service) const fn get(
    operation: &'static str,
    path: &'static str,
    handler: fn() -> actix_web::Route,
) -> Route {
    Route { operation, method: "GET", path, effect: Effect::Reads, handler }
}

/// A route that is sent something.
pub(in crate::service) const fn post(
    operation: &'static str,
    path: &'static str,
    effect: Effect,
    handler: fn() -> actix_web::Route,
) -> Route {
    Route { operation, method: "POST", path, effect, handler }
}

fn to() -> actix_web::Route {
    web::route()
}

/// Registers all of them.
pub(in crate::service) fn configure(config: &mut ServiceConfig) {
    let files: Vec<Route> = pages::files().collect();
    for route in ROUTES.iter().chain(OTHERS).chain(pages::PAGES).chain(&files) {
        let is_read = route.method == "GET";
        let allowed = if is_read { "GET, HEAD" } else { "POST" };
        let refused = move || async move { Problem::wrong_method(allowed) };
        let effect = route.effect;
        let resource = web::resource(route.path)
            .route((route.handler)().guard(guard::fn_guard(move |context| {
                if is_read {
                    guard::Get().check(context) || guard::Head().check(context)
                } else {
                    guard::Post().check(context)
                }
            })))
            .default_service(web::to(refused))
            .wrap(middleware::from_fn(move |request, next| {
                access::check_change(effect, request, next)
            }));
        config.service(resource);
    }
}
