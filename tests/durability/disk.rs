//! A folder in memory, and what a power cut may leave of it.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use crate::made::Dice;

/// What a disk writes at once: all of it or nothing.
const BLOCK: usize = 4_096;

/// All files of a folder, by their path in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Disk {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

/// What a power cut left.
pub(super) struct Torn {
    pub(super) disk: Disk,
    /// Blocks written since the last sync that reached the disk all the same.
    pub(super) n_blocks_kept: usize,
}

impl Disk {
    pub(super) fn copy(dir: &Path) -> Self {
        let mut disk = Self::default();
        let mut folders = vec![dir.to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(dir).unwrap().to_path_buf();
                    disk.files.insert(name, std::fs::read(&path).unwrap());
                }
            }
        }
        disk
    }

    pub(super) fn restore(&self, dir: &Path) {
        for (name, bytes) in &self.files {
            let path = dir.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }

    /// Files that no sync of the store reaches: their content would be lost.
    pub(super) fn unsynced(&self) -> Vec<&Path> {
        let is_known = |name: &Path| {
            let name = name.to_string_lossy();
            name == "db"
                || name == "conf"
                || name.starts_with("snap.")
                || name.starts_with("contents/")
                || name.starts_with("profiles/")
                || name.starts_with("examples/")
        };
        self.files.keys().map(PathBuf::as_path).filter(|name| !is_known(name)).collect()
    }

    /// What is left of `written` when the power goes and only `self` is safe: of the blocks that differ, any;
    /// of the two lengths of a file, one; of new files, any. Removed files may be back.
    pub(super) fn torn(&self, written: &Self, dice: &mut Dice) -> Torn {
        let mut torn = Torn { disk: self.clone(), n_blocks_kept: 0 };
        // Of ten cuts one loses every block, one keeps every block, the others lie between.
        let share = dice.below(10);
        for (name, new) in &written.files {
            let old = self.files.get(name);
            if old == Some(new) || (old.is_none() && dice.below(3) == 0) {
                continue;
            }
            let mut bytes = old.cloned().unwrap_or_default();
            if dice.below(2) == 0 {
                bytes.resize(new.len(), 0);
            }
            for (block, content) in new.chunks(BLOCK).enumerate() {
                let start = block * BLOCK;
                let end = (start + content.len()).min(bytes.len());
                let is_other = start < end && bytes[start..end] != content[..end - start];
                if is_other && dice.below(9) < share {
                    bytes[start..end].copy_from_slice(&content[..end - start]);
                    torn.n_blocks_kept += 1;
                }
            }
            torn.disk.files.insert(name.clone(), bytes);
        }
        torn
    }

    /// The same with the snapshots of another: sled itself syncs these.
    pub(super) fn with_snapshots_of(mut self, other: &Self) -> Self {
        let is_snapshot = |name: &Path| name.to_string_lossy().starts_with("snap.");
        self.files.retain(|name, _| !is_snapshot(name));
        let snapshots = other.files.iter().filter(|(name, _)| is_snapshot(name));
        self.files.extend(snapshots.map(|(name, bytes)| (name.clone(), bytes.clone())));
        self
    }
}
