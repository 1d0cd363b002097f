//! A file of courses or postings -> each tagged and kept in a workspace.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::Step;
use crate::engine::TagFileReply;
use crate::engine::TagFileRequest;
use crate::engine::Watch;
use crate::engine::keeping;
use crate::engine::keeping::Kept;
use crate::engine::memories::workspace_name;
use crate::engine::recorded::Part;
use crate::formats::DocumentFormat;
use crate::model::DocumentSummary;
use crate::model::Issue;
use crate::model::SavedDocument;
use crate::store::Together;

/// The file, and where its documents are kept.
#[derive(Debug, Clone, Default)]
pub struct SaveDocumentsRequest {
    /// Who saves them; may be empty.
    pub by: String,
    /// The file and how it is to be tagged; its `wanted.workspace` is where the documents are kept.
    pub file: TagFileRequest,
}

/// What was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SaveDocumentsReply {
    /// The workspace.
    pub workspace: String,
    /// The format of the file.
    pub format: DocumentFormat,
    /// The documents in short, in the order of the file.
    pub documents: Vec<DocumentSummary>,
    /// How many tags of an earlier saving kept what people had said of them.
    pub n_carried: u64,
    /// How many issues there were.
    pub n_issues: u64,
    /// The first of them.
    pub issues: Vec<Issue>,
}

/// Documents that are put on the disk together: more at once are more than the store is trusted with.
const TOGETHER: usize = 100;

impl Engine {
    /// Tags each document of a file and keeps it. Each is kept whole or not at all; a catalogue that is broken off is
    /// saved again, for a document of the same name is tagged anew and keeps what people said.
    ///
    /// It can be called off while it tags; once it saves, it goes on to the end.
    ///
    /// Errors: the file cannot be read, a field is not right, or there are too many documents.
    pub fn save_documents(
        &self,
        request: &SaveDocumentsRequest,
        watch: Watch<'_>,
    ) -> Result<SaveDocumentsReply, Error> {
        let workspace = &request.file.wanted.workspace;
        // Nobody waits for the tagging.
        let tagged = self.tagged_file(request, watch);
        self.recorded("save_documents", workspace, &[Part::Documents(workspace)], || {
            let (found, documents) = tagged?;
            self.keep_documents(workspace, found, documents, watch)
        })
    }

    /// What the file says beside its documents, and these as they are to be kept.
    fn tagged_file(
        &self,
        request: &SaveDocumentsRequest,
        watch: Watch<'_>,
    ) -> Result<(TagFileReply, Vec<SavedDocument>), Error> {
        let workspace = workspace_name(&request.file.wanted.workspace)?;
        let by = keeping::name_of(&request.by)?;
        let settings = self.settings(&request.file.wanted)?;
        let snapshot = self.snapshot();
        let mut found = self.tag_file_watched(&request.file, watch)?;
        let kept = Kept { workspace, by, settings: &settings, snapshot: &snapshot };
        let mut taken = BTreeSet::new();
        let mut documents = Vec::with_capacity(found.documents.len());
        for found in std::mem::take(&mut found.documents) {
            let id = found.id.clone().unwrap_or_default();
            let mut document = kept.document(found, &id)?;
            // Two of one name in a file are two documents.
            let (plain, mut number) = (document.id.clone(), 1);
            while !taken.insert(document.id.clone()) {
                number += 1;
                document.id = format!("{plain}-{number}");
            }
            documents.push(document);
        }
        Ok((found, documents))
    }

    fn keep_documents(
        &self,
        workspace: &str,
        found: TagFileReply,
        mut documents: Vec<SavedDocument>,
        watch: Watch<'_>,
    ) -> Result<SaveDocumentsReply, Error> {
        let ids: Vec<&str> = documents.iter().map(|document| document.id.as_str()).collect();
        self.store.check_room(workspace, &ids)?;
        let total = documents.len() as u64;
        let (mut summaries, mut n_carried) = (Vec::new(), 0);
        while !documents.is_empty() {
            let rest = documents.split_off(documents.len().min(TOGETHER));
            let mut batch = std::mem::replace(&mut documents, rest);
            let change = self.store.change_together(|| {
                for document in &mut batch {
                    if let Some(before) = self.store.document(workspace, &document.id)? {
                        n_carried += keeping::carry(before, document);
                    }
                }
                Ok::<_, Error>(Together { documents: batch, ..Together::default() })
            })?;
            for document in &change.documents {
                summaries.push(keeping::summary(Some(document))?);
            }
            let _ = watch(Step { what: "saving", done: summaries.len() as u64, total });
        }
        Ok(SaveDocumentsReply {
            workspace: workspace.to_owned(),
            format: found.format,
            documents: summaries,
            n_carried,
            n_issues: found.n_issues,
            issues: found.issues,
        })
    }
}
