//! Facts of crosswalks -> the keys of their words in the catalogue, and bars of shares.

use crate::engine::Counted;
use crate::engine::PairOutcome;
use crate::model::CrosswalkState;
use crate::model::Verdict;
use crate::service::pages::page::Page;

/// Where a crosswalk stands, in words and as the key of its badge.
pub(super) fn state(page: &Page, state: CrosswalkState) -> (String, &'static str) {
    let (key, tone) = match state {
        CrosswalkState::Draft => ("draft", ""),
        CrosswalkState::InReview => ("in_review", "is-warm"),
        CrosswalkState::Published => ("published", "is-good"),
        CrosswalkState::Superseded => ("superseded", ""),
    };
    (page.name("state", key), tone)
}

/// What somebody said, in words.
pub(super) fn verdict(page: &Page, verdict: Verdict) -> String {
    match verdict {
        Verdict::Accept { predicate } => page.name("match", predicate.name()),
        Verdict::Reject => page.name("verdict", "reject"),
        Verdict::NoMatch => page.name("verdict", "no_match"),
        Verdict::Comment => page.name("verdict", "comment"),
        Verdict::Withdraw => page.name("verdict", "withdraw"),
        Verdict::Retire => page.name("verdict", "retire"),
    }
}

/// What became of a pair: its words and the tone of its badge; nothing while it is open.
pub(super) fn outcome(page: &Page, outcome: PairOutcome) -> Option<(String, &'static str)> {
    let word = |key| page.name("outcome", key);
    match outcome {
        PairOutcome::Open => None,
        PairOutcome::Accepted { predicate } => {
            Some((page.name("match", predicate.name()), "is-good"))
        }
        PairOutcome::Rejected => Some((word("rejected"), "is-bad")),
        PairOutcome::NoMatch => Some((word("no_match"), "is-bad")),
        PairOutcome::Disputed => Some((word("disputed"), "is-warm")),
        PairOutcome::Retired => Some((word("retired"), "is-bad")),
    }
}

/// The parts of a bar in percent of its length: where each begins and how long it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bar {
    /// Mapped exactly.
    pub(super) exact: f64,
    /// Mapped, exactly or not: the other matches lie between.
    pub(super) mapped: f64,
    /// Mapped, or found to have no counterpart.
    pub(super) answered: f64,
}

impl Bar {
    pub(super) fn of(counted: &Counted) -> Self {
        let all = counted.n_concepts.max(1) as f64;
        let share = |n: usize| (n as f64 * 1000.0 / all).round() / 10.0;
        Self {
            exact: share(counted.n_exact),
            mapped: share(counted.n_mapped),
            answered: share(counted.n_mapped + counted.n_no_match),
        }
    }
}

/// Shares of answers worth aiming at, in percent.
const AIMS: [u64; 5] = [25, 50, 75, 90, 100];

/// The next share that is not reached, in percent, and how many answers are missing; nothing where all have one.
pub(super) fn next_aim(n_answered: u64, n_subjects: u64) -> Option<(u64, u64)> {
    AIMS.into_iter().find_map(|percent| {
        let needed = (n_subjects * percent).div_ceil(100);
        (needed > n_answered).then(|| (percent, needed - n_answered))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_aim_is_the_first_that_is_not_reached() {
        let rows = [
            (0, 40, Some((25, 10))),
            (9, 40, Some((25, 1))),
            (10, 40, Some((50, 10))),
            (39, 40, Some((100, 1))),
            (40, 40, None),
            (0, 0, None),
            (0, 3, Some((25, 1))),
        ];
        for (n_answered, n_subjects, expected) in rows {
            assert_eq!(next_aim(n_answered, n_subjects), expected, "{n_answered} of {n_subjects}");
        }
    }

    #[test]
    fn a_bar_has_what_was_counted() {
        let counted =
            Counted { n_concepts: 8, n_mapped: 4, n_exact: 1, n_no_match: 2, ..Counted::default() };
        assert_eq!(Bar::of(&counted), Bar { exact: 12.5, mapped: 50.0, answered: 75.0 });
        assert_eq!(Bar::of(&Counted::default()), Bar { exact: 0.0, mapped: 0.0, answered: 0.0 });
    }
}
