//! The answers a file wants -> concepts of the framework that answers.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::engine::Error;
use crate::formats::Gold;
use crate::formats::GoldQuestion;
use crate::formats::GoldTask;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::FrameworkBuilder;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Licence;
use crate::model::Release;
use crate::text::folded_words;

/// The targets of the file as a framework of their own.
pub(super) fn framework_of(gold: &Gold) -> Result<Framework, Error> {
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
pub(in crate::engine) struct Answers {
    positions: BTreeMap<String, usize>,
    pub(super) unknown: Vec<String>,
}

impl Answers {
    pub(in crate::engine) fn of(gold: &Gold, framework: &Framework) -> Self {
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
                GoldTask::PostingToOccupation | GoldTask::ReportedTitle => {
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
                GoldTask::PostingToOccupation | GoldTask::ReportedTitle => {
                    by_name.get(answer).copied()
                }
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

    pub(in crate::engine) fn wanted(&self, question: &GoldQuestion) -> BTreeSet<usize> {
        question.wanted.iter().filter_map(|answer| self.positions.get(answer).copied()).collect()
    }

    pub(super) fn n_judged(&self, gold: &Gold) -> u64 {
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
