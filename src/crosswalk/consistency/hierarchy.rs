//! Two hierarchies and the statements between them -> ways up that lead back to where they began.
//!
//! A broad statement leads up from its subject, a narrow one from its object, an exact one to and fro on one
//! level, and a hierarchy from the narrower to the broader. A way that goes up at least once and comes back would
//! make a concept broader than itself, so one of its statements is wrong.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;

use crate::crosswalk::consistency::Contradiction;
use crate::crosswalk::consistency::ContradictionKind;
use crate::crosswalk::consistency::knots::Arrow;
use crate::crosswalk::consistency::knots::Arrows;
use crate::crosswalk::consistency::knots::Inside;
use crate::crosswalk::consistency::naming::Naming;
use crate::crosswalk::consistency::naming::Side;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::Predicate;
use crate::model::RelationKind;

/// The rows that say one and the same thing of a pair.
#[derive(Debug)]
struct Statement<'a> {
    subject: &'a ConceptId,
    predicate: Predicate,
    object: &'a ConceptId,
    rows: Vec<usize>,
    /// Nodes of the subject and of the object.
    ends: [usize; 2],
}

/// The circles, no two of which share a statement; those within one pair or one exact class are told elsewhere.
///
/// Every circle that is not told shares a statement with one that is looked at. Circles inside a framework itself
/// are not the mapping's fault: their steps are not followed.
/// Cost: O(n log n) in rows and relations, and per circle the size of the knot in which it lies.
pub(super) fn find(naming: &Naming<'_>) -> Vec<Contradiction> {
    let (statements, n_nodes, mut arrows) = gather(naming);
    for (number, statement) in statements.iter().enumerate() {
        let [subject, object] = statement.ends;
        let mut draw = |from, to, is_up| {
            arrows.push(Arrow { from, to, is_up, statement: Some(number) });
        };
        match statement.predicate {
            Predicate::Exact => {
                draw(subject, object, false);
                draw(object, subject, false);
            }
            Predicate::Broad => draw(subject, object, true),
            Predicate::Narrow => draw(object, subject, true),
            Predicate::Close | Predicate::Related | Predicate::NoMatch => {}
        }
    }
    let arrows = Arrows::new(n_nodes, arrows);
    let mut is_broken = vec![false; statements.len()];
    let mut inside = Inside::new(n_nodes);
    let all: Vec<usize> = (0..n_nodes).collect();
    let mut knots = arrows.knots(&all, &mut inside, |_| true);
    let mut found = Vec::new();
    while let Some(knot) = knots.pop() {
        let may_walk = |arrow: &Arrow| arrow.statement.is_none_or(|number| !is_broken[number]);
        let Some(circle) = circle(&arrows, &knot, may_walk) else { continue };
        let steps: Vec<(usize, usize)> =
            circle.iter().filter_map(|arrow| Some((arrow.statement?, arrow.from))).collect();
        for (number, _) in &steps {
            is_broken[*number] = true;
        }
        found.extend(told(naming, &statements, &steps));
        // The hierarchies alone have no circles, so every one breaks a statement and this comes to an end.
        if !steps.is_empty() {
            let may_walk = |arrow: &Arrow| arrow.statement.is_none_or(|number| !is_broken[number]);
            knots.extend(arrows.knots(&knot, &mut inside, may_walk));
        }
    }
    found
}

/// The statements that speak of levels, how many nodes there are, and the steps of the hierarchies.
fn gather<'a>(naming: &Naming<'a>) -> (Vec<Statement<'a>>, usize, Vec<Arrow>) {
    type Said<'a> = (&'a ConceptId, &'a ConceptId, Predicate);
    let mut said: BTreeMap<Said<'a>, Vec<usize>> = BTreeMap::new();
    for (row, mapping, object) in naming.positive() {
        if matches!(mapping.predicate, Predicate::Exact | Predicate::Broad | Predicate::Narrow) {
            said.entry((&mapping.subject, object, mapping.predicate)).or_default().push(row);
        }
    }
    let (subjects, n_subjects) = nodes(naming, Side::Subject, said.keys().map(|(id, ..)| *id));
    let (objects, n_objects) = nodes(naming, Side::Object, said.keys().map(|(_, id, _)| *id));
    let n_nodes = n_subjects + n_objects;
    let mut arrows = Vec::new();
    for (side, offset) in [(Side::Subject, 0), (Side::Object, n_subjects)] {
        let relations = naming.framework(side).into_iter().flat_map(Framework::relations);
        let up = relations.filter(|r| r.kind == RelationKind::Broader && r.subject != r.object);
        arrows.extend(up.map(|relation| Arrow {
            from: offset + relation.subject as usize,
            to: offset + relation.object as usize,
            is_up: true,
            statement: None,
        }));
    }
    let statements = said.into_iter().filter_map(|((subject, object, predicate), rows)| {
        let ends = [*subjects.get(subject)?, n_subjects + objects.get(object)?];
        Some(Statement { subject, predicate, object, rows, ends })
    });
    (statements.collect(), n_nodes, without_circles(n_nodes, arrows))
}

/// The node of every concept of that side, and how many nodes there are: places in the framework, or in the order
/// of IRIs where it is not at hand. Concepts that the framework does not have get none.
fn nodes<'a>(
    naming: &Naming<'a>,
    side: Side,
    ids: impl Iterator<Item = &'a ConceptId>,
) -> (BTreeMap<&'a ConceptId, usize>, usize) {
    let ids: BTreeSet<&ConceptId> = ids.collect();
    let Some(framework) = naming.framework(side) else {
        let n = ids.len();
        return (ids.into_iter().zip(0..).collect(), n);
    };
    let placed = ids.into_iter().filter_map(|id| Some((id, framework.position(id.as_str())?)));
    (placed.collect(), framework.concepts().len())
}

/// The steps of hierarchies without those between concepts that are broader than each other: what is left has no
/// circle of its own.
fn without_circles(n_nodes: usize, steps: Vec<Arrow>) -> Vec<Arrow> {
    let nodes: Vec<usize> = (0..n_nodes).collect();
    let hierarchies = Arrows::new(n_nodes, steps.clone());
    let mut circle_of: Vec<Option<usize>> = vec![None; n_nodes];
    let circles = hierarchies.knots(&nodes, &mut Inside::new(n_nodes), |_| true);
    for (number, circle) in circles.iter().enumerate() {
        for node in circle {
            circle_of[*node] = Some(number);
        }
    }
    let is_outside =
        |step: &Arrow| circle_of[step.from].is_none() || circle_of[step.from] != circle_of[step.to];
    steps.into_iter().filter(is_outside).collect()
}

/// A way through the knot that goes up and comes back, with as few statements as the first step up allows.
fn circle(
    arrows: &Arrows,
    knot: &[usize],
    may_walk: impl Fn(&Arrow) -> bool,
) -> Option<Vec<Arrow>> {
    let is_inside = |node: usize| knot.binary_search(&node).is_ok();
    let inner =
        |node: usize| arrows.of(node).iter().filter(|arrow| is_inside(arrow.to) && may_walk(arrow));
    let first = *knot.iter().flat_map(|node| inner(*node)).find(|arrow| arrow.is_up)?;
    // Steps of a hierarchy cost nothing: the front of the queue has always the fewest statements.
    let mut reached: BTreeMap<usize, (usize, Arrow)> = BTreeMap::from([(first.to, (0, first))]);
    let mut waiting = VecDeque::from([(first.to, 0)]);
    while let Some((node, cost)) = waiting.pop_front() {
        if reached.get(&node).is_some_and(|(least, _)| *least < cost) {
            continue;
        }
        if node == first.from {
            break;
        }
        for arrow in inner(node) {
            let next = cost + usize::from(arrow.statement.is_some());
            if reached.get(&arrow.to).is_none_or(|(least, _)| next < *least) {
                reached.insert(arrow.to, (next, *arrow));
                if next == cost {
                    waiting.push_front((arrow.to, next));
                } else {
                    waiting.push_back((arrow.to, next));
                }
            }
        }
    }
    let mut circle = Vec::new();
    let mut node = first.from;
    while node != first.to {
        let (_, arrow) = reached.get(&node)?;
        circle.push(*arrow);
        node = arrow.from;
    }
    circle.push(first);
    circle.reverse();
    Some(circle)
}

/// The contradiction in a circle, given by its statements in order, each with the node where it is entered.
fn told(
    naming: &Naming<'_>,
    statements: &[Statement<'_>],
    steps: &[(usize, usize)],
) -> Option<Contradiction> {
    // Each statement as the way reads it: from one concept, by a predicate, to the other.
    let mut read: Vec<[(Side, &ConceptId); 2]> = Vec::new();
    let mut claims = Vec::new();
    let mut n_up = 0;
    for (number, entered) in steps {
        let statement = &statements[*number];
        let ends = [(Side::Subject, statement.subject), (Side::Object, statement.object)];
        let is_forward = statement.ends[0] == *entered;
        let (ends, predicate) = if is_forward {
            (ends, statement.predicate)
        } else {
            ([ends[1], ends[0]], statement.predicate.inverse())
        };
        n_up += usize::from(predicate == Predicate::Broad);
        claims.push(predicate);
        read.push(ends);
    }
    let mut sentence: Vec<String> = Vec::new();
    let mut concepts: Vec<ConceptId> = Vec::new();
    let mut has_hierarchy = false;
    let following = read.iter().cycle().skip(1);
    for ((ends, next), predicate) in read.iter().zip(following).zip(claims) {
        let [(side, id), (other_side, other)] = *ends;
        let (name, other_name) = (naming.name(side, id), naming.name(other_side, other));
        sentence.push(format!("{name} {} {other_name}", predicate.says()));
        concepts.extend([id.clone(), other.clone()]);
        let (side, id) = next[0];
        if id != other {
            has_hierarchy = true;
            let (above, framework) = (naming.name(side, id), naming.framework_name(side));
            sentence.push(format!("{other_name} is below {above} in {framework}"));
        }
    }
    let pairs: BTreeSet<(&ConceptId, &ConceptId)> =
        steps.iter().map(|(n, _)| (statements[*n].subject, statements[*n].object)).collect();
    // Told by `pairs` and by `closure`.
    if !has_hierarchy && (pairs.len() == 1 || n_up == 1) {
        return None;
    }
    let kind = if has_hierarchy && steps.len() == 2 {
        ContradictionKind::CrossedHierarchies
    } else {
        ContradictionKind::Circle
    };
    Some(Contradiction {
        kind,
        concepts,
        parties: steps.iter().map(|(number, _)| statements[*number].rows.clone()).collect(),
        may_stay: steps.len().saturating_sub(1),
        problem: format!("{}: so each would be broader than itself", sentence.join(", ")),
        advice: "drop one of these statements, or call it close or related".to_owned(),
    })
}
