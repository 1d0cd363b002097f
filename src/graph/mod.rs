//! frameworks -> Graph (petgraph stays inside).
//!
//! In: the releases that are current. Out: a [`Graph`] in which every concept is a [`Node`] and every relation an
//! edge, relations between frameworks resolved where both are at hand. It is derived, never stored, and
//! cannot fail: a framework is closed by construction.

mod node;
mod build;
mod walk;

pub use build::Graph;
pub use build::Part;
pub use node::Node;
pub use walk::Neighbour;
