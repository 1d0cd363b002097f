//! A name -> the mapping set meant by it, and the two frameworks it speaks of.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::crosswalk::PairKey;
use crate::crosswalk::Standing;
use crate::crosswalk::decided;
use crate::crosswalk::standings;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::snapshot::Snapshot;
use crate::model::ConceptId;
use crate::model::Crosswalk;
use crate::model::Decision;
use crate::model::Digest;
use crate::model::Framework;
use crate::model::Language;
use crate::model::MappingEnd;
use crate::model::MappingSet;
use crate::store::About;
use crate::store::Record;

/// Digits of a digest that are enough to name a set.
const FEW_DIGITS: usize = 6;
/// Names told when one is not known.
const NAMES_TOLD: usize = 8;

/// A crosswalk at work with all that was said of it.
#[derive(Debug)]
pub(in crate::engine) struct Work {
    pub(in crate::engine) crosswalk: Crosswalk,
    pub(in crate::engine) decisions: Vec<Decision>,
    pub(in crate::engine) standings: BTreeMap<PairKey, Standing>,
    pub(in crate::engine) subjects: Arc<Framework>,
    pub(in crate::engine) objects: Arc<Framework>,
}

impl Work {
    /// What is decided of it.
    pub(in crate::engine) fn decided(&self) -> MappingSet {
        let language = self.crosswalk.language;
        let ends = (end(&self.subjects, language), end(&self.objects, language));
        let label = |id: &ConceptId| self.label(id);
        decided(&self.crosswalk, &self.standings, ends, label)
    }

    /// The label of a concept of either side; its IRI where neither has it.
    pub(in crate::engine) fn label(&self, id: &ConceptId) -> String {
        let of = |framework: &Framework| {
            let position = framework.position(id.as_str())?;
            Some(framework.concepts()[position].label(self.crosswalk.language).to_owned())
        };
        of(&self.subjects).or_else(|| of(&self.objects)).unwrap_or_else(|| id.to_string())
    }
}

/// Subjects and objects, where they are held.
pub(in crate::engine) type Sides = (Option<Arc<Framework>>, Option<Arc<Framework>>);

/// One side of a set, as it is called in files.
fn end(framework: &Framework, language: Language) -> MappingEnd {
    let release = framework.release();
    let name = if release.title.is_empty() { &release.key } else { &release.title };
    MappingEnd {
        name: name.clone(),
        version: release.version.clone(),
        concept_type: String::new(),
        language,
    }
}

impl Engine {
    /// The two frameworks of a comparison, by name.
    ///
    /// Errors: a name is empty, or nothing is called so.
    pub(in crate::engine) fn both(
        &self,
        snapshot: &Snapshot,
        from: &str,
        to: &str,
    ) -> Result<(Arc<Framework>, Arc<Framework>), Error> {
        let named = |field: &'static str, name: &str| {
            if name.is_empty() {
                return Err(Error::invalid(
                    field,
                    format!("{field} is empty; name two frameworks"),
                ));
            }
            let held = self.release(snapshot, name);
            held.map(|(_, framework)| framework).map_err(|e| Error { field: Some(field), ..e })
        };
        Ok((named("from", from)?, named("to", to)?))
    }

    /// The crosswalk of that name with all that was said of it.
    ///
    /// Errors: there is none, or one of its frameworks is gone.
    pub(in crate::engine) fn work(&self, name: &str) -> Result<Work, Error> {
        let snapshot = self.snapshot();
        let crosswalk = self.store.crosswalk(name)?.ok_or_else(|| {
            let names = self.store.crosswalks().unwrap_or_default();
            let names: Vec<String> = names.into_iter().map(|c| c.name).take(NAMES_TOLD).collect();
            let message = format!(
                "no crosswalk is called {name:?}; there are: {}",
                if names.is_empty() { "none yet".to_owned() } else { names.join(", ") }
            );
            Error::not_found("name", message)
        })?;
        let (subjects, objects) = self.both(&snapshot, &crosswalk.from, &crosswalk.to)?;
        let decisions = self.store.decisions(name)?;
        let standings = standings(&decisions);
        Ok(Work { crosswalk, decisions, standings, subjects, objects })
    }

    /// The mapping set meant by a name, and what it is called: `NAME` for what is decided of a crosswalk at work,
    /// `NAME@VERSION` for what was published of it; the title or the first digits of the digest of one that was imported.
    ///
    /// Errors: nothing is called so, or several are.
    pub(in crate::engine) fn mapping_set(
        &self,
        snapshot: &Snapshot,
        field: &'static str,
        name: &str,
    ) -> Result<(String, Arc<MappingSet>), Error> {
        if name.is_empty() {
            return Err(Error::invalid(field, format!("{field} is empty; name a mapping set")));
        }
        if self.store.crosswalk(name)?.is_some() {
            return Ok((name.to_owned(), Arc::new(self.work(name)?.decided())));
        }
        let records = self.store.records()?;
        if let Some((crosswalk, version)) = name.split_once('@')
            && let Some(crosswalk) = self.store.crosswalk(crosswalk)?
        {
            let published = crosswalk.published.iter().find(|p| p.version == version);
            let digest = published.map(|p| p.digest).ok_or_else(|| {
                let known: Vec<&str> =
                    crosswalk.published.iter().map(|p| p.version.as_str()).collect();
                let known = if known.is_empty() { "nothing".to_owned() } else { known.join(", ") };
                let message = format!("{name} was not published; published is: {known}");
                Error::not_found(field, message)
            })?;
            return self.held_set(snapshot, &records, field, name, |r| r.digest == digest);
        }
        let lower = name.to_lowercase();
        let title = |record: &Record| match &record.about {
            About::MappingSet { title, .. } => Some(title.to_lowercase()),
            About::Framework { .. } => None,
        };
        let is_digits = name.len() >= FEW_DIGITS && name.chars().all(|c| c.is_ascii_hexdigit());
        let is_titled = records.iter().any(|r| title(r).as_ref() == Some(&lower));
        self.held_set(snapshot, &records, field, name, |record| {
            let title = title(record).unwrap_or_default();
            title == lower
                || (!is_titled && title.starts_with(&lower))
                || (is_digits && has_digits(record.digest, &lower))
        })
    }

    /// The one mapping set for which `is_it` holds; of several versions of one title the one imported last.
    fn held_set(
        &self,
        snapshot: &Snapshot,
        records: &[Record],
        field: &'static str,
        name: &str,
        is_it: impl Fn(&Record) -> bool,
    ) -> Result<(String, Arc<MappingSet>), Error> {
        let sets = || records.iter().filter_map(|r| Some((r, title_of(r)?)));
        let found: Vec<(&Record, &str)> = sets().filter(|(r, _)| is_it(r)).collect();
        let Some((record, title)) = found.last() else {
            let known: Vec<&str> = sets().map(|(_, title)| title).take(NAMES_TOLD).collect();
            let known = if known.is_empty() { "none yet".to_owned() } else { known.join(", ") };
            let message =
                format!("no mapping set or crosswalk is called {name:?}; there are: {known}");
            return Err(Error::not_found(field, message));
        };
        if found.iter().any(|(_, other)| other != title) {
            let names: Vec<&str> = found.iter().map(|(_, title)| *title).take(NAMES_TOLD).collect();
            let message = format!("{name:?} may mean {}; write more of it", names.join(" or "));
            return Err(Error::invalid(field, message));
        }
        let held = snapshot.mapping_sets.iter().find(|(held, _)| held == *record);
        let set = match held {
            Some((_, set)) => set.clone(),
            None => Arc::new(self.store.mapping_set(record)?),
        };
        Ok(((*title).to_owned(), set))
    }

    /// The frameworks of a set, where they are held: those of the crosswalk, else those that have the concepts named.
    ///
    /// Errors: the disk refuses.
    pub(in crate::engine) fn sides_of(
        &self,
        snapshot: &Snapshot,
        name: &str,
        set: &MappingSet,
    ) -> Result<Sides, Error> {
        let crosswalk = self.store.crosswalk(name.split('@').next().unwrap_or(name))?;
        if let Some(Crosswalk { from, to, .. }) = crosswalk {
            let (subjects, objects) = self.both(snapshot, &from, &to)?;
            return Ok((Some(subjects), Some(objects)));
        }
        let that_has = |ids: Vec<&ConceptId>| {
            let n_of = |framework: &Framework| {
                ids.iter().filter(|id| framework.position(id.as_str()).is_some()).count()
            };
            let parts = snapshot.graph.parts().iter();
            let best = parts.map(|p| (n_of(&p.framework), &p.framework)).max_by_key(|(n, _)| *n);
            best.filter(|(n, _)| *n > 0).map(|(_, framework)| framework.clone())
        };
        let subjects = that_has(set.mappings.iter().map(|m| &m.subject).collect());
        let objects = that_has(set.mappings.iter().filter_map(|m| m.object.as_ref()).collect());
        Ok((subjects, objects))
    }
}

fn title_of(record: &Record) -> Option<&str> {
    match &record.about {
        About::MappingSet { title, .. } => Some(title),
        About::Framework { .. } => None,
    }
}

fn has_digits(digest: Digest, digits: &str) -> bool {
    digest.to_string().starts_with(digits)
}
