//! The binary: one command line, one exit code.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use skillmap::cli;
use skillmap::cli::Listen;
use skillmap::engine::Engine;
use skillmap::service;
use skillmap::service::Exposure;
use skillmap::service::ServiceOptions;

fn main() -> ExitCode {
    cli::run(&serve)
}

/// The command line and the service do not know each other; here they meet.
fn serve(
    engine: Arc<Engine>,
    address: SocketAddr,
    listen: Listen,
    public_url: Option<String>,
) -> Result<(), String> {
    let exposure = match listen {
        Listen::Loopback => Exposure::LoopbackOnly,
        Listen::Anywhere => Exposure::Anywhere,
    };
    let warm = engine.clone();
    std::thread::spawn(move || warm.warm_up());
    let options = ServiceOptions {
        address,
        exposure,
        public_url,
        on_ready: Some(cli::announce),
        ..ServiceOptions::default()
    };
    service::serve(engine, options).map_err(|e| e.to_string())
}
