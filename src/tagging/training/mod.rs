//! Right answers -> the weights of the ranker.
//!
//! In: questions with the concepts wanted, as rows of features (`samples`). Out: a ranker and what it is worth on
//! questions kept from it. Steps: values are put into bins (`bins`), trees are grown by `LambdaMART` (`boosting`), the
//! weighted sum and the probabilities are fitted by Newton's method (`logistic`), and everything is judged by
//! cross-validation inside cross-validation (`validation`, `tune`). The same questions always give the same weights.

mod samples;
mod bins;
mod boosting;
mod logistic;
mod validation;
mod tune;

pub(in crate::tagging) use samples::Samples;
pub(in crate::tagging) use tune::N_FOLDS;
pub(in crate::tagging) use tune::SEED;
pub(in crate::tagging) use tune::counts;
pub(in crate::tagging) use tune::fit_ranker;
pub(in crate::tagging) use tune::nested;
pub(in crate::tagging) use tune::worths;
