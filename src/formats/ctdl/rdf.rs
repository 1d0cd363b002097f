//! CTDL and CTDL-ASN in Turtle, N-Triples or RDF/XML -> nodes.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::TableCount;
use crate::formats::ctdl::node::Node;
use crate::formats::ctdl::node::OWN_PREFIXES;
use crate::formats::ctdl::node::Value;
use crate::formats::ctdl::node::class;
use crate::formats::ctdl::node::compact;
use crate::formats::ctdl::node::is_own;
use crate::formats::ctdl::node::language;
use crate::formats::ctdl::node::lift;
use crate::formats::ctdl::node::tell_too_many;
use crate::formats::ctdl::read::HEAD_BYTES;
use crate::formats::ctdl::terms;
use crate::formats::rdf::Graph;
use crate::formats::rdf::GraphBuilder;
use crate::formats::rdf::Syntax;
use crate::formats::rdf::TYPE;
use crate::formats::rdf::Term;
use crate::formats::rdf::TermId;
use crate::formats::rdf::add_file;
use crate::limits;

/// What has no name is read in its place down to this depth; below it stands as a node of its own.
const DEPTH: usize = 32;

/// The syntax of a file that uses terms of CTDL or CTDL-ASN, and those terms, short; nothing of other files.
///
/// Errors: the file cannot be read.
pub(super) fn terms_in(file: &BundleFile) -> Result<Option<(Syntax, BTreeSet<String>)>, ReadError> {
    let Some(syntax) = Syntax::of(file)?.filter(|syntax| *syntax != Syntax::JsonLd) else {
        return Ok(None);
    };
    let head = file.head(HEAD_BYTES)?;
    let head = String::from_utf8_lossy(&head);
    // A name is a term where it is short by a prefix that the file declares, or stands whole between brackets.
    let mut prefixes: FxHashMap<&str, String> = FxHashMap::default();
    let mut terms = BTreeSet::new();
    let is_break = |c: char| c.is_whitespace() || ",;()[]=".contains(c);
    let mut words = head.split(is_break).filter(|word| !word.is_empty()).peekable();
    while let Some(word) = words.next() {
        let next = words.peek().copied().unwrap_or_default();
        let space = compact(next.trim_matches(['<', '>', '"', '\'']));
        let is_own = OWN_PREFIXES.contains(&space.as_str());
        let name = word.strip_prefix("xmlns:").or_else(|| word.strip_suffix(':'));
        if let (Some(name), true) = (name, is_own) {
            prefixes.insert(name, space);
            continue;
        }
        let word = word.trim_start_matches(['<', '/']).trim_end_matches(['>', '/', '.']);
        if let Some((prefix, name)) = word.split_once(':') {
            match prefixes.get(prefix) {
                Some(space) => terms.insert(format!("{space}{name}")),
                None => terms.insert(compact(word)),
            };
        }
    }
    terms.retain(|term| is_own(term));
    Ok((!terms.is_empty()).then_some((syntax, terms)))
}

/// Adds all nodes of the bundle's RDF files; `syntax_of` says of a file whether it is such a document.
///
/// Errors: a file cannot be read, or is too large.
pub(super) fn add_nodes(
    bundle: &Bundle,
    syntax_of: impl Fn(&BundleFile) -> Result<Option<Syntax>, ReadError>,
    nodes: &mut Vec<Node>,
    issues: &mut Issues,
    tables: &mut Vec<TableCount>,
) -> Result<(), ReadError> {
    for file in bundle.files() {
        let Some(syntax) = syntax_of(file)? else { continue };
        let before = nodes.len();
        let mut builder = GraphBuilder::default();
        add_file(&mut builder, file, syntax, issues)?;
        let graph = builder.finish();
        Walk { graph: &graph, uses: uses(&graph), nodes: &mut *nodes, issues }.walk();
        let rows = (nodes.len() - before) as u64;
        tables.push(TableCount { file: file.name().to_owned(), rows, taken: rows });
    }
    Ok(())
}

/// How often something without a name is spoken of.
fn uses(graph: &Graph) -> FxHashMap<TermId, usize> {
    let mut uses = FxHashMap::default();
    for (_, _, object) in graph.triples() {
        if matches!(graph.term(object), Term::Blank(_)) {
            *uses.entry(object).or_default() += 1;
        }
    }
    uses
}

struct Walk<'a> {
    graph: &'a Graph,
    uses: FxHashMap<TermId, usize>,
    nodes: &'a mut Vec<Node>,
    issues: &'a mut Issues,
}

impl Walk<'_> {
    fn walk(mut self) {
        let graph = self.graph;
        let mut told: BTreeSet<TermId> = BTreeSet::new();
        let is_inner = |walk: &Self, id: TermId| walk.uses.get(&id) == Some(&1);
        // First what has a name or is spoken of more than once, with all that hangs below it; then what only hangs
        // below itself.
        for is_rest in [false, true] {
            for (id, _) in graph.subjects() {
                if told.contains(&id) || graph.is_list(id) || (!is_rest && is_inner(&self, id)) {
                    continue;
                }
                let mut node = self.node(id, 0, &mut told);
                node.id = self.name(id);
                self.nodes.push(node);
            }
        }
    }

    /// The IRI, or a blank node's name.
    fn name(&self, id: TermId) -> String {
        match self.graph.term(id) {
            Term::Iri(iri) => iri.to_owned(),
            Term::Blank(label) => format!("_:{label}"),
            Term::Literal(literal) => literal.value.to_owned(),
        }
    }

    /// What is said of a subject.
    fn node(&mut self, id: TermId, depth: usize, told: &mut BTreeSet<TermId>) -> Node {
        let graph = self.graph;
        told.insert(id);
        let mut node = Node::new(graph.place(id));
        let mut is_whole = true;
        for (predicate, object) in graph.said_of(id) {
            let predicate = graph.iri(predicate).unwrap_or_default();
            if predicate == TYPE {
                is_whole &= node.types.len() < limits::NODE_TERMS;
                if is_whole {
                    node.types.push(class(&self.name(object)));
                }
                continue;
            }
            let objects = if graph.is_list(object) { graph.list(object) } else { vec![object] };
            let values = objects.into_iter().map(|object| self.value(object, depth, told));
            let values = values.collect();
            is_whole &= node.add(&compact(predicate), values);
        }
        if !is_whole {
            tell_too_many(node.place.clone(), self.issues);
        }
        node.tidy();
        node
    }

    fn value(&mut self, id: TermId, depth: usize, told: &mut BTreeSet<TermId>) -> Value {
        match self.graph.term(id) {
            Term::Iri(iri) => Value::Iri(iri.to_owned()),
            Term::Literal(literal) => {
                let place = || self.graph.place(id);
                let tag = literal.language.map(|tag| language(tag, place(), self.issues));
                Value::Text { text: literal.value.to_owned(), language: tag }
            }
            Term::Blank(_) => {
                let is_inner = self.uses.get(&id) == Some(&1) && !told.contains(&id);
                if !is_inner || depth == DEPTH {
                    return Value::Iri(self.name(id));
                }
                let node = self.node(id, depth + 1, told);
                if terms::is_thing(&node) && !node.terms.is_empty() {
                    lift(node, self.nodes)
                } else {
                    Value::Node(Box::new(node))
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Source;

    fn nodes_of(text: &str) -> Vec<Node> {
        let bytes = text.as_bytes().into();
        let bundle = Bundle::open(&[Source::Bytes { name: "x.ttl".into(), bytes }]).unwrap();
        let (mut issues, mut nodes) = (Issues::default(), Vec::new());
        let syntax = |_: &BundleFile| Ok(Some(Syntax::Turtle));
        add_nodes(&bundle, syntax, &mut nodes, &mut issues, &mut Vec::new()).unwrap();
        nodes
    }

    #[test]
    fn what_has_no_name_stands_in_its_place_and_lists_are_values() {
        let nodes = nodes_of(
            "@prefix t: <https://purl.org/ctdl/terms/> .\n\
             <http://x/a> a t:Course ; t:name \"A\"@en ; t:requires [ t:name \"N\" ] ; \
             t:keyword ( \"k\" \"l\" ) ; t:teaches [ a t:Course ; t:name \"B\" ] .",
        );
        let names: Vec<_> = nodes.iter().map(|n| n.title("name").unwrap_or_default()).collect();
        assert_eq!(names, ["B", "A"]);
        let course = &nodes[1];
        assert!(course.is("Course") && course.id == "http://x/a");
        assert!(matches!(&course.values("requires")[0], Value::Node(n) if n.id.is_empty()));
        assert_eq!(course.values("keyword").len(), 2);
        assert_eq!(course.values("teaches")[0].reference(), Some(nodes[0].id.as_str()));
    }

    #[test]
    fn what_hangs_below_itself_or_very_deep_is_kept() {
        let prefix = "@prefix t: <https://purl.org/ctdl/terms/> .\n";
        assert_eq!(nodes_of(&format!("{prefix}_:a t:x _:b . _:b t:x _:a .")).len(), 1);
        let deep = format!("{prefix}<http://x/a> {}", "t:x [ ".repeat(1_000));
        let deep = format!("{deep} t:name \"n\" {} .", "]".repeat(1_000));
        assert!(nodes_of(&deep).len() > 1);
    }
}
