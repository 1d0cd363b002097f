//! What can fail between the store and the disk.

use std::path::PathBuf;

use crate::limits;

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process holds the data folder.
    #[error("{dir}: another skillmap is using this data folder; ask it over HTTP, stop it, or name another folder with --data", dir = dir.display())]
    Busy {
        /// The data folder.
        dir: PathBuf,
    },
    /// The data folder was written by another version.
    #[error("{dir}: the data has format {found}, this skillmap reads {supported}; use the skillmap that wrote it", dir = dir.display())]
    Format {
        /// The data folder.
        dir: PathBuf,
        /// Format found.
        found: u32,
        /// Format this program reads.
        supported: u32,
    },
    /// A stored piece is missing or does not match its checksum.
    #[error(
        "{what}: stored content is damaged; restore the data folder from a backup, or delete it and import again"
    )]
    Damaged {
        /// What was read.
        what: String,
    },
    /// There is no such release or mapping set.
    #[error("{what}: there is no such release; list them with skillmap frameworks")]
    Missing {
        /// What was asked for.
        what: String,
    },
    /// The database failed.
    #[error("{dir}: the database failed ({source}); check the disk's health and space", dir = dir.display())]
    Database {
        /// The data folder.
        dir: PathBuf,
        /// What it said.
        source: sled::Error,
    },
    /// A sync failed, so nobody knows what is on the disk.
    #[error("{dir}: an earlier change may not have reached the disk; check the disk's health and space, then start skillmap again", dir = dir.display())]
    Doubtful {
        /// The data folder.
        dir: PathBuf,
    },
    /// What a release or mapping set says about itself is too long.
    #[error("{what}: what it says about itself has {found} bytes, the limit is {limit}; shorten its title, description or attribution", limit = limits::RECORD_ABOUT_BYTES)]
    TooLong {
        /// The release or mapping set.
        what: String,
        /// Bytes found.
        found: usize,
    },
    /// Something is beyond a bound of [`limits`].
    #[error("{what}: {found} is beyond the limit of {limit}; shorten it or remove others")]
    TooLarge {
        /// What is.
        what: String,
        /// Bytes, or how many of them.
        found: usize,
        /// The bound.
        limit: usize,
    },
    /// The operating system refused.
    #[error("{path}: {source}; check that the folder can be written and has space", path = path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// A backup cannot be used.
    #[error("{path}: {what}", path = path.display())]
    Backup {
        /// The backup, or the folder it was to go to.
        path: PathBuf,
        /// What is wrong, and what to do.
        what: String,
    },
    /// Content could not be encoded.
    #[error("the content cannot be encoded ({reason}); report this as a bug")]
    Encoding {
        /// What the encoder said.
        reason: String,
    },
}
