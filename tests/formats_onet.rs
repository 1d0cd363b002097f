//! The official O*NET releases are read whole.

use std::collections::BTreeMap;
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
use skillmap::model::RelationKind;

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

fn report(reading: &Reading) {
    let framework = framework_of(reading);
    let mut concepts: BTreeMap<ConceptKind, usize> = BTreeMap::new();
    for concept in framework.concepts() {
        *concepts.entry(concept.kind).or_default() += 1;
    }
    let mut relations: BTreeMap<RelationKind, usize> = BTreeMap::new();
    for relation in framework.relations() {
        *relations.entry(relation.kind).or_default() += 1;
    }
    println!("{} {}", framework.release(), framework.digest().short());
    println!("concepts {} {concepts:?}", framework.concepts().len());
    println!("relations {} {relations:?}", framework.relations().len());
    println!("measures {}", framework.parts().measures.len());
    println!("issues {:?}", reading.issues.counts());
    for issue in reading.issues.kept().iter().take(40) {
        println!("  {issue}");
    }
    for table in &reading.tables {
        println!("  {:>7} of {:>7} {}", table.taken, table.rows, table.file);
    }
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
    report(&reading);
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
    assert_eq!(n_concepts(framework, ConceptKind::Occupation), 1_016);
    assert_eq!(n_concepts(framework, ConceptKind::Skill), 35);
    assert_eq!(n_concepts(framework, ConceptKind::Knowledge), 33);
    assert_eq!(n_relations(framework, RelationKind::HasActivity), 23_850);

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
    report(&reading);
    assert_eq!(framework.release().to_string(), "onet@29.1");
    check_rows(&reading, &[("/Occupation Data.txt", 1_016), ("/Task Statements.txt", 18_796)]);
    let missing = reading.issues.kept().iter().filter(|i| i.code == "missing-table").count();
    assert_eq!(missing, 6, "skills, knowledge, abilities, activities, context, task ratings");
}

#[test]
fn reading_twice_gives_the_same_digest() {
    let Some(path) = data::shared("frameworks/onet-29.1-text") else { return };
    let (first, second) = (read(&path), read(&path));
    assert_eq!(framework_of(&first).digest(), framework_of(&second).digest());
}
