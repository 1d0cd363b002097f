//! A service that really runs, for tests to ask.

use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read as _;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;
use std::thread::JoinHandle;

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

/// `skillmap serve` on a free port; it ends with the test.
pub(crate) struct Process {
    pub(crate) address: SocketAddr,
    child: Child,
    log: Option<JoinHandle<String>>,
    dir: TempDir,
}

impl Process {
    /// Serves as the further arguments say, with a log of that level.
    pub(crate) fn serve(arguments: &[&str], level: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_skillmap"))
            .arg("--data")
            .arg(dir.path())
            .args(["serve", "--address", "127.0.0.1:0"])
            .args(arguments)
            .env("SKILLMAP_LOG", level)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let mut log = child.stderr.take().unwrap();
        let log = std::thread::spawn(move || {
            let mut all = String::new();
            let _ = log.read_to_string(&mut all);
            all
        });
        let address = said
            .lines()
            .map_while(Result::ok)
            .find_map(|line| line.split("http://").nth(1)?.split('/').next()?.parse().ok())
            .unwrap();
        Self { address, child, log: Some(log), dir }
    }

    /// Its data folder.
    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Ends it, and gives what it logged.
    pub(crate) fn ended(mut self) -> String {
        let _ = self.child.kill();
        self.log.take().unwrap().join().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
