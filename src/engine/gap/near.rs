//! Two skills -> how near the one that is there comes to the one that is wanted, and by which fact.
//!
//! # Why
//! Credits are round numbers by judgement, no probabilities: no data at hand says how much of a skill another one is. They
//! only keep the order in which a person would take them: the same thing, what needs the wanted one, what is mapped
//! to it, what is a kind of it, what it is a kind of, what stands beside it, what sounds like it. Every credit comes with
//! its fact, so that whoever disagrees sees where.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::gap::nearness::Nearness;
use crate::engine::gap::sides::Side;
use crate::engine::gap::sides::SideSkill;
use crate::graph::Graph;
use crate::graph::Node;
use crate::model::ConceptId;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::MappingSet;
use crate::model::Predicate;
use crate::model::RelationKind;
use crate::model::Score;
use crate::model::Status;
use crate::model::property;
use crate::text::analyzer;
use crate::text::folded_words;
use crate::text::similarity::dice;

/// Credit where one thing needs the other, and where the wanted one needs what is there: a part of it.
const NEEDS: f64 = 0.7;
const NEEDED_BY: f64 = 0.4;
/// Credit for a kind of the wanted thing, and for that of which the wanted thing is a kind; each further step counts less.
const NARROWER: f64 = 0.6;
const BROADER: f64 = 0.5;
const FURTHER_STEP: f64 = 0.6;
/// Steps of a hierarchy beyond which everything is a kind of anything.
const STEPS: u32 = 3;
/// Credit for what is called related, and for what stands beside it.
const RELATED: f64 = 0.4;
const SIBLING: f64 = 0.25;
/// Children of a group up to which those are near each other: in larger ones they have little in common.
const CLOSE_FAMILY: usize = 25;
/// Credit of two names that are wholly alike and not the same, and the least likeness: below it one word is shared.
const ALIKE: f64 = 0.6;
const LEAST_ALIKE: f64 = 0.6;

/// The nearest skill that is there.
#[derive(Debug)]
pub(in crate::engine::gap) struct Near {
    /// Its position on its side.
    pub(in crate::engine::gap) position: usize,
    pub(in crate::engine::gap) credit: Score,
    pub(in crate::engine::gap) nearness: Nearness,
}

/// What can lead from one side to the other, gathered once.
#[derive(Debug)]
pub(in crate::engine::gap) struct Paths<'a> {
    graph: &'a Graph,
    /// Had, wanted -> what sets say of the two.
    mapped: BTreeMap<(ConceptId, ConceptId), (Score, Nearness)>,
    /// Of each skill at hand what is above it, with steps.
    above: BTreeMap<Node, BTreeMap<Node, u32>>,
    /// Of each skill at hand its names.
    names: BTreeMap<Node, Vec<Name<'a>>>,
    /// How rare each stem is among the names at hand.
    weights: BTreeMap<String, f64>,
}

/// A label, its words, and its stems, each once.
#[derive(Debug)]
struct Name<'a> {
    label: &'a Label,
    folded: String,
    stems: Vec<String>,
}

impl<'a> Paths<'a> {
    /// Cost: O(mappings + labels and ancestors of the skills at hand).
    pub(in crate::engine::gap) fn new(
        graph: &'a Graph,
        language: Language,
        have: &Side,
        want: &Side,
        sets: &[(String, Arc<MappingSet>)],
    ) -> Self {
        let mut above = BTreeMap::new();
        let mut names = BTreeMap::new();
        for node in have.skills.iter().chain(&want.skills).map(|skill| skill.node) {
            above.entry(node).or_insert_with(|| ancestors(graph, node));
            names.entry(node).or_insert_with(|| named(graph, node, language));
        }
        let weights = weights(&names);
        let ids = |side: &Side| -> Vec<ConceptId> {
            let all = side.skills.iter().flat_map(nodes_of);
            let mut ids: Vec<ConceptId> = all.map(|n| graph.concept(n).id.clone()).collect();
            ids.sort();
            ids
        };
        let mapped = mapped(sets, &ids(have), &ids(want));
        Self { graph, mapped, above, names, weights }
    }

    /// The nearest of the skills that are there; nothing where none comes near. Of equally near ones the likelier.
    pub(in crate::engine::gap) fn nearest(&self, have: &Side, wanted: &SideSkill) -> Option<Near> {
        let mut best: Option<Near> = None;
        for (position, had) in have.skills.iter().enumerate() {
            let Some((credit, nearness)) = self.between(had, wanted) else { continue };
            let is_better = best.as_ref().is_none_or(|best| {
                let other = &have.skills[best.position];
                (credit, had.score) > (best.credit, other.score)
            });
            if is_better {
                best = Some(Near { position, credit, nearness });
            }
        }
        best
    }

    /// The strongest fact between two skills.
    fn between(&self, had: &SideSkill, wanted: &SideSkill) -> Option<(Score, Nearness)> {
        let mut best: Option<(Score, Nearness)> = None;
        for one in nodes_of(had) {
            for other in nodes_of(wanted) {
                if let Some(same) = self.same(one, other) {
                    return Some((Score::ONE, same));
                }
                let ids =
                    (self.graph.concept(one).id.clone(), self.graph.concept(other).id.clone());
                if let Some(found) = self.mapped.get(&ids) {
                    best = stronger(best, Some(found.clone()));
                }
            }
        }
        best = stronger(best, self.in_graph(had.node, wanted.node));
        stronger(best, self.by_name(had.node, wanted.node))
    }

    /// Whether two concepts are one by what their frameworks say.
    fn same(&self, had: Node, wanted: Node) -> Option<Nearness> {
        let (one, other) = (self.graph.concept(had), self.graph.concept(wanted));
        if one.id == other.id {
            return Some(Nearness::SameConcept);
        }
        let replaces = |gone: &Status, id: &ConceptId| match gone {
            Status::ReplacedBy(ids) => ids.contains(id),
            Status::Active | Status::Deprecated => false,
        };
        if replaces(&one.status, &other.id) || replaces(&other.status, &one.id) {
            return Some(Nearness::Replacement);
        }
        let says = |concept: &crate::model::Concept, id: &ConceptId| {
            let mut properties = concept.properties.iter();
            properties.any(|p| {
                p.name.as_ref() == property::EXACT_MATCH && p.value.as_ref() == id.as_str()
            })
        };
        (says(one, &other.id) || says(other, &one.id)).then_some(Nearness::ExactMatch)
    }

    /// What the hierarchy and the relations of a framework say.
    fn in_graph(&self, had: Node, wanted: Node) -> Option<(Score, Nearness)> {
        let far = |credit: f64, n: u32| {
            Score::new(credit * FURTHER_STEP.powi(i32::try_from(n).unwrap_or(i32::MAX) - 1))
        };
        let mut best = None;
        if let Some(n_steps) = self.above.get(&had).and_then(|above| above.get(&wanted)).copied() {
            best = stronger(best, Some((far(NARROWER, n_steps), Nearness::Narrower { n_steps })));
        }
        if let Some(n_steps) = self.above.get(&wanted).and_then(|above| above.get(&had)).copied() {
            best = stronger(best, Some((far(BROADER, n_steps), Nearness::Broader { n_steps })));
        }
        for (from, to) in [(had, wanted), (wanted, had)] {
            for kind in [RelationKind::Essential, RelationKind::Related] {
                if !self.graph.objects_of(from, kind).contains(&to) {
                    continue;
                }
                let found = match (kind, from == had) {
                    (RelationKind::Related, _) => (RELATED, Nearness::Related),
                    (_, true) => (NEEDS, Nearness::Needs),
                    (_, false) => (NEEDED_BY, Nearness::NeededBy),
                };
                best = stronger(best, Some((Score::new(found.0), found.1)));
            }
        }
        if best.is_none() {
            let parents = self.graph.parents(wanted);
            let shared = self.graph.parents(had).into_iter().find(|p| parents.contains(p))?;
            let n_children = self.graph.subjects(shared).len();
            let label = || self.graph.concept(shared).label(Language::ENGLISH).to_owned();
            return (n_children <= CLOSE_FAMILY)
                .then(|| (Score::new(SIBLING), Nearness::Sibling { parent: label() }));
        }
        best
    }

    /// What their names say: the preferred one of each is held against all of the other's.
    fn by_name(&self, had: Node, wanted: Node) -> Option<(Score, Nearness)> {
        let (had, wanted) = (self.names.get(&had)?, self.names.get(&wanted)?);
        let mut best: Option<(f64, &Name<'_>, &Name<'_>)> = None;
        let is_preferred = |name: &Name<'_>| name.label.kind == LabelKind::Preferred;
        for one in had {
            for other in wanted.iter().filter(|other| is_preferred(one) || is_preferred(other)) {
                if one.folded == other.folded && is_preferred(one) && is_preferred(other) {
                    return Some((
                        Score::ONE,
                        Nearness::SharedLabel { label: other.label.clone() },
                    ));
                }
                let alike = self.alike(&one.stems, &other.stems);
                if best.is_none_or(|(most, ..)| alike > most) {
                    best = Some((alike, one, other));
                }
            }
        }
        let (alike, one, other) = best.filter(|(alike, ..)| *alike >= LEAST_ALIKE)?;
        let nearness = Nearness::SimilarLabels {
            had: one.label.clone(),
            wanted: other.label.clone(),
            similarity: Score::new(alike),
        };
        Some((Score::new(ALIKE * alike), nearness))
    }

    /// How alike two sets of stems are, rare ones counting more.
    fn alike(&self, one: &[String], other: &[String]) -> f64 {
        let weight = |stems: &mut dyn Iterator<Item = &String>| -> f64 {
            stems.map(|stem| self.weights.get(stem).copied().unwrap_or_default()).sum()
        };
        let common = weight(&mut one.iter().filter(|stem| other.contains(stem)));
        dice(common, weight(&mut one.iter()), weight(&mut other.iter()))
    }
}

/// A skill's own node, then those of the same thing elsewhere.
fn nodes_of(skill: &SideSkill) -> impl Iterator<Item = Node> + '_ {
    std::iter::once(skill.node).chain(skill.same.iter().copied())
}

/// The one with more credit; of equals the first.
fn stronger(
    one: Option<(Score, Nearness)>,
    other: Option<(Score, Nearness)>,
) -> Option<(Score, Nearness)> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if other.0 > one.0 { other } else { one }),
        (one, other) => one.or(other),
    }
}

/// What is above a concept, with the fewest steps, as far as it still says something.
fn ancestors(graph: &Graph, node: Node) -> BTreeMap<Node, u32> {
    let mut found = BTreeMap::new();
    let mut level = vec![node];
    for n_steps in 1..=STEPS {
        let mut next = Vec::new();
        for parent in level.into_iter().flat_map(|below| graph.parents(below)) {
            if parent != node && !found.contains_key(&parent) {
                found.insert(parent, n_steps);
                next.push(parent);
            }
        }
        level = next;
    }
    found
}

/// The names of a concept in a language, hidden ones left out; those in English where it has none.
fn named(graph: &Graph, node: Node, language: Language) -> Vec<Name<'_>> {
    let labels = &graph.concept(node).labels;
    let of = |language: Language| {
        let is_it = move |label: &&Label| {
            label.kind != LabelKind::Hidden && label.language.is_like(language)
        };
        labels.iter().filter(is_it)
    };
    let spoken = if of(language).next().is_some() { language } else { Language::ENGLISH };
    let analyzer = analyzer(spoken);
    of(spoken)
        .map(|label| {
            let mut stems: Vec<String> =
                analyzer.tokens(&label.text).into_iter().map(|token| token.stem).collect();
            stems.sort();
            stems.dedup();
            Name { label, folded: folded_words(&label.text), stems }
        })
        .collect()
}

/// A stem that few of the preferred names at hand have counts more: among skills of care, "care" says little.
fn weights(names: &BTreeMap<Node, Vec<Name<'_>>>) -> BTreeMap<String, f64> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for of_one in names.values() {
        let mut stems: Vec<&String> = of_one.iter().flat_map(|name| &name.stems).collect();
        stems.sort();
        stems.dedup();
        for stem in stems {
            *counts.entry(stem.clone()).or_default() += 1;
        }
    }
    let n = names.len() as f64;
    counts.into_iter().map(|(stem, count)| (stem, (1.0 + n / count as f64).ln())).collect()
}

/// What sets say of pairs of these concepts, the strongest of each pair. Both lists are sorted.
fn mapped(
    sets: &[(String, Arc<MappingSet>)],
    have: &[ConceptId],
    want: &[ConceptId],
) -> BTreeMap<(ConceptId, ConceptId), (Score, Nearness)> {
    let mut found: BTreeMap<(ConceptId, ConceptId), (Score, Nearness)> = BTreeMap::new();
    for (said_by, set) in sets {
        for mapping in set.mappings.iter().filter(|mapping| !mapping.is_negated) {
            let Some(object) = &mapping.object else { continue };
            let both = [
                (&mapping.subject, mapping.predicate, object),
                (object, mapping.predicate.inverse(), &mapping.subject),
            ];
            for (had, predicate, wanted) in both {
                let is_here = have.binary_search(had).is_ok() && want.binary_search(wanted).is_ok();
                let Some(credit) = credit(predicate).filter(|_| is_here) else { continue };
                let sure = mapping.confidence.map_or(1.0, Score::value);
                let nearness = Nearness::Mapping {
                    predicate,
                    said_by: said_by.clone(),
                    confidence: mapping.confidence,
                };
                let pair = (had.clone(), wanted.clone());
                let before = found.remove(&pair);
                let best = stronger(before, Some((Score::new(credit * sure), nearness)));
                found.extend(best.map(|best| (pair, best)));
            }
        }
    }
    found
}

/// Credit for what a mapping says that the one that is there is to the wanted one.
fn credit(predicate: Predicate) -> Option<f64> {
    match predicate {
        Predicate::Exact => Some(1.0),
        Predicate::Close => Some(0.8),
        // The one that is there is narrower, or broader, than the wanted one.
        Predicate::Broad => Some(NARROWER),
        Predicate::Narrow => Some(BROADER),
        Predicate::Related => Some(RELATED),
        Predicate::NoMatch => None,
    }
}
