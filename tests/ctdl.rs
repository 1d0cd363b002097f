//! CTDL-ASN and CTDL: every real file is read whole or refused with the reason, what is written is valid by the
//! registry's own schemas.

mod files;
mod meaning;
mod valid;

use std::path::Path;

use skillmap::formats::Bundle;
use skillmap::formats::Content;
use skillmap::formats::ReadError;
use skillmap::formats::ReadOptions;
use skillmap::formats::Reading;
use skillmap::formats::Source;
use skillmap::formats::read;
use skillmap::model::Framework;

fn file(path: &Path) -> Result<Reading, ReadError> {
    let bundle = Bundle::open(&[Source::Path(path.to_owned())])?;
    read(&bundle, &ReadOptions::default())
}

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
