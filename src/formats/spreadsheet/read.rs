//! A spreadsheet -> Framework.

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::links::Links;
use crate::formats::spreadsheet::FrameworkColumns;
use crate::formats::spreadsheet::guess::SURE;
use crate::formats::spreadsheet::hierarchy;
use crate::formats::spreadsheet::hierarchy::Placed;
use crate::formats::spreadsheet::identity;
use crate::formats::spreadsheet::levels::Slots;
use crate::formats::spreadsheet::number_codes::NumberCodes;
use crate::formats::spreadsheet::rows::Draft;
use crate::formats::spreadsheet::rows::Layout;
use crate::formats::spreadsheet::source;
use crate::formats::spreadsheet::source::Found;
use crate::formats::spreadsheet::source::Place;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::FrameworkBuilder;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::LabelOutcome;
use crate::model::Location;
use crate::model::RelationKind;

/// What to do where the columns are not certain.
const REMEDY: &str = "write down its columns with skillmap columns FILE > columns.toml, correct them, and import with --columns columns.toml";

/// Whether the bundle is one table that surely is a list of concepts.
pub(crate) fn is_in(bundle: &Bundle) -> bool {
    let [file] = bundle.files() else { return false };
    source::is_named_so(file) && source::find(file, "").is_ok_and(|found| is_sure(&found))
}

/// Why a bundle of one table was not taken for a list, and what to do; nothing of other files.
pub(crate) fn why_not(bundle: &Bundle) -> Option<(String, &'static str)> {
    let [file] = bundle.files() else { return None };
    if !source::is_named_so(file) {
        return None;
    }
    match source::find(file, "") {
        Ok(found) => (found.header.len() > 1 && !is_sure(&found)).then(|| (doubt(&found), REMEDY)),
        Err(error) => Some((error.what, "fill it in, or name another file")),
    }
}

fn doubt(found: &Found) -> String {
    found.guess.doubt.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn is_sure(found: &Found) -> bool {
    found.guess.certainty >= SURE && !found.rows.is_empty()
}

/// The framework in the bundle's one table.
///
/// Errors: there are several files, the columns are not certain and not given, one that is given is not there, or
/// the framework's id or short name is none.
pub(crate) fn read(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
    tables: &mut Vec<TableCount>,
    links: &mut Links,
) -> Result<Framework, ReadError> {
    let file = source::only_file(bundle)?;
    let (place, columns) = columns(file, options)?;
    tell_sheets(file, &place, options, issues)?;
    Ok(list(file, &place, &columns, options, (issues, tables, links))?.framework)
}

/// Says which sheet of a workbook is read where nobody has named one and there are others.
fn tell_sheets(
    file: &BundleFile,
    place: &Place,
    options: &ReadOptions,
    issues: &mut Issues,
) -> Result<(), ReadError> {
    let given = options.framework_columns.as_ref().map_or("", |given| given.sheet.as_str());
    let is_named = !options.sheet.as_deref().unwrap_or(given).is_empty();
    let Place::Sheet(read) = place else { return Ok(()) };
    let others = source::sheets(file)?.into_iter().filter(|name| name != read);
    let others: Vec<String> = others.map(|name| format!("{name:?}")).collect();
    if !is_named && !others.is_empty() {
        let what = format!("the sheet {read:?} is read; there are also {}", others.join(", "));
        let remedy = "name another one with --sheet NAME";
        issues.note("other-sheets", Location::file(file.name()), what, remedy);
    }
    Ok(())
}

/// The columns that are given, else those that are guessed.
fn columns(
    file: &BundleFile,
    options: &ReadOptions,
) -> Result<(Place, FrameworkColumns), ReadError> {
    let given = options.framework_columns.as_ref();
    let sheet = options.sheet.as_deref().or(given.map(|given| given.sheet.as_str())).unwrap_or("");
    let found = source::find(file, sheet)?;
    match given {
        Some(given) if !given.columns.is_empty() => Ok((found.place, given.clone())),
        _ if !is_sure(&found) => {
            let place = Location::file(file.name());
            Err(ReadError::invalid(place, doubt(&found), REMEDY))
        }
        // Facts may be given while the columns are left to be guessed.
        _ => {
            let guessed = found.guess.columns;
            let columns = given.map_or(guessed.clone(), |given| with_facts(given, guessed));
            Ok((found.place, columns))
        }
    }
}

/// What is given, with the columns that were guessed.
fn with_facts(given: &FrameworkColumns, guessed: FrameworkColumns) -> FrameworkColumns {
    let mut columns = FrameworkColumns { columns: guessed.columns, ..given.clone() };
    columns.kind = columns.kind.or(guessed.kind);
    columns.fill_down |= guessed.fill_down;
    if columns.framework.language.is_empty() {
        columns.framework.language = guessed.framework.language;
    }
    columns
}

/// A list that was read.
pub(super) struct List {
    pub(super) framework: Framework,
    /// The rows that became concepts, in the order of the list.
    pub(super) rows: Vec<(u64, ConceptId)>,
}

/// Reads the list at that place.
pub(super) fn list(
    file: &BundleFile,
    place: &Place,
    columns: &FrameworkColumns,
    options: &ReadOptions,
    (issues, tables, links): (&mut Issues, &mut Vec<TableCount>, &mut Links),
) -> Result<List, ReadError> {
    let name = file.name();
    let release = identity::release(&columns.framework, name, options)?;
    let mut opened = source::open(file, place, columns)?;
    let key = release.key.clone();
    let layout = Layout::new(columns, &opened.places, (&release.framework, &key));
    if !layout.has_label && !columns.columns.iter().any(|rule| rule.level.is_some()) {
        let what = "no column is used as label";
        return Err(ReadError::invalid(Location::file(name), what, "use one as label"));
    }
    let mut builder = FrameworkBuilder::new(release);
    let mut slots = Slots::default();
    let mut placed: Vec<Placed> = Vec::new();
    let mut codes = NumberCodes::of(columns, &opened.places, &opened.table);
    while let Some(row) = opened.table.next_row(issues)? {
        for codes in &mut codes {
            codes.add(row.get(Some(codes.column)));
        }
        let place = || Location::line(name, row.line);
        match layout.read(&row, &mut slots) {
            Err(refusal) => issues.error(refusal.code, place(), refusal.what, refusal.remedy),
            Ok(draft) => placed.extend(add(&mut builder, draft, row.line, &place, issues)),
        }
    }
    for codes in &codes {
        codes.tell(name, issues);
    }
    gather(&mut builder, &slots, &placed, &layout, (name, issues));
    hierarchy::relate(&mut builder, &layout, &placed, (name, links, issues));
    let taken = placed.len() as u64;
    tables.push(TableCount { file: shown_name(name, place), rows: opened.table.n_rows(), taken });
    let rows = placed.into_iter().map(|row| (row.line, row.id)).collect();
    let framework = builder.build().map_err(|e| {
        ReadError::invalid(
            Location::file(name),
            e.to_string(),
            "correct key below [framework], or give --key",
        )
    })?;
    Ok(List { framework, rows })
}

/// The file, with the sheet where it has several.
fn shown_name(file: &str, place: &Place) -> String {
    match place {
        Place::Text(_) => file.to_owned(),
        Place::Sheet(sheet) => format!("{file} ({sheet})"),
    }
}

/// Adds the concept of a row, or adds to the one that an earlier row made.
fn add(
    builder: &mut FrameworkBuilder,
    draft: Draft,
    line: u64,
    place: &impl Fn() -> Location,
    issues: &mut Issues,
) -> Option<Placed> {
    let Draft { concept, labels, group, references, depth, outline, doubts } = draft;
    let id = concept.id.clone();
    if let Some(earlier) = builder.concept_mut(id.as_str()) {
        let is_same = |label: &Label| {
            label.kind == LabelKind::Preferred
                && earlier.labels.iter().any(|known| is_alike(known, label))
        };
        if !labels.iter().any(is_same) {
            let what = format!("{id} is the id of an earlier row with another label");
            let remedy = "give one of the rows another id or code; this one is refused";
            issues.error("duplicate-concept", place(), what, remedy);
            return None;
        }
        let what = format!("{id} is said again; what the row adds is added");
        issues.note("repeated-concept", place(), what, "nothing to do");
        earlier.texts.extend(concept.texts);
        earlier.notations.extend(concept.notations);
        earlier.properties.extend(concept.properties);
    } else {
        builder.add(concept);
    }
    for doubt in doubts {
        issues.warning(doubt.code, place(), doubt.what, doubt.remedy);
    }
    for label in labels {
        let text = label.text.clone();
        if builder.add_label(id.as_str(), label) == LabelOutcome::Demoted {
            let what = format!("{text:?} is a second label in its language");
            issues.warning(
                "second-preferred-label",
                place(),
                what,
                "use the column as alternative",
            );
        }
    }
    Some(Placed { line, id, group, references, depth, outline })
}

/// Whether two labels are one but for case.
fn is_alike(known: &Label, label: &Label) -> bool {
    known.text.to_lowercase() == label.text.to_lowercase()
}

/// Adds the groups that rows stand in, and puts rows and groups below them.
fn gather(
    builder: &mut FrameworkBuilder,
    slots: &Slots,
    placed: &[Placed],
    layout: &Layout<'_>,
    (file, issues): (&str, &mut Issues),
) {
    let base = builder.release().framework.clone();
    let mut ids: Vec<Option<ConceptId>> = Vec::with_capacity(slots.all.len());
    let mut is_parent = vec![false; slots.all.len()];
    let parents = placed
        .iter()
        .filter_map(|row| row.group)
        .chain(slots.all.iter().filter_map(|slot| slot.parent));
    for parent in parents {
        if let Some(flag) = is_parent.get_mut(parent) {
            *flag = true;
        }
    }
    for (position, slot) in slots.all.iter().enumerate() {
        let place = || Location::line(file, slot.line);
        // Beside rows that have labels of their own, a group of the same name is another thing.
        let prefix = layout.has_label.then_some("group");
        let path = || prefix.into_iter().chain(slot.path.iter().map(String::as_str));
        let id = slot.id.clone().map_or_else(|| identity::of_labels(&base, path()).ok(), Some);
        let Some(id) = id else {
            let what = format!("the group {:?} makes no IRI", slot.path.join(" / "));
            issues.error("bad-id", place(), what, "shorten it, or give it a code");
            ids.push(None);
            continue;
        };
        let is_above = is_parent.get(position).copied().unwrap_or(false);
        match builder.concept_mut(id.as_str()) {
            // In a list of levels only, a row may be about what others stand below.
            Some(concept) if !layout.has_label => {
                if is_above && layout.tells_no_kind() {
                    concept.kind = slot.kind.unwrap_or(ConceptKind::Group);
                }
            }
            // Of two groups with one code one is misspelt.
            Some(_) if ids.iter().flatten().any(|other| *other == id) => {
                let what =
                    format!("{id} goes by another name before, too: {:?}", slot.path.join(" / "));
                issues.warning(
                    "two-names",
                    place(),
                    what,
                    "write it alike; it is another label now",
                );
                for label in &slot.labels {
                    let label = Label { kind: LabelKind::Alternative, ..label.clone() };
                    builder.add_label(id.as_str(), label);
                }
            }
            Some(concept) => {
                let name = slot.labels.first();
                if !name
                    .is_some_and(|name| concept.labels.iter().any(|known| is_alike(known, name)))
                {
                    let what = format!(
                        "{id} is the id of the group {:?} and of another concept",
                        slot.path.join(" / ")
                    );
                    issues.error(
                        "duplicate-concept",
                        place(),
                        what,
                        "give one of them another code",
                    );
                    ids.push(None);
                    continue;
                }
            }
            None => {
                let mut concept = Concept::new(id.clone(), slot.kind.unwrap_or(ConceptKind::Group));
                concept.texts.clone_from(&slot.texts);
                concept.notations.clone_from(&slot.notations);
                builder.add(concept);
                for label in &slot.labels {
                    builder.add_label(id.as_str(), label.clone());
                }
            }
        }
        ids.push(Some(id));
    }
    let found = |slot: Option<usize>| slot.and_then(|slot| ids.get(slot)).and_then(Option::as_ref);
    for (slot, id) in slots.all.iter().zip(&ids) {
        below(builder, id.as_ref(), found(slot.parent));
    }
    for row in placed {
        below(builder, Some(&row.id), found(row.group));
    }
}

/// Puts a concept below another one that is not itself.
fn below(builder: &mut FrameworkBuilder, child: Option<&ConceptId>, parent: Option<&ConceptId>) {
    if let (Some(child), Some(parent)) = (child, parent)
        && child != parent
    {
        // Both ends were added before.
        let _ = builder.relate(child.as_str(), RelationKind::Broader, parent.as_str());
    }
}
