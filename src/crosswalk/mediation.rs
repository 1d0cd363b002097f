//! A mapping set by way of a third framework -> which objects it leads to from each subject.

use rustc_hash::FxHashMap;

use crate::crosswalk::gather::Pair;
use crate::crosswalk::side::Side;
use crate::model::Evidence;
use crate::model::MappingSet;
use crate::model::Predicate;

/// Where a set leads, in positions.
#[derive(Debug, Default)]
pub(in crate::crosswalk) struct Mediation {
    /// For each subject the objects, groups among them, each with its place in the set, ascending.
    leads: FxHashMap<u32, Vec<(u32, usize)>>,
}

/// What a way to a group above the object is worth, against one to the object itself.
const BY_GROUP: f32 = 0.5;

impl Mediation {
    /// What the set says of the concepts of both sides; denials and "no match" lead nowhere. Cost: O(mappings log concepts).
    pub(in crate::crosswalk) fn new(
        set: &MappingSet,
        subjects: &Side<'_>,
        objects: &Side<'_>,
    ) -> Self {
        let mut leads: FxHashMap<u32, Vec<(u32, usize)>> = FxHashMap::default();
        for (at, mapping) in set.mappings.iter().enumerate() {
            if mapping.is_negated || mapping.predicate == Predicate::NoMatch {
                continue;
            }
            let subject = subjects.framework.position(mapping.subject.as_str());
            let object = mapping.object.as_ref();
            let object = object.and_then(|object| objects.framework.position(object.as_str()));
            if let (Some(subject), Some(object)) = (subject.and_then(small), object.and_then(small))
            {
                leads.entry(subject).or_default().push((object, at));
            }
        }
        Self { leads }
    }

    /// The objects that the set leads to from a subject.
    pub(in crate::crosswalk) fn objects(&self, subject: usize) -> impl Iterator<Item = u32> {
        let leads = small(subject).and_then(|subject| self.leads.get(&subject));
        leads.into_iter().flatten().map(|(object, _)| *object)
    }

    /// How far the set leads from the one to the other, 0..=1.
    pub(in crate::crosswalk) fn of(&self, pair: &Pair, objects: &Side<'_>) -> f32 {
        let Some(leads) = self.leads.get(&pair.subject) else { return 0.0 };
        if leads.iter().any(|(object, _)| *object == pair.object) {
            return 1.0;
        }
        let groups = objects.groups(pair.object as usize);
        let is_above = |object: u32| groups.contains(&object);
        if leads.iter().any(|(object, _)| is_above(*object)) { BY_GROUP } else { 0.0 }
    }

    /// What the set itself says of the pair.
    pub(in crate::crosswalk) fn evidence<'s>(
        &self,
        set: &'s MappingSet,
        pair: &Pair,
    ) -> &'s [Evidence] {
        let leads = self.leads.get(&pair.subject).map_or(&[][..], Vec::as_slice);
        let found = leads.iter().find(|(object, _)| *object == pair.object);
        found.and_then(|(_, at)| set.mappings.get(*at)).map_or(&[], |mapping| &mapping.evidence)
    }
}

fn small(position: usize) -> Option<u32> {
    u32::try_from(position).ok()
}
