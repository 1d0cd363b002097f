//! Opening the database, and making sure that what it says is on the disk.

use std::fs::File;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::MutexGuard;

use sled::transaction::ConflictableTransactionError;
use sled::transaction::TransactionError;

use crate::store::StoreError;

/// The format this program writes. Raised whenever a reader of the version before would be misled.
const FORMAT: u32 = 1;
/// Memory of the database's page cache, in bytes: releases are read once and kept decoded elsewhere.
const CACHE_BYTES: u64 = 16 * 1_024 * 1_024;

/// Frameworks and mapping sets on disk. One process at a time; within it, any number of readers and one
/// writer.
pub struct Store {
    dir: PathBuf,
    db: sled::Db,
    pub(in crate::store) meta: sled::Tree,
    pub(in crate::store) records: sled::Tree,
    pub(in crate::store) pieces: sled::Tree,
    pub(in crate::store) current: sled::Tree,
    writer: Mutex<()>,
    watch: Option<SyncWatch>,
}

/// Called around every sync of the database file, with the folder: for copies of exactly what is safe.
pub type SyncWatch = Box<dyn Fn(SyncMoment, &Path) + Send + Sync>;

/// On which side of a sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncMoment {
    /// Everything is written, nothing new is safe yet.
    Before,
    /// Everything written is safe; the change is about to be acknowledged.
    After,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("dir", &self.dir).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the store in that folder, makes it where there is none, and sweeps away what interrupted imports
    /// left.
    ///
    /// Errors: another process has it open, another version wrote it, or the disk refuses.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        Self::open_watched(dir, None)
    }

    /// As [`Store::open`], calling `watch` around every sync.
    ///
    /// Errors: as [`Store::open`].
    pub fn open_watched(dir: &Path, watch: Option<SyncWatch>) -> Result<Self, StoreError> {
        let io = |source| StoreError::Io { path: dir.to_path_buf(), source };
        std::fs::create_dir_all(dir).map_err(io)?;
        remove_half_made_snapshots(dir)?;
        let database = |source| match source {
            sled::Error::Io(e) if is_lock(&e) => StoreError::Busy { dir: dir.to_path_buf() },
            source => StoreError::Database { dir: dir.to_path_buf(), source },
        };
        let config = sled::Config::new()
            .path(dir)
            .cache_capacity(CACHE_BYTES)
            // Nothing is written behind our back: each commit flushes and syncs.
            .flush_every_ms(None);
        let db = config.open().map_err(database)?;
        let tree = |name: &str| db.open_tree(name).map_err(database);
        let store = Self {
            dir: dir.to_path_buf(),
            meta: tree("meta")?,
            records: tree("records")?,
            pieces: tree("pieces")?,
            current: tree("current")?,
            db,
            writer: Mutex::new(()),
            watch,
        };
        store.check_format()?;
        store.sweep()?;
        Ok(store)
    }

    /// The folder it lives in.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Bytes it takes on disk.
    ///
    /// Errors: the disk refuses.
    pub fn size_on_disk(&self) -> Result<u64, StoreError> {
        self.db.size_on_disk().map_err(|e| self.database(e))
    }

    /// How often the store changed since it was made.
    ///
    /// Errors: the disk refuses.
    pub fn revision(&self) -> Result<u64, StoreError> {
        let value = self.meta.get("revision").map_err(|e| self.database(e))?;
        Ok(value.and_then(|v| <[u8; 8]>::try_from(v.as_ref()).ok()).map_or(0, u64::from_be_bytes))
    }

    fn check_format(&self) -> Result<(), StoreError> {
        let found = self.meta.get("format").map_err(|e| self.database(e))?;
        match found.map(|v| <[u8; 4]>::try_from(v.as_ref()).map_or(0, u32::from_be_bytes)) {
            Some(FORMAT) => Ok(()),
            Some(found) => {
                Err(StoreError::Format { dir: self.dir.clone(), found, supported: FORMAT })
            }
            None => {
                let value = FORMAT.to_be_bytes().to_vec();
                self.meta.insert("format", value).map_err(|e| self.database(e))?;
                self.sync()
            }
        }
    }

    /// One writer at a time; a writer that panicked left nothing half, so its lock is taken over.
    pub(in crate::store) fn writer(&self) -> MutexGuard<'_, ()> {
        self.writer.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Everything written so far is on the disk when this returns.
    pub(in crate::store) fn sync(&self) -> Result<(), StoreError> {
        self.db.flush().map_err(|e| self.database(e))?;
        self.tell(SyncMoment::Before);
        let path = self.dir.join("db");
        let io = |source| StoreError::Io { path: path.clone(), source };
        File::open(&path).and_then(|file| file.sync_data()).map_err(io)?;
        // The folder too, so that the names of files made by sled are there after a power cut.
        File::open(&self.dir).and_then(|folder| folder.sync_all()).map_err(io)?;
        self.tell(SyncMoment::After);
        Ok(())
    }

    fn tell(&self, moment: SyncMoment) {
        if let Some(watch) = &self.watch {
            watch(moment, &self.dir);
        }
    }

    pub(in crate::store) fn database(&self, source: sled::Error) -> StoreError {
        StoreError::Database { dir: self.dir.clone(), source }
    }

    pub(in crate::store) fn transaction_failed(
        &self,
        error: TransactionError<std::convert::Infallible>,
    ) -> StoreError {
        match error {
            TransactionError::Storage(source) => self.database(source),
            TransactionError::Abort(never) => match never {},
        }
    }
}

/// The error type of transactions that never give up by themselves.
pub(in crate::store) type Steady = ConflictableTransactionError<std::convert::Infallible>;

fn is_lock(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::WouldBlock
        || error.to_string().contains("could not acquire lock")
}

/// sled does not open beside a snapshot whose writing was interrupted; the snapshot is only a short cut.
fn remove_half_made_snapshots(dir: &Path) -> Result<(), StoreError> {
    let io = |source| StoreError::Io { path: dir.to_path_buf(), source };
    for entry in std::fs::read_dir(dir).map_err(io)? {
        let path = entry.map_err(io)?.path();
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with("snap.") && name.ends_with(".generating") {
            std::fs::remove_file(&path).map_err(io)?;
        }
    }
    Ok(())
}
