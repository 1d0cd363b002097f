//! Crosswalk, decisions <-> disk: a file for what it says, a log that only grows for what people decided.
//!
//! # Layout
//! The tree `crosswalks`: name -> digest of what the crosswalk says; beside it the folder `crosswalks`, one file each, named
//! by that digest (as profiles). The folder `decisions`: one file per crosswalk, named as it, one line per decision: the
//! first twelve digits of the digest of the rest, a blank, the decision as JSON. A line is acknowledged when the file is
//! synced. A last line that is not whole was never acknowledged: it is not read, and the next decision is written over it.

use std::fs::OpenOptions;
use std::io::Seek as _;
use std::io::SeekFrom;
use std::io::Write as _;
use std::path::PathBuf;

use crate::limits;
use crate::model::Crosswalk;
use crate::model::Decision;
use crate::model::Digest;
use crate::model::is_crosswalk_name;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::SyncMoment;
use crate::store::contents::sync_names;

/// The folder of what crosswalks say.
pub(in crate::store) const FOLDER: &str = "crosswalks";
/// The folder of the logs.
const LOGS: &str = "decisions";
/// Digits of the digest before each line.
const DIGITS: usize = 12;

impl Store {
    /// All crosswalks at work, by name.
    ///
    /// Errors: the disk refuses, or one is damaged.
    pub fn crosswalks(&self) -> Result<Vec<Crosswalk>, StoreError> {
        let mut all = Vec::new();
        for name in self.crosswalks.iter().keys() {
            let name = name.map_err(|e| self.database(e))?;
            all.extend(self.crosswalk(&String::from_utf8_lossy(&name))?);
        }
        Ok(all)
    }

    /// The crosswalk of that name, if there is one.
    ///
    /// Errors: the disk refuses, or it is damaged.
    pub fn crosswalk(&self, name: &str) -> Result<Option<Crosswalk>, StoreError> {
        let digest = || self.crosswalks.get(name).map_err(|e| self.database(e));
        let what = format!("crosswalk {name}");
        let mut meant = digest()?;
        loop {
            let Some(asked) = meant else { return Ok(None) };
            let read = self.get_named(FOLDER, &asked, &what);
            meant = digest()?;
            // Changed and swept between the look at its name and the look at its file: it is looked at again.
            if read.is_ok() || meant.as_ref() == Some(&asked) {
                return read.map(Some);
            }
        }
    }

    /// Keeps the crosswalk that `make` makes of the one of that name, if there is one; nobody else changes it meanwhile. Its
    /// decisions stay. When it returns, it is on the disk.
    ///
    /// Errors: `make`'s own; there are too many, or the disk refuses. The store is then as it was.
    pub fn change_crosswalk<E: From<StoreError>>(
        &self,
        name: &str,
        make: impl FnOnce(Option<Crosswalk>) -> Result<Crosswalk, E>,
    ) -> Result<Crosswalk, E> {
        let _guard = self.writer()?;
        let before = self.crosswalks.get(name).map_err(|e| self.database(e))?;
        if before.is_none() && self.crosswalks.len() >= limits::CROSSWALKS {
            let (found, limit) = (self.crosswalks.len() + 1, limits::CROSSWALKS);
            return Err(StoreError::TooLarge { what: "crosswalks".to_owned(), found, limit }.into());
        }
        let crosswalk = make(self.crosswalk(name)?)?;
        let content = serde_json::to_vec(&crosswalk)
            .map_err(|e| StoreError::Encoding { reason: e.to_string() })?;
        let digest = Digest::of(&content).to_string();
        if before.as_deref() != Some(digest.as_bytes()) {
            self.put_file(FOLDER, &digest, &content)?;
            self.crosswalks.insert(name, digest.as_bytes()).map_err(|e| self.database(e))?;
            self.sync()?;
            self.sweep_crosswalks()?;
        }
        Ok(crosswalk)
    }

    /// All decisions about a crosswalk, oldest first.
    ///
    /// Errors: the disk refuses, or a line that was acknowledged is damaged.
    pub fn decisions(&self, name: &str) -> Result<Vec<Decision>, StoreError> {
        Ok(self.read_log(name)?.0)
    }

    /// Adds the decisions that `make` makes of those there are; nobody else adds any meanwhile. When it returns, they are
    /// on the disk.
    ///
    /// Errors: `make`'s own, or the disk refuses; the log is then as it was. Of several decisions cut off by a kill, the
    /// first ones may be there, each whole.
    pub fn add_decisions<E: From<StoreError>>(
        &self,
        name: &str,
        make: impl FnOnce(&[Decision]) -> Result<Vec<Decision>, E>,
    ) -> Result<Vec<Decision>, E> {
        let _guard = self.writer()?;
        let (there, n_bytes) = self.read_log(name)?;
        let new = make(&there)?;
        if new.is_empty() {
            return Ok(new);
        }
        if !is_crosswalk_name(name) {
            let reason = format!("{name:?} is no name of a crosswalk");
            return Err(StoreError::Encoding { reason }.into());
        }
        let lines = lines(&new)?;
        let found = there.len() + new.len();
        if found > limits::DECISIONS {
            let what = format!("decisions about {name}");
            return Err(StoreError::TooLarge { what, found, limit: limits::DECISIONS }.into());
        }
        self.append(name, n_bytes, lines.as_bytes())?;
        Ok(new)
    }

    /// Writes lines behind the whole ones of a log, which end at `n_bytes`. They are on the disk when this returns; when it
    /// fails, the log is as it was.
    pub(in crate::store) fn append(
        &self,
        name: &str,
        n_bytes: u64,
        lines: &[u8],
    ) -> Result<(), StoreError> {
        let path = self.log_path(name);
        let io = |source| StoreError::Io { path: path.clone(), source };
        let folder = self.dir().join(LOGS);
        let is_new_folder = !folder.exists();
        std::fs::create_dir_all(&folder).map_err(io)?;
        let is_new = !path.exists();
        let mut file =
            OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(io)?;
        // What was left half written goes first.
        file.set_len(n_bytes).map_err(io)?;
        file.seek(SeekFrom::Start(n_bytes)).map_err(io)?;
        if let Err(source) = file.write_all(lines) {
            // The error that brought us here matters more; what is left is no whole line or is read again.
            let _ = file.set_len(n_bytes);
            return Err(io(source));
        }
        self.tell(SyncMoment::Before);
        file.sync_all().map_err(io)?;
        if is_new {
            sync_names(&folder).map_err(io)?;
        }
        if is_new_folder {
            sync_names(self.dir()).map_err(io)?;
        }
        self.tell(SyncMoment::After);
        Ok(())
    }

    /// Cuts a log back to what was whole before lines were appended that nobody was told of.
    pub(in crate::store) fn cut_log(&self, name: &str, n_bytes: u64) -> Result<(), StoreError> {
        let path = self.log_path(name);
        let io = |source| StoreError::Io { path: path.clone(), source };
        let file = OpenOptions::new().write(true).open(&path).map_err(io)?;
        file.set_len(n_bytes).map_err(io)?;
        file.sync_all().map_err(io)
    }

    /// The decisions of a log, and how many bytes of it are whole.
    pub(in crate::store) fn read_log(
        &self,
        name: &str,
    ) -> Result<(Vec<Decision>, u64), StoreError> {
        // The name is that of a file: what is no name has no log.
        if !is_crosswalk_name(name) {
            return Ok((Vec::new(), 0));
        }
        let path = self.log_path(name);
        let text = match std::fs::read(&path) {
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => {
                return Ok((Vec::new(), 0));
            }
            other => other.map_err(|source| StoreError::Io { path: path.clone(), source })?,
        };
        let mut decisions = Vec::new();
        let mut start = 0;
        while start < text.len() {
            let line = text[start..].split_inclusive(|byte| *byte == b'\n').next().unwrap_or(&[]);
            let Some(decision) = whole(line) else {
                if start + line.len() == text.len() {
                    break;
                }
                let what = format!("decision {} about {name}", decisions.len() + 1);
                return Err(StoreError::Damaged { what });
            };
            decisions.push(decision);
            start += line.len();
        }
        Ok((decisions, start as u64))
    }

    fn log_path(&self, name: &str) -> PathBuf {
        self.dir().join(LOGS).join(name)
    }

    /// Removes files that no crosswalk speaks of.
    pub(in crate::store) fn sweep_crosswalks(&self) -> Result<(), StoreError> {
        self.sweep_folder(FOLDER, &self.crosswalks)
    }
}

/// The decision of a line that was written to its end.
fn whole(line: &[u8]) -> Option<Decision> {
    let line = line.strip_suffix(b"\n")?;
    let (digits, rest) = (line.get(..DIGITS)?, line.get(DIGITS + 1..)?);
    let is_it = Digest::of(rest).short().as_bytes().get(..DIGITS) == Some(digits);
    if is_it { serde_json::from_slice(rest).ok() } else { None }
}

/// Decisions as lines of a log.
pub(in crate::store) fn lines(decisions: &[Decision]) -> Result<String, StoreError> {
    let mut lines = String::new();
    for decision in decisions {
        let line = serde_json::to_string(decision)
            .map_err(|e| StoreError::Encoding { reason: e.to_string() })?;
        lines.push_str(&Digest::of(line.as_bytes()).short()[..DIGITS]);
        lines.push(' ');
        lines.push_str(&line);
        lines.push('\n');
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ConceptId;
    use crate::model::Verdict;
    use crate::model::Weight;

    fn add(store: &Store, n: u64) -> Vec<Decision> {
        let make = |there: &[Decision]| {
            let first = there.len() as u64 + 1;
            let made = (first..first + n).map(|number| Decision {
                number,
                time: "2026-11-22T09:30:00Z".into(),
                reviewer: "ann".into(),
                weight: Weight::Confirmed,
                subject: ConceptId::new(format!("urn:a:{number}")).unwrap(),
                object: None,
                verdict: Verdict::NoMatch,
                comment: "a comment\nof two lines".into(),
                batch: None,
                is_imported: false,
            });
            Ok::<_, StoreError>(made.collect())
        };
        store.add_decisions("x", make).unwrap()
    }

    #[test]
    fn decisions_are_there_after_opening_again_in_the_order_they_were_made() {
        let dir = tempfile::tempdir().unwrap();
        let first = add(&Store::open(dir.path()).unwrap(), 3);
        let store = Store::open(dir.path()).unwrap();
        let more = add(&store, 2);
        assert_eq!(store.decisions("x").unwrap(), [first, more].concat());
        assert!(store.decisions("y").unwrap().is_empty());
    }

    #[test]
    fn a_line_cut_anywhere_is_as_if_it_had_never_been_and_loses_none_before_it() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let two = add(&store, 2);
        let path = store.log_path("x");
        let whole = std::fs::read(&path).unwrap();
        add(&store, 1);
        let longer = std::fs::read(&path).unwrap();
        for end in whole.len()..longer.len() {
            std::fs::write(&path, &longer[..end]).unwrap();
            assert_eq!(store.decisions("x").unwrap(), two, "cut at {end}");
        }
        assert_eq!(add(&store, 1)[0].number, 3);
        assert_eq!(std::fs::read(&path).unwrap(), longer);
    }

    #[test]
    fn a_damaged_line_before_the_last_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        add(&store, 3);
        let path = store.log_path("x");
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[40] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        let error = store.decisions("x").unwrap_err();
        assert!(error.to_string().contains("decision 1 about x"), "{error}");
    }
}
