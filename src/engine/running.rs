//! A service that runs over a data folder -> asked by the command line, which cannot open the folder meanwhile.
//!
//! While it serves, the service keeps the file `service.json` in the data folder, which only its own user can read: where it
//! listens, and a secret made for this one run. Whoever reads it may read and write the data folder anyway, and counts as
//! administrator; the service takes the secret from this machine only.

use std::fs::File;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::SocketAddr;
use std::path::Path;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::engine::BackupReply;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::ErrorKind;
use crate::engine::access::random_digits;
use crate::engine::backup::there_already;
use crate::fetch::FileHeaders;
use crate::fetch::LocalService;
use crate::model::Digest;

const FILE: &str = "service.json";
/// On the same machine a connection stands at once, or never.
const CONNECT_TIME: Duration = Duration::from_secs(1);

/// What the file says.
#[derive(Serialize, Deserialize)]
pub struct RunningService {
    address: SocketAddr,
    secret: String,
}

/// The file; it goes when this does.
#[derive(Debug)]
pub struct Announced {
    engine: Arc<Engine>,
    path: PathBuf,
}

impl Drop for Announced {
    fn drop(&mut self) {
        self.engine.set_local_secret(None);
        // A file that stays says where nobody listens any more, with a secret that nobody takes.
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Announced {
    /// Says in the data folder where the service of this engine listens.
    ///
    /// Errors: the disk refuses.
    pub fn new(engine: Arc<Engine>, address: SocketAddr) -> Result<Self, Error> {
        let near = match address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
            ip => ip,
        };
        let address = SocketAddr::new(near, address.port());
        let service = RunningService { address, secret: random_digits(32)? };
        let path = engine.dir.join(FILE);
        let failed = |e: std::io::Error| {
            Error::internal(format!("{}: {e}; check the folder", path.display()))
        };
        // Never the rights of a file that was there before.
        if path.exists() {
            std::fs::remove_file(&path).map_err(failed)?;
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path).map_err(failed)?;
        let content = serde_json::to_vec(&service).map_err(|e| Error::internal(e.to_string()))?;
        file.write_all(&content).map_err(failed)?;
        engine.set_local_secret(Some(&service.secret));
        Ok(Self { engine, path })
    }
}

impl RunningService {
    /// The service that says in that data folder that it runs.
    pub fn find(dir: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(dir.join(FILE)).ok()?).ok()
    }

    /// Whether somebody listens there: a service that was killed leaves its file.
    pub fn is_there(&self) -> bool {
        std::net::TcpStream::connect_timeout(&self.address, CONNECT_TIME).is_ok()
    }

    /// Asks it, and gives its reply; without a request it is asked with `GET`.
    ///
    /// Errors: it does not answer, or refuses; [`ErrorKind::Forbidden`] where whoever listens there is another one.
    pub fn ask<Q: Serialize, R: DeserializeOwned>(
        &self,
        path: &str,
        query: &[(&str, String)],
        request: Option<&Q>,
    ) -> Result<R, Error> {
        let body = request.map(serde_json::to_vec).transpose();
        let body = body.map_err(|e| Error::internal(e.to_string()))?;
        let by = Engine::acting().by.name;
        let (status, answer) = self.asked_by(&by).ask(path, query, body.as_deref())?;
        if status != 200 {
            return Err(refused(status, &answer));
        }
        serde_json::from_slice(&answer).map_err(|e| {
            Error::internal(format!("the running service answers otherwise than this skillmap expects ({e}); use the same version"))
        })
    }

    /// As [`Engine::backup`], of what it has open. When this returns, the file is on the disk and is what was sent.
    ///
    /// Errors: as of [`Engine::backup`] and [`RunningService::ask`]; no file is left then.
    pub fn backup(&self, path: &Path) -> Result<BackupReply, Error> {
        let disk = |error: std::io::Error| Error::disk(path, &error);
        let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(|e| {
            if e.kind() == std::io::ErrorKind::AlreadyExists {
                there_already(path)
            } else {
                disk(e)
            }
        })?;
        let written = self.backup_into(path, &mut file);
        if written.is_err() {
            // What came of it is of no use.
            let _ = std::fs::remove_file(path);
        }
        written
    }

    fn backup_into(&self, path: &Path, file: &mut File) -> Result<BackupReply, Error> {
        let disk = |error: std::io::Error| Error::disk(path, &error);
        let by = Engine::acting().by.name;
        let (status, answer, headers) = self.asked_by(&by).file("/api/v1/backup", file)?;
        if status != 200 {
            return Err(refused(status, &answer));
        }
        file.sync_all().map_err(disk)?;
        let mut read = File::open(path).map_err(disk)?;
        let (digest, n_bytes) = Digest::of_stream(&mut read).map_err(disk)?;
        if digest.to_string() != told::<String>(&headers, "digest")? {
            return Err(Error::internal(
                "the backup that came is not the one that was made; try again".to_owned(),
            ));
        }
        let (revision, n_files) = (told(&headers, "revision")?, told(&headers, "files")?);
        Ok(BackupReply { revision, n_files, n_bytes, digest })
    }

    fn asked_by<'a>(&'a self, by: &'a str) -> LocalService<'a> {
        LocalService { address: self.address, secret: &self.secret, by }
    }
}

/// A header of the answer to a backup.
fn told<T: FromStr>(headers: &FileHeaders, name: &str) -> Result<T, Error> {
    let value = headers.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str());
    let number = value.and_then(|value| value.parse().ok());
    number.ok_or_else(|| {
        Error::internal(format!("the running service does not tell {name}; use the same version"))
    })
}

/// The problem that the service told.
fn refused(status: u16, answer: &[u8]) -> Error {
    #[derive(Deserialize)]
    struct Problem {
        detail: String,
    }
    let told = serde_json::from_slice::<Problem>(answer).map(|problem| problem.detail);
    let kind = match status {
        _ if told.is_err() => ErrorKind::Forbidden,
        401 => ErrorKind::Forbidden,
        404 => ErrorKind::NotFound,
        409 => ErrorKind::Conflict,
        413 => ErrorKind::TooLarge,
        400..500 => ErrorKind::Invalid,
        _ => ErrorKind::Internal,
    };
    let message = told.unwrap_or_else(|_| {
        format!("the running service answered with status {status}; see its log")
    });
    Error { kind, message, field: None }
}
