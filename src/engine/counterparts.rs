//! A concept -> its counterparts in other frameworks, as imported mapping sets and crosswalks at work say them.

use std::sync::Arc;

use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::ErrorKind;
use crate::engine::choice;
use crate::engine::show;
use crate::engine::snapshot::Snapshot;
use crate::graph::Node;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::Justification;
use crate::model::Language;
use crate::model::Mapping;
use crate::model::MappingSet;
use crate::model::Predicate;
use crate::model::Score;

/// Whose counterparts are wanted, and where.
#[derive(Debug, Clone, Default)]
pub struct CounterpartsRequest {
    /// The concept: its IRI, a code or a whole label.
    pub id: String,
    /// The framework of the counterparts, by short name, release or IRI; any when empty.
    pub framework: String,
    /// Language of labels; English when empty.
    pub language: String,
}

/// A concept and its counterparts.
#[derive(Debug, Clone, PartialEq)]
pub struct Counterparts {
    /// Revision of the data.
    pub revision: u64,
    /// The concept.
    pub concept: ConceptView,
    /// The counterparts: those that equal it first, then by how much they are believed, then by IRI.
    pub counterparts: Vec<Counterpart>,
}

/// One counterpart, as one set says it.
#[derive(Debug, Clone, PartialEq)]
pub struct Counterpart {
    /// What the concept is to the counterpart.
    pub predicate: Predicate,
    /// Its IRI; nothing where somebody looked and found none.
    pub id: Option<ConceptId>,
    /// Its label; that of the set where the framework is not held.
    pub label: String,
    /// The counterpart in short, where its framework is held.
    pub concept: Option<ConceptView>,
    /// How much the statement is believed, where known.
    pub confidence: Option<Score>,
    /// How it came about.
    pub justification: Justification,
    /// Which set or crosswalk says so.
    pub said_by: String,
    /// Why, in plain sentences: first the statement itself.
    pub reasons: Vec<String>,
}

impl Engine {
    /// The counterparts of a concept, from its side.
    ///
    /// Cost: O(mappings held). Errors: nothing has that name, or the framework is not held.
    pub fn counterparts(&self, request: &CounterpartsRequest) -> Result<Counterparts, Error> {
        let language = choice::language(&request.language)?;
        let snapshot = self.snapshot();
        let node = show::find(&snapshot, request.id.trim()).ok_or_else(|| unknown(&request.id))?;
        let wanted = match request.framework.as_str() {
            "" => None,
            name => {
                let part = choice::parts(&snapshot, &[name.to_owned()])?;
                part.first().map(|at| snapshot.graph.parts()[*at].framework.clone())
            }
        };
        let concept = snapshot.graph.concept(node);
        let mut counterparts = Vec::new();
        for (said_by, set) in self.said_sets(&snapshot, &[node])? {
            for mapping in set.mappings.iter().filter(|mapping| !mapping.is_negated) {
                let found = shown(&snapshot, mapping, &concept.id, &said_by, language);
                counterparts.extend(found.filter(|c| is_in(c, wanted.as_deref())));
            }
        }
        counterparts.sort_by(|a, b| {
            let believed = |c: &Counterpart| c.confidence.unwrap_or(Score::ONE);
            a.predicate
                .cmp(&b.predicate)
                .then(believed(b).cmp(&believed(a)))
                .then_with(|| (&a.id, &a.said_by).cmp(&(&b.id, &b.said_by)))
        });
        Ok(Counterparts {
            revision: snapshot.revision,
            concept: ConceptView::at(&snapshot.graph, node, language),
            counterparts,
        })
    }

    /// All sets that may speak of these concepts, by name: those that were imported or published, and what was decided
    /// so far of crosswalks at work whose frameworks these are.
    ///
    /// Errors: the disk refuses.
    pub(in crate::engine) fn said_sets(
        &self,
        snapshot: &Snapshot,
        nodes: &[Node],
    ) -> Result<Vec<(String, Arc<MappingSet>)>, Error> {
        let mut sets: Vec<(String, Arc<MappingSet>)> =
            snapshot.mapping_sets.iter().map(|(_, set)| (set.title.clone(), set.clone())).collect();
        let mut keys: Vec<&str> =
            nodes.iter().map(|n| snapshot.graph.framework(*n).release().key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        let key_of = |name: &str| name.split('@').next().unwrap_or(name).to_owned();
        for crosswalk in self.store.crosswalks()? {
            let ends = [key_of(&crosswalk.from), key_of(&crosswalk.to)];
            if !ends.iter().any(|end| keys.contains(&end.as_str())) {
                continue;
            }
            match self.work(&crosswalk.name) {
                Ok(work) => {
                    let name = format!("crosswalk {}", crosswalk.name);
                    sets.push((name, Arc::new(work.decided())));
                }
                // One whose framework is gone says nothing that could be shown.
                Err(error) if error.kind == ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(sets)
    }
}

/// Told where nothing has a name.
pub(in crate::engine) fn unknown(name: &str) -> Error {
    let message =
        format!("{name:?} is not the IRI, a code or a label of any concept; search for it");
    Error::not_found("id", message)
}

fn is_in(counterpart: &Counterpart, wanted: Option<&Framework>) -> bool {
    wanted.is_none_or(|framework| {
        counterpart.id.as_ref().is_some_and(|id| framework.position(id.as_str()).is_some())
    })
}

/// What a mapping says from the side of a concept; nothing where it speaks of others.
fn shown(
    snapshot: &Snapshot,
    mapping: &Mapping,
    id: &ConceptId,
    said_by: &str,
    language: Language,
) -> Option<Counterpart> {
    let (predicate, other, label, own) = if mapping.subject == *id {
        (mapping.predicate, mapping.object.clone(), &mapping.object_label, &mapping.subject_label)
    } else if mapping.object.as_ref() == Some(id) {
        let (label, own) = (&mapping.subject_label, &mapping.object_label);
        (mapping.predicate.inverse(), Some(mapping.subject.clone()), label, own)
    } else {
        return None;
    };
    let graph = &snapshot.graph;
    let node = other.as_ref().and_then(|other| graph.node(other.as_str()));
    let concept = node.map(|node| ConceptView::at(graph, node, language));
    let label = concept.as_ref().map_or_else(|| label.clone(), |view| view.label.clone());
    let own = if own.is_empty() { id.as_str() } else { own };
    let named = match &other {
        Some(other) if label.is_empty() => other.as_str(),
        _ => &label,
    };
    let mut reasons = vec![match predicate {
        Predicate::NoMatch => format!("{said_by} says that “{own}” has no counterpart"),
        predicate => format!("{said_by} says that “{own}” {} “{named}”", predicate.says()),
    }];
    reasons.extend(mapping.evidence.iter().map(ToString::to_string));
    if !mapping.comment.is_empty() {
        reasons.push(mapping.comment.clone());
    }
    Some(Counterpart {
        predicate,
        id: other,
        label,
        concept,
        confidence: mapping.confidence,
        justification: mapping.justification,
        said_by: said_by.to_owned(),
        reasons,
    })
}
