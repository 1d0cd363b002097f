//! Tables of relations -> arrows between the concepts read before.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::TableCount;
use crate::formats::esco::concepts::ESCO;
use crate::formats::esco::concepts::ISCO;
use crate::formats::esco::merge::Members;
use crate::formats::esco::survive;
use crate::formats::esco::tables::EscoTable;
use crate::formats::esco::tables::TableKind;
use crate::formats::table::Dialect;
use crate::formats::table::Preamble;
use crate::formats::table::Row;
use crate::formats::table::Table;
use crate::model::ConceptKind;
use crate::model::FrameworkBuilder;
use crate::model::Location;
use crate::model::Notation;
use crate::model::Relation;
use crate::model::RelationKind;

/// Schemes that hold a whole pillar, by the end of their IRI.
const PILLARS: [&str; 4] = ["/skills", "/member-skills", "/occupations", "/member-occupations"];

/// What one table says.
#[derive(Default)]
struct RelationTable {
    relations: Vec<Relation>,
    /// Rows of which an end is not a concept of the release.
    dangling: Vec<Dangling>,
    /// Position of a group and its code, with the line.
    codes: Vec<(u32, Box<str>, u64)>,
    n_rows: u64,
    taken: u64,
    issues: Issues,
    error: Option<ReadError>,
}

struct Dangling {
    line: u64,
    /// Subject, kind and object as the row writes them: what several languages repeat is told once.
    row: String,
    missing: String,
}

/// Reads all tables of relations in parallel and draws their arrows in the order of the tables' names.
pub(super) fn read(
    tables: &[EscoTable<'_>],
    builder: &mut FrameworkBuilder,
    issues: &mut Issues,
    counts: &mut Vec<TableCount>,
) -> Result<(), ReadError> {
    let is_wanted =
        |t: &&EscoTable<'_>| !matches!(t.kind, TableKind::Concepts | TableKind::Schemes);
    let wanted: Vec<&EscoTable<'_>> = tables.iter().filter(is_wanted).collect();
    let concepts = &*builder;
    let parsed: Vec<RelationTable> =
        wanted.par_iter().map(|table| parse(table, concepts)).collect();
    let mut told = FxHashSet::default();
    for (table, parsed) in wanted.into_iter().zip(parsed) {
        let file = table.file.name();
        issues.append(parsed.issues);
        if let Some(error) = parsed.error {
            survive(error, issues)?;
        }
        for relation in parsed.relations {
            builder.relate_positions(relation);
        }
        for dangling in parsed.dangling {
            if told.insert(dangling.row) {
                let what = format!("{} is not a concept of this release", dangling.missing);
                let remedy = "nothing to do if its table is missing or the publisher withdrew it";
                let place = Location::line(file, dangling.line);
                issues.error("dangling-relation", place, what, remedy);
            }
        }
        for (position, code, line) in parsed.codes {
            add_code(builder, position, code, issues, || Location::line(file, line));
        }
        let (rows, taken) = (parsed.n_rows, parsed.taken);
        counts.push(TableCount { file: file.to_owned(), rows, taken });
    }
    relate_isco_groups(builder);
    Ok(())
}

/// Draws who stands in which collection, for schemes that the release describes and that are not a pillar.
pub(super) fn relate_members(members: &Members, builder: &mut FrameworkBuilder) {
    let collection = |iri: &str| {
        let position = builder.position(iri)?;
        let concept = builder.concepts().get(position as usize)?;
        let is_pillar = PILLARS.iter().any(|end| iri.ends_with(end));
        let is_named = !concept.labels.is_empty() && concept.kind == ConceptKind::Collection;
        (is_named && !is_pillar).then_some(position)
    };
    let collections: Vec<Option<u32>> = members.schemes.iter().map(|iri| collection(iri)).collect();
    for (subject, scheme) in &members.pairs {
        if let Some(Some(object)) = collections.get(*scheme as usize) {
            let kind = RelationKind::MemberOf;
            builder.relate_positions(Relation { subject: *subject, kind, object: *object });
        }
    }
}

/// Puts occupations without any broader concept below their ISCO group.
fn relate_isco_groups(builder: &mut FrameworkBuilder) {
    let mut has_broader = vec![false; builder.len()];
    for relation in builder.relations().iter().filter(|r| r.kind == RelationKind::Broader) {
        if let Some(flag) = has_broader.get_mut(relation.subject as usize) {
            *flag = true;
        }
    }
    let mut missing = Vec::new();
    for ((subject, concept), has_broader) in (0u32..).zip(builder.concepts()).zip(has_broader) {
        if has_broader || concept.kind != ConceptKind::Occupation {
            continue;
        }
        let code = concept.notations.iter().find(|n| n.scheme.as_ref() == ISCO).map(|n| &n.code);
        let group = |code| builder.position(&format!("http://data.europa.eu/esco/isco/C{code}"));
        if let Some(object) = code.and_then(group) {
            missing.push(Relation { subject, kind: RelationKind::Broader, object });
        }
    }
    for relation in missing {
        builder.relate_positions(relation);
    }
}

fn add_code(
    builder: &mut FrameworkBuilder,
    position: u32,
    code: Box<str>,
    issues: &mut Issues,
    place: impl Fn() -> Location,
) {
    let Some(id) = builder.concepts().get(position as usize).map(|c| c.id.clone()) else { return };
    let Some(concept) = builder.concept_mut(id.as_str()) else { return };
    match concept.notations.iter().find(|n| n.scheme.as_ref() == ESCO) {
        None => concept.notations.push(Notation { scheme: ESCO.into(), code }),
        Some(known) if known.code == code => {}
        Some(known) => {
            let what = format!("{id} has the code {} elsewhere, {code} here", known.code);
            let remedy = "the first stands; compare the two tables";
            issues.warning("conflicting-data", place(), what, remedy);
        }
    }
}

fn parse(source: &EscoTable<'_>, concepts: &FrameworkBuilder) -> RelationTable {
    let mut out = RelationTable::default();
    let outcome = match source.kind {
        TableKind::Hierarchy => parse_hierarchy(source, concepts, &mut out),
        TableKind::CollectionMembers => parse_members(source, concepts, &mut out),
        _ => parse_relations(source, concepts, &mut out),
    };
    out.error = outcome.err();
    out
}

fn parse_relations(
    source: &EscoTable<'_>,
    concepts: &FrameworkBuilder,
    out: &mut RelationTable,
) -> Result<(), ReadError> {
    let mut table = Table::open(source.file, Dialect::Comma, Preamble::Nothing)?;
    let (subject, object) = match source.kind {
        TableKind::Broader => ("conceptUri", "broaderUri"),
        TableKind::OccupationSkills => ("occupationUri", "skillUri"),
        _ => ("originalSkillUri", "relatedSkillUri"),
    };
    let (subject, object) = (table.needed(subject)?, table.needed(object)?);
    let relation_type = table.column("relationType");
    while let Some(row) = table.next_row(&mut out.issues)? {
        out.n_rows += 1;
        let kind = match (source.kind, row.get(relation_type)) {
            (TableKind::Broader, _) => RelationKind::Broader,
            (_, "essential") => RelationKind::Essential,
            (_, "optional") => RelationKind::Optional,
            (_, other) => {
                let what = format!("the relation type is {other:?}");
                let place = Location::line(source.file.name(), row.line);
                out.issues.error("unknown-relation", place, what, "write essential or optional");
                continue;
            }
        };
        let (subject, object) = (row.get(subject), row.get(object));
        match (concepts.position(subject), concepts.position(object)) {
            (Some(subject), Some(object)) => {
                out.relations.push(Relation { subject, kind, object });
                out.taken += 1;
            }
            (known, _) => {
                let missing = if known.is_none() { subject } else { object };
                out.dangling.push(Dangling {
                    line: row.line,
                    row: format!("{subject} {kind} {object}"),
                    missing: missing.chars().take(200).collect(),
                });
            }
        }
    }
    Ok(())
}

/// Each row of the hierarchy introduces the concept of its deepest level and tells its code.
fn parse_hierarchy(
    source: &EscoTable<'_>,
    concepts: &FrameworkBuilder,
    out: &mut RelationTable,
) -> Result<(), ReadError> {
    let mut table = Table::open(source.file, Dialect::Comma, Preamble::Nothing)?;
    let levels: Vec<(Option<usize>, Option<usize>)> = (0..4)
        .map(|n| {
            (table.column(&format!("Level {n} URI")), table.column(&format!("Level {n} code")))
        })
        .collect();
    while let Some(row) = table.next_row(&mut out.issues)? {
        out.n_rows += 1;
        let cells = |(iri, code): &(Option<usize>, Option<usize>)| (row.get(*iri), row.get(*code));
        let deepest = levels.iter().rev().map(cells).find(|(iri, _)| !iri.is_empty());
        let Some((iri, code)) = deepest else { continue };
        let Some(position) = known(concepts, iri, source, &row, &mut out.issues) else { continue };
        out.taken += 1;
        if !code.is_empty() {
            out.codes.push((position, code.into(), row.line));
        }
    }
    Ok(())
}

/// The members of a collection are only counted: `inScheme` of the concepts says the same.
fn parse_members(
    source: &EscoTable<'_>,
    concepts: &FrameworkBuilder,
    out: &mut RelationTable,
) -> Result<(), ReadError> {
    let mut table = Table::open(source.file, Dialect::Comma, Preamble::Nothing)?;
    let id = table.needed("conceptUri")?;
    while let Some(row) = table.next_row(&mut out.issues)? {
        out.n_rows += 1;
        if known(concepts, row.get(id), source, &row, &mut out.issues).is_some() {
            out.taken += 1;
        }
    }
    Ok(())
}

fn known(
    concepts: &FrameworkBuilder,
    iri: &str,
    source: &EscoTable<'_>,
    row: &Row,
    issues: &mut Issues,
) -> Option<u32> {
    let position = concepts.position(iri);
    if position.is_none() {
        let iri: String = iri.chars().take(200).collect();
        let what = format!("{iri} is not a concept of this release");
        let remedy = "nothing to do if its table is missing or the publisher withdrew it";
        let place = Location::line(source.file.name(), row.line);
        issues.error("unknown-concept", place, what, remedy);
    }
    position
}
