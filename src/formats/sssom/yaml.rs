//! The YAML above a table -> its entries, each with its line; a part that is broken costs that part only.
//!
//! Scalars stay the text they are: version `1.10` is no number, `2022-05-30` no date, `no` no truth value.
//! Aliases are refused, so that nothing grows in the reading.

use saphyr_parser::Event;
use saphyr_parser::Parser;
use saphyr_parser::ScalarStyle;
use saphyr_parser::ScanError;
use saphyr_parser::StrInput;

/// How deep values may stand in each other: a list of mappings in a mapping, and some more.
const DEPTH: usize = 8;

/// How many broken parts are left out before the rest is given up.
const BROKEN_PARTS: usize = 16;

/// One entry of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its key.
    pub(super) key: String,
    /// Line of the block on which the key stands, from 1.
    pub(super) line: u64,
    /// Its value.
    pub(super) value: Value,
}

/// What a key stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// A scalar as it is written; empty for null.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// A mapping inside the mapping.
    Map(Vec<Entry>),
}

/// What is broken, and on which line of the block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Line of the block, from 1.
    pub(super) line: u64,
    /// What is wrong.
    pub(super) what: String,
}

/// The entries of a block that is a mapping, and what of it was left out.
pub(super) fn parse(text: &str) -> (Vec<Entry>, Vec<Fault>) {
    let mut lines: Vec<&str> = text.lines().collect();
    let mut faults = Vec::new();
    loop {
        let fault = match block(&lines.join("\n")) {
            Ok(entries) => return (entries, faults),
            Err(fault) => fault,
        };
        let is_last = faults.len() >= BROKEN_PARTS || !leave_out(&mut lines, fault.line);
        faults.push(fault);
        if is_last {
            return (Vec::new(), faults);
        }
    }
}

/// Blanks the top entry around a line; whether there was anything to blank.
fn leave_out(lines: &mut [&str], line: u64) -> bool {
    let margin = |line: &str| line.len() - line.trim_start().len();
    let is_said = |line: &&str| !line.trim().is_empty();
    let Some(edge) = lines.iter().filter(|l| is_said(l)).map(|l| margin(l)).min() else {
        return false;
    };
    // An entry begins at the margin with something else than a dash of a list.
    let is_top = |line: &str| {
        let inner = line.trim_start();
        !inner.is_empty() && margin(line) == edge && !inner.starts_with("- ") && inner != "-"
    };
    let last = lines.len().saturating_sub(1);
    let mut at = usize::try_from(line.saturating_sub(1)).unwrap_or(last).min(last);
    // A fault at the very end, or after a part already left out, belongs to what is said before it.
    while at > 0 && lines.get(at).is_some_and(|l| l.trim().is_empty()) {
        at -= 1;
    }
    let start = (0..=at).rev().find(|n| lines.get(*n).is_some_and(|l| is_top(l))).unwrap_or(0);
    let after = start + 1;
    let end = (after..lines.len()).find(|n| lines.get(*n).is_some_and(|l| is_top(l)));
    let part = lines.get_mut(start..end.unwrap_or(last + 1)).unwrap_or_default();
    let was_said = part.iter().any(|l| is_said(&&**l));
    part.fill("");
    was_said
}

/// The events of a block.
struct Events<'a> {
    parser: Parser<'a, StrInput<'a>>,
    line: u64,
}

impl<'a> Events<'a> {
    fn next(&mut self) -> Result<Event<'a>, Fault> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                self.line = span.start.line() as u64;
                Ok(event)
            }
            Some(Err(error)) => Err(fault_of(&error)),
            None => Err(self.fault("it ends too early")),
        }
    }

    fn fault(&self, what: &str) -> Fault {
        Fault { line: self.line, what: what.to_owned() }
    }
}

fn fault_of(error: &ScanError) -> Fault {
    Fault { line: error.marker().line() as u64, what: error.info().to_owned() }
}

fn block(text: &str) -> Result<Vec<Entry>, Fault> {
    let mut events = Events { parser: Parser::new_from_str(text), line: 1 };
    loop {
        match events.next()? {
            Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
            Event::StreamEnd | Event::DocumentEnd => return Ok(Vec::new()),
            Event::MappingStart(..) => {
                let entries = entries(&mut events, 1)?;
                return rest(&mut events).map(|()| entries);
            }
            Event::Scalar(text, ScalarStyle::Plain, ..) if is_null(&text) => {}
            _ => return Err(events.fault("it is not a list of \"key: value\"")),
        }
    }
}

/// Reads on to the end, where a fault may still stand.
fn rest(events: &mut Events<'_>) -> Result<(), Fault> {
    while events.next()? != Event::StreamEnd {}
    Ok(())
}

fn entries(events: &mut Events<'_>, depth: usize) -> Result<Vec<Entry>, Fault> {
    let mut entries = Vec::new();
    loop {
        let key = match events.next()? {
            Event::MappingEnd => return Ok(entries),
            Event::Scalar(key, ..) => key.trim().to_owned(),
            _ => return Err(events.fault("a key is not plain text")),
        };
        let line = events.line;
        let event = events.next()?;
        let value = value(events, event, depth)?;
        entries.push(Entry { key, line, value });
    }
}

fn value(events: &mut Events<'_>, event: Event<'_>, depth: usize) -> Result<Value, Fault> {
    if depth > DEPTH {
        return Err(events.fault("it is nested too deeply"));
    }
    match event {
        Event::Scalar(text, ScalarStyle::Plain, ..) if is_null(&text) => {
            Ok(Value::Text(String::new()))
        }
        Event::Scalar(text, ..) => Ok(Value::Text(text.into_owned())),
        Event::MappingStart(..) => entries(events, depth + 1).map(Value::Map),
        Event::SequenceStart(..) => {
            let mut values = Vec::new();
            loop {
                match events.next()? {
                    Event::SequenceEnd => return Ok(Value::List(values)),
                    event => values.push(value(events, event, depth + 1)?),
                }
            }
        }
        Event::Alias(_) => Err(events.fault("an alias (*) stands here; write the value itself")),
        _ => Err(events.fault("a value is missing")),
    }
}

fn is_null(text: &str) -> bool {
    ["", "~", "null", "Null", "NULL"].contains(&text)
}

/// A text as a scalar on one line: plain where every reader takes it for text, else in double quotes.
pub(super) fn scalar(text: &str) -> String {
    use std::fmt::Write as _;
    const WORDS: [&str; 12] =
        ["true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf", "none"];
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || " _-./:()".contains(c))
        && !text.contains(": ")
        && !text.ends_with([':', ' '])
        && !WORDS.contains(&text.to_ascii_lowercase().as_str());
    if is_plain {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                out.push('\\');
                out.push(letter);
            }
            // Not printable for readers of YAML, or a line end for some of them.
            '\u{0}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => {
                let _ = write!(out, "\\u{:04X}", u32::from(letter));
            }
            _ => out.push(letter),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(entries: &[Entry], key: &str) -> Option<String> {
        entries.iter().find(|e| e.key == key).map(|e| match &e.value {
            Value::Text(text) => text.clone(),
            other => format!("{other:?}"),
        })
    }

    #[test]
    fn a_scalar_stays_the_text_it_is() {
        let (entries, faults) =
            parse("a: 1.10\nb: 2022-05-30\nc: no\nd: \"x: y\"\ne: ~\nf: >-\n  g\n  h\n");
        assert!(faults.is_empty(), "{faults:?}");
        let rows = [
            ("a", "1.10"),
            ("b", "2022-05-30"),
            ("c", "no"),
            ("d", "x: y"),
            ("e", ""),
            ("f", "g h"),
        ];
        for (key, expected) in rows {
            assert_eq!(text(&entries, key).as_deref(), Some(expected), "{key}");
        }
        assert_eq!(entries.iter().map(|e| e.line).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn a_broken_part_costs_that_part_only() {
        let rows = [
            ("a: 1\nb: this: that\nc: 3", 2),
            ("a: 1\nb:\n- x\n- [y\nc: 3", 4),
            ("a: 1\nb: \"open\nc: 3", 2),
            ("a: 1\nb: &x 2\nd: *x\nc: 3", 3),
            ("a: 1\nb: [[[[[[[[[[[[1]]]]]]]]]]]]\nc: 3", 2),
            (" a: 1\n b: @x\n c: 3", 2),
        ];
        for (block, line) in rows {
            let (entries, faults) = parse(block);
            assert!(!faults.is_empty(), "{block:?}");
            assert!(faults[0].line >= line, "{block:?}: {faults:?}");
            assert_eq!(text(&entries, "a").as_deref(), Some("1"), "{block:?}: {faults:?}");
        }
        for block in ["", "# x", "- a\n- b", "just text", "\"", "? [", "a: 1\n---\nb: 2", "}}}}"] {
            parse(block);
        }
        let deep = "[".repeat(100_000);
        assert!(parse(&format!("a: {deep}")).0.is_empty());
    }

    #[test]
    fn what_is_written_as_a_scalar_is_read_as_it_was() {
        for given in [
            "ESCO",
            "O*NET",
            "yes",
            "1.0",
            "a: b",
            "# x",
            "",
            " x ",
            "a\nb\t\u{85}\u{feff}",
            "\"\\",
            "é",
            "x:",
        ] {
            let (entries, faults) = parse(&format!("key: {}", scalar(given)));
            assert!(faults.is_empty(), "{given:?}: {faults:?}");
            assert_eq!(text(&entries, "key").as_deref(), Some(given));
        }
    }
}
