//! The catalogue of all words that pages and their modules show, in each language.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Display;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::service::pages::language::PageLanguage;

/// The catalogue in English, as it is served to modules too.
pub(in crate::service::pages) const ENGLISH: &str = include_str!("../../../web/strings/en.json");
/// The catalogue in Spanish, with the same keys.
pub(in crate::service::pages) const SPANISH: &str = include_str!("../../../web/strings/es.json");

/// One language's words by key.
type Words = BTreeMap<String, Entry>;

static ENGLISH_WORDS: LazyLock<Words> = LazyLock::new(|| read(ENGLISH));
static SPANISH_WORDS: LazyLock<Words> = LazyLock::new(|| read(SPANISH));

/// A text with places such as `{name}`, or one for each plural form.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Entry {
    Text(String),
    Counted { one: String, other: String },
}

/// A catalogue that cannot be read has no words: keys are shown then. A test keeps that from happening.
fn read(catalogue: &str) -> Words {
    serde_json::from_str(catalogue).unwrap_or_default()
}

fn entry(language: PageLanguage, key: &str) -> Option<&'static Entry> {
    match language {
        PageLanguage::English => ENGLISH_WORDS.get(key),
        PageLanguage::Spanish => SPANISH_WORDS.get(key),
    }
}

/// A text of the catalogue whose places are filled one by one; displayed, it is the sentence.
#[derive(Debug, Clone)]
pub(in crate::service::pages) struct Saying(Cow<'static, str>);

impl Saying {
    /// The text of that key.
    pub(in crate::service::pages) fn of(language: PageLanguage, key: &str) -> Self {
        match entry(language, key) {
            Some(Entry::Text(text) | Entry::Counted { other: text, .. }) => Self(text.into()),
            None => Self(key.to_owned().into()),
        }
    }

    /// The text of that key in the plural form of a number, which fills its `{n}`.
    pub(in crate::service::pages) fn counted(language: PageLanguage, key: &str, n: u64) -> Self {
        let text = match entry(language, key) {
            Some(Entry::Counted { one, .. }) if n == 1 => Self(one.into()),
            _ => Self::of(language, key),
        };
        text.with("n", language.number(n))
    }

    /// The same with a place filled: `{name}` becomes the value.
    #[must_use]
    pub(in crate::service::pages) fn with<V: Display>(self, name: &str, value: V) -> Self {
        Self(self.0.replace(&format!("{{{name}}}"), &value.to_string()).into())
    }
}

impl Display for Saying {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The word of a value in a group of the catalogue (`kind`, `skill`); where the catalogue has none, the value itself with
/// spaces for underscores.
pub(in crate::service::pages) fn name(language: PageLanguage, group: &str, value: &str) -> String {
    match entry(language, &format!("{group}.{value}")) {
        Some(Entry::Text(text) | Entry::Counted { one: text, .. }) => text.clone(),
        None => value.replace('_', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_chooses_its_plural_form() {
        let rows = [
            (PageLanguage::English, 1, "1 concept"),
            (PageLanguage::English, 0, "0 concepts"),
            (PageLanguage::English, 13_939, "13,939 concepts"),
            (PageLanguage::Spanish, 1, "1 concepto"),
            (PageLanguage::Spanish, 1_305, "1305 conceptos"),
            (PageLanguage::Spanish, 13_939, "13.939 conceptos"),
        ];
        for (language, n, expected) in rows {
            let said = Saying::counted(language, "count.concepts", n).to_string();
            assert_eq!(said, expected);
        }
    }

    #[test]
    fn a_value_without_a_word_is_shown_as_it_is() {
        assert_eq!(name(PageLanguage::Spanish, "kind", "skill"), "capacidad");
        assert_eq!(name(PageLanguage::Spanish, "kind", "no_such_kind"), "no such kind");
    }
}
