//! Decisions about concepts that others replace -> the decisions by which they are said of those others.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::crosswalk::Outcome;
use crate::crosswalk::PairKey;
use crate::crosswalk::Standing;
use crate::model::ConceptId;
use crate::model::Predicate;
use crate::model::Verdict;

/// What is said anew, pair by pair.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Succeeded {
    /// Pairs with what is said of them and why: what is taken over first, then what is retired.
    pub said: Vec<(PairKey, Verdict, String)>,
    /// Pairs that are retired, and whose verdict was taken over.
    pub n_moved: u64,
    /// Disputed pairs: nobody can take a dispute over, they stay as they are.
    pub disputed: Vec<PairKey>,
}

/// Which concepts take the place of which, on the sides of a crosswalk where they count.
#[derive(Debug, Clone, Copy)]
pub struct Successors<'a> {
    /// Of subjects; empty where the subjects are of another framework.
    pub subjects: &'a BTreeMap<ConceptId, Vec<ConceptId>>,
    /// Of objects.
    pub objects: &'a BTreeMap<ConceptId, Vec<ConceptId>>,
    /// Later concepts that stand for more than the earlier one did: what was exact may be so no longer.
    pub wider: &'a BTreeSet<ConceptId>,
}

/// What is to be said so that all settled pairs of replaced concepts are said of those in their place.
///
/// A verdict is taken over as it is, but "exact" as "close" where one concept becomes several or several become one: nobody
/// looked at the new pair. What is settled of the new pair already stays; where several old pairs say different things of
/// it, or where one says that there is no match and another one accepts one, that is remarked and not decided. `remark` says in words what a pair is in the place of.
pub fn succeeded(
    standings: &BTreeMap<PairKey, Standing>,
    successors: Successors<'_>,
    remark: &dyn Fn(&PairKey) -> String,
) -> Succeeded {
    let mut found = Succeeded::default();
    let mut new: BTreeMap<PairKey, (BTreeSet<Verdict>, Vec<String>)> = BTreeMap::new();
    let mut retired = Vec::new();
    for (key, standing) in standings {
        let subjects = successors.subjects.get(&key.0);
        let objects = key.1.as_ref().and_then(|object| successors.objects.get(object));
        if subjects.is_none() && objects.is_none() {
            continue;
        }
        let verdict = match standing.outcome {
            Outcome::Open | Outcome::Retired => continue,
            Outcome::Disputed => {
                found.disputed.push(key.clone());
                continue;
            }
            Outcome::Accepted { predicate } => Verdict::Accept { predicate },
            Outcome::Rejected => Verdict::Reject,
            Outcome::NoMatch => Verdict::NoMatch,
        };
        let own = [key.0.clone()];
        let subjects = subjects.map_or(&own[..], Vec::as_slice);
        let same: Vec<Option<ConceptId>> = vec![key.1.clone()];
        let objects = objects.map_or(same, |ids| ids.iter().cloned().map(Some).collect());
        let is_split = subjects.len() > 1 || objects.len() > 1;
        for subject in subjects {
            for object in &objects {
                let is_wider = successors.wider.contains(subject)
                    || object.as_ref().is_some_and(|object| successors.wider.contains(object));
                let verdict = match verdict {
                    Verdict::Accept { predicate: Predicate::Exact } if is_split || is_wider => {
                        Verdict::Accept { predicate: Predicate::Close }
                    }
                    verdict => verdict,
                };
                let entry = new.entry((subject.clone(), object.clone())).or_default();
                entry.0.insert(verdict);
                entry.1.push(remark(key));
            }
        }
        found.n_moved += 1;
        retired.push((key.clone(), Verdict::Retire, String::new()));
    }
    let moved: BTreeSet<&PairKey> = retired.iter().map(|(key, ..)| key).collect();
    let counterparts = Counterparts::of(&new, standings, &moved);
    let mut said = Vec::new();
    for (key, (verdicts, remarks)) in new {
        if standings.get(&key).is_some_and(|s| !s.verdicts.is_empty()) {
            continue;
        }
        let remarks = remarks.join("; ");
        let mut verdicts = verdicts.into_iter();
        match (verdicts.next(), verdicts.next()) {
            (Some(verdict), None) => said.push(match counterparts.against(&key, verdict) {
                None => (key, verdict, remarks),
                Some(why) => (key, Verdict::Comment, format!("{why}: {remarks}")),
            }),
            _ => said.push((key, Verdict::Comment, format!("different things: {remarks}"))),
        }
    }
    said.extend(retired);
    Succeeded { said, ..found }
}

/// Which subjects have a counterpart, and of which it is settled that they have none: nobody has both.
struct Counterparts {
    some: BTreeSet<ConceptId>,
    none: BTreeSet<ConceptId>,
}

impl Counterparts {
    /// What is said anew, and what is settled and does not move.
    fn of(
        new: &BTreeMap<PairKey, (BTreeSet<Verdict>, Vec<String>)>,
        standings: &BTreeMap<PairKey, Standing>,
        moved: &BTreeSet<&PairKey>,
    ) -> Self {
        let is_accepted = |verdicts: &BTreeSet<Verdict>| {
            verdicts.len() == 1 && verdicts.iter().all(|v| matches!(v, Verdict::Accept { .. }))
        };
        let accepted = new.iter().filter(|(_, (verdicts, _))| is_accepted(verdicts));
        let mut all =
            Self { some: accepted.map(|(key, _)| key.0.clone()).collect(), none: BTreeSet::new() };
        for (key, standing) in standings.iter().filter(|(key, _)| !moved.contains(key)) {
            match standing.outcome {
                Outcome::Accepted { .. } => drop(all.some.insert(key.0.clone())),
                Outcome::NoMatch => drop(all.none.insert(key.0.clone())),
                _ => {}
            }
        }
        all
    }

    /// Why that verdict cannot be taken over.
    fn against(&self, key: &PairKey, verdict: Verdict) -> Option<&'static str> {
        match verdict {
            Verdict::NoMatch if self.some.contains(&key.0) => {
                Some("no match was said, but it has one")
            }
            Verdict::Accept { .. } if self.none.contains(&key.0) => {
                Some("a match was accepted, but it is settled that there is none")
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crosswalk::standings;
    use crate::model::Decision;
    use crate::model::Weight;

    fn id(name: &str) -> ConceptId {
        ConceptId::new(format!("urn:{name}")).unwrap()
    }

    fn decision(number: u64, reviewer: &str, pair: (&str, &str), verdict: Verdict) -> Decision {
        Decision {
            number,
            time: "2026-11-22T09:30:00Z".into(),
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

    fn word(verdict: Verdict) -> String {
        match verdict {
            Verdict::Accept { predicate } => predicate.to_string(),
            other => format!("{other:?}").to_lowercase(),
        }
    }

    const EXACT: Verdict = Verdict::Accept { predicate: Predicate::Exact };
    const BROAD: Verdict = Verdict::Accept { predicate: Predicate::Broad };

    #[test]
    fn a_verdict_moves_to_the_concepts_in_the_place_of_others() {
        type Row<'a> = (&'a [(&'a str, &'a str, Verdict)], &'a [(&'a str, &'a [&'a str])], &'a str);
        let rows: [Row<'_>; 12] = [
            (&[("a", "x", EXACT)], &[("a", &["b"])], "b exact x, a retire x"),
            (&[("c", "x", EXACT)], &[("a", &["b"])], ""),
            (&[("a", "", Verdict::NoMatch)], &[("a", &["b"])], "b nomatch -, a retire -"),
            (&[("a", "x", Verdict::Reject)], &[("a", &["b"])], "b reject x, a retire x"),
            (&[("a", "x", EXACT)], &[("a", &["b", "c"])], "b close x, c close x, a retire x"),
            (&[("a", "x", BROAD)], &[("a", &["b", "c"])], "b broad x, c broad x, a retire x"),
            // Settled already: it stays as it is.
            (&[("a", "x", EXACT), ("b", "x", BROAD)], &[("a", &["b"])], "a retire x"),
            // Two say different things of the one in their place.
            (
                &[("a", "x", EXACT), ("c", "x", Verdict::Reject)],
                &[("a", &["b"]), ("c", &["b"])],
                "b comment x, a retire x, c retire x",
            ),
            (&[("a", "x", Verdict::Retire)], &[("a", &["b"])], ""),
            // A concept with a counterpart does not have none as well, whoever said it.
            (
                &[("a", "x", BROAD), ("c", "", Verdict::NoMatch)],
                &[("a", &["b"]), ("c", &["b"])],
                "b comment -, b broad x, a retire x, c retire -",
            ),
            (
                &[("b", "x", BROAD), ("c", "", Verdict::NoMatch)],
                &[("c", &["b"])],
                "b comment -, c retire -",
            ),
            (
                &[("a", "x", BROAD), ("b", "", Verdict::NoMatch)],
                &[("a", &["b"])],
                "b comment x, a retire x",
            ),
        ];
        for (said, by, expected) in rows {
            let decisions: Vec<Decision> = (1..)
                .zip(said)
                .map(|(number, (s, o, verdict))| decision(number, "ann", (s, o), *verdict))
                .collect();
            let by: BTreeMap<ConceptId, Vec<ConceptId>> = by
                .iter()
                .map(|(old, new)| (id(old), new.iter().map(|n| id(n)).collect()))
                .collect();
            let (none, wider) = (BTreeMap::new(), BTreeSet::new());
            let successors = Successors { subjects: &by, objects: &none, wider: &wider };
            let found = succeeded(&standings(&decisions), successors, &|_| String::new());
            let name = |id: &ConceptId| id.as_str().trim_start_matches("urn:").to_owned();
            let told: Vec<String> = found
                .said
                .iter()
                .map(|((s, o), verdict, _)| {
                    let object = o.as_ref().map_or("-".to_owned(), name);
                    format!("{} {} {object}", name(s), word(*verdict))
                })
                .collect();
            assert_eq!(told.join(", "), expected, "{said:?}");
        }
    }

    #[test]
    fn what_is_retired_holds_no_longer_and_holds_again_when_that_is_withdrawn() {
        let pair = ("a", "x");
        let mut decisions = vec![
            decision(1, "ann", pair, EXACT),
            decision(2, "bob", pair, EXACT),
            decision(3, "cem", pair, Verdict::Retire),
        ];
        let outcome =
            |decisions: &[Decision]| standings(decisions)[&(id("a"), Some(id("x")))].outcome;
        assert_eq!(outcome(&decisions), Outcome::Retired);
        decisions.push(decision(4, "cem", pair, Verdict::Withdraw));
        assert_eq!(outcome(&decisions), Outcome::Accepted { predicate: Predicate::Exact });
        decisions.truncate(3);
        // Who thinks otherwise makes it a dispute.
        decisions.push(decision(4, "ann", pair, EXACT));
        assert_eq!(outcome(&decisions), Outcome::Disputed);
    }
}
