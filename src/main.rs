//! The binary: one command line, one exit code.

use std::process::ExitCode;
use std::sync::Arc;

use skillmap::cli;
use skillmap::cli::Listen;
use skillmap::cli::Serving;
use skillmap::cli::Without;
use skillmap::engine::Engine;
use skillmap::service;
use skillmap::service::Anonymous;
use skillmap::service::Exposure;
use skillmap::service::Front;
use skillmap::service::ServiceOptions;

/// Threads of imports and threads that answer get out of each other's way, and memory that was needed once is given back.
#[cfg(unix)]
#[global_allocator]
static MEMORY: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    cli::run(&serve)
}

/// The command line and the service do not know each other; here they meet.
fn serve(engine: Arc<Engine>, serving: &Serving) -> Result<(), String> {
    let warm = engine.clone();
    std::thread::spawn(move || warm.warm_up());
    let options = ServiceOptions {
        address: serving.address,
        public_url: serving.public_url.clone(),
        exposure: match serving.listen {
            Listen::Loopback => Exposure::LoopbackOnly,
            Listen::Anywhere => Exposure::Anywhere,
        },
        anonymous: match serving.anonymous {
            Without::Read => Anonymous::Read,
            Without::Nobody => Anonymous::Nobody,
        },
        hosts: serving.host.clone(),
        cors: serving.cors.clone(),
        rate: serving.rate,
        front: if serving.behind_tls { Front::Tls } else { Front::Plain },
        on_ready: Some(cli::announce),
        ..ServiceOptions::default()
    };
    service::serve(engine, options).map_err(|e| e.to_string())
}
