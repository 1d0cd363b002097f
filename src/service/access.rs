//! A request -> whether it may come in: who sent it, whether that is too often, and what they may do.

use actix_web::Error;
use actix_web::HttpMessage as _;
use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::body::EitherBody;
use actix_web::body::MessageBody;
use actix_web::dev::ServiceRequest;
use actix_web::dev::ServiceResponse;
use actix_web::http::Method;
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::http::header::HeaderMap;
use actix_web::http::header::HeaderName;
use actix_web::http::header::HeaderValue;
use actix_web::middleware::Next;
use actix_web::web;
use actix_web::web::Data;

use crate::engine::Act;
use crate::engine::Engine;
use crate::engine::KeyFault;
use crate::model::Actor;
use crate::model::Key;
use crate::model::Role;
use crate::service::Anonymous;
use crate::service::acting;
use crate::service::cors;
use crate::service::cors::Sharing;
use crate::service::origin;
use crate::service::pages;
use crate::service::problem::Problem;
use crate::service::rate;
use crate::service::request_id;
use crate::service::settings::Settings;
use crate::service::trace_context::carried;

/// The cookie of a session.
pub(in crate::service) const COOKIE: &str = "skillmap-session";
/// Where people sign in.
pub(in crate::service) const FORM: &str = "/account";

/// Who may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Everyone: what says nothing of what is held.
    Open,
    /// Whoever has that role or a greater one. This machine has all of them without a key.
    Role(Role),
    /// The same, but a key has to be shown on this machine, too: what is done with keys outlives the request.
    Key(Role),
}

impl Door {
    /// The least role that is let in.
    pub fn least(self) -> Role {
        match self {
            Self::Open => Role::Reader,
            Self::Role(least) | Self::Key(least) => least,
        }
    }
}

/// What is behind a door, and which door it is.
#[derive(Debug, Clone, Copy)]
pub(in crate::service) struct Gate {
    /// The operation, by which keys may be bound to it; of a room with a protocol of its own, the room's name.
    pub(in crate::service) operation: &'static str,
    /// The method behind the door (`GET` means `HEAD` as well; `*` all of them); others are told that they are not there.
    pub(in crate::service) method: &'static str,
    pub(in crate::service) door: Door,
    pub(in crate::service) sharing: Sharing,
}

/// The gate of a room with a protocol of its own, which everyone may ask who may read, from the pages of any site.
pub(in crate::service) const fn of_room(name: &'static str) -> Gate {
    let door = Door::Role(Role::Reader);
    Gate { operation: name, method: "*", door, sharing: Sharing::Everyone }
}

/// Who sent a request: handlers find it among the request's extensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::service) struct Caller {
    /// Name of the key, `this machine` or `anonymous`.
    pub(in crate::service) name: String,
    pub(in crate::service) role: Role,
    /// How that is known.
    pub(in crate::service) proof: Proof,
}

/// How it is known who sent a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::service) enum Proof {
    /// It is not.
    Nothing,
    /// By where it was sent.
    Nearness,
    /// By the secret that only the user of this machine can read who runs the service.
    Secret,
    /// By a key, or a session that was begun with it.
    Key {
        /// Its id.
        id: String,
        /// The only operations it is for; all when empty.
        only: Vec<String>,
    },
}

impl Caller {
    fn of(key: Key) -> Self {
        Self { name: key.name, role: key.role, proof: Proof::Key { id: key.id, only: key.only } }
    }

    /// Whoever has shown a key with a request, or signed in with one.
    pub(in crate::service) fn holder(request: &HttpRequest) -> Option<Self> {
        let caller = request.extensions().get::<Self>().cloned();
        caller.filter(|caller| matches!(caller.proof, Proof::Key { .. }))
    }

    /// As the audit log names them.
    fn actor(&self) -> Actor {
        let key = match &self.proof {
            Proof::Key { id, .. } => Some(id.clone()),
            _ => None,
        };
        Actor { key, name: self.name.clone() }
    }
}

/// Lets a request in to what is behind a gate, or refuses it; says in the answer what browsers have to know.
pub(in crate::service) async fn admit<B: MessageBody>(
    gate: Gate,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let (Some(settings), Some(engine)) = (
        request.app_data::<Data<Settings>>().cloned(),
        request.app_data::<Data<Engine>>().cloned(),
    ) else {
        let problem = Problem::internal(&"a service without settings");
        return Ok(problem.instead_of(request).map_into_right_body());
    };
    let allowed = cors::allowed(&settings, gate.sharing, &request);
    let mut rate_headers = Vec::new();
    let entered = enter(&settings, &engine, gate, allowed.is_some(), &request, &mut rate_headers);
    let mut response = match entered.await {
        Ok(None) => next.call(request).await?.map_into_left_body(),
        Ok(Some(caller)) => {
            let act = Act { by: caller.actor(), request: request_id::of(&request) };
            request.extensions_mut().insert(caller);
            acting::within(act, next.call(request)).await?.map_into_left_body()
        }
        Err(refusal) if refusal.status() == StatusCode::UNAUTHORIZED && is_page(gate, &request) => {
            let form = HttpResponse::SeeOther().insert_header((header::LOCATION, FORM)).finish();
            request.into_response(form).map_into_right_body()
        }
        Err(refusal) if is_page(gate, &request) => {
            let page = pages::told(request.request(), refusal);
            request.into_response(page).map_into_right_body()
        }
        Err(refusal) => {
            // Not `into_response`, which forgets that this is a problem: its instance is still to be told.
            let (request, _) = request.into_parts();
            ServiceResponse::new(request, refusal).map_into_right_body()
        }
    };
    let headers = response.headers_mut();
    for (name, value) in rate_headers {
        insert(headers, name, &value);
    }
    cors::tell(&settings, gate.sharing, allowed, headers);
    Ok(response)
}

/// Who comes in; nobody in particular where the door does not ask.
async fn enter(
    settings: &Settings,
    engine: &Data<Engine>,
    gate: Gate,
    is_shared: bool,
    request: &ServiceRequest,
    rate_headers: &mut Vec<(&'static str, String)>,
) -> Result<Option<Caller>, HttpResponse> {
    if cors::is_preflight(request) && is_shared {
        return Err(cors::preflight(gate.method, gate.sharing));
    }
    let is_asked = match gate.method {
        "GET" => [Method::GET, Method::HEAD].contains(request.method()),
        "*" => true,
        method => request.method().as_str() == method,
    };
    if !is_asked {
        return Ok(None);
    }
    let is_foreign = origin::is_from_another_site(request);
    if is_foreign && *request.method() == Method::POST && !is_shared {
        return Err(HttpResponse::from_error(Problem::other_site()));
    }
    let identified = identify(settings, engine, is_foreign, request);
    let known = identified.as_ref().ok().and_then(Option::as_ref);
    limit(settings, known, request, rate_headers).map_err(challenge)?;
    if gate.door == Door::Open {
        return Ok(identified.ok().flatten());
    }
    let caller = identified.map_err(challenge)?;
    let Some(caller) = caller else {
        let detail = "nothing is told without a key; send Authorization: Bearer KEY, or sign in";
        return Err(challenge(Problem::needs_key(detail)));
    };
    let Err(refusal) = pass(gate, &caller) else { return Ok(Some(caller)) };
    if matches!(caller.proof, Proof::Key { .. }) && gate.door.least() > Role::Reader {
        // That somebody tried what their key is not for is worth knowing; whoever has no key could fill the disk with it.
        let act = Act { by: caller.actor(), request: request_id::of(request) };
        let engine = engine.clone();
        let written = web::block(carried(move || engine.record_refusal(act, gate.operation))).await;
        if let Ok(Err(error)) = written {
            tracing::error!(%error, "a refusal could not be recorded");
        }
    }
    Err(challenge(refusal))
}

/// Who sent it; nobody where only those are answered who are known.
///
/// Errors: what they show is not taken.
fn identify(
    settings: &Settings,
    engine: &Engine,
    is_foreign: bool,
    request: &ServiceRequest,
) -> Result<Option<Caller>, Problem> {
    if request.headers().contains_key(header::AUTHORIZATION) {
        return shown(engine, is_foreign, request).map(Some);
    }
    if !is_foreign {
        // A session that is over is as none: the page then asks to sign in.
        let cookie = request.request().cookie(COOKIE);
        if let Some(key) = cookie.and_then(|cookie| engine.session(cookie.value())) {
            return Ok(Some(Caller::of(key)));
        }
    }
    if settings.anonymous == Anonymous::Nobody {
        return Ok(None);
    }
    if !is_foreign && origin::is_from_this_machine(request) {
        let name = "this machine".to_owned();
        let role = Role::Administrator;
        return Ok(Some(Caller { name, role, proof: Proof::Nearness }));
    }
    let name = "anonymous".to_owned();
    Ok(Some(Caller { name, role: Role::Reader, proof: Proof::Nothing }))
}

/// Whose key it is that is shown.
fn shown(engine: &Engine, is_foreign: bool, request: &ServiceRequest) -> Result<Caller, Problem> {
    let wrong = || Problem::needs_key("the key is not known; check it, or ask for another one");
    let credentials = origin::only(request, &header::AUTHORIZATION).ok_or_else(wrong)?;
    let (scheme, given) = credentials.split_once(' ').ok_or_else(wrong)?;
    if scheme.eq_ignore_ascii_case("Skillmap-Local") {
        let is_ours =
            !is_foreign && origin::is_from_this_machine(request) && engine.is_local_secret(given);
        if !is_ours {
            return Err(wrong());
        }
        let user = request.headers().get("Skillmap-User").and_then(|user| user.to_str().ok());
        let name = user.unwrap_or("command line").to_owned();
        return Ok(Caller { name, role: Role::Administrator, proof: Proof::Secret });
    }
    if !scheme.eq_ignore_ascii_case("Bearer") {
        return Err(wrong());
    }
    engine.authenticate(given.trim()).map(Caller::of).map_err(refused)
}

/// What the holder of a key that is not taken is told.
pub(in crate::service) fn refused(fault: KeyFault) -> Problem {
    match fault {
        KeyFault::Unknown => {
            Problem::needs_key("the key is not known; check it, or ask for another one")
        }
        KeyFault::Expired => Problem::needs_key("the key has expired; ask for another one"),
        KeyFault::Revoked => Problem::needs_key("the key was taken back; ask for another one"),
        KeyFault::Failed(error) => Problem::from(error),
    }
}

/// Whether a caller may pass.
fn pass(gate: Gate, caller: &Caller) -> Result<(), Problem> {
    if let Proof::Key { only, .. } = &caller.proof
        && !only.is_empty()
        && !only.iter().any(|operation| operation == gate.operation)
    {
        let only = only.join(", ");
        return Err(Problem::not_allowed(format!(
            "the key is for {only} alone; use another key for {}",
            if gate.operation.is_empty() { "this" } else { gate.operation }
        )));
    }
    let needs_key = matches!(gate.door, Door::Key(_));
    match caller.proof {
        Proof::Nothing if caller.role < gate.door.least() || needs_key => {
            let detail = format!(
                "this is for {}s; send the key of one as Authorization: Bearer KEY, or do it on the machine where the service runs",
                gate.door.least()
            );
            Err(Problem::needs_key(detail))
        }
        Proof::Nearness if needs_key => {
            let detail = format!(
                "this is for {}s, on this machine too; send the key of one as Authorization: Bearer KEY, or use the command line",
                gate.door.least()
            );
            Err(Problem::needs_key(detail))
        }
        _ if caller.role < gate.door.least() => {
            let (role, least) = (caller.role, gate.door.least());
            let detail =
                format!("the key is that of a {role}, this is for {least}s; use another key");
            Err(Problem::not_allowed(detail))
        }
        _ => Ok(()),
    }
}

/// Refuses those who ask too often, and tells the others how often they may.
fn limit(
    settings: &Settings,
    caller: Option<&Caller>,
    request: &ServiceRequest,
    headers: &mut Vec<(&'static str, String)>,
) -> Result<(), Problem> {
    let Some(rate) = &settings.rate else { return Ok(()) };
    let is_here = origin::is_from_this_machine(request);
    if is_here && !settings.is_rate_for_all {
        return Ok(());
    }
    let who = match caller.map(|caller| &caller.proof) {
        Some(Proof::Key { id, .. }) => format!("key {id}"),
        // The command line speaks with nobody else's requests.
        Some(Proof::Secret) => return Ok(()),
        _ => rate::address(settings, request),
    };
    let per_second = rate.per_second.get();
    headers.push(("ratelimit-policy", format!("\"requests\";q={per_second};w=1")));
    match rate.take(&who) {
        Ok(left) => {
            headers.push(("ratelimit", format!("\"requests\";r={left};t=1")));
            Ok(())
        }
        Err(wait) => {
            let seconds = wait.as_secs() + 1;
            headers.push(("ratelimit", format!("\"requests\";r=0;t={seconds}")));
            headers.push(("retry-after", seconds.to_string()));
            Err(Problem::too_many(per_second, seconds))
        }
    }
}

/// An answer that says how to show who one is, where that would help.
pub(in crate::service) fn challenge(problem: Problem) -> HttpResponse {
    let mut response = HttpResponse::from_error(problem);
    if response.status() == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(
            header::WWW_AUTHENTICATE,
            HeaderValue::from_static("Bearer realm=\"skillmap\""),
        );
    }
    response
}

/// Whether a person looks at it in a browser, who can be asked to sign in.
fn is_page(gate: Gate, request: &ServiceRequest) -> bool {
    gate.operation.is_empty() && pages::are_accepted(request.headers())
}

fn insert(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use actix_web::App;
    use actix_web::middleware;
    use actix_web::rt::System;
    use actix_web::test as asked_in;

    use super::*;
    use crate::engine::Starter;
    use crate::service::ServiceOptions;

    /// What a room that is open to the pages of all sites answers to such a page.
    fn asked(anonymous: Anonymous, method: Method) -> (StatusCode, String) {
        let dir = tempfile::tempdir().unwrap();
        let engine = Arc::new(Engine::open(dir.path(), Starter::Never).unwrap());
        let options = ServiceOptions { anonymous, ..ServiceOptions::default() };
        let settings = Data::new(Settings::new(&options).unwrap());
        let door = Door::Role(Role::Reader);
        let gate = Gate { operation: "room", method: "*", door, sharing: Sharing::Everyone };
        let told =
            async |request: web::ReqData<Caller>| HttpResponse::Ok().body(request.name.clone());
        System::new().block_on(async {
            let room = web::scope("/room")
                .route("/a", web::route().to(told))
                .wrap(middleware::from_fn(move |request, next| admit(gate, request, next)));
            let app = App::new().app_data(Data::from(engine)).app_data(settings).service(room);
            let service = asked_in::init_service(app).await;
            let request = asked_in::TestRequest::with_uri("/room/a")
                .method(method)
                .peer_addr("127.0.0.1:9".parse().unwrap())
                .insert_header(("Host", "localhost"))
                .insert_header(("Origin", "https://anywhere.example"))
                .insert_header(("Access-Control-Request-Method", "POST"));
            let answer = asked_in::call_service(&service, request.to_request()).await;
            let headers = answer.headers();
            assert_eq!(headers.get("access-control-allow-origin").unwrap(), "*");
            assert!(!headers.contains_key("access-control-allow-credentials"));
            let status = answer.status();
            (status, String::from_utf8(asked_in::read_body(answer).await.to_vec()).unwrap())
        })
    }

    #[test]
    fn a_room_open_to_all_sites_lets_them_read_and_takes_none_for_this_machine() {
        for method in [Method::GET, Method::POST] {
            let (status, name) = asked(Anonymous::Read, method.clone());
            assert_eq!((status, &*name), (StatusCode::OK, "anonymous"));
            assert_eq!(asked(Anonymous::Nobody, method).0, StatusCode::UNAUTHORIZED);
        }
        assert_eq!(asked(Anonymous::Nobody, Method::OPTIONS).0, StatusCode::NO_CONTENT);
    }
}
