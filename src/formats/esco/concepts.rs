//! One table of concepts -> its rows, each made a concept.

use std::iter;

use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::esco::merge::Members;
use crate::formats::esco::tables::EscoTable;
use crate::formats::esco::tables::TableKind;
use crate::formats::table::Dialect;
use crate::formats::table::Preamble;
use crate::formats::table::Row;
use crate::formats::table::Table;
use crate::limits;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Location;
use crate::model::Notation;
use crate::model::Property;
use crate::model::Status;
use crate::model::Text;
use crate::model::TextKind;
use crate::model::property;

/// The scheme of ESCO's own codes.
pub(super) const ESCO: &str = "ESCO";
/// The scheme of the international classification of occupations.
pub(super) const ISCO: &str = "ISCO-08";
/// Whether a profession is regulated: ESCO gives the IRI of its answer.
const REGULATED: &str = "regulated_profession";

/// The rows of one table, each made a concept.
#[derive(Default)]
pub(super) struct ConceptTable {
    /// Its usable rows.
    pub(super) rows: Vec<ConceptRow>,
    /// The schemes that its rows name; [`ConceptRow::schemes`] counts in them.
    pub(super) members: Members,
    /// Rows without the header, usable or not.
    pub(super) n_rows: u64,
    /// What was found wrong.
    pub(super) issues: Issues,
    /// Why it could not be read on.
    pub(super) error: Option<ReadError>,
}

/// One row.
pub(super) struct ConceptRow {
    /// Where it stands.
    pub(super) line: u64,
    /// What it describes, in the table's language.
    pub(super) concept: Concept,
    /// Whether the row has a status at all: some tables lack the column.
    pub(super) says_status: bool,
    /// The schemes that it is in.
    pub(super) schemes: Vec<u32>,
}

/// Where the columns of a table of concepts stand.
struct Columns {
    id: Option<usize>,
    concept_type: Option<usize>,
    skill_type: Option<usize>,
    status: Option<usize>,
    isco_group: Option<usize>,
    code: Option<usize>,
    preferred: Option<usize>,
    alternative: Option<usize>,
    hidden: Option<usize>,
    texts: [(TextKind, Option<usize>); 3],
    regulated: Option<usize>,
    properties: [(&'static str, Option<usize>); 2],
    in_scheme: Option<usize>,
}

/// The rows of that table, up to where it can be read.
pub(super) fn parse(source: &EscoTable<'_>) -> ConceptTable {
    let mut out = ConceptTable::default();
    if let Err(error) = parse_rows(source, &mut out) {
        out.error = Some(error);
    }
    out
}

fn parse_rows(source: &EscoTable<'_>, out: &mut ConceptTable) -> Result<(), ReadError> {
    let mut table = Table::open(source.file, Dialect::Comma, Preamble::Nothing)?;
    let id_name = if source.kind == TableKind::Schemes { "conceptSchemeUri" } else { "conceptUri" };
    let columns = Columns {
        id: table.needed(id_name)?,
        concept_type: table.column("conceptType"),
        skill_type: table.column("skillType"),
        status: table.column("status"),
        isco_group: table.column("iscoGroup"),
        code: table.column("code"),
        preferred: table.needed("preferredLabel")?,
        alternative: table.column("altLabels"),
        hidden: table.column("hiddenLabels"),
        texts: [
            (TextKind::Description, table.column("description")),
            (TextKind::Definition, table.column("definition")),
            (TextKind::ScopeNote, table.column("scopeNote")),
        ],
        regulated: table.column("regulatedProfessionNote"),
        properties: [
            (property::REUSE_LEVEL, table.column("reuseLevel")),
            (property::MODIFIED, table.column("modifiedDate")),
        ],
        in_scheme: table.column("inScheme"),
    };
    let language = source.language.unwrap_or(Language::UNKNOWN);
    let file = source.file.name();
    while let Some(row) = table.next_row(&mut out.issues)? {
        out.n_rows += 1;
        let place = || Location::line(file, row.line);
        let id = match ConceptId::new(row.get(columns.id)) {
            Ok(id) => id,
            Err(e) => {
                out.issues.error("bad-id", place(), e.to_string(), "check the quotes of this row");
                continue;
            }
        };
        let Some(kind) = kind_of(&row, &columns, &id, &place, &mut out.issues) else {
            let what = format!("{:?} is not a type of concept", row.get(columns.concept_type));
            out.issues.error("unknown-type", place(), what, "check the quotes of this row");
            continue;
        };
        let mut concept = Concept::new(id, kind);
        concept.status = status_of(row.get(columns.status), &place, &mut out.issues);
        name(&mut concept, &row, &columns, language, &place, &mut out.issues);
        describe(&mut concept, &row, &columns, language, &place, &mut out.issues);
        let named = row.get(columns.in_scheme).split([',', '\n', '|']).map(str::trim);
        let schemes = named.filter(|s| !s.is_empty()).map(|iri| out.members.scheme(iri)).collect();
        let says_status = !row.get(columns.status).is_empty();
        out.rows.push(ConceptRow { line: row.line, concept, says_status, schemes });
    }
    Ok(())
}

fn kind_of(
    row: &Row,
    columns: &Columns,
    id: &ConceptId,
    place: &impl Fn() -> Location,
    issues: &mut Issues,
) -> Option<ConceptKind> {
    let is_below = |part: &str| id.as_str().contains(part);
    Some(match row.get(columns.concept_type) {
        "Occupation" => ConceptKind::Occupation,
        "SkillGroup" | "ISCOGroup" => ConceptKind::Group,
        "ConceptScheme" => ConceptKind::Collection,
        "KnowledgeSkillCompetence" => match row.get(columns.skill_type) {
            "knowledge" => ConceptKind::Knowledge,
            "skill/competence" => ConceptKind::Skill,
            other => {
                let what = format!("the skill type is {other:?}; it is read as a skill");
                let remedy = "nothing to do; the publisher left it open";
                issues.warning("no-skill-type", place(), what, remedy);
                ConceptKind::Skill
            }
        },
        "" if is_below("/esco/occupation/") => ConceptKind::Occupation,
        "" if is_below("/esco/isco/") || is_below("/esco/isced-f/") => ConceptKind::Group,
        _ => return None,
    })
}

fn status_of(cell: &str, place: &impl Fn() -> Location, issues: &mut Issues) -> Status {
    match cell.to_ascii_lowercase().as_str() {
        "" | "released" => Status::Active,
        "deprecated" | "obsolete" | "withdrawn" | "rejected" | "replaced" => Status::Deprecated,
        _ => {
            let what = format!("the status is {cell:?}; it is read as active");
            let remedy = "expected: released, deprecated, obsolete, withdrawn";
            issues.warning("unknown-status", place(), what, remedy);
            Status::Active
        }
    }
}

fn name(
    concept: &mut Concept,
    row: &Row,
    columns: &Columns,
    language: Language,
    place: &impl Fn() -> Location,
    issues: &mut Issues,
) {
    if row.get(columns.preferred).is_empty() {
        let what = format!("{} has no preferred label in {language}", concept.id);
        let remedy = "nothing to do if another language names it";
        issues.warning("row-without-label", place(), what, remedy);
    }
    // One preferred label, even where its cell is broken over two lines; of the others, one per line.
    let preferred = row.get(columns.preferred).split_whitespace().collect::<Vec<_>>().join(" ");
    let others = [
        (LabelKind::Alternative, row.get(columns.alternative)),
        (LabelKind::Hidden, row.get(columns.hidden)),
    ];
    let others =
        others.iter().flat_map(|(kind, cell)| cell.lines().map(|text| (*kind, text.trim())));
    for (kind, text) in iter::once((LabelKind::Preferred, preferred.as_str())).chain(others) {
        if text.len() > limits::LABEL_BYTES {
            let what = format!("a label has {} bytes, at most {}", text.len(), limits::LABEL_BYTES);
            issues.error("too-long", place(), what, "check the quotes of this row");
        } else if !text.is_empty() {
            concept.labels.push(Label { kind, language, text: text.into() });
        }
    }
}

fn describe(
    concept: &mut Concept,
    row: &Row,
    columns: &Columns,
    language: Language,
    place: &impl Fn() -> Location,
    issues: &mut Issues,
) {
    for (kind, column) in columns.texts {
        add_text(concept, kind, row.get(column), language, place, issues);
    }
    let regulated = row.get(columns.regulated);
    if regulated.starts_with("http") && !regulated.contains(char::is_whitespace) {
        concept.properties.push(Property { name: REGULATED.into(), value: regulated.into() });
    } else {
        add_text(concept, TextKind::Note, regulated, language, place, issues);
    }
    for (name, column) in columns.properties {
        let value = row.get(column);
        if !value.is_empty() {
            concept.properties.push(Property { name: name.into(), value: value.into() });
        }
    }
    let is_isco_group = concept.id.as_str().contains("/isco/");
    let own = if is_isco_group { ISCO } else { ESCO };
    for (scheme, column) in [(ISCO, columns.isco_group), (own, columns.code)] {
        let code = row.get(column);
        if !code.is_empty() {
            concept.notations.push(Notation { scheme: scheme.into(), code: code.into() });
        }
    }
}

fn add_text(
    concept: &mut Concept,
    kind: TextKind,
    text: &str,
    language: Language,
    place: &impl Fn() -> Location,
    issues: &mut Issues,
) {
    if text.len() > limits::TEXT_BYTES {
        let what = format!("a text has {} bytes, at most {}", text.len(), limits::TEXT_BYTES);
        issues.error("too-long", place(), what, "check the quotes of this row");
    } else if !text.is_empty() {
        concept.texts.push(Text { kind, language, text: text.into() });
    }
}
