//! Sentence -> the pieces of it that may name a skill by themselves.

use std::collections::BTreeSet;

use crate::model::Language;
use crate::text::words;

/// Words of the short and of the long windows: most labels have two to six (algorithms measured with 4 and 7).
const WINDOW_WORDS: [usize; 2] = [4, 7];

/// Words that join two things, by primary language.
const JOINING: [(&str, &[&str]); 10] = [
    ("en", &["and", "or"]),
    ("de", &["und", "oder", "sowie"]),
    ("fr", &["et", "ou"]),
    ("es", &["y", "e", "o", "u"]),
    ("nl", &["en", "of"]),
    ("it", &["e", "ed", "o", "od"]),
    ("pt", &["e", "ou"]),
    ("sv", &["och", "eller"]),
    ("da", &["og", "eller"]),
    ("pl", &["i", "oraz", "lub"]),
];

/// The pieces of a sentence, each once, in reading order of their beginnings: the chunks between commas and joining words,
/// and the windows of four and of seven words. The sentence itself is not among them.
pub(super) fn pieces(sentence: &str, language: Language) -> Vec<&str> {
    let spans: Vec<(usize, usize)> = words(sentence).map(|s| (s.start, s.end)).collect();
    let mut found = BTreeSet::new();
    let joining = JOINING.iter().find(|(tag, _)| *tag == language.primary());
    let joining = joining.map_or(&[][..], |(_, words)| words);
    let is_joining =
        |span: &(usize, usize)| joining.contains(&sentence[span.0..span.1].to_lowercase().as_str());
    let mut chunk: Option<(usize, usize)> = None;
    for (at, span) in spans.iter().enumerate() {
        let gap = at.checked_sub(1).map_or("", |before| &sentence[spans[before].1..span.0]);
        if is_joining(span) || gap.contains([',', ';', ':', '(', ')', '\n']) {
            found.extend(chunk.take());
        }
        if !is_joining(span) {
            chunk = Some((chunk.map_or(span.0, |chunk| chunk.0), span.1));
        }
    }
    found.extend(chunk);
    for length in WINDOW_WORDS {
        found.extend(spans.windows(length).map(|window| (window[0].0, window[length - 1].1)));
    }
    let whole = (spans.first().map_or(0, |s| s.0), spans.last().map_or(0, |s| s.1));
    found
        .into_iter()
        .filter(|span| *span != whole)
        .map(|(start, end)| &sentence[start..end])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_falls_into_chunks_and_windows() {
        let rows = [
            (
                "Weld pipes, read plans and lift loads.",
                vec![
                    "Weld pipes",
                    "Weld pipes, read plans",
                    "pipes, read plans and",
                    "read plans",
                    "read plans and lift",
                    "plans and lift loads",
                    "lift loads",
                ],
            ),
            ("weld pipes", vec![]),
            ("", vec![]),
        ];
        for (sentence, expected) in rows {
            assert_eq!(pieces(sentence, Language::ENGLISH), expected, "{sentence}");
        }
        let german = Language::new("de").unwrap();
        assert_eq!(pieces("Rohre schweißen und prüfen", german), ["Rohre schweißen", "prüfen"]);
    }
}
