//! Scales Reference, Content Model Reference and links -> scales, elements with their hierarchy, kinship.

use std::collections::BTreeSet;

use crate::formats::ReadError;
use crate::formats::onet::ids;
use crate::formats::onet::ids::Level;
use crate::formats::onet::import::Added;
use crate::formats::onet::import::Entry;
use crate::formats::onet::import::Import;
use crate::formats::onet::import::SCHEME;
use crate::formats::onet::import::each_row;
use crate::formats::onet::import::present;
use crate::formats::onet::tables::link_columns;
use crate::formats::table::Table;
use crate::model::ConceptKind;
use crate::model::RelationKind;
use crate::model::Scale;

/// The branches of the content model whose leaves are rated, by the beginning of their ids.
const BRANCHES: [(&str, ConceptKind); 11] = [
    ("1.A.", ConceptKind::Ability),
    ("1.B.1.", ConceptKind::Interest),
    ("1.B.2.", ConceptKind::WorkValue),
    ("1.B.3.", ConceptKind::Interest),
    ("1.C.", ConceptKind::WorkStyle),
    ("1.D.", ConceptKind::WorkStyle),
    ("2.A.", ConceptKind::Skill),
    ("2.B.", ConceptKind::Skill),
    ("2.C.", ConceptKind::Knowledge),
    ("4.A.", ConceptKind::Activity),
    ("4.C.", ConceptKind::WorkContext),
];

/// What an element of that id is, where it is not a heading.
pub(super) fn kind_of(id: &str) -> ConceptKind {
    if ids::element_level(id) != Level::Element {
        return ConceptKind::Activity;
    }
    let branch = BRANCHES.iter().find(|(beginning, _)| id.starts_with(beginning));
    branch.map_or(ConceptKind::Group, |(_, kind)| *kind)
}

/// Scales Reference.
pub(super) fn read_scales(table: &mut Table, import: &mut Import<'_>) -> Result<u64, ReadError> {
    let (id, name) = (table.column("Scale ID"), table.column("Scale Name"));
    let (minimum, maximum) = (table.column("Minimum"), table.column("Maximum"));
    each_row(table, import, |import, row, place| {
        let bound = |column| row.get(column).parse::<f32>().ok().filter(|bound| bound.is_finite());
        let (Some(minimum), Some(maximum)) = (bound(minimum), bound(maximum)) else {
            let what = format!("the bounds of scale {:?} are not numbers", row.get(id));
            let remedy = "write them as 1 and 5, for example";
            import.issues.error("bad-number", place.location(), what, remedy);
            return false;
        };
        if import.builder.scale(row.get(id)).is_some() {
            import.note_duplicate(place);
            return false;
        }
        import.builder.add_scale(Scale {
            id: row.get(id).into(),
            name: row.get(name).into(),
            minimum,
            maximum,
        });
        true
    })
}

/// Content Model Reference. An element with elements below it is a heading; its place is that of its id.
pub(super) fn read_elements(table: &mut Table, import: &mut Import<'_>) -> Result<u64, ReadError> {
    let (id, name) = (table.column("Element ID"), table.column("Element Name"));
    let description = table.column("Description");
    let mut headings: BTreeSet<String> = BTreeSet::new();
    let mut elements: Vec<String> = Vec::new();
    let taken = each_row(table, import, |import, row, place| {
        let element = row.get(id);
        let added = import.add(
            &Entry {
                id: ids::element(element),
                kind: kind_of(element),
                label: row.get(name),
                description: row.get(description),
                notation: Some((SCHEME, element)),
            },
            place,
        );
        if added == Added::Known {
            import.note_duplicate(place);
        }
        if added != Added::New {
            return false;
        }
        // An activity stays one although finer activities stand below it.
        if ids::element_level(element) == Level::Element {
            headings.extend(ancestors(element).map(str::to_owned));
        }
        elements.push(element.to_owned());
        true
    })?;
    for heading in &headings {
        if let Some(concept) = import.builder.concept_mut(&ids::element(heading)) {
            concept.kind = ConceptKind::Group;
        }
    }
    for element in &elements {
        let subject = ids::element(element);
        let mut is_placed = |ancestor: &str| {
            let object = ids::element(ancestor);
            import.builder.relate(&subject, RelationKind::Broader, &object).is_ok()
        };
        // The nearest ancestor that the table names; the top of a dimension has none.
        let _ = ancestors(element).find(|ancestor| is_placed(ancestor));
    }
    Ok(taken)
}

/// `2.A.1`, `2.A` and `2` of `2.A.1.a`.
fn ancestors(id: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(parent_of(id), |id| parent_of(id))
}

fn parent_of(id: &str) -> Option<&str> {
    id.rsplit_once('.').map(|(parent, _)| parent)
}

/// Abilities to Work Activities and the like.
pub(super) fn read_links(table: &mut Table, import: &mut Import<'_>) -> Result<u64, ReadError> {
    let Some((subject, object)) = link_columns(table.columns()) else { return Ok(0) };
    each_row(table, import, |import, row, place| {
        let end = |column| present(row.get(Some(column))).map(ids::element);
        let (Some(subject), Some(object)) = (end(subject), end(object)) else {
            let what = "an element id is missing";
            import.issues.error("dangling-relation", place.location(), what, "fill in both ids");
            return false;
        };
        import.relate((&subject, RelationKind::Related, &object), place).is_some()
    })
}
