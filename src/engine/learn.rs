//! Frameworks -> what makes a semantic model fit them, as files.

use std::path::Path;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::Step;
use crate::engine::Watch;
use crate::engine::choice;
use crate::engine::semantic::vectors_dir;
use crate::model::Framework;
use crate::tagging::semantic::LearnOptions;
use crate::tagging::semantic::Model;
use crate::tagging::semantic::learn_projection;
use crate::tagging::semantic::learn_table;

/// What to learn from. Places on the disk are named on the command line only: over HTTP a table is learnt and
/// written below the data folder.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LearnRequest {
    /// Frameworks or releases; all current ones when empty.
    pub framework: Vec<String>,
    /// Language of the labels; English when empty.
    pub language: String,
    /// The model directory that a projection is learnt for; without one a table is learnt from nothing.
    #[serde(skip)]
    pub model: Option<PathBuf>,
    /// The directory to write to; unless given, that of the model, or `models/learnt` in the data folder.
    #[serde(skip)]
    pub output: Option<PathBuf>,
}

/// What was learnt.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LearnReply {
    /// Revision of the data.
    pub revision: u64,
    /// The directory written to: give it as `--model`, if it holds the whole model.
    pub directory: String,
    /// The files written, in the directory.
    pub files: Vec<String>,
    /// What the directory holds now, in words; empty where a projection was written apart from its model.
    pub model: String,
    /// Digest of what it holds; empty likewise.
    pub id: String,
    /// The releases it was learnt from, with their digests.
    pub releases: Vec<(String, String)>,
    /// Language of the labels.
    pub language: String,
    /// Pairs of texts that mean the same.
    pub n_pairs: u64,
    /// Mean loss at the beginning, in nats; lower is better.
    pub loss_before: f64,
    /// Mean loss at the end.
    pub loss_after: f64,
}

impl Engine {
    /// Learns from the labels and descriptions of competencies: with a model, the projection that makes it
    /// fit them, written beside it; without, a table of its own. The same frameworks give the same bytes.
    ///
    /// Errors: an unknown framework or language, nothing to learn from, no model in the directory, or the disk
    /// refuses.
    pub fn learn(&self, request: &LearnRequest, watch: Watch<'_>) -> Result<LearnReply, Error> {
        self.recorded("learn", &request.framework.join(", "), &[], || {
            self.learn_and_write(request, watch)
        })
    }

    fn learn_and_write(
        &self,
        request: &LearnRequest,
        watch: Watch<'_>,
    ) -> Result<LearnReply, Error> {
        let snapshot = self.snapshot();
        let language = choice::language(&request.language)?;
        let parts = choice::parts(&snapshot, &request.framework)?;
        let frameworks: Vec<&Framework> =
            parts.iter().map(|part| &*snapshot.graph.parts()[*part].framework).collect();
        // Learning takes a minute and changes nothing that is held; it is not called off.
        let told = |done, total| {
            let _ = watch(Step { what: "learning", done, total });
        };
        let (learnt, usual) = if let Some(dir) = &request.model {
            let (options, cache) = (LearnOptions::PROJECTION, vectors_dir(&self.dir));
            let learnt =
                learn_projection(dir, &frameworks, language, &options, Some(&cache), &told)?;
            (learnt, dir.clone())
        } else {
            let learnt = learn_table(&frameworks, language, &LearnOptions::TABLE, &told)?;
            (learnt, self.dir.join("models/learnt"))
        };
        let directory = request.output.clone().unwrap_or(usual);
        for file in &learnt.files {
            write(&directory, file.name, &file.bytes).map_err(|error| {
                let path = directory.join(file.name);
                Error::invalid("output", format!("{}: {error}; check the folder", path.display()))
            })?;
        }
        let model = Model::open(&directory).ok();
        Ok(LearnReply {
            revision: snapshot.revision,
            directory: directory.display().to_string(),
            files: learnt.files.iter().map(|file| file.name.to_owned()).collect(),
            model: model.as_ref().map(Model::description).unwrap_or_default(),
            id: model.map(|model| model.id().to_string()).unwrap_or_default(),
            releases: learnt.about.releases,
            language: learnt.about.language,
            n_pairs: learnt.about.n_pairs,
            loss_before: learnt.loss_before,
            loss_after: learnt.loss_after,
        })
    }
}

/// Writes a file whole or not at all.
fn write(dir: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all(dir)?;
    let part = dir.join(format!("{name}.part"));
    std::fs::write(&part, bytes)?;
    std::fs::rename(part, dir.join(name))
}
