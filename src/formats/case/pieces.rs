//! Framework -> the entries of its package one by one, as a provider of CASE serves them.
//!
//! # Why
//!
//! A provider names what it serves by its own addresses, and nothing of an address is known when a package is
//! written. So control characters stand in the text, which no JSON has unescaped: [`BASE`] for the address of the
//! service, [`BEGIN`] and [`END`] around what is served only to those who ask for extensions. There the IRIs stand
//! that the addresses took the place of; the reader puts them back.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use serde::Serialize;
use uuid::Uuid;

use crate::formats::Fitted;
use crate::formats::case::associations::Associations;
use crate::formats::case::definitions;
use crate::formats::case::definitions::KEYWORD;
use crate::formats::case::definitions::Named;
use crate::formats::case::definitions::SUBJECT;
use crate::formats::case::forms::AssociationForm;
use crate::formats::case::forms::Extension;
use crate::formats::case::forms::ItemForm;
use crate::formats::case::forms::LinkForm;
use crate::formats::case::forms::Value;
use crate::formats::case::identifiers;
use crate::formats::case::identifiers::Mint;
use crate::formats::case::layout;
use crate::formats::case::layout::Whole;
use crate::formats::case::names;
use crate::formats::case::names::Version;
use crate::formats::case::write;
use crate::formats::case::write::json;
use crate::model::Concept;

/// Stands for the address of the service and its version of CASE.
const BASE: char = '\u{1}';
/// Before extensions.
const BEGIN: char = '\u{2}';
/// After extensions.
const END: char = '\u{3}';

/// What a provider of CASE serves by identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaseKind {
    /// `CFDocument`.
    Document,
    /// `CFItem`.
    Item,
    /// `CFAssociation`.
    Association,
    /// `CFConcept`.
    Concept,
    /// `CFSubject`.
    Subject,
    /// `CFLicense`.
    License,
    /// `CFItemType`.
    ItemType,
    /// `CFAssociationGrouping`.
    Grouping,
    /// `CFRubric`.
    Rubric,
}

impl CaseKind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Document,
        Self::Item,
        Self::Association,
        Self::Concept,
        Self::Subject,
        Self::License,
        Self::ItemType,
        Self::Grouping,
        Self::Rubric,
    ];

    /// The member that lists such entries, which is also what the paths of a provider are called.
    pub fn members(self) -> &'static str {
        match self {
            Self::Document => "CFDocuments",
            Self::Item => "CFItems",
            Self::Association => "CFAssociations",
            Self::Concept => "CFConcepts",
            Self::Subject => "CFSubjects",
            Self::License => "CFLicenses",
            Self::ItemType => "CFItemTypes",
            Self::Grouping => "CFAssociationGroupings",
            Self::Rubric => "CFRubrics",
        }
    }
}

/// One entry of a package.
#[derive(Debug)]
pub(crate) struct CasePiece {
    /// What it is.
    pub(crate) kind: CaseKind,
    /// Its identifier.
    pub(crate) identifier: [u8; 16],
    /// Of an association: the items at its ends, as far as they are in the package.
    pub(crate) ends: Vec<[u8; 16]>,
    /// Its place among its kind; empty where it has none.
    pub(crate) code: String,
    /// Title of a document.
    pub(crate) title: String,
    /// When it was last changed.
    pub(crate) changed: String,
    /// The JSON, with the marks of this module.
    pub(crate) text: String,
}

/// The identifier of that text, where it is a UUID.
pub(crate) fn parsed(text: &str) -> Option<[u8; 16]> {
    identifiers::any(text).map(Uuid::into_bytes)
}

/// An identifier as CASE writes it.
pub(crate) fn printed(identifier: [u8; 16]) -> String {
    Uuid::from_bytes(identifier).to_string()
}

/// The identifier of the document of a framework with that IRI.
pub(crate) fn document_identifier(framework: &str) -> [u8; 16] {
    Mint::new(framework).document(framework).into_bytes()
}

/// The identifiers that the item of a concept may have in the package of its framework, likeliest first.
pub(crate) fn item_identifiers(framework: &str, concept: &Concept) -> Vec<[u8; 16]> {
    layout::identifiers_of(concept, Mint::new(framework)).map(Uuid::into_bytes).collect()
}

/// Hands the entries of a package to `take`: the document, items, associations, definitions.
///
/// Errors: those of `take`.
pub(crate) fn pieces(
    fitted: &Fitted,
    is_1_0: bool,
    take: &mut dyn FnMut(CasePiece) -> io::Result<()>,
) -> io::Result<()> {
    let version = if is_1_0 { Version::V10 } else { Version::V11 };
    let parts = fitted.framework.parts();
    let whole = Whole::new(parts, version);
    let latest = write::latest(&whole, &fitted.mappings);
    let licence = definitions::licence(&whole, &latest);
    let mut form = write::document_form(&whole, licence.as_ref(), &latest);
    let mut extensions = std::mem::take(&mut form.extensions);
    extensions.insert(names::OWN_IRI, Extension::Text(parts.release.framework.as_str()));
    form.uri = Cow::Owned(address(CaseKind::Document, &form.identifier));
    if let Some(link) = &mut form.license_uri {
        link.uri = address(CaseKind::License, &link.identifier);
    }
    let document = form.identifier.clone();
    let piece = made(version, CaseKind::Document, &document, &latest, &form, &extensions);
    take(CasePiece { title: parts.release.title.clone(), ..piece })?;

    let mut named = Named::default();
    for position in 0..parts.concepts.len() {
        let form = write::item(&whole, position);
        named.note(&form);
        take(item(&whole, form, licence.as_ref().map(|l| l.identifier.as_str())))?;
    }
    for form in Associations::new(&whole, &fitted.mappings).forms() {
        take(association(&whole, form))?;
    }
    let all = named.definitions(licence, &latest);
    let own = |iri: &str| {
        let iri = Extension::Iri(iri.to_owned());
        BTreeMap::from([(names::OWN_IRI, iri)])
    };
    for (kind, topics) in [(CaseKind::Concept, all.concepts), (CaseKind::Subject, all.subjects)] {
        for mut form in topics {
            let extensions = own(&form.uri);
            let (identifier, code) = (form.identifier.clone(), form.hierarchy_code.clone());
            form.uri = address(kind, &identifier);
            let piece = made(version, kind, &identifier, &latest, &form, &extensions);
            take(CasePiece { code, ..piece })?;
        }
    }
    for mut form in all.licenses {
        let (extensions, identifier) = (own(&form.uri), form.identifier.clone());
        form.uri = address(CaseKind::License, &identifier);
        take(made(version, CaseKind::License, &identifier, &latest, &form, &extensions))?;
    }
    for mut form in all.item_types {
        let extensions = own(&form.uri);
        let (identifier, code) = (form.identifier.clone(), form.hierarchy_code.clone());
        form.uri = address(CaseKind::ItemType, &identifier);
        let piece = made(version, CaseKind::ItemType, &identifier, &latest, &form, &extensions);
        take(CasePiece { code, ..piece })?;
    }
    Ok(())
}

/// An item, its links with the service's addresses as far as what they name is in the package.
fn item(whole: &Whole<'_>, mut form: ItemForm<'_>, licence: Option<&str>) -> CasePiece {
    let mut extensions = std::mem::take(&mut form.extensions);
    extensions.insert(names::OWN_IRI, Extension::Iri(form.uri.to_string()));
    let identifier = form.identifier.clone();
    form.uri = Cow::Owned(address(CaseKind::Item, &identifier));
    let mut iris = BTreeMap::new();
    let mut move_link = |kind: CaseKind, link: &mut LinkForm| {
        let address = address(kind, &link.identifier);
        iris.insert(link.identifier.clone(), std::mem::replace(&mut link.uri, address));
    };
    if let Some(link) = &mut form.item_type_uri {
        move_link(CaseKind::ItemType, link);
    }
    for (member, value) in &mut form.fields {
        let links = match value {
            Value::Link(link) => std::slice::from_mut(link),
            Value::Links(links) => links,
            Value::Text(_) | Value::Texts(_) => &mut [],
        };
        for link in links {
            match *member {
                KEYWORD => move_link(CaseKind::Concept, link),
                SUBJECT => move_link(CaseKind::Subject, link),
                _ if licence == Some(link.identifier.as_str()) => {
                    move_link(CaseKind::License, link);
                }
                _ => {}
            }
        }
    }
    if !iris.is_empty() {
        extensions.insert(names::OWN_LINKS, Extension::Iris(iris));
    }
    let changed = form.last_change_date_time.to_owned();
    made(whole.version, CaseKind::Item, &identifier, &changed, &form, &extensions)
}

fn association(whole: &Whole<'_>, mut form: AssociationForm<'_>) -> CasePiece {
    let identifier = form.identifier.clone();
    form.uri = address(CaseKind::Association, &identifier);
    let mut ends = Vec::new();
    for node in [&mut form.origin, &mut form.destination] {
        let Some(uuid) = identifiers::any(&node.identifier) else { continue };
        if uuid == whole.document {
            node.uri = address(CaseKind::Document, &node.identifier);
        } else if whole.inside.contains(&uuid) {
            node.uri = address(CaseKind::Item, &node.identifier);
            ends.push(uuid.into_bytes());
        }
    }
    ends.dedup();
    let changed = form.last_change_date_time.clone();
    let kind = CaseKind::Association;
    let piece = made(whole.version, kind, &identifier, &changed, &form, &BTreeMap::new());
    CasePiece { ends, ..piece }
}

/// An address below that of the service.
fn address(kind: CaseKind, identifier: &str) -> String {
    format!("{BASE}/{}/{identifier}", kind.members())
}

fn made(
    version: Version,
    kind: CaseKind,
    identifier: &str,
    changed: &str,
    form: &impl Serialize,
    extensions: &BTreeMap<&str, Extension<'_>>,
) -> CasePiece {
    // No `uri` but an address begins with the mark, for no IRI has control characters.
    let mut text = json(form).replace("\"uri\":\"\\u0001", &format!("\"uri\":\"{BASE}"));
    if version == Version::V11 && !extensions.is_empty() && text.ends_with('}') {
        text.pop();
        text.push(BEGIN);
        text.push_str(",\"extensions\":");
        text.push_str(&json(extensions));
        text.push(END);
        text.push('}');
    }
    CasePiece {
        kind,
        identifier: parsed(identifier).unwrap_or_default(),
        ends: Vec::new(),
        code: String::new(),
        title: String::new(),
        changed: changed.to_owned(),
        text,
    }
}
