//! From a concept to its neighbours.

use std::collections::BTreeSet;
use std::collections::VecDeque;

use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef as _;

use crate::graph::Graph;
use crate::graph::Node;
use crate::graph::build::OUTSIDE;
use crate::model::Measure;
use crate::model::RelationKind;

/// The other end of a relation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour<'a> {
    /// The concept there.
    pub node: Node,
    /// What the subject has to do with the object.
    pub kind: RelationKind,
    /// The measures of the relation; none where it was not measured.
    pub measures: &'a [Measure],
}

impl Graph {
    /// What the node points at, sorted by kind, then by node.
    pub fn objects(&self, node: Node) -> Vec<Neighbour<'_>> {
        self.neighbours(node, Direction::Outgoing)
    }

    /// What points at the node, sorted by kind, then by node.
    pub fn subjects(&self, node: Node) -> Vec<Neighbour<'_>> {
        self.neighbours(node, Direction::Incoming)
    }

    /// The objects of one kind of relation, sorted.
    pub fn objects_of(&self, node: Node, kind: RelationKind) -> Vec<Node> {
        let start = NodeIndex::new(node.index());
        let edges = self.edges.edges_directed(start, Direction::Outgoing);
        let mut nodes: Vec<Node> = edges
            .filter(|edge| edge.weight().kind == kind)
            .map(|edge| Node::from_index(edge.target().index()))
            .collect();
        nodes.sort_unstable();
        nodes
    }

    /// The concepts one step broader, sorted.
    pub fn parents(&self, node: Node) -> Vec<Node> {
        self.objects_of(node, RelationKind::Broader)
    }

    /// Whether something is one step broader.
    pub fn has_parents(&self, node: Node) -> bool {
        self.hierarchy(node, Direction::Outgoing).next().is_some()
    }

    /// The concepts one step narrower, sorted, each once.
    pub fn children(&self, node: Node) -> Vec<Node> {
        let mut nodes: Vec<Node> = self.hierarchy(node, Direction::Incoming).collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    /// How many concepts are one step narrower.
    pub fn n_children(&self, node: Node) -> usize {
        self.hierarchy(node, Direction::Incoming).count()
    }

    fn hierarchy(&self, node: Node, direction: Direction) -> impl Iterator<Item = Node> {
        let edges = self.edges.edges_directed(NodeIndex::new(node.index()), direction);
        edges.filter(|edge| edge.weight().kind == RelationKind::Broader).map(move |edge| {
            let end = if direction == Direction::Outgoing { edge.target() } else { edge.source() };
            Node::from_index(end.index())
        })
    }

    /// All broader concepts, nearest first. Circles in the hierarchy are walked once.
    pub fn ancestors(&self, node: Node) -> Vec<Node> {
        let mut seen = BTreeSet::from([node]);
        let mut found = Vec::new();
        let mut waiting = VecDeque::from([node]);
        while let Some(next) = waiting.pop_front() {
            for parent in self.parents(next) {
                if seen.insert(parent) {
                    found.push(parent);
                    waiting.push_back(parent);
                }
            }
        }
        found
    }

    fn neighbours(&self, node: Node, direction: Direction) -> Vec<Neighbour<'_>> {
        let start = NodeIndex::new(node.index());
        let mut found: Vec<Neighbour<'_>> = self
            .edges
            .edges_directed(start, direction)
            .filter_map(|edge| {
                let (subject, object) = self.ends(edge.id())?;
                let weight = edge.weight();
                let measures = match weight.relation {
                    OUTSIDE => &[],
                    number => self.framework(subject).measures_of(number as usize),
                };
                let node = if direction == Direction::Outgoing { object } else { subject };
                Some(Neighbour { node, kind: weight.kind, measures })
            })
            .collect();
        found.sort_by_key(|n| (n.kind, n.node));
        found
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::Concept;
    use crate::model::ConceptId;
    use crate::model::ConceptKind;
    use crate::model::Framework;
    use crate::model::FrameworkBuilder;
    use crate::model::Licence;
    use crate::model::Release;

    fn framework(
        key: &str,
        ids: &[&str],
        broader: &[(&str, &str)],
        outside: &[(&str, &str)],
    ) -> Arc<Framework> {
        let iri = |id: &str| format!("urn:{key}:{id}");
        let mut builder = FrameworkBuilder::new(Release {
            framework: ConceptId::new(format!("urn:{key}")).unwrap(),
            key: key.into(),
            title: key.into(),
            publisher: String::new(),
            version: "1".into(),
            licence: Licence::default(),
            description: String::new(),
        });
        for id in ids {
            builder.add(Concept::new(ConceptId::new(iri(id)).unwrap(), ConceptKind::Skill));
        }
        for (child, parent) in broader {
            builder.relate(&iri(child), RelationKind::Broader, &iri(parent)).unwrap();
        }
        for (subject, object) in outside {
            let object = ConceptId::new(*object).unwrap();
            builder.relate_outside(&iri(subject), RelationKind::Essential, object).unwrap();
        }
        Arc::new(builder.build().unwrap())
    }

    #[test]
    fn a_circle_in_the_hierarchy_is_walked_once() {
        let graph = Graph::new(vec![framework(
            "x",
            &["a", "b", "c"],
            &[("a", "b"), ("b", "c"), ("c", "a")],
            &[],
        )]);
        let a = graph.node("urn:x:a").unwrap();
        let names: Vec<&str> =
            graph.ancestors(a).into_iter().map(|n| graph.concept(n).id.as_str()).collect();
        assert_eq!(names, ["urn:x:b", "urn:x:c"]);
    }

    #[test]
    fn a_relation_between_frameworks_holds_when_both_are_there() {
        let jobs =
            || framework("jobs", &["j"], &[], &[("j", "urn:skills:s"), ("j", "urn:skills:gone")]);
        let skills = framework("skills", &["s"], &[], &[]);
        let both = Graph::new(vec![jobs(), skills]);
        let job = both.node("urn:jobs:j").unwrap();
        let skill = both.node("urn:skills:s").unwrap();
        assert_eq!(both.objects_of(job, RelationKind::Essential), [skill]);
        assert_eq!(both.subjects(skill).len(), 1);
        assert_eq!((both.part_of(job), both.part_of(skill)), (0, 1));
        let alone = Graph::new(vec![jobs()]);
        assert_eq!(alone.n_relations(), 0);
    }
}
