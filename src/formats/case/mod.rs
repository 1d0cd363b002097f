//! CASE <-> Framework: packages of 1EdTech's Competencies and Academic Standards Exchange, 1.0 and 1.1.
//!
//! In: one `CFPackage`, of whatever size, entry by entry ([`entries`], [`watch`]); each entry is read whatever shape its
//! values have ([`loose`]). `CFDocument` is the release ([`document`]), a `CFItem` a concept ([`item`], [`kinds`]), a
//! `CFAssociation` a relation, a mapping, a status or a property ([`association`], [`statements`]), once all is read
//! ([`finish`]). Out: what has a member of CASE ([`layout`], [`names`]) stands there; what has none stands in
//! `extensions` of 1.1 and is a loss in 1.0 ([`cut`]).
//!
//! Inside a package `isPartOf` and `isRelatedTo` are relations; to a concept elsewhere they say a broad and a related
//! match, and from one elsewhere a narrow and a related match, for CASE has no inverses. `exactMatchOf` is a mapping
//! wherever its destination is. An IRI with letters beyond ASCII is written as it is: encoded it would name another
//! concept.

mod names;
mod identifiers;
mod dates;
mod languages;
mod kinds;
mod watch;
mod entries;
mod loose;
mod document;
mod item;
mod association;
mod package;
mod read;
mod statements;
mod finish;
mod layout;
mod cut;
mod forms;
mod associations;
mod definitions;
mod write;
mod pieces;
#[cfg(test)]
mod tests;

pub(in crate::formats) use cut::CAPACITY;
pub(in crate::formats) use cut::CAPACITY_10;
pub use pieces::CaseKind;
pub(crate) use pieces::CasePiece;
pub(crate) use pieces::document_identifier;
pub(crate) use pieces::item_identifiers;
pub(crate) use pieces::parsed;
pub(crate) use pieces::pieces;
pub(crate) use pieces::printed;
pub(crate) use read::read;
pub(crate) use write::write;
pub(crate) use write::write_10;

use crate::formats::outline::Outline;

/// Whether a JSON file is a package, a part of one, or a list of documents.
pub(in crate::formats) fn is_in(outline: &Outline) -> bool {
    let members = ["CFDocument", "CFItems", "CFAssociations", "CFDocuments", "CFItem"];
    let has_all = |keys: &[&str]| keys.iter().all(|key| outline.has(key));
    members.iter().any(|member| outline.has(member))
        || has_all(&["fullStatement", "identifier"])
        || has_all(&["associationType", "originNodeURI"])
        || has_all(&["creator", "title", "CFPackageURI"])
}
