//! Parts of replies that several operations share.

use schemars::JsonSchema;
use serde::Serialize;

use crate::graph::Graph;
use crate::graph::Node;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::Language;
use crate::model::Status;

/// A concept in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ConceptView {
    /// Its IRI.
    pub id: ConceptId,
    /// Its preferred label in the language asked for, else in English, else in any.
    pub label: String,
    /// What sort of thing it is.
    pub kind: &'static str,
    /// Whether it may still be used: `active`, `deprecated` or `replaced_by`.
    pub status: &'static str,
    /// Short name of its framework.
    pub framework: String,
    /// Version of its release.
    pub version: String,
    /// What takes its place, where it is replaced.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replaced_by: Vec<Successor>,
}

/// A concept that takes the place of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Successor {
    /// Its IRI.
    pub id: ConceptId,
    /// Its label; its IRI where the release does not have it.
    pub label: String,
}

impl ConceptView {
    /// A concept of a framework.
    pub(in crate::engine) fn of(
        framework: &Framework,
        concept: &Concept,
        language: Language,
    ) -> Self {
        Self {
            id: concept.id.clone(),
            label: concept.label(language).to_owned(),
            kind: concept.kind.name(),
            status: concept.status.name(),
            framework: framework.release().key.clone(),
            version: framework.release().version.clone(),
            replaced_by: match &concept.status {
                Status::ReplacedBy(ids) => {
                    ids.iter().map(|id| Successor::of(framework, id, language)).collect()
                }
                Status::Active | Status::Deprecated => Vec::new(),
            },
        }
    }

    /// A concept of the graph.
    pub(in crate::engine) fn at(graph: &Graph, node: Node, language: Language) -> Self {
        Self::of(graph.framework(node), graph.concept(node), language)
    }
}

impl Successor {
    fn of(framework: &Framework, id: &ConceptId, language: Language) -> Self {
        let position = framework.position(id.as_str());
        let label = position.map(|position| framework.concepts()[position].label(language));
        Self { id: id.clone(), label: label.unwrap_or(id.as_str()).to_owned() }
    }
}
