//! A skill -> the groups above it at a level of its framework's hierarchy.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::graph::Graph;
use crate::graph::Node;
use crate::model::Language;
use crate::model::RelationKind;
use crate::model::Status;
use crate::model::TaggedConcept;

/// A group: a concept of a framework, or the framework itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    /// Short name of the framework.
    pub(super) framework: String,
    /// IRI of the concept; empty where the framework itself is the group.
    pub(super) id: String,
}

/// Finds groups, and remembers how deep concepts stand.
pub(super) struct Grouping<'a> {
    graph: &'a Graph,
    level: usize,
    depths: BTreeMap<Node, usize>,
}

impl<'a> Grouping<'a> {
    /// The groups at that level: 1 is the top, 0 makes each framework a group.
    pub(super) fn new(graph: &'a Graph, level: usize) -> Self {
        Self { graph, level, depths: BTreeMap::new() }
    }

    /// The groups of a skill. One that stands higher than the level, or in a release that is not held, is in the
    /// lowest group above it, else in that of its framework.
    pub(super) fn of(&mut self, concept: &TaggedConcept) -> Vec<Group> {
        let framework = concept.framework.clone();
        let whole = Group { framework: framework.clone(), id: String::new() };
        let Some(node) = self.graph.node(concept.id.as_str()).filter(|_| self.level > 0) else {
            return vec![whole];
        };
        // A skill of a list of one's own may have its groups in another framework. A flat list has none: each skill for
        // itself would be no overview.
        let (graph, level) = (self.graph, self.level);
        let mut above: Vec<(usize, Node)> = graph
            .ancestors(node)
            .into_iter()
            .chain([node])
            .filter(|above| is_group(graph, *above))
            .map(|above| (self.depth(above), above))
            .collect();
        above.retain(|(depth, _)| *depth <= level);
        let Some(lowest) = above.iter().map(|(depth, _)| *depth).max() else { return vec![whole] };
        let mut groups: Vec<Group> = above
            .into_iter()
            .filter(|(depth, _)| *depth == lowest)
            .map(|(_, node)| self.group(node))
            .collect();
        groups.sort();
        groups
    }

    /// All groups of these frameworks at the level, those without skills of any document too.
    pub(super) fn all(&mut self, frameworks: &BTreeSet<&str>) -> BTreeSet<Group> {
        let mut groups = BTreeSet::new();
        if self.level == 0 {
            return groups;
        }
        for node in self.graph.nodes() {
            let key = self.graph.framework(node).release().key.as_str();
            let is_candidate = frameworks.contains(key)
                && self.graph.concept(node).status == Status::Active
                && is_group(self.graph, node);
            if is_candidate && self.depth(node) == self.level && holds_skills(self.graph, node) {
                groups.insert(self.group(node));
            }
        }
        groups
    }

    /// What a group is called.
    pub(super) fn label(&self, group: &Group, language: Language) -> String {
        if let Some(node) = self.graph.node(&group.id) {
            return self.graph.concept(node).label(language).to_owned();
        }
        let mut releases = self.graph.parts().iter().map(|part| part.framework.release());
        let held = releases.find(|release| release.key == group.framework);
        held.map_or_else(|| group.framework.clone(), |release| release.title.clone())
    }

    fn group(&self, node: Node) -> Group {
        Group {
            framework: self.graph.framework(node).release().key.clone(),
            id: self.graph.concept(node).id.as_str().to_owned(),
        }
    }

    /// How many steps down from a top a concept stands, by the shortest way; a top is 1. In a circle without a top the
    /// concept is one itself.
    fn depth(&mut self, node: Node) -> usize {
        if let Some(depth) = self.depths.get(&node) {
            return *depth;
        }
        let mut seen = BTreeSet::from([node]);
        let mut level = vec![node];
        let mut depth = 1;
        while !level.is_empty() {
            if level.iter().any(|node| self.graph.parents(*node).is_empty()) {
                self.depths.insert(node, depth);
                return depth;
            }
            let above: BTreeSet<Node> =
                level.iter().flat_map(|node| self.graph.parents(*node)).collect();
            level = above.into_iter().filter(|node| seen.insert(*node)).collect();
            depth += 1;
        }
        self.depths.insert(node, 1);
        1
    }
}

/// Whether other concepts stand below it.
fn is_group(graph: &Graph, node: Node) -> bool {
    graph.subjects(node).iter().any(|below| below.kind == RelationKind::Broader)
}

/// Whether something that texts ask of people stands below it, at any depth: groups of occupations hold none.
fn holds_skills(graph: &Graph, node: Node) -> bool {
    let mut seen = BTreeSet::from([node]);
    let mut waiting = vec![node];
    while let Some(next) = waiting.pop() {
        for below in graph.subjects(next) {
            if below.kind != RelationKind::Broader || !seen.insert(below.node) {
                continue;
            }
            if graph.concept(below.node).kind.is_competency() {
                return true;
            }
            waiting.push(below.node);
        }
    }
    false
}
