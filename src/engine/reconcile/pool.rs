//! Conditions of a query -> the concepts worth comparing with them, and what a search said of each.

use std::collections::BTreeMap;

use crate::engine::Error;
use crate::engine::choice;
use crate::engine::reconcile::Base;
use crate::engine::reconcile::ConditionOn;
use crate::engine::reconcile::Quantifier;
use crate::engine::reconcile::conditions::Condition;
use crate::engine::reconcile::conditions::On;
use crate::engine::reconcile::entity::by_code;
use crate::engine::reconcile::entity::by_id;
use crate::engine::reconcile::has_code;
use crate::engine::reconcile::kinds::Types;
use crate::engine::reconcile::mapped::Mapped;
use crate::engine::reconcile::properties::EntityProperty;
use crate::graph::Node;
use crate::index::Facets;
use crate::index::Filter;
use crate::limits;
use crate::model::ConceptKind;
use crate::model::Evidence;
use crate::model::Language;
use crate::model::Predicate;
use crate::model::RelationKind;

/// The concepts that are compared.
#[derive(Default)]
pub(in crate::engine::reconcile) struct Pool {
    /// What each name that was looked for found, by the position of its condition and of the value in it.
    found: BTreeMap<Node, Vec<Named>>,
}

/// What a name found.
pub(in crate::engine::reconcile) struct Named {
    /// Position of the condition.
    pub(in crate::engine::reconcile) condition: usize,
    /// Position of the value.
    pub(in crate::engine::reconcile) value: usize,
    /// How well the search says it fits, 0..=1.
    pub(in crate::engine::reconcile) score: f64,
    /// Why; nothing where the name is the concept's IRI.
    pub(in crate::engine::reconcile) evidence: Vec<Evidence>,
}

/// Hits of each search that are compared: those that the index ranks by their best label.
const HITS: usize = 40;
/// Concepts below another, or mapped to one, that are compared: a group may have thousands.
const NEIGHBOURS: usize = 400;

impl Pool {
    pub(in crate::engine::reconcile) fn gather(
        base: &Base<'_>,
        mapped: &Mapped<'_>,
        conditions: &[Condition<'_>],
        types: &Types,
        language: Option<Language>,
    ) -> Result<Self, Error> {
        let mut pool = Self::default();
        let (kinds, parts) = types.narrowing();
        let mut filter = Filter { parts, kinds, ..Filter::default() };
        filter.languages.extend(language);
        if filter.parts.is_empty() {
            filter.parts.clone_from(&base.parts);
        } else {
            filter.parts.retain(|part| base.parts.contains(part));
            if filter.parts.is_empty() {
                return Ok(pool);
            }
        }
        let narrower = narrowed(base, conditions, &filter);
        let mut has_names = false;
        for (position, condition) in (0..).zip(conditions) {
            if condition.asked.quantifier == Quantifier::None {
                continue;
            }
            for (value_idx, value) in (0..).zip(&condition.asked.values) {
                match &condition.asked.on {
                    ConditionOn::Name => {
                        has_names = true;
                        pool.search(base, (position, value_idx), value, &filter)?;
                        if let Some(narrower) = &narrower {
                            pool.search(base, (position, value_idx), value, narrower)?;
                        }
                    }
                    ConditionOn::Id => {
                        has_names = true;
                        let node = by_id(base, value).or_else(|| by_code(base, value));
                        pool.add(node);
                    }
                    ConditionOn::Property(_) => {}
                }
            }
        }
        if !has_names {
            for condition in conditions {
                pool.add_by_property(base, mapped, condition, &filter)?;
            }
        }
        Ok(pool)
    }

    /// The concepts, in order.
    pub(in crate::engine::reconcile) fn nodes(&self) -> impl Iterator<Item = Node> + '_ {
        self.found.keys().copied()
    }

    /// What the names found of a concept.
    pub(in crate::engine::reconcile) fn named(&self, node: Node) -> &[Named] {
        self.found.get(&node).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, nodes: impl IntoIterator<Item = Node>) {
        for node in nodes {
            self.found.entry(node).or_default();
        }
    }

    fn search(
        &mut self,
        base: &Base<'_>,
        (condition, value): (usize, usize),
        text: &str,
        filter: &Filter,
    ) -> Result<(), Error> {
        let text = choice::bounded("query", text.trim(), limits::QUERY_BYTES)?;
        if let Some(node) = by_id(base, text) {
            let named = Named { condition, value, score: 1.0, evidence: Vec::new() };
            self.remember(node, named);
            return Ok(());
        }
        if text.is_empty() {
            return Ok(());
        }
        let snapshot = base.snapshot;
        // Quotes of a cell are no phrase of a search.
        let text = text.replace('"', " ");
        let found = snapshot.index.search(&snapshot.graph, &text, filter, 0..HITS, Facets::Skip)?;
        for hit in found.hits {
            let (score, evidence) = (hit.score.value(), hit.evidence);
            self.remember(hit.node, Named { condition, value, score, evidence });
        }
        Ok(())
    }

    fn remember(&mut self, node: Node, named: Named) {
        let list = self.found.entry(node).or_default();
        let is_same = |n: &Named| n.condition == named.condition && n.value == named.value;
        if !list.iter().any(is_same) {
            list.push(named);
        }
    }

    /// Where no name is asked for, what the values of properties lead to.
    fn add_by_property(
        &mut self,
        base: &Base<'_>,
        mapped: &Mapped<'_>,
        condition: &Condition<'_>,
        filter: &Filter,
    ) -> Result<(), Error> {
        let On::Property(property) = condition.on else { return Ok(()) };
        if condition.asked.quantifier == Quantifier::None {
            return Ok(());
        }
        let graph = &base.snapshot.graph;
        for value in &condition.asked.values {
            match property {
                EntityProperty::Broader => {
                    let below = |node| {
                        let all = graph.subjects(node).into_iter();
                        all.filter(|n| n.kind == RelationKind::Broader).map(|n| n.node)
                    };
                    let above = by_id(base, value).or_else(|| by_code(base, value));
                    self.add(above.into_iter().flat_map(below).take(NEIGHBOURS));
                }
                EntityProperty::Narrower => {
                    let below = by_id(base, value).or_else(|| by_code(base, value));
                    self.add(below.into_iter().flat_map(|node| graph.parents(node)));
                }
                EntityProperty::Mapping | EntityProperty::Mapped(_) => {
                    let ways: Vec<Predicate> =
                        property.predicates().into_iter().map(Predicate::inverse).collect();
                    let counterparts = mapped.of_concept(value, &ways);
                    let nodes = counterparts.iter().filter_map(|c| by_id(base, c.id));
                    self.add(nodes.take(NEIGHBOURS));
                }
                EntityProperty::Code
                | EntityProperty::Label
                | EntityProperty::AlternativeLabel
                | EntityProperty::Description
                | EntityProperty::Definition => {
                    let text = choice::bounded("properties", value, limits::QUERY_BYTES)?;
                    if text.trim().is_empty() {
                        continue;
                    }
                    let (graph, index) = (&base.snapshot.graph, &base.snapshot.index);
                    let hits = index.search(graph, text, filter, 0..HITS, Facets::Skip)?.hits;
                    let is_code = property == EntityProperty::Code;
                    let nodes = hits.into_iter().map(|hit| hit.node);
                    self.add(
                        nodes.filter(|n| !is_code || has_code(graph.concept(*n), text.trim())),
                    );
                }
                EntityProperty::Framework
                | EntityProperty::Kind
                | EntityProperty::Status
                | EntityProperty::Language => {}
            }
        }
        Ok(())
    }
}

/// A filter that lets through only what the query says of framework and kind: what many others crowd out is found so.
fn narrowed(base: &Base<'_>, conditions: &[Condition<'_>], filter: &Filter) -> Option<Filter> {
    let values = |wanted: EntityProperty| {
        conditions
            .iter()
            .filter(move |c| c.on == On::Property(wanted) && c.asked.quantifier != Quantifier::None)
            .flat_map(|c| c.asked.values.iter().map(|value| value.trim()))
    };
    let named = |part: &usize| {
        let framework = &base.snapshot.graph.parts()[*part].framework;
        values(EntityProperty::Framework)
            .any(|name| framework.release().is_called(framework.digest(), name))
    };
    let parts: Vec<usize> = filter.parts.iter().copied().filter(named).collect();
    let kinds: Vec<ConceptKind> =
        values(EntityProperty::Kind).filter_map(ConceptKind::from_name).collect();
    if parts.is_empty() && kinds.is_empty() {
        return None;
    }
    let mut narrower = filter.clone();
    if !parts.is_empty() {
        narrower.parts = parts;
    }
    if filter.kinds.is_empty() {
        narrower.kinds = kinds;
    }
    Some(narrower)
}
