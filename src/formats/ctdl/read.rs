//! A bundle of CTDL or CTDL-ASN -> Framework.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::ctdl::ids;
use crate::formats::ctdl::json;
use crate::formats::ctdl::node::Node;
use crate::formats::ctdl::node::Value;
use crate::formats::ctdl::node::compact;
use crate::formats::ctdl::node::is_own;
use crate::formats::ctdl::node::tell_too_many;
use crate::formats::ctdl::rdf;
use crate::formats::ctdl::release;
use crate::formats::ctdl::terms;
use crate::formats::links::Links;
use crate::formats::rdf::Syntax;
use crate::limits;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::FrameworkBuilder;
use crate::model::Language;
use crate::model::Location;

/// Which of the two vocabularies a document is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::formats) enum Family {
    /// Competencies and frameworks of them.
    Asn,
    /// Courses, credentials, occupations, pathways.
    Ctdl,
}

/// Bytes at the beginning of a file in which one of its terms stands.
pub(super) const HEAD_BYTES: usize = 65_536;

/// Whether the bundle has a document of that family.
///
/// Errors: a file cannot be read.
pub(in crate::formats) fn is_in(bundle: &Bundle, family: Family) -> Result<bool, ReadError> {
    for file in bundle.files() {
        if family_of_json(file)? == Some(family)
            || family_of_rdf(file)?.is_some_and(|(_, other)| other == family)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The family of a JSON file; nothing where it is none of these documents.
fn family_of_json(file: &BundleFile) -> Result<Option<Family>, ReadError> {
    let Some(outline) = file.outline()? else { return Ok(None) };
    let is_graph = ["@graph", "@id", "@type", "@context", "decoded_resource"]
        .iter()
        .any(|key| outline.has(key))
        || (outline.has("resource") && outline.has("envelope_type"))
        || outline.keys.iter().any(|key| is_own(&compact(key)));
    if !is_graph {
        return Ok(None);
    }
    let head = file.head(HEAD_BYTES)?;
    let terms = terms_in(&String::from_utf8_lossy(&head));
    // A context says it plainer than what is spoken of.
    let says = |name: &str| outline.says("@context", name);
    if says("credreg.net/ctdl/") || (says("purl.org/ctdl/") && !says("credreg.net/ctdlasn")) {
        return Ok(Some(Family::Ctdl));
    }
    if says("credreg.net/ctdlasn") {
        return Ok(Some(Family::Asn));
    }
    // Examples without prefixes and with contexts of their own.
    let has = |names: &[&str]| names.iter().any(|name| terms.contains(*name));
    let is_pathway = has(&["CourseComponent", "CredentialComponent"])
        || (has(&["Pathway"]) && has(&["hasDestinationComponent", "hasRoot"]));
    Ok(family_of(&terms).or(is_pathway.then_some(Family::Ctdl)))
}

/// The family of a file in another syntax of RDF, and the syntax; nothing where it is none of these documents.
fn family_of_rdf(file: &BundleFile) -> Result<Option<(Syntax, Family)>, ReadError> {
    let found = rdf::terms_in(file)?;
    Ok(found.and_then(|(syntax, terms)| Some((syntax, family_of(&terms)?))))
}

/// The family whose terms are used.
fn family_of(terms: &BTreeSet<String>) -> Option<Family> {
    let speaks_of = |start: &str| terms.iter().any(|term| term.starts_with(start));
    if speaks_of("ceasn:Competency") {
        Some(Family::Asn)
    } else if speaks_of("ceterms:") || speaks_of("ctdl:") {
        Some(Family::Ctdl)
    } else {
        speaks_of("ceasn:").then_some(Family::Asn)
    }
}

/// The keys and types of a JSON text, short; a text that only mentions a term does not use it.
fn terms_in(head: &str) -> BTreeSet<String> {
    // A quotation mark may open a string or end one; each is looked at as if it opened one.
    let terms = head.match_indices('"').filter_map(|(mark, _)| {
        let rest = &head[mark + 1..];
        let (term, after) = rest.split_at(rest.find('"')?);
        let is_key = after[1..].trim_start().starts_with(':');
        let before = head[..mark].trim_end();
        let before = before.strip_suffix('[').unwrap_or(before).trim_end();
        let name = before.strip_suffix(':').map(str::trim_end);
        let is_type = name.is_some_and(|n| n.ends_with("\"@type\"") || n.ends_with("\"type\""));
        (is_key || is_type).then(|| compact(term))
    });
    terms.collect()
}

/// The nodes of a document, each once, by their names.
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    /// The IRI that each node has here, by its place.
    pub(super) ids: Vec<ConceptId>,
    by_name: BTreeMap<String, usize>,
}

impl Graph {
    /// The nodes with IRIs; what has none and cannot be given one is told and left out, what stands twice is one.
    fn new(nodes: Vec<Node>, base: &ConceptId, issues: &mut Issues) -> Self {
        let mut graph = Self { nodes: Vec::new(), ids: Vec::new(), by_name: BTreeMap::new() };
        for node in nodes {
            let id = match (node.id.as_str(), node.first("ctid")) {
                ("", Some(ctid)) => ids::named(base, ctid),
                ("", None) => ids::named(base, &ids::blank(&node)),
                (name, _) => ids::named(base, name),
            };
            let Some(id) = id else {
                let what = format!("{:?} cannot name a node", node.id);
                issues.error("bad-id", node.place.clone(), what, "give it an IRI");
                continue;
            };
            if let Some(position) = graph.position(id.as_str()) {
                graph.merge(position, node, issues);
                continue;
            }
            let position = graph.nodes.len();
            graph.by_name.insert(id.as_str().to_owned(), position);
            if !node.id.is_empty() {
                graph.by_name.insert(node.id.clone(), position);
            }
            graph.ids.push(id);
            graph.nodes.push(node);
        }
        graph.nodes.iter_mut().for_each(Node::tidy);
        graph
    }

    /// Adds to a node what another place says of it.
    fn merge(&mut self, position: usize, node: Node, issues: &mut Issues) {
        let known = &mut self.nodes[position];
        let is_same = known.terms == node.terms && known.types == node.types;
        let is_stub = |node: &Node| node.terms.is_empty();
        if !is_same && !is_stub(&node) && !is_stub(known) {
            let what = format!("{} is described in {} too", self.ids[position], known.place);
            let remedy = "nothing to do where both are right; what they say is joined";
            issues.note("described-twice", node.place.clone(), what, remedy);
        }
        for class in node.types {
            if !known.types.contains(&class) && known.types.len() < limits::NODE_TERMS {
                known.types.push(class);
            }
        }
        let mut is_whole = true;
        for (term, values) in node.terms {
            is_whole &= known.add(&term, values);
        }
        if !is_whole {
            tell_too_many(node.place, issues);
        }
    }

    /// Where the node of that name stands.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// The node that a value is or points at.
    pub(super) fn node_of<'a>(&'a self, value: &'a Value) -> Option<&'a Node> {
        match value {
            Value::Node(node) if node.id.is_empty() || !node.terms.is_empty() => Some(node),
            other => self.position(other.reference()?).map(|position| &self.nodes[position]),
        }
    }
}

/// What is needed while nodes become concepts.
pub(super) struct Import<'a> {
    pub(super) builder: FrameworkBuilder,
    pub(super) base: ConceptId,
    /// The scheme of the framework's own codes.
    pub(super) key: String,
    /// The language of texts that say none.
    pub(super) language: Language,
    /// The IRIs of the frameworks themselves, which are no concepts.
    pub(super) frameworks: BTreeSet<String>,
    pub(super) issues: &'a mut Issues,
    pub(super) links: &'a mut Links,
    /// Conditions followed so far.
    pub(super) n_conditions: usize,
    told: BTreeSet<String>,
}

impl Import<'_> {
    /// Whether this sort of thing was not told before: what concerns every node is said once.
    pub(super) fn is_new(&mut self, what: &str) -> bool {
        self.told.insert(what.to_owned())
    }
}

/// The framework of the bundle's documents.
///
/// Errors: a file cannot be read, or nothing in it is a competency, course, credential, occupation or pathway.
pub(crate) fn read(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
    tables: &mut Vec<TableCount>,
    links: &mut Links,
) -> Result<Framework, ReadError> {
    let is_wanted = |file: &BundleFile| Ok(family_of_json(file)?.is_some());
    let mut nodes = json::nodes(bundle, is_wanted, issues, tables)?;
    let syntax_of = |file: &BundleFile| Ok(family_of_rdf(file)?.map(|(syntax, _)| syntax));
    rdf::add_nodes(bundle, syntax_of, &mut nodes, issues, tables)?;
    spell(&mut nodes, issues);
    let place = || Location::file(&bundle.origins().join(", "));
    let (mut release, main) = release::of(&nodes, bundle, issues)
        .map_err(|what| ReadError::invalid(place(), what, "give the framework an IRI"))?;
    options.apply(&mut release);
    let language = main.as_ref().and_then(Node::language).unwrap_or(Language::UNKNOWN);
    let base = release.framework.clone();
    refuse_several(&nodes, bundle)?;
    let graph = Graph::new(nodes, &base, issues);
    let mut import = Import {
        key: release.key.clone(),
        builder: FrameworkBuilder::new(release),
        base,
        language,
        frameworks: BTreeSet::new(),
        issues,
        links,
        n_conditions: 0,
        told: BTreeSet::new(),
    };
    if let Some(main) = main.filter(release::is_framework) {
        import.frameworks.insert(main.id);
    }
    let left_out = import.add_concepts(&graph);
    // Other frameworks are headings; alone they hold nothing.
    let is_content = |node: &Node| terms::is_thing(node) && !node.is("CompetencyFramework");
    if import.builder.is_empty() || !graph.nodes.iter().any(is_content) {
        let what = nothing_usable(&graph, &left_out);
        let remedy = "give the file with the competencies, courses, credentials or pathways";
        return Err(ReadError::invalid(place(), what, remedy));
    }
    for (class, (n, place)) in left_out {
        let what = format!("{n} of the class {class} are no concepts");
        import.issues.note("left-out-class", place, what, "nothing to do; they are left out");
    }
    import.keep_order(&graph);
    import.relate(&graph);
    let problem = |e: crate::model::FrameworkError| {
        ReadError::invalid(place(), e.to_string(), "give another short name")
    };
    import.builder.build().map_err(problem)
}

/// Files of several competency frameworks are no one framework.
fn refuse_several(nodes: &[Node], bundle: &Bundle) -> Result<(), ReadError> {
    let is_framework = |node: &&Node| node.is("CompetencyFramework") && !node.terms.is_empty();
    let files: BTreeSet<&str> =
        nodes.iter().filter(is_framework).map(|node| node.place.file.as_str()).collect();
    if files.len() < 2 {
        return Ok(());
    }
    let named: Vec<&str> = files.iter().copied().take(5).collect();
    let more = if files.len() > named.len() { ", ..." } else { "" };
    let what = format!("{} files are frameworks: {}{more}", files.len(), named.join(", "));
    let place = Location::file(&bundle.origins().join(", "));
    Err(ReadError::invalid(place, what, "import them one by one"))
}

/// Puts the right terms in the place of those that real files misspell.
fn spell(nodes: &mut [Node], issues: &mut Issues) {
    let mut told = BTreeSet::new();
    for node in nodes {
        for (wrong, right) in terms::MISSPELT {
            let Some(position) = node.terms.iter().position(|(term, _)| term == wrong) else {
                continue;
            };
            let (_, values) = node.terms.remove(position);
            node.add(right, values);
            if told.insert(wrong) {
                let what = format!("{wrong} is no term of the vocabulary");
                let remedy = format!("write {right}; it is read as that, here and below");
                issues.warning("misspelt-term", node.place.clone(), what, &remedy);
            }
        }
    }
}

/// Why nothing of a document became a concept.
fn nothing_usable(graph: &Graph, left_out: &BTreeMap<String, (u64, Location)>) -> String {
    if graph.nodes.is_empty() {
        return "it holds no node at all".to_owned();
    }
    let mut found: Vec<String> =
        left_out.iter().take(5).map(|(class, (n, _))| format!("{n} {class}")).collect();
    let n_frameworks = graph.nodes.iter().filter(|node| node.is("CompetencyFramework")).count();
    if n_frameworks > 0 {
        found.insert(0, format!("{n_frameworks} CompetencyFramework without its competencies"));
    }
    let found = found.join(", ");
    format!("it holds no competency, course, credential, occupation or pathway (found: {found})")
}
