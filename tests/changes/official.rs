//! The changes between the official releases at hand, count by count.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;

use skillmap::change::Because;
use skillmap::change::ChangeSort;
use skillmap::change::Changes;
use skillmap::change::Detail;
use skillmap::change::DiffOptions;
use skillmap::change::Fate;
use skillmap::change::Fates;
use skillmap::change::Shape;
use skillmap::change::diff;
use skillmap::formats::Bundle;
use skillmap::formats::Content;
use skillmap::formats::ReadOptions;
use skillmap::formats::Source;
use skillmap::formats::read;
use skillmap::model::ConceptId;
use skillmap::model::ConceptKind;
use skillmap::model::Framework;
use skillmap::model::Language;
use skillmap::model::RelationKind;

use crate::data::shared;

fn release(name: &str) -> Option<Framework> {
    let bundle = Bundle::open(&[Source::Path(shared(&format!("frameworks/{name}"))?)]).unwrap();
    match read(&bundle, &ReadOptions::default()).unwrap().content {
        Content::Framework(framework) => Some(*framework),
        Content::MappingSet(_) => unreachable!("{name} is a framework"),
    }
}

fn both(before: &str, after: &str) -> Option<(Framework, Framework)> {
    Some((release(before)?, release(after)?))
}

#[track_caller]
fn check_counts(changes: &Changes, expected: &[(ChangeSort, u64)]) {
    let found: BTreeMap<ChangeSort, u64> =
        changes.counts.iter().filter(|(_, n)| **n > 0).map(|(sort, n)| (*sort, *n)).collect();
    let expected: BTreeMap<ChangeSort, u64> = expected.iter().copied().collect();
    assert_eq!(found, expected, "help: look at the concepts with skillmap diff --only SORT");
}

/// How many successions of which shape are proposed; none is said in the official tables.
fn shapes(changes: &Changes) -> BTreeMap<&'static str, usize> {
    assert!(changes.successions.iter().all(|s| !s.is_said));
    let mut shapes = BTreeMap::new();
    for succession in &changes.successions {
        *shapes.entry(succession.shape.name()).or_default() += 1;
    }
    shapes
}

const SKILLS: [ConceptKind; 2] = [ConceptKind::Skill, ConceptKind::Knowledge];

/// The figures that the publisher states for the skills of 1.1.1: 5 came, none went, 2 have another preferred label, 86
/// another description. The 867 changed alternative labels come out where each cell of the table is compared as it
/// is written: in all but 8 of them the same labels stand in another order. Of these 8, five name a label that is the
/// preferred one as well, before or after; a framework has it once, which makes one of the five (whose preferred label lost
/// a semicolon, and with it became equal) a change here as well, and leaves four.
#[test]
fn esco_1_1_1_changes_the_skills_as_its_publisher_says() {
    let Some((before, after)) = both("esco-1.1.0", "esco-1.1.1") else { return };
    let options = DiffOptions { kinds: SKILLS.to_vec(), languages: vec![Language::ENGLISH] };
    let changes = diff(&before, &after, &options);
    assert_eq!((changes.n_before, changes.n_after), (13_891, 13_896));
    assert_eq!(changes.counts[&ChangeSort::Added], 5);
    assert_eq!(changes.counts[&ChangeSort::Removed], 0);
    assert_eq!(changes.counts[&ChangeSort::Relabelled], 2);
    assert_eq!(changes.counts[&ChangeSort::Description], 86);
    assert_eq!(changes.counts[&ChangeSort::AlternativeLabels], 4);
    assert_eq!(changes.counts[&ChangeSort::HiddenLabels], 0);
    // The five that came were groups; two more became knowledge.
    assert_eq!(changes.counts[&ChangeSort::Kind], 7);
    let (old, new) = (cells("1.1.0"), cells("1.1.1"));
    let (Some(old), Some(new)) = (old, new) else { return };
    let lines = |cell: &str| -> BTreeSet<String> {
        cell.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    };
    let kept = || old.iter().filter_map(|(id, was)| Some((was, new.get(id)?)));
    assert_eq!(kept().filter(|(was, is)| was != is).count(), 867);
    assert_eq!(kept().filter(|(was, is)| lines(was) != lines(is)).count(), 8);
}

/// The alternative labels of each skill, as the official table writes them.
fn cells(version: &str) -> Option<BTreeMap<String, String>> {
    let folder = shared(&format!("frameworks/esco-{version}"))?;
    let name = format!("ESCO dataset - v{version} - classification - en - csv.zip");
    let mut zip = zip::ZipArchive::new(std::fs::File::open(folder.join(name)).unwrap()).unwrap();
    let inside: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let table = inside.iter().find(|name| name.ends_with("skills_en.csv")).unwrap();
    let mut text = String::new();
    zip.by_name(table).unwrap().read_to_string(&mut text).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|h| h == name).unwrap();
    let (id, labels) = (column("conceptUri"), column("altLabels"));
    Some(reader.records().map(|r| r.unwrap()).map(|r| (r[id].into(), r[labels].into())).collect())
}

#[test]
fn esco_1_1_1_gave_its_groups_other_names_and_dropped_one_occupation() {
    let Some((before, after)) = both("esco-1.1.0", "esco-1.1.1") else { return };
    let changes = diff(&before, &after, &DiffOptions::default());
    check_counts(
        &changes,
        &[
            (ChangeSort::Added, 422),
            (ChangeSort::Removed, 420),
            (ChangeSort::Kind, 7),
            (ChangeSort::Relabelled, 2),
            (ChangeSort::AlternativeLabels, 6),
            (ChangeSort::Description, 86),
            (ChangeSort::Moved, 10_540),
            (ChangeSort::Related, 1_669),
            (ChangeSort::Codes, 23),
        ],
    );
    // 396 groups have a new IRI with the old name, by their codes where several have one name. The occupation became
    // another name of the one that stays, which the release tells by that name alone.
    assert_eq!(shapes(&changes), BTreeMap::from([("merged", 2), ("replaced", 396)]));
    let radiographer = changes.successions.iter().find(|s| {
        s.shape == Shape::Merged && s.after.iter().any(|c| c.label == "radiation therapist")
    });
    let link = &radiographer.unwrap().links[0];
    assert_eq!(link.because, Because::NameKept { label: "therapeutic radiographer".into() });
    let fates = Fates::new(&before, &after);
    assert_eq!(fates.of(&link.before), Some(Fate::Removed));
    assert_eq!(fates.proposals(&link.before)[0].id, link.after);
    // T6.5 of 1.1.0 was named by its code; all that is said of it afterwards has another IRI.
    let group = ConceptId::new("http://data.europa.eu/esco/skill/T6.5").unwrap();
    assert_eq!(fates.of(&group), Some(Fate::Removed));
    let proposed = fates.proposals(&group);
    let successor = after.position(proposed[0].id.as_str()).unwrap();
    assert_eq!(after.concepts()[successor].notations[0].code.as_ref(), "T6.5");
    let needs = changes.relations[&RelationKind::Essential];
    assert_eq!((needs.added, needs.removed, needs.removed_with_concept), (31, 236, 55));
}

#[test]
fn from_esco_1_0_to_1_1_many_skills_were_merged_into_others() {
    let Some((before, after)) = both("esco-1.0.x", "esco-1.1.0") else { return };
    let changes = diff(&before, &after, &DiffOptions::default());
    // American English stands for English where 1.0 has nothing else.
    let tags = |languages: &[Language]| -> Vec<String> {
        languages.iter().map(ToString::to_string).collect()
    };
    assert_eq!(tags(&changes.languages.both), ["en"]);
    assert_eq!(tags(&changes.languages.gone), ["en-us", "es", "fr"]);
    assert_eq!(changes.counts[&ChangeSort::Added], 1_236);
    assert_eq!(changes.counts[&ChangeSort::Removed], 120);
    assert_eq!(changes.counts[&ChangeSort::Relabelled], 1_220);
    assert_eq!(
        shapes(&changes),
        BTreeMap::from([("merged", 17), ("replaced", 15), ("unclear", 2)])
    );
    let searches = changes.successions.iter().find(|s| s.after[0].label == "conduct web searches");
    let before: Vec<&str> = searches.unwrap().before.iter().map(|c| c.label.as_str()).collect();
    assert_eq!(before.len(), 5, "{before:?}");
    assert!(before.contains(&"use Bing") && before.contains(&"use Yahoo! Search"), "{before:?}");
}

#[test]
fn esco_1_2_0_has_35_occupations_more_and_three_less() {
    let Some((before, after)) = both("esco-1.1.1", "esco-1.2.0-partial/en") else { return };
    let kinds = vec![ConceptKind::Occupation];
    let changes = diff(&before, &after, &DiffOptions { kinds, ..DiffOptions::default() });
    assert_eq!((changes.n_before, changes.n_after), (3_007, 3_039));
    // The relations of occupations and skills are missing in the part of 1.2.0 that is at hand: all of them are gone.
    check_counts(
        &changes,
        &[
            (ChangeSort::Added, 35),
            (ChangeSort::Removed, 3),
            (ChangeSort::Relabelled, 15),
            (ChangeSort::AlternativeLabels, 295),
            (ChangeSort::Description, 63),
            (ChangeSort::Definition, 1),
            (ChangeSort::Notes, 4),
            (ChangeSort::Moved, 14),
            (ChangeSort::Related, 3_004),
            (ChangeSort::Codes, 15),
        ],
    );
    let gone: Vec<&str> = changes
        .concepts
        .iter()
        .filter(|c| c.details.contains(&Detail::Removed))
        .map(|c| c.label.as_str())
        .collect();
    assert_eq!(gone.len(), 3);
    for label in
        ["contact tracing agent", "fruit and vegetable preserver", "residential care home worker"]
    {
        assert!(gone.contains(&label), "{gone:?}");
    }
    assert_eq!(shapes(&changes), BTreeMap::from([("merged", 1)]));
}

#[test]
fn onet_30_1_has_another_model_of_work_styles() {
    let Some((before, after)) = both("onet-29.1-text", "onet-30.1-xlsx") else { return };
    let changes = diff(&before, &after, &DiffOptions::default());
    check_counts(
        &changes,
        &[
            (ChangeSort::Added, 170),
            (ChangeSort::Removed, 60),
            (ChangeSort::Relabelled, 67),
            (ChangeSort::AlternativeLabels, 575),
            (ChangeSort::Description, 25),
            (ChangeSort::Moved, 36),
            (ChangeSort::Related, 1_229),
            (ChangeSort::Measured, 923),
            (ChangeSort::Properties, 485),
        ],
    );
    // Ten elements of the new model are called as old ones; twelve activities got another number.
    assert_eq!(shapes(&changes), BTreeMap::from([("merged", 1), ("replaced", 22)]));
    // No occupation came or went.
    let is_occupation = |c: &&skillmap::change::ConceptChange| c.kind == ConceptKind::Occupation;
    let came_or_went = [Detail::Added, Detail::Removed];
    let n = changes
        .concepts
        .iter()
        .filter(is_occupation)
        .filter(|c| came_or_went.iter().any(|detail| c.details.contains(detail)))
        .count();
    assert_eq!(n, 0);
    assert_eq!(changes.measures.changed, 8_977);
    let tasks = changes.relations[&RelationKind::HasTask];
    assert_eq!((tasks.added, tasks.removed), (121, 33));
}

/// The parts of the repository know nothing of each other's releases, but each is the same as itself.
#[test]
fn a_release_is_the_same_as_itself() {
    for name in ["starter-skills", "college-competencies"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("taxonomies").join(name);
        let bundle = Bundle::open(&[Source::Path(folder)]).unwrap();
        let Content::Framework(framework) = read(&bundle, &ReadOptions::default()).unwrap().content
        else {
            unreachable!("{name} is a framework")
        };
        let changes = diff(&framework, &framework, &DiffOptions::default());
        assert_eq!(changes.concepts, []);
        assert_eq!(changes.n_same, framework.concepts().len() as u64);
        assert!(changes.relations.is_empty() && changes.measures.is_empty());
    }
}
