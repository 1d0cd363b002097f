//! A concept, or nothing -> what stands one step below it, or the top of a framework, page by page.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::show;
use crate::engine::snapshot::Snapshot;
use crate::graph::Node;
use crate::model::ConceptKind;
use crate::model::Language;

/// Below what. Empty lists narrow nothing.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChildrenRequest {
    /// A concept by IRI, code or label; the tops of the frameworks when empty.
    pub id: String,
    /// Frameworks by short name, release or IRI.
    pub framework: Vec<String>,
    /// Kinds of concepts.
    pub kind: Vec<String>,
    /// Language of labels; English when empty.
    pub language: String,
    /// Concepts passed over.
    pub offset: usize,
    /// Concepts given: 50 when 0, at most 200.
    pub limit: usize,
}

/// What stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChildrenReply {
    /// Revision of the data.
    pub revision: u64,
    /// The concept above; nothing above the tops.
    pub parent: Option<ConceptView>,
    /// How many there are.
    pub total: u64,
    /// A page of them: those with something below first, then by code, label and IRI.
    pub children: Vec<ChildConcept>,
}

/// A concept of a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChildConcept {
    /// The concept.
    #[serde(flatten)]
    pub concept: ConceptView,
    /// Its first code; empty where it has none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// How many concepts stand one step below it, of whatever kind.
    pub n_children: u64,
}

impl ChildrenRequest {
    /// Concepts given when the request does not say how many: a screen or two.
    pub const USUAL: usize = 50;
}

impl Engine {
    /// What stands one step below a concept; without a concept, what has nothing above it.
    ///
    /// Cost: O(n log n) in the level, and for tops O(concepts of the frameworks). Errors: nothing has that IRI, code or
    /// label, or a framework or kind is not there.
    pub fn children(&self, request: &ChildrenRequest) -> Result<ChildrenReply, Error> {
        let page = choice::page(request.offset, request.limit, ChildrenRequest::USUAL)?;
        let language = choice::language(&request.language)?;
        let kinds: Vec<ConceptKind> =
            request.kind.iter().map(|name| choice::kind(name)).collect::<Result<_, _>>()?;
        let snapshot = self.snapshot();
        let graph = &snapshot.graph;
        let parts = choice::parts(&snapshot, &request.framework)?;
        let name = request.id.trim();
        let parent = match name {
            "" => None,
            name => Some(show::find(&snapshot, name).ok_or_else(|| {
                let message = format!(
                    "{name:?} is not the IRI, a code or a label of any concept; search for it"
                );
                Error::not_found("id", message)
            })?),
        };
        let mut level = match parent {
            Some(parent) => graph.children(parent),
            None => tops(&snapshot, &parts),
        };
        level.retain(|node| {
            parts.contains(&graph.part_of(*node))
                && (kinds.is_empty() || kinds.contains(&graph.concept(*node).kind))
        });
        let total = level.len() as u64;
        let children =
            sorted(&snapshot, level, language).into_iter().skip(page.start).take(page.len()).map(
                |node| ChildConcept {
                    concept: ConceptView::at(graph, node, language),
                    code: code(&snapshot, node).to_owned(),
                    n_children: graph.n_children(node) as u64,
                },
            );
        Ok(ChildrenReply {
            revision: snapshot.revision,
            parent: parent.map(|node| ConceptView::at(graph, node, language)),
            total,
            children: children.collect(),
        })
    }
}

/// The concepts of those frameworks that have nothing above them.
fn tops(snapshot: &Snapshot, parts: &[usize]) -> Vec<Node> {
    let graph = &snapshot.graph;
    let mut tops = Vec::new();
    for position in parts {
        let n_concepts = graph.parts()[*position].framework.concepts().len();
        let nodes = (0..n_concepts).filter_map(|concept| graph.node_at(*position, concept));
        tops.extend(nodes.filter(|node| !graph.has_parents(*node)));
    }
    tops
}

fn code(snapshot: &Snapshot, node: Node) -> &str {
    snapshot.graph.concept(node).notations.first().map_or("", |notation| notation.code.as_ref())
}

fn sorted(snapshot: &Snapshot, level: Vec<Node>, language: Language) -> Vec<Node> {
    let graph = &snapshot.graph;
    let mut keyed: Vec<(bool, &str, String, Node)> = level
        .into_iter()
        .map(|node| {
            let label = graph.concept(node).label(language).to_lowercase();
            (graph.n_children(node) == 0, code(snapshot, node), label, node)
        })
        .collect();
    // Nodes of a framework are numbered by IRI.
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, _, _, node)| node).collect()
}
