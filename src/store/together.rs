//! Changes of several things at once: all of them, or none.
//!
//! # Why
//! Files first, out of sight; then the logs, whose old lengths are kept; then one transaction over the keys. What fails
//! before the transaction is taken back: no key speaks of the files, and the logs are cut to what they were. A kill
//! between the logs and the transaction leaves decisions without the rest; the same change made again finds them there.

use sled::Transactional as _;

use crate::limits;
use crate::model::Crosswalk;
use crate::model::Decision;
use crate::model::Digest;
use crate::model::Example;
use crate::model::Profile;
use crate::model::SavedDocument;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::crosswalks;
use crate::store::disk::Steady;
use crate::store::documents;
use crate::store::examples;
use crate::store::profiles;

/// What is to be as it says here, at once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Together {
    /// Workspaces with all of their examples; sorted and each once when they are kept; one without examples is forgotten.
    pub examples: Vec<(String, Vec<Example>)>,
    /// Profiles that are there, as they are to be.
    pub profiles: Vec<Profile>,
    /// Crosswalks that are there, as they are to be.
    pub crosswalks: Vec<Crosswalk>,
    /// Decisions that are added to the log of a crosswalk.
    pub decisions: Vec<(String, Vec<Decision>)>,
    /// Documents of workspaces, as they are to be; new ones too.
    pub documents: Vec<SavedDocument>,
}

/// A file of the store: its folder, the key that is to speak of it, what the key says, its name, its content.
struct Staged {
    folder: &'static str,
    key: Vec<u8>,
    /// Nothing where the key is to go.
    value: Option<Vec<u8>>,
    digest: String,
    content: Vec<u8>,
}

impl Store {
    /// Makes all of what `make` says so; nobody else changes anything meanwhile, and `make` may read. When it returns, all
    /// of it is on the disk.
    ///
    /// Errors: `make`'s own; something is beyond its bound, or the disk refuses. The store is then as it was.
    pub fn change_together<E: From<StoreError>>(
        &self,
        make: impl FnOnce() -> Result<Together, E>,
    ) -> Result<Together, E> {
        let _guard = self.writer()?;
        let mut change = make()?;
        for (_, examples) in &mut change.examples {
            examples.sort();
            examples.dedup();
        }
        let staged = staged(&change)?;
        let mut logs = Vec::new();
        for (name, new) in change.decisions.iter().filter(|(_, new)| !new.is_empty()) {
            let (there, n_bytes) = self.read_log(name)?;
            check(&format!("decisions about {name}"), there.len() + new.len(), limits::DECISIONS)?;
            logs.push((name, n_bytes, crosswalks::lines(new)?));
        }
        let replaced = self.replaced_documents(&change.documents)?;
        for file in staged.iter().filter(|file| file.value.is_some()) {
            self.put_file(file.folder, &file.digest, &file.content)?;
        }
        for (n_done, (name, n_bytes, lines)) in logs.iter().enumerate() {
            if let Err(error) = self.append(name, *n_bytes, lines.as_bytes()) {
                self.cut_logs(&logs[..n_done])?;
                return Err(error.into());
            }
        }
        if let Err(error) = self.point_at(&staged) {
            self.cut_logs(&logs)?;
            return Err(error.into());
        }
        self.sync()?;
        self.sweep_examples()?;
        self.sweep_profiles()?;
        self.sweep_crosswalks()?;
        let new = |digest: &String| staged.iter().any(|file| file.digest == *digest);
        for digest in replaced.iter().filter(|digest| !new(digest)) {
            self.drop_document(digest)?;
        }
        Ok(change)
    }

    fn cut_logs(&self, logs: &[(&String, u64, String)]) -> Result<(), StoreError> {
        logs.iter().try_for_each(|(name, n_bytes, _)| self.cut_log(name, *n_bytes))
    }

    /// One transaction: every key speaks of its new file.
    fn point_at(&self, staged: &[Staged]) -> Result<(), StoreError> {
        let trees = (&self.examples, &self.profiles, &self.crosswalks, &self.documents);
        let change = trees.transaction(|(examples, profiles, crosswalks, documents)| {
            for file in staged {
                let tree = match file.folder {
                    examples::FOLDER => examples,
                    profiles::FOLDER => profiles,
                    documents::FOLDER => documents,
                    _ => crosswalks,
                };
                match &file.value {
                    Some(value) => tree.insert(file.key.as_slice(), value.as_slice())?,
                    None => tree.remove(file.key.as_slice())?,
                };
            }
            Ok::<(), Steady>(())
        });
        change.map_err(|e| self.transaction_failed(e))
    }
}

/// The files of a change.
///
/// Errors: something is beyond its bound.
fn staged(change: &Together) -> Result<Vec<Staged>, StoreError> {
    let file = |folder, key: &str, content: Result<Vec<u8>, serde_json::Error>| {
        let content = content.map_err(|e| StoreError::Encoding { reason: e.to_string() })?;
        let digest = Digest::of(&content).to_string();
        let value = Some(digest.clone().into_bytes());
        Ok::<_, StoreError>(Staged { folder, key: key.as_bytes().to_vec(), value, digest, content })
    };
    let mut all = Vec::new();
    for (workspace, list) in &change.examples {
        check("examples of the workspace", list.len(), limits::EXAMPLES)?;
        let mut staged = file(examples::FOLDER, workspace, serde_json::to_vec(list))?;
        if list.is_empty() {
            staged.value = None;
        }
        all.push(staged);
    }
    for profile in &change.profiles {
        let staged = file(profiles::FOLDER, &profile.name, serde_json::to_vec(profile))?;
        check(&format!("profile {}", profile.name), staged.content.len(), limits::PROFILE_BYTES)?;
        all.push(staged);
    }
    for crosswalk in &change.crosswalks {
        all.push(file(crosswalks::FOLDER, &crosswalk.name, serde_json::to_vec(crosswalk))?);
    }
    for document in &change.documents {
        let mut staged = file(documents::FOLDER, "", serde_json::to_vec(document))?;
        let what = format!("document {}", document.id);
        check(&what, staged.content.len(), limits::SAVED_DOCUMENT_BYTES)?;
        staged.key = documents::key(&document.workspace, &document.id);
        let summary = serde_json::to_vec(&document.summary(Digest::of(&staged.content)));
        staged.value = Some(summary.map_err(|e| StoreError::Encoding { reason: e.to_string() })?);
        all.push(staged);
    }
    Ok(all)
}

fn check(what: &str, found: usize, limit: usize) -> Result<(), StoreError> {
    if found <= limit {
        return Ok(());
    }
    Err(StoreError::TooLarge { what: what.to_owned(), found, limit })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ConceptId;
    use crate::model::Language;
    use crate::model::Licence;
    use crate::model::Verdict;
    use crate::model::Weight;

    fn id(name: &str) -> ConceptId {
        ConceptId::new(format!("urn:t:{name}")).unwrap()
    }

    fn example(text: &str) -> Example {
        Example { text: text.into(), concept: id("a") }
    }

    fn profile(name: &str, language: &str) -> Profile {
        Profile { name: name.into(), language: language.into(), ..Profile::default() }
    }

    fn crosswalk(name: &str, title: &str) -> Crosswalk {
        Crosswalk {
            name: name.into(),
            title: title.into(),
            author: String::new(),
            licence: Licence::default(),
            from: "a@1".into(),
            to: "b@1".into(),
            language: Language::ENGLISH,
            proposals: Vec::new(),
            published: Vec::new(),
        }
    }

    fn decision(number: u64) -> Decision {
        Decision {
            number,
            time: "2026-11-22T09:30:00Z".into(),
            reviewer: "ann".into(),
            weight: Weight::Confirmed,
            subject: id("a"),
            object: None,
            verdict: Verdict::NoMatch,
            comment: String::new(),
            batch: None,
            is_imported: false,
        }
    }

    fn change(round: &str) -> Together {
        Together {
            examples: vec![("team".into(), vec![example(round), example("b"), example("b")])],
            profiles: vec![profile("p", round)],
            crosswalks: vec![crosswalk("x", round), crosswalk("y", round)],
            decisions: vec![("x".into(), vec![decision(1)]), ("y".into(), vec![decision(1)])],
            documents: Vec::new(),
        }
    }

    /// All that the store holds of these things.
    fn held(store: &Store) -> (Vec<Example>, Vec<Profile>, Vec<Crosswalk>, Vec<usize>) {
        let n = |name: &str| store.decisions(name).unwrap().len();
        (
            store.examples("team").unwrap(),
            store.profiles().unwrap(),
            store.crosswalks().unwrap(),
            vec![n("x"), n("y")],
        )
    }

    #[test]
    fn all_of_a_change_is_there_or_nothing_of_it() {
        let dir = tempfile::tempdir().unwrap();
        {
            let store = Store::open(dir.path()).unwrap();
            store.change_together(|| Ok::<_, StoreError>(change("en"))).unwrap();
            let before = held(&store);
            assert_eq!(before.0, [example("b"), example("en")]);
            assert_eq!(before.3, [1, 1]);
            // The maker refuses.
            let refused = store.change_together(|| {
                Err::<Together, StoreError>(StoreError::Missing { what: "a thing".into() })
            });
            assert!(refused.is_err());
            // Something is beyond its bound.
            let mut beyond = change("de");
            beyond.profiles[0].framework = vec!["x".repeat(limits::PROFILE_BYTES)];
            assert!(store.change_together(|| Ok::<_, StoreError>(beyond)).is_err());
            // The log of the second crosswalk cannot be written: a folder stands in its place.
            let log = dir.path().join("decisions").join("z");
            std::fs::create_dir(&log).unwrap();
            let mut blocked = change("de");
            blocked.decisions.push(("z".into(), vec![decision(1)]));
            assert!(store.change_together(|| Ok::<_, StoreError>(blocked)).is_err());
            std::fs::remove_dir(&log).unwrap();
            assert_eq!(held(&store), before);
            store.change_together(|| Ok::<_, StoreError>(change("de"))).unwrap();
        }
        let store = Store::open(dir.path()).unwrap();
        let after = held(&store);
        assert_eq!(after.0, [example("b"), example("de")]);
        assert_eq!(after.1, [profile("p", "de")]);
        assert_eq!(after.2, [crosswalk("x", "de"), crosswalk("y", "de")]);
        assert_eq!(after.3, [2, 2]);
    }
}
