//! Questions with right answers + a tagger -> weights, and what they are worth.

use std::collections::BTreeSet;

use crate::learning::Samples;
use crate::quality::CalibrationBin;
use crate::quality::Counts;
use crate::quality::Interval;
use crate::quality::bootstrap_mean;
use crate::quality::calibration;
use crate::quality::r_precision_at;
use crate::quality::reciprocal_rank;
use crate::tagging::Provenance;
use crate::tagging::Scorer;
use crate::tagging::Scratch;
use crate::tagging::Tagger;
use crate::tagging::TaggingOptions;
use crate::tagging::Weights;
use crate::tagging::ranking::values;
use crate::tagging::training::N_FOLDS;
use crate::tagging::training::SEED;
use crate::tagging::training::counts;
use crate::tagging::training::fit_ranker;
use crate::tagging::training::nested;
use crate::tagging::training::worths;

/// A set of questions with the concepts wanted, as positions in the tagger's framework.
#[derive(Debug, Clone)]
pub struct TuningSet {
    /// Its name.
    pub name: String,
    /// Passage and concepts wanted; none is an answer too.
    pub questions: Vec<(String, BTreeSet<usize>)>,
}

/// Whether the worth of each family of features is measured too; that takes some minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Worths {
    /// No.
    #[default]
    Skipped,
    /// Yes, over that many seeds.
    Measured(u64),
}

/// Weights, and what they are worth on questions they have not seen.
#[derive(Debug, Clone)]
pub struct Tuning {
    /// The weights, made from all questions.
    pub weights: Weights,
    /// Figures of each set by nested cross-validation.
    pub sets: Vec<SetFigures>,
    /// How often answers of a probability are right, by nested cross-validation.
    pub calibration: Vec<CalibrationBin>,
    /// RP@5 and MRR of both scorers on the framework and on its preferred labels alone, without alternative labels,
    /// descriptions, relations and reuse levels, by the same weights.
    pub scorers: Vec<(String, f64, f64)>,
    /// RP@5 and MRR with all features and without each family.
    pub worths: Vec<(String, f64, f64)>,
}

/// How well the questions of one set are answered by weights that have not seen them.
#[derive(Debug, Clone, PartialEq)]
pub struct SetFigures {
    /// The set.
    pub name: String,
    /// Questions that want something.
    pub n_judged: usize,
    /// RP@5 with its 95 % interval.
    pub rp5: Interval,
    /// MRR with its 95 % interval.
    pub mrr: Interval,
    /// Answers at [`TaggingOptions::MIN_SCORE`], questions that want nothing among them.
    pub shown: Counts,
    /// Answers at [`TaggingOptions::ACCEPT_SCORE`].
    pub accepted: Counts,
}

/// Makes weights from the sets. The same sets and framework give the same bytes.
///
/// Cost: about a hundred fittings; a minute or two for 200 questions.
pub fn tune(tagger: &Tagger, sets: &[TuningSet], provenance: Provenance, wanted: Worths) -> Tuning {
    let samples = samples_of(tagger, sets);
    let fitted = fit_ranker(&samples);
    let poor = tagger.with_preferred_labels_only().map(|poor| samples_of(&poor, sets));
    let mut judged = vec![(&samples, Scorer::Trees), (&samples, Scorer::Sum)];
    if let Some(poor) = &poor {
        judged.extend([(poor, Scorer::Trees), (poor, Scorer::Sum)]);
    }
    let all_predictions = nested(&samples, &judged);
    let frameworks =
        ["the framework", "the framework", "preferred labels only", "preferred labels only"];
    let scorers = all_predictions
        .iter()
        .zip(judged.iter().zip(frameworks))
        .map(|(predictions, ((samples, by), framework))| {
            let (rp5, mrr) = ranking_figures(samples, predictions);
            let name = match by {
                Scorer::Trees => "trees",
                Scorer::Sum => "sum",
            };
            (format!("{name}, {framework}"), mean(&rp5), mean(&mrr))
        })
        .collect();
    let predictions = &all_predictions[0];
    let mut figures = Vec::with_capacity(sets.len());
    let mut start = 0;
    for set in sets {
        let range = start..start + set.questions.len();
        start = range.end;
        let questions: Vec<usize> = range.collect();
        let own = samples.only(&questions);
        let predicted: Vec<_> = questions.iter().map(|q| predictions[*q].clone()).collect();
        let (rp5, mrr) = ranking_figures(&own, &predicted);
        figures.push(SetFigures {
            name: set.name.clone(),
            n_judged: rp5.len(),
            rp5: bootstrap_mean(&rp5),
            mrr: bootstrap_mean(&mrr),
            shown: counts(&own, &predicted, TaggingOptions::MIN_SCORE),
            accepted: counts(&own, &predicted, TaggingOptions::ACCEPT_SCORE),
        });
    }
    let provenance = Provenance {
        data: sets.iter().map(|s| data_name(&s.name, s.questions.len())).collect(),
        split: format!("{N_FOLDS} folds by sentence, within them {N_FOLDS} more"),
        seed: SEED,
        growth: format!("{:?}", fitted.growth),
        figures: figures
            .iter()
            .map(|f| format!("{}: RP@5 {:.3}, MRR {:.3}", f.name, f.rp5.mean, f.mrr.mean))
            .collect(),
        ..provenance
    };
    let calibration = calibration_of(&samples, predictions);
    let worths = match wanted {
        Worths::Skipped => Vec::new(),
        Worths::Measured(n_seeds) => worths(&samples, n_seeds),
    };
    let weights = tagger.weights().with(tagger.sort_of_model(), provenance, fitted.ranker);
    Tuning { weights, sets: figures, calibration, scorers, worths }
}

/// RP@5 and reciprocal rank of each question that wants something.
fn ranking_figures(samples: &Samples, predictions: &[Vec<(usize, f64)>]) -> (Vec<f64>, Vec<f64>) {
    let judged = samples.questions.iter().zip(predictions).filter(|(q, _)| !q.wanted.is_empty());
    judged
        .map(|(question, predicted)| {
            let ranking: Vec<usize> = predicted.iter().map(|(concept, _)| *concept).collect();
            let rp5 = r_precision_at(&ranking, &question.wanted, 5);
            (rp5, reciprocal_rank(&ranking, &question.wanted))
        })
        .unzip()
}

fn mean(figures: &[f64]) -> f64 {
    figures.iter().sum::<f64>() / figures.len().max(1) as f64
}

/// What the provenance calls a set of questions.
pub fn data_name(name: &str, n_questions: usize) -> String {
    format!("{name}, {n_questions} questions")
}

fn samples_of(tagger: &Tagger, sets: &[TuningSet]) -> Samples {
    let mut samples = Samples { n_features: tagger.n_features(), ..Samples::default() };
    let mut scratch = Scratch::default();
    let mut features = Vec::new();
    for (text, wanted) in sets.iter().flat_map(|set| &set.questions) {
        let facts = tagger.facts_of(text, &mut scratch);
        features.clear();
        for facts in facts {
            values(facts, samples.n_features, &mut features);
        }
        let concepts: Vec<usize> = facts.iter().map(|f| f.concept).collect();
        samples.push(&concepts, &features, wanted.clone());
    }
    samples
}

fn calibration_of(samples: &Samples, predictions: &[Vec<(usize, f64)>]) -> Vec<CalibrationBin> {
    let all: Vec<(f64, bool)> = samples
        .questions
        .iter()
        .zip(predictions)
        .flat_map(|(q, own)| own.iter().map(|(c, p)| (*p, q.wanted.contains(c))))
        .collect();
    calibration(&all)
}
