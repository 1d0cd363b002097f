//! Rules -> which concepts of each framework may be answers, and which always are.
//!
//! # Why
//! Rules are resolved once for a graph, so that asking them of a concept costs one look into a table, however many
//! groups are blocked. They are applied to what was found before anything else is made of it: what is refused is
//! gone before it could be named as the reason for something else.

use rustc_hash::FxHashMap;

use crate::graph::Graph;
use crate::graph::Node;
use crate::model::Document;
use crate::model::Evidence;
use crate::model::RelationKind;
use crate::model::Rules;
use crate::model::Score;
use crate::model::Selection;
use crate::model::Span;
use crate::model::property;
use crate::model::rank;
use crate::tagging::Mention;
use crate::tagging::Tag;
use crate::text::fold;
use crate::text::words;

/// What rules make of the concepts of a graph; made once for many texts.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    parts: Vec<PartFilter>,
    unknown: Vec<String>,
}

/// What rules make of the concepts of one framework.
#[derive(Debug, Clone, Default)]
pub struct PartFilter {
    /// One per concept; nothing where all are permitted.
    refused: Option<Vec<bool>>,
    /// Pins by the first word of their phrase, folded.
    pins: FxHashMap<String, Vec<ResolvedPin>>,
}

#[derive(Debug, Clone)]
struct ResolvedPin {
    phrase: String,
    /// Folded words.
    words: Vec<String>,
    concept: usize,
}

/// A place where a text says a phrase that a rule pins to a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pinned {
    /// Position of the concept in its framework.
    pub concept: usize,
    /// The phrase, as the rule writes it.
    pub phrase: String,
    /// Where the text says it.
    pub span: Span,
}

impl Filter {
    /// The filter of several rules together: what each of them permits, and what any of them pins and none blocks.
    ///
    /// Cost: nothing for rules that are open; else O(concepts), plus the relations below each group.
    pub fn new(graph: &Graph, rules: &[&Rules]) -> Self {
        let mut filter =
            Self { parts: vec![PartFilter::default(); graph.parts().len()], unknown: Vec::new() };
        if rules.iter().all(|rules| rules.is_open()) {
            return filter;
        }
        let mut blocked = vec![false; graph.len()];
        let mut refused = vec![false; graph.len()];
        for rules in rules {
            let allow = Resolved::of(graph, &rules.allow, &mut filter.unknown);
            let block = Resolved::of(graph, &rules.block, &mut filter.unknown);
            for node in graph.nodes() {
                let at = node.index();
                blocked[at] |= block.touches(graph, node);
                refused[at] |= blocked[at] || !allow.admits(graph, node);
            }
        }
        for (position, part) in graph.parts().iter().enumerate() {
            let first = part.first.index();
            let own = first..first + part.framework.concepts().len();
            let is_free = |concept: &usize| !blocked[first + concept];
            let mut pins: FxHashMap<String, Vec<ResolvedPin>> = FxHashMap::default();
            for pin in rules.iter().flat_map(|rules| &rules.pins) {
                let words = folded(&pin.phrase);
                let concept = part.framework.position(pin.concept.as_str());
                if let (Some(concept), Some(first)) = (concept.filter(is_free), words.first()) {
                    let phrase = pin.phrase.clone();
                    let pins = pins.entry(first.clone()).or_default();
                    pins.push(ResolvedPin { phrase, words, concept });
                }
            }
            filter.parts[position].pins = pins;
            filter.parts[position].refused =
                refused[own.clone()].contains(&true).then(|| refused[own].to_vec());
        }
        let is_there = |iri: &str| graph.node(iri).is_some();
        for pin in rules.iter().flat_map(|rules| &rules.pins) {
            if !is_there(pin.concept.as_str()) {
                filter.unknown.push(pin.concept.to_string());
            }
        }
        filter.unknown.sort();
        filter.unknown.dedup();
        filter
    }

    /// What the rules make of the framework at that position among the graph's parts.
    pub fn part(&self, position: usize) -> Option<&PartFilter> {
        self.parts.get(position)
    }

    /// Concepts, groups, frameworks and reuse levels that the rules name and that are not there, sorted.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }
}

impl PartFilter {
    /// Whether nothing is refused and nothing pinned.
    pub fn is_open(&self) -> bool {
        self.refused.is_none() && self.pins.is_empty()
    }

    /// Whether a concept may be an answer. Cost: one look into a table.
    pub fn permits(&self, concept: usize) -> bool {
        self.refused.as_ref().is_none_or(|refused| refused.get(concept) == Some(&false))
    }

    /// Keeps what may be an answer: matches of a passage, tags of a document, or anything else of which `concept`
    /// tells the position of the concept.
    pub fn keep<T>(&self, found: &mut Vec<T>, concept: impl Fn(&T) -> usize) {
        if self.refused.is_some() {
            found.retain(|item| self.permits(concept(item)));
        }
    }

    /// Where a text says a pinned phrase, in reading order.
    ///
    /// Cost: O(words of the text).
    pub fn pinned(&self, text: &str) -> Vec<Pinned> {
        if self.pins.is_empty() {
            return Vec::new();
        }
        let spans: Vec<Span> = words(text).collect();
        let said: Vec<_> = spans.iter().map(|span| fold(span.of(text))).collect();
        let mut found = Vec::new();
        for start in 0..said.len() {
            for pin in self.pins.get(said[start].as_ref()).into_iter().flatten() {
                let Some(here) = said.get(start..start + pin.words.len()) else { continue };
                if here.iter().zip(&pin.words).all(|(said, wanted)| said == wanted) {
                    let end = spans[start + pin.words.len() - 1].end;
                    found.push(Pinned {
                        concept: pin.concept,
                        phrase: pin.phrase.clone(),
                        span: Span { start: spans[start].start, end },
                    });
                }
            }
        }
        found
    }

    /// The tags of a document after the rules: those refused are gone, those pinned are there with full score and say
    /// why, each concept once, best first.
    pub fn apply(&self, document: &Document, mut tags: Vec<Tag>) -> Vec<Tag> {
        self.keep(&mut tags, |tag| tag.concept);
        let pinned = self.pinned(&document.text);
        if pinned.is_empty() {
            return tags;
        }
        for Pinned { concept, phrase, span } in pinned.into_iter().rev() {
            let position =
                tags.iter().position(|tag| tag.concept == concept).unwrap_or_else(|| {
                    tags.push(Tag::new(concept));
                    tags.len() - 1
                });
            let tag = &mut tags[position];
            tag.score = Score::ONE;
            tag.evidence.retain(|e| !matches!(e, Evidence::Pinned { .. }));
            let words = span.of(&document.text).to_owned();
            tag.evidence.insert(0, Evidence::Pinned { phrase, words });
            let holds = |passage: &&Span| passage.start <= span.start && span.start < passage.end;
            let passage = document.passages.iter().find(|passage| holds(&&passage.span));
            let mention = Mention::of(passage, span);
            let passage = mention.passage;
            tag.requirement = tag.requirement.max(mention.requirement);
            tag.level = tag.level.max(mention.level);
            tag.mentions.retain(|m| m.passage != passage || m.score == Score::ONE);
            tag.mentions.push(mention);
        }
        for tag in &mut tags {
            rank(&mut tag.mentions, |m: &Mention| m.score, |m| (m.passage, m.words.clone()));
            tag.mentions.dedup();
        }
        rank(&mut tags, |t: &Tag| t.score, |t| t.concept);
        tags
    }
}

/// A selection with its concepts and groups looked up.
struct Resolved<'a> {
    selection: &'a Selection,
    /// One per node; nothing where no concept and no group is named.
    named: Option<Vec<bool>>,
    /// One per part; nothing where no framework is named.
    parts: Option<Vec<bool>>,
}

impl<'a> Resolved<'a> {
    fn of(graph: &Graph, selection: &'a Selection, unknown: &mut Vec<String>) -> Self {
        let mut named = vec![false; graph.len()];
        for iri in &selection.concept {
            let nodes = nodes_of(graph, iri.as_str());
            if nodes.is_empty() {
                unknown.push(iri.to_string());
            }
            for node in nodes {
                named[node.index()] = true;
            }
        }
        for iri in &selection.group {
            let nodes = nodes_of(graph, iri.as_str());
            if nodes.is_empty() {
                unknown.push(iri.to_string());
            }
            let mut seen = vec![false; graph.len()];
            for node in nodes {
                mark_below(graph, node, &mut seen);
            }
            named.iter_mut().zip(seen).for_each(|(named, seen)| *named |= seen);
        }
        let is_named = !selection.concept.is_empty() || !selection.group.is_empty();
        let mut parts = vec![false; graph.parts().len()];
        for name in &selection.framework {
            let mut is_known = false;
            for (is_wanted, part) in parts.iter_mut().zip(graph.parts()) {
                let framework = &part.framework;
                if framework.release().is_called(framework.digest(), name) {
                    (*is_wanted, is_known) = (true, true);
                }
            }
            if !is_known {
                unknown.push(name.clone());
            }
        }
        for level in &selection.reuse_level {
            let has_it = |node: Node| is_of_level(graph, node, level);
            if !graph.nodes().any(has_it) {
                unknown.push(level.clone());
            }
        }
        Self {
            selection,
            named: is_named.then_some(named),
            parts: (!selection.framework.is_empty()).then_some(parts),
        }
    }

    fn is_of_kind(&self, graph: &Graph, node: Node) -> bool {
        self.selection.kind.contains(&graph.concept(node).kind)
    }

    fn is_of_levels(&self, graph: &Graph, node: Node) -> bool {
        self.selection.reuse_level.iter().any(|level| is_of_level(graph, node, level))
    }

    /// Whether any of its lists has the concept.
    fn touches(&self, graph: &Graph, node: Node) -> bool {
        self.named.as_ref().is_some_and(|named| named[node.index()])
            || self.parts.as_ref().is_some_and(|parts| parts[graph.part_of(node)])
            || self.is_of_kind(graph, node)
            || self.is_of_levels(graph, node)
    }

    /// Whether each of its lists that says something has the concept; concepts and groups are one list.
    fn admits(&self, graph: &Graph, node: Node) -> bool {
        self.named.as_ref().is_none_or(|named| named[node.index()])
            && self.parts.as_ref().is_none_or(|parts| parts[graph.part_of(node)])
            && (self.selection.kind.is_empty() || self.is_of_kind(graph, node))
            && (self.selection.reuse_level.is_empty() || self.is_of_levels(graph, node))
    }
}

fn is_of_level(graph: &Graph, node: Node, level: &str) -> bool {
    let own = graph.concept(node).property(property::REUSE_LEVEL);
    own.is_some_and(|own| own.eq_ignore_ascii_case(level))
}

/// The concept of that IRI in every framework that has it.
fn nodes_of(graph: &Graph, iri: &str) -> Vec<Node> {
    let parts = graph.parts().iter().enumerate();
    let found =
        parts.filter_map(|(position, part)| graph.node_at(position, part.framework.position(iri)?));
    found.collect()
}

/// Marks a concept, all narrower ones, the members of collections, and what is below those.
fn mark_below(graph: &Graph, top: Node, marks: &mut [bool]) {
    let mut waiting = vec![top];
    while let Some(node) = waiting.pop() {
        if std::mem::replace(&mut marks[node.index()], true) {
            continue;
        }
        let is_below = |kind| matches!(kind, RelationKind::Broader | RelationKind::MemberOf);
        let below = graph.subjects(node).into_iter().filter(|n| is_below(n.kind));
        waiting.extend(below.map(|neighbour| neighbour.node));
    }
}

fn folded(phrase: &str) -> Vec<String> {
    words(phrase).map(|span| fold(span.of(phrase)).into_owned()).collect()
}

#[cfg(test)]
mod tests;
