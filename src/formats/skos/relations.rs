//! What concepts say of each other -> relations and mappings that keep the rules (S9, S27, S37, S46).

use std::collections::BTreeMap;

use crate::formats::Issues;
use crate::formats::links::Links;
use crate::formats::rdf::Graph;
use crate::formats::rdf::Term;
use crate::formats::rdf::TermId;
use crate::formats::skos::entailed::settle;
use crate::formats::skos::hierarchy::Hierarchy;
use crate::formats::skos::hierarchy::Same;
use crate::formats::skos::nodes::Nodes;
use crate::formats::skos::nodes::Sort;
use crate::formats::skos::vocabulary::Role;
use crate::model::ConceptId;
use crate::model::FrameworkBuilder;
use crate::model::Justification;
use crate::model::Location;
use crate::model::Mapping;
use crate::model::Predicate;
use crate::model::RelationKind;

type Arrow = (TermId, RelationKind, TermId);

/// All that is said between names, as it was said.
#[derive(Debug, Default)]
pub(super) struct Edges {
    /// Relations that the rules of SKOS bind.
    pub(super) semantic: Vec<Arrow>,
    /// Who is above whom at whatever distance: the narrower one, the broader one, and which end of 0 and 1 says so.
    pub(super) far: Vec<(TermId, TermId, usize)>,
    /// Pairs in some relation.
    pub(super) vague: Vec<(TermId, TermId)>,
    /// Other relations.
    free: Vec<Arrow>,
    /// Mappings that the rules of SKOS bind.
    mappings: Vec<(TermId, Predicate, TermId)>,
    /// Other mappings.
    free_mappings: Vec<(TermId, Predicate, TermId)>,
    /// Tops of schemes: the concept and its scheme.
    pub(super) tops: Vec<(TermId, TermId)>,
    /// How many hierarchical or associative relations are said in one direction only is found from these.
    pub(super) n_stated: [u64; 2],
}

impl Edges {
    /// Notes what a subject says of an object.
    pub(super) fn push(
        &mut self,
        graph: &Graph,
        nodes: &Nodes,
        subject: TermId,
        role: Role,
        object: TermId,
    ) {
        match role {
            Role::Semantic(kind) => {
                self.n_stated[0] += u64::from(kind == RelationKind::Broader);
                self.semantic.push((subject, kind, object));
            }
            Role::SemanticInverse(kind) => {
                self.n_stated[1] += 1;
                self.semantic.push((object, kind, subject));
            }
            Role::Above => self.far.push((subject, object, 0)),
            Role::Below => self.far.push((object, subject, 1)),
            Role::Somehow => self.vague.push((subject, object)),
            Role::Relation(kind) => self.free.push((subject, kind, object)),
            Role::RelationInverse(kind) => self.free.push((object, kind, subject)),
            Role::Member => self.member(graph, subject, object),
            Role::MemberList => {
                for member in graph.list(object) {
                    self.member(graph, subject, member);
                }
            }
            Role::Mapping(predicate) => self.mappings.push((subject, predicate, object)),
            Role::OwnMapping(predicate) => self.free_mappings.push((subject, predicate, object)),
            Role::TopConceptOf if nodes.sort(object) == Sort::Scheme => {
                self.tops.push((subject, object));
            }
            _ => {}
        }
    }

    /// Notes that a scheme names a concept as one of its tops.
    pub(super) fn push_top(&mut self, scheme: TermId, role: Role, object: TermId) {
        if role == Role::HasTopConcept {
            self.tops.push((object, scheme));
        }
    }

    fn member(&mut self, graph: &Graph, collection: TermId, member: TermId) {
        match graph.term(member) {
            // Members may stand in an RDF list, in files that were made from trees.
            Term::Blank(_) => {
                let members = graph.list(member);
                self.free
                    .extend(members.into_iter().map(|m| (m, RelationKind::MemberOf, collection)));
            }
            _ => self.free.push((member, RelationKind::MemberOf, collection)),
        }
    }

    /// The arrows of the hierarchy among concepts, by the numbers of their names, sorted.
    pub(super) fn hierarchy(&self) -> Hierarchy {
        let semantic = self.semantic.iter().filter(|(_, kind, _)| *kind == RelationKind::Broader);
        let up = semantic.map(|(narrow, _, broad)| (number(*narrow), number(*broad)));
        let mapped = self.mappings.iter().filter_map(|(s, predicate, o)| match predicate {
            Predicate::Broad => Some((number(*s), number(*o))),
            Predicate::Narrow => Some((number(*o), number(*s))),
            _ => None,
        });
        Hierarchy::new(up.chain(mapped).collect())
    }

    /// All related pairs that the rules bind, without mappings.
    pub(super) fn related(&self) -> impl Iterator<Item = (u32, u32)> {
        let related = self.semantic.iter().filter(|(_, kind, _)| *kind == RelationKind::Related);
        related.map(|(a, _, b)| (number(*a), number(*b)))
    }

    /// Every arrow between two names, whatever it says.
    pub(super) fn all(&self) -> impl Iterator<Item = (u32, u32)> {
        self.semantic.iter().chain(&self.free).map(|(a, _, b)| (number(*a), number(*b)))
    }

    /// The mappings, whether the rules bind them or not.
    pub(super) fn all_mappings(&self) -> impl Iterator<Item = (u32, u32)> {
        let all = self.mappings.iter().chain(&self.free_mappings);
        all.map(|(a, _, b)| (number(*a), number(*b)))
    }
}

/// The number of a name in the checks of hierarchies.
pub(super) fn number(id: TermId) -> u32 {
    u32::try_from(id.position()).unwrap_or(u32::MAX)
}

/// Throws out what the rules forbid, one issue for each subject and rule.
pub(super) fn enforce(edges: &mut Edges, graph: &Graph, nodes: &Nodes, issues: &mut Issues) {
    settle(edges);
    enforce_classes(edges, graph, nodes, issues);
    enforce_s46(edges, graph, issues);
    enforce_s27(edges, graph, issues);
}

/// Counts of faults by the subject they are told of, with one of them in words.
#[derive(Default)]
struct Faults(BTreeMap<TermId, (u64, String)>);

impl Faults {
    fn add(&mut self, subject: TermId, what: impl FnOnce() -> String) {
        self.0.entry(subject).or_insert_with(|| (0, what())).0 += 1;
    }

    fn tell(self, graph: &Graph, code: &str, remedy: &str, issues: &mut Issues) {
        for (subject, (n, what)) in self.0 {
            let more = if n > 1 { format!(" (and {} more)", n - 1) } else { String::new() };
            issues.error(code, graph.place(subject), format!("{what}{more}"), remedy);
        }
    }
}

fn name(graph: &Graph, id: TermId) -> &str {
    graph.iri(id).unwrap_or("a thing without a name")
}

/// Relations of concepts hold between concepts: neither schemes (S9) nor collections (S37) are any.
fn enforce_classes(edges: &mut Edges, graph: &Graph, nodes: &Nodes, issues: &mut Issues) {
    let mut s9 = Faults::default();
    let mut s37 = Faults::default();
    edges.semantic.retain(|(subject, kind, object)| {
        for end in [subject, object] {
            let said = || {
                let ends = (name(graph, *subject), name(graph, *object));
                format!("{} is {kind} to {}", ends.0, ends.1)
            };
            match nodes.sort(*end) {
                Sort::Collection => {
                    s37.add(*end, || format!("S37: {}, and one of them is a collection", said()));
                    return false;
                }
                Sort::Scheme => {
                    s9.add(*end, || format!("S9: {}, and one of them is a scheme", said()));
                    return false;
                }
                Sort::Concept | Sort::Nothing => {}
            }
        }
        true
    });
    edges.free.retain(|(subject, kind, object)| {
        let is_member = *kind == RelationKind::MemberOf && nodes.sort(*subject) == Sort::Scheme;
        if is_member {
            let ends = (name(graph, *subject), name(graph, *object));
            s9.add(*object, || format!("S9: {}, a scheme, is a member of {}", ends.0, ends.1));
        }
        !is_member
    });
    edges.tops.retain(|(concept, scheme)| {
        let is_collection = nodes.sort(*concept) == Sort::Collection;
        if is_collection {
            let ends = (name(graph, *concept), name(graph, *scheme));
            s37.add(*concept, || format!("S37: {}, a collection, is a top of {}", ends.0, ends.1));
        }
        !is_collection
    });
    s9.tell(graph, "skos-s9", "relate concepts to concepts; it is left out", issues);
    s37.tell(graph, "skos-s37", "relate concepts to concepts; it is left out", issues);
}

/// What is the same is neither broader, narrower nor related.
fn enforce_s46(edges: &mut Edges, graph: &Graph, issues: &mut Issues) {
    let exact = edges.mappings.iter().filter(|(_, predicate, _)| *predicate == Predicate::Exact);
    let mut same = Same::new(exact.map(|(a, _, b)| (number(*a), number(*b))));
    let mut faults = Faults::default();
    edges.mappings.retain(|(subject, predicate, object)| {
        let is_bound =
            matches!(predicate, Predicate::Broad | Predicate::Narrow | Predicate::Related);
        let is_clash = is_bound && same.are(number(*subject), number(*object));
        if is_clash {
            faults.add(*subject, || {
                let ends = (name(graph, *subject), name(graph, *object));
                format!("S46: {} is the same as {} and its {predicate} match, too", ends.0, ends.1)
            });
        }
        !is_clash
    });
    faults.tell(graph, "skos-s46", "keep one; the exact match stays", issues);
}

/// What is above or below is not related.
fn enforce_s27(edges: &mut Edges, graph: &Graph, issues: &mut Issues) {
    let mut hierarchy = edges.hierarchy();
    let mut pairs: Vec<(u32, u32)> = edges.related().collect();
    let n_semantic = pairs.len();
    let mapped = edges.mappings.iter().filter(|(_, predicate, _)| *predicate == Predicate::Related);
    pairs.extend(mapped.map(|(a, _, b)| (number(*a), number(*b))));
    let answers = hierarchy.is_above(&pairs);
    let n_unknown = answers.iter().filter(|answer| answer.is_none()).count();
    if n_unknown > 0 {
        let what = format!(
            "S27 could not be checked for {n_unknown} related pairs: the hierarchy is too large"
        );
        issues.warning("skos-s27", graph_place(graph), what, "nothing to do; they are kept");
    }
    let mut faults = Faults::default();
    let mut clashes = answers[..n_semantic].iter();
    edges.semantic.retain(|(subject, kind, object)| {
        let is_clash = *kind == RelationKind::Related && clashes.next() == Some(&Some(true));
        if is_clash {
            faults.add(*subject, || s27(graph, *subject, *object));
        }
        !is_clash
    });
    let mut clashes = answers[n_semantic..].iter();
    edges.mappings.retain(|(subject, predicate, object)| {
        let is_clash = *predicate == Predicate::Related && clashes.next() == Some(&Some(true));
        if is_clash {
            faults.add(*subject, || s27(graph, *subject, *object));
        }
        !is_clash
    });
    faults.tell(graph, "skos-s27", "keep one; the hierarchy stays", issues);
}

fn s27(graph: &Graph, subject: TermId, object: TermId) -> String {
    let ends = (name(graph, subject), name(graph, object));
    format!("S27: {} is related to {}, which stands above or below it", ends.0, ends.1)
}

fn graph_place(graph: &Graph) -> Location {
    graph
        .triples()
        .next()
        .map_or_else(|| Location::file(""), |(subject, _, _)| graph.place(subject))
}

/// Draws all relations, hands on all mappings.
pub(super) fn draw(
    edges: &Edges,
    graph: &Graph,
    builder: &mut FrameworkBuilder,
    links: &mut Links,
    issues: &mut Issues,
) {
    let mut missing = Faults::default();
    let mut n_outside = 0u64;
    for (subject, kind, object) in edges.semantic.iter().chain(&edges.free) {
        let ends =
            (graph.iri(*subject).unwrap_or_default(), graph.iri(*object).unwrap_or_default());
        if builder.relate(ends.0, *kind, ends.1).is_ok() {
            continue;
        }
        // What the files do not describe belongs to somebody else.
        let outside = ConceptId::new(ends.1).ok();
        let is_drawn = outside.is_some_and(|id| builder.relate_outside(ends.0, *kind, id).is_ok());
        if is_drawn {
            n_outside += 1;
        } else {
            missing.add(*object, || {
                let ends = (name(graph, *subject), name(graph, *object));
                format!("{} is {kind} to {}, and the first is no concept here", ends.0, ends.1)
            });
        }
    }
    if n_outside > 0 {
        let what = format!("{n_outside} relations lead to concepts that the files do not describe");
        let remedy = "nothing to do if they belong to another framework; else give all files";
        issues.note("outside-relation", graph_place(graph), what, remedy);
    }
    missing.tell(graph, "dangling-relation", "add the concept or drop the relation", issues);
    for (subject, predicate, object) in edges.mappings.iter().chain(&edges.free_mappings) {
        let ids = (graph.iri(*subject).map(ConceptId::new), graph.iri(*object).map(ConceptId::new));
        if let (Some(Ok(subject)), Some(Ok(object))) = ids {
            let how = Justification::UnspecifiedMatching;
            links.add(Mapping::new(subject, *predicate, Some(object), how), None);
        } else {
            let what = format!("a counterpart of {} is no IRI", name(graph, *subject));
            issues.error("bad-id", graph.place(*subject), what, "correct the IRI; it is left out");
        }
    }
}
