//! Activities, tasks and their links -> activities below elements, tasks of occupations.

use crate::formats::ReadError;
use crate::formats::onet::ids;
use crate::formats::onet::import::Added;
use crate::formats::onet::import::Entry;
use crate::formats::onet::import::Import;
use crate::formats::onet::import::Place;
use crate::formats::onet::import::SCHEME;
use crate::formats::onet::import::each_row;
use crate::formats::onet::import::present;
use crate::formats::onet::tables::OCCUPATION;
use crate::formats::table::Table;
use crate::model::ConceptKind;
use crate::model::Property;
use crate::model::RelationKind;
use crate::model::property;

/// The task type of a task that is not among the statements yet.
const EMERGING: &str = "Emerging";

/// IWA Reference: intermediate work activities, each below an element.
pub(super) fn read_intermediate_activities(
    table: &mut Table,
    import: &mut Import<'_>,
) -> Result<u64, ReadError> {
    let (id, title) = (table.column("IWA ID"), table.column("IWA Title"));
    let element = table.column("Element ID");
    each_row(table, import, |import, row, place| {
        let iri = format!("urn:onet:iwa:{}", row.get(id));
        let parent = present(row.get(element)).map(ids::element);
        add_activity(import, (iri, row.get(id), row.get(title)), parent.as_deref(), place)
    })
}

/// DWA Reference: detailed work activities, each below an intermediate one.
pub(super) fn read_detailed_activities(
    table: &mut Table,
    import: &mut Import<'_>,
) -> Result<u64, ReadError> {
    let (id, title) = (table.column("DWA ID"), table.column("DWA Title"));
    let intermediate = table.column("IWA ID");
    each_row(table, import, |import, row, place| {
        let parent = present(row.get(intermediate)).map(|id| format!("urn:onet:iwa:{id}"));
        let iri = detailed_activity(row.get(id));
        add_activity(import, (iri, row.get(id), row.get(title)), parent.as_deref(), place)
    })
}

fn detailed_activity(id: &str) -> String {
    format!("urn:onet:dwa:{id}")
}

fn add_activity(
    import: &mut Import<'_>,
    (iri, code, title): (String, &str, &str),
    parent: Option<&str>,
    place: Place<'_>,
) -> bool {
    let entry = Entry {
        id: iri,
        kind: ConceptKind::Activity,
        label: title,
        description: "",
        notation: Some((SCHEME, code)),
    };
    // Known is no defect: since 30.3 the content model lists activities too.
    if import.add(&entry, place) == Added::Refused {
        return false;
    }
    let parent = parent.unwrap_or_default();
    import.relate((&entry.id, RelationKind::Broader, parent), place).is_some()
}

/// Task Statements.
pub(super) fn read_tasks(table: &mut Table, import: &mut Import<'_>) -> Result<u64, ReadError> {
    let (code, number) = (table.column(OCCUPATION), table.column("Task ID"));
    let (task, task_type) = (table.column("Task"), table.column("Task Type"));
    each_row(table, import, |import, row, place| {
        let (code, number) = (row.get(code), row.get(number));
        let Some(number) = present(number) else {
            let what = "the task has no number";
            import.issues.error("bad-id", place.location(), what, "fill in Task ID");
            return false;
        };
        if !import.is_occupation(code, place) {
            return false;
        }
        let entry = Entry {
            id: ids::task(number),
            kind: ConceptKind::Task,
            label: row.get(task),
            description: "",
            notation: Some((SCHEME, number)),
        };
        let task_type = present(row.get(task_type));
        add_task(import, code, &entry, task_type, place)
    })
}

/// Emerging Tasks: new ones, and revisions of tasks, which they are related to.
pub(super) fn read_emerging_tasks(
    table: &mut Table,
    import: &mut Import<'_>,
) -> Result<u64, ReadError> {
    let (code, task) = (table.column(OCCUPATION), table.column("Task"));
    let original = table.column("Original Task ID");
    each_row(table, import, |import, row, place| {
        let (code, text) = (row.get(code), row.get(task));
        if !import.is_occupation(code, place) {
            return false;
        }
        let entry = Entry {
            id: ids::emerging_task(code, text),
            kind: ConceptKind::Task,
            label: text,
            description: "",
            notation: None,
        };
        if !add_task(import, code, &entry, Some(EMERGING), place) {
            return false;
        }
        if let Some(original) = present(row.get(original)) {
            let original = ids::task(original);
            import.relate((&entry.id, RelationKind::Related, &original), place);
        }
        true
    })
}

/// Adds a task to an occupation; the same task of another occupation is no defect.
fn add_task(
    import: &mut Import<'_>,
    code: &str,
    entry: &Entry<'_>,
    task_type: Option<&str>,
    place: Place<'_>,
) -> bool {
    let added = import.add(entry, place);
    if added == Added::Refused || added == Added::Different {
        return false;
    }
    let occupation = ids::occupation(code);
    let is_known = added == Added::Known
        && import.builder.has_relation(&occupation, RelationKind::HasTask, &entry.id);
    if is_known {
        import.note_duplicate(place);
        return false;
    }
    if let (Some(task_type), Some(concept)) = (task_type, import.builder.concept_mut(&entry.id)) {
        let name = property::TASK_TYPE.into();
        concept.properties.push(Property { name, value: task_type.into() });
    }
    import.relate((&occupation, RelationKind::HasTask, &entry.id), place).is_some()
}

/// Tasks to DWAs.
pub(super) fn read_task_activities(
    table: &mut Table,
    import: &mut Import<'_>,
) -> Result<u64, ReadError> {
    let (code, task) = (table.column(OCCUPATION), table.column("Task ID"));
    let activity = table.column("DWA ID").or_else(|| table.column("DWA Element ID"));
    each_row(table, import, |import, row, place| {
        if !import.is_occupation(row.get(code), place) {
            return false;
        }
        let (task, activity) = (ids::task(row.get(task)), detailed_activity(row.get(activity)));
        if import.builder.has_relation(&task, RelationKind::HasActivity, &activity) {
            import.note_duplicate(place);
            return false;
        }
        import.relate((&task, RelationKind::HasActivity, &activity), place).is_some()
    })
}
