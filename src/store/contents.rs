//! Long content <-> a file of its own, safe on the disk before any record speaks of it.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read as _;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;

use serde::de::DeserializeOwned;

use crate::model::Digest;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::SyncMoment;

/// The folder of the contents, beside the database's own files.
const FOLDER: &str = "contents";
/// Bytes written or read by one call of the system: during a call that takes long, nobody else may get the processor.
const BYTES_AT_ONCE: usize = 64 << 10;

impl Store {
    /// Writes content under a number that no record has yet. It is on the disk when this returns.
    pub(in crate::store) fn put_content(
        &self,
        number: u32,
        content: &[u8],
    ) -> Result<(), StoreError> {
        self.put_file(FOLDER, &number.to_string(), content)
    }

    /// The content written under that number.
    ///
    /// Errors: it is not there, or it is not what was written.
    pub(in crate::store) fn get_content(
        &self,
        number: u32,
        digest: Digest,
        what: &str,
    ) -> Result<Vec<u8>, StoreError> {
        self.get_file(FOLDER, &number.to_string(), &digest.to_string(), what)
    }

    /// Writes a file of one of the store's folders. It is on the disk when this returns.
    pub(in crate::store) fn put_file(
        &self,
        folder: &str,
        name: &str,
        content: &[u8],
    ) -> Result<(), StoreError> {
        let folder = self.dir().join(folder);
        let path = folder.join(name);
        let io = |source| StoreError::Io { path: path.clone(), source };
        let is_new = !folder.exists();
        std::fs::create_dir_all(&folder).map_err(io)?;
        let mut file = File::create(&path).map_err(io)?;
        for piece in content.chunks(BYTES_AT_ONCE) {
            file.write_all(piece).map_err(io)?;
        }
        self.tell(SyncMoment::Before);
        file.sync_all().map_err(io)?;
        sync_names(&folder).map_err(io)?;
        if is_new {
            sync_names(self.dir()).map_err(io)?;
        }
        self.tell(SyncMoment::After);
        Ok(())
    }

    /// The content of a file of one of the store's folders; `digest` is what it has to have.
    ///
    /// Errors: it is not there, or it is not what was written; `what` says whose it is.
    pub(in crate::store) fn get_file(
        &self,
        folder: &str,
        name: &str,
        digest: &str,
        what: &str,
    ) -> Result<Vec<u8>, StoreError> {
        let damaged = || StoreError::Damaged { what: what.to_owned() };
        let path = self.dir().join(folder).join(name);
        let content = read(&path).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => damaged(),
            _ => StoreError::Io { path, source },
        })?;
        if Digest::of(&content).to_string() == digest { Ok(content) } else { Err(damaged()) }
    }

    /// What a key says of a file that is named by its digest, read back.
    ///
    /// Errors: as [`Store::get_file`], or it is not what it should be.
    pub(in crate::store) fn get_named<T: DeserializeOwned>(
        &self,
        folder: &str,
        digest: &[u8],
        what: &str,
    ) -> Result<T, StoreError> {
        let damaged = || StoreError::Damaged { what: what.to_owned() };
        let digest = str::from_utf8(digest).map_err(|_| damaged())?;
        let content = self.get_file(folder, digest, digest, what)?;
        serde_json::from_slice(&content).map_err(|_| damaged())
    }

    /// Removes the files of a folder that no key of a tree speaks of: its values are the names of files.
    pub(in crate::store) fn sweep_folder(
        &self,
        folder: &str,
        tree: &sled::Tree,
    ) -> Result<(), StoreError> {
        let folder = self.dir().join(folder);
        if !folder.exists() {
            return Ok(());
        }
        let known: BTreeSet<String> = (tree.iter().values())
            .map(|digest| digest.map(|d| String::from_utf8_lossy(&d).into_owned()))
            .collect::<Result<_, _>>()
            .map_err(|e| self.database(e))?;
        remove_all_but(&known, &folder)
    }

    /// Removes the content written under that number.
    pub(in crate::store) fn drop_content(&self, number: u32) -> Result<(), StoreError> {
        let path = self.content_path(number);
        match std::fs::remove_file(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                Err(StoreError::Io { path, source })
            }
            _ => Ok(()),
        }
    }

    /// Removes contents that no record speaks of.
    pub(in crate::store) fn sweep(&self) -> Result<(), StoreError> {
        for (number, _) in self.contents()? {
            let is_known =
                self.records.contains_key(number.to_be_bytes()).map_err(|e| self.database(e))?;
            if !is_known {
                self.drop_content(number)?;
            }
        }
        Ok(())
    }

    /// Bytes of all contents.
    pub(in crate::store) fn contents_size(&self) -> Result<u64, StoreError> {
        Ok(self.contents()?.into_iter().map(|(_, n_bytes)| n_bytes).sum())
    }

    /// The number and the bytes of every content there is, in no order.
    fn contents(&self) -> Result<Vec<(u32, u64)>, StoreError> {
        let folder = self.dir().join(FOLDER);
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let io = |source| StoreError::Io { path: folder.clone(), source };
        let mut contents = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(io)? {
            let entry = entry.map_err(io)?;
            if let Some(number) = entry.file_name().to_str().and_then(|name| name.parse().ok()) {
                contents.push((number, entry.metadata().map_err(io)?.len()));
            }
        }
        Ok(contents)
    }

    fn content_path(&self, number: u32) -> PathBuf {
        self.dir().join(FOLDER).join(number.to_string())
    }
}

/// The content of a file, a piece at a time.
fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let n_bytes = usize::try_from(file.metadata()?.len()).unwrap_or_default();
    let mut content = Vec::with_capacity(n_bytes);
    while (&file).take(BYTES_AT_ONCE as u64).read_to_end(&mut content)? > 0 {}
    Ok(content)
}

/// Removes the files of a folder whose names are not known.
pub(in crate::store) fn remove_all_but(
    known: &BTreeSet<String>,
    folder: &Path,
) -> Result<(), StoreError> {
    let io = |source| StoreError::Io { path: folder.to_path_buf(), source };
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let entry = entry.map_err(io)?;
        if !known.contains(entry.file_name().to_string_lossy().as_ref()) {
            std::fs::remove_file(entry.path()).map_err(io)?;
        }
    }
    Ok(())
}

/// The names of a folder's files are on the disk when this returns.
pub(in crate::store) fn sync_names(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}
