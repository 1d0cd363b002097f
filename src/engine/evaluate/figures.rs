//! Questions, answered -> figures.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::engine::evaluate::Figure;
use crate::engine::evaluate::RANKED;
use crate::engine::evaluate::answers::Answers;
use crate::formats::GoldQuestion;
use crate::model::Score;
use crate::quality;
use crate::quality::Counts;
use crate::quality::Interval;
use crate::tagging;
use crate::tagging::Tagger;
use crate::tagging::TaggingOptions;
use crate::text::similarity::dice;

/// Figures of rankings, question by question.
#[derive(Default)]
pub(super) struct Rankings {
    by_name: BTreeMap<&'static str, Vec<f64>>,
}

impl Rankings {
    pub(super) fn add(&mut self, ranking: &[usize], relevant: &BTreeSet<usize>) {
        if relevant.is_empty() {
            return;
        }
        for (name, figure) in [
            ("RP@1", quality::r_precision_at(ranking, relevant, 1)),
            ("RP@5", quality::r_precision_at(ranking, relevant, 5)),
            ("RP@10", quality::r_precision_at(ranking, relevant, 10)),
            ("hit@1", quality::hit_at(ranking, relevant, 1)),
            ("hit@5", quality::hit_at(ranking, relevant, 5)),
            ("hit@10", quality::hit_at(ranking, relevant, 10)),
            ("MRR", quality::reciprocal_rank(ranking, relevant)),
            ("MAP", quality::average_precision(ranking, relevant)),
        ] {
            self.by_name.entry(name).or_default().push(figure);
        }
    }

    pub(super) fn figures(&self) -> Vec<Figure> {
        let order = ["RP@1", "RP@5", "RP@10", "hit@1", "hit@5", "hit@10", "MRR", "MAP"];
        let figure = |name: &str| {
            let value = quality::bootstrap_mean(self.by_name.get(name).map_or(&[], Vec::as_slice));
            Figure { name: name.to_owned(), value }
        };
        order.into_iter().map(figure).collect()
    }
}

pub(super) fn skill_figures(
    tagger: &Tagger,
    questions: &[GoldQuestion],
    answers: &Answers,
    least: Score,
) -> Vec<Figure> {
    let options =
        TaggingOptions { limit: RANKED, min_score: Score::ZERO, ..TaggingOptions::default() };
    let ranked: Vec<Vec<(usize, Score)>> = questions
        .par_iter()
        .map_init(tagging::Scratch::default, |scratch, question| {
            tagger.rank(&question.text, &options, scratch)
        })
        .collect();
    let mut rankings = Rankings::default();
    let mut counts = Counts::default();
    for (question, ranked) in questions.iter().zip(&ranked) {
        let wanted = answers.wanted(question);
        let ranking: Vec<usize> = ranked.iter().map(|(concept, _)| *concept).collect();
        rankings.add(&ranking, &wanted);
        let given =
            ranked.iter().take_while(|(_, score)| *score >= least).map(|(concept, _)| *concept);
        counts = counts.plus(Counts::of(&given.collect(), &wanted));
    }
    let mut figures = rankings.figures();
    figures.extend(count_figures(counts, &format!("at {least}, all sentences")));
    figures
}

/// A place counts as found when a tag's words touch it, a tag as right when its words touch a place.
pub(super) fn span_figures(
    tagger: &Tagger,
    questions: &[GoldQuestion],
    least: Score,
) -> Vec<Figure> {
    let options = TaggingOptions { limit: RANKED, min_score: least, ..TaggingOptions::default() };
    let counts = questions.par_iter().map_init(tagging::Scratch::default, |scratch, question| {
        let found: BTreeSet<_> = tagger
            .tag(&question.text, &options, scratch)
            .into_iter()
            .flat_map(|m| m.spans)
            .collect();
        let touches =
            |a: &crate::model::Span, b: &crate::model::Span| a.start < b.end && b.start < a.end;
        let right =
            found.iter().filter(|f| question.spans.iter().any(|s| touches(f, s))).count() as u64;
        let hit =
            question.spans.iter().filter(|s| found.iter().any(|f| touches(f, s))).count() as u64;
        (right, found.len() as u64 - right, hit, question.spans.len() as u64 - hit)
    });
    let add = |a: (u64, u64, u64, u64), b: (u64, u64, u64, u64)| {
        (a.0 + b.0, a.1 + b.1, a.2 + b.2, a.3 + b.3)
    };
    let (right, wrong, hit, missed) = counts.reduce(|| (0, 0, 0, 0), add);
    let precision = Counts { right, wrong, missed: 0 }.precision();
    let recall = Counts { right: hit, wrong: 0, missed }.recall();
    let f1 = dice(precision * recall, precision, recall);
    [("precision of words", precision), ("recall of places", recall), ("F1", f1)]
        .map(|(name, value)| exact(format!("{name} (touching, at {least})"), value))
        .to_vec()
}

fn count_figures(counts: Counts, when: &str) -> Vec<Figure> {
    [("precision", counts.precision()), ("recall", counts.recall()), ("F1", counts.f1())]
        .map(|(name, value)| exact(format!("{name} ({when})"), value))
        .to_vec()
}

pub(super) fn exact(name: String, value: f64) -> Figure {
    Figure { name, value: Interval { mean: value, low: value, high: value } }
}
