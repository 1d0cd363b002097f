//! A spreadsheet -> what its columns are taken for, to be looked at and corrected before it is imported.

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::import::given_columns;
use crate::formats::Bundle;
use crate::formats::ColumnRole;
use crate::formats::ColumnRule;
use crate::formats::FrameworkColumns;
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
    /// What a person says that each column is, in the order of the table: a role, or `as_read` for what it is taken for.
    /// Empty where nobody says anything.
    pub roles: Vec<String>,
}

/// What stands for a column that is left as it is taken.
const AS_READ: &str = "as_read";

impl ColumnsRequest {
    /// The roles that a person can give to a column without saying more about it.
    pub fn roles_offered() -> Vec<&'static str> {
        let needs_more = [ColumnRole::Relation, ColumnRole::Mapping];
        let roles = ColumnRole::ALL.into_iter().filter(|role| !needs_more.contains(role));
        roles.map(ColumnRole::name).collect()
    }
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
        let mut options = ReadOptions {
            key: request.key.clone(),
            framework_columns: given_columns(request.columns.as_deref())?,
            sheet: request.sheet.clone(),
            ..ReadOptions::default()
        };
        let mut shown = show_columns(&bundle, &options)?;
        if request.roles.iter().any(|role| role != AS_READ) {
            options.framework_columns = Some(corrected(&shown.toml, &request.roles)?);
            shown = show_columns(&bundle, &options)?;
        }
        Ok(ColumnsReply { shown })
    }
}

/// The columns with the roles that a person gave them.
fn corrected(toml: &str, roles: &[String]) -> Result<FrameworkColumns, Error> {
    let mut columns = given_columns(Some(toml))?.unwrap_or_default();
    let n = columns.columns.len();
    if roles.len() != n {
        let message = format!(
            "{} roles are given for {n} columns; give one for each, {AS_READ} where it is right",
            roles.len()
        );
        return Err(Error::invalid("roles", message));
    }
    for (rule, name) in columns.columns.iter_mut().zip(roles).filter(|(_, name)| *name != AS_READ) {
        let role = ColumnRole::ALL.into_iter().find(|role| role.name() == name);
        let role = role.filter(|role| ColumnsRequest::roles_offered().contains(&role.name()));
        let Some(role) = role else {
            let known = ColumnsRequest::roles_offered().join(", ");
            let message = format!("{name:?} is not a role; give {AS_READ} or one of {known}");
            return Err(Error::invalid("roles", message));
        };
        if rule.role != role {
            let separator = rule.separator.take();
            let language = rule.language;
            *rule = ColumnRule { language, separator, ..ColumnRule::new(&rule.header, role) };
        }
    }
    Ok(columns)
}
