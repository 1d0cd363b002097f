//! JSKOS <-> Framework and mappings.
//!
//! In: a scheme with its concepts, a list of objects, or one object in each line. Out: a framework, and what it says
//! of others; of a file of mappings alone, a mapping set. What JSKOS has no field for stands in fields that begin with
//! `_`, which the standard leaves to each application.

mod object;
mod concepts;
mod read;
mod mappings;
mod write;

pub(in crate::formats) use mappings::read_mappings;
pub(in crate::formats) use read::is_in;
pub(in crate::formats) use read::read;
pub(in crate::formats) use write::CAPACITY;
pub(in crate::formats) use write::write;

/// Our own part of a concept.
const OWN: &str = "_skillmap";
/// Our own part of a scheme: the release as skillmap's JSON has it.
const OWN_RELEASE: &str = "_release";

const SCHEME: &str = "http://www.w3.org/2004/02/skos/core#ConceptScheme";
const CONCEPT: &str = "http://www.w3.org/2004/02/skos/core#Concept";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
