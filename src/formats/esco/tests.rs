//! Invented releases, a few rows each: what an importer of ESCO promises.

use crate::formats::Bundle;
use crate::formats::Content;
use crate::formats::Format;
use crate::formats::ReadOptions;
use crate::formats::Reading;
use crate::formats::Source;
use crate::formats::esco::version_in;
use crate::formats::read;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::RelationKind;
use crate::model::Status;

const SKILLS: &str = "\u{feff}conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,status,inScheme\r\n\
    KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/a,skill/competence,cross-sector,tie knots,\"knot\ntying\",released,\"http://data.europa.eu/esco/concept-scheme/green,\nhttp://data.europa.eu/esco/concept-scheme/skills\"\r\n\
    KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/b,knowledge,,,,obsolete,\r\n";
const SKILLS_FR: &str = "conceptType,conceptUri,skillType,preferredLabel,altLabels\n\
    KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/a,knowledge,faire des nœuds,\n\
    KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/b,knowledge,cordages,\n";
const OCCUPATIONS: &str = "conceptType,conceptUri,iscoGroup,preferredLabel,regulatedProfessionNote,code\n\
    Occupation,http://data.europa.eu/esco/occupation/r,0110,rigger,http://data.europa.eu/esco/regulated-professions/unregulated,0110.1\n\
    Occupation,http://data.europa.eu/esco/occupation/s,0110,sail rigger,,0110.1.1\n\
    Occupation,http://data.europa.eu/esco/occupation/s,0110,sail rigger,,0110.1.1\n";
const GROUPS: &str = "conceptType,conceptUri,code,preferredLabel\n\
    ISCOGroup,http://data.europa.eu/esco/isco/C0110,0110,Officers\n";
const SKILL_GROUPS: &str = "conceptType,conceptUri,preferredLabel\n\
    SkillGroup,http://data.europa.eu/esco/skill/S1,handling\n";
const BROADER: &str = "conceptType,conceptUri,broaderType,broaderUri\n\
    Occupation,http://data.europa.eu/esco/occupation/s,Occupation,http://data.europa.eu/esco/occupation/r\n";
const NEEDS: &str = "occupationUri,relationType,skillType,skillUri\n\
    http://data.europa.eu/esco/occupation/r,essential,x,http://data.europa.eu/esco/skill/a\n\
    http://data.europa.eu/esco/occupation/r,optional,x,http://data.europa.eu/esco/skill/b\n\
    http://data.europa.eu/esco/occupation/r,optional,x,https://data.europa.eu/esco/skill/a\n\
    http://data.europa.eu/esco/occupation/r,maybe,x,http://data.europa.eu/esco/skill/b\n";
const SCHEMES: &str = "conceptType,conceptSchemeUri,preferredLabel\n\
    ConceptScheme,http://data.europa.eu/esco/concept-scheme/green,Green\n\
    ConceptScheme,http://data.europa.eu/esco/concept-scheme/skills,ESCO skills\n";
const HIERARCHY: &str = "Level 0 URI,Level 1 URI,Level 0 code,Level 1 code\n\
    http://data.europa.eu/esco/skill/S1,,S1\n";

fn whole() -> Vec<(&'static str, &'static str)> {
    vec![
        ("esco v1.1.1/skills_en.csv", SKILLS),
        ("esco v1.1.1/skills_fr.csv", SKILLS_FR),
        ("esco v1.1.1/occupations_en.csv", OCCUPATIONS),
        ("esco v1.1.1/ISCOGroups_en.csv", GROUPS),
        ("esco v1.1.1/skillGroups_en.csv", SKILL_GROUPS),
        ("esco v1.1.1/broaderRelationsOccPillar.csv", BROADER),
        ("esco v1.1.1/occupationSkillRelations.csv", NEEDS),
        ("esco v1.1.1/conceptSchemes_en.csv", SCHEMES),
        ("esco v1.1.1/skillsHierarchy_en.csv", HIERARCHY),
    ]
}

fn reading(files: &[(&str, &str)], options: &ReadOptions) -> Reading {
    let source = |(name, text): &(&str, &str)| Source::Bytes {
        name: (*name).to_owned(),
        bytes: text.as_bytes().into(),
    };
    let sources: Vec<Source> = files.iter().map(source).collect();
    read(&Bundle::open(&sources).unwrap(), options).unwrap()
}

fn framework(reading: &Reading) -> &Framework {
    match &reading.content {
        Content::Framework(framework) => framework,
        Content::MappingSet(_) => panic!("a framework was expected"),
    }
}

fn count(reading: &Reading, code: &str) -> u64 {
    reading.issues.counts().iter().filter(|c| c.code == code).map(|c| c.count).sum()
}

fn place(reading: &Reading, code: &str) -> (String, Option<u64>) {
    let issue = reading.issues.kept().iter().find(|i| i.code == code).unwrap();
    let name = issue.location.file.rsplit('/').next().unwrap_or_default();
    (name.to_owned(), issue.location.line)
}

#[test]
fn several_languages_of_a_release_become_one_framework() {
    let reading = reading(&whole(), &ReadOptions::default());
    assert_eq!(reading.format, Format::EscoCsv);
    let framework = framework(&reading);
    assert_eq!(framework.release().to_string(), "esco@1.1.1");
    let concept = |id: &str| {
        let position = framework.position(&format!("http://data.europa.eu/esco/{id}")).unwrap();
        &framework.concepts()[position]
    };
    let knots = concept("skill/a");
    assert_eq!(knots.label(Language::ENGLISH), "tie knots");
    assert_eq!(knots.label(Language::new("fr").unwrap()), "faire des nœuds");
    let alternative = knots.labels.iter().filter(|l| l.kind == LabelKind::Alternative);
    assert_eq!(alternative.map(|l| l.text.as_ref()).collect::<Vec<_>>(), ["knot", "tying"]);
    assert_eq!(knots.kind, ConceptKind::Skill, "the first table stands");
    assert_eq!(knots.property("reuse_level"), Some("cross-sector"));
    assert_eq!(concept("skill/b").status, Status::Deprecated);
    let codes: Vec<(&str, &str)> = (concept("occupation/r").notations.iter())
        .map(|n| (n.scheme.as_ref(), n.code.as_ref()))
        .collect();
    assert_eq!(codes, [("ESCO", "0110.1"), ("ISCO-08", "0110")]);
    assert_eq!(concept("isco/C0110").notations[0].scheme.as_ref(), "ISCO-08");
    assert_eq!(concept("skill/S1").notations[0].code.as_ref(), "S1");
    assert!(concept("occupation/r").property("regulated_profession").is_some());
    assert_eq!(concept("concept-scheme/green").kind, ConceptKind::Collection);
}

#[test]
fn an_occupation_stands_below_its_isco_group_only_where_it_stands_nowhere_else() {
    let reading = reading(&whole(), &ReadOptions::default());
    let framework = framework(&reading);
    let ends = |kind| {
        let tail = |position: u32| {
            let id = framework.concepts()[position as usize].id.as_str();
            id.rsplit('/').next().unwrap_or_default().to_owned()
        };
        let own = framework.relations().iter().filter(move |r| r.kind == kind);
        own.map(move |r| (tail(r.subject), tail(r.object))).collect::<Vec<_>>()
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(ends(RelationKind::Broader), [pair("r", "C0110"), pair("s", "r")]);
    assert_eq!(ends(RelationKind::Essential), [pair("r", "a")]);
    assert_eq!(ends(RelationKind::Optional), [pair("r", "b")]);
    assert_eq!(ends(RelationKind::MemberOf), [pair("a", "green")], "a pillar is no collection");
}

#[test]
fn every_defect_is_told_with_its_place_and_the_rest_is_read() {
    let reading = reading(&whole(), &ReadOptions::default());
    let rows = [
        ("dangling-relation", 1, "occupationSkillRelations.csv", Some(4)),
        ("unknown-relation", 1, "occupationSkillRelations.csv", Some(5)),
        ("row-without-label", 1, "skills_en.csv", Some(5)),
        ("duplicate-concept", 1, "occupations_en.csv", Some(4)),
        ("conflicting-data", 1, "skills_fr.csv", Some(2)),
        ("uneven-row", 1, "skillsHierarchy_en.csv", Some(2)),
    ];
    for (code, n, file, line) in rows {
        assert_eq!(count(&reading, code), n, "{code}");
        assert_eq!(place(&reading, code), (file.to_owned(), line), "{code}");
    }
    assert_eq!(count(&reading, "no-label"), 0, "French names what English does not");
    // Two relation tables, and three French tables.
    assert_eq!(count(&reading, "missing-table"), 5);
}

#[test]
fn a_concept_without_any_label_is_kept_and_told() {
    let reading = reading(&[("esco v1.1.1/skills_en.csv", SKILLS)], &ReadOptions::default());
    assert_eq!(framework(&reading).concepts().len(), 2);
    assert_eq!(place(&reading, "no-label"), ("skills_en.csv".to_owned(), Some(5)));
}

#[test]
fn what_the_caller_says_of_the_release_stands() {
    let options = ReadOptions {
        version: Some("9".to_owned()),
        key: Some("mine".to_owned()),
        ..ReadOptions::default()
    };
    assert_eq!(framework(&reading(&whole(), &options)).release().to_string(), "mine@9");
    let unnamed = reading(&[("skills_en.csv", SKILLS)], &ReadOptions::default());
    assert_eq!(framework(&unnamed).release().version, "unversioned");
    assert_eq!(count(&unnamed, "no-version"), 1);
}

#[test]
fn a_version_is_found_in_the_names_that_publishers_give() {
    let rows = [
        ("ESCO dataset - v1.1.1 - classification - en - csv.zip/skills_en.csv", Some("1.1.1")),
        ("esco-1.0.x/skills_fr.csv", Some("1.0.x")),
        ("esco-1.2.0-partial/de/skills_de.csv", Some("1.2.0")),
        ("ESCO_v1.2.zip", Some("1.2")),
        ("esco-1.1.1.zip", Some("1.1.1")),
        ("work-2.0/esco-1.1.0", Some("1.1.0")),
        ("skills_en.csv", None),
        ("tmp1.2/skills_en.csv", None),
    ];
    for (path, version) in rows {
        assert_eq!(version_in(path).as_deref(), version, "{path}");
    }
}
