//! CTDL-ASN and CTDL: what real files mean is read, and what is written is valid by the registry's own schemas.

mod meaning;
mod valid;

use skillmap::formats::Bundle;
use skillmap::formats::Content;
use skillmap::formats::ReadOptions;
use skillmap::formats::Reading;
use skillmap::formats::Source;
use skillmap::formats::read;
use skillmap::model::Framework;

use crate::data::shared;

#[track_caller]
fn framework(reading: &Reading) -> &Framework {
    match &reading.content {
        Content::Framework(framework) => framework,
        Content::MappingSet(_) => panic!("a framework was expected"),
    }
}

#[track_caller]
fn text(text: &str) -> Reading {
    let source = Source::Bytes { name: "x.jsonld".to_owned(), bytes: text.as_bytes().into() };
    read(&Bundle::open(&[source]).unwrap(), &ReadOptions::default())
        .unwrap_or_else(|e| panic!("{e}\n{text}"))
}

/// Several files of one publisher are one framework: what points from one to another is inside.
#[test]
fn the_files_of_a_folder_are_read_together() {
    let folder = "frameworks/ctdl/PathwaysConditionsAndConstraints/Pathway-Examples/HeriotWatt";
    let Some(folder) = shared(folder) else { return };
    for ending in ["json", "ttl"] {
        let names = ["courses", "pathway"].map(|name| folder.join(format!("{name}.{ending}")));
        let sources: Vec<Source> = names.map(Source::Path).into();
        let reading = read(&Bundle::open(&sources).unwrap(), &ReadOptions::default()).unwrap();
        let whole = framework(&reading);
        let n_mappings: usize = reading.mappings.iter().map(|set| set.mappings.len()).sum();
        assert_eq!((whole.concepts().len(), n_mappings), (49 + 57, 0), "{ending}");
    }
}

/// A publisher gives the same frameworks in two syntaxes.
#[test]
fn turtle_says_what_json_says() {
    let Some(folder) = shared("frameworks/ctdl-asn") else { return };
    for name in ["bcsp-asp", "bcsp-csp", "bcsp-ohst", "bcsp-sts", "bcsp-stsc"] {
        let concepts = ["json", "ttl"].map(|ending| {
            let source = Source::Path(folder.join(format!("{name}.{ending}")));
            let bundle = Bundle::open(&[source]).unwrap();
            let reading = read(&bundle, &ReadOptions::default()).unwrap();
            let whole = framework(&reading);
            let concepts = whole.concepts().iter().map(|c| (c.id.clone(), c.kind));
            (concepts.collect::<Vec<_>>(), whole.relations().to_vec())
        });
        assert_eq!(concepts[0], concepts[1], "{name}");
    }
}
