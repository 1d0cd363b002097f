//! What people say of the pairs of a crosswalk is written down.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use time::OffsetDateTime;
use time::UtcOffset;
use time::format_description::well_known::Rfc3339;

use crate::crosswalk::PairKey;
use crate::crosswalk::QueueItem;
use crate::crosswalk::standings;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::QueueRequest;
use crate::engine::choice;
use crate::engine::mapping_sets::Work;
use crate::engine::queue::fitting;
use crate::engine::recorded::Part;
use crate::limits;
use crate::model::ConceptId;
use crate::model::CrosswalkState;
use crate::model::Decision;
use crate::model::Predicate;
use crate::model::Score;
use crate::model::Verdict;
use crate::model::Weight;

/// What is said: single decisions, or all likely pairs at once, or that a batch no longer holds.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReviewRequest {
    /// The crosswalk.
    pub name: String,
    /// Who says it.
    pub reviewer: String,
    /// Whether it settles the pairs or is a vote for those who settle.
    pub weight: Weight,
    /// Single decisions, in order.
    pub decisions: Vec<GivenDecision>,
    /// Accept, as proposed, every open pair with at least this confidence, 0..=1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub accept_above: Option<f64>,
    /// Of `accept_above`: only pairs that fit this too; its name and reviewer do not matter.
    pub only: QueueRequest,
    /// Number of a decision, or of the first of a batch: it no longer holds, and what was said before holds again.
    pub undo: Option<u64>,
    /// Only say what would be written.
    pub preview: bool,
}

/// One decision, as a person gives it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenDecision {
    /// The concept spoken of.
    pub subject: ConceptId,
    /// Its counterpart; nothing where the subject alone is spoken of.
    #[serde(default)]
    pub object: Option<ConceptId>,
    /// What is said of them.
    pub says: Saying,
    /// Of an accepted pair, what kind of match it is; as proposed when nothing.
    #[serde(default)]
    pub predicate: Option<Predicate>,
    /// Why; a rejection should say it.
    #[serde(default)]
    pub comment: String,
}

/// What can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Saying {
    /// They match.
    Accept,
    /// They do not.
    Reject,
    /// The subject has no counterpart at all.
    NoMatch,
    /// Nothing but the comment.
    Comment,
    /// What I said of it before no longer holds.
    Withdraw,
}

impl Saying {
    /// What one word says, with the kind of match where it names one: `accept`, `reject`, `no_match`, `withdraw`, or
    /// `exact` and the others. Nothing where the word is none of these.
    pub fn named(word: &str) -> Option<(Self, Option<Predicate>)> {
        match word {
            "accept" => Some((Self::Accept, None)),
            "reject" => Some((Self::Reject, None)),
            "no_match" => Some((Self::NoMatch, None)),
            "withdraw" => Some((Self::Withdraw, None)),
            name => {
                let named = Predicate::ALL.into_iter().find(|predicate| predicate.name() == name);
                named.map(|predicate| (Self::Accept, Some(predicate)))
            }
        }
    }
}

/// What was written down.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ReviewReply {
    /// The crosswalk.
    pub name: String,
    /// Where the work stands now.
    pub state: CrosswalkState,
    /// Number by which all of it can be undone; nothing when nothing was written.
    pub batch: Option<u64>,
    /// The decisions written, or those that would be.
    pub added: Vec<ShownDecision>,
    /// Decisions that said what their reviewer had said last already; they were not written again.
    pub n_repeated: u64,
    /// Whether it is only what would be written.
    pub is_preview: bool,
    /// Where open pairs were to be accepted and none is certain enough: the highest confidence of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub highest: Option<Score>,
}

/// A decision with the labels of its concepts.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ShownDecision {
    /// Label of the subject.
    pub subject_label: String,
    /// Label of the object; empty where the subject alone is spoken of.
    pub object_label: String,
    /// The decision.
    #[serde(flatten)]
    pub decision: Decision,
}

impl ShownDecision {
    pub(in crate::engine) fn of(work: &Work, decision: Decision) -> Self {
        let object = decision.object.as_ref();
        Self {
            subject_label: work.label(&decision.subject),
            object_label: object.map_or_else(String::new, |object| work.label(object)),
            decision,
        }
    }
}

impl Engine {
    /// Writes decisions down; when it returns, they are on the disk. Nothing that was written is ever changed: a new word
    /// of the same reviewer takes the place of the last one, and saying the same again writes nothing.
    ///
    /// Errors: there is no such crosswalk, pair or batch, or something is beyond its bound; then nothing is written.
    pub fn review(&self, request: &ReviewRequest) -> Result<ReviewReply, Error> {
        if request.preview {
            return self.write_down(request);
        }
        self.recorded("review", &request.name, &[Part::Crosswalk(&request.name)], || {
            self.write_down(request)
        })
    }

    fn write_down(&self, request: &ReviewRequest) -> Result<ReviewReply, Error> {
        let work = self.work(&request.name)?;
        let reviewer = request.reviewer.trim();
        if reviewer.is_empty() {
            let message = "nobody is named; say who decides (--reviewer)";
            return Err(Error::invalid("reviewer", message));
        }
        choice::bounded("reviewer", reviewer, limits::COMMENT_BYTES)?;
        let Wanted { given, weight, highest } = wanted(&work, request, reviewer)?;
        let is_bulk = request.accept_above.is_some();
        if given.len() > limits::DECISIONS_AT_ONCE {
            let message = format!(
                "{} decisions at once, the limit is {}; send them in parts",
                given.len(),
                limits::DECISIONS_AT_ONCE
            );
            return Err(Error::too_large("decisions", message));
        }
        let n_given = given.len();
        let time = now()?;
        let make = |there: &[Decision]| {
            let mut last: BTreeMap<PairKey, Verdict> = BTreeMap::new();
            let mut settled: BTreeSet<PairKey> = BTreeSet::new();
            for (key, standing) in standings(there) {
                if let Some(verdict) = standing.said(weight).get(reviewer) {
                    last.insert(key.clone(), *verdict);
                }
                if !standing.verdicts.is_empty() {
                    settled.insert(key);
                }
            }
            let first = there.len() as u64 + 1;
            let mut new: Vec<Decision> = Vec::new();
            for (subject, object, verdict, comment) in given {
                let key = (subject, object);
                let before = last.get(&key).copied();
                let is_repeated = match verdict {
                    Verdict::Withdraw => before.is_none(),
                    Verdict::Comment => comment.is_empty(),
                    verdict => before == Some(verdict) && comment.is_empty(),
                };
                // What somebody settled meanwhile is not accepted in passing.
                if is_repeated || (is_bulk && settled.contains(&key)) {
                    continue;
                }
                match verdict {
                    Verdict::Comment => None,
                    Verdict::Withdraw => last.remove(&key),
                    verdict => last.insert(key.clone(), verdict),
                };
                new.push(Decision {
                    number: first + new.len() as u64,
                    time: time.clone(),
                    reviewer: reviewer.to_owned(),
                    weight,
                    subject: key.0,
                    object: key.1,
                    verdict,
                    comment,
                    batch: (n_given > 1).then_some(first),
                    is_imported: false,
                });
            }
            Ok::<_, Error>(new)
        };
        let added = if request.preview {
            make(&work.decisions)?
        } else {
            self.store.add_decisions(&request.name, make)?
        };
        let n_new = if request.preview { 0 } else { added.len() as u64 };
        Ok(ReviewReply {
            name: request.name.clone(),
            state: work.crosswalk.state(work.decisions.len() as u64 + n_new),
            batch: added.first().map(|decision| decision.number),
            n_repeated: (n_given - added.len()) as u64,
            added: added.into_iter().map(|decision| ShownDecision::of(&work, decision)).collect(),
            is_preview: request.preview,
            highest,
        })
    }
}

/// The time, as it is written down.
pub(in crate::engine) fn now() -> Result<String, Error> {
    written(OffsetDateTime::now_utc())
        .ok_or_else(|| Error::invalid("time", "this machine's clock cannot be read; set it"))
}

/// A time as it is written down: RFC 3339, in UTC and to the second.
pub(in crate::engine) fn written(time: OffsetDateTime) -> Option<String> {
    let time = time.to_offset(UtcOffset::UTC).replace_nanosecond(0).ok()?;
    time.format(&Rfc3339).ok()
}

type Given = (ConceptId, Option<ConceptId>, Verdict, String);

/// What is to be said, pair by pair, and with what weight.
struct Wanted {
    given: Vec<Given>,
    weight: Weight,
    highest: Option<Score>,
}

fn wanted(work: &Work, request: &ReviewRequest, reviewer: &str) -> Result<Wanted, Error> {
    let n_ways = usize::from(!request.decisions.is_empty())
        + usize::from(request.accept_above.is_some())
        + usize::from(request.undo.is_some());
    if n_ways != 1 {
        let message = "say one thing: decisions, or accept_above, or undo";
        return Err(Error::invalid("decisions", message));
    }
    if let Some(number) = request.undo {
        return undone(work, number, reviewer);
    }
    let weight = request.weight;
    if let Some(least) = request.accept_above {
        let wanted = QueueRequest {
            reviewer: reviewer.to_owned(),
            weight,
            min_confidence: Some(least),
            ..request.only.clone()
        };
        let items = fitting(work, &wanted).map_err(|e| match e.field {
            Some("min_confidence") => Error { field: Some("accept_above"), ..e },
            _ => e,
        })?;
        let is_open = |item: &QueueItem<'_>| item.standing.is_none_or(|s| s.verdicts.is_empty());
        let accepted = items.into_iter().filter(&is_open).map(|item| {
            let verdict = Verdict::Accept { predicate: item.mapping.predicate };
            (item.mapping.subject.clone(), item.mapping.object.clone(), verdict, String::new())
        });
        let given: Vec<Given> = accepted.collect();
        let mut highest = None;
        if given.is_empty() {
            let all = fitting(work, &QueueRequest { min_confidence: None, ..wanted })?;
            highest = all.iter().filter(|i| is_open(i)).filter_map(|i| i.mapping.confidence).max();
        }
        return Ok(Wanted { given, weight, highest });
    }
    let given = request.decisions.iter().map(|decision| one(work, decision));
    Ok(Wanted { given: given.collect::<Result<_, _>>()?, weight, highest: None })
}

/// What this reviewer would have said without the batch of that number: it is said again, or withdrawn.
fn undone(work: &Work, number: u64, reviewer: &str) -> Result<Wanted, Error> {
    let decisions = &work.decisions;
    let own = decisions.iter().find(|d| d.number == number && d.reviewer == reviewer);
    let Some(own) = own else {
        let message = format!("{reviewer} made no decision numbered {number}; see the log");
        return Err(Error::not_found("undo", message));
    };
    let batch = own.batch.unwrap_or(own.number);
    if batch != number {
        let n = decisions.iter().filter(|d| d.batch == Some(batch)).count();
        let message = format!(
            "{number} is one of the {n} decisions of batch {batch}; undo {batch} takes all of them back, or withdraw this one by itself"
        );
        return Err(Error::invalid("undo", message));
    }
    let is_it = |d: &&Decision| d.batch.unwrap_or(d.number) == batch && d.reviewer == reviewer;
    let rest: Vec<Decision> = decisions.iter().filter(|d| !is_it(d)).cloned().collect();
    let rest = standings(&rest);
    let keys: BTreeSet<PairKey> =
        decisions.iter().filter(is_it).map(|d| (d.subject.clone(), d.object.clone())).collect();
    let is_retired = |key: &PairKey| {
        let is_of_it = |d: &&Decision| d.subject == key.0 && d.object == key.1;
        decisions.iter().filter(is_it).filter(is_of_it).any(|d| d.verdict == Verdict::Retire)
    };
    // A withdrawn retirement brings back what everybody said, this reviewer too.
    let before = |key: &PairKey| {
        if is_retired(key) {
            return None;
        }
        rest.get(key)?.said(own.weight).get(reviewer).copied()
    };
    let given = keys.into_iter().map(|key| {
        let verdict = before(&key).unwrap_or(Verdict::Withdraw);
        (key.0, key.1, verdict, String::new())
    });
    Ok(Wanted { given: given.collect(), weight: own.weight, highest: None })
}

fn one(work: &Work, given: &GivenDecision) -> Result<Given, Error> {
    choice::bounded("comment", &given.comment, limits::COMMENT_BYTES)?;
    let missing = |side: &'static str, id: &ConceptId, framework: &crate::model::Framework| {
        let message = format!("{} has no concept {id}; give the IRI of one", framework.release());
        Error::not_found(side, message)
    };
    if work.subjects.position(given.subject.as_str()).is_none() {
        return Err(missing("subject", &given.subject, &work.subjects));
    }
    if let Some(object) = &given.object
        && work.objects.position(object.as_str()).is_none()
    {
        return Err(missing("object", object, &work.objects));
    }
    let needs_object = matches!(given.says, Saying::Accept | Saying::Reject);
    if needs_object && given.object.is_none() {
        let message =
            "no object is named; a pair is accepted or rejected, a subject alone has no_match";
        return Err(Error::invalid("object", message));
    }
    let mut object = given.object.clone();
    let verdict = match given.says {
        Saying::Accept => {
            let proposed = || {
                let is_it = |m: &&crate::model::Mapping| {
                    m.subject == given.subject && m.object == given.object
                };
                work.crosswalk.proposals.iter().find(is_it).map(|m| m.predicate)
            };
            let predicate = given.predicate.or_else(proposed).ok_or_else(|| {
                let message = "nothing proposed this pair; say what kind of match it is";
                Error::invalid("predicate", message)
            })?;
            if predicate == Predicate::NoMatch {
                let message = "a pair cannot be accepted as no match; reject it";
                return Err(Error::invalid("predicate", message));
            }
            Verdict::Accept { predicate }
        }
        Saying::Reject => Verdict::Reject,
        Saying::NoMatch => {
            object = None;
            Verdict::NoMatch
        }
        Saying::Comment => Verdict::Comment,
        Saying::Withdraw => Verdict::Withdraw,
    };
    Ok((given.subject.clone(), object, verdict, given.comment.clone()))
}
