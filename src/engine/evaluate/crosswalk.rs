//! A crosswalk made by people -> how often the proposals agree with it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::crosswalk::Candidate;
use crate::crosswalk::Comparison;
use crate::crosswalk::ComparisonOptions;
use crate::crosswalk::ProposalOptions;
use crate::crosswalk::Reasons;
use crate::crosswalk::Seed;
use crate::crosswalk::by_words_alone;
use crate::crosswalk::named_sides;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::evaluate::EvaluateReply;
use crate::engine::evaluate::EvaluateRequest;
use crate::engine::evaluate::Figure;
use crate::engine::evaluate::RANKED;
use crate::engine::evaluate::figures::Rankings;
use crate::learning::folds;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::MappingSet;
use crate::model::Predicate;
use crate::model::Score;
use crate::quality;

/// Parts in which the subjects are kept apart.
const N_FOLDS: usize = 5;
/// Where the generator starts that parts them.
const SEED: u64 = 20_261_122;

impl Engine {
    /// Untrained, learnt from four fifths of the subjects for each other fifth, and by plain full-text search.
    pub(in crate::engine) fn evaluate_crosswalk(
        &self,
        request: &EvaluateRequest,
        set: &MappingSet,
    ) -> Result<EvaluateReply, Error> {
        let snapshot = self.snapshot();
        let (subjects, objects) = match (&request.to, request.framework.is_empty()) {
            (Some(to), false) => {
                let (_, subjects) = self.release(&snapshot, &request.framework)?;
                (subjects, self.release(&snapshot, to)?.1)
            }
            (None, true) => {
                let (subjects, objects) = named_sides(set)?;
                (Arc::new(subjects), Arc::new(objects))
            }
            _ => {
                let message = "these right answers are a crosswalk; name both frameworks (--framework and --to), or \
                               neither, and the labels in the file are compared";
                return Err(Error::invalid("to", message));
            }
        };
        let language = match request.language.as_str() {
            "" => set.subject_source.language,
            named => choice::language(named)?,
        };
        let answers = Answers::of(set, &subjects, &objects);
        let compared = ComparisonOptions { language, kinds: &ConceptKind::ALL, via: None };
        let comparison =
            Comparison::new(&subjects, &objects, &compared, &|| ControlFlow::Continue(()));
        let options = ProposalOptions {
            limit: RANKED,
            min_confidence: Score::ZERO,
            reasons: Reasons::Untold,
        };
        let wanted = &answers.wanted;
        let untrained = comparison.candidates(&options, None, |s| wanted.contains_key(&s));
        let asked: Vec<usize> = wanted.keys().copied().collect();
        let plain = by_words_alone(&subjects, &objects, language, &asked, RANKED);
        let mut figures = Vec::new();
        figures.extend(named(&answers.rankings(&untrained), "untrained"));
        figures.push(answers.types(&untrained, "untrained"));
        let parts = folds(asked.len(), N_FOLDS, SEED);
        let mut learnt = Vec::new();
        for fold in 0..N_FOLDS {
            let is_out =
                |subject: usize| asked.binary_search(&subject).is_ok_and(|at| parts[at] == fold);
            let seed: Seed = wanted
                .iter()
                .filter(|(subject, _)| !is_out(**subject))
                .map(|(subject, own)| (*subject, own.clone()))
                .collect();
            let model = comparison.learn(&seed);
            learnt.extend(comparison.candidates(&options, model.as_ref(), is_out));
        }
        learnt.sort_by_key(|candidate| candidate.subject);
        figures.extend(named(&answers.rankings(&learnt), "learnt from the other subjects"));
        figures.push(answers.types(&learnt, "learnt from the other subjects"));
        let mut rankings = Rankings::default();
        for (subject, ranking) in asked.iter().zip(&plain) {
            rankings.add(ranking, &wanted[subject].keys().copied().collect());
        }
        figures.extend(named(&rankings, "BM25 of stemmed labels"));
        let judged: Vec<(f64, bool)> = learnt
            .iter()
            .map(|c| (c.confidence.value(), wanted[&c.subject].contains_key(&c.object)))
            .collect();
        Ok(EvaluateReply {
            revision: snapshot.revision,
            task: "concept to counterpart",
            framework: format!("{} -> {}", subjects.release(), objects.release()),
            n_questions: answers.n_subjects,
            n_judged: wanted.len() as u64,
            unknown_answers: answers.unknown.into_iter().collect(),
            is_training_data: false,
            figures,
            calibration: quality::calibration(&judged),
        })
    }
}

/// The figures that matter here, each with how they came about.
fn named(rankings: &Rankings, how: &str) -> Vec<Figure> {
    let shown = ["hit@1", "hit@5", "hit@10", "MRR"];
    let all = rankings.figures().into_iter().filter(|f| shown.contains(&f.name.as_str()));
    all.map(|f| Figure { name: format!("{} ({how})", f.name), ..f }).collect()
}

/// What the crosswalk says, in positions.
struct Answers {
    wanted: Seed,
    unknown: BTreeSet<String>,
    n_subjects: u64,
}

impl Answers {
    fn of(set: &MappingSet, subjects: &Framework, objects: &Framework) -> Self {
        let mut wanted: Seed = BTreeMap::new();
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
        Self { wanted, unknown, n_subjects: n_subjects.len() as u64 }
    }

    fn rankings(&self, candidates: &[Candidate]) -> Rankings {
        let mut by_subject: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for candidate in candidates {
            by_subject.entry(candidate.subject).or_default().push(candidate.object);
        }
        let mut rankings = Rankings::default();
        for (subject, wanted) in &self.wanted {
            let ranking = by_subject.get(subject).map_or(&[][..], Vec::as_slice);
            rankings.add(ranking, &wanted.keys().copied().collect());
        }
        rankings
    }

    /// Share of the true pairs whose type is right; those that are not among the candidates are wrong.
    fn types(&self, candidates: &[Candidate], how: &str) -> Figure {
        let found: BTreeMap<(usize, usize), Predicate> =
            candidates.iter().map(|c| ((c.subject, c.object), c.predicate)).collect();
        let all = self.wanted.iter().flat_map(|(subject, own)| {
            own.iter().map(|(object, predicate)| (*subject, *object, *predicate))
        });
        let right: Vec<f64> = all
            .filter_map(|(subject, object, predicate)| {
                let found = found.get(&(subject, object))?;
                Some(f64::from(u8::from(*found == predicate)))
            })
            .collect();
        let name = format!("match type right, true pairs among the candidates ({how})");
        Figure { name, value: quality::bootstrap_mean(&right) }
    }
}
