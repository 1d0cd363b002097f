//! Names: of concepts, of frameworks, of languages.

use std::borrow::Borrow;
use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use schemars::Schema;
use schemars::SchemaGenerator;
use schemars::json_schema;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

use crate::limits;

/// Why a string cannot be a name. Each message says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// The string is empty.
    #[error("the identifier is empty; give an IRI such as http://data.europa.eu/esco/skill/...")]
    Empty,
    /// The string is longer than [`limits::IRI_BYTES`].
    #[error("the identifier has {found} bytes, the limit is {limit}; shorten it", limit = limits::IRI_BYTES)]
    TooLong {
        /// Length found, in bytes.
        found: usize,
    },
    /// A blank, a control character or one of `<>"{}|^` and backtick stands in an IRI.
    #[error("{character:?} cannot stand in an IRI; percent-encode it")]
    Character {
        /// The first character refused.
        character: char,
    },
    /// No `scheme:` at the beginning.
    #[error("{found:?} has no scheme; write a full IRI (http:..., urn:...)")]
    NoScheme {
        /// The string found, cut to 60 characters.
        found: String,
    },
    /// Not a language tag of at most 11 ASCII letters, digits and hyphens.
    #[error("{found:?} is not a language tag; write one such as en, de or en-us")]
    Language {
        /// The string found, cut to 60 characters.
        found: String,
    },
}

/// The IRI that names one concept in every framework, release and file.
///
/// Never empty, no blanks, at most [`limits::IRI_BYTES`] bytes; compared byte for byte, never "repaired"
/// (`http` stays `http`).
///
/// ```
/// use skillmap::model::ConceptId;
/// assert!(ConceptId::new("http://data.europa.eu/esco/isco/C0110").is_ok());
/// assert!(ConceptId::new("no scheme").is_err());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConceptId(Box<str>);

impl ConceptId {
    /// The name, after checking that it is an IRI.
    ///
    /// Errors: [`NameError`] when it is empty, too long, or not an IRI.
    pub fn new(iri: impl Into<String>) -> Result<Self, NameError> {
        let iri = iri.into();
        check_iri(&iri)?;
        Ok(Self(iri.into_boxed_str()))
    }

    /// The IRI as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Look-ups by text; the derived order and hash are those of the text.
impl Borrow<str> for ConceptId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

fn check_iri(iri: &str) -> Result<(), NameError> {
    if iri.is_empty() {
        return Err(NameError::Empty);
    }
    if iri.len() > limits::IRI_BYTES {
        return Err(NameError::TooLong { found: iri.len() });
    }
    let is_refused = |c: &char| c.is_whitespace() || c.is_control() || "<>\"{}|^`\\".contains(*c);
    if let Some(character) = iri.chars().find(is_refused) {
        return Err(NameError::Character { character });
    }
    let scheme = iri.split(':').next().unwrap_or_default();
    let is_scheme = scheme.len() < iri.len()
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    if is_scheme { Ok(()) } else { Err(NameError::NoScheme { found: cut(iri) }) }
}

fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}

impl fmt::Display for ConceptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ConceptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", self.0)
    }
}

impl Serialize for ConceptId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ConceptId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// The shape of an IRI as [`ConceptId::new`] takes it: a scheme, and nothing that cannot stand in one.
impl JsonSchema for ConceptId {
    fn schema_name() -> Cow<'static, str> {
        "ConceptId".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The IRI that names one concept in every framework, release and file.",
            "type": "string",
            "format": "iri",
            "pattern": "^[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>\"{}|^`\\\\]*$",
            "maxLength": limits::IRI_BYTES,
        })
    }
}

/// A BCP 47 language tag, lower case (`en`, `de`, `en-us`), or `und` where the language is not known.
///
/// Copied like a number: at most 11 bytes of ASCII are held in place, because a large framework carries
/// one tag per label.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language {
    bytes: [u8; 11],
    len: u8,
}

impl Language {
    /// English.
    pub const ENGLISH: Self = Self { bytes: *b"en\0\0\0\0\0\0\0\0\0", len: 2 };
    /// Not known, or not a language ("und").
    pub const UNKNOWN: Self = Self { bytes: *b"und\0\0\0\0\0\0\0\0", len: 3 };

    /// The tag, lower-cased, `_` read as `-`.
    ///
    /// Errors: [`NameError::Language`] when it is not 1 to 11 ASCII letters, digits and hyphens.
    pub fn new(tag: &str) -> Result<Self, NameError> {
        let fits = (1..=11).contains(&tag.len())
            && tag.starts_with(|c: char| c.is_ascii_alphabetic())
            && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if !fits {
            return Err(NameError::Language { found: cut(tag) });
        }
        let mut bytes = [0; 11];
        for (to, from) in bytes.iter_mut().zip(tag.bytes()) {
            *to = if from == b'_' { b'-' } else { from.to_ascii_lowercase() };
        }
        Ok(Self { bytes, len: u8::try_from(tag.len()).unwrap_or(11) })
    }

    /// The whole tag.
    pub fn as_str(&self) -> &str {
        self.bytes
            .get(..usize::from(self.len))
            .map_or("und", |b| str::from_utf8(b).unwrap_or("und"))
    }

    /// Whether the two are the same language, whatever the region or script: `en` and `en-us` are.
    pub fn is_like(&self, other: Self) -> bool {
        self.primary() == other.primary()
    }

    /// The language without region or script: `en` of `en-us`.
    pub fn primary(&self) -> &str {
        self.as_str().split('-').next().unwrap_or("und")
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tag = String::deserialize(deserializer)?;
        Self::new(&tag).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Language {
    fn schema_name() -> Cow<'static, str> {
        "Language".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A BCP 47 language tag, such as en or en-us; und where the language is not known.",
            "type": "string",
            "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,10}$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iri_is_kept_as_it_is_and_anything_else_is_refused() {
        let rows = [
            ("http://data.europa.eu/esco/isco/C0110", true),
            ("urn:skillmap:starter-skills:HLT-001", true),
            ("", false),
            ("skill", false),
            (":x", false),
            ("1a:x", false),
            ("http://a b", false),
            ("http://a\u{0}", false),
            ("http://a|b", false),
        ];
        for (iri, is_valid) in rows {
            let id = ConceptId::new(iri);
            assert_eq!(id.is_ok(), is_valid, "{iri:?}\nhelp: see check_iri");
            assert!(!is_valid || id.unwrap().as_str() == iri);
        }
    }

    #[test]
    fn a_language_tag_is_folded_and_bounded() {
        let rows =
            [("en", "en", "en"), ("EN_us", "en-us", "en"), ("zh-Hans-CN", "zh-hans-cn", "zh")];
        for (given, whole, primary) in rows {
            let language = Language::new(given).unwrap();
            assert_eq!((language.as_str(), language.primary()), (whole, primary));
        }
        for refused in ["", "1x", "en us", "é", "aaaaaaaaaaaa"] {
            assert!(Language::new(refused).is_err(), "{refused:?}");
        }
        assert_eq!(Language::ENGLISH, Language::new("en").unwrap());
        assert_eq!(Language::UNKNOWN, Language::new("und").unwrap());
    }
}
