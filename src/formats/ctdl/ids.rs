//! CTIDs, and IRIs for what has none.

use uuid::Uuid;

use crate::formats::code::is_iri;
use crate::formats::code::percent_encoded;
use crate::formats::code::slug;
use crate::formats::ctdl::node::Node;
use crate::model::ConceptId;

/// What the IRIs of the registry's resources begin with.
pub(super) const RESOURCES: &str = "https://credentialengineregistry.org/resources/";

/// Whether it is a CTID: `ce-` and a UUID, in lower case.
pub(super) fn is_ctid(text: &str) -> bool {
    let Some(uuid) = text.strip_prefix("ce-") else { return false };
    uuid.len() == 36
        && !uuid.bytes().any(|b| b.is_ascii_uppercase())
        && Uuid::try_parse(uuid).is_ok()
}

/// The CTID that follows from an IRI: the one it ends with, else a UUID of version 5 made of it.
pub(super) fn ctid_of(iri: &str) -> String {
    let last = iri.rsplit(['/', '#', ':']).next().unwrap_or_default().to_ascii_lowercase();
    if is_ctid(&last) {
        last
    } else {
        format!("ce-{}", Uuid::new_v5(&Uuid::NAMESPACE_URL, iri.as_bytes()))
    }
}

/// The IRI under which the registry shows what has that CTID.
pub(super) fn resource(ctid: &str) -> String {
    format!("{RESOURCES}{}", percent_encoded(&ctid.trim().to_ascii_lowercase()))
}

/// The UUID at the end of an IRI, if it ends with one.
pub(super) fn uuid_of(iri: &str) -> Option<Uuid> {
    let last = iri.rsplit(['/', '#', ':']).next()?;
    let last = last.strip_prefix("ce-").unwrap_or(last);
    if last.len() == 36 { Uuid::try_parse(last).ok() } else { None }
}

/// The IRI of that name below another.
pub(super) fn below(base: &ConceptId, name: &str) -> Option<ConceptId> {
    let base = base.as_str();
    let separator = if base.ends_with(['/', ':', '#']) {
        ""
    } else if base.starts_with("urn:") {
        ":"
    } else {
        "/"
    };
    ConceptId::new(format!("{base}{separator}{}", percent_encoded(name))).ok()
}

/// The IRI of what a document calls so: itself, of a CTID the registry's, of any other name one below `base`.
pub(super) fn named(base: &ConceptId, name: &str) -> Option<ConceptId> {
    let name = name.trim();
    if is_ctid(&name.to_ascii_lowercase()) {
        return ConceptId::new(resource(name)).ok();
    }
    let blank = name.strip_prefix("_:");
    match ConceptId::new(name) {
        Ok(id) if blank.is_none() => Some(id),
        // An IRI with what cannot stand in one.
        _ if blank.is_none() && is_iri(name) => {
            let is_refused =
                |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|^`\\".contains(c);
            let encode = |c: char| {
                if is_refused(c) { percent_encoded(&c.to_string()) } else { c.to_string() }
            };
            ConceptId::new(name.chars().map(encode).collect::<String>()).ok()
        }
        _ => {
            Some(blank.unwrap_or(name)).filter(|name| !name.is_empty()).and_then(|n| below(base, n))
        }
    }
}

/// A name below `base` for what has none, the same for the same content.
pub(super) fn minted(base: &ConceptId, prefix: &str, content: &str) -> Option<ConceptId> {
    let seed = format!("{base}\n{prefix}\n{content}");
    below(base, &format!("{prefix}-{}", Uuid::new_v5(&Uuid::NAMESPACE_URL, seed.as_bytes())))
}

/// A blank node's name for a node that has none, the same for the same class, name, text and page.
pub(super) fn blank(node: &Node) -> String {
    let class = node.types.first().map_or("node", String::as_str);
    let names = ["name", "competencyText", "schema:name", "description", "schema:description"];
    let pages = ["subjectWebpage", "schema:url"];
    let said: Vec<&str> = names.iter().chain(&pages).filter_map(|name| node.first(name)).collect();
    let uuid = Uuid::new_v5(&Uuid::NAMESPACE_URL, said.join("\n").as_bytes());
    format!("_:{}-{uuid}", slug(class))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ctid_follows_from_the_iri_and_is_always_one() {
        let registry = "https://credentialengineregistry.org/resources/ce-c62c336f-a76d-4d7f-a777-367e7cc72d17";
        assert_eq!(ctid_of(registry), "ce-c62c336f-a76d-4d7f-a777-367e7cc72d17");
        assert_eq!(ctid_of("urn:x:a"), ctid_of("urn:x:a"));
        for iri in ["urn:x:a", "http://x/ce-1", "http://x/ce-C62C336F-a76d-4d7f-a777-367e7cc72d17"]
        {
            assert!(is_ctid(&ctid_of(iri)), "{iri}");
        }
        assert!(!is_ctid("ce-1"));
    }

    #[test]
    fn a_name_is_an_iri_afterwards() {
        let base = ConceptId::new("http://x/f").unwrap();
        for (name, iri) in [
            ("http://y/a", Some("http://y/a")),
            ("_:b1", Some("http://x/f/b1")),
            ("COMM 1060", Some("http://x/f/COMM%201060")),
            ("http://y/a b", Some("http://y/a%20b")),
            (
                "ce-C62C336F-a76d-4d7f-a777-367e7cc72d17",
                Some(
                    "https://credentialengineregistry.org/resources/ce-c62c336f-a76d-4d7f-a777-367e7cc72d17",
                ),
            ),
            (" ", None),
        ] {
            assert_eq!(named(&base, name).as_ref().map(ConceptId::as_str), iri, "{name}");
        }
    }
}
