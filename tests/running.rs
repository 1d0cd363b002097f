//! A service that really runs, for tests to ask.

use std::path::Path;
use std::sync::Arc;

use skillmap::engine::CreateKeyRequest;
use skillmap::engine::Engine;
use skillmap::engine::Starter;
use skillmap::model::Role;
use skillmap::service::Exposure;
use skillmap::service::Running;
use skillmap::service::ServiceOptions;
use skillmap::service::start;
use tempfile::TempDir;

/// A service on a free port, over the frameworks that ship with skillmap.
pub(crate) struct Service {
    pub(crate) running: Running,
    pub(crate) engine: Arc<Engine>,
    dir: TempDir,
}

impl Service {
    pub(crate) fn new(exposure: Exposure) -> Self {
        Self::with(exposure, |engine| engine)
    }

    /// The same over an engine that was given something.
    pub(crate) fn with(exposure: Exposure, given: fn(Engine) -> Engine) -> Self {
        Self::started(ServiceOptions { exposure, ..ServiceOptions::default() }, given)
    }

    /// The same with settings of its own; where it listens is not among them.
    pub(crate) fn set(options: ServiceOptions) -> Self {
        Self::started(options, |engine| engine)
    }

    /// The same over a data folder that was prepared.
    pub(crate) fn over(options: ServiceOptions, prepare: impl FnOnce(&Path)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        prepare(dir.path());
        Self::opened(dir, options, |engine| engine)
    }

    fn started(options: ServiceOptions, given: fn(Engine) -> Engine) -> Self {
        Self::opened(tempfile::tempdir().unwrap(), options, given)
    }

    fn opened(dir: TempDir, options: ServiceOptions, given: fn(Engine) -> Engine) -> Self {
        let engine = Arc::new(given(Engine::open(dir.path(), Starter::WhenEmpty).unwrap()));
        let address = "127.0.0.1:0".parse().unwrap();
        let options = ServiceOptions { address, workers: Some(2), ..options };
        let running = start(engine.clone(), options).unwrap();
        Self { running, engine, dir }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address())
    }

    /// Its data folder.
    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// What the holder of a new key of that role sends as `Authorization`.
    pub(crate) fn key(&self, role: Role) -> String {
        self.key_for(&CreateKeyRequest { name: "test".into(), role, ..Default::default() })
    }

    /// The same of the key that is asked for.
    pub(crate) fn key_for(&self, request: &CreateKeyRequest) -> String {
        format!("Bearer {}", self.engine.create_key(request).unwrap().secret)
    }
}
