//! Names of columns and some rows -> what each column probably is, and how certain that is.
//!
//! # Why
//!
//! What a column is called says what it is in most lists, in some language; the values say it where the name does
//! not, and contradict it where it misleads: a "Title" that stands in fifty rows alike is not what the rows are
//! about. Of several columns that could name the row's concept the one with the most different values does,
//! and those that repeat theirs are the groups above it.

use std::collections::BTreeSet;

use crate::formats::code::is_iri;
use crate::formats::spreadsheet::ColumnRole;
use crate::formats::spreadsheet::ColumnRule;
use crate::formats::spreadsheet::FrameworkColumns;
use crate::formats::spreadsheet::naming::Named;
use crate::formats::spreadsheet::naming::NamingDoubt;
use crate::formats::spreadsheet::naming::namer;
use crate::formats::spreadsheet::words;
use crate::formats::spreadsheet::words::Said;
use crate::formats::spreadsheet::words::Thing;
use crate::model::Language;
use crate::text::language_of;

/// Certainty from which on a label column is believed without being confirmed.
pub(super) const SURE: f64 = 0.8;

/// Share of a column's values that have to be words for kinds.
const MOSTLY: f64 = 0.8;

/// Sample values shown of a column, and letters of each.
const SAMPLES: usize = 3;
const SAMPLE_LETTERS: usize = 60;

/// What the columns of a table probably are.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Guess {
    /// One rule for each column, in order.
    pub(super) columns: FrameworkColumns,
    /// How certain each is, 0 to 1.
    pub(super) certainties: Vec<f64>,
    /// Different values of each.
    pub(super) samples: Vec<Vec<String>>,
    /// How certain it is that a column names the rows' concepts; 0 where there is none.
    pub(super) certainty: f64,
    /// Why that is not certain.
    pub(super) doubt: Option<NamingDoubt>,
}

/// What the rows say of a column.
pub(super) struct Values<'a> {
    pub(super) filled: Vec<&'a str>,
    pub(super) distinct: BTreeSet<&'a str>,
}

impl Values<'_> {
    pub(super) fn distinct_share(&self) -> f64 {
        if self.filled.is_empty() {
            return 0.0;
        }
        self.distinct.len() as f64 / self.filled.len() as f64
    }

    fn share(&self, is_it: impl Fn(&str) -> bool) -> f64 {
        let n = self.distinct.iter().filter(|value| is_it(value)).count();
        if self.distinct.is_empty() { 0.0 } else { n as f64 / self.distinct.len() as f64 }
    }
}

/// Guesses from the header and the first rows, of which cells are trimmed.
pub(super) fn guess(header: &[String], rows: &[Vec<String>]) -> Guess {
    let said: Vec<Said> = header.iter().map(|name| words::said(name)).collect();
    let values: Vec<Values<'_>> = (0..header.len()).map(|column| values_of(rows, column)).collect();
    let named = namer(header, &said, &values);
    let mut rules = Vec::with_capacity(header.len());
    let mut certainties = Vec::with_capacity(header.len());
    for (column, name) in header.iter().enumerate() {
        let (mut rule, certainty) = rule_of(name, &said[column], &values[column], &named);
        if rule.separator.is_none() && rule.role.has_several() {
            rule.separator = separator_of(&values[column]);
        }
        rules.push(rule);
        certainties.push(certainty);
    }
    only_one_each(&mut rules, &mut certainties);
    tell_outline(&mut rules, &values);
    let fill_down = fills_down(&rules, rows);
    let kind = named.kind;
    let mut columns =
        FrameworkColumns { kind, fill_down, columns: rules, ..FrameworkColumns::default() };
    columns.framework.language = language(header, &columns.columns, &values).to_string();
    let samples = values.iter().map(samples_of).collect();
    Guess { columns, certainties, samples, certainty: named.certainty, doubt: named.doubt }
}

fn values_of(rows: &[Vec<String>], column: usize) -> Values<'_> {
    let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.trim());
    let filled: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
    let distinct = filled.iter().copied().collect();
    Values { filled, distinct }
}

fn samples_of(values: &Values<'_>) -> Vec<String> {
    let mut shown: Vec<&str> = Vec::new();
    for value in &values.filled {
        if shown.len() >= SAMPLES {
            break;
        }
        if !shown.contains(value) {
            shown.push(value);
        }
    }
    shown.into_iter().map(|value| shortened(value, SAMPLE_LETTERS)).collect()
}

/// The text on one line, at most so many letters of it.
pub(super) fn shortened(text: &str, n: usize) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.chars().count() <= n {
        return line;
    }
    let cut: String = line.chars().take(n.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

/// What one column is, and how certain that is.
fn rule_of(header: &str, said: &Said, values: &Values<'_>, named: &Named) -> (ColumnRule, f64) {
    let column = |role| ColumnRule { language: said.language, ..ColumnRule::new(header, role) };
    let property = |certainty| {
        if values.filled.is_empty() {
            return (ColumnRule::new(header, ColumnRole::Skip), 0.9);
        }
        if header.trim().is_empty() {
            return (ColumnRule::new(header, ColumnRole::Skip), 0.5);
        }
        let name = Some(words::snake_case(header)).filter(|name| !name.is_empty());
        (ColumnRule { name, ..ColumnRule::new(header, ColumnRole::Property) }, certainty)
    };
    if header.trim().is_empty() {
        return property(0.5);
    }
    let is_own =
        named.own.as_ref().is_some_and(|(thing, word)| said.thing == *thing && said.word == *word);
    let level = named.levels.get(&said.word).filter(|_| !said.word.is_empty());
    match (said.role, said.thing) {
        (Some(role), _) if level.is_some() && !is_own => {
            let (number, kind) = level.copied().unwrap_or_default();
            let kind = kind.filter(|_| role == ColumnRole::Label);
            (ColumnRule { level: Some(number), kind, ..column(role) }, 0.9)
        }
        (Some(ColumnRole::Kind), _) => {
            if values.share(|cell| words::kind(cell).is_some()) >= MOSTLY {
                (column(ColumnRole::Kind), 0.95)
            } else {
                property(0.7)
            }
        }
        (Some(ColumnRole::Status), _) => {
            if values.share(|cell| words::status(cell).is_some()) >= MOSTLY {
                (column(ColumnRole::Status), 0.95)
            } else {
                property(0.7)
            }
        }
        (Some(ColumnRole::Depth), _) => {
            if values.share(|cell| cell.parse::<u8>().is_ok()) >= 1.0 {
                (column(ColumnRole::Depth), 0.9)
            } else {
                property(0.5)
            }
        }
        (Some(ColumnRole::Mapping), _) => {
            let predicate = said.predicate;
            if values.share(is_iri) >= MOSTLY || values.filled.is_empty() {
                (ColumnRule { predicate, ..column(ColumnRole::Mapping) }, 0.95)
            } else {
                property(0.6)
            }
        }
        (Some(ColumnRole::Relation), _) => {
            (ColumnRule { relation: said.relation, ..column(ColumnRole::Relation) }, 0.9)
        }
        (Some(ColumnRole::Id | ColumnRole::Code), thing) if is_own || thing == Thing::Row => {
            (column(key_role(header, said, values)), 0.95)
        }
        // Another column names the rows better.
        (Some(ColumnRole::Label), Thing::Row) if !is_own => property(0.5),
        (Some(role), Thing::Row) => (column(role), 1.0),
        (Some(role), _) if is_own => (column(role), 0.95),
        _ if words::squeezed(header).starts_with("parent") => (column(ColumnRole::Parent), 0.9),
        _ if values.distinct.len() > 1
            && values.share(|cell| words::kind(cell).is_some()) >= 1.0 =>
        {
            (column(ColumnRole::Kind), 0.7)
        }
        _ => property(0.6),
    }
}

/// Whether what tells the rows apart makes their IRIs, or is a code that people know.
fn key_role(header: &str, said: &Said, values: &Values<'_>) -> ColumnRole {
    let is_uuid =
        |cell: &str| cell.len() == 36 && cell.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    if values.share(|cell| is_iri(cell) || is_uuid(cell)) >= MOSTLY {
        return ColumnRole::Id;
    }
    // What people call "ID" is mostly a code they know their entries by; what programs call so is not.
    let name = words::squeezed(header);
    let machine =
        ["uri", "iri", "url", "uuid", "guid", "identif", "canonical", "concept", "record"];
    let is_of_machines = machine.iter().any(|part| name.contains(part));
    if said.role == Some(ColumnRole::Id) && is_of_machines {
        ColumnRole::Id
    } else {
        ColumnRole::Code
    }
}

/// There is one id, one kind, one status, and one label for each language: the first of them. Several columns of
/// codes are several classifications.
fn only_one_each(rules: &mut [ColumnRule], certainties: &mut [f64]) {
    let mut seen: BTreeSet<(ColumnRole, Option<u8>, Option<Language>)> = BTreeSet::new();
    let is_code = |rule: &ColumnRule| rule.role == ColumnRole::Code && rule.level.is_none();
    let n_codes = rules.iter().filter(|rule| is_code(rule)).count();
    for (rule, certainty) in rules.iter_mut().zip(certainties) {
        let is_single = matches!(
            rule.role,
            ColumnRole::Id
                | ColumnRole::Kind
                | ColumnRole::Status
                | ColumnRole::Depth
                | ColumnRole::Outline
                | ColumnRole::Label
        );
        if is_single && !seen.insert((rule.role, rule.level, rule.language)) {
            if rule.role == ColumnRole::Label {
                rule.role = ColumnRole::Alternative;
            } else {
                rule.role = ColumnRole::Property;
                rule.name = Some(words::snake_case(&rule.header));
            }
            *certainty = 0.5;
        }
        if n_codes > 1 && is_code(rule) {
            rule.scheme = Some(rule.header.clone());
        }
    }
}

/// Codes such as `1`, `1.1`, `1.1.2` tell the hierarchy where nothing else does.
fn tell_outline(rules: &mut [ColumnRule], values: &[Values<'_>]) {
    let is_hierarchy = |rule: &ColumnRule| {
        rule.level.is_some()
            || matches!(rule.role, ColumnRole::Parent | ColumnRole::Depth | ColumnRole::Outline)
    };
    let is_told = |(rule, values): (&ColumnRule, &Values<'_>)| {
        is_hierarchy(rule) && !values.filled.is_empty()
    };
    if rules.iter().zip(values).any(is_told) {
        return;
    }
    let codes = rules.iter_mut().zip(values);
    for (rule, values) in codes.filter(|(rule, _)| rule.role == ColumnRole::Code) {
        let parted: Vec<&str> =
            values.distinct.iter().copied().filter(|code| code.contains('.')).collect();
        let has_parent = |code: &&&str| {
            code.match_indices('.').any(|(at, _)| values.distinct.contains(&code[..at]))
        };
        let n = parted.iter().filter(has_parent).count();
        if n > 0 && n * 3 >= parted.len() * 2 {
            rule.outline = true;
            return;
        }
    }
}

/// What keeps several values of a cell apart.
fn separator_of(values: &Values<'_>) -> Option<String> {
    let has = |sign: &str| values.filled.iter().any(|cell| cell.contains(sign));
    ["\n", "|", ";"].into_iter().find(|sign| has(sign)).map(str::to_owned)
}

/// Whether the topmost level stands only in the first row of each group.
fn fills_down(rules: &[ColumnRule], rows: &[Vec<String>]) -> bool {
    let is_level = |rule: &ColumnRule| rule.level.is_some() && rule.role == ColumnRole::Label;
    let Some(column) = rules.iter().position(is_level) else { return false };
    let cell =
        |row: &Vec<String>| row.get(column).map_or(String::new(), |cell| cell.trim().to_owned());
    let cells: Vec<String> = rows.iter().map(cell).collect();
    let filled: Vec<&String> = cells.iter().filter(|cell| !cell.is_empty()).collect();
    let is_begun = cells.first().is_some_and(|cell| !cell.is_empty());
    let is_repeated = filled.windows(2).any(|pair| pair[0] == pair[1]);
    is_begun && filled.len() < cells.len() && !is_repeated
}

fn language(header: &[String], rules: &[ColumnRule], values: &[Values<'_>]) -> Language {
    let mut text = String::new();
    for (rule, values) in rules.iter().zip(values) {
        if rule.language.is_none() && rule.role.has_language() {
            for value in values.distinct.iter().take(50) {
                text.push_str(value);
                text.push_str(". ");
            }
        }
    }
    language_of(&text).unwrap_or_else(|| words::header_language(header))
}
