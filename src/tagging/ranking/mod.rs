//! Passage -> ranked concepts with probabilities.
//!
//! In: a passage, cut into stems, and the labels that stand in it. Out: its candidates, likeliest first. Steps: each way
//! of looking (labels, BM25 over three fields, pieces of words) brings candidates, and what is found of each is written
//! down (`gather`, `claims`, `facts`); what was known before comes from the framework (`priors`); the feature table
//! turns it into numbers (`features`); small trees, or a weighted sum where a framework is unlike those the trees were
//! grown on, turn these into a score (see [`crate::learning`]), and a second model turns the score and how the others fare
//! into a probability (`ranker`). All weights stand in one file with their provenance (`weights`).

mod facts;
mod fields;
mod priors;
mod claims;
mod gather;
mod features;
mod ranker;
mod weights;

pub use ranker::Scorer;
pub use weights::Provenance;
pub use weights::Weights;
pub use weights::WeightsError;

pub(in crate::tagging) use claims::LabelEnds;
pub(in crate::tagging) use claims::label_ends;
pub(in crate::tagging) use facts::Facts;
pub(in crate::tagging) use features::FEATURES;
pub(in crate::tagging) use features::Family;
pub(in crate::tagging) use features::N_FEATURES;
pub(in crate::tagging) use features::N_LEXICAL;
pub(in crate::tagging) use features::order_digest;
pub(in crate::tagging) use features::values;
pub(in crate::tagging) use fields::Fields;
pub(in crate::tagging) use gather::FULL;
pub(in crate::tagging) use gather::LITERAL_FACTOR;
pub(in crate::tagging) use gather::Room;
pub(in crate::tagging) use gather::Sides;
pub(in crate::tagging) use gather::gather;
pub(in crate::tagging) use priors::Priors;
pub(in crate::tagging) use ranker::N_SIGNS;
pub(in crate::tagging) use ranker::Ranked;
pub(in crate::tagging) use ranker::Ranker;
pub(in crate::tagging) use ranker::signs;

#[cfg(test)]
mod tests;
