//! Rating tables -> arrows from occupations to elements and tasks, one measure per scale.
//!
//! One reader serves Skills, Knowledge, Abilities, Work Activities, Work Styles, Work Values, Interests, Work
//! Context, what they were split into, and what is to come: the columns are the same.

use crate::formats::ReadError;
use crate::formats::onet::elements;
use crate::formats::onet::ids;
use crate::formats::onet::import::Import;
use crate::formats::onet::import::Place;
use crate::formats::onet::import::each_row;
use crate::formats::onet::import::present;
use crate::formats::onet::tables;
use crate::formats::onet::tables::OCCUPATION;
use crate::formats::table::Row;
use crate::formats::table::Table;
use crate::model::ConceptKind;
use crate::model::Flag;
use crate::model::Location;
use crate::model::Measure;
use crate::model::RelationKind;

/// Where the columns stand that say how a rating came about.
struct Columns {
    scale: Option<usize>,
    value: Option<usize>,
    n: Option<usize>,
    standard_error: Option<usize>,
    lower: Option<usize>,
    upper: Option<usize>,
    suppress: Option<usize>,
    not_relevant: Option<usize>,
    date: Option<usize>,
    source: Option<usize>,
    category: Option<usize>,
}

fn columns(table: &Table) -> Columns {
    Columns {
        scale: table.column("Scale ID"),
        value: table.column("Data Value"),
        n: table.column("N"),
        standard_error: table.column("Standard Error"),
        lower: table.column("Lower CI Bound"),
        upper: table.column("Upper CI Bound"),
        suppress: table.column("Recommend Suppress"),
        not_relevant: table.column("Not Relevant"),
        date: table.column("Date"),
        source: table.column("Domain Source"),
        category: table.column("Category"),
    }
}

/// Ratings of occupations on elements.
pub(super) fn read_ratings(table: &mut Table, import: &mut Import<'_>) -> Result<u64, ReadError> {
    let (code, element) = (table.column(OCCUPATION), table.column("Element ID"));
    // Beside shares of answers, the tables of education and training rate the importance of certificates.
    let is_competency = |row: &Row| elements::kind_of(row.get(element)) != ConceptKind::Group;
    read(table, import, is_competency, |import, row, place| {
        let element = row.get(element);
        let (subject, object) = (ids::occupation(row.get(code)), ids::element(element));
        let arrow = (subject.as_str(), RelationKind::Rated, object.as_str());
        let relation = import.relate(arrow, place)?;
        let concept = import.builder.concept_mut(&object)?;
        // What is rated is no mere heading, although finer elements may stand below it (work values).
        if concept.kind == ConceptKind::Group {
            concept.kind = elements::kind_of(element);
        }
        import.rated.insert(concept.kind);
        Some(relation)
    })
}

/// Ratings of tasks in their occupations.
pub(super) fn read_task_ratings(
    table: &mut Table,
    import: &mut Import<'_>,
) -> Result<u64, ReadError> {
    let (code, task) = (table.column(OCCUPATION), table.column("Task ID"));
    read(
        table,
        import,
        |_| true,
        |import, row, place| {
            let (subject, object) = (ids::occupation(row.get(code)), ids::task(row.get(task)));
            import.relate((&subject, RelationKind::HasTask, &object), place)
        },
    )
}

/// Reads the rows that carry a value of their own. In a table with categories, a row of a category tells which
/// share of the people asked gave an answer: it is no rating and only counted, as are rows about anything but
/// competencies.
fn read(
    table: &mut Table,
    import: &mut Import<'_>,
    is_competency: impl Fn(&Row) -> bool,
    mut relate: impl FnMut(&mut Import<'_>, &Row, Place<'_>) -> Option<u32>,
) -> Result<u64, ReadError> {
    let columns = columns(table);
    let mut n_unused = 0;
    let taken = each_row(table, import, |import, row, place| {
        let is_share = present(row.get(columns.category)).is_some();
        if is_share || (columns.category.is_some() && !is_competency(row)) {
            n_unused += 1;
            return false;
        }
        let Some(measure) = measured(import, &columns, row, place) else { return false };
        let Some(relation) = relate(import, row, place) else { return false };
        import.measure(Measure { relation, ..measure }, place)
    })?;
    if n_unused > 0 && n_unused == table.n_rows() {
        tables::note_unused(table, import);
    } else if n_unused > 0 {
        let what =
            format!("{n_unused} rows tell shares of answers, not ratings, and were not taken");
        let place = Location::file(table.file());
        import.issues.note("rows-not-used", place, what, "nothing to do");
    }
    Ok(taken)
}

/// The row's value with all that is said about its quality; nothing where there is no value on a known scale.
fn measured(
    import: &mut Import<'_>,
    columns: &Columns,
    row: &Row,
    place: Place<'_>,
) -> Option<Measure> {
    let scale_id = row.get(columns.scale);
    let Some(scale) = import.builder.scale(scale_id) else {
        let what = format!("{scale_id:?} is not a scale of Scales Reference");
        let remedy = "give Scales Reference of the same release too";
        import.issues.error("unknown-scale", place.location(), what, remedy);
        return None;
    };
    let Some(cell) = present(row.get(columns.value)) else {
        let what = format!("there is no value on scale {scale_id}");
        import.issues.warning("no-value", place.location(), what, "drop the row or fill it in");
        return None;
    };
    let Some(value) = cell.parse().ok().filter(|value: &f32| value.is_finite()) else {
        let what = format!("the value {cell:?} is not a number");
        import.issues.error("bad-number", place.location(), what, "write it as 4.12");
        return None;
    };
    if !within(import, scale, scale_id, value, place) {
        return None;
    }
    let n = match present(row.get(columns.n)).map(str::parse) {
        Some(Err(_)) => {
            let what = format!("N {:?} is not a whole number", row.get(columns.n));
            import.issues.warning("bad-number", place.location(), what, "write it as 28");
            None
        }
        other => other.and_then(Result::ok),
    };
    let lower = number(import, row, (columns.lower, "the lower bound"), place);
    let upper = number(import, row, (columns.upper, "the upper bound"), place);
    let source = present(row.get(columns.source));
    Some(Measure {
        n,
        standard_error: number(import, row, (columns.standard_error, "the standard error"), place),
        interval: lower.zip(upper),
        suppress: flag(import, row, (columns.suppress, "Recommend Suppress"), place),
        not_relevant: flag(import, row, (columns.not_relevant, "Not Relevant"), place),
        month: month(import, row.get(columns.date), place),
        source: source.and_then(|source| import.builder.measure_source(source)),
        ..plain(0, scale, value)
    })
}

/// A value of which nothing else is known.
pub(super) fn plain(relation: u32, scale: u16, value: f32) -> Measure {
    Measure {
        relation,
        scale,
        value,
        n: None,
        standard_error: None,
        interval: None,
        suppress: Flag::Unsaid,
        not_relevant: Flag::Unsaid,
        month: None,
        source: None,
    }
}

/// Whether the value is within the bounds of its scale; if not, it is noted.
pub(super) fn within(
    import: &mut Import<'_>,
    scale: u16,
    scale_id: &str,
    value: f32,
    place: Place<'_>,
) -> bool {
    let Some((minimum, maximum)) = import.builder.scale_bounds(scale) else { return false };
    if (minimum..=maximum).contains(&value) {
        return true;
    }
    let (side, bound) = if value > maximum { ("above", maximum) } else { ("below", minimum) };
    let what = format!("value {value} is {side} the bound {bound} of scale {scale_id}");
    import.issues.error("out-of-scale", place.location(), what, "check the scale id");
    false
}

/// The number of a cell that may be blank; what is not a number is noted.
pub(super) fn number(
    import: &mut Import<'_>,
    row: &Row,
    (column, name): (Option<usize>, &str),
    place: Place<'_>,
) -> Option<f32> {
    let cell = present(row.get(column))?;
    let value = cell.parse().ok().filter(|value: &f32| value.is_finite());
    if value.is_none() {
        let what = format!("{name} {cell:?} is not a number");
        import.issues.warning("bad-number", place.location(), what, "write it as 0.125 or n/a");
    }
    value
}

/// The answer of a cell; `n/a` and blank leave it open.
pub(super) fn flag(
    import: &mut Import<'_>,
    row: &Row,
    (column, name): (Option<usize>, &str),
    place: Place<'_>,
) -> Flag {
    match present(row.get(column)) {
        None => Flag::Unsaid,
        Some("Y") => Flag::Yes,
        Some("N") => Flag::No,
        Some(other) => {
            let what = format!("{name} is {other:?}");
            import.issues.warning("bad-value", place.location(), what, "write Y, N or n/a");
            Flag::Unsaid
        }
    }
}

/// Months since January of year 0, of `08/2023`.
fn month(import: &mut Import<'_>, cell: &str, place: Place<'_>) -> Option<u32> {
    let cell = present(cell)?;
    let parts = cell.split_once('/').and_then(|(month, year)| {
        let (month, year): (u32, u32) = (month.parse().ok()?, year.parse().ok()?);
        ((1..=12).contains(&month) && year <= 9_999).then_some(year * 12 + month - 1)
    });
    if parts.is_none() {
        let what = format!("the date {cell:?} is not a month");
        import.issues.warning("bad-date", place.location(), what, "write it as 08/2023");
    }
    parts
}
