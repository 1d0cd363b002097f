//! The official O*NET releases are read whole.

use std::path::Path;

use skillmap::formats::Bundle;
use skillmap::formats::Content;
use skillmap::formats::Format;
use skillmap::formats::ReadOptions;
use skillmap::formats::Reading;
use skillmap::formats::Source;
use skillmap::model::ConceptKind;
use skillmap::model::Flag;
use skillmap::model::Framework;
use skillmap::model::Issue;
use skillmap::model::RelationKind;
use skillmap::model::Severity;

use crate::data;

fn read(path: &Path) -> Reading {
    let bundle = Bundle::open(&[Source::Path(path.to_path_buf())]).unwrap();
    skillmap::formats::read(&bundle, &ReadOptions::default()).unwrap()
}

fn framework_of(reading: &Reading) -> &Framework {
    match &reading.content {
        Content::Framework(framework) => framework,
        Content::MappingSet(_) => unreachable!("O*NET is a framework"),
    }
}

/// One work value of one occupation is 0 on a scale that begins with 1; nothing else is wrong.
#[track_caller]
fn check_defects(reading: &Reading) {
    let grave = |i: &&Issue| i.severity > Severity::Note;
    let defects: Vec<&Issue> = reading.issues.kept().iter().filter(grave).collect();
    assert_eq!(defects.len(), 1, "{defects:#?}");
    assert_eq!((defects[0].code.as_str(), defects[0].location.line), ("out-of-scale", Some(4_339)));
}

#[track_caller]
fn check_rows(reading: &Reading, expected: &[(&str, u64)]) {
    for (name, rows) in expected {
        let table = reading.tables.iter().find(|t| t.file.ends_with(name)).unwrap();
        assert_eq!((table.rows, table.taken), (*rows, *rows), "{name}\nhelp: see its issues");
    }
}

fn n_relations(framework: &Framework, kind: RelationKind) -> usize {
    framework.relations().iter().filter(|r| r.kind == kind).count()
}

fn n_concepts(framework: &Framework, kind: ConceptKind) -> usize {
    framework.concepts().iter().filter(|c| c.kind == kind).count()
}

#[test]
fn the_excel_files_of_30_1_are_read_whole() {
    let Some(path) = data::shared("frameworks/onet-30.1-xlsx") else { return };
    let reading = read(&path);
    let framework = framework_of(&reading);
    assert_eq!(reading.format, Format::Onet);
    assert_eq!(framework.release().to_string(), "onet@30.1");
    check_rows(
        &reading,
        &[
            ("/Occupation Data.xlsx", 1_016),
            ("/Skills.xlsx", 62_580),
            ("/Knowledge.xlsx", 59_004),
            ("/Task Statements.xlsx", 18_796),
            ("/Tasks to DWAs.xlsx", 23_850),
            ("/Technology Skills.xlsx", 32_773),
            ("/Alternate Titles.xlsx", 56_505),
            ("/Related Occupations.xlsx", 18_460),
        ],
    );
    let kinds = [
        (ConceptKind::Occupation, 1_016),
        (ConceptKind::Skill, 35),
        (ConceptKind::Knowledge, 33),
        (ConceptKind::Ability, 52),
        (ConceptKind::WorkStyle, 21),
        // 18,796 statements and 328 emerging tasks.
        (ConceptKind::Task, 19_124),
        (ConceptKind::Tool, 26_890),
        // 41 elements, 332 intermediate and 2,087 detailed work activities.
        (ConceptKind::Activity, 2_460),
    ];
    for (kind, expected) in kinds {
        assert_eq!(n_concepts(framework, kind), expected, "{kind}\nhelp: see BRANCHES");
    }
    assert_eq!(n_relations(framework, RelationKind::HasActivity), 23_850);
    assert_eq!(n_relations(framework, RelationKind::Uses), 32_773 + 41_662);
    check_defects(&reading);

    let occupation =
        framework.position("https://www.onetonline.org/link/summary/11-1011.00").unwrap();
    let skill = framework.position("urn:onet:element:2.A.1.a").unwrap();
    let rated = framework
        .relations()
        .iter()
        .position(|r| {
            r.kind == RelationKind::Rated
                && (r.subject as usize, r.object as usize) == (occupation, skill)
        })
        .unwrap();
    let scales = &framework.parts().scales;
    let measures = framework.measures_of(rated);
    let importance =
        measures.iter().find(|m| scales[usize::from(m.scale)].id.as_ref() == "IM").unwrap();
    assert_eq!((importance.value, importance.n), (4.12, Some(8)));
    assert_eq!((importance.suppress, importance.not_relevant), (Flag::No, Flag::Unsaid));
    assert_eq!(importance.interval, Some((3.88, 4.37)));
    assert_eq!(importance.month, Some(2023 * 12 + 7));
    assert_eq!(measures.len(), 2);
}

#[test]
fn the_text_files_of_29_1_are_read_whole() {
    let Some(path) = data::shared("frameworks/onet-29.1-text") else { return };
    let reading = read(&path);
    let framework = framework_of(&reading);
    assert_eq!(framework.release().to_string(), "onet@29.1");
    check_rows(&reading, &[("/Occupation Data.txt", 1_016), ("/Task Statements.txt", 18_796)]);
    check_defects(&reading);
    let missing = reading.issues.kept().iter().filter(|i| i.code == "missing-table").count();
    assert_eq!(missing, 6, "skills, knowledge, abilities, activities, context, task ratings");
}

#[test]
fn reading_twice_gives_the_same_digest() {
    let Some(path) = data::shared("frameworks/onet-29.1-text") else { return };
    let (first, second) = (read(&path), read(&path));
    assert_eq!(framework_of(&first).digest(), framework_of(&second).digest());
}
