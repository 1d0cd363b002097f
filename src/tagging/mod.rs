//! Document -> matches with evidence (course outcomes, job postings).
//!
//! In: a text and a framework. Out: the skills it asks for, each with a score, the words that caused it and a
//! sentence that says why. Steps: the text is cut into sections and passages, which know whether they require
//! what they name and at which level (`sections`, `level`; `outcomes` splits compound ones, `verbs` tells the
//! level of a verb); the labels that stand in a passage word for word are found in one pass over it (`literal`);
//! every label is scored by how much of its weight the passage has, and a concept by its best label (`tagger`);
//! what several passages say is put together, one tag per concept (`document`).

mod sections;
mod level;
mod verbs;
mod outcomes;
mod literal;
mod tagger;
mod document;

pub use document::Mention;
pub use document::Tag;
pub use document::cut_document;
pub use document::document_of;
pub use document::tag_document;
pub use tagger::Match;
pub use tagger::Tagger;
pub use tagger::TaggingOptions;
