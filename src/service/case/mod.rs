//! A provider of CASE 1.1 and 1.0: the endpoints of its REST binding over every framework held.
//!
//! In: GET and HEAD below `/ims/case/v1p1`, `/ims/case/v1p0` and `/uri`. Out: what the engine reads from the packages,
//! with the addresses of this service ([`address`]), a tag by which clients ask again ([`answer`]), and errors in the
//! words of 1EdTech ([`failure`]). A package is sent as it is read ([`package`]).

mod address;
mod answer;
mod discovery;
mod documents;
mod entries;
mod failure;
mod package;

pub(in crate::service) use failure::in_its_own_words;

use actix_web::Error;
use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::Route;
use actix_web::body::EitherBody;
use actix_web::body::MessageBody;
use actix_web::dev::ServiceRequest;
use actix_web::dev::ServiceResponse;
use actix_web::guard;
use actix_web::http::header;
use actix_web::middleware;
use actix_web::middleware::Next;
use actix_web::web;
use actix_web::web::ServiceConfig;

use crate::engine::CaseKind;
use crate::engine::CaseVersion;
use crate::service::access;
use crate::service::case::failure::Failure;

/// The paths of both versions.
const BASES: [(&str, CaseVersion); 2] =
    [("/ims/case/v1p1", CaseVersion::V11), ("/ims/case/v1p0", CaseVersion::V10)];

/// Registers the endpoints.
pub(in crate::service) fn configure(config: &mut ServiceConfig) {
    for (base, version) in BASES {
        let mut scope = web::scope(base).default_service(web::to(unknown_path));
        for kind in CaseKind::ALL {
            let path = format!("/{}/{{sourcedId}}", kind.members());
            scope = scope.service(resource(&path, move || {
                web::to(move |engine, request, id| {
                    entries::entry(version, kind, engine, request, id)
                })
            }));
        }
        scope =
            scope
                .service(resource("/CFDocuments", move || {
                    web::to(move |engine, request| documents::documents(version, engine, request))
                }))
                .service(resource("/CFItemAssociations/{sourcedId}", move || {
                    web::to(move |engine, request, id| {
                        entries::item_associations(version, engine, request, id)
                    })
                }))
                .service(resource("/CFPackages/{sourcedId}", move || {
                    web::to(move |engine, request, id| {
                        package::package(version, engine, request, id)
                    })
                }))
                .service(resource(discovery::path(version), move || {
                    web::to(move |request: HttpRequest| async move {
                        discovery::openapi(version, &request)
                    })
                }));
        config.service(scope.wrap(middleware::from_fn(admitted)));
    }
    let named = resource("/uri/{sourcedId}", || web::to(entries::named));
    config.service(named.wrap(middleware::from_fn(admitted)));
}

/// Lets in whoever may read.
async fn admitted<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    access::admit(access::of_room("case"), request, next).await
}

/// A path that is read, and tells so when something else is asked of it.
fn resource(path: &str, route: impl Fn() -> Route) -> actix_web::Resource {
    web::resource(path)
        .route(route().guard(guard::Any(guard::Get()).or(guard::Head())))
        .route(web::route().guard(guard::fn_guard(is_preflight)).to(preflight))
        .default_service(web::to(wrong_method))
}

/// Whether a browser asks what pages of other sites may ask.
fn is_preflight(context: &guard::GuardContext<'_>) -> bool {
    let head = context.head();
    head.method == actix_web::http::Method::OPTIONS
        && head.headers().contains_key(header::ORIGIN)
        && head.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

async fn preflight() -> HttpResponse {
    let mut response = HttpResponse::NoContent();
    answer::open(&mut response);
    response.insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"));
    response.insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, "*, Authorization"));
    response.insert_header((header::ACCESS_CONTROL_MAX_AGE, "86400"));
    response.finish()
}

async fn wrong_method() -> Failure {
    Failure::wrong_method()
}

async fn unknown_path(request: HttpRequest) -> Failure {
    Failure::unknown_path(request.path())
}
