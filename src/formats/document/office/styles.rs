//! `word/styles.xml` -> what the paragraphs of each style are.

use rustc_hash::FxHashMap;

use crate::formats::ReadError;
use crate::formats::document::office::xml::Mark;
use crate::formats::document::office::xml::walk;

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The title of the document.
    Title,
    /// A heading of that depth, from 1.
    Heading(usize),
    /// A list item.
    Item,
    /// A line of a table of contents.
    Contents,
}

/// Styles by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles(FxHashMap<String, Style>);

#[derive(Debug, Default)]
struct Style {
    role: Option<Role>,
    based_on: String,
}

/// Styles on which one is based that are looked at.
const CHAIN: usize = 16;

/// What headings are called in the ids of styles, for documents that do not define them.
const HEADINGS: [&str; 10] = [
    "heading",
    "berschrift",
    "überschrift",
    "titre",
    "ttulo",
    "título",
    "titolo",
    "kop",
    "rubrik",
    "overskrift",
];

impl Styles {
    /// The role of a style's paragraphs; nothing where they are plain.
    pub(super) fn role(&self, id: &str) -> Option<Role> {
        if !self.0.contains_key(id) {
            return by_id(id);
        }
        let mut id = id;
        for _ in 0..CHAIN {
            let style = self.0.get(id)?;
            if style.role.is_some() {
                return style.role;
            }
            id = &style.based_on;
        }
        None
    }
}

/// Reads the styles. The names of those that come with Word are English in every language of it; only their ids are
/// translated.
///
/// Errors: see [`walk`].
pub(super) fn read(name: &str, text: &str) -> Result<Styles, ReadError> {
    let mut styles = Styles::default();
    let mut open: Option<(String, Style)> = None;
    let mut depth = 0usize;
    walk(name, "word/styles.xml", text, &mut |mark| match mark {
        Mark::Open(_, local, attributes) => {
            depth += 1;
            let value = || attributes.get("val").unwrap_or_default();
            match (local, &mut open) {
                ("style", _) => {
                    let id = attributes.get("styleId").unwrap_or_default();
                    open = Some((id, Style::default()));
                    depth = 0;
                }
                ("name", Some((_, style))) => style.role = by_name(&value()).or(style.role),
                ("basedOn", Some((_, style))) => style.based_on = value(),
                ("outlineLvl", Some((_, style))) => {
                    style.role = style.role.or_else(|| outline(&value()));
                }
                ("numPr", Some((_, style))) => style.role = style.role.or(Some(Role::Item)),
                _ => {}
            }
        }
        Mark::Close if depth == 0 => {
            if let Some((id, style)) = open.take() {
                styles.0.insert(id, style);
            }
        }
        Mark::Close => depth -= 1,
        Mark::Text(_) => {}
    })?;
    Ok(styles)
}

/// The role of an outline level, which is counted from 0; 9 is plain text.
pub(super) fn outline(value: &str) -> Option<Role> {
    value.parse::<usize>().ok().filter(|level| *level < 9).map(|level| Role::Heading(level + 1))
}

fn by_name(name: &str) -> Option<Role> {
    let name = name.to_lowercase();
    if name == "title" {
        return Some(Role::Title);
    }
    if name.starts_with("toc ") {
        return Some(Role::Contents);
    }
    name.strip_prefix("heading ")?.trim().parse().ok().map(Role::Heading)
}

fn by_id(id: &str) -> Option<Role> {
    let id = id.to_lowercase();
    let word = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let depth = id[word.len()..].parse().ok().filter(|depth| (1..=9).contains(depth));
    match (word.trim_end_matches([' ', '-', '_']), depth) {
        ("title", None) => Some(Role::Title),
        ("listbullet" | "listnumber", _) => Some(Role::Item),
        ("toc", Some(_)) => Some(Role::Contents),
        (word, Some(depth)) if HEADINGS.contains(&word) => Some(Role::Heading(depth)),
        _ => None,
    }
}
