//! two releases -> what changed, what that touches, what may take its place.
//!
//! In: two releases of a framework. Out: [`Changes`], by the IRIs of concepts: which came and went, and what is no longer
//! the same about those that stayed (`names` for labels and prose, `relations` for where they stand and how they are
//! measured); how concepts follow each other, as a release says it (`succession`) or as their names suggest it (`alike`); and, for
//! one concept that somebody uses, what became of it and what may take its place (`fate`). And one release with the names of
//! replaced concepts handed on (`inherited`).
//!
//! # What is compared
//! Content, never order: labels, texts, codes and relations are sets, so that lines in another order are no change. The
//! property `modified` only says that a source touched a concept; it is left out. A language that only one of the releases
//! has is told once, not for each concept.

mod changes;
mod names;
mod relations;
mod diff;
mod alike;
mod succession;
mod fate;
mod words;
mod inherited;
#[cfg(test)]
mod made;

pub use changes::ChangeSort;
pub use changes::Changes;
pub use changes::ConceptChange;
pub use changes::Detail;
pub use changes::Languages;
pub use changes::MeasureCounts;
pub use changes::RelationCounts;
pub use diff::DiffOptions;
pub use diff::diff;
pub use fate::Fate;
pub use fate::Fates;
pub use fate::Proposal;
pub use inherited::with_inherited_names;
pub use succession::Because;
pub use succession::Shape;
pub use succession::Succession;
