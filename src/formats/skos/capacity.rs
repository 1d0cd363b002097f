//! What SKOS holds of a framework, in words of its own and of ours.

use crate::formats::Losses;
use crate::formats::capacity::Capacity;
use crate::formats::capacity::Refusal;
use crate::formats::capacity::texts_of;
use crate::formats::rdf::is_xml_text;
use crate::model::Language;
use crate::model::Mapping;
use crate::model::Predicate;
use crate::model::Release;

const NO_TAG: Refusal = Some("its language is no tag that RDF allows");
const NO_MEASURES: Refusal = Some("SKOS has no measured values");
const NO_XML: Refusal = Some("it has a character that XML cannot hold");

/// Turtle, N-Triples and JSON-LD.
pub(in crate::formats) const CAPACITY: Capacity = Capacity {
    label: |_, label| untagged(label.language),
    text: |_, text| untagged(text.language),
    mapping,
    measures: NO_MEASURES,
    mapping_facts: &[],
    ..Capacity::ALL
};

/// RDF/XML: the same, without the characters that XML has no way to write.
pub(in crate::formats) const XML_CAPACITY: Capacity = Capacity {
    label: |_, label| untagged(label.language).or_else(|| unwritable(&label.text)),
    text: |_, text| untagged(text.language).or_else(|| unwritable(&text.text)),
    notation: |_, notation| unwritable(&notation.code).or_else(|| unwritable(&notation.scheme)),
    property: |_, property| unwritable(&property.value),
    release,
    ..CAPACITY
};

fn untagged(language: Language) -> Refusal {
    let mut parts = language.as_str().split('-');
    let is_first = |part: &str| part.len() <= 8 && part.bytes().all(|b| b.is_ascii_alphabetic());
    let is_next = |part: &str| (1..=8).contains(&part.len());
    let is_tag = parts.next().is_some_and(is_first) && parts.all(is_next);
    if is_tag { None } else { NO_TAG }
}

fn unwritable(text: &str) -> Refusal {
    if is_xml_text(text) { None } else { NO_XML }
}

fn mapping(mapping: &Mapping) -> Refusal {
    if mapping.is_negated {
        return Some("SKOS cannot say that a mapping does not hold");
    }
    if mapping.predicate == Predicate::NoMatch || mapping.object.is_none() {
        return Some("SKOS cannot say that there is no counterpart");
    }
    None
}

fn release(release: &mut Release, losses: &mut Losses) {
    let id = release.framework.as_str().to_owned();
    for (field, text) in texts_of(release) {
        if !is_xml_text(text) {
            text.retain(|c| is_xml_text(c.encode_utf8(&mut [0; 4])));
            losses.add("release", &id, format!("its {field} has characters that XML cannot hold"));
        }
        // What is left may begin or end in blanks, which no reader keeps.
        if text.trim().len() < text.len() {
            *text = text.trim().to_owned();
        }
    }
}
