//! Right answers -> the weights of the ranker.
//!
//! In: questions with the concepts wanted, as rows of features. Out: a ranker and what it is worth on questions kept from
//! it. Steps: trees, a weighted sum and probabilities are fitted (see [`crate::learning`]), and everything is judged by
//! cross-validation inside cross-validation (`validation`, `tune`). The same questions always give the same weights.

mod validation;
mod tune;

pub(in crate::tagging) use tune::N_FOLDS;
pub(in crate::tagging) use tune::SEED;
pub(in crate::tagging) use tune::counts;
pub(in crate::tagging) use tune::fit_ranker;
pub(in crate::tagging) use tune::nested;
pub(in crate::tagging) use tune::worths;
