//! A file of right answers -> how often skillmap gives them, with intervals.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::crosswalk::ProposalOptions;
use crate::crosswalk::Proposals;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::tag::min_score;
use crate::formats;
use crate::formats::Bundle;
use crate::formats::Content;
use crate::formats::Gold;
use crate::formats::GoldQuestion;
use crate::formats::GoldTask;
use crate::formats::Issues;
use crate::formats::ReadOptions;
use crate::formats::Source;
use crate::index::LabelIndex;
use crate::index::LabelMatch;
use crate::index::Scratch;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::FrameworkBuilder;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Licence;
use crate::model::MappingSet;
use crate::model::Predicate;
use crate::model::Release;
use crate::model::Score;
use crate::quality;
use crate::quality::Counts;
use crate::quality::Interval;
use crate::tagging::Tagger;
use crate::tagging::TaggingOptions;
use crate::text::analyzer;
use crate::text::folded_words;
use crate::text::similarity::dice;

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
}

/// How good the answers are.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
    /// The figures.
    pub figures: Vec<Figure>,
}

/// One figure, 0..=1, higher is better.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// Its name: `RP@5`, `MRR`, `precision`, ...
    pub name: String,
    /// Its value, with the 95 % bootstrap interval over questions where it is a mean.
    #[serde(flatten)]
    pub value: Interval,
}

/// How far a ranking is looked at.
const RANKED: usize = 100;

impl Engine {
    /// Answers every question of the file and compares.
    ///
    /// Errors: the file is of no known layout, or a framework is not there.
    pub fn evaluate(&self, request: &EvaluateRequest) -> Result<EvaluateReply, Error> {
        let snapshot = self.snapshot();
        let bundle = Bundle::open(&request.gold)?;
        let mut issues = Issues::default();
        let Some(gold) = formats::read_gold(&bundle, &mut issues)? else {
            let reading = formats::read(&bundle, &ReadOptions::default())?;
            let Content::MappingSet(set) = reading.content else {
                return Err(Error::invalid(
                    "gold",
                    "this is a framework, not a file of right answers",
                ));
            };
            return self.evaluate_crosswalk(request, &set);
        };
        let language = if request.language.is_empty() {
            gold.language
        } else {
            choice::language(&request.language)?
        };
        let framework = if gold.targets.is_empty() {
            self.release(&snapshot, &request.framework)?.1
        } else {
            Arc::new(framework_of(&gold)?)
        };
        let answers = Answers::of(&gold, &framework);
        let figures = match gold.task {
            GoldTask::SentenceToSkills | GoldTask::SkillSpans => {
                let tagger = Tagger::competencies(framework.clone(), language);
                let least = min_score(request.min_score)?;
                if gold.task == GoldTask::SkillSpans {
                    span_figures(&tagger, &gold.questions, least)
                } else {
                    skill_figures(&tagger, &gold.questions, &answers, least)
                }
            }
            GoldTask::TitleToOccupation
            | GoldTask::PostingToOccupation
            | GoldTask::TitleToTarget => title_figures(&framework, language, &gold, &answers),
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
            figures,
        })
    }

    fn evaluate_crosswalk(
        &self,
        request: &EvaluateRequest,
        set: &MappingSet,
    ) -> Result<EvaluateReply, Error> {
        let snapshot = self.snapshot();
        let Some(to) = &request.to else {
            let message =
                "these right answers are a crosswalk; name both frameworks (--framework and --to)";
            return Err(Error::invalid("to", message));
        };
        let (_, subjects) = self.release(&snapshot, &request.framework)?;
        let (_, objects) = self.release(&snapshot, to)?;
        let mut wanted: BTreeMap<usize, BTreeMap<usize, Predicate>> = BTreeMap::new();
        let mut unknown = BTreeSet::new();
        let mut n_subjects = BTreeSet::new();
        for mapping in &set.mappings {
            n_subjects.insert(&mapping.subject);
            let subject = subjects.position(mapping.subject.as_str());
            let object = mapping.object.as_ref().and_then(|o| objects.position(o.as_str()));
            // Targets that are groups (ISCO groups beside ESCO occupations) are no counterparts.
            let is_group = object.is_some_and(|o| objects.concepts()[o].kind == ConceptKind::Group);
            match (subject, object) {
                (Some(_), Some(_)) if is_group => {}
                (Some(subject), Some(object)) => {
                    wanted.entry(subject).or_default().insert(object, mapping.predicate);
                }
                (None, _) => {
                    unknown.insert(mapping.subject.to_string());
                }
                (_, None) => unknown.extend(mapping.object.as_ref().map(ToString::to_string)),
            }
        }
        let language = choice::language(&request.language)?;
        let options = ProposalOptions {
            language,
            kinds: ConceptKind::ALL.to_vec(),
            limit: RANKED,
            min_confidence: Score::ZERO,
        };
        let proposals = Proposals::new(&subjects, &objects, language);
        let asked: Vec<(&usize, &BTreeMap<usize, Predicate>)> = wanted.iter().collect();
        let answered: Vec<_> = asked
            .par_iter()
            .map_init(Scratch::default, |scratch, (subject, _)| {
                proposals.of(**subject, &options, scratch)
            })
            .collect();
        let mut rankings = Rankings::default();
        let mut types = Vec::new();
        for ((_, wanted), candidates) in asked.iter().zip(&answered) {
            let ranking: Vec<usize> = candidates.iter().map(|c| c.object).collect();
            rankings.add(&ranking, &wanted.keys().copied().collect());
            let right =
                candidates.iter().filter_map(|c| Some((c.predicate, *wanted.get(&c.object)?)));
            types.extend(right.map(|(found, wanted)| if found == wanted { 1.0 } else { 0.0 }));
        }
        let mut figures = rankings.figures();
        figures.push(Figure {
            name: "match type accuracy on true pairs".into(),
            value: quality::bootstrap_mean(&types),
        });
        Ok(EvaluateReply {
            revision: snapshot.revision,
            task: "concept to counterpart",
            framework: format!("{} -> {}", subjects.release(), objects.release()),
            n_questions: n_subjects.len() as u64,
            n_judged: wanted.len() as u64,
            unknown_answers: unknown.into_iter().collect(),
            figures,
        })
    }
}

/// The targets of the file as a framework of their own.
fn framework_of(gold: &Gold) -> Result<Framework, Error> {
    let iri = |id: &str| ConceptId::new(id).map_err(|e| Error::invalid("gold", e.to_string()));
    let mut builder = FrameworkBuilder::new(Release {
        framework: iri("urn:skillmap:targets")?,
        key: "targets".into(),
        title: String::new(),
        publisher: String::new(),
        version: "1".into(),
        licence: Licence::default(),
        description: String::new(),
    });
    for (id, text) in &gold.targets {
        let id = iri(&target_iri(id))?;
        builder.add(Concept::new(id.clone(), ConceptKind::Occupation));
        let label = Label {
            kind: LabelKind::Preferred,
            language: gold.language,
            text: text.as_str().into(),
        };
        builder.add_label(id.as_str(), label);
    }
    Ok(builder.build()?)
}

fn target_iri(id: &str) -> String {
    format!("urn:skillmap:targets:{id}")
}

/// The wanted answers as positions in the framework.
struct Answers {
    positions: BTreeMap<String, usize>,
    unknown: Vec<String>,
}

impl Answers {
    fn of(gold: &Gold, framework: &Framework) -> Self {
        let wanted: BTreeSet<&String> = gold.questions.iter().flat_map(|q| &q.wanted).collect();
        let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
        for (position, concept) in framework.concepts().iter().enumerate() {
            match gold.task {
                GoldTask::SentenceToSkills => {
                    let preferred =
                        concept.labels.iter().filter(|l| l.kind == LabelKind::Preferred);
                    for label in preferred.filter(|_| concept.kind.is_competency()) {
                        by_name.entry(folded_words(&label.text)).or_insert(position);
                    }
                }
                GoldTask::PostingToOccupation => {
                    for notation in
                        concept.notations.iter().filter(|_| concept.kind == ConceptKind::Occupation)
                    {
                        by_name.entry(notation.code.to_string()).or_insert(position);
                    }
                }
                _ => {}
            }
        }
        let mut positions = BTreeMap::new();
        let mut unknown = Vec::new();
        for answer in wanted {
            let position = match gold.task {
                GoldTask::SentenceToSkills => by_name.get(&folded_words(answer)).copied(),
                GoldTask::PostingToOccupation => by_name.get(answer).copied(),
                GoldTask::TitleToTarget => framework.position(&target_iri(answer)),
                GoldTask::TitleToOccupation | GoldTask::SkillSpans => framework.position(answer),
            };
            match position {
                Some(position) => drop(positions.insert(answer.clone(), position)),
                None => unknown.push(answer.clone()),
            }
        }
        Self { positions, unknown }
    }

    fn wanted(&self, question: &GoldQuestion) -> BTreeSet<usize> {
        question.wanted.iter().filter_map(|answer| self.positions.get(answer).copied()).collect()
    }

    fn n_judged(&self, gold: &Gold) -> u64 {
        let is_judged = |q: &&GoldQuestion| {
            if gold.task == GoldTask::SkillSpans {
                !q.spans.is_empty()
            } else {
                !self.wanted(q).is_empty()
            }
        };
        gold.questions.iter().filter(is_judged).count() as u64
    }
}

/// Figures of rankings, question by question.
#[derive(Default)]
struct Rankings {
    by_name: BTreeMap<&'static str, Vec<f64>>,
}

impl Rankings {
    fn add(&mut self, ranking: &[usize], relevant: &BTreeSet<usize>) {
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

    fn figures(&self) -> Vec<Figure> {
        let order = ["RP@1", "RP@5", "RP@10", "hit@1", "hit@5", "hit@10", "MRR", "MAP"];
        let figure = |name: &str| {
            let value = quality::bootstrap_mean(self.by_name.get(name).map_or(&[], Vec::as_slice));
            Figure { name: name.to_owned(), value }
        };
        order.into_iter().map(figure).collect()
    }
}

fn skill_figures(
    tagger: &Tagger,
    questions: &[GoldQuestion],
    answers: &Answers,
    least: Score,
) -> Vec<Figure> {
    let options = TaggingOptions { limit: RANKED, min_score: Score::ZERO };
    let ranked: Vec<Vec<(usize, Score)>> = questions
        .par_iter()
        .map_init(Scratch::default, |scratch, question| {
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
fn span_figures(tagger: &Tagger, questions: &[GoldQuestion], least: Score) -> Vec<Figure> {
    let options = TaggingOptions { limit: RANKED, min_score: least };
    let counts = questions.par_iter().map_init(Scratch::default, |scratch, question| {
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

/// Titles are short: the label most like the whole title wins, by the Dice coefficient of weighted stems.
fn title_figures(
    framework: &Framework,
    language: Language,
    gold: &Gold,
    answers: &Answers,
) -> Vec<Figure> {
    let labels = LabelIndex::build(framework, language, |c| c.kind == ConceptKind::Occupation);
    let rarest = (labels.len() as f64 + 1.0).ln();
    let rankings: Vec<(Vec<usize>, BTreeSet<usize>)> = gold
        .questions
        .par_iter()
        .map_init(Scratch::default, |scratch, question| {
            let title = question.text.lines().next().unwrap_or_default();
            let tokens = analyzer(language).tokens(title);
            let mut stems: Vec<&str> = tokens.iter().map(|t| t.stem.as_str()).collect();
            stems.sort_unstable();
            stems.dedup();
            let weight: f64 = stems.iter().map(|s| labels.idf(s).unwrap_or(rarest)).sum();
            let likeness = |m: &LabelMatch| dice(m.matched, weight, m.weight);
            let found = labels.best_by(&stems, framework.concepts().len(), scratch, likeness);
            (found.iter().map(|m| m.concept).collect(), answers.wanted(question))
        })
        .collect();
    let mut figures = Rankings::default();
    for (ranking, wanted) in &rankings {
        figures.add(ranking, wanted);
    }
    figures.figures()
}

fn count_figures(counts: Counts, when: &str) -> Vec<Figure> {
    [("precision", counts.precision()), ("recall", counts.recall()), ("F1", counts.f1())]
        .map(|(name, value)| exact(format!("{name} ({when})"), value))
        .to_vec()
}

fn exact(name: String, value: f64) -> Figure {
    Figure { name, value: Interval { mean: value, low: value, high: value } }
}
