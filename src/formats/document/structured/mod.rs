//! Postings and courses written as JSON by a standard -> documents: schema.org and HR Open (JDX, position profiles).
//!
//! In: JSON (one object, a list, `@graph`, one object after another), or a web page with JSON-LD in its scripts.
//! Out: a document for each posting, occupation, course, program or learning resource. Steps: the objects are found
//! wherever they stand (`find`), `properties` says under which heading each of their properties is written, and
//! `values` turns what it holds (text, HTML, terms, requirements) into lines.
//!
//! # Why
//! The two vocabularies share most of their names, and their objects mix in practice; so there is one table of
//! properties. Names are taken without their namespace, because the same property is written `skills`,
//! `schema:skills` and `http://schema.org/skills`. The organization that hires is left out: it names no skills of
//! the job. Codes of terms are left out, too: a document is a text, and has no place for them.

mod find;
mod properties;
mod values;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::document::DocumentFormat;
use crate::formats::document::DocumentReading;
use crate::formats::document::catalogue::check_count;
use crate::formats::document::catalogue::finish;
use crate::formats::document::html;
use crate::model::Location;

/// Bytes of JSON looked at to recognise it: what an object is stands near its beginning.
const HEAD_BYTES: usize = 1_048_576;

/// Whether a text is such JSON, or a web page that seems to have some in its scripts.
pub(super) fn recognise(text: &str) -> Option<DocumentFormat> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with(['{', '[']) {
        return find::vocabulary(&text[..text.floor_char_boundary(HEAD_BYTES)]);
    }
    let is_page = text.starts_with('<') && text.contains("ld+json");
    is_page.then(|| find::vocabulary(text)).flatten()
}

/// Reads the file; nothing where it is a web page without any such object.
///
/// Errors: it is no JSON, there are too many documents, or none of them has a text.
pub(super) fn read(
    name: &str,
    text: &str,
    format: DocumentFormat,
) -> Result<Option<DocumentReading>, ReadError> {
    let mut issues = Issues::default();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let is_page = text.starts_with('<');
    let mut values = Vec::new();
    if is_page {
        for (number, script) in (1..).zip(html::linked_data(text)) {
            match parsed(&script) {
                Ok(found) => values.extend(found),
                Err(error) => issues.error(
                    "not-json",
                    Location::file(name),
                    format!("the JSON-LD of script {number} is broken ({error})"),
                    "correct it; the rest of the page is read",
                ),
            }
        }
    } else {
        values = parsed(text).map_err(|error| {
            let location = Location::line(name, u64::try_from(error.line()).unwrap_or(u64::MAX));
            ReadError::invalid(location, error.to_string(), "correct the JSON")
        })?;
    }
    let found = find::objects(&values);
    if found.is_empty() {
        if is_page {
            return Ok(None);
        }
        let what = "it holds no posting, occupation, course, program or learning resource";
        let remedy = "say what its objects are (@type), or import it if it is a framework";
        return Err(ReadError::invalid(Location::file(name), what, remedy));
    }
    let named = find::Named::of(&values);
    let mut columns = Vec::new();
    let mut gathered = Vec::new();
    for object in found {
        check_count(name, gathered.len())?;
        gathered.push(properties::gathered(object, &named, &mut columns));
    }
    if is_page && gathered.iter().all(crate::formats::document::fields::Gathered::is_empty) {
        return Ok(None);
    }
    finish(name, format, gathered, columns, issues).map(Some)
}

/// The JSON values of a text, one after another; control characters inside strings, which JSON forbids and pages
/// have, are read as blanks.
fn parsed(text: &str) -> Result<Vec<Value>, serde_json::Error> {
    let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let text = text.trim().trim_start_matches("//<![CDATA[").trim_end_matches("//]]>");
    let text = text.trim().trim_end_matches(';');
    let all = |text: &str| -> Result<Vec<Value>, serde_json::Error> {
        serde_json::Deserializer::from_str(text).into_iter().collect()
    };
    all(text).or_else(|error| {
        if !error.to_string().contains("control character") {
            return Err(error);
        }
        all(&text.replace(|c: char| c.is_control(), " "))
    })
}
