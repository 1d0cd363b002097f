//! Why a semantic model cannot be used.

use std::path::Path;
use std::path::PathBuf;

use thiserror::Error;

/// Why a directory gives no model.
#[derive(Debug, Error)]
pub enum ModelError {
    /// A file that every model has is not there.
    #[error("{}: not found; a model directory holds {holds}", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
        /// What such a directory holds.
        holds: &'static str,
    },
    /// The disk refuses.
    #[error("{}: {source}; check the path and its permissions", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file is beyond a bound.
    #[error("{}: has {bytes} bytes, the limit is {limit}; take a smaller model", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its bytes.
        bytes: u64,
        /// The bound.
        limit: u64,
    },
    /// A file does not hold what it should.
    #[error("{}: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong, and what to do.
        what: String,
    },
    /// The model is of a kind that this build leaves out.
    #[error(
        "{}: this is an encoder, which this build leaves out; build with --features encoder, or give a static token table",
        dir.display()
    )]
    NeedsEncoder {
        /// The directory.
        dir: PathBuf,
    },
    /// Nothing can be learnt from what is given.
    #[error("{0}")]
    Nothing(String),
}

impl ModelError {
    pub(super) fn damaged(path: &Path, what: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_path_buf(), what: what.into() }
    }

    pub(super) fn disk(path: &Path, source: std::io::Error) -> Self {
        Self::Disk { path: path.to_path_buf(), source }
    }
}
