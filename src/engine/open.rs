//! A data folder -> an engine that answers from it.

use std::collections::BTreeMap;
use std::mem::replace;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::PoisonError;
use std::sync::RwLock;
use std::thread::sleep;
use std::time::Duration;

use crate::engine::Error;
use crate::engine::Starter;
use crate::engine::access::Access;
use crate::engine::case_shelf::Shelves;
use crate::engine::snapshot::Snapshot;
use crate::engine::starter;
use crate::formats::PdfReader;
use crate::model::Digest;
use crate::model::Language;
use crate::store::Store;
use crate::tagging::Memory;
use crate::tagging::Tagger;
use crate::tagging::Weights;
use crate::tagging::semantic::Model;
use crate::tagging::semantic::SemanticIndex;
use crate::tagging::titles::TitleIndex;

/// How often it is looked whether the last question of an earlier snapshot is answered: after 1 ms, 2 ms, ..., 128 ms in all.
const RETIRING_STEPS: u32 = 7;

/// Everything skillmap can do, over one data folder.
#[derive(Debug)]
pub struct Engine {
    pub(in crate::engine) dir: PathBuf,
    pub(in crate::engine) store: Store,
    pub(in crate::engine) snapshot: RwLock<Arc<Snapshot>>,
    pub(in crate::engine) taggers: Mutex<BTreeMap<(u32, Language), TaggerPlace>>,
    pub(in crate::engine) weights: Arc<Weights>,
    pub(in crate::engine) model: Option<Arc<Model>>,
    pub(in crate::engine) pdf: PdfReader,
    pub(in crate::engine) vectors: Mutex<BTreeMap<(u32, Language), VectorsPlace>>,
    pub(in crate::engine) titles: Mutex<BTreeMap<(u32, Language), TitlesPlace>>,
    /// Memories of workspaces.
    pub(in crate::engine) memories: Mutex<BTreeMap<(String, Language), MadeMemory>>,
    /// Packages of CASE.
    pub(in crate::engine) shelves: Shelves,
    pub(in crate::engine) access: Access,
}

/// Where a tagger is or will be: made once, by whoever asks first, while others wait for it only.
pub(in crate::engine) type TaggerPlace = Arc<OnceLock<Arc<Tagger>>>;
/// Where vectors of labels are or will be, likewise.
pub(in crate::engine) type VectorsPlace = Arc<OnceLock<Arc<SemanticIndex>>>;
/// The same for the titles of a release.
pub(in crate::engine) type TitlesPlace = Arc<OnceLock<Arc<TitleIndex>>>;
/// A memory, and the digest of the examples it was made of.
pub(in crate::engine) type MadeMemory = (Digest, Arc<Memory>);

/// Lets go of what is not answered from any more. Questions that were under way still hold it: were the last of them to let it
/// go, its answer would wait until all of it is freed.
fn retire(mut before: Arc<Snapshot>) {
    for waited in 0..RETIRING_STEPS {
        match Arc::try_unwrap(before) {
            Ok(_) => return,
            Err(held) => before = held,
        }
        sleep(Duration::from_millis(1 << waited));
    }
}

impl Engine {
    /// Opens the data folder, making it where there is none; the index is brought up to date.
    ///
    /// Errors: another process uses the folder, another version wrote it, or the disk refuses.
    ///
    /// ```
    /// use skillmap::engine::{Engine, SearchRequest, Starter};
    /// let dir = tempfile::tempdir().unwrap();
    /// let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    /// let reply = engine.search(&SearchRequest { text: "vital signs".into(), ..Default::default() }).unwrap();
    /// assert!(reply.hits[0].concept.label.contains("vital signs"));
    /// ```
    pub fn open(dir: &Path, starter: Starter) -> Result<Self, Error> {
        let store = Store::open(&dir.join("store"))?;
        if starter == Starter::WhenEmpty && store.records()?.is_empty() {
            for framework in starter::frameworks()? {
                store.commit_framework(&framework)?;
            }
        }
        let snapshot = Snapshot::of(&store, &index_dir(dir), None)?;
        Ok(Self {
            dir: dir.to_path_buf(),
            store,
            snapshot: RwLock::new(Arc::new(snapshot)),
            taggers: Mutex::new(BTreeMap::new()),
            weights: Weights::shipped(),
            model: None,
            pdf: PdfReader::Nobody,
            vectors: Mutex::new(BTreeMap::new()),
            titles: Mutex::new(BTreeMap::new()),
            memories: Mutex::new(BTreeMap::new()),
            shelves: Shelves::default(),
            access: Access::default(),
        })
    }

    /// A folder of the data folder for what is made again or asked for again: nothing in it is missed.
    pub fn passing(&self, name: &str) -> PathBuf {
        self.dir.join("passing").join(name)
    }

    /// The engine with somebody who reads PDF files; without, they are refused.
    #[must_use]
    pub fn with_pdf_reader(mut self, pdf: PdfReader) -> Self {
        self.pdf = pdf;
        self
    }

    /// What the replies are answered from now.
    pub(in crate::engine) fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the store again after a change, and swaps what is answered from.
    pub(in crate::engine) fn refresh(&self) -> Result<(), Error> {
        let next = Snapshot::of(&self.store, &index_dir(&self.dir), Some(&self.snapshot()))?;
        let before = {
            let mut now = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
            // Another change was later and came first.
            if next.revision < now.revision {
                Arc::new(next)
            } else {
                replace(&mut *now, Arc::new(next))
            }
        };
        retire(before);
        Ok(())
    }
}

pub(in crate::engine) fn index_dir(dir: &Path) -> PathBuf {
    dir.join("index")
}
