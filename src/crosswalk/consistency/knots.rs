//! A directed graph -> its knots: the sets of nodes of which each leads to each.

/// An arrow from one node to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Arrow {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Whether it goes up; the others stay on their level.
    pub(super) is_up: bool,
    /// The statement that it stands for; nothing for a step of a hierarchy.
    pub(super) statement: Option<usize>,
}

/// Arrows by the node where they begin.
#[derive(Debug)]
pub(super) struct Arrows {
    sorted: Vec<Arrow>,
    /// Where the arrows of each node begin among the sorted; one more at the end.
    starts: Vec<usize>,
}

/// Not yet met in the walk.
const UNSEEN: usize = usize::MAX;

impl Arrows {
    /// Cost: O(n log n) in arrows.
    pub(super) fn new(n_nodes: usize, mut arrows: Vec<Arrow>) -> Self {
        arrows.sort_unstable();
        arrows.dedup();
        let start = |node| arrows.partition_point(|arrow| arrow.from < node);
        let starts = (0..=n_nodes).map(start).collect();
        Self { sorted: arrows, starts }
    }

    /// The arrows that begin at the node, sorted.
    pub(super) fn of(&self, node: usize) -> &[Arrow] {
        &self.sorted[self.starts[node]..self.starts[node + 1]]
    }

    /// The knots of more than one node among `nodes`, along the arrows between them that may be walked, each
    /// sorted; `inside` is false for every node and is again afterwards.
    ///
    /// Source: Tarjan, *Depth-first search and linear graph algorithms*, 1972, with a stack of its own.
    /// Cost: O(nodes + arrows that begin there).
    pub(super) fn knots(
        &self,
        nodes: &[usize],
        inside: &mut Inside,
        may_walk: impl Fn(&Arrow) -> bool,
    ) -> Vec<Vec<usize>> {
        for node in nodes {
            inside.seen[*node] = UNSEEN;
            inside.is_in[*node] = true;
        }
        let mut found = Vec::new();
        let mut n_seen = 0;
        let mut open: Vec<usize> = Vec::new();
        for root in nodes {
            if inside.seen[*root] != UNSEEN {
                continue;
            }
            let mut walk: Vec<(usize, usize)> = vec![(*root, 0)];
            while let Some((node, next)) = walk.pop() {
                if next == 0 {
                    inside.seen[node] = n_seen;
                    inside.lowest[node] = n_seen;
                    inside.is_open[node] = true;
                    n_seen += 1;
                    open.push(node);
                }
                if let Some(arrow) = self.of(node).get(next) {
                    walk.push((node, next + 1));
                    if !inside.is_in[arrow.to] || !may_walk(arrow) {
                        continue;
                    }
                    if inside.seen[arrow.to] == UNSEEN {
                        walk.push((arrow.to, 0));
                    } else if inside.is_open[arrow.to] {
                        inside.lowest[node] = inside.lowest[node].min(inside.seen[arrow.to]);
                    }
                    continue;
                }
                if let Some((parent, _)) = walk.last() {
                    inside.lowest[*parent] = inside.lowest[*parent].min(inside.lowest[node]);
                }
                if inside.lowest[node] == inside.seen[node] {
                    let mut knot = Vec::new();
                    while let Some(member) = open.pop() {
                        inside.is_open[member] = false;
                        knot.push(member);
                        if member == node {
                            break;
                        }
                    }
                    knot.sort_unstable();
                    if knot.len() > 1 {
                        found.push(knot);
                    }
                }
            }
        }
        for node in nodes {
            inside.is_in[*node] = false;
        }
        found.sort();
        found
    }
}

/// What the search for knots remembers of each node; kept between searches, so that a small one costs little.
#[derive(Debug)]
pub(super) struct Inside {
    is_in: Vec<bool>,
    is_open: Vec<bool>,
    seen: Vec<usize>,
    lowest: Vec<usize>,
}

impl Inside {
    pub(super) fn new(n_nodes: usize) -> Self {
        Self {
            is_in: vec![false; n_nodes],
            is_open: vec![false; n_nodes],
            seen: vec![UNSEEN; n_nodes],
            lowest: vec![UNSEEN; n_nodes],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knots_are_found_inside_what_is_asked_for() {
        let arrow = |(from, to)| Arrow { from, to, is_up: true, statement: None };
        let pairs = [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 3), (5, 5)];
        let arrows = Arrows::new(6, pairs.into_iter().map(arrow).collect());
        let mut inside = Inside::new(6);
        let all: Vec<usize> = (0..6).collect();
        let mut knots = |nodes: &[usize], without: usize| {
            arrows.knots(nodes, &mut inside, |arrow| arrow.from != without)
        };
        assert_eq!(knots(&all, 9), [vec![0, 1, 2], vec![3, 4]]);
        assert_eq!(knots(&all, 1), [vec![3, 4]]);
        assert_eq!(knots(&[0, 1, 2, 3], 9), [vec![0, 1, 2]]);
        assert_eq!(knots(&[0, 1], 9), Vec::<Vec<usize>>::new());
    }
}
