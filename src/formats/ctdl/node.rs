//! What a CTDL document is made of, however it was written: nodes, each an IRI with its properties.
//!
//! The mapping to concepts sees nothing but these: JSON is turned into them in [`json`](super::json), the other ways of
//! writing RDF in [`rdf`](super::rdf).

use std::collections::BTreeSet;

use crate::formats::Issues;
use crate::formats::code::is_iri;
use crate::formats::ctdl::ids;
use crate::limits;
use crate::model::Language;
use crate::model::Location;

/// One value of a property.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    /// The IRI of a node, or a blank node's name.
    Iri(String),
    /// A text; the language where it is said. Where a property takes IRIs, a text may be one.
    Text { text: String, language: Option<Language> },
    /// A node that stands in its place.
    Node(Box<Node>),
}

/// A node and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Node {
    /// Its IRI, a blank node's name, or empty.
    pub(super) id: String,
    /// Its classes, compact: `Competency`, `skos:Concept`.
    pub(super) types: Vec<String>,
    /// Its properties, compact, each with all its values in order.
    pub(super) terms: Vec<(String, Vec<Value>)>,
    /// Where it stands.
    pub(super) place: Location,
    /// Whether a property was said in several places, perhaps with the same value.
    is_joined: bool,
}

/// The vocabularies whose terms are known without their prefix.
pub(super) const OWN_PREFIXES: [&str; 3] = ["ceasn:", "ceterms:", "ctdl:"];

/// Namespaces and the prefixes that stand for them.
const NAMESPACES: [(&str, &str); 9] = [
    ("purl.org/ctdlasn/terms/", "ceasn:"),
    ("purl.org/ctdl/terms/", "ceterms:"),
    ("www.w3.org/2004/02/skos/core#", "skos:"),
    ("purl.org/dc/terms/", "dct:"),
    ("purl.org/dc/elements/1.1/", "dc:"),
    ("schema.org/", "schema:"),
    ("purl.org/asn/schema/core/", "asn:"),
    ("www.w3.org/2000/01/rdf-schema#", "rdfs:"),
    ("credreg.net/qdata/terms/", "qdata:"),
];

/// A term with the usual prefix of its vocabulary in place of the IRI; `http` and `https` are the same here.
pub(super) fn compact(term: &str) -> String {
    let rest = term.strip_prefix("https://").or_else(|| term.strip_prefix("http://"));
    let known = rest.and_then(|rest| {
        NAMESPACES.iter().find_map(|(iri, prefix)| Some((prefix, rest.strip_prefix(iri)?)))
    });
    known.map_or_else(|| term.to_owned(), |(prefix, name)| format!("{prefix}{name}"))
}

/// The term without the prefix of CTDL or CTDL-ASN; one of another vocabulary keeps its prefix.
pub(super) fn local(term: &str) -> &str {
    OWN_PREFIXES.iter().find_map(|prefix| term.strip_prefix(prefix)).unwrap_or(term)
}

/// Whether it is a term of CTDL or CTDL-ASN with its prefix.
pub(super) fn is_own(term: &str) -> bool {
    OWN_PREFIXES.iter().any(|prefix| term.starts_with(prefix))
}

/// A class with the usual prefix of its vocabulary, one of CTDL or CTDL-ASN without.
pub(super) fn class(name: &str) -> String {
    local(&compact(name.trim())).to_owned()
}

/// Says of a node that it has more properties than are taken.
pub(super) fn tell_too_many(place: Location, issues: &mut Issues) {
    let what = format!("it has more than {} properties", limits::NODE_TERMS);
    issues.error("too-many-terms", place, what, "split it; the rest is left out");
}

/// The language of a tag; one that is none is told.
pub(super) fn language(tag: &str, place: Location, issues: &mut Issues) -> Language {
    Language::new(tag.trim()).unwrap_or_else(|e| {
        let remedy = "write a tag such as en-US; the text is read without a language";
        issues.warning("bad-language", place, e.to_string(), remedy);
        Language::UNKNOWN
    })
}

/// A concept that stands inside another becomes a node of its own, and an IRI in its place.
pub(super) fn lift(mut node: Node, nodes: &mut Vec<Node>) -> Value {
    if node.id.is_empty() && node.values("ctid").is_empty() {
        node.id = ids::blank(&node);
    }
    let id = if node.id.is_empty() {
        ids::resource(node.first("ctid").unwrap_or_default())
    } else {
        node.id.clone()
    };
    nodes.push(node);
    Value::Iri(id)
}

impl Value {
    /// What it points at: an IRI, a blank node's name, or a text without a language that may be one.
    pub(super) fn reference(&self) -> Option<&str> {
        match self {
            Self::Iri(iri) => Some(iri),
            Self::Text { text, language: None } => Some(text.trim()).filter(|t| !t.is_empty()),
            Self::Node(node) => Some(node.id.as_str()).filter(|id| !id.is_empty()),
            Self::Text { .. } => None,
        }
    }

    /// Its words, trimmed: a text, or the name of a node that stands here; an IRI has none.
    pub(super) fn words(&self) -> Option<(&str, Option<Language>)> {
        match self {
            Self::Text { text, language } => {
                Some((text.trim(), *language)).filter(|(text, _)| !text.is_empty())
            }
            Self::Node(node) => ["targetNodeName", "name", "skos:prefLabel", "identifierValueCode"]
                .iter()
                .find_map(|term| node.values(term).iter().find_map(Self::words)),
            Self::Iri(_) => None,
        }
    }

    /// The value as one string: what it points at, else its words.
    pub(super) fn plain(&self) -> Option<&str> {
        match self {
            Self::Text { text, .. } => Some(text.trim()).filter(|t| !t.is_empty()),
            _ => self.reference().or_else(|| self.words().map(|(text, _)| text)),
        }
    }
}

impl Node {
    /// A node of which nothing is known but where it stands.
    pub(super) fn new(place: Location) -> Self {
        Self { id: String::new(), types: Vec::new(), terms: Vec::new(), place, is_joined: false }
    }

    /// All values of a property of CTDL or CTDL-ASN by its local name, of another vocabulary with its prefix.
    pub(super) fn values(&self, name: &str) -> &[Value] {
        self.terms.iter().find(|(term, _)| local(term) == name).map_or(&[], |(_, values)| values)
    }

    /// Whether it is of that class.
    pub(super) fn is(&self, class: &str) -> bool {
        self.types.iter().any(|t| t == class)
    }

    /// The first value of a property as a string.
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        self.values(name).iter().find_map(Value::plain)
    }

    /// The words of a property for people who read English, else the first.
    pub(super) fn title(&self, name: &str) -> Option<&str> {
        let words = || self.values(name).iter().filter_map(Value::words);
        let is_english = |language: Option<Language>| {
            language.is_some_and(|language| language.is_like(Language::ENGLISH))
        };
        let english = words().find(|(_, language)| is_english(*language));
        english.or_else(|| words().next()).map(|(text, _)| text)
    }

    /// The language of texts that say none: what the node says it is in.
    pub(super) fn language(&self) -> Option<Language> {
        let said = self.first("inLanguage")?;
        // Some name the language by the IRI that the Library of Congress gives it.
        let tag = if is_iri(said) { said.rsplit('/').next().unwrap_or(said) } else { said };
        Language::new(if tag == "eng" { "en" } else { tag }).ok()
    }

    /// Adds values to a property; the same name in CTDL and CTDL-ASN is one. Of a node with more than
    /// [`limits::NODE_TERMS`] properties the rest is not taken, which the answer says.
    pub(super) fn add(&mut self, term: &str, values: Vec<Value>) -> bool {
        let has_room = self.terms.len() < limits::NODE_TERMS;
        let known = self.terms.iter_mut().find(|(known, _)| local(known) == local(term));
        match known {
            Some((_, slot)) => {
                self.is_joined = true;
                slot.extend(values);
            }
            None if has_room => self.terms.push((term.to_owned(), values)),
            None => return false,
        }
        true
    }

    /// Takes what was said of it in several places once.
    pub(super) fn tidy(&mut self) {
        if std::mem::take(&mut self.is_joined) {
            for (_, values) in &mut self.terms {
                let mut seen = BTreeSet::new();
                let is_new: Vec<bool> = values.iter().map(|value| seen.insert(value)).collect();
                let mut is_new = is_new.into_iter();
                values.retain(|_| is_new.next().unwrap_or(true));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_known_with_and_without_prefix_and_as_an_iri() {
        for (term, name) in [
            ("ceasn:competencyText", "competencyText"),
            ("competencyText", "competencyText"),
            ("http://purl.org/ctdlasn/terms/competencyText", "competencyText"),
            ("https://purl.org/ctdl/terms/name", "name"),
            ("ctdl:Credential", "Credential"),
            ("http://www.w3.org/2004/02/skos/core#altLabel", "skos:altLabel"),
            ("skos:altLabel", "skos:altLabel"),
            ("https://example.org/x", "https://example.org/x"),
        ] {
            assert_eq!(local(&compact(term)), name, "{term}");
        }
    }
}
