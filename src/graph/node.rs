//! The inside name of a concept.

/// A concept inside a running engine: a number that means something for one [`crate::graph::Graph`] only and is never
/// written down. Outside, a concept is its [`crate::model::ConceptId`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(pub(in crate::graph) u32);

impl Node {
    /// The number, counted from 0 without gaps, for tables with one entry per concept.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The node with that number; only for numbers that [`Node::index`] gave.
    pub fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
}
