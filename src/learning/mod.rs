//! Questions with right answers -> trees and weighted sums that tell right from wrong.
//!
//! In: questions with their candidates as rows of features (`samples`), or rows with classes. Out: small symmetric trees
//! (`tree`) or logistic models (`logistic`). Steps: values are put into bins (`bins`), trees are grown by `LambdaMART`
//! (`boosting`), or on the derivatives of the softmax loss where rows have classes (`classes`); what was fitted is judged on questions kept from it (`folds`). The same rows always give the same
//! models, on every machine (`generator`).

mod generator;
mod samples;
mod bins;
mod tree;
mod boosting;
mod classes;
mod logistic;
mod folds;

pub use boosting::Growth;
pub use boosting::grow;
pub use classes::Classes;
pub use classes::grow_classes;
pub use folds::folds;
pub use folds::held_out;
pub use logistic::Logistic;
pub use logistic::fit;
pub use samples::Question;
pub use samples::Samples;
pub use tree::Tree;
