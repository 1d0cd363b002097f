//! IRIs <-> the UUIDs by which CASE names things.
//!
//! # Why
//!
//! Version 1.1 takes lower-case UUIDs of versions 1 to 5 only. An IRI that ends in such a one keeps it; every other
//! gets one of version 5, made from the framework's IRI and its own, so that it is the same in every export.

use uuid::Uuid;
use uuid::Variant;

/// Characters of a UUID with its hyphens.
const UUID_BYTES: usize = 36;

/// What a UUID is written with where it is an IRI.
const URN: &str = "urn:uuid:";

/// The UUID of that text, of whatever version and in whatever case.
pub(super) fn any(text: &str) -> Option<Uuid> {
    if text.len() == UUID_BYTES { Uuid::try_parse(text).ok() } else { None }
}

/// The UUID of that text where CASE 1.1 allows it.
pub(super) fn allowed(text: &str) -> Option<Uuid> {
    any(text).filter(|uuid| {
        uuid.get_variant() == Variant::RFC4122 && (1..=5).contains(&uuid.get_version_num())
    })
}

/// The UUID in which an IRI ends, where CASE 1.1 allows it.
pub(super) fn carried(iri: &str) -> Option<Uuid> {
    let at = iri.len().checked_sub(UUID_BYTES)?;
    let (before, tail) = (iri.get(..at)?, iri.get(at..)?);
    // Not the end of a longer row of digits.
    if before.ends_with(|c: char| c.is_alphanumeric()) { None } else { allowed(tail) }
}

/// The IRI of a UUID.
pub(super) fn urn(uuid: Uuid) -> String {
    format!("{URN}{uuid}")
}

/// The UUIDs that are made for one framework.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mint {
    namespace: Uuid,
}

impl Mint {
    /// Those of the framework with that IRI.
    pub(super) fn new(framework: &str) -> Self {
        Self { namespace: Uuid::new_v5(&Uuid::NAMESPACE_URL, framework.as_bytes()) }
    }

    /// The one of the framework itself.
    pub(super) fn document(self, framework: &str) -> Uuid {
        carried(framework).unwrap_or(self.namespace)
    }

    /// The one of a thing with that name: a concept's IRI, the parts of an association.
    pub(super) fn named(self, name: &str) -> Uuid {
        Uuid::new_v5(&self.namespace, name.as_bytes())
    }

    /// The one of an association.
    pub(super) fn association(self, origin: &str, name: &str, destination: &str) -> Uuid {
        self.named(&format!("{origin} {name} {destination}"))
    }

    /// The one that something outside the framework has: its own, or a made one.
    pub(super) fn foreign(self, iri: &str) -> Uuid {
        carried(iri).unwrap_or_else(|| self.named(iri))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iri_keeps_its_uuid_where_the_standard_allows_it() {
        let own = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
        for (iri, is_kept) in [
            (format!("https://x/uri/{own}"), true),
            (format!("urn:uuid:{}", own.to_uppercase()), true),
            (own.to_owned(), true),
            (format!("https://x/uri/{own}/"), false),
            (format!("https://x/a{own}"), false),
            ("https://x/d0000000-0000-0000-0000-000000000000".to_owned(), false),
            ("https://x/0190163d-8694-739b-aea5-966c26f8ad91".to_owned(), false),
            ("http://purl.org/ASN/resources/S1143423".to_owned(), false),
            ("é6ba7b810-9dad-11d1-80b4-00c04fd430c8".to_owned(), false),
            ("é".repeat(18), false),
        ] {
            assert_eq!(
                carried(&iri).map(|uuid| uuid.to_string()),
                is_kept.then(|| own.to_owned()),
                "{iri}"
            );
        }
    }

    #[test]
    fn made_uuids_are_of_version_5_and_differ_by_framework_and_name() {
        let (a, b) = (Mint::new("urn:a"), Mint::new("urn:b"));
        let all = [
            a.named("x"),
            b.named("x"),
            a.named("y"),
            a.association("x", "precedes", "y"),
            a.document("urn:a"),
        ];
        for (position, uuid) in all.iter().enumerate() {
            assert_eq!(allowed(&uuid.to_string()), Some(*uuid));
            assert!(!all[..position].contains(uuid));
        }
        // What was written once must come out the same for ever; another program makes the same.
        assert_eq!(a.named("x").to_string(), "17e61d28-fd56-5fa3-8ab1-fa63ed1183d9");
    }
}
