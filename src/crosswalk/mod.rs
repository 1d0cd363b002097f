//! two frameworks -> mappings: proposed, composed, reviewed, made consistent.
//!
//! In: two frameworks, the language in which they are compared, and a seed of right answers if there is one. Out: for
//! each concept of the first the best counterparts in the second, each with a predicate, a confidence and its reasons.
//! Steps: what each side says is laid out (`side`); the objects are indexed, so that no two concepts are compared that have
//! nothing in common, and what is seen of each pair is written down (`gather`, `seen`); when all pairs are known, rivals,
//! groups and neighbours are looked at (`around`); the table of `signals` weighs what speaks for a pair, or a `model` learnt
//! from the seed does; a set by way of a third framework brings pairs and speaks for them (`mediation`); `predicate` says what kind of match it is, `explain` why.
//!
//! In: mapping sets, however they came about. Out: the set the other way round (`invert`) and two sets joined
//! where they meet (`compose`, by the `algebra` of predicates); what in a set cannot all be true (`consistency`)
//! and the least to give up for it (`repair`, with `hitting` as its solver and `standing` as its prices); what
//! differs between two (`comparison`); what people decided of it and what they should look at next (`review`), and what of it is
//! said of other concepts when a release replaces some (`succeed`); and how much
//! of both frameworks a set covers (`coverage`).

mod seen;
mod side;
mod gather;
mod around;
mod signals;
mod model;
mod predicate;
mod explain;
mod mediation;
mod propose;
mod named;
mod baseline;
mod algebra;
mod invert;
mod standing;
mod compose;
mod consistency;
mod hitting;
mod repair;
mod comparison;
mod coverage;
mod review;
mod succeed;
#[cfg(test)]
mod made;

pub use algebra::Chained;
pub use algebra::chain;
pub use baseline::by_words_alone;
pub use comparison::Change;
pub use comparison::Difference;
pub use comparison::Field;
pub use comparison::SetComparison;
pub use comparison::compare;
pub use compose::Chains;
pub use compose::compose;
pub use compose::identity;
pub use consistency::Contradiction;
pub use consistency::ContradictionKind;
pub use consistency::check;
pub use coverage::Counted;
pub use coverage::Coverage;
pub use coverage::CoverageChange;
pub use coverage::CoverageOptions;
pub use coverage::GroupChange;
pub use coverage::GroupCoverage;
pub use coverage::NamedConcept;
pub use coverage::PredicateCount;
pub use coverage::SideChange;
pub use coverage::SideCoverage;
pub use coverage::coverage;
pub use coverage::coverage_change;
pub use invert::invert;
pub use invert::is_invertible;
pub use model::Model;
pub use model::Seed;
pub use named::named_sides;
pub use propose::Candidate;
pub use propose::Comparison;
pub use propose::ComparisonOptions;
pub use propose::ProposalOptions;
pub use propose::Reasons;
pub use repair::Component;
pub use repair::Repair;
pub use repair::apply;
pub use repair::repair;
pub use review::Outcome;
pub use review::PairKey;
pub use review::QueueItem;
pub use review::Retired;
pub use review::Standing;
pub use review::both_settled;
pub use review::decided;
pub use review::is_refused;
pub use review::queue;
pub use review::refused;
pub use review::standings;
pub use seen::Seen;
pub use signals::SIGNALS;
pub use signals::Signal;
pub use succeed::Succeeded;
pub use succeed::Successors;
pub use succeed::succeeded;
