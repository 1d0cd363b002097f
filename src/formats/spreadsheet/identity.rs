//! What a row calls its concept -> an IRI, the same whenever the list is imported.

use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::code::is_iri;
use crate::formats::code::percent_encoded;
use crate::formats::code::slug;
use crate::formats::spreadsheet::FrameworkFacts;
use crate::model::ConceptId;
use crate::model::Digest;
use crate::model::Licence;
use crate::model::Location;
use crate::model::NameError;
use crate::model::Release;

/// What the IRI of a list begins with that has none of its own.
const MINTED: &str = "urn:skillmap:";

/// Letters of a label in an IRI; what is longer is told apart by its digest.
const SLUG_LETTERS: usize = 80;

/// Letters of a short name.
const KEY_LETTERS: usize = 64;

/// The release that a list makes, from what is said of it and, where nothing is said, its file's name.
///
/// Errors: the IRI is none.
pub(super) fn release(
    facts: &FrameworkFacts,
    file: &str,
    options: &ReadOptions,
) -> Result<Release, ReadError> {
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let said = |fact: &str| Some(fact.trim().to_owned()).filter(|fact| !fact.is_empty());
    let given = options.key.clone().or_else(|| said(&facts.key));
    let key = given.unwrap_or_else(|| {
        let key = slug(said(&facts.title).as_deref().unwrap_or(stem));
        key.chars().take(KEY_LETTERS).collect::<String>().trim_end_matches('-').to_owned()
    });
    let iri = said(&facts.id).unwrap_or_else(|| format!("{MINTED}{}", percent_encoded(&key)));
    let framework = ConceptId::new(iri).map_err(|e| {
        let what = format!("the framework's id: {e}");
        ReadError::invalid(Location::file(file), what, "correct id below [framework]")
    })?;
    let mut release = Release {
        framework,
        key,
        title: said(&facts.title).unwrap_or_else(|| stem.to_owned()),
        publisher: facts.publisher.trim().to_owned(),
        version: said(&facts.version).unwrap_or_else(|| "1".to_owned()),
        licence: Licence {
            name: facts.licence.trim().to_owned(),
            url: facts.licence_url.trim().to_owned(),
            attribution: facts.attribution.trim().to_owned(),
        },
        description: facts.description.trim().to_owned(),
    };
    options.apply(&mut release);
    Ok(release)
}

/// The IRI of an id, a code or the like: as it is where it is an IRI, else below the framework's own.
pub(super) fn of_key(base: &ConceptId, key: &str) -> Result<ConceptId, NameError> {
    if is_iri(key) {
        return ConceptId::new(key);
    }
    below(base, &percent_encoded(key))
}

/// The IRI of a label, or of a path of labels.
pub(super) fn of_labels<'a>(
    base: &ConceptId,
    labels: impl Iterator<Item = &'a str>,
) -> Result<ConceptId, NameError> {
    let parts: Vec<String> = labels.map(label_slug).collect();
    below(base, &parts.join(":"))
}

fn below(base: &ConceptId, rest: &str) -> Result<ConceptId, NameError> {
    let base = base.as_str();
    let sign = match base.chars().last() {
        Some('/' | '#' | ':') => "",
        _ if base.starts_with("urn:") => ":",
        _ => "/",
    };
    ConceptId::new(format!("{base}{sign}{rest}"))
}

/// A label in an IRI: its letters and digits in lower case. Where signs that tell labels apart (`C`, `C++`) would
/// be lost, or it is too long, the beginning of its digest follows.
fn label_slug(label: &str) -> String {
    const HARMLESS: &str = ".,;:()[]'\"’‘“”„!?-–—_/&";
    let mut slug = String::with_capacity(label.len());
    let mut is_lossy = false;
    for letter in label.chars() {
        if letter.is_alphanumeric() {
            slug.extend(letter.to_lowercase());
        } else {
            is_lossy |= !letter.is_whitespace() && !HARMLESS.contains(letter);
            if !slug.ends_with('-') && !slug.is_empty() {
                slug.push('-');
            }
        }
    }
    let slug = slug.trim_end_matches('-');
    let short: String = slug.chars().take(SLUG_LETTERS).collect();
    if !is_lossy && short.len() == slug.len() && !short.is_empty() {
        return short;
    }
    let digest = Digest::of(label.as_bytes()).to_string();
    let digest = digest.get(..8).unwrap_or_default();
    [short.trim_end_matches('-'), digest]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_differ_by_more_than_case_and_stops_have_iris_that_differ() {
        let base = ConceptId::new("urn:x").unwrap();
        let iri = |label: &str| of_labels(&base, [label].into_iter()).unwrap().to_string();
        assert_eq!(iri("Take vital signs."), "urn:x:take-vital-signs");
        assert_eq!(iri("Größe (messen)"), "urn:x:größe-messen");
        assert_eq!(iri("日本語"), "urn:x:日本語");
        for (one, other) in [("C", "C++"), ("C#", "C++"), ("+", "-+"), ("!", "?!+")] {
            assert_ne!(iri(one), iri(other), "{one} {other}");
        }
        let long = "very ".repeat(100);
        assert!(iri(&long).len() < 120);
        assert_ne!(iri(&long), iri(&format!("{long} long")));
        assert_eq!(iri(&long), iri(&long));
    }

    #[test]
    fn a_code_is_told_from_an_iri() {
        let base = ConceptId::new("http://x.org/skills/").unwrap();
        for (key, iri) in [
            ("1.2", "http://x.org/skills/1.2"),
            ("K:12", "http://x.org/skills/K%3A12"),
            ("http://y/1", "http://y/1"),
        ] {
            assert_eq!(of_key(&base, key).unwrap().as_str(), iri);
        }
        assert!(of_key(&base, "http://a b").is_err());
    }
}
