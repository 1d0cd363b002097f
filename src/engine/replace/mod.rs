//! Concepts that a release took out of use -> others in their place, wherever they are used.
//!
//! Steps: what is touched is found as for `impact`; which proposals are accepted is `chosen`; crosswalks, examples and
//! profiles are rewritten in one go, or not at all (`rewrite`); files come back as text, and whoever gave them writes them.

mod chosen;
mod rewrite;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::impact::Basis;
use crate::engine::impact::Place;
use crate::engine::impact::TagsFile;
use crate::engine::impact::Use;
use crate::engine::recorded::Part;
use crate::engine::review::now;
use crate::formats;
use crate::limits;
use crate::model::ConceptId;
use crate::model::Score;
use crate::store::Together;

/// What is accepted.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReplaceRequest {
    /// The earlier release (`esco@1.1.0`), or a framework (`esco`): then the release before the later one.
    pub before: String,
    /// The later release; the current one when empty.
    pub after: String,
    /// Single replacements; one concept may become several. They go before all that is proposed.
    pub accept: Vec<AcceptedReplacement>,
    /// Accept every clear proposal, however little it is believed.
    pub all: bool,
    /// Accept every clear proposal that a release says or that has at least this confidence, 0..=1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub min_confidence: Option<f64>,
    /// Who decides it: the name under which it stands in the logs of crosswalks; needed where one is touched.
    pub reviewer: String,
    /// Files of tags that are to be written anew; they come back in the reply.
    pub files: Vec<TagsFile>,
    /// Language of labels, and of texts that are compared; English when empty.
    pub language: String,
    /// Only say what would be done.
    pub preview: bool,
}

/// A replacement that somebody accepts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptedReplacement {
    /// The concept that is used.
    pub before: ConceptId,
    /// The concept that takes its place.
    pub after: ConceptId,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ReplaceReply {
    /// Revision of the data.
    pub revision: u64,
    /// The earlier release.
    pub before: String,
    /// The later release.
    pub after: String,
    /// What was replaced, by IRI.
    pub replaced: Vec<Replaced>,
    /// Concepts out of use that were left, and why, by IRI.
    pub left: Vec<LeftConcept>,
    /// Where something was changed, and how much.
    pub changed: Vec<Use>,
    /// Places that were left as they are, and why, in plain words.
    pub remarks: Vec<String>,
    /// By crosswalk, the number by which its new decisions are taken back.
    pub batches: Vec<CrosswalkBatch>,
    /// The files, with other concepts.
    pub files: Vec<ChangedFile>,
    /// Whether it is only what would be done.
    pub is_preview: bool,
}

/// A concept and those in its place.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Replaced {
    /// The concept that was used.
    pub before: ConceptId,
    /// Its label.
    pub label: String,
    /// Those in its place.
    pub after: Vec<ConceptId>,
    /// Their labels.
    pub after_labels: Vec<String>,
    /// What it was accepted for.
    pub basis: Basis,
    /// How much it was believed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Score>,
}

/// A concept that was left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeftConcept {
    /// Its IRI.
    pub id: ConceptId,
    /// Its label.
    pub label: String,
    /// Why.
    pub why: String,
}

/// Decisions added to a crosswalk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CrosswalkBatch {
    /// The crosswalk.
    pub name: String,
    /// Number of the first of them.
    pub batch: u64,
    /// How many.
    pub n_decisions: u64,
}

/// A file with other concepts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangedFile {
    /// Its name, as it was given.
    pub name: String,
    /// How many of its tags are others.
    pub n_changed: u64,
    /// All of it.
    pub text: String,
}

impl Engine {
    /// Puts concepts in the place of those that a release took out of use: in crosswalks (as decisions of their own, the
    /// old ones stay in the log), in examples, in profiles, and in the files, which come back changed.
    ///
    /// Mapping sets that were imported or published are never changed. When it returns, all of it is on the disk.
    /// Errors: nothing is accepted, a concept is unknown or out of use, nobody is named where a crosswalk is touched, or
    /// something is beyond its bound; then nothing has changed.
    pub fn replace(&self, request: &ReplaceRequest) -> Result<ReplaceReply, Error> {
        if request.preview {
            return self.put_in_place(request);
        }
        self.recorded(
            "replace",
            &request.before,
            &[Part::Crosswalks, Part::Examples, Part::Profiles],
            || self.put_in_place(request),
        )
    }

    fn put_in_place(&self, request: &ReplaceRequest) -> Result<ReplaceReply, Error> {
        choice::bounded("reviewer", &request.reviewer, limits::COMMENT_BYTES)?;
        let language = choice::language(&request.language)?;
        let snapshot = self.snapshot();
        let releases = self.latest(&snapshot, &request.before, &request.after)?;
        let impact = self.impact_of(&snapshot, releases, language, &request.files)?;
        let chosen = chosen::chosen(&impact, request, language)?;
        let time = now()?;
        let mut files = Vec::new();
        let mut changed = Vec::new();
        let substitutes = chosen.substitutes(&impact.after, language);
        for file in &request.files {
            let (text, n) = formats::with_substitutes(&file.name, &file.text, &substitutes)?;
            if n > 0 {
                changed.push(Use { place: Place::File, name: file.name.clone(), n });
            }
            files.push(ChangedFile { name: file.name.clone(), n_changed: n, text });
        }
        let rewrite = || self.rewritten(&impact, &chosen, request.reviewer.trim(), &time);
        let mut told = rewrite::Told::default();
        if request.preview {
            told = rewrite()?.1;
        } else {
            self.store.change_together(|| {
                let (together, all) = rewrite()?;
                told = all;
                Ok::<Together, Error>(together)
            })?;
        }
        for (_, set) in &snapshot.mapping_sets {
            let is_named = |m: &crate::model::Mapping| {
                chosen.by.contains_key(&m.subject)
                    || m.object.as_ref().is_some_and(|object| chosen.by.contains_key(object))
            };
            if set.mappings.iter().any(is_named) {
                let remark = "is a finished set and is never changed; import its next version, or bring it into a crosswalk";
                told.remarks.push(format!("{} {remark}", set.title));
            }
        }
        told.changed.extend(changed);
        Ok(ReplaceReply {
            revision: self.snapshot().revision,
            before: impact.before.release().to_string(),
            after: impact.after.release().to_string(),
            replaced: chosen.replaced,
            left: chosen.left,
            changed: told.changed,
            remarks: told.remarks,
            batches: told.batches,
            files,
            is_preview: request.preview,
        })
    }
}
