//! IRIs <-> short names: `dct:title` for the title of the Dublin Core terms.

/// Namespaces that need no declaration, by prefix.
pub(super) const PREFIXES: &[(&str, &str)] = &[
    ("adms", "http://www.w3.org/ns/adms#"),
    ("bibo", "http://purl.org/ontology/bibo/"),
    ("cc", "http://creativecommons.org/ns#"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("esco", "http://data.europa.eu/esco/model#"),
    ("euvoc", "http://publications.europa.eu/ontology/euvoc#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("iso-thes", "http://purl.org/iso25964/skos-thes#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "http://schema.org/"),
    ("skillmap", "https://skillmap.dev/ns#"),
    ("skillmap-notation", "https://skillmap.dev/ns/notation/"),
    ("skillmap-property", "https://skillmap.dev/ns/property/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("skosxl", "http://www.w3.org/2008/05/skos-xl#"),
    ("vann", "http://purl.org/vocab/vann/"),
    ("void", "http://rdfs.org/ns/void#"),
    ("xkos", "http://rdf-vocabulary.ddialliance.org/xkos#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// The prefix of an IRI's namespace and what follows it, where that is a plain word.
pub(super) fn split(iri: &str) -> Option<(&'static str, &str)> {
    // A namespace may begin with another one: the longest is meant.
    let known = PREFIXES.iter().filter(|(_, namespace)| iri.starts_with(namespace));
    let (prefix, namespace) = known.max_by_key(|(_, namespace)| namespace.len())?;
    let local = &iri[namespace.len()..];
    is_word(local).then_some((*prefix, local))
}

/// The short name of an IRI, where its namespace is one of the usual ones.
pub(in crate::formats) fn compact(iri: &str) -> Option<String> {
    split(iri).map(|(prefix, local)| format!("{prefix}:{local}"))
}

/// The IRI of a short name.
pub(in crate::formats) fn expand(name: &str) -> Option<String> {
    let (prefix, local) = name.split_once(':')?;
    let (_, namespace) = PREFIXES.iter().find(|(known, _)| *known == prefix)?;
    is_word(local).then(|| format!("{namespace}{local}"))
}

/// Whether an IRI can be a predicate in every syntax: its last part is a plain word.
pub(in crate::formats) fn is_predicate(iri: &str) -> bool {
    is_word(local_name(iri)) && iri.ends_with(local_name(iri))
}

/// A letter or `_`, then letters, digits, `_` and `-`, all ASCII: a name in every syntax.
fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// Whether it begins with a scheme, as every whole IRI does.
pub(in crate::formats) fn is_iri(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// What follows the last `#` or `/` of an IRI: `Concept` of `http://www.w3.org/2004/02/skos/core#Concept`.
pub(in crate::formats) fn local_name(iri: &str) -> &str {
    iri.rsplit(['#', '/']).find(|part| !part.is_empty()).unwrap_or(iri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_comes_back_as_its_iri() {
        for (iri, short) in [
            ("http://purl.org/dc/terms/title", Some("dct:title")),
            ("https://skillmap.dev/ns/property/level", Some("skillmap-property:level")),
            ("https://skillmap.dev/ns#kind", Some("skillmap:kind")),
            ("http://purl.org/dc/terms/", None),
            ("http://purl.org/dc/terms/a/b", None),
            ("http://example.org/x", None),
        ] {
            assert_eq!(compact(iri).as_deref(), short, "{iri}");
            if let Some(short) = short {
                assert_eq!(expand(short).as_deref(), Some(iri));
            }
        }
        assert_eq!(expand("x"), None);
        assert_eq!(expand("urn:x"), None);
    }
}
