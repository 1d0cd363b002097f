//! Document -> matches with evidence (course outcomes, job postings, titles).
//!
//! In: a text and a framework. Out: the skills it asks for, each with a score, the words that caused it and a
//! sentence that says why. Steps: the text is cut into sections and passages, which know whether they require
//! what they name and at which level (`sections`, `level`; `outcomes` splits compound ones, `verbs` tells the
//! level of a verb); the labels that stand in a passage word for word are found in one pass over it (`literal`);
//! candidates are gathered from all sides and ranked by what was learnt from sentences with right answers
//! (`tagger`, `ranking`, `names`; `training` and `tuning` make the weights, `semantic` adds what a model knows); what several
//! passages say is put together, one tag per concept (`document`), and the rules of the one who asks have the last
//! word (`rules`). Titles find their occupations in `titles`; what people confirmed before votes in [`Memory`].

mod sections;
mod level;
mod verbs;
mod outcomes;
mod literal;
mod ranking;
mod training;
mod names;
mod tagger;
mod rooms;
mod explain;
mod document;
mod tuning;
pub mod semantic;
mod rules;
mod postings;
mod memory;
mod remember;
pub mod titles;

pub use document::Mention;
pub use document::Tag;
pub use document::cut_document;
pub use document::document_of;
pub use document::tag_document;
pub use memory::Memory;
pub use memory::Vote;
pub use ranking::Provenance;
pub use ranking::Scorer;
pub use ranking::Weights;
pub use ranking::WeightsError;
pub use rules::Filter;
pub use rules::PartFilter;
pub use rules::Pinned;
pub use tagger::Match;
pub use tagger::Method;
pub use tagger::Scratch;
pub use tagger::Tagger;
pub use tagger::TaggingOptions;
pub use tuning::SetFigures;
pub use tuning::Tuning;
pub use tuning::TuningSet;
pub use tuning::Worths;
pub use tuning::data_name;
pub use tuning::tune;
