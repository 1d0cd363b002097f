//! Where a file grows, and what is known of it while it is half there.

use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;
use serde::Serialize;

use crate::fetch::FetchError;
use crate::fetch::address::Address;

/// What is known of a file that is half there: without it nobody can say whether the rest would fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Half {
    pub(super) address: String,
    /// A strong `ETag`, or `Last-Modified`: what `If-Range` takes.
    pub(super) validator: String,
    /// Bytes of the whole file, where the server says it.
    pub(super) total: Option<u64>,
}

/// Where a file grows.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) part: PathBuf,
    pub(super) about: PathBuf,
}

impl Place {
    pub(super) fn new(path: &Path) -> Self {
        let beside = |ending: &str| {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name)
        };
        Self { part: beside(".part"), about: beside(".part.json") }
    }

    pub(super) fn n_bytes(&self) -> u64 {
        std::fs::metadata(&self.part).map_or(0, |about| about.len())
    }

    /// What is known of the half, if it is one of this address.
    pub(super) fn half(&self, address: &Address) -> Option<Half> {
        let text = std::fs::read(&self.about).ok()?;
        let half: Half = serde_json::from_slice(&text).ok()?;
        (half.address == address.text() && self.n_bytes() > 0).then_some(half)
    }

    pub(super) fn failed(&self) -> impl FnOnce(std::io::Error) -> FetchError {
        let path = self.part.clone();
        move |source| FetchError::Disk { path, source }
    }

    /// Forgets the half.
    pub(super) fn clear(&self) {
        let _ = std::fs::remove_file(&self.part);
        let _ = std::fs::remove_file(&self.about);
    }
}
