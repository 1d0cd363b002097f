//! SSSOM -> MappingSet.

use std::collections::BTreeSet;

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::code::is_iri;
use crate::formats::sssom::curies::Unexpanded;
use crate::formats::sssom::metadata;
use crate::formats::sssom::metadata::Metadata;
use crate::formats::sssom::metadata::RowSource;
use crate::formats::sssom::values;
use crate::formats::statement;
use crate::formats::table::Preamble;
use crate::formats::table::Row;
use crate::formats::table::Table;
use crate::limits;
use crate::model::ConceptId;
use crate::model::Justification;
use crate::model::Location;
use crate::model::Mapping;
use crate::model::MappingSet;
use crate::model::Predicate;

/// Whether a file that begins so is SSSOM: its YAML names prefixes or the set, or its header the columns.
pub(crate) fn is_head(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}');
    let slot = |line: &str| {
        let inner = line.trim_start_matches('"').trim_start_matches('#').trim_start();
        ["curie_map:", "mapping_set_id:"].iter().any(|slot| inner.starts_with(slot))
    };
    let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_marked = |line: &&str| line.starts_with('#') || line.starts_with("\"#");
    let mut header = None;
    for line in lines.by_ref() {
        if !is_marked(&line) {
            header = Some(line);
            break;
        }
        if slot(line) {
            return true;
        }
    }
    let Some(header) = header else { return false };
    let names: Vec<&str> =
        header.split(['\t', ',', ';']).map(|name| name.trim().trim_matches('"')).collect();
    let has = |name: &str| names.iter().any(|n| n.eq_ignore_ascii_case(name));
    let is_justified = has("mapping_justification") || has("match_type");
    has("predicate_id") && is_justified && (has("subject_id") || has("object_id"))
}

/// The mapping set in the bundle's one table.
///
/// Errors: there are several tables in the bundle, the header lacks a column, or no row could be read.
pub(crate) fn read(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
    counts: &mut Vec<TableCount>,
) -> Result<MappingSet, ReadError> {
    let file = table_of(bundle)?;
    let preamble = metadata::read_preamble(file)?;
    let mut about = Metadata::of(file.name(), &preamble.block, issues);
    if preamble.block.trim().is_empty()
        && let Some(beside) = metadata_beside(bundle)
    {
        let text =
            String::from_utf8_lossy(&beside.head(limits::MAPPING_METADATA_BYTES)?).into_owned();
        about = Metadata::of(beside.name(), &text, issues);
    }
    let mut table = Table::open(file, preamble.dialect, Preamble::Comments)?;
    let columns = Columns::of(&table)?;
    let mut rows = Rows::default();
    while let Some(row) = table.next_row(issues)? {
        rows.add(&row, &columns, &about, file.name(), issues);
    }
    let mut mappings = rows.mappings;
    if !rows.has_dates {
        let date = about.day("mapping_date", issues);
        for mapping in &mut mappings {
            mapping.date.clone_from(&date);
        }
    }
    counts.push(TableCount {
        file: file.name().to_owned(),
        rows: table.n_rows(),
        taken: mappings.len() as u64,
    });
    if mappings.is_empty() {
        let first = issues.kept().first().map(|issue| format!(" ({issue})")).unwrap_or_default();
        let what = format!("no row is usable{first}");
        let remedy = if about.prefixes.is_empty() {
            "declare its prefixes under curie_map in lines that begin with #"
        } else {
            "correct the rows; each needs subject_id, predicate_id and object_id"
        };
        return Err(ReadError::invalid(Location::file(file.name()), what, remedy));
    }
    statement::sort(&mut mappings);
    let mut set = about.into_set(mappings, rows.sources.map(Source::into_named), issues);
    options.apply_to_set(&mut set);
    Ok(set)
}

fn table_of(bundle: &Bundle) -> Result<&BundleFile, ReadError> {
    bundle.only(
        |file, head| !is_metadata(file) && is_head(head),
        "there are several SSSOM tables in it",
        "no file has the columns of SSSOM",
    )
}

fn is_metadata(file: &BundleFile) -> bool {
    let name = file.base_name().to_ascii_lowercase();
    matches!(name.rsplit('.').next(), Some("yml" | "yaml"))
}

fn metadata_beside(bundle: &Bundle) -> Option<&BundleFile> {
    bundle.files().iter().find(|file| is_metadata(file))
}

/// Where the slots stand.
struct Columns {
    subject_id: Option<usize>,
    subject_label: Option<usize>,
    subject_type: Option<usize>,
    predicate_id: Option<usize>,
    modifier: Option<usize>,
    object_id: Option<usize>,
    object_label: Option<usize>,
    object_type: Option<usize>,
    justification: Option<usize>,
    authors: [Option<usize>; 2],
    reviewers: [Option<usize>; 2],
    dates: [Option<usize>; 2],
    confidence: Option<usize>,
    comment: Option<usize>,
    sources: [[Option<usize>; 2]; 2],
}

impl Columns {
    fn of(table: &Table) -> Result<Self, ReadError> {
        let column = |name: &str| table.column(name);
        let sources = |side: &str| {
            [column(&format!("{side}_source")), column(&format!("{side}_source_version"))]
        };
        let old = |name: &str, old: &str| column(name).or_else(|| column(old));
        Ok(Self {
            subject_id: column("subject_id"),
            subject_label: column("subject_label"),
            subject_type: old("subject_type", "subject_term_type"),
            predicate_id: table.needed("predicate_id")?,
            modifier: column("predicate_modifier"),
            object_id: column("object_id"),
            object_label: column("object_label"),
            object_type: old("object_type", "object_term_type"),
            justification: old("mapping_justification", "match_type"),
            authors: [column("author_label"), column("author_id")],
            reviewers: [column("reviewer_label"), column("reviewer_id")],
            dates: [column("mapping_date"), column("review_date")],
            confidence: column("confidence"),
            comment: column("comment"),
            sources: [sources("subject"), sources("object")],
        })
    }
}

/// The statements so far, and what the rows say that belongs to the set.
#[derive(Default)]
struct Rows {
    mappings: Vec<Mapping>,
    met: BTreeSet<[u8; 32]>,
    has_dates: bool,
    sources: [Source; 2],
}

/// What the rows say of the framework of one side.
#[derive(Default)]
struct Source {
    named: Option<[String; 2]>,
    is_mixed: bool,
}

impl Source {
    fn see(&mut self, name: &str, version: &str) {
        let seen = [name.to_owned(), version.to_owned()];
        let first = self.named.get_or_insert_with(|| seen.clone());
        self.is_mixed |= *first != seen;
    }

    fn into_named(self) -> RowSource {
        match self.named {
            Some([name, version]) if !self.is_mixed => RowSource { name, version },
            _ => RowSource::default(),
        }
    }
}

impl Rows {
    fn add(
        &mut self,
        row: &Row,
        columns: &Columns,
        about: &Metadata,
        file: &str,
        issues: &mut Issues,
    ) {
        let place = || Location::line(file, row.line);
        let Some(mut mapping) = statement_of(row, columns, about, &place, issues) else { return };
        let first_of = |columns: [Option<usize>; 2]| {
            columns.into_iter().map(|c| row.get(c)).find(|cell| !cell.is_empty()).unwrap_or("")
        };
        let text = |column, n_bytes| statement::bounded(row.get(column), n_bytes);
        mapping.subject_label = text(columns.subject_label, limits::LABEL_BYTES);
        if mapping.object.is_some() {
            mapping.object_label = text(columns.object_label, limits::LABEL_BYTES);
        }
        mapping.comment = text(columns.comment, limits::TEXT_BYTES);
        let authors = statement::list(first_of(columns.authors)).join("; ");
        mapping.author = statement::bounded(&authors, limits::LABEL_BYTES);
        mapping.reviewers = statement::names(statement::list(first_of(columns.reviewers)));
        mapping.confidence = statement::confidence(row.get(columns.confidence), &place, issues);
        mapping.date = statement::day(first_of(columns.dates), &place, issues);
        self.has_dates |= !mapping.date.is_empty();
        for (source, [name, version]) in self.sources.iter_mut().zip(columns.sources) {
            source.see(row.get(name), row.get(version));
        }
        if self.met.insert(statement::digest(&mapping)) {
            self.mappings.push(mapping);
        } else {
            let what = "the row says again what an earlier row says";
            issues.note("repeated-mapping", place(), what, "remove one of the rows");
        }
    }
}

/// The bare statement of a row; nothing where it makes none that a mapping set can hold.
fn statement_of(
    row: &Row,
    columns: &Columns,
    about: &Metadata,
    place: &impl Fn() -> Location,
    issues: &mut Issues,
) -> Option<Mapping> {
    let kinds = [(columns.subject_type, "subject_type"), (columns.object_type, "object_type")];
    for (column, slot) in kinds {
        let kind = if column.is_some() { row.get(column) } else { about.value(slot) };
        if ["rdfs literal", "composed entity expression"].contains(&kind) {
            let what = format!("the {slot} is {kind}, which has no identifier of its own");
            let remedy = "nothing to do; only concepts with an identifier are mapped";
            issues.error("no-concept", place(), what, remedy);
            return None;
        }
    }
    let subject = match row.get(columns.subject_id) {
        "" => Err("the row names no subject"),
        curie if values::is_no_term(curie) => {
            Err("it is the object that has no counterpart; only subjects can be said to have none")
        }
        curie => Ok(curie),
    };
    let subject = subject
        .map_err(|what| issues.error("no-subject", place(), what, "nothing to do; it is left out"))
        .ok()?;
    let subject = concept(subject, "subject_id", about, place, issues)?;
    let predicate = predicate(row.get(columns.predicate_id), about, place, issues)?;
    let (predicate, object) = match row.get(columns.object_id) {
        "" => {
            issues.error("no-object", place(), "the row names no object", "complete the row");
            return None;
        }
        curie if values::is_no_term(curie) => (Predicate::NoMatch, None),
        curie => (predicate, Some(concept(curie, "object_id", about, place, issues)?)),
    };
    let justification = justification(row.get(columns.justification), place, issues);
    let is_negated = match row.get(columns.modifier) {
        "" => false,
        modifier if modifier.eq_ignore_ascii_case("not") => true,
        modifier => {
            let what = format!("{modifier:?} is not a predicate_modifier");
            issues.error("unknown-modifier", place(), what, "write Not or leave it empty");
            return None;
        }
    };
    Some(Mapping { is_negated, ..Mapping::new(subject, predicate, object, justification) })
}

/// The concept of a CURIE; what has no IRI is told.
fn concept(
    curie: &str,
    slot: &str,
    about: &Metadata,
    place: &impl Fn() -> Location,
    issues: &mut Issues,
) -> Option<ConceptId> {
    let iri = expanded(curie, slot, about, place, issues)?;
    ConceptId::new(iri)
        .map_err(|e| issues.error("bad-id", place(), e.to_string(), "correct the identifier"))
        .ok()
}

fn expanded(
    curie: &str,
    slot: &str,
    about: &Metadata,
    place: &impl Fn() -> Location,
    issues: &mut Issues,
) -> Option<String> {
    let (code, what, remedy) = match about.prefixes.expand(curie) {
        Ok(iri) => return Some(iri),
        Err(_) if is_iri(curie) => {
            let what = format!("the {slot} {curie:?} is a whole IRI");
            issues.note("iri-for-curie", place(), what, "write it with a prefix of curie_map");
            return Some(curie.to_owned());
        }
        Err(Unexpanded::Undeclared(prefix)) => (
            "undeclared-prefix",
            format!("the prefix {prefix:?} of the {slot} {curie:?} is not declared"),
            "add it to curie_map above the table",
        ),
        Err(Unexpanded::NoCurie) => (
            "bad-id",
            format!("the {slot} {curie:?} has no prefix"),
            "write it as prefix:name, with the prefix in curie_map",
        ),
    };
    issues.error(code, place(), what, remedy);
    None
}

fn predicate(
    curie: &str,
    about: &Metadata,
    place: &impl Fn() -> Location,
    issues: &mut Issues,
) -> Option<Predicate> {
    if curie.is_empty() {
        issues.error(
            "unknown-predicate",
            place(),
            "the row names no predicate",
            "complete the row",
        );
        return None;
    }
    let iri = expanded(curie, "predicate_id", about, place, issues)?;
    let predicate = values::predicate(&iri);
    if predicate.is_none() {
        let what = format!("the predicate {curie:?} is not one that mappings here can have");
        let remedy = "write skos:exactMatch, closeMatch, broadMatch, narrowMatch or relatedMatch";
        issues.error("unknown-predicate", place(), what, remedy);
    }
    predicate
}

fn justification(cell: &str, place: &impl Fn() -> Location, issues: &mut Issues) -> Justification {
    values::justification(cell).unwrap_or_else(|| {
        let what = match cell {
            "" => "the row has no mapping_justification".to_owned(),
            cell => format!("{cell:?} is not a justification"),
        };
        let remedy = "write one of SEMAPV; it is read as semapv:UnspecifiedMatching";
        issues.warning("unknown-justification", place(), what, remedy);
        Justification::UnspecifiedMatching
    })
}
