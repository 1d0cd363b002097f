//! A table of mappings -> MappingSet.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::code::code_iri;
use crate::formats::code::is_iri;
use crate::formats::code::is_onet_soc;
use crate::formats::code::onet_iri;
use crate::formats::code::slug;
use crate::formats::mapping_table::MappingColumns;
use crate::formats::mapping_table::columns::Columns;
use crate::formats::mapping_table::layouts;
use crate::formats::mapping_table::layouts::Layout;
use crate::formats::statement;
use crate::formats::table::Dialect;
use crate::formats::table::Preamble;
use crate::formats::table::Row;
use crate::formats::table::Table;
use crate::limits;
use crate::model::ConceptId;
use crate::model::Justification;
use crate::model::Language;
use crate::model::Licence;
use crate::model::Location;
use crate::model::Mapping;
use crate::model::MappingEnd;
use crate::model::MappingSet;
use crate::model::Predicate;

/// Rows in which the header must appear: official workbooks have it on the fourth.
const HEADER_WITHIN: usize = 32;

/// Frameworks that are known by how their IRIs begin.
const FRAMEWORKS: [(&str, &str); 2] = [
    ("http://data.europa.eu/esco/", "ESCO"),
    ("https://www.onetonline.org/link/summary/", "O*NET"),
];

/// Whether one of the files is a table of mappings.
pub(crate) fn is_in(bundle: &Bundle) -> bool {
    bundle.files().iter().any(|file| open(file, is_header).is_some())
}

/// The mapping set in the bundle's one table.
///
/// Errors: no file has the columns, several have them, a column that the caller names is not there, or no row
/// could be read.
pub(crate) fn read(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
    counts: &mut Vec<TableCount>,
) -> Result<MappingSet, ReadError> {
    let mut table = match &options.columns {
        Some(named) => open_named(bundle, named)?,
        None => open_only(bundle)?,
    };
    let mut set = match (&options.columns, Layout::of_header(table.columns())) {
        (None, Some(layout)) => paired(&mut table, layout, issues)?,
        (named, _) => stated(&mut table, named.as_ref(), issues)?,
    };
    counts.push(TableCount {
        file: table.file().to_owned(),
        rows: table.n_rows(),
        taken: set.mappings.len() as u64,
    });
    if set.mappings.is_empty() {
        let place = Location::file(table.file());
        let first = issues.kept().first().map(|issue| format!(" ({issue})")).unwrap_or_default();
        let what = format!("no row is usable{first}");
        return Err(ReadError::invalid(place, what, "check that it is the right table"));
    }
    statement::sort(&mut set.mappings);
    options.apply_to_set(&mut set);
    Ok(set)
}

fn is_header(header: &[String]) -> bool {
    Columns::of_header(header).is_some() || Layout::of_header(header).is_some()
}

/// The table at its header, whichever way its cells are kept apart; nothing where no row is that header.
fn open(file: &BundleFile, is_it: impl Fn(&[String]) -> bool) -> Option<Table> {
    let name = file.base_name().to_ascii_lowercase();
    let dialects: &[Dialect] = match name.rsplit('.').next() {
        Some("xlsx") => &[Dialect::Workbook],
        Some("csv" | "tsv" | "txt") => &[Dialect::Comma, Dialect::Semicolon, Dialect::QuotedTab],
        _ => &[],
    };
    dialects.iter().find_map(|dialect| {
        let mut table = Table::open(file, *dialect, Preamble::Nothing).ok()?;
        let found = table.seek_header(HEADER_WITHIN, &is_it, &mut Issues::default());
        found.ok()?.then_some(table)
    })
}

fn open_only(bundle: &Bundle) -> Result<Table, ReadError> {
    let mut tables = bundle.files().iter().filter_map(|file| open(file, is_header));
    let place = || Location::file(&bundle.origins().join(", "));
    let Some(table) = tables.next() else {
        let what = "no table in it has columns for subject, relation and object";
        return Err(ReadError::invalid(place(), what, "name the columns"));
    };
    if tables.next().is_some() {
        let what = "there are several tables of mappings in it";
        return Err(ReadError::invalid(place(), what, "import them one by one"));
    }
    Ok(table)
}

/// The one table with the columns that the caller names.
fn open_named(bundle: &Bundle, named: &MappingColumns) -> Result<Table, ReadError> {
    let place = || Location::file(&bundle.origins().join(", "));
    let [file] = bundle.files() else {
        let what = format!("{} files are in it", bundle.files().len());
        return Err(ReadError::invalid(place(), what, "name one table"));
    };
    let is_it = |header: &[String]| Columns::named(header, named, &place()).is_ok();
    if let Some(table) = open(file, is_it) {
        return Ok(table);
    }
    // The first row is told what it lacks.
    let first = open(file, |header| header.len() > 1).or_else(|| open(file, |_| true));
    let refusal =
        first.and_then(|t| Columns::named(t.columns(), named, &Location::line(t.file(), 1)).err());
    Err(refusal.unwrap_or_else(|| {
        ReadError::invalid(place(), "it is not a table", "give a .csv, .tsv, .txt or .xlsx file")
    }))
}

/// The statements of a table that has a column for the relation.
fn stated(
    table: &mut Table,
    named: Option<&MappingColumns>,
    issues: &mut Issues,
) -> Result<MappingSet, ReadError> {
    let usual = MappingColumns::default();
    let named = named.unwrap_or(&usual);
    let file = table.file().to_owned();
    let stem = stem(&file);
    let columns = Columns::named(table.columns(), named, &Location::file(&file))?;
    let sources = [&named.subject_source, &named.object_source];
    let slugs = sources.into_iter().zip(["subject", "object"]).map(|(source, side)| {
        source.as_ref().map_or_else(|| slug(&format!("{stem} {side}")), |name| slug(name))
    });
    let slugs: Vec<String> = slugs.collect();
    let slug_of = |side: usize| slugs.get(side).map_or("", String::as_str);
    let mut mappings = Vec::new();
    let mut met = BTreeSet::new();
    while let Some(row) = table.next_row(issues)? {
        let place = || Location::line(&file, row.line);
        let ids =
            [0, 1].map(|side| columns.ids.get(side).and_then(|ids| iri(&row, ids, slug_of(side))));
        let made = mapping(&row, &columns, named.predicate, ids, &place, issues);
        if let Some(mapping) = made {
            keep(mapping, &mut mappings, &mut met, &place, issues);
        }
    }
    let end = |named: Option<&String>, ids: &mut dyn Iterator<Item = &ConceptId>| MappingEnd {
        name: named.cloned().unwrap_or_else(|| framework_of(ids)),
        version: String::new(),
        concept_type: String::new(),
        language: Language::UNKNOWN,
    };
    let [subject, object] = sources.map(Option::as_ref);
    Ok(MappingSet {
        title: stem,
        author: String::new(),
        version: String::new(),
        date: String::new(),
        licence: Licence::default(),
        subject_source: end(subject, &mut mappings.iter().map(|m| &m.subject)),
        object_source: end(object, &mut mappings.iter().filter_map(|m| m.object.as_ref())),
        mappings,
    })
}

fn keep(
    mapping: Mapping,
    mappings: &mut Vec<Mapping>,
    met: &mut BTreeSet<[u8; 32]>,
    place: &impl Fn() -> Location,
    issues: &mut Issues,
) {
    if met.insert(statement::digest(&mapping)) {
        mappings.push(mapping);
    } else {
        let what = "the row says again what an earlier row says";
        issues.note("repeated-mapping", place(), what, "remove one of the rows");
    }
}

/// `crosswalk` of `folder/crosswalk.csv`.
fn stem(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

/// The framework whose IRIs all of these are; empty where they are several or unknown.
fn framework_of(ids: &mut dyn Iterator<Item = &ConceptId>) -> String {
    let mut names = ids.map(|id| {
        FRAMEWORKS.iter().find(|(start, _)| id.as_str().starts_with(start)).map(|(_, name)| *name)
    });
    let first = names.next().flatten();
    let name = first.filter(|name| names.all(|other| other == Some(*name)));
    name.unwrap_or_default().to_owned()
}

/// The IRI in one of the columns, else made of the first code in them.
fn iri(row: &Row, columns: &[usize], slug: &str) -> Option<String> {
    let cells = || columns.iter().map(|c| row.get(Some(*c))).filter(|cell| !cell.is_empty());
    let code = || {
        let code = cells().next()?;
        Some(if is_onet_soc(code) { onet_iri(code) } else { code_iri(slug, code) })
    };
    cells().find(|cell| is_iri(cell)).map(str::to_owned).or_else(code)
}

/// The statement of a row, or nothing when it makes none.
fn mapping(
    row: &Row,
    columns: &Columns,
    of_all: Option<Predicate>,
    [subject, object]: [Option<String>; 2],
    place: &impl Fn() -> Location,
    issues: &mut Issues,
) -> Option<Mapping> {
    let (predicate, is_negated) = match (row.get(columns.relation), of_all) {
        ("", Some(predicate)) => (predicate, false),
        (cell, _) => relation(cell, place, issues)?,
    };
    let Some(subject) = subject else {
        let what = "the row names no subject";
        issues.error("no-subject", place(), what, "complete the row");
        return None;
    };
    let object = object.filter(|_| predicate != Predicate::NoMatch);
    if object.is_none() && predicate != Predicate::NoMatch {
        issues.error("no-object", place(), "the row names no object", "complete the row");
        return None;
    }
    let subject = id(subject, place, issues)?;
    let object = match object {
        Some(object) => Some(id(object, place, issues)?),
        None => None,
    };
    let cell = row.get(columns.justification);
    let made_by = statement::justification(cell);
    if made_by.is_none() && !cell.is_empty() {
        let what = format!("{cell:?} is not a justification");
        let remedy = "write one of SEMAPV; it is read as UnspecifiedMatching";
        issues.warning("unknown-justification", place(), what, remedy);
    }
    let [subject_label, object_label] = columns.labels.map(|c| statement::label(row.get(c)));
    let made_by = made_by.unwrap_or(Justification::UnspecifiedMatching);
    let has_object = object.is_some();
    Some(Mapping {
        subject_label,
        object_label: if has_object { object_label } else { String::new() },
        confidence: statement::confidence(row.get(columns.confidence), place, issues),
        comment: statement::bounded(row.get(columns.comment), limits::TEXT_BYTES),
        author: statement::label(row.get(columns.author)),
        reviewers: statement::names(statement::list(row.get(columns.reviewers))),
        date: statement::day(row.get(columns.date), place, issues),
        is_negated,
        ..Mapping::new(subject, predicate, object, made_by)
    })
}

/// What a relation cell says, and whether it says that it does not hold.
fn relation(
    cell: &str,
    place: &impl Fn() -> Location,
    issues: &mut Issues,
) -> Option<(Predicate, bool)> {
    let start = cell.get(..4).unwrap_or_default();
    let denied = || cell.get(4..).filter(|_| start.eq_ignore_ascii_case("not "));
    let found = statement::relation_word(cell)
        .map(|predicate| (predicate, false))
        .or_else(|| statement::relation_word(denied()?).map(|predicate| (predicate, true)));
    if found.is_none() {
        let what = format!("{cell:?} is not a relation");
        let remedy = "write exact, close, broad, narrow, related or no match";
        issues.error("unknown-relation", place(), what, remedy);
    }
    found
}

fn id(iri: String, place: &impl Fn() -> Location, issues: &mut Issues) -> Option<ConceptId> {
    ConceptId::new(iri)
        .map_err(|e| issues.error("bad-id", place(), e.to_string(), "correct the identifier"))
        .ok()
}

/// The statements of an official table that only pairs codes.
fn paired(
    table: &mut Table,
    layout: &'static Layout,
    issues: &mut Issues,
) -> Result<MappingSet, ReadError> {
    let file = table.file().to_owned();
    let columns = layout.sides.each_ref().map(|side| side.columns(table.columns()));
    let comment = layout.comment(table.columns());
    let mut mappings: Vec<Mapping> = Vec::new();
    let mut met = BTreeSet::new();
    while let Some(row) = table.next_row(issues)? {
        let place = || Location::line(&file, row.line);
        let cells = columns.map(|[code, title]| (row.get(code), row.get(title)));
        let [(subject_code, subject_title), (object_code, object_title)] = cells;
        let [subject, object] = cells.map(|(code, title)| layouts::is_none(code, title));
        if subject || subject_code.is_empty() {
            let what = format!("{object_title:?} has no counterpart");
            let remedy = "nothing to do; only subjects can be said to have none";
            issues.error("no-subject", place(), what, remedy);
            continue;
        }
        if object_code.is_empty() {
            issues.error("no-object", place(), "the row names no object", "complete the row");
            continue;
        }
        let [subject_side, object_side] = &layout.sides;
        let Some(subject) = id(subject_side.iri(subject_code), &place, issues) else { continue };
        let object = if object {
            None
        } else {
            let Some(object) = id(object_side.iri(object_code), &place, issues) else { continue };
            Some(object)
        };
        // What a pair means is known when all are read.
        let predicate = if object.is_some() { Predicate::Related } else { Predicate::NoMatch };
        let has_object = object.is_some();
        let mapping = Mapping {
            subject_label: statement::label(subject_title),
            object_label: if has_object { statement::label(object_title) } else { String::new() },
            comment: statement::bounded(row.get(comment), limits::TEXT_BYTES),
            ..Mapping::new(subject, predicate, object, Justification::ManualMappingCuration)
        };
        keep(mapping, &mut mappings, &mut met, &place, issues);
    }
    let mut objects: BTreeMap<ConceptId, usize> = BTreeMap::new();
    let mut subjects: BTreeMap<ConceptId, usize> = BTreeMap::new();
    let pairs: BTreeSet<(ConceptId, ConceptId)> =
        (mappings.iter()).filter_map(|m| Some((m.subject.clone(), m.object.clone()?))).collect();
    for (subject, object) in pairs {
        *objects.entry(subject).or_default() += 1;
        *subjects.entry(object).or_default() += 1;
    }
    for mapping in &mut mappings {
        let Some(object) = &mapping.object else { continue };
        let n_objects = objects.get(&mapping.subject).copied().unwrap_or(0);
        let n_subjects = subjects.get(object).copied().unwrap_or(0);
        mapping.predicate = layout.pairing.predicate(n_objects, n_subjects);
    }
    let [subject_source, object_source] = layout.sides.each_ref().map(layouts::Side::end);
    Ok(MappingSet {
        title: layout.title.to_owned(),
        author: layout.author.to_owned(),
        version: String::new(),
        date: String::new(),
        licence: Licence::default(),
        subject_source,
        object_source,
        mappings,
    })
}
