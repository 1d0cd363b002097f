//! The official ESCO release -> Framework: CSV tables, one per kind of concept and language.
//!
//! In: the zips as they are published, or folders of their tables, in any languages of one release. Out: one
//! framework with labels in all of them. Steps: each file's header says which table it is (`tables`); the
//! tables of concepts are read in parallel (`concepts`) and merged by IRI, language after language (`merge`); the
//! tables of relations are read in parallel against the positions of those concepts (`relations`).
//!
//! # Why
//!
//! - IRIs are kept byte for byte: they begin with `http:`, and `https:` would name nothing.
//! - Releases point at concepts that they do not contain (1.1.1: 67 rows of one occupation, 11 rows of
//!   withdrawn skill groups). Such a row is left out and reported; everything else is imported.
//! - Broader relations come from their table. An occupation's ISCO group is used only where that table gives
//!   the occupation no broader concept: most that do not stand directly below their group stand below
//!   another occupation, which does.
//! - The concept schemes of a whole pillar (`skills`, `member-skills`, ...) become collections like the others,
//!   but without members: that a skill is a member of ESCO's skills says nothing.

mod tables;
mod concepts;
mod merge;
mod relations;

use crate::formats::Bundle;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadErrorKind;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::FrameworkBuilder;
use crate::model::Licence;
use crate::model::Location;
use crate::model::Release;

pub(crate) use tables::is_head;

/// The concept scheme that all releases share.
const FRAMEWORK: &str = "http://data.europa.eu/esco";

/// The framework that all ESCO tables of the bundle make together.
///
/// Errors: no table of concepts is among them, a table is beyond the limits, or the short name asked for
/// cannot be typed.
pub(crate) fn read(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
    counts: &mut Vec<TableCount>,
) -> Result<Framework, ReadError> {
    let place = Location::file(&bundle.origins().join(", "));
    let tables = tables::survey(bundle, issues)?;
    let mut builder = FrameworkBuilder::new(release(bundle, options, issues, &place)?);
    let members = merge::read(&tables, &mut builder, issues, counts)?;
    if builder.is_empty() {
        let what = "no table of skills, occupations or groups could be read";
        let remedy = "add skills_en.csv, occupations_en.csv and the groups of that release";
        return Err(ReadError::invalid(place, what, remedy));
    }
    // Before the relations: a missing table leaves thousands of them dangling, and this says why.
    tables::report_missing(&tables, &builder, issues, &place);
    relations::read(&tables, &mut builder, issues, counts)?;
    relations::relate_members(&members, &mut builder);
    counts.sort_by(|a, b| a.file.cmp(&b.file));
    builder
        .build()
        .map_err(|e| ReadError::invalid(place, e.to_string(), "choose another short name"))
}

/// A table that cannot be read is one defect among others; one beyond the limits ends the reading.
fn survive(error: ReadError, issues: &mut Issues) -> Result<(), ReadError> {
    if error.kind != ReadErrorKind::Invalid {
        return Err(error);
    }
    issues.error("unreadable-table", error.location, error.what, &error.remedy);
    Ok(())
}

fn release(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
    place: &Location,
) -> Result<Release, ReadError> {
    let framework = ConceptId::new(FRAMEWORK)
        .map_err(|e| ReadError::invalid(place.clone(), e.to_string(), "report this as a bug"))?;
    let version = match &options.version {
        Some(version) => version.clone(),
        None => version_in_names(bundle, issues, place),
    };
    Ok(Release {
        framework,
        key: options.key.clone().unwrap_or_else(|| "esco".to_owned()),
        title: "ESCO".to_owned(),
        publisher: "European Commission".to_owned(),
        version,
        licence: Licence {
            name: "Commission Decision 2011/833/EU (reuse with attribution)".to_owned(),
            url: "https://eur-lex.europa.eu/eli/dec/2011/833/oj".to_owned(),
            attribution:
                "Source: ESCO, the classification of European Skills, Competences, Qualifications \
                          and Occupations, published by the European Commission."
                    .to_owned(),
        },
        description:
            "Skills, knowledge and occupations of the European labour market, the skills each \
                      occupation needs, and the groups they stand in."
                .to_owned(),
    })
}

/// The version that the names of files and folders tell; the tables themselves do not say it.
fn version_in_names(bundle: &Bundle, issues: &mut Issues, place: &Location) -> String {
    let in_files = || bundle.files().iter().filter_map(|f| version_in(f.name()));
    // A loose file's own name is short; the path by which it was named may say more.
    let in_origins = || bundle.origins().iter().filter_map(|o| version_in(o));
    let found: Vec<String> = match in_files().next() {
        Some(_) => in_files().collect(),
        None => in_origins().collect(),
    };
    let Some(first) = found.first() else {
        let what = "neither file nor folder names tell the release";
        issues.warning("no-version", place.clone(), what, "give --release");
        return "unversioned".to_owned();
    };
    if let Some(other) = found.iter().find(|version| *version != first) {
        let what = format!("the names speak of the releases {first} and {other}; {first} is taken");
        let remedy = "import one release at a time, or give --release";
        issues.warning("several-versions", place.clone(), what, remedy);
    }
    first.clone()
}

/// The last version in a path: `1.1.1` of `ESCO dataset - v1.1.1 - csv.zip`, `1.0.x` of `esco-1.0.x`.
fn version_in(path: &str) -> Option<String> {
    let is_between = |c: char| !c.is_ascii_alphanumeric() && c != '.';
    path.split(is_between).rev().find_map(|word| {
        let word = word.strip_prefix(['v', 'V']).unwrap_or(word);
        let mut numbers = word.split('.');
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let (major, minor) = (numbers.next()?, numbers.next()?);
        if !is_number(major) || !is_number(minor) {
            return None;
        }
        // `1.1.1.csv` and `1.1.1.zip` end in what is not a part of the version.
        let third = numbers.next().filter(|part| is_number(part) || *part == "x");
        Some(third.map_or_else(|| format!("{major}.{minor}"), |p| format!("{major}.{minor}.{p}")))
    })
}

#[cfg(test)]
mod tests;
