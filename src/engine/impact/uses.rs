//! All that is held -> where each concept is used.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::crosswalk::Outcome;
use crate::crosswalk::standings;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::impact::TagsFile;
use crate::engine::snapshot::Snapshot;
use crate::formats;
use crate::model::ConceptId;
use crate::model::Crosswalk;
use crate::model::Framework;
use crate::model::Profile;

/// Where a concept is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Use {
    /// The sort of place.
    pub place: Place,
    /// Name of the crosswalk, set, workspace, profile or file.
    pub name: String,
    /// How often: settled pairs, mappings, examples, rules, tags.
    pub n: u64,
}

/// A sort of place in which concepts are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A crosswalk at work: pairs that are settled or disputed.
    Crosswalk,
    /// An imported or published mapping set; it is never changed.
    MappingSet,
    /// A workspace's confirmed examples.
    Examples,
    /// A profile's lists and pins.
    Profile,
    /// A file of tags.
    File,
}

impl Place {
    /// What it is called, with how many: `2 tags in a.csv`.
    pub fn counted(self, n: u64, name: &str) -> String {
        let s = if n == 1 { "" } else { "s" };
        match self {
            Self::Crosswalk => format!("{n} pair{s} of crosswalk {name}"),
            Self::MappingSet => format!("{n} mapping{s} of {name}"),
            Self::Examples => format!("{n} example{s} of {name}"),
            Self::Profile => format!("{n} rule{s} of profile {name}"),
            Self::File => format!("{n} tag{s} in {name}"),
        }
    }

    /// What so many of are counted there.
    pub fn name(self, n: u64) -> &'static str {
        match (self, n) {
            (Self::Crosswalk, 1) => "pair of a crosswalk",
            (Self::Crosswalk, _) => "pairs of crosswalks",
            (Self::MappingSet, 1) => "mapping",
            (Self::MappingSet, _) => "mappings",
            (Self::Examples, 1) => "example",
            (Self::Examples, _) => "examples",
            (Self::Profile, 1) => "rule of a profile",
            (Self::Profile, _) => "rules of profiles",
            (Self::File, 1) => "tag in a file",
            (Self::File, _) => "tags in files",
        }
    }
}

/// Uses by concept.
type Used = BTreeMap<ConceptId, Vec<Use>>;

/// Counts of one place.
type Counts = BTreeMap<ConceptId, u64>;

impl Engine {
    /// Where concepts are used, in all places and the files.
    ///
    /// Errors: the disk refuses, or a file is none of tags.
    pub(in crate::engine) fn used(
        &self,
        snapshot: &Snapshot,
        framework: &Framework,
        files: &[TagsFile],
    ) -> Result<Used, Error> {
        let mut used = Used::new();
        let mut add = |place: Place, name: &str, counts: Counts| {
            for (id, n) in counts {
                used.entry(id).or_default().push(Use { place, name: name.to_owned(), n });
            }
        };
        for crosswalk in self.store.crosswalks()? {
            if sides(&crosswalk, &framework.release().key) != (false, false) {
                let counts = self.settled(&crosswalk)?;
                add(Place::Crosswalk, &crosswalk.name, counts);
            }
        }
        for (_, set) in &snapshot.mapping_sets {
            let ids =
                set.mappings.iter().flat_map(|m| std::iter::once(&m.subject).chain(&m.object));
            add(Place::MappingSet, &set.title, counted(ids));
        }
        for workspace in self.store.workspaces()? {
            let examples = self.store.examples(&workspace)?;
            add(Place::Examples, &workspace, counted(examples.iter().map(|e| &e.concept)));
        }
        for profile in self.store.profiles()? {
            add(Place::Profile, &profile.name, counted(ids_of(&profile)));
        }
        for file in files {
            add(Place::File, &file.name, formats::tagged_concepts(&file.name, &file.text)?);
        }
        Ok(used)
    }

    /// How many settled or disputed pairs of a crosswalk each concept stands in.
    fn settled(&self, crosswalk: &Crosswalk) -> Result<Counts, Error> {
        let standings = standings(&self.store.decisions(&crosswalk.name)?);
        let settled = standings
            .iter()
            .filter(|(_, s)| !matches!(s.outcome, Outcome::Open | Outcome::Retired));
        let ids = settled.flat_map(|((subject, object), _)| std::iter::once(subject).chain(object));
        Ok(counted(ids))
    }
}

/// Whether the subjects, and whether the objects of a crosswalk are of the framework of that short name. A crosswalk from
/// one release of it to another speaks of both on purpose: neither side counts.
pub(in crate::engine) fn sides(crosswalk: &Crosswalk, key: &str) -> (bool, bool) {
    let is_of_it = |release: &str| release.split('@').next() == Some(key);
    match (is_of_it(&crosswalk.from), is_of_it(&crosswalk.to)) {
        (true, true) => (false, false),
        sides => sides,
    }
}

/// The concepts that a profile names.
pub(in crate::engine) fn ids_of(profile: &Profile) -> impl Iterator<Item = &ConceptId> {
    let rules = &profile.rules;
    let lists =
        [&rules.allow.concept, &rules.allow.group, &rules.block.concept, &rules.block.group];
    lists.into_iter().flatten().chain(rules.pins.iter().map(|pin| &pin.concept))
}

fn counted<'a>(ids: impl Iterator<Item = &'a ConceptId>) -> Counts {
    let mut counts = Counts::new();
    for id in ids {
        *counts.entry(id.clone()).or_default() += 1;
    }
    counts
}
