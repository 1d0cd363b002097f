//! Two predicates, one after the other -> what follows for the ends.
//!
//! # Why
//!
//! The chaining rules of SSSOM and the semantics of SKOS let few things follow: exact passes on whatever stands
//! before or behind it, broad goes on to broad, narrow to narrow. Close and related never chain as assertions:
//! "interchangeable in some uses" twice may be two different uses, and siblings share a parent without saying
//! anything of each other. Such pairs are worth a look all the same, so the weakest relation, *related*, is
//! *suggested* for them; after a related step with anything but exact not even that.

use crate::model::Predicate;

/// What two steps give for their ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chained {
    /// It holds wherever both steps hold.
    Follows(Predicate),
    /// It does not follow; it is worth a person's look.
    Suggested(Predicate),
    /// Nothing can be said.
    Nothing,
}

/// What "a *first* b" and "b *second* c" say of a and c.
///
/// What follows is associative, with [`Chained::Nothing`] absorbing all: a longer chain gives the same whichever
/// end it is begun from. What is suggested is not (broad, broad, narrow gives related from the left and nothing
/// from the right), so only what follows should be composed again. A "no match" passes through exact before it;
/// nothing stands behind it.
///
/// ```
/// use skillmap::crosswalk::{Chained, chain};
/// use skillmap::model::Predicate::{Broad, Close, Exact, Narrow, Related};
/// assert_eq!(chain(Exact, Broad), Chained::Follows(Broad));
/// assert_eq!(chain(Broad, Broad), Chained::Follows(Broad));
/// assert_eq!(chain(Broad, Narrow), Chained::Suggested(Related));
/// assert_eq!(chain(Related, Close), Chained::Nothing);
/// ```
pub fn chain(first: Predicate, second: Predicate) -> Chained {
    use Predicate::Broad;
    use Predicate::Close;
    use Predicate::Exact;
    use Predicate::Narrow;
    use Predicate::NoMatch;
    use Predicate::Related;
    match (first, second) {
        (NoMatch, _) => Chained::Nothing,
        (Exact, other) | (other, Exact) => Chained::Follows(other),
        (_, NoMatch | Related) | (Related, _) => Chained::Nothing,
        (Broad, Broad) => Chained::Follows(Broad),
        (Narrow, Narrow) => Chained::Follows(Narrow),
        (Close | Broad | Narrow, Close | Broad | Narrow) => Chained::Suggested(Related),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_gives_what_the_table_says() {
        // Columns: exact, close, broad, narrow, related, no match. A question mark: suggested.
        let table = [
            ("exact", ["exact", "close", "broad", "narrow", "related", "no_match"]),
            ("close", ["close", "related?", "related?", "related?", "-", "-"]),
            ("broad", ["broad", "related?", "broad", "related?", "-", "-"]),
            ("narrow", ["narrow", "related?", "related?", "narrow", "-", "-"]),
            ("related", ["related", "-", "-", "-", "-", "-"]),
            ("no_match", ["-", "-", "-", "-", "-", "-"]),
        ];
        for ((name, row), first) in table.into_iter().zip(Predicate::ALL) {
            assert_eq!(name, first.name());
            for (expected, second) in row.into_iter().zip(Predicate::ALL) {
                let found = match chain(first, second) {
                    Chained::Follows(predicate) => predicate.name().to_owned(),
                    Chained::Suggested(predicate) => format!("{predicate}?"),
                    Chained::Nothing => "-".to_owned(),
                };
                assert_eq!(found, expected, "{first} then {second}\nhelp: see chain");
            }
        }
    }

    /// What follows only, with nothing absorbing all.
    fn follows(first: Option<Predicate>, second: Option<Predicate>) -> Option<Predicate> {
        match chain(first?, second?) {
            Chained::Follows(predicate) => Some(predicate),
            Chained::Suggested(_) | Chained::Nothing => None,
        }
    }

    #[test]
    fn what_follows_is_associative_and_read_backwards_the_same() {
        for first in Predicate::ALL {
            for second in Predicate::ALL {
                for third in Predicate::ALL {
                    let [a, b, c] = [first, second, third].map(Some);
                    assert_eq!(
                        follows(follows(a, b), c),
                        follows(a, follows(b, c)),
                        "{first}, {second}, {third}"
                    );
                }
                if first != Predicate::NoMatch && second != Predicate::NoMatch {
                    let forth = follows(Some(first), Some(second)).map(Predicate::inverse);
                    let back = follows(Some(second.inverse()), Some(first.inverse()));
                    assert_eq!(forth, back, "{first}, {second}");
                }
            }
        }
    }
}
