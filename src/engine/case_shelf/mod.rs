//! Current releases -> the answers of a provider of CASE, read from packages that are written once.
//!
//! A package is written for each release and version of CASE when something of it is first asked for, into the data
//! folder, by one caller while others wait for it only ([`shelf`]); it is derived: missing, old or damaged, it is
//! written again, and removed when its release is no longer current. An answer is a piece of it with the addresses of
//! the service ([`rendering`]). Frameworks whose licence forbids passing on are not served, as they are not exported.

mod documents;
mod places;
mod rendering;
mod shelf;

pub use documents::CaseDocuments;
pub use documents::CaseDocumentsRequest;
pub use documents::CaseOrder;

pub(in crate::engine) use places::Shelves;

use std::io;
use std::sync::Arc;

use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::ErrorKind;
use crate::engine::case_shelf::rendering::Rendering;
use crate::engine::case_shelf::shelf::Place;
use crate::engine::case_shelf::shelf::Shelf;
use crate::formats::CaseKind;
use crate::formats::case_identifier;
use crate::formats::case_items;
use crate::formats::printed_case_identifier;
use crate::model::Digest;

/// A version of CASE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaseVersion {
    /// CASE 1.0.
    V10,
    /// CASE 1.1.
    V11,
}

/// Whether answers have extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CaseExtensions {
    /// They are left out: a provider gives none to who does not ask.
    #[default]
    Stripped,
    /// They are there; with them skillmap reads a framework again as it was.
    Kept,
}

/// How an answer is to look.
#[derive(Debug, Clone)]
pub struct CaseForm {
    /// The address of the service and its version of CASE: `https://skills.example/ims/case/v1p1`.
    pub base: String,
    /// Whether it has extensions.
    pub extensions: CaseExtensions,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct CaseEntry {
    /// The JSON.
    pub body: Vec<u8>,
    /// Changes with the content of the body.
    pub tag: String,
    /// When the document was last changed: seconds since 1970.
    pub changed: i64,
}

/// A whole package, read piece by piece.
#[derive(Debug)]
pub struct CasePackage {
    /// Changes with the content of the package.
    pub tag: String,
    /// When the document was last changed: seconds since 1970.
    pub changed: i64,
    shelf: Arc<Shelf>,
    rendering: Rendering,
    at: u64,
}

/// Bytes of a package that are read at a time.
const CHUNK_BYTES: u64 = 1 << 17;

impl CasePackage {
    /// The next bytes, at least one; nothing at the end.
    ///
    /// Errors: the disk refuses.
    pub fn next_bytes(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let mut out = Vec::new();
        // Extensions that are left out may fill several reads; a sender takes no bytes for the end.
        while out.is_empty() {
            let n_bytes = CHUNK_BYTES.min(self.shelf.head.n_bytes - self.at);
            if n_bytes == 0 {
                return Ok(None);
            }
            let place = Place { at: self.at, n_bytes: u32::try_from(n_bytes).unwrap_or(u32::MAX) };
            let bytes = self.shelf.read(place).map_err(|e| unreadable(&e))?;
            self.at += n_bytes;
            self.rendering.push(&bytes, &mut out);
        }
        Ok(Some(out))
    }
}

impl Engine {
    /// What CASE serves under an identifier: the entry, of keywords, subjects and types the set of it and those below.
    ///
    /// Errors: it is no UUID, nothing of that kind has it, or the document's licence forbids passing on.
    pub fn case_entry(
        &self,
        version: CaseVersion,
        kind: CaseKind,
        identifier: &str,
        form: &CaseForm,
    ) -> Result<CaseEntry, Error> {
        let wanted = checked(identifier)?;
        let (kept, place) = self.case_place(version, kind, &wanted)?;
        let body = match kind {
            CaseKind::Concept | CaseKind::Subject | CaseKind::ItemType => {
                let members = kept.family(kind, place);
                let entries: Vec<Vec<u8>> =
                    members.iter().map(|p| read(&kept, *p)).collect::<Result<_, _>>()?;
                let head = format!("{{\"{}\":[", kind.members());
                [head.as_bytes(), &entries.join(&b","[..]), b"]}"].concat()
            }
            _ => alone(&kept, kind, read(&kept, place)?),
        };
        Ok(entry(&kept, &body, form))
    }

    /// An item with all associations of which it is an end.
    ///
    /// Errors: as [`Engine::case_entry`].
    pub fn case_item_associations(
        &self,
        version: CaseVersion,
        identifier: &str,
        form: &CaseForm,
    ) -> Result<CaseEntry, Error> {
        let wanted = checked(identifier)?;
        let (kept, place) = self.case_place(version, CaseKind::Item, &wanted)?;
        let item = alone(&kept, CaseKind::Item, read(&kept, place)?);
        let places = kept.associations(&wanted).map_err(|e| unreadable(&e))?;
        let associations: Vec<Vec<u8>> =
            places.iter().map(|p| read(&kept, *p)).collect::<Result<_, Error>>()?;
        let associations = associations.join(&b","[..]);
        let body = [b"{\"CFItem\":", &item[..], b",\"CFAssociations\":[", &associations, b"]}"];
        Ok(entry(&kept, &body.concat(), form))
    }

    /// The whole package of a document.
    ///
    /// Errors: as [`Engine::case_entry`].
    pub fn case_package(
        &self,
        version: CaseVersion,
        identifier: &str,
        form: &CaseForm,
    ) -> Result<CasePackage, Error> {
        let wanted = checked(identifier)?;
        let (kept, _) = self.case_place(version, CaseKind::Document, &wanted)?;
        Ok(CasePackage {
            tag: tag(&kept.name, form),
            changed: seconds(&kept.head.changed),
            rendering: Rendering::new(form),
            shelf: kept,
            at: 0,
        })
    }

    /// Whatever an identifier names, in CASE 1.1, and the IRI of the concept where it names an item.
    ///
    /// Errors: as [`Engine::case_entry`].
    pub fn case_named(
        &self,
        identifier: &str,
        form: &CaseForm,
    ) -> Result<(CaseEntry, Option<String>), Error> {
        let mut outcome = Err(unknown(identifier));
        for kind in CaseKind::ALL {
            outcome = self.case_entry(CaseVersion::V11, kind, identifier, form);
            match &outcome {
                Ok(_) if kind == CaseKind::Item => {
                    let whole = CaseForm { extensions: CaseExtensions::Kept, ..form.clone() };
                    let entry = self.case_entry(CaseVersion::V11, kind, identifier, &whole)?;
                    let said: Value = serde_json::from_slice(&entry.body).unwrap_or_default();
                    let iri = said["extensions"]["skillmap:iri"].as_str().map(str::to_owned);
                    return Ok((outcome?, iri));
                }
                Err(error) if error.kind == ErrorKind::NotFound => {}
                _ => break,
            }
        }
        outcome.map(|entry| (entry, None))
    }

    /// The identifier of the item of a concept, by its IRI, in CASE 1.1.
    ///
    /// Cost: that of its package where that is not written yet. Errors: there is no such concept, or its framework's
    /// licence forbids passing on.
    pub fn case_item(&self, id: &str) -> Result<String, Error> {
        let missing = || {
            Error::not_found(
                "id",
                format!("{id:?} is no item of CASE here; give the IRI of a concept"),
            )
        };
        let snapshot = self.snapshot();
        let node = snapshot.graph.node(id).ok_or_else(missing)?;
        let framework = snapshot.graph.framework(node).release().framework.as_str();
        let form = CaseForm { base: String::new(), extensions: CaseExtensions::Kept };
        for identifier in case_items(framework, snapshot.graph.concept(node)) {
            let printed = printed_case_identifier(identifier);
            match self.case_named(&printed, &form) {
                Ok((_, Some(iri))) if iri == id => return Ok(printed),
                Err(error) if error.kind != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Err(missing())
    }
}

/// An entry outside its package names its document; a document its package.
fn alone(kept: &Shelf, kind: CaseKind, mut text: Vec<u8>) -> Vec<u8> {
    let (member, path) = match kind {
        CaseKind::Document => ("CFPackageURI", "CFPackages"),
        CaseKind::Item | CaseKind::Association => ("CFDocumentURI", "CFDocuments"),
        _ => return text,
    };
    let identifier = printed_case_identifier(kept.head.document);
    let title = Value::from(kept.head.title.as_str());
    let link = format!(
        ",\"{member}\":{{\"title\":{title},\"identifier\":\"{identifier}\",\"uri\":\"\u{1}/{path}/{identifier}\"}}}}"
    );
    if text.pop().is_some() {
        text.extend_from_slice(link.as_bytes());
    }
    text
}

fn read(kept: &Shelf, place: Place) -> Result<Vec<u8>, Error> {
    kept.read(place).map_err(|e| unreadable(&e))
}

fn entry(kept: &Shelf, text: &[u8], form: &CaseForm) -> CaseEntry {
    let mut body = Vec::with_capacity(text.len() + 256);
    Rendering::new(form).push(text, &mut body);
    CaseEntry { body, tag: tag(&kept.name, form), changed: seconds(&kept.head.changed) }
}

/// What stands for the content of an answer: of the release, and how it is shown.
fn tag(names: &str, form: &CaseForm) -> String {
    let shown = format!("{names} {} {:?}", form.base, form.extensions);
    Digest::of(shown.as_bytes()).short()
}

fn seconds(time: &str) -> i64 {
    OffsetDateTime::parse(time, &Rfc3339).map_or(0, OffsetDateTime::unix_timestamp)
}

fn checked(identifier: &str) -> Result<[u8; 16], Error> {
    case_identifier(identifier).ok_or_else(|| {
        let message = format!("{identifier:?} is no UUID; give one as CFDocuments lists them");
        Error::invalid("sourcedId", message)
    })
}

fn unknown(identifier: &str) -> Error {
    Error::not_found(
        "sourcedId",
        format!(
            "nothing of that kind is called {identifier}; ask CFDocuments and CFPackages for what there is"
        ),
    )
}

fn unreadable(error: &io::Error) -> Error {
    Error::internal(format!("a package of CASE cannot be read or written: {error}"))
}
