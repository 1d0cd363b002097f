//! A text and the concept that somebody confirmed for it.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::ConceptId;

/// A text and the concept that somebody confirmed for it. Kept by IRI, it outlives releases.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The title or sentence.
    pub text: String,
    /// Its concept.
    pub concept: ConceptId,
}
