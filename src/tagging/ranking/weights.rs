//! The weights file: every ranker, what it was made from and how good it is.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::Serialize;

use crate::tagging::ranking::Ranker;

/// What a weights file says, with where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Layout of the file; [`Weights::FORMAT`] is the one that is read.
    format: u32,
    /// How it came about.
    pub provenance: Provenance,
    /// The ranker of a text alone.
    pub(in crate::tagging) text: Ranker,
    /// The rankers of a text with a semantic model, by the sort of the model.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(in crate::tagging) with_model: BTreeMap<String, ModelRanker>,
}

/// The ranker for a sort of semantic model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::tagging) struct ModelRanker {
    /// How it came about.
    pub(in crate::tagging) provenance: Provenance,
    /// Its weights.
    pub(in crate::tagging) ranker: Ranker,
}

/// From what and how weights were made.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// The program, with its version.
    pub made_by: String,
    /// The release that answered, with the beginning of its digest.
    pub framework: String,
    /// The sets of right answers: name and number of questions.
    pub data: Vec<String>,
    /// The semantic model, where there was one.
    pub model: String,
    /// How questions were kept apart.
    pub split: String,
    /// Where the generators started.
    pub seed: u64,
    /// How the trees were grown.
    pub growth: String,
    /// What was measured on questions kept aside.
    pub figures: Vec<String>,
}

/// Why a weights file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WeightsError {
    /// It cannot be read.
    #[error("the weights file cannot be read ({reason}); make one with `skillmap tune`")]
    Unreadable {
        /// What the reader said.
        reason: String,
    },
    /// It was made for other features or another layout.
    #[error(
        "the weights file was made by another version ({made_by}); make one with `skillmap tune`"
    )]
    OtherVersion {
        /// The program that made it.
        made_by: String,
    },
}

impl Weights {
    /// The layout that this program writes and reads.
    pub const FORMAT: u32 = 1;

    /// The same weights with another ranker: that for texts alone, or that for a sort of semantic model.
    #[must_use]
    pub(in crate::tagging) fn with(
        &self,
        sort: Option<&str>,
        provenance: Provenance,
        ranker: Ranker,
    ) -> Self {
        let mut weights = self.clone();
        match sort {
            None => (weights.provenance, weights.text) = (provenance, ranker),
            Some(sort) => {
                weights.with_model.insert(sort.to_owned(), ModelRanker { provenance, ranker });
            }
        }
        weights
    }

    /// The ranker for a sort of semantic model, or for texts alone.
    pub(in crate::tagging) fn ranker(&self, sort: Option<&str>) -> &Ranker {
        let own = sort.and_then(|sort| self.with_model.get(sort));
        own.map_or(&self.text, |own| &own.ranker)
    }

    /// Reads a weights file.
    ///
    /// Errors: it is no weights file, or its features are not those of this program.
    pub fn read(text: &str) -> Result<Self, WeightsError> {
        let weights: Self = serde_json::from_str(text)
            .map_err(|e| WeightsError::Unreadable { reason: e.to_string() })?;
        let others = weights.with_model.values().map(|own| &own.ranker);
        let mut rankers = std::iter::once(&weights.text).chain(others);
        if weights.format == Self::FORMAT && rankers.all(Ranker::fits) {
            return Ok(weights);
        }
        Err(WeightsError::OtherVersion { made_by: weights.provenance.made_by })
    }

    /// The file's content: always the same for the same weights.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }

    /// The weights that ship with the program.
    pub fn shipped() -> Arc<Self> {
        static SHIPPED: OnceLock<Arc<Weights>> = OnceLock::new();
        let read =
            || Arc::new(Self::read(include_str!("weights.json")).unwrap_or_else(|_| Self::none()));
        SHIPPED.get_or_init(read).clone()
    }

    /// Weights that weigh nothing: what a program without shipped weights would start from.
    fn none() -> Self {
        Self {
            format: Self::FORMAT,
            provenance: Provenance::default(),
            text: Ranker::none(),
            with_model: BTreeMap::new(),
        }
    }
}
