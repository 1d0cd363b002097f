//! Turtle, N-Triples, RDF/XML and JSON-LD <-> a small graph: interned terms, sorted triples.
//!
//! In: a file of a bundle and its [`Syntax`]. Out: a [`Graph`], read subject by subject. What the vocabularies
//! mean is the business of those who ask; here is only who says what of whom. Nothing is fetched: what a file
//! does not bring along, it does not say.

mod graph;
mod guard;
mod names;
mod syntax;
mod read;
mod write;

pub(in crate::formats) use graph::Graph;
pub(in crate::formats) use graph::GraphBuilder;
pub(in crate::formats) use graph::Literal;
pub(in crate::formats) use graph::Term;
pub(in crate::formats) use graph::TermId;
pub(in crate::formats) use names::compact;
pub(in crate::formats) use names::expand;
pub(in crate::formats) use names::is_iri;
pub(in crate::formats) use names::is_predicate;
pub(in crate::formats) use names::local_name;
pub(in crate::formats) use read::add_file;
pub(in crate::formats) use read::base_of;
pub(in crate::formats) use syntax::Syntax;
pub(in crate::formats) use write::is_xml_text;
pub(in crate::formats) use write::write;

/// The class of a subject.
pub(in crate::formats) const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
