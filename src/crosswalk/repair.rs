//! A set with contradictions -> the fewest statements to give up so that none is left.
//!
//! # Why
//!
//! To break a contradiction one may give up any of its statements, so which to give up is decided for all that
//! hang together at once (`hitting`). Breaking one may show another that was hidden behind it; then all found so
//! far are weighed anew, together. As every contradiction found has to be broken by any repair, an answer that is
//! the cheapest for them and leaves none is the cheapest of all.

use schemars::JsonSchema;
use serde::Serialize;

use crate::crosswalk::consistency::Contradiction;
use crate::crosswalk::consistency::ContradictionKind;
use crate::crosswalk::consistency::check_rows;
use crate::crosswalk::hitting::Constraint;
use crate::crosswalk::hitting::Heap;
use crate::crosswalk::hitting::cheapest;
use crate::crosswalk::standing::cost;
use crate::model::Framework;
use crate::model::MappingSet;
use crate::model::Predicate;

/// A proposal; nothing is changed before a person agrees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Repair {
    /// Mappings to drop, as positions in the set, sorted.
    pub drop: Vec<usize>,
    /// Mappings to keep with a weaker predicate, sorted by position.
    pub downgrade: Vec<(usize, Predicate)>,
    /// The contradictions that this breaks.
    pub contradictions: Vec<Contradiction>,
    /// The same by what hangs together, in order of their first mappings.
    pub components: Vec<Component>,
}

/// Contradictions that share mappings, and what is given up for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Component {
    /// All mappings involved, as positions in the set, sorted.
    pub mappings: Vec<usize>,
    /// Those to drop or to downgrade, sorted.
    pub given_up: Vec<usize>,
    /// Whether it is proven that nothing cheaper can do.
    pub is_smallest: bool,
}

/// How often all found so far is weighed anew. Contradictions hide at most a few others behind them; past this,
/// what is given up stays given up, and what hangs together with that is not called proven.
const ROUNDS: usize = 12;

/// What to give up so that [`check`](crate::crosswalk::check) finds nothing.
///
/// The cheapest set is sought: a proposal costs 1, what people decided or confirmed 10, and its confidence more.
/// Up to 64 mappings that hang together are searched by branch and bound, more are solved greedily, and each
/// [`Component`] says which. An exact statement given up only for the sake of exactness is downgraded to close,
/// which follows from exact and contradicts nothing of that; all others are dropped.
/// Cost: a `check` and the search of all components per round, mostly two or three rounds.
pub fn repair(
    set: &MappingSet,
    subjects: Option<&Framework>,
    objects: Option<&Framework>,
) -> Repair {
    let costs: Vec<u64> = set.mappings.iter().map(cost).collect();
    let n = set.mappings.len();
    let mut contradictions: Vec<Contradiction> = Vec::new();
    let mut given_up: Vec<bool> = vec![false; n];
    let mut heaps: Vec<Heap> = Vec::new();
    let mut n_weighed = 0;
    for round in 0.. {
        let rows: Vec<usize> = (0..n).filter(|row| !given_up[*row]).collect();
        let found = check_rows(set, &rows, subjects, objects);
        if found.is_empty() {
            break;
        }
        let new = constraints(&found);
        contradictions.extend(found);
        if round < ROUNDS {
            n_weighed = contradictions.len();
            heaps = cheapest(&constraints(&contradictions), &costs);
            given_up.fill(false);
            give_up(&mut given_up, &heaps);
        } else {
            give_up(&mut given_up, &cheapest(&new, &costs));
        }
    }
    if n_weighed < contradictions.len() {
        heaps = with_late(&heaps, &contradictions, &given_up);
    }
    proposal(set, contradictions, heaps)
}

/// The set after the repair: mappings dropped and downgraded, never one more than before.
pub fn apply(set: &MappingSet, repair: &Repair) -> MappingSet {
    let mut repaired = set.clone();
    for (row, predicate) in &repair.downgrade {
        if let Some(mapping) = repaired.mappings.get_mut(*row) {
            mapping.predicate = *predicate;
        }
    }
    let mut row = 0;
    repaired.mappings.retain(|_| {
        row += 1;
        repair.drop.binary_search(&(row - 1)).is_err()
    });
    repaired
}

fn constraints(contradictions: &[Contradiction]) -> Vec<Constraint> {
    let of = |c: &Contradiction| Constraint { parties: c.parties.clone(), may_stay: c.may_stay };
    contradictions.iter().map(of).collect()
}

fn give_up(given_up: &mut [bool], heaps: &[Heap]) {
    for row in heaps.iter().flat_map(|heap| &heap.given_up) {
        given_up[*row] = true;
    }
}

/// What hangs together after the late contradictions, and what was given up for it. What they did not touch is as
/// well proven as before; of the rest nothing is.
fn with_late(heaps: &[Heap], contradictions: &[Contradiction], given_up: &[bool]) -> Vec<Heap> {
    let regrouped = cheapest(&constraints(contradictions), &vec![1; given_up.len()]);
    let as_before = |heap: &Heap| {
        heaps.iter().find(|h| h.numbers == heap.numbers).filter(|h| {
            let is_given = |row: &usize| h.given_up.binary_search(row).is_ok();
            h.numbers.iter().all(|row| is_given(row) == given_up[*row])
        })
    };
    let taken = |heap: Heap| Heap {
        is_cheapest: as_before(&heap).is_some_and(|before| before.is_cheapest),
        given_up: heap.numbers.iter().copied().filter(|row| given_up[*row]).collect(),
        numbers: heap.numbers,
    };
    regrouped.into_iter().map(taken).collect()
}

fn proposal(set: &MappingSet, contradictions: Vec<Contradiction>, heaps: Vec<Heap>) -> Repair {
    let n = set.mappings.len();
    let mut is_about_exactness = vec![true; n];
    for contradiction in contradictions.iter().filter(|c| !is_of_exactness(c.kind)) {
        for row in contradiction.parties.iter().flatten() {
            is_about_exactness[*row] = false;
        }
    }
    let mut repair =
        Repair { drop: Vec::new(), downgrade: Vec::new(), contradictions, components: Vec::new() };
    for heap in heaps {
        for row in &heap.given_up {
            let mapping = &set.mappings[*row];
            if mapping.predicate == Predicate::Exact && is_about_exactness[*row] {
                repair.downgrade.push((*row, Predicate::Close));
            } else {
                repair.drop.push(*row);
            }
        }
        repair.components.push(Component {
            mappings: heap.numbers,
            given_up: heap.given_up,
            is_smallest: heap.is_cheapest,
        });
    }
    repair.drop.sort_unstable();
    repair.downgrade.sort_unstable();
    repair
}

/// Whether close in place of exact takes a statement out of such a contradiction and still says something.
fn is_of_exactness(kind: ContradictionKind) -> bool {
    matches!(
        kind,
        ContradictionKind::SubjectNotUnique
            | ContradictionKind::ObjectNotUnique
            | ContradictionKind::ExactChain
            | ContradictionKind::CrossedHierarchies
            | ContradictionKind::Circle
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crosswalk::check;
    use crate::crosswalk::made;

    /// What the repair does, as `-row` for a drop and `~row` for a downgrade.
    fn told(set: &MappingSet, repair: &Repair) -> Vec<String> {
        let row = |row: usize| {
            let m = &set.mappings[row];
            let object = m.object.as_ref().map_or("-", |o| &o.as_str()[6..]);
            let not = if m.is_negated { "not_" } else { "" };
            format!("{} {not}{} {object}", &m.subject.as_str()[6..], m.predicate)
        };
        let drops = repair.drop.iter().map(|r| format!("-{}", row(*r)));
        let downgrades = repair.downgrade.iter().map(|(r, _)| format!("~{}", row(*r)));
        drops.chain(downgrades).collect()
    }

    #[test]
    fn each_kind_is_repaired_by_the_cheapest() {
        let subjects = made::framework('s', &["a", "b < a", "c", "old replaced a"]);
        let objects = made::framework('o', &["x < y", "y", "z", "gone deprecated"]);
        let rows: [(&[&str], &[&str]); 13] = [
            (&["a exact z", "b broad z"], &[]),
            (&["a exact q"], &["-a exact q"]),
            (&["old exact x", "a exact gone"], &["-old exact x", "-a exact gone"]),
            (&["a exact z 0.9", "a not_exact z"], &["-a exact z"]),
            (&["a no_match -", "a broad x 0.5"], &["-a broad x"]),
            (&["a exact z", "a broad z 0.5"], &["-a broad z"]),
            (&["a broad z 0.4", "a narrow z 0.5"], &["-a broad z"]),
            (&["a narrow z 0.4", "a related z 0.3"], &["-a related z"]),
            (&["a exact z 0.4", "a exact x 0.5"], &["~a exact z"]),
            (&["a exact z", "c exact z 0.5"], &["~c exact z"]),
            // The one in the middle goes.
            (&["a exact z 0.5", "c exact z 0.5", "c exact x 0.5"], &["~c exact z"]),
            (&["a exact x 0.6", "b exact y 0.5"], &["~b exact y"]),
            (&["a broad x 0.4", "b narrow y 0.5"], &["-a broad x"]),
        ];
        for (rows, expected) in rows {
            let set = made::set(rows);
            let repair = repair(&set, Some(&subjects), Some(&objects));
            assert_eq!(told(&set, &repair), expected, "{rows:?}\n{:#?}", repair.contradictions);
            assert!(repair.components.iter().all(|c| c.is_smallest));
            let repaired = apply(&set, &repair);
            assert_eq!(check(&repaired, Some(&subjects), Some(&objects)), [], "{rows:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn after_a_repair_nothing_is_wrong_and_nothing_is_new(rows in made::rows(24)) {
            let set = made::set_of(rows);
            let subjects = made::framework('s', &["a < b", "b < c", "c", "d deprecated"]);
            let objects = made::framework('o', &["x < y", "y < z", "z", "w < y"]);
            let found = repair(&set, Some(&subjects), Some(&objects));
            let repaired = apply(&set, &found);
            assert_eq!(check(&repaired, Some(&subjects), Some(&objects)), []);
            assert_eq!(repaired.mappings.len(), set.mappings.len() - found.drop.len());
            for mapping in &repaired.mappings {
                assert!(set.mappings.iter().any(|m| (&m.subject, &m.object) == (&mapping.subject, &mapping.object)));
            }
            assert_eq!(repair(&set, Some(&subjects), Some(&objects)), found);
            let again = repair(&repaired, Some(&subjects), Some(&objects));
            assert!(again.drop.is_empty() && again.downgrade.is_empty());
        }
    }
}
