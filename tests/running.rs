//! A service that really runs, for tests to ask.

use std::sync::Arc;

use skillmap::engine::Engine;
use skillmap::engine::Starter;
use skillmap::service::Exposure;
use skillmap::service::Running;
use skillmap::service::ServiceOptions;
use skillmap::service::start;
use tempfile::TempDir;

/// A service on a free port, over the frameworks that ship with skillmap.
pub(crate) struct Service {
    pub(crate) running: Running,
    pub(crate) engine: Arc<Engine>,
    _dir: TempDir,
}

impl Service {
    pub(crate) fn new(exposure: Exposure) -> Self {
        Self::with(exposure, |engine| engine)
    }

    /// The same over an engine that was given something.
    pub(crate) fn with(exposure: Exposure, given: fn(Engine) -> Engine) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let engine = Arc::new(given(Engine::open(dir.path(), Starter::WhenEmpty).unwrap()));
        let options = ServiceOptions {
            address: "127.0.0.1:0".parse().unwrap(),
            exposure,
            workers: Some(2),
            ..ServiceOptions::default()
        };
        let running = start(engine.clone(), options).unwrap();
        Self { running, engine, _dir: dir }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address())
    }
}
