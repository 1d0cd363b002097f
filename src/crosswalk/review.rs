//! Proposals + decisions -> what is settled, what is disputed, what is still open and in which order to look at it.
//!
//! # Why
//! A pair is settled by the last confirmed word of each reviewer. Where two reviewers last said different things, it is
//! disputed: nothing of it is published until one of them changes their mind. Votes settle nothing.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::ConceptId;
use crate::model::Crosswalk;
use crate::model::Decision;
use crate::model::Justification;
use crate::model::Mapping;
use crate::model::MappingEnd;
use crate::model::MappingSet;
use crate::model::Predicate;
use crate::model::Score;
use crate::model::Verdict;
use crate::model::Weight;

/// A pair of concepts, or a subject alone.
pub type PairKey = (ConceptId, Option<ConceptId>);

/// What became of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
#[schemars(rename = "PairOutcome")]
pub enum Outcome {
    /// Nobody has settled it.
    Open,
    /// They match, so.
    Accepted {
        /// What the subject is to the object.
        predicate: Predicate,
    },
    /// They do not match; it is not proposed again.
    Rejected,
    /// The subject has no counterpart; nothing is proposed for it again.
    NoMatch,
    /// Reviewers said different things.
    Disputed,
    /// One of its concepts is out of use; nothing is said of it any longer.
    Retired,
}

/// What was said of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What became of it.
    pub outcome: Outcome,
    /// The last confirmed verdict of each reviewer who has one.
    pub verdicts: BTreeMap<String, Verdict>,
    /// The last vote of each reviewer who has one.
    pub votes: BTreeMap<String, Verdict>,
    /// What was remarked, oldest first.
    pub comments: Vec<String>,
    /// When something was last said, `2026-11-22T09:30:00Z`.
    pub time: String,
    /// Who retired it, and what held before: verdicts and votes. It holds again when that is withdrawn.
    pub retired: Option<Retired>,
}

/// Who retired a pair, and the verdicts and votes that held before.
pub type Retired = (String, BTreeMap<String, Verdict>, BTreeMap<String, Verdict>);

impl Standing {
    /// The last word of each reviewer, of the confirmed ones or of the votes.
    pub fn said(&self, weight: Weight) -> &BTreeMap<String, Verdict> {
        match weight {
            Weight::Confirmed => &self.verdicts,
            Weight::Voted => &self.votes,
        }
    }
}

/// What was said of every pair that anybody spoke of. Cost: O(decisions log decisions).
pub fn standings(decisions: &[Decision]) -> BTreeMap<PairKey, Standing> {
    let mut all: BTreeMap<PairKey, Standing> = BTreeMap::new();
    for decision in decisions {
        let key = (decision.subject.clone(), decision.object.clone());
        let standing = all.entry(key).or_insert_with(|| Standing {
            outcome: Outcome::Open,
            verdicts: BTreeMap::new(),
            votes: BTreeMap::new(),
            comments: Vec::new(),
            time: String::new(),
            retired: None,
        });
        standing.time.clone_from(&decision.time);
        if decision.is_imported && !decision.comment.is_empty() {
            standing.comments.push(decision.comment.clone());
        } else if !decision.comment.is_empty() {
            standing.comments.push(format!("{}: {}", decision.reviewer, decision.comment));
        }
        match (decision.verdict, &standing.retired) {
            (Verdict::Retire, None) => {
                let verdicts = std::mem::take(&mut standing.verdicts);
                let votes = std::mem::take(&mut standing.votes);
                standing.retired = Some((decision.reviewer.clone(), verdicts, votes));
            }
            (Verdict::Withdraw, Some((reviewer, verdicts, votes)))
                if *reviewer == decision.reviewer =>
            {
                (standing.verdicts, standing.votes) = (verdicts.clone(), votes.clone());
                standing.retired = None;
                continue;
            }
            _ => {}
        }
        let said = match decision.weight {
            Weight::Confirmed => &mut standing.verdicts,
            Weight::Voted => &mut standing.votes,
        };
        match decision.verdict {
            Verdict::Comment => {}
            Verdict::Withdraw => {
                said.remove(&decision.reviewer);
            }
            verdict => {
                said.insert(decision.reviewer.clone(), verdict);
            }
        }
    }
    for standing in all.values_mut() {
        standing.outcome = outcome(&standing.verdicts);
    }
    all
}

fn outcome(verdicts: &BTreeMap<String, Verdict>) -> Outcome {
    let distinct: BTreeSet<Verdict> = verdicts.values().copied().collect();
    let mut distinct = distinct.into_iter();
    match (distinct.next(), distinct.next()) {
        (Some(_), Some(_)) => Outcome::Disputed,
        (Some(Verdict::Accept { predicate }), None) => Outcome::Accepted { predicate },
        (Some(Verdict::Reject), None) => Outcome::Rejected,
        (Some(Verdict::NoMatch), None) => Outcome::NoMatch,
        (Some(Verdict::Retire), None) => Outcome::Retired,
        _ => Outcome::Open,
    }
}

/// The verdicts of two reviewers over the pairs that both have settled, in order of pair.
pub fn both_settled(
    standings: &BTreeMap<PairKey, Standing>,
    one: &str,
    other: &str,
) -> Vec<(Verdict, Verdict)> {
    let pair = |s: &Standing| Some((*s.verdicts.get(one)?, *s.verdicts.get(other)?));
    standings.values().filter_map(pair).collect()
}

/// Pairs that are not to be proposed again, and subjects for which nothing is.
pub fn refused(standings: &BTreeMap<PairKey, Standing>) -> BTreeSet<PairKey> {
    let is_refused = |(key, s): &(&PairKey, &Standing)| match s.outcome {
        Outcome::Rejected => key.1.is_some(),
        Outcome::NoMatch => true,
        _ => false,
    };
    standings.iter().filter(is_refused).map(|(key, _)| key.clone()).collect()
}

/// Whether a proposal was refused, or its subject was.
pub fn is_refused(refused: &BTreeSet<PairKey>, mapping: &Mapping) -> bool {
    refused.contains(&(mapping.subject.clone(), mapping.object.clone()))
        || refused.contains(&(mapping.subject.clone(), None))
}

/// A pair to be looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueItem<'a> {
    /// What is proposed.
    pub mapping: &'a Mapping,
    /// What was said of it so far.
    pub standing: Option<&'a Standing>,
    /// How doubtful it is, 0..=1: one half is the most; a dispute is as doubtful as can be.
    pub doubt: f64,
    /// What hangs on it: relations of both concepts.
    pub effect: u64,
    /// Doubt times the logarithm of the effect: the order of the queue.
    pub worth: f64,
}

/// The open and disputed pairs, those first where a look is worth most; of equal worth by subject and object.
///
/// `effect` says how much hangs on a mapping, 0 or more. Pairs of subjects that have no counterpart, as was decided, are
/// left out.
/// Cost: O(proposals log proposals).
pub fn queue<'a>(
    proposals: &'a [Mapping],
    standings: &'a BTreeMap<PairKey, Standing>,
    effect: impl Fn(&Mapping) -> u64,
) -> Vec<QueueItem<'a>> {
    let refused = refused(standings);
    let mut items: Vec<QueueItem<'a>> = proposals
        .iter()
        .filter_map(|mapping| {
            let standing = standings.get(&(mapping.subject.clone(), mapping.object.clone()));
            let outcome = standing.map_or(Outcome::Open, |s| s.outcome);
            let is_due = matches!(outcome, Outcome::Open | Outcome::Disputed);
            if !is_due || is_refused(&refused, mapping) {
                return None;
            }
            let probability = mapping.confidence.map_or(0.5, Score::value);
            let doubt = match outcome {
                Outcome::Disputed => 1.0,
                _ => 1.0 - (2.0 * probability - 1.0).abs(),
            };
            let effect = effect(mapping);
            let worth = doubt * (2.0 + effect as f64).ln();
            Some(QueueItem { mapping, standing, doubt, effect, worth })
        })
        .collect();
    items.sort_by(|a, b| {
        let name = |i: &QueueItem<'a>| (&i.mapping.subject, &i.mapping.object);
        b.worth.total_cmp(&a.worth).then_with(|| name(a).cmp(&name(b)))
    });
    items
}

/// What is decided, as a mapping set: accepted pairs, refused ones as denials, subjects without counterpart; what is open
/// or disputed is left out.
///
/// Cost: O((proposals + decisions) log).
pub fn decided(
    crosswalk: &Crosswalk,
    standings: &BTreeMap<PairKey, Standing>,
    ends: (MappingEnd, MappingEnd),
    label: impl Fn(&ConceptId) -> String,
) -> MappingSet {
    let proposed: BTreeMap<PairKey, &Mapping> = (crosswalk.proposals.iter())
        .map(|mapping| ((mapping.subject.clone(), mapping.object.clone()), mapping))
        .collect();
    let mut mappings: Vec<Mapping> = Vec::new();
    for (key, standing) in standings {
        let (subject, object) = key;
        let proposal = proposed.get(key);
        let (predicate, is_negated) = match standing.outcome {
            Outcome::Open | Outcome::Disputed | Outcome::Retired => continue,
            Outcome::Accepted { predicate } => (predicate, false),
            Outcome::NoMatch => (Predicate::NoMatch, false),
            Outcome::Rejected => (proposal.map_or(Predicate::Related, |p| p.predicate), true),
        };
        // Who confirms a proposal reviews it; who adds a pair that nothing proposed makes it by hand.
        let made_by = match proposal {
            Some(_) => Justification::MappingReview,
            None => Justification::ManualMappingCuration,
        };
        mappings.push(Mapping {
            subject_label: label(subject),
            object_label: object.as_ref().map_or_else(String::new, &label),
            confidence: proposal.and_then(|p| p.confidence),
            evidence: proposal.map_or_else(Vec::new, |p| p.evidence.clone()),
            comment: standing.comments.join("; "),
            reviewers: standing.verdicts.keys().cloned().collect(),
            date: standing.time.get(..10).unwrap_or_default().to_owned(),
            is_negated,
            ..Mapping::new(subject.clone(), predicate, object.clone(), made_by)
        });
    }
    let date = mappings.iter().map(|m| m.date.clone()).max().unwrap_or_default();
    MappingSet {
        title: crosswalk.title.clone(),
        author: crosswalk.author.clone(),
        version: String::new(),
        date,
        licence: crosswalk.licence.clone(),
        subject_source: ends.0,
        object_source: ends.1,
        mappings,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;
    use crate::model::Licence;

    fn id(name: &str) -> ConceptId {
        ConceptId::new(format!("urn:{name}")).unwrap()
    }

    fn said(number: u64, reviewer: &str, pair: (&str, &str), verdict: Verdict) -> Decision {
        Decision {
            number,
            time: format!("2026-11-2{number}T09:30:00Z"),
            reviewer: reviewer.into(),
            weight: Weight::Confirmed,
            subject: id(pair.0),
            object: (!pair.1.is_empty()).then(|| id(pair.1)),
            verdict,
            comment: String::new(),
            batch: None,
            is_imported: false,
        }
    }

    fn proposal(subject: &str, object: &str, confidence: f64) -> Mapping {
        let made_by = Justification::LexicalMatching;
        Mapping {
            confidence: Some(Score::new(confidence)),
            ..Mapping::new(id(subject), Predicate::Close, Some(id(object)), made_by)
        }
    }

    const EXACT: Verdict = Verdict::Accept { predicate: Predicate::Exact };
    const CLOSE: Verdict = Verdict::Accept { predicate: Predicate::Close };

    #[test]
    fn the_last_word_of_each_reviewer_counts_and_different_words_are_a_dispute() {
        let rows: [(&[(&str, Verdict)], Outcome); 8] = [
            (&[("ann", EXACT)], Outcome::Accepted { predicate: Predicate::Exact }),
            (&[("ann", EXACT), ("ann", CLOSE)], Outcome::Accepted { predicate: Predicate::Close }),
            (&[("ann", EXACT), ("bob", CLOSE)], Outcome::Disputed),
            (&[("ann", EXACT), ("bob", Verdict::Reject)], Outcome::Disputed),
            (&[("ann", Verdict::Reject), ("bob", Verdict::Reject)], Outcome::Rejected),
            (&[("ann", EXACT), ("ann", Verdict::Withdraw)], Outcome::Open),
            (
                &[("ann", EXACT), ("bob", CLOSE), ("bob", Verdict::Withdraw)],
                Outcome::Accepted { predicate: Predicate::Exact },
            ),
            (&[("ann", Verdict::Comment)], Outcome::Open),
        ];
        for (row, expected) in rows {
            let decisions: Vec<Decision> = (1..)
                .zip(row)
                .map(|(n, (who, verdict))| said(n, who, ("a", "b"), *verdict))
                .collect();
            assert_eq!(
                standings(&decisions)[&(id("a"), Some(id("b")))].outcome,
                expected,
                "{row:?}"
            );
        }
        let vote = Decision { weight: Weight::Voted, ..said(1, "ann", ("a", "b"), EXACT) };
        let standing = &standings(&[vote])[&(id("a"), Some(id("b")))];
        assert_eq!((standing.outcome, standing.votes.len()), (Outcome::Open, 1));
    }

    #[test]
    fn the_queue_begins_where_doubt_and_effect_are_highest_and_leaves_out_what_is_settled() {
        let proposals = [
            proposal("a", "sure", 0.97),
            proposal("b", "doubtful", 0.5),
            proposal("c", "weighty", 0.4),
            proposal("d", "accepted", 0.5),
            proposal("e", "rejected", 0.5),
            proposal("f", "of_none", 0.5),
            proposal("g", "disputed", 0.99),
        ];
        let decisions = [
            said(1, "ann", ("d", "accepted"), EXACT),
            said(2, "ann", ("e", "rejected"), Verdict::Reject),
            said(3, "ann", ("f", ""), Verdict::NoMatch),
            said(4, "ann", ("g", "disputed"), EXACT),
            said(5, "bob", ("g", "disputed"), Verdict::Reject),
        ];
        let standings = standings(&decisions);
        let effect = |m: &Mapping| if m.subject == id("c") { 100 } else { 1 };
        let queue = queue(&proposals, &standings, effect);
        let order: Vec<&str> = queue.iter().map(|i| i.mapping.subject.as_str()).collect();
        assert_eq!(order, ["urn:c", "urn:b", "urn:g", "urn:a"]);
        let refused = refused(&standings);
        assert!(is_refused(&refused, &proposals[4]) && is_refused(&refused, &proposals[5]));
        assert!(!is_refused(&refused, &proposals[3]));
    }

    #[test]
    fn what_is_decided_becomes_a_set_with_denials_and_without_disputes() {
        let crosswalk = Crosswalk {
            name: "x".into(),
            title: "X".into(),
            author: String::new(),
            licence: Licence::default(),
            from: "a@1".into(),
            to: "b@1".into(),
            language: Language::ENGLISH,
            proposals: vec![proposal("a", "b", 0.8)],
            published: Vec::new(),
        };
        let decisions = [
            said(1, "ann", ("a", "b"), CLOSE),
            said(2, "ann", ("a", "c"), Verdict::Reject),
            said(3, "bob", ("d", ""), Verdict::NoMatch),
            said(4, "ann", ("e", "f"), EXACT),
            said(5, "bob", ("g", "h"), EXACT),
            said(6, "ann", ("g", "h"), CLOSE),
        ];
        let end = || MappingEnd {
            name: "A".into(),
            version: String::new(),
            concept_type: String::new(),
            language: Language::ENGLISH,
        };
        let label = |id: &ConceptId| id.to_string();
        let set = decided(&crosswalk, &standings(&decisions), (end(), end()), label);
        let rows: Vec<_> = set
            .mappings
            .iter()
            .map(|m| (m.subject.as_str(), m.predicate, m.is_negated, m.justification, m.confidence))
            .collect();
        let (review, by_hand) =
            (Justification::MappingReview, Justification::ManualMappingCuration);
        assert_eq!(
            rows,
            [
                ("urn:a", Predicate::Close, false, review, Some(Score::new(0.8))),
                ("urn:a", Predicate::Related, true, by_hand, None),
                ("urn:d", Predicate::NoMatch, false, by_hand, None),
                ("urn:e", Predicate::Exact, false, by_hand, None),
            ]
        );
        assert_eq!(set.date, "2026-11-24");
        assert_eq!(both_settled(&standings(&decisions), "ann", "bob"), [(CLOSE, EXACT)]);
    }
}
