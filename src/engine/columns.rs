//! A spreadsheet -> what its columns are taken for, to be looked at and corrected before it is imported.

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::import::given_columns;
use crate::formats::Bundle;
use crate::formats::ReadOptions;
use crate::formats::ShownColumns;
use crate::formats::Source;
use crate::formats::show_columns;

/// Which file, and what is known of it already.
#[derive(Debug, Clone, Default)]
pub struct ColumnsRequest {
    /// The spreadsheet.
    pub sources: Vec<Source>,
    /// The sheet of a workbook: its name, or its number from 1; the first that looks like a list unless given.
    pub sheet: Option<String>,
    /// What the columns are, as TOML: then it is tried instead of guessed.
    pub columns: Option<String>,
    /// Short name of the framework.
    pub key: Option<String>,
}

/// What the columns are taken for.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct ColumnsReply {
    /// All that is told.
    pub shown: ShownColumns,
}

impl Engine {
    /// Guesses what each column of a spreadsheet is, or tries what is given; nothing is stored.
    ///
    /// Errors: it is no table, or what is given does not fit it.
    pub fn columns(request: &ColumnsRequest) -> Result<ColumnsReply, Error> {
        if request.sources.is_empty() {
            return Err(Error::invalid("sources", "nothing is named; name a spreadsheet"));
        }
        let bundle = Bundle::open(&request.sources)?;
        let options = ReadOptions {
            key: request.key.clone(),
            framework_columns: given_columns(request.columns.as_deref())?,
            sheet: request.sheet.clone(),
            ..ReadOptions::default()
        };
        Ok(ColumnsReply { shown: show_columns(&bundle, &options)? })
    }
}
