//! What a course, a credential or a component asks for -> relations to what it asks.
//!
//! Conditions name targets: competencies are essential (of a recommendation, optional) to what has the condition;
//! courses, credentials, assessments and components come before it. Conditions may hold conditions.

use std::collections::BTreeSet;

use crate::formats::ctdl::node::Node;
use crate::formats::ctdl::node::Value;
use crate::formats::ctdl::read::Graph;
use crate::formats::ctdl::read::Import;
use crate::formats::ctdl::relations::Target;
use crate::formats::ctdl::relations::is_condition;
use crate::formats::ctdl::terms;
use crate::limits;
use crate::model::ConceptId;
use crate::model::Property;
use crate::model::RelationKind;

/// Targets of a condition that come before what has it.
const STEPS: [&str; 5] = [
    "targetComponent",
    "targetLearningOpportunity",
    "targetCredential",
    "targetAssessment",
    "targetNode",
];
/// Terms by which a condition holds further ones.
const INNER: [&str; 5] =
    ["hasCondition", "requiredCondition", "alternativeCondition", "ruleSet", "hasRuleSet"];
/// Conditions within conditions that are followed; those at hand have two.
const DEPTH: usize = 16;

/// The conditions of one node that were followed already: some hold each other.
type Seen = BTreeSet<String>;

impl Import<'_> {
    /// All that the conditions of a node ask for.
    pub(super) fn add_conditions(&mut self, graph: &Graph, node: &Node, id: &ConceptId) {
        for (term, kind) in terms::CONDITIONS {
            let mut seen = Seen::new();
            for value in node.values(term) {
                self.add_condition(graph, (node, id), kind, value, (DEPTH, &mut seen));
            }
        }
    }

    /// What is said of preparation by way of a condition: what it names comes before what has it, or after.
    pub(super) fn add_preparation(&mut self, graph: &Graph, node: &Node, id: &ConceptId) {
        let conditions = |term| {
            let values = node.values(term).iter();
            values.filter(|value| graph.node_of(value).is_some_and(is_condition))
        };
        let mut seen = Seen::new();
        for value in conditions("preparationFrom") {
            let kind = RelationKind::Essential;
            self.add_condition(graph, (node, id), kind, value, (DEPTH, &mut seen));
        }
        for condition in ["isPreparationFor", "isRequiredFor"].into_iter().flat_map(conditions) {
            let Some(condition) = graph.node_of(condition) else { continue };
            for value in STEPS.iter().flat_map(|term| condition.values(term)) {
                let Some(name) = value.reference() else { continue };
                if let Some(other) = graph.position(name).map(|position| &graph.ids[position]) {
                    let kind = RelationKind::Precedes;
                    let _ = self.builder.relate(id.as_str(), kind, other.as_str());
                } else {
                    let what = format!("{id} prepares for {name}, which is not here");
                    let remedy = "give the files together; the relation is left out";
                    self.issues.error("dangling-relation", node.place.clone(), what, remedy);
                }
            }
        }
    }

    fn add_condition(
        &mut self,
        graph: &Graph,
        (node, id): (&Node, &ConceptId),
        kind: RelationKind,
        value: &Value,
        (depth, seen): (usize, &mut Seen),
    ) {
        let Some(condition) = graph.node_of(value) else {
            // Some put the words of the condition in its place.
            self.say(id, value);
            return;
        };
        self.n_conditions += 1;
        if seen.contains(&condition.id) {
            return;
        }
        if depth == 0 || self.n_conditions > limits::CONDITIONS {
            if self.is_new("too-many-conditions") {
                let most = limits::CONDITIONS;
                let what =
                    format!("conditions stand more than {DEPTH} deep, or there are over {most}");
                let remedy = "state them flat; the rest is left out";
                self.issues.error("too-many-conditions", node.place.clone(), what, remedy);
            }
            return;
        }
        // Only then: another way to it may be shorter.
        if !condition.id.is_empty() {
            seen.insert(condition.id.clone());
        }
        if terms::is_thing(condition) && !is_condition(condition) {
            // The thing itself in the place of a condition on it.
            self.step(graph, id, kind, value);
            return;
        }
        for term in ["description", "schema:description", "condition"] {
            for value in condition.values(term) {
                self.say(id, value);
            }
        }
        for value in condition.values("targetCompetency") {
            if is_blank(value) {
                continue;
            }
            match self.target(graph, condition, value) {
                Some(Target::Inside(other)) => {
                    let _ = self.builder.relate(id.as_str(), kind, other.as_str());
                }
                Some(Target::Outside(other)) => {
                    let _ = self.builder.relate_outside(id.as_str(), kind, other);
                }
                None => {}
            }
        }
        for term in STEPS {
            for value in condition.values(term) {
                self.step(graph, id, kind, value);
            }
        }
        for term in INNER {
            for value in condition.values(term) {
                self.add_condition(graph, (node, id), kind, value, (depth - 1, &mut *seen));
            }
        }
    }

    /// What comes before, where it stands in this document; elsewhere its IRI is kept.
    fn step(&mut self, graph: &Graph, id: &ConceptId, kind: RelationKind, value: &Value) {
        let Some(name) = value.reference() else { return };
        let inside = graph.position(name).map(|position| graph.ids[position].clone());
        match inside {
            Some(other) => {
                // A recommendation asks for nothing beforehand.
                let is_needed = kind == RelationKind::Essential;
                let before = if is_needed { RelationKind::Precedes } else { RelationKind::Related };
                let _ = self.builder.relate(other.as_str(), before, id.as_str());
            }
            None if crate::formats::code::is_iri(name) => self.note(id, "requirement", name),
            None => {}
        }
    }

    fn say(&mut self, id: &ConceptId, value: &Value) {
        if let Some((text, _)) = value.words() {
            self.note(id, "requirement", text);
        }
    }

    fn note(&mut self, id: &ConceptId, name: &str, value: &str) {
        let value = crate::formats::statement::bounded(value, limits::TEXT_BYTES);
        if let Some(concept) = self.builder.concept_mut(id.as_str()) {
            concept.properties.push(Property { name: name.into(), value: value.into() });
        }
    }
}

/// Whether a place for a target stands empty, as forms leave them.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::Node(node) => node.id.is_empty() && node.terms.iter().all(|(_, v)| v.is_empty()),
        other => other.plain().is_none(),
    }
}
