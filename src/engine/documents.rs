//! The workspaces that keep documents, and the documents of one with what is left to do.

use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::memories::workspace_name;
use crate::model::DocumentSummary;

/// Whose documents.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DocumentsRequest {
    /// The workspace; only the list of workspaces is given when empty.
    pub workspace: String,
    /// In which order they are given.
    pub order: DocumentOrder,
    /// Documents passed over.
    pub offset: usize,
    /// Documents given: 50 when 0, at most 200.
    pub limit: usize,
}

/// In which order documents are given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentOrder {
    /// By name.
    #[default]
    Id,
    /// Those with the most undecided tags first: what to look at next.
    Queue,
}

/// The workspaces, and a page of the documents of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentsReply {
    /// The workspaces, by name; of a workspace that was asked for, that one.
    pub workspaces: Vec<WorkspaceProgress>,
    /// Its documents.
    pub documents: Vec<DocumentSummary>,
}

/// How far the work of a workspace has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

/// Documents given when the request does not say how many.
const USUAL_DOCUMENTS: usize = 50;

impl Engine {
    /// The workspaces that keep documents or examples, or the documents of one.
    ///
    /// Errors: the name is none, or the disk refuses.
    pub fn documents(&self, request: &DocumentsRequest) -> Result<DocumentsReply, Error> {
        let page = choice::page(request.offset, request.limit, USUAL_DOCUMENTS)?;
        if request.workspace.is_empty() {
            let mut names = self.store.document_workspaces()?;
            names.extend(self.store.workspaces()?);
            names.sort();
            names.dedup();
            let progress = names.iter().map(|name| {
                let documents = self.store.documents(name)?;
                Ok(progress(name, &documents, self.store.examples(name)?.len()))
            });
            let workspaces = progress.collect::<Result<_, Error>>()?;
            return Ok(DocumentsReply { workspaces, documents: Vec::new() });
        }
        let name = workspace_name(&request.workspace)?;
        let mut documents = self.store.documents(name)?;
        let workspaces = vec![progress(name, &documents, self.store.examples(name)?.len())];
        if request.order == DocumentOrder::Queue {
            // The sort is stable: of equally many the first by name stays first.
            documents.sort_by_key(|document| std::cmp::Reverse(document.n_undecided));
        }
        let documents = documents.into_iter().skip(page.start).take(page.len()).collect();
        Ok(DocumentsReply { workspaces, documents })
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
