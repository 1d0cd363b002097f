//! Every CASE package at hand is read with all it holds, and written so that the official schemas accept it.

mod law;
mod schema;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use skillmap::formats::Bundle;
use skillmap::formats::Content;
use skillmap::formats::Format;
use skillmap::formats::Outgoing;
use skillmap::formats::ReadError;
use skillmap::formats::ReadOptions;
use skillmap::formats::Reading;
use skillmap::formats::Source;
use skillmap::formats::fitted;
use skillmap::formats::read;
use skillmap::formats::write;
use skillmap::model::ConceptId;
use skillmap::model::Framework;
use skillmap::model::Mapping;
use skillmap::model::MappingSet;
use skillmap::model::Predicate;
use skillmap::model::RelationKind;
use skillmap::model::Severity;

use crate::data::shared;

/// A package at hand: its file, its concepts, relations, relations to elsewhere and mappings, and what was left out of it.
type Package = (&'static str, usize, usize, usize, usize, usize);

/// Counted in the files themselves by another program.
const PACKAGES: [Package; 28] = [
    (
        "frameworks/case/opensalt/docs-samples/opensalt-framework-20c5134f-423d-4097-a971-3dd5152bf507.json",
        16,
        16,
        1,
        18,
        0,
    ),
    ("frameworks/case/opensalt/math_cfs_sample.json", 703, 686, 0, 0, 0),
    ("frameworks/case/opensalt/tests/AdoptedTestFramework.json", 1, 0, 0, 0, 0),
    ("frameworks/case/opensalt/tests/EmptyExternalFramework.json", 0, 0, 0, 0, 0),
    ("frameworks/case/opensalt/tests/ItemTypeTestFramework.json", 1, 0, 0, 0, 0),
    ("frameworks/case/opensalt/tests/MarkdownFramework.json", 2, 0, 0, 0, 0),
    ("frameworks/case/opensalt/tests/Ordering.json", 28, 27, 0, 0, 0),
    ("frameworks/case/opensalt/tests/SequenceNumberFramework.json", 2, 0, 0, 0, 0),
    ("frameworks/case/opensalt/tests/SmartLevelFramework.json", 14, 12, 0, 0, 0),
    ("frameworks/case/opensalt/tests/Utf8TestFramework.json", 1, 0, 0, 0, 0),
    ("frameworks/case/smarter-balanced/mockDOK.json", 15, 12, 0, 0, 0),
    // An item without any name, two that stand twice, and an association of an item that is not there.
    ("frameworks/case/smarter-balanced/mockELA.json", 2, 0, 0, 0, 4),
    ("frameworks/case/smarter-balanced/mockHSMATH.json", 86, 98, 0, 24, 0),
    ("frameworks/case/smarter-balanced/mockIT.json", 19, 0, 0, 0, 0),
    ("frameworks/case/smarter-balanced/mockMATH.json", 585, 1_354, 0, 2_001, 0),
    ("frameworks/case/smarter-balanced/mockMATHClone.json", 73, 79, 0, 18, 0),
    ("frameworks/case/smarter-balanced/mockPT.json", 164, 178, 0, 58, 0),
    ("frameworks/case/smarter-balanced/mockSingleGradePT.json", 164, 178, 0, 62, 0),
    ("frameworks/case/smarter-balanced/mockTargetlessMATH.json", 207, 210, 0, 132, 0),
    ("schemas/case/samples-opensalt/AdoptedTestFramework.json", 1, 0, 0, 0, 0),
    ("schemas/case/samples-opensalt/EmptyExternalFramework.json", 0, 0, 0, 0, 0),
    ("schemas/case/samples-opensalt/ItemTypeTestFramework.json", 1, 0, 0, 0, 0),
    ("schemas/case/samples-opensalt/MarkdownFramework.json", 2, 0, 0, 0, 0),
    ("schemas/case/samples-opensalt/Ordering.json", 28, 27, 0, 0, 0),
    ("schemas/case/samples-opensalt/SequenceNumberFramework.json", 2, 0, 0, 0, 0),
    ("schemas/case/samples-opensalt/SmartLevelFramework.json", 14, 12, 0, 0, 0),
    ("schemas/case/samples-opensalt/Utf8TestFramework.json", 1, 0, 0, 0, 0),
    ("schemas/case/samples-opensalt/opensalt-framework-20c5134f.json", 16, 16, 1, 18, 0),
];

/// The Common Core State Standards for Mathematics.
const COMMON_CORE: &str = "frameworks/case/opensalt/math_cfs_sample.json";

/// Only a list of documents; their items would have to be fetched.
const LISTED: &str = "frameworks/case/smarter-balanced/mockAllDocs.json";

const BOTH: [Format; 2] = [Format::Case, Format::Case10];

fn file(path: &Path) -> Result<Reading, ReadError> {
    read(&Bundle::open(&[Source::Path(path.to_path_buf())])?, &ReadOptions::default())
}

fn text(text: &str) -> Reading {
    let source = Source::Bytes { name: "x.json".to_owned(), bytes: text.as_bytes().into() };
    read(&Bundle::open(&[source]).unwrap(), &ReadOptions::default()).unwrap()
}

fn framework(reading: &Reading) -> &Framework {
    assert_eq!(reading.format, Format::Case);
    match &reading.content {
        Content::Framework(framework) => framework,
        Content::MappingSet(_) => panic!("it was read as a mapping set"),
    }
}

fn statements<'a>(
    mappings: impl Iterator<Item = &'a Mapping>,
) -> BTreeSet<(ConceptId, Predicate, Option<ConceptId>)> {
    mappings.map(|m| (m.subject.clone(), m.predicate, m.object.clone())).collect()
}

fn mappings(reading: &Reading) -> impl Iterator<Item = &Mapping> {
    reading.mappings.iter().flat_map(|set| &set.mappings)
}

/// What is written of a reading.
fn written(reading: &Reading, format: Format) -> String {
    let sets: Vec<&MappingSet> = reading.mappings.iter().collect();
    write(&Outgoing { framework: framework(reading), mappings: &sets }, format).unwrap().content
}

#[test]
fn every_package_at_hand_is_read_whole() {
    let mut found = Vec::new();
    for (name, ..) in PACKAGES {
        let Some(path) = shared(name) else { return };
        let reading = file(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
        let own = framework(&reading);
        let n_left_out = reading.issues.at_least(Severity::Error);
        let counts = (own.concepts().len(), own.relations().len(), own.outside().len());
        let n_mappings = mappings(&reading).count();
        found.push((
            name,
            counts.0,
            counts.1,
            counts.2,
            n_mappings,
            usize::try_from(n_left_out).unwrap(),
        ));
    }
    assert_eq!(found, PACKAGES);
}

#[test]
fn a_list_of_documents_is_refused_and_says_what_to_import_instead() {
    let Some(path) = shared(LISTED) else { return };
    let error = file(&path).unwrap_err().to_string();
    assert!(error.contains("it lists 14 documents without their items"), "{error}");
    assert!(error.contains("/CFPackages/6a3ccfc6-cc76-11e7-8974-cfcd479e782c"), "{error}");
}

#[test]
fn every_package_at_hand_comes_back_from_1_1_without_a_loss_and_from_1_0_with_the_losses_told() {
    for (name, ..) in PACKAGES {
        let Some(path) = shared(name) else { return };
        let reading = file(&path).unwrap();
        let sets: Vec<&MappingSet> = reading.mappings.iter().collect();
        let outgoing = Outgoing { framework: framework(&reading), mappings: &sets };
        for format in BOTH {
            let (cut, losses) = fitted(&outgoing, format).unwrap();
            let is_lossless = losses.is_empty();
            assert!(is_lossless || format == Format::Case10, "{name}: {:?}", losses.kept());
            let back = text(&written(&reading, format));
            assert_eq!(
                framework(&back).parts(),
                cut.framework.parts(),
                "{name}, {}",
                format.name()
            );
            assert_eq!(
                statements(mappings(&back)),
                statements(cut.mappings.iter()),
                "{name}, {}",
                format.name()
            );
            let grave: Vec<_> =
                back.issues.kept().iter().filter(|i| i.severity > Severity::Note).collect();
            assert!(grave.is_empty(), "{name}, {}: {grave:?}", format.name());
            // The same bytes again.
            assert_eq!(
                written(&back, format),
                written(&reading, format),
                "{name}, {}",
                format.name()
            );
        }
    }
}

fn members<'a>(package: &'a Value, list: &str) -> &'a [Value] {
    package[list].as_array().unwrap()
}

fn said<'a>(entry: &'a Value, member: &str) -> &'a str {
    entry[member].as_str().unwrap_or_default()
}

/// Of every association: its name, the `uri` of both ends, its number.
fn associations(package: &Value) -> BTreeSet<(&str, &str, &str, Option<i64>)> {
    members(package, "CFAssociations")
        .iter()
        .map(|a| {
            let (origin, destination) = (&a["originNodeURI"], &a["destinationNodeURI"]);
            let sequence =
                a["sequenceNumber"].as_i64().or_else(|| said(a, "sequenceNumber").parse().ok());
            (said(a, "associationType"), said(origin, "uri"), said(destination, "uri"), sequence)
        })
        .collect()
}

#[test]
fn the_common_core_comes_back_item_by_item_and_association_by_association() {
    let Some(path) = shared(COMMON_CORE) else { return };
    let reading = file(&path).unwrap();
    let before: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    for format in BOTH {
        let after: Value = serde_json::from_str(&written(&reading, format)).unwrap();
        let items = members(&before, "CFItems");
        let by_uri: BTreeMap<&str, &Value> =
            members(&after, "CFItems").iter().map(|item| (said(item, "uri"), item)).collect();
        assert_eq!((items.len(), by_uri.len()), (703, 703));
        for item in items {
            let back = by_uri[said(item, "uri")];
            for member in
                ["fullStatement", "humanCodingScheme", "listEnumeration", "CFItemType", "notes"]
            {
                assert_eq!(said(back, member), said(item, member).trim(), "{item}");
            }
            assert_eq!(back["educationLevel"][0], item["educationalLevel"], "{item}");
            assert_eq!(back["CFItemTypeURI"], item["CFItemTypeURI"], "{item}");
            let time = format!("{}+00:00", said(item, "lastChangeDateTime"));
            assert_eq!(said(back, "lastChangeDateTime"), time, "{item}");
            // Its identifier is an address, no UUID: the `uri` ends in it, and the standard's own is made.
            assert!(said(back, "uri").ends_with(said(item, "identifier")), "{item}");
        }
        assert_eq!(members(&after, "CFAssociations").len(), 703);
        assert_eq!(associations(&after), associations(&before));
        let ends = |a: &Value| {
            [said(&a["originNodeURI"], "identifier"), said(&a["destinationNodeURI"], "identifier")]
                .map(str::to_owned)
        };
        let known: BTreeSet<&str> = members(&after, "CFItems")
            .iter()
            .chain([&after["CFDocument"]])
            .map(|e| said(e, "identifier"))
            .collect();
        assert_eq!(known.len(), 704);
        assert!(
            members(&after, "CFAssociations")
                .iter()
                .flat_map(ends)
                .all(|id| known.contains(id.as_str()))
        );
    }
}

/// What CASE says of an item comes back in a package of the same version.
#[test]
fn the_items_and_associations_of_every_package_come_back_under_their_own_identifiers() {
    for (name, ..) in PACKAGES {
        let Some(path) = shared(name) else { return };
        let reading = file(&path).unwrap();
        let before: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let after: Value = serde_json::from_str(&written(&reading, Format::Case)).unwrap();
        let items: BTreeMap<&str, &Value> =
            members(&before, "CFItems").iter().rev().map(|i| (said(i, "uri"), i)).collect();
        for back in members(&after, "CFItems") {
            let item = items[said(back, "uri")];
            for member in
                ["fullStatement", "humanCodingScheme", "notes", "CFItemType", "listEnumeration"]
            {
                assert_eq!(said(back, member), said(item, member).trim(), "{name}: {item}");
            }
            let identifier = said(item, "identifier");
            let is_allowed = !identifier.contains("0000-0000-0000") && !identifier.contains(':');
            assert!(said(back, "identifier") == identifier || !is_allowed, "{name}: {item}");
        }
        // Items that hang nowhere are put below the document, which adds associations and takes none away.
        let (after, before) = (associations(&after), associations(&before));
        let lost: Vec<_> = before.difference(&after).filter(|a| items.contains_key(a.1)).collect();
        let is_swapped =
            |a: &&&(&str, &str, &str, Option<i64>)| after.contains(&(a.0, a.2, a.1, a.3));
        assert!(lost.iter().all(|a| is_swapped(&a)), "{name}: {lost:?}");
        let added = after
            .difference(&before)
            .filter(|a| a.0 != "isChildOf" && !before.contains(&(a.0, a.2, a.1, a.3)));
        assert_eq!(added.count(), 0, "{name}");
    }
}

/// A large package, in the layout of the standard: items of 50 to a parent.
fn large(n_items: usize) -> String {
    use std::fmt::Write as _;
    let uuid = |n: usize| format!("{n:08x}-7137-11e6-92a8-0242ac130002");
    let mut out = String::from("{\"CFAssociations\": [");
    for n in 1..n_items {
        let comma = if n > 1 { "," } else { "" };
        let (child, parent) = (uuid(n), uuid((n - 1) / 50));
        let _ = write!(
            out,
            "{comma}{{\"associationType\": \"isChildOf\", \"sequenceNumber\": {n}, \"originNodeURI\": {{\"title\": \"\", \"identifier\": \"{child}\", \
             \"uri\": \"https://x/uri/{child}\"}}, \"destinationNodeURI\": {{\"title\": \"\", \"identifier\": \"{parent}\", \"uri\": \"https://x/uri/{parent}\"}}}}"
        );
    }
    out.push_str("], \"CFItems\": [");
    for n in 0..n_items {
        let comma = if n > 0 { "," } else { "" };
        let uuid = uuid(n);
        let _ = write!(
            out,
            "{comma}{{\"identifier\": \"{uuid}\", \"uri\": \"https://x/uri/{uuid}\", \"fullStatement\": \"Statement {n}\"}}"
        );
    }
    out.push_str("], \"CFDocument\": {\"uri\": \"urn:large\", \"title\": \"Large\", \"creator\": \"\", \"language\": \"en\"}}");
    out
}

#[test]
fn a_large_package_is_read_whatever_the_order_of_its_parts() {
    let reading = text(&large(20_000));
    let own = framework(&reading);
    assert_eq!((own.concepts().len(), own.relations().len()), (20_000, 19_999));
    assert!(own.relations().iter().all(|r| r.kind == RelationKind::Broader));
    assert_eq!(own.concepts()[19_999].property("sequence_number"), Some("19999"));
    assert_eq!(reading.issues.at_least(Severity::Note), 0);
    let rows: Vec<(u64, u64)> = reading.tables.iter().map(|t| (t.rows, t.taken)).collect();
    assert_eq!(rows, [(20_000, 20_000), (19_999, 19_999)]);
}
