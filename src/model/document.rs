//! A text in prose, and places in it.

use serde::Deserialize;
use serde::Serialize;

/// A stretch of a text: bytes of its UTF-8, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
}

impl Span {
    /// The words of `text` at this place; empty where the place is not in the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The same place in a text in which this text begins at byte `offset`.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self { start: self.start + offset, end: self.end + offset }
    }
}

/// A course description, a job posting, or any other text to be tagged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The whole text.
    pub text: String,
    /// Its sentences and list items, in reading order, not overlapping.
    pub passages: Vec<Span>,
}
