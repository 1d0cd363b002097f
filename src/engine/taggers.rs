//! Releases -> their taggers, made when first asked for.

use std::path::Path;
use std::sync::Arc;
use std::sync::PoisonError;

use crate::change::with_inherited_names;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::semantic;
use crate::engine::unwatched;
use crate::limits;
use crate::model::Digest;
use crate::model::Framework;
use crate::model::Language;
use crate::tagging::Tagger;
use crate::tagging::Weights;

impl Engine {
    /// The engine with other weights for the tagger than those that ship with the program.
    ///
    /// Errors: the file cannot be read, or it is no weights file of this version.
    pub fn with_weights(mut self, path: &Path) -> Result<Self, Error> {
        let named = |what: String| Error::invalid("weights", format!("{}: {what}", path.display()));
        let size =
            std::fs::metadata(path).map_err(|e| named(format!("{e}; check the path")))?.len();
        if size > limits::WEIGHTS_BYTES {
            let limit = limits::WEIGHTS_BYTES;
            return Err(named(format!("it has {size} bytes, the limit is {limit}; name another")));
        }
        let text =
            std::fs::read_to_string(path).map_err(|e| named(format!("{e}; name another")))?;
        self.weights = Arc::new(Weights::read(&text).map_err(|e| named(e.to_string()))?);
        Ok(self)
    }

    /// What makes the tagger answer as it does, beside the frameworks: digests of its weights and of the model.
    pub(in crate::engine) fn tagger_digests(&self) -> String {
        let weights = Digest::of(self.weights.to_json().as_bytes()).short();
        match &self.model {
            Some(model) => format!("weights {weights}, model {}", model.id().short()),
            None => format!("weights {weights}"),
        }
    }

    /// The tagger of a release in a language, made when first asked for.
    pub(in crate::engine) fn tagger(
        &self,
        number: u32,
        framework: &Arc<Framework>,
        language: Language,
    ) -> Arc<Tagger> {
        let place = {
            let mut taggers = self.taggers.lock().unwrap_or_else(PoisonError::into_inner);
            taggers.entry((number, language)).or_default().clone()
        };
        place.get_or_init(|| Arc::new(self.new_tagger(number, framework, language))).clone()
    }

    /// A tagger of a release, with the vectors of its labels where there is a model.
    pub(in crate::engine) fn new_tagger(
        &self,
        number: u32,
        framework: &Arc<Framework>,
        language: Language,
    ) -> Tagger {
        // An old name still means something: it leads to what took the place of its concept.
        let named = with_inherited_names(framework).map_or_else(|| framework.clone(), Arc::new);
        let tagger = Tagger::competencies(named, language).with_weights(self.weights.clone());
        match self.semantic_index(number, framework, language, &unwatched) {
            Some(index) => tagger.with_semantic(index, semantic::concepts_of(framework)),
            None => tagger,
        }
    }

    /// Makes the taggers of all current frameworks ready in English, and the vectors of their labels where there
    /// is a model, so that the first user does not wait.
    pub fn warm_up(&self) {
        let snapshot = self.snapshot();
        for (part, record) in snapshot.parts() {
            self.tagger(record.number, &part.framework, Language::ENGLISH);
            self.semantic_index(record.number, &part.framework, Language::ENGLISH, &unwatched);
        }
    }
}
