//! Where the real data lies that some promises are checked on.

use std::path::PathBuf;

/// A file or folder of the shared data; `None`, said aloud, where it is absent.
///
/// It is looked for in `$SKILLMAP_DATA`, else in `../shared/data` beside the crate. With
/// `SKILLMAP_TEST_ALL=1` an absent one fails the test.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let root = std::env::var_os("SKILLMAP_DATA").map_or_else(beside, PathBuf::from);
    let found = root.join(path);
    if found.exists() {
        return Some(found);
    }
    println!("skipped: no data at {}", found.display());
    let is_required = std::env::var("SKILLMAP_TEST_ALL").is_ok_and(|value| value == "1");
    assert!(!is_required, "no data at {}\nhelp: set SKILLMAP_DATA", found.display());
    None
}
