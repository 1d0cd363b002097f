//! The frameworks that ship with skillmap are what they say, and as many as promised.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

use sha2::Digest as _;
use sha2::Sha256;
use skillmap::formats;
use skillmap::formats::Bundle;
use skillmap::formats::Content;
use skillmap::formats::ReadOptions;
use skillmap::formats::Source;
use skillmap::model::ConceptKind;
use skillmap::model::Framework;
use skillmap::model::Language;
use skillmap::model::RelationKind;
use skillmap::model::Severity;
use skillmap::model::property;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("taxonomies").join(name)
}

fn read(name: &str) -> Framework {
    let bundle = Bundle::open(&[Source::Path(folder(name).join("concepts.csv"))]).unwrap();
    let reading = formats::read(&bundle, &ReadOptions::default()).unwrap();
    assert_eq!(reading.issues.at_least(Severity::Note), 0, "{name}: {:?}", reading.issues.kept());
    match reading.content {
        Content::Framework(framework) => *framework,
        Content::MappingSet(_) => unreachable!("the table holds a framework"),
    }
}

fn count(framework: &Framework, kind: ConceptKind) -> usize {
    framework.concepts().iter().filter(|c| c.kind == kind).count()
}

/// SHA-256 of a file, in hexadecimal.
fn sha256(path: &Path) -> String {
    let digest = Sha256::digest(std::fs::read(path).unwrap());
    digest.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

#[test]
fn each_source_file_tells_the_digest_and_the_release_of_its_table() {
    for name in ["starter-skills", "starter-occupations", "college-competencies"] {
        let text = std::fs::read_to_string(folder(name).join("source.toml")).unwrap();
        let source: toml::Table = toml::from_str(&text).unwrap();
        let framework = read(name);
        let release = framework.release();
        let says = |key: &str| source[key].as_str().unwrap().to_owned();
        assert_eq!(says("sha256"), sha256(&folder(name).join(says("file"))), "{name}");
        assert_eq!(says("title"), release.title, "{name}");
        assert_eq!(says("version"), release.version, "{name}");
        assert_eq!(says("publisher"), release.publisher, "{name}");
        assert_eq!(says("licence"), release.licence.name, "{name}");
        assert_eq!(
            source["concepts"].as_integer().unwrap(),
            i64::try_from(framework.concepts().len()).unwrap(),
            "{name}"
        );
    }
    let text = std::fs::read_to_string(folder("samples").join("source.toml")).unwrap();
    let source: toml::Table = toml::from_str(&text).unwrap();
    for sort in ["courses", "postings"] {
        let files = source[sort].as_array().unwrap();
        assert_eq!(files.len(), 12, "{sort}");
        for file in files {
            let path = folder("samples").join(file["file"].as_str().unwrap());
            assert_eq!(file["sha256"].as_str().unwrap(), sha256(&path), "{}", path.display());
        }
    }
}

#[test]
fn the_starter_frameworks_are_large_enough_and_whole() {
    let skills = read("starter-skills");
    let n_skills = count(&skills, ConceptKind::Skill) + count(&skills, ConceptKind::Knowledge);
    assert!(n_skills >= 300, "{n_skills}");
    let has_parent: BTreeSet<u32> = skills
        .relations()
        .iter()
        .filter(|r| r.kind == RelationKind::Broader)
        .map(|r| r.subject)
        .collect();
    let tops = (0u32..).zip(skills.concepts()).filter(|(n, _)| !has_parent.contains(n));
    let tops: Vec<&str> = tops.map(|(_, c)| c.label(Language::ENGLISH)).collect();
    assert!(tops.len() >= 10, "sectors: {tops:?}");
    for concept in skills.concepts() {
        assert!(
            concept.description(Language::ENGLISH).is_some(),
            "{} has no description",
            concept.id
        );
        let languages: BTreeSet<&str> =
            concept.labels.iter().map(|l| l.language.primary()).collect();
        assert!(languages.contains("es"), "{} has no Spanish label", concept.id);
    }
    let college = read("college-competencies");
    assert!(count(&college, ConceptKind::Outcome) >= 78);
}

#[test]
fn every_starter_occupation_needs_skills_that_exist_and_carries_its_codes() {
    let skills = read("starter-skills");
    let occupations = read("starter-occupations");
    assert!(count(&occupations, ConceptKind::Occupation) >= 60);
    let mut needed: BTreeMap<u32, usize> = BTreeMap::new();
    for relation in occupations.outside() {
        assert!(
            skills.position(relation.object.as_str()).is_some(),
            "{} does not exist",
            relation.object
        );
        if relation.kind == RelationKind::Essential {
            *needed.entry(relation.subject).or_default() += 1;
        }
    }
    for (position, concept) in (0u32..).zip(occupations.concepts()) {
        if concept.kind != ConceptKind::Occupation {
            continue;
        }
        let schemes: BTreeSet<&str> = concept.notations.iter().map(|n| n.scheme.as_ref()).collect();
        assert_eq!(schemes, ["ISCO-08", "O*NET-SOC", "SOC"].into(), "{}", concept.id);
        let level: u8 = concept.property(property::PREPARATION_LEVEL).unwrap().parse().unwrap();
        assert!((1..=5).contains(&level), "{}", concept.id);
        assert!(needed.get(&position).is_some_and(|n| *n >= 5), "{} needs too little", concept.id);
    }
}
