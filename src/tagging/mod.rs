//! Document -> matches with evidence (course outcomes, job postings, titles).
//!
//! In: a text and a framework. Out: the skills it asks for, each with a score, the words that caused it and a
//! sentence that says why. Steps: the text is cut into passages; the labels that stand in a passage word
//! for word are found in one pass over it (`literal`); every label is scored by how much of its weight the
//! passage has, and a concept by its best label (`tagger`); what several passages say is put together, one
//! tag per concept (`document`). Titles find their occupations in `titles`; what people confirmed before votes in
//! [`Memory`].

mod literal;
mod tagger;
mod document;
mod postings;
mod memory;
pub mod titles;

pub use document::Mention;
pub use document::Tag;
pub use document::document_of;
pub use document::tag_document;
pub use memory::Memory;
pub use memory::Vote;
pub use tagger::Match;
pub use tagger::Tagger;
pub use tagger::TaggingOptions;
