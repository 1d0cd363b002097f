//! A spreadsheet -> what its columns are taken for, with samples and the first rows as they would be read.

use schemars::JsonSchema;
use serde::Serialize;

use crate::formats::Bundle;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::links::Links;
use crate::formats::recognise::refuse_old_excel;
use crate::formats::spreadsheet::ColumnRule;
use crate::formats::spreadsheet::FrameworkColumns;
use crate::formats::spreadsheet::guess::Guess;
use crate::formats::spreadsheet::guess::shortened;
use crate::formats::spreadsheet::identity;
use crate::formats::spreadsheet::naming::NamingDoubt;
use crate::formats::spreadsheet::read::List;
use crate::formats::spreadsheet::read::list;
use crate::formats::spreadsheet::source;
use crate::formats::spreadsheet::source::Place;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::Issue;
use crate::model::Language;
use crate::model::RelationKind;
use crate::model::Severity;

/// Rows shown as they would be read.
const ROWS: usize = 5;

/// Issues shown.
const ISSUES: usize = 20;

/// Facts of a row that are shown, and values of each: enough to see whether a column is understood.
const FACTS: usize = 5;
const VALUES: usize = 3;

/// Letters of a value in a remark.
const REMARK_LETTERS: usize = 60;

/// What a spreadsheet is taken for.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ShownColumns {
    /// The file.
    pub file: String,
    /// The sheet of a workbook; empty of another file.
    pub sheet: String,
    /// All its sheets.
    pub sheets: Vec<String>,
    /// What each column is taken for, in the order of the table.
    pub columns: Vec<ShownColumn>,
    /// How certain it is that the rows are concepts and which column names them, 0 to 1.
    pub certainty: f64,
    /// Why that is not certain; empty where it is.
    pub doubt: String,
    /// The same as facts.
    pub doubt_facts: Option<NamingDoubt>,
    /// Concepts it would make, groups among them.
    pub n_concepts: u64,
    /// Rows that make one.
    pub n_rows: u64,
    /// Cells and rows that would be left out.
    pub n_refused: u64,
    /// The first rows as they would be read.
    pub rows: Vec<ShownRow>,
    /// The first issues.
    pub issues: Vec<Issue>,
    /// The columns as a file, to be corrected and given back.
    pub toml: String,
}

/// What a column is taken for.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ShownColumn {
    /// Its name.
    pub header: String,
    /// What it is taken for, in a few words (`label (de)`).
    pub taken_for: String,
    /// The same as facts.
    pub rule: ColumnRule,
    /// How certain that is, 0 to 1; 1 where it was given.
    pub certainty: f64,
    /// Three different values of it.
    pub samples: Vec<String>,
}

/// A row as it would be read.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ShownRow {
    /// Its line or row in the table.
    pub line: u64,
    /// The concept's IRI.
    pub id: String,
    /// Its kind.
    pub kind: &'static str,
    /// Its label.
    pub label: String,
    /// Labels of what stands above it, the first of them.
    pub broader: Vec<String>,
    /// What else is read, the first of it: `code A.1`, `description ...`, `... and 7 more`.
    pub further: Vec<String>,
}

/// What the columns of the bundle's one table are: as given, else as guessed.
///
/// Errors: it is no table, there are several files, or what is given does not fit.
pub fn show(bundle: &Bundle, options: &ReadOptions) -> Result<ShownColumns, ReadError> {
    let file = source::only_file(bundle)?;
    refuse_old_excel(file)?;
    let given = options.framework_columns.as_ref().filter(|given| !given.columns.is_empty());
    let sheet = options.sheet.as_deref().or(given.map(|given| given.sheet.as_str())).unwrap_or("");
    let found = source::find(file, sheet)?;
    let mut columns = given.unwrap_or(&found.guess.columns).clone();
    let sheets = source::sheets(file)?;
    let sheet = match &found.place {
        Place::Sheet(name) => name.clone(),
        Place::Text(_) => String::new(),
    };
    columns.sheet.clone_from(&sheet);
    complete(&mut columns, file.name(), options)?;
    let mut issues = Issues::default();
    let read = list(
        file,
        &found.place,
        &columns,
        options,
        (&mut issues, &mut Vec::new(), &mut Links::default()),
    );
    // Where nothing names the concepts the columns are shown all the same: to be corrected.
    let list = match read {
        Ok(list) => Some(list),
        Err(error) if given.is_some() => return Err(error),
        Err(_) => None,
    };
    let language = Language::new(&columns.framework.language).unwrap_or(Language::ENGLISH);
    let rows = list.as_ref().map(|list| shown_rows(list, language)).unwrap_or_default();
    let shown = shown_columns(&columns, given.map(|_| &columns), &found.guess);
    let doubt = found.guess.doubt.filter(|_| given.is_none());
    let remarks: Vec<Vec<String>> = shown.iter().map(remarks).collect();
    let refused = issues.counts().into_iter().filter(|count| count.severity == Severity::Error);
    Ok(ShownColumns {
        file: file.name().to_owned(),
        sheet,
        sheets,
        certainty: if given.is_some() { 1.0 } else { found.guess.certainty },
        doubt: doubt.as_ref().map(ToString::to_string).unwrap_or_default(),
        doubt_facts: doubt,
        n_concepts: list.as_ref().map_or(0, |list| list.framework.concepts().len() as u64),
        n_rows: list.as_ref().map_or(0, |list| list.rows.len() as u64),
        n_refused: refused.map(|count| count.count).sum(),
        rows,
        issues: issues.kept().iter().take(ISSUES).cloned().collect(),
        toml: columns.to_toml(&remarks),
        columns: shown,
    })
}

/// Writes down what would be taken where nothing is said, so that it can be corrected.
fn complete(
    columns: &mut FrameworkColumns,
    file: &str,
    options: &ReadOptions,
) -> Result<(), ReadError> {
    let release = identity::release(&columns.framework, file, options)?;
    let facts = &mut columns.framework;
    facts.id = release.framework.to_string();
    (facts.key, facts.title, facts.version) = (release.key, release.title, release.version);
    facts.licence = release.licence.name;
    columns.kind = columns.kind.or(Some(crate::model::ConceptKind::Skill));
    Ok(())
}

fn shown_columns(
    columns: &FrameworkColumns,
    given: Option<&FrameworkColumns>,
    guess: &Guess,
) -> Vec<ShownColumn> {
    let of_header = |header: &str| {
        let mut rules = guess.columns.columns.iter();
        let at = rules.position(|rule| rule.header.trim() == header.trim());
        at.and_then(|at| guess.samples.get(at)).cloned().unwrap_or_default()
    };
    let shown = columns.columns.iter().enumerate().map(|(position, rule)| ShownColumn {
        header: rule.header.clone(),
        taken_for: rule.words(),
        rule: rule.clone(),
        certainty: match given {
            Some(_) => 1.0,
            None => guess.certainties.get(position).copied().unwrap_or_default(),
        },
        samples: match given {
            Some(_) => of_header(&rule.header),
            None => guess.samples.get(position).cloned().unwrap_or_default(),
        },
    });
    shown.collect()
}

fn remarks(column: &ShownColumn) -> Vec<String> {
    let values = column.samples.iter().map(|value| shortened(value, REMARK_LETTERS));
    let values = values.collect::<Vec<_>>().join(" | ");
    let values = if values.is_empty() { "no value".to_owned() } else { values };
    vec![format!("{:.0} % certain: {values}", column.certainty * 100.0)]
}

fn shown_rows(list: &List, language: Language) -> Vec<ShownRow> {
    let framework = &list.framework;
    let rows = list.rows.iter().take(ROWS);
    rows.filter_map(|(line, id)| shown_row(framework, *line, id, language)).collect()
}

fn shown_row(
    framework: &Framework,
    line: u64,
    id: &ConceptId,
    language: Language,
) -> Option<ShownRow> {
    let position = framework.position(id.as_str())?;
    let concept = framework.concepts().get(position)?;
    let of = |kind: RelationKind| {
        let own = framework
            .relations()
            .iter()
            .filter(move |r| r.subject as usize == position && r.kind == kind);
        own.filter_map(|r| framework.concepts().get(r.object as usize))
    };
    let parents = of(RelationKind::Broader);
    let broader = parents.take(VALUES).map(|parent| parent.label(language).to_owned()).collect();
    Some(ShownRow {
        line,
        id: id.to_string(),
        kind: concept.kind.name(),
        label: shortened(concept.label(language), REMARK_LETTERS),
        broader,
        further: further(concept),
    })
}

fn further(concept: &Concept) -> Vec<String> {
    let codes = concept.notations.iter().map(|n| (n.scheme.to_string(), n.code.to_string()));
    let labels = concept.labels.iter().skip(1).map(|label| {
        (format!("{} label ({})", label.kind.name(), label.language), label.text.to_string())
    });
    let texts = (concept.texts.iter())
        .map(|t| (format!("{} ({})", t.kind.name(), t.language), t.text.to_string()));
    let facts = concept.properties.iter().map(|p| (p.name.to_string(), p.value.to_string()));
    first_of_each(codes.chain(labels).chain(texts).chain(facts))
}

/// The first values of the first facts, and how many there are beside them.
fn first_of_each(facts: impl Iterator<Item = (String, String)>) -> Vec<String> {
    let mut names: Vec<(String, usize)> = Vec::new();
    let (mut shown, mut n_more) = (Vec::new(), 0);
    for (name, value) in facts {
        let at = names.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            names.push((name.clone(), 0));
            names.len() - 1
        });
        let n = names.get_mut(at).map(|(_, n)| {
            *n += 1;
            *n
        });
        if at < FACTS && n.is_some_and(|n| n <= VALUES) {
            shown.push(shortened(&format!("{name} {value}"), REMARK_LETTERS));
        } else {
            n_more += 1;
        }
    }
    if n_more > 0 {
        shown.push(format!("... and {n_more} more"));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_row_with_hundreds_of_values_a_few_are_shown_and_the_rest_is_counted() {
        let facts = (0..100)
            .flat_map(|value| (0..7).map(move |name| (format!("fact {name}"), format!("{value}"))));
        let shown = first_of_each(facts);
        assert_eq!(shown.len(), FACTS * VALUES + 1, "{shown:?}");
        assert_eq!((shown[0].as_str(), shown[5].as_str()), ("fact 0 0", "fact 0 1"));
        assert_eq!(shown.last().map(String::as_str), Some("... and 685 more"));
    }
}
