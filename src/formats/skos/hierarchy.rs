//! What is above what -> which pairs the rules of SKOS forbid (S27, S46).
//!
//! Reading and writing ask the same questions: what a reader would throw out is never written so.

use rustc_hash::FxHashMap;

use crate::limits;

/// Arrows from narrower to broader, by numbers of nodes.
pub(super) struct Hierarchy {
    /// Sorted by the narrower one, each once.
    up: Vec<(u32, u32)>,
    steps_left: u64,
}

impl Hierarchy {
    pub(super) fn new(mut up: Vec<(u32, u32)>) -> Self {
        up.sort_unstable();
        up.dedup();
        Self { up, steps_left: limits::HIERARCHY_STEPS }
    }

    /// The arrows, sorted.
    pub(super) fn arrows(&self) -> &[(u32, u32)] {
        &self.up
    }

    /// What is directly above a node.
    pub(super) fn parents(&self, node: u32) -> &[(u32, u32)] {
        let start = self.up.partition_point(|(child, _)| *child < node);
        let end = start + self.up[start..].partition_point(|(child, _)| *child == node);
        &self.up[start..end]
    }

    /// Marks all that is above a node (the node itself only where it is above itself). The answer is `false` where
    /// the steps of all walks together are used up: the marks are then not complete.
    ///
    /// Cost: O(arrows above the node).
    pub(super) fn mark_above(&mut self, node: u32, marks: &mut Marks) -> bool {
        marks.clear();
        let mut waiting = vec![node];
        while let Some(at) = waiting.pop() {
            let start = self.up.partition_point(|(child, _)| *child < at);
            let parents = self.up[start..].iter().take_while(|(child, _)| *child == at);
            for (_, parent) in parents {
                let Some(left) = self.steps_left.checked_sub(1) else { return false };
                self.steps_left = left;
                if marks.set(*parent) {
                    waiting.push(*parent);
                }
            }
        }
        true
    }

    /// Of each pair, whether one is above the other (S27 forbids to relate such); nothing where that could not be
    /// found out within [`limits::HIERARCHY_STEPS`].
    pub(super) fn is_above(&mut self, pairs: &[(u32, u32)]) -> Vec<Option<bool>> {
        let mut answers = vec![Some(false); pairs.len()];
        let mut marks = Marks::default();
        let positions: Vec<u32> = (0u32..).zip(pairs).map(|(position, _)| position).collect();
        for end in [0, 1] {
            let ends = |position: u32| {
                let (a, b) = pairs[position as usize];
                if end == 0 { (a, b) } else { (b, a) }
            };
            let mut order = positions.clone();
            order.sort_unstable_by_key(|position| ends(*position));
            for same in order.chunk_by(|a, b| ends(*a).0 == ends(*b).0) {
                let Some(first) = same.first() else { continue };
                let is_complete = self.mark_above(ends(*first).0, &mut marks);
                for position in same {
                    let answer = &mut answers[*position as usize];
                    if marks.has(ends(*position).1) {
                        *answer = Some(true);
                    } else if !is_complete && *answer == Some(false) {
                        *answer = None;
                    }
                }
            }
        }
        answers
    }
}

/// A set of nodes that is emptied at no cost.
#[derive(Debug, Default)]
pub(super) struct Marks {
    rounds: FxHashMap<u32, u32>,
    round: u32,
}

impl Marks {
    fn clear(&mut self) {
        self.round += 1;
        // A walk over millions of nodes must not slow down the next ones.
        if self.rounds.len() > 1 << 16 {
            self.rounds = FxHashMap::default();
        }
    }

    fn set(&mut self, node: u32) -> bool {
        self.rounds.insert(node, self.round) != Some(self.round)
    }

    pub(super) fn has(&self, node: u32) -> bool {
        self.rounds.get(&node) == Some(&self.round)
    }
}

/// Which nodes are the same, by pairs that are.
#[derive(Debug, Default)]
pub(super) struct Same {
    parents: FxHashMap<u32, u32>,
}

impl Same {
    /// Cost: nearly O(pairs).
    pub(super) fn new(pairs: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut same = Self::default();
        for (a, b) in pairs {
            let (a, b) = (same.root(a), same.root(b));
            same.parents.insert(a.max(b), a.min(b));
        }
        same
    }

    pub(super) fn root(&mut self, node: u32) -> u32 {
        let mut root = node;
        while let Some(parent) = self.parents.get(&root).filter(|parent| **parent != root) {
            root = *parent;
        }
        let mut at = node;
        while at != root {
            at = self.parents.insert(at, root).unwrap_or(root);
        }
        root
    }

    /// Whether two different nodes are the same: S46 forbids any other mapping between them.
    pub(super) fn are(&mut self, a: u32, b: u32) -> bool {
        a != b && self.root(a) == self.root(b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_above_the_other_in_whatever_direction_and_however_far() {
        let mut hierarchy = Hierarchy::new(vec![(1, 2), (2, 3), (3, 4), (5, 5), (6, 7), (7, 6)]);
        let pairs = [(1, 4), (4, 1), (1, 5), (5, 5), (6, 6), (1, 1), (4, 4)];
        let wanted = [true, true, false, true, true, false, false].map(Some);
        assert_eq!(hierarchy.is_above(&pairs), wanted);
        hierarchy.steps_left = 1;
        assert_eq!(hierarchy.is_above(&[(1, 4), (1, 2)]), [None, Some(true)]);
    }

    #[test]
    fn the_same_is_the_same_over_steps() {
        let mut same = Same::new([(1, 2), (3, 2), (7, 8)]);
        assert!(same.are(1, 3) && same.are(3, 1) && !same.are(1, 7) && !same.are(1, 1));
        let chain = (0..100_000).map(|n| (n, n + 1));
        assert!(Same::new(chain).are(0, 100_000));
    }
}
