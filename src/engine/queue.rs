//! What is to be looked at next in a crosswalk, where a look is worth most first.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::crosswalk::Outcome;
use crate::crosswalk::QueueItem;
use crate::crosswalk::Standing;
use crate::crosswalk::queue;
use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::mapping_sets::Work;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::Mapping;
use crate::model::Predicate;
use crate::model::Reason;
use crate::model::RelationKind;
use crate::model::Score;
use crate::model::Verdict;
use crate::model::Weight;

/// Which pairs are wanted.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct QueueRequest {
    /// The crosswalk.
    pub name: String,
    /// Whose queue: pairs this reviewer has settled are left out. Everybody's when empty.
    pub reviewer: String,
    /// Whether pairs that this reviewer confirmed are left out, or those on which this reviewer voted.
    pub weight: Weight,
    /// Whether pairs that others have settled are wanted too, for a second look.
    pub again: bool,
    /// Only subjects that have no accepted pair.
    pub unmapped: bool,
    /// Only pairs of which reviewers said different things, those of this reviewer too.
    pub disputed: bool,
    /// Only pairs of this subject, an IRI; all when empty.
    pub subject: String,
    /// Only subjects below this concept, an IRI; all when empty.
    pub group: String,
    /// Only pairs with a reason of this sort (`shared_label`, `similar_labels`, `similar_descriptions`); all when empty.
    pub signal: String,
    /// Least confidence, 0..=1; 0 when nothing.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub min_confidence: Option<f64>,
    /// Highest confidence, 0..=1; 1 when nothing.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub max_confidence: Option<f64>,
    /// How many pairs are passed over from the first.
    #[schemars(range(max = crate::limits::PAGE_OFFSET))]
    pub offset: usize,
    /// How many pairs: 20 when 0, at most 200.
    #[schemars(range(max = crate::limits::PAGE_HITS))]
    pub limit: usize,
}

/// The pairs to be looked at, in order.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct QueueReply {
    /// The crosswalk.
    pub name: String,
    /// Pairs that fit the request, shown or not.
    pub total: u64,
    /// Subjects for which something is proposed, whatever the request.
    pub n_subjects: u64,
    /// Those of them that have an answer: an accepted pair, or that there is no counterpart.
    pub n_answered: u64,
    /// Kinds of the concepts of both sides of which the proposals speak, by name.
    pub kinds: Vec<&'static str>,
    /// The first of them.
    pub items: Vec<QueuedPair>,
}

/// A pair to be looked at.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct QueuedPair {
    /// The subject.
    pub subject: ConceptView,
    /// What is said of the subject; may be empty.
    pub subject_description: String,
    /// What it is to the object, as proposed.
    pub predicate: Predicate,
    /// The object.
    pub object: ConceptView,
    /// What is said of the object; may be empty.
    pub object_description: String,
    /// How much it is believed, 0..=1; nothing where nobody said.
    pub confidence: Option<Score>,
    /// How doubtful it is, 0..=1.
    pub doubt: f64,
    /// Relations of both concepts: what hangs on it.
    pub effect: u64,
    /// Whether it is open, disputed, or settled by others.
    pub outcome: Outcome,
    /// The last word of each reviewer.
    pub verdicts: BTreeMap<String, Verdict>,
    /// Votes of each voter.
    pub votes: BTreeMap<String, Verdict>,
    /// What was remarked.
    pub comments: Vec<String>,
    /// Why it is proposed.
    pub reasons: Vec<Reason>,
}

impl QueueRequest {
    /// Pairs when the request does not say how many.
    pub const USUAL: usize = 20;
}

impl Engine {
    /// The open and disputed pairs of a crosswalk by doubt times effect.
    ///
    /// Cost: O(proposals log proposals + relations of both frameworks).
    /// Errors: there is no such crosswalk or group, or a bound is passed.
    pub fn queue(&self, request: &QueueRequest) -> Result<QueueReply, Error> {
        let page = choice::page(request.offset, request.limit, QueueRequest::USUAL)?;
        let work = self.work(&request.name)?;
        let found = fitting(&work, request)?;
        let (n_subjects, n_answered) = answered(&work);
        Ok(QueueReply {
            name: request.name.clone(),
            total: found.len() as u64,
            n_subjects,
            n_answered,
            kinds: kinds(&work),
            items: found
                .iter()
                .skip(page.start)
                .take(page.len())
                .filter_map(|item| shown(&work, item))
                .collect(),
        })
    }
}

/// The pairs of a crosswalk that fit a request, in order.
///
/// Errors: there is no such group, or a confidence is none.
pub(in crate::engine) fn fitting<'a>(
    work: &'a Work,
    request: &QueueRequest,
) -> Result<Vec<QueueItem<'a>>, Error> {
    let bound = |field: &'static str, value: Option<f64>, usual: f64| match value {
        None => Ok(usual),
        Some(value) if (0.0..=1.0).contains(&value) => Ok(value),
        Some(value) => {
            Err(Error::invalid(field, format!("{field} is {value}; give one between 0 and 1")))
        }
    };
    let least = bound("min_confidence", request.min_confidence, 0.0)?;
    let most = bound("max_confidence", request.max_confidence, 1.0)?;
    let below = match request.group.as_str() {
        "" => None,
        group => Some(below(&work.subjects, group)?),
    };
    let effects = (n_relations(&work.subjects), n_relations(&work.objects));
    let effect = |mapping: &Mapping| {
        let of = |framework: &Framework, effects: &[u64], id: &ConceptId| {
            framework.position(id.as_str()).map_or(0, |position| effects[position])
        };
        let object = mapping.object.as_ref();
        of(&work.subjects, &effects.0, &mapping.subject)
            + object.map_or(0, |object| of(&work.objects, &effects.1, object))
    };
    let accepted: BTreeSet<&ConceptId> = (work.standings.iter())
        .filter(|(_, s)| matches!(s.outcome, Outcome::Accepted { .. }))
        .map(|((subject, _), _)| subject)
        .collect();
    // Subjects of which this reviewer has said that they have no counterpart.
    let has_said = |s: &Standing| s.said(request.weight).contains_key(&request.reviewer);
    let without: BTreeSet<&ConceptId> = (work.standings.iter())
        .filter(|((_, object), s)| object.is_none() && has_said(s))
        .map(|((subject, _), _)| subject)
        .collect();
    let settled = settled_by_others(work, request);
    let standings = &work.standings;
    let mut items = queue(&work.crosswalk.proposals, standings, effect);
    items.extend(settled);
    items.retain(|item| {
        let confidence = item.mapping.confidence.map_or(0.5, Score::value);
        let is_new = |s: &Standing| !s.said(request.weight).contains_key(&request.reviewer);
        let has_signal = |evidence: &crate::model::Evidence| evidence.sort() == request.signal;
        let is_disputed = item.standing.is_some_and(|s| s.outcome == Outcome::Disputed);
        (least..=most).contains(&confidence)
            && (request.subject.is_empty() || item.mapping.subject.as_str() == request.subject)
            && (is_disputed || !request.disputed)
            && (request.disputed || request.reviewer.is_empty() || item.standing.is_none_or(is_new))
            && !without.contains(&item.mapping.subject)
            && !(request.unmapped && accepted.contains(&item.mapping.subject))
            && below.as_ref().is_none_or(|below| below.contains(&item.mapping.subject))
            && (request.signal.is_empty() || item.mapping.evidence.iter().any(has_signal))
    });
    Ok(items)
}

/// How many subjects have proposals, and how many of those an answer.
fn answered(work: &Work) -> (u64, u64) {
    let has_answer = |((subject, _), standing): (&(ConceptId, _), &Standing)| {
        let is_one = matches!(standing.outcome, Outcome::Accepted { .. } | Outcome::NoMatch);
        is_one.then(|| subject.clone())
    };
    let with_answer: BTreeSet<ConceptId> = work.standings.iter().filter_map(has_answer).collect();
    let subjects: BTreeSet<&ConceptId> =
        work.crosswalk.proposals.iter().map(|mapping| &mapping.subject).collect();
    let n_answered = subjects.iter().filter(|subject| with_answer.contains(**subject)).count();
    (subjects.len() as u64, n_answered as u64)
}

/// The kinds of the concepts of which proposals speak.
fn kinds(work: &Work) -> Vec<&'static str> {
    let kind = |framework: &Framework, id: &ConceptId| {
        framework.position(id.as_str()).map(|position| framework.concepts()[position].kind)
    };
    let of_both = |mapping: &Mapping| {
        let object = mapping.object.as_ref().and_then(|object| kind(&work.objects, object));
        kind(&work.subjects, &mapping.subject).into_iter().chain(object)
    };
    let kinds: BTreeSet<ConceptKind> = work.crosswalk.proposals.iter().flat_map(of_both).collect();
    kinds.into_iter().map(ConceptKind::name).collect()
}

/// Pairs that others have settled and this reviewer has not: wanted for a second look, after all that is open.
fn settled_by_others<'a>(work: &'a Work, request: &QueueRequest) -> Vec<QueueItem<'a>> {
    if !request.again {
        return Vec::new();
    }
    let settled = work.crosswalk.proposals.iter().filter_map(|mapping| {
        let standing = work.standings.get(&(mapping.subject.clone(), mapping.object.clone()))?;
        let is_settled = matches!(standing.outcome, Outcome::Accepted { .. } | Outcome::Rejected);
        let item =
            QueueItem { mapping, standing: Some(standing), doubt: 0.0, effect: 0, worth: 0.0 };
        is_settled.then_some(item)
    });
    settled.collect()
}

/// How many relations each concept has, by position.
fn n_relations(framework: &Framework) -> Vec<u64> {
    let mut counts = vec![0; framework.concepts().len()];
    for relation in framework.relations() {
        counts[relation.subject as usize] += 1;
        counts[relation.object as usize] += 1;
    }
    counts
}

/// All concepts below a group.
fn below(framework: &Framework, group: &str) -> Result<BTreeSet<ConceptId>, Error> {
    let Some(top) = framework.position(group) else {
        let message = format!("{} has no concept {group:?}; give its IRI", framework.release());
        return Err(Error::not_found("group", message));
    };
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for relation in framework.relations().iter().filter(|r| r.kind == RelationKind::Broader) {
        children.entry(relation.object).or_default().push(relation.subject);
    }
    let mut found = BTreeSet::new();
    let mut next: Vec<u32> = u32::try_from(top).into_iter().collect();
    while let Some(position) = next.pop() {
        if found.insert(position) {
            next.extend(children.get(&position).into_iter().flatten());
        }
    }
    Ok(found.into_iter().map(|p| framework.concepts()[p as usize].id.clone()).collect())
}

fn shown(work: &Work, item: &QueueItem<'_>) -> Option<QueuedPair> {
    let language = work.crosswalk.language;
    let object = item.mapping.object.as_ref()?;
    let concept = |framework: &Framework, id: &ConceptId| {
        let concept = &framework.concepts()[framework.position(id.as_str())?];
        let description = concept.description(language).unwrap_or_default().to_owned();
        Some((ConceptView::of(framework, concept, language), description))
    };
    let (subject, subject_description) = concept(&work.subjects, &item.mapping.subject)?;
    let (object, object_description) = concept(&work.objects, object)?;
    let standing = item.standing;
    Some(QueuedPair {
        subject,
        subject_description,
        predicate: item.mapping.predicate,
        object,
        object_description,
        confidence: item.mapping.confidence,
        doubt: item.doubt,
        effect: item.effect,
        outcome: standing.map_or(Outcome::Open, |s| s.outcome),
        verdicts: standing.map(|s| s.verdicts.clone()).unwrap_or_default(),
        votes: standing.map(|s| s.votes.clone()).unwrap_or_default(),
        comments: standing.map(|s| s.comments.clone()).unwrap_or_default(),
        reasons: Reason::all(item.mapping.evidence.clone()),
    })
}
