//! Text -> its sentences and list items.

use icu_segmenter::SentenceSegmenter;

use crate::model::Span;

/// What may stand before a list item.
const BULLETS: [char; 9] = ['-', '*', '•', '·', '▪', '–', '—', '>', '#'];

/// The sentences, headings and list items of a text, in reading order, without the white space and bullets
/// around them; blank ones are left out.
///
/// A line ends a passage when the next one is blank, begins with a bullet, a digit or a capital letter;
/// lines broken in the middle of a sentence are read on. Within, sentences end by the Unicode rules (UAX 29).
///
/// ```
/// let text = "Learn to:\n- weld steel\n- read plans. Test it.";
/// let passages: Vec<&str> = skillmap::text::passages(text).iter().map(|p| p.of(text)).collect();
/// assert_eq!(passages, ["Learn to:", "weld steel", "read plans.", "Test it."]);
/// ```
pub fn passages(text: &str) -> Vec<Span> {
    let segmenter =
        SentenceSegmenter::new(icu_segmenter::options::SentenceBreakInvariantOptions::default());
    let mut passages = Vec::new();
    for block in blocks(text) {
        // A line broken inside a sentence is no boundary; the blank keeps every byte in its place.
        let content = block.of(text).replace(['\n', '\r'], " ");
        let mut start = 0;
        for end in segmenter.segment_str(&content) {
            // The point of ".NET" begins a word.
            let is_word = content[end..].starts_with(char::is_alphanumeric);
            if is_word && content[..end].ends_with(" .") {
                continue;
            }
            let sentence = Span { start, end }.shifted(block.start);
            start = end;
            passages.extend(trimmed(text, sentence));
        }
    }
    passages
}

/// Runs of lines that belong to one sentence or paragraph.
fn blocks(text: &str) -> Vec<Span> {
    let mut blocks: Vec<Span> = Vec::new();
    let mut offset = 0;
    let mut is_open = false;
    for line in text.split_inclusive('\n') {
        let span = Span { start: offset, end: offset + line.len() };
        offset = span.end;
        let content = line.trim();
        let Some(first) = content.chars().next() else {
            is_open = false;
            continue;
        };
        let begins_anew = BULLETS.contains(&first) || first.is_numeric() || first.is_uppercase();
        match blocks.last_mut() {
            Some(block) if is_open && !begins_anew => block.end = span.end,
            _ => blocks.push(span),
        }
        is_open = true;
    }
    blocks
}

fn trimmed(text: &str, span: Span) -> Option<Span> {
    let content = span.of(text);
    let is_edge = |c: char| c.is_whitespace() || BULLETS.contains(&c);
    let start = span.start + (content.len() - content.trim_start_matches(is_edge).len());
    let end = span.end - (content.len() - content.trim_end().len());
    (start < end && Span { start, end }.of(text).contains(char::is_alphanumeric))
        .then_some(Span { start, end })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_headings_and_list_items_stand_apart() {
        let rows: [(&str, &[&str]); 6] = [
            ("One thing. Another thing!", &["One thing.", "Another thing!"]),
            ("## Outcomes\n* plan a budget\n* lead", &["Outcomes", "plan a budget", "lead"]),
            ("a line that is\nbroken here", &["a line that is\nbroken here"]),
            ("1. wash\n2. dry\n\nend", &["1. wash", "2. dry", "end"]),
            (" \n \n---\n", &[]),
            ("Use the .NET framework. Test.", &["Use the .NET framework.", "Test."]),
        ];
        for (text, expected) in rows {
            let found: Vec<&str> = passages(text).iter().map(|p| p.of(text)).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn passages_are_in_order_and_lie_on_character_boundaries(text in "(\\PC|\n| ){0,80}") {
            let mut end = 0;
            for span in passages(&text) {
                assert!(span.start >= end && span.end > span.start);
                assert!(text.get(span.start..span.end).is_some());
                end = span.end;
            }
        }
    }
}
