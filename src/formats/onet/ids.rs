//! Codes of the O*NET database -> IRIs.

use crate::formats::code::onet_iri;
use crate::formats::code::percent_encoded;

/// The framework.
pub(super) const FRAMEWORK: &str = "https://www.onetcenter.org/database.html";

/// An occupation by its O*NET-SOC code.
pub(super) fn occupation(code: &str) -> String {
    onet_iri(code)
}

/// An element of the content model. Intermediate (`...I01`) and detailed (`...I01.D02`) work activities keep
/// their own names where a release lists them as elements.
pub(super) fn element(id: &str) -> String {
    match element_level(id) {
        Level::Element => format!("urn:onet:element:{id}"),
        Level::Intermediate => format!("urn:onet:iwa:{id}"),
        Level::Detailed => format!("urn:onet:dwa:{id}"),
    }
}

/// What an element id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// An element proper.
    Element,
    /// An intermediate work activity.
    Intermediate,
    /// A detailed work activity.
    Detailed,
}

/// What an element id names, by its last part.
pub(super) fn element_level(id: &str) -> Level {
    let is_numbered = |part: &str, letter: char| {
        part.strip_prefix(letter)
            .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    let mut parts = id.rsplit('.');
    let last = parts.next().unwrap_or_default();
    if is_numbered(last, 'I') {
        return Level::Intermediate;
    }
    let is_detailed = is_numbered(last, 'D') && parts.next().is_some_and(|p| is_numbered(p, 'I'));
    if is_detailed { Level::Detailed } else { Level::Element }
}

/// A task by its number.
pub(super) fn task(number: &str) -> String {
    format!("urn:onet:task:{number}")
}

/// A task that has no number yet: the same occupation and text give the same name in every release.
pub(super) fn emerging_task(occupation: &str, text: &str) -> String {
    let hash = blake3::hash(format!("{occupation}\n{text}").as_bytes()).to_hex();
    // 64 bits: a collision among a few hundred emerging tasks is out of the question.
    format!("urn:onet:task:emerging-{}", hash.get(..16).unwrap_or_default())
}

/// A tool or a piece of software by its name: the source gives it no code.
pub(super) fn tool(name: &str) -> String {
    format!("urn:onet:tool:{}", percent_encoded(name))
}

/// A commodity, class, family or segment of the UNSPSC.
pub(super) fn commodity(code: &str) -> String {
    format!("urn:onet:unspsc:{code}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_iri() {
        let rows = [
            (occupation("11-1011.00"), "https://www.onetonline.org/link/summary/11-1011.00"),
            (element("2.A.1.a"), "urn:onet:element:2.A.1.a"),
            (element("1.D.1"), "urn:onet:element:1.D.1"),
            (element("4.A.1.a.1.I01"), "urn:onet:iwa:4.A.1.a.1.I01"),
            (element("4.A.1.a.1.I01.D02"), "urn:onet:dwa:4.A.1.a.1.I01.D02"),
            (task("8823"), "urn:onet:task:8823"),
            (tool("C++ & é"), "urn:onet:tool:C%2B%2B%20%26%20%C3%A9"),
            (commodity("43232202"), "urn:onet:unspsc:43232202"),
        ];
        for (iri, expected) in rows {
            assert_eq!(iri, expected);
        }
        assert_eq!(emerging_task("a", "b"), emerging_task("a", "b"));
        assert_ne!(emerging_task("a", "b"), emerging_task("a", "c"));
    }
}
