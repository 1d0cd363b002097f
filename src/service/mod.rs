//! HTTP <-> engine (the only place that knows actix-web).
//!
//! In: an engine and where to listen. Out: replies as JSON, problems as `application/problem+json` (RFC 9457), and
//! pages. A handler parses, calls the engine on the blocking pool and replies; it decides nothing.
//!
//! Steps of a request: it is logged, let in or refused, and routed; its query and body become a request of the engine,
//! and the reply or problem goes back.

mod settings;
mod origin;
mod cors;
mod rate;
mod acting;
mod access;
mod trace_context;
mod log;
mod request_id;
mod openapi;
mod query;
mod body;
mod background;
mod jobs;
mod metrics;
mod reply;
mod stream;
mod fields;
mod paging;
mod conditional;
mod finish;
mod problem;
mod handlers;
mod pages;
mod headers;
mod public;
mod case;
mod reconcile;
mod mcp;
mod routes;
mod signals;

pub use access::Door;
pub use routes::ROUTES;
pub use routes::Route;

use std::io;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::App;
use actix_web::HttpServer;
use actix_web::dev::Server;
use actix_web::dev::ServerHandle;
use actix_web::middleware;
use actix_web::rt;
use actix_web::web;

use crate::engine::Announced;
use crate::engine::Engine;
use crate::service::jobs::Jobs;
use crate::service::metrics::Metrics;
use crate::service::public::PublicAddress;
use crate::service::settings::Settings;

/// Where the service listens, and for whom.
#[derive(Debug, Clone)]
pub struct ServiceOptions {
    /// Address and port; port 0 takes a free one.
    pub address: SocketAddr,
    /// Who may reach it.
    pub exposure: Exposure,
    /// The address at which others reach it, for links in replies; what the request calls it when nothing.
    pub public_url: Option<String>,
    /// Threads that take requests; one per core when nothing.
    pub workers: Option<usize>,
    /// Told the address once the service listens, before the first request.
    pub on_ready: Option<fn(SocketAddr)>,
    /// What may be done without a key.
    pub anonymous: Anonymous,
    /// Sites whose pages may ask, each with scheme and host: `https://skills.example`.
    pub cors: Vec<String>,
    /// Names by which it may be called, beside those of this machine. Without any, one that is reachable from anywhere
    /// answers to every name.
    pub hosts: Vec<String>,
    /// Requests a second of each key or address. Unless set, this machine asks as fast as it likes, and others 100 times.
    pub rate: Option<NonZeroU32>,
    /// Whether it is reached through something that encrypts.
    pub front: Front,
    /// How long a body may come as slowly as it likes; after that at 1 KiB a second at least.
    pub patience: Duration,
}

/// What may be done without a key. To change something is never among it, except on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Anonymous {
    /// Everyone may read.
    #[default]
    Read,
    /// Nothing, not even on this machine; whether the service lives is told.
    Nobody,
}

/// What stands between the service and those who ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Front {
    /// Nothing that it knows of.
    #[default]
    Plain,
    /// A proxy on this machine that encrypts (TLS), and whose `X-Forwarded-For` is believed.
    Tls,
}

impl Default for ServiceOptions {
    /// Port 8080 of this machine, reachable from this machine only.
    fn default() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            exposure: Exposure::LoopbackOnly,
            public_url: None,
            workers: None,
            on_ready: None,
            anonymous: Anonymous::Read,
            cors: Vec::new(),
            hosts: Vec::new(),
            rate: None,
            front: Front::Plain,
            patience: Duration::from_secs(PATIENCE_SECONDS),
        }
    }
}

/// Who may reach the service.
///
/// Changes (imports, another current release) are accepted from this machine, and from others by those who have a key for
/// them. Behind a proxy on the same machine everyone seems to come from it: such a proxy has to add `Forwarded`,
/// `X-Forwarded-For` or `Via`, by which the service knows it, or pass on the name by which it was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Exposure {
    /// Programs on this machine, calling it by a name of this machine.
    #[default]
    LoopbackOnly,
    /// Everyone whom the network lets through.
    Anywhere,
}

/// Why the service does not run.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The address is open to others, which was not asked for.
    #[error(
        "{address}: this address is open to other machines; listen on 127.0.0.1, or say that it may be reached from anywhere"
    )]
    Exposed {
        /// That address.
        address: SocketAddr,
    },
    /// The address cannot be taken.
    #[error("{address}: cannot listen there ({source}); choose another address or port")]
    Listen {
        /// That address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The public address is none.
    #[error(
        "{given:?} is no public address; give http or https, a host and at most a path, as in https://skills.example.org"
    )]
    PublicUrl {
        /// What was given.
        given: String,
    },
    /// A setting cannot be meant.
    #[error("{what}")]
    Setting {
        /// What is wrong, and what to do.
        what: String,
    },
    /// It cannot say in the data folder that it runs.
    #[error("{source}")]
    Announcing {
        /// What the engine said.
        source: crate::engine::Error,
    },
    /// It stopped by itself.
    #[error("the service stopped ({source}); see the log and start it again")]
    Stopped {
        /// What the system said.
        source: io::Error,
    },
}

/// A service that runs on threads of its own.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    server: ServerHandle,
    thread: JoinHandle<io::Result<()>>,
    /// Goes with the service.
    _announced: Announced,
}

/// Seconds that requests under way have to finish after a signal. Longer than any answer but a huge import.
const STOP_SECONDS: u64 = 30;
/// Seconds a connection is kept for its next request; browsers open another at no cost.
const KEEP_ALIVE_SECONDS: u64 = 15;
/// Seconds a client has to send its headers: slower ones only hold a connection.
const HEADER_SECONDS: u64 = 10;
/// Seconds a body may come as slowly as it likes.
const PATIENCE_SECONDS: u64 = 10;
/// Connections of one worker. Each holds some KiB; more than these wait.
const CONNECTIONS: usize = 1_024;
/// Requests of one worker answered at a time. They work for the processor, so more would only take turns, but a
/// long import must not keep searches waiting.
const BLOCKING_THREADS: usize = 8;

/// Answers until SIGINT or SIGTERM; then requests under way are finished, within half a minute. A second signal
/// stops at once.
///
/// Errors: the address cannot be taken, or is open to other machines without [`Exposure::Anywhere`].
pub fn serve(engine: Arc<Engine>, options: ServiceOptions) -> Result<(), ServiceError> {
    launch(engine, options, Signals::Heeded)?.wait()
}

/// Answers from threads of its own until it is told to stop; signals are left to the caller.
///
/// Errors: as [`serve`].
///
/// ```
/// use std::sync::Arc;
/// use skillmap::engine::{Engine, Starter};
/// use skillmap::service::{ServiceOptions, start};
/// let dir = tempfile::tempdir().unwrap();
/// let engine = Arc::new(Engine::open(dir.path(), Starter::Never).unwrap());
/// let options = ServiceOptions { address: "127.0.0.1:0".parse().unwrap(), ..Default::default() };
/// let running = start(engine, options).unwrap();
/// assert_ne!(running.address().port(), 0);
/// running.stop().unwrap();
/// ```
pub fn start(engine: Arc<Engine>, options: ServiceOptions) -> Result<Running, ServiceError> {
    launch(engine, options, Signals::Left)
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Takes no more connections, finishes the requests under way and returns when all is done.
    ///
    /// Errors: it had stopped by itself.
    pub fn stop(self) -> Result<(), ServiceError> {
        // The command is sent by the call; the future only waits, which joining the thread does as well.
        drop(self.server.stop(true));
        self.wait()
    }

    fn wait(self) -> Result<(), ServiceError> {
        match self.thread.join() {
            Ok(Ok(())) => Ok(()),
            Ok(Err(source)) => Err(ServiceError::Stopped { source }),
            Err(_) => Err(ServiceError::Stopped { source: io::Error::other("its thread broke") }),
        }
    }
}

/// Whether SIGINT and SIGTERM stop the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Signals {
    Heeded,
    Left,
}

fn launch(
    engine: Arc<Engine>,
    options: ServiceOptions,
    signals: Signals,
) -> Result<Running, ServiceError> {
    let address = options.address;
    if options.exposure == Exposure::LoopbackOnly && !address.ip().to_canonical().is_loopback() {
        return Err(ServiceError::Exposed { address });
    }
    let public = PublicAddress::set(options.public_url.as_deref())?;
    let settings = web::Data::new(Settings::new(&options)?);
    let refused = |source| ServiceError::Listen { address, source };
    let listener = TcpListener::bind(address).map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    let announced = Announced::new(engine.clone(), address)
        .map_err(|source| ServiceError::Announcing { source })?;
    let on_ready = options.on_ready;
    let (sender, receiver) = mpsc::channel();
    let thread = thread::Builder::new().name("service".into()).spawn(move || {
        let jobs = Arc::new(Jobs::new(engine.passing("jobs"))?);
        let at_work = jobs.clone().run(engine.clone())?;
        let outcome = rt::System::new().block_on(async {
            let server = server(engine, jobs.clone(), listener, &options, public, &settings)?;
            // Nobody waits for the handle any more only when the caller is gone.
            let _ = sender.send(server.handle());
            match signals {
                Signals::Left => server.await,
                Signals::Heeded => signals::until_signalled(server).await,
            }
        });
        jobs.stop();
        at_work.join().map_err(|_| io::Error::other("the thread of its jobs broke"))?;
        outcome
    });
    let thread = thread.map_err(refused)?;
    let Ok(server) = receiver.recv() else {
        let source = match thread.join() {
            Ok(Err(source)) => source,
            _ => io::Error::other("its thread broke"),
        };
        return Err(ServiceError::Listen { address, source });
    };
    tracing::info!(%address, "listening");
    if let Some(on_ready) = on_ready {
        on_ready(address);
    }
    Ok(Running { address, server, thread, _announced: announced })
}

fn server(
    engine: Arc<Engine>,
    jobs: Arc<Jobs>,
    listener: TcpListener,
    options: &ServiceOptions,
    public: PublicAddress,
    settings: &web::Data<Settings>,
) -> io::Result<Server> {
    let (engine, jobs) = (web::Data::from(engine), web::Data::from(jobs));
    let metrics = web::Data::new(Metrics::new().map_err(io::Error::other)?);
    let public = web::Data::new(public);
    let staged = web::Data::new(pages::Staged::default());
    let settings = settings.clone();
    let mut server = HttpServer::new(move || {
        let checked = settings.clone();
        App::new()
            .app_data(engine.clone())
            .app_data(settings.clone())
            .app_data(jobs.clone())
            .app_data(metrics.clone())
            .app_data(public.clone())
            .app_data(staged.clone())
            .configure(routes::configure)
            .configure(case::configure)
            .configure(reconcile::configure)
            .configure(mcp::configure)
            .default_service(web::to(pages::unknown))
            // The last one wrapped is the first to see a request.
            .wrap(middleware::from_fn(move |request, next| {
                origin::check_host(checked.clone(), request, next)
            }))
            .wrap(headers::headers(settings.front))
            .wrap(middleware::from_fn(request_id::named))
            .wrap(middleware::from_fn(case::in_its_own_words))
            .wrap(middleware::Compress::default())
            .wrap(middleware::from_fn(conditional::varied))
            .wrap(middleware::from_fn(metrics::counted))
            .wrap(middleware::from_fn(log::logged))
    })
    .keep_alive(Duration::from_secs(KEEP_ALIVE_SECONDS))
    .client_request_timeout(Duration::from_secs(HEADER_SECONDS))
    .shutdown_timeout(STOP_SECONDS)
    .max_connections(CONNECTIONS)
    .worker_max_blocking_threads(BLOCKING_THREADS)
    .disable_signals();
    if let Some(workers) = options.workers {
        server = server.workers(workers.max(1));
    }
    Ok(server.listen(listener)?.run())
}
