//! two frameworks -> proposed mappings: which concept of the one says the same as which of the other.
//!
//! In: two frameworks, the language in which they are compared, and a seed of right answers if there is one. Out: for
//! each concept of the first the best counterparts in the second, each with a predicate, a confidence and its reasons.
//! Steps: what each side says is laid out (`side`); the objects are indexed, so that no two concepts are compared that have
//! nothing in common, and what is seen of each pair is written down (`gather`, `seen`); when all pairs are known, rivals,
//! groups and neighbours are looked at (`around`); the table of `signals` weighs what speaks for a pair, or a `model` learnt
//! from the seed does; `predicate` says what kind of match it is, `explain` why.

mod seen;
mod side;
mod gather;
mod around;
mod signals;
mod model;
mod predicate;
mod explain;
mod propose;
mod named;
mod baseline;

pub use baseline::by_words_alone;
pub use model::Model;
pub use model::Seed;
pub use named::named_sides;
pub use propose::Candidate;
pub use propose::Comparison;
pub use propose::ProposalOptions;
pub use seen::Seen;
pub use signals::SIGNALS;
pub use signals::Signal;
