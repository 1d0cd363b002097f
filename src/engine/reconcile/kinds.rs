//! Types of the Reconciliation Service: the kinds of concepts, and each framework's kinds.

use std::collections::BTreeSet;

use crate::engine::Error;
use crate::engine::choice;
use crate::engine::reconcile::Base;
use crate::engine::reconcile::TypeRule;
use crate::model::ConceptKind;
use crate::model::Framework;

/// A sort of concepts that candidates may be narrowed to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntityType {
    /// `skill`, or `esco/skill` for those of one framework.
    pub id: String,
    /// Its name to show.
    pub name: String,
    /// The kind of which it is a part, by id.
    pub broader: Option<&'static str>,
}

impl EntityType {
    fn kind(kind: ConceptKind) -> Self {
        Self { id: kind.name().to_owned(), name: shown(kind), broader: None }
    }

    fn kind_of(framework: &Framework, kind: ConceptKind) -> Self {
        let release = framework.release();
        Self {
            id: format!("{}/{kind}", release.key),
            name: format!("{} of {}", shown(kind), release.title),
            broader: Some(kind.name()),
        }
    }
}

/// `work style` of `work_style`.
pub(in crate::engine::reconcile) fn shown(kind: ConceptKind) -> String {
    kind.name().replace('_', " ")
}

/// The types of a concept: its kind, and where the base has several frameworks, that of its own.
pub(in crate::engine::reconcile) fn types_of(
    base: &Base<'_>,
    framework: &Framework,
    kind: ConceptKind,
) -> Vec<EntityType> {
    let mut types = vec![EntityType::kind(kind)];
    if base.parts.len() > 1 {
        types.push(EntityType::kind_of(framework, kind));
    }
    types
}

/// All types of a base: the kinds it has, in their usual order, and where it has several frameworks, those of each.
pub(in crate::engine::reconcile) fn all(base: &Base<'_>) -> Vec<EntityType> {
    let frameworks: Vec<&Framework> =
        base.parts.iter().map(|p| base.snapshot.graph.parts()[*p].framework.as_ref()).collect();
    let held: Vec<BTreeSet<ConceptKind>> =
        frameworks.iter().map(|f| f.concepts().iter().map(|c| c.kind).collect()).collect();
    let kinds = ConceptKind::ALL.into_iter().filter(|kind| held.iter().any(|h| h.contains(kind)));
    let mut types: Vec<EntityType> = kinds.map(EntityType::kind).collect();
    if frameworks.len() > 1 {
        for (framework, held) in frameworks.iter().zip(&held) {
            types.extend(held.iter().map(|kind| EntityType::kind_of(framework, *kind)));
        }
    }
    types
}

/// What a query says about types.
pub(in crate::engine::reconcile) struct Types {
    /// A part of the graph, where one is named, and a kind.
    named: Vec<(Option<usize>, ConceptKind)>,
    rule: TypeRule,
}

impl Types {
    pub(in crate::engine::reconcile) fn of(
        base: &Base<'_>,
        ids: &[String],
        rule: TypeRule,
    ) -> Result<Self, Error> {
        let read = |id: &String| -> Result<(Option<usize>, ConceptKind), Error> {
            let (framework, kind) = match id.rsplit_once('/') {
                Some((framework, kind)) => (Some(framework), kind),
                None => (None, id.as_str()),
            };
            let kind =
                choice::kind(kind).map_err(|error| Error { field: Some("type"), ..error })?;
            let part = match framework {
                Some(name) => choice::parts(base.snapshot, &[name.to_owned()])
                    .map_err(|error| Error::invalid("type", error.message))?
                    .pop(),
                None => None,
            };
            Ok((part, kind))
        };
        Ok(Self { named: ids.iter().map(read).collect::<Result<_, _>>()?, rule })
    }

    /// Whether concepts of other types are no candidates.
    pub(in crate::engine::reconcile) fn are_strict(&self) -> bool {
        self.rule != TypeRule::Should
    }

    /// Whether a concept of that kind in that part of the graph has the types.
    pub(in crate::engine::reconcile) fn fit(&self, part: usize, kind: ConceptKind) -> bool {
        let mut fits = self.named.iter().map(|(named_part, named)| {
            *named == kind && named_part.is_none_or(|named| named == part)
        });
        self.named.is_empty()
            || if self.rule == TypeRule::All { fits.all(|fit| fit) } else { fits.any(|fit| fit) }
    }

    /// Kinds and parts to search in: no narrower than the types; empty lists narrow nothing.
    pub(in crate::engine::reconcile) fn narrowing(&self) -> (Vec<ConceptKind>, Vec<usize>) {
        if !self.are_strict() {
            return (Vec::new(), Vec::new());
        }
        let kinds = self.named.iter().map(|(_, kind)| *kind).collect();
        let parts: Option<Vec<usize>> = self.named.iter().map(|(part, _)| *part).collect();
        (kinds, parts.unwrap_or_default())
    }
}
