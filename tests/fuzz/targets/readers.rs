//! Any bytes -> one reader, named by `SKILLMAP_FUZZ`: a format, or a kind of file that holds a document or gold.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use skillmap::formats::Bundle;
use skillmap::formats::Format;
use skillmap::formats::Issues;
use skillmap::formats::ReadOptions;
use skillmap::formats::Source;
use skillmap::formats::read;
use skillmap::formats::read_documents;
use skillmap::formats::read_gold;

/// What is fuzzed.
enum Target {
    /// The reader of that format.
    Format(Format),
    /// The format is recognised first.
    Any,
    /// Documents in a file of that name.
    Document(String),
    /// Gold in a file with that ending.
    Gold(String),
}

fn target() -> &'static Target {
    static TARGET: OnceLock<Target> = OnceLock::new();
    TARGET.get_or_init(|| {
        let name = std::env::var("SKILLMAP_FUZZ").unwrap_or_else(|_| "any".to_owned());
        if let Some(ending) = name.strip_prefix("document.") {
            return Target::Document(format!("x.{ending}"));
        }
        if let Some(ending) = name.strip_prefix("gold.") {
            return Target::Gold(ending.to_owned());
        }
        match Format::from_name(&name) {
            Some(format) => Target::Format(format),
            None if name == "any" => Target::Any,
            None => panic!("{name} is no reader; name a format, any, document.html or gold.csv"),
        }
    })
}

/// The files in the bytes: each begins with a line `=== NAME`; without such lines the bytes are one file.
fn sources(data: &[u8], ending: &str) -> Vec<Source> {
    let source = |name: String, bytes: &[u8]| Source::Bytes { name, bytes: bytes.into() };
    if !data.starts_with(b"=== ") {
        return vec![source(format!("x.{ending}"), data)];
    }
    let mut sources = Vec::new();
    let mut rest = data;
    while let Some(file) = rest.strip_prefix(b"=== ") {
        let line_end = file.iter().position(|b| *b == b'\n').unwrap_or(file.len());
        let name = String::from_utf8_lossy(&file[..line_end]).trim().to_owned();
        let body = &file[(line_end + 1).min(file.len())..];
        let end = body.windows(5).position(|w| w == b"\n=== ").map_or(body.len(), |at| at + 1);
        sources.push(source(name, &body[..end]));
        rest = &body[end..];
    }
    sources
}

fuzz_target!(|data: &[u8]| {
    let (ending, format) = match target() {
        Target::Format(format) => (format.ending(), Some(*format)),
        Target::Any => ("bin", None),
        Target::Document(name) => {
            let _ = read_documents(name, data);
            return;
        }
        Target::Gold(name) => {
            if let Ok(bundle) = Bundle::open(&sources(data, name)) {
                let _ = read_gold(&bundle, &mut Issues::default());
            }
            return;
        }
    };
    if let Ok(bundle) = Bundle::open(&sources(data, ending)) {
        let _ = read(&bundle, &ReadOptions { format, ..ReadOptions::default() });
    }
});
