//! What a format cannot hold of what is written in it, item by item.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::limits;

/// One thing that a file does not say though the framework does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Loss {
    /// The sort of loss, for counting (`label`, `relation`, `measure`).
    pub code: &'static str,
    /// The concept it was said of: its IRI. Of the framework as a whole: the framework's IRI.
    pub item: String,
    /// What is not there, or stands otherwise, and why.
    pub what: String,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.item, self.what)
    }
}

/// How many losses of one sort there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LossCount {
    /// The sort of loss.
    pub code: &'static str,
    /// How many.
    pub count: u64,
}

/// All losses of one writing: the first [`limits::LOSSES_KEPT`] whole, all of them counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Losses {
    kept: Vec<Loss>,
    counts: BTreeMap<&'static str, u64>,
}

impl Losses {
    /// Notes that something of an item is lost.
    pub fn add(&mut self, code: &'static str, item: &str, what: impl Into<String>) {
        *self.counts.entry(code).or_default() += 1;
        if self.kept.len() < limits::LOSSES_KEPT {
            self.kept.push(Loss { code, item: item.to_owned(), what: what.into() });
        }
    }

    /// Notes all that another writing lost.
    pub fn extend(&mut self, other: &Self) {
        for (code, count) in &other.counts {
            *self.counts.entry(code).or_default() += count;
        }
        let room = limits::LOSSES_KEPT.saturating_sub(self.kept.len());
        self.kept.extend(other.kept.iter().take(room).cloned());
    }

    /// The losses, in the order of what is written.
    pub fn kept(&self) -> &[Loss] {
        &self.kept
    }

    /// How many of each sort, by name.
    pub fn counts(&self) -> Vec<LossCount> {
        self.counts.iter().map(|(code, count)| LossCount { code, count: *count }).collect()
    }

    /// Whether nothing is lost.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}
