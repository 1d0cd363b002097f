//! The workspaces that keep documents, and the documents of one with what is left to do.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::memories::workspace_name;
use crate::model::DocumentSummary;

/// Whose documents.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DocumentsRequest {
    /// The workspace; only the list of workspaces is given when empty.
    pub workspace: String,
    /// In which order they are given.
    pub order: DocumentOrder,
    /// Documents, or workspaces, passed over.
    #[schemars(range(max = crate::limits::PAGE_OFFSET))]
    pub offset: usize,
    /// Documents, or workspaces, given: 50 when 0, at most 200.
    #[schemars(range(max = crate::limits::PAGE_HITS))]
    pub limit: usize,
}

/// In which order documents are given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentOrder {
    /// By name.
    #[default]
    Id,
    /// Those with the most undecided tags first: what to look at next.
    Queue,
}

/// The workspaces, and a page of the documents of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DocumentsReply {
    /// The workspaces, by name; of a workspace that was asked for, that one.
    pub workspaces: Vec<WorkspaceProgress>,
    /// How many there are of what was asked for: documents, or workspaces.
    pub total: u64,
    /// Its documents.
    pub documents: Vec<DocumentSummary>,
}

/// How far the work of a workspace has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WorkspaceProgress {
    /// Its name.
    pub name: String,
    /// How many documents it keeps.
    pub n_documents: u64,
    /// How many of them have no undecided tag.
    pub n_done: u64,
    /// How many tags they have.
    pub n_tags: u64,
    /// How many of these wait for a person.
    pub n_undecided: u64,
    /// How many examples it has.
    pub n_examples: u64,
}

impl DocumentsRequest {
    /// Documents given when the request does not say how many.
    pub const USUAL: usize = 50;
}

impl Engine {
    /// The workspaces that keep documents or examples, or the documents of one.
    ///
    /// Errors: the name is none, or the disk refuses.
    pub fn documents(&self, request: &DocumentsRequest) -> Result<DocumentsReply, Error> {
        let mut page = choice::page(request.offset, request.limit, DocumentsRequest::USUAL)?;
        if request.workspace.is_empty() {
            let mut workspaces = self.workspaces()?;
            let total = workspaces.len() as u64;
            choice::cut(&mut workspaces, &mut page);
            return Ok(DocumentsReply { workspaces, total, documents: Vec::new() });
        }
        let name = workspace_name(&request.workspace)?;
        let mut documents = self.store.documents(name)?;
        let workspaces = vec![progress(name, &documents, self.store.examples(name)?.len())];
        if request.order == DocumentOrder::Queue {
            // The sort is stable: of equally many the first by name stays first.
            documents.sort_by_key(|document| std::cmp::Reverse(document.n_undecided));
        }
        let total = documents.len() as u64;
        choice::cut(&mut documents, &mut page);
        Ok(DocumentsReply { workspaces, total, documents })
    }

    /// All workspaces that keep documents or examples, by name.
    ///
    /// Errors: the disk refuses.
    pub fn workspaces(&self) -> Result<Vec<WorkspaceProgress>, Error> {
        let mut names = self.store.document_workspaces()?;
        names.extend(self.store.workspaces()?);
        names.sort();
        names.dedup();
        let progress = names.iter().map(|name| {
            let documents = self.store.documents(name)?;
            Ok(progress(name, &documents, self.store.examples(name)?.len()))
        });
        progress.collect()
    }
}

fn progress(name: &str, documents: &[DocumentSummary], n_examples: usize) -> WorkspaceProgress {
    WorkspaceProgress {
        name: name.to_owned(),
        n_documents: documents.len() as u64,
        n_done: documents.iter().filter(|document| document.n_undecided == 0).count() as u64,
        n_tags: documents.iter().map(|document| document.n_tags).sum(),
        n_undecided: documents.iter().map(|document| document.n_undecided).sum(),
        n_examples: n_examples as u64,
    }
}
