//! What is said of pairs without saying how they stand -> relations, where nothing else says it.
//!
//! # Why
//!
//! `broaderTransitive` and `semanticRelation` follow from other statements, and those who write them down mostly write
//! down what follows: taken by the word, a grandparent would become a parent, and a child a related concept (SKOS
//! reference, section 8.5). They count only where nothing else is said.

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::formats::rdf::TermId;
use crate::formats::skos::hierarchy::Hierarchy;
use crate::formats::skos::hierarchy::Marks;
use crate::formats::skos::relations::Edges;
use crate::formats::skos::relations::number;
use crate::model::RelationKind;

/// Turns those statements into direct relations: what is above at whatever distance where the one that says it has
/// nothing directly above (or below) it, and there the nearest; some relation where the pair has no other.
///
/// Cost: for each concept with such statements, the concepts above those it names, within
/// [`limits::HIERARCHY_STEPS`](crate::limits::HIERARCHY_STEPS).
pub(super) fn settle(edges: &mut Edges) {
    let said = std::mem::take(&mut edges.far);
    let mut ends = [FxHashSet::default(), FxHashSet::default()];
    for (narrow, kind, broad) in &edges.semantic {
        if *kind == RelationKind::Broader {
            ends[0].insert(*narrow);
            ends[1].insert(*broad);
        }
    }
    let mut alone: Vec<(TermId, TermId, usize)> = said
        .iter()
        .filter(|(narrow, broad, end)| !ends[*end].contains(if *end == 0 { narrow } else { broad }))
        .filter(|(narrow, broad, _)| narrow != broad)
        .copied()
        .collect();
    alone.sort_unstable();
    alone.dedup_by_key(|(narrow, broad, _)| (*narrow, *broad));
    if !alone.is_empty() {
        nearest(edges, &mut alone);
    }
    for (narrow, broad, end) in alone {
        edges.n_stated[end] += 1;
        edges.semantic.push((narrow, RelationKind::Broader, broad));
    }
    relate(edges, &said);
}

/// Drops what is above something else that is above, too.
fn nearest(edges: &Edges, alone: &mut Vec<(TermId, TermId, usize)>) {
    let direct = edges.semantic.iter().filter(|(_, kind, _)| *kind == RelationKind::Broader);
    let direct = direct.map(|(narrow, _, broad)| (number(*narrow), number(*broad)));
    let far = alone.iter().map(|(narrow, broad, _)| (number(*narrow), number(*broad)));
    let mut hierarchy = Hierarchy::new(direct.chain(far).collect());
    let mut marks = Marks::default();
    // What follows by way of another parent, by the narrower one.
    let mut follows: FxHashMap<u32, FxHashSet<u32>> = FxHashMap::default();
    for same in alone.chunk_by(|a, b| a.0 == b.0) {
        let Some((narrow, ..)) = same.first() else { continue };
        let narrow = number(*narrow);
        let parents: Vec<u32> =
            hierarchy.parents(narrow).iter().map(|(_, parent)| *parent).collect();
        for parent in &parents {
            // In a circle each is above each, and nobody is nearer.
            if !hierarchy.mark_above(*parent, &mut marks) || marks.has(narrow) {
                continue;
            }
            let above = parents.iter().filter(|other| *other != parent && marks.has(**other));
            follows.entry(narrow).or_default().extend(above);
        }
    }
    alone.retain(|(narrow, broad, _)| {
        let follows = follows.get(&number(*narrow));
        !follows.is_some_and(|follows| follows.contains(&number(*broad)))
    });
}

/// Relates pairs that are in some relation, where no other is said of them and neither is above the other.
fn relate(edges: &mut Edges, far: &[(TermId, TermId, usize)]) {
    let mut vague = std::mem::take(&mut edges.vague);
    if vague.is_empty() {
        return;
    }
    let pair = |a: u32, b: u32| (a.min(b), a.max(b));
    let mut said: FxHashSet<(u32, u32)> = edges.all().map(|(a, b)| pair(a, b)).collect();
    said.extend(edges.all_mappings().map(|(a, b)| pair(a, b)));
    said.extend(far.iter().map(|(a, b, _)| pair(number(*a), number(*b))));
    vague.retain(|(a, b)| !said.contains(&pair(number(*a), number(*b))));
    let pairs: Vec<(u32, u32)> = vague.iter().map(|(a, b)| (number(*a), number(*b))).collect();
    let answers = edges.hierarchy().is_above(&pairs);
    for ((a, b), _) in vague.iter().zip(answers).filter(|(_, is_above)| *is_above != Some(true)) {
        edges.semantic.push((*a, RelationKind::Related, *b));
    }
}
