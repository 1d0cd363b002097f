//! CURIE <-> IRI: expansion by the prefixes that a file declares, and prefixes for the IRIs of a set.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Prefixes that need no declaration and must not be redefined.
const BUILT_IN: [(&str, &str); 8] = [
    ("linkml", "https://w3id.org/linkml/"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("semapv", "https://w3id.org/semapv/vocab/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("sssom", "https://w3id.org/sssom/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Where names of frameworks that are no IRIs stand.
pub(super) const SOURCES: &str = "urn:skillmap:source:";

/// Where the slots stand that SSSOM does not have.
pub(super) const EXTENSIONS: &str = "urn:skillmap:sssom:";

/// Prefixes that have a name of their own wherever they are needed.
const KNOWN: [(&str, &str); 4] = [
    ("esco", "http://data.europa.eu/esco/"),
    ("onet", "https://www.onetonline.org/link/summary/"),
    ("source", SOURCES),
    ("skillmap", EXTENSIONS),
];

/// Namespaces beyond which a set's IRIs are cut shorter: one line for each is no longer a summary.
const NAMESPACES: usize = 64;

/// The prefixes of one file.
#[derive(Debug, Default)]
pub(super) struct Prefixes {
    declared: BTreeMap<String, String>,
}

/// Why a CURIE has no IRI.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unexpanded {
    /// No colon is in it.
    NoCurie,
    /// Its prefix is declared nowhere.
    Undeclared(String),
}

/// Whether a prefix could be declared.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Declared {
    /// It stands for that namespace now.
    Taken,
    /// It has a fixed meaning, and this is another.
    BuiltIn,
}

impl Prefixes {
    /// Lets a prefix stand for a namespace.
    pub(super) fn declare(&mut self, prefix: &str, namespace: &str) -> Declared {
        if let Some((_, fixed)) = BUILT_IN.iter().find(|(name, _)| *name == prefix) {
            return if *fixed == namespace { Declared::Taken } else { Declared::BuiltIn };
        }
        self.declared.insert(prefix.to_owned(), namespace.to_owned());
        Declared::Taken
    }

    /// Whether none is declared.
    pub(super) fn is_empty(&self) -> bool {
        self.declared.is_empty()
    }

    /// The IRI of a CURIE.
    pub(super) fn expand(&self, curie: &str) -> Result<String, Unexpanded> {
        let (prefix, local) = curie.split_once(':').ok_or(Unexpanded::NoCurie)?;
        let built_in = || BUILT_IN.iter().find(|(name, _)| *name == prefix).map(|(_, iri)| *iri);
        let namespace = self.declared.get(prefix).map(String::as_str).or_else(built_in);
        let undeclared = || Unexpanded::Undeclared(prefix.to_owned());
        namespace.map(|namespace| format!("{namespace}{local}")).ok_or_else(undeclared)
    }
}

/// Prefixes under which all IRIs of a set can be written.
#[derive(Debug)]
pub(super) struct Contraction {
    /// Prefix by namespace, without the built-in ones.
    names: BTreeMap<String, String>,
    depth: Depth,
}

/// How much of an IRI its namespace takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// All up to the last `/`, `#` or `:`.
    Longest,
    /// The scheme and the host, or the first two parts of a URN.
    Host,
}

impl Contraction {
    /// Prefixes for these IRIs: known ones by their names, others named after the end of their namespace.
    ///
    /// Cost: O(n log n).
    pub(super) fn of<'a>(iris: &(impl Iterator<Item = &'a str> + Clone)) -> Self {
        let namespaces = |depth| -> BTreeSet<&str> {
            iris.clone().map(|iri| iri.get(..cut(iri, depth)).unwrap_or_default()).collect()
        };
        let longest = namespaces(Depth::Longest);
        let (depth, found) = if longest.len() > NAMESPACES {
            (Depth::Host, namespaces(Depth::Host))
        } else {
            (Depth::Longest, longest)
        };
        let is_built_in = |namespace: &str| BUILT_IN.iter().any(|(_, iri)| *iri == namespace);
        let mut taken: BTreeSet<String> =
            BUILT_IN.iter().chain(&KNOWN).map(|(name, _)| (*name).to_owned()).collect();
        let mut names = BTreeMap::new();
        for namespace in found {
            if is_built_in(namespace) {
                continue;
            }
            let known = KNOWN.iter().find(|(_, iri)| *iri == namespace);
            let name = known.map_or_else(
                || {
                    let name = name_of(namespace);
                    let numbered = (2..).map(|n| format!("{name}{n}"));
                    let mut names = std::iter::once(name.clone()).chain(numbered);
                    names.find(|name| !taken.contains(name)).unwrap_or_default()
                },
                |(name, _)| (*name).to_owned(),
            );
            taken.insert(name.clone());
            names.insert(namespace.to_owned(), name);
        }
        Self { names, depth }
    }

    /// Prefixes and namespaces, by prefix.
    pub(super) fn declarations(&self) -> BTreeMap<&str, &str> {
        self.names.iter().map(|(namespace, name)| (name.as_str(), namespace.as_str())).collect()
    }

    /// The CURIE of one of the IRIs.
    pub(super) fn curie(&self, iri: &str) -> String {
        let (namespace, local) = iri.split_at(cut(iri, self.depth));
        let built_in = || BUILT_IN.iter().find(|(_, n)| *n == namespace).map(|(name, _)| *name);
        let name = self.names.get(namespace).map(String::as_str).or_else(built_in);
        format!("{}:{local}", name.unwrap_or_default())
    }
}

/// Where the namespace of an IRI ends. What follows has only characters fit for a CURIE: with an unfit one
/// the namespace reaches beyond it.
fn cut(iri: &str, depth: Depth) -> usize {
    let known =
        KNOWN.iter().chain(&BUILT_IN).filter(|(_, n)| iri.starts_with(n)).map(|(_, n)| n.len());
    let end = known.max().unwrap_or_else(|| match depth {
        Depth::Longest => {
            // The local part of what ends in a separator is the part before it.
            let inner = iri.trim_end_matches(['/', '#', ':']);
            let end = inner.rfind(['/', '#', ':']).map_or(0, |at| at + 1);
            let is_name = end > 0 && !inner.get(..end).is_some_and(|n| n.ends_with("//"));
            if is_name { end } else { iri.len() }
        }
        Depth::Host => host_end(iri),
    });
    let local = iri.get(end..).unwrap_or_default();
    let unfit = local
        .char_indices()
        .filter(|(at, letter)| !is_fit(local, *at, *letter))
        .map(|(at, letter)| at + letter.len_utf8())
        .next_back()
        .unwrap_or(0);
    end + unfit
}

/// After `scheme://host/`, or after the second colon of a URN.
fn host_end(iri: &str) -> usize {
    if let Some((scheme, rest)) = iri.split_once("://") {
        let host = rest.find('/').map_or(rest.len(), |at| at + 1);
        return scheme.len() + 3 + host;
    }
    iri.match_indices(':').map(|(at, _)| at + 1).take(2).last().unwrap_or(iri.len())
}

/// What every reader of CURIEs takes in a local part; no fragment, and no slash at its beginning, which would
/// make `x:/` look like a path.
fn is_fit(local: &str, at: usize, letter: char) -> bool {
    match letter {
        '/' => at > 0 && !local.get(..at).unwrap_or_default().ends_with('/'),
        '%' => {
            let digits = local.as_bytes().get(at + 1..at + 3).unwrap_or_default();
            digits.len() == 2 && digits.iter().all(u8::is_ascii_hexdigit)
        }
        _ => letter.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@?".contains(letter),
    }
}

/// A name for a namespace: the last word of it that begins with a letter, `ns` where there is none.
fn name_of(namespace: &str) -> String {
    let parts = namespace.split(['/', '#', ':', '?', '=', '&']).rev();
    let names = parts.map(|part| {
        let fit = part.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c));
        fit.collect::<String>().to_ascii_lowercase().trim_end_matches(['.', '-', '_']).to_owned()
    });
    let mut fit_names = names.filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
    fit_names.next().unwrap_or_else(|| "ns".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_iri_is_found_again_under_its_curie() {
        let rows = [
            ("http://data.europa.eu/esco/skill/0a-1", "esco:skill/0a-1"),
            ("https://www.onetonline.org/link/summary/11-1011.00", "onet:11-1011.00"),
            ("urn:skillmap:code:vdab-competences:KN-10", "vdab-competences:KN-10"),
            ("urn:skillmap:code:vdab-competences:K%201%2F2", "vdab-competences:K%201%2F2"),
            ("http://x/a/", "x:a/"),
            ("http://x", "x2:"),
            ("http://x/a#b", "a:b"),
            ("http://x/a#b[1]c", "ab1:c"),
            ("http://x/é", "x3:"),
            ("http://x/100%", "x4:"),
            ("http://www.w3.org/2004/02/skos/core#x", "skos:x"),
            ("urn:1:2", "urn:2"),
        ];
        let contraction = Contraction::of(&rows.iter().map(|(iri, _)| *iri));
        let mut prefixes = Prefixes::default();
        for (prefix, namespace) in contraction.declarations() {
            assert_eq!(prefixes.declare(prefix, namespace), Declared::Taken, "{prefix}");
        }
        for (iri, expected) in rows {
            let curie = contraction.curie(iri);
            assert_eq!(prefixes.expand(&curie).as_deref(), Ok(iri), "{curie}");
            let (_, local) = expected.split_once(':').unwrap();
            assert!(curie.ends_with(&format!(":{local}")), "{curie} is not like {expected}");
        }
        assert_eq!(contraction.curie(rows[0].0), rows[0].1);
        assert_eq!(contraction.curie(rows[2].0), rows[2].1);
    }

    #[test]
    fn many_namespaces_are_cut_shorter() {
        let iris: Vec<String> = (0..1_000).map(|n| format!("http://x/{n}/b")).collect();
        let contraction = Contraction::of(&iris.iter().map(String::as_str));
        assert_eq!(contraction.declarations().len(), 1);
        assert_eq!(contraction.curie(&iris[7]), "x:7/b");
    }

    #[test]
    fn a_built_in_prefix_keeps_its_meaning() {
        let mut prefixes = Prefixes::default();
        assert_eq!(prefixes.declare("skos", "http://x/"), Declared::BuiltIn);
        assert_eq!(
            prefixes.declare("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
            Declared::Taken
        );
        assert_eq!(
            prefixes.expand("skos:a").as_deref(),
            Ok("http://www.w3.org/2004/02/skos/core#a")
        );
        assert_eq!(prefixes.expand("x:a"), Err(Unexpanded::Undeclared("x".to_owned())));
        assert_eq!(prefixes.expand("a"), Err(Unexpanded::NoCurie));
    }
}
