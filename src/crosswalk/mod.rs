//! two frameworks -> proposed mappings: which concept of the one says the same as which of the other.
//!
//! In: two frameworks, and the language in which they are compared. Out: for each concept of the first the
//! best counterparts in the second, each with a predicate, a confidence and its reasons. Steps: the labels
//! and texts of the second are indexed, so that no two concepts are compared that have nothing in common
//! (`propose`); `signals` weighs what speaks for a pair; `predicate` says what kind of match it is.

mod signals;
mod predicate;
mod propose;

pub use propose::Candidate;
pub use propose::ProposalOptions;
pub use propose::Proposals;
pub use signals::SIGNALS;
pub use signals::Signal;
