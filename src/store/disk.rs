//! Opening the database, and making sure that what it says is on the disk.

use std::fs::File;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

use sled::transaction::ConflictableTransactionError;
use sled::transaction::TransactionError;

use crate::store::StoreError;
use crate::store::contents::sync_names;

/// The format this program writes. Raised whenever a reader of the version before would be misled.
pub(in crate::store) const FORMAT: u32 = 2;
/// Memory of the database's page cache, in bytes: it holds records only.
const CACHE_BYTES: u64 = 4 * 1_024 * 1_024;

/// How often and how far apart the lock of another process is tried: sled lets go of it on a thread of its
/// own, and a service that restarts overlaps with itself; half a second is enough for both.
const LOCK_TRIES: u32 = 20;
const LOCK_PAUSE: Duration = Duration::from_millis(25);

/// Frameworks and mapping sets on disk. One process at a time; within it, any number of readers and one
/// writer.
pub struct Store {
    dir: PathBuf,
    pub(in crate::store) db: sled::Db,
    pub(in crate::store) meta: sled::Tree,
    pub(in crate::store) records: sled::Tree,
    pub(in crate::store) current: sled::Tree,
    pub(in crate::store) profiles: sled::Tree,
    pub(in crate::store) examples: sled::Tree,
    pub(in crate::store) crosswalks: sled::Tree,
    pub(in crate::store) documents: sled::Tree,
    pub(in crate::store) keys: sled::Tree,
    pub(in crate::store) audit: sled::Tree,
    writer: Mutex<()>,
    /// A sync failed: what was written since the last one may or may not reach the disk.
    is_doubtful: AtomicBool,
    watch: Option<SyncWatch>,
}

/// Called around every sync, with the folder: for copies of exactly what is safe.
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
        make_folder(dir)?;
        remove_half_made_snapshots(dir)?;
        // What a killed process wrote may be with the system only. sled now syncs a snapshot that speaks of
        // it: a power cut would then leave the snapshot without its data.
        sync_folder(dir, watch.as_ref())?;
        let database = |source| match source {
            sled::Error::Io(e) if is_lock(&e) => StoreError::Busy { dir: dir.to_path_buf() },
            source => StoreError::Database { dir: dir.to_path_buf(), source },
        };
        let config = sled::Config::new()
            .path(dir)
            .cache_capacity(CACHE_BYTES)
            // Nothing is written behind our back: each commit flushes and syncs.
            .flush_every_ms(None);
        let db = open_patiently(&config).map_err(database)?;
        let tree = |name: &str| db.open_tree(name).map_err(database);
        let store = Self {
            dir: dir.to_path_buf(),
            meta: tree("meta")?,
            records: tree("records")?,
            current: tree("current")?,
            profiles: tree("profiles")?,
            examples: tree("examples")?,
            crosswalks: tree("crosswalks")?,
            documents: tree("documents")?,
            keys: tree("keys")?,
            audit: tree("audit")?,
            db,
            writer: Mutex::new(()),
            is_doubtful: AtomicBool::new(false),
            watch,
        };
        store.check_format()?;
        store.sweep()?;
        store.sweep_profiles()?;
        store.sweep_examples()?;
        store.sweep_crosswalks()?;
        store.sweep_documents()?;
        store.sync()?;
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
        Ok(self.db.size_on_disk().map_err(|e| self.database(e))? + self.contents_size()?)
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
                Ok(())
            }
        }
    }

    /// One writer at a time; a writer that panicked left nothing half, so its lock is taken over.
    ///
    /// Errors: a sync failed before. The system may have forgotten what it could not write and call the next
    /// sync a success, so nothing more is acknowledged.
    pub(in crate::store) fn writer(&self) -> Result<MutexGuard<'_, ()>, StoreError> {
        let guard = self.writer.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if self.is_doubtful() {
            return Err(StoreError::Doubtful { dir: self.dir.clone() });
        }
        Ok(guard)
    }

    /// Whether a sync failed since the store was opened.
    pub(in crate::store) fn is_doubtful(&self) -> bool {
        self.is_doubtful.load(Ordering::Acquire)
    }

    /// Everything written so far is on the disk when this returns.
    pub(in crate::store) fn sync(&self) -> Result<(), StoreError> {
        let flushed = self.db.flush().map_err(|e| self.database(e));
        let synced = flushed.and_then(|_| sync_folder(&self.dir, self.watch.as_ref()));
        if synced.is_err() {
            self.is_doubtful.store(true, Ordering::Release);
        }
        synced
    }

    pub(in crate::store) fn tell(&self, moment: SyncMoment) {
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

/// Opens the database; one that is only just being closed is waited for.
fn open_patiently(config: &sled::Config) -> Result<sled::Db, sled::Error> {
    for _ in 0..LOCK_TRIES {
        match config.open() {
            Err(sled::Error::Io(e)) if is_lock(&e) => std::thread::sleep(LOCK_PAUSE),
            opened => return opened,
        }
    }
    config.open()
}

/// Makes the folder and those above it that are missing; their names are on the disk when this returns.
fn make_folder(dir: &Path) -> Result<(), StoreError> {
    let io = |source| StoreError::Io { path: dir.to_path_buf(), source };
    let is_missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
    let missing: Vec<&Path> = dir.ancestors().take_while(is_missing).collect();
    std::fs::create_dir_all(dir).map_err(io)?;
    for parent in missing.into_iter().filter_map(Path::parent) {
        let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
        sync_names(parent).map_err(io)?;
    }
    Ok(())
}

/// What is written to the database file is on the disk when this returns, and the names of sled's files too.
fn sync_folder(dir: &Path, watch: Option<&SyncWatch>) -> Result<(), StoreError> {
    let tell = |moment| {
        if let Some(watch) = watch {
            watch(moment, dir);
        }
    };
    let io = |path: &Path| {
        let path = path.to_path_buf();
        move |source| StoreError::Io { path, source }
    };
    tell(SyncMoment::Before);
    let db = dir.join("db");
    match File::open(&db) {
        Ok(file) => file.sync_data().map_err(io(&db))?,
        // Before sled has made it, and only then.
        Err(e) if e.kind() == std::io::ErrorKind::NotFound && is_new(dir) => {}
        Err(e) => return Err(io(&db)(e)),
    }
    sync_names(dir).map_err(io(dir))?;
    tell(SyncMoment::After);
    Ok(())
}

/// Whether sled has made nothing in the folder yet.
fn is_new(dir: &Path) -> bool {
    !dir.join("conf").exists()
}

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
