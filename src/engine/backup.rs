//! Everything held -> one file, while others go on working.

use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::model::Digest;
use crate::store::Backup;
use crate::store::restore;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BackupReply {
    /// Revision of the data when it was made.
    pub revision: u64,
    /// Files in it.
    pub n_files: u64,
    /// Its bytes.
    pub n_bytes: u64,
    /// Its digest.
    pub digest: Digest,
}

impl From<Backup> for BackupReply {
    fn from(backup: Backup) -> Self {
        let Backup { revision, n_files, n_bytes, digest } = backup;
        Self { revision, n_files, n_bytes, digest }
    }
}

/// A backup never takes the place of a file.
pub(in crate::engine) fn there_already(path: &Path) -> Error {
    let message = format!("{}: it is there already; name another file", path.display());
    Error::invalid("file", message)
}

impl Engine {
    /// Writes frameworks, mapping sets, crosswalks with their decisions, profiles, examples and kept documents into a new tar file, as
    /// of one moment. The index is not in it: it is built anew.
    ///
    /// Cost: that of copying the store; changes wait meanwhile, questions do not.
    /// Errors: the file is there already, or the disk refuses; no file is left then.
    pub fn backup(&self, path: &Path) -> Result<BackupReply, Error> {
        if path.exists() {
            return Err(there_already(path));
        }
        let written = self.store.back_up(path);
        if written.is_err() {
            // It may not have been made at all.
            let _ = std::fs::remove_file(path);
        }
        Ok(written?.into())
    }

    /// Makes a data folder of a backup, after checking each piece of it against its digest.
    ///
    /// Errors: the file is no backup, is not whole or is of another format; the folder holds data already; the disk
    /// refuses. Nothing is left behind then.
    ///
    /// ```
    /// use skillmap::engine::{Engine, Starter};
    /// let dir = tempfile::tempdir().unwrap();
    /// let engine = Engine::open(&dir.path().join("data"), Starter::WhenEmpty).unwrap();
    /// let file = dir.path().join("today.tar");
    /// let made = engine.backup(&file).unwrap();
    /// assert_eq!(Engine::restore(&file, &dir.path().join("again")).unwrap(), made);
    /// ```
    pub fn restore(path: &Path, dir: &Path) -> Result<BackupReply, Error> {
        std::fs::create_dir_all(dir).map_err(|error| Error::disk(dir, &error))?;
        Ok(restore(path, &dir.join("store"))?.into())
    }
}
