//! What a scheme says of itself -> the release.

use std::collections::BTreeMap;

use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::code::slug;
use crate::formats::rdf::Graph;
use crate::formats::rdf::Literal;
use crate::formats::rdf::Term;
use crate::formats::rdf::TermId;
use crate::formats::rdf::base_of;
use crate::formats::rdf::is_iri;
use crate::formats::rdf::local_name;
use crate::formats::skos::labels::said;
use crate::formats::skos::nodes::Nodes;
use crate::formats::skos::nodes::Sort;
use crate::formats::skos::vocabulary;
use crate::formats::skos::vocabulary::Role;
use crate::model::ConceptId;
use crate::model::Language;
use crate::model::Licence;
use crate::model::Location;
use crate::model::Release;

/// The scheme that is the framework: the one with our own key, else the one with most concepts, else the first.
pub(super) fn main_scheme(
    graph: &Graph,
    roles: &rustc_hash::FxHashMap<TermId, Role>,
    nodes: &Nodes,
    issues: &mut Issues,
) -> Option<TermId> {
    let mut sizes: BTreeMap<TermId, u64> = BTreeMap::new();
    for (subject, predicate, object) in graph.triples() {
        let (scheme, n) = match roles.get(&predicate) {
            Some(Role::InScheme | Role::TopConceptOf) => (object, 1),
            Some(Role::HasTopConcept) => (subject, 1),
            Some(Role::Class) => (subject, 0),
            _ => continue,
        };
        if nodes.sort(scheme) == Sort::Scheme {
            *sizes.entry(scheme).or_default() += n;
        }
    }
    let has_key = |scheme: TermId| graph.objects(scheme, vocabulary::KEY).next().is_some();
    let first = sizes.keys().copied().find(|scheme| has_key(*scheme));
    let largest = || {
        let most = *sizes.values().max()?;
        sizes.iter().find(|(_, n)| **n == most).map(|(scheme, _)| *scheme)
    };
    let main = first.or_else(largest)?;
    if sizes.len() > 1 {
        let what = format!(
            "there are {} concept schemes; {} is the framework, the others stand as in_scheme at their concepts",
            sizes.len(),
            graph.iri(main).unwrap_or_default()
        );
        issues.note("several-schemes", graph.place(main), what, "nothing to do");
    }
    Some(main)
}

/// The scheme's own language, if it says one.
pub(super) fn language(graph: &Graph, main: Option<TermId>) -> Language {
    let said = main.and_then(|scheme| graph.objects(scheme, vocabulary::LANGUAGE).next());
    let tag = said.and_then(|object| match graph.term(object) {
        Term::Literal(literal) => Some(literal.value),
        // Languages of the EU's own list and of Lexvo end in their codes.
        Term::Iri(iri) => Some(local_name(iri)),
        Term::Blank(_) => None,
    });
    tag.and_then(|tag| Language::new(tag).ok()).unwrap_or(Language::UNKNOWN)
}

/// The release of the main scheme, or of a file without one.
///
/// Errors: the scheme's IRI cannot be one of a framework.
pub(super) fn release(
    graph: &Graph,
    main: Option<TermId>,
    file: &str,
    options: &ReadOptions,
    issues: &mut Issues,
) -> Result<Release, ReadError> {
    let place = || main.map_or_else(|| Location::file(file), |scheme| graph.place(scheme));
    let from_file = base_of(file).trim_end_matches('/').to_owned();
    let iri = main.and_then(|scheme| graph.iri(scheme)).unwrap_or(&from_file);
    let say = Scheme { graph, main };
    let own_iri = say.text(&[vocabulary::FRAMEWORK]);
    let iri = if own_iri.is_empty() { iri } else { &own_iri };
    let invalid = |e: crate::model::NameError| {
        ReadError::invalid(place(), e.to_string(), "correct the IRI of the scheme")
    };
    let framework = ConceptId::new(iri).map_err(invalid)?;
    if main.is_none() {
        let what = format!("there is no concept scheme; the framework is called {iri}");
        issues.note("no-scheme", place(), what, "add a skos:ConceptScheme with a title");
    }
    // What we wrote ourselves is left empty where it was empty.
    let own_key = say.text(&[vocabulary::KEY]);
    let is_own = !own_key.is_empty();
    let title = say.text(&[
        vocabulary::TITLE,
        "http://purl.org/dc/elements/1.1/title",
        vocabulary::PREF,
        vocabulary::RDFS_LABEL,
        "http://www.w3.org/2008/05/skos-xl#prefLabel",
    ]);
    let title = if title.is_empty() && !is_own { local_name(iri).to_owned() } else { title };
    let mut version = say.text(&[
        vocabulary::VERSION,
        "http://schema.org/version",
        "http://purl.org/pav/version",
        "http://purl.org/dc/terms/hasVersion",
        vocabulary::MODIFIED,
        "http://purl.org/dc/terms/issued",
    ]);
    if version.is_empty() && !is_own && options.version.is_none() {
        issues.note(
            "no-version",
            place(),
            "the scheme does not say its version; it is called 1",
            "give --release",
        );
        "1".clone_into(&mut version);
    }
    let licence = say.licence();
    if licence == Licence::default() && !is_own {
        let what = "the scheme does not say under what licence it may be used";
        issues.note("no-licence", place(), what, "ask its publisher; add dct:license");
    }
    let key = if is_own { own_key } else { key_of(&title, iri) };
    let mut release = Release {
        framework,
        key,
        title,
        publisher: say.text(&[
            vocabulary::PUBLISHER,
            "http://purl.org/dc/elements/1.1/publisher",
            "http://schema.org/publisher",
            "http://purl.org/dc/terms/creator",
            "http://purl.org/dc/elements/1.1/creator",
        ]),
        version,
        licence,
        description: say.text(&[
            vocabulary::DESCRIPTION,
            "http://purl.org/dc/elements/1.1/description",
            vocabulary::DEFINITION,
            "http://www.w3.org/2000/01/rdf-schema#comment",
        ]),
    };
    options.apply(&mut release);
    Ok(release)
}

/// A short name to type: of the title, else of the IRI.
fn key_of(title: &str, iri: &str) -> String {
    if iri.starts_with("http://data.europa.eu/esco/") {
        return "esco".to_owned();
    }
    let name = if title.is_ascii() { slug(title) } else { slug(local_name(iri)) };
    let cut = name.char_indices().nth(40).map_or(name.len(), |(at, _)| at);
    name.get(..cut).unwrap_or_default().trim_matches('-').to_owned()
}

/// What a scheme says of itself.
struct Scheme<'a> {
    graph: &'a Graph,
    main: Option<TermId>,
}

impl Scheme<'_> {
    /// The text of the first of these predicates that says one: in English, else without a language, else the first.
    fn text(&self, predicates: &[&str]) -> String {
        let Some(main) = self.main else { return String::new() };
        for predicate in predicates {
            let texts = self.graph.objects(main, predicate).filter_map(|object| {
                let rank = |tag: Option<&str>| match tag {
                    Some(tag) if tag.eq_ignore_ascii_case("en") => 0,
                    None => 1,
                    Some(_) => 2,
                };
                match said(self.graph, object) {
                    Some(said) => Some((rank(said.language), said.text.trim().to_owned())),
                    None => self.graph.iri(object).map(|iri| (3, self.name_of(object, iri))),
                }
            });
            if let Some((_, text)) = texts.filter(|(_, text)| !text.is_empty()).min() {
                return text;
            }
        }
        String::new()
    }

    /// The name of an organisation, where the file says it, else its IRI.
    fn name_of(&self, id: TermId, iri: &str) -> String {
        let names = [
            "http://xmlns.com/foaf/0.1/name",
            vocabulary::PREF,
            vocabulary::RDFS_LABEL,
            "http://schema.org/name",
            vocabulary::TITLE,
        ];
        let name = names.iter().find_map(|name| self.graph.objects(id, name).next());
        match name.map(|name| self.graph.term(name)) {
            Some(Term::Literal(literal)) => literal.value.trim().to_owned(),
            _ => iri.to_owned(),
        }
    }

    fn licence(&self) -> Licence {
        let mut licence = Licence {
            name: self.text(&[vocabulary::LICENCE]),
            url: self.text(&[vocabulary::LICENCE_URL]),
            attribution: self.text(&[vocabulary::ATTRIBUTION]),
        };
        // What we wrote ourselves says each part by its own name.
        if !self.text(&[vocabulary::KEY]).is_empty() {
            return licence;
        }
        let predicates = [
            vocabulary::LICENSE,
            "http://creativecommons.org/ns#license",
            "http://schema.org/license",
            vocabulary::RIGHTS,
            "http://purl.org/dc/elements/1.1/rights",
        ];
        for predicate in predicates {
            for object in self.main.iter().flat_map(|main| self.graph.objects(*main, predicate)) {
                let text = match self.graph.term(object) {
                    Term::Iri(iri) => iri,
                    Term::Literal(Literal { value, .. }) => value.trim(),
                    Term::Blank(_) => continue,
                };
                let is_address = is_iri(text) && !text.contains(char::is_whitespace);
                let field = if is_address { &mut licence.url } else { &mut licence.name };
                if field.is_empty() {
                    text.clone_into(field);
                }
            }
        }
        licence
    }
}
