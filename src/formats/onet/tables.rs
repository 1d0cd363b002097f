//! Files -> tables, each with its role, in reading order.
//!
//! A table is recognised by the names of its columns: file names differ between releases and formats.

use rayon::prelude::*;

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadErrorKind;
use crate::formats::onet::import::Import;
use crate::formats::onet::import::each_row;
use crate::formats::sheet::Part;
use crate::formats::sheet::Sheet;
use crate::formats::table::Dialect;
use crate::formats::table::Preamble;
use crate::formats::table::Table;
use crate::model::Location;

/// The column that most tables share.
pub(super) const OCCUPATION: &str = "O*NET-SOC Code";

/// What a table is about. The order is that of reading: what is referred to comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Scales Reference.
    Scales,
    /// Content Model Reference.
    Elements,
    /// Occupation Data.
    Occupations,
    /// Alternate Titles, Job Titles, Sample of Reported Titles.
    Titles,
    /// Job Zone Reference.
    JobZoneNames,
    /// Job Zones.
    JobZones,
    /// IWA Reference.
    IntermediateActivities,
    /// DWA Reference.
    DetailedActivities,
    /// Task Statements.
    Tasks,
    /// Emerging Tasks.
    EmergingTasks,
    /// Tasks to DWAs.
    TaskActivities,
    /// UNSPSC Reference.
    Commodities,
    /// Technology Skills, Software Skills.
    Technology,
    /// Tools Used.
    Equipment,
    /// Every table that rates occupations on elements.
    Ratings,
    /// Task Ratings.
    TaskRatings,
    /// Related Occupations.
    RelatedOccupations,
    /// Abilities to Work Activities and the like.
    ElementLinks,
    /// A table without competencies.
    Unused,
}

/// Whether a table of occupations with titles and descriptions is there, as text or as a workbook.
///
/// Errors: a file cannot be read.
pub(crate) fn is_in(bundle: &Bundle) -> Result<bool, ReadError> {
    let mut files: Vec<&BundleFile> = bundle.files().iter().filter(|f| is_table(f)).collect();
    // Only a hint: the usual name spares opening the other workbooks.
    files.sort_by_key(|f| !f.base_name().to_ascii_lowercase().contains("occupation data"));
    for file in files {
        let columns: Vec<String> = if dialect(file) == Dialect::Workbook {
            // A damaged workbook is a matter for the reader of its format, not for recognition; one beyond
            // the limits is for none.
            let mut sheet = match Sheet::open(file, Part::Header) {
                Err(e) if e.kind == ReadErrorKind::TooLarge => return Err(e),
                sheet => sheet.ok(),
            };
            let header = sheet.as_mut().and_then(|s| s.next_row(0));
            header.map_or_else(Vec::new, |(_, h)| h.iter().map(str::to_owned).collect())
        } else {
            let head = file.head(4_096)?;
            let head = String::from_utf8_lossy(&head);
            let line = head.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
            line.split('\t').map(str::to_owned).collect()
        };
        if role(&columns, file.base_name()) == Role::Occupations {
            return Ok(true);
        }
    }
    Ok(false)
}

/// All tables, opened, sorted by role and name. Workbooks are parsed on all cores. A table that cannot be
/// opened is noted.
///
/// Errors: a table is beyond a bound of [`crate::limits`].
pub(super) fn open(bundle: &Bundle, issues: &mut Issues) -> Result<Vec<(Role, Table)>, ReadError> {
    let files: Vec<&BundleFile> = bundle.files().iter().filter(|f| is_table(f)).collect();
    let opened: Vec<Result<Table, ReadError>> = files
        .par_iter()
        .with_max_len(1)
        .map(|file| Table::open(file, dialect(file), Preamble::Nothing))
        .collect();
    let mut tables = Vec::new();
    for (file, table) in files.into_iter().zip(opened) {
        match table {
            Ok(table) => tables.push((role(table.columns(), file.base_name()), table)),
            Err(e) if e.kind == ReadErrorKind::TooLarge => return Err(e),
            Err(e) => issues.error("unreadable-table", e.location, e.what, &e.remedy),
        }
    }
    tables.sort_by(|(a, x), (b, y)| (a, x.file()).cmp(&(b, y.file())));
    Ok(tables)
}

/// Reads a table without competencies to its end, for its number of rows.
pub(super) fn count(table: &mut Table, import: &mut Import<'_>) -> Result<u64, ReadError> {
    each_row(table, import, |_, _, _| false)?;
    note_unused(table, import);
    Ok(0)
}

/// Notes that nothing of a table was taken because it holds no competencies.
pub(super) fn note_unused(table: &Table, import: &mut Import<'_>) {
    let what = format!("its {} rows hold no competencies and were not taken", table.n_rows());
    let remedy = "nothing to do";
    import.issues.note("table-not-used", Location::file(table.file()), what, remedy);
}

fn is_table(file: &BundleFile) -> bool {
    let is_text = has_extension(file.base_name(), "txt") && !is_read_me(file.base_name());
    is_text || has_extension(file.base_name(), "xlsx")
}

/// Whether a file's name ends in that extension, in upper or lower case.
pub(super) fn has_extension(name: &str, extension: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, found)| found.eq_ignore_ascii_case(extension))
}

/// Whether it is the file that says which release this is.
pub(super) fn is_read_me(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("read me") || name.starts_with("readme")
}

fn dialect(file: &BundleFile) -> Dialect {
    if has_extension(file.base_name(), "xlsx") { Dialect::Workbook } else { Dialect::Tab }
}

/// What a table with these columns is about. The file's name only tells technology from equipment, where an
/// old release marks neither.
pub(super) fn role(columns: &[String], file: &str) -> Role {
    let has = |name: &str| columns.iter().any(|c| c.trim().eq_ignore_ascii_case(name));
    let has_all = |names: &[&str]| names.iter().all(|name| has(name));
    if !has(OCCUPATION) {
        return reference_role(columns, &has_all);
    }
    let is_technology = || {
        let file = file.to_ascii_lowercase();
        has("Hot Technology") || file.contains("technology") || file.contains("software")
    };
    let rules: [(&[&str], Role); 13] = [
        (&["Element ID", "Scale ID", "Data Value"], Role::Ratings),
        (&["Task ID", "Scale ID", "Data Value"], Role::TaskRatings),
        (&["Related O*NET-SOC Code"], Role::RelatedOccupations),
        (&["Task ID", "DWA ID"], Role::TaskActivities),
        (&["Task ID", "DWA Element ID"], Role::TaskActivities),
        (&["Task ID", "Task"], Role::Tasks),
        (&["Task", "Original Task ID"], Role::EmergingTasks),
        (&["Job Zone"], Role::JobZones),
        (&["Alternate Title"], Role::Titles),
        (&["Job Title"], Role::Titles),
        (&["Reported Job Title"], Role::Titles),
        (&["Workplace Example"], Role::Technology),
        (&["Title", "Description"], Role::Occupations),
    ];
    let found = rules.into_iter().find(|(names, _)| has_all(names)).map(|(_, role)| role);
    match found {
        Some(role) => role,
        None if has_all(&["Example", "Commodity Code"]) && is_technology() => Role::Technology,
        None if has_all(&["Example", "Commodity Code"]) => Role::Equipment,
        None => Role::Unused,
    }
}

/// What a table without occupations is about.
fn reference_role(columns: &[String], has_all: &dyn Fn(&[&str]) -> bool) -> Role {
    let rules: [(&[&str], Role); 6] = [
        (&["Scale ID", "Scale Name", "Minimum", "Maximum"], Role::Scales),
        (&["DWA ID", "DWA Title"], Role::DetailedActivities),
        (&["IWA ID", "IWA Title"], Role::IntermediateActivities),
        (&["Element ID", "Element Name", "Description"], Role::Elements),
        (&["Commodity Code", "Commodity Title", "Class Code"], Role::Commodities),
        (&["Job Zone", "Name"], Role::JobZoneNames),
    ];
    let found = rules.into_iter().find(|(names, _)| has_all(names)).map(|(_, role)| role);
    match found {
        Some(role) => role,
        None if link_columns(columns).is_some() => Role::ElementLinks,
        None => Role::Unused,
    }
}

/// The two columns of a table that links elements: their names end in `Element ID`.
pub(super) fn link_columns(columns: &[String]) -> Option<(usize, usize)> {
    let is_end = |name: &str| name.to_ascii_lowercase().ends_with(" element id");
    let mut ends = columns.iter().enumerate().filter(|(_, c)| is_end(c.trim())).map(|(at, _)| at);
    let pair = (ends.next()?, ends.next()?);
    ends.next().is_none().then_some(pair)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_recognised_by_its_columns_in_every_layout() {
        let rows = [
            ("O*NET-SOC Code\tTitle\tDescription", "x.txt", Role::Occupations),
            (
                "O*NET-SOC Code\tTitle\tElement ID\tElement Name\tScale ID\tScale Name\tData Value",
                "Skills.xlsx",
                Role::Ratings,
            ),
            ("O*NET-SOC Code\tTask ID\tScale ID\tCategory\tData Value", "x.txt", Role::TaskRatings),
            ("O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)", "x.txt", Role::Titles),
            ("O*NET-SOC Code\tTitle\tJob Title\tShort Title", "x.xlsx", Role::Titles),
            ("O*NET-SOC Code\tReported Job Title", "x.txt", Role::Titles),
            ("O*NET-SOC Code\tTitle\tJob Zone\tDate", "x.xlsx", Role::JobZones),
            ("Job Zone\tName\tExperience", "x.txt", Role::JobZoneNames),
            ("O*NET-SOC Code\tTask ID\tTask\tTask Type", "x.txt", Role::Tasks),
            ("O*NET-SOC Code\tTitle\tTask ID\tTask\tDWA ID", "x.xlsx", Role::TaskActivities),
            ("O*NET-SOC Code\tTask\tCategory\tOriginal Task ID", "x.txt", Role::EmergingTasks),
            ("O*NET-SOC Code\tExample\tCommodity Code", "Tools Used.txt", Role::Equipment),
            ("O*NET-SOC Code\tExample\tCommodity Code\tHot Technology", "x.txt", Role::Technology),
            ("O*NET-SOC Code\tWorkplace Example\tElement ID", "x.txt", Role::Technology),
            ("O*NET-SOC Code\tRelated O*NET-SOC Code\tIndex", "x.txt", Role::RelatedOccupations),
            ("Element ID\tElement Name\tDescription", "x.txt", Role::Elements),
            ("Element ID\tIWA ID\tIWA Title", "x.txt", Role::IntermediateActivities),
            ("Element ID\tIWA ID\tIWA Title\tDWA ID\tDWA Title", "x", Role::DetailedActivities),
            ("Skills Element ID\tA\tWork Context Element ID\tB", "x.txt", Role::ElementLinks),
            ("Scale ID\tScale Name\tMinimum\tMaximum", "x.txt", Role::Scales),
            ("Scale ID\tCategory\tCategory Description", "x.txt", Role::Unused),
            ("O*NET-SOC Code\tItem\tResponse\tN\tPercent", "x.txt", Role::Unused),
        ];
        for (header, file, expected) in rows {
            let columns: Vec<String> = header.split('\t').map(str::to_owned).collect();
            assert_eq!(role(&columns, file), expected, "{header}\nhelp: see the rules of role()");
        }
    }
}
