//! A file of skillmap's own JSON -> its form, if it is of a version that is read.

use serde::Deserialize;

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::ReadError;
use crate::model::Location;

/// The bundle's one JSON file.
///
/// Errors: there is none.
pub(in crate::formats) fn file(bundle: &Bundle) -> Result<&BundleFile, ReadError> {
    let is_json = |f: &&BundleFile| f.base_name().to_ascii_lowercase().ends_with(".json");
    bundle.files().iter().find(is_json).ok_or_else(|| {
        let place = Location::file(&bundle.origins().join(", "));
        ReadError::invalid(place, "there is no .json file", "name the file itself")
    })
}

/// What the bytes of that file say.
///
/// Errors: they are no such JSON; `remedy` says what to do then.
pub(in crate::formats) fn form<'a, T: Deserialize<'a>>(
    name: &str,
    bytes: &'a [u8],
    remedy: &str,
) -> Result<T, ReadError> {
    serde_json::from_slice(bytes).map_err(|e| {
        ReadError::invalid(Location::line(name, e.line() as u64), e.to_string(), remedy)
    })
}

/// Whether format and version found are those wanted.
///
/// Errors: they are others.
pub(in crate::formats) fn check_version(
    name: &str,
    found: (&str, u32),
    wanted: (&str, u32),
) -> Result<(), ReadError> {
    if found == wanted {
        return Ok(());
    }
    let what = format!("it is {} version {}", found.0, found.1);
    let remedy =
        format!("give {} version {}, or use the skillmap that wrote it", wanted.0, wanted.1);
    Err(ReadError::invalid(Location::file(name), what, &remedy))
}
