//! Workforce frameworks for cybersecurity are read whole, and withdrawn elements with what took their place.

use skillmap::formats::Bundle;
use skillmap::formats::Content;
use skillmap::formats::Format;
use skillmap::formats::ReadOptions;
use skillmap::formats::Reading;
use skillmap::formats::Source;
use skillmap::model::ConceptKind;
use skillmap::model::Framework;
use skillmap::model::Language;
use skillmap::model::RelationKind;
use skillmap::model::Status;

use crate::data;

fn read(source: Source) -> Reading {
    skillmap::formats::read(&Bundle::open(&[source]).unwrap(), &ReadOptions::default()).unwrap()
}

fn framework_of(reading: &Reading) -> &Framework {
    assert_eq!(reading.format, Format::Nice);
    match &reading.content {
        Content::Framework(framework) => framework,
        Content::MappingSet(_) => unreachable!("it is a framework"),
    }
}

#[test]
fn the_dcwf_is_read_whole_and_alike_from_both_of_its_layouts() {
    let Some(folder) = data::shared("frameworks/dcwf") else { return };
    let readings = ["data.json", "extended.json"].map(|name| read(Source::Path(folder.join(name))));
    let framework = framework_of(&readings[0]);
    assert_eq!(framework.digest(), framework_of(&readings[1]).digest());
    assert_eq!(framework.release().to_string(), "dcwf@1");
    let kinds = [
        (ConceptKind::Occupation, 68),
        (ConceptKind::Group, 10),
        // One of them is a "TAsk".
        (ConceptKind::Task, 1_060),
        (ConceptKind::Knowledge, 666),
        (ConceptKind::Skill, 373),
        (ConceptKind::Ability, 122),
    ];
    for (kind, expected) in kinds {
        let found = framework.concepts().iter().filter(|c| c.kind == kind).count();
        assert_eq!(found, expected, "{kind}");
    }
    let relations = [
        (RelationKind::Broader, 68),
        (RelationKind::HasTask, 1_647),
        (RelationKind::Essential, 1_540),
        (RelationKind::Optional, 1_988),
    ];
    for (kind, expected) in relations {
        let found = framework.relations().iter().filter(|r| r.kind == kind).count();
        assert_eq!(found, expected, "{kind}");
    }
    let nice = |scheme: &str| {
        let all = framework.concepts().iter().flat_map(|c| &c.notations);
        all.filter(|n| n.scheme.as_ref() == scheme).count()
    };
    // 17 of the roles are none of NICE's.
    assert_eq!((nice("NICE"), nice("DCWF")), (51, 68 + 10 + 2_221));
    for reading in &readings {
        assert!(reading.issues.kept().is_empty(), "{:?}", reading.issues.kept());
    }
}

const PACKAGE: &str = r#"{"documents": [{"doc_identifier": "SP_800_181_2_0_0", "name": "NICE Framework", "version": "2.0.0", "website": ""}],
"relationship_types": [{"relationship_identifier": "projection", "description": "parent to child"}],
"elements": [
{"element_type": "category", "element_identifier": "OG", "title": "OVERSIGHT", "text": "Leads.", "doc_identifier": "SP_800_181_2_0_0"},
{"element_type": "work_role", "element_identifier": "OG-WRL-001", "title": "Key Keeping", "text": "Keeps keys."},
{"element_type": "competency_area", "element_identifier": "NF-COM-001", "title": "Keys", "text": "About keys."},
{"element_type": "task", "element_identifier": "T0001", "title": "", "text": "Count keys"},
{"element_type": "task", "element_identifier": "T0002", "title": "", "text": "Count locks"},
{"element_type": "knowledge", "element_identifier": "K0001", "title": null, "text": "Knowledge of keys"},
{"element_type": "skill", "element_identifier": "S0001", "title": "", "text": "Skill in keeping keys"},
{"element_type": "skill", "element_identifier": "S0002", "title": "", "text": "Skill in losing keys"},
{"element_type": "skill", "element_identifier": "S0003", "title": "", "text": "Skill in finding keys"},
{"element_type": "withdraw_reason", "element_identifier": "WR-T0002", "title": "", "text": "Withdrawn: incorporated into T0001."},
{"element_type": "withdraw_reason", "element_identifier": "WR-S0002", "title": "", "text": "Withdrawn"},
{"element_type": "withdraw_reason", "element_identifier": "WR-K0009", "title": "", "text": "Withdrawn"},
{"element_type": "skill", "title": "no identifier"}],
"relationships": [
{"source_element_identifier": "OG", "dest_element_identifier": "OG-WRL-001", "relationship_identifier": "projection"},
{"source_element_identifier": "OG-WRL-001", "dest_element_identifier": "T0001", "relationship_identifier": "projection"},
{"source_element_identifier": "OG-WRL-001", "dest_element_identifier": "K0001", "relationship_identifier": "projection"},
{"source_element_identifier": "OG-WRL-001", "dest_element_identifier": "S0001", "relationship_identifier": "projection"},
{"source_element_identifier": "NF-COM-001", "dest_element_identifier": "S0001", "relationship_identifier": "projection"},
{"source_element_identifier": "S0002", "dest_element_identifier": "WR-S0002", "relationship_identifier": "projection"},
{"source_element_identifier": "S0003", "dest_element_identifier": "S0001", "relationship_identifier": "incorporated_into"},
{"source_element_identifier": "OG-WRL-001", "dest_element_identifier": "T9999", "relationship_identifier": "projection"}]}"#;

#[test]
fn nice_is_read_with_or_without_its_wrapper() {
    let wrapped = format!(r#"{{"response": {{"requestType": 4, "elements": {PACKAGE}}}}}"#);
    let half = format!(r#"{{"elements": {PACKAGE}}}"#);
    let readings = [PACKAGE, &wrapped, &half].map(|text| {
        read(Source::Bytes { name: "nice.json".into(), bytes: text.as_bytes().into() })
    });
    let digests = readings.each_ref().map(|reading| framework_of(reading).digest());
    assert_eq!(digests, [digests[0]; 3]);
    let framework = framework_of(&readings[0]);
    assert_eq!(framework.release().to_string(), "nice@2.0.0");
    let label =
        |position: u32| framework.concepts()[position as usize].notations[0].code.to_string();
    let relations: Vec<String> = framework
        .relations()
        .iter()
        .map(|r| format!("{} {} {}", label(r.subject), r.kind, label(r.object)))
        .collect();
    assert_eq!(
        relations,
        [
            "OG-WRL-001 broader OG",
            "OG-WRL-001 essential K0001",
            "OG-WRL-001 essential S0001",
            "OG-WRL-001 has_task T0001",
            "S0001 broader NF-COM-001",
        ]
    );
    let concepts: Vec<String> = framework
        .concepts()
        .iter()
        .map(|c| format!("{} {} {}", c.kind, c.label(Language::ENGLISH), c.status.name()))
        .collect();
    assert_eq!(
        concepts,
        [
            "knowledge Knowledge of keys active",
            "group Keys active",
            "group OVERSIGHT active",
            "occupation Key Keeping active",
            "skill Skill in keeping keys active",
            "skill Skill in losing keys deprecated",
            "skill Skill in finding keys replaced_by",
            "task Count keys active",
            "task Count locks replaced_by",
        ]
    );
    let of = |code: &str| framework.position(&format!("urn:skillmap:nice:{code}")).unwrap();
    let locks = &framework.concepts()[of("T0002")];
    assert_eq!(
        locks.status,
        Status::ReplacedBy(vec![framework.concepts()[of("T0001")].id.clone()])
    );
    let codes: Vec<&str> = readings[1].issues.kept().iter().map(|i| i.code.as_str()).collect();
    assert_eq!(codes, ["malformed", "dangling-relation", "withdrawn-element"]);
    let place = readings[1].issues.kept()[0].location.to_string();
    assert_eq!(place, "nice.json, at /response/elements/elements/12");
}

#[test]
fn of_several_frameworks_each_file_is_named() {
    let file = |name: &str| Source::Bytes {
        name: name.to_owned(),
        bytes: br#"{"elements": {}, "roles": {}, "ksats": {}}"#.to_vec().into(),
    };
    let bundle = Bundle::open(&[file("a.json"), file("b.json")]).unwrap();
    let error = skillmap::formats::read(&bundle, &ReadOptions::default()).err().unwrap();
    let says = "there are several frameworks in it: a.json, b.json; import them one by one";
    assert!(error.to_string().ends_with(says), "{error}");
}
