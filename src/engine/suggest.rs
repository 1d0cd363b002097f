//! The beginning of a label -> labels, for a box in which people type.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::limits;
use crate::model::Language;

/// What was typed so far. Empty lists narrow nothing.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SuggestRequest {
    /// What was typed.
    pub text: String,
    /// Frameworks by short name, release or IRI.
    pub framework: Vec<String>,
    /// Kinds of concepts.
    pub kind: Vec<String>,
    /// Languages of labels.
    pub language: Vec<String>,
    /// Suggestions given: 10 when 0, at most 200.
    #[schemars(range(max = crate::limits::PAGE_HITS))]
    pub limit: usize,
}

/// Labels that it may become.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SuggestReply {
    /// Revision of the data.
    pub revision: u64,
    /// The suggestions, best first, each concept once.
    pub suggestions: Vec<Suggestion>,
}

/// One label, and the concept it names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Suggestion {
    /// The label to show.
    pub text: String,
    /// Its language.
    pub language: Language,
    /// The concept it names.
    pub concept: ConceptView,
}

/// Suggestions given when the request does not say how many: what fits below a box.
const USUAL_SUGGESTIONS: usize = 10;

impl Engine {
    /// Labels for what was typed so far.
    ///
    /// Errors: a filter names something that is not there, or the request is beyond a bound.
    pub fn suggest(&self, request: &SuggestRequest) -> Result<SuggestReply, Error> {
        let text = choice::bounded("text", &request.text, limits::QUERY_BYTES)?;
        let page = choice::page(0, request.limit, USUAL_SUGGESTIONS)?;
        let snapshot = self.snapshot();
        let filter =
            choice::filter(&snapshot, &request.framework, &request.kind, &request.language, &[])?;
        let completions = snapshot.index.complete(&snapshot.graph, text, &filter, page.end)?;
        let suggestions = completions.into_iter().map(|completion| Suggestion {
            concept: ConceptView::at(&snapshot.graph, completion.node, completion.label.language),
            language: completion.label.language,
            text: completion.label.text.into_string(),
        });
        Ok(SuggestReply { revision: snapshot.revision, suggestions: suggestions.collect() })
    }
}
