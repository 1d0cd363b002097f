//! Entries of the audit log <-> disk: numbered, each with the digest of the one before.
//!
//! # Layout
//! The tree `audit`: number (u64, big-endian) -> the entry as JSON. In `meta`, `audit`: the last number and the digest of that
//! entry, so that a log that was cut off shows as well. Both change in one transaction.
//!
//! # Why
//! Nothing here removes or rewrites an entry. Whoever may write the data folder can do so by other means, but not without
//! making all entries after it anew; a copy of the last digest, kept elsewhere, then tells.

use sled::Transactional as _;

use crate::limits;
use crate::model::AuditEntry;
use crate::model::Digest;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::disk::Steady;

/// Where `meta` says how far the log goes.
const LAST: &str = "audit";

impl Store {
    /// Adds an entry; its number and what it says of the one before are set here. When it returns, the entry is on the disk.
    /// Changes that have no room are counted.
    ///
    /// Errors: the disk refuses.
    pub fn add_audit(&self, mut entry: AuditEntry) -> Result<AuditEntry, StoreError> {
        let _guard = self.writer()?;
        let (number, previous) = self.last_audit()?;
        entry.number = number + 1;
        entry.previous = previous;
        let content = loop {
            let content = encoded(&entry)?;
            if content.len() <= limits::AUDIT_BYTES || entry.changes.pop().is_none() {
                break content;
            }
            entry.n_left_out += 1;
        };
        let last = last(entry.number, Digest::of(&content));
        let number = entry.number.to_be_bytes();
        let change = (&self.meta, &self.audit).transaction(|(meta, audit)| {
            audit.insert(&number, content.as_slice())?;
            meta.insert(LAST, last.as_str())?;
            Ok::<(), Steady>(())
        });
        change.map_err(|e| self.transaction_failed(e))?;
        self.sync()?;
        Ok(entry)
    }

    /// Entries with numbers below `before` (all when nothing), the newest first, one by one as they are asked for.
    pub fn audit_entries(
        &self,
        before: Option<u64>,
    ) -> impl Iterator<Item = Result<AuditEntry, StoreError>> + '_ {
        let end = before.unwrap_or(u64::MAX).to_be_bytes();
        self.audit.range(..end).rev().map(|entry| {
            let (number, content) = entry.map_err(|e| self.database(e))?;
            serde_json::from_slice(&content).map_err(|_| damaged(number_of(&number)))
        })
    }

    /// Reads the whole log and checks that no entry was changed, put in or taken out. Gives how many there are.
    ///
    /// Errors: the disk refuses, or an entry is not what was written; the first such one is named.
    pub fn check_audit(&self) -> Result<u64, StoreError> {
        // No entry comes in between the log and its end.
        let _guard = self.writer()?;
        let (mut number, mut digest) = (0, Digest::of(b""));
        for entry in &self.audit {
            let (at, content) = entry.map_err(|e| self.database(e))?;
            number += 1;
            let entry: Option<AuditEntry> = serde_json::from_slice(&content).ok();
            let is_next = entry.is_some_and(|entry| {
                entry.number == number && number_of(&at) == number && entry.previous == digest
            });
            if !is_next {
                return Err(damaged(number));
            }
            digest = Digest::of(&content);
        }
        if self.last_audit()? == (number, digest) { Ok(number) } else { Err(damaged(number)) }
    }

    fn last_audit(&self) -> Result<(u64, Digest), StoreError> {
        let Some(value) = self.meta.get(LAST).map_err(|e| self.database(e))? else {
            return Ok((0, Digest::of(b"")));
        };
        let read = || {
            let (number, digest) = str::from_utf8(&value).ok()?.split_once(' ')?;
            let digest = serde_json::from_value(digest.into()).ok()?;
            Some((number.parse().ok()?, digest))
        };
        read().ok_or_else(|| StoreError::Damaged { what: "end of the audit log".to_owned() })
    }
}

fn last(number: u64, digest: Digest) -> String {
    format!("{number} {digest}")
}

fn encoded(entry: &AuditEntry) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(entry).map_err(|e| StoreError::Encoding { reason: e.to_string() })
}

fn number_of(bytes: &[u8]) -> u64 {
    <[u8; 8]>::try_from(bytes).map_or(0, u64::from_be_bytes)
}

fn damaged(number: u64) -> StoreError {
    StoreError::Damaged { what: format!("audit log, entry {number}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Actor;
    use crate::model::AuditChange;
    use crate::model::AuditOutcome;

    fn entry(n_changes: usize) -> AuditEntry {
        let change = |n| AuditChange {
            part: format!("release {n}"),
            before: None,
            after: Some("x".repeat(100)),
        };
        AuditEntry {
            number: 0,
            time: "2026-01-01T00:00:00Z".into(),
            who: Actor { key: None, name: "ann".into() },
            operation: "import".into(),
            target: "a.csv".into(),
            outcome: AuditOutcome::Done,
            changes: (0..n_changes).map(change).collect(),
            n_left_out: 0,
            request: String::new(),
            previous: Digest::of(b"anything"),
        }
    }

    fn opened(dir: &tempfile::TempDir, n_entries: usize) -> Store {
        let store = Store::open(dir.path()).unwrap();
        for _ in 0..n_entries {
            store.add_audit(entry(1)).unwrap();
        }
        store
    }

    #[test]
    fn entries_are_numbered_and_come_newest_first() {
        let dir = tempfile::tempdir().unwrap();
        drop(opened(&dir, 3));
        let store = opened(&dir, 2);
        assert_eq!(store.check_audit().unwrap(), 5);
        let numbers = |before| -> Vec<u64> {
            store.audit_entries(before).map(|entry| entry.unwrap().number).collect()
        };
        assert_eq!(numbers(None), [5, 4, 3, 2, 1]);
        assert_eq!(numbers(Some(3)), [2, 1]);
    }

    #[test]
    fn what_has_no_room_is_counted() {
        let dir = tempfile::tempdir().unwrap();
        let added = opened(&dir, 0).add_audit(entry(100)).unwrap();
        assert!(encoded(&added).unwrap().len() <= limits::AUDIT_BYTES);
        assert_eq!(added.changes.len() as u64 + added.n_left_out, 100);
        assert!(!added.changes.is_empty());
    }

    /// What somebody does to the log.
    type Tamper<'a> = &'a dyn Fn(&Store);

    #[test]
    fn a_change_or_a_gap_in_the_log_shows() {
        let bytes = |n: u64| n.to_be_bytes();
        let forged = |store: &Store| {
            let mut forged: AuditEntry =
                serde_json::from_slice(&store.audit.get(bytes(2)).unwrap().unwrap()).unwrap();
            forged.who.name = "somebody else".into();
            store.audit.insert(bytes(2), encoded(&forged).unwrap()).unwrap();
        };
        let rows: [(&str, Tamper<'_>, u64); 4] = [
            ("changed", &forged, 3),
            ("taken out", &|store| drop(store.audit.remove(bytes(2)).unwrap()), 2),
            ("cut off", &|store| drop(store.audit.remove(bytes(4)).unwrap()), 3),
            ("put in", &|store| drop(store.audit.insert(bytes(5), b"{}".as_slice()).unwrap()), 5),
        ];
        for (what, tamper, at) in rows {
            let dir = tempfile::tempdir().unwrap();
            let store = opened(&dir, 4);
            tamper(&store);
            let error = store.check_audit().unwrap_err().to_string();
            assert!(error.starts_with(&format!("audit log, entry {at}: ")), "{what}: {error}");
        }
    }
}
