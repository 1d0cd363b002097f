//! What the official ESCO releases and crosswalks become, row by row of their public counts.

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
use skillmap::model::MappingSet;
use skillmap::model::Predicate;
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

#[expect(clippy::panic, reason = "the wrong content fails the test")]
fn mapping_set(reading: &Reading) -> &MappingSet {
    assert_eq!(reading.format, Format::MappingCsv);
    match &reading.content {
        Content::MappingSet(set) => set,
        Content::Framework(_) => panic!("a mapping set was expected"),
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

/// A file, its rows, its mappings, and what was met on the way.
type CrosswalkRow = (&'static str, u64, usize, &'static [(&'static str, u64)]);

#[test]
fn every_row_of_a_crosswalk_is_a_mapping_or_an_issue() {
    let rows: [CrosswalkRow; 7] = [
        ("esco-onet.csv", 2_068, 2_068, &[("garbled-text", 314)]),
        ("esco-skills-de-ba.csv", 12_640, 12_082, &[("no-subject", 558), ("uneven-row", 2)]),
        (
            "esco-skills-se-jobtech.csv",
            9_991,
            9_967,
            &[("no-subject", 24), ("quoted-lines", 1), ("uneven-row", 5)],
        ),
        ("esco-skills-be-vdab.csv", 5_613, 5_613, &[]),
        ("esco-occupations-national/DE_mapping_18.05.22.csv", 8_735, 8_735, &[]),
        ("esco-occupations-national/ES_mapping_31.07.2021.csv", 4_242, 4_242, &[]),
        ("esco-occupations-national/FR_20230607_mapping_esco_rome.csv", 11_118, 11_118, &[]),
    ];
    for (name, n_rows, n_mappings, met) in rows {
        let Some(reading) = reading(&format!("crosswalks/{name}")) else { return };
        assert_eq!(reading.tables[0].rows, n_rows, "{name}");
        assert_eq!(mapping_set(&reading).mappings.len(), n_mappings, "{name}");
        assert_eq!(issues(&reading), expected(met), "{name}");
    }
}

#[test]
fn known_pairs_of_every_crosswalk_have_the_broader_end_where_it_is() {
    let rows = [
        ("esco-onet.csv", "Managers, All Other", "publishing rights manager", Predicate::Narrow),
        ("esco-onet.csv", "Pediatric Surgeons", "specialised doctor", Predicate::Broad),
        ("esco-onet.csv", "Pharmacists", "Pharmacists", Predicate::Exact),
        ("esco-skills-de-ba.csv", "Dermatologie", "Kosmetische Dermatologie", Predicate::Narrow),
        ("esco-skills-de-ba.csv", "Bosnisch sprechen", "Bosnisch", Predicate::Broad),
        ("esco-skills-be-vdab.csv", "Engels", "Technisch Engels", Predicate::Narrow),
        ("esco-skills-be-vdab.csv", "soorten horloges", "Horloges", Predicate::Broad),
        (
            "esco-skills-se-jobtech.csv",
            "WhiteHat Sentinel",
            "Verktyg inom cybersäkerhet",
            Predicate::Broad,
        ),
        ("esco-skills-se-jobtech.csv", "sjunga", "Operasång", Predicate::Narrow),
        (
            "esco-skills-se-jobtech.csv",
            "tala för andra",
            "Social service och omsorg, områdeskunskap",
            Predicate::Close,
        ),
        (
            "esco-occupations-national/DE_mapping_18.05.22.csv",
            "Glaser/Glaserin",
            "Kunstglaser/Kunstglaserin",
            Predicate::Narrow,
        ),
        (
            "esco-occupations-national/DE_mapping_18.05.22.csv",
            "Major/Majorin",
            "Offiziere in regulären Streitkräften",
            Predicate::Broad,
        ),
        (
            "esco-occupations-national/DE_mapping_18.05.22.csv",
            "Offiziere in regulären Streitkräften",
            "Offizier im Sanitätsdienst",
            Predicate::Narrow,
        ),
        (
            "esco-occupations-national/ES_mapping_31.07.2021.csv",
            "cajero/cajera",
            "CAJEROS DE EMPRESA",
            Predicate::Narrow,
        ),
        (
            "esco-occupations-national/FR_20230607_mapping_esco_rome.csv",
            "artiste peintre",
            "Peintre en fresque",
            Predicate::Narrow,
        ),
        (
            "esco-occupations-national/FR_20230607_mapping_esco_rome.csv",
            "gemmologue-expert/gemmologue-experte",
            "Gemmologue",
            Predicate::Broad,
        ),
    ];
    for (name, from, to, predicate) in rows {
        let Some(reading) = reading(&format!("crosswalks/{name}")) else { return };
        let set = mapping_set(&reading);
        let found = set.mappings.iter().find(|m| m.subject_label == from && m.object_label == to);
        assert_eq!(found.map(|m| m.predicate), Some(predicate), "{name}: {from} - {to}");
    }
}

/// Words that one label has more than the other make it the narrower one, as a rule.
#[test]
fn labels_agree_with_the_direction_in_most_rows() {
    let names = ["esco-skills-de-ba.csv", "esco-skills-se-jobtech.csv", "esco-skills-be-vdab.csv"];
    for name in names {
        let Some(reading) = reading(&format!("crosswalks/{name}")) else { return };
        let (mut n_for, mut n_against) = (0u32, 0u32);
        for mapping in &mapping_set(&reading).mappings {
            let is_broad = match mapping.predicate {
                Predicate::Broad => true,
                Predicate::Narrow => false,
                _ => continue,
            };
            let words = |label: &str| -> std::collections::BTreeSet<String> {
                let words = label.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
                words.map(str::to_lowercase).collect()
            };
            let (subject, object) = (words(&mapping.subject_label), words(&mapping.object_label));
            if subject.len() == object.len() {
                continue;
            }
            if object.is_subset(&subject) {
                *(if is_broad { &mut n_for } else { &mut n_against }) += 1;
            } else if subject.is_subset(&object) {
                *(if is_broad { &mut n_against } else { &mut n_for }) += 1;
            }
        }
        assert!(n_for > 5 * n_against && n_for > 100, "{name}: {n_for} for, {n_against} against");
    }
}
