//! Occupation Data, titles, job zones, Related Occupations -> occupations and their kinship.

use crate::formats::ReadError;
use crate::formats::onet::ids;
use crate::formats::onet::import::Added;
use crate::formats::onet::import::Entry;
use crate::formats::onet::import::Import;
use crate::formats::onet::import::Place;
use crate::formats::onet::import::each_row;
use crate::formats::onet::import::label;
use crate::formats::onet::import::present;
use crate::formats::onet::ratings;
use crate::formats::onet::tables::OCCUPATION;
use crate::formats::table::Row;
use crate::formats::table::Table;
use crate::limits;
use crate::model::ConceptKind;
use crate::model::LabelKind;
use crate::model::Notation;
use crate::model::Property;
use crate::model::RelationKind;
use crate::model::Scale;
use crate::model::property;

/// The highest job zone where the bundle does not name them: five until release 30.1, four since.
const HIGHEST_JOB_ZONE: u32 = 5;

/// Property of an occupation: what its preparation level is called, since a level's number means another thing
/// on a scale of four than on one of five.
const PREPARATION_NAME: &str = "preparation_name";

/// Scale of the place among the related occupations: 1 is the nearest of 20.
const RELATEDNESS: &str = "RI";
/// Scale of the tier among the related occupations: 1 is the nearest of three. Not `RT`, which is a scale of
/// the source (Relevance of Task).
const TIER: &str = "TIER";

/// Occupation Data.
pub(super) fn read_occupations(
    table: &mut Table,
    import: &mut Import<'_>,
) -> Result<u64, ReadError> {
    let (code, title) = (table.column(OCCUPATION), table.column("Title"));
    let description = table.column("Description");
    each_row(table, import, |import, row, place| {
        let code = row.get(code);
        let Some(soc) = soc_of(code) else {
            let what = format!("{code:?} is not an O*NET-SOC code");
            import.issues.error("bad-id", place.location(), what, "write it as 11-1011.00");
            return false;
        };
        let id = ids::occupation(code);
        let added = import.add(
            &Entry {
                id: id.clone(),
                kind: ConceptKind::Occupation,
                label: row.get(title),
                description: row.get(description),
                notation: Some(("O*NET-SOC", code)),
            },
            place,
        );
        if added == Added::Known {
            import.note_duplicate(place);
        }
        if added != Added::New {
            return false;
        }
        if let Some(concept) = import.builder.concept_mut(&id) {
            concept.notations.push(Notation { scheme: "SOC".into(), code: soc.into() });
        }
        true
    })
}

/// `11-1011` of `11-1011.00`.
fn soc_of(code: &str) -> Option<&str> {
    let is_like = |text: &str, pattern: &str| {
        text.len() == pattern.len()
            && text.bytes().zip(pattern.bytes()).all(|(byte, like)| match like {
                b'0' => byte.is_ascii_digit(),
                like => byte == like,
            })
    };
    if is_like(code, "00-0000.00") { code.get(..7) } else { None }
}

/// Alternate Titles, Job Titles, Sample of Reported Titles.
pub(super) fn read_titles(table: &mut Table, import: &mut Import<'_>) -> Result<u64, ReadError> {
    let code = table.column(OCCUPATION);
    let names = ["Alternate Title", "Job Title", "Reported Job Title"];
    let title = names.iter().find_map(|name| table.column(name));
    let short = table.column("Short Title");
    each_row(table, import, |import, row, place| {
        let code = row.get(code);
        let Some(title) = present(row.get(title)) else {
            let what = format!("a title of {code:?} is blank");
            import.issues.warning("blank-label", place.location(), what, "fill it in");
            return false;
        };
        if !import.is_occupation(code, place) {
            return false;
        }
        let id = ids::occupation(code);
        let mut is_whole = true;
        for text in [Some(title), present(row.get(short))].into_iter().flatten() {
            if text.len() > limits::LABEL_BYTES {
                let what = format!("a title of {code} is too long");
                import.issues.error("too-long", place.location(), what, "shorten it");
                is_whole = false;
                continue;
            }
            import.builder.add_label(&id, label(LabelKind::Alternative, text));
        }
        is_whole
    })
}

/// Job Zone Reference: the names of the levels, which are put beside the levels of the occupations.
pub(super) fn read_job_zone_names(
    table: &mut Table,
    import: &mut Import<'_>,
) -> Result<u64, ReadError> {
    let (zone, name) = (table.column("Job Zone"), table.column("Name"));
    each_row(table, import, |import, row, place| {
        let Ok(zone) = row.get(zone).parse::<u32>() else {
            let what = format!("{:?} is not the number of a job zone", row.get(zone));
            import.issues.error("bad-number", place.location(), what, "write 1, 2, ...");
            return false;
        };
        if import.job_zones.iter().any(|(known, _)| *known == zone) {
            import.note_duplicate(place);
            return false;
        }
        import.job_zones.push((zone, row.get(name).to_owned()));
        true
    })
}

/// Job Zones.
pub(super) fn read_job_zones(table: &mut Table, import: &mut Import<'_>) -> Result<u64, ReadError> {
    let (code, zone) = (table.column(OCCUPATION), table.column("Job Zone"));
    let highest = import.job_zones.iter().map(|(zone, _)| *zone).max().unwrap_or(HIGHEST_JOB_ZONE);
    each_row(table, import, |import, row, place| {
        let (code, Some(cell)) = (row.get(code), present(row.get(zone))) else { return false };
        if !import.is_occupation(code, place) {
            return false;
        }
        let Some(zone) = job_zone(import, cell, highest, place) else { return false };
        let named = import.job_zones.iter().find(|(known, _)| *known == zone);
        let name = named.and_then(|(_, name)| present(name)).map(str::to_owned);
        let Some(concept) = import.builder.concept_mut(&ids::occupation(code)) else {
            return false;
        };
        if concept.property(property::PREPARATION_LEVEL).is_some() {
            import.note_duplicate(place);
            return false;
        }
        let level = (property::PREPARATION_LEVEL, Some(zone.to_string()));
        for (property, value) in [level, (PREPARATION_NAME, name)] {
            let property = value.map(|v| Property { name: property.into(), value: v.into() });
            concept.properties.extend(property);
        }
        true
    })
}

fn job_zone(import: &mut Import<'_>, cell: &str, highest: u32, place: Place<'_>) -> Option<u32> {
    match cell.parse::<u32>() {
        Ok(zone) if (1..=highest).contains(&zone) => Some(zone),
        Ok(zone) => {
            let what = format!("job zone {zone} is outside 1 to {highest}");
            let remedy = "compare with Job Zone Reference of the same release";
            import.issues.error("out-of-scale", place.location(), what, remedy);
            None
        }
        Err(_) => {
            let what = format!("{cell:?} is not the number of a job zone");
            import.issues.error("bad-number", place.location(), what, "write 1, 2, ...");
            None
        }
    }
}

/// Related Occupations.
pub(super) fn read_related(table: &mut Table, import: &mut Import<'_>) -> Result<u64, ReadError> {
    let scales = [
        (RELATEDNESS, "Place among the related occupations", 20.0),
        (TIER, "Tier among the related occupations", 3.0),
    ];
    for (id, name, maximum) in scales {
        import.builder.add_scale(Scale { id: id.into(), name: name.into(), minimum: 1.0, maximum });
    }
    let (code, related) = (table.column(OCCUPATION), table.column("Related O*NET-SOC Code"));
    let (tier, index) = (table.column("Relatedness Tier"), table.column("Index"));
    each_row(table, import, |import, row, place| {
        let (subject, object) = (ids::occupation(row.get(code)), ids::occupation(row.get(related)));
        let arrow = (subject.as_str(), RelationKind::Related, object.as_str());
        let Some(relation) = import.relate(arrow, place) else { return false };
        let values = [
            (RELATEDNESS, place_of(import, row, index, place)),
            (TIER, tier_of(import, row, tier, place)),
        ];
        let mut is_new = true;
        for (scale, value) in values {
            let scale = import.builder.scale(scale);
            if let (Some(scale), Some(value)) = (scale, value) {
                is_new &= import.measure(ratings::plain(relation, scale, value), place);
            }
            if !is_new {
                break;
            }
        }
        is_new
    })
}

fn place_of(
    import: &mut Import<'_>,
    row: &Row,
    column: Option<usize>,
    place: Place<'_>,
) -> Option<f32> {
    let value = ratings::number(import, row, (column, "the index"), place)?;
    let scale = import.builder.scale(RELATEDNESS)?;
    ratings::within(import, scale, RELATEDNESS, value, place).then_some(value)
}

fn tier_of(
    import: &mut Import<'_>,
    row: &Row,
    column: Option<usize>,
    place: Place<'_>,
) -> Option<f32> {
    match present(row.get(column))? {
        "Primary-Short" => Some(1.0),
        "Primary-Long" => Some(2.0),
        "Supplemental" => Some(3.0),
        other => {
            let what = format!("{other:?} is not a tier");
            let remedy = "write Primary-Short, Primary-Long or Supplemental";
            import.issues.warning("bad-value", place.location(), what, remedy);
            None
        }
    }
}
