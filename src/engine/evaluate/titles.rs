//! Titles and postings, answered -> figures; some of the questions may serve as confirmed examples.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::engine::Error;
use crate::engine::evaluate::EvaluateRequest;
use crate::engine::evaluate::Figure;
use crate::engine::evaluate::answers::Answers;
use crate::engine::evaluate::figures::Rankings;
use crate::engine::evaluate::figures::exact;
use crate::formats;
use crate::formats::Bundle;
use crate::formats::Gold;
use crate::formats::GoldQuestion;
use crate::formats::GoldTask;
use crate::formats::Issues;
use crate::model::Digest;
use crate::model::Example;
use crate::model::Framework;
use crate::quality;
use crate::tagging::Memory;
use crate::tagging::titles::Level;
use crate::tagging::titles::TitleIndex;
use crate::text::folded_words;

/// The level of which postings are judged besides: codes of ISCO-08 with four digits.
const ISCO: (&str, usize) = ("ISCO-08", 4);
/// Groups that are looked at.
const GROUPS: usize = 5;
/// Classes of confidence in which it is compared with what was right.
const CLASSES: usize = 10;

/// The confirmed examples that a measuring may use: a share of the questions, which are taken out, and those of
/// another file.
///
/// Errors: the share is none, or the other file is no file of right answers.
pub(super) fn examples_of(
    request: &EvaluateRequest,
    gold: &mut Gold,
    answers: &Answers,
    framework: &Framework,
) -> Result<Vec<Example>, Error> {
    let share = request.examples_share;
    if !(0.0..1.0).contains(&share) {
        let message = format!("the share of examples is {share}; give one from 0 to below 1");
        return Err(Error::invalid("examples_share", message));
    }
    let mut examples = examples(&split(gold, share), answers, framework);
    if request.examples.is_empty() {
        return Ok(examples);
    }
    let bundle = Bundle::open(&request.examples)?;
    let Some(others) = formats::read_gold(&bundle, &mut Issues::default())? else {
        let message = "the examples are no file of right answers; give one like the first";
        return Err(Error::invalid("examples", message));
    };
    let answers = Answers::of(&others, framework);
    examples.extend(self::examples(&others.questions, &answers, framework));
    Ok(examples)
}

/// Takes out the questions whose title, folded, has a digest below the share: no title is then on both sides, and
/// every run draws the same.
fn split(gold: &mut Gold, share: f64) -> Vec<GoldQuestion> {
    let is_example = |question: &GoldQuestion| {
        let digest = Digest::of(folded_words(title_of(question)).as_bytes()).to_string();
        let drawn = digest.get(..8).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        f64::from(drawn.unwrap_or(0)) / f64::from(u32::MAX) < share
    };
    let (examples, questions) =
        std::mem::take(&mut gold.questions).into_iter().partition(is_example);
    gold.questions = questions;
    examples
}

/// Questions with the answers wanted, as examples.
fn examples(questions: &[GoldQuestion], answers: &Answers, framework: &Framework) -> Vec<Example> {
    let of_question = |question: &GoldQuestion| {
        let text = title_of(question).to_owned();
        let concepts = answers.wanted(question).into_iter();
        concepts
            .map(move |position| Example {
                text: text.clone(),
                concept: framework.concepts()[position].id.clone(),
            })
            .collect::<Vec<_>>()
    };
    questions.iter().flat_map(of_question).collect()
}

/// The titles that reported titles must not find by themselves.
pub(super) fn withheld(gold: &Gold) -> BTreeSet<String> {
    if gold.task != GoldTask::ReportedTitle {
        return BTreeSet::new();
    }
    gold.questions.iter().map(|question| folded_words(&question.text)).collect()
}

/// Rankings of occupations; of postings, their ISCO groups too; and how far the confidence of the first answer
/// can be believed.
pub(super) fn title_figures(
    index: &TitleIndex,
    gold: &Gold,
    answers: &Answers,
    memory: &Memory,
) -> Vec<Figure> {
    let memory = Some(memory).filter(|memory| !memory.is_empty());
    let answered: Vec<Answered> = gold
        .questions
        .par_iter()
        .map(|question| answered(index, gold.task, question, memory))
        .collect();
    let mut rankings = Rankings::default();
    let (mut first, mut among) = (Vec::new(), Vec::new());
    let mut classes = [(0.0, 0.0); CLASSES];
    let mut n_judged = 0.0;
    for (question, answered) in gold.questions.iter().zip(&answered) {
        for code in question.wanted.iter().take(1).filter_map(|code| code.get(..ISCO.1)) {
            let place = answered.groups.iter().position(|group| group == code);
            first.push(if place == Some(0) { 1.0 } else { 0.0 });
            among.push(if place.is_some() { 1.0 } else { 0.0 });
        }
        let wanted = answers.wanted(question);
        rankings.add(&answered.ranking, &wanted);
        if wanted.is_empty() {
            continue;
        }
        n_judged += 1.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below ten")]
        let class = ((answered.confidence * CLASSES as f64) as usize).min(CLASSES - 1);
        classes[class].0 += answered.confidence;
        classes[class].1 += quality::hit_at(&answered.ranking, &wanted, 1);
    }
    let mut figures = rankings.figures();
    if gold.task == GoldTask::PostingToOccupation {
        for (name, hits) in [("ISCO 4 digits hit@1", first), ("ISCO 4 digits hit@5", among)] {
            figures.push(Figure { name: name.into(), value: quality::bootstrap_mean(&hits) });
        }
    }
    let off: f64 =
        classes.iter().map(|(believed, right): &(f64, f64)| (believed - right).abs()).sum();
    if n_judged > 0.0 {
        figures.push(exact("mean gap of confidence and hit@1".into(), off / n_judged));
    }
    figures
}

struct Answered {
    ranking: Vec<usize>,
    confidence: f64,
    /// Codes of ISCO groups, most believed first.
    groups: Vec<String>,
}

fn answered(
    index: &TitleIndex,
    task: GoldTask,
    question: &GoldQuestion,
    memory: Option<&Memory>,
) -> Answered {
    let is_posting = task == GoldTask::PostingToOccupation;
    let text = question.text.split_once("\n\n").filter(|_| is_posting).map_or("", |(_, text)| text);
    let ranked = index.rank(title_of(question), text, memory);
    let beliefs = index.beliefs(&ranked);
    let groups = if is_posting { index.groups(&beliefs, GROUPS) } else { Vec::new() };
    let is_isco = |level: &Level| (level.scheme, level.digits) == ISCO;
    Answered {
        ranking: ranked.fused.into_iter().map(|(position, _)| position).collect(),
        confidence: beliefs.first().map_or(0.0, |(_, belief)| belief.value()),
        groups: groups.into_iter().filter(|g| is_isco(&g.level)).map(|g| g.code).collect(),
    }
}

/// The title of a posting is its first paragraph; a title is its own.
fn title_of(question: &GoldQuestion) -> &str {
    question.text.split("\n\n").next().unwrap_or_default()
}
