//! What lies beside the project -> there, or a loud skip.

use std::path::Path;
use std::path::PathBuf;

/// Where the shared data of that name lies; nothing, said aloud, where it is absent.
///
/// Looks below `$SKILLMAP_DATA`, else below `../shared/data`. With `SKILLMAP_TEST_ALL=1` absence is a failure.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = std::env::var_os("SKILLMAP_DATA").map_or_else(beside, PathBuf::from);
    let path = folder.join(name);
    if path.exists() {
        return Some(path);
    }
    skipped(&format!("no data at {}", path.display()));
    None
}

/// Says aloud that a test is skipped, and why. With `SKILLMAP_TEST_ALL=1` that is a failure.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub(crate) fn skipped(why: &str) {
    let is_needed = std::env::var_os("SKILLMAP_TEST_ALL").is_some_and(|value| value == "1");
    assert!(!is_needed, "{why}");
    eprintln!("skipped: {why}");
}
