//! The frameworks and samples that ship inside the binary.

use std::sync::Arc;

use crate::engine::Error;
use crate::formats;
use crate::formats::Bundle;
use crate::formats::Content;
use crate::formats::ReadOptions;
use crate::formats::Source;
use crate::model::Framework;

/// Whether an empty data folder is filled with the frameworks that ship with skillmap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Starter {
    /// It is.
    WhenEmpty,
    /// It stays empty.
    Never,
}

/// The tables, skills before the occupations that speak of them.
const TABLES: [(&str, &str); 3] = [
    ("starter-skills.csv", include_str!("../../taxonomies/starter-skills/concepts.csv")),
    ("starter-occupations.csv", include_str!("../../taxonomies/starter-occupations/concepts.csv")),
    (
        "college-competencies.csv",
        include_str!("../../taxonomies/college-competencies/concepts.csv"),
    ),
];

/// The frameworks that ship with skillmap.
pub(in crate::engine) fn frameworks() -> Result<Vec<Framework>, Error> {
    let mut frameworks = Vec::new();
    for (name, table) in TABLES {
        let source = Source::Bytes { name: name.to_owned(), bytes: Arc::from(table.as_bytes()) };
        let reading = formats::read(&Bundle::open(&[source])?, &ReadOptions::default())?;
        if let Content::Framework(framework) = reading.content {
            frameworks.push(*framework);
        }
    }
    Ok(frameworks)
}
