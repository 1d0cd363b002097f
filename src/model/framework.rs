//! A release of a framework: closed, sorted, immutable, with a digest of its content.

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use schemars::Schema;
use schemars::SchemaGenerator;
use schemars::json_schema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::Language;
use crate::model::Licence;
use crate::model::Measure;
use crate::model::OutsideRelation;
use crate::model::Relation;
use crate::model::Scale;

/// What a release says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Release {
    /// IRI of the framework (the concept scheme), the same for all its releases.
    pub framework: ConceptId,
    /// Short name for people to type: lower-case letters, digits and hyphens (`esco`, `onet`).
    pub key: String,
    /// Title to show.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Version as printed by the publisher (`1.1.1`).
    pub version: String,
    /// Under what terms it may be used.
    pub licence: Licence,
    /// One or two sentences about it; may be empty.
    pub description: String,
}

/// Digits of a digest that tell releases apart.
const DIGEST_DIGITS: usize = 6;

impl Release {
    /// Whether it goes by that name: `esco`, `esco@1.1.0`, the framework's IRI, or, where two releases have the
    /// same version, the short name with the beginning of the digest (`esco@863e3c4e1f69`).
    pub fn is_called(&self, digest: Digest, name: &str) -> bool {
        match name.split_once('@') {
            Some((key, version)) => {
                let is_digest =
                    version.len() >= DIGEST_DIGITS && digest.to_string().starts_with(version);
                self.key == key && (self.version == version || is_digest)
            }
            None => self.key == name || self.framework.as_str() == name,
        }
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.key, self.version)
    }
}

/// One release of a framework, all of it.
///
/// Closed: both ends of every relation are concepts of the framework (those that are not stand in
/// [`Framework::outside`]). Sorted: concepts by IRI, relations by subject, kind and object, measures by
/// relation, so that the same content always gives the same bytes and the same digest.
#[derive(Debug, Clone, PartialEq)]
pub struct Framework {
    parts: FrameworkParts,
    digest: Digest,
}

/// The content of a framework without its promises: what is written to disk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FrameworkParts {
    /// What the release says about itself.
    pub release: Release,
    /// All concepts, sorted by IRI, each once.
    pub concepts: Vec<Concept>,
    /// All relations, sorted, each once.
    pub relations: Vec<Relation>,
    /// Relations whose object is a concept of another framework, sorted, each once.
    pub outside: Vec<OutsideRelation>,
    /// The scales that measures refer to.
    pub scales: Vec<Scale>,
    /// Who measured, as named by the source.
    pub measure_sources: Vec<Box<str>>,
    /// All measures, sorted by relation and scale.
    pub measures: Vec<Measure>,
}

/// Why parts do not make a framework.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FrameworkError {
    /// Two concepts with one IRI, or concepts out of order.
    #[error("concept {id} stands twice or out of order; sort concepts by IRI, each once")]
    ConceptOrder {
        /// The second of the two.
        id: ConceptId,
    },
    /// A relation, measure or outside relation points past the end, or is out of order.
    #[error(
        "{what} number {position} points at nothing or is out of order; rebuild it with FrameworkBuilder"
    )]
    Dangling {
        /// `relation`, `outside relation` or `measure`.
        what: &'static str,
        /// Its position, from 0.
        position: usize,
    },
    /// The short name cannot be typed.
    #[error(
        "{key:?} cannot be a framework's short name; use lower-case letters, digits and hyphens"
    )]
    Key {
        /// The name found.
        key: String,
    },
    /// The parts could not be encoded for the digest.
    #[error("the framework cannot be encoded ({reason}); report this as a bug")]
    Encoding {
        /// What the encoder said.
        reason: String,
    },
}

impl Framework {
    /// The framework made of these parts, after checking every promise.
    ///
    /// Cost: O(n) in concepts, relations and measures, plus one pass for the digest.
    /// Errors: [`FrameworkError`] when an order or an end is wrong.
    pub fn new(parts: FrameworkParts) -> Result<Self, FrameworkError> {
        check(&parts)?;
        let bytes = encoded(&parts)?;
        Ok(Self { digest: Digest::of(&bytes), parts })
    }

    /// The content as bytes, of which [`Framework::digest`] is the digest.
    ///
    /// Errors: [`FrameworkError::Encoding`], never seen.
    pub fn encode(&self) -> Result<Vec<u8>, FrameworkError> {
        encoded(&self.parts)
    }

    /// The framework that was written by [`Framework::encode`].
    ///
    /// Errors: the bytes are not such, or a promise does not hold.
    pub fn decode(bytes: &[u8]) -> Result<Self, FrameworkError> {
        let parts: FrameworkParts = postcard::from_bytes(bytes)
            .map_err(|e| FrameworkError::Encoding { reason: e.to_string() })?;
        check(&parts)?;
        Ok(Self { digest: Digest::of(bytes), parts })
    }

    /// What the release says about itself.
    pub fn release(&self) -> &Release {
        &self.parts.release
    }

    /// All parts, for writing them down.
    pub fn parts(&self) -> &FrameworkParts {
        &self.parts
    }

    /// BLAKE3 of the content; equal content gives an equal digest, whatever the order of the source.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// All concepts, sorted by IRI.
    pub fn concepts(&self) -> &[Concept] {
        &self.parts.concepts
    }

    /// All relations, sorted by subject, kind and object.
    pub fn relations(&self) -> &[Relation] {
        &self.parts.relations
    }

    /// Relations whose object is a concept of another framework.
    pub fn outside(&self) -> &[OutsideRelation] {
        &self.parts.outside
    }

    /// Where a concept stands among [`Framework::concepts`]. Cost: O(log n).
    pub fn position(&self, id: &str) -> Option<usize> {
        self.parts.concepts.binary_search_by(|c| c.id.as_str().cmp(id)).ok()
    }

    /// The measures of the relation at that position, one per scale. Cost: O(log n).
    pub fn measures_of(&self, relation_idx: usize) -> &[Measure] {
        let of = |m: &Measure| m.relation as usize;
        let measures = &self.parts.measures;
        let start = measures.partition_point(|m| of(m) < relation_idx);
        let end = start + measures[start..].partition_point(|m| of(m) == relation_idx);
        &measures[start..end]
    }

    /// The languages of its labels, sorted. Cost: O(labels).
    pub fn languages(&self) -> Vec<Language> {
        let all = self.parts.concepts.iter().flat_map(|c| c.labels.iter().map(|l| l.language));
        let distinct: std::collections::BTreeSet<Language> = all.collect();
        distinct.into_iter().collect()
    }
}

fn encoded(parts: &FrameworkParts) -> Result<Vec<u8>, FrameworkError> {
    postcard::to_stdvec(parts).map_err(|e| FrameworkError::Encoding { reason: e.to_string() })
}

fn check(parts: &FrameworkParts) -> Result<(), FrameworkError> {
    let key = &parts.release.key;
    let is_key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if key.is_empty() || key.len() > 64 || !key.chars().all(is_key) {
        return Err(FrameworkError::Key { key: key.clone() });
    }
    if let Some(pair) = parts.concepts.windows(2).find(|pair| pair[0].id >= pair[1].id) {
        return Err(FrameworkError::ConceptOrder { id: pair[1].id.clone() });
    }
    let n_concepts = parts.concepts.len();
    let n_relations = parts.relations.len();
    let is_concept = |position: u32| (position as usize) < n_concepts;
    check_each("relation", &parts.relations, |r| is_concept(r.subject) && is_concept(r.object))?;
    check_each("outside relation", &parts.outside, |r| is_concept(r.subject))?;
    let is_measure = |m: &Measure| {
        (m.relation as usize) < n_relations
            && usize::from(m.scale) < parts.scales.len()
            && m.source.is_none_or(|s| usize::from(s) < parts.measure_sources.len())
    };
    let is_sorted =
        |pair: &[Measure]| (pair[0].relation, pair[0].scale) < (pair[1].relation, pair[1].scale);
    let unsorted = parts.measures.windows(2).position(|pair| !is_sorted(pair));
    let dangling = parts.measures.iter().position(|m| !is_measure(m));
    match unsorted.or(dangling) {
        Some(position) => Err(FrameworkError::Dangling { what: "measure", position }),
        None => Ok(()),
    }
}

fn check_each<T: Ord>(
    what: &'static str,
    items: &[T],
    is_closed: impl Fn(&T) -> bool,
) -> Result<(), FrameworkError> {
    let unsorted = items.windows(2).position(|pair| pair[0] >= pair[1]);
    match unsorted.or_else(|| items.iter().position(|item| !is_closed(item))) {
        Some(position) => Err(FrameworkError::Dangling { what, position }),
        None => Ok(()),
    }
}

/// A BLAKE3 hash of some content, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of those bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// The digest of what a source has left, and how many bytes that is.
    ///
    /// Errors: it cannot be read.
    pub fn of_stream(source: &mut dyn std::io::Read) -> std::io::Result<(Self, u64)> {
        let mut digester = Digester::default();
        let n_bytes = std::io::copy(source, &mut digester)?;
        Ok((digester.digest(), n_bytes))
    }

    /// The first 12 digits, enough to tell releases apart on a screen.
    pub fn short(&self) -> String {
        self.to_string().chars().take(12).collect()
    }
}

/// Bytes that come one after the other -> the digest of all so far.
#[derive(Debug, Clone, Default)]
pub struct Digester(blake3::Hasher);

impl Digester {
    /// The digest of all bytes so far; more may follow.
    pub fn digest(&self) -> Digest {
        Digest(*self.0.finalize().as_bytes())
    }
}

impl std::io::Write for Digester {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let hash = blake3::Hash::from_hex(&text).map_err(serde::de::Error::custom)?;
        Ok(Self(*hash.as_bytes()))
    }
}

impl JsonSchema for Digest {
    fn schema_name() -> Cow<'static, str> {
        "Digest".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The BLAKE3 digest of a content, in hexadecimal.",
            "type": "string",
            "pattern": "^[0-9A-Fa-f]{64}$",
        })
    }
}
