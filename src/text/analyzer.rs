//! Text in a language -> the stems that carry its meaning, with their places.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use crate::model::Language;
use crate::model::Span;
use crate::text::fold;
use crate::text::stem;
use crate::text::words;

/// Cuts, folds and stems text of one language, without its stop words.
#[derive(Debug)]
pub struct Analyzer {
    language: Language,
    stop_words: FxHashSet<&'static str>,
}

/// A word that carries meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Folded stem.
    pub stem: String,
    /// Where the word stands in the text.
    pub span: Span,
}

/// Bytes of the longest stop word without accents, in any language.
const LONGEST_ASCII_STOP_WORD: usize = 24;

/// Words of English that the list does not have and that say nothing in course and job texts.
const MORE_ENGLISH: [&str; 9] = ["etc", "eg", "ie", "e", "g", "may", "also", "e.g", "us"];

/// The analyzer of a language; languages without stemmer or stop words are cut and folded only.
///
/// Made once per primary language and kept.
pub fn analyzer(language: Language) -> &'static Analyzer {
    const TAGS: [&str; 20] = [
        "en", "de", "fr", "es", "nl", "it", "pt", "sv", "da", "no", "fi", "hu", "ro", "ru", "tr",
        "el", "ar", "ta", "nb", "und",
    ];
    static KNOWN: OnceLock<Vec<Analyzer>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        TAGS.iter()
            .map(|tag| Analyzer::new(Language::new(tag).unwrap_or(Language::UNKNOWN)))
            .collect()
    });
    let position = TAGS.iter().position(|tag| *tag == language.primary());
    &known[position.unwrap_or(TAGS.len() - 1)]
}

impl Analyzer {
    fn new(language: Language) -> Self {
        let listed = stop_words::lookup(language.primary()).unwrap_or_default();
        let more: &[&'static str] = if language.primary() == "en" { &MORE_ENGLISH } else { &[] };
        Self { language, stop_words: listed.iter().chain(more).copied().collect() }
    }

    /// The stems of a text, in reading order, repeated ones too.
    ///
    /// ```
    /// use skillmap::model::Language;
    /// let tokens = skillmap::text::analyzer(Language::ENGLISH).tokens("Managing the projects");
    /// let stems: Vec<&str> = tokens.iter().map(|t| t.stem.as_str()).collect();
    /// assert_eq!(stems, ["manag", "project"]);
    /// ```
    pub fn tokens(&self, text: &str) -> Vec<Token> {
        words(text)
            .filter_map(|span| Some(Token { stem: self.stem_of(span.of(text))?, span }))
            .collect()
    }

    /// The folded stem of one word, nothing for a stop word.
    pub fn stem_of(&self, word: &str) -> Option<String> {
        let lower = word.to_lowercase();
        if self.stop_words.contains(lower.as_str()) {
            return None;
        }
        Some(fold(&stem(&lower, self.language)).into_owned())
    }

    /// Whether a word says nothing by itself ("of").
    pub fn is_stop_word(&self, word: &str) -> bool {
        let mut lower = [0u8; LONGEST_ASCII_STOP_WORD];
        match lower.get_mut(..word.len()) {
            // No memory is taken for what is nearly always the case.
            Some(lower) if word.is_ascii() => {
                lower.copy_from_slice(word.as_bytes());
                lower.make_ascii_lowercase();
                str::from_utf8(lower).is_ok_and(|lower| self.stop_words.contains(lower))
            }
            _ if word.is_ascii() => false,
            _ => self.stop_words.contains(word.to_lowercase().as_str()),
        }
    }

    /// The folded stem of one word, of a stop word too.
    pub fn any_stem_of(&self, word: &str) -> String {
        fold(&stem(&word.to_lowercase(), self.language)).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_names_of_skills_are_not_stop_words() {
        let english = analyzer(Language::ENGLISH);
        for word in ["c", "r", "system", "find", "bill", "go", "C++", "C#"] {
            assert!(english.stem_of(word).is_some(), "{word}");
        }
        for word in ["the", "of", "And", "etc"] {
            assert!(english.stem_of(word).is_none(), "{word}");
        }
    }

    #[test]
    fn no_stop_word_is_too_long_to_be_recognised() {
        for tag in ["en", "de", "fr", "es", "fi", "hu"] {
            let analyzer = analyzer(Language::new(tag).unwrap());
            for word in stop_words::lookup(tag).unwrap() {
                assert!(
                    analyzer.is_stop_word(&word.to_uppercase()) || !word.is_ascii(),
                    "{tag}: {word}"
                );
                assert!(analyzer.is_stop_word(word), "{tag}: {word}");
            }
            assert!(!analyzer.is_stop_word("welding") && !analyzer.is_stop_word("Schweißen"));
        }
    }

    #[test]
    fn every_language_drops_its_own_stop_words() {
        for (tag, text, stems) in [
            ("de", "die Verwaltung der Gebäude", vec!["verwalt", "gebaud"]),
            ("fr", "la gestion des équipes", vec!["gestion", "equip"]),
            ("es", "gestión de los equipos", vec!["gestion", "equip"]),
            ("xx", "kaldi kaldi", vec!["kaldi", "kaldi"]),
        ] {
            let tokens = analyzer(Language::new(tag).unwrap()).tokens(text);
            assert_eq!(tokens.into_iter().map(|t| t.stem).collect::<Vec<_>>(), stems, "{tag}");
        }
    }
}
