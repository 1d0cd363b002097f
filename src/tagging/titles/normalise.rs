//! A job title as people write it -> the words that say what the job is, and how much each counts.
//!
//! # What was measured
//! On every third title of the job board set, taking rank, contract, brackets and what follows a dash at a
//! lower weight raises the MRR by 0.1 to 0.8 points, depending on the weights of the scorers; how low the
//! weight is (0.05 to 0.4) does not matter. Splitting at a slash, "and" or "cum" and taking the best part changes
//! the MRR on O*NET's reported titles by 0.1 at most and loses 0 to 0.3 points on every fourth title of the job
//! board set, so titles stay whole. The order of words ("Nurse, registered") plays no part.

use crate::index::without_qualifier;
use crate::model::Language;
use crate::tagging::postings::term;
use crate::tagging::titles::lists::is_noise;
use crate::tagging::titles::lists::long_form;
use crate::text::analyzer;
use crate::text::fold;
use crate::text::folded_words;
use crate::text::words;

/// A title made comparable.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::tagging) struct Title {
    /// Its stems, in reading order, each once, and how much is lost when a label does not have one, 0..=1.
    pub(in crate::tagging) stems: Vec<(String, f64)>,
    /// The words that say what the job is, folded, one blank between them.
    pub(in crate::tagging) core: String,
}

/// Weight of words about rank, contract and vacancy, and of an abbreviation beside what it stands for.
const NOISE_WEIGHT: f64 = 0.2;
/// Weight of what stands in brackets or behind a dash: places and firms mostly, now and then the subject.
const ASIDE_WEIGHT: f64 = 0.5;
/// Letters of the shortest and longest pieces of words. With pieces of two or of five the MRR on the job board's
/// titles and on the German list stays within 0.3 points.
const PIECES: std::ops::RangeInclusive<usize> = 3..=4;

impl Title {
    /// A title that somebody wrote.
    pub(in crate::tagging) fn written(text: &str, language: Language) -> Self {
        let analyzer = analyzer(language);
        let is_english = language.primary() == "en";
        let mut title = Self::default();
        let mut depth = 0usize;
        let mut is_behind_dash = false;
        let mut end = 0;
        for span in words(text) {
            let between = &text[end..span.start];
            end = span.end;
            for c in between.chars() {
                match c {
                    '(' | '[' | '{' => depth += 1,
                    ')' | ']' | '}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
            is_behind_dash |= !title.core.is_empty()
                && [" - ", " – ", "@", "|"].iter().any(|dash| between.contains(dash));
            let place = if depth > 0 || is_behind_dash { ASIDE_WEIGHT } else { 1.0 };
            let word = span.of(text);
            let folded = fold(word);
            // Written in capitals it is no pronoun.
            let folded = if is_english && word == "IT" { "ict" } else { folded.as_ref() };
            let long = if is_english { long_form(folded) } else { None };
            let stem = analyzer.stem_of(folded);
            let Some(long) = long else {
                let Some(stem) = stem else { continue };
                let weight = if is_noise(folded) { NOISE_WEIGHT } else { 1.0 };
                title.add(stem, folded, weight * place);
                continue;
            };
            if let Some(stem) = stem {
                title.add(stem, "", NOISE_WEIGHT * place);
            }
            for word in long.split(' ') {
                let weight = if is_noise(word) { NOISE_WEIGHT } else { 1.0 };
                title.add(analyzer.any_stem_of(word), word, weight * place);
            }
        }
        if title.core.is_empty() {
            title.core = folded_words(text);
        }
        title
    }

    /// A label of a framework: nothing in it is noise but what it explains or leaves out.
    pub(in crate::tagging::titles) fn label(text: &str, language: Language) -> Self {
        let text = without_exception(without_qualifier(text));
        let mut title = Self { stems: Vec::new(), core: folded_words(text) };
        for token in analyzer(language).tokens(text) {
            title.add(token.stem, "", 1.0);
        }
        title
    }

    fn add(&mut self, stem: String, word: &str, weight: f64) {
        if !word.is_empty() && weight > NOISE_WEIGHT {
            if !self.core.is_empty() {
                self.core.push(' ');
            }
            self.core.push_str(word);
        }
        match self.stems.iter_mut().find(|(known, _)| *known == stem) {
            Some((_, known)) => *known = known.max(weight),
            None => self.stems.push((stem, weight)),
        }
    }

    /// Its stems as terms, with their weights.
    pub(in crate::tagging) fn terms(&self) -> Vec<(u64, f64)> {
        self.stems.iter().map(|(stem, weight)| (term(stem), *weight)).collect()
    }

    /// Its stems that say what the job is, as terms; all of them where none does.
    pub(in crate::tagging) fn heavy_terms(&self) -> Vec<u64> {
        let heavy = self.stems.iter().filter(|(_, weight)| *weight > NOISE_WEIGHT);
        let heavy: Vec<u64> = heavy.map(|(stem, _)| term(stem)).collect();
        if heavy.is_empty() {
            self.stems.iter().map(|(stem, _)| term(stem)).collect()
        } else {
            heavy
        }
    }

    /// The pieces of its words as terms, blanks around each word, repeated ones too.
    pub(in crate::tagging::titles) fn pieces(&self) -> Vec<u64> {
        let mut pieces = Vec::new();
        for word in self.core.split(' ') {
            let padded: Vec<char> = std::iter::once(' ').chain(word.chars()).chain([' ']).collect();
            for n in PIECES {
                pieces.extend(padded.windows(n).map(|w| term(&w.iter().collect::<String>())));
            }
        }
        pieces
    }
}

/// `Clerks, All Other` is about clerks, and `Managers, Except Sales` about managers.
fn without_exception(label: &str) -> &str {
    let lower = label.to_ascii_lowercase();
    let end = [", except ", " (except ", ", all other"].iter().filter_map(|mark| lower.find(mark));
    match end.min().map(|end| label[..end].trim_end()) {
        Some(rest) if !rest.is_empty() => rest,
        _ => label,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heavy(text: &str, tag: &str) -> Vec<String> {
        let title = Title::written(text, Language::new(tag).unwrap());
        let weighs = |(_, weight): &(String, f64)| *weight > NOISE_WEIGHT;
        title.stems.into_iter().filter(weighs).map(|(stem, _)| stem).collect()
    }

    #[test]
    fn what_is_no_part_of_the_job_weighs_little() {
        let rows: [(&str, &str, &[&str]); 7] = [
            ("Senior Accountants (m/f/d)", "en", &["account"]),
            ("Sr. Welder II - urgent", "en", &["welder"]),
            ("URGENT!! Store Mgr, full time", "en", &["store", "manag"]),
            ("RN", "en", &["regist", "nurs"]),
            ("IT Technician", "en", &["inform", "technolog", "technician"]),
            ("Bäcker (m/w/d) Vollzeit", "de", &["back"]),
            ("Comptable confirmé H/F CDI", "fr", &["comptabl"]),
        ];
        for (text, tag, expected) in rows {
            assert_eq!(heavy(text, tag), expected, "{text:?}\nhelp: see lists.rs");
        }
    }

    #[test]
    fn what_stands_aside_weighs_half_and_a_title_of_noise_is_still_a_title() {
        let title = Title::written("Nurse - Kuala Lumpur", Language::ENGLISH);
        let weights: Vec<f64> = title.stems.iter().map(|(_, weight)| *weight).collect();
        assert_eq!(weights, [1.0, ASIDE_WEIGHT, ASIDE_WEIGHT]);
        let noise = Title::written("Senior trainee", Language::ENGLISH);
        assert_eq!((noise.stems.len(), noise.core.as_str()), (2, "senior trainee"));
        assert_eq!(Title::written(" -- ", Language::ENGLISH), Title::default());
    }

    #[test]
    fn a_label_is_read_without_what_it_leaves_out() {
        let rows = [
            ("Clerks, All Other", "Clerks"),
            ("Managers, Except Sales Managers", "Managers"),
            ("All Other", "All Other"),
            ("Bakers", "Bakers"),
        ];
        for (label, read) in rows {
            assert_eq!(without_exception(label), read);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_title(text in "\\PC{0,60}") {
            let title = Title::written(&text, Language::ENGLISH);
            assert!(title.stems.iter().all(|(_, weight)| *weight > 0.0 && *weight <= 1.0));
            title.pieces();
        }
    }
}
