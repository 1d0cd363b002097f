//! Text -> sentences and list items, with the headings before them taken off.

use crate::model::SectionRole;
use crate::model::Span;
use crate::tagging::sections::matching::Shape;
use crate::tagging::sections::matching::Words;
use crate::tagging::sections::matching::heading;
use crate::text::passages;

/// A sentence or list item, with the heading that stands before it. A heading without anything after it has an
/// empty content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tagging) struct Piece {
    /// The heading.
    pub(in crate::tagging) heading: Option<Heading>,
    /// The sentence or list item itself.
    pub(in crate::tagging) content: Span,
    /// Where it stands on its line.
    pub(in crate::tagging) place: Place,
    /// Number of its line.
    pub(in crate::tagging) line: usize,
}

/// A heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tagging) struct Heading {
    pub(in crate::tagging) span: Span,
    /// What it announces; nothing where it is one nobody knows.
    pub(in crate::tagging) role: Option<SectionRole>,
    /// `#` is 1, `##` is 2; 0 without.
    pub(in crate::tagging) depth: usize,
    /// Whether something follows on its line.
    pub(in crate::tagging) reach: Reach,
}

/// How a heading stands to what it heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tagging) enum Reach {
    /// On a line of its own.
    OwnLine,
    /// On the same line as what it heads.
    Inline,
}

/// Where a piece stands on its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tagging) enum Place {
    /// It is the whole line.
    WholeLine,
    /// The whole line behind a bullet.
    Item,
    /// Part of a line.
    Within,
}

/// Colons of a passage that are looked at.
const COLONS: usize = 8;

/// The pieces of a text, in reading order.
pub(in crate::tagging) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut line = 0;
    let mut counted = 0;
    for span in passages(text) {
        // The number of a list item, a date, a requisition: nothing to read.
        if !span.of(text).contains(char::is_alphabetic) {
            continue;
        }
        line += text[counted..span.start].bytes().filter(|b| *b == b'\n').count();
        counted = span.start;
        let here = Line::of(text, span);
        // A heading over lines that begin in lower case was read on into them.
        if let Some(end) = span.of(text).find('\n')
            && here.starts
            && here.bullet != Bullet::Item
        {
            let first = trimmed(text, Span { start: span.start, end: span.start + end });
            if let Some(head) = whole_heading(text, first, Line { ends: true, ..here }) {
                pieces.push(Piece {
                    heading: Some(head),
                    content: Span { start: first.end, end: first.end },
                    place: Place::WholeLine,
                    line,
                });
                let rest = trimmed(text, Span { start: span.start + end, end: span.end });
                split_inline(text, rest, Place::WholeLine, line + 1, &mut pieces);
                continue;
            }
        }
        if let Some(head) = whole_heading(text, span, here) {
            let content = Span { start: span.end, end: span.end };
            pieces.push(Piece { heading: Some(head), content, place: Place::WholeLine, line });
            continue;
        }
        let place = match (here.starts && here.ends, here.bullet) {
            (true, Bullet::Item) => Place::Item,
            (true, _) => Place::WholeLine,
            (false, _) => Place::Within,
        };
        split_inline(text, span, place, line, &mut pieces);
    }
    pieces
}

/// What surrounds a passage on its line.
#[derive(Debug, Clone, Copy)]
struct Line {
    starts: bool,
    ends: bool,
    bullet: Bullet,
    depth: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bullet {
    None,
    Item,
    Bold,
}

impl Line {
    fn of(text: &str, span: Span) -> Self {
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let before = text[start..span.start].trim();
        let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at);
        let after = text[span.end..end].trim();
        let starts = !before.contains(char::is_alphanumeric);
        let is_hash = before.contains('#');
        let depth = if is_hash { before.bytes().filter(|b| *b == b'#').count() } else { 0 };
        let bullet = if before.ends_with("**") || before.ends_with("__") {
            Bullet::Bold
        } else if before.is_empty() || is_hash {
            Bullet::None
        } else {
            Bullet::Item
        };
        Self { starts, ends: !after.contains(char::is_alphanumeric), bullet, depth }
    }
}

/// The heading that a passage is as a whole.
fn whole_heading(text: &str, span: Span, line: Line) -> Option<Heading> {
    let content = span.of(text);
    let bare = content.trim_end_matches(|c: char| "*_:#=- ".contains(c));
    let words = Words::of(text, span);
    let is_line = line.starts && line.ends && !content.contains('\n');
    let letters = content.chars().filter(|c| c.is_alphabetic());
    let is_capitals = letters.clone().count() >= 4 && letters.clone().all(char::is_uppercase);
    let is_bold = line.bullet == Bullet::Bold && content.contains("**");
    let has_colon = bare.len() < content.len() && content[bare.len()..].contains(':');
    let is_marked = line.depth > 0
        || (has_colon && line.bullet != Bullet::Item)
        || is_line && (is_bold || is_capitals && line.bullet == Bullet::None);
    let reach = if is_line { Reach::OwnLine } else { Reach::Inline };
    let found = |role| Heading { span, role, depth: line.depth, reach };
    if is_marked && let Some(role) = heading(&words, Shape::Marked) {
        return Some(found(Some(role)));
    }
    let is_loud = is_capitals && is_line && line.bullet == Bullet::None && words.len() > 1;
    if (line.depth > 0 || is_loud) && is_line {
        return Some(found(None));
    }
    let is_plain_line = is_line && line.bullet == Bullet::None && !content.ends_with(['.', '!']);
    // In a text without lines a heading is a sentence like the others: "Roles and responsibilities."
    let is_sentence = !is_line && words.len() > 1 && content.ends_with('.');
    let role = heading(&words, Shape::Plain)?;
    // "Apply now." in the middle of a text heads nothing.
    let is_head = is_plain_line || is_sentence && role != SectionRole::Details;
    is_head.then(|| found(Some(role)))
}

/// Takes off headings that stand before a colon inside a passage: "Requirements: Java. …".
fn split_inline(text: &str, span: Span, place: Place, line: usize, pieces: &mut Vec<Piece>) {
    let content = span.of(text);
    let mut rest = span.start;
    let mut pending: Option<Heading> = None;
    for (at, _) in content.match_indices(':').take(COLONS) {
        let colon = span.start + at;
        let after = &text[colon + 1..span.end];
        // Times and addresses.
        if after.starts_with('/') || after.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        if rest > colon {
            continue;
        }
        let candidate = rest;
        let before = &text[candidate..colon];
        let begin = before
            .rfind(['.', ';', '!', '?', '|', ':', '•'])
            .map_or(candidate, |at| candidate + at + 1);
        // A point inside a word ("e.g.:") leaves nothing before the colon.
        let begin = next_boundary(text, begin);
        let head = trimmed(text, Span { start: begin, end: colon });
        let words = Words::of(text, head);
        let Some(role) = heading(&words, Shape::Marked) else { continue };
        // In the middle of a sentence a phrase before a colon is a heading only where a sentence begins there.
        let is_first = begin == candidate || head.start == candidate;
        if !is_first && words.len() > 6 {
            continue;
        }
        let earlier = trimmed(text, Span { start: candidate, end: head.start });
        if earlier.of(text).contains(char::is_alphanumeric) {
            pieces.push(Piece { heading: pending.take(), content: earlier, place, line });
        }
        // "Education: Required: …": the first says what, the second how much.
        if let Some(first) = pending.take() {
            let content = Span { start: first.span.end, end: first.span.end };
            pieces.push(Piece { heading: Some(first), content, place, line });
        }
        let span = Span { start: head.start, end: colon + 1 };
        pending = Some(Heading { span, role: Some(role), depth: 0, reach: Reach::Inline });
        rest = colon + 1;
    }
    let content = trimmed(text, Span { start: rest, end: span.end });
    let has_words = content.of(text).contains(char::is_alphanumeric);
    if has_words || pending.is_some() {
        let content = if has_words {
            content
        } else {
            Span { start: rest.min(span.end), end: rest.min(span.end) }
        };
        pieces.push(Piece { heading: pending, content, place, line });
    }
}

fn next_boundary(text: &str, from: usize) -> usize {
    (from..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// Without white space and list marks at its ends.
fn trimmed(text: &str, span: Span) -> Span {
    let content = span.of(text);
    let is_mark = |c: char| c.is_whitespace() || "*•·-–—".contains(c);
    let left = content.trim_start_matches(is_mark);
    let start = span.start + (content.len() - left.len());
    Span { start, end: start + left.trim_end().len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_taken_off_wherever_they_stand() {
        let rows: [(&str, &[(&str, &str)]); 8] = [
            ("## Requirements\n- Java\n- SQL", &[("Requirements", ""), ("", "Java"), ("", "SQL")]),
            ("Requirements: Java. SQL.", &[("Requirements:", "Java."), ("", "SQL.")]),
            (
                "Plan work. Minimum Requirements: weld.",
                &[("", "Plan work."), ("Minimum Requirements:", "weld.")],
            ),
            ("REQUIREMENTS\nJava", &[("REQUIREMENTS", ""), ("", "Java")]),
            ("**Requirements**\njava and sql", &[("Requirements**", ""), ("", "java and sql")]),
            (
                "Lifts crates.requirements: a licence",
                &[("", "Lifts crates."), ("requirements:", "a licence")],
            ),
            ("Meet at 10:30 in the lobby", &[("", "Meet at 10:30 in the lobby")]),
            (
                "Job Responsibilities. Lifts crates.",
                &[("Job Responsibilities.", ""), ("", "Lifts crates.")],
            ),
        ];
        for (text, expected) in rows {
            let found = pieces(text);
            let found: Vec<(&str, &str)> = found
                .iter()
                .map(|p| (p.heading.map_or("", |h| h.span.of(text)), p.content.of(text)))
                .collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn pieces_are_in_order_and_lie_on_character_boundaries(text in "(\\PC|\n| |:|\\. |# |Skills:|\\*\\*){0,60}") {
            let mut end = 0;
            for piece in pieces(&text) {
                let start = piece.heading.map_or(piece.content.start, |h| h.span.start);
                proptest::prop_assert!(start >= end && piece.content.end >= piece.content.start);
                proptest::prop_assert!(text.get(piece.content.start..piece.content.end).is_some());
                end = piece.content.end;
            }
        }
    }
}
