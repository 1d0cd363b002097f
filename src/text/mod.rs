//! string -> tokens, stems, similarity.
//!
//! One way of cutting and folding words for the index, the tagger and the crosswalk, so that what is
//! found by one is found by all. Steps: [`words`] cuts a text, [`fold`] makes words comparable,
//! [`Analyzer`] drops the words that carry no meaning and stems the rest by language; [`passages`] cuts
//! a longer text into sentences and list items; [`language_of`] tells its language; [`similarity`] compares what is nearly the same.

mod words;
mod stem;
mod analyzer;
mod passages;
mod detect;
pub mod similarity;

pub use analyzer::Analyzer;
pub use analyzer::Token;
pub use analyzer::analyzer;
pub use detect::language_of;
pub use passages::passages;
pub use stem::stem;
pub use words::fold;
pub use words::folded_words;
pub use words::words;
