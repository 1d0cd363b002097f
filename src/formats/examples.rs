//! A table of confirmed examples -> texts with the concept given to each.

use crate::formats::Bundle;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::table::Dialect;
use crate::formats::table::Preamble;
use crate::formats::table::Table;
use crate::model::Location;

/// Columns that hold the text, and those that hold the concept; the first there is counts.
const TEXTS: [&str; 3] = ["text", "title", "vacancyTitle"];
const CONCEPTS: [&str; 3] = ["concept", "conceptUri", "esco_code"];

/// The texts of CSV files and the IRI, code or label that each was given, in the order of the rows. A row that
/// lacks either is noted and left out.
///
/// Errors: [`ReadError`] when a file cannot be read or has no such columns.
pub fn read_examples(
    bundle: &Bundle,
    issues: &mut Issues,
) -> Result<Vec<(String, String)>, ReadError> {
    let mut examples = Vec::new();
    for file in bundle.files() {
        let mut table = Table::open(file, Dialect::Comma, Preamble::Nothing)?;
        let column = |names: [&str; 3]| match names.iter().find_map(|name| table.column(name)) {
            Some(column) => Ok(Some(column)),
            None => table.needed(names[0]),
        };
        let (text, concept) = (column(TEXTS)?, column(CONCEPTS)?);
        while let Some(row) = table.next_row(issues)? {
            let (text, concept) = (row.get(text), row.get(concept));
            if text.is_empty() || concept.is_empty() {
                let place = Location::line(file.name(), row.line);
                let remedy = "give both the text and its concept";
                issues.warning("blank-cell", place, "the row has no text or no concept", remedy);
                continue;
            }
            examples.push((text.to_owned(), concept.to_owned()));
        }
    }
    Ok(examples)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Source;

    #[test]
    fn a_row_with_both_is_an_example_and_another_is_noted() {
        let csv = "concept,text\nurn:a,cook\n,baker\n29-1141,\"nurse, ward\"\n";
        let source = Source::Bytes { name: "e.csv".into(), bytes: csv.as_bytes().into() };
        let mut issues = Issues::default();
        let found = read_examples(&Bundle::open(&[source]).unwrap(), &mut issues).unwrap();
        let expected = [("cook", "urn:a"), ("nurse, ward", "29-1141")];
        assert_eq!(found, expected.map(|(text, concept)| (text.to_owned(), concept.to_owned())));
        assert_eq!(issues.kept().len(), 1);
    }
}
