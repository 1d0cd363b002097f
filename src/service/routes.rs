//! Operation -> method and path: the one table of everything that is answered.

use actix_web::HttpRequest;
use actix_web::guard;
use actix_web::guard::Guard;
use actix_web::middleware;
use actix_web::web;
use actix_web::web::ServiceConfig;

use crate::model::Role;
use crate::service::access;
use crate::service::access::Door;
use crate::service::access::Gate;
use crate::service::cors::Sharing;
use crate::service::finish;
use crate::service::handlers::concepts;
use crate::service::handlers::crosswalks;
use crate::service::handlers::documents;
use crate::service::handlers::frameworks;
use crate::service::handlers::health;
use crate::service::handlers::jobs;
use crate::service::handlers::keys;
use crate::service::handlers::matching;
use crate::service::handlers::occupations;
use crate::service::handlers::profiles;
use crate::service::handlers::releases;
use crate::service::openapi;
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
    /// Who may ask for it: whatever changes something is for editors and those above them.
    pub door: Door,
    handler: Handler,
}

/// All operations, in the order in which the README names them.
pub const ROUTES: &[Route] = &[
    post("import", "/api/v1/imports", Role::Editor, || to().to(frameworks::import)),
    post("columns", "/api/v1/imports/columns", Role::Reader, || to().to(frameworks::columns)),
    // Built-in addresses only: the request has no field for another one.
    post("get", "/api/v1/releases/fetched", Role::Editor, || to().to(releases::get)),
    get("frameworks", "/api/v1/frameworks", || to().to(frameworks::frameworks)),
    post("make_current", "/api/v1/frameworks/current", Role::Administrator, || {
        to().to(frameworks::make_current)
    }),
    get("diff", "/api/v1/releases/differences", || to().to(releases::diff)),
    post("impact", "/api/v1/releases/impact", Role::Reader, || to().to(releases::impact)),
    post("replace", "/api/v1/releases/replaced", Role::Reviewer, || to().to(releases::replace)),
    get("show", "/api/v1/concepts", || to().to(concepts::show)),
    get("children", "/api/v1/concepts/children", || to().to(concepts::children)),
    get("search", "/api/v1/search", || to().to(concepts::search)),
    get("suggest", "/api/v1/suggest", || to().to(concepts::suggest)),
    post("tag", "/api/v1/tag", Role::Reader, || to().to(matching::tag)),
    post("batch", "/api/v1/batch", Role::Reader, || to().to(matching::batch)),
    get("profiles", "/api/v1/profiles", || to().to(profiles::profiles)),
    post("save_profile", "/api/v1/profiles/saved", Role::Editor, || {
        to().to(profiles::save_profile)
    }),
    post("remove_profile", "/api/v1/profiles/removed", Role::Editor, || {
        to().to(profiles::remove_profile)
    }),
    post("tag_file", "/api/v1/tag/file", Role::Reader, || to().to(matching::tag_file)),
    post("save_document", "/api/v1/documents/saved", Role::Editor, || {
        to().to(documents::save_document)
    }),
    post("save_documents", "/api/v1/documents/imports", Role::Editor, || {
        to().to(documents::save_documents)
    }),
    get("documents", "/api/v1/documents", || to().to(documents::documents)),
    get("document", "/api/v1/documents/one", || to().to(documents::document)),
    post("decide_tags", "/api/v1/documents/decisions", Role::Editor, || {
        to().to(documents::decide_tags)
    }),
    post("remove_document", "/api/v1/documents/removed", Role::Editor, || {
        to().to(documents::remove_document)
    }),
    get("document_file", "/api/v1/documents/file", || to().to(documents::document_file)),
    get("coverage_matrix", "/api/v1/documents/coverage", || to().to(documents::coverage_matrix)),
    post("occupations", "/api/v1/occupations", Role::Reader, || to().to(occupations::occupations)),
    post("gap", "/api/v1/gap", Role::Reader, || to().to(matching::gap)),
    get("examples", "/api/v1/examples", || to().to(occupations::examples)),
    post("add_examples", "/api/v1/examples/added", Role::Editor, || {
        to().to(occupations::add_examples)
    }),
    post("remove_examples", "/api/v1/examples/removed", Role::Editor, || {
        to().to(occupations::remove_examples)
    }),
    post("propose", "/api/v1/crosswalks/proposals", Role::Reader, || to().to(crosswalks::propose)),
    post("save_crosswalk", "/api/v1/crosswalks/saved", Role::Editor, || {
        to().to(crosswalks::save_crosswalk)
    }),
    get("crosswalks", "/api/v1/crosswalks", || to().to(crosswalks::crosswalks)),
    get("queue", "/api/v1/crosswalks/queue", || to().to(crosswalks::queue)),
    post("review", "/api/v1/crosswalks/decisions", Role::Reviewer, || to().to(crosswalks::review)),
    get("decisions", "/api/v1/crosswalks/log", || to().to(crosswalks::decisions)),
    get("check", "/api/v1/crosswalks/contradictions", || to().to(crosswalks::check)),
    post("compose", "/api/v1/crosswalks/composed", Role::Reader, || to().to(crosswalks::compose)),
    get("coverage", "/api/v1/crosswalks/coverage", || to().to(crosswalks::coverage)),
    post("publish", "/api/v1/crosswalks/published", Role::Reviewer, || {
        to().to(crosswalks::publish)
    }),
    get("mapping_file", "/api/v1/crosswalks/file", || to().to(crosswalks::mapping_file)),
    get("compare", "/api/v1/crosswalks/differences", || to().to(crosswalks::compare)),
    post("import_mappings", "/api/v1/crosswalks/imports", Role::Reviewer, || {
        to().to(crosswalks::import_mappings)
    }),
    post("evaluate", "/api/v1/evaluate", Role::Reader, || to().to(matching::evaluate)),
    post("tune", "/api/v1/tune", Role::Reader, || to().to(matching::tune)),
    get("export", "/api/v1/export", || to().to(frameworks::export)),
    post("learn", "/api/v1/learn", Role::Administrator, || to().to(matching::learn)),
    get("samples", "/api/v1/samples", || to().to(health::samples)),
    get("doctor", "/api/v1/doctor", || to().to(health::doctor)),
    // It holds what people decided, so it is for those who may see all of it.
    post("backup", "/api/v1/backup", Role::Administrator, || to().to(health::backup)),
    for_keys("create_key", "POST", "/api/v1/keys/created", || to().to(keys::create_key)),
    for_keys("keys", "GET", "/api/v1/keys", || to().to(keys::keys)),
    for_keys("revoke_key", "POST", "/api/v1/keys/revoked", || to().to(keys::revoke_key)),
    for_keys("audit", "GET", "/api/v1/audit", || to().to(keys::audit)),
    // What follows is of the service alone: the engine does its work while it is asked. Whoever knows the name of a job asked
    // for it: nobody can guess one.
    get("job", "/api/v1/jobs", || to().to(jobs::job)),
    get("job_result", "/api/v1/jobs/result", || to().to(jobs::result)),
    post("call_off_job", "/api/v1/jobs/called-off", Role::Reader, || to().to(jobs::call_off)),
];

/// What is answered beside the operations and the page; to everyone what says nothing of what is held.
const OTHERS: &[Route] = &[
    open("GET", "/api/v1/openapi.json", || to().to(openapi::file)),
    open("GET", "/api/v1/docs", || to().to(openapi::page)),
    open("GET", "/api/v1/docs.css", || to().to(openapi::style)),
    open("GET", "/healthz", || to().to(health::healthz)),
    open("GET", "/readyz", || to().to(health::readyz)),
    get("", "/metrics", || to().to(health::metrics)),
];

/// How a handler is named in the table.
type Handler = fn() -> actix_web::Route;

/// A route that reads.
pub(in crate::service) const fn get(
    operation: &'static str,
    path: &'static str,
    handler: Handler,
) -> Route {
    Route { operation, method: "GET", path, door: Door::Role(Role::Reader), handler }
}

/// A route that is sent something.
pub(in crate::service) const fn post(
    operation: &'static str,
    path: &'static str,
    least: Role,
    handler: Handler,
) -> Route {
    Route { operation, method: "POST", path, door: Door::Role(least), handler }
}

/// What is done with keys, and what is told of who did what.
const fn for_keys(
    operation: &'static str,
    method: &'static str,
    path: &'static str,
    handler: Handler,
) -> Route {
    Route { operation, method, path, door: Door::Key(Role::Administrator), handler }
}

/// A route for everyone.
pub(in crate::service) const fn open(
    method: &'static str,
    path: &'static str,
    handler: Handler,
) -> Route {
    Route { operation: "", method, path, door: Door::Open, handler }
}

fn to() -> actix_web::Route {
    web::route()
}

/// Registers all of them.
pub(in crate::service) fn configure(config: &mut ServiceConfig) {
    let files: Vec<Route> = pages::files().collect();
    for route in ROUTES.iter().chain(OTHERS).chain(pages::PAGES).chain(pages::OPEN).chain(&files) {
        let Route { operation, method, door, .. } = *route;
        let is_read = method == "GET";
        let allowed = if is_read { "GET, HEAD" } else { "POST" };
        let refused = move |request: HttpRequest| async move {
            pages::instead(&request, Problem::wrong_method(allowed))
        };
        // Whether the service lives may be shown on anybody's page.
        let is_health = ["/healthz", "/readyz"].contains(&route.path);
        let sharing = if is_health { Sharing::Everyone } else { Sharing::Listed };
        let gate = Gate { operation, method, door, sharing };
        let described = openapi::described(operation);
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
                finish::finished(described, request, next)
            }))
            .wrap(middleware::from_fn(move |request, next| access::admit(gate, request, next)));
        config.service(resource);
    }
}
