//! HTTP <-> engine (the only place that knows actix-web).
//!
//! In: an engine and where to listen. Out: replies as JSON, problems as `application/problem+json` (RFC 9457), and
//! pages. A handler parses, calls the engine on the blocking pool and replies; it decides nothing.
//!
//! Steps of a request: it is logged, let in or refused, and routed; its query and body become a request of the engine,
//! and the reply or problem goes back.

mod access;
mod log;
mod query;
mod body;
mod reply;
mod problem;
mod handlers;
mod pages;
mod headers;
mod routes;

pub use routes::Effect;
pub use routes::ROUTES;
pub use routes::Route;

use std::io;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::TcpListener;
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

use crate::engine::Engine;

/// Where the service listens, and for whom.
#[derive(Debug, Clone)]
pub struct ServiceOptions {
    /// Address and port; port 0 takes a free one.
    pub address: SocketAddr,
    /// Who may reach it.
    pub exposure: Exposure,
    /// Threads that take requests; one per core when nothing.
    pub workers: Option<usize>,
    /// Told the address once the service listens, before the first request.
    pub on_ready: Option<fn(SocketAddr)>,
}

impl Default for ServiceOptions {
    /// Port 8080 of this machine, reachable from this machine only.
    fn default() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            exposure: Exposure::LoopbackOnly,
            workers: None,
            on_ready: None,
        }
    }
}

/// Who may reach the service.
///
/// Changes (imports, another current release) are accepted from this machine only, whatever the exposure. Behind a
/// proxy on the same machine everyone seems to come from it: such a proxy has to add `Forwarded`,
/// `X-Forwarded-For` or `Via`, by which the service knows it.
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
}

/// Seconds that requests under way have to finish after a signal. Longer than any answer but a huge import.
const STOP_SECONDS: u64 = 30;
/// Seconds a connection is kept for its next request; browsers open another at no cost.
const KEEP_ALIVE_SECONDS: u64 = 15;
/// Seconds a client has to send its headers: slower ones only hold a connection.
const HEADER_SECONDS: u64 = 10;
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
    let refused = |source| ServiceError::Listen { address, source };
    let listener = TcpListener::bind(address).map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    let on_ready = options.on_ready;
    let (sender, receiver) = mpsc::channel();
    let thread = thread::Builder::new().name("service".into()).spawn(move || {
        rt::System::new().block_on(async move {
            let server = server(engine, listener, &options)?;
            // Nobody waits for the handle any more only when the caller is gone.
            let _ = sender.send(server.handle());
            match signals {
                Signals::Left => server.await,
                Signals::Heeded => until_signalled(server).await,
            }
        })
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
    Ok(Running { address, server, thread })
}

fn server(
    engine: Arc<Engine>,
    listener: TcpListener,
    options: &ServiceOptions,
) -> io::Result<Server> {
    let engine = web::Data::from(engine);
    let exposure = options.exposure;
    let mut server = HttpServer::new(move || {
        App::new()
            .app_data(engine.clone())
            .configure(routes::configure)
            .default_service(web::to(pages::unknown))
            // The last one wrapped is the first to see a request.
            .wrap(middleware::from_fn(move |request, next| {
                access::check_host(exposure, request, next)
            }))
            .wrap(headers::headers())
            .wrap(middleware::Compress::default())
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

/// Runs until the first signal and what was under way is done, or until the second signal.
async fn until_signalled(server: Server) -> io::Result<()> {
    let handle = server.handle();
    let running = rt::spawn(server);
    let aborting = running.abort_handle();
    let watch = rt::spawn(async move {
        signal().await;
        tracing::info!("stopping when the requests under way are done; signal again to stop now");
        let stopping = rt::spawn(handle.stop(true));
        signal().await;
        stopping.abort();
        aborting.abort();
    });
    let outcome = running.await;
    watch.abort();
    match outcome {
        Ok(outcome) => outcome,
        Err(error) if error.is_cancelled() => Ok(()),
        Err(error) => Err(io::Error::other(error)),
    }
}

/// Comes back when SIGINT or SIGTERM arrives.
async fn signal() {
    #[cfg(unix)]
    if let Ok(mut terminate) = rt::signal::unix::signal(rt::signal::unix::SignalKind::terminate()) {
        let mut interrupt = std::pin::pin!(rt::signal::ctrl_c());
        return std::future::poll_fn(|context| {
            if terminate.poll_recv(context).is_ready() {
                return std::task::Poll::Ready(());
            }
            interrupt.as_mut().poll(context).map(|_| ())
        })
        .await;
    }
    if let Err(error) = rt::signal::ctrl_c().await {
        tracing::warn!(%error, "signals cannot be heard");
        std::future::pending::<()>().await;
    }
}
