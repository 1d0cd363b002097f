//! Documents of workspaces <-> disk: a file of its own for each, a key for which file is meant.
//!
//! # Layout
//! The tree `documents`: workspace, a zero byte, id -> summary as JSON, with the digest of the content. Beside it the
//! folder `documents`: one file per document, named by that digest. A file is on the disk before any key speaks of
//! it; one that no key speaks of was left by an interrupted change, and is swept when the store opens. Why files: a
//! text with its tags is far beyond what the database is trusted with (see the module's header). The digest is of
//! the workspace and the id too, so that no two documents share a file.

use std::collections::BTreeSet;

use crate::limits;
use crate::model::DocumentSummary;
use crate::model::SavedDocument;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::contents::remove_all_but;

/// The folder of the documents, beside the database's own files.
pub(in crate::store) const FOLDER: &str = "documents";

/// The key of a document. Names have no zero byte, so that none is the beginning of another.
pub(in crate::store) fn key(workspace: &str, id: &str) -> Vec<u8> {
    [workspace.as_bytes(), &[0], id.as_bytes()].concat()
}

impl Store {
    /// The workspaces that keep documents, by name. Cost: O(documents).
    ///
    /// Errors: the disk refuses.
    pub fn document_workspaces(&self) -> Result<Vec<String>, StoreError> {
        let mut names: Vec<String> = Vec::new();
        for key in self.documents.iter().keys() {
            let key = key.map_err(|e| self.database(e))?;
            let name = key.split(|byte| *byte == 0).next().unwrap_or_default();
            let name = String::from_utf8_lossy(name);
            if names.last().is_none_or(|last| *last != name) {
                names.push(name.into_owned());
            }
        }
        Ok(names)
    }

    /// The documents of a workspace in short, by id. Cost: O(documents of it); their texts are not read.
    ///
    /// Errors: the disk refuses, or a summary is damaged.
    pub fn documents(&self, workspace: &str) -> Result<Vec<DocumentSummary>, StoreError> {
        let summaries = self.documents.scan_prefix(key(workspace, "")).values();
        summaries.map(|value| summary(&value.map_err(|e| self.database(e))?)).collect()
    }

    /// A document, if it is kept.
    ///
    /// Errors: the disk refuses, or it is damaged.
    pub fn document(&self, workspace: &str, id: &str) -> Result<Option<SavedDocument>, StoreError> {
        let found = self.documents.get(key(workspace, id)).map_err(|e| self.database(e))?;
        let Some(value) = found else { return Ok(None) };
        let digest = summary(&value)?.digest.to_string();
        let what = format!("a document of workspace {workspace}");
        self.get_named(FOLDER, digest.as_bytes(), &what).map(Some)
    }

    /// Refuses more documents than a workspace, and more workspaces than the store, may have.
    ///
    /// Errors: there would be too many.
    pub fn check_room(&self, workspace: &str, new: &[&str]) -> Result<(), StoreError> {
        let there: BTreeSet<String> =
            self.documents(workspace)?.into_iter().map(|summary| summary.id).collect();
        let n_new = new.iter().filter(|id| !there.contains(**id)).count();
        let found = there.len() + n_new;
        if found > limits::WORKSPACE_DOCUMENTS {
            let what = format!("documents of workspace {workspace}");
            return Err(StoreError::TooLarge { what, found, limit: limits::WORKSPACE_DOCUMENTS });
        }
        if there.is_empty() {
            let found = self.document_workspaces()?.len() + 1;
            if found > limits::WORKSPACES {
                let what = "workspaces".to_owned();
                return Err(StoreError::TooLarge { what, found, limit: limits::WORKSPACES });
            }
        }
        Ok(())
    }

    /// Forgets a document; says whether there was one. When it returns, that is on the disk.
    ///
    /// Errors: the disk refuses.
    pub fn remove_document(&self, workspace: &str, id: &str) -> Result<bool, StoreError> {
        let _guard = self.writer()?;
        let removed = self.documents.remove(key(workspace, id)).map_err(|e| self.database(e))?;
        let Some(value) = removed else { return Ok(false) };
        self.sync()?;
        self.drop_document(&summary(&value)?.digest.to_string())?;
        Ok(true)
    }

    /// The digests of what is held now of documents that are to be written.
    pub(in crate::store) fn replaced_documents(
        &self,
        new: &[SavedDocument],
    ) -> Result<Vec<String>, StoreError> {
        let mut digests = Vec::new();
        for document in new {
            let key = key(&document.workspace, &document.id);
            if let Some(value) = self.documents.get(key).map_err(|e| self.database(e))? {
                digests.push(summary(&value)?.digest.to_string());
            }
        }
        Ok(digests)
    }

    /// Removes the file of a document that no key speaks of any more.
    pub(in crate::store) fn drop_document(&self, digest: &str) -> Result<(), StoreError> {
        let path = self.dir().join(FOLDER).join(digest);
        match std::fs::remove_file(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                Err(StoreError::Io { path, source })
            }
            _ => Ok(()),
        }
    }

    /// Removes files that no document speaks of.
    pub(in crate::store) fn sweep_documents(&self) -> Result<(), StoreError> {
        let folder = self.dir().join(FOLDER);
        if !folder.exists() {
            return Ok(());
        }
        let mut known = BTreeSet::new();
        for value in self.documents.iter().values() {
            known.insert(summary(&value.map_err(|e| self.database(e))?)?.digest.to_string());
        }
        remove_all_but(&known, &folder)
    }
}

fn summary(value: &[u8]) -> Result<DocumentSummary, StoreError> {
    let damaged = |_| StoreError::Damaged { what: "the list of documents".to_owned() };
    serde_json::from_slice(value).map_err(damaged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Digest;
    use crate::model::DocumentKind;
    use crate::model::Example;
    use crate::model::Language;
    use crate::model::Score;
    use crate::model::TaggedWith;
    use crate::store::Together;

    fn document(workspace: &str, id: &str, text: &str) -> SavedDocument {
        SavedDocument {
            workspace: workspace.into(),
            id: id.into(),
            title: format!("{text} {}", "t".repeat(500)),
            kind: DocumentKind::Course,
            language: Language::ENGLISH,
            text: text.repeat(50_000),
            credit: None,
            n_passages: 1,
            sections: Vec::new(),
            left_out: Vec::new(),
            abstained: Vec::new(),
            tagged: TaggedWith {
                revision: 1,
                releases: Vec::new(),
                min_score: Score::new(0.25),
                limit: 50,
                rules: Vec::new(),
                text_digest: Digest::of(text.as_bytes()),
            },
            saved: "2026-11-22T09:30:00Z".into(),
            saved_by: String::new(),
            tags: Vec::new(),
        }
    }

    fn keep(store: &Store, documents: Vec<SavedDocument>) {
        let change = Together { documents, ..Together::default() };
        store.change_together(|| Ok::<_, StoreError>(change)).unwrap();
    }

    #[test]
    fn documents_are_there_after_opening_again_as_they_were_saved_last() {
        let dir = tempfile::tempdir().unwrap();
        {
            let store = Store::open(dir.path()).unwrap();
            keep(&store, vec![document("a", "1", "x"), document("a", "2", "x")]);
            // A workspace whose name begins like another's keeps its own.
            keep(&store, vec![document("ab", "1", "y"), document("a", "3", "gone")]);
            keep(&store, vec![document("a", "2", "z")]);
            keep(&store, vec![document("a", "2", "z")]);
            assert!(store.remove_document("a", "3").unwrap());
            assert!(!store.remove_document("a", "3").unwrap());
        }
        let files = || std::fs::read_dir(dir.path().join(FOLDER)).unwrap().count();
        assert_eq!(files(), 3, "help: what is replaced or removed leaves no file");
        std::fs::write(dir.path().join(FOLDER).join("left"), b"by a kill").unwrap();
        let store = Store::open(dir.path()).unwrap();
        assert_eq!(files(), 3, "help: what no key speaks of is swept");
        assert_eq!(store.document_workspaces().unwrap(), ["a", "ab"]);
        assert_eq!(store.document("a", "2").unwrap(), Some(document("a", "2", "z")));
        assert_eq!(store.document("a", "3").unwrap(), None);
        let short = store.documents("a").unwrap();
        assert_eq!(short.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(short[0].title.chars().count(), 120);
    }

    #[test]
    fn a_document_and_its_examples_change_together_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let concept = crate::model::ConceptId::new("urn:t:1").unwrap();
        let example = Example { text: "weld".into(), concept };
        let change = |examples: Vec<Example>, id: &str, text: String| Together {
            examples: vec![("a".into(), examples)],
            documents: vec![SavedDocument { text, ..document("a", id, "x") }],
            ..Together::default()
        };
        let make = |change: Together| store.change_together(|| Ok::<_, StoreError>(change));
        make(change(vec![example.clone()], "1", "x".into())).unwrap();
        let long = "x".repeat(limits::SAVED_DOCUMENT_BYTES);
        let refused = make(change(Vec::new(), "2", long)).unwrap_err();
        assert!(refused.to_string().contains("document 2"), "{refused}");
        assert_eq!(store.examples("a").unwrap(), [example]);
        assert_eq!(store.documents("a").unwrap().len(), 1);
        // The last example taken away leaves no workspace of examples behind.
        make(change(Vec::new(), "1", "y".into())).unwrap();
        assert_eq!(store.workspaces().unwrap(), [""; 0]);
    }

    #[test]
    fn what_is_beyond_its_bound_or_damaged_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        keep(&store, vec![document("a", "1", "x")]);
        let many: Vec<String> = (0..limits::WORKSPACE_DOCUMENTS).map(|n| n.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        // The document "1" is among them.
        assert!(store.check_room("a", &many).is_ok());
        let error = store.check_room("a", &[&many[..], &["one more"]].concat()).unwrap_err();
        assert!(error.to_string().contains("20001 is beyond"), "{error}");
        let file = std::fs::read_dir(dir.path().join(FOLDER)).unwrap().next().unwrap().unwrap();
        std::fs::write(file.path(), b"{}").unwrap();
        assert!(matches!(store.document("a", "1"), Err(StoreError::Damaged { .. })));
    }
}
