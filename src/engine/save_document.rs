//! A text is tagged and kept in a workspace, with what people say of its tags.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::DecideTagsRequest;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::GivenVerdict;
use crate::engine::TagRequest;
use crate::engine::document;
use crate::engine::keeping;
use crate::engine::keeping::Kept;
use crate::engine::memories::workspace_name;
use crate::engine::recorded::Part;
use crate::engine::snapshot::Snapshot;
use crate::engine::wanted::Wanted;
use crate::model::DocumentSummary;
use crate::model::Rules;
use crate::model::SavedDocument;
use crate::store::Together;

/// The text to be kept, how it is to be tagged, and what is said of its tags already.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SaveDocumentRequest {
    /// The workspace; made where there is none.
    pub workspace: String,
    /// Its name there; made of its title when empty. A document of that name is tagged anew and keeps what people said.
    pub id: String,
    /// Its title; the text's own when empty.
    pub title: String,
    /// Who saves it and decides; when empty, nobody, or over HTTP the holder of the key.
    pub by: String,
    /// The text: plain, Markdown or HTML.
    pub text: String,
    /// What sort of text it is: `posting`, `course`, `other`; told from its words when empty.
    pub kind: String,
    /// Frameworks by short name, release or IRI; all current ones when empty.
    pub framework: Vec<String>,
    /// Language of the text; told from the text when empty.
    pub language: String,
    /// Least score, 0..=1; the usual one when nothing.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub min_score: Option<f64>,
    /// Tags proposed: 50 when 0, at most 200.
    #[schemars(range(max = crate::limits::PAGE_HITS))]
    pub limit: usize,
    /// What is wanted and what is not; added to the profile's.
    pub rules: Rules,
    /// Name of a saved profile; none when empty.
    pub profile: String,
    /// What is said of its tags already.
    pub verdicts: Vec<GivenVerdict>,
}

/// What was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SaveDocumentReply {
    /// The workspace.
    pub workspace: String,
    /// The document in short.
    pub document: DocumentSummary,
    /// How many tags of an earlier saving kept what people had said of them.
    pub n_carried: u64,
}

impl Engine {
    /// Tags a text and keeps it; when it returns, it is on the disk. The examples of the workspace help, and what is
    /// said of its tags is learned as [`Engine::decide_tags`] does.
    ///
    /// Errors: the text, a name or a decision is not right, or there are too many documents; nothing is kept then.
    pub fn save_document(&self, request: &SaveDocumentRequest) -> Result<SaveDocumentReply, Error> {
        // Nobody waits for the tagging.
        let tagged = self.tagged_text(request);
        let id = tagged.as_ref().map_or(request.id.as_str(), |(_, document)| &document.id);
        let target = document::target(&request.workspace, id);
        let parts = [Part::ExamplesOf(&request.workspace), Part::Documents(&request.workspace)];
        self.recorded("save_document", &target, &parts, || {
            let (snapshot, document) = tagged?;
            self.keep_document(request, &snapshot, document)
        })
    }

    fn keep_document(
        &self,
        request: &SaveDocumentRequest,
        snapshot: &Snapshot,
        mut document: SavedDocument,
    ) -> Result<SaveDocumentReply, Error> {
        let workspace = workspace_name(&request.workspace)?;
        let decisions = DecideTagsRequest {
            workspace: workspace.to_owned(),
            id: document.id.clone(),
            by: request.by.clone(),
            verdicts: request.verdicts.clone(),
            ..DecideTagsRequest::default()
        };
        let mut n_carried = 0;
        let change = self.store.change_together(|| {
            self.store.check_room(workspace, &[&document.id])?;
            if let Some(before) = self.store.document(workspace, &document.id)? {
                n_carried = keeping::carry(before, &mut document);
            }
            let mut examples = self.store.examples(workspace)?;
            let learned =
                Self::decide(snapshot, &mut document, &decisions, &mut examples)?.is_learned;
            let examples =
                if learned { vec![(workspace.to_owned(), examples)] } else { Vec::new() };
            Ok::<_, Error>(Together { examples, documents: vec![document], ..Together::default() })
        })?;
        Ok(SaveDocumentReply {
            workspace: workspace.to_owned(),
            document: keeping::summary(change.documents.first())?,
            n_carried,
        })
    }

    /// What [`Engine::save_document`] would keep, kept nowhere; the workspace may be empty.
    ///
    /// Errors: the text or a name is not right.
    pub fn unsaved_document(&self, request: &SaveDocumentRequest) -> Result<SavedDocument, Error> {
        Ok(self.tagged_text(request)?.1)
    }

    fn tagged_text(
        &self,
        request: &SaveDocumentRequest,
    ) -> Result<(Arc<Snapshot>, SavedDocument), Error> {
        let workspace = request.workspace.as_str();
        let by = keeping::name_of(&request.by)?;
        let settings = self.settings(&TagRequest {
            text: String::new(),
            kind: request.kind.clone(),
            framework: request.framework.clone(),
            language: request.language.clone(),
            min_score: request.min_score,
            limit: request.limit,
            rules: request.rules.clone(),
            profile: request.profile.clone(),
            workspace: workspace.to_owned(),
        })?;
        let snapshot = self.snapshot();
        let wanted = Wanted::of(&snapshot, &settings)?;
        let mut found = self.tag_wanted(&snapshot, &wanted, &request.text)?;
        if found.text.is_none() {
            found.text = Some(request.text.clone());
        }
        if !request.title.trim().is_empty() {
            request.title.trim().clone_into(&mut found.title);
        }
        let kept = Kept { workspace, by, settings: &settings, snapshot: &snapshot };
        let document = kept.document(found, &request.id)?;
        Ok((snapshot, document))
    }
}
