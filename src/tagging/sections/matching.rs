//! Words of a text -> the known phrases among them.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::model::SectionRole;
use crate::model::Span;
use crate::tagging::sections::headings::FILLERS;
use crate::tagging::sections::headings::HEADINGS;
use crate::tagging::sections::headings::MORE_HEADINGS;
use crate::tagging::sections::phrases::Cue;
use crate::tagging::sections::phrases::PHRASES;
use crate::text::fold;
use crate::text::words;

/// The words of a stretch of text, with their places in the whole text, and folded.
#[derive(Debug)]
pub(in crate::tagging) struct Words<'t> {
    pub(in crate::tagging) text: &'t str,
    pub(in crate::tagging) span: Span,
    pub(in crate::tagging) spans: Vec<Span>,
    pub(in crate::tagging) folded: Vec<Cow<'t, str>>,
}

impl<'t> Words<'t> {
    pub(in crate::tagging) fn of(text: &'t str, span: Span) -> Self {
        let spans: Vec<Span> = words(span.of(text)).map(|word| word.shifted(span.start)).collect();
        let folded = spans.iter().map(|word| fold(word.of(text))).collect();
        Self { text, span, spans, folded }
    }

    pub(in crate::tagging) fn len(&self) -> usize {
        self.spans.len()
    }

    /// The folded word at that position; empty beyond the end.
    pub(in crate::tagging) fn word(&self, position: usize) -> &str {
        self.folded.get(position).map_or("", |word| word)
    }

    /// What stands between that word and the next one, or the end.
    pub(in crate::tagging) fn gap_after(&self, position: usize) -> &'t str {
        let Some(word) = self.spans.get(position) else { return "" };
        let end = self.spans.get(position + 1).map_or(self.span.end, |next| next.start);
        Span { start: word.end, end }.of(self.text)
    }

    /// From the first of these words to the last.
    pub(in crate::tagging) fn between(&self, first: usize, end: usize) -> Span {
        let start = self.spans.get(first).map_or(self.span.end, |word| word.start);
        let end = end.checked_sub(1).and_then(|last| self.spans.get(last));
        Span { start, end: end.map_or(start, |word| word.end.max(start)) }
    }
}

/// A known phrase that stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tagging) struct Found<C> {
    pub(in crate::tagging) cue: C,
    /// Its first word.
    pub(in crate::tagging) first: usize,
    /// The word after its last one.
    pub(in crate::tagging) end: usize,
}

/// Phrases by their first word, longest first.
pub(in crate::tagging) struct Phrases<C> {
    by_first: FxHashMap<String, Vec<(Vec<String>, C)>>,
}

impl<C: Copy + PartialEq> Phrases<C> {
    pub(in crate::tagging) fn new(rows: impl IntoIterator<Item = (C, &'static str)>) -> Self {
        let mut by_first: FxHashMap<String, Vec<(Vec<String>, C)>> = FxHashMap::default();
        for (cue, phrases) in rows {
            for phrase in phrases.split('|') {
                let mut all = words(phrase).map(|word| fold(word.of(phrase)).into_owned());
                let Some(first) = all.next() else { continue };
                let known = by_first.entry(first).or_default();
                let rest: Vec<String> = all.collect();
                // Longest first; of equals the earlier row.
                let at = known.partition_point(|(other, _)| other.len() >= rest.len());
                known.insert(at, (rest, cue));
            }
        }
        Self { by_first }
    }

    /// The phrases among these words, in reading order, the longest at each place, not overlapping.
    pub(in crate::tagging) fn find(&self, words: &Words<'_>) -> Vec<Found<C>> {
        let mut found: Vec<Found<C>> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let next = self.at(words, at);
            let Some(phrase) = next else {
                at += 1;
                continue;
            };
            at = phrase.end;
            found.push(phrase);
        }
        found
    }

    /// The longest phrase that begins at that word.
    pub(in crate::tagging) fn at(&self, words: &Words<'_>, first: usize) -> Option<Found<C>> {
        let known = self.by_first.get(words.word(first))?;
        let fits = |rest: &[String]| {
            rest.iter().enumerate().all(|(i, word)| words.word(first + 1 + i) == word)
        };
        let (rest, cue) = known.iter().find(|(rest, _)| fits(rest))?;
        Some(Found { cue: *cue, first, end: first + 1 + rest.len() })
    }
}

static CUES: LazyLock<Phrases<Cue>> = LazyLock::new(|| Phrases::new(PHRASES));
static HEADS: LazyLock<Phrases<SectionRole>> =
    LazyLock::new(|| Phrases::new(HEADINGS.into_iter().chain(MORE_HEADINGS)));
static FILLER: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| FILLERS.split_whitespace().collect());

/// The cues of a sentence.
pub(in crate::tagging) fn cues(words: &Words<'_>) -> Vec<Found<Cue>> {
    let mut cues = CUES.find(words);
    cues.retain(|found| match found.cue {
        Cue::RequiredAfter | Cue::PlusAfter => closes_clause(words, found),
        Cue::MustBefore | Cue::HasBefore => opens_clause(words, found),
        _ => true,
    });
    cues
}

/// "You have" asks where a sentence begins with it, a lone "minimum" there or before a number, and "requires" not
/// in "every vehicle that requires it".
fn opens_clause(words: &Words<'_>, found: &Found<Cue>) -> bool {
    const YOU: [&str; 6] = ["you", "sie", "du", "vous", "je", "tienes"];
    let begins = found.first <= 1 || words.gap_after(found.first - 1).contains([',', ':', ';']);
    let first = words.word(found.first);
    if first == "minimum" && found.end - found.first == 1 {
        let next = words.word(found.end);
        return begins || next.starts_with(|c: char| c.is_ascii_digit());
    }
    let says_must = words.word(found.first + 1) != "have" || begins;
    (!YOU.contains(&first) || says_must && (begins || words.word(found.first + 1) == "must"))
        && !["that", "which"].contains(&before(words, found))
}

fn before<'w>(words: &'w Words<'_>, found: &Found<Cue>) -> &'w str {
    found.first.checked_sub(1).map_or("", |at| words.word(at))
}

/// A lone "required" counts at the end of its clause only: "required paperwork" requires nothing of anybody, nor
/// does "as required".
fn closes_clause(words: &Words<'_>, found: &Found<Cue>) -> bool {
    /// Words that take the force from it.
    const AS: [&str; 12] = [
        "as",
        "if",
        "when",
        "where",
        "wherever",
        "any",
        "all",
        "other",
        "the",
        "of",
        "not",
        "including",
    ];
    /// Words after which it still closes its clause: "required in this role".
    const CLOSING: [&str; 7] = ["in", "but", "and", "or", "with", "at", "is"];
    if found.end - found.first > 1 {
        return true;
    }
    if AS.contains(&before(words, found)) {
        return false;
    }
    let ends_here = words.gap_after(found.end - 1).contains(|c: char| !c.is_whitespace());
    found.end >= words.len() || ends_here || CLOSING.contains(&words.word(found.end))
}

/// How a heading is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tagging) enum Shape {
    /// Marked as one: a colon, `#`, capitals, bold.
    Marked,
    /// A short line or sentence like any other.
    Plain,
}

/// Words of a heading at most.
const HEADING_WORDS: usize = 14;

/// What a heading announces; nothing where the words are none.
///
/// Of a marked one, one word may be unknown beside the phrase (two where the phrase has several words); of a
/// plain one, none.
pub(in crate::tagging) fn heading(words: &Words<'_>, shape: Shape) -> Option<SectionRole> {
    if words.len() == 0 || words.len() > HEADING_WORDS {
        return None;
    }
    let found = HEADS.find(words);
    let longest = found.iter().map(|f| f.end - f.first).max()?;
    let is_known = |at: usize| {
        found.iter().any(|f| (f.first..f.end).contains(&at))
            || FILLER.contains(words.word(at))
            || words.word(at).chars().all(|c| c.is_ascii_digit())
    };
    let n_unknown = (0..words.len()).filter(|at| !is_known(*at)).count();
    let allowed = match shape {
        Shape::Plain => 0,
        Shape::Marked if longest > 1 => 2,
        Shape::Marked => 1,
    };
    if n_unknown > allowed {
        return None;
    }
    let is_there = |role: SectionRole| found.iter().any(|f| f.cue == role);
    if is_there(SectionRole::Preferred) {
        return Some(SectionRole::Preferred);
    }
    if is_there(SectionRole::EqualOpportunity) {
        // "We are an equal opportunity employer" is the sentence itself.
        let is_sentence = words.folded.iter().any(|word| ["are", "is"].contains(&&**word));
        return (!is_sentence).then_some(SectionRole::EqualOpportunity);
    }
    // "Job responsibilities", "summary of skills": the word that says more.
    let says_more = |role: SectionRole| {
        !matches!(role, SectionRole::Details | SectionRole::Description | SectionRole::Other)
    };
    let most = found.iter().find(|f| says_more(f.cue) && !is_part_of_name(words, f));
    most.or_else(|| found.iter().find(|f| f.end - f.first == longest)).map(|f| f.cue)
}

/// "Company" of "company car policy" names no section; alone or at the end it does.
fn is_part_of_name(words: &Words<'_>, found: &Found<SectionRole>) -> bool {
    found.cue == SectionRole::Company && found.end - found.first == 1 && found.end < words.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading_of(text: &str, shape: Shape) -> Option<SectionRole> {
        heading(&Words::of(text, Span { start: 0, end: text.len() }), shape)
    }

    #[test]
    fn headings_are_known_in_five_languages() {
        let rows = [
            ("Job Responsibilities", SectionRole::Duties),
            ("Duties and Responsibilities", SectionRole::Duties),
            ("What you'll do", SectionRole::Duties),
            ("Minimum Requirements", SectionRole::Required),
            ("Required Knowledge, Skills & Abilities", SectionRole::Required),
            ("Preferred Qualifications", SectionRole::Preferred),
            ("Education and/or Experience", SectionRole::Qualifications),
            ("Corporate Profile", SectionRole::Company),
            ("Equal Opportunity", SectionRole::EqualOpportunity),
            ("Student Learning Outcomes", SectionRole::Outcomes),
            ("Ihre Aufgaben", SectionRole::Duties),
            ("Das bringen Sie mit", SectionRole::Required),
            ("Wir bieten", SectionRole::Benefits),
            ("Über uns", SectionRole::Company),
            ("Vos missions", SectionRole::Duties),
            ("Profil recherché", SectionRole::Required),
            ("Compétences visées", SectionRole::Outcomes),
            ("Requisitos", SectionRole::Required),
            ("Se valorará", SectionRole::Preferred),
            ("Resultados de aprendizaje", SectionRole::Outcomes),
            ("Wat ga je doen?", SectionRole::Duties),
            ("Functie-eisen", SectionRole::Required),
            ("Leeruitkomsten", SectionRole::Outcomes),
        ];
        for (text, role) in rows {
            assert_eq!(heading_of(text, Shape::Plain), Some(role), "{text}");
        }
    }

    #[test]
    fn a_sentence_is_no_heading() {
        let rows = [
            "Experience with Java",
            "Manages the duties of the night team",
            "Communication",
            "Health and safety",
            "",
        ];
        for text in rows {
            assert_eq!(heading_of(text, Shape::Plain), None, "{text}");
        }
        assert_eq!(heading_of("Tamarack benefits", Shape::Marked), Some(SectionRole::Benefits));
        assert_eq!(heading_of("Tamarack benefits", Shape::Plain), None);
    }
}
