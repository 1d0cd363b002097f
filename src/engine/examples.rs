//! What people confirmed: the workspaces, and the examples of one.

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::memories::WorkspaceView;
use crate::engine::memories::workspace_name;
use crate::model::ConceptId;
use crate::model::Language;

/// Whose examples.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(default)]
pub struct ExamplesRequest {
    /// The workspace; only the list of workspaces is given when empty.
    pub workspace: String,
    /// Examples, or workspaces, passed over.
    #[schemars(range(max = crate::limits::PAGE_OFFSET))]
    pub offset: usize,
    /// Examples, or workspaces, given: 50 when 0, at most 200.
    #[schemars(range(max = crate::limits::PAGE_HITS))]
    pub limit: usize,
}

/// The workspaces that have examples, and a page of the examples of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExamplesReply {
    /// The workspaces, by name; of a workspace that was asked for, that one.
    pub workspaces: Vec<WorkspaceView>,
    /// How many there are of what was asked for: examples, or workspaces.
    pub total: u64,
    /// Its examples, by text.
    pub examples: Vec<HeldExample>,
}

/// A confirmed example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HeldExample {
    /// The title or sentence.
    pub text: String,
    /// The concept it was confirmed as.
    pub concept: ConceptId,
    /// The concept's label; empty where no current framework has it.
    pub label: String,
}

impl ExamplesRequest {
    /// Examples given when the request does not say how many.
    pub const USUAL: usize = 50;
}

impl Engine {
    /// The workspaces, or the examples of one.
    ///
    /// Errors: the name is none, or the disk refuses.
    pub fn examples(&self, request: &ExamplesRequest) -> Result<ExamplesReply, Error> {
        let mut page = choice::page(request.offset, request.limit, ExamplesRequest::USUAL)?;
        if request.workspace.is_empty() {
            let mut workspaces = Vec::new();
            for name in self.store.workspaces()? {
                workspaces.push(WorkspaceView::of(&name, &self.store.examples(&name)?));
            }
            let total = workspaces.len() as u64;
            choice::cut(&mut workspaces, &mut page);
            return Ok(ExamplesReply { workspaces, total, examples: Vec::new() });
        }
        let held = self.store.examples(workspace_name(&request.workspace)?)?;
        let view = WorkspaceView::of(&request.workspace, &held);
        let total = held.len() as u64;
        let snapshot = self.snapshot();
        let label = |concept: &ConceptId| {
            let node = snapshot.graph.node(concept.as_str());
            node.map_or("", |node| snapshot.graph.concept(node).label(Language::ENGLISH)).to_owned()
        };
        let shown = held.into_iter().skip(page.start).take(page.len()).map(|example| HeldExample {
            label: label(&example.concept),
            text: example.text,
            concept: example.concept,
        });
        Ok(ExamplesReply { workspaces: vec![view], total, examples: shown.collect() })
    }
}
