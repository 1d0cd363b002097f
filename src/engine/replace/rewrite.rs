//! Which concept takes the place of which -> crosswalks, examples and profiles as they are to be.

use std::collections::BTreeMap;

use crate::crosswalk::PairKey;
use crate::crosswalk::Successors;
use crate::crosswalk::standings;
use crate::crosswalk::succeeded;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::impact::Impact;
use crate::engine::impact::Place;
use crate::engine::impact::Use;
use crate::engine::impact::ids_of;
use crate::engine::impact::label;
use crate::engine::impact::sides;
use crate::engine::replace::CrosswalkBatch;
use crate::engine::replace::chosen::Chosen;
use crate::model::ConceptId;
use crate::model::Crosswalk;
use crate::model::Decision;
use crate::model::Example;
use crate::model::Mapping;
use crate::model::Pin;
use crate::model::Profile;
use crate::model::Weight;
use crate::store::Together;

/// What is told of it.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) changed: Vec<Use>,
    pub(super) remarks: Vec<String>,
    pub(super) batches: Vec<CrosswalkBatch>,
}

impl Engine {
    /// All that is to be kept, and what is told of it.
    ///
    /// Errors: the disk refuses, or nobody is named where a crosswalk is touched.
    pub(super) fn rewritten(
        &self,
        impact: &Impact,
        chosen: &Chosen,
        reviewer: &str,
        time: &str,
    ) -> Result<(Together, Told), Error> {
        let (mut together, mut told) = (Together::default(), Told::default());
        for crosswalk in self.store.crosswalks()? {
            self.crosswalk_rewritten(
                &crosswalk,
                impact,
                chosen,
                (reviewer, time),
                (&mut together, &mut told),
            )?;
        }
        for workspace in self.store.workspaces()? {
            let held = self.store.examples(&workspace)?;
            let n = held.iter().filter(|e| chosen.by.contains_key(&e.concept)).count() as u64;
            if n > 0 {
                together.examples.push((workspace.clone(), examples(held, &chosen.by)));
                told.changed.push(Use { place: Place::Examples, name: workspace, n });
            }
        }
        for profile in self.store.profiles()? {
            let n = ids_of(&profile).filter(|id| chosen.by.contains_key(*id)).count() as u64;
            if n > 0 {
                told.changed.push(Use { place: Place::Profile, name: profile.name.clone(), n });
                together.profiles.push(profile_with(profile, &chosen.by));
            }
        }
        Ok((together, told))
    }

    fn crosswalk_rewritten(
        &self,
        crosswalk: &Crosswalk,
        impact: &Impact,
        chosen: &Chosen,
        (reviewer, time): (&str, &str),
        (together, told): (&mut Together, &mut Told),
    ) -> Result<(), Error> {
        let (subjects, objects) = sides(crosswalk, &impact.after.release().key);
        if (subjects, objects) == (false, false) {
            return Ok(());
        }
        let (none, wider) = (BTreeMap::new(), chosen.wider(&impact.before));
        let successors = Successors {
            subjects: if subjects { &chosen.by } else { &none },
            objects: if objects { &chosen.by } else { &none },
            wider: &wider,
        };
        let there = self.store.decisions(&crosswalk.name)?;
        let remark = |key: &PairKey| remark(key, impact, chosen, crosswalk);
        let found = succeeded(&standings(&there), successors, &remark);
        let name = &crosswalk.name;
        if !found.disputed.is_empty() {
            told.remarks.push(format!(
                "{name}: {} disputed pairs stay as they are; settle them, then replace again",
                found.disputed.len()
            ));
        }
        if found.said.is_empty() {
            return Ok(());
        }
        let (earlier, later) =
            (impact.before.release().to_string(), impact.after.release().to_string());
        let side = if subjects { &crosswalk.from } else { &crosswalk.to };
        if *side != earlier && *side != later {
            told.remarks.push(format!(
                "{name} is about {side}, neither about {earlier} nor about {later}; it stays as it is"
            ));
            return Ok(());
        }
        if reviewer.is_empty() {
            let message = format!("the crosswalk {name} is touched; say who decides (--reviewer)");
            return Err(Error::invalid("reviewer", message));
        }
        let first = there.len() as u64 + 1;
        let decision = |(number, (key, verdict, comment)): (u64, (PairKey, _, String))| Decision {
            number,
            time: time.to_owned(),
            reviewer: reviewer.to_owned(),
            weight: Weight::Confirmed,
            subject: key.0,
            object: key.1,
            verdict,
            comment,
            batch: Some(first),
            is_imported: false,
        };
        let decisions: Vec<Decision> = (first..).zip(found.said).map(decision).collect();
        told.changed.push(Use { place: Place::Crosswalk, name: name.clone(), n: found.n_moved });
        told.batches.push(CrosswalkBatch {
            name: name.clone(),
            batch: first,
            n_decisions: decisions.len() as u64,
        });
        together.decisions.push((name.clone(), decisions));
        let mut next = crosswalk.clone();
        *(if subjects { &mut next.from } else { &mut next.to }) = later;
        // What is proposed for a concept out of use is of no use either.
        let is_replaced = |m: &Mapping| {
            (subjects && chosen.by.contains_key(&m.subject))
                || (objects && m.object.as_ref().is_some_and(|o| chosen.by.contains_key(o)))
        };
        next.proposals.retain(|m| !is_replaced(m));
        together.crosswalks.push(next);
        Ok(())
    }
}

/// In words, what a new pair is in the place of.
fn remark(key: &PairKey, impact: &Impact, chosen: &Chosen, crosswalk: &Crosswalk) -> String {
    let language = crosswalk.language;
    let replaced = std::iter::once(&key.0).chain(&key.1).find(|id| chosen.by.contains_key(*id));
    let Some(old) = replaced else { return String::new() };
    let why = chosen.replaced.iter().find(|r| r.before == *old).map_or("", |r| r.basis.name());
    format!(
        "in the place of {} ({old}), which {} has out of use; {why}",
        label(&impact.before, old, language),
        impact.after.release()
    )
}

fn examples(held: Vec<Example>, by: &BTreeMap<ConceptId, Vec<ConceptId>>) -> Vec<Example> {
    let with = |example: Example| match by.get(&example.concept) {
        None => vec![example],
        Some(new) => {
            let of = |concept: &ConceptId| Example {
                text: example.text.clone(),
                concept: concept.clone(),
            };
            new.iter().map(of).collect()
        }
    };
    held.into_iter().flat_map(with).collect()
}

fn profile_with(mut profile: Profile, by: &BTreeMap<ConceptId, Vec<ConceptId>>) -> Profile {
    let rules = &mut profile.rules;
    for list in [
        &mut rules.allow.concept,
        &mut rules.allow.group,
        &mut rules.block.concept,
        &mut rules.block.group,
    ] {
        let mut new: Vec<ConceptId> = Vec::with_capacity(list.len());
        for id in list.drain(..) {
            let with = by.get(&id).cloned().unwrap_or_else(|| vec![id]);
            for id in with {
                if !new.contains(&id) {
                    new.push(id);
                }
            }
        }
        *list = new;
    }
    let mut pins: Vec<Pin> = Vec::with_capacity(rules.pins.len());
    for pin in rules.pins.drain(..) {
        let with = by.get(&pin.concept).cloned().unwrap_or_else(|| vec![pin.concept.clone()]);
        for concept in with {
            let pin = Pin { phrase: pin.phrase.clone(), concept };
            if !pins.contains(&pin) {
                pins.push(pin);
            }
        }
    }
    rules.pins = pins;
    profile
}
