//! Profile <-> disk: a file of its own for what it says, a key for which file is meant.
//!
//! # Layout
//! The tree `profiles`: name -> digest of what the profile says. Beside it the folder `profiles`: one file per
//! profile, named by that digest. A file is on the disk before any key speaks of it; one that no key speaks of was
//! left by an interrupted change, and is swept when the store opens. Why files: allow lists of hundreds of
//! concepts do not fit into the database (see the module's header).

use crate::limits;
use crate::model::Digest;
use crate::model::Profile;
use crate::store::Store;
use crate::store::StoreError;

/// The folder of what profiles say, beside the database's own files.
pub(in crate::store) const FOLDER: &str = "profiles";

impl Store {
    /// All profiles, by name.
    ///
    /// Errors: the disk refuses, or one is damaged.
    pub fn profiles(&self) -> Result<Vec<Profile>, StoreError> {
        let mut profiles = Vec::new();
        for entry in &self.profiles {
            let (name, digest) = entry.map_err(|e| self.database(e))?;
            profiles.push(self.read_profile(&String::from_utf8_lossy(&name), &digest)?);
        }
        Ok(profiles)
    }

    /// The profile of that name, if there is one.
    ///
    /// Errors: the disk refuses, or it is damaged.
    pub fn profile(&self, name: &str) -> Result<Option<Profile>, StoreError> {
        let digest = self.profiles.get(name).map_err(|e| self.database(e))?;
        digest.map(|digest| self.read_profile(name, &digest)).transpose()
    }

    /// Keeps a profile, in the place of the one of its name. When it returns, the profile is on the disk.
    ///
    /// Errors: it is too long, there are too many, or the disk refuses; the store is then as it was.
    pub fn save_profile(&self, profile: &Profile) -> Result<(), StoreError> {
        let _guard = self.writer()?;
        let content = serde_json::to_vec(profile)
            .map_err(|e| StoreError::Encoding { reason: e.to_string() })?;
        let what = || format!("profile {}", profile.name);
        if content.len() > limits::PROFILE_BYTES {
            let limit = limits::PROFILE_BYTES;
            return Err(StoreError::TooLarge { what: what(), found: content.len(), limit });
        }
        let name = profile.name.as_str();
        let before = self.profiles.get(name).map_err(|e| self.database(e))?;
        if before.is_none() && self.profiles.len() >= limits::PROFILES {
            let (found, limit) = (self.profiles.len() + 1, limits::PROFILES);
            return Err(StoreError::TooLarge { what: "profiles".to_owned(), found, limit });
        }
        let digest = Digest::of(&content).to_string();
        if before.as_deref() == Some(digest.as_bytes()) {
            return Ok(());
        }
        self.put_file(FOLDER, &digest, &content)?;
        self.profiles.insert(name, digest.as_bytes()).map_err(|e| self.database(e))?;
        self.sync()?;
        self.sweep_profiles()
    }

    /// Forgets a profile; says whether there was one. When it returns, that is on the disk.
    ///
    /// Errors: the disk refuses.
    pub fn remove_profile(&self, name: &str) -> Result<bool, StoreError> {
        let _guard = self.writer()?;
        if self.profiles.remove(name).map_err(|e| self.database(e))?.is_none() {
            return Ok(false);
        }
        self.sync()?;
        self.sweep_profiles()?;
        Ok(true)
    }

    /// Removes files that no profile speaks of.
    pub(in crate::store) fn sweep_profiles(&self) -> Result<(), StoreError> {
        self.sweep_folder(FOLDER, &self.profiles)
    }

    fn read_profile(&self, name: &str, digest: &[u8]) -> Result<Profile, StoreError> {
        self.get_named(FOLDER, digest, &format!("profile {name}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ConceptId;
    use crate::model::Rules;
    use crate::model::Selection;

    fn profile(name: &str, n_blocked: usize) -> Profile {
        let concept = (0..n_blocked).map(|n| ConceptId::new(format!("urn:t:{n}")).unwrap());
        let block = Selection { concept: concept.collect(), ..Selection::default() };
        let rules = Rules { block, ..Rules::default() };
        Profile { name: name.into(), rules, ..Profile::default() }
    }

    #[test]
    fn a_profile_is_there_after_opening_again_as_it_was_saved_last() {
        let dir = tempfile::tempdir().unwrap();
        {
            let store = Store::open(dir.path()).unwrap();
            for n_blocked in [3, 5_000, 2] {
                store.save_profile(&profile("b", n_blocked)).unwrap();
            }
            store.save_profile(&profile("a", 1)).unwrap();
            store.save_profile(&profile("c", 1)).unwrap();
            assert!(store.remove_profile("c").unwrap());
            assert!(!store.remove_profile("c").unwrap());
        }
        let left = std::fs::read_dir(dir.path().join(FOLDER)).unwrap().count();
        assert_eq!(left, 2, "help: what no key speaks of is swept");
        let store = Store::open(dir.path()).unwrap();
        assert_eq!(store.profiles().unwrap(), [profile("a", 1), profile("b", 2)]);
        assert_eq!(store.profile("b").unwrap(), Some(profile("b", 2)));
        assert_eq!(store.profile("c").unwrap(), None);
    }

    #[test]
    fn what_is_beyond_its_bound_or_damaged_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let long = store.save_profile(&profile("long", 60_000)).unwrap_err();
        assert!(long.to_string().contains("profile long"), "{long}");
        store.save_profile(&profile("a", 1)).unwrap();
        let file = std::fs::read_dir(dir.path().join(FOLDER)).unwrap().next().unwrap().unwrap();
        std::fs::write(file.path(), b"{}").unwrap();
        assert!(matches!(store.profile("a"), Err(StoreError::Damaged { .. })));
    }
}
