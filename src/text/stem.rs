//! Word -> stem, by language, for any word.
//!
//! # Why two libraries
//! rust-stemmers is the one in use; on some Greek words (`αντιθετέ`) it panics, so Greek goes to frostem,
//! which does not. Nobody else may call a stemmer: what can panic is kept in this file.

use std::borrow::Cow;

use rust_stemmers::Algorithm;
use rust_stemmers::Stemmer;

use crate::model::Language;

/// The stem of a lower-case word; the word itself in a language without stemmer.
///
/// ```
/// use skillmap::model::Language;
/// assert_eq!(skillmap::text::stem("managing", Language::ENGLISH), "manag");
/// ```
pub fn stem(word: &str, language: Language) -> Cow<'_, str> {
    let primary = language.primary();
    if primary == "el" {
        return Cow::Owned(
            frostem::Stemmer::new(frostem::Algorithm::Greek).stem(word).into_owned(),
        );
    }
    match algorithm(primary) {
        Some(algorithm) => Stemmer::create(algorithm).stem(word),
        None => Cow::Borrowed(word),
    }
}

fn algorithm(primary: &str) -> Option<Algorithm> {
    Some(match primary {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "nl" => Algorithm::Dutch,
        "en" => Algorithm::English,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "de" => Algorithm::German,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "es" => Algorithm::Spanish,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(tag: &str) -> Language {
        Language::new(tag).unwrap()
    }

    #[test]
    fn forms_of_a_word_share_a_stem_in_every_language() {
        let rows = [
            ("en", "managing", "manages"),
            ("en-us", "skills", "skill"),
            ("de", "häuser", "häusern"),
            ("fr", "gestionnaires", "gestionnaire"),
            ("es", "programas", "programa"),
            ("nl", "voertuigen", "voertuig"),
            ("sv", "lärarna", "lärare"),
            ("el", "διαχείρισης", "διαχείριση"),
        ];
        for (tag, one, other) in rows {
            assert_eq!(stem(one, language(tag)), stem(other, language(tag)), "{tag}");
        }
        assert_eq!(stem("osaaminen", language("et")), "osaaminen");
    }

    #[test]
    fn the_greek_words_that_panic_elsewhere_have_a_stem() {
        for word in ["αντιθετέ", "α", "ά", "ανα", "επι"] {
            assert!(!stem(word, language("el")).is_empty(), "{word}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_word_in_any_language_panics(word in "\\PC{0,24}", greek in "[α-ωά-ώ]{1,14}") {
            for tag in ["ar", "da", "nl", "en", "fi", "fr", "de", "el", "hu", "it", "no", "pt", "ro", "ru", "es", "sv", "ta", "tr", "zz"] {
                let _ = stem(&word.to_lowercase(), language(tag));
                let _ = stem(&greek, language(tag));
            }
        }
    }
}
