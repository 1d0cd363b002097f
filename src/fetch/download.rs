//! An address -> its file in a folder, whole and checked; what broke off is gone on with.

use std::fs::File;
use std::fs::OpenOptions;
use std::io::Read as _;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Serialize;
use ureq::Agent;
use ureq::Body;
use ureq::http::Response;
use ureq::http::header;

use crate::fetch::FetchError;
use crate::fetch::Sha256Sum;
use crate::fetch::address::Address;
use crate::fetch::checksum;
use crate::fetch::place::Half;
use crate::fetch::place::Place;
use crate::fetch::server::agent;
use crate::fetch::server::ask;
use crate::fetch::server::goes_on_with;
use crate::fetch::server::text_of;
use crate::fetch::server::validators;

/// What is to be fetched.
#[derive(Debug, Clone)]
pub struct Download<'a> {
    /// The address: https, or http on this machine.
    pub address: &'a str,
    /// The folder for the file; made where there is none.
    pub folder: &'a Path,
    /// The checksum of the whole file, where its publisher gives one; else the one recorded when it was fetched first.
    pub sha256: Option<Sha256Sum>,
    /// Bytes of the file at most.
    pub limit: u64,
}

/// A file that was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The file.
    pub path: PathBuf,
    /// Its bytes.
    pub n_bytes: u64,
    /// Its checksum.
    pub sha256: Sha256Sum,
    /// What it was compared with.
    pub compared: Compared,
    /// Bytes that were there already from earlier tries.
    pub n_bytes_before: u64,
}

/// What a file was compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Compared {
    /// With the checksum that was given.
    Given,
    /// With the one recorded when it was fetched before.
    Recorded,
    /// With none: this is the first time, and it is recorded now.
    FirstTime,
}

/// How often a connection may break off without bringing anything, one after the other.
const TRIES: u32 = 3;
/// Bytes that are written at once.
const PIECE_BYTES: usize = 64 * 1_024;

/// Told how many bytes there are of how many (0 where nobody knows); a `Break` calls the rest off.
pub(crate) type Watch<'a> = &'a dyn Fn(u64, u64) -> ControlFlow<()>;

/// Fetches a file; what came before it was called off is gone on with the next time.
///
/// A file that is there already with the right checksum is not fetched again. Errors: see [`FetchError`]; a file that is
/// not whole or not right never gets its name.
pub fn download(request: &Download<'_>, watch: Watch<'_>) -> Result<Fetched, FetchError> {
    let address = Address::new(request.address)?;
    let disk = |path: &Path| {
        let path = path.to_path_buf();
        move |source| FetchError::Disk { path, source }
    };
    std::fs::create_dir_all(request.folder).map_err(disk(request.folder))?;
    let path = request.folder.join(address.file_name());
    let before = checksum::recorded(&path);
    // What was fetched from elsewhere under the same name says nothing of this file.
    let is_same = before.as_ref().is_none_or(|before| before.is_of(&address.text()));
    if path.exists() {
        let sum = before.map(|before| before.sum);
        if !is_same && request.sha256.is_none() {
            return Err(FetchError::Occupied { path });
        }
        return already_there(request, path, sum);
    }
    let before = before.filter(|_| is_same).map(|before| before.sum);
    let place = Place::new(&path);
    let n_bytes_before = fetch_all(&address, &place, request.limit, watch)?;
    let n_bytes = place.n_bytes();
    let sum = Sha256Sum::of(&place.part)?;
    check_archive(&address, &place)?;
    let compared = match (request.sha256, before) {
        (Some(expected), _) => check(&address, &place, sum, expected, Compared::Given)?,
        (None, Some(expected)) => check(&address, &place, sum, expected, Compared::Recorded)?,
        (None, None) => Compared::FirstTime,
    };
    let file = File::open(&place.part).map_err(disk(&place.part))?;
    file.sync_all().map_err(disk(&place.part))?;
    // First the record: a file without one is nobody's.
    checksum::record(&path, sum, &address.text())?;
    std::fs::rename(&place.part, &path).map_err(disk(&path))?;
    let _ = std::fs::remove_file(&place.about);
    Ok(Fetched { path, n_bytes, sha256: sum, compared, n_bytes_before })
}

/// Forgets a file that was fetched and the checksum that was recorded of it: it turned out not to be what was wanted.
pub fn forget(fetched: &Fetched) {
    let _ = std::fs::remove_file(&fetched.path);
    let _ = std::fs::remove_file(checksum::place(&fetched.path));
}

/// The file that stands there: it is the one that is wanted, or nobody touches it.
fn already_there(
    request: &Download<'_>,
    path: PathBuf,
    before: Option<Sha256Sum>,
) -> Result<Fetched, FetchError> {
    let compared = if request.sha256.is_some() { Compared::Given } else { Compared::Recorded };
    let Some(expected) = request.sha256.or(before) else {
        return Err(FetchError::Occupied { path });
    };
    let sum = Sha256Sum::of(&path)?;
    if sum != expected {
        let by = if compared == Compared::Given { "was given" } else { "was recorded for it" };
        return Err(FetchError::Checksum {
            file: path.display().to_string(),
            expected: expected.to_string(),
            by,
            found: sum.to_string(),
            remedy: "move the file away and run the same command again".to_owned(),
        });
    }
    let n_bytes = std::fs::metadata(&path).map_or(0, |about| about.len());
    Ok(Fetched { path, n_bytes, sha256: sum, compared, n_bytes_before: n_bytes })
}

/// Asks until everything is there; gives the bytes that were there at the beginning and are used.
fn fetch_all(
    address: &Address,
    place: &Place,
    limit: u64,
    watch: Watch<'_>,
) -> Result<u64, FetchError> {
    let agent = agent(address);
    let mut n_used = if place.half(address).is_some() { place.n_bytes() } else { 0 };
    let mut n_tries = 0;
    loop {
        let n_before = place.n_bytes();
        match fetch_once(&agent, address, place, (limit, &mut n_used), watch) {
            Ok(()) => return Ok(n_used),
            Err(FetchError::BrokenOff { reason, .. }) => {
                let n_bytes = place.n_bytes();
                n_tries = if n_bytes > n_before { 1 } else { n_tries + 1 };
                // What cannot be gone on with would begin anew for ever.
                if n_tries >= TRIES || place.half(address).is_none() {
                    return Err(FetchError::BrokenOff { address: address.text(), n_bytes, reason });
                }
            }
            Err(error) => return Err(error),
        }
    }
}

/// One question and its answer: the rest of what is there, or, where that does not fit, all of it from the beginning; then
/// none of the bytes from before are used.
fn fetch_once(
    agent: &Agent,
    address: &Address,
    place: &Place,
    (limit, n_used): (u64, &mut u64),
    watch: Watch<'_>,
) -> Result<(), FetchError> {
    let half = place.half(address);
    let n_there = if half.is_some() { place.n_bytes() } else { 0 };
    if half.as_ref().is_some_and(|half| half.total == Some(n_there)) {
        return Ok(());
    }
    let (last, response) = ask(agent, address, half.as_ref().map(|half| (n_there, half)))?;
    let status = response.status().as_u16();
    let failed = |status| FetchError::Status { address: last.text(), status };
    let start = match status {
        200 => 0,
        206 if half.as_ref().is_some_and(|half| goes_on_with(&response, n_there, half)) => n_there,
        // The half does not fit what the server has now.
        206 | 416 if n_there > 0 => {
            place.clear();
            return fetch_once(agent, address, place, (limit, n_used), watch);
        }
        404 | 410 => return Err(FetchError::Missing { address: last.text(), status }),
        status => return Err(failed(status)),
    };
    let encoding = text_of(&response, header::CONTENT_ENCODING);
    if !encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity") {
        return Err(failed(status));
    }
    let total = response.body().content_length().map(|rest| start + rest);
    if total.is_some_and(|total| total > limit) {
        place.clear();
        return Err(FetchError::TooLarge { address: last.text(), limit });
    }
    if start == 0 {
        *n_used = 0;
        begin(address, place, &response, total)?;
    }
    take(response, &last, place, (start, total, limit), watch)
}

/// Empties the place, and writes down what is known of the file that is to come.
fn begin(
    address: &Address,
    place: &Place,
    response: &Response<Body>,
    total: Option<u64>,
) -> Result<(), FetchError> {
    place.clear();
    File::create(&place.part).map_err(place.failed())?;
    let Some(validator) = validators(response).into_iter().next() else { return Ok(()) };
    let half = Half { address: address.text(), validator, total };
    let text = serde_json::to_vec(&half).unwrap_or_default();
    std::fs::write(&place.about, text).map_err(place.failed())
}

/// Writes what comes behind what is there; (start, total, limit) are bytes of the whole file.
fn take(
    response: Response<Body>,
    address: &Address,
    place: &Place,
    (start, total, limit): (u64, Option<u64>, u64),
    watch: Watch<'_>,
) -> Result<(), FetchError> {
    let mut file = OpenOptions::new().append(true).open(&place.part).map_err(place.failed())?;
    let mut reader = response.into_body().into_reader();
    let mut piece = vec![0; PIECE_BYTES];
    let mut n_bytes = start;
    let broken = |n_bytes, reason: String| FetchError::BrokenOff {
        address: address.text(),
        n_bytes,
        reason,
    };
    loop {
        if watch(n_bytes, total.unwrap_or_default()).is_break() {
            return Err(FetchError::CalledOff);
        }
        let n = match reader.read(&mut piece) {
            Ok(0) => break,
            Ok(n) => n,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(broken(n_bytes, e.to_string())),
        };
        n_bytes += n as u64;
        if n_bytes > limit {
            place.clear();
            return Err(FetchError::TooLarge { address: address.text(), limit });
        }
        file.write_all(&piece[..n]).map_err(place.failed())?;
    }
    file.sync_all().map_err(place.failed())?;
    match total {
        Some(total) if n_bytes < total => {
            Err(broken(n_bytes, format!("{total} bytes were announced")))
        }
        _ => Ok(()),
    }
}

/// A file that is called a zip begins as one.
fn check_archive(address: &Address, place: &Place) -> Result<(), FetchError> {
    let name = address.file_name().to_ascii_lowercase();
    let mut head = [0; 2];
    let is_as_called = Path::new(&name).extension().is_none_or(|e| e != "zip")
        || File::open(&place.part).and_then(|mut file| file.read_exact(&mut head)).is_ok()
            && head == *b"PK";
    if is_as_called {
        return Ok(());
    }
    place.clear();
    Err(FetchError::NoArchive { address: address.text() })
}

fn check(
    address: &Address,
    place: &Place,
    found: Sha256Sum,
    expected: Sha256Sum,
    compared: Compared,
) -> Result<Compared, FetchError> {
    if found == expected {
        return Ok(compared);
    }
    place.clear();
    let (by, remedy) = match compared {
        Compared::Given => ("was given", "check the checksum, or try again".to_owned()),
        _ => (
            "was recorded when it was fetched before",
            format!(
                "if its publisher changed it, delete {}.sha256 in that folder and run the same command again",
                address.file_name()
            ),
        ),
    };
    Err(FetchError::Checksum {
        file: address.text(),
        expected: expected.to_string(),
        by,
        found: found.to_string(),
        remedy,
    })
}
