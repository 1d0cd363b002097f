//! Two releases -> which relations and measured values came, went and changed.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::change::Detail;
use crate::change::MeasureCounts;
use crate::change::RelationCounts;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::Measure;
use crate::model::RelationKind;

/// A relation by its IRIs: subject, kind, object. Both ends in order where it reads the same in both directions.
type Arrow<'a> = (&'a str, RelationKind, &'a str);

/// What changed about relations and measured values.
#[derive(Debug, Default)]
pub(super) struct RelationChanges {
    pub(super) counts: BTreeMap<RelationKind, RelationCounts>,
    pub(super) measures: MeasureCounts,
    /// By subject; of subjects that both releases have.
    pub(super) details: BTreeMap<ConceptId, Vec<Detail>>,
}

/// Compares the relations whose subject `is_wanted`, as its own release has it.
///
/// Cost: O(n log n) in relations and measures.
pub(super) fn relations(
    before: &Framework,
    after: &Framework,
    is_wanted: &dyn Fn(&Framework, &str) -> bool,
) -> RelationChanges {
    let (old, new) = (arrows(before, is_wanted), arrows(after, is_wanted));
    let mut changes = RelationChanges::default();
    let mut by_subject: BTreeMap<(&str, RelationKind), Sides> = BTreeMap::new();
    for (arrow, side) in apart(&old, &new) {
        let (mut subject, kind, mut object) = *arrow;
        let own = if side == Side::Before { before } else { after };
        if is_symmetric(kind) && !is_wanted(own, subject) {
            // It is asked for because of its other end.
            (subject, object) = (object, subject);
        }
        let other = if side == Side::Before { after } else { before };
        let is_with_concept = |id: &str| {
            // An end outside the framework neither came nor went with it.
            own.position(id).is_some() && other.position(id).is_none()
        };
        let n_with_concept = u64::from(is_with_concept(subject) || is_with_concept(object));
        let counts = changes.counts.entry(kind).or_default();
        let list = by_subject.entry((subject, kind)).or_default();
        let id = ConceptId::new(object).ok();
        if side == Side::Before {
            counts.removed += 1;
            counts.removed_with_concept += n_with_concept;
            list.removed.extend(id);
        } else {
            counts.added += 1;
            counts.added_with_concept += n_with_concept;
            list.added.extend(id);
        }
    }
    let is_in_both = |id: &str| before.position(id).is_some() && after.position(id).is_some();
    for ((subject, kind), Sides { added, removed }) in by_subject {
        let Some(subject) = ConceptId::new(subject).ok().filter(|id| is_in_both(id.as_str()))
        else {
            continue;
        };
        let detail = match kind {
            RelationKind::Broader => Detail::Moved { before: removed, after: added },
            kind => Detail::Related { kind, added, removed },
        };
        changes.details.entry(subject).or_default().push(detail);
    }
    for (subject, counts) in measures(before, after, is_wanted) {
        changes.measures.added += counts.added;
        changes.measures.removed += counts.removed;
        changes.measures.changed += counts.changed;
        changes.measures.renewed += counts.renewed;
        if let Some(subject) = ConceptId::new(subject).ok().filter(|id| is_in_both(id.as_str())) {
            changes.details.entry(subject).or_default().push(Detail::Measured { counts });
        }
    }
    changes
}

#[derive(Debug, Default)]
struct Sides {
    added: Vec<ConceptId>,
    removed: Vec<ConceptId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

fn is_symmetric(kind: RelationKind) -> bool {
    matches!(kind, RelationKind::Related | RelationKind::Peer)
}

fn arrow<'a>(subject: &'a Concept, kind: RelationKind, object: &'a ConceptId) -> Arrow<'a> {
    let (subject, object) = (subject.id.as_str(), object.as_str());
    if is_symmetric(kind) && object < subject {
        (object, kind, subject)
    } else {
        (subject, kind, object)
    }
}

fn arrows<'a>(
    framework: &'a Framework,
    is_wanted: &dyn Fn(&Framework, &str) -> bool,
) -> Vec<Arrow<'a>> {
    let concepts = framework.concepts();
    let inside = framework.relations().iter().map(|relation| {
        let object = &concepts[relation.object as usize].id;
        arrow(&concepts[relation.subject as usize], relation.kind, object)
    });
    let outside = framework.outside().iter().map(|relation| {
        arrow(&concepts[relation.subject as usize], relation.kind, &relation.object)
    });
    let is_asked_for = |(subject, kind, object): &Arrow<'a>| {
        is_wanted(framework, subject) || (is_symmetric(*kind) && is_wanted(framework, object))
    };
    let mut all: Vec<Arrow<'a>> = inside.chain(outside).filter(is_asked_for).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What stands in one of two sorted lists only, in order.
fn apart<'a, T: Ord>(before: &'a [T], after: &'a [T]) -> Vec<(&'a T, Side)> {
    let mut all = Vec::new();
    let (mut old, mut new) = (before.iter().peekable(), after.iter().peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return all,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => old.cmp(new),
        };
        match order {
            Ordering::Less => all.extend(old.next().map(|item| (item, Side::Before))),
            Ordering::Greater => all.extend(new.next().map(|item| (item, Side::After))),
            Ordering::Equal => {
                let _ = (old.next(), new.next());
            }
        }
    }
}

/// A measured value by its relation and the code of its scale.
type Measured<'a> = BTreeMap<(Arrow<'a>, &'a str), (&'a Measure, &'a Framework)>;

fn measured<'a>(
    framework: &'a Framework,
    is_wanted: &dyn Fn(&Framework, &str) -> bool,
) -> Measured<'a> {
    let (concepts, relations) = (framework.concepts(), framework.relations());
    let key = |measure: &Measure| {
        let relation = relations[measure.relation as usize];
        let object = &concepts[relation.object as usize].id;
        let arrow = arrow(&concepts[relation.subject as usize], relation.kind, object);
        (arrow, framework.parts().scales[usize::from(measure.scale)].id.as_ref())
    };
    let all = framework.parts().measures.iter().map(|m| (key(m), (m, framework)));
    all.filter(|((arrow, _), _)| is_wanted(framework, arrow.0)).collect()
}

/// By subject, how many of its values came, went and changed; subjects without change are left out.
fn measures<'a>(
    before: &'a Framework,
    after: &'a Framework,
    is_wanted: &dyn Fn(&Framework, &str) -> bool,
) -> BTreeMap<&'a str, MeasureCounts> {
    let (old, new) = (measured(before, is_wanted), measured(after, is_wanted));
    let mut all: BTreeMap<&str, MeasureCounts> = BTreeMap::new();
    for (key, was) in &old {
        let counts = all.entry(key.0.0).or_default();
        match new.get(key) {
            None => counts.removed += 1,
            Some(is) if is.0.value.to_bits() != was.0.value.to_bits() => counts.changed += 1,
            Some(is) if !is_alike(*was, *is) => counts.renewed += 1,
            Some(_) => {}
        }
    }
    for key in new.keys().filter(|key| !old.contains_key(*key)) {
        all.entry(key.0.0).or_default().added += 1;
    }
    all.retain(|_, counts| !counts.is_empty());
    all
}

/// Whether all that is said about two measures but their value is the same.
fn is_alike(one: (&Measure, &Framework), other: (&Measure, &Framework)) -> bool {
    let source = |(measure, framework): (&Measure, &Framework)| {
        let sources = &framework.parts().measure_sources;
        measure.source.and_then(|source| sources.get(usize::from(source)).cloned())
    };
    let rest =
        |m: &Measure| (m.n, m.standard_error, m.interval, m.suppress, m.not_relevant, m.month);
    rest(one.0) == rest(other.0) && source(one) == source(other)
}
