//! What a property holds -> lines of text.

use serde_json::Value;

use crate::formats::document::html;
use crate::formats::document::structured::find::Named;
use crate::formats::document::structured::find::Object;
use crate::formats::document::structured::find::local;

/// A line, or a text of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    /// Whether it is only preferred, as far as the term itself says.
    pub(super) is_preferred: bool,
}

/// Objects inside objects that are looked into: a term has a category, which has a name.
const DEPTH: usize = 4;

/// Properties that name an object, best first.
const NAMES: [&str; 6] = ["name", "title", "competencyName", "targetName", "@value", "value"];
/// Properties that describe it.
const DESCRIPTIONS: [&str; 5] =
    ["description", "descriptions", "targetDescription", "content", "text"];
/// Properties that say of a requirement which level and field it has, in the order in which they are said.
const NEEDS: [&str; 14] = [
    "educationLevels",
    "educationLevel",
    "educationalLevel",
    "levelCode",
    "credentialCategory",
    "educationLevelCode",
    "degreeTypeCode",
    "experienceCategories",
    "experienceCategory",
    "categoryCode",
    "program",
    "programs",
    "programConcentration",
    "programConcentrations",
];

/// Texts as they are; of an object its name, and below it what describes it.
pub(super) fn prose(value: &Value, named: &Named<'_>) -> Vec<Line> {
    each(value, &mut |item| match item {
        Value::Object(object) => {
            let object = named.resolved(object);
            let name = first_text(object, &NAMES, named, DEPTH);
            let mut lines: Vec<String> = name.into_iter().collect();
            let mut described = all_texts(object, &DESCRIPTIONS, named);
            described.retain(|line| lines.first() != Some(line));
            lines.extend(described);
            whole(lines.join("\n"), object)
        }
        other => plain(other).into_iter().map(unmarked).collect(),
    })
}

/// Names of terms, each once on a line; a term without a name is said by its description.
pub(super) fn terms(value: &Value, named: &Named<'_>) -> Vec<Line> {
    each(value, &mut |item| match item {
        Value::Object(object) => {
            let object = named.resolved(object);
            let name = first_text(object, &NAMES, named, DEPTH)
                .or_else(|| all_texts(object, &DESCRIPTIONS, named).into_iter().next());
            name.map_or_else(Vec::new, |name| whole(name, object))
        }
        other => plain(other).iter().flat_map(|text| split(text)).map(unmarked).collect(),
    })
}

/// Requirements: "bachelor degree, computer science, 2 years", and below it what describes it.
pub(super) fn needs(value: &Value, named: &Named<'_>) -> Vec<Line> {
    each(value, &mut |item| match item {
        Value::Object(object) => need(named.resolved(object), named, DEPTH),
        other => plain(other).into_iter().filter(|text| !is_nothing(text)).map(unmarked).collect(),
    })
}

fn need(object: &Object, named: &Named<'_>, depth: usize) -> Vec<Line> {
    let mut said: Vec<String> = Vec::new();
    for wanted in NEEDS {
        let Some(value) = property(object, wanted) else { continue };
        for text in texts(value, named, depth) {
            if said.last() != Some(&text) {
                said.push(text);
            }
        }
    }
    if let Some(name) = first_text(object, &NAMES, named, depth) {
        said.insert(0, name);
    }
    if let Some(months) = property(object, "monthsOfExperience").and_then(Value::as_f64) {
        said.push(experience(months));
    }
    let length = property(object, "duration").or_else(|| property(object, "measure"));
    said.extend(length.and_then(Value::as_str).map(spoken_duration));
    let mut lines: Vec<String> = if said.is_empty() { Vec::new() } else { vec![said.join(", ")] };
    lines.extend(all_texts(object, &DESCRIPTIONS, named));
    let mut found = whole(lines.join("\n"), object);
    // A condition is made of further requirements.
    if found.is_empty() && depth > 0 {
        for inner in object.values() {
            let items = inner.as_array().map_or(std::slice::from_ref(inner), Vec::as_slice);
            for item in items.iter().filter_map(Value::as_object) {
                found.extend(need(named.resolved(item), named, depth - 1));
            }
        }
    }
    found
}

/// `Word: value`, one line for all values.
pub(super) fn detail(word: &str, value: &Value, named: &Named<'_>) -> Vec<Line> {
    let values: Vec<String> =
        texts(value, named, DEPTH).iter().map(|t| spoken_duration(t)).collect();
    if values.is_empty() {
        return Vec::new();
    }
    vec![unmarked(format!("{word}: {}", values.join(", ")))]
}

/// An identifier: a text, a number, or the value of an object.
pub(super) fn identifier(value: &Value) -> Option<String> {
    match value {
        Value::Array(items) => items.iter().find_map(identifier),
        Value::Object(object) => {
            property(object, "value").or_else(|| property(object, "@value")).and_then(identifier)
        }
        other => plain(other),
    }
}

/// Lines of each item of a list, or of the lone value.
fn each(value: &Value, lines_of: &mut dyn FnMut(&Value) -> Vec<Line>) -> Vec<Line> {
    match value {
        Value::Array(items) => items.iter().flat_map(|item| each(item, lines_of)).collect(),
        Value::Object(object) if object.contains_key("@list") || object.contains_key("@set") => {
            let inner = object.get("@list").or_else(|| object.get("@set"));
            inner.map_or_else(Vec::new, |inner| each(inner, lines_of))
        }
        other => lines_of(other),
    }
}

/// The texts of a value, whatever its shape; of an object its name, else what describes it.
fn texts(value: &Value, named: &Named<'_>, depth: usize) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(|item| texts(item, named, depth)).collect(),
        Value::Object(_) if depth == 0 => Vec::new(),
        Value::Object(object) => {
            let object = named.resolved(object);
            let said =
                [&NAMES[..], &["credentialCategory", "description", "descriptions"]].concat();
            first_text(object, &said, named, depth - 1).into_iter().collect()
        }
        other => plain(other).into_iter().collect(),
    }
}

fn first_text(object: &Object, wanted: &[&str], named: &Named<'_>, depth: usize) -> Option<String> {
    wanted
        .iter()
        .find_map(|wanted| texts(property(object, wanted)?, named, depth).into_iter().next())
}

fn all_texts(object: &Object, wanted: &[&str], named: &Named<'_>) -> Vec<String> {
    let values = wanted.iter().filter_map(|wanted| property(object, wanted));
    values.flat_map(|value| texts(value, named, DEPTH)).collect()
}

fn property<'o>(object: &'o Object, wanted: &str) -> Option<&'o Value> {
    object
        .get(wanted)
        .or_else(|| object.iter().find(|(key, _)| local(key) == wanted).map(|(_, value)| value))
}

/// A text without HTML, or a number; nothing where it is blank.
fn plain(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim(),
        Value::Number(number) => return Some(number.to_string()),
        _ => return None,
    };
    // Marks may be escaped, once more, where the page that holds them is HTML itself.
    let is_escaped = ["&lt;p", "&lt;li", "&lt;br", "&lt;ul", "&lt;div", "&lt;strong"]
        .iter()
        .any(|mark| text.contains(mark));
    let text = if is_escaped { html::to_text(text).1 } else { text.to_owned() };
    let has_marks = text.contains("</") || text.contains("<br") || text.contains("<p>");
    let text = if html::is_html(&text) || has_marks || text.contains('&') && text.contains(';') {
        with_lines(&text)
    } else {
        text
    };
    (!text.is_empty()).then_some(text)
}

/// HTML as text; lines that were broken without marks stay broken.
fn with_lines(text: &str) -> String {
    let has_blocks = ["<p", "<br", "<li", "<div", "<h"].iter().any(|mark| text.contains(mark));
    if has_blocks {
        return html::to_text(text).1;
    }
    let lines: Vec<String> = text.lines().map(|line| html::to_text(line).1).collect();
    lines.join("\n").trim().to_owned()
}

/// A text that is a list of terms -> the terms: lines, or what stands between semicolons or commas.
///
/// A sentence is no list: commas part only where every piece is short and none ends as a sentence does.
fn split(text: &str) -> Vec<String> {
    const TERM_WORDS: usize = 6;
    let is_bullet = |c: char| c.is_whitespace() || "-*•·▪–—".contains(c);
    let lines = text.lines().map(|line| line.trim_start_matches(is_bullet).trim());
    let mut found = Vec::new();
    for line in lines.filter(|line| !line.is_empty()) {
        let is_short = |piece: &&str| {
            piece.split_whitespace().count() <= TERM_WORDS && !piece.trim_end().ends_with('.')
        };
        let by_semicolon = outside_brackets(line, &[';', '|', '•']);
        let by_comma = outside_brackets(line, &[',']);
        let pieces = if by_semicolon.len() > 1 {
            by_semicolon
        } else if by_comma.len() > 1 && by_comma.iter().all(is_short) {
            by_comma
        } else {
            vec![line]
        };
        let terms = pieces.into_iter().map(str::trim).filter(|piece| !piece.is_empty());
        found.extend(terms.map(str::to_owned));
    }
    found
}

/// The pieces of a line between these marks, except inside brackets.
fn outside_brackets<'t>(line: &'t str, marks: &[char]) -> Vec<&'t str> {
    let (mut pieces, mut start, mut depth) = (Vec::new(), 0, 0usize);
    for (at, c) in line.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 && marks.contains(&c) => {
                pieces.push(&line[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&line[start..]);
    pieces
}

fn unmarked(text: String) -> Line {
    Line { text, is_preferred: false }
}

fn whole(text: String, object: &Object) -> Vec<Line> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    let scale = property(object, "annotation").and_then(Value::as_object);
    let says = |key: &str| scale.and_then(|scale| property(scale, key)).and_then(Value::as_bool);
    let is_preferred = says("preferred") == Some(true) && says("required") != Some(true);
    vec![Line { text, is_preferred }]
}

/// What forms put where nothing is asked for.
fn is_nothing(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["no requirements", "none", "n/a", "not specified"].contains(&text.as_str())
}

/// Months of experience, in years where they are whole ones.
fn experience(months: f64) -> String {
    let (value, unit) = if months >= 12.0 && months % 12.0 == 0.0 {
        (months / 12.0, "year")
    } else {
        (months, "month")
    };
    format!("{value} {unit}{} of experience", if (value - 1.0).abs() < 1e-9 { "" } else { "s" })
}

/// An ISO 8601 duration in words, where a text is one: `P2Y` is "2 years"; any other text stays.
fn spoken_duration(text: &str) -> String {
    let Some(rest) = text.strip_prefix('P') else { return text.to_owned() };
    let (mut number, mut is_time, mut said) = (String::new(), false, Vec::new());
    for c in rest.chars() {
        let unit = match c {
            '0'..='9' | '.' => {
                number.push(c);
                continue;
            }
            'T' => {
                is_time = true;
                continue;
            }
            'Y' => "year",
            'M' if is_time => "minute",
            'M' => "month",
            'W' => "week",
            'D' => "day",
            'H' => "hour",
            _ => return text.to_owned(),
        };
        if number.is_empty() {
            return text.to_owned();
        }
        let ending = if number == "1" { "" } else { "s" };
        said.push(format!("{number} {unit}{ending}"));
        number.clear();
    }
    if said.is_empty() { text.to_owned() } else { said.join(" ") }
}
