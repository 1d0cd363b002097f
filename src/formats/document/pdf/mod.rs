//! A PDF file -> the text of its text layer, read by another process.
//!
//! In: the bytes of the file. Out: its text: paragraphs whose lines are joined, headings behind `#`, list items
//! behind `- `; without what is repeated at the edges of the pages. Steps: [`PdfReader`] starts the program that
//! reads and gives it the bytes, [`answer`] runs there, `lines` collects the characters of each page into lines,
//! `layout` makes a text of them.
//!
//! # Why
//! Whatever reads PDF files has to believe a great deal of what they say: the library at hand panics on some, loops
//! on others, and can be made to fill the memory. A thread cannot be ended from outside, a process can. So the text
//! is read by the same program, started once more for that one file with its time and memory bounded, and a file that
//! breaks it costs an error and nothing else. Without such a program (in a program of somebody else who uses this
//! library and names none) PDF files are refused. `pdftotext` is not used where it is installed: the same file shall
//! give the same text on every machine.

mod lines;
mod layout;
mod process;
#[cfg(test)]
mod tests;

pub use process::PdfReader;

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use serde::Deserialize;
use serde::Serialize;

use crate::formats::document::pdf::lines::Lines;
use crate::limits;

/// What the program that reads a file says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Answer {
    /// The text.
    text: String,
    /// Pages of the file.
    n_pages: usize,
    /// Pages that could not be read.
    n_lost: usize,
    /// Why there is no text.
    failure: Option<Failure>,
}

/// Why a file gave no text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Failure {
    /// It is no PDF file, or a broken one.
    Broken(String),
    /// It wants a password.
    Locked,
    /// It has more pages than [`limits::PDF_PAGES`].
    TooManyPages,
    /// Its text is longer than [`limits::DOCUMENT_BYTES`].
    TooLong,
}

/// Whether these are the first bytes of a PDF file: its mark may stand a little behind the beginning.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    const MARK: &[u8] = b"%PDF-";
    const HEAD_BYTES: usize = 1_024;
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    let at = head.windows(MARK.len()).position(|window| window == MARK);
    // In a text that speaks of PDF files the mark has words before it.
    at.is_some_and(|at| at == 0 || !head[..at].iter().all(u8::is_ascii) || is_blank(&head[..at]))
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_whitespace)
}

/// The text of a PDF file, as the JSON that [`PdfReader`] waits for: what the process does that it starts.
///
/// May run without end or exhaust the memory; never call it where that matters. A page on which the library panics
/// is left out and counted.
pub fn answer(bytes: &[u8]) -> Vec<u8> {
    let answer = text(bytes)
        .unwrap_or_else(|failure| Answer { failure: Some(failure), ..Answer::default() });
    serde_json::to_vec(&answer).unwrap_or_default()
}

fn text(bytes: &[u8]) -> Result<Answer, Failure> {
    let mut document = survived(|| pdf_extract::Document::load_mem(bytes))?
        .map_err(|error| Failure::Broken(error.to_string()))?;
    if document.is_encrypted() && survived(|| document.decrypt(""))?.is_err() {
        return Err(Failure::Locked);
    }
    let numbers: Vec<u32> = survived(|| document.get_pages().into_keys().collect())?;
    if numbers.len() > limits::PDF_PAGES {
        return Err(Failure::TooManyPages);
    }
    let (mut pages, mut n_lost, mut n_bytes) = (Vec::with_capacity(numbers.len()), 0, 0);
    for number in &numbers {
        let mut lines = Lines::default();
        let read = survived(|| pdf_extract::output_doc_page(&document, &mut lines, *number));
        n_lost += usize::from(!matches!(read, Ok(Ok(()))));
        let lines = lines.finish();
        n_bytes += lines.iter().map(|line| line.text.len()).sum::<usize>();
        if n_bytes > limits::DOCUMENT_BYTES {
            return Err(Failure::TooLong);
        }
        pages.push(lines);
    }
    Ok(Answer { text: layout::text(pages), n_pages: numbers.len(), n_lost, failure: None })
}

/// What a call gives, unless it panics: a file can make the library do so.
fn survived<T>(call: impl FnOnce() -> T) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|panic| {
        let said = panic.downcast_ref::<String>().cloned();
        let said = said.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Failure::Broken(said.unwrap_or_else(|| "its structure cannot be followed".to_owned()))
    })
}
