//! Ends of mappings -> those that their framework does not have, or no longer wants used.

use std::collections::BTreeMap;

use crate::crosswalk::consistency::Contradiction;
use crate::crosswalk::consistency::ContradictionKind;
use crate::crosswalk::consistency::naming::Naming;
use crate::crosswalk::consistency::naming::Side;
use crate::model::ConceptId;
use crate::model::Predicate;
use crate::model::Status;

/// One contradiction per concept that is not there or withdrawn, and per subject of a statement without object.
pub(super) fn find(naming: &Naming<'_>) -> Vec<Contradiction> {
    let mut ends: BTreeMap<(Side, &ConceptId), Vec<usize>> = BTreeMap::new();
    let mut without_object: BTreeMap<&ConceptId, Vec<usize>> = BTreeMap::new();
    for (row, mapping) in naming.rows() {
        ends.entry((Side::Subject, &mapping.subject)).or_default().push(row);
        match &mapping.object {
            Some(object) => ends.entry((Side::Object, object)).or_default().push(row),
            None if mapping.predicate == Predicate::NoMatch => {}
            None => without_object.entry(&mapping.subject).or_default().push(row),
        }
    }
    let at_ends = ends.into_iter().filter_map(|((side, id), rows)| at_end(naming, side, id, rows));
    let incomplete = without_object.into_iter().map(|(id, rows)| Contradiction {
        kind: ContradictionKind::Unknown,
        concepts: vec![id.clone()],
        parties: vec![rows],
        may_stay: 0,
        problem: format!("a statement about {} has no object", naming.name(Side::Subject, id)),
        advice: "name the object, or say that there is no match".to_owned(),
    });
    at_ends.chain(incomplete).collect()
}

fn at_end(
    naming: &Naming<'_>,
    side: Side,
    id: &ConceptId,
    rows: Vec<usize>,
) -> Option<Contradiction> {
    naming.framework(side)?;
    let name = naming.name(side, id);
    let framework = naming.framework_name(side);
    let of = |kind, problem, advice| Contradiction {
        kind,
        concepts: vec![id.clone()],
        parties: vec![rows],
        may_stay: 0,
        problem,
        advice,
    };
    let Some(concept) = naming.concept(side, id) else {
        let problem = format!("{name} ({id}) is not a concept of {framework}");
        let advice = "check the identifier and the release, or drop the statement".to_owned();
        return Some(of(ContradictionKind::Unknown, problem, advice));
    };
    let kind = ContradictionKind::Deprecated;
    match &concept.status {
        Status::Active => None,
        Status::ReplacedBy(successors) if !successors.is_empty() => {
            let successors = naming.names(side, successors.iter());
            let problem = format!("{name} was withdrawn from {framework} for {successors}");
            Some(of(kind, problem, format!("map {successors} instead")))
        }
        Status::Deprecated | Status::ReplacedBy(_) => {
            let problem = format!("{name} was withdrawn from {framework} without a successor");
            Some(of(
                kind,
                problem,
                "drop the statement, or map a concept that is in use".to_owned(),
            ))
        }
    }
}
