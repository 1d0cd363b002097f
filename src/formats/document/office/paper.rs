//! Paragraphs, list items, headings and rows, as they come -> a text in the manner of Markdown.

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A title or heading: its depth from 1, and its text.
    Heading(usize, String),
    /// A list item.
    Item(String),
    /// Anything else.
    Paragraph(String),
}

/// The text written so far, and the tables that are open.
#[derive(Debug, Default)]
pub(super) struct Paper {
    text: String,
    title: String,
    /// Cells of the open row of each open table, the innermost last.
    rows: Vec<Vec<Vec<Block>>>,
    /// The heading over the notes, as long as nothing stands below it.
    notes: Notes,
}

/// How far the notes at the end have come.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Notes {
    #[default]
    None,
    Announced,
    Begun,
}

/// Bytes of a cell that may be the label of what stands beside it.
const LABEL_BYTES: usize = 80;

impl Paper {
    /// Adds a block, to the open cell where there is one. Blanks are made single; blank blocks are left out.
    pub(super) fn add(&mut self, block: Block) {
        let block = match block {
            Block::Heading(depth, text) => Block::Heading(depth, on_one_line(&text)),
            Block::Item(text) => Block::Item(on_one_line(&text)),
            Block::Paragraph(text) => {
                let lines: Vec<String> =
                    text.lines().map(on_one_line).filter(|line| !line.is_empty()).collect();
                Block::Paragraph(lines.join("\n"))
            }
        };
        if text_of(&block).is_empty() {
            return;
        }
        match self.rows.last_mut() {
            Some(cells) => match cells.last_mut() {
                Some(cell) => cell.push(block),
                None => cells.push(vec![block]),
            },
            None => self.write(&block),
        }
    }

    /// Adds the title of the document; the first counts.
    pub(super) fn add_title(&mut self, text: &str) {
        if self.title.is_empty() {
            self.title = on_one_line(text);
        }
        self.add(Block::Heading(1, text.to_owned()));
    }

    pub(super) fn open_table(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(super) fn open_cell(&mut self) {
        if let Some(cells) = self.rows.last_mut() {
            cells.push(Vec::new());
        }
    }

    /// Writes the open row, into the cell around its table where there is one.
    pub(super) fn close_row(&mut self) {
        let Some(cells) = self.rows.last_mut().map(std::mem::take) else { return };
        let blocks = row(cells);
        let inner = self.rows.pop();
        for block in blocks {
            self.add(block);
        }
        self.rows.extend(inner);
    }

    pub(super) fn close_table(&mut self) {
        self.close_row();
        self.rows.pop();
    }

    /// What comes now are notes of pages: they stand at the end, under a heading of their own.
    pub(super) fn begin_notes(&mut self) {
        if self.notes == Notes::None {
            self.notes = Notes::Announced;
        }
    }

    /// The title and the text.
    pub(super) fn finish(mut self) -> (String, String) {
        while !self.rows.is_empty() {
            self.close_table();
        }
        (self.title, self.text.trim().to_owned())
    }

    fn write(&mut self, block: &Block) {
        if self.notes == Notes::Announced {
            self.notes = Notes::Begun;
            self.write(&Block::Heading(2, "Notes".to_owned()));
        }
        let is_after_item =
            self.text.lines().next_back().is_some_and(|line| line.starts_with("- "));
        match block {
            Block::Item(text) => {
                if !self.text.is_empty() && !is_after_item {
                    self.text.push('\n');
                }
                self.text.push_str("- ");
                self.text.push_str(text);
            }
            Block::Heading(depth, text) => {
                self.text.push('\n');
                self.text.extend(std::iter::repeat_n('#', (*depth).clamp(1, 6)));
                self.text.push(' ');
                self.text.push_str(text);
            }
            Block::Paragraph(text) => {
                self.text.push('\n');
                self.text.push_str(text);
            }
        }
        self.text.push('\n');
    }
}

/// The blocks of a row. Short cells make one line; a label beside a text is written as one: `Label: text`, or on a
/// line of its own above what it labels.
fn row(cells: Vec<Vec<Block>>) -> Vec<Block> {
    let mut cells: Vec<Vec<Block>> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
    if cells.len() < 2 {
        return cells.pop().unwrap_or_default();
    }
    let lone = |cell: &[Block]| match cell {
        [Block::Paragraph(text) | Block::Heading(_, text)] if !text.contains('\n') => {
            Some(text.clone())
        }
        _ => None,
    };
    let is_label = |text: &String| text.len() <= LABEL_BYTES && !text.ends_with(['.', '!', '?']);
    if let [first, second] = cells.as_slice()
        && let Some(label) = lone(first).filter(is_label)
    {
        let label = label.trim_end_matches([':', ' ']);
        if let Some(text) = lone(second) {
            return vec![Block::Paragraph(format!("{label}: {text}"))];
        }
        let mut blocks = vec![Block::Paragraph(format!("{label}:"))];
        blocks.extend(second.iter().cloned());
        return blocks;
    }
    match cells.iter().map(|cell| lone(cell)).collect::<Option<Vec<String>>>() {
        Some(texts) => vec![Block::Paragraph(texts.join(" | "))],
        None => cells.into_iter().flatten().collect(),
    }
}

fn text_of(block: &Block) -> &str {
    match block {
        Block::Heading(_, text) | Block::Item(text) | Block::Paragraph(text) => text,
    }
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
