//! The first bytes of a file -> the syntax in which it writes down triples.

use crate::formats::BundleFile;
use crate::formats::ReadError;

/// How triples are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::formats) enum Syntax {
    /// Turtle.
    Turtle,
    /// N-Triples.
    NTriples,
    /// RDF/XML.
    RdfXml,
    /// JSON-LD 1.1.
    JsonLd,
}

impl Syntax {
    /// In which of them the file begins, whatever its name; nothing where in none. Of JSON it cannot be said more than
    /// that it is JSON.
    ///
    /// Errors: the file cannot be read.
    pub(in crate::formats) fn of(file: &BundleFile) -> Result<Option<Self>, ReadError> {
        let head = file.head(4_096)?;
        let head = String::from_utf8_lossy(&head);
        let head = head.trim_start_matches('\u{feff}').trim_start();
        let all = [Self::Turtle, Self::NTriples, Self::RdfXml, Self::JsonLd];
        Ok(all.into_iter().find(|syntax| is_syntax(head, *syntax)))
    }
}

/// Whether it begins like a file of that syntax.
fn is_syntax(head: &str, syntax: Syntax) -> bool {
    let is_triple = || {
        let mut lines =
            head.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
        lines.next().is_some_and(|line| {
            (line.starts_with('<') || line.starts_with("_:"))
                && line.split_once(' ').is_some_and(|(_, rest)| rest.trim_start().starts_with('<'))
        })
    };
    let is_xml =
        || head.starts_with("<?xml") || head.starts_with("<!") || head.contains("<rdf:RDF");
    match syntax {
        Syntax::RdfXml => is_xml() && head.contains("http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
        Syntax::JsonLd => head.starts_with(['{', '[']),
        // All of N-Triples is Turtle; what declares anything, or leaves out anything, is Turtle alone.
        Syntax::NTriples => !is_xml() && is_triple() && !is_turtle(head),
        Syntax::Turtle => !is_xml() && is_turtle(head),
    }
}

fn is_turtle(head: &str) -> bool {
    let says = |line: &str| {
        let word = line.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        ["@prefix", "@base", "prefix", "base"].contains(&word.as_str())
    };
    let mut lines = head.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    let is_abbreviated = |line: &str| line.starts_with('<') && line.ends_with([';', ',']);
    let first = lines.next().unwrap_or_default();
    says(first) || is_abbreviated(first) || lines.next().is_some_and(is_abbreviated)
}
