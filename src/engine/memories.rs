//! Workspaces -> what people confirmed in them, ready to vote; releases -> their titles, ready to be asked.

use std::sync::Arc;
use std::sync::PoisonError;

use schemars::JsonSchema;
use serde::Serialize;

use crate::change::with_inherited_names;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::snapshot::Snapshot;
use crate::limits;
use crate::model::ConceptId;
use crate::model::Digest;
use crate::model::Example;
use crate::model::Framework;
use crate::model::Language;
use crate::tagging::Memory;
use crate::tagging::titles::TitleIndex;

/// A workspace and what it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WorkspaceView {
    /// Its name.
    pub name: String,
    /// How many examples it has.
    pub n_examples: u64,
    /// Digest of them: an answer can be repeated where it is the same.
    pub digest: Digest,
}

impl WorkspaceView {
    pub(in crate::engine) fn of(name: &str, examples: &[Example]) -> Self {
        // Each part ends with a byte that UTF-8 does not have: different lists never read alike.
        let mut bytes = Vec::new();
        for part in examples.iter().flat_map(|e| [e.text.as_str(), e.concept.as_str()]) {
            bytes.extend(part.as_bytes());
            bytes.push(0xff);
        }
        Self {
            name: name.to_owned(),
            n_examples: examples.len() as u64,
            digest: Digest::of(&bytes),
        }
    }
}

/// Memories kept ready: more workspaces take turns.
const READY: usize = 16;

impl Engine {
    /// The memory of a workspace and what it is made of; nothing where no workspace is named.
    ///
    /// Errors: the name is none, or the disk refuses.
    pub(in crate::engine) fn memory(
        &self,
        workspace: &str,
        language: Language,
    ) -> Result<(Option<Arc<Memory>>, Option<WorkspaceView>), Error> {
        if workspace.is_empty() {
            return Ok((None, None));
        }
        let examples = self.store.examples(workspace_name(workspace)?)?;
        let view = WorkspaceView::of(workspace, &examples);
        let key = (workspace.to_owned(), language);
        let mut ready = self.memories.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((digest, memory)) = ready.get(&key)
            && *digest == view.digest
        {
            return Ok((Some(memory.clone()), Some(view)));
        }
        if ready.len() >= READY {
            ready.clear();
        }
        let memory = Arc::new(Memory::new(examples, language));
        ready.insert(key, (view.digest, memory.clone()));
        Ok((Some(memory), Some(view)))
    }

    /// The titles of a release in a language, made when first asked for.
    pub(in crate::engine) fn titles(
        &self,
        number: u32,
        framework: &Arc<Framework>,
        language: Language,
    ) -> Arc<TitleIndex> {
        let place = {
            let mut titles = self.titles.lock().unwrap_or_else(PoisonError::into_inner);
            titles.entry((number, language)).or_default().clone()
        };
        let build = || {
            let named = with_inherited_names(framework).map_or_else(|| framework.clone(), Arc::new);
            Arc::new(TitleIndex::build(named, language))
        };
        place.get_or_init(build).clone()
    }
}

/// A name of a workspace that is one: letters, digits, `-`, `_` and `.`.
pub(in crate::engine) fn workspace_name(name: &str) -> Result<&str, Error> {
    choice::bounded("workspace", name, limits::WORKSPACE_BYTES)?;
    let is_fit = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    if name.is_empty() || !name.chars().all(is_fit) {
        let message = format!(
            "{name:?} cannot be a workspace's name; use letters, digits, hyphens, points and underscores"
        );
        return Err(Error::invalid("workspace", message));
    }
    Ok(name)
}

/// The concept that a person calls so: by IRI, code or label where one is held, else the IRI itself, for
/// examples may wait for their framework.
pub(in crate::engine) fn concept_called(
    snapshot: &Snapshot,
    name: &str,
) -> Result<ConceptId, Error> {
    let name = name.trim();
    if let Some(node) = crate::engine::show::find(snapshot, name) {
        return Ok(snapshot.graph.concept(node).id.clone());
    }
    ConceptId::new(name).map_err(|_| {
        let message =
            format!("{name:?} is neither an IRI nor a code or label of a concept; search for it");
        Error::not_found("concept", message)
    })
}
