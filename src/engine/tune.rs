//! Files of right answers -> weights for the tagger, and what they are worth.

use std::path::Path;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::Figure;
use crate::engine::choice;
use crate::engine::evaluate::Answers;
use crate::formats;
use crate::formats::Bundle;
use crate::formats::GoldTask;
use crate::formats::Issues;
use crate::formats::Source;
use crate::model::Framework;
use crate::quality::CalibrationBin;
use crate::quality::Counts;
use crate::quality::Interval;
use crate::tagging::Provenance;
use crate::tagging::TaggingOptions;
use crate::tagging::TuningSet;
use crate::tagging::Worths;
use crate::tagging::tune;

/// What the weights are made from.
#[derive(Debug, Clone, Default)]
pub struct TuneRequest {
    /// Files of right answers (sentence -> skills), one after the other.
    pub gold: Vec<Source>,
    /// The framework whose skills the answers name.
    pub framework: String,
    /// Language of the sentences; English when empty.
    pub language: String,
    /// Whether the worth of each family of features is measured too.
    pub worths: Worths,
}

/// The weights, and how good they are on sentences they have not seen.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TuneReply {
    /// Revision of the data.
    pub revision: u64,
    /// The release that answered.
    pub framework: String,
    /// Each set, judged by nested cross-validation.
    pub sets: Vec<TunedSet>,
    /// How often answers of a probability are right, by the same.
    pub calibration: Vec<CalibrationBin>,
    /// RP@5 and MRR of the trees and of the weighted sum, by nested cross-validation, on the framework and on its
    /// preferred labels alone; empty with a semantic model for the latter.
    pub scorers: Vec<Worth>,
    /// RP@5 and MRR in cross-validation with all features and without each family; empty when not asked for.
    pub worths: Vec<Worth>,
    /// The weights file, to be saved as it is.
    pub weights: String,
}

/// Figures of one set.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TunedSet {
    /// Its file.
    pub name: String,
    /// Sentences that want something.
    pub n_judged: usize,
    /// The figures.
    pub figures: Vec<Figure>,
}

/// What a family of features is worth.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Worth {
    /// With which features.
    pub features: String,
    /// RP@5, 0..=1.
    pub rp5: f64,
    /// MRR, 0..=1.
    pub mrr: f64,
}

impl Engine {
    /// Trains the ranker on the files and judges it by nested cross-validation. Nothing is changed: the reply has the
    /// weights, which the caller saves and names at the next start.
    ///
    /// Errors: a file is of another layout, or the framework is not there.
    pub fn tune(&self, request: &TuneRequest) -> Result<TuneReply, Error> {
        let snapshot = self.snapshot();
        if request.framework.is_empty() {
            let message = "no framework is named; name the one whose skills the answers are";
            return Err(Error::invalid("framework", message));
        }
        let (number, framework) = self.release(&snapshot, &request.framework)?;
        let language = choice::language(&request.language)?;
        let tagger = self.new_tagger(number, &framework, language);
        let sets = request
            .gold
            .iter()
            .map(|source| tuning_set(source, &framework))
            .collect::<Result<Vec<_>, Error>>()?;
        let has_answer = |set: &TuningSet| set.questions.iter().any(|(_, w)| !w.is_empty());
        if !sets.iter().any(has_answer) {
            let message =
                "no sentence has a skill of this framework; check the file and the release";
            return Err(Error::invalid("gold", message));
        }
        let provenance = Provenance {
            made_by: concat!("skillmap ", env!("CARGO_PKG_VERSION")).to_owned(),
            framework: format!("{}, {}", framework.release(), framework.digest().short()),
            model: self.model.as_ref().map(|m| m.description()).unwrap_or_default(),
            ..Provenance::default()
        };
        let tuning = tune(&tagger, &sets, provenance, request.worths);
        let sets = tuning.sets.into_iter().map(|set| TunedSet {
            n_judged: set.n_judged,
            figures: [figure("RP@5", set.rp5), figure("MRR", set.mrr)]
                .into_iter()
                .chain(counted(set.shown, TaggingOptions::MIN_SCORE))
                .chain(counted(set.accepted, TaggingOptions::ACCEPT_SCORE))
                .collect(),
            name: set.name,
        });
        Ok(TuneReply {
            revision: snapshot.revision,
            framework: framework.release().to_string(),
            sets: sets.collect(),
            calibration: tuning.calibration,
            scorers: rows(tuning.scorers),
            worths: rows(tuning.worths),
            weights: tuning.weights.to_json(),
        })
    }
}

fn tuning_set(source: &Source, framework: &Arc<Framework>) -> Result<TuningSet, Error> {
    let bundle = Bundle::open(std::slice::from_ref(source))?;
    let name = bundle.origins().join(", ");
    let gold = formats::read_gold(&bundle, &mut Issues::default())?;
    let Some(gold) = gold.filter(|gold| gold.task == GoldTask::SentenceToSkills) else {
        let message = format!(
            "{name}: this is no file of sentences with skills; give a CSV with the columns sentence, span, label"
        );
        return Err(Error::invalid("gold", message));
    };
    let answers = Answers::of(&gold, framework);
    let questions = gold.questions.iter().map(|q| (q.text.clone(), answers.wanted(q))).collect();
    // Where it lay is nobody's business in a file that is passed on.
    let file = Path::new(&name).file_name().map(|file| file.to_string_lossy().into_owned());
    Ok(TuningSet { name: file.unwrap_or(name), questions })
}

fn rows(figures: Vec<(String, f64, f64)>) -> Vec<Worth> {
    figures.into_iter().map(|(features, rp5, mrr)| Worth { features, rp5, mrr }).collect()
}

fn figure(name: &str, value: Interval) -> Figure {
    Figure { name: name.to_owned(), value }
}

fn counted(counts: Counts, least: f64) -> impl Iterator<Item = Figure> {
    [("precision", counts.precision()), ("recall", counts.recall()), ("F1", counts.f1())]
        .into_iter()
        .map(move |(name, mean)| Figure {
            name: format!("{name} (at {least}, all sentences)"),
            value: Interval { mean, low: mean, high: mean },
        })
}
