//! What the store holds, and the one transaction by which it changes.

use serde::Deserialize;
use serde::Serialize;
use sled::Transactional as _;

use crate::limits;
use crate::model::ConceptId;
use crate::model::Digest;
use crate::model::Framework;
use crate::model::MappingSet;
use crate::model::Release;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::disk::Steady;

/// One release of a framework, or one mapping set, as the store knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its number in this store: given once, in order, never given again.
    pub number: u32,
    /// Digest of its content.
    pub digest: Digest,
    /// Bytes of its content, encoded.
    pub n_bytes: u64,
    /// What it is.
    pub about: About,
}

/// What a record is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "sort", rename_all = "snake_case")]
pub enum About {
    /// A release of a framework.
    Framework {
        /// What the release says about itself.
        release: Release,
        /// How many concepts it has.
        n_concepts: u64,
        /// How many relations it has.
        n_relations: u64,
    },
    /// A mapping set.
    MappingSet {
        /// Its title.
        title: String,
        /// Its version; may be empty.
        version: String,
        /// The framework of its subjects.
        subject_source: String,
        /// The framework of its objects.
        object_source: String,
        /// How many mappings it has.
        n_mappings: u64,
    },
}

/// What became of something committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Committed {
    /// It is new and on the disk.
    New(Record),
    /// The same content was there already; nothing changed.
    Unchanged(Record),
}

impl Committed {
    /// The record, new or old.
    pub fn record(&self) -> &Record {
        match self {
            Self::New(record) | Self::Unchanged(record) => record,
        }
    }
}

/// The digest by which a mapping set is known once it is held.
///
/// Errors: it cannot be encoded, never seen.
pub fn mapping_set_digest(set: &MappingSet) -> Result<Digest, StoreError> {
    Ok(Digest::of(&encoded(set)?))
}

fn encoded(set: &MappingSet) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(set).map_err(|e| encoding(&e))
}

/// Something to be kept.
struct Item {
    digest: Digest,
    content: Vec<u8>,
    about: About,
}

impl Item {
    fn of_set(set: &MappingSet) -> Result<Self, StoreError> {
        let content = encoded(set)?;
        let about = About::MappingSet {
            title: set.title.clone(),
            version: set.version.clone(),
            subject_source: set.subject_source.name.clone(),
            object_source: set.object_source.name.clone(),
            n_mappings: set.mappings.len() as u64,
        };
        Ok(Self { digest: Digest::of(&content), content, about })
    }
}

impl Store {
    /// Keeps a release and makes it the current one of its framework. When it returns, the release is on the
    /// disk; the same content again changes nothing but what is current.
    ///
    /// Errors: [`StoreError`]; the store is then as it was.
    pub fn commit_framework(&self, framework: &Framework) -> Result<Committed, StoreError> {
        Ok(self.commit_release(framework, &[])?.0)
    }

    /// Keeps a release and what it says of other frameworks: all of it or nothing.
    ///
    /// Gives what became of the release, and of each mapping set in the order given. Errors: [`StoreError`]; the
    /// store is then as it was.
    pub fn commit_release(
        &self,
        framework: &Framework,
        sets: &[MappingSet],
    ) -> Result<(Committed, Vec<Committed>), StoreError> {
        let about = About::Framework {
            release: framework.release().clone(),
            n_concepts: framework.concepts().len() as u64,
            n_relations: (framework.relations().len() + framework.outside().len()) as u64,
        };
        let content = framework.encode().map_err(|e| encoding(&e))?;
        let mut items = vec![Item { digest: framework.digest(), content, about }];
        for set in sets {
            items.push(Item::of_set(set)?);
        }
        let mut committed = self.commit(items)?;
        let sets = committed.split_off(1);
        match committed.pop() {
            Some(release) => Ok((release, sets)),
            None => Err(StoreError::Missing { what: framework.release().to_string() }),
        }
    }

    /// Keeps a mapping set. When it returns, the set is on the disk; the same content again changes nothing.
    ///
    /// Errors: [`StoreError`]; the store is then as it was.
    pub fn commit_mapping_set(&self, set: &MappingSet) -> Result<Committed, StoreError> {
        let committed = self.commit(vec![Item::of_set(set)?])?.pop();
        committed.ok_or_else(|| StoreError::Missing { what: set.title.clone() })
    }

    /// Keeps these items, those that are new under numbers of their own, and makes the frameworks among them current.
    fn commit(&self, items: Vec<Item>) -> Result<Vec<Committed>, StoreError> {
        let _guard = self.writer()?;
        let known = self.records()?;
        let last = self.meta.get("last").map_err(|e| self.database(e))?;
        let mut last = last.and_then(|v| number_of(&v)).unwrap_or(0);
        let mut committed: Vec<Committed> = Vec::with_capacity(items.len());
        let mut written = Vec::new();
        let mut current = Vec::new();
        let staged = items.into_iter().try_for_each(|item| {
            let mut earlier = known.iter().chain(committed.iter().map(Committed::record));
            let record = earlier.find(|r| r.digest == item.digest).cloned();
            let (is_new, record) = if let Some(record) = record {
                (false, record)
            } else {
                last = last.saturating_add(1);
                written.push(last);
                self.put_content(last, &item.content)?;
                let n_bytes = item.content.len() as u64;
                (true, Record { number: last, digest: item.digest, n_bytes, about: item.about })
            };
            if let About::Framework { release, .. } = &record.about
                && self.current(&release.framework)? != Some(record.number)
            {
                current.push((release.framework.clone(), record.number));
            }
            committed.push(if is_new {
                Committed::New(record)
            } else {
                Committed::Unchanged(record)
            });
            Ok(())
        });
        let staged = staged.and_then(|()| {
            let is_new = |c: &&Committed| matches!(c, Committed::New(_));
            let new: Vec<&Record> =
                committed.iter().filter(is_new).map(Committed::record).collect();
            if new.is_empty() && current.is_empty() {
                return Ok(());
            }
            self.publish(&new, &current)
        });
        if staged.is_err() && !self.is_doubtful() {
            // The error that brought us here matters more than one of sweeping; opening sweeps again. After
            // a failed sync the records may be on the disk: then their contents must be there too.
            for number in written {
                let _ = self.drop_content(number);
            }
        }
        staged.map(|()| committed)
    }

    /// Makes a change visible and safe: one transaction, one flush, one sync.
    fn publish(&self, new: &[&Record], current: &[(ConceptId, u32)]) -> Result<(), StoreError> {
        let encoded: Vec<(u32, Vec<u8>)> = (new.iter())
            .map(|record| Ok((record.number, encode(record)?)))
            .collect::<Result<_, StoreError>>()?;
        let revision = self.revision()? + 1;
        let change =
            (&self.meta, &self.records, &self.current).transaction(|(meta, records, now)| {
                for (number, encoded) in &encoded {
                    let number = number.to_be_bytes();
                    records.insert(&number, encoded.as_slice())?;
                    meta.insert("last", &number)?;
                }
                for (framework, number) in current {
                    now.insert(framework.as_str(), &number.to_be_bytes())?;
                }
                meta.insert("revision", &revision.to_be_bytes())?;
                Ok::<(), Steady>(())
            });
        change.map_err(|e| self.transaction_failed(e))?;
        self.sync()
    }

    /// All records, oldest first.
    ///
    /// Errors: the disk refuses, or a record is damaged.
    pub fn records(&self) -> Result<Vec<Record>, StoreError> {
        let read = |entry: sled::Result<(sled::IVec, sled::IVec)>| {
            let (key, value) = entry.map_err(|e| self.database(e))?;
            let what = || format!("record {}", number_of(&key).unwrap_or(0));
            serde_json::from_slice(&value).map_err(|_| StoreError::Damaged { what: what() })
        };
        self.records.iter().map(read).collect()
    }

    /// The number of the current release of a framework.
    ///
    /// Errors: the disk refuses.
    pub fn current(&self, framework: &ConceptId) -> Result<Option<u32>, StoreError> {
        let value = self.current.get(framework.as_str()).map_err(|e| self.database(e))?;
        Ok(value.and_then(|v| number_of(&v)))
    }

    /// The records of the current releases and of all mapping sets, oldest first.
    ///
    /// Errors: the disk refuses, or a record is damaged.
    pub fn current_records(&self) -> Result<Vec<Record>, StoreError> {
        let mut current = Vec::new();
        for record in self.records()? {
            let is_current = match &record.about {
                About::Framework { release, .. } => {
                    self.current(&release.framework)? == Some(record.number)
                }
                About::MappingSet { .. } => true,
            };
            if is_current {
                current.push(record);
            }
        }
        Ok(current)
    }

    /// Makes another release of a framework the current one.
    ///
    /// Errors: there is no such release, or the disk refuses; nothing changes then.
    pub fn make_current(&self, number: u32) -> Result<(), StoreError> {
        let _guard = self.writer()?;
        let record = self.records()?.into_iter().find(|r| r.number == number);
        match record.map(|r| r.about) {
            Some(About::Framework { release, .. }) => {
                self.publish(&[], &[(release.framework, number)])
            }
            _ => Err(StoreError::Missing { what: format!("number {number}") }),
        }
    }

    /// The framework of a record.
    ///
    /// Errors: the record is of a mapping set, or its content is damaged.
    pub fn framework(&self, record: &Record) -> Result<Framework, StoreError> {
        let About::Framework { release, .. } = &record.about else {
            return Err(StoreError::Missing { what: format!("number {}", record.number) });
        };
        let what = release.to_string();
        let damaged = || StoreError::Damaged { what: what.clone() };
        let content = self.get_content(record.number, record.digest, &what)?;
        Framework::decode(&content).map_err(|_| damaged())
    }

    /// The mapping set of a record.
    ///
    /// Errors: the record is of a framework, or its content is damaged.
    pub fn mapping_set(&self, record: &Record) -> Result<MappingSet, StoreError> {
        let About::MappingSet { title, .. } = &record.about else {
            return Err(StoreError::Missing { what: format!("number {}", record.number) });
        };
        let content = self.get_content(record.number, record.digest, title)?;
        serde_json::from_slice(&content).map_err(|_| StoreError::Damaged { what: title.clone() })
    }
}

fn encode(record: &Record) -> Result<Vec<u8>, StoreError> {
    let encoded = serde_json::to_vec(record).map_err(|e| encoding(&e))?;
    if encoded.len() > limits::RECORD_ABOUT_BYTES {
        let what = match &record.about {
            About::Framework { release, .. } => release.to_string(),
            About::MappingSet { title, .. } => title.chars().take(60).collect(),
        };
        return Err(StoreError::TooLong { what, found: encoded.len() });
    }
    Ok(encoded)
}

fn number_of(bytes: &[u8]) -> Option<u32> {
    <[u8; 4]>::try_from(bytes).ok().map(u32::from_be_bytes)
}

fn encoding(error: &dyn std::fmt::Display) -> StoreError {
    StoreError::Encoding { reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Concept;
    use crate::model::ConceptKind;
    use crate::model::FrameworkBuilder;
    use crate::model::Label;
    use crate::model::LabelKind;
    use crate::model::Language;
    use crate::model::Licence;

    fn framework(version: &str, n_concepts: usize) -> Framework {
        let mut builder = FrameworkBuilder::new(Release {
            framework: ConceptId::new("urn:t").unwrap(),
            key: "t".into(),
            title: "T".into(),
            publisher: String::new(),
            version: version.into(),
            licence: Licence::default(),
            description: String::new(),
        });
        for number in 0..n_concepts {
            let id = ConceptId::new(format!("urn:t:{number}")).unwrap();
            builder.add(Concept::new(id.clone(), ConceptKind::Skill));
            let text = format!("concept number {number} of version {version}").into();
            let label = Label { kind: LabelKind::Preferred, language: Language::ENGLISH, text };
            builder.add_label(id.as_str(), label);
        }
        builder.build().unwrap()
    }

    #[test]
    fn what_was_committed_is_there_after_opening_again_and_the_last_release_is_current() {
        let dir = tempfile::tempdir().unwrap();
        let (first, second) = (framework("1", 3_000), framework("2", 10));
        {
            let store = Store::open(dir.path()).unwrap();
            assert!(matches!(store.commit_framework(&first).unwrap(), Committed::New(_)));
            assert!(matches!(store.commit_framework(&second).unwrap(), Committed::New(_)));
            assert!(matches!(store.commit_framework(&first).unwrap(), Committed::Unchanged(_)));
        }
        let store = Store::open(dir.path()).unwrap();
        let records = store.records().unwrap();
        assert_eq!(records.len(), 2);
        assert_eq!(store.framework(&records[0]).unwrap(), first);
        assert_eq!(store.framework(&records[1]).unwrap(), second);
        // Committed last, though it was there already.
        assert_eq!(store.current(&first.release().framework).unwrap(), Some(records[0].number));
        store.make_current(records[1].number).unwrap();
        assert_eq!(store.current_records().unwrap(), [records[1].clone()]);
        assert!(store.make_current(99).is_err());
    }

    #[test]
    fn nothing_goes_to_files_that_are_never_synced() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        for version in ["1", "2", "3"] {
            store.commit_framework(&framework(version, 20_000)).unwrap();
        }
        drop(store);
        let blobs = std::fs::read_dir(dir.path().join("blobs")).unwrap().count();
        assert_eq!(blobs, 0, "help: only records belong into the database; see mod.rs, # Why");
    }
}
