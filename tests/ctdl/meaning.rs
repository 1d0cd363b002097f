//! What the terms mean: directions of relations and alignments, conditions, names, envelopes.

use skillmap::formats::Bundle;
use skillmap::formats::Format;
use skillmap::formats::ReadOptions;
use skillmap::formats::Reading;
use skillmap::formats::Source;
use skillmap::formats::read;
use skillmap::model::ConceptKind;
use skillmap::model::Framework;
use skillmap::model::Language;
use skillmap::model::Status;

use crate::ctdl::framework;
use crate::ctdl::text;

/// Relations as lines: `a precedes b`, those to the outside with a star.
fn relations(framework: &Framework) -> Vec<String> {
    let name = |position: u32| tail(framework.concepts()[position as usize].id.as_str());
    let inside = framework.relations().iter();
    let inside = inside.map(|r| format!("{} {} {}", name(r.subject), r.kind, name(r.object)));
    let outside = framework.outside().iter();
    let outside =
        outside.map(|r| format!("{} {} *{}", name(r.subject), r.kind, tail(r.object.as_str())));
    let mut lines: Vec<String> = inside.chain(outside).collect();
    lines.sort();
    lines
}

fn tail(iri: &str) -> &str {
    iri.rsplit(['/', ':']).next().unwrap()
}

fn mappings(reading: &Reading) -> Vec<String> {
    let all = reading.mappings.iter().flat_map(|set| &set.mappings);
    let line = |m: &skillmap::model::Mapping| {
        let object = m.object.as_ref().unwrap();
        format!("{} {} {}", tail(m.subject.as_str()), m.predicate, tail(object.as_str()))
    };
    let mut lines: Vec<String> = all.map(line).collect();
    lines.sort();
    lines
}

const HEAD: &str = r#""@context": "https://credreg.net/ctdlasn/schema/context/json""#;

fn asn(competencies: &str) -> Reading {
    text(&format!(
        r#"{{{HEAD}, "@graph": [
        {{"@type": "ceasn:CompetencyFramework", "@id": "http://x/f", "ceasn:name": {{"en-US": "F"}}}}, {competencies}]}}"#
    ))
}

#[test]
fn relations_and_alignments_have_the_directions_of_the_standard() {
    let rows = [
        (r#""ceasn:prerequisiteAlignment": ["http://x/b"]"#, "b precedes a", ""),
        (r#""ceasn:comprisedOf": "http://x/b""#, "b part_of a", ""),
        (r#""ceasn:hasChild": [{"@id": "http://x/b"}]"#, "b broader a", ""),
        (r#""isChildOf": {"@id": "http://x/b"}"#, "a broader b", ""),
        (r#""ceasn:skillEmbodied": ["http://y/s"]"#, "a essential *s", ""),
        (r#""ceasn:taskEmbodied": ["http://x/b"]"#, "a has_task b", ""),
        (r#""ceasn:exactAlignment": ["http://y/s"]"#, "", "a exact s"),
        (r#""ceasn:majorAlignment": ["http://y/s"]"#, "", "a close s"),
        (r#""ceasn:broadAlignment": ["http://y/s"]"#, "", "a broad s"),
        (r#""ceasn:narrowAlignment": ["http://y/s"]"#, "", "a narrow s"),
        (r#""ceasn:comprisedOf": ["http://y/s"]"#, "", "a narrow s"),
        (r#""ceasn:minorAlignment": ["http://y/s"]"#, "", "a related s"),
        (r#""ceasn:alignFrom": ["http://y/s"]"#, "", "a related s"),
        (r#""ceasn:isPartOf": ["http://x/f"], "ceasn:isTopChildOf": "http://x/f""#, "", ""),
    ];
    for (terms, drawn, mapped) in rows {
        let reading = asn(&format!(
            r#"{{"@type": "ceasn:Competency", "@id": "http://x/a", "ceasn:competencyText": {{"en": "A"}}, {terms}}},
            {{"@type": "Competency", "@id": "http://x/b", "competencyText": "B"}}"#
        ));
        let wanted = |line: &str| Some(line.to_owned()).filter(|l| !l.is_empty());
        assert_eq!(relations(framework(&reading)).pop(), wanted(drawn), "{terms}");
        assert_eq!(mappings(&reading).pop(), wanted(mapped), "{terms}");
        assert_eq!(reading.issues.kept(), [], "{terms}");
    }
}

#[test]
fn what_was_made_of_an_item_of_case_is_the_same_as_it() {
    let guid = "0ae1ee24-d78b-11e8-824f-0242ac160002";
    let reading = asn(&format!(
        r#"{{"@type": "ceasn:Competency", "@id": "http://x/ce-{guid}", "ceasn:competencyText": {{"en": "A"}},
        "ceasn:broadAlignment": ["https://case.example.org/ims/case/v1p0/CFItems/{guid}", "http://y/s"]}}"#
    ));
    assert_eq!(
        mappings(&reading),
        [format!("ce-{guid} broad s"), format!("ce-{guid} exact {guid}")]
    );
}

#[test]
fn a_label_is_the_name_and_the_text_the_description_and_a_category_the_kind() {
    let reading = asn(
        r#"{"@type": "ceasn:Competency", "ceterms:ctid": "ce-0AE1EE24-d78b-11e8-824f-0242ac160002",
            "ceasn:competencyLabel": {"EN-us": "Reading"}, "ceasn:competencyText": {"en-us": "Understanding texts."},
            "ceasn:competencyCategory": {"en": "Knowledge"}, "ceasn:codedNotation": "2.A", "ceasn:weight": 0.50},
        {"@type": "ceasn:Competency", "@id": "_:b7", "ceasn:competencyText": "Reads maps.",
            "ceasn:competencyCategory": [{"en": "Domain"}], "ceasn:publicationStatusType": "publicationStatus:Deprecated"}"#,
    );
    let [read, maps] = framework(&reading).concepts() else { panic!("two are expected") };
    let (read, maps) = if read.notations.is_empty() { (maps, read) } else { (read, maps) };
    let us = Language::new("en-us").unwrap();
    assert_eq!(
        read.id.as_str(),
        "https://credentialengineregistry.org/resources/ce-0ae1ee24-d78b-11e8-824f-0242ac160002"
    );
    assert_eq!((read.kind, read.label(us)), (ConceptKind::Knowledge, "Reading"));
    assert_eq!(read.description(us), Some("Understanding texts."));
    assert_eq!((read.notations[0].scheme.as_ref(), read.property("weight")), ("f", Some("0.5")));
    assert_eq!((read.property("category"), read.property("ctid")), (None, None));
    assert_eq!(maps.id.as_str(), "http://x/f/b7");
    assert_eq!((maps.kind, maps.label(us)), (ConceptKind::Group, "Reads maps."));
    assert_eq!((maps.property("category"), &maps.status), (Some("Domain"), &Status::Deprecated));
}

#[test]
fn the_order_of_children_is_kept_where_it_says_something() {
    for (children, said) in [
        (r#"["http://x/b", "http://x/a"]"#, [Some("2"), Some("1")]),
        (r#"["http://x/a", "http://x/b"]"#, [None, None]),
    ] {
        let reading = text(&format!(
            r#"{{{HEAD}, "@graph": [
            {{"@type": "ceasn:CompetencyFramework", "@id": "http://x/f", "ceasn:hasTopChild": {{"@list": {children}}}}},
            {{"@type": "ceasn:Competency", "@id": "http://x/a", "ceasn:competencyText": "A"}},
            {{"@type": "ceasn:Competency", "@id": "http://x/b", "ceasn:competencyText": "B"}}]}}"#
        ));
        let order: Vec<_> =
            framework(&reading).concepts().iter().map(|c| c.property("list_id")).collect();
        assert_eq!(order, said, "{children}");
    }
}

fn ctdl(nodes: &str) -> Reading {
    let reading = text(&format!(
        r#"{{"@context": "https://credreg.net/ctdl/schema/context/json", "@graph": [{nodes}]}}"#
    ));
    assert_eq!(reading.format, Format::Ctdl);
    reading
}

#[test]
fn a_course_teaches_and_assesses_and_asks_for_what_it_says() {
    let reading = ctdl(
        r#"{"@type": "ceterms:Course", "@id": "http://x/c1", "ceterms:name": {"en": "Welding 1"},
            "ceterms:teaches": [
                {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": "http://y/weld"},
                {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": {"en": "Cut steel"},
                    "ceterms:targetNodeDescription": {"en": "With a torch."}},
                {"@type": "ceasn:Competency", "@id": "http://x/k", "ceasn:competencyText": {"en": "Read drawings"}}],
            "ceterms:assesses": ["http://x/k"],
            "ceterms:requires": [{"@type": "ceterms:ConditionProfile", "ceterms:description": {"en": "Be 16."},
                "ceterms:targetCompetency": [{"ceterms:targetNodeName": {"en": "Cut steel"},
                    "ceterms:targetNodeDescription": {"en": "With a torch."}}],
                "ceterms:targetLearningOpportunity": ["http://x/c0"]}]},
        {"@type": "ceterms:LearningProgram", "@id": "http://x/c0", "ceterms:name": {"en": "Safety"},
            "ceterms:hasPart": ["http://x/c1"]},
        {"@type": "ceterms:CredentialOrganization", "@id": "http://x/o", "ceterms:name": "College"}"#,
    );
    let whole = framework(&reading);
    let outcome =
        whole.concepts().iter().find(|c| c.label(Language::ENGLISH) == "Cut steel").unwrap();
    assert_eq!(
        (outcome.kind, outcome.description(Language::ENGLISH)),
        (ConceptKind::Outcome, Some("With a torch."))
    );
    let cut = tail(outcome.id.as_str());
    let mut wanted = vec![
        "c0 precedes c1".to_owned(),
        "c1 assesses k".to_owned(),
        format!("c1 essential {cut}"),
        "c1 part_of c0".to_owned(),
        "c1 teaches *weld".to_owned(),
        format!("c1 teaches {cut}"),
        "c1 teaches k".to_owned(),
    ];
    wanted.sort();
    assert_eq!(relations(whole), wanted);
    let course = &whole.concepts()[whole.position("http://x/c1").unwrap()];
    assert_eq!(course.property("requirement"), Some("Be 16."));
}

#[test]
fn occupations_jobs_roles_and_pathways_hang_together() {
    let reading = ctdl(
        r#"{"@type": "ceterms:Occupation", "@id": "http://x/o", "ceterms:name": {"en": "Welder"},
            "ceterms:hasJob": ["http://x/j"], "ceasn:skillEmbodied": ["http://y/weld"],
            "ceterms:occupationType": [{"@type": "ceterms:CredentialAlignmentObject",
                "ceterms:codedNotation": "51-4121", "ceterms:frameworkName": {"en": "SOC"}}]},
        {"@type": "ceterms:Job", "@id": "http://x/j", "ceterms:name": {"en": "Pipe welder"},
            "ceterms:hasTask": ["http://x/t"]},
        {"@type": "ceterms:Task", "@id": "http://x/t", "ceterms:name": {"en": "Weld pipes"}},
        {"@type": "ceterms:Pathway", "@id": "http://x/p", "ceterms:name": {"en": "To weld"},
            "ceterms:hasDestinationComponent": ["http://x/z"]},
        {"@type": "ceterms:CredentialComponent", "@id": "http://x/z", "ceterms:name": {"en": "Certificate"},
            "ceterms:hasCondition": [{"@type": "ceterms:ComponentCondition", "ceterms:targetComponent": ["http://x/y"]}]},
        {"@type": "ceterms:CourseComponent", "@id": "http://x/y", "ceterms:name": {"en": "Course"},
            "ceterms:preceeds": ["http://x/z"], "ceterms:proxyFor": "http://y/course"}"#,
    );
    let whole = framework(&reading);
    let wanted =
        ["j broader o", "j has_task t", "o essential *weld", "y precedes z", "z broader p"];
    assert_eq!(relations(whole), wanted);
    assert_eq!(mappings(&reading), ["y exact course"]);
    let welder = &whole.concepts()[whole.position("http://x/o").unwrap()];
    assert_eq!(
        (welder.kind, welder.notations[0].code.as_ref()),
        (ConceptKind::Occupation, "51-4121")
    );
    assert_eq!(whole.release().title, "To weld");
}

#[test]
fn conditions_that_hold_each_other_end() {
    // Each of thirty holds all thirty: followed one by one these would be more than atoms in a sea.
    let all: Vec<String> = (0..30).map(|n| format!("\"_:c{n}\"")).collect();
    let all = all.join(", ");
    let condition = |n: usize| {
        format!(
            r#"{{"@type": "ceterms:ConditionProfile", "@id": "_:c{n}", "ceterms:alternativeCondition": [{all}],
            "ceterms:targetCompetency": ["http://y/s{n}"]}}"#
        )
    };
    let conditions: Vec<String> = (0..30).map(condition).collect();
    let reading = ctdl(&format!(
        r#"{{"@type": "ceterms:Course", "@id": "http://x/c", "ceterms:name": "C", "ceterms:requires": ["_:c0"]}}, {}"#,
        conditions.join(", ")
    ));
    assert_eq!(framework(&reading).outside().len(), 30);
}

#[test]
fn preparation_by_way_of_a_condition_says_what_comes_first() {
    let course = |id: &str, more: &str| {
        format!(
            r#"{{"@type": "ceterms:Course", "@id": "http://x/{id}", "ceterms:name": "{id}"{more}}}"#
        )
    };
    let condition = |term: &str| {
        format!(
            r#", "ceterms:{term}": {{"@type": "ceterms:ConditionProfile", "ceterms:targetLearningOpportunity": ["http://x/b"]}}"#
        )
    };
    for (term, expected) in [
        ("preparationFrom", "b precedes a"),
        ("isPreparationFor", "a precedes b"),
        ("isRequiredFor", "a precedes b"),
    ] {
        let courses = [course("a", &condition(term)), course("b", "")].join(", ");
        let reading = text(&format!(
            r#"{{"@context": "https://credreg.net/ctdl/schema/context/json", "@graph": [{courses}]}}"#
        ));
        assert_eq!(relations(framework(&reading)), [expected], "{term}");
    }
}

#[test]
fn a_node_with_too_many_properties_is_read_in_part_and_told() {
    let more: Vec<String> = (0..2_000).map(|n| format!(r#""x:p{n}": "v""#)).collect();
    let node = format!(
        r#"{{"@type": "ceasn:Competency", "@id": "http://x/a", "ceasn:competencyText": "a", {}}}"#,
        more.join(", ")
    );
    let reading = asn(&format!("{node}, {node}"));
    assert_eq!(framework(&reading).concepts().len(), 1);
    assert!(reading.issues.kept().iter().any(|issue| issue.code == "too-many-terms"));
}

#[test]
fn files_of_several_frameworks_are_refused_by_their_names() {
    let file = |name: &str| {
        let text = format!(
            r#"{{{HEAD}, "@graph": [
            {{"@type": "ceasn:CompetencyFramework", "@id": "http://x/{name}", "ceasn:name": "{name}"}},
            {{"@type": "ceasn:Competency", "@id": "http://x/{name}/a", "ceasn:competencyText": "a"}}]}}"#
        );
        Source::Bytes { name: format!("{name}.json"), bytes: text.as_bytes().into() }
    };
    let bundle = Bundle::open(&[file("one"), file("two")]).unwrap();
    let error = read(&bundle, &ReadOptions::default()).unwrap_err().to_string();
    assert!(error.contains("2 files are frameworks: one.json, two.json"), "{error}");
}
