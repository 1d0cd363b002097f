//! Words of a passage -> what is required, what is good to have, and what is said not to be needed.

use crate::model::Requirement;
use crate::model::Span;
use crate::tagging::sections::matching::Found;
use crate::tagging::sections::matching::Words;
use crate::tagging::sections::phrases::Cue;

/// What a passage says about needing what it names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::tagging) struct Need {
    /// Of the passage as a whole.
    pub(in crate::tagging) whole: Requirement,
    /// Of parts that say something else.
    pub(in crate::tagging) parts: Vec<(Span, Requirement)>,
    /// What is not needed.
    pub(in crate::tagging) waived: Vec<Span>,
}

/// Where the word of need stands to what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// Where a clause ends.
const CLAUSE_ENDS: [char; 6] = [';', ':', '(', ')', '–', '—'];
/// Words that begin a clause that says otherwise.
const BUT: [&str; 9] =
    ["but", "however", "though", "aber", "jedoch", "mais", "pero", "maar", "although"];

/// What the words say; `by_section` is what the passage's section says, for passages that say nothing themselves.
pub(in crate::tagging) fn need(
    words: &Words<'_>,
    cues: &[Found<Cue>],
    by_section: Requirement,
) -> Need {
    let mut said: Vec<(usize, usize, Side, Requirement)> = Vec::new();
    let mut waivers: Vec<Found<Cue>> = Vec::new();
    for found in cues {
        let (side, requirement) = match found.cue {
            Cue::MustBefore => (Side::Before, Requirement::Required),
            Cue::HasBefore if by_section != Requirement::Preferred => {
                (Side::Before, Requirement::Required)
            }
            Cue::RequiredAfter => (Side::After, Requirement::Required),
            Cue::PlusBefore => (Side::Before, Requirement::Preferred),
            Cue::PlusAfter => (Side::After, Requirement::Preferred),
            Cue::Waived => {
                waivers.push(*found);
                continue;
            }
            _ => continue,
        };
        said.push((found.first, found.end, side, requirement));
    }
    // "Not required, but a plus": the plus is what counts.
    waivers.retain(|waiver| {
        !said.iter().any(|(first, .., requirement)| {
            *requirement == Requirement::Preferred
                && *first >= waiver.end
                && *first <= waiver.end + 3
        })
    });
    let waived: Vec<Span> = waivers.iter().map(|found| clause(words, found)).collect();
    said.retain(|(first, ..)| {
        words.spans.get(*first).is_none_or(|word| !waived.iter().any(|span| span.overlaps(*word)))
    });
    let strongest = said.iter().map(|(.., requirement)| *requirement).max();
    let weakest = said.iter().map(|(.., requirement)| *requirement).min();
    match (weakest, strongest) {
        (Some(weakest), Some(strongest)) if weakest != strongest => {
            let parts = parts(words, &said);
            Need { whole: by_section, parts, waived }
        }
        (Some(one), _) => {
            let needs_parts = one < by_section && has_clauses(words, &said);
            let parts = if needs_parts { parts(words, &said) } else { Vec::new() };
            let whole = if needs_parts { by_section } else { one };
            Need { whole, parts, waived }
        }
        _ if waived.is_empty() => Need { whole: by_section, ..Need::default() },
        _ => Need { waived, ..Need::default() },
    }
}

/// A point ends a clause where a blank follows: "College degree preferred. 2 years of ...".
fn ends_clause(gap: &str) -> bool {
    gap.contains(CLAUSE_ENDS) || gap.contains(". ")
}

/// Whether the passage has a clause that the words of need do not reach.
fn has_clauses(words: &Words<'_>, said: &[(usize, usize, Side, Requirement)]) -> bool {
    said.iter().any(|(first, ..)| clause_start(words, *first, 0) > 0)
        || said
            .iter()
            .any(|(_, end, ..)| *end < words.len() && clause_end(words, *end) < words.len())
}

/// The first word of the clause in which that word stands, not before `least`.
fn clause_start(words: &Words<'_>, at: usize, least: usize) -> usize {
    (least..at)
        .rev()
        .find(|before| {
            ends_clause(words.gap_after(*before))
                || (*before > least && BUT.contains(&words.word(*before)))
        })
        .map_or(least, |before| before + 1)
}

/// The word after the last one of the clause in which that word stands.
fn clause_end(words: &Words<'_>, at: usize) -> usize {
    (at..words.len())
        .find(|next| ends_clause(words.gap_after(*next)))
        .map_or(words.len(), |next| next + 1)
}

/// Each need with the words that it covers: a need said before reaches to the next one, a need said after
/// reaches back to the clause's beginning or the need before.
fn parts(
    words: &Words<'_>,
    said: &[(usize, usize, Side, Requirement)],
) -> Vec<(Span, Requirement)> {
    let mut parts: Vec<(usize, usize, Requirement)> = Vec::new();
    for (number, (first, end, side, requirement)) in said.iter().enumerate() {
        let least = number.checked_sub(1).map_or(0, |before| said[before].1);
        let (from, to) = match side {
            Side::After => {
                let comma = (least..*first).rev().find(|at| words.gap_after(*at).contains(','));
                let follows_need = number > 0 && said[number - 1].2 == Side::Before;
                let start = clause_start(words, *first, least);
                let start = if follows_need && start == least {
                    comma.map_or(start, |at| at + 1)
                } else {
                    start
                };
                (start, *end)
            }
            Side::Before => {
                let next = said.get(number + 1).map_or(words.len(), |next| next.0);
                (*first, clause_end(words, *first).min(next.max(*end)))
            }
        };
        if let Some(last) = parts.last_mut() {
            last.1 = last.1.min(from);
        }
        parts.push((from, to, *requirement));
    }
    parts.retain(|(from, to, _)| from < to);
    parts.into_iter().map(|(from, to, need)| (words.between(from, to), need)).collect()
}

/// The clause of what is not needed, between commas and the like.
fn clause(words: &Words<'_>, found: &Found<Cue>) -> Span {
    let is_end = |at: usize| words.gap_after(at).contains([',', ';', ':', '(', ')', '–', '—', '.']);
    let begins = (0..found.first)
        .rev()
        .find(|at| is_end(*at) || BUT.contains(&words.word(*at)))
        .map_or(0, |at| at + 1);
    let last = found.end - 1;
    let ends = (last..words.len())
        .find(|at| is_end(*at) || BUT.contains(&words.word(at + 1)))
        .map_or(words.len(), |at| at + 1);
    words.between(begins, ends)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::sections::matching::cues;

    fn need_of(text: &str, by_section: Requirement) -> Need {
        let words = Words::of(text, Span { start: 0, end: text.len() });
        need(&words, &cues(&words), by_section)
    }

    #[test]
    fn words_say_what_is_required_and_what_is_good_to_have() {
        use Requirement::Preferred;
        use Requirement::Required;
        use Requirement::Unstated;
        let rows = [
            ("You must be able to weld.", Unstated, Required),
            ("A valid driving licence is required.", Unstated, Required),
            ("Mastercam is a plus.", Required, Preferred),
            ("Ability to weld.", Unstated, Required),
            ("Ability to weld.", Preferred, Preferred),
            ("You have experience with Mastercam.", Preferred, Preferred),
            ("You must be able to weld.", Preferred, Required),
            ("Nice to have: Mastercam.", Unstated, Preferred),
            ("Ideally you know Mastercam.", Required, Preferred),
            ("Completes required paperwork.", Unstated, Unstated),
            ("Trains others as required.", Unstated, Unstated),
            ("Runs three mills.", Required, Required),
            ("Gute Kenntnisse in SAP sind erforderlich.", Unstated, Required),
            ("Französisch ist von Vorteil.", Unstated, Preferred),
            ("La maîtrise de SAP est un plus.", Unstated, Preferred),
            ("Se valorará experiencia con SAP.", Unstated, Preferred),
            ("Kennis van SAP is een pre.", Required, Preferred),
            ("Not required, but a plus: Mastercam.", Unstated, Preferred),
        ];
        for (text, by_section, expected) in rows {
            assert_eq!(need_of(text, by_section).whole, expected, "{text}");
        }
    }

    #[test]
    fn one_sentence_may_require_one_thing_and_prefer_another() {
        let rows = [
            ("Java required, Kotlin preferred", "Java", "Kotlin"),
            ("You must have Java; Kotlin is a plus", "Java", "Kotlin"),
            ("Must know Java, ideally Kotlin", "Java", "Kotlin"),
            ("Ideally Kotlin; Java is essential", "Java", "Kotlin"),
        ];
        for (text, required, preferred) in rows {
            let need = need_of(text, Requirement::Unstated);
            let said = |name: &str| {
                let start = text.find(name).unwrap();
                let place = Span { start, end: start + name.len() };
                need.parts.iter().find(|(span, _)| span.overlaps(place)).map(|(_, r)| *r)
            };
            assert_eq!(said(required), Some(Requirement::Required), "{text}: {need:?}");
            assert_eq!(said(preferred), Some(Requirement::Preferred), "{text}: {need:?}");
        }
    }

    #[test]
    fn what_is_not_required_is_no_requirement() {
        let rows = [
            ("No experience required: we will teach you to weld.", "No experience required"),
            ("Knowledge of SAP is not required.", "Knowledge of SAP is not required"),
            ("Java required, SAP not required.", "SAP not required"),
            (
                "Vorkenntnisse in SAP sind nicht erforderlich.",
                "Vorkenntnisse in SAP sind nicht erforderlich",
            ),
            ("Sin experiencia previa.", "Sin experiencia previa"),
            ("Aucune expérience requise.", "Aucune expérience requise"),
            ("Ervaring met SAP is niet vereist.", "Ervaring met SAP is niet vereist"),
        ];
        for (text, waived) in rows {
            let need = need_of(text, Requirement::Required);
            let found: Vec<&str> = need.waived.iter().map(|span| span.of(text)).collect();
            assert_eq!(found, [waived], "{text}");
            if !text.contains("Java") {
                assert_eq!(need.whole, Requirement::Unstated, "{text}");
            }
        }
    }
}
