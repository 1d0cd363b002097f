//! What replies are answered from: the current releases, their graph and their index, at one revision.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::engine::Error;
use crate::graph::Graph;
use crate::graph::Part;
use crate::index::Indexed;
use crate::index::SearchIndex;
use crate::model::Framework;
use crate::model::MappingSet;
use crate::store::About;
use crate::store::Record;
use crate::store::Store;

/// The current releases, made ready for questions. Never changed; an import makes another.
#[derive(Debug)]
pub(in crate::engine) struct Snapshot {
    pub(in crate::engine) graph: Graph,
    pub(in crate::engine) index: SearchIndex,
    /// Records of the graph's parts, in the same order.
    pub(in crate::engine) records: Vec<Record>,
    pub(in crate::engine) mapping_sets: Vec<(Record, Arc<MappingSet>)>,
    /// How often the store had changed.
    pub(in crate::engine) revision: u64,
}

impl Snapshot {
    /// The snapshot of what the store holds now; what `before` has already is not read again.
    pub(in crate::engine) fn of(
        store: &Store,
        index_dir: &Path,
        before: Option<&Self>,
    ) -> Result<Self, Error> {
        let revision = store.revision()?;
        let (frameworks, sets): (Vec<Record>, Vec<Record>) = store
            .current_records()?
            .into_iter()
            .partition(|record| matches!(record.about, About::Framework { .. }));
        let read: Vec<Arc<Framework>> = frameworks
            .par_iter()
            .map(|record| match before.and_then(|b| b.framework(record)) {
                Some(framework) => Ok(framework),
                None => Ok(Arc::new(store.framework(record)?)),
            })
            .collect::<Result<_, Error>>()?;
        // What a later version took the place of says nothing any more; it is there for those who ask for it by name.
        let mut superseded = BTreeSet::new();
        for crosswalk in store.crosswalks()? {
            let earlier = crosswalk.published.iter().rev().skip(1);
            superseded.extend(earlier.map(|version| version.digest));
        }
        let mut titles = BTreeSet::new();
        for record in sets.iter().rev() {
            if let About::MappingSet { title, subject_source, object_source, .. } = &record.about
                && !titles.insert((title, subject_source, object_source))
            {
                superseded.insert(record.digest);
            }
        }
        let mapping_sets = sets
            .into_iter()
            .filter(|record| !superseded.contains(&record.digest))
            .map(|record| {
                let set = match before.and_then(|b| b.mapping_set(&record)) {
                    Some(set) => set,
                    None => Arc::new(store.mapping_set(&record)?),
                };
                Ok((record, set))
            })
            .collect::<Result<_, Error>>()?;
        let graph = Graph::new(read);
        let indexed: Vec<Indexed> =
            frameworks.iter().map(|r| Indexed { number: r.number, digest: r.digest }).collect();
        let index = SearchIndex::open(Some(index_dir), &graph, &indexed)?;
        Ok(Self { graph, index, records: frameworks, mapping_sets, revision })
    }

    fn framework(&self, record: &Record) -> Option<Arc<Framework>> {
        let position = self.records.iter().position(|r| r == record)?;
        Some(self.graph.parts().get(position)?.framework.clone())
    }

    fn mapping_set(&self, record: &Record) -> Option<Arc<MappingSet>> {
        let known = self.mapping_sets.iter().find(|(r, _)| r == record)?;
        Some(known.1.clone())
    }

    /// The frameworks with their records.
    pub(in crate::engine) fn parts(&self) -> impl Iterator<Item = (&Part, &Record)> {
        self.graph.parts().iter().zip(&self.records)
    }
}
