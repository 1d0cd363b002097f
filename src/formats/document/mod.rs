//! Bytes -> documents: plain text, Markdown, HTML, Word, OpenDocument and PDF; postings and courses as schema.org and
//! HR Open write them; catalogues of many (CSV, TSV, XLSX, JSON, NDJSON).
//!
//! In: one file. Out: its documents as plain text, with what each is called, and how the file was read. The format
//! is recognised by its content, never by its name. HTML becomes text in the manner of Markdown (`# ` before
//! headings, `- ` before list items), so that a reader of the text sees the same sections; plain text and Markdown
//! stay as they are. The fields of a catalogue are put under headings of their own. Sections and passages are cut
//! later, by tagging.

mod html;
mod fields;
mod catalogue;
mod records;
mod structured;
mod office;
mod pdf;

pub use pdf::PdfReader;
pub use pdf::answer as answer_pdf;

use schemars::JsonSchema;
use serde::Serialize;

use crate::formats::Issues;
use crate::formats::ReadError;
use crate::limits;
use crate::model::Document;
use crate::model::Location;

/// A format of documents. The set is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentFormat {
    /// Text without marks.
    Text,
    /// Text with the marks of Markdown.
    Markdown,
    /// A web page, or a piece of one.
    Html,
    /// A table with commas, one row for each document or each outcome.
    Csv,
    /// A table with tabs.
    Tsv,
    /// The first sheet of a workbook.
    Xlsx,
    /// One JSON object on each line.
    Ndjson,
    /// A JSON array of objects.
    Json,
    /// JSON-LD in the vocabulary of schema.org, as a file or in the scripts of a web page.
    SchemaOrg,
    /// JSON of HR Open: JDX postings and job descriptions, position openings and profiles.
    HrOpen,
    /// A Word document.
    Docx,
    /// An OpenDocument text.
    Odt,
    /// A PDF file with a text layer.
    Pdf,
}

impl DocumentFormat {
    /// Its name on screens and in replies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Xlsx => "xlsx",
            Self::Ndjson => "ndjson",
            Self::Json => "json",
            Self::SchemaOrg => "schema_org",
            Self::HrOpen => "hr_open",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Pdf => "pdf",
        }
    }

    /// Whether a file of it has to be read before there is a text, or may hold many.
    pub fn is_read(self) -> bool {
        !matches!(self, Self::Text | Self::Markdown | Self::Html)
    }

    /// The format of these bytes.
    pub fn recognise(bytes: &[u8]) -> Self {
        if bytes.starts_with(b"PK\x03\x04") {
            return office::recognise(bytes).unwrap_or(Self::Xlsx);
        }
        if pdf::is_pdf(bytes) {
            return Self::Pdf;
        }
        if let Some(format) = str::from_utf8(bytes).ok().and_then(structured::recognise) {
            return format;
        }
        let head = &bytes[..bytes.len().min(HEAD_BYTES)];
        let text = String::from_utf8_lossy(head);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        if records::is_ndjson(text) {
            Self::Ndjson
        } else if records::is_array(text) {
            Self::Json
        } else if catalogue::is_table(text, '\t') {
            // Before HTML: the cells of a catalogue may be pieces of it.
            Self::Tsv
        } else if catalogue::is_table(text, ',') {
            Self::Csv
        } else if html::is_html(text) {
            Self::Html
        } else if text.lines().any(is_marked) {
            Self::Markdown
        } else {
            Self::Text
        }
    }
}

/// Bytes looked at to recognise a format.
const HEAD_BYTES: usize = 65_536;

/// A heading of Markdown.
fn is_marked(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    rest.len() < line.len() && line.len() - rest.len() <= 6 && rest.starts_with(' ')
}

/// What came out of a file of documents.
#[derive(Debug)]
pub struct DocumentReading {
    /// The format it was in.
    pub format: DocumentFormat,
    /// Its documents, in reading order, without sections and passages.
    pub documents: Vec<Document>,
    /// What each column or field was taken for; those not named were left.
    pub columns: Vec<ColumnUse>,
    /// What was found wrong.
    pub issues: Issues,
}

/// What a column or field of a catalogue was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ColumnUse {
    /// Its name in the file.
    pub column: String,
    /// What it was taken for: `id`, `title`, `description`, ...
    pub taken_for: &'static str,
}

/// Reads a file of documents; PDF files by `pdf`.
///
/// Errors: it is empty, not UTF-8 (of a workbook, Word document or PDF file: not one), beyond a bound, a PDF file
/// without a text layer or without anybody to read it, or a catalogue in which no column holds a text.
pub fn read_documents(
    name: &str,
    bytes: &[u8],
    pdf: &PdfReader,
) -> Result<DocumentReading, ReadError> {
    if bytes.len() > limits::CATALOGUE_BYTES {
        let what = format!("it has more than {} bytes", limits::CATALOGUE_BYTES);
        return Err(ReadError::too_large(Location::file(name), what, "split the file"));
    }
    let format = DocumentFormat::recognise(bytes);
    match format {
        DocumentFormat::Text | DocumentFormat::Markdown => {
            one(name, format, String::new(), decoded(name, bytes)?.to_owned())
        }
        DocumentFormat::Html => {
            let (title, text) = html::to_text(decoded(name, bytes)?);
            one(name, format, title, text)
        }
        DocumentFormat::SchemaOrg | DocumentFormat::HrOpen => {
            let text = decoded(name, bytes)?;
            if let Some(reading) = structured::read(name, text, format)? {
                return Ok(reading);
            }
            let (title, text) = html::to_text(text);
            one(name, DocumentFormat::Html, title, text)
        }
        DocumentFormat::Docx | DocumentFormat::Odt => {
            let (title, text) = office::read(name, bytes, format)?;
            one(name, format, title, text)
        }
        DocumentFormat::Pdf => {
            let mut issues = Issues::default();
            let text = pdf.read(name, bytes, &mut issues)?;
            Ok(DocumentReading { issues, ..one(name, format, String::new(), text)? })
        }
        DocumentFormat::Csv | DocumentFormat::Tsv | DocumentFormat::Xlsx => {
            let mut reading = catalogue::read(name, bytes, format);
            if let Err(error) = &mut reading {
                // Workbooks are opened under a name of their own.
                name.clone_into(&mut error.location.file);
            }
            reading
        }
        DocumentFormat::Ndjson | DocumentFormat::Json => {
            records::read(name, decoded(name, bytes)?, format)
        }
    }
}

/// The lone document of a file.
fn one(
    name: &str,
    format: DocumentFormat,
    title: String,
    text: String,
) -> Result<DocumentReading, ReadError> {
    if text.trim().is_empty() {
        let remedy = "give a course description or a posting";
        return Err(ReadError::invalid(Location::file(name), "there is no text in it", remedy));
    }
    bounded(name, &text)?;
    let documents = vec![Document { title, text, ..Document::default() }];
    Ok(DocumentReading { format, documents, columns: Vec::new(), issues: Issues::default() })
}

/// A text as plain text: JSON-LD, HR Open's JSON and HTML are converted, anything else stays as it is (`None`).
/// Several postings or courses in it become one text.
pub fn plain_text(text: &str) -> Option<String> {
    let reading = structured::recognise(text)
        .and_then(|format| structured::read("text", text, format).ok().flatten());
    if let Some(reading) = reading {
        let texts: Vec<String> = reading.documents.into_iter().map(|d| d.text).collect();
        return Some(texts.join("\n\n"));
    }
    html::is_html(text.trim_start()).then(|| html::to_text(text).1)
}

/// Errors: the text is beyond [`limits::DOCUMENT_BYTES`].
fn bounded(name: &str, text: &str) -> Result<(), ReadError> {
    if text.len() <= limits::DOCUMENT_BYTES {
        return Ok(());
    }
    let what = format!("a text has more than {} bytes", limits::DOCUMENT_BYTES);
    Err(ReadError::too_large(Location::file(name), what, "split it"))
}

fn decoded<'b>(name: &str, bytes: &'b [u8]) -> Result<&'b str, ReadError> {
    // The frame of Microsoft's older formats; a password puts newer ones into it, too.
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        let what = "it is a file of an older Office, or protected by a password";
        let remedy = "save it without a password as .docx, .xlsx or .pdf";
        return Err(ReadError::invalid(Location::file(name), what, remedy));
    }
    if bytes.starts_with(b"{\\rtf") {
        let remedy = "save it as .docx, .odt or .pdf";
        return Err(ReadError::invalid(Location::file(name), "it is Rich Text Format", remedy));
    }
    match str::from_utf8(bytes) {
        Ok(text) => Ok(text.trim_start_matches('\u{feff}')),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].split(|b| *b == b'\n').count();
            let location = Location::line(name, u64::try_from(line).unwrap_or(u64::MAX));
            Err(ReadError::invalid(location, "it is not UTF-8 text", "save it as UTF-8"))
        }
    }
}

#[cfg(test)]
mod tests;
