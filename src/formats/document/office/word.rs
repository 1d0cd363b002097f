//! `WordprocessingML` (ECMA-376 part 1, section 17) -> paragraphs, lists, tables and notes.

use crate::formats::ReadError;
use crate::formats::document::office::paper::Block;
use crate::formats::document::office::paper::Paper;
use crate::formats::document::office::styles::Role;
use crate::formats::document::office::styles::Styles;
use crate::formats::document::office::styles::outline;
use crate::formats::document::office::xml::Attributes;
use crate::formats::document::office::xml::Mark;
use crate::formats::document::office::xml::walk;

/// Part of the vocabulary's name, the same in all of its versions.
const WORD: &str = "/wordprocessingml/";
/// Elements that are not read: what was deleted or moved away, how things were before, the second form in which
/// shapes are kept for older programs, readings above characters.
const SKIPPED: [&str; 10] = [
    "del",
    "moveFrom",
    "Fallback",
    "instrText",
    "delText",
    "rt",
    "pPrChange",
    "rPrChange",
    "tblPrChange",
    "sectPr",
];

/// A paragraph that is open; one in a text box stands inside another.
#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    role: Option<Role>,
    is_numbered: bool,
    /// Paragraphs of text boxes that hang on it; they come after it.
    boxes: Vec<(Option<Role>, bool, String)>,
}

/// Where the walk is.
struct Place<'a> {
    styles: &'a Styles,
    paper: &'a mut Paper,
    /// Names of the open elements of the vocabulary; those of others are blank.
    open: Vec<&'static str>,
    paragraphs: Vec<Paragraph>,
    /// How many elements are open inside one that is skipped, with it; 0 outside.
    skipped: usize,
    is_hidden: bool,
}

/// Writes a part of a document down.
///
/// Errors: see [`walk`].
pub(super) fn read(
    name: &str,
    part: &str,
    text: &str,
    styles: &Styles,
    paper: &mut Paper,
) -> Result<(), ReadError> {
    let mut place = Place {
        styles,
        paper,
        open: Vec::new(),
        paragraphs: Vec::new(),
        skipped: 0,
        is_hidden: false,
    };
    walk(name, part, text, &mut |mark| match mark {
        Mark::Open(space, local, attributes) => place.open(space, local, attributes),
        Mark::Close => place.close(),
        Mark::Text(text) => place.add(text),
    })
}

/// Elements that matter, so that the open ones can be told by their names.
const KNOWN: [&str; 8] = ["p", "r", "t", "tbl", "tr", "tc", "pPr", "numPr"];

impl Place<'_> {
    fn open(&mut self, space: &str, local: &str, attributes: Attributes<'_>) {
        if self.skipped > 0 || SKIPPED.contains(&local) {
            self.skipped += 1;
            return;
        }
        let is_word = space.contains(WORD) && space.ends_with("/main");
        let known = KNOWN.into_iter().find(|known| is_word && *known == local);
        self.open.push(known.unwrap_or(""));
        if !is_word {
            return;
        }
        let is_in_run = self.open.contains(&"r") && !self.open.ends_with(&["pPr"]);
        let value = || attributes.get("val").unwrap_or_default();
        match local {
            "p" => self.paragraphs.push(Paragraph::default()),
            "tbl" => self.paper.open_table(),
            "tc" => self.paper.open_cell(),
            "tab" | "ptab" if is_in_run => self.write(" "),
            "br" | "cr" if is_in_run => self.write("\n"),
            "noBreakHyphen" if is_in_run => self.write("-"),
            "vanish" if is_in_run => self.is_hidden = !matches!(&*value(), "0" | "false" | "off"),
            "pStyle" => {
                let role = self.styles.role(&value());
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.role = paragraph.role.or(role);
                }
            }
            "outlineLvl" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.role = paragraph.role.or_else(|| outline(&value()));
                }
            }
            // A list of number 0 is the end of what the style says.
            "numId" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.is_numbered = value() != "0";
                    if !paragraph.is_numbered && paragraph.role == Some(Role::Item) {
                        paragraph.role = None;
                    }
                }
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match self.open.pop() {
            Some("p") => self.end_paragraph(),
            Some("r") => self.is_hidden = false,
            Some("tr") => self.paper.close_row(),
            Some("tbl") => self.paper.close_table(),
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        if self.skipped == 0 && self.open.last() == Some(&"t") {
            self.write(text);
        }
    }

    fn write(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut()
            && !self.is_hidden
        {
            paragraph.text.push_str(text);
        }
    }

    fn end_paragraph(&mut self) {
        let Some(done) = self.paragraphs.pop() else { return };
        let own = (done.role, done.is_numbered, done.text);
        let all = std::iter::once(own).chain(done.boxes);
        if let Some(outer) = self.paragraphs.last_mut() {
            outer.boxes.extend(all);
            return;
        }
        for (role, is_numbered, text) in all {
            match role {
                Some(Role::Contents) => {}
                // A title of many lines is a page of its own, not a name.
                Some(Role::Title) if !text.trim().is_empty() => self.paper.add_title(&text),
                Some(Role::Heading(depth)) => self.paper.add(Block::Heading(depth, text)),
                Some(Role::Item) => self.paper.add(Block::Item(text)),
                _ if is_numbered => self.paper.add(Block::Item(text)),
                _ => self.paper.add(Block::Paragraph(text)),
            }
        }
    }
}
