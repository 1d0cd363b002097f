//! What is held -> a mark each, by which a change is seen without reading the content.

use crate::store::Store;
use crate::store::StoreError;

/// Digits of a digest that tell two contents apart for people.
const DIGITS: usize = 12;

impl Store {
    /// The names of all profiles, each with the beginning of its digest.
    ///
    /// Errors: the disk refuses.
    pub fn profile_marks(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.marks(&self.profiles)
    }

    /// The names of all workspaces with examples, each with the beginning of the digest of its examples.
    ///
    /// Errors: the disk refuses.
    pub fn example_marks(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.marks(&self.examples)
    }

    /// The names of all crosswalks, each with the beginning of the digest of what it says beside its decisions.
    ///
    /// Errors: the disk refuses.
    pub fn crosswalk_marks(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.marks(&self.crosswalks)
    }

    fn marks(&self, tree: &sled::Tree) -> Result<Vec<(String, String)>, StoreError> {
        let mark = |entry: sled::Result<(sled::IVec, sled::IVec)>| {
            let (name, digest) = entry.map_err(|e| self.database(e))?;
            let digest = String::from_utf8_lossy(&digest).chars().take(DIGITS).collect();
            Ok((String::from_utf8_lossy(&name).into_owned(), digest))
        };
        tree.iter().map(mark).collect()
    }
}
