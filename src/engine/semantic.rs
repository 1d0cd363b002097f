//! The semantic model that the engine was given, and the labels it has made vectors of.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::PoisonError;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::Step;
use crate::engine::Watch;
use crate::model::Framework;
use crate::model::Language;
use crate::model::Status;
use crate::tagging::semantic::Model;
use crate::tagging::semantic::SemanticIndex;
use crate::tagging::semantic::WhichLabels;

impl Engine {
    /// The same engine with the semantic model of a directory; without one, nothing is asked of any.
    ///
    /// Errors: the directory gives no model.
    pub fn with_model(mut self, dir: &Path) -> Result<Self, Error> {
        self.model = Some(Arc::new(Model::open(dir)?));
        Ok(self)
    }

    /// The model, where one was given.
    pub fn model(&self) -> Option<&Arc<Model>> {
        self.model.as_ref()
    }

    /// The vectors of a release's competencies in a language, made when first asked for; nothing without a model.
    ///
    /// A concept's slot is its place among the competencies of the framework.
    pub(in crate::engine) fn semantic_index(
        &self,
        number: u32,
        framework: &Arc<Framework>,
        language: Language,
        watch: Watch<'_>,
    ) -> Option<Arc<SemanticIndex>> {
        let model = self.model.clone()?;
        let place = {
            let mut places = self.vectors.lock().unwrap_or_else(PoisonError::into_inner);
            places.entry((number, language)).or_default().clone()
        };
        let built = || {
            let concepts = concepts_of(framework);
            let cache = vectors_dir(&self.dir);
            let told = |done, total| {
                let _ = watch(Step { what: "embedding", done, total });
            };
            Arc::new(SemanticIndex::build(
                model,
                framework,
                language,
                &concepts,
                WhichLabels::All,
                Some(&cache),
                &told,
            ))
        };
        Some(place.get_or_init(built).clone())
    }
}

/// The concepts whose labels become vectors: those that texts are tagged with.
pub(in crate::engine) fn concepts_of(framework: &Framework) -> Vec<usize> {
    let is_wanted = |position: &usize| {
        let concept = &framework.concepts()[*position];
        concept.kind.is_competency() && concept.status == Status::Active
    };
    (0..framework.concepts().len()).filter(is_wanted).collect()
}

/// Where vectors of labels are kept: derived, to be deleted at will.
pub(in crate::engine) fn vectors_dir(dir: &Path) -> PathBuf {
    dir.join("vectors")
}
