//! Shareable Competency Definitions (IEEE 1484.20.3) as CaSS emits them, a profile <-> Framework.
//!
//! The standard's text is not public; the fields here are those that CaSS writes: of a framework `id`, `name`,
//! `description`, `competencyDefinition`, `resourceAssociation`; of a competency `id`, `competencyStatement`, `name`,
//! `description`, `referenceCode`, `typeLabel`, `competencyFramework`; of an association `associationType`, `source`,
//! `destination`. CaSS gives each object alone and names the others by their address; here they stand in one file,
//! and are read either way. Texts in a language are `{"@language", "@value"}`, codes of another classification
//! than the framework's own `{"@type", "@value"}`.
//!
//! Version, publisher and terms of use have no field in the profile: they stand in the terms of Dublin Core and
//! schema.org beside it, which `@context` names.

mod objects;
mod read;
mod write;

pub(in crate::formats) use read::is_it;
pub(in crate::formats) use read::read;
pub(in crate::formats) use write::write;

use crate::formats::capacity::Capacity;
use crate::model::LabelKind;
use crate::model::Predicate;
use crate::model::RelationKind;
use crate::model::Status;
use crate::model::TextKind;

/// What the profile holds.
pub(in crate::formats) const CAPACITY: Capacity = Capacity {
    status: |status| match status {
        Status::Active => None,
        _ => Some("the profile has no status"),
    },
    label: |_, label| match label.kind {
        LabelKind::Preferred => None,
        _ => Some("the profile has one name per language"),
    },
    text: |_, text| match text.kind {
        TextKind::Description => None,
        _ => Some("the profile has descriptions only"),
    },
    property: |_, _| Some("the profile has no further facts"),
    relation: refuse,
    outside: refuse,
    mapping: |mapping| match (mapping.predicate, mapping.is_negated) {
        (Predicate::Exact | Predicate::Close, false) => None,
        (_, true) => Some("the profile cannot deny"),
        _ => Some("the profile has no such association with another framework"),
    },
    measures: Some("the profile has no measured values"),
    mapping_facts: &[],
    ..Capacity::ALL
};

/// Associations that say the same as a relation; `true` where source and destination change places: what something
/// requires comes before it.
const ASSOCIATIONS: [(&str, RelationKind, bool); 4] = [
    ("narrows", RelationKind::Broader, false),
    ("requires", RelationKind::Precedes, true),
    ("desires", RelationKind::Optional, false),
    ("isRelatedTo", RelationKind::Related, false),
];

/// Associations that say the same as a mapping.
const EQUIVALENTS: [(&str, Predicate); 2] =
    [("isEquivalentTo", Predicate::Exact), ("isSimilarTo", Predicate::Close)];

fn refuse(kind: RelationKind) -> Option<&'static str> {
    let is_held = ASSOCIATIONS.iter().any(|(_, held, _)| *held == kind);
    (!is_held).then_some("the profile has no such association")
}
