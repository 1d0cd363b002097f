//! The lines of all pages -> one text: edges of pages off, lines joined to paragraphs, headings and items marked.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::formats::document::pdf::lines::Line;

/// Lines at the head and at the foot of a page that may be repeated on others.
const EDGE_LINES: usize = 3;
/// Pages from which on a repetition says something.
const FEW_PAGES: usize = 3;
/// A line is an edge's where it stands on so many of ten pages: left and right ones may differ.
const EDGE_TENTHS: usize = 4;

/// Base lines of one paragraph are at most so many sizes apart.
const LEADING: f64 = 1.75;
/// Sizes of one paragraph differ at most by this factor.
const SAME_SIZE: f64 = 1.1;
/// A line that goes on is at least so long, as a part of what is usual on its page.
const FULL: f64 = 0.75;
/// Characters that much larger than most of the file's are a heading's, and a large one's.
const HEADING: f64 = 1.15;
const LARGE_HEADING: f64 = 1.6;
/// Bytes of a heading.
const HEADING_BYTES: usize = 160;

/// What begins a list item.
const BULLETS: [char; 16] =
    ['•', '●', '○', '▪', '■', '□', '◦', '‣', '∙', '·', '–', '—', '-', '*', '\u{30a}', '➢'];

/// A paragraph: its lines joined.
#[derive(Debug)]
struct Paragraph {
    text: String,
    is_item: bool,
    size: f64,
    /// The last of its lines.
    last: Line,
    page: usize,
    /// How long lines usually are where it stands.
    usual: f64,
}

/// The text of the pages.
pub(super) fn text(mut pages: Vec<Vec<Line>>) -> String {
    drop_edges(&mut pages);
    let words = words(&pages);
    let body = body_size(&pages);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for (number, page) in pages.into_iter().enumerate() {
        let usual = usual_length(&page);
        for line in page.into_iter().filter(|line| !is_contents(&line.text)) {
            match paragraphs.last_mut() {
                Some(open) if goes_on(open, &line, number) => join(open, line, number, &words),
                _ => paragraphs.push(begun(line, number, usual)),
            }
        }
    }
    written(&paragraphs, body)
}

fn begun(line: Line, page: usize, usual: f64) -> Paragraph {
    let rest = unbulleted(&line.text);
    let item = rest.filter(|rest| rest.starts_with(' ')).map(|rest| rest.trim_start().to_owned());
    // A bullet alone has its text on the lines that follow.
    let is_item = item.is_some() || rest.is_some_and(str::is_empty);
    let text = item.unwrap_or_else(|| if is_item { String::new() } else { line.text.clone() });
    Paragraph { text, is_item, size: line.size, last: line, page, usual }
}

/// Whether a line belongs to the paragraph before it.
fn goes_on(open: &Paragraph, line: &Line, page: usize) -> bool {
    let begins_anew = {
        let is_bullet = |rest: &str| rest.is_empty() || rest.starts_with(' ');
        unbulleted(&line.text).is_some_and(is_bullet) || is_numbered(&line.text)
    };
    let ratio = open.size.max(line.size) / open.size.min(line.size).max(f64::MIN_POSITIVE);
    if begins_anew || ratio > SAME_SIZE && !open.text.is_empty() {
        return false;
    }
    if open.text.is_empty() {
        return true;
    }
    let is_ended = open.text.ends_with(['.', '!', '?', ':', ';']);
    let begins_small = line.text.starts_with(char::is_lowercase);
    if page != open.page {
        // Over the edge of a page only a sentence that is plainly broken goes on.
        return page == open.page + 1 && !is_ended && begins_small;
    }
    let gap = line.down - open.last.down;
    let is_below = gap > 0.0 && gap < open.size * LEADING;
    let is_full = open.last.end - open.last.start >= open.usual * FULL;
    let is_indented = !open.is_item && line.start > open.last.start + open.size * 1.2;
    let is_outdented = open.is_item && line.start < open.last.start - open.size;
    let is_open = open.text.ends_with([',', '-', '(', '/', '&']) || begins_small && !is_ended;
    is_below && !is_indented && !is_outdented && (is_full || is_open)
}

/// A line without the bullet it begins with. The hollow bullet of word processors is a small `o`, which in some
/// languages is a word: it is a bullet before a capital letter only.
fn unbulleted(text: &str) -> Option<&str> {
    let is_hollow = |rest: &&str| {
        rest.strip_prefix(' ').is_some_and(|rest| rest.trim_start().starts_with(char::is_uppercase))
    };
    text.strip_prefix(BULLETS).or_else(|| text.strip_prefix('o').filter(is_hollow))
}

/// A line of a table of contents: dots up to the number of a page.
fn is_contents(text: &str) -> bool {
    let dotted = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    dotted.len() < text.len() && (dotted.ends_with("....") || dotted.ends_with(". . . ."))
}

/// Joins a line to a paragraph; a word that was parted at the end of the line is put together.
fn join(open: &mut Paragraph, line: Line, page: usize, words: &FxHashSet<String>) {
    let begins_small = line.text.starts_with(char::is_lowercase);
    let first: String = line.text.chars().take_while(|c| c.is_alphabetic()).collect();
    let stem = open.text.trim_end_matches(['-', '\u{ad}', '\u{2010}']);
    let last = stem.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let is_parted = stem.len() < open.text.len() && begins_small && !last.is_empty();
    if is_parted {
        let is_certain = open.text.ends_with(['\u{ad}', '\u{2010}']);
        let whole = format!("{last}{first}").to_lowercase();
        let with_hyphen = format!("{last}-{first}").to_lowercase();
        // "evidence-based" keeps its hyphen where the file writes it so elsewhere.
        if is_certain || words.contains(&whole) || !words.contains(&with_hyphen) {
            open.text.truncate(stem.len());
        }
    } else if !open.text.is_empty() && !open.text.ends_with('-') {
        open.text.push(' ');
    }
    open.text.push_str(&line.text);
    open.last = line;
    open.page = page;
}

/// The words of the file in small letters, with their hyphens, except those at the ends of lines.
fn words(pages: &[Vec<Line>]) -> FxHashSet<String> {
    let is_edge = |c: char| !c.is_alphanumeric();
    pages
        .iter()
        .flatten()
        .flat_map(|line| line.text.split_whitespace())
        .filter(|word| !word.ends_with(['-', '\u{ad}', '\u{2010}']))
        .map(|word| word.trim_matches(is_edge).to_lowercase())
        .collect()
}

/// The size that most characters have.
fn body_size(pages: &[Vec<Line>]) -> f64 {
    let mut sizes: BTreeMap<u64, usize> = BTreeMap::new();
    for line in pages.iter().flatten() {
        *sizes.entry(halves(line.size)).or_default() += line.text.len();
    }
    let most = sizes.into_iter().max_by_key(|(size, count)| (*count, std::cmp::Reverse(*size)));
    most.map_or(0.0, |(size, _)| size as f64 / 2.0)
}

/// A size in half points.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes are finite and above zero; those beyond any page are all the same"
)]
fn halves(size: f64) -> u64 {
    (size * 2.0).round().clamp(0.0, 1e6) as u64
}

/// How long the long lines of a page are: what nine of ten do not exceed.
fn usual_length(page: &[Line]) -> f64 {
    let mut lengths: Vec<f64> = page.iter().map(|line| line.end - line.start).collect();
    lengths.sort_by(f64::total_cmp);
    lengths.get(lengths.len().saturating_sub(1) * 9 / 10).copied().unwrap_or(0.0)
}

/// `1.`, `2)`, `(a)`, `3.1` before a text.
fn is_numbered(text: &str) -> bool {
    let Some((first, rest)) = text.split_once(' ') else { return false };
    let bare = first.trim_matches(['(', ')', '.']);
    let is_short = !bare.is_empty() && bare.len() <= 6;
    let is_mark = bare.len() == 1 && bare.chars().all(char::is_alphabetic)
        || bare.chars().all(|c| c.is_ascii_digit() || c == '.');
    is_short && is_mark && first.ends_with(['.', ')']) && !rest.is_empty()
}

/// Takes off what most pages have at their head or foot: numbers count as the same.
fn drop_edges(pages: &mut [Vec<Line>]) {
    if pages.len() < FEW_PAGES {
        return;
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let edges: Vec<Vec<usize>> = pages.iter().map(|page| edge_lines(page)).collect();
    for (page, edge) in pages.iter().zip(&edges) {
        let keys: std::collections::BTreeSet<String> =
            edge.iter().map(|at| without_numbers(&page[*at].text)).collect();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let least = (pages.len() * EDGE_TENTHS).div_ceil(10).max(FEW_PAGES);
    for (page, edge) in pages.iter_mut().zip(edges) {
        let mut at = 0;
        page.retain(|line| {
            let is_edge = edge.contains(&at);
            at += 1;
            !is_edge || counts.get(&without_numbers(&line.text)).is_none_or(|n| *n < least)
        });
    }
}

/// Positions of the lines nearest to the head and the foot of a page.
fn edge_lines(page: &[Line]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..page.len()).collect();
    order.sort_by(|a, b| page[*a].down.total_cmp(&page[*b].down));
    let from_foot = order.iter().rev().take(EDGE_LINES);
    let mut edge: Vec<usize> = order.iter().take(EDGE_LINES).chain(from_foot).copied().collect();
    edge.sort_unstable();
    edge.dedup();
    edge
}

fn without_numbers(text: &str) -> String {
    let mut out = String::new();
    for c in text.to_lowercase().chars() {
        let c = if c.is_numeric() { '#' } else { c };
        if c != '#' || !out.ends_with('#') {
            out.push(c);
        }
    }
    out
}

fn written(paragraphs: &[Paragraph], body: f64) -> String {
    let mut out = String::new();
    let mut was_item = false;
    for paragraph in paragraphs.iter().filter(|paragraph| !paragraph.text.is_empty()) {
        let text = paragraph.text.replace('\u{ad}', "");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !(out.is_empty() || was_item && paragraph.is_item) {
            out.push('\n');
        }
        let is_short = text.len() <= HEADING_BYTES && text.contains(char::is_alphabetic);
        if paragraph.is_item {
            out.push_str("- ");
        } else if is_short && body > 0.0 && paragraph.size >= body * HEADING {
            let is_large = paragraph.size >= body * LARGE_HEADING;
            out.push_str(if is_large { "# " } else { "## " });
        }
        out.push_str(&text);
        out.push('\n');
        was_item = paragraph.is_item;
    }
    out.trim().to_owned()
}
