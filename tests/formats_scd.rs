//! Shareable Competency Definitions are read as CaSS gives them: each object in a file of its own.

use skillmap::formats::Bundle;
use skillmap::formats::Content;
use skillmap::formats::Format;
use skillmap::formats::ReadOptions;
use skillmap::formats::Reading;
use skillmap::formats::Source;
use skillmap::model::Framework;
use skillmap::model::Language;
use skillmap::model::Predicate;

const FRAMEWORK: &str = r#"{"@context": "https://schema.cassproject.org/0.4", "id": "https://c.org/api/scd/f", "name": {"@language": "en", "@value": "Keys"},
"description": "All about keys", "authoritativeSource": "https://x.org/",
"competencyDefinition": ["https://c.org/api/scd/1", "https://c.org/api/scd/2", "https://c.org/api/scd/3", "https://c.org/api/scd/9"],
"resourceAssociation": ["https://c.org/api/scd/r1", {"id": "https://c.org/api/scd/r2", "associationType": "broadens", "source": "https://c.org/api/scd/2", "destination": "https://c.org/api/scd/3"}]}"#;
const COMPETENCIES: &str = r#"[
{"id": "https://c.org/api/scd/1", "competencyStatement": {"en": "Keep keys", "de": ["Schlüssel hüten"]}, "name": "Keys", "description": "Keeps them.", "referenceCode": "K.1", "typeLabel": "Knowledge", "competencyFramework": ["https://c.org/api/scd/f"]},
{"id": "https://c.org/api/scd/2", "name": "Locks", "referenceCode": {"@type": "SOC", "@value": "49-9094"}, "typeLabel": "Competency"},
{"id": "https://c.org/api/scd/3", "competencyStatement": "Pick locks", "typeLabel": "Trick"}]"#;
const RELATIONS: [&str; 5] = [
    r#"{"id": "https://c.org/api/scd/r1", "associationType": "requires", "source": "https://c.org/api/scd/1", "destination": "https://c.org/api/scd/2", "weight": 0.5}"#,
    r#"{"id": "https://c.org/api/scd/r3", "associationType": "isRequiredBy", "source": "https://c.org/api/scd/1", "destination": "https://c.org/api/scd/3"}"#,
    r#"{"id": "https://c.org/api/scd/r4", "associationType": "isEquivalentTo", "source": "https://other.org/1", "destination": "https://c.org/api/scd/1"}"#,
    r#"{"id": "https://c.org/api/scd/r5", "associationType": "admires", "source": "https://c.org/api/scd/1", "destination": "https://other.org/2"}"#,
    r#"{"id": "https://c.org/api/scd/r6", "associationType": "narrows", "source": "https://c.org/api/scd/8", "destination": "https://c.org/api/scd/1"}"#,
];

fn read(files: &[(String, &str)]) -> Reading {
    let sources: Vec<Source> = files
        .iter()
        .map(|(name, text)| Source::Bytes { name: name.clone(), bytes: text.as_bytes().into() })
        .collect();
    skillmap::formats::read(&Bundle::open(&sources).unwrap(), &ReadOptions::default()).unwrap()
}

fn framework_of(reading: &Reading) -> &Framework {
    assert_eq!(reading.format, Format::Scd);
    match &reading.content {
        Content::Framework(framework) => framework,
        Content::MappingSet(_) => unreachable!("it is a framework"),
    }
}

#[test]
fn objects_in_files_of_their_own_make_one_framework() {
    let mut files = vec![("f.json".to_owned(), FRAMEWORK), ("c.jsonld".to_owned(), COMPETENCIES)];
    files.extend(RELATIONS.iter().enumerate().map(|(n, text)| (format!("r{n}"), *text)));
    let reading = read(&files);
    let framework = framework_of(&reading);
    assert_eq!(framework.release().title, "Keys");
    let labels: Vec<&str> =
        framework.concepts().iter().map(|c| c.label(Language::ENGLISH)).collect();
    assert_eq!(labels, ["Keep keys", "Locks", "Pick locks"]);
    let first = &framework.concepts()[0];
    let names: Vec<String> = first
        .labels
        .iter()
        .map(|l| format!("{} {} {}", l.kind.name(), l.language, l.text))
        .collect();
    assert_eq!(
        names,
        ["preferred de Schlüssel hüten", "preferred en Keep keys", "alternative und Keys"]
    );
    assert_eq!((first.kind.name(), first.notations[0].code.as_ref()), ("knowledge", "K.1"));
    assert_eq!(framework.concepts()[1].notations[0].scheme.as_ref(), "SOC");
    assert_eq!(framework.concepts()[2].property("type_label"), Some("Trick"));
    let tail = |position: u32| {
        framework.concepts()[position as usize].id.as_str().rsplit('/').next().unwrap().to_owned()
    };
    let relations: Vec<String> = framework
        .relations()
        .iter()
        .map(|r| format!("{} {} {}", tail(r.subject), r.kind, tail(r.object)))
        .collect();
    assert_eq!(relations, ["1 precedes 3", "2 precedes 1", "3 broader 2"]);
    assert_eq!(framework.outside()[0].object.as_str(), "https://other.org/2");
    let mapping = &reading.mappings[0].mappings[0];
    assert_eq!(
        (mapping.subject.as_str(), mapping.predicate),
        ("https://c.org/api/scd/1", Predicate::Exact)
    );
    let mut codes: Vec<&str> = reading.issues.kept().iter().map(|i| i.code.as_str()).collect();
    codes.sort_unstable();
    assert_eq!(
        codes,
        [
            "authoritative-source",
            "dangling-object",
            "dangling-relation",
            "unknown-association",
            "weight"
        ]
    );
}
