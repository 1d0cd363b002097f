//! A file of right answers -> how often skillmap gives them, with intervals.

mod answers;
mod crosswalk;
mod figures;
mod titles;

use std::path::Path;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
pub(in crate::engine) use crate::engine::evaluate::answers::Answers;
use crate::engine::evaluate::answers::framework_of;
use crate::engine::evaluate::figures::skill_figures;
use crate::engine::evaluate::figures::span_figures;
use crate::engine::evaluate::titles::examples_of;
use crate::engine::evaluate::titles::title_figures;
use crate::engine::evaluate::titles::withheld;
use crate::engine::tag::min_score;
use crate::formats;
use crate::formats::Bundle;
use crate::formats::Content;
use crate::formats::GoldTask;
use crate::formats::Issues;
use crate::formats::ReadOptions;
use crate::formats::Source;
use crate::quality::CalibrationBin;
use crate::quality::Interval;
use crate::tagging::Memory;
use crate::tagging::data_name;
use crate::tagging::titles::TitleIndex;

/// What is measured on what.
#[derive(Debug, Clone, Default)]
pub struct EvaluateRequest {
    /// The file or folder of right answers.
    pub gold: Vec<Source>,
    /// The framework that answers; of a crosswalk, that of its subjects.
    pub framework: String,
    /// Of a crosswalk, the framework of its objects.
    pub to: Option<String>,
    /// Language of the questions; that of the file when empty.
    pub language: String,
    /// Least score of an answer, for precision and recall; the usual one when nothing.
    pub min_score: Option<f64>,
    /// Of titles and postings: another file of right answers, which serve as confirmed examples.
    pub examples: Vec<Source>,
    /// Of titles and postings: the share of the questions that serve as confirmed examples for the others, 0..1;
    /// which ones depends on the titles alone.
    pub examples_share: f64,
}

/// How good the answers are.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EvaluateReply {
    /// Revision of the data.
    pub revision: u64,
    /// What was asked.
    pub task: &'static str,
    /// The release that answered.
    pub framework: String,
    /// Questions in the file.
    pub n_questions: u64,
    /// Questions that want at least one answer the framework has: the means are over these.
    pub n_judged: u64,
    /// Wanted answers that the framework does not have, each once, sorted.
    pub unknown_answers: Vec<String>,
    /// Whether the tagger's weights were made from these very questions: the figures are then too good, and those of
    /// [`Engine::tune`] are to be read.
    pub is_training_data: bool,
    /// The figures.
    pub figures: Vec<Figure>,
    /// Of a crosswalk, how often what is said with a probability is so, on subjects kept from what was learnt.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub calibration: Vec<CalibrationBin>,
}

/// One figure, 0..=1, higher is better.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Figure {
    /// Its name: `RP@5`, `MRR`, `precision`, ...
    pub name: String,
    /// Its value, with the 95 % bootstrap interval over questions where it is a mean.
    #[serde(flatten)]
    pub value: Interval,
}

/// How far a ranking is looked at.
pub(super) const RANKED: usize = 100;

impl Engine {
    /// Whether the weights say that they were made from a file of that name with as many questions.
    fn is_training_data(&self, bundle: &Bundle, n_questions: usize) -> bool {
        bundle.origins().iter().any(|origin| {
            let name = Path::new(origin).file_name().unwrap_or_default().to_string_lossy();
            self.weights.provenance.data.contains(&data_name(&name, n_questions))
        })
    }

    /// Answers every question of the file and compares.
    ///
    /// Errors: the file is of no known layout, or a framework is not there.
    pub fn evaluate(&self, request: &EvaluateRequest) -> Result<EvaluateReply, Error> {
        let snapshot = self.snapshot();
        let bundle = Bundle::open(&request.gold)?;
        let mut issues = Issues::default();
        let Some(mut gold) = formats::read_gold(&bundle, &mut issues)? else {
            let reading = formats::read(&bundle, &ReadOptions::default())?;
            let Content::MappingSet(set) = reading.content else {
                return Err(Error::invalid(
                    "gold",
                    "this is a framework, not a file of right answers",
                ));
            };
            return self.evaluate_crosswalk(request, &set);
        };
        if gold.questions.is_empty() {
            let message = format!(
                "{}: no question is in it; check that it is the right file",
                bundle.origins().join(", ")
            );
            return Err(Error::invalid("gold", message));
        }
        let language = if request.language.is_empty() {
            gold.language
        } else {
            choice::language(&request.language)?
        };
        if gold.targets.is_empty() && request.framework.is_empty() {
            let message = "no framework is named; name the one that answers (--framework)";
            return Err(Error::invalid("framework", message));
        }
        let (number, framework) = if gold.targets.is_empty() {
            self.release(&snapshot, &request.framework)?
        } else {
            (0, Arc::new(framework_of(&gold)?))
        };
        let answers = Answers::of(&gold, &framework);
        let figures = match gold.task {
            GoldTask::SentenceToSkills | GoldTask::SkillSpans => {
                let tagger = self.new_tagger(number, &framework, language);
                let least = min_score(request.min_score)?;
                if gold.task == GoldTask::SkillSpans {
                    span_figures(&tagger, &gold.questions, least)
                } else {
                    skill_figures(&tagger, &gold.questions, &answers, least)
                }
            }
            GoldTask::TitleToOccupation
            | GoldTask::PostingToOccupation
            | GoldTask::ReportedTitle
            | GoldTask::TitleToTarget => {
                let withheld = withheld(&gold);
                let index = TitleIndex::build_without(framework.clone(), language, &withheld);
                let examples = examples_of(request, &mut gold, &answers, &framework)?;
                title_figures(&index, &gold, &answers, &Memory::new(examples, language))
            }
        };
        Ok(EvaluateReply {
            revision: snapshot.revision,
            task: gold.task.name(),
            framework: if gold.targets.is_empty() {
                framework.release().to_string()
            } else {
                "the list in the file".into()
            },
            n_questions: gold.questions.len() as u64,
            n_judged: answers.n_judged(&gold),
            unknown_answers: answers.unknown,
            is_training_data: self.is_training_data(&bundle, gold.questions.len()),
            figures,
            calibration: Vec::new(),
        })
    }
}
