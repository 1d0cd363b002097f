//! UNSPSC Reference, Technology (Software) Skills, Tools Used -> tools below commodities, used by occupations.

use rustc_hash::FxHashSet;

use crate::formats::ReadError;
use crate::formats::onet::ids;
use crate::formats::onet::import::Added;
use crate::formats::onet::import::Entry;
use crate::formats::onet::import::Import;
use crate::formats::onet::import::Place;
use crate::formats::onet::import::each_row;
use crate::formats::onet::import::present;
use crate::formats::onet::ratings;
use crate::formats::onet::tables::OCCUPATION;
use crate::formats::onet::tables::Role;
use crate::formats::table::Row;
use crate::formats::table::Table;
use crate::model::ConceptKind;
use crate::model::Flag;
use crate::model::Property;
use crate::model::RelationKind;
use crate::model::Scale;
use crate::model::property;

/// The classification of commodities.
const UNSPSC: &str = "UNSPSC";

/// Yes-or-no scales of a tool: the column that tells, and the scale's id. 1 is yes.
const FLAGS: [(&str, &str); 2] = [("Hot Technology", "HT"), ("In Demand", "ID")];

/// UNSPSC Reference: commodity, class, family and segment, each below the next.
pub(super) fn read_commodities(
    table: &mut Table,
    import: &mut Import<'_>,
) -> Result<u64, ReadError> {
    let levels = ["Commodity", "Class", "Family", "Segment"].map(|level| {
        (table.column(&format!("{level} Code")), table.column(&format!("{level} Title")))
    });
    each_row(table, import, |import, row, place| {
        let mut below: Option<String> = None;
        for (code, title) in levels {
            let Some(code) = present(row.get(code)) else { continue };
            let group = ids::commodity(code);
            let added = add_group(import, code, row.get(title), place);
            if added == Added::Refused {
                return false;
            }
            if below.is_none() && added == Added::Known {
                import.note_duplicate(place);
                return false;
            }
            // The source repeats a code on two levels where a class has but one commodity.
            if let Some(below) = below.as_ref().filter(|below| **below != group) {
                import.relate((below, RelationKind::Broader, &group), place);
            }
            below = Some(group);
        }
        below.is_some()
    })
}

fn add_group(import: &mut Import<'_>, code: &str, title: &str, place: Place<'_>) -> Added {
    let entry = Entry {
        id: ids::commodity(code),
        kind: ConceptKind::Group,
        label: title,
        description: "",
        notation: Some((UNSPSC, code)),
    };
    import.add(&entry, place)
}

/// Technology Skills, Software Skills, Tools Used.
pub(super) fn read_tools(
    table: &mut Table,
    import: &mut Import<'_>,
    role: Role,
    has_reference: bool,
) -> Result<u64, ReadError> {
    let code = table.column(OCCUPATION);
    let example = table.column("Workplace Example").or_else(|| table.column("Example"));
    let commodity = (table.column("Commodity Code"), table.column("Commodity Title"));
    let element = table.column("Element ID");
    let flags = FLAGS.map(|(name, scale)| (table.column(name), name, scale));
    for (_, name, scale) in flags.iter().filter(|(column, _, _)| column.is_some()) {
        let (id, name) = ((*scale).into(), (*name).into());
        import.builder.add_scale(Scale { id, name, minimum: 0.0, maximum: 1.0 });
    }
    let tool_type = if role == Role::Technology { "technology" } else { "equipment" };
    let mut known: FxHashSet<(u32, String)> = FxHashSet::default();
    each_row(table, import, |import, row, place| {
        let (code, name) = (row.get(code), row.get(example));
        if !import.is_occupation(code, place) {
            return false;
        }
        let tool = ids::tool(name);
        if !add_tool(import, name, tool_type, place) {
            return false;
        }
        let group = if let Some(commodity_code) = present(row.get(commodity.0)) {
            let added = add_commodity(import, commodity_code, row.get(commodity.1), place);
            note_unlisted(import, (added, commodity_code), has_reference, place);
            Some(ids::commodity(commodity_code))
        } else {
            present(row.get(element)).map(ids::element)
        };
        if let Some(group) = &group {
            import.relate((&tool, RelationKind::Broader, group), place);
        }
        let arrow = (ids::occupation(code), RelationKind::Uses);
        let Some(relation) = import.relate((&arrow.0, arrow.1, &tool), place) else { return false };
        if !known.insert((relation, group.unwrap_or_default())) {
            import.note_duplicate(place);
            return false;
        }
        add_flags(import, relation, &flags, row, place);
        true
    })
}

fn add_tool(import: &mut Import<'_>, name: &str, tool_type: &str, place: Place<'_>) -> bool {
    let entry = Entry {
        id: ids::tool(name),
        kind: ConceptKind::Tool,
        label: name,
        description: "",
        notation: None,
    };
    if import.add(&entry, place) == Added::Refused {
        return false;
    }
    if let Some(concept) = import.builder.concept_mut(&entry.id) {
        let property = Property { name: property::TOOL_TYPE.into(), value: tool_type.into() };
        if !concept.properties.contains(&property) {
            concept.properties.push(property);
        }
    }
    true
}

/// The commodity as the row names it, unless it is there: titles here may be older than the reference's.
fn add_commodity(import: &mut Import<'_>, code: &str, title: &str, place: Place<'_>) -> Added {
    if import.builder.concept_mut(&ids::commodity(code)).is_some() {
        return Added::Known;
    }
    add_group(import, code, title, place)
}

fn note_unlisted(
    import: &mut Import<'_>,
    (added, code): (Added, &str),
    has_reference: bool,
    place: Place<'_>,
) {
    if added == Added::New && has_reference {
        let what =
            format!("commodity {code} is not in UNSPSC Reference; it stands without a class");
        let remedy = "compare with UNSPSC Reference of the same release";
        import.issues.warning("unlisted-commodity", place.location(), what, remedy);
    }
}

fn add_flags(
    import: &mut Import<'_>,
    relation: u32,
    flags: &[(Option<usize>, &str, &str)],
    row: &Row,
    place: Place<'_>,
) {
    for (column, name, scale) in flags {
        let value = match ratings::flag(import, row, (*column, name), place) {
            Flag::Yes => 1.0,
            Flag::No => 0.0,
            Flag::Unsaid => continue,
        };
        let Some(scale) = import.builder.scale(scale) else { continue };
        // The same example may stand under a second commodity, with the same flags.
        if !import.is_measured(relation, scale) {
            import.measure(ratings::plain(relation, scale, value), place);
        }
    }
}
