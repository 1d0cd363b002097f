//! Confirmed examples, taken away again: one text, or all of a workspace.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::memories::WorkspaceView;
use crate::engine::memories::concept_called;
use crate::engine::memories::workspace_name;
use crate::engine::recorded::Part;
use crate::model::Example;

/// What is to be forgotten.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RemoveExamplesRequest {
    /// The workspace.
    pub workspace: String,
    /// The text to be forgotten; needed unless `all` is set.
    pub text: String,
    /// Forget the text for this concept only; for every concept when empty.
    pub concept: String,
    /// Forget everything in the workspace.
    pub all: bool,
}

/// What is left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RemoveExamplesReply {
    /// The workspace.
    pub workspace: WorkspaceView,
    /// How many examples were forgotten.
    pub n_removed: u64,
}

impl Engine {
    /// Forgets confirmed examples. The next answer is as if they had never been.
    ///
    /// Errors: neither a text nor `all` is given, both are, or there is no such example.
    pub fn remove_examples(
        &self,
        request: &RemoveExamplesRequest,
    ) -> Result<RemoveExamplesReply, Error> {
        self.recorded("remove_examples", &request.workspace, &[Part::Examples], || {
            self.forget_examples(request)
        })
    }

    fn forget_examples(
        &self,
        request: &RemoveExamplesRequest,
    ) -> Result<RemoveExamplesReply, Error> {
        let workspace = workspace_name(&request.workspace)?;
        let text = request.text.trim();
        if text.is_empty() != request.all {
            let message = "give the text to be forgotten, or all, and not both";
            return Err(Error::invalid("text", message));
        }
        let concept = match request.concept.as_str() {
            "" => None,
            name => Some(concept_called(&self.snapshot(), name)?),
        };
        let is_meant = |example: &Example| {
            (request.all || example.text == text)
                && concept.as_ref().is_none_or(|concept| example.concept == *concept)
        };
        let before = self.store.examples(workspace)?;
        if !before.iter().any(is_meant) {
            let message = format!(
                "the workspace {workspace:?} has no such example; list them with skillmap examples list"
            );
            return Err(Error::not_found("text", message));
        }
        let held = self.store.change_examples(workspace, |held| held.retain(|e| !is_meant(e)))?;
        Ok(RemoveExamplesReply {
            workspace: WorkspaceView::of(workspace, &held),
            n_removed: before.len().saturating_sub(held.len()) as u64,
        })
    }
}
