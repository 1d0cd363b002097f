//! Sets of which not all can stay -> the cheapest to give up.
//!
//! # Why
//!
//! The smallest set that breaks every contradiction is a minimum-weight hitting set, which no known way finds
//! fast in every case (Karp 1972). But contradictions come in small heaps that share nothing, and each heap is
//! solved by itself: first greedily, then by branch and bound, which stops where it can be shown that nothing
//! cheaper exists. A heap too large for that keeps the greedy answer and says so.

/// Of these parties of numbers at most some can stay; a party stays as long as any number of it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::crosswalk) struct Constraint {
    /// The parties; no two share a number.
    pub(in crate::crosswalk) parties: Vec<Vec<usize>>,
    /// How many may stay.
    pub(in crate::crosswalk) may_stay: usize,
}

/// Constraints that hang together, and what was given up for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::crosswalk) struct Heap {
    /// All numbers in its constraints, sorted.
    pub(in crate::crosswalk) numbers: Vec<usize>,
    /// Those given up, sorted.
    pub(in crate::crosswalk) given_up: Vec<usize>,
    /// Whether nothing cheaper can do.
    pub(in crate::crosswalk) is_cheapest: bool,
}

/// Numbers in a heap up to which it is searched. Beyond, the search would hardly ever come to its end.
const SEARCHED: usize = 64;
/// Steps of the search in one heap, a few milliseconds; then the best found so far is taken. Counted in steps and
/// not in time, so that every run gives the same.
const STEPS: usize = 5_000;

/// What to give up so that every constraint holds, heap by heap, in order of their first numbers.
///
/// `cost` holds the cost of each number. Cost: O(n log n) in the size of the constraints, and in each heap of at
/// most 64 numbers up to 5,000 passes over its constraints.
pub(in crate::crosswalk) fn cheapest(constraints: &[Constraint], cost: &[u64]) -> Vec<Heap> {
    heaps(constraints, cost.len())
        .into_iter()
        .map(|constraints| {
            let mut numbers: Vec<usize> =
                constraints.iter().flat_map(|c| c.parties.iter().flatten().copied()).collect();
            numbers.sort_unstable();
            numbers.dedup();
            let mut search = Search::new(&constraints, &numbers, cost);
            let least = search.least_more(&vec![false; numbers.len()], &[]);
            let mut is_cheapest = least.is_some_and(|least| least >= search.best_cost);
            if !is_cheapest && numbers.len() <= SEARCHED {
                let mut given_up = vec![false; numbers.len()];
                search.walk(&mut given_up, &mut Vec::new(), 0);
                is_cheapest = search.n_steps < STEPS;
            }
            let chosen = numbers.iter().zip(&search.best).filter(|(_, is_given)| **is_given);
            let given_up = chosen.map(|(number, _)| *number).collect();
            Heap { numbers, given_up, is_cheapest }
        })
        .collect()
}

/// The constraints in heaps that share no number.
fn heaps(constraints: &[Constraint], n_numbers: usize) -> Vec<Vec<&Constraint>> {
    let mut leader: Vec<usize> = (0..n_numbers).collect();
    let first_of = |constraint: &Constraint| constraint.parties.iter().flatten().next().copied();
    for constraint in constraints {
        let Some(first) = first_of(constraint) else { continue };
        for number in constraint.parties.iter().flatten() {
            let (a, b) = (led(&mut leader, first), led(&mut leader, *number));
            leader[a.max(b)] = a.min(b);
        }
    }
    let mut heaps: std::collections::BTreeMap<usize, Vec<&Constraint>> =
        std::collections::BTreeMap::new();
    for constraint in constraints {
        if let Some(first) = first_of(constraint) {
            heaps.entry(led(&mut leader, first)).or_default().push(constraint);
        }
    }
    heaps.into_values().collect()
}

fn led(leader: &mut [usize], number: usize) -> usize {
    let mut number = number;
    while leader[number] != number {
        leader[number] = leader[leader[number]];
        number = leader[number];
    }
    number
}

/// One heap, its numbers counted from 0.
struct Search {
    constraints: Vec<Constraint>,
    cost: Vec<u64>,
    best: Vec<bool>,
    best_cost: u64,
    n_steps: usize,
}

impl Search {
    /// Begins with the greedy answer.
    fn new(constraints: &[&Constraint], numbers: &[usize], cost: &[u64]) -> Self {
        let place = |number: &usize| numbers.partition_point(|other| other < number);
        let constraints: Vec<Constraint> = constraints
            .iter()
            .map(|constraint| Constraint {
                parties: (constraint.parties.iter())
                    .map(|party| party.iter().map(place).collect())
                    .collect(),
                may_stay: constraint.may_stay,
            })
            .collect();
        let cost: Vec<u64> = numbers.iter().map(|number| cost[*number]).collect();
        let mut n_constraints = vec![0u64; numbers.len()];
        for number in constraints.iter().flat_map(|c| c.parties.iter().flatten()) {
            n_constraints[*number] += 1;
        }
        let mut dear_first: Vec<usize> = (0..numbers.len()).collect();
        dear_first.sort_by_key(|n| (std::cmp::Reverse(cost[*n]), n_constraints[*n], *n));
        let mut peaceful_first = dear_first.clone();
        // By cost over the number of constraints, without dividing.
        peaceful_first.sort_by(|a, b| {
            (cost[*b] * n_constraints[*a]).cmp(&(cost[*a] * n_constraints[*b])).then(a.cmp(b))
        });
        let answers = [dear_first, peaceful_first].map(|order| kept_in_order(&constraints, &order));
        let total = |answer: &Vec<bool>| -> u64 {
            answer.iter().zip(&cost).filter(|(is_given, _)| **is_given).map(|(_, cost)| *cost).sum()
        };
        let [first, second] = answers;
        let best = if total(&second) < total(&first) { second } else { first };
        let best_cost = total(&best);
        Self { constraints, cost, best, best_cost, n_steps: 0 }
    }

    /// Gives up a party of an open constraint after the other, and keeps the cheapest answer.
    fn walk(&mut self, given_up: &mut [bool], kept: &mut Vec<usize>, spent: u64) {
        if self.n_steps >= STEPS {
            return;
        }
        self.n_steps += 1;
        match self.least_more(given_up, kept) {
            Some(least) if spent + least < self.best_cost => {}
            _ => return,
        }
        let Some(mut choices) = self.narrowest(given_up, kept) else {
            self.best = given_up.to_vec();
            self.best_cost = spent;
            return;
        };
        choices.sort_by_key(|party| (self.price(party), party.clone()));
        let n_kept = kept.len();
        for party in choices {
            let price = self.price(&party);
            for number in &party {
                given_up[*number] = true;
            }
            self.walk(given_up, kept, spent + price);
            for number in &party {
                given_up[*number] = false;
            }
            // What was tried is kept from here on: no answer is looked at twice.
            if let [number] = party[..] {
                kept.push(number);
            }
        }
        kept.truncate(n_kept);
    }

    fn price(&self, party: &[usize]) -> u64 {
        party.iter().map(|number| self.cost[*number]).sum()
    }

    /// What is left of the parties that stay, and how many of them have to go.
    fn open(constraint: &Constraint, given_up: &[bool]) -> Option<(Vec<Vec<usize>>, usize)> {
        let left = constraint.parties.iter().map(|party| {
            party.iter().copied().filter(|number| !given_up[*number]).collect::<Vec<usize>>()
        });
        let standing: Vec<Vec<usize>> = left.filter(|party| !party.is_empty()).collect();
        let n_go = standing.len().checked_sub(constraint.may_stay).filter(|n| *n > 0)?;
        Some((standing, n_go))
    }

    /// The parties that can go of the open constraint that leaves the fewest choices; nothing when all hold.
    fn narrowest(&self, given_up: &[bool], kept: &[usize]) -> Option<Vec<Vec<usize>>> {
        let open = self.constraints.iter().filter_map(|c| Self::open(c, given_up));
        let choices = open.map(|(standing, n_go)| {
            let free = standing.into_iter().filter(|party| is_free(party, kept));
            (free.collect::<Vec<_>>(), n_go)
        });
        choices
            .min_by_key(|(free, n_go)| free.len() - (*n_go).min(free.len()))
            .map(|(free, _)| free)
    }

    /// What has to be spent at least so that all hold: the sum over open constraints that share no number. Nothing
    /// when it cannot be done without what is kept.
    fn least_more(&self, given_up: &[bool], kept: &[usize]) -> Option<u64> {
        let mut is_counted = vec![false; given_up.len()];
        let mut sum = 0;
        for constraint in &self.constraints {
            let Some((standing, n_go)) = Self::open(constraint, given_up) else { continue };
            let mut prices: Vec<u64> =
                standing.iter().filter(|p| is_free(p, kept)).map(|p| self.price(p)).collect();
            if prices.len() < n_go {
                return None;
            }
            if standing.iter().flatten().any(|number| is_counted[*number]) {
                continue;
            }
            for number in standing.iter().flatten() {
                is_counted[*number] = true;
            }
            prices.sort_unstable();
            sum += prices.iter().take(n_go).sum::<u64>();
        }
        Some(sum)
    }
}

fn is_free(party: &[usize], kept: &[usize]) -> bool {
    party.iter().all(|number| !kept.contains(number))
}

/// Keeps one number after the other wherever all constraints still hold; true for those given up.
fn kept_in_order(constraints: &[Constraint], order: &[usize]) -> Vec<bool> {
    let mut of_number: Vec<Vec<(usize, usize)>> = vec![Vec::new(); order.len()];
    for (which, constraint) in constraints.iter().enumerate() {
        for (party, numbers) in constraint.parties.iter().enumerate() {
            for number in numbers {
                of_number[*number].push((which, party));
            }
        }
    }
    let mut stays: Vec<Vec<bool>> =
        constraints.iter().map(|c| vec![false; c.parties.len()]).collect();
    let mut n_stay = vec![0usize; constraints.len()];
    let mut given_up = vec![true; order.len()];
    for number in order {
        let may_stay = of_number[*number].iter().all(|(which, party)| {
            stays[*which][*party] || n_stay[*which] < constraints[*which].may_stay
        });
        if !may_stay {
            continue;
        }
        given_up[*number] = false;
        for (which, party) in &of_number[*number] {
            if !stays[*which][*party] {
                stays[*which][*party] = true;
                n_stay[*which] += 1;
            }
        }
    }
    given_up
}

#[cfg(test)]
mod tests {
    use super::*;

    fn constraint(parties: &[&[usize]], may_stay: usize) -> Constraint {
        Constraint { parties: parties.iter().map(|p| p.to_vec()).collect(), may_stay }
    }

    #[test]
    fn one_in_the_middle_goes_rather_than_two_around_it() {
        let path = [constraint(&[&[0], &[1]], 1), constraint(&[&[1], &[2]], 1)];
        let rows: [(&[u64], &[usize]); 3] =
            [(&[2, 3, 2], &[1]), (&[2, 5, 2], &[0, 2]), (&[1, 1, 1], &[1])];
        for (cost, expected) in rows {
            let heaps = cheapest(&path, cost);
            assert_eq!(heaps.len(), 1);
            assert_eq!(heaps[0].given_up, expected, "{cost:?}");
            assert!(heaps[0].is_cheapest);
        }
    }

    #[test]
    fn heaps_that_share_nothing_are_solved_apart() {
        let apart = [constraint(&[&[0, 3], &[1]], 1), constraint(&[&[2]], 0)];
        let heaps = cheapest(&apart, &[1, 3, 9, 1]);
        let given_up: Vec<&[usize]> = heaps.iter().map(|h| h.given_up.as_slice()).collect();
        assert_eq!(given_up, [&[0, 3][..], &[2][..]]);
    }

    #[test]
    fn a_large_heap_is_answered_and_says_when_it_is_not_proven() {
        // A circle of 99 pairs: half of them and one more have to go, but the bound sees only every other pair.
        let ring: Vec<Constraint> =
            (0..99).map(|n| constraint(&[&[n], &[(n + 1) % 99]], 1)).collect();
        let heaps = cheapest(&ring, &[1; 99]);
        assert!(!heaps[0].is_cheapest);
        assert_eq!(heaps[0].given_up.len(), 50);
    }

    proptest::proptest! {
        #[test]
        fn nothing_cheaper_can_do(
            raw in proptest::collection::vec((proptest::collection::vec(0usize..8, 1..6), 0usize..3), 0..7),
            cost in proptest::collection::vec(1u64..20, 8),
        ) {
            let constraints: Vec<Constraint> = raw
                .into_iter()
                .map(|(mut numbers, may_stay)| {
                    numbers.sort_unstable();
                    numbers.dedup();
                    // The first two make one party.
                    let rest = numbers.split_off(numbers.len().min(2));
                    let parties = std::iter::once(numbers).chain(rest.into_iter().map(|n| vec![n]));
                    Constraint { parties: parties.collect(), may_stay }
                })
                .collect();
            let holds = |mask: usize| constraints.iter().all(|c| {
                let stays = |party: &&Vec<usize>| party.iter().any(|n| mask >> n & 1 == 0);
                c.parties.iter().filter(stays).count() <= c.may_stay
            });
            let price = |mask: usize| (0..8).filter(|n| mask >> n & 1 == 1).map(|n| cost[n]).sum::<u64>();
            let best = (0..256).filter(|mask| holds(*mask)).map(price).min().unwrap();
            let heaps = cheapest(&constraints, &cost);
            let given_up: usize = heaps.iter().flat_map(|h| &h.given_up).map(|n| 1 << n).sum();
            assert!(holds(given_up));
            assert_eq!(price(given_up), best);
            assert!(heaps.iter().all(|h| h.is_cheapest));
        }
    }
}
