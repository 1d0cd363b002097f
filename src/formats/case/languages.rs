//! Languages as CASE writes them <-> tags of BCP 47.

use std::collections::BTreeMap;

use crate::formats::case::names;
use crate::model::Concept;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;

/// Codes of three letters (ISO 639-2) that providers write, and names, with the tag of BCP 47.
const OTHER_NAMES: [(&str, &str); 20] = [
    ("eng", "en"),
    ("english", "en"),
    ("spa", "es"),
    ("spanish", "es"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("french", "fr"),
    ("deu", "de"),
    ("ger", "de"),
    ("german", "de"),
    ("ita", "it"),
    ("por", "pt"),
    ("nld", "nl"),
    ("dut", "nl"),
    ("zho", "zh"),
    ("chi", "zh"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("ara", "ar"),
    ("rus", "ru"),
];

/// The language that a member `language` names, `en_US` and `eng` alike; nothing where it names none.
pub(super) fn read(text: &str) -> Option<Language> {
    let language = Language::new(text).ok()?;
    let primary = language.primary();
    let rest = &language.as_str()[primary.len()..];
    match OTHER_NAMES.iter().find(|(name, _)| *name == primary) {
        Some((_, tag)) => Language::new(&format!("{tag}{rest}")).ok(),
        // A name that is no tag (`Math`).
        None if !(2..=3).contains(&primary.len()) => None,
        None => Some(language),
    }
}

/// The language as the implementation guide asks for it: `en_US`.
pub(super) fn written(language: Language) -> String {
    let part = |(position, part): (usize, &str)| match (position, part.len()) {
        (0, _) => part.to_owned(),
        (_, 2) => part.to_ascii_uppercase(),
        (_, 4) => part[..1].to_ascii_uppercase() + &part[1..],
        _ => part.to_owned(),
    };
    language.as_str().split('-').enumerate().map(part).collect::<Vec<_>>().join("_")
}

/// Whether it comes back as it is.
pub(super) fn is_plain(language: Language) -> bool {
    read(&written(language)) == Some(language)
}

/// The language of most preferred labels, of equally many the first; where there are none, of anything said.
pub(super) fn of_all(concepts: &[Concept]) -> Option<Language> {
    let preferred = |c: &'_ Concept| -> Vec<Language> {
        c.labels.iter().filter(|l| l.kind == LabelKind::Preferred).map(|l| l.language).collect()
    };
    let mut counts: BTreeMap<Language, u64> = BTreeMap::new();
    for language in concepts.iter().flat_map(preferred).filter(|l| is_plain(*l)) {
        *counts.entry(language).or_default() += 1;
    }
    let most = counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
    most.map(|(language, _)| *language)
        .or_else(|| concepts.iter().find_map(|concept| of(concept, None)))
}

/// The language of a concept's members; nothing where nothing can be said in any.
pub(super) fn of(concept: &Concept, main: Option<Language>) -> Option<Language> {
    let is_said = |l: &Label| is_plain(l.language) && names::is_plain(&l.text);
    let mut preferred: Vec<Language> = Vec::new();
    let mut others: Vec<Language> = Vec::new();
    for label in concept.labels.iter().filter(|l| is_said(l)) {
        match label.kind {
            LabelKind::Preferred => preferred.push(label.language),
            LabelKind::Alternative => others.push(label.language),
            LabelKind::Hidden => {}
        }
    }
    let texts = concept.texts.iter().map(|text| text.language).filter(|l| is_plain(*l));
    let all: Vec<Language> = preferred.iter().copied().chain(others).chain(texts).collect();
    match main {
        Some(main) if preferred.contains(&main) => Some(main),
        _ => all.first().copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_in_the_ways_it_is_written() {
        for (text, tag, back) in [
            ("en", "en", "en"),
            ("en-US", "en-us", "en_US"),
            ("en_US", "en-us", "en_US"),
            ("eng", "en", "en"),
            ("English", "en", "en"),
            ("eng-US", "en-us", "en_US"),
            ("zh-hans-cn", "zh-hans-cn", "zh_Hans_CN"),
            ("es-419", "es-419", "es_419"),
            ("und", "und", "und"),
        ] {
            let language = read(text).unwrap();
            assert_eq!(language.as_str(), tag, "{text}");
            assert_eq!(written(language), back, "{text}");
            assert!(is_plain(language), "{text}");
        }
        for text in ["", "Math", "english language", "é"] {
            assert_eq!(read(text), None, "{text}");
        }
        for tag in ["eng", "mathematics", "x-none"] {
            assert!(!is_plain(Language::new(tag).unwrap()), "{tag}");
        }
    }
}
