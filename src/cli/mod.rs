//! argv <-> engine (the only place that knows clap and the terminal).
//!
//! In: the command line. Out: tables for people or, with `--json`, exactly the body that the service would send;
//! and an exit code: 0 done, 1 nothing found or below the asked floor, 2 error. Steps: `arguments` says
//! what can be typed, `commands` calls the engine, `tables` and those beside it say the replies, `drawing`
//! fits their tables to the page, [`print`] is the only
//! file that writes to the terminal.

mod arguments;
mod commands;
mod importing;
mod learn;
mod profiles;
mod batch;
mod rules;
mod progress;
mod drawing;
mod tables;
mod shown;
mod tune;
mod evaluate;
mod tagged;
mod documents;
mod kept;
mod occupations;
mod gap;
mod crosswalk;
mod children;
mod export;
mod reviewing;
mod mapped;
mod sets;
mod releases;
mod changed;
mod succession;
mod touched;
mod backup;
mod running;
mod serving;
mod keys;
mod audit;
mod print;

pub use print::announce;
pub use serving::Listen;
pub use serving::Serving;
pub use serving::Without;

use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser as _;

use crate::cli::arguments::Arguments;
use crate::cli::arguments::Command;
use crate::cli::print::Printer;
use crate::cli::serving::LogFormat;
use crate::engine::Engine;

/// Runs the service until it is stopped: given by the binary, because the service stands beside this module, not
/// below it. An error is one line for people.
pub type Serve<'a> = &'a dyn Fn(Arc<Engine>, &Serving) -> Result<(), String>;

/// Runs one command line and gives its exit code.
pub fn run(serve: Serve<'_>) -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return print::usage(&error),
    };
    log_to_stderr(&arguments.command);
    let mut printer = Printer::new(arguments.output());
    let outcome = commands::run(&arguments, serve, &mut printer);
    match outcome {
        Ok(End::Done) => ExitCode::SUCCESS,
        Ok(End::NothingFound) => ExitCode::from(1),
        Err(failure) => print::failure(&failure),
    }
}

/// How a command ended, if not in error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Done,
    NothingFound,
}

/// Why a command failed, in one line.
#[derive(Debug)]
enum Failure {
    /// The reader of our output went away: nobody is left to be told.
    BrokenPipe,
    /// Anything else.
    Message(String),
}

impl From<crate::engine::Error> for Failure {
    fn from(error: crate::engine::Error) -> Self {
        Self::Message(error.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::Message(format!("output: {error}; check where it is written to")),
        }
    }
}

/// What the library logs goes to standard error; how much is said by `SKILLMAP_LOG`. `info` has a line for each
/// request. Unless set, a service logs warnings, and other commands nothing: what matters of them is in their reply.
fn log_to_stderr(command: &Command) {
    let (usual, format) = match command {
        Command::Serve(serving) => ("warn", serving.log_format),
        _ => ("off", LogFormat::Text),
    };
    let filter = tracing_subscriber::EnvFilter::try_from_env("SKILLMAP_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(usual));
    let logger = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // A second subscriber in one process is refused; the first goes on.
    let _ = match format {
        LogFormat::Text => logger.try_init(),
        LogFormat::Json => logger.json().flatten_event(true).with_span_list(false).try_init(),
    };
}
