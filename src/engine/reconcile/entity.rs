//! A base and an id -> the concept to look at, and what the base offers.

use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::reconcile::Base;
use crate::engine::reconcile::EntityType;
use crate::engine::reconcile::has_code;
use crate::engine::reconcile::kinds;
use crate::engine::reconcile::mapped::Mapped;
use crate::engine::reconcile::properties::PREDICATES;
use crate::graph::Node;
use crate::model::Concept;
use crate::model::Framework;
use crate::model::LabelKind;
use crate::model::Language;

/// What names are matched to: all frameworks, or one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchBase {
    /// Its title; that of the service where it has all frameworks.
    pub title: String,
    /// The framework's IRI; nothing where it has all frameworks.
    pub iri: Option<String>,
    /// Its types, those of all frameworks first.
    pub types: Vec<EntityType>,
}

/// A concept, as a small picture of it shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// The concept.
    pub concept: ConceptView,
    /// Title and version of its framework.
    pub framework: String,
    /// Its description; may be empty.
    pub description: String,
    /// Its codes, with their classification.
    pub codes: Vec<String>,
    /// Other names in the language asked for, at most twelve.
    pub other_names: Vec<String>,
    /// Labels of the concepts above it, nearest first.
    pub broader: Vec<String>,
    /// How many counterparts it has in other frameworks.
    pub n_mappings: usize,
}

/// Other names shown: an occupation may have 400.
const OTHER_NAMES: usize = 12;
/// Letters of the description in a line.
const LINE_CHARS: usize = 160;

impl Engine {
    /// What a base offers.
    ///
    /// Errors: there is no such framework.
    pub fn match_base(&self, framework: Option<&str>) -> Result<MatchBase, Error> {
        let snapshot = self.snapshot();
        let base = Base::of(&snapshot, framework)?;
        let types = kinds::all(&base);
        Ok(match (framework, base.parts.as_slice()) {
            (Some(_), [part]) => {
                let release = snapshot.graph.parts()[*part].framework.release();
                MatchBase {
                    title: format!("{} {}", release.title, release.version),
                    iri: Some(release.framework.to_string()),
                    types,
                }
            }
            _ => MatchBase { title: "all frameworks".to_owned(), iri: None, types },
        })
    }

    /// The concept of an IRI, or of a code where the base is one framework.
    ///
    /// Errors: there is none.
    pub fn entity(
        &self,
        framework: Option<&str>,
        id: &str,
        language: &str,
    ) -> Result<Entity, Error> {
        let language = choice::language(language)?;
        let snapshot = self.snapshot();
        let base = Base::of(&snapshot, framework)?;
        let node = by_id(&base, id.trim()).or_else(|| by_code(&base, id.trim()));
        let Some(node) = node else {
            let message = format!("{id:?} is not the IRI of any concept here; search for it");
            return Err(Error::not_found("id", message));
        };
        let graph = &snapshot.graph;
        let (concept, framework) = (graph.concept(node), graph.framework(node));
        let release = framework.release();
        let is_other =
            |kind: LabelKind, of: Language| kind == LabelKind::Alternative && of.is_like(language);
        let others = concept.labels.iter().filter(|label| is_other(label.kind, label.language));
        let mapped = Mapped::of(&snapshot);
        Ok(Entity {
            concept: ConceptView::of(framework, concept, language),
            framework: format!("{} {}", release.title, release.version),
            description: concept.description(language).unwrap_or_default().to_owned(),
            codes: concept.notations.iter().map(|n| format!("{} {}", n.scheme, n.code)).collect(),
            other_names: others.take(OTHER_NAMES).map(|label| label.text.to_string()).collect(),
            broader: graph
                .ancestors(node)
                .into_iter()
                .map(|above| graph.concept(above).label(language).to_owned())
                .collect(),
            n_mappings: mapped.of_concept(concept.id.as_str(), &PREDICATES).len(),
        })
    }
}

/// The concept of that IRI in the base.
pub(in crate::engine::reconcile) fn by_id(base: &Base<'_>, iri: &str) -> Option<Node> {
    let graph = &base.snapshot.graph;
    base.parts.iter().find_map(|part| {
        let position = graph.parts()[*part].framework.position(iri)?;
        graph.node_at(*part, position)
    })
}

/// The only concept of that code, where the base is one framework. Cost: O(concepts).
pub(in crate::engine::reconcile) fn by_code(base: &Base<'_>, code: &str) -> Option<Node> {
    let [part] = base.parts.as_slice() else { return None };
    let graph = &base.snapshot.graph;
    let concepts = graph.parts()[*part].framework.concepts();
    let mut found = (0..).zip(concepts).filter(|(_, concept)| has_code(concept, code));
    let (position, _) = found.next()?;
    found.next().is_none().then(|| graph.node_at(*part, position)).flatten()
}

/// Where a concept is from, its sort, its codes and what it is, in one line.
pub(in crate::engine::reconcile) fn line(
    framework: &Framework,
    concept: &Concept,
    language: Language,
) -> String {
    let release = framework.release();
    let mut line = format!("{} {}, {}", release.key, release.version, kinds::shown(concept.kind));
    let codes: Vec<&str> = concept.notations.iter().map(|n| n.code.as_ref()).take(3).collect();
    if !codes.is_empty() {
        line.push(' ');
        line.push_str(&codes.join(", "));
    }
    if let Some(text) = concept.description(language) {
        let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((at, _)) = words.char_indices().nth(LINE_CHARS) {
            words.truncate(at);
            words.push('…');
        }
        line.push_str(": ");
        line.push_str(&words);
    }
    line
}
