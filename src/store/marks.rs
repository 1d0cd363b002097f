//! What is held -> a mark each, by which a change is seen without reading the content.

use crate::model::Digest;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::documents;

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

    /// How many documents a workspace keeps, and the beginning of a digest over all of them; nothing where it keeps none.
    ///
    /// Cost: O(documents of it); their texts are not read. Errors: the disk refuses.
    pub fn document_mark(&self, workspace: &str) -> Result<Option<(u64, String)>, StoreError> {
        let (mut n_documents, mut all) = (0, Vec::new());
        for pair in self.documents.scan_prefix(documents::key(workspace, "")) {
            let (name, summary) = pair.map_err(|e| self.database(e))?;
            all.extend_from_slice(&name);
            // The summary has the digest of what the document says.
            all.extend_from_slice(&summary);
            n_documents += 1;
        }
        let mark = || Digest::of(&all).to_string().chars().take(DIGITS).collect();
        Ok((n_documents > 0).then(|| (n_documents, mark())))
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
