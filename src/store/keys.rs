//! Key <-> disk: what is known of it, and the digest of its secret, never the secret.
//!
//! # Layout
//! The tree `keys`: id -> the key as JSON, with the BLAKE3 digest of its secret. Keys that were taken back stay, so that the
//! audit log can be read.

use serde::Deserialize;
use serde::Serialize;

use crate::limits;
use crate::model::Key;
use crate::store::Store;
use crate::store::StoreError;

/// A key as it is kept.
#[derive(Serialize, Deserialize)]
struct KeptKey {
    key: Key,
    /// In hexadecimal digits.
    digest: String,
}

impl Store {
    /// All keys, by id.
    ///
    /// Errors: the disk refuses, or one is damaged.
    pub fn keys(&self) -> Result<Vec<Key>, StoreError> {
        let mut keys = Vec::new();
        for entry in &self.keys {
            let (id, kept) = entry.map_err(|e| self.database(e))?;
            keys.push(kept_key(&String::from_utf8_lossy(&id), &kept)?.key);
        }
        Ok(keys)
    }

    /// The key of that id, if that is its secret. The digests are compared in constant time.
    ///
    /// Errors: the disk refuses, or the key is damaged.
    pub fn key_with_secret(&self, id: &str, secret: &str) -> Result<Option<Key>, StoreError> {
        let given = blake3::hash(secret.as_bytes());
        let Some(kept) = self.keys.get(id).map_err(|e| self.database(e))? else {
            return Ok(None);
        };
        let kept = kept_key(id, &kept)?;
        let is_it = blake3::Hash::from_hex(&kept.digest).is_ok_and(|digest| digest == given);
        Ok(is_it.then_some(kept.key))
    }

    /// The key of that id, if there is one.
    ///
    /// Errors: the disk refuses, or the key is damaged.
    pub fn key(&self, id: &str) -> Result<Option<Key>, StoreError> {
        let kept = self.keys.get(id).map_err(|e| self.database(e))?;
        Ok(kept.map(|kept| kept_key(id, &kept)).transpose()?.map(|kept| kept.key))
    }

    /// Keeps a new key. When it returns, the key is on the disk; its secret is not.
    ///
    /// Errors: there are too many, or the disk refuses; the store is then as it was.
    pub fn add_key(&self, key: &Key, secret: &str) -> Result<(), StoreError> {
        let _guard = self.writer()?;
        if self.keys.len() >= limits::KEYS {
            let (found, limit) = (self.keys.len() + 1, limits::KEYS);
            return Err(StoreError::TooLarge { what: "keys".to_owned(), found, limit });
        }
        let digest = blake3::hash(secret.as_bytes()).to_hex().to_string();
        self.keep(&KeptKey { key: key.clone(), digest })
    }

    /// Takes a key back, once and for all. Gives the key; nothing where there is none of that id.
    ///
    /// Errors: the disk refuses, or the key is damaged; the store is then as it was.
    pub fn revoke_key(&self, id: &str, time: &str) -> Result<Option<Key>, StoreError> {
        let _guard = self.writer()?;
        let Some(kept) = self.keys.get(id).map_err(|e| self.database(e))? else {
            return Ok(None);
        };
        let mut kept = kept_key(id, &kept)?;
        if kept.key.revoked.is_none() {
            kept.key.revoked = Some(time.to_owned());
            self.keep(&kept)?;
        }
        Ok(Some(kept.key))
    }

    fn keep(&self, kept: &KeptKey) -> Result<(), StoreError> {
        let content =
            serde_json::to_vec(kept).map_err(|e| StoreError::Encoding { reason: e.to_string() })?;
        if content.len() > limits::RECORD_ABOUT_BYTES {
            let (found, limit) = (content.len(), limits::RECORD_ABOUT_BYTES);
            let what = format!("key {}", kept.key.name);
            return Err(StoreError::TooLarge { what, found, limit });
        }
        self.keys.insert(kept.key.id.as_str(), content).map_err(|e| self.database(e))?;
        self.sync()
    }
}

fn kept_key(id: &str, content: &[u8]) -> Result<KeptKey, StoreError> {
    serde_json::from_slice(content).map_err(|_| StoreError::Damaged { what: format!("key {id}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Role;

    fn key(id: &str) -> Key {
        let (created, name) = ("2026-01-01T00:00:00Z".to_owned(), "agency".to_owned());
        let role = Role::Editor;
        Key { id: id.into(), name, role, only: vec![], created, expires: None, revoked: None }
    }

    #[test]
    fn a_key_is_there_after_opening_again_and_its_secret_is_nowhere() {
        let dir = tempfile::tempdir().unwrap();
        let secret = "a-secret-that-nobody-else-has";
        {
            let store = Store::open(dir.path()).unwrap();
            store.add_key(&key("a"), secret).unwrap();
            store.add_key(&key("b"), "other").unwrap();
            assert!(store.revoke_key("b", "2026-02-02T00:00:00Z").unwrap().is_some());
            assert!(store.revoke_key("c", "2026-02-02T00:00:00Z").unwrap().is_none());
        }
        for entry in std::fs::read_dir(dir.path()).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let bytes = std::fs::read(&path).unwrap();
                let is_there = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
                assert!(!is_there, "{}", path.display());
            }
        }
        let store = Store::open(dir.path()).unwrap();
        assert_eq!(store.keys().unwrap().len(), 2);
        assert_eq!(store.key_with_secret("a", secret).unwrap(), Some(key("a")));
        for (id, wrong) in [("a", "other"), ("b", secret), ("c", secret), ("a", "")] {
            assert_eq!(store.key_with_secret(id, wrong).unwrap(), None, "{id} {wrong}");
        }
        // What was taken back first counts.
        let again = store.revoke_key("b", "2027-01-01T00:00:00Z").unwrap().unwrap();
        assert_eq!(again.revoked.as_deref(), Some("2026-02-02T00:00:00Z"));
    }
}
