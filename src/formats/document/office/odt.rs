//! `content.xml` of an OpenDocument text (version 1.3, part 3) -> paragraphs, lists, tables and notes.

use rustc_hash::FxHashMap;

use crate::formats::ReadError;
use crate::formats::document::office::paper::Block;
use crate::formats::document::office::paper::Paper;
use crate::formats::document::office::xml::Attributes;
use crate::formats::document::office::xml::Mark;
use crate::formats::document::office::xml::walk;

/// Elements that are not read: what was deleted, comments, contents and indexes, numbers of notes, readings above
/// characters, forms.
const SKIPPED: [&str; 10] = [
    "tracked-changes",
    "annotation",
    "table-of-content",
    "alphabetical-index",
    "illustration-index",
    "table-index",
    "note-citation",
    "ruby-text",
    "forms",
    "sequence-decls",
];
/// Elements that matter.
const KNOWN: [&str; 9] = [
    "p",
    "h",
    "list-item",
    "table",
    "table-row",
    "table-cell",
    "covered-table-cell",
    "note-body",
    "style",
];

/// A paragraph that is open; one in a text box or a note stands inside another.
struct Paragraph {
    text: String,
    kind: Kind,
    /// What stands in its text boxes; it comes after it.
    boxes: Vec<(Kind, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Title,
    Heading(usize),
    Item,
    Plain,
    Note,
}

struct Place<'a> {
    paper: &'a mut Paper,
    open: Vec<&'static str>,
    paragraphs: Vec<Paragraph>,
    /// What is said at the end.
    notes: Vec<String>,
    /// Automatic styles and what they are made of.
    parents: FxHashMap<String, String>,
    /// Whether the open list item, the innermost last, has its first paragraph still before it.
    fresh: Vec<bool>,
    skipped: usize,
}

/// Writes the document down.
///
/// Errors: see [`walk`].
pub(super) fn read(name: &str, text: &str, paper: &mut Paper) -> Result<(), ReadError> {
    let mut place = Place {
        paper,
        open: Vec::new(),
        paragraphs: Vec::new(),
        notes: Vec::new(),
        parents: FxHashMap::default(),
        fresh: Vec::new(),
        skipped: 0,
    };
    walk(name, "content.xml", text, &mut |mark| match mark {
        Mark::Open(space, local, attributes) => place.open(space, local, attributes),
        Mark::Close => place.close(),
        Mark::Text(text) => place.write(&text.replace(['\n', '\r', '\t'], " ")),
    })?;
    let notes = std::mem::take(&mut place.notes);
    if !notes.is_empty() {
        paper.begin_notes();
        for note in notes {
            paper.add(Block::Paragraph(note));
        }
    }
    Ok(())
}

impl Place<'_> {
    fn open(&mut self, space: &str, local: &str, attributes: Attributes<'_>) {
        // What describes pictures has the vocabulary of pictures.
        let is_picture = space.contains("svg") && matches!(local, "title" | "desc");
        if self.skipped > 0 || is_picture || SKIPPED.contains(&local) {
            self.skipped += 1;
            return;
        }
        self.open.push(KNOWN.into_iter().find(|known| *known == local).unwrap_or(""));
        match local {
            "style" => {
                let parent = attributes.get("parent-style-name");
                if let (Some(name), Some(parent)) = (attributes.get("name"), parent) {
                    self.parents.insert(name, parent);
                }
            }
            "p" | "h" => self.begin(local, attributes),
            "list-item" => self.fresh.push(true),
            "table" => self.paper.open_table(),
            "table-cell" => self.paper.open_cell(),
            // Blanks are made single anyway, however many they are.
            "tab" | "s" => self.write(" "),
            "line-break" => self.write("\n"),
            _ => {}
        }
    }

    fn begin(&mut self, local: &str, attributes: Attributes<'_>) {
        let style = attributes.get("style-name").unwrap_or_default();
        let style = self.parents.get(&style).unwrap_or(&style);
        let kind = if self.open.contains(&"note-body") {
            Kind::Note
        } else if local == "h" {
            let depth = attributes.get("outline-level").and_then(|level| level.parse().ok());
            Kind::Heading(depth.unwrap_or(1))
        } else if style == "Title" {
            Kind::Title
        } else if self.fresh.last().copied().unwrap_or(false) {
            Kind::Item
        } else {
            Kind::Plain
        };
        if let Some(fresh) = self.fresh.last_mut() {
            *fresh = false;
        }
        self.paragraphs.push(Paragraph { text: String::new(), kind, boxes: Vec::new() });
    }

    fn close(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match self.open.pop() {
            Some("p" | "h") => self.end_paragraph(),
            Some("list-item") => {
                self.fresh.pop();
            }
            Some("table-row") => self.paper.close_row(),
            Some("table") => self.paper.close_table(),
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        if self.skipped == 0
            && let Some(paragraph) = self.paragraphs.last_mut()
        {
            paragraph.text.push_str(text);
        }
    }

    fn end_paragraph(&mut self) {
        let Some(done) = self.paragraphs.pop() else { return };
        let all = std::iter::once((done.kind, done.text)).chain(done.boxes);
        if let Some(outer) = self.paragraphs.last_mut() {
            outer.boxes.extend(all);
            return;
        }
        for (kind, text) in all {
            match kind {
                Kind::Note => self.notes.push(text),
                Kind::Title if !text.trim().is_empty() => self.paper.add_title(&text),
                Kind::Heading(depth) => self.paper.add(Block::Heading(depth, text)),
                Kind::Item => self.paper.add(Block::Item(text)),
                Kind::Title | Kind::Plain => self.paper.add(Block::Paragraph(text)),
            }
        }
    }
}
