//! Words of a passage -> the level it states: years, words such as "advanced", credits.

use crate::model::Credit;
use crate::model::Level;
use crate::model::Span;
use crate::tagging::sections::Cue;
use crate::tagging::sections::Found;
use crate::tagging::sections::Words;

/// Numbers in words, in five languages, one to ten.
const NUMBERS: [&str; 10] = [
    "one ein eine einem einen un une uno una een",
    "two zwei deux dos twee",
    "three drei trois tres drie",
    "four vier quatre cuatro",
    "five funf cinq cinco vijf",
    "six sechs seis zes",
    "seven sieben sept siete zeven",
    "eight acht huit ocho",
    "nine neun neuf nueve negen",
    "ten zehn dix diez tien",
];
const YEARS: [&str; 16] = [
    "year", "years", "yr", "yrs", "jahr", "jahre", "jahren", "jahriger", "jahrige", "an", "ans",
    "annees", "annee", "ano", "anos", "jaar",
];
/// Words after "years" that make them an age or the firm's history.
const NOT_OF_WORK: [&str; 14] = [
    "age",
    "old",
    "success",
    "service",
    "history",
    "ago",
    "alt",
    "revolus",
    "edad",
    "oud",
    "serving",
    "business",
    "existence",
    "running",
];
/// Years of experience at most: beyond, it is the age of somebody or of the firm.
const MOST_YEARS: u8 = 30;
/// Words between the number and "years": "three (3) full years".
const YEARS_REACH: usize = 4;

/// What the passage says of levels, each with its place: the words it speaks of stand after it.
pub(in crate::tagging) fn stated(words: &Words<'_>, cues: &[Found<Cue>]) -> Vec<(usize, Level)> {
    let mut said: Vec<(usize, Level)> = Vec::new();
    let is_of_work = cues.iter().any(|found| {
        matches!(found.cue, Cue::Experience | Cue::Qualification | Cue::MustBefore | Cue::Level(_))
    });
    for at in 0..words.len() {
        let is_of_something = ["of", "in", "with"].contains(&words.word(at + 1));
        if let Some((first, years)) = years_at(words, at)
            && (is_of_work || is_of_something)
        {
            said.push((first, Level { years: Some(years), ..Level::default() }));
        }
    }
    for found in cues {
        if let Cue::Level(proficiency) = found.cue
            && is_about_mastery(words, found)
        {
            let level = Level { proficiency: Some(proficiency), ..Level::default() };
            said.push((found.first, level));
        }
    }
    said.sort_by_key(|(at, _)| *at);
    said
}

/// "Advanced" and "basic" alone are levels before a name ("advanced Excel"), not as a part of one ("advanced
/// manufacturing"): only these nouns are known.
fn is_about_mastery(words: &Words<'_>, found: &Found<Cue>) -> bool {
    const PARTS_OF_NAMES: [&str; 26] = [
        "manufacturing",
        "materials",
        "degree",
        "degrees",
        "analytics",
        "practice",
        "placement",
        "persistent",
        "life",
        "cardiac",
        "nursing",
        "driver",
        "driving",
        "needs",
        "rights",
        "income",
        "auto",
        "math",
        "hygiene",
        "care",
        "process",
        "witness",
        "systems",
        "in",
        "on",
        "to",
    ];
    let is_lone = found.end - found.first == 1;
    let next = words.word(found.end);
    !is_lone || (found.end < words.len() && !PARTS_OF_NAMES.contains(&next))
}

/// The first word and the number of "three (3) to five years" whose "years" stands at that word.
fn years_at(words: &Words<'_>, at: usize) -> Option<(usize, u8)> {
    if !YEARS.contains(&words.word(at)) {
        return None;
    }
    let is_other = (at + 1..=at + 2).any(|next| NOT_OF_WORK.contains(&words.word(next)));
    if is_other {
        return None;
    }
    // The number nearest before it, and of a range its lower end.
    let reach = at.saturating_sub(YEARS_REACH)..at;
    let mut numbers = reach.rev().filter_map(|before| Some((before, number(words.word(before))?)));
    let (mut first, mut years) = numbers.next()?;
    // No word of its own kind between: "2 of the last 5 years" is left alone.
    if at - first > 3 {
        return None;
    }
    for (before, other) in numbers {
        if first - before > 3 {
            break;
        }
        let is_range = other <= years && words.between(before, first).of(words.text).len() <= 24;
        if is_range {
            (first, years) = (before, other);
        }
    }
    (1..=MOST_YEARS).contains(&years).then_some((first, years))
}

fn number(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches('+');
    if let Ok(number) = digits.parse::<u8>() {
        return Some(number);
    }
    let named = NUMBERS.iter().position(|names| names.split(' ').any(|name| name == word))?;
    u8::try_from(named + 1).ok()
}

/// Each level with the stretch it covers: from its words to the next level or the end. Levels that stand side by
/// side ("3+ years of advanced Excel") are one.
pub(in crate::tagging) fn stretches(
    words: &Words<'_>,
    said: &[(usize, Level)],
) -> Vec<(Span, Level)> {
    let mut runs: Vec<(usize, usize, Level)> = Vec::new();
    for (at, level) in said {
        match runs.last_mut() {
            // "Three years of advanced Excel": nothing is named between the two.
            Some((_, last, together))
                if is_other_field(*level, *together) && is_run(words, *last, *at) =>
            {
                *together = together.or(*level);
                *last = *at;
            }
            _ => runs.push((*at, *at, *level)),
        }
    }
    let ends = runs.iter().skip(1).map(|(first, ..)| *first).chain([words.len()]);
    let ends: Vec<usize> = ends.collect();
    runs.iter().zip(ends).map(|((at, _, level), end)| (words.between(*at, end), *level)).collect()
}

fn is_other_field(one: Level, other: Level) -> bool {
    (one.years.is_none() || other.years.is_none())
        && (one.proficiency.is_none() || other.proficiency.is_none())
}

/// Whether two words are near and nothing is listed between them.
fn is_run(words: &Words<'_>, from: usize, to: usize) -> bool {
    const NEAR: usize = 5;
    let is_listed = |at: usize| {
        words.gap_after(at).contains([',', ';', '.'])
            || ["and", "or", "und", "et", "y", "en"].contains(&words.word(at))
    };
    to - from <= NEAR && !(from..to).any(is_listed)
}

/// Credits, hours and level of a course, as far as its words say them.
pub(in crate::tagging) fn credit(words: &Words<'_>) -> Option<Credit> {
    const CREDITS: [&str; 14] = [
        "credit",
        "credits",
        "ects",
        "cr",
        "leistungspunkte",
        "leistungspunkten",
        "creditos",
        "credito",
        "studiepunten",
        "ec",
        "points",
        "lp",
        "kreditpunkte",
        "units",
    ];
    const HOURS: [&str; 8] =
        ["hours", "hrs", "stunden", "heures", "horas", "uur", "uren", "contact"];
    const LEVELS: [&str; 5] = ["level", "niveau", "nivel", "stufe", "ebene"];
    let mut credit = Credit::default();
    let number_beside = |at: usize| -> Option<f64> {
        let value = |position: usize| decimal(words, position);
        // "Credits: 4", "4 credits", "3 credit hours", "ECTS credits: 7.5".
        let before = at.checked_sub(1).and_then(value);
        let after = (at + 1..at + 4)
            .take_while(|next| {
                *next == at + 1
                    || words.gap_after(next - 1).contains([':', '('])
                    || CREDITS.contains(&words.word(next - 1))
                    || HOURS.contains(&words.word(next - 1))
            })
            .find_map(value);
        before.or(after)
    };
    for at in 0..words.len() {
        let word = words.word(at);
        if CREDITS.contains(&word) && credit.credits.is_none() {
            credit.credits = number_beside(at).filter(|n| (0.5..=360.0).contains(n));
        } else if HOURS.contains(&word) && credit.hours.is_none() {
            let is_credit = at.checked_sub(1).is_some_and(|b| CREDITS.contains(&words.word(b)));
            let hours = at.checked_sub(1).and_then(|before| decimal(words, before));
            let hours =
                hours.filter(|n| !is_credit && (1.0..=5_000.0).contains(n) && n.fract() == 0.0);
            credit.hours = hours.and_then(|n| format!("{n:.0}").parse().ok());
        } else if LEVELS.contains(&word)
            && credit.level.is_none()
            && words.gap_after(at).trim_start().starts_with([':', '='])
        {
            let said: Vec<&str> = (at + 1..words.len().min(at + 4))
                .take_while(|next| {
                    *next == at + 1
                        || words.gap_after(next - 1).trim().is_empty()
                            && !words.gap_after(next - 1).contains('\n')
                })
                .map(|next| words.spans[next].of(words.text))
                .collect();
            credit.level = (!said.is_empty()).then(|| said.join(" ").to_lowercase());
        }
    }
    (credit != Credit::default()).then_some(credit)
}

/// The number at that word, with its decimals, which are a word of their own: `7.5`.
fn decimal(words: &Words<'_>, at: usize) -> Option<f64> {
    let whole = words.word(at);
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || whole.len() > 4 {
        return None;
    }
    let joined = |first: usize| [".", ","].contains(&words.gap_after(first));
    let text = match at.checked_sub(1) {
        Some(before) if joined(before) && is_number(words.word(before)) => {
            format!("{}.{whole}", words.word(before))
        }
        _ if joined(at) && is_number(words.word(at + 1)) => {
            format!("{whole}.{}", words.word(at + 1))
        }
        _ => whole.to_owned(),
    };
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Proficiency;
    use crate::tagging::sections::cues;

    fn words_of(text: &str) -> Words<'_> {
        Words::of(text, Span { start: 0, end: text.len() })
    }

    #[test]
    fn years_and_words_are_read_in_five_languages() {
        let years = |n: u8| Level { years: Some(n), ..Level::default() };
        let word = |p: Proficiency| Level { proficiency: Some(p), ..Level::default() };
        let rows = [
            ("3+ years of Python experience", years(3)),
            ("At least five years of experience in sales", years(5)),
            ("Minimum of three -LRB-3-RRB- years' experience in a warehouse", years(3)),
            ("2-5 years experience in print", years(2)),
            ("6 to 8 years of directly related experience", years(6)),
            ("Mindestens drei Jahre Berufserfahrung", years(3)),
            ("Au moins deux ans d'expérience", years(2)),
            ("Experiencia mínima de 4 años", years(4)),
            ("Minimaal vijf jaar ervaring", years(5)),
            ("Basic knowledge of welding", word(Proficiency::Basic)),
            ("Advanced Excel skills", word(Proficiency::Advanced)),
            ("Expert knowledge of SQL", word(Proficiency::Expert)),
            ("Gute Kenntnisse in SAP", word(Proficiency::Intermediate)),
            ("Fundierte Kenntnisse in Java", word(Proficiency::Advanced)),
            ("Notions de comptabilité", word(Proficiency::Basic)),
            ("Conocimientos avanzados de Excel", word(Proficiency::Advanced)),
            ("Goede kennis van Excel", word(Proficiency::Intermediate)),
        ];
        for (text, expected) in rows {
            let words = words_of(text);
            let said = stated(&words, &cues(&words));
            let level = said.iter().fold(Level::default(), |all, (_, level)| all.or(*level));
            assert_eq!(level, expected, "{text}: {said:?}");
        }
    }

    #[test]
    fn ages_histories_and_names_are_no_levels() {
        let rows = [
            "Must be 21 years of age",
            "Almost 90 years of success at our firm",
            "Experience in advanced manufacturing",
            "Sie müssen 18 Jahre alt sein",
            "Work shifts",
        ];
        for text in rows {
            let words = words_of(text);
            assert_eq!(stated(&words, &cues(&words)), [], "{text}");
        }
    }

    #[test]
    fn a_level_covers_what_stands_after_it() {
        let text = "5 years of Java, 2 years of Kotlin experience and basic knowledge of SQL";
        let words = words_of(text);
        let found = stretches(&words, &stated(&words, &cues(&words)));
        let said: Vec<(&str, String)> =
            found.iter().map(|(span, level)| (span.of(text), level.to_string())).collect();
        assert_eq!(said.len(), 3, "{said:?}");
        assert!(said[0].0.contains("Java") && said[0].1 == "5+ years", "{said:?}");
        assert!(said[1].0.contains("Kotlin") && said[1].1 == "2+ years", "{said:?}");
        assert!(said[2].0.contains("SQL") && said[2].1 == "basic", "{said:?}");
    }

    #[test]
    fn credits_hours_and_level_are_read() {
        let credit = |credits: Option<f64>, hours: Option<u32>, level: Option<&str>| {
            Some(Credit { credits, hours, level: level.map(str::to_owned) })
        };
        let rows = [
            ("Credits: 4 · Level: certificate", credit(Some(4.0), None, Some("certificate"))),
            ("3 credit hours", credit(Some(3.0), None, None)),
            ("7.5 ECTS, 45 hours of lectures", credit(Some(7.5), Some(45), None)),
            ("Niveau: bachelor\nStudiepunten: 5", credit(Some(5.0), None, Some("bachelor"))),
            ("Give credit where it is due", None),
        ];
        for (text, expected) in rows {
            assert_eq!(super::credit(&words_of(text)), expected, "{text}");
        }
    }
}
