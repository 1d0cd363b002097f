//! A kept document with its tags as they stand.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::memories::workspace_name;
use crate::model::SavedDocument;

/// Which document is wanted.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DocumentRequest {
    /// The workspace.
    pub workspace: String,
    /// Its name there.
    pub id: String,
}

/// A kept document.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DocumentReply {
    /// Revision of the data now; the document says that of when it was tagged.
    pub revision: u64,
    /// The document.
    pub document: SavedDocument,
}

impl Engine {
    /// A kept document, its text and its tags.
    ///
    /// Errors: there is none of that name.
    pub fn document(&self, request: &DocumentRequest) -> Result<DocumentReply, Error> {
        let workspace = workspace_name(&request.workspace)?;
        let document = self.kept_document(workspace, &request.id)?;
        Ok(DocumentReply { revision: self.snapshot().revision, document })
    }
}

/// A document as the audit log names it: `nursing/NURS-101`; of one that has no name yet, its workspace.
pub(in crate::engine) fn target(workspace: &str, id: &str) -> String {
    if id.is_empty() { workspace.to_owned() } else { format!("{workspace}/{id}") }
}

/// There is no such document.
pub(in crate::engine) fn unknown(workspace: &str, id: &str) -> Error {
    let message = format!(
        "the workspace {workspace:?} has no document {id:?}; list them with skillmap documents list {workspace}"
    );
    Error::not_found("id", message)
}
