//! What skillmap promises, checked through its public surface.
#![expect(
    clippy::unwrap_used,
    reason = "a failed test may panic; clippy only knows tests inside the crate"
)]
#![expect(clippy::print_stdout, reason = "a skipped test says so aloud")]

mod data;
mod formats_onet;
