//! Everything that matches -> the best, in a fixed order, and how many of what sort.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::BinaryHeap;

use tantivy::DocId;
use tantivy::Score;
use tantivy::SegmentOrdinal;
use tantivy::SegmentReader;
use tantivy::collector::Collector;
use tantivy::collector::SegmentCollector;
use tantivy::columnar::Column;

use crate::index::schema::unpacked;
use crate::model::ConceptKind;
use crate::model::Language;
use crate::model::Status;

/// Whether the matching concepts are counted by sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facets {
    /// They are.
    Count,
    /// They are not, which is faster.
    Skip,
}

/// How many of the matching concepts are of which sort.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FacetCounts {
    /// By number of the release.
    pub releases: BTreeMap<u32, u64>,
    /// By kind.
    pub kinds: BTreeMap<ConceptKind, u64>,
    /// By status name.
    pub statuses: BTreeMap<&'static str, u64>,
    /// By primary language of their labels; a concept counts once for each.
    pub languages: BTreeMap<Language, u64>,
}

/// Collects the best `limit` documents. Equal scores are ordered by release and concept, never by where a
/// document happens to lie.
pub(in crate::index) struct Best {
    pub(in crate::index) limit: usize,
    pub(in crate::index) facets: Facets,
}

/// A document in the order of the result: score as ordered bits, then the earliest release and concept.
type Ranked = Reverse<(u32, Reverse<(u64, u64)>)>;

/// What [`Best`] gives.
#[derive(Debug, Default)]
pub(in crate::index) struct Collected {
    /// Release and concept, best first.
    pub(in crate::index) best: Vec<(u64, u64)>,
    /// How many matched.
    pub(in crate::index) total: u64,
    /// Of which sort; empty where not asked for.
    pub(in crate::index) counts: FacetCounts,
}

pub(in crate::index) struct SegmentBest {
    limit: usize,
    heap: BinaryHeap<Ranked>,
    total: u64,
    release: Column<u64>,
    concept: Column<u64>,
    sorts: Option<Sorts>,
}

struct Sorts {
    kind: Column<u64>,
    status: Column<u64>,
    language: Column<u64>,
    releases: BTreeMap<u64, u64>,
    kinds: Vec<u64>,
    statuses: Vec<u64>,
    languages: BTreeMap<u64, u64>,
}

impl Collector for Best {
    type Fruit = Collected;
    type Child = SegmentBest;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentBest> {
        let columns = segment.fast_fields();
        let sorts = match self.facets {
            Facets::Skip => None,
            Facets::Count => Some(Sorts {
                kind: columns.u64("kind")?,
                status: columns.u64("status")?,
                language: columns.u64("language")?,
                releases: BTreeMap::new(),
                kinds: vec![0; ConceptKind::ALL.len()],
                statuses: vec![0; Status::NAMES.len()],
                languages: BTreeMap::new(),
            }),
        };
        Ok(SegmentBest {
            limit: self.limit,
            heap: BinaryHeap::with_capacity(self.limit + 1),
            total: 0,
            release: columns.u64("release")?,
            concept: columns.u64("concept")?,
            sorts,
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<(Vec<Ranked>, Collected)>) -> tantivy::Result<Collected> {
        let mut all = Collected::default();
        let mut ranked = Vec::new();
        for (best, part) in fruits {
            ranked.extend(best);
            all.total += part.total;
            add(&mut all.counts.releases, part.counts.releases);
            add(&mut all.counts.kinds, part.counts.kinds);
            add(&mut all.counts.statuses, part.counts.statuses);
            add(&mut all.counts.languages, part.counts.languages);
        }
        ranked.sort_unstable();
        ranked.truncate(self.limit);
        all.best = ranked.into_iter().map(|Reverse((_, Reverse(document)))| document).collect();
        Ok(all)
    }
}

fn add<K: Ord>(to: &mut BTreeMap<K, u64>, from: BTreeMap<K, u64>) {
    for (key, count) in from {
        *to.entry(key).or_default() += count;
    }
}

impl SegmentCollector for SegmentBest {
    type Fruit = (Vec<Ranked>, Collected);

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        let release = self.release.first(doc).unwrap_or(0);
        if let Some(sorts) = &mut self.sorts {
            *sorts.releases.entry(release).or_default() += 1;
            let place = |column: &Column<u64>| {
                column.first(doc).and_then(|p| usize::try_from(p).ok()).unwrap_or(0)
            };
            if let Some(count) = sorts.kinds.get_mut(place(&sorts.kind)) {
                *count += 1;
            }
            if let Some(count) = sorts.statuses.get_mut(place(&sorts.status)) {
                *count += 1;
            }
            for language in sorts.language.values_for_doc(doc) {
                *sorts.languages.entry(language).or_default() += 1;
            }
        }
        // Scores are never negative, and the bits of such numbers are ordered as they are.
        let bits = score.max(0.0).to_bits();
        let is_full = self.heap.len() >= self.limit;
        if is_full && self.heap.peek().is_none_or(|Reverse((least, _))| bits < *least) {
            return;
        }
        let concept = self.concept.first(doc).unwrap_or(0);
        self.heap.push(Reverse((bits, Reverse((release, concept)))));
        if self.heap.len() > self.limit {
            self.heap.pop();
        }
    }

    fn harvest(self) -> Self::Fruit {
        let mut counts = FacetCounts::default();
        if let Some(sorts) = self.sorts {
            let of = |release: u64| u32::try_from(release).unwrap_or(0);
            counts.releases =
                sorts.releases.into_iter().map(|(release, n)| (of(release), n)).collect();
            counts.kinds =
                ConceptKind::ALL.into_iter().zip(sorts.kinds).filter(|(_, n)| *n > 0).collect();
            counts.statuses =
                Status::NAMES.into_iter().zip(sorts.statuses).filter(|(_, n)| *n > 0).collect();
            counts.languages =
                sorts.languages.into_iter().map(|(tag, n)| (unpacked(tag), n)).collect();
        }
        let collected = Collected { best: Vec::new(), total: self.total, counts };
        (self.heap.into_vec(), collected)
    }
}
