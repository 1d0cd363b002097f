//! Titles and sentences that people confirmed, added to a workspace.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::memories::WorkspaceView;
use crate::engine::memories::concept_called;
use crate::engine::memories::workspace_name;
use crate::engine::recorded::Part;
use crate::formats;
use crate::formats::Bundle;
use crate::formats::Issues;
use crate::formats::Source;
use crate::limits;
use crate::model::Example;
use crate::model::Issue;

/// What was confirmed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AddExamplesRequest {
    /// The workspace; made where there is none.
    pub workspace: String,
    /// The examples.
    pub examples: Vec<GivenExample>,
    /// More of them as a CSV table with the columns `text` and `concept`.
    pub csv: String,
}

/// A text and what it was confirmed as.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenExample {
    /// The title or sentence.
    pub text: String,
    /// The concept: its IRI, a code such as 15-1252.00, or its whole label.
    pub concept: String,
}

/// What the workspace has now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AddExamplesReply {
    /// The workspace.
    pub workspace: WorkspaceView,
    /// How many of the examples were new.
    pub n_added: u64,
    /// Rows of the table that were left out, and why.
    pub issues: Vec<Issue>,
}

impl Engine {
    /// Adds confirmed examples; all of them or, with an error, none. They count from the next answer on.
    ///
    /// Errors: there is no example, one is too long, a concept is unknown, or there are too many.
    pub fn add_examples(&self, request: &AddExamplesRequest) -> Result<AddExamplesReply, Error> {
        self.recorded("add_examples", &request.workspace, &[Part::Examples], || {
            self.keep_examples(request)
        })
    }

    fn keep_examples(&self, request: &AddExamplesRequest) -> Result<AddExamplesReply, Error> {
        let workspace = workspace_name(&request.workspace)?;
        let given = request.examples.iter().map(|e| (e.text.clone(), e.concept.clone()));
        let mut given: Vec<(String, String)> = given.collect();
        let mut issues = Issues::default();
        if !request.csv.is_empty() {
            let bytes = request.csv.as_bytes().into();
            let source = Source::Bytes { name: "examples.csv".to_owned(), bytes };
            given.extend(formats::read_examples(&Bundle::open(&[source])?, &mut issues)?);
        }
        if given.is_empty() {
            let message = "there is no example; give texts with their concepts";
            return Err(Error::invalid("examples", message));
        }
        if given.len() > limits::EXAMPLES {
            let message = format!(
                "there are {} examples, the limit is {}; give fewer",
                given.len(),
                limits::EXAMPLES
            );
            return Err(Error::too_large("examples", message));
        }
        let snapshot = self.snapshot();
        let mut examples = Vec::with_capacity(given.len());
        for (text, concept) in given {
            let text = choice::bounded("text", text.trim(), limits::EXAMPLE_BYTES)?.to_owned();
            if text.is_empty() {
                return Err(Error::invalid("text", "an example has no text; give one"));
            }
            examples.push(Example { text, concept: concept_called(&snapshot, &concept)? });
        }
        let n_before = self.store.examples(workspace)?.len();
        let held = self.store.change_examples(workspace, |held| held.extend(examples))?;
        Ok(AddExamplesReply {
            workspace: WorkspaceView::of(workspace, &held),
            n_added: held.len().saturating_sub(n_before) as u64,
            issues: issues.kept().to_vec(),
        })
    }
}
