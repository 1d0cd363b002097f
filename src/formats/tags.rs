//! A file of tags, as a batch writes it <-> the concepts in it, and the same file with others in their place.
//!
//! # Why
//! Only what is replaced is written anew: all other bytes of a file stay as they are, numbers and unknown columns too.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::formats::ReadError;
use crate::formats::csv_line;
use crate::limits;
use crate::model::ConceptId;
use crate::model::Location;

/// A concept as files of tags have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagConcept {
    /// Its IRI.
    pub id: ConceptId,
    /// Its label.
    pub label: String,
    /// What sort of thing it is.
    pub kind: &'static str,
    /// Whether it may still be used.
    pub status: &'static str,
    /// Short name of its framework.
    pub framework: String,
    /// Version of its release.
    pub version: String,
}

/// Old concepts, each with those that take its place.
pub type Substitutes = BTreeMap<ConceptId, Vec<TagConcept>>;

/// How a file of tags is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    Ndjson,
}

/// How often each concept is a tag in a file, or the same thing as one.
///
/// Errors: the file is no table with a column `concept` and no NDJSON with `tags`, or beyond its bound.
pub fn tagged_concepts(name: &str, text: &str) -> Result<BTreeMap<ConceptId, u64>, ReadError> {
    let mut found: BTreeMap<ConceptId, u64> = BTreeMap::new();
    let mut count = |id: &str| {
        if let Ok(id) = ConceptId::new(id) {
            *found.entry(id).or_default() += 1;
        }
    };
    match form(name, text)? {
        Form::Csv => {
            let table = Table::read(name, text)?;
            for row in &table.rows {
                count(table.cell(row, "concept"));
                same(table.cell(row, "same_as")).for_each(&mut count);
            }
        }
        Form::Ndjson => {
            for (number, line) in (1..).zip(text.lines()) {
                for tag in tags(name, number, line)? {
                    for concept in std::iter::once(tag.concept).chain(tag.same_as) {
                        count(&id_of(name, number, concept)?);
                    }
                }
            }
        }
    }
    Ok(found)
}

/// The file with other concepts in the place of some, and how many tags are other ones. A concept with several in its place
/// becomes several tags; of two tags of a text that become one and the same the first stays, and none is added that
/// the text has already. Tags that are not replaced stay as they are.
///
/// Errors: as [`tagged_concepts`].
pub fn with_substitutes(
    name: &str,
    text: &str,
    by: &Substitutes,
) -> Result<(String, u64), ReadError> {
    match form(name, text)? {
        Form::Csv => Ok(Table::read(name, text)?.with(by)),
        Form::Ndjson => {
            let (mut out, mut n_changed) = (String::with_capacity(text.len()), 0);
            for (number, line) in (1..).zip(text.split_inclusive('\n')) {
                let bare = line.trim_end_matches(['\r', '\n']);
                match row_with(name, number, bare, by)? {
                    None => out.push_str(line),
                    Some((row, n)) => {
                        out.push_str(&row);
                        out.push_str(&line[bare.len()..]);
                        n_changed += n;
                    }
                }
            }
            Ok((out, n_changed))
        }
    }
}

fn form(name: &str, text: &str) -> Result<Form, ReadError> {
    let place = || Location::file(name);
    if text.len() > limits::TAGS_BYTES {
        let what = format!("it has {} bytes, the limit is {}", text.len(), limits::TAGS_BYTES);
        return Err(ReadError::too_large(place(), what, "cut it into parts"));
    }
    let head = text.trim_start_matches('\u{feff}');
    let first = head.lines().next().unwrap_or_default();
    if first.trim_start().starts_with('{') {
        return Ok(Form::Ndjson);
    }
    if first.split(',').any(|cell| cell.trim_matches('"') == "concept") {
        return Ok(Form::Csv);
    }
    let what = "it is no file of tags: neither a CSV with a column concept nor NDJSON";
    Err(ReadError::invalid(place(), what, "name an output of skillmap batch"))
}

/// Between values of one cell.
const SEPARATOR: &str = " | ";

fn same(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(SEPARATOR).filter(|id| !id.is_empty())
}

/// A CSV of tags: a row is one tag.
struct Table<'a> {
    text: &'a str,
    columns: BTreeMap<String, usize>,
    rows: Vec<TableRow>,
}

struct TableRow {
    cells: csv::StringRecord,
    /// Its bytes in the text, line end included.
    place: Range<usize>,
}

impl<'a> Table<'a> {
    fn read(name: &str, text: &'a str) -> Result<Self, ReadError> {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let (mut columns, mut rows) = (BTreeMap::new(), Vec::new());
        let mut cells = csv::StringRecord::new();
        let mut start = 0;
        loop {
            let is_more = reader.read_record(&mut cells).map_err(|e| {
                let line = e.position().map_or(1, csv::Position::line);
                let remedy = "repair the row, or write the file again";
                ReadError::invalid(Location::line(name, line), e.to_string(), remedy)
            })?;
            let mut end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
            // The reader leaves the second half of a line end to the next row.
            let bytes = text.as_bytes();
            if bytes.get(end.wrapping_sub(1)) == Some(&b'\r') && bytes.get(end) == Some(&b'\n') {
                end += 1;
            }
            if !is_more {
                return Ok(Self { text, columns, rows });
            }
            if start == 0 {
                let named = |(at, cell): (usize, &str)| {
                    (cell.trim_start_matches('\u{feff}').to_owned(), at)
                };
                columns = cells.iter().enumerate().map(named).collect();
            } else {
                rows.push(TableRow { cells: cells.clone(), place: start..end });
            }
            start = end;
        }
    }

    fn cell<'r>(&self, row: &'r TableRow, column: &str) -> &'r str {
        self.columns.get(column).and_then(|at| row.cells.get(*at)).unwrap_or_default()
    }

    fn with(&self, by: &Substitutes) -> (String, u64) {
        let head = self.rows.first().map_or(self.text.len(), |row| row.place.start);
        let mut out = self.text[..head].to_owned();
        let mut n_changed = 0;
        // A text's rows stand one below the other; where no column says which text it is, each row is one.
        let has_lines = self.columns.contains_key("line");
        let is_same_text =
            |a: &TableRow, b: &TableRow| has_lines && self.cell(a, "line") == self.cell(b, "line");
        for rows in self.rows.chunk_by(is_same_text) {
            // What is not replaced stays, whatever stands beside it.
            let kept = rows.iter().map(|row| self.cell(row, "concept"));
            let mut seen: BTreeSet<&str> = kept.filter(|id| !by.contains_key(*id)).collect();
            for row in rows {
                let others: Vec<&str> = same(self.cell(row, "same_as")).collect();
                let substitutes = by.get(self.cell(row, "concept"));
                if substitutes.is_none() && !others.iter().any(|id| by.contains_key(*id)) {
                    out.push_str(&self.text[row.place.clone()]);
                    continue;
                }
                n_changed += 1;
                let same_as = replaced_ids(&others, by).join(SEPARATOR);
                let Some(substitutes) = substitutes else {
                    out.push_str(&self.line(row, None, &same_as));
                    continue;
                };
                for substitute in substitutes {
                    if seen.insert(substitute.id.as_str()) {
                        out.push_str(&self.line(row, Some(substitute), &same_as));
                    }
                }
            }
        }
        (out, n_changed)
    }

    fn line(&self, row: &TableRow, by: Option<&TagConcept>, same_as: &str) -> String {
        let mut cells: Vec<&str> = row.cells.iter().collect();
        let mut set = |column: &str, value| {
            if let Some(cell) = self.columns.get(column).and_then(|at| cells.get_mut(*at)) {
                *cell = value;
            }
        };
        set("same_as", same_as);
        if let Some(by) = by {
            set("concept", by.id.as_str());
            set("label", &by.label);
            set("kind", by.kind);
            set("framework", &by.framework);
            set("version", &by.version);
        }
        let line = String::from_utf8_lossy(&csv_line(&cells)).into_owned();
        // The line end of the row itself.
        let end = if self.text[row.place.clone()].ends_with("\r\n") { "\r\n" } else { "\n" };
        format!("{}{end}", line.trim_end_matches(['\r', '\n']))
    }
}

fn replaced_ids(ids: &[&str], by: &Substitutes) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for id in ids {
        let new: Vec<String> = match by.get(*id) {
            Some(substitutes) => substitutes.iter().map(|s| s.id.to_string()).collect(),
            None => vec![(*id).to_owned()],
        };
        for id in new {
            if !all.contains(&id) {
                all.push(id);
            }
        }
    }
    all
}

/// A row of NDJSON; what is not named here is left alone.
#[derive(Deserialize)]
struct Row<'a> {
    #[serde(borrow, default)]
    tags: Option<Vec<&'a RawValue>>,
}

#[derive(Deserialize)]
struct RawTag<'a> {
    #[serde(borrow)]
    concept: &'a RawValue,
    #[serde(borrow, default)]
    same_as: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct RawConcept {
    id: String,
}

fn at(name: &str, number: u64, e: &serde_json::Error) -> ReadError {
    let remedy = "name an output of skillmap batch";
    ReadError::invalid(Location::line(name, number), e.to_string(), remedy)
}

fn raw_tags<'a>(name: &str, number: u64, line: &'a str) -> Result<Vec<&'a RawValue>, ReadError> {
    if line.trim().is_empty() {
        return Ok(Vec::new());
    }
    let line = line.trim_start_matches('\u{feff}');
    let row: Row<'a> = serde_json::from_str(line).map_err(|e| at(name, number, &e))?;
    Ok(row.tags.unwrap_or_default())
}

fn tags<'a>(name: &str, number: u64, line: &'a str) -> Result<Vec<RawTag<'a>>, ReadError> {
    let read =
        |tag: &'a RawValue| serde_json::from_str(tag.get()).map_err(|e| at(name, number, &e));
    raw_tags(name, number, line)?.into_iter().map(read).collect()
}

fn id_of(name: &str, number: u64, concept: &RawValue) -> Result<String, ReadError> {
    let concept: RawConcept =
        serde_json::from_str(concept.get()).map_err(|e| at(name, number, &e))?;
    Ok(concept.id)
}

/// The row with other concepts, and how many of its tags are others; nothing where all of it stays.
fn row_with(
    name: &str,
    number: u64,
    line: &str,
    by: &Substitutes,
) -> Result<Option<(String, u64)>, ReadError> {
    let raw = raw_tags(name, number, line)?;
    let read = tags(name, number, line)?;
    let (mut written, mut n_changed) = (Vec::new(), 0);
    let ids = read.iter().map(|parts| id_of(name, number, parts.concept));
    let ids = ids.collect::<Result<Vec<String>, ReadError>>()?;
    // What is not replaced stays, whatever stands beside it.
    let kept = ids.iter().map(String::as_str).filter(|id| !by.contains_key(*id));
    let mut seen: BTreeSet<&str> = kept.collect();
    for ((tag, parts), id) in raw.iter().zip(&read).zip(&ids) {
        let mut changes: Vec<(Range<usize>, String)> = Vec::new();
        for same in &parts.same_as {
            if let Some(substitutes) = by.get(id_of(name, number, same)?.as_str()) {
                let all: Vec<String> = substitutes.iter().map(json).collect();
                changes.push((place_in(tag.get(), same.get()), all.join(",")));
            }
        }
        let substitutes = by.get(id.as_str());
        n_changed += u64::from(!changes.is_empty() || substitutes.is_some());
        let Some(substitutes) = substitutes else {
            written.push(changed(tag.get(), changes));
            continue;
        };
        for substitute in substitutes {
            let mut changes = changes.clone();
            changes.push((place_in(tag.get(), parts.concept.get()), json(substitute)));
            if seen.insert(substitute.id.as_str()) {
                written.push(changed(tag.get(), changes));
            }
        }
    }
    let (Some(first), Some(last)) = (raw.first(), raw.last()) else { return Ok(None) };
    if n_changed == 0 {
        return Ok(None);
    }
    let place = place_in(line, first.get()).start..place_in(line, last.get()).end;
    let mut out = line.to_owned();
    out.replace_range(place, &written.join(","));
    Ok(Some((out, n_changed)))
}

/// Where a part of a text stands in it: parts are borrowed from it, not copied.
fn place_in(whole: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize);
    start..start + part.len()
}

/// The text with others in those places, which do not overlap.
fn changed(text: &str, mut changes: Vec<(Range<usize>, String)>) -> String {
    let mut text = text.to_owned();
    // From the end to the beginning: what stands before stays where it is.
    changes.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
    for (place, by) in changes {
        text.replace_range(place, &by);
    }
    text
}

fn json(concept: &TagConcept) -> String {
    let text = |value: &str| serde_json::Value::from(value).to_string();
    format!(
        r#"{{"id":{},"label":{},"kind":{},"status":{},"framework":{},"version":{}}}"#,
        text(concept.id.as_str()),
        text(&concept.label),
        text(concept.kind),
        text(concept.status),
        text(&concept.framework),
        text(&concept.version)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> ConceptId {
        ConceptId::new(format!("urn:{name}")).unwrap()
    }

    fn by(pairs: &[(&str, &[&str])]) -> Substitutes {
        let concept = |name: &&str| TagConcept {
            id: id(name),
            label: format!("the {name}"),
            kind: "skill",
            status: "active",
            framework: "made".into(),
            version: "2".into(),
        };
        pairs.iter().map(|(old, new)| (id(old), new.iter().map(concept).collect())).collect()
    }

    const CSV: &str = "line,id,rank,score,concept,label,kind,framework,version,words,because,same_as,error\r\n\
        1,c,1,0.90,urn:a,\"old, a\",skill,made,1,w,b,urn:x | urn:b,\r\n\
        1,c,2,0.8,urn:b,old b,skill,made,1,w,b,,\r\n\
        2,d,,,,,,,,,,,\r\n\
        3,e,1,0.7,urn:c,c,skill,made,1,\"x\ny\",b,,\r\n";

    #[test]
    fn a_table_of_tags_keeps_every_other_byte() {
        let found = tagged_concepts("t.csv", CSV).unwrap();
        let n: Vec<(String, u64)> = found.into_iter().map(|(id, n)| (id.to_string(), n)).collect();
        let expected = [("urn:a", 1), ("urn:b", 2), ("urn:c", 1), ("urn:x", 1)];
        assert_eq!(n, expected.map(|(id, n)| (id.to_owned(), n)));
        assert_eq!(with_substitutes("t.csv", CSV, &by(&[])).unwrap(), (CSV.to_owned(), 0));
        let (text, n) = with_substitutes("t.csv", CSV, &by(&[("b", &["n"])])).unwrap();
        assert_eq!(n, 2);
        assert!(
            text.contains("1,c,1,0.90,urn:a,\"old, a\",skill,made,1,w,b,urn:x | urn:n,\r\n"),
            "{text}"
        );
        assert!(text.contains("1,c,2,0.8,urn:n,the n,skill,made,2,w,b,,\r\n"), "{text}");
        assert!(
            text.ends_with("2,d,,,,,,,,,,,\r\n3,e,1,0.7,urn:c,c,skill,made,1,\"x\ny\",b,,\r\n")
        );
        // Two of a row that become one; one that becomes two.
        let (merged, _) =
            with_substitutes("t.csv", CSV, &by(&[("a", &["n"]), ("b", &["n"])])).unwrap();
        assert_eq!(merged.matches(",urn:n,the n,").count(), 1, "{merged}");
        let (split, _) = with_substitutes("t.csv", CSV, &by(&[("c", &["p", "q"])])).unwrap();
        assert_eq!(split.matches("3,e,1,0.7,").count(), 2, "{split}");
    }

    #[test]
    fn what_is_not_replaced_stays_whatever_stands_beside_it() {
        for (text, expected, n_changed) in [
            // No column says of which text a row is.
            (
                "id,concept\n1,urn:b\n2,urn:c\n3,urn:c\n4,urn:z\n5,urn:z\n",
                "id,concept\n1,urn:c\n2,urn:c\n3,urn:c\n4,urn:z\n5,urn:z\n",
                1,
            ),
            (
                "line,concept\n1,urn:z\n1,urn:z\n1,urn:b\n1,urn:c\n2,urn:b\n",
                "line,concept\n1,urn:z\n1,urn:z\n1,urn:c\n2,urn:c\n",
                2,
            ),
        ] {
            let replaced = with_substitutes("t.csv", text, &by(&[("b", &["c"])])).unwrap();
            assert_eq!(replaced, (expected.to_owned(), n_changed), "{text}");
        }
        let tag = |name: &str| {
            format!(r#"{{"concept":{{"id":"urn:{name}","kind":"skill"}},"same_as":[]}}"#)
        };
        let text = format!("{{\"tags\":[{},{},{}]}}\n", tag("z"), tag("z"), tag("b"));
        let (out, n) = with_substitutes("t", &text, &by(&[("b", &["z"])])).unwrap();
        assert_eq!((out, n), (format!("{{\"tags\":[{},{}]}}\n", tag("z"), tag("z")), 1));
    }

    #[test]
    fn rows_of_ndjson_keep_every_other_byte() {
        let concept = |name: &str| {
            format!(
                r#"{{"id":"urn:{name}","label":"{name}","kind":"skill","status":"active","framework":"made","version":"1"}}"#
            )
        };
        let text = format!(
            "{{\"line\":1, \"id\":\"c\",\"tags\":[{{\"concept\":{},\"score\":0.10,\"new\":1e2,\"same_as\":[{},{}]}} , {{\"concept\":{}}}]}}\n\n{{\"line\":2,\"error\":\"no text\"}}\n",
            concept("a"),
            concept("x"),
            concept("b"),
            concept("b")
        );
        assert_eq!(tagged_concepts("t.ndjson", &text).unwrap()[&id("b")], 2);
        assert_eq!(with_substitutes("t", &text, &by(&[("z", &["n"])])).unwrap(), (text.clone(), 0));
        let (out, n) =
            with_substitutes("t", &text, &by(&[("a", &["m"]), ("b", &["n", "o"])])).unwrap();
        assert_eq!(n, 2);
        let new = by(&[("all", &["m", "n", "o"])]);
        let new: Vec<String> = new[&id("all")].iter().map(json).collect();
        let expected = format!(
            "{{\"line\":1, \"id\":\"c\",\"tags\":[{{\"concept\":{},\"score\":0.10,\"new\":1e2,\"same_as\":[{},{},{}]}},{{\"concept\":{}}},{{\"concept\":{}}}]}}\n\n{{\"line\":2,\"error\":\"no text\"}}\n",
            new[0],
            concept("x"),
            new[1],
            new[2],
            new[1],
            new[2]
        );
        assert_eq!(out, expected);
    }

    #[test]
    fn what_is_no_file_of_tags_is_told() {
        for (text, told) in [
            ("", "no file of tags"),
            ("a,b\n1,2\n", "no file of tags"),
            ("{\"tags\": 1}", "line 1"),
            ("{\"tags\": [{\"score\": 1}]}", "line 1"),
            ("{\"line\":1}\n{", "line 2"),
        ] {
            let error = tagged_concepts("t.csv", text).unwrap_err().to_string();
            assert!(error.contains(told), "{text:?}: {error}");
        }
    }
}
