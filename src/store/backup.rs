//! The store <-> one tar file, of one moment, each piece with its digest.
//!
//! # Layout
//! `about.json` (which skillmap, which formats, which revision), `records` (every key of the database with its value),
//! the files of the store's folders under their own names, and `digests.json`: path, bytes and BLAKE3 of each of them.
//! A backup that lacks its last file, or holds a piece that is not as it says, is not restored.
//!
//! # Why
//! The writer's lock is held while the pieces are copied, so that they are of one moment; readers do not notice. The
//! database is written key by key: a copy of sled's own files would be of no moment at all.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Read;
use std::io::Write;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;
use serde::Serialize;

use crate::model::Digest;
use crate::model::Digester;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::contents::sync_names;
use crate::store::disk::FORMAT;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// How often the store had changed.
    pub revision: u64,
    /// Files in it.
    pub n_files: u64,
    /// Bytes of the backup.
    pub n_bytes: u64,
    /// Digest of the backup.
    pub digest: Digest,
}

/// The first file of a backup.
#[derive(Debug, Serialize, Deserialize)]
struct About {
    backup_format: u32,
    store_format: u32,
    skillmap: String,
    revision: u64,
}

/// A row of the last file.
#[derive(Debug, Serialize, Deserialize)]
struct Piece {
    path: String,
    n_bytes: u64,
    digest: Digest,
}

/// A tree of the database: its name, its keys with their values.
type Tree = (Vec<u8>, Vec<(Vec<u8>, Vec<u8>)>);

/// The layout above. Raised whenever an older program would be misled.
const BACKUP_FORMAT: u32 = 1;
const ABOUT: &str = "about.json";
const RECORDS: &str = "records";
const DIGESTS: &str = "digests.json";
/// Folder, within a backup, of the files of the store.
const FILES: &str = "files";
/// The folder that is sled's own.
const SLED_FOLDER: &str = "blobs";
/// Bytes of one entry that is held in memory whole: all keys of a large installation take under 100 MB.
const ENTRY_BYTES: u64 = 1_024 * 1_024 * 1_024;

impl Store {
    /// Writes everything held, as of now, into a new file. When it returns, the file is on the disk.
    ///
    /// Cost: that of copying the store; changes wait, readers do not. Errors: the disk refuses.
    pub fn back_up(&self, path: &Path) -> Result<Backup, StoreError> {
        let io = |source| StoreError::Io { path: path.to_path_buf(), source };
        let guard = self.writer()?;
        let revision = self.revision()?;
        let file = File::create_new(path).map_err(io)?;
        let mut tar = tar::Builder::new(BufWriter::new(file));
        let mut pieces = Vec::new();
        let about = About {
            backup_format: BACKUP_FORMAT,
            store_format: FORMAT,
            skillmap: env!("CARGO_PKG_VERSION").to_owned(),
            revision,
        };
        let mut add = |name: &str, content: &[u8]| {
            let n_bytes = content.len() as u64;
            pieces.push(Piece { path: name.to_owned(), n_bytes, digest: Digest::of(content) });
            append(&mut tar, name, content).map_err(io)
        };
        add(ABOUT, &encoded(&about)?)?;
        let trees = postcard::to_stdvec(&self.trees()?);
        add(RECORDS, &trees.map_err(|e| StoreError::Encoding { reason: e.to_string() })?)?;
        for name in self.files()? {
            let place = self.dir().join(&name);
            let content = std::fs::read(&place)
                .map_err(|source| StoreError::Io { path: place.clone(), source })?;
            add(&format!("{FILES}/{name}"), &content)?;
        }
        drop(guard);
        append(&mut tar, DIGESTS, &encoded(&pieces)?).map_err(io)?;
        let file = tar.into_inner().and_then(|buffer| Ok(buffer.into_inner()?)).map_err(io)?;
        file.sync_all().map_err(io)?;
        drop(file);
        summed(path, pieces.len() as u64 + 1, revision)
    }

    /// All trees of the database but sled's own, in the order of their names.
    fn trees(&self) -> Result<Vec<Tree>, StoreError> {
        let mut names = self.db.tree_names();
        names.sort();
        let mut trees = Vec::new();
        for name in names {
            let tree = self.db.open_tree(&name).map_err(|e| self.database(e))?;
            let pairs: Result<Vec<_>, _> =
                tree.iter().map(|pair| pair.map(|(k, v)| (k.to_vec(), v.to_vec()))).collect();
            trees.push((name.to_vec(), pairs.map_err(|e| self.database(e))?));
        }
        Ok(trees)
    }

    /// The files of the store's folders, `contents/12`, sorted.
    fn files(&self) -> Result<Vec<String>, StoreError> {
        let io = |source| StoreError::Io { path: self.dir().to_path_buf(), source };
        let mut names = Vec::new();
        for folder in std::fs::read_dir(self.dir()).map_err(io)? {
            let folder = folder.map_err(io)?;
            if folder.file_name() == SLED_FOLDER || !folder.path().is_dir() {
                continue;
            }
            for file in std::fs::read_dir(folder.path()).map_err(io)? {
                let file = file.map_err(io)?.file_name();
                let folder = folder.file_name();
                names.push(format!("{}/{}", folder.to_string_lossy(), file.to_string_lossy()));
            }
        }
        names.sort();
        Ok(names)
    }
}

/// Makes the store of a backup in a folder that is not there yet. The folder gets its name when everything in it is on
/// the disk and is what the backup says.
///
/// Errors: the backup is none, is not whole, or is of another format; the folder is there already; the disk refuses.
/// Nothing is left behind then.
pub fn restore(path: &Path, dir: &Path) -> Result<Backup, StoreError> {
    if dir.exists() {
        let what = "there is a store already; name another data folder, or move that one away";
        return Err(StoreError::Backup { path: dir.to_path_buf(), what: what.to_owned() });
    }
    let mut staging = dir.as_os_str().to_owned();
    staging.push(".restoring");
    let staging = PathBuf::from(staging);
    let io = |source| StoreError::Io { path: staging.clone(), source };
    if staging.exists() {
        std::fs::remove_dir_all(&staging).map_err(io)?;
    }
    let restored = unpack(path, &staging).and_then(|backup| {
        std::fs::rename(&staging, dir).map_err(io)?;
        if let Some(parent) = dir.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            sync_names(parent).map_err(io)?;
        }
        Ok(backup)
    });
    if restored.is_err() {
        // It may not have been made at all.
        let _ = std::fs::remove_dir_all(&staging);
    }
    restored
}

fn unpack(path: &Path, staging: &Path) -> Result<Backup, StoreError> {
    let wrong = |what: String| StoreError::Backup { path: path.to_path_buf(), what };
    let broken = |error: std::io::Error| {
        wrong(format!("it cannot be read as a backup ({error}); take another copy of it"))
    };
    let io = |source| StoreError::Io { path: staging.to_path_buf(), source };
    std::fs::create_dir_all(staging).map_err(io)?;
    let file =
        File::open(path).map_err(|source| StoreError::Io { path: path.to_path_buf(), source })?;
    let mut archive = tar::Archive::new(BufReader::new(file));
    let mut found: BTreeMap<String, (u64, Digest)> = BTreeMap::new();
    let (mut about, mut pieces): (Option<About>, Option<Vec<Piece>>) = (None, None);
    for entry in archive.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        let name = entry.path().map_err(broken)?.to_string_lossy().into_owned();
        if let Some(below) = name.strip_prefix(FILES).and_then(|name| name.strip_prefix('/')) {
            let place = within(staging, below).ok_or_else(|| {
                wrong(format!("{name:?} leads out of it; this is no backup of skillmap"))
            })?;
            let seen = write_synced(&mut entry, &place).map_err(io)?;
            found.insert(name, seen);
            continue;
        }
        if entry.size() > ENTRY_BYTES {
            return Err(wrong(format!(
                "{name:?} has more than {ENTRY_BYTES} bytes; this is no backup of skillmap"
            )));
        }
        let mut content = Vec::new();
        entry.read_to_end(&mut content).map_err(broken)?;
        let unread = |error: String| {
            wrong(format!("its {name} cannot be read ({error}); take another copy of it"))
        };
        match name.as_str() {
            ABOUT => {
                let said = serde_json::from_slice(&content).map_err(|e| unread(e.to_string()))?;
                about = Some(checked(said, path)?);
            }
            RECORDS => {
                let trees: Vec<Tree> =
                    postcard::from_bytes(&content).map_err(|e| unread(e.to_string()))?;
                fill(staging, &trees)?;
            }
            DIGESTS => {
                pieces = Some(serde_json::from_slice(&content).map_err(|e| unread(e.to_string()))?);
                continue;
            }
            _ => {
                return Err(wrong(format!(
                    "{name:?} is not of a backup; this is no backup of skillmap"
                )));
            }
        }
        found.insert(name, (content.len() as u64, Digest::of(&content)));
    }
    let (Some(about), Some(pieces)) = (about, pieces) else {
        return Err(wrong("it breaks off; take another copy of it".to_owned()));
    };
    for piece in &pieces {
        if found.get(&piece.path) != Some(&(piece.n_bytes, piece.digest)) {
            let what = format!(
                "{} in it is missing or is not what was backed up; take another copy of it",
                piece.path
            );
            return Err(wrong(what));
        }
    }
    if pieces.len() != found.len() {
        return Err(wrong(
            "it holds files that were not backed up; take another copy of it".to_owned(),
        ));
    }
    sync_names(staging).map_err(io)?;
    summed(path, pieces.len() as u64 + 1, about.revision)
}

/// What the first file says, if this program can restore it.
fn checked(about: About, path: &Path) -> Result<About, StoreError> {
    for (what, found, supported) in
        [("backup", about.backup_format, BACKUP_FORMAT), ("store", about.store_format, FORMAT)]
    {
        if found != supported {
            let what = format!(
                "its {what} has format {found}, this skillmap restores {supported}; use skillmap {}",
                about.skillmap
            );
            return Err(StoreError::Backup { path: path.to_path_buf(), what });
        }
    }
    Ok(about)
}

/// A new database with these trees, on the disk.
fn fill(dir: &Path, trees: &[Tree]) -> Result<(), StoreError> {
    let database = |source| StoreError::Database { dir: dir.to_path_buf(), source };
    let db = sled::Config::new().path(dir).flush_every_ms(None).open().map_err(database)?;
    for (name, pairs) in trees {
        let tree = db.open_tree(name).map_err(database)?;
        for (key, value) in pairs {
            tree.insert(key, value.as_slice()).map_err(database)?;
        }
    }
    db.flush().map_err(database)?;
    drop(db);
    let path = dir.join("db");
    let sync = || File::open(&path)?.sync_all();
    sync().map_err(|source| StoreError::Io { path: path.clone(), source })
}

/// `contents/12` below a folder; nothing for what is not a folder's name and a file's.
fn within(dir: &Path, name: &str) -> Option<PathBuf> {
    let parts: Vec<Component<'_>> = Path::new(name).components().collect();
    match parts[..] {
        [Component::Normal(folder), Component::Normal(file)] if folder != SLED_FOLDER => {
            Some(dir.join(folder).join(file))
        }
        _ => None,
    }
}

/// Writes what is read into a new file; gives its bytes and digest once it is on the disk.
fn write_synced(from: &mut impl Read, place: &Path) -> std::io::Result<(u64, Digest)> {
    if let Some(folder) = place.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = File::create_new(place)?;
    let mut digester = Digester::default();
    let mut buffer = vec![0; 1 << 16];
    let mut n_bytes = 0;
    loop {
        let n = from.read(&mut buffer)?;
        if n == 0 {
            break;
        }
        file.write_all(&buffer[..n])?;
        digester.write_all(&buffer[..n])?;
        n_bytes += n as u64;
    }
    file.sync_all()?;
    Ok((n_bytes, digester.digest()))
}

fn append(tar: &mut tar::Builder<impl Write>, name: &str, content: &[u8]) -> std::io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(content.len() as u64);
    header.set_mode(0o600);
    header.set_entry_type(tar::EntryType::Regular);
    tar.append_data(&mut header, name, content)
}

fn encoded(value: &impl Serialize) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(value).map_err(|e| StoreError::Encoding { reason: e.to_string() })
}

/// What is told of a backup file.
fn summed(path: &Path, n_files: u64, revision: u64) -> Result<Backup, StoreError> {
    let mut digester = Digester::default();
    let sum = || std::io::copy(&mut File::open(path)?, &mut digester);
    let n_bytes =
        { sum }().map_err(|source| StoreError::Io { path: path.to_path_buf(), source })?;
    Ok(Backup { revision, n_files, n_bytes, digest: digester.digest() })
}
