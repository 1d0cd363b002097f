//! Every real framework of moderate size, written in every format that is written, comes back but for what is told.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::Path;

use skillmap::formats::Bundle;
use skillmap::formats::Content;
use skillmap::formats::Format;
use skillmap::formats::ReadOptions;
use skillmap::formats::Source;
use skillmap::formats::read;
use skillmap::model::MappingSet;

use crate::data;
use crate::frameworks::of_each;
use crate::frameworks::units;
use crate::round_trip::check_survival;

/// So many of the real files hold a framework that is written.
const FRAMEWORKS: usize = 90;
/// Concepts of a framework that is written in every format and read back; larger ones have tests of their own.
const CONCEPTS: usize = 4_000;

/// The formats that a file's framework does not survive; nothing where the file is not written.
fn survival(path: &Path) -> Option<Vec<&'static str>> {
    let bundle = Bundle::open(&[Source::Path(path.to_path_buf())]).ok()?;
    let reading = read(&bundle, &ReadOptions::default()).ok()?;
    let Content::Framework(framework) = &reading.content else { return None };
    if framework.concepts().is_empty() || framework.concepts().len() > CONCEPTS {
        return None;
    }
    let sets: Vec<&MappingSet> = reading.mappings.iter().collect();
    let survives = |format: &Format| {
        catch_unwind(AssertUnwindSafe(|| check_survival(framework, &sets, *format))).is_ok()
    };
    Some(Format::written().filter(|f| !survives(f)).map(Format::name).collect())
}

#[test]
fn every_real_framework_survives_every_format_but_for_what_is_told() {
    let Some(root) = data::shared("frameworks") else { return };
    let units = units(&root);
    let mut outcomes: Vec<_> = (of_each(&units, survival).into_iter())
        .filter_map(|(name, formats)| Some((name, formats?)))
        .collect();
    assert!(outcomes.len() >= FRAMEWORKS, "{} frameworks were written", outcomes.len());
    outcomes.retain(|(_, formats)| !formats.is_empty());
    assert!(outcomes.is_empty(), "do not survive: {outcomes:#?}");
}
