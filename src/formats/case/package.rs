//! What is known of a package while it is read, and after.

use rustc_hash::FxHashMap;
use uuid::Uuid;

use crate::formats::case::association::Association;
use crate::formats::case::association::End;
use crate::formats::case::association::Open;
use crate::formats::case::document::Document;
use crate::formats::case::document::License;
use crate::formats::case::identifiers;
use crate::formats::case::item::ItemType;
use crate::formats::case::loose::Node;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Language;

/// What is known of a package after one pass over its file.
#[derive(Default)]
pub(super) struct Package {
    pub(super) document: Option<Document>,
    /// The document that the first item names.
    pub(super) of_items: Option<Open>,
    pub(super) concepts: Vec<Concept>,
    /// By concept, what is told apart from it.
    pub(super) aside: Vec<Aside>,
    pub(super) ids: FxHashMap<ConceptId, u32>,
    pub(super) by_uuid: FxHashMap<Uuid, u32>,
    /// Identifiers that are no UUIDs.
    pub(super) by_name: FxHashMap<Box<str>, u32>,
    /// Identifiers in which the IRI does not end.
    pub(super) identifiers: Vec<(u32, String)>,
    pub(super) associations: Vec<Association>,
    /// The first bytes of what the items in the document's language say.
    pub(super) sample: String,
    pub(super) licences: Vec<License>,
}

/// What is told apart from a concept until the package is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Aside {
    /// Its own language; nothing where it is in that of the document.
    pub(super) language: Option<Language>,
    /// How many of its labels and texts, from the first on, are in that language.
    pub(super) n_plain: (u8, u8),
    /// Its kind, where skillmap wrote it.
    pub(super) kind: Option<ConceptKind>,
    pub(super) is_ended: bool,
    pub(super) type_said: ItemType,
}

impl Package {
    /// The end that a node names, as far as it is known by now.
    pub(super) fn end(&self, node: &Node<'_>) -> End {
        let open = || End::Open(Box::new(Open::new(node)));
        self.known(&node.identifier, &node.uri).unwrap_or_else(open)
    }

    /// The item or the document that an identifier or a `uri` names: the identifier is looked at first.
    pub(super) fn known(&self, identifier: &str, uri: &str) -> Option<End> {
        let by_identifier = match identifiers::any(identifier) {
            Some(uuid) => self.by_uuid.get(&uuid),
            None => self.by_name.get(identifier),
        };
        if let Some(position) = by_identifier {
            return Some(End::Item(*position));
        }
        let is_document = self.document.as_ref().is_some_and(|document| {
            let is_identifier =
                !identifier.is_empty() && document.identifier.eq_ignore_ascii_case(identifier);
            is_identifier || document.release.framework.as_str() == uri
        });
        if is_document {
            return Some(End::Document);
        }
        if let Some(position) = self.ids.get(uri) {
            return Some(End::Item(*position));
        }
        // A bare IRI may end in the identifier.
        let tail = identifier.is_empty().then(|| identifiers::carried(uri)).flatten()?;
        self.by_uuid.get(&tail).map(|position| End::Item(*position))
    }
}
