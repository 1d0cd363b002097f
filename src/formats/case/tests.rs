//! Invented packages -> what is read of them, and back.

use crate::formats::Bundle;
use crate::formats::Content;
use crate::formats::Format;
use crate::formats::Outgoing;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::Reading;
use crate::formats::Source;
use crate::formats::read;
use crate::formats::write;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Mapping;
use crate::model::MappingSet;
use crate::model::Predicate;
use crate::model::RelationKind;
use crate::model::Severity;
use crate::model::Status;

/// UUIDs of version 1 that differ in their first digit.
fn uuid(digit: char) -> String {
    format!("{digit}0000000-7137-11e6-92a8-0242ac130002")
}

fn iri(digit: char) -> String {
    format!("https://case.example/uri/{}", uuid(digit))
}

/// Puts an identifier in the place of `<1!>` and an IRI in that of `<1>`, for every hexadecimal digit.
fn filled(text: &str) -> String {
    "0123456789abcdef".chars().fold(text.to_owned(), |text, digit| {
        text.replace(&format!("<{digit}!>"), &uuid(digit))
            .replace(&format!("<{digit}>"), &iri(digit))
    })
}

fn try_read(text: &str) -> Result<Reading, ReadError> {
    let source = Source::Bytes { name: "x.json".into(), bytes: filled(text).into_bytes().into() };
    read(&Bundle::open(&[source]).unwrap(), &ReadOptions::default())
}

fn framework(reading: &Reading) -> &Framework {
    assert_eq!(reading.format, Format::Case);
    match &reading.content {
        Content::Framework(framework) => framework,
        Content::MappingSet(_) => panic!("a mapping set"),
    }
}

fn concept(reading: &Reading, digit: char) -> &Concept {
    let framework = framework(reading);
    &framework.concepts()[framework.position(&iri(digit)).unwrap()]
}

fn package(document: &str, items: &str, associations: &str) -> String {
    format!(
        r#"{{"CFDocument": {{"identifier": "<d!>", "uri": "<d>", "creator": "C", "title": "My Math", "version": "2",
        "language": "en", "lastChangeDateTime": "2024-01-01T00:00:00Z" {document}}},
        "CFItems": [{items}], "CFAssociations": [{associations}]}}"#
    )
}

fn item(digit: char, rest: &str) -> String {
    format!(
        r#"{{"identifier": "<{digit}!>", "uri": "<{digit}>", "fullStatement": "Item {digit}" {rest}}}"#
    )
}

fn association(origin: &str, name: &str, destination: &str, rest: &str) -> String {
    let node =
        |uri: &str| format!(r#"{{"title": "t {uri}", "identifier": "{uri}", "uri": "{uri}"}}"#);
    let (origin, destination) = (node(origin), node(destination));
    format!(
        r#"{{"associationType": "{name}", "originNodeURI": {origin}, "destinationNodeURI": {destination} {rest}}}"#
    )
}

fn mappings(reading: &Reading) -> Vec<Mapping> {
    reading.mappings.iter().flat_map(|set| set.mappings.clone()).collect()
}

fn codes(reading: &Reading, least: Severity) -> Vec<&str> {
    reading.issues.kept().iter().filter(|i| i.severity >= least).map(|i| i.code.as_str()).collect()
}

/// What comes back from a format, after its losses.
fn back(reading: &Reading, format: Format) -> Reading {
    let sets: Vec<&MappingSet> = reading.mappings.iter().collect();
    let outgoing = Outgoing { framework: framework(reading), mappings: &sets };
    try_read(&write(&outgoing, format).unwrap().content).unwrap()
}

#[test]
fn an_item_is_a_concept_with_all_that_is_said_of_it() {
    let rest = r#", "abbreviatedStatement": "Short", "alternativeLabel": "Other", "humanCodingScheme": "M.1", "notes": "A note.",
        "CFItemType": "Standard", "CFItemTypeURI": {"title": "Standard", "identifier": "<e!>", "uri": "<e>"},
        "educationLevel": ["09", "10"], "conceptKeywords": ["k"], "language": "es_MX", "listEnumeration": "1.",
        "licenseURI": {"title": "CC BY", "identifier": "<f!>", "uri": "<f>"}, "subject": ["Math"],
        "subjectURI": [{"title": "Math", "identifier": "<c!>", "uri": "<c>"}], "statusStartDate": "2017-01-02",
        "statusEndDate": "2018-01-02", "lastChangeDateTime": "2017-05-25T18:05:33",
        "extensions": {"acme:level": "B2", "acme:tags": ["x", "y"], "acme:n": 3}"#;
    let reading = try_read(&package("", &item('1', rest), "")).unwrap();
    assert_eq!(codes(&reading, Severity::Warning), [""; 0]);
    let one = concept(&reading, '1');
    let labels: Vec<_> =
        one.labels.iter().map(|l| (l.kind, l.language.as_str(), l.text.as_ref())).collect();
    assert_eq!(
        labels,
        [
            (LabelKind::Preferred, "es-mx", "Item 1"),
            (LabelKind::Alternative, "es-mx", "Other"),
            (LabelKind::Alternative, "es-mx", "Short"),
        ]
    );
    assert_eq!((one.texts[0].kind.name(), one.texts[0].text.as_ref()), ("note", "A note."));
    assert_eq!((one.notations[0].scheme.as_ref(), one.notations[0].code.as_ref()), ("CASE", "M.1"));
    assert_eq!((one.kind, &one.status), (ConceptKind::Outcome, &Status::Active));
    let properties: Vec<_> =
        one.properties.iter().map(|p| (p.name.as_ref(), p.value.to_string())).collect();
    let wanted = [
        ("acme:level", "B2"),
        ("acme:n", "3"),
        ("acme:tags", "x"),
        ("acme:tags", "y"),
        ("alternative_label", "Other"),
        ("education_level", "09"),
        ("education_level", "10"),
        ("item_type", "Standard"),
        ("item_type_uri", "<e>"),
        ("keyword", "k"),
        ("licence_uri", "<f> CC BY"),
        ("list_enumeration", "1."),
        ("modified", "2017-05-25T18:05:33+00:00"),
        ("status_end", "2018-01-02"),
        ("status_start", "2017-01-02"),
        ("subject", "Math"),
        ("subject_uri", "<c> Math"),
    ];
    assert_eq!(properties, wanted.map(|(name, value)| (name, filled(value))));
    assert_eq!(framework(&back(&reading, Format::Case)), framework(&reading));
}

#[test]
fn a_document_is_the_release() {
    let document = r#", "description": "D", "publisher": "P", "adoptionStatus": "Adopted",
        "licenseURI": {"title": "CC BY 4.0", "identifier": "<f!>", "uri": "https://cc.example/by"}"#;
    let text = package(document, &item('1', r#", "statusEndDate": "2018-01-02""#), "").replace(
        "\"CFItems\"",
        r#""CFDefinitions": {"CFLicenses": [{"identifier": "<a!>", "uri": "u:a", "title": "x", "licenseText": "x"},
            {"identifier": "<f!>", "uri": "https://cc.example/by", "title": "CC BY 4.0", "licenseText": "Say us"}],
            "CFItemTypes": [{"title": "T", "description": "what T is"}]}, "CFItems""#,
    );
    let reading = try_read(&text).unwrap();
    let release = framework(&reading).release();
    let facts =
        [&release.key, &release.title, &release.publisher, &release.version, &release.description];
    assert_eq!(facts, ["my-math", "My Math", "C", "2", "D"]);
    assert_eq!(release.framework.as_str(), iri('d'));
    let licence = &release.licence;
    let facts = [&licence.name, &licence.url, &licence.attribution];
    assert_eq!(facts, ["CC BY 4.0", "https://cc.example/by", "Say us"]);
    assert_eq!(concept(&reading, '1').status, Status::Deprecated);
    assert_eq!(codes(&reading, Severity::Note), ["document-facts", "definitions"]);
    assert!(
        reading.issues.kept()[0].what.contains("publisher, adoptionStatus"),
        "{:?}",
        reading.issues.kept()
    );
    assert_eq!(framework(&back(&reading, Format::Case)), framework(&reading));
}

/// What stands in properties: associations that say neither a relation nor a match.
fn check_pointers(reading: &Reading) {
    let one = concept(reading, '1');
    let value = |name| one.property(name).unwrap_or_default();
    assert_eq!(value("exemplar"), "u:e t u:e");
    assert_eq!(value("skill_level"), iri('2'));
    assert_eq!(value("translation"), "u:t t u:t");
    assert_eq!(value("preceded_by"), "u:before t u:before");
    assert_eq!(value("replaces"), "u:old t u:old");
    assert_eq!(value("sequence_number"), "3");
}

#[test]
fn associations_say_relations_mappings_statuses_and_pointers() {
    let items: Vec<String> = "123".chars().map(|digit| item(digit, "")).collect();
    let rows = [
        association("<2!>", "isChildOf", "<1!>", r#", "sequenceNumber": 7"#),
        association("<1!>", "isChildOf", "<d!>", r#", "sequenceNumber": "3""#),
        association("<2>", "isPartOf", "<3>", ""),
        association("<2>", "isRelatedTo", "<3>", ""),
        association("<2>", "isPeerOf", "<3>", ""),
        association("<2>", "precedes", "<3>", ""),
        association("<2>", "ext:teaches", "<3>", ""),
        association("<3>", "replacedBy", "<2>", ""),
        association("<3>", "replacedBy", "u:x", ""),
        association("<3>", "isParentOf", "<2>", ""),
        association("<1>", "exemplar", "u:e", ""),
        association("<1>", "hasSkillLevel", "<2>", ""),
        association("<1>", "isTranslationOf", "u:t", ""),
        association("<1>", "isChildOf", "u:p", ""),
        association("<1>", "precedes", "u:p", ""),
        association("u:before", "precedes", "<1>", ""),
        association("u:old", "replacedBy", "<1>", ""),
        association("<1>", "exactMatchOf", "u:1", r#", "notes": "seen""#),
        association("<1>", "exactMatchOf", "<2>", ""),
        association("<1>", "isPartOf", "u:2", ""),
        association("u:3", "isPartOf", "<1>", ""),
        association("<1>", "isRelatedTo", "u:4", ""),
        association("u:5", "isRelatedTo", "<1>", ""),
        association("u:6", "isPeerOf", "<1>", ""),
        association("<1>", "ext:closeMatch", "u:7", ""),
        association("<1>", "ext:broadMatch", "u:8", ""),
        association("u:9", "ext:broadMatch", "<1>", ""),
    ];
    let reading = try_read(&package("", &items.join(","), &rows.join(","))).unwrap();
    assert_eq!(codes(&reading, Severity::Warning), [""; 0]);
    let own = framework(&reading);
    let relations: Vec<_> =
        own.relations().iter().map(|r| (r.subject + 1, r.kind, r.object + 1)).collect();
    let kinds = [
        RelationKind::Related,
        RelationKind::PartOf,
        RelationKind::Peer,
        RelationKind::Precedes,
        RelationKind::Teaches,
    ];
    let mut wanted = vec![(2, RelationKind::Broader, 1), (2, RelationKind::Broader, 3)];
    wanted.extend(kinds.map(|kind| (2, kind, 3)));
    assert_eq!(relations, wanted);
    let outside: Vec<_> =
        own.outside().iter().map(|r| (r.subject + 1, r.kind, r.object.as_str())).collect();
    let wanted = [
        (1, RelationKind::Broader, "u:p"),
        (1, RelationKind::Peer, "u:6"),
        (1, RelationKind::Precedes, "u:p"),
    ];
    assert_eq!(outside, wanted);
    let said: Vec<_> = mappings(&reading)
        .into_iter()
        .map(|m| (m.predicate, m.object.unwrap().as_str().to_owned(), m.comment))
        .filter(|(_, object, _)| object.starts_with("u:"))
        .collect();
    let wanted = [
        (Predicate::Exact, "u:1", "seen"),
        (Predicate::Broad, "u:2", ""),
        (Predicate::Narrow, "u:3", ""),
        (Predicate::Related, "u:4", ""),
        (Predicate::Related, "u:5", ""),
        (Predicate::Close, "u:7", ""),
        (Predicate::Broad, "u:8", ""),
        (Predicate::Narrow, "u:9", ""),
    ];
    assert_eq!(
        said,
        wanted.map(|(predicate, object, comment)| (
            predicate,
            object.to_owned(),
            comment.to_owned()
        ))
    );
    let Status::ReplacedBy(successors) = &concept(&reading, '3').status else {
        panic!("it is replaced")
    };
    assert_eq!(
        successors.iter().map(ConceptId::as_str).collect::<Vec<_>>(),
        [iri('2').as_str(), "u:x"]
    );
    check_pointers(&reading);
    // With several parents, the number says below which one.
    assert_eq!(
        concept(&reading, '2').property("sequence_number").unwrap(),
        format!("7 {}", iri('1'))
    );
    let again = back(&reading, Format::Case);
    assert_eq!(framework(&again), own);
    assert_eq!(mappings(&again).len(), mappings(&reading).len());
    // Version 1.0 knows no close match, no translation and no other relation.
    let older = back(&reading, Format::Case10);
    assert_eq!(mappings(&older).len(), mappings(&reading).len() - 1);
    assert_eq!(framework(&older).relations().len(), own.relations().len() - 1);
    let mut concepts = own.concepts().to_vec();
    for concept in &mut concepts {
        concept.properties.retain(|property| property.name.as_ref() != "translation");
    }
    assert_eq!(framework(&older).concepts(), concepts);
}

#[test]
fn the_order_and_the_shape_of_a_file_change_nothing() {
    let good = package(
        "",
        &[
            item('1', ""),
            item('2', r#", "educationLevel": ["09"], "CFDocumentURI": {"uri": "<d>"}"#),
        ]
        .join(","),
        &association("<2!>", "isChildOf", "<1!>", r#", "sequenceNumber": 7"#),
    );
    let wanted = try_read(&good).unwrap();
    assert_eq!(framework(&wanted).relations().len(), 1);
    let document = &good[good.find("\"CFDocument\"").unwrap()..good.find("\"CFItems\"").unwrap()];
    let items = &good[good.find("\"CFItems\"").unwrap()..good.find("\"CFAssociations\"").unwrap()];
    let associations = good[good.find("\"CFAssociations\"").unwrap()..].trim_end_matches('}');
    let (document, items) =
        (document.trim().trim_end_matches(','), items.trim().trim_end_matches(','));
    let rows = [
        ("associations first", format!("{{{associations}, {items}, {document}}}")),
        ("a list of one package", format!("[{good}]")),
        ("a byte order mark", format!("\u{feff}{good}")),
        (
            "nothing beside",
            format!(
                "{{{document}, {items}, {associations}, \"CFDefinitions\": [], \"CFRubrics\": null}}"
            ),
        ),
        ("numbers as text", good.replace(": 7", ": \"7\"")),
        ("a bare document", good.replace("{\"uri\": \"<d>\"}", "\"<d>\"")),
        (
            "null",
            good.replace(
                "\"educationLevel\"",
                "\"notes\": null, \"humanCodingScheme\": null, \"educationLevel\"",
            ),
        ),
        ("misspelt", good.replace("\"educationLevel\": [\"09\"]", "\"educationalLevel\": \"09\"")),
        (
            "capitals",
            good.replace(
                "\"identifier\": \"<2!>\"",
                &format!("\"identifier\": \"{}\"", uuid('2').to_uppercase()),
            ),
        ),
        ("bare ends", {
            let node =
                |n| format!(r#"{{"title": "t <{n}!>", "identifier": "<{n}!>", "uri": "<{n}!>"}}"#);
            good.replace(&node(1), "\"<1>\"").replace(&node(2), "\"<2>\"")
        }),
    ];
    for (row, text) in rows {
        assert_ne!(text, good, "{row}");
        let reading = try_read(&text).unwrap_or_else(|e| panic!("{row}: {e}"));
        assert_eq!(framework(&reading), framework(&wanted), "{row}");
        assert_eq!(codes(&reading, Severity::Warning), [""; 0], "{row}: {:?}", reading.issues);
    }
}

#[test]
fn what_is_wrong_is_told_and_the_rest_is_read() {
    let rows = [
        (item('2', r#", "language": "klingonish""#), "", "bad-language"),
        (item('2', r#", "lastChangeDateTime": "yesterday""#), "", "bad-date"),
        (item('2', r#", "statusEndDate": "2017-13-01""#), "", "bad-date"),
        (item('2', "").replace("<2>", "no iri"), "", "bad-uri"),
        (item('2', r#", "extensions": {"skillmap:kind": "wizard"}"#), "", "bad-extension"),
        (item('2', r#", "extensions": [1]"#), "", "bad-extension"),
        (item('1', ""), "", "duplicate-concept"),
        ("{\"fullStatement\": \"x\"}".to_owned(), "", "unnamed-item"),
        ("7".to_owned(), "", "malformed"),
        (item('2', &format!(r#", "x": {}1{}"#, "[".repeat(200), "]".repeat(200))), "", "malformed"),
        (item('2', &format!(r#", "x": "{}""#, "x".repeat(5_000_000))), "", "too-long"),
        (
            format!(r#"{{"uri": "<2>", "fullStatement": "{}"}}"#, "long ".repeat(2_000)),
            "",
            "long-statement",
        ),
        (item('2', ""), &*association("<1>", "likes", "<2>", ""), "unknown-association"),
        (item('2', ""), &*association("<1>", "ext:likes", "u:x", ""), "unknown-association"),
        (
            item('2', ""),
            &*association("<1>", "isChildOf", "<2>", r#", "sequenceNumber": "first""#),
            "bad-sequence",
        ),
        (item('2', ""), r#"{"associationType": "isPeerOf", "originNodeURI": "<1>"}"#, "no-end"),
        (item('2', ""), &*association("u:x", "isChildOf", "<d>", ""), "association-elsewhere"),
        (item('2', ""), &*association("u:x", "isChildOf", "<1>", ""), "association-elsewhere"),
        (item('2', ""), &*association("u:x", "isPeerOf", "u:y", ""), "association-elsewhere"),
        (item('2', ""), &*association("<1>", "exactMatchOf", "<d>", ""), "association-elsewhere"),
        (
            item('2', ""),
            &*association("<1>", "exactMatchOf", "nothing", ""),
            "association-elsewhere",
        ),
    ];
    for (item_2, associations, code) in rows {
        let text = package("", &[item('1', ""), item_2].join(","), associations);
        let reading = try_read(&text).unwrap();
        let row = &text[..text.len().min(900)];
        assert_eq!(codes(&reading, Severity::Warning), [code], "{row}");
        assert_eq!(concept(&reading, '1').label(Language::ENGLISH), "Item 1", "{row}");
    }
    let rubric = package("", &item('1', ""), "").replacen('{', r#"{"CFRubrics": [{}, {}], "#, 1);
    let reading = try_read(&rubric).unwrap();
    assert_eq!(codes(&reading, Severity::Warning), ["rubrics"]);
    assert!(reading.issues.kept()[0].what.starts_with("2 rubrics"));
}

#[test]
fn what_is_no_package_is_refused_in_plain_words() {
    let package = package("", "", "");
    for (text, says) in [
        (format!("[{package}, {package}]"), "several packages are in it"),
        (
            r#"{"CFDocuments": [{"title": "a", "CFPackageURI": "u:p"}, {}]}"#.to_owned(),
            "it lists 2 documents without their items; import the package of each, such as u:p",
        ),
        (
            r#"[{"creator": "c", "title": "a", "uri": "u:1", "CFPackageURI": {"uri": "u:q"}}]"#
                .to_owned(),
            "such as u:q",
        ),
        (r#"{"CFItems": []}"#.to_owned(), "it has no CFDocument"),
        (r#"{"CFDocument": {"title": "x"}}"#.to_owned(), "can name it"),
        (r#"{"CFDocument": {"uri": "u:1"}, "CFItems": [{"#.to_owned(), "line 1"),
        (r#"{"CFDocument": {"uri": "u:1"}, "CFItems": 7}"#.to_owned(), "a list of entries"),
    ] {
        let error = try_read(&text).unwrap_err().to_string();
        assert!(error.contains(says), "{text}: {error}");
    }
}

#[test]
fn items_alone_are_of_the_document_that_they_name() {
    let one =
        item('1', r#", "CFDocumentURI": {"title": "My Math", "identifier": "<d!>", "uri": "<d>"}"#);
    for text in
        [format!("[{one}]"), one.clone(), format!("{{\"CFItem\": {one}, \"CFAssociations\": []}}")]
    {
        let reading = try_read(&text).unwrap();
        let own = framework(&reading);
        assert_eq!(
            (own.release().title.as_str(), own.release().framework.as_str()),
            ("My Math", iri('d').as_str())
        );
        assert_eq!(own.concepts().len(), 1, "{text}");
        assert_eq!(codes(&reading, Severity::Warning), ["no-document"], "{text}");
    }
}

#[test]
fn a_language_that_nobody_says_is_told_from_the_statements() {
    let said =
        "Understand that the probability of a chance event is a number between zero and one.";
    let text = package("", &item('1', "").replace("Item 1", said), "")
        .replace("\"language\": \"en\",", "");
    let reading = try_read(&text).unwrap();
    assert_eq!(concept(&reading, '1').labels[0].language, Language::ENGLISH);
    assert_eq!(codes(&reading, Severity::Note), ["no-language"]);
    let reading = try_read(&text.replace(said, "Sums")).unwrap();
    assert_eq!(concept(&reading, '1').labels[0].language, Language::UNKNOWN);
}

#[test]
fn what_is_left_out_is_told() {
    let rest = r#", "subjectURI": [{"title": "Math", "identifier": "<c!>", "uri": "Math"}]"#;
    let said = r#", "notes": "checked by Ann", "extensions": {"acme:n": 1}"#;
    let items = [item('1', rest), item('2', "")].join(",");
    let reading =
        try_read(&package("", &items, &association("<1>", "isRelatedTo", "<2>", said))).unwrap();
    let mut told = codes(&reading, Severity::Note);
    told.sort_unstable();
    assert_eq!(told, ["association-notes", "bad-link", "unknown-member"]);
    // The document's own identifier does not follow from its IRI.
    let other =
        package("", &item('1', ""), "").replace("<d!>", "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9");
    let told = codes(&try_read(&other).unwrap(), Severity::Note).join(" ");
    assert!(told.contains("document-facts"), "{told}");
}

#[test]
fn a_package_of_version_1_0_has_no_translations() {
    let rest = association("<1>", "isTranslationOf", "http://y/other", "");
    let reading = try_read(&package("", &item('1', ""), &rest)).unwrap();
    let sets: Vec<&MappingSet> = reading.mappings.iter().collect();
    let outgoing = Outgoing { framework: framework(&reading), mappings: &sets };
    for (format, n_lost) in [(Format::Case, 0), (Format::Case10, 1)] {
        let written = write(&outgoing, format).unwrap();
        assert_eq!(written.content.contains("isTranslationOf"), n_lost == 0);
        let lost = written.losses.counts();
        assert_eq!(
            lost.iter().filter(|l| l.code == "property").map(|l| l.count).sum::<u64>(),
            n_lost
        );
    }
}
