//! Everything about one concept.

use std::collections::BTreeMap;

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
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShowRequest {
    /// Its IRI, or a code (`15-1252.00`), or a whole label.
    pub id: String,
    /// Language of the labels of its neighbours; English when empty.
    #[serde(default)]
    pub language: String,
}

/// A concept with all that is known about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShowReply {
    /// Revision of the data.
    pub revision: u64,
    /// The concept in short.
    pub summary: ConceptView,
    /// The whole of it: labels, texts, notations, properties.
    pub concept: Concept,
    /// Broader concepts up to the top, nearest first.
    pub ancestors: Vec<ConceptView>,
    /// What it points at, by kind of relation.
    pub objects: BTreeMap<RelationKind, Vec<ShownRelation>>,
    /// What points at it, by kind of relation.
    pub subjects: BTreeMap<RelationKind, Vec<ShownRelation>>,
    /// How many neighbours there are of each kind of relation, both directions, those not shown included.
    pub n_neighbours: BTreeMap<RelationKind, u64>,
    /// What imported mapping sets say about it, from its side.
    pub mappings: Vec<ShownMapping>,
}

/// A neighbour.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShownRelation {
    /// The neighbour in short.
    pub concept: ConceptView,
    /// How the relation was measured.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<ShownMeasure>,
}

/// A measured value with its scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
const NEIGHBOURS: usize = 200;

impl Engine {
    /// Everything about a concept.
    ///
    /// Errors: nothing has that IRI, code or label.
    pub fn show(&self, request: &ShowRequest) -> Result<ShowReply, Error> {
        let language = choice::language(&request.language)?;
        let snapshot = self.snapshot();
        let graph = &snapshot.graph;
        let Some(node) = find(&snapshot, request.id.trim()) else {
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
            objects: shown(graph, node, &objects, language, Side::Object),
            subjects: shown(graph, node, &subjects, language, Side::Subject),
            n_neighbours,
            mappings: mappings(&snapshot, &graph.concept(node).id),
        })
    }
}

/// By IRI, else by code, else by preferred label, else by any: the first concept in order of frameworks.
pub(in crate::engine) fn find(snapshot: &Snapshot, name: &str) -> Option<Node> {
    let graph = &snapshot.graph;
    if let Some(node) = graph.node(name) {
        return Some(node);
    }
    let has_code =
        |node: &Node| graph.concept(*node).notations.iter().any(|n| n.code.as_ref() == name);
    if let Some(node) = graph.nodes().find(has_code) {
        return Some(node);
    }
    let lower = name.to_lowercase();
    let is_preferred = |node: &Node| {
        let mut labels = graph.concept(*node).labels.iter();
        labels.any(|l| l.kind == LabelKind::Preferred && l.text.to_lowercase() == lower)
    };
    if let Some(node) = graph.nodes().find(is_preferred) {
        return Some(node);
    }
    let has_label =
        |node: &Node| graph.concept(*node).labels.iter().any(|l| l.text.to_lowercase() == lower);
    graph.nodes().find(has_label)
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
