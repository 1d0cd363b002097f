//! Credential Engine's CTDL-ASN (competency frameworks) and CTDL (what hangs on competencies) <-> Framework.
//!
//! In: JSON-LD as registries, publishers and CE's own tools write it ([`json`]), or another syntax of RDF ([`rdf`]), as
//! nodes ([`node`]). Steps: the
//! release is found ([`release`]), each node of a known class ([`terms`]) becomes a concept ([`concepts`]), then what
//! holds between them is drawn ([`relations`], [`conditions`]). Out: a `@graph` that the registry's schemas accept
//! ([`write`]), of what CTDL-ASN can say ([`capacity`]). No context is ever fetched: the terms are known by name.
//!
//! # What a competency is
//!
//! - With a `competencyLabel` that is the preferred label, and `competencyText` the description: so O*NET's own
//!   files are laid out, tagging finds the short name, and the other way round a concept with label and description
//!   is written the same. Without one the text is the preferred label, for it is all there is to find it by.
//! - `ceasn:description` is a description too (a definition beside a text that is one already). SKOS's own terms,
//!   which the context of CTDL-ASN declares, hold other labels, definitions and notes; the first note is
//!   `ceasn:comment`.
//! - A `competencyCategory` that is the name of a kind (`Skill`, `Work Style`) is the kind; another one stays a
//!   property, and means a kind where it is a usual word for one (`Domain` is a heading). A concept of any kind is
//!   written as a competency with the kind as its category, as CE's converter does with the items of CASE.
//! - `codedNotation` is the framework's own code; codes of other classifications are `ceterms:identifier`.
//! - The order of `hasChild` and `hasTopChild` is kept as `list_id` (`ceasn:listID`) where it is not that of the IRIs
//!   and no child says its own.
//! - `isPartOf` a framework says nothing new; `comprisedOf` is `part_of` read backwards, `prerequisiteAlignment` is
//!   `precedes` read backwards. Alignments are mappings; a `crossSubjectReference` or `proxyFor` inside the framework is
//!   `related`.
//!   `broadAlignment` to an IRI with the UUID of the CTID is CE's way of naming the item of CASE it was made of: exact.
//! - A CTID is kept as a property where it does not follow from the IRI, and is made of the IRI where there is none.

mod node;
mod ids;
mod terms;
mod json;
mod rdf;
mod release;
mod concepts;
mod relations;
mod conditions;
mod read;
mod capacity;
mod competency;
mod write;
mod documents;

pub(in crate::formats) use capacity::CAPACITY;
pub(crate) use documents::document_tags;
pub(in crate::formats) use read::Family;
pub(in crate::formats) use read::is_in;
pub(crate) use read::read;
pub(crate) use write::write;
