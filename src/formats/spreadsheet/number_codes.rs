//! Codes that are numbers in a workbook -> a warning: the zeros before them are gone.

use crate::formats::Issues;
use crate::formats::spreadsheet::ColumnRole;
use crate::formats::spreadsheet::FrameworkColumns;
use crate::formats::table::Table;
use crate::model::Location;

/// What is seen of a column of ids or codes.
pub(super) struct NumberCodes {
    /// Where it stands.
    pub(super) column: usize,
    header: String,
    n: u64,
    most: u64,
    /// The fewest and the most digits.
    digits: Option<(usize, usize)>,
}

impl NumberCodes {
    /// The columns of ids and codes of which cells are numbers.
    pub(super) fn of(columns: &FrameworkColumns, places: &[usize], table: &Table) -> Vec<Self> {
        let rules = columns.columns.iter().zip(places);
        let coded = rules.filter(|(rule, column)| {
            matches!(rule.role, ColumnRole::Id | ColumnRole::Code) && table.n_numbers(**column) > 0
        });
        let new = |(rule, column): (&super::ColumnRule, &usize)| Self {
            column: *column,
            header: rule.header.clone(),
            n: 0,
            most: 0,
            digits: None,
        };
        coded.map(new).collect()
    }

    pub(super) fn add(&mut self, cell: &str) {
        let Ok(number) = cell.parse::<u64>() else { return };
        let (fewest, most) = self.digits.unwrap_or((cell.len(), cell.len()));
        self.digits = Some((fewest.min(cell.len()), most.max(cell.len())));
        self.n += 1;
        self.most = self.most.max(number);
    }

    /// Told where they are of different lengths and do not only count the rows.
    pub(super) fn tell(&self, file: &str, issues: &mut Issues) {
        let Some((fewest, most)) = self.digits else { return };
        if fewest == most || self.most <= self.n.saturating_mul(2) {
            return;
        }
        let what = format!(
            "the codes of {:?} are numbers in the sheet, of {fewest} to {most} digits: zeros before them are lost, if there were any",
            self.header
        );
        let remedy = "if codes begin with 0, make the column one of text (or give it the format 0000) and correct them";
        issues.warning("number-codes", Location::file(file), what, remedy);
    }
}
