//! Tables of others <-> the engine: the Reconciliation Service, versions 0.2 and 1.0-draft.
//!
//! In: what `OpenRefine`, spreadsheet add-ons and libraries send to match a column to concepts. Out: candidates with
//! scores, suggestions, previews and values for further columns. All of it lies below one path: `/reconcile` speaks
//! 0.2, `/reconcile/v1` speaks 1.0-draft, and each has the same again below the short name of a framework
//! (`/reconcile/esco`). It only reads, and any page may ask it from a browser, as the standard wants: what is held here
//! can be read by every page that its user opens.
//!
//! Steps of a request: its path says version, framework and endpoint (`address`); its query, form or JSON becomes a
//! question for the engine (`cells` for 0.2, `conditions` for 1.0, `suggest`, `extend`, `preview`); the answer goes back
//! as JSON, or as a call of a function where the query names one (`asked`).

mod address;
mod asked;
mod cells;
mod conditions;
mod extend;
mod manifest;
mod preview;
mod suggest;

use actix_web::Error;
use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::body::EitherBody;
use actix_web::body::MessageBody;
use actix_web::dev::ServiceRequest;
use actix_web::dev::ServiceResponse;
use actix_web::http::Method;
use actix_web::http::header;
use actix_web::http::header::HeaderValue;
use actix_web::middleware;
use actix_web::middleware::Next;
use actix_web::web;
use actix_web::web::Data;
use actix_web::web::Payload;
use actix_web::web::ServiceConfig;

use crate::engine::Engine;
use crate::service::access;
use crate::service::body;
use crate::service::problem;
use crate::service::problem::Problem;
use crate::service::public::PublicAddress;
use crate::service::reconcile::address::Address;
use crate::service::reconcile::address::Endpoint;
use crate::service::reconcile::address::Version;
use crate::service::reconcile::asked::Asked;

/// Registers the service below its path.
pub(in crate::service) fn configure(config: &mut ServiceConfig) {
    let scope = web::scope(address::ROOT)
        .default_service(web::to(answer))
        .wrap(middleware::from_fn(open_to_pages))
        .wrap(middleware::from_fn(|request, next| {
            access::admit(access::of_room("reconcile"), request, next)
        }));
    config.service(scope);
}

/// Lets pages of any site ask, and tells their browsers so beforehand.
async fn open_to_pages<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let mut response = if *request.method() == Method::OPTIONS {
        let allowed = HttpResponse::NoContent()
            .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, OPTIONS"))
            .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, "*, Authorization"))
            .insert_header((header::ACCESS_CONTROL_MAX_AGE, "86400"))
            .finish();
        request.into_response(allowed).map_into_right_body()
    } else {
        next.call(request).await?.map_into_left_body()
    };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    Ok(response)
}

/// Answers whatever lies below the path.
async fn answer(
    engine: Data<Engine>,
    public: Data<PublicAddress>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    // The path as it was meant: `%40` is `@`.
    let path = request.match_info().as_str();
    let Some(address) = path.strip_prefix(address::ROOT).and_then(Address::of) else {
        return Err(problem::unknown_path(&request));
    };
    let is_read = *request.method() == Method::GET || *request.method() == Method::HEAD;
    let allowed = address.methods();
    let is_allowed = if is_read {
        allowed.contains("GET")
    } else {
        *request.method() == Method::POST && allowed.contains("POST")
    };
    if !is_allowed {
        return Err(Problem::wrong_method(allowed));
    }
    let base = address.base(&public.of(&request)?);
    let is_json = address.version == Version::Draft1;
    let asked = match (is_read, is_json) {
        (true, _) => Asked::of_query(request.query_string())?,
        (false, false) => Asked::of_form(&request, payload).await?,
        (false, true) => {
            let sent = body::json(&request, payload).await?;
            return match address.endpoint {
                Endpoint::Match => conditions::answer(engine, address, sent).await,
                _ => extend::answer_json(engine, address, base, sent).await,
            };
        }
    };
    match address.endpoint {
        Endpoint::Base => match (asked.one("queries")?, asked.one("extend")?) {
            (None, None) => manifest::answer(engine, address, base, asked).await,
            (Some(queries), None) => cells::answer(engine, address, &queries, asked).await,
            (None, Some(wish)) => extend::answer_form(engine, address, base, &wish, asked).await,
            (Some(_), Some(_)) => {
                Err(Problem::body("there are queries and extend; send one of them"))
            }
        },
        Endpoint::Suggest(what) => suggest::answer(engine, address, what, asked).await,
        Endpoint::Flyout(what) => preview::flyout(engine, address, what, asked).await,
        Endpoint::Preview => preview::answer(engine, address, asked).await,
        Endpoint::Propose => extend::propose(engine, address, asked).await,
        // Only with POST, which was answered above.
        Endpoint::Match | Endpoint::Extend => Err(Problem::wrong_method("POST")),
    }
}
