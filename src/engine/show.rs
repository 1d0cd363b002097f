//! Everything about one concept.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::snapshot::Snapshot;
use crate::graph::Graph;
use crate::graph::Neighbour;
use crate::graph::Node;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::Flag;
use crate::model::Framework;
use crate::model::Justification;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Measure;
use crate::model::Predicate;
use crate::model::RelationKind;
use crate::model::Score;

/// Which concept is wanted.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowRequest {
    /// Its IRI, or a code (`15-1252.00`), or a whole label.
    pub id: String,
    /// Language of the labels of its neighbours; English when empty.
    #[serde(default)]
    pub language: String,
}

/// A concept with all that is known about it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ShowReply {
    /// Revision of the data.
    pub revision: u64,
    /// The concept in short.
    pub summary: ConceptView,
    /// The whole of it: labels, texts, notations, properties.
    pub concept: Concept,
    /// Broader concepts up to the top, nearest first.
    pub ancestors: Vec<ConceptView>,
    /// The ways up from it to the top, each nearest first; the first 20 of them.
    pub paths: Vec<Vec<ConceptId>>,
    /// By what it was found.
    pub found_by: FoundBy,
    /// Others that are found by the same, the first 20 of them.
    pub others: Vec<ConceptView>,
    /// What it points at, by kind of relation.
    pub objects: BTreeMap<RelationKind, Vec<ShownRelation>>,
    /// What points at it, by kind of relation.
    pub subjects: BTreeMap<RelationKind, Vec<ShownRelation>>,
    /// How many neighbours there are of each kind of relation, both directions, those not shown included.
    pub n_neighbours: BTreeMap<RelationKind, u64>,
    /// What imported mapping sets say about it, from its side.
    pub mappings: Vec<ShownMapping>,
}

/// By what a concept was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// Its IRI.
    Id,
    /// A code.
    Code,
    /// A preferred label.
    PreferredLabel,
    /// Another label.
    AnyLabel,
}

/// A neighbour.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ShownRelation {
    /// The neighbour in short.
    pub concept: ConceptView,
    /// How the relation was measured.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<ShownMeasure>,
}

/// A measured value with its scale.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ShownMeasure {
    /// Name of the scale.
    pub scale: String,
    /// The value.
    pub value: f32,
    /// Lowest value of the scale.
    pub minimum: f32,
    /// Highest value of the scale.
    pub maximum: f32,
    /// The source advises against using it.
    pub suppress: Flag,
    /// The source says that it does not matter.
    pub not_relevant: Flag,
}

/// A mapping, read from the concept's side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ShownMapping {
    /// What the concept is to its counterpart.
    pub predicate: Predicate,
    /// The counterpart; nothing where someone found that there is none.
    pub counterpart: Option<ConceptId>,
    /// Its label when the mapping was made.
    pub label: String,
    /// How the mapping came about.
    pub justification: Justification,
    /// How much it is believed, where known.
    pub confidence: Option<Score>,
    /// Title of the mapping set.
    pub mapping_set: String,
}

/// Neighbours shown of each kind of relation: a group may have thousands.
pub const NEIGHBOURS: usize = 200;

/// Ways up, and others of the same name, that are shown: enough to choose from.
const CHOICE: usize = 20;

impl Engine {
    /// Everything about a concept.
    ///
    /// Errors: nothing has that IRI, code or label.
    pub fn show(&self, request: &ShowRequest) -> Result<ShowReply, Error> {
        let language = choice::language(&request.language)?;
        let snapshot = self.snapshot();
        let graph = &snapshot.graph;
        let (found_by, nodes) = find_all(graph, request.id.trim());
        let Some((&node, others)) = nodes.split_first() else {
            let message = format!(
                "{:?} is not the IRI, a code or a label of any concept; search for it",
                request.id
            );
            return Err(Error::not_found("id", message));
        };
        let objects = graph.objects(node);
        let subjects = graph.subjects(node);
        let mut n_neighbours: BTreeMap<RelationKind, u64> = BTreeMap::new();
        for neighbour in objects.iter().chain(&subjects) {
            *n_neighbours.entry(neighbour.kind).or_default() += 1;
        }
        Ok(ShowReply {
            revision: snapshot.revision,
            summary: ConceptView::at(graph, node, language),
            concept: graph.concept(node).clone(),
            ancestors: graph
                .ancestors(node)
                .into_iter()
                .map(|n| ConceptView::at(graph, n, language))
                .collect(),
            paths: paths(graph, node),
            found_by,
            others: others
                .iter()
                .take(CHOICE)
                .map(|other| ConceptView::at(graph, *other, language))
                .collect(),
            objects: shown(graph, node, &objects, language, Side::Object),
            subjects: shown(graph, node, &subjects, language, Side::Subject),
            n_neighbours,
            mappings: mappings(&snapshot, &graph.concept(node).id),
        })
    }
}

/// By IRI, else by code, else by preferred label, else by any: the first concept in order of frameworks.
pub(in crate::engine) fn find(snapshot: &Snapshot, name: &str) -> Option<Node> {
    find_all(&snapshot.graph, name).1.first().copied()
}

/// The same with all others that are found so.
pub(in crate::engine) fn find_all(graph: &Graph, name: &str) -> (FoundBy, Vec<Node>) {
    if let Some(node) = graph.node(name) {
        return (FoundBy::Id, vec![node]);
    }
    let lower = name.to_lowercase();
    let (mut by_code, mut by_preferred, mut by_any) = (Vec::new(), Vec::new(), Vec::new());
    for node in graph.nodes() {
        let concept = graph.concept(node);
        if concept.notations.iter().any(|n| n.code.as_ref() == name) {
            by_code.push(node);
        }
        let mut called = concept.labels.iter().filter(|l| l.text.to_lowercase() == lower);
        match called.next() {
            None => continue,
            Some(label) if label.kind == LabelKind::Preferred => by_preferred.push(node),
            Some(_) if called.any(|l| l.kind == LabelKind::Preferred) => by_preferred.push(node),
            Some(_) => {}
        }
        by_any.push(node);
    }
    if !by_code.is_empty() {
        (FoundBy::Code, by_code)
    } else if !by_preferred.is_empty() {
        (FoundBy::PreferredLabel, by_preferred)
    } else {
        (FoundBy::AnyLabel, by_any)
    }
}

/// The ways from a concept up to the top. A circle is walked once.
fn paths(graph: &Graph, node: Node) -> Vec<Vec<ConceptId>> {
    let mut found: Vec<Vec<Node>> = Vec::new();
    let mut waiting: Vec<Vec<Node>> = vec![vec![node]];
    while let Some(path) = waiting.pop() {
        let Some(&last) = path.last() else { continue };
        let mut parents = graph.parents(last);
        parents.retain(|parent| !path.contains(parent));
        if parents.is_empty() {
            found.push(path);
            if found.len() == CHOICE {
                break;
            }
            continue;
        }
        // The last is walked first.
        for parent in parents.into_iter().rev() {
            let mut longer = path.clone();
            longer.push(parent);
            waiting.push(longer);
        }
    }
    let ids = |path: Vec<Node>| -> Vec<ConceptId> {
        path.into_iter().skip(1).map(|node| graph.concept(node).id.clone()).collect()
    };
    found.into_iter().map(ids).filter(|path| !path.is_empty()).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Object,
    Subject,
}

fn shown(
    graph: &Graph,
    node: Node,
    neighbours: &[Neighbour<'_>],
    language: Language,
    side: Side,
) -> BTreeMap<RelationKind, Vec<ShownRelation>> {
    let mut by_kind: BTreeMap<RelationKind, Vec<ShownRelation>> = BTreeMap::new();
    for neighbour in neighbours {
        let list = by_kind.entry(neighbour.kind).or_default();
        if list.len() < NEIGHBOURS {
            let owner = if side == Side::Object { node } else { neighbour.node };
            let framework = graph.framework(owner);
            list.push(ShownRelation {
                concept: ConceptView::at(graph, neighbour.node, language),
                measures: neighbour
                    .measures
                    .iter()
                    .filter_map(|m| shown_measure(framework, m))
                    .collect(),
            });
        }
    }
    for list in by_kind.values_mut() {
        list.sort_by(|a, b| {
            (&a.concept.label, &a.concept.id).cmp(&(&b.concept.label, &b.concept.id))
        });
    }
    by_kind
}

fn shown_measure(framework: &Framework, measure: &Measure) -> Option<ShownMeasure> {
    let scale = framework.parts().scales.get(usize::from(measure.scale))?;
    Some(ShownMeasure {
        scale: scale.name.to_string(),
        value: measure.value,
        minimum: scale.minimum,
        maximum: scale.maximum,
        suppress: measure.suppress,
        not_relevant: measure.not_relevant,
    })
}

fn mappings(snapshot: &Snapshot, id: &ConceptId) -> Vec<ShownMapping> {
    let mut shown = Vec::new();
    for (_, set) in &snapshot.mapping_sets {
        for mapping in &set.mappings {
            let (predicate, counterpart, label) = if mapping.subject == *id {
                (mapping.predicate, mapping.object.clone(), &mapping.object_label)
            } else if mapping.object.as_ref() == Some(id) {
                (mapping.predicate.inverse(), Some(mapping.subject.clone()), &mapping.subject_label)
            } else {
                continue;
            };
            shown.push(ShownMapping {
                predicate,
                counterpart,
                label: label.clone(),
                justification: mapping.justification,
                confidence: mapping.confidence,
                mapping_set: set.title.clone(),
            });
        }
    }
    shown
}
