//! What is proposed and what a person accepts -> which concept takes the place of which.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::engine::ConceptView;
use crate::engine::Error;
use crate::engine::ReplaceRequest;
use crate::engine::TouchedConcept;
use crate::engine::impact::Basis;
use crate::engine::impact::Impact;
use crate::engine::impact::label;
use crate::engine::replace::LeftConcept;
use crate::engine::replace::Replaced;
use crate::formats::Substitutes;
use crate::formats::TagConcept;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::Language;
use crate::model::Score;
use crate::model::Status;

/// Which concept takes the place of which.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    /// By concept that is used, those in its place, each once.
    pub(super) by: BTreeMap<ConceptId, Vec<ConceptId>>,
    pub(super) replaced: Vec<Replaced>,
    pub(super) left: Vec<LeftConcept>,
}

impl Chosen {
    /// The same for files of tags.
    pub(super) fn substitutes(&self, after: &Framework, language: Language) -> Substitutes {
        let concept = |id: &ConceptId| {
            let concept = &after.concepts()[after.position(id.as_str())?];
            let view = ConceptView::of(after, concept, language);
            Some(TagConcept {
                id: view.id,
                label: view.label,
                kind: view.kind,
                status: view.status,
                framework: view.framework,
                version: view.version,
            })
        };
        let of = |(old, new): (&ConceptId, &Vec<ConceptId>)| {
            (old.clone(), new.iter().filter_map(concept).collect())
        };
        self.by.iter().map(of).collect()
    }

    /// Later concepts that stand for more than one: for several that are replaced, or for one and for themselves.
    pub(super) fn wider(&self, before: &Framework) -> BTreeSet<ConceptId> {
        let mut n_of: BTreeMap<&ConceptId, usize> = BTreeMap::new();
        for id in self.by.values().flatten() {
            *n_of.entry(id).or_default() += 1;
        }
        let is_wider =
            |(id, n): &(&ConceptId, usize)| *n > 1 || before.position(id.as_str()).is_some();
        n_of.into_iter().filter(is_wider).map(|(id, _)| id.clone()).collect()
    }
}

/// Errors: nothing is accepted, or what is cannot be meant.
pub(super) fn chosen(
    impact: &Impact,
    request: &ReplaceRequest,
    language: Language,
) -> Result<Chosen, Error> {
    let least = match (request.min_confidence, request.all) {
        (Some(least), _) if !(0.0..=1.0).contains(&least) => {
            let message = format!("the least confidence is {least}; give one between 0 and 1");
            return Err(Error::invalid("min_confidence", message));
        }
        (Some(least), _) => Some(least),
        (None, true) => Some(0.0),
        (None, false) => None,
    };
    if least.is_none() && request.accept.is_empty() {
        let message = "nothing is accepted; say all, min_confidence, or accept single replacements";
        return Err(Error::invalid("accept", message));
    }
    let mut chosen = Chosen::default();
    for accepted in &request.accept {
        check(impact, &accepted.before, &accepted.after)?;
        let own = chosen.by.entry(accepted.before.clone()).or_default();
        if !own.contains(&accepted.after) {
            own.push(accepted.after.clone());
        }
    }
    let by_hand: BTreeMap<ConceptId, Vec<ConceptId>> = chosen.by.clone();
    for (before, after) in by_hand {
        chosen.replaced.push(replaced(impact, &before, after, (Basis::Chosen, None), language));
    }
    for concept in impact.touched.iter().filter(|concept| concept.fate.is_lost()) {
        if chosen.by.contains_key(&concept.id) {
            continue;
        }
        match clear(concept, least, &impact.after) {
            Ok((id, basis, confidence)) => {
                chosen.by.insert(concept.id.clone(), vec![id.clone()]);
                let why = (basis, confidence);
                chosen.replaced.push(replaced(impact, &concept.id, vec![id], why, language));
            }
            Err(why) => chosen.left.push(LeftConcept {
                id: concept.id.clone(),
                label: concept.label.clone(),
                why,
            }),
        }
    }
    chosen.replaced.sort_by(|a, b| a.before.cmp(&b.before));
    Ok(chosen)
}

/// The one proposal that is clear enough, or why none is.
fn clear(
    concept: &TouchedConcept,
    least: Option<f64>,
    after: &Framework,
) -> Result<(ConceptId, Basis, Option<Score>), String> {
    let Some(least) = least else { return Err("it was not asked for".to_owned()) };
    let (Some(best), second) = (concept.proposals.first(), concept.proposals.get(1)) else {
        return Err("nothing is proposed; say what takes its place".to_owned());
    };
    if !is_active(after, &best.id) {
        return Err(format!("{} is not in use either; say what takes its place", best.label));
    }
    if best.basis == Basis::Said {
        return match second {
            None => Ok((best.id.clone(), best.basis, None)),
            Some(_) => {
                Err(format!("{} concepts take its place; say which", concept.proposals.len()))
            }
        };
    }
    let confidence = best.confidence.map_or(0.0, Score::value);
    if confidence < least {
        return Err(format!("{} is believed only {confidence:.2}", best.label));
    }
    if second.is_some_and(|second| second.confidence == best.confidence) {
        return Err("several are equally likely; say which".to_owned());
    }
    Ok((best.id.clone(), best.basis, best.confidence))
}

fn is_active(framework: &Framework, id: &ConceptId) -> bool {
    let position = framework.position(id.as_str());
    position.is_some_and(|position| framework.concepts()[position].status == Status::Active)
}

fn check(impact: &Impact, before: &ConceptId, after: &ConceptId) -> Result<(), Error> {
    if impact.before.position(before.as_str()).is_none() {
        let message = format!("{} has no concept {before}; check it", impact.before.release());
        return Err(Error::not_found("accept", message));
    }
    if !is_active(&impact.after, after) {
        let message = format!(
            "{after} is not a concept in use of {}; give one that is",
            impact.after.release()
        );
        return Err(Error::not_found("accept", message));
    }
    if before == after {
        let message = format!("{before} is to take its own place; give another one");
        return Err(Error::invalid("accept", message));
    }
    Ok(())
}

fn replaced(
    impact: &Impact,
    before: &ConceptId,
    after: Vec<ConceptId>,
    (basis, confidence): (Basis, Option<Score>),
    language: Language,
) -> Replaced {
    Replaced {
        label: label(&impact.before, before, language),
        before: before.clone(),
        after_labels: after.iter().map(|id| label(&impact.after, id, language)).collect(),
        after,
        basis,
        confidence,
    }
}
