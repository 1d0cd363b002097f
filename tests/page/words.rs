//! One catalogue of words: the same keys in both languages, all of them used, none missing.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use skillmap::service::Exposure;

use crate::running::Service;
use crate::service::AGENT;
use crate::service::text;

fn catalogue(language: &str) -> BTreeMap<String, Value> {
    let path = format!("{}/web/strings/{language}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The templates, modules and files of pages.
fn sources() -> Vec<(String, String)> {
    below(&["web/templates", "web/scripts", "src/service/pages"])
}

/// The files below folders of the project, with their content.
fn below(folders: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = folders
        .iter()
        .map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
        .collect::<Vec<_>>();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let content = fs::read_to_string(&path).unwrap();
            // Unit tests name keys that are not there on purpose.
            let content = content.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
            found.push((path.display().to_string(), content));
        }
    }
    found
}

/// Texts in double quotes.
fn literals(content: &str) -> impl Iterator<Item = &str> {
    content.split('"').skip(1)
}

fn is_key(text: &str) -> bool {
    let mut parts = text.split('.');
    let is_word = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    parts.clone().count() == 2 && parts.all(is_word)
}

fn places(entry: &Value) -> BTreeSet<String> {
    let texts: Vec<&str> = match entry {
        Value::String(text) => vec![text],
        Value::Object(forms) => {
            assert_eq!(forms.keys().collect::<Vec<_>>(), ["one", "other"]);
            forms.values().filter_map(Value::as_str).collect()
        }
        other => panic!("{other} is no text"),
    };
    let places = texts.iter().flat_map(|text| text.split('{').skip(1));
    places.map(|rest| rest.split('}').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn both_languages_have_the_same_keys_and_places() {
    let (english, spanish) = (catalogue("en"), catalogue("es"));
    assert_eq!(english.keys().collect::<Vec<_>>(), spanish.keys().collect::<Vec<_>>());
    for (key, entry) in &english {
        assert_eq!(places(entry), places(&spanish[key]), "{key}");
        assert_eq!(entry.is_string(), spanish[key].is_string(), "{key}");
        assert_ne!(entry, "", "{key}");
        assert_ne!(spanish[key], "", "{key}");
    }
}

#[test]
fn every_key_is_used_and_every_used_key_is_there() {
    let english = catalogue("en");
    let areas: BTreeSet<&str> = english.keys().filter_map(|key| key.split('.').next()).collect();
    let sources = sources();
    assert!(sources.len() > 20, "only {} sources", sources.len());
    let mut used = BTreeSet::new();
    let mut missing = Vec::new();
    for (path, content) in &sources {
        for literal in literals(content) {
            let area = literal.split('.').next().unwrap_or_default();
            if !is_key(literal) || !areas.contains(area) {
                continue;
            }
            if english.contains_key(literal) {
                used.insert(literal);
            } else if !["js", "css", "html", "json", "csv"].iter().any(|end| literal.ends_with(end))
            {
                missing.push(format!("{path}: {literal}"));
            }
        }
    }
    assert!(missing.is_empty(), "not in web/strings: {missing:#?}");
    // Values of closed lists are looked up by their group: name("kind", ...), name(side, ...).
    let groups = [
        "kind",
        "status",
        "facet",
        "language",
        "error",
        "object",
        "subject",
        "predicate",
        "text",
        "justification",
        "change",
        "fate",
        "preview",
        "severity",
        "role",
        "use",
        "asked",
        "because",
        "compare",
        "contradiction",
        "decide",
        "field",
        "format",
        "hint",
        "issue",
        "label",
        "level",
        "match",
        "outcome",
        "requirement",
        "signal",
        "standing",
        "state",
        "verdict",
    ];
    let unused: Vec<&String> = english
        .keys()
        .filter(|key| {
            let group = key.split('.').next().unwrap_or_default();
            !used.contains(key.as_str()) && !groups.contains(&group)
        })
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:#?}");
    for group in groups {
        let is_named = sources.iter().any(|(_, content)| {
            content.contains(&format!("\"{group}\"")) || content.contains(&format!("{group}.{{}}"))
        });
        assert!(is_named, "nobody looks up {group}");
    }
}

/// Codes of issues, as the readers name them.
fn codes() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for (_, content) in below(&["src/formats"]) {
        for told in ["issues.note(", "issues.warning(", "issues.error(", "Rule::new("] {
            let code = |rest: &str| {
                let code = rest.trim_start().strip_prefix('"')?.split('"').next()?;
                Some(code.to_owned())
            };
            codes.extend(content.split(told).skip(1).filter_map(code));
        }
    }
    codes
}

#[test]
fn every_sort_of_issue_has_a_name() {
    let codes = codes();
    assert!(codes.len() > 100, "only {} codes", codes.len());
    let english = catalogue("en");
    let key = |code: &String| format!("issue.{}", code.replace('-', "_"));
    let nameless: Vec<&String> = codes.iter().filter(|c| !english.contains_key(&key(c))).collect();
    assert!(nameless.is_empty(), "not in web/strings: {nameless:?}");
}

#[test]
fn a_page_speaks_the_language_that_is_asked_for() {
    let service = Service::new(Exposure::LoopbackOnly);
    let rows = [
        ("/", "", "", "<html lang=\"en\">", "Search skills"),
        ("/?lang=es", "", "", "<html lang=\"es\">", "Buscar capacidades"),
        ("/", "es-MX,es;q=0.9", "", "<html lang=\"es\">", "Buscar capacidades"),
        ("/", "es", "lang=en", "<html lang=\"en\">", "Search skills"),
        ("/no/such", "es", "", "<html lang=\"es\">", "No encontrado"),
    ];
    for (path, accepted, cookie, language, said) in rows {
        let response = AGENT
            .get(service.url(path))
            .header("Accept", "text/html")
            .header("Accept-Language", accepted)
            .header("Cookie", cookie)
            .call()
            .unwrap();
        let remembered =
            response.headers().get("set-cookie").map(|c| c.to_str().unwrap().to_owned());
        assert_eq!(remembered.is_some_and(|c| c.starts_with("lang=es")), path.contains("lang=es"));
        let text = text(response);
        assert!(text.contains(language) && text.contains(said), "{path} {accepted}: {text}");
    }
    service.running.stop().unwrap();
}
