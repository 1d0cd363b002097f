//! `CFDocument` and `CFLicenses` -> what the release says about itself.

use serde_json::value::RawValue;
use uuid::Uuid;

use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::case::dates;
use crate::formats::case::identifiers;
use crate::formats::case::identifiers::Mint;
use crate::formats::case::languages;
use crate::formats::case::loose::Entry;
use crate::formats::case::loose::Node;
use crate::formats::code;
use crate::formats::statement;
use crate::model::ConceptId;
use crate::model::Language;
use crate::model::Licence;
use crate::model::Location;
use crate::model::Release;

/// Bytes of a title, a name or a version that are kept: the store bounds all that a release says about itself.
const NAME_BYTES: usize = 400;
/// Bytes of a description or an attribution that are kept.
const PROSE_BYTES: usize = 1_000;
/// Characters that a short name may have.
const KEY_BYTES: usize = 64;

/// Members of a document that are read, or that only repeat what stands elsewhere.
const READ_MEMBERS: [&str; 13] = [
    "identifier",
    "uri",
    "creator",
    "title",
    "description",
    "version",
    "language",
    "licenseURI",
    "lastChangeDateTime",
    "CFPackageURI",
    "caseVersion",
    "CFPackageIdentifier",
    "publisher",
];

/// States in which items with an end date have ended: they are dates of a plan before.
const ADOPTED: [&str; 4] = ["adopted", "implemented", "deprecated", "retired"];

/// What a `CFDocument` says.
pub(super) struct Document {
    /// Its licence is told when the definitions are read.
    pub(super) release: Release,
    /// Its identifier as printed; empty where it has none.
    pub(super) identifier: String,
    /// The language of items that say none.
    pub(super) language: Option<Language>,
    /// Whether items with an end date have ended.
    pub(super) is_adopted: bool,
    licence: Option<License>,
}

/// A licence of the definitions, or the link to one.
pub(super) struct License {
    identifier: String,
    uri: String,
    title: String,
    description: String,
    text: String,
}

impl License {
    /// An entry of `CFLicenses`.
    pub(super) fn read(entry: &Entry<'_>) -> Self {
        let said = |name| entry.said(name).unwrap_or_default().to_owned();
        Self {
            identifier: said("identifier"),
            uri: said("uri"),
            title: said("title"),
            description: said("description"),
            text: said("licenseText"),
        }
    }

    fn linked(node: &Node<'_>) -> Self {
        let (identifier, uri, title) =
            (node.identifier.to_string(), node.uri.to_string(), node.title.to_string());
        Self { identifier, uri, title, description: String::new(), text: String::new() }
    }

    fn is_same(&self, other: &Self) -> bool {
        let is_equal = |a: &str, b: &str| !a.is_empty() && a.eq_ignore_ascii_case(b);
        is_equal(&self.identifier, &other.identifier) || is_equal(&self.uri, &other.uri)
    }

    /// The licence as a release has it.
    fn into_licence(self, framework: &ConceptId) -> Licence {
        let Self { uri, title, description, text, .. } = self;
        let made = identifiers::urn(made_licence(framework.as_str(), &title));
        let says_more = ![&title, &uri].contains(&&text);
        let attribution = match (description.as_str(), says_more) {
            ("", true) => text,
            _ => description,
        };
        Licence {
            name: statement::bounded(&title, NAME_BYTES),
            url: if uri == made { String::new() } else { statement::bounded(&uri, NAME_BYTES) },
            attribution: statement::bounded(&attribution, PROSE_BYTES),
        }
    }
}

impl Document {
    /// What a `CFDocument` says; what a release has no field for is told as a note.
    ///
    /// Errors: nothing in it can name the framework.
    pub(super) fn read(
        entry: &Entry<'_>,
        place: &Location,
        issues: &mut Issues,
    ) -> Result<Self, ReadError> {
        let identifier = entry.text("identifier").unwrap_or_default().to_owned();
        let uri = entry.text("uri").unwrap_or_default();
        let framework = name(&identifier, uri, place)?;
        let mut is_cut = false;
        let mut said = |name: &str, most: usize| {
            let text = entry.said(name).unwrap_or_default();
            is_cut |= text.len() > most;
            if text.len() > most { statement::bounded(text, most) } else { text.to_owned() }
        };
        let description =
            Some(said("description", PROSE_BYTES)).filter(|text| !text.trim().is_empty());
        let is_noted = description.is_none();
        let description = description.unwrap_or_else(|| said("notes", PROSE_BYTES));
        let creator = Some(said("creator", NAME_BYTES)).filter(|text| !text.trim().is_empty());
        let is_published = creator.is_none();
        let publisher = creator.unwrap_or_else(|| said("publisher", NAME_BYTES));
        let title = said("title", NAME_BYTES);
        let version = said("version", NAME_BYTES);
        if is_cut {
            let what = "its title, names or description are longer than a release may be";
            issues.warning(
                "long-document",
                place.clone(),
                what,
                "shorten them; the beginnings are kept",
            );
        }
        let day = || entry.text("lastChangeDateTime").and_then(dates::day);
        let version = match version.trim() {
            "" => day().unwrap_or("1").to_owned(),
            _ => version,
        };
        let release = Release {
            key: own_key(entry.extensions).unwrap_or_else(|| key(&title, framework.as_str())),
            framework,
            title,
            publisher,
            version,
            licence: Licence::default(),
            description,
        };
        // An export makes it from the IRI again.
        let made = Mint::new(release.framework.as_str()).document(release.framework.as_str());
        let is_other = |name: &&str| match *name {
            "identifier" => identifiers::any(&identifier).is_some_and(|uuid| uuid != made),
            "publisher" => !is_published && entry.text("publisher") != entry.text("creator"),
            "notes" => !is_noted,
            name => !READ_MEMBERS.contains(&name),
        };
        let others: Vec<&str> =
            entry.names().filter(is_other).filter(|name| !entry.texts(name).is_empty()).collect();
        if !others.is_empty() {
            let what = format!("a release has no field for {}", others.join(", "));
            issues.note("document-facts", place.clone(), what, "nothing to do; they are not kept");
        }
        let status = entry.text("adoptionStatus").unwrap_or_default().to_lowercase();
        Ok(Self {
            release,
            identifier,
            language: entry.text("language").and_then(languages::read),
            is_adopted: ADOPTED.contains(&status.as_str()),
            licence: entry.node("licenseURI").map(|node| License::linked(&node)),
        })
    }

    /// The document that an item says it belongs to, where the file has none itself.
    ///
    /// Errors: nothing in it can name the framework.
    pub(super) fn of_items(node: &Node<'_>, place: &Location) -> Result<Self, ReadError> {
        let framework = name(&node.identifier, &node.uri, place)?;
        let title = statement::bounded(&node.title, NAME_BYTES);
        Ok(Self {
            release: Release {
                key: key(&title, framework.as_str()),
                framework,
                title,
                publisher: String::new(),
                version: "1".to_owned(),
                licence: Licence::default(),
                description: String::new(),
            },
            identifier: node.identifier.to_string(),
            language: None,
            is_adopted: false,
            licence: None,
        })
    }

    /// Puts the licence into the release: the one that the document links, else the only one that is defined.
    pub(super) fn set_licence(&mut self, mut defined: Vec<License>) {
        let licence = match self.licence.take() {
            Some(linked) => {
                let same = defined.iter().position(|licence| licence.is_same(&linked));
                Some(same.map_or(linked, |position| defined.swap_remove(position)))
            }
            None if defined.len() == 1 => defined.pop(),
            None => None,
        };
        let framework = &self.release.framework;
        self.release.licence =
            licence.map(|licence| licence.into_licence(framework)).unwrap_or_default();
    }
}

/// The identifier of a licence that has no page of its own, and so none for an IRI.
pub(super) fn made_licence(framework: &str, name: &str) -> Uuid {
    Mint::new(framework).named(&format!("licence {name}"))
}

/// The framework's IRI: the `uri`, else the identifier as one.
fn name(identifier: &str, uri: &str, place: &Location) -> Result<ConceptId, ReadError> {
    let urn = || identifiers::any(identifier).map(identifiers::urn);
    let name = ConceptId::new(uri).or_else(|e| match urn() {
        Some(urn) => ConceptId::new(urn),
        None => ConceptId::new(identifier).map_err(|_| e),
    });
    name.map_err(|e| {
        let what =
            format!("the document has neither a uri nor an identifier that can name it ({e})");
        ReadError::invalid(place.clone(), what, "give it both")
    })
}

/// The short name that skillmap wrote, where it is one.
fn own_key(extensions: Option<&RawValue>) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Own {
        #[serde(rename = "skillmap:key")]
        key: String,
    }
    let own: Own = serde_json::from_str(extensions?.get()).ok()?;
    let is_letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    Some(own.key).filter(|key| (1..=KEY_BYTES).contains(&key.len()) && key.bytes().all(is_letter))
}

/// The short name of a framework: its title in letters that can be typed, else something from its IRI.
pub(super) fn key(title: &str, framework: &str) -> String {
    let has_letters = |text: &str| text.chars().any(|c| c.is_ascii_alphanumeric());
    let named = if has_letters(title) { title } else { framework };
    let slug = code::slug(named);
    slug.get(..KEY_BYTES).unwrap_or(&slug).trim_end_matches('-').to_owned()
}
