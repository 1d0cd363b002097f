//! A mapping set and the frameworks it speaks of -> what in it cannot all be true, each with what to do.
//!
//! In: a set, and either framework where it is at hand. Out: [`Contradiction`]s. Steps: `concepts` looks for ends
//! that are not there or withdrawn; `pairs` for statements about the same pair or the same subject that exclude
//! each other; `closure` follows chains of exact statements; `hierarchy` looks for ways up, through both
//! hierarchies and the statements between them, that lead back to where they began. `naming` finds the labels.
//!
//! # Why
//!
//! The conditions are those of SKOS: exact is transitive and excludes broad, narrow and related (S46), broader
//! excludes related (S27). Close beside exact or broad is no contradiction, because exact implies close (S42) and
//! close claims nothing of the hierarchy. Exact one to one is not asked by SKOS, but two concepts of *one*
//! framework that are the same as a third would be the same as each other, which no framework means to say.

mod naming;
mod concepts;
mod pairs;
mod closure;
mod hierarchy;
mod knots;

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::crosswalk::consistency::naming::Naming;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::MappingSet;

/// What sort of contradiction it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContradictionKind {
    /// A concept is not in its framework, or a statement has no object.
    Unknown,
    /// A concept was withdrawn from its framework.
    Deprecated,
    /// A statement stands beside its own negation.
    Negated,
    /// A subject has a counterpart and also "no match".
    NoMatchAndMatch,
    /// A pair is exact, and also broad, narrow or related.
    ExactAndOther,
    /// A pair is both broad and narrow.
    BroadAndNarrow,
    /// A pair is broad or narrow, and also related.
    HierarchyAndRelated,
    /// A subject is exact with several objects.
    SubjectNotUnique,
    /// An object is exact with several subjects.
    ObjectNotUnique,
    /// A chain of exact statements joins two concepts that are said to be broad, narrow or related.
    ExactChain,
    /// Two statements contradict the hierarchies of the frameworks.
    CrossedHierarchies,
    /// Several statements, with the hierarchies, make a concept broader than itself.
    Circle,
}

impl ContradictionKind {
    /// Its name in replies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Deprecated => "deprecated",
            Self::Negated => "negated",
            Self::NoMatchAndMatch => "no_match_and_match",
            Self::ExactAndOther => "exact_and_other",
            Self::BroadAndNarrow => "broad_and_narrow",
            Self::HierarchyAndRelated => "hierarchy_and_related",
            Self::SubjectNotUnique => "subject_not_unique",
            Self::ObjectNotUnique => "object_not_unique",
            Self::ExactChain => "exact_chain",
            Self::CrossedHierarchies => "crossed_hierarchies",
            Self::Circle => "circle",
        }
    }
}

/// Statements that cannot all be true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Contradiction {
    /// What sort it is.
    pub kind: ContradictionKind,
    /// The concepts it is about, in the order in which the sentence names them.
    pub concepts: Vec<ConceptId>,
    /// The mappings involved, as positions in the set: those of one party stand or fall together.
    pub parties: Vec<Vec<usize>>,
    /// How many of the parties can be true at once.
    pub may_stay: usize,
    /// What is wrong, with labels.
    pub problem: String,
    /// What to do.
    pub advice: String,
}

impl Contradiction {
    /// All mappings involved, as positions in the set, sorted.
    pub fn mappings(&self) -> Vec<usize> {
        let mut mappings: Vec<usize> = self.parties.iter().flatten().copied().collect();
        mappings.sort_unstable();
        mappings.dedup();
        mappings
    }
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.problem, self.advice)
    }
}

/// Everything in the set that cannot all be true, sorted by kind, then by concept; nothing for the empty set.
///
/// A side whose framework is not given is not looked up, and its hierarchy counts as flat. The order of the rows
/// does not matter for what is found. Circles that share statements are not all told, but enough of them that
/// none is left when the others are broken one after the other; [`repair`](crate::crosswalk::repair) does that.
/// Cost: O(n log n) in mappings and relations, and once more per circle in the concepts entangled with it.
///
/// ```
/// use skillmap::crosswalk::check;
/// # use skillmap::model::{ConceptId, Justification, Language, Licence, Mapping, MappingEnd, MappingSet, Predicate};
/// # let end = |name: &str| MappingEnd {
/// #     name: name.into(),
/// #     version: String::new(),
/// #     concept_type: String::new(),
/// #     language: Language::ENGLISH,
/// # };
/// # let id = |iri: &str| ConceptId::new(iri).unwrap();
/// # let by_hand = Justification::ManualMappingCuration;
/// let says = |predicate, object| Mapping::new(id("urn:a:1"), predicate, Some(id(object)), by_hand);
/// let set = MappingSet {
///     mappings: vec![says(Predicate::Exact, "urn:b:1"), says(Predicate::Broad, "urn:b:1")],
/// #     title: String::new(),
/// #     author: String::new(),
/// #     version: String::new(),
/// #     date: String::new(),
/// #     licence: Licence::default(),
/// #     subject_source: end("A"),
/// #     object_source: end("B"),
/// };
/// let found = check(&set, None, None);
/// assert_eq!(
///     found[0].to_string(),
///     "“urn:a:1” is the same as “urn:b:1” and is narrower than “urn:b:1” at once; keep the one that is true"
/// );
/// ```
pub fn check(
    set: &MappingSet,
    subjects: Option<&Framework>,
    objects: Option<&Framework>,
) -> Vec<Contradiction> {
    let rows: Vec<usize> = (0..set.mappings.len()).collect();
    check_rows(set, &rows, subjects, objects)
}

/// The contradictions among some of the rows only.
pub(in crate::crosswalk) fn check_rows(
    set: &MappingSet,
    rows: &[usize],
    subjects: Option<&Framework>,
    objects: Option<&Framework>,
) -> Vec<Contradiction> {
    let naming = Naming::new(set, rows, subjects, objects);
    let mut found = concepts::find(&naming);
    found.extend(pairs::find(&naming));
    found.extend(closure::find(&naming));
    found.extend(hierarchy::find(&naming));
    let key =
        |c: &Contradiction| (c.kind, c.concepts.clone(), c.problem.clone(), c.parties.clone());
    found.sort_by_cached_key(key);
    found
}

#[cfg(test)]
mod tests;
