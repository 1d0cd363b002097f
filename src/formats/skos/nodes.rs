//! What each name of the graph is: a scheme, a concept, a collection, or nothing of ours (S9, S37).

use rustc_hash::FxHashMap;

use crate::formats::Issues;
use crate::formats::rdf::Graph;
use crate::formats::rdf::Term;
use crate::formats::rdf::TermId;
use crate::formats::rdf::local_name;
use crate::formats::skos::vocabulary;
use crate::formats::skos::vocabulary::Role;

/// What a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Nothing,
    Scheme,
    Concept,
    Collection,
}

/// What is said of each name, in bits.
const CONCEPT: u16 = 1;
const SCHEME: u16 = 2;
const COLLECTION: u16 = 4;
/// It has a class that is none of these.
const OTHER_CLASS: u16 = 8;
/// It has names, or is in a scheme.
const LABELLED: u16 = 16;
/// It stands in a relation of SKOS between concepts.
const RELATED: u16 = 32;
/// Something is in it as in a scheme, or it has tops.
const HAS_CONCEPTS: u16 = 64;
/// Something is said of it.
const SUBJECT: u16 = 128;
/// It has members.
const HAS_MEMBERS: u16 = 256;
/// Its class is a word of SKOS that SKOS does not have.
const UNKNOWN_CLASS: u16 = 512;
/// It has a counterpart.
const MAPPED: u16 = 1_024;
/// Something else than counterparts is said of it.
const DESCRIBED: u16 = 2_048;
/// It is a member of a collection.
const MEMBER: u16 = 4_096;

const REMEDY_CLASS: &str = "give it one class: skos:Concept, skos:ConceptScheme or skos:Collection";

/// What every name of the graph is.
#[derive(Debug)]
pub(super) struct Nodes {
    sorts: Vec<Sort>,
    /// Names of which nothing is said but their counterparts, beside concepts of which more is: they are somebody else's.
    pub(super) foreign: Vec<TermId>,
    /// How many are taken for concepts though no class says so.
    pub(super) n_untyped: u64,
}

impl Nodes {
    pub(super) fn sort(&self, id: TermId) -> Sort {
        self.sorts.get(id.position()).copied().unwrap_or(Sort::Nothing)
    }

    /// Whether it becomes a concept of the framework.
    pub(super) fn is_entry(&self, id: TermId) -> bool {
        matches!(self.sort(id), Sort::Concept | Sort::Collection)
    }
}

/// Looks at every triple once.
pub(super) fn classify(
    graph: &Graph,
    roles: &FxHashMap<TermId, Role>,
    issues: &mut Issues,
) -> Nodes {
    let mut flags = vec![0u16; graph.n_terms()];
    let classes = class_flags(graph);
    for (subject, predicate, object) in graph.triples() {
        let mut set = |id: TermId, flag: u16| flags[id.position()] |= flag;
        set(subject, SUBJECT);
        let role = roles.get(&predicate);
        if !matches!(role, Some(Role::Mapping(_) | Role::OwnMapping(_))) {
            set(subject, DESCRIBED);
        }
        match role {
            Some(Role::Class) => set(subject, classes.get(&object).copied().unwrap_or(OTHER_CLASS)),
            Some(Role::Label(_)) => set(subject, LABELLED),
            Some(Role::Kind) => set(subject, CONCEPT),
            Some(
                Role::Semantic(_)
                | Role::SemanticInverse(_)
                | Role::Above
                | Role::Below
                | Role::Somehow,
            ) => {
                set(subject, RELATED);
                set(object, RELATED);
            }
            Some(Role::Mapping(_)) => set(subject, MAPPED),
            Some(Role::InScheme | Role::TopConceptOf) => {
                set(subject, LABELLED);
                set(object, HAS_CONCEPTS);
            }
            Some(Role::HasTopConcept) => {
                set(subject, HAS_CONCEPTS);
                set(object, RELATED);
            }
            Some(Role::Member | Role::MemberList) => {
                set(subject, HAS_MEMBERS);
                set(object, MEMBER);
            }
            _ => {}
        }
    }
    let sorts = vec![Sort::Nothing; flags.len()];
    let mut nodes = Nodes { sorts, foreign: Vec::new(), n_untyped: 0 };
    for (id, _) in graph.subjects() {
        if flags[id.position()] == SUBJECT | MAPPED && graph.iri(id).is_some() {
            nodes.foreign.push(id);
            continue;
        }
        nodes.sorts[id.position()] =
            sort_of(graph, id, flags[id.position()], &mut nodes.n_untyped, issues);
    }
    // Where nothing else is in the files, they are about these names.
    if !nodes.sorts.iter().any(|sort| matches!(sort, Sort::Concept | Sort::Collection)) {
        for id in std::mem::take(&mut nodes.foreign) {
            nodes.sorts[id.position()] =
                sort_of(graph, id, flags[id.position()], &mut nodes.n_untyped, issues);
        }
    }
    // A scheme may be named without anything being said of it.
    for (_, predicate, object) in graph.triples() {
        let is_scheme = matches!(roles.get(&predicate), Some(Role::InScheme | Role::TopConceptOf));
        if is_scheme && flags[object.position()] & SUBJECT == 0 && graph.iri(object).is_some() {
            nodes.sorts[object.position()] = Sort::Scheme;
        }
    }
    nodes
}

/// The classes of the graph and what they make of their members.
fn class_flags(graph: &Graph) -> FxHashMap<TermId, u16> {
    let mut classes = FxHashMap::default();
    for (_, predicate, object) in graph.triples() {
        if graph.iri(predicate) != Some(crate::formats::rdf::TYPE) {
            continue;
        }
        let flag = match graph.iri(object) {
            Some(vocabulary::CONCEPT | vocabulary::ESCO_OCCUPATION | vocabulary::ESCO_SKILL) => {
                CONCEPT
            }
            Some(vocabulary::SCHEME) => SCHEME,
            Some(vocabulary::COLLECTION | vocabulary::ORDERED) => COLLECTION,
            Some(other) if other.starts_with(vocabulary::SKOS) => OTHER_CLASS | UNKNOWN_CLASS,
            _ => OTHER_CLASS,
        };
        classes.insert(object, flag);
    }
    classes
}

fn sort_of(
    graph: &Graph,
    id: TermId,
    flags: u16,
    n_untyped: &mut u64,
    issues: &mut Issues,
) -> Sort {
    // A counterpart is a relation of concepts, too.
    let flags = if flags & MAPPED != 0 { flags | RELATED } else { flags };
    let has = |flag: u16| flags & flag != 0;
    let Term::Iri(iri) = graph.term(id) else {
        if has(CONCEPT | SCHEME | COLLECTION) {
            let what = "a concept, scheme or collection has no name, so nothing can point at it";
            issues.error("no-iri", graph.place(id), what, "give it an IRI; it is left out");
        }
        return Sort::Nothing;
    };
    if has(UNKNOWN_CLASS) {
        let what = format!("{iri} is of a class that SKOS does not have");
        issues.warning("qskos-usr", graph.place(id), what, REMEDY_CLASS);
    }
    let is_scheme_by_use = has(HAS_CONCEPTS) && !has(CONCEPT);
    if has(CONCEPT | RELATED) && has(SCHEME | HAS_CONCEPTS) {
        let sort = if has(SCHEME) && has(HAS_CONCEPTS) || is_scheme_by_use {
            Sort::Scheme
        } else {
            Sort::Concept
        };
        let taken = if sort == Sort::Scheme { "a scheme" } else { "a concept" };
        let what = format!("S9: {iri} is both a concept and a scheme; it is taken for {taken}");
        issues.error("skos-s9", graph.place(id), what, REMEDY_CLASS);
        return sort;
    }
    if has(COLLECTION) && has(SCHEME | HAS_CONCEPTS) {
        let what =
            format!("S37: {iri} is both a collection and a scheme; it is taken for a scheme");
        issues.error("skos-s37", graph.place(id), what, REMEDY_CLASS);
        return Sort::Scheme;
    }
    if has(SCHEME) || is_scheme_by_use {
        return Sort::Scheme;
    }
    if has(COLLECTION) && has(CONCEPT | RELATED) {
        let sort = if has(CONCEPT) { Sort::Concept } else { Sort::Collection };
        let taken = if has(CONCEPT) { "a concept" } else { "a collection without them" };
        let what = format!(
            "S37: {iri} is a collection and has a concept's class or relations; it is taken for {taken}"
        );
        issues.error("skos-s37", graph.place(id), what, REMEDY_CLASS);
        return sort;
    }
    if has(COLLECTION) {
        return Sort::Collection;
    }
    if has(CONCEPT) {
        return Sort::Concept;
    }
    if has(HAS_MEMBERS) {
        return Sort::Collection;
    }
    if has(RELATED) && has(OTHER_CLASS) {
        let what = format!(
            "{iri} stands in relations of concepts, but its class is {}",
            class_name(graph, id)
        );
        issues.warning("skos-s19", graph.place(id), what, REMEDY_CLASS);
    }
    if has(RELATED) || (has(LABELLED) && !has(OTHER_CLASS)) {
        *n_untyped += 1;
        return Sort::Concept;
    }
    Sort::Nothing
}

fn class_name(graph: &Graph, id: TermId) -> &str {
    let class = graph.objects(id, crate::formats::rdf::TYPE).next();
    class.and_then(|class| graph.iri(class)).map_or("unknown", local_name)
}
