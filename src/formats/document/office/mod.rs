//! A Word document or an OpenDocument text -> its text in the manner of Markdown.
//!
//! In: the bytes of the file, a zip of XML parts. Out: its title, where a paragraph is styled as one, and its text:
//! headings behind `#`, list items behind `- `, rows of tables as lines, notes at the end. Steps: the parts are
//! unpacked within their bound, `xml` walks through them without a tree, `styles` tells which paragraphs of a Word
//! document are headings, `word` and `odt` say what each element means, `paper` writes it down.
//!
//! What a reader of the page does not see is left out: tracked deletions, comments, hidden text, tables of contents,
//! the headers and footers of pages.

mod xml;
mod paper;
mod styles;
mod word;
mod odt;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::Cursor;
use std::io::Read as _;

use zip::ZipArchive;

use crate::formats::ReadError;
use crate::formats::document::DocumentFormat;
use crate::formats::document::office::paper::Paper;
use crate::limits;
use crate::model::Location;

/// The parts of a file.
type Parts<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// Which of the two an archive is, if one.
pub(super) fn recognise(bytes: &[u8]) -> Option<DocumentFormat> {
    let mut parts = ZipArchive::new(Cursor::new(bytes)).ok()?;
    if main_part(&parts).is_some() {
        return Some(DocumentFormat::Docx);
    }
    let mut kind = String::new();
    let entry = parts.by_name("mimetype").ok()?;
    entry.take(100).read_to_string(&mut kind).ok()?;
    kind.starts_with("application/vnd.oasis.opendocument.text").then_some(DocumentFormat::Odt)
}

/// The title and the text of a file.
///
/// Errors: a part is missing, damaged, no XML, beyond its bound, or declares entities.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    format: DocumentFormat,
) -> Result<(String, String), ReadError> {
    let mut parts =
        ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(name, &e.to_string()))?;
    let mut paper = Paper::default();
    if format == DocumentFormat::Odt {
        let content = needed(name, &mut parts, "content.xml")?;
        odt::read(name, &content, &mut paper)?;
        return Ok(paper.finish());
    }
    let main = main_part(&parts).unwrap_or_else(|| "word/document.xml".to_owned());
    let styles = match part(name, &mut parts, "word/styles.xml")? {
        Some(text) => styles::read(name, &text)?,
        None => styles::Styles::default(),
    };
    let content = needed(name, &mut parts, &main)?;
    word::read(name, &main, &content, &styles, &mut paper)?;
    for notes in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(text) = part(name, &mut parts, notes)? {
            paper.begin_notes();
            word::read(name, notes, &text, &styles, &mut paper)?;
        }
    }
    Ok(paper.finish())
}

/// The main part of a Word document; some programs number it.
fn main_part(parts: &Parts<'_>) -> Option<String> {
    let is_main = |name: &&str| {
        let rest = name.strip_prefix("word/document").and_then(|rest| rest.strip_suffix(".xml"));
        rest.is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
    };
    parts.file_names().flatten().filter(|name| is_main(&name.as_ref())).min().map(Cow::into_owned)
}

fn needed(name: &str, parts: &mut Parts<'_>, wanted: &str) -> Result<String, ReadError> {
    part(name, parts, wanted)?.ok_or_else(|| damaged(name, &format!("it has no {wanted}")))
}

/// A part as text; nothing where there is none of that name. What it claims about its size is not believed.
fn part(name: &str, parts: &mut Parts<'_>, wanted: &str) -> Result<Option<String>, ReadError> {
    let entry = match parts.by_name(wanted) {
        Ok(entry) => entry,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(damaged(name, &error.to_string())),
    };
    let by_ratio = entry.compressed_size().saturating_mul(limits::UNPACK_RATIO).max(1 << 20);
    let bound = by_ratio.min(limits::DOCUMENT_PART_BYTES);
    let mut unpacked = Vec::new();
    entry
        .take(bound + 1)
        .read_to_end(&mut unpacked)
        .map_err(|e| damaged(name, &format!("{wanted}: {e}")))?;
    if unpacked.len() as u64 > bound {
        let what = format!("{wanted} in it unpacks to more than {bound} bytes");
        let remedy = "do not trust this document; save its text anew";
        return Err(ReadError::too_large(Location::file(name), what, remedy));
    }
    let text = String::from_utf8(unpacked)
        .map_err(|_| damaged(name, &format!("{wanted} in it is not UTF-8")))?;
    Ok(Some(text))
}

fn damaged(name: &str, reason: &str) -> ReadError {
    let what = format!("the document cannot be read ({reason})");
    ReadError::invalid(Location::file(name), what, "save it again as .docx or .odt")
}
