//! A list of one's own on top of a framework: what is the same thing on both sides is one tag, the other named.
//!
//! # What ties
//! A concept of one framework is tied to a concept of another by its property `exact_match`, or, where its framework
//! stands on the other (has an `exact_match` or a relation to one of its concepts), by an equal preferred label. The
//! concept of the list on top is shown: who made the list wants to see it. Its score is the better of the two, and
//! the evidence says from where it came.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::engine::ConceptView;
use crate::engine::TextTag;
use crate::graph::Graph;
use crate::model::ConceptId;
use crate::model::Evidence;
use crate::model::Language;
use crate::model::Reason;
use crate::model::property;
use crate::tagging::Filter;
use crate::text::folded_words;

/// What is the same thing in the frameworks of one call.
#[derive(Debug, Default)]
pub(in crate::engine) struct Ties {
    /// Short names of frameworks: one on top, and one it stands on.
    stands_on: BTreeSet<(String, String)>,
    /// A concept below -> the concepts on top that say they are the same, as part and position.
    exact: BTreeMap<ConceptId, Vec<(usize, usize)>>,
}

impl Ties {
    /// The ties between these parts of the graph; concepts that the rules refuse tie nothing.
    ///
    /// Cost: O(properties and outside relations); nothing for a single framework.
    pub(in crate::engine) fn new(graph: &Graph, parts: &[usize], filter: &Filter) -> Self {
        let mut ties = Self::default();
        if parts.len() < 2 {
            return ties;
        }
        for top in parts {
            let framework = &graph.parts()[*top].framework;
            let key = &framework.release().key;
            let below = |iri: &str| {
                let others = parts.iter().filter(|other| *other != top);
                let mut found = others.filter_map(|other| {
                    Some((*other, graph.parts()[*other].framework.position(iri)?))
                });
                found.next()
            };
            let key_of = |part: usize| graph.parts()[part].framework.release().key.clone();
            for relation in framework.outside() {
                if let Some((other, _)) = below(relation.object.as_str()) {
                    ties.stands_on.insert((key.clone(), key_of(other)));
                }
            }
            for (position, concept) in framework.concepts().iter().enumerate() {
                let named = concept.properties.iter();
                for same in named.filter(|p| p.name.as_ref() == property::EXACT_MATCH) {
                    let Some(other) = below(&same.value) else { continue };
                    // Where both sides say it, the framework named first is the one on top.
                    let is_said = ties.exact.get(&concept.id).is_some_and(|t| t.contains(&other));
                    if is_said {
                        continue;
                    }
                    ties.stands_on.insert((key.clone(), key_of(other.0)));
                    let is_permitted = filter.part(*top).is_none_or(|f| f.permits(position));
                    if let (true, Ok(id)) = (is_permitted, ConceptId::new(same.value.as_ref())) {
                        ties.exact.entry(id).or_default().push((*top, position));
                    }
                }
            }
        }
        ties
    }

    /// The tags with those of one thing put together.
    pub(in crate::engine) fn put_together(
        &self,
        graph: &Graph,
        language: Language,
        tags: Vec<TextTag>,
    ) -> Vec<TextTag> {
        if self.stands_on.is_empty() {
            return tags;
        }
        let name = |view: &ConceptView| (view.framework.clone(), view.id.clone());
        let mut shown: BTreeMap<(String, ConceptId), TextTag> =
            tags.into_iter().map(|tag| (name(&tag.concept), tag)).collect();
        let found: Vec<_> = shown.keys().cloned().collect();
        for below in found {
            for (part, position) in self.exact.get(&below.1).into_iter().flatten() {
                let framework = &graph.parts()[*part].framework;
                if framework.release().key == below.0 {
                    continue;
                }
                let view = ConceptView::of(framework, &framework.concepts()[*position], language);
                let top = name(&view);
                if let Some(below) = shown.get(&below).cloned() {
                    shown.entry(top).or_insert_with(|| bare(view, &below)).take_in(below);
                }
            }
            let is_tied = self.exact.get(&below.1).is_some_and(|tops| {
                tops.iter().any(|(part, _)| graph.parts()[*part].framework.release().key != below.0)
            });
            if is_tied {
                shown.remove(&below);
            }
        }
        let mut by_label: BTreeMap<String, Vec<(String, ConceptId)>> = BTreeMap::new();
        for (name, tag) in &shown {
            by_label.entry(folded_words(&tag.concept.label)).or_default().push(name.clone());
        }
        for alike in by_label.into_values().filter(|alike| alike.len() > 1) {
            for below in &alike {
                let stands = |top: &&(String, ConceptId)| {
                    self.stands_on.contains(&(top.0.clone(), below.0.clone()))
                };
                let Some(top) = alike.iter().find(stands) else { continue };
                if !shown.contains_key(top) {
                    continue;
                }
                if let Some(below) = shown.remove(below)
                    && let Some(top) = shown.get_mut(top)
                {
                    top.take_in(below);
                }
            }
        }
        shown.into_values().collect()
    }
}

/// A tag that has nothing of its own yet.
fn bare(concept: ConceptView, below: &TextTag) -> TextTag {
    TextTag {
        concept,
        reasons: Vec::new(),
        mentions: Vec::new(),
        same_as: Vec::new(),
        ..below.clone()
    }
}

impl TextTag {
    /// Takes in the tag of the same thing in another framework.
    fn take_in(&mut self, below: Self) {
        let evidence = Evidence::SameAs {
            label: below.concept.label.clone(),
            framework: below.concept.framework.clone(),
            score: below.score,
        };
        let is_better = below.score > self.score || self.reasons.is_empty();
        self.score = self.score.max(below.score);
        let reason = Reason::from(evidence);
        self.reasons.insert(if is_better { 0 } else { self.reasons.len() }, reason);
        self.requirement = self.requirement.max(below.requirement);
        self.level = self.level.max(below.level);
        let known: BTreeSet<_> = self.mentions.iter().map(|m| m.passage).collect();
        self.mentions.extend(below.mentions.into_iter().filter(|m| !known.contains(&m.passage)));
        crate::model::rank(&mut self.mentions, |m| m.score, |m| m.passage);
        self.same_as.push(below.concept);
        self.same_as.extend(below.same_as);
    }
}
