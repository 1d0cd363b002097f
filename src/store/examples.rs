//! Confirmed examples of a workspace <-> disk: a file of its own for them, a key for which file is meant.
//!
//! # Layout
//! The tree `examples`: workspace -> digest of its examples. Beside it the folder `examples`: one file per
//! workspace, named by that digest. A file is on the disk before any key speaks of it; one that no key speaks of
//! was left by an interrupted change, and is swept when the store opens. Why files: thousands of examples
//! at once are more than the database is trusted with (see the module's header).

use crate::limits;
use crate::model::Digest;
use crate::model::Example;
use crate::store::Store;
use crate::store::StoreError;

/// The folder of the examples, beside the database's own files.
pub(in crate::store) const FOLDER: &str = "examples";

impl Store {
    /// The workspaces that have examples, by name.
    ///
    /// Errors: the disk refuses.
    pub fn workspaces(&self) -> Result<Vec<String>, StoreError> {
        let name = |key: sled::Result<sled::IVec>| {
            Ok(String::from_utf8_lossy(&key.map_err(|e| self.database(e))?).into_owned())
        };
        self.examples.iter().keys().map(name).collect()
    }

    /// The examples of a workspace, sorted, each once; none where it has none.
    ///
    /// Errors: the disk refuses, or they are damaged.
    pub fn examples(&self, workspace: &str) -> Result<Vec<Example>, StoreError> {
        let Some(digest) = self.examples.get(workspace).map_err(|e| self.database(e))? else {
            return Ok(Vec::new());
        };
        self.get_named(FOLDER, &digest, &format!("examples of {workspace}"))
    }

    /// Puts what `change` makes of a workspace's examples in their place, sorted and each once, and gives them.
    /// When it returns, they are on the disk. A workspace without examples is forgotten.
    ///
    /// Errors: there are too many, or the disk refuses; the store is then as it was.
    pub fn change_examples(
        &self,
        workspace: &str,
        change: impl FnOnce(&mut Vec<Example>),
    ) -> Result<Vec<Example>, StoreError> {
        let _guard = self.writer()?;
        let before = self.examples(workspace)?;
        let mut examples = before.clone();
        change(&mut examples);
        examples.sort();
        examples.dedup();
        if examples == before {
            return Ok(examples);
        }
        let too_large = |what: &str, found, limit| {
            Err(StoreError::TooLarge { what: what.to_owned(), found, limit })
        };
        if examples.len() > limits::EXAMPLES {
            return too_large("examples of the workspace", examples.len(), limits::EXAMPLES);
        }
        if before.is_empty() && self.examples.len() >= limits::WORKSPACES {
            return too_large("workspaces", self.examples.len() + 1, limits::WORKSPACES);
        }
        if examples.is_empty() {
            self.examples.remove(workspace).map_err(|e| self.database(e))?;
        } else {
            let content = serde_json::to_vec(&examples)
                .map_err(|e| StoreError::Encoding { reason: e.to_string() })?;
            let digest = Digest::of(&content).to_string();
            self.put_file(FOLDER, &digest, &content)?;
            self.examples.insert(workspace, digest.as_bytes()).map_err(|e| self.database(e))?;
        }
        self.sync()?;
        self.sweep_examples()?;
        Ok(examples)
    }

    /// Removes files that no workspace speaks of.
    pub(in crate::store) fn sweep_examples(&self) -> Result<(), StoreError> {
        self.sweep_folder(FOLDER, &self.examples)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ConceptId;

    fn example(number: usize) -> Example {
        let concept = ConceptId::new(format!("urn:t:{number}")).unwrap();
        Example { text: format!("title {number:06}"), concept }
    }

    #[test]
    fn examples_are_there_after_opening_again_and_nothing_else_is() {
        let dir = tempfile::tempdir().unwrap();
        {
            let store = Store::open(dir.path()).unwrap();
            for n in [3, 20_000, 2] {
                let all: Vec<Example> = (0..n).rev().map(example).collect();
                store.change_examples("a", |examples| *examples = all).unwrap();
            }
            store.change_examples("b", |examples| examples.push(example(1))).unwrap();
            store.change_examples("b", Vec::clear).unwrap();
            // Two workspaces with the same examples share a file.
            for workspace in ["c", "d"] {
                store.change_examples(workspace, |e| e.push(example(7))).unwrap();
            }
            store.change_examples("d", Vec::clear).unwrap();
        }
        let store = Store::open(dir.path()).unwrap();
        assert_eq!(store.workspaces().unwrap(), ["a", "c"]);
        assert_eq!(store.examples("a").unwrap(), [example(0), example(1)]);
        assert_eq!(store.examples("b").unwrap(), []);
        assert_eq!(store.examples("c").unwrap(), [example(7)]);
        assert_eq!(std::fs::read_dir(dir.path().join(FOLDER)).unwrap().count(), 2);
    }

    #[test]
    fn what_is_beyond_its_bound_or_damaged_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let many = |examples: &mut Vec<Example>| {
            examples.extend((0..=limits::EXAMPLES).map(example));
        };
        let error = store.change_examples("a", many).unwrap_err();
        assert!(error.to_string().contains("50001 is beyond"), "{error}");
        store.change_examples("a", |e| e.push(example(1))).unwrap();
        let file = std::fs::read_dir(dir.path().join(FOLDER)).unwrap().next().unwrap().unwrap();
        std::fs::write(file.path(), b"[]").unwrap();
        assert!(matches!(store.examples("a"), Err(StoreError::Damaged { .. })));
    }
}
