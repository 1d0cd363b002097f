//! A release -> the same release, in which concepts go by the names of those that they replaced.

use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Status;

/// The release with the labels of replaced concepts as alternative labels of the one that takes their place, and not of
/// themselves; nothing where none is replaced. For finding concepts in texts: an old name still means something.
///
/// Only what has exactly one successor in the end is handed on: of a split nobody knows which half a text means. Positions
/// stay as they are. Cost: O(n log n) where something is replaced.
pub fn with_inherited_names(framework: &Framework) -> Option<Framework> {
    let replaced = |concept: &Concept| matches!(concept.status, Status::ReplacedBy(_));
    if !framework.concepts().iter().any(replaced) {
        return None;
    }
    let mut parts = framework.parts().clone();
    for position in 0..parts.concepts.len() {
        let Some(heir) = heir(framework, position) else { continue };
        let labels = std::mem::take(&mut parts.concepts[position].labels);
        let own = &mut parts.concepts[heir].labels;
        for label in labels.into_iter().filter(|label| label.kind != LabelKind::Hidden) {
            if own.iter().all(|l| l.language != label.language || l.text != label.text) {
                own.push(Label { kind: LabelKind::Alternative, ..label });
            }
        }
        own.sort();
    }
    // Nothing that a framework promises has changed.
    Framework::new(parts).ok()
}

/// Where the one concept stands that takes the place of this one in the end; nothing where it is in use, where several do,
/// or where the way leads out of the framework or in a circle.
fn heir(framework: &Framework, position: usize) -> Option<usize> {
    let mut position = position;
    let next = |id: &ConceptId| framework.position(id.as_str());
    for n_steps in 0..=framework.concepts().len() {
        match &framework.concepts()[position].status {
            Status::ReplacedBy(ids) if ids.len() == 1 => position = next(ids.first()?)?,
            Status::Active if n_steps > 0 => return Some(position),
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::made::id;
    use crate::change::made::release;

    #[test]
    fn old_names_lead_to_the_one_concept_in_the_end() {
        assert!(with_inherited_names(&release("1", &["a: x", "b: y !"])).is_none());
        let rows = [
            "a: x | xx",
            "b: y | xx > a",
            "c: z > b",
            "d: u > a b",
            "e: v > f",
            "f: w > e",
            "g: t !",
            "h: s > g",
        ];
        let before = release("1", &rows);
        let after = with_inherited_names(&before).unwrap();
        let labels = |name: &str| -> Vec<String> {
            let concept = &after.concepts()[after.position(id(name).as_str()).unwrap()];
            concept.labels.iter().map(|l| l.text.to_string()).collect()
        };
        assert_eq!(labels("a"), ["x", "xx", "y", "z"]);
        assert_eq!((labels("b"), labels("c")), (vec![], vec![]));
        for (name, label) in [("d", "u"), ("e", "v"), ("f", "w"), ("g", "t"), ("h", "s")] {
            assert_eq!(labels(name), [label], "{name}");
        }
    }
}
