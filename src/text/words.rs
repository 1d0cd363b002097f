//! Text -> words with their places; words -> a comparable form.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::model::Span;

/// The places of the words of a text, in reading order, not overlapping.
///
/// A word begins with a letter or digit and goes on with letters, digits, combining marks, `+` and `#`, so
/// that `C++`, `C#` and `F#` are words of their own; so is `.NET`, with its point. Everything else stands between
/// words.
///
/// ```
/// let text = "Use C++, not Cobol.";
/// let words: Vec<&str> = skillmap::text::words(text).map(|span| span.of(text)).collect();
/// assert_eq!(words, ["Use", "C++", "not", "Cobol"]);
/// ```
pub fn words(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut position = 0;
    std::iter::from_fn(move || {
        let rest = text.get(position..)?;
        let letter = position + rest.find(char::is_alphanumeric)?;
        let start = if has_leading_dot(text, letter) { letter - 1 } else { letter };
        let goes_on = |c: char| c.is_alphanumeric() || c == '+' || c == '#' || is_combining_mark(c);
        let tail = &text[letter..];
        let end = letter + tail.find(|c: char| !goes_on(c)).unwrap_or(tail.len());
        position = end;
        Some(Span { start, end })
    })
}

/// A point before a letter belongs to the word where a blank or nothing stands before it: `.NET`.
fn has_leading_dot(text: &str, letter: usize) -> bool {
    let Some(before) = text[..letter].strip_suffix('.') else { return false };
    let is_letter = text[letter..].starts_with(char::is_alphabetic);
    is_letter && before.chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(')
}

/// A word made comparable: compatibility forms resolved, lower case, accents and other marks removed.
///
/// `Café` and `cafe`, `ＡＢＣ` and `abc`, `Straße` and `strasse` become equal.
pub fn fold(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    let folded = word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let mut out = String::with_capacity(word.len());
    for c in folded {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            // Lower-casing may bring a mark back (İ).
            c if is_combining_mark(c) => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The words of a text, folded, with one blank between them: equal for labels that read the same.
///
/// `Health & Safety` and `health  safety` give `health safety`.
pub fn folded_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for span in words(text) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&fold(span.of(text)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_the_same_folds_to_the_same() {
        let rows = [
            ("Café", "cafe"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("ＡＢＣ", "abc"),
            ("Ærø", "aero"),
            ("İstanbul", "istanbul"),
            ("c++", "c++"),
        ];
        for (word, folded) in rows {
            assert_eq!(fold(word), folded, "help: see fold");
        }
        assert_eq!(folded_words("Health & Safety (general)"), "health safety general");
        assert_eq!(folded_words("  "), "");
        let text = "C#, R and .NET (.net core). End.Next ... 3 .5";
        assert_eq!(folded_words(text), "c# r and .net .net core end next 3 5");
    }

    proptest::proptest! {
        #[test]
        fn words_never_overlap_and_lie_on_character_boundaries(text in "\\PC{0,60}") {
            let mut end = 0;
            for span in words(&text) {
                assert!(span.start >= end && span.end > span.start);
                assert!(text.get(span.start..span.end).is_some());
                end = span.end;
            }
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,30}") {
            let once = fold(&text).into_owned();
            assert_eq!(fold(&once), once);
        }
    }
}
