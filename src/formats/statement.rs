//! Cells -> the parts of a mapping, the same in every reader: relations, justifications, labels, dates, order.

use std::collections::BTreeSet;

use crate::formats::Issues;
use crate::limits;
use crate::model::Justification;
use crate::model::Location;
use crate::model::Mapping;
use crate::model::Predicate;
use crate::model::Score;

/// The relation that a name says: `exactMatch`, `skos:exactMatch` or the whole IRI, in any case.
pub(crate) fn match_type(cell: &str) -> Option<Predicate> {
    let cell = cell.trim();
    let name = cell.rsplit([':', '#', '/']).next().unwrap_or(cell);
    Some(match name.to_ascii_lowercase().as_str() {
        "exactmatch" => Predicate::Exact,
        "closematch" => Predicate::Close,
        "broadmatch" => Predicate::Broad,
        "narrowmatch" => Predicate::Narrow,
        "relatedmatch" => Predicate::Related,
        "no relation" | "norelation" | "no match" => Predicate::NoMatch,
        _ => return None,
    })
}

/// The relation that a word or a name says, as people write it: `exact`, `broader`, `no match`.
pub(crate) fn relation_word(cell: &str) -> Option<Predicate> {
    let letters = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.collect::<String>().to_lowercase()
    };
    match_type(cell).or_else(|| {
        Some(match letters(cell).as_str() {
            "exact" | "equivalent" | "equal" | "same" => Predicate::Exact,
            "close" => Predicate::Close,
            "broad" | "broader" => Predicate::Broad,
            "narrow" | "narrower" => Predicate::Narrow,
            "related" => Predicate::Related,
            "none" | "nomatch" | "nomapping" | "notermfound" | "unmapped" => Predicate::NoMatch,
            with_match => match with_match.strip_suffix("match")? {
                "exact" => Predicate::Exact,
                "close" => Predicate::Close,
                "broad" | "broader" => Predicate::Broad,
                "narrow" | "narrower" => Predicate::Narrow,
                "related" => Predicate::Related,
                _ => return None,
            },
        })
    })
}

/// The justification of that name in the SEMAPV vocabulary, with or without its prefix or IRI.
pub(crate) fn justification(cell: &str) -> Option<Justification> {
    let name = cell.rsplit([':', '#', '/']).next().unwrap_or(cell).trim();
    Justification::ALL.into_iter().find(|j| j.semapv().eq_ignore_ascii_case(name))
}

/// A confidence between 0 and 1; what is none is told and left out.
pub(crate) fn confidence(
    cell: &str,
    place: &impl Fn() -> Location,
    issues: &mut Issues,
) -> Option<Score> {
    if cell.is_empty() {
        return None;
    }
    match cell.parse::<f64>() {
        Ok(value) if (0.0..=1.0).contains(&value) => Some(Score::new(value)),
        _ => {
            let what = format!("the confidence {cell:?} is not a number between 0 and 1");
            issues.warning("bad-confidence", place(), what, "write it as 0.8; it is left out");
            None
        }
    }
}

/// Whether it is a day of the calendar, written `2026-11-22`.
pub(crate) fn is_day(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut number = |width: usize| {
        let part = parts.next().filter(|p| p.len() == width)?;
        if part.bytes().all(|b| b.is_ascii_digit()) { part.parse::<u32>().ok() } else { None }
    };
    let (Some(year), Some(month), Some(day)) = (number(4), number(2), number(2)) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let n_days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(is_leap),
        _ => 0,
    };
    year > 0 && (1..=n_days).contains(&day) && parts.next().is_none()
}

/// A day; what is none is told and left out.
pub(crate) fn day(cell: &str, place: &impl Fn() -> Location, issues: &mut Issues) -> String {
    if cell.is_empty() || is_day(cell) {
        return cell.to_owned();
    }
    let what = format!("{cell:?} is not a day");
    issues.warning("bad-date", place(), what, "write it as 2026-11-22; it is left out");
    String::new()
}

/// The text, cut to so many bytes.
pub(crate) fn bounded(text: &str, n_bytes: usize) -> String {
    let end = (0..=n_bytes.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or(0)).unwrap_or_default().trim_end().to_owned()
}

/// A label within [`limits::LABEL_BYTES`].
pub(crate) fn label(cell: &str) -> String {
    bounded(cell, limits::LABEL_BYTES)
}

/// The statements by subject, object and predicate; those equal in these stay in their order.
pub(crate) fn sort(mappings: &mut [Mapping]) {
    mappings.sort_by(|a, b| {
        (&a.subject, &a.object, a.predicate).cmp(&(&b.subject, &b.object, b.predicate))
    });
}

/// The values of a cell, kept apart by `|`; `\|` and `\\` are letters.
pub(crate) fn list(cell: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut letters = cell.chars().peekable();
    while let Some(letter) = letters.next() {
        let escaped = letters.next_if(|next| letter == '\\' && ['|', '\\'].contains(next));
        match (letter, escaped) {
            ('|', _) => values.push(String::new()),
            (letter, escaped) => {
                if let Some(value) = values.last_mut() {
                    value.push(escaped.unwrap_or(letter));
                }
            }
        }
    }
    let values = values.iter().map(|value| value.trim().to_owned());
    values.filter(|value| !value.is_empty()).collect()
}

/// The values as one cell.
pub(crate) fn joined<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let escaped = values.map(|value| value.replace('\\', "\\\\").replace('|', "\\|"));
    escaped.collect::<Vec<_>>().join("|")
}

/// What tells a statement from every other, with all that is said about it.
pub(crate) fn digest(mapping: &Mapping) -> [u8; 32] {
    // What is held in memory can be written.
    let bytes = serde_json::to_vec(mapping).unwrap_or_default();
    *blake3::hash(&bytes).as_bytes()
}

/// The names, sorted, each once.
pub(crate) fn names(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let names: BTreeSet<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
    names.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relation_is_known_however_it_is_written() {
        let rows = [
            ("exact", Some(Predicate::Exact)),
            ("Exact Match", Some(Predicate::Exact)),
            ("skos:closeMatch", Some(Predicate::Close)),
            ("http://www.w3.org/2004/02/skos/core#broadMatch", Some(Predicate::Broad)),
            ("broader", Some(Predicate::Broad)),
            ("NARROWER_MATCH", Some(Predicate::Narrow)),
            ("related", Some(Predicate::Related)),
            ("no_match", Some(Predicate::NoMatch)),
            ("No match", Some(Predicate::NoMatch)),
            ("no relation", Some(Predicate::NoMatch)),
            ("similar", None),
            ("match", None),
            ("", None),
        ];
        for (cell, expected) in rows {
            assert_eq!(relation_word(cell), expected, "{cell:?}");
        }
    }

    #[test]
    fn a_day_is_one_of_the_calendar() {
        let days = ["2026-11-22", "2024-02-29", "2000-02-29", "0001-01-01"];
        let others = ["2026-13-01", "2023-02-29", "1900-02-29", "45243", "Sep-22", "2026-1-01", ""];
        assert!(days.into_iter().all(is_day));
        assert!(others.into_iter().chain(["2026-11-22-1", "0000-01-01"]).all(|d| !is_day(d)));
    }

    #[test]
    fn a_list_in_a_cell_is_read_as_the_standard_says() {
        let rows: [(&str, &[&str]); 6] = [
            ("Alice\\|Bob|Charlie", &["Alice|Bob", "Charlie"]),
            (
                "Alice\\\\Bob|Charlie\\\\|David\\\\\\|Eve\\\\",
                &["Alice\\Bob", "Charlie\\", "David\\|Eve\\"],
            ),
            ("a | b||", &["a", "b"]),
            ("a\\b", &["a\\b"]),
            ("a\\", &["a\\"]),
            ("", &[]),
        ];
        for (cell, expected) in rows {
            assert_eq!(list(cell), expected, "{cell}");
            assert_eq!(list(&joined(expected.iter().copied())), expected, "{cell}");
        }
    }
}
