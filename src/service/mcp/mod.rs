//! JSON-RPC at one address <-> engine: the Model Context Protocol, for assistants.
//!
//! In: one POST with one message. Out: one JSON object, or 202 for a notification. Both eras are answered at the same
//! address, and nothing is kept between two calls: the one of 2026-07-28, in which every request says its version in
//! its headers and in `_meta` (`era` checks them), and the earlier ones, which begin with `initialize`. Steps: `message` reads the
//! JSON-RPC, `era` says by which rules, `methods` answers; `tools` lists what can be called and `calls` calls the engine,
//! `resources` and `prompts` give the rest. Everything only reads.

mod message;
mod header;
mod era;
mod methods;
mod tools;
mod results;
mod calls;
mod resources;
mod prompts;
mod cursor;

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::middleware;
use actix_web::web;
use actix_web::web::Data;
use actix_web::web::Payload;
use actix_web::web::ServiceConfig;

use crate::engine::Engine;
use crate::limits;
use crate::model::Role;
use crate::service::access;
use crate::service::access::Door;
use crate::service::access::Gate;
use crate::service::body;
use crate::service::cors::Sharing;
use crate::service::mcp::era::Era;
use crate::service::mcp::message::Fault;
use crate::service::mcp::message::Message;
use crate::service::problem::Problem;
use crate::service::reply;

/// Where assistants are answered.
const PATH: &str = "/mcp";

/// Registers the address: POST only. A page of another site is refused with 403, as everywhere.
pub(in crate::service) fn configure(config: &mut ServiceConfig) {
    let refused = || async { Problem::wrong_method("POST") };
    let door = Door::Role(Role::Reader);
    let gate = Gate { operation: "mcp", method: "POST", door, sharing: Sharing::Listed };
    let resource = web::resource(PATH)
        .route(web::post().to(answer))
        .default_service(web::to(refused))
        .wrap(middleware::from_fn(move |request, next| access::admit(gate, request, next)));
    config.service(resource);
}

/// Answers one message.
async fn answer(
    engine: Data<Engine>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    body::check_json(&request)?;
    let bytes = body::bytes(&request, payload, limits::BODY_BYTES).await?;
    let call = match message::read(&bytes) {
        Ok(Message::Call(call)) => call,
        Ok(Message::Notification) => return Ok(HttpResponse::Accepted().finish()),
        Err(fault) => return Ok(failed(&serde_json::Value::Null, &fault)),
    };
    let era = match era::of(request.headers(), &call) {
        Ok(era) => era,
        Err(fault) => return Ok(failed(&call.id, &fault)),
    };
    let id = call.id.clone();
    let answered = reply::work(engine, move |engine| Ok(methods::answer(engine, era, &call))).await;
    Ok(match answered? {
        Ok(result) => sent(StatusCode::OK, &message::result(&id, &result)),
        Err(fault) => failed(&id, &in_era(fault, era)),
    })
}

/// A fault as its era sends it: the earlier ones send every answer to a request with 200.
fn in_era(fault: Fault, era: Era) -> Fault {
    match era {
        Era::Modern => fault,
        Era::Legacy => Fault { status: StatusCode::OK, ..fault },
    }
}

fn failed(id: &serde_json::Value, fault: &Fault) -> HttpResponse {
    sent(fault.status, &message::error(id, fault))
}

fn sent(status: StatusCode, body: &serde_json::Value) -> HttpResponse {
    HttpResponse::build(status).content_type("application/json").body(body.to_string())
}
