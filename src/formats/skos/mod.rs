//! SKOS, with SKOS-XL and ESCO's model -> Framework; Framework -> SKOS.
//!
//! In: Turtle, N-Triples, RDF/XML or JSON-LD, as a graph. Out: the framework of its main scheme. Steps: what each
//! name is (scheme, concept, collection), what the scheme says of itself, each concept with its names and prose, what
//! holds between them after the rules of SKOS, and what the quality rules of qSKOS find. Writing goes the other way,
//! in words of SKOS, Dublin Core and ESCO where they have one.

mod vocabulary;
mod nodes;
mod release;
mod concepts;
mod labels;
mod hierarchy;
mod entailed;
mod relations;
mod quality;
mod read;
mod capacity;
mod plan;
mod write;
mod recognise;

pub(in crate::formats) use capacity::CAPACITY;
pub(in crate::formats) use capacity::XML_CAPACITY;
pub(in crate::formats) use read::read;
pub(in crate::formats) use recognise::is_in;
pub(in crate::formats) use write::write;
