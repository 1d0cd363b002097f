//! Any list of concepts in a spreadsheet -> Framework: CSV, tab-separated, Excel or OpenDocument.
//!
//! In: a table with a row for each concept. Steps: `source` finds the list in the file (the sheet, the signs between
//! cells, the header), [`FrameworkColumns`] says what each column is: `guess` tells it from names (`words`) and
//! values (`naming`), people see it, correct it and keep it as a TOML file (`columns`); `rows` makes a concept of each row and
//! refuses with number and reason what is none; `levels` finds its groups; `hierarchy` puts them below each other: by a column that names
//! the parent, by columns of levels, by depth, by blanks before the label or by outline numbers; `read` does all
//! of it. Read only: skillmap's own table is the one that is written.
//!
//! # Why
//!
//! A concept keeps its IRI when the list is imported again: it is made of the row's id, else of its code, else of
//! its label, never of its place in the table.

mod columns;
mod vocabulary;
mod words;
mod naming;
mod guess;
mod source;
mod identity;
mod rows;
mod levels;
mod number_codes;
mod hierarchy;
mod read;
mod show;

pub use columns::ColumnRole;
pub use columns::ColumnRule;
pub use columns::FrameworkColumns;
pub use columns::FrameworkFacts;
pub use naming::NamingDoubt;
pub use show::ShownColumn;
pub use show::ShownColumns;
pub use show::ShownRow;
pub use show::show;

pub(crate) use read::is_in;
pub(crate) use read::read;
pub(crate) use read::why_not;
