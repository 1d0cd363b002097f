//! A crosswalk made by people -> how often the proposals agree with it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::crosswalk::ProposalOptions;
use crate::crosswalk::Proposals;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::evaluate::EvaluateReply;
use crate::engine::evaluate::EvaluateRequest;
use crate::engine::evaluate::Figure;
use crate::engine::evaluate::RANKED;
use crate::engine::evaluate::figures::Rankings;
use crate::index::Scratch;
use crate::model::ConceptKind;
use crate::model::MappingSet;
use crate::model::Predicate;
use crate::model::Score;
use crate::quality;

impl Engine {
    pub(in crate::engine) fn evaluate_crosswalk(
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
            is_training_data: false,
            figures,
        })
    }
}
