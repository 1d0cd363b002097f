//! A kept document is forgotten.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::document;
use crate::engine::keeping::document_id;
use crate::engine::memories::workspace_name;
use crate::engine::recorded::Part;

/// Which document is to be forgotten.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RemoveDocumentRequest {
    /// The workspace.
    pub workspace: String,
    /// Its name there.
    pub id: String,
}

/// Which document was forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RemoveDocumentReply {
    /// The workspace.
    pub workspace: String,
    /// Its name there.
    pub id: String,
}

impl Engine {
    /// Forgets a document with its text; when it returns, it is off the disk. What was learned from it stays with the
    /// examples, which are taken away for themselves.
    ///
    /// Errors: there is none of that name.
    pub fn remove_document(
        &self,
        request: &RemoveDocumentRequest,
    ) -> Result<RemoveDocumentReply, Error> {
        let target = document::target(&request.workspace, &request.id);
        let parts = [Part::Documents(&request.workspace)];
        self.recorded("remove_document", &target, &parts, || self.forget_document(request))
    }

    fn forget_document(
        &self,
        request: &RemoveDocumentRequest,
    ) -> Result<RemoveDocumentReply, Error> {
        let workspace = workspace_name(&request.workspace)?;
        let id = document_id(&request.id)?;
        if !self.store.remove_document(workspace, id)? {
            return Err(document::unknown(workspace, id));
        }
        Ok(RemoveDocumentReply { workspace: workspace.to_owned(), id: id.to_owned() })
    }
}
