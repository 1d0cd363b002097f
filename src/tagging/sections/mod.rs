//! Text -> sections and passages: what each sentence is, whether it requires, which level it states.
//!
//! In: a text, its kind and language where they are known. Out: a [`Document`]. Steps: the text is cut into
//! sentences and list items (`text::passages`); headings are taken off them, on lines of their own or inside
//! (`pieces`); a run of pieces has the role of its heading, and a piece that gives itself away by its words
//! another one (`role`); words say what is required (`requirement`), at which level (`crate::tagging::level`),
//! and who applicants are, which is left out (`personal`).
//!
//! # Why
//! Phrases, not a trained model: they can be read, changed and explained, there is no open set of labelled
//! sections in five languages to train on, and what is left out of a posting has to be left out for a reason that
//! can be shown.

mod headings;
mod phrases;
mod matching;
mod pieces;
mod role;
mod requirement;
mod personal;

pub(in crate::tagging) use matching::Found;
pub(in crate::tagging) use matching::Words;
pub(in crate::tagging) use matching::cues;
pub(in crate::tagging) use phrases::Cue;

use crate::model::Document;
use crate::model::DocumentKind;
use crate::model::Language;
use crate::model::Level;
use crate::model::Passage;
use crate::model::Requirement;
use crate::model::Section;
use crate::model::SectionRole;
use crate::model::Span;
use crate::model::Stretch;
use crate::tagging::level;
use crate::tagging::outcomes;
use crate::tagging::sections::pieces::Piece;

/// A text with its sections and passages.
///
/// Kind: as given, else as the text's headings and phrases tell. Language: of the outcomes' verbs.
pub(in crate::tagging) fn cut(
    text: String,
    kind: Option<DocumentKind>,
    language: Language,
) -> Document {
    let pieces = pieces::pieces(&text);
    let kind = kind.unwrap_or_else(|| role::kind(&text, &pieces));
    let roles = role::roles(&text, &pieces, kind);
    let mut document = Document { kind, language: Some(language), ..Document::default() };
    if kind == DocumentKind::Course {
        let whole = Words::of(&text, Span { start: 0, end: text.len() });
        document.credit = level::credit(&whole);
    }
    for (piece, said) in pieces.iter().zip(&roles) {
        let mut piece = *piece;
        if said.role == SectionRole::Title {
            // A title is read, too, although it may be written as a heading.
            piece.content = piece.heading.take().map_or(piece.content, |heading| heading.span);
            piece
                .content
                .of(&text)
                .trim_end_matches(['*', '#', ' '])
                .clone_into(&mut document.title);
        }
        let piece = &piece;
        add_to_sections(&text, &mut document.sections, piece, said.role);
        if piece.content.start < piece.content.end {
            let passage = passage(&text, piece, *said, kind, language);
            document.passages.push(passage);
        }
    }
    document.text = text;
    document
}

fn add_to_sections(text: &str, sections: &mut Vec<Section>, piece: &Piece, role: SectionRole) {
    let start = with_marks(text, piece.heading.map_or(piece.content.start, |h| h.span.start));
    // A sentence read on over two lines may have its end behind the marks.
    let start = start.max(sections.last().map_or(0, |section| section.span.end));
    let end = piece.content.end.max(start);
    match sections.last_mut() {
        Some(section) if section.role == role && piece.heading.is_none() => section.span.end = end,
        _ => {
            let heading = piece.heading.map(|heading| heading.span);
            sections.push(Section { span: Span { start, end }, role, heading });
        }
    }
}

/// A section begins with the marks before its heading or first item: `## `, `- `.
fn with_marks(text: &str, start: usize) -> usize {
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    if text[line..start].contains(char::is_alphanumeric) { start } else { line }
}

fn passage(
    text: &str,
    piece: &Piece,
    said: role::Said,
    kind: DocumentKind,
    language: Language,
) -> Passage {
    let words = Words::of(text, piece.content);
    let found = cues(&words);
    let mut passage = Passage { section: said.role, ..Passage::plain(piece.content) };
    if !said.role.yields_skills() {
        return passage;
    }
    let mut left_out = addresses(text, piece.content);
    let is_formula = |cue: &&Found<Cue>| cue.cue == Cue::Formula;
    left_out.extend(found.iter().filter(is_formula).map(|cue| words.between(cue.first, cue.end)));
    let is_outcome = said.role == SectionRole::Outcomes;
    let stem = if is_outcome { outcomes::stem_end(&found) } else { 0 };
    if stem > 0 {
        left_out.push(words.between(0, stem));
    }
    if kind != DocumentKind::Course {
        let need = requirement::need(&words, &found, said.requirement);
        passage.requirement = need.whole;
        left_out.extend(need.waived);
        left_out.extend(personal::characteristics(&words, &found));
        let levels = level::stretches(&words, &level::stated(&words, &found));
        set_stretches(text, &mut passage, &need.parts, &levels);
    }
    if is_outcome {
        passage.level.bloom = outcomes::level(&words, stem, language);
    }
    if is_outcome || said.role == SectionRole::Duties {
        passage.parts = outcomes::parts(&words, stem, language);
        if !is_outcome {
            passage.parts.iter_mut().for_each(|part| part.level = Level::default());
        }
    }
    left_out.sort_unstable();
    left_out.dedup();
    passage.left_out = left_out;
    passage
}

/// Requirements and levels of parts of a passage, cut where either changes. A lone level counts for the whole.
fn set_stretches(
    text: &str,
    passage: &mut Passage,
    needs: &[(Span, Requirement)],
    levels: &[(Span, Level)],
) {
    if needs.is_empty() && levels.len() <= 1 {
        passage.level = levels.first().map_or(Level::default(), |(_, level)| *level);
        return;
    }
    let mut cuts: Vec<usize> = vec![passage.span.start, passage.span.end];
    cuts.extend(needs.iter().flat_map(|(span, _)| [span.start, span.end]));
    cuts.extend(levels.iter().flat_map(|(span, _)| [span.start, span.end]));
    cuts.sort_unstable();
    cuts.dedup();
    for ends in cuts.windows(2) {
        let span = Span { start: ends[0], end: ends[1] };
        if !span.of(text).contains(char::is_alphanumeric) {
            continue;
        }
        let need = needs.iter().find(|(place, _)| place.overlaps(span));
        let level = levels.iter().find(|(place, _)| place.overlaps(span));
        passage.stretches.push(Stretch {
            span,
            requirement: need.map_or(passage.requirement, |(_, need)| *need),
            level: level.map_or(Level::default(), |(_, level)| *level),
        });
    }
}

/// Web and mail addresses, whose words name nothing.
fn addresses(text: &str, within: Span) -> Vec<Span> {
    let content = within.of(text);
    let mut found = Vec::new();
    let mut end = 0;
    for word in content.split_inclusive(|c: char| c.is_whitespace() || "()[]<>\"".contains(c)) {
        let start = within.start + end;
        end += word.len();
        let word = word.trim_end_matches(|c: char| c.is_whitespace() || "()[]<>\"".contains(c));
        let is_web = ["http://", "https://", "www."].iter().any(|begin| word.starts_with(begin));
        let is_mail = word.split_once('@').is_some_and(|(_, host)| host.contains('.'));
        if is_web || is_mail {
            found.push(Span { start, end: start + word.len() });
        }
    }
    found
}

#[cfg(test)]
mod tests;
