//! What is served is what is exported: alone, in packages, over releases, and read again.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Value;
use skillmap::engine::CaseExtensions;
use skillmap::engine::CaseForm;
use skillmap::engine::CaseVersion;
use skillmap::engine::Engine;
use skillmap::engine::ExportRequest;
use skillmap::engine::Starter;
use skillmap::service::Exposure;

use crate::case_provider::BASES;
use crate::case_provider::DOCUMENT;
use crate::case_provider::ITEM;
use crate::case_provider::MADE;
use crate::case_provider::SHARED;
use crate::case_provider::answer;
use crate::case_provider::ask;
use crate::case_provider::import;
use crate::case_provider::text;
use crate::running::Service;

/// Identifiers of all entries of a package, by the member in which they stand.
fn identifiers(package: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let of = |list: &Value| {
        let entries = list.as_array().map(Vec::as_slice).unwrap_or_default();
        entries.iter().map(|e| e["identifier"].as_str().unwrap().to_owned()).collect()
    };
    let mut all = BTreeMap::from([(
        "CFDocument".to_owned(),
        BTreeSet::from([package["CFDocument"]["identifier"].as_str().unwrap().to_owned()]),
    )]);
    for member in ["CFItems", "CFAssociations"] {
        all.insert(member.to_owned(), of(&package[member]));
    }
    for (member, list) in package["CFDefinitions"].as_object().unwrap() {
        all.insert(member.clone(), of(list));
    }
    all
}

#[test]
fn every_entry_is_served_alone_as_it_stands_in_its_package() {
    for base in BASES {
        let package = answer(&SHARED, &format!("{base}/CFPackages/{DOCUMENT}"));
        let here = SHARED.url(base);
        let document = answer(&SHARED, &format!("{base}/CFDocuments/{DOCUMENT}"));
        assert_eq!(document["uri"], format!("{here}/CFDocuments/{DOCUMENT}"));
        assert_eq!(document["CFPackageURI"]["uri"], format!("{here}/CFPackages/{DOCUMENT}"));
        assert_eq!(document["title"], package["CFDocument"]["title"]);
        for member in ["CFItems", "CFAssociations"] {
            for entry in package[member].as_array().unwrap() {
                let identifier = entry["identifier"].as_str().unwrap();
                assert_eq!(entry["uri"], format!("{here}/{member}/{identifier}"));
                let mut alone = answer(&SHARED, &format!("{base}/{member}/{identifier}"));
                let of = alone.as_object_mut().unwrap().remove("CFDocumentURI").unwrap();
                assert_eq!(of["identifier"], DOCUMENT);
                assert_eq!(&alone, entry);
            }
        }
        for (member, entries) in package["CFDefinitions"].as_object().unwrap() {
            for entry in entries.as_array().unwrap() {
                let identifier = entry["identifier"].as_str().unwrap();
                let alone = answer(&SHARED, &format!("{base}/{member}/{identifier}"));
                let alone = if member == "CFLicenses" { &alone } else { &alone[member][0] };
                assert_eq!(alone, entry);
            }
        }
        let set = answer(&SHARED, &format!("{base}/CFItemAssociations/{ITEM}"));
        assert_eq!(set["CFItem"]["CFDocumentURI"]["identifier"], DOCUMENT);
        let types: Vec<_> = set["CFAssociations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| &a["associationType"])
            .collect();
        assert_eq!(types, ["isChildOf", "exactMatchOf"]);
    }
}

/// A link inside the package leads to what it names.
#[test]
fn every_address_of_this_service_can_be_asked() {
    for base in BASES {
        let here = SHARED.url("");
        let package = text(ask(&SHARED, &format!("{base}/CFPackages/{DOCUMENT}"), &[]));
        let addresses: BTreeSet<&str> =
            package.split('"').filter_map(|word| word.strip_prefix(&here)).collect();
        assert!(addresses.len() > 8, "{addresses:?}");
        for address in addresses {
            assert_eq!(ask(&SHARED, address, &[]).status(), 200, "{address}");
        }
    }
}

#[test]
fn what_is_served_has_the_identifiers_of_the_export_and_is_read_as_the_same_framework() {
    for key in ["made-standards", "starter-skills", "starter-occupations", "college-competencies"] {
        for (base, format) in BASES.into_iter().zip(["case", "case-1.0"]) {
            let wanted = ExportRequest {
                framework: key.to_owned(),
                format: format.to_owned(),
                ..ExportRequest::default()
            };
            let exported = SHARED.engine.export(&wanted).unwrap().content;
            let package: Value = serde_json::from_str(&exported).unwrap();
            let document = package["CFDocument"]["identifier"].as_str().unwrap();
            let path = format!("{base}/CFPackages/{document}");
            let served = text(ask(&SHARED, &path, &[("X-CASE-EDITOR", "1")]));
            let plain: Value = serde_json::from_str(&served).unwrap();
            assert_eq!(identifiers(&plain), identifiers(&package), "{key} {format}");
            if format == "case" {
                assert_eq!(read_again(&served), read_again(&exported), "{key}");
            }
        }
    }
}

/// The framework and the mappings of a package, in skillmap's own words.
fn read_again(package: &str) -> (String, String) {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    import(&engine, "x.json", package.as_bytes());
    let held = engine.frameworks().unwrap();
    let framework = held.frameworks[0].release.key.clone();
    let of = |format: &str| {
        let (framework, format) = (framework.clone(), format.to_owned());
        let wanted = ExportRequest { framework, format, ..ExportRequest::default() };
        engine.export(&wanted).unwrap().content
    };
    // The second one holds the mappings as well.
    (of("json"), of("case"))
}

/// What is left out may be longer than what is read at a time.
#[test]
fn a_package_is_sent_whole_whatever_is_left_out_of_it() {
    let level = format!("\"made:level\": \"{}\"", "x".repeat(40_000));
    let more: Vec<String> = (0..12).map(|n| level.replace("level", &format!("level{n}"))).collect();
    let long = MADE.replace("\"made:level\": \"2\"", &more.join(", "));
    let service = Service::new(Exposure::LoopbackOnly);
    import(&service.engine, "made.json", long.as_bytes());
    let path = format!("/ims/case/v1p1/CFPackages/{DOCUMENT}");
    let asked = text(ask(&service, &path, &[("X-CASE-EDITOR", "1")]));
    assert!(asked.len() > 400_000, "{}", asked.len());
    let plain = answer(&service, &path);
    assert_eq!(identifiers(&plain), identifiers(&serde_json::from_str(&asked).unwrap()));
}

#[test]
fn another_release_takes_the_place_of_the_package_and_the_old_one_is_removed() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    import(&engine, "made.json", MADE.as_bytes());
    let base = "http://x".to_owned();
    let form = CaseForm { base, extensions: CaseExtensions::Stripped };
    let version = CaseVersion::V11;
    let package = |engine: &Engine| {
        let mut package = engine.case_package(version, DOCUMENT, &form).unwrap();
        let mut all = Vec::new();
        while let Some(bytes) = package.next_bytes().unwrap() {
            all.extend(bytes);
        }
        (String::from_utf8(all).unwrap(), package.tag)
    };
    let files = || -> Vec<_> {
        let all = std::fs::read_dir(dir.path().join("case")).unwrap();
        all.map(|file| file.unwrap().path()).collect()
    };
    let first = package(&engine);
    let before = files();
    assert_eq!(before.len(), 1);
    // A damaged file is written again, with the same content.
    drop(engine);
    std::fs::write(&before[0], b"{").unwrap();
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    assert_eq!(package(&engine), first);
    assert_eq!(files(), before);
    let next = MADE.replace("\"version\": \"2\"", "\"version\": \"3\"");
    import(&engine, "made.json", next.replace("by ones", "by tens").as_bytes());
    let second = package(&engine);
    assert!(first.0.contains("by ones") && second.0.contains("by tens"));
    assert_ne!(first.1, second.1);
    assert_eq!(files().len(), 1);
    assert_ne!(files(), before);
}
