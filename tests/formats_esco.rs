//! What the official ESCO releases become, row by row of their public counts.

use std::collections::BTreeMap;

use skillmap::formats::Bundle;
use skillmap::formats::Content;
use skillmap::formats::Format;
use skillmap::formats::ReadOptions;
use skillmap::formats::Reading;
use skillmap::formats::Source;
use skillmap::formats::read;
use skillmap::model::ConceptKind;
use skillmap::model::Framework;
use skillmap::model::Language;
use skillmap::model::RelationKind;

use crate::data::shared;

fn reading(name: &str) -> Option<Reading> {
    let bundle = Bundle::open(&[Source::Path(shared(name)?)]).unwrap();
    Some(read(&bundle, &ReadOptions::default()).unwrap())
}

#[expect(clippy::panic, reason = "the wrong content fails the test")]
fn framework(reading: &Reading) -> &Framework {
    assert_eq!(reading.format, Format::EscoCsv);
    match &reading.content {
        Content::Framework(framework) => framework,
        Content::MappingSet(_) => panic!("a framework was expected"),
    }
}

/// Issues by code, whatever their severity.
fn issues(reading: &Reading) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for sort in reading.issues.counts() {
        *counts.entry(sort.code).or_default() += sort.count;
    }
    counts
}

fn expected(rows: &[(&str, u64)]) -> BTreeMap<String, u64> {
    rows.iter().map(|(code, count)| ((*code).to_owned(), *count)).collect()
}

fn n_kind(framework: &Framework, kinds: &[ConceptKind]) -> usize {
    framework.concepts().iter().filter(|c| kinds.contains(&c.kind)).count()
}

fn n_relations(framework: &Framework, kind: RelationKind) -> usize {
    framework.relations().iter().filter(|r| r.kind == kind).count()
}

#[test]
fn a_whole_release_has_the_counts_its_publisher_states() {
    let Some(reading) = reading("frameworks/esco-1.1.1") else { return };
    let framework = framework(&reading);
    assert_eq!(framework.release().to_string(), "esco@1.1.1");
    assert_eq!(n_kind(framework, &[ConceptKind::Skill, ConceptKind::Knowledge]), 13_896);
    assert_eq!(n_kind(framework, &[ConceptKind::Occupation]), 3_007);
    assert_eq!(n_kind(framework, &[ConceptKind::Group]), 640 + 619);
    assert_eq!(n_kind(framework, &[ConceptKind::Collection]), 19);
    // 123,855 rows, 67 of them about an occupation that is not there; and 5,899 between skills.
    let needs = n_relations(framework, RelationKind::Essential)
        + n_relations(framework, RelationKind::Optional);
    assert_eq!(needs, 123_788 + 5_899);
    assert_eq!(n_relations(framework, RelationKind::Broader), 3_617 + 20_656 - 8);
    let isco = framework.position("http://data.europa.eu/esco/isco/C0110").unwrap();
    assert_eq!(framework.concepts()[isco].notations[0].code.as_ref(), "0110");
    let rows = [
        // 67 rows of needs; 8 broader rows, which have 11 missing ends.
        ("dangling-relation", 75),
        ("no-skill-type", 6),
        ("uneven-row", 189),
        ("unknown-concept", 7),
    ];
    assert_eq!(issues(&reading), expected(&rows));
    let of_file = |end: &str| reading.tables.iter().find(|t| t.file.ends_with(end)).unwrap();
    assert_eq!(of_file("occupationSkillRelations.csv").taken, 123_788);
    let first = reading.issues.kept().iter().find(|i| i.code == "uneven-row").unwrap();
    assert_eq!(first.location.line, Some(2), "the header is line 1");
}

#[test]
fn a_release_without_gaps_has_no_dangling_relation() {
    let Some(reading) = reading("frameworks/esco-1.1.0") else { return };
    let framework = framework(&reading);
    assert_eq!(n_kind(framework, &[ConceptKind::Skill, ConceptKind::Knowledge]), 13_891);
    assert_eq!(n_kind(framework, &[ConceptKind::Occupation]), 3_008);
    assert_eq!(issues(&reading), expected(&[("no-skill-type", 1), ("uneven-row", 189)]));
}

#[test]
fn four_languages_of_an_old_release_become_one_framework() {
    let Some(reading) = reading("frameworks/esco-1.0.x") else { return };
    let framework = framework(&reading);
    assert_eq!(framework.release().version, "1.0.x");
    assert_eq!(n_kind(framework, &[ConceptKind::Skill, ConceptKind::Knowledge]), 13_485);
    assert_eq!(n_kind(framework, &[ConceptKind::Occupation]), 2_942);
    let languages = ["en", "en-us", "es", "fr"].map(|tag| Language::new(tag).unwrap());
    assert_eq!(framework.languages(), languages);
    let rows = [("missing-table", 5), ("no-skill-type", 3), ("row-without-label", 13)];
    assert_eq!(issues(&reading), expected(&rows));
    let unnamed = "http://data.europa.eu/esco/skill/070b9cfc-5052-4567-ab82-cb931eaed700";
    let concept = &framework.concepts()[framework.position(unnamed).unwrap()];
    assert!(!concept.labels.is_empty(), "Spanish and French name it");
}

#[test]
fn parts_of_a_release_are_read_and_what_is_missing_is_told() {
    let rows = [
        ("frameworks/esco-1.1.1-fr-partial", 3_007, "skills_fr.csv"),
        ("frameworks/esco-1.2.0-partial", 3_039, "skills_de.csv"),
    ];
    for (name, n_occupations, missing) in rows {
        let Some(reading) = reading(name) else { return };
        let framework = framework(&reading);
        assert_eq!(n_kind(framework, &[ConceptKind::Occupation]), n_occupations, "{name}");
        assert_eq!(n_kind(framework, &[ConceptKind::Skill, ConceptKind::Knowledge]), 0, "{name}");
        let tells =
            |i: &skillmap::model::Issue| i.code == "missing-table" && i.what.starts_with(missing);
        assert!(reading.issues.kept().iter().any(tells), "{name}: {missing}");
    }
}

#[test]
fn two_folders_of_one_release_are_one_framework() {
    let Some(whole) = shared("frameworks/esco-1.1.1") else { return };
    let Some(french) = shared("frameworks/esco-1.1.1-fr-partial") else { return };
    let bundle = Bundle::open(&[Source::Path(whole), Source::Path(french)]).unwrap();
    let reading = read(&bundle, &ReadOptions::default()).unwrap();
    let framework = framework(&reading);
    assert_eq!(n_kind(framework, &[ConceptKind::Skill, ConceptKind::Knowledge]), 13_896);
    assert_eq!(n_kind(framework, &[ConceptKind::Occupation]), 3_007);
    assert_eq!(framework.languages().len(), 2);
    assert_eq!(issues(&reading).get("duplicate-concept"), None);
    assert_eq!(issues(&reading).get("conflicting-data"), None);
    assert_eq!(issues(&reading)["dangling-relation"], 75);
}
