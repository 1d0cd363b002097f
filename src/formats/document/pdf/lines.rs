//! Characters at places on a page -> lines, in the order in which the file draws them.

use pdf_extract::MediaBox;
use pdf_extract::OutputDev;
use pdf_extract::OutputError;
use pdf_extract::Transform;

/// A line of a page. Lengths in points of the page; `down` grows towards its foot.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    /// Where it begins and ends along its direction.
    pub(super) start: f64,
    pub(super) end: f64,
    /// Its base line.
    pub(super) down: f64,
    /// Size of its first characters.
    pub(super) size: f64,
    /// Its direction, in quarters of a turn.
    pub(super) turn: i8,
}

/// Bytes of a page's text that are collected; whoever collects more is not read by people.
const PAGE_BYTES: usize = 1_048_576;

/// Part of the size of characters between two of them that is a blank. Within words they are closer than a tenth.
const BLANK: f64 = 0.15;

/// Part of the size by which a character may stand higher or lower and still belong to the line.
const SHIFT: f64 = 0.5;

/// How far a text may lean away from the axes of the page, as a tangent: eight degrees.
const SLANT: f64 = 0.14;

/// What was drawn so far.
#[derive(Debug, Default)]
pub(super) struct Lines {
    done: Vec<Line>,
    open: Option<Line>,
    n_bytes: usize,
}

impl Lines {
    /// The lines, without blank ones.
    pub(super) fn finish(mut self) -> Vec<Line> {
        self.done.extend(self.open.take());
        for line in &mut self.done {
            let trimmed = line.text.trim();
            if trimmed.len() < line.text.len() {
                line.text = trimmed.to_owned();
            }
        }
        self.done.retain(|line| !line.text.is_empty());
        self.done
    }

    /// Adds what is drawn at a place, `width` long.
    fn add(&mut self, at: &Line, width: f64) {
        let text = readable(&at.text);
        self.n_bytes += text.len();
        if text.is_empty() || self.n_bytes > PAGE_BYTES {
            return;
        }
        let end = at.start + width.max(0.0);
        if let Some(line) = &mut self.open {
            let size = line.size.max(at.size);
            let is_on_line = line.turn == at.turn && (at.down - line.down).abs() < size * SHIFT;
            if is_on_line && at.start > line.end - size * 2.0 {
                let is_apart = at.start > line.end + size * BLANK;
                if is_apart && !line.text.ends_with(' ') && !text.starts_with(' ') {
                    line.text.push(' ');
                }
                line.text.push_str(&text);
                line.end = line.end.max(end);
                return;
            }
        }
        self.done.extend(self.open.take());
        if !text.trim().is_empty() {
            self.open = Some(Line { text, end, ..*at });
        }
    }
}

/// A drawn text as it is read: joined letters apart, bullets of symbol fonts as bullets, blanks as blanks.
fn readable(drawn: &str) -> String {
    let mut out = String::with_capacity(drawn.len());
    for c in drawn.chars() {
        match c {
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
            '\u{f0b7}' | '\u{f0a7}' | '\u{f0d8}' | '\u{f0fc}' | '\u{f076}' => out.push('•'),
            c if c.is_whitespace() => out.push(' '),
            c if c.is_control()
                || matches!(c, '\u{fffd}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}') => {}
            c => out.push(c),
        }
    }
    out
}

impl OutputDev for Lines {
    fn begin_page(
        &mut self,
        _page: u32,
        _media: &MediaBox,
        _art: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _spacing: f64,
        font_size: f64,
        char: &str,
    ) -> Result<(), OutputError> {
        let along = place.m11.hypot(place.m12);
        let across = place.m21.hypot(place.m22);
        let size = font_size.abs() * across;
        let width = width * font_size.abs() * along;
        let (x, y) = (place.m31, place.m32);
        if ![x, y, size, width].into_iter().all(f64::is_finite) || size <= 0.0 {
            return Ok(());
        }
        // Along curves, and across the page as a stamp, nothing is written that anybody reads on.
        let slant = place.m11.abs().min(place.m12.abs());
        if slant > place.m11.abs().max(place.m12.abs()) * SLANT {
            return Ok(());
        }
        // Pages may be drawn lying on their side; text across them runs along another axis.
        let (turn, start, down) = if place.m11.abs() >= place.m12.abs() {
            if place.m11 >= 0.0 { (0, x, -y) } else { (2, -x, y) }
        } else if place.m12 > 0.0 {
            (1, y, x)
        } else {
            (3, -y, -x)
        };
        let text = char.to_owned();
        self.add(&Line { text, start, end: start, down, size, turn }, width);
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}
