//! Rich Skill Descriptors (Open Skills Network, OSMT) <-> Framework.
//!
//! In: OSMT's CSV of every generation ([`csv`]) and the JSON of its API, versions 2 and 3 ([`json`], [`json_write`]), both as
//! descriptors ([`descriptor`]). Steps: each descriptor becomes a skill, then collections, occupations and
//! alignments are drawn ([`import`]). Out: the same descriptors ([`export`]), of what each of the two can say
//! ([`capacity`]).
//!
//! # Why so
//!
//! - A descriptor says no language: it is read as English, the language of its network. Written is the English name,
//!   else the one of another English, else the first.
//! - Keywords are no other names of a skill ("WGUSID: 172"): they are a property, as are categories, so that both
//!   come back. A category is a word on a skill, and has no IRI of its own.
//! - A collection is a concept of its own, and its skills are members.
//! - Occupations are asked-for-by, not codes of the skill: each is `related` to the IRI of its SOC or O*NET-SOC code.
//! - An alignment says that there is something, not what: a mapping *related*, the weakest that is true. Real ones
//!   point at topics ("Information Security Management"). A stronger mapping is written in JSON with its SKOS name
//!   beside it; in CSV it is lost.
//! - The address of a certification, standard or employer stands with its name in one value, `NAME <IRI>`: told apart,
//!   nobody would know which belongs to which.
//! - Draft, unarchived and workspace skills are in use and say so as a property; archived and deleted ones are not.

mod descriptor;
mod capacity;
mod csv;
mod values;
mod json;
mod json_write;
mod import;
mod export;

pub(in crate::formats) use capacity::CSV;
pub(in crate::formats) use capacity::JSON;
pub(in crate::formats) use csv::is_head;
pub(crate) use csv::read as read_csv;
pub(crate) use csv::write as write_csv;
pub(in crate::formats) use json::is_in;
pub(crate) use json::read as read_json;
pub(crate) use json_write::write as write_json;
