//! The answers of kept documents as a file that other systems take.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::memories::workspace_name;
use crate::formats::Loss;
use crate::formats::LossCount;
use crate::formats::TagsFormat;
use crate::formats::TagsOutgoing;
use crate::formats::write_tags;
use crate::model::Release;
use crate::model::SavedDocument;
use crate::model::Undecided;

/// Which documents, and how they are written.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DocumentFileRequest {
    /// The workspace.
    pub workspace: String,
    /// One document; all of the workspace when empty.
    pub id: String,
    /// `csv`, `json`, `sssom`, `case`, `ctdl` or `schema-org`; `csv` when empty.
    pub format: String,
    /// Whether undecided tags count.
    pub undecided: Undecided,
}

/// The file, and what it does not say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DocumentFileReply {
    /// A name for the file.
    pub file: String,
    /// Its format's name.
    pub format: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// How many documents it speaks of.
    pub n_documents: u64,
    /// How many answers they have.
    pub n_answers: u64,
    /// How much of each sort the format could not hold.
    pub loss_counts: Vec<LossCount>,
    /// What it could not hold, item by item; the first thousand.
    pub losses: Vec<Loss>,
    /// The file, to be saved as it is.
    pub content: String,
}

/// Losses given in full.
const LOSSES: usize = 1_000;

impl Engine {
    /// Writes the answers of one document or of all of a workspace, and tells what the format cannot hold.
    ///
    /// Errors: there is no such document or format, or the workspace keeps none.
    pub fn document_file(&self, request: &DocumentFileRequest) -> Result<DocumentFileReply, Error> {
        let workspace = workspace_name(&request.workspace)?;
        let name = if request.format.is_empty() { "csv" } else { &request.format };
        let format = TagsFormat::of_name(name).ok_or_else(|| {
            let known = TagsFormat::ALL.map(TagsFormat::name).join(", ");
            Error::invalid("format", format!("{name:?} is no format of tags; give one of {known}"))
        })?;
        let documents = match request.id.as_str() {
            "" => self.kept_documents(workspace)?,
            id => vec![self.kept_document(workspace, id)?],
        };
        let snapshot = self.snapshot();
        let releases: Vec<Release> =
            snapshot.graph.parts().iter().map(|p| p.framework.release().clone()).collect();
        let undecided = request.undecided;
        let outgoing =
            TagsOutgoing { workspace, documents: &documents, undecided, releases: &releases };
        let written = write_tags(&outgoing, format).ok_or_else(|| {
            Error::internal(format!("documents could not be written as {}", format.name()))
        })?;
        let safe = |c: char| if c.is_ascii_alphanumeric() || "-._".contains(c) { c } else { '-' };
        let stem = if request.id.is_empty() {
            workspace.to_owned()
        } else {
            format!("{workspace}-{}", request.id)
        };
        let stem: String = stem.chars().map(safe).collect();
        Ok(DocumentFileReply {
            file: format!("{stem}.{}", format.ending()),
            format: format.name(),
            media_type: format.media_type(),
            n_documents: documents.len() as u64,
            n_answers: documents.iter().map(|d| d.answers(undecided).len() as u64).sum(),
            loss_counts: written.losses.counts(),
            losses: written.losses.kept().iter().take(LOSSES).cloned().collect(),
            content: written.content,
        })
    }

    /// All documents of a workspace, by name.
    ///
    /// Errors: it keeps none.
    pub(in crate::engine) fn kept_documents(
        &self,
        workspace: &str,
    ) -> Result<Vec<SavedDocument>, Error> {
        let mut documents = Vec::new();
        for summary in self.store.documents(workspace)? {
            // One that was removed meanwhile is not there any more.
            documents.extend(self.store.document(workspace, &summary.id)?);
        }
        if documents.is_empty() {
            let message = format!(
                "the workspace {workspace:?} keeps no documents; save some with skillmap documents save"
            );
            return Err(Error::not_found("workspace", message));
        }
        Ok(documents)
    }
}
