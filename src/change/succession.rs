//! Two releases -> which concepts follow which: as a release says it, or as their names suggest it.
//!
//! # Why
//! What is said and what is proposed never stand in one list without a mark: a proposal rests on names alone. How far
//! names can be trusted was measured on concepts that kept their IRI from ESCO 1.0 to 1.1, 1.1.0 to 1.1.1 and 1.1.1 to 1.2,
//! pretending that they had none: of 20,998 with an equal preferred label all but 3 were the same concept; of 1,214 whose
//! old name is another name now, 1,198 were found alone and all were among those found; of 5 where another name became
//! the preferred one, 5. A concept that a release drops may have no successor at all, so these are upper bounds.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::change::alike::Names;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::Language;
use crate::model::Score;
use crate::model::Status;

/// Concepts that take the place of others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Succession {
    /// Whether a release says so: a proposal otherwise.
    pub is_said: bool,
    /// How many follow how many.
    pub shape: Shape,
    /// The earlier ones, sorted by IRI; with them a later one that was there before.
    pub before: Vec<Named>,
    /// The later ones, sorted by IRI.
    pub after: Vec<Named>,
    /// Which follows which, and why, sorted.
    pub links: Vec<Link>,
}

/// A concept and what it is called in English, else in any language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Named {
    /// Its IRI.
    pub id: ConceptId,
    /// Its label.
    pub label: String,
}

/// One concept that follows another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Link {
    /// The earlier one.
    pub before: ConceptId,
    /// The later one.
    pub after: ConceptId,
    /// Why.
    pub because: Because,
    /// Of a proposal, how much it is believed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Score>,
}

/// How many concepts follow how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// One follows one.
    Replaced,
    /// Several follow one.
    Split,
    /// One follows several; one that was there before and stays counts.
    Merged,
    /// Several follow several.
    Regrouped,
    /// One of several follows, and nobody says which.
    Unclear,
}

impl Shape {
    /// All shapes, in the order in which they are shown.
    pub const ALL: [Self; 5] =
        [Self::Replaced, Self::Split, Self::Merged, Self::Regrouped, Self::Unclear];

    /// Its name in replies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Replaced => "replaced",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::Regrouped => "regrouped",
            Self::Unclear => "unclear",
        }
    }
}

/// Why one concept is thought to take the place of another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Because {
    /// It is the concept itself, still there.
    SameConcept,
    /// The later release says so.
    SaidAfter,
    /// The earlier release said so before it was dropped.
    SaidBefore,
    /// Both have one preferred label.
    SameName {
        /// That label, as the earlier one has it.
        label: Box<str>,
        /// A code that both have, which tells the later one from others of its name; empty where none does.
        code: Box<str>,
    },
    /// The name of the earlier one is another name of the later one.
    NameKept {
        /// That name.
        label: Box<str>,
    },
    /// Another name of the earlier one is the name of the later one, which is new.
    NameRisen {
        /// That name, as the earlier one has it.
        label: Box<str>,
    },
}

impl Because {
    /// How much a link for this reason is believed, where it is the only one; nothing for what is no guess.
    pub fn confidence(&self) -> Option<Score> {
        match self {
            Self::SameConcept | Self::SaidAfter | Self::SaidBefore => None,
            // Measured (see above), less one mistake and one more try: a rule that never failed may fail yet.
            Self::SameName { .. } => Some(Score::new(0.999)),
            Self::NameKept { .. } => Some(Score::new(0.986)),
            Self::NameRisen { .. } => Some(Score::new(0.857)),
        }
    }
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameConcept => f.write_str("it is still there"),
            Self::SaidAfter => f.write_str("the later release says that it takes its place"),
            Self::SaidBefore => f.write_str("the earlier release said that it takes its place"),
            Self::SameName { label, code } if code.is_empty() => {
                write!(f, "both are called “{label}”")
            }
            Self::SameName { label, code } => {
                write!(f, "both are called “{label}” and have the code {code}")
            }
            Self::NameKept { label } => write!(f, "“{label}” is another name of it now"),
            Self::NameRisen { label } => write!(f, "the other name “{label}” is its name"),
        }
    }
}

/// What takes the place of a concept, as a release says: successors of successors to the last, in order, each once.
pub(super) fn said(before: &Framework, after: &Framework, id: &ConceptId) -> Vec<Link> {
    let status = |framework: &Framework, id: &str| -> Option<Status> {
        Some(framework.concepts()[framework.position(id)?].status.clone())
    };
    let next = |id: &ConceptId| match status(after, id.as_str()) {
        Some(Status::ReplacedBy(ids)) => Some((ids, Because::SaidAfter)),
        Some(_) => None,
        None => match status(before, id.as_str()) {
            Some(Status::ReplacedBy(ids)) => Some((ids, Because::SaidBefore)),
            _ => None,
        },
    };
    let Some((mut waiting, because)) = next(id) else { return Vec::new() };
    waiting.reverse();
    let mut seen = BTreeSet::from([id.clone()]);
    let mut links = Vec::new();
    while let Some(successor) = waiting.pop() {
        if !seen.insert(successor.clone()) {
            continue;
        }
        match next(&successor).filter(|(ids, _)| !ids.is_empty()) {
            Some((ids, _)) => waiting.extend(ids.into_iter().rev()),
            None => links.push(Link {
                before: id.clone(),
                after: successor,
                because: because.clone(),
                confidence: None,
            }),
        }
    }
    links
}

/// Whether a concept of the earlier release is out of use in the later one.
pub(super) fn is_lost(after: &Framework, id: &ConceptId) -> bool {
    let position = after.position(id.as_str());
    position.is_none_or(|position| after.concepts()[position].status != Status::Active)
}

/// How concepts that went out of use from one release to the other are followed by others; what is said comes first.
pub(super) fn successions(before: &Framework, after: &Framework) -> Vec<Succession> {
    let names = Names::new(before, after);
    let (mut said_links, mut proposed) = (Vec::new(), Vec::new());
    for concept in before.concepts() {
        if !is_lost(after, &concept.id) {
            continue;
        }
        let is_news = after
            .position(concept.id.as_str())
            .is_none_or(|position| after.concepts()[position].status != concept.status);
        if !is_news {
            continue;
        }
        let own = said(before, after, &concept.id);
        if own.is_empty() {
            proposed.extend(names.proposed(concept));
        } else {
            said_links.extend(own);
        }
    }
    let mut all = grouped(before, after, &said_links, true);
    all.extend(grouped(before, after, &proposed, false));
    all
}

/// Links that hang together, group by group in order of the first earlier concept.
fn grouped(
    before: &Framework,
    after: &Framework,
    links: &[Link],
    is_said: bool,
) -> Vec<Succession> {
    let (mut by_before, mut by_after): (BTreeMap<_, Vec<usize>>, BTreeMap<_, Vec<usize>>) =
        Default::default();
    for (number, link) in links.iter().enumerate() {
        by_before.entry(link.before.clone()).or_default().push(number);
        by_after.entry(link.after.clone()).or_default().push(number);
    }
    let mut is_done = vec![false; links.len()];
    let mut all = Vec::new();
    for first in 0..links.len() {
        let (mut waiting, mut group) = (vec![first], Vec::new());
        while let Some(number) = waiting.pop() {
            if std::mem::replace(&mut is_done[number], true) {
                continue;
            }
            let link = &links[number];
            waiting.extend(by_before.get(&link.before).into_iter().flatten());
            waiting.extend(by_after.get(&link.after).into_iter().flatten());
            group.push(link.clone());
        }
        if !group.is_empty() {
            group.sort();
            all.push(succession(before, after, group, is_said));
        }
    }
    all
}

fn succession(
    before: &Framework,
    after: &Framework,
    links: Vec<Link>,
    is_said: bool,
) -> Succession {
    let mut old: BTreeSet<ConceptId> = links.iter().map(|l| l.before.clone()).collect();
    let new: BTreeSet<ConceptId> = links.iter().map(|l| l.after.clone()).collect();
    let stays = |id: &&ConceptId| before.position(id.as_str()).is_some();
    old.extend(new.iter().filter(stays).cloned());
    // Two by one name are two who may be meant, not two halves.
    let mut told = BTreeSet::new();
    let is_unclear = links.iter().any(|link| match &link.because {
        Because::SameName { label, .. }
        | Because::NameKept { label }
        | Because::NameRisen { label } => !told.insert((link.before.clone(), label.clone())),
        _ => false,
    });
    let shape = match (old.len(), new.len()) {
        _ if is_unclear => Shape::Unclear,
        (1, 1) => Shape::Replaced,
        (1, _) => Shape::Split,
        (_, 1) => Shape::Merged,
        _ => Shape::Regrouped,
    };
    let named = |ids: BTreeSet<ConceptId>, first: &Framework, second: &Framework| {
        ids.into_iter().map(|id| Named { label: label(first, second, &id), id }).collect()
    };
    Succession {
        is_said,
        shape,
        before: named(old, before, after),
        after: named(new, after, before),
        links,
    }
}

fn label(first: &Framework, second: &Framework, id: &ConceptId) -> String {
    let of = |framework: &Framework| {
        let position = framework.position(id.as_str())?;
        Some(framework.concepts()[position].label(Language::ENGLISH).to_owned())
    };
    of(first).or_else(|| of(second)).unwrap_or_else(|| id.to_string())
}
