//! A text with places in it -> pieces to show, some of them marked; pages of a list.

use crate::model::Span;
use crate::service::pages::page::Page;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::service::pages) struct Piece {
    pub(in crate::service::pages) text: String,
    pub(in crate::service::pages) is_marked: bool,
}

/// A text cut at the places that are to be marked; together the pieces are the text.
pub(in crate::service::pages) fn pieces(text: &str, spans: &[Span]) -> Vec<Piece> {
    let mut sorted: Vec<Span> = spans.to_vec();
    sorted.sort_by_key(|span| (span.start, span.end));
    let mut cut = Vec::new();
    let mut from = 0;
    let mut add = |start: usize, end: usize, is_marked| {
        if let Some(text) = text.get(start..end).filter(|text| !text.is_empty()) {
            cut.push(Piece { text: text.to_owned(), is_marked });
        }
    };
    for span in sorted {
        let start = span.start.max(from);
        // A place that is not one of this text marks nothing.
        if span.end > start && text.get(start..span.end).is_some() {
            add(from, start, false);
            add(start, span.end, true);
            from = span.end;
        }
    }
    add(from, text.len(), false);
    cut
}

/// Where one is in a list that is shown page by page.
#[derive(Debug)]
pub(in crate::service::pages) struct Pager {
    /// The first one shown, counted from 1.
    pub(in crate::service::pages) first: usize,
    /// The last one shown.
    pub(in crate::service::pages) last: usize,
    /// How many there are.
    pub(in crate::service::pages) total: u64,
    /// The address of the page before.
    pub(in crate::service::pages) previous: Option<String>,
    /// The address of the next page.
    pub(in crate::service::pages) next: Option<String>,
}

impl Pager {
    /// The pages of a list of `total`, `size` on each, of which the one from `offset` is shown; nothing where one page
    /// holds all.
    pub(in crate::service::pages) fn of(
        page: &Page,
        offset: usize,
        size: usize,
        total: u64,
    ) -> Option<Self> {
        let n = usize::try_from(total).unwrap_or(usize::MAX);
        if n <= size && offset == 0 {
            return None;
        }
        let at = |offset: usize| match offset {
            0 => page.with(&[("offset", "")]),
            offset => page.with(&[("offset", &offset.to_string())]),
        };
        let last = offset.saturating_add(size).min(n);
        Some(Self {
            first: (offset + 1).min(n),
            last,
            total,
            previous: (offset > 0).then(|| at(offset.saturating_sub(size))),
            next: (last < n).then(|| at(last)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_are_the_whole_text() {
        let span = |start, end| Span { start, end };
        let rows: [(&[Span], &str); 6] = [
            (&[], "é vital signs"),
            (&[span(3, 8)], "é [vital] signs"),
            (&[span(9, 14), span(3, 8)], "é [vital] [signs]"),
            (&[span(3, 8), span(5, 14)], "é [vital][ signs]"),
            // In the middle of a letter, and beyond the end.
            (&[span(1, 3)], "é vital signs"),
            (&[span(9, 99)], "é vital signs"),
        ];
        for (spans, expected) in rows {
            let shown: String = pieces("é vital signs", spans)
                .into_iter()
                .map(|p| if p.is_marked { format!("[{}]", p.text) } else { p.text })
                .collect();
            assert_eq!(shown, expected, "{spans:?}");
        }
    }
}
