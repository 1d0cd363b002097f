//! The binary: one command line, one exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    skillmap::cli::run()
}
