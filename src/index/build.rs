//! Releases -> the index on disk, one release at a time.

use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;
use serde::Serialize;
use tantivy::Index;
use tantivy::IndexReader;
use tantivy::IndexWriter;
use tantivy::ReloadPolicy;
use tantivy::TantivyDocument;
use tantivy::Term;
use tantivy::indexer::NoMergePolicy;

use crate::graph::Graph;
use crate::index::IndexError;
use crate::index::schema::Fields;
use crate::index::schema::INDEX_VERSION;
use crate::index::schema::document;
use crate::index::schema::schema;
use crate::model::Digest;
use crate::model::Language;

/// Full-text search over the current releases.
pub struct SearchIndex {
    pub(in crate::index) reader: IndexReader,
    pub(in crate::index) fields: Fields,
    /// Number of the release of each part of the graph, in the order of the parts.
    pub(in crate::index) releases: Vec<u32>,
    /// Primary languages of all labels, sorted.
    pub(in crate::index) languages: Vec<Language>,
}

/// A release that is to be found in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Indexed {
    /// Its number in the store.
    pub number: u32,
    /// Digest of its content.
    pub digest: Digest,
}

/// What an index says about itself; written with every commit.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    version: u32,
    releases: Vec<Indexed>,
}

/// Memory of the writer: enough that a large framework becomes one segment.
const WRITER_BYTES: usize = 192 * 1_024 * 1_024;
/// Concepts made into documents at once, to bound the memory that takes.
const BATCH_CONCEPTS: usize = 2_048;

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SearchIndex").field("releases", &self.releases).finish_non_exhaustive()
    }
}

impl SearchIndex {
    /// The index in that folder, brought to exactly these releases: what is new is added, what is gone is
    /// taken out, the segments of the others stay as they are. An index that is missing, of another version
    /// or damaged is built anew. Without a folder it lives in memory.
    ///
    /// `releases` are those of the graph's parts, in the same order. Cost: O(text of the new releases).
    /// Errors: the disk refuses.
    pub fn open(
        dir: Option<&Path>,
        graph: &Graph,
        releases: &[Indexed],
    ) -> Result<Self, IndexError> {
        let (index, stamp) = match dir {
            None => (Index::create_in_ram(schema().0), empty_stamp()),
            Some(dir) => open_or_make(dir)?,
        };
        let mut wanted = releases.to_vec();
        wanted.sort_unstable();
        if stamp.releases != wanted {
            update(&index, graph, releases, &stamp, wanted)?;
        }
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let mut languages: Vec<Language> = graph
            .parts()
            .iter()
            .flat_map(|part| part.framework.languages())
            .filter_map(|language| Language::new(language.primary()).ok())
            .collect();
        languages.sort_unstable();
        languages.dedup();
        let releases = releases.iter().map(|r| r.number).collect();
        Ok(Self { reader, fields: schema().1, releases, languages })
    }

    /// How many concepts it finds, and in how many segments.
    pub fn size(&self) -> (u64, usize) {
        let searcher = self.reader.searcher();
        (searcher.num_docs(), searcher.segment_readers().len())
    }
}

fn empty_stamp() -> Stamp {
    Stamp { version: INDEX_VERSION, releases: Vec::new() }
}

/// An index that can be trusted, empty where there was none.
fn open_or_make(dir: &Path) -> Result<(Index, Stamp), IndexError> {
    if let Some(found) = open_sound(dir) {
        return Ok(found);
    }
    if dir.exists() {
        tracing::info!(dir = %dir.display(), "the search index is missing, old or damaged; it is built anew");
        std::fs::remove_dir_all(dir)?;
    }
    std::fs::create_dir_all(dir)?;
    Ok((Index::create_in_dir(dir, schema().0)?, empty_stamp()))
}

/// The index in that folder if its stamp, its schema and all its checksums are right.
fn open_sound(dir: &Path) -> Option<(Index, Stamp)> {
    let index = Index::open_in_dir(dir).ok()?;
    let payload = index.load_metas().ok()?.payload?;
    let stamp: Stamp = serde_json::from_str(&payload).ok()?;
    let is_sound = stamp.version == INDEX_VERSION
        && index.schema() == schema().0
        && index.validate_checksum().ok()?.is_empty();
    is_sound.then_some((index, stamp))
}

fn update(
    index: &Index,
    graph: &Graph,
    releases: &[Indexed],
    stamp: &Stamp,
    wanted: Vec<Indexed>,
) -> Result<(), IndexError> {
    let fields = schema().1;
    // One thread: the documents come in the same order every time, and become the same segments.
    let mut writer: IndexWriter<TantivyDocument> =
        index.writer_with_num_threads(1, WRITER_BYTES)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    // A commit that was killed leaves files under the very names that the next commit chooses.
    writer.garbage_collect_files().wait()?;
    for gone in stamp.releases.iter().filter(|old| !wanted.contains(old)) {
        writer.delete_term(Term::from_field_u64(fields.release, u64::from(gone.number)));
    }
    for (part, release) in graph.parts().iter().zip(releases) {
        if stamp.releases.contains(release) {
            continue;
        }
        let concepts: Vec<_> = (0u32..).zip(part.framework.concepts()).collect();
        for batch in concepts.chunks(BATCH_CONCEPTS) {
            let documents: Vec<TantivyDocument> = batch
                .par_iter()
                .map(|(position, concept)| document(&fields, release.number, *position, concept))
                .collect();
            for document in documents {
                writer.add_document(document)?;
            }
        }
    }
    let payload = serde_json::to_string(&Stamp { version: INDEX_VERSION, releases: wanted });
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(&payload.unwrap_or_default());
    commit.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}
