//! Why a file could not be fetched.

use std::path::PathBuf;

/// Why a file could not be fetched. What came so far is kept where it can be gone on with.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The address cannot be used.
    #[error("{address}: {what}")]
    Address {
        /// The address, as given or as a server led to it.
        address: String,
        /// What is wrong, and what to do.
        what: String,
    },
    /// Whoever watched called it off.
    #[error("the download was called off; what came so far is kept")]
    CalledOff,
    /// There is nothing at the address.
    #[error(
        "{address}: the server has no such file (status {status}); look for the release on the publisher's page, and give its address with --address"
    )]
    Missing {
        /// The address.
        address: String,
        /// What the server answered.
        status: u16,
    },
    /// The server answered with something else than the file.
    #[error("{address}: the server answered with status {status}; try again later")]
    Status {
        /// The address.
        address: String,
        /// What it answered.
        status: u16,
    },
    /// The connection failed or broke off.
    #[error("{address}: {}", broken_off(*n_bytes, reason))]
    BrokenOff {
        /// The address.
        address: String,
        /// Bytes that came so far.
        n_bytes: u64,
        /// What the connection said.
        reason: String,
    },
    /// The file is beyond its bound.
    #[error("{address}: the file has more than {limit} bytes; check the address")]
    TooLarge {
        /// The address.
        address: String,
        /// The bound, in bytes.
        limit: u64,
    },
    /// What came is not the file.
    #[error(
        "{address}: what came is no zip archive; the server may have sent a page instead; open the address in a browser"
    )]
    NoArchive {
        /// The address.
        address: String,
    },
    /// The checksum is another.
    #[error("{file}: its SHA-256 is {found}, but {expected} {by}; nothing was imported; {remedy}")]
    Checksum {
        /// The file.
        file: String,
        /// The checksum that was expected.
        expected: String,
        /// Who expected it.
        by: &'static str,
        /// The checksum of what came.
        found: String,
        /// What to do.
        remedy: String,
    },
    /// A checksum that is none.
    #[error("{found:?} is no SHA-256; write its 64 hexadecimal digits")]
    NoChecksum {
        /// What was given.
        found: String,
    },
    /// A file of that name stands there, and nobody knows where it is from.
    #[error(
        "{path}: a file of that name is there and was not fetched from this address; import it with skillmap import, or move it away", path = path.display()
    )]
    Occupied {
        /// The file.
        path: PathBuf,
    },
    /// The disk refuses.
    #[error("{path}: {source}; check that the folder can be written and has space", path = path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// What to do about a connection that failed. Where nothing came at all, to try again is no advice: there is no network,
/// or no way through it.
fn broken_off(n_bytes: u64, reason: &str) -> String {
    if n_bytes > 0 {
        return format!(
            "it broke off after {n_bytes} bytes ({reason}); run the same command again, it goes on where it can"
        );
    }
    format!(
        "the host cannot be reached ({reason}); there is no network, or a proxy is in the way: fetch the address with a browser or on another machine, then skillmap import FILE; or name a mirror with --address URL"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_that_is_not_reached_is_told_apart_from_a_file_that_broke_off() {
        for (n_bytes, expected) in [(0, "skillmap import FILE"), (20, "broke off after 20 bytes")] {
            let address = "https://example.org/a.zip".to_owned();
            let error = FetchError::BrokenOff { address, n_bytes, reason: "refused".to_owned() };
            let said = error.to_string();
            assert!(said.contains(expected), "{said}\nhelp: it must say {expected:?}");
            assert!(said.starts_with("https://example.org/a.zip: "), "{said}");
        }
    }
}
