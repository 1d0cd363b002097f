//! Frameworks -> what makes a semantic model fit them: a projection, token weights, or a table from nothing.
//!
//! In: the labels and descriptions of competencies. They are pairs that mean the same (`pairs`): an
//! alternative label and its preferred one, a description and its preferred label. Each is taught to be nearer to its
//! counterpart than to those of all others in the batch (`contrast`, `InfoNCE`), either by a matrix over a given model
//! (`projection`) or by a table of word pieces (`vocabulary`, `table`). The same frameworks and seed give the
//! same bytes, on any number of cores.

mod adam;
mod contrast;
mod pairs;
mod projection;
mod random;
mod table;
mod vocabulary;

pub use projection::learn_projection;
pub use table::learn_table;

use crate::model::Framework;
use crate::tagging::semantic::Provenance;
use crate::tagging::semantic::Sides;

/// How it is learnt.
#[derive(Debug, Clone, PartialEq)]
pub struct LearnOptions {
    /// What a projection projects.
    pub sides: Sides,
    /// How often all pairs are gone through.
    pub n_epochs: usize,
    /// The step of each update (Adam).
    pub rate: f32,
    /// Seed of the order of pairs and of a table's first numbers.
    pub seed: u64,
    /// Values of a table's vectors.
    pub dim: usize,
}

impl LearnOptions {
    /// For a projection: as measured best on the validation sentences of the TECH and HOUSE sets.
    pub const PROJECTION: Self =
        Self { sides: Sides::Both, n_epochs: 2, rate: 3e-4, seed: 7, dim: 0 };
    /// For a table from nothing.
    pub const TABLE: Self = Self { sides: Sides::Both, n_epochs: 6, rate: 2e-3, seed: 7, dim: 256 };
}

/// What was learnt: files of a model directory, and how well it went.
#[derive(Debug, Clone, PartialEq)]
pub struct Learnt {
    /// The files, in the order in which they are to be written.
    pub files: Vec<LearntFile>,
    /// Where it came from.
    pub about: Provenance,
    /// Mean loss over the first tenth of the batches, in nats; lower is better.
    pub loss_before: f64,
    /// Mean loss over the last tenth.
    pub loss_after: f64,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearntFile {
    /// Its name in the directory.
    pub name: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Called with how many steps are done, and how many there are.
type Progress<'a> = crate::tagging::semantic::Progress<'a>;

/// Pairs that are told apart in one step.
const BATCH_PAIRS: usize = 1_024;
/// Divides cosines before they compete: the lower, the more the nearest wrong ones count.
const TEMPERATURE: f32 = 0.05;

/// Releases with their digests, by name.
fn releases(frameworks: &[&Framework]) -> Vec<(String, String)> {
    let name = |f: &&Framework| (f.release().to_string(), f.digest().to_string());
    let mut releases: Vec<(String, String)> = frameworks.iter().map(name).collect();
    releases.sort();
    releases
}

/// Means over the first and the last tenth of the steps.
fn before_and_after(losses: &[f64]) -> (f64, f64) {
    let n = losses.len().div_ceil(10).max(1);
    let mean = |losses: &[f64]| losses.iter().sum::<f64>() / losses.len().max(1) as f64;
    (mean(&losses[..n.min(losses.len())]), mean(&losses[losses.len().saturating_sub(n)..]))
}
