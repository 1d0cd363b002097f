//! Rows -> a table that fits the page, or one block for each row where the page is too narrow.
//!
//! In a file or a pipe there is no page: nothing is wrapped, each row is one line, and every identifier and address can
//! be searched for as a whole.

use std::fmt::Display;
use std::fmt::Write as _;
use std::io::IsTerminal as _;

use comfy_table::CellAlignment;
use comfy_table::ColumnConstraint;
use comfy_table::ContentArrangement;
use comfy_table::LineStyle;
use comfy_table::Table;
use comfy_table::TableStyle;
use comfy_table::Width;

/// One line below the header, nothing else: rows stay close together.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// Empty letters between two columns.
const GAP: u16 = 2;

/// Letters that a column of sentences gets at least; in fewer, a row becomes a tower of single words.
const LEAST: u16 = 14;

/// Lines of a table above its rows.
const HEADING: usize = 2;

/// Letters of a terminal that does not say how wide it is.
const USUAL_PAGE: u16 = 80;

/// Columns that hold numbers, and stand to the right. A column of that name that holds words stands to the left.
const NUMBERS: [&str; 42] = [
    "score",
    "credit",
    "concepts",
    "relations",
    "mappings",
    "rows",
    "taken",
    "count",
    "mean",
    "low",
    "high",
    "confidence",
    "proposed",
    "accepted",
    "refused",
    "disputed",
    "versions",
    "%",
    "exact %",
    "same %",
    "before %",
    "now %",
    "mapped",
    "no match",
    "newly settled",
    "newly open",
    "added",
    "with a new concept",
    "removed",
    "with a concept that is gone",
    "hangs on it",
    "number",
    "batch",
    "pairs",
    "kappa",
    "answers",
    "said",
    "right",
    "RP@5",
    "MRR",
    "examples",
    "line",
];

/// Columns whose cells are read as one piece and never broken.
const WHOLE: [&str; 9] =
    ["release", "digest", "current", "match", "figure", "health", "asked", "matters", "licence"];

/// What a column holds that says where a row is from: in a block it stands in brackets behind the name.
const ORIGIN: &str = "framework";

pub(super) fn strings<const N: usize>(cells: [&dyn Display; N]) -> Vec<String> {
    cells.iter().map(ToString::to_string).collect()
}

/// A count with its thousands apart: `25,999`.
pub(super) fn in_threes(n: u64) -> String {
    let digits = n.to_string();
    let first = digits.len() % 3;
    let mut out = digits[..first].to_owned();
    for (at, digit) in digits[first..].chars().enumerate() {
        if at % 3 == 0 && !out.is_empty() {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `one` of a thing, else so many of `several`.
pub(super) fn counted(n: usize, one: &str, several: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {several}") }
}

/// The rows as they fit standard output.
pub(super) fn table(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let out = std::io::stdout();
    let page = out.is_terminal().then(|| Table::new().width().unwrap_or(USUAL_PAGE));
    drawn(header, rows.collect(), page)
}

/// The rows on a page so many letters wide; without a page nothing is wrapped.
fn drawn(header: &[&str], mut rows: Vec<Vec<String>>, page: Option<u16>) -> String {
    let mut header = header.to_vec();
    let Some(page) = page else {
        for cell in rows.iter_mut().flatten() {
            *cell = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        return lines(&header, &rows, None);
    };
    leave_out_empty(&mut header, &mut rows);
    let blocks = blocks(&header, &rows, page);
    let Some(widths) = widths(&header, &rows, page) else { return blocks };
    let lines = lines(&header, &rows, Some(&widths));
    // Side by side is easier to compare, but not where narrow columns make towers of words.
    if lines.lines().count() > blocks.lines().count() + HEADING { blocks } else { lines }
}

/// A column without a single value says nothing and takes the room of those that do.
fn leave_out_empty(header: &mut Vec<&str>, rows: &mut [Vec<String>]) {
    if rows.is_empty() {
        return;
    }
    for at in (0..header.len()).rev() {
        if rows.iter().all(|row| row.get(at).is_none_or(String::is_empty)) {
            header.remove(at);
            for row in rows.iter_mut().filter(|row| at < row.len()) {
                row.remove(at);
            }
        }
    }
}

fn holds_numbers(name: &str, at: usize, rows: &[Vec<String>]) -> bool {
    let is_number = |cell: &String| {
        cell.is_empty()
            || cell.chars().all(|c| c.is_ascii_digit() || " .,%+-?".contains(c)) && cell != "?"
    };
    NUMBERS.contains(&name) && rows.iter().filter_map(|row| row.get(at)).all(is_number)
}

/// Letters of the widest line of each column, header included.
fn widest(header: &[&str], rows: &[Vec<String>]) -> Vec<u16> {
    let mut table = Table::new();
    table.set_header(header).add_rows(rows);
    table.column_max_content_widths()
}

/// How wide each column is drawn; nothing where they do not fit side by side.
fn widths(header: &[&str], rows: &[Vec<String>], page: u16) -> Option<Vec<u16>> {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join("\n");
    let whole = widest(header, rows);
    let broken_header: Vec<String> = header.iter().map(|name| words(name)).collect();
    let broken_header: Vec<&str> = broken_header.iter().map(String::as_str).collect();
    let broken: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| words(cell)).collect()).collect();
    let longest_words = widest(&broken_header, &broken);
    let least = header.iter().enumerate().zip(whole.iter().zip(longest_words));
    let least: Vec<u16> = least
        .map(|((at, name), (whole, word))| {
            let is_whole = WHOLE.contains(name) || holds_numbers(name, at, rows);
            if is_whole { *whole } else { word.max(LEAST).min(*whole) }
        })
        .collect();
    let gaps = u32::from(GAP) * u32::try_from(header.len().saturating_sub(1)).unwrap_or(u32::MAX);
    let room = u32::from(page).checked_sub(gaps)?;
    let total = |widths: &[u16]| widths.iter().map(|width| u32::from(*width)).sum::<u32>();
    if total(&least) > room {
        return None;
    }
    // The narrow ones get all they want, the wide ones share the rest alike.
    let shared = |most: u16| -> Vec<u16> {
        whole.iter().zip(&least).map(|(whole, least)| (*whole).min(most).max(*least)).collect()
    };
    (0..=page).rev().map(shared).find(|widths| total(widths) <= room)
}

fn lines(header: &[&str], rows: &[Vec<String>], widths: Option<&[u16]>) -> String {
    let mut table = Table::new();
    table.load_style(STYLE).set_header(header).add_rows(rows);
    table.set_content_arrangement(match widths {
        Some(_) => ContentArrangement::Dynamic,
        None => ContentArrangement::Disabled,
    });
    for (at, name) in header.iter().enumerate() {
        let is_last = at + 1 == header.len();
        let Some(column) = table.column_mut(at) else { continue };
        let gap = if is_last { 0 } else { GAP };
        column.set_padding((0, gap));
        if holds_numbers(name, at, rows) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        if let Some(width) = widths.and_then(|widths| widths.get(at)) {
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width + gap)));
        }
    }
    table.to_string().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Each row on lines of its own: what it is, and indented below it what is said of it. Where the first column is named
/// once over several rows, it is their heading.
fn blocks(header: &[&str], rows: &[Vec<String>], page: u16) -> String {
    let mut out = String::new();
    let is_number: Vec<bool> =
        header.iter().enumerate().map(|(at, name)| holds_numbers(name, at, rows)).collect();
    let has_headings = rows.iter().any(|row| row.first().is_some_and(String::is_empty));
    let from = usize::from(has_headings && header.len() > 1);
    let leads = leads(&is_number, from);
    let indent = "  ".repeat(from);
    for row in rows {
        if let Some(heading) = row.first().filter(|cell| from > 0 && !cell.is_empty()) {
            wrap(&mut out, "", heading, page);
        }
        let cell = |at: &usize| row.get(*at).filter(|cell| !cell.is_empty()).map(String::as_str);
        let mut lead = leads.iter().filter_map(cell).collect::<Vec<_>>().join("  ");
        let mut below = String::new();
        let inner = format!("{indent}    ");
        let others = header.iter().zip(row).enumerate().skip(from);
        for (at, (name, cell)) in others.filter(|(_, (_, cell))| !cell.is_empty()) {
            let mut parts = cell.lines();
            if leads.contains(&at) {
                continue;
            }
            if *name == ORIGIN {
                let _ = write!(lead, " ({})", parts.next().unwrap_or_default());
                parts.for_each(|part| wrap(&mut below, &inner, part, page));
            } else {
                wrap(&mut below, &inner, &format!("{name}: {cell}"), page);
            }
        }
        wrap(&mut out, &indent, &lead, page);
        out.push_str(&below);
    }
    out
}

/// The columns that stand in the first line of a block: the first, and behind a number the first that holds words.
fn leads(is_number: &[bool], from: usize) -> Vec<usize> {
    let mut leads = vec![from];
    if is_number.get(from) == Some(&true) {
        leads.extend(is_number.iter().enumerate().skip(from).find(|(_, n)| !**n).map(|(at, _)| at));
    }
    leads
}

/// Breaks a text between words; a word longer than the page stays whole. Lines after the first stand further in.
fn wrap(out: &mut String, indent: &str, text: &str, page: u16) {
    let mut line = indent.to_owned();
    let mut n = indent.len();
    let mut is_begun = false;
    for part in text.split(' ') {
        let part = part.trim();
        let n_part = part.chars().count();
        if is_begun && n + 1 + n_part > usize::from(page) {
            let _ = writeln!(out, "{}", line.trim_end());
            line = format!("{indent}    ");
            n = line.len();
            is_begun = false;
        }
        if is_begun {
            line.push(' ');
            n += 1;
        }
        line.push_str(part);
        n += n_part;
        is_begun = true;
    }
    let _ = writeln!(out, "{}", line.trim_end());
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: [&str; 5] = ["score", "skill", "asked", "framework", "because"];

    fn rows() -> Vec<Vec<String>> {
        let because = "the words “wash your hands” are in its description, see https://example.org/a/very/long/address/of/a/concept";
        vec![
            strings([&"0.75", &"Apply hand hygiene", &"", &"college outcome", &because]),
            strings([&"1", &"Greet", &"", &"college outcome\n= esco: welcome", &"it is said"]),
        ]
    }

    #[test]
    fn thousands_stand_apart() {
        let cases =
            [(0, "0"), (999, "999"), (1000, "1,000"), (25_999, "25,999"), (1_234_567, "1,234,567")];
        for (n, expected) in cases {
            assert_eq!(in_threes(n), expected);
        }
    }

    #[test]
    fn in_a_pipe_each_row_is_one_line_and_nothing_is_broken() {
        let drawn = drawn(&HEADER, rows(), None);
        let lines: Vec<&str> = drawn.lines().collect();
        assert_eq!(lines.len(), 4, "{drawn}");
        assert!(lines[2].ends_with("https://example.org/a/very/long/address/of/a/concept"));
        assert!(lines[3].contains("college outcome = esco: welcome"), "{drawn}");
        let at = |line: &str, word: &str| {
            line.find(word).map(|at| line[..at].chars().count()).unwrap_or_default()
        };
        assert_eq!(at(lines[2], "Apply"), at(lines[3], "Greet"), "columns are aligned");
        assert!(lines[3].starts_with("    1  Greet"), "numbers stand to the right: {drawn}");
    }

    #[test]
    fn a_table_is_never_wider_than_the_page_and_breaks_no_word() {
        for page in 60..160_u16 {
            let mut rows = rows();
            for row in &mut rows {
                row[4] =
                    row[4].replace("https://example.org/a/very/long/address/of/a/concept", "there");
            }
            let words: Vec<String> = rows
                .iter()
                .flatten()
                .flat_map(|c| c.split_whitespace())
                .map(str::to_owned)
                .collect();
            let drawn = drawn(&HEADER, rows, Some(page));
            for line in drawn.lines() {
                assert!(line.chars().count() <= usize::from(page), "{page}: {line}");
            }
            for word in words {
                assert!(drawn.contains(&word), "{page}: {word} is broken in\n{drawn}");
            }
        }
    }

    #[test]
    fn on_a_narrow_page_each_row_is_a_block_without_empty_cells_and_with_whole_addresses() {
        let expected = "\
0.75  Apply hand hygiene (college outcome)
    because: the words “wash your hands” are in its
        description, see
        https://example.org/a/very/long/address/of/a/concept
1  Greet (college outcome)
    = esco: welcome
    because: it is said
";
        assert_eq!(drawn(&HEADER, rows(), Some(60)), expected);
    }

    #[test]
    fn what_is_named_once_over_several_rows_is_their_heading() {
        let rows = vec![
            strings([&"c1 Welding", &"0.9", &"2", &"weld"]),
            strings([&"", &"0.5", &"1", &"cut"]),
        ];
        let expected = "c1 Welding\n  0.9  weld\n      count: 2\n  0.5  cut\n      count: 1\n";
        assert_eq!(blocks(&["text", "score", "count", "skill"], &rows, 30), expected);
    }

    #[test]
    fn a_column_of_numbers_stands_to_the_right_and_one_of_words_of_the_same_name_does_not() {
        let drawn_with =
            |cell: &str| drawn(&["match", "proposed"], vec![strings([&"exact", &cell])], None);
        assert!(drawn_with("7").ends_with("exact         7"), "{}", drawn_with("7"));
        assert!(drawn_with("drop").ends_with("exact  drop"), "{}", drawn_with("drop"));
    }
}
