//! Frameworks -> nodes and edges.

use std::sync::Arc;

use petgraph::Directed;
use petgraph::graph::EdgeIndex;
use petgraph::graph::NodeIndex;

use crate::graph::Node;
use crate::model::Concept;
use crate::model::Framework;
use crate::model::Relation;
use crate::model::RelationKind;

/// All concepts of the frameworks at hand and what holds between them.
#[derive(Debug)]
pub struct Graph {
    parts: Vec<Part>,
    pub(in crate::graph) edges: petgraph::Graph<(), Edge, Directed, u32>,
}

/// One framework of the graph and where its nodes begin.
#[derive(Debug, Clone)]
pub struct Part {
    /// The framework.
    pub framework: Arc<Framework>,
    /// The node of its first concept; the others follow in order.
    pub first: Node,
}

/// What an edge stands for.
#[derive(Debug, Clone, Copy)]
pub(in crate::graph) struct Edge {
    pub(in crate::graph) kind: RelationKind,
    /// Position among the framework's relations; [`OUTSIDE`] for one between frameworks.
    pub(in crate::graph) relation: u32,
}

/// An edge between frameworks has no place among the relations of one.
pub(in crate::graph) const OUTSIDE: u32 = u32::MAX;

impl Graph {
    /// The graph of these frameworks, in the order given.
    ///
    /// Cost: O(concepts + relations), plus a look-up for each relation between frameworks.
    ///
    /// ```
    /// use skillmap::graph::Graph;
    /// assert_eq!(Graph::new(Vec::new()).len(), 0);
    /// ```
    pub fn new(frameworks: Vec<Arc<Framework>>) -> Self {
        let n_nodes: usize = frameworks.iter().map(|f| f.concepts().len()).sum();
        let n_edges: usize =
            frameworks.iter().map(|f| f.relations().len() + f.outside().len()).sum();
        let mut edges = petgraph::Graph::with_capacity(n_nodes, n_edges);
        for _ in 0..n_nodes {
            edges.add_node(());
        }
        let mut parts = Vec::with_capacity(frameworks.len());
        let mut first = 0;
        for framework in frameworks {
            let n_concepts = framework.concepts().len();
            parts.push(Part { framework, first: Node::from_index(first) });
            first += n_concepts;
        }
        let mut graph = Self { parts, edges };
        for position in 0..graph.parts.len() {
            graph.connect(position);
        }
        graph
    }

    fn connect(&mut self, position: usize) {
        let part = self.parts[position].clone();
        let node = |concept: u32| NodeIndex::new(part.first.index() + concept as usize);
        for (number, Relation { subject, kind, object }) in
            (0u32..).zip(part.framework.relations().iter().copied())
        {
            self.edges.add_edge(node(subject), node(object), Edge { kind, relation: number });
        }
        for relation in part.framework.outside() {
            if let Some(object) = self.node(relation.object.as_str()) {
                let edge = Edge { kind: relation.kind, relation: OUTSIDE };
                self.edges.add_edge(node(relation.subject), NodeIndex::new(object.index()), edge);
            }
        }
    }

    /// How many concepts there are.
    pub fn len(&self) -> usize {
        self.edges.node_count()
    }

    /// Whether there is no concept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many relations there are, those between frameworks included.
    pub fn n_relations(&self) -> usize {
        self.edges.edge_count()
    }

    /// All nodes, framework by framework, sorted by IRI within each.
    pub fn nodes(&self) -> impl Iterator<Item = Node> + use<> {
        (0..self.len()).map(Node::from_index)
    }

    /// The frameworks, in the order given.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The concept of that IRI, in the first framework that has it. Cost: O(frameworks × log concepts).
    pub fn node(&self, iri: &str) -> Option<Node> {
        self.parts.iter().find_map(|part| {
            let position = part.framework.position(iri)?;
            Some(Node::from_index(part.first.index() + position))
        })
    }

    /// The node of a concept by its framework's position and its own position within.
    pub fn node_at(&self, part_idx: usize, concept_idx: usize) -> Option<Node> {
        let part = self.parts.get(part_idx)?;
        part.framework.concepts().get(concept_idx)?;
        Some(Node::from_index(part.first.index() + concept_idx))
    }

    /// The position of a node's framework among [`Graph::parts`].
    pub fn part_of(&self, node: Node) -> usize {
        self.parts.partition_point(|part| part.first <= node).saturating_sub(1)
    }

    /// The framework of a node.
    pub fn framework(&self, node: Node) -> &Arc<Framework> {
        &self.parts[self.part_of(node)].framework
    }

    /// The concept of a node.
    pub fn concept(&self, node: Node) -> &Concept {
        let part = &self.parts[self.part_of(node)];
        &part.framework.concepts()[node.index() - part.first.index()]
    }

    pub(in crate::graph) fn ends(&self, edge: EdgeIndex<u32>) -> Option<(Node, Node)> {
        let (subject, object) = self.edges.edge_endpoints(edge)?;
        Some((Node::from_index(subject.index()), Node::from_index(object.index())))
    }
}
