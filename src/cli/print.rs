//! The only file that writes to the terminal.

use std::io::IsTerminal as _;
use std::io::Write as _;
use std::net::SocketAddr;
use std::process::ExitCode;

use serde::Serialize;

use crate::cli::Failure;
use crate::cli::arguments::Output;

/// Prints replies.
pub(super) struct Printer {
    output: Output,
    out: std::io::Stdout,
}

impl Printer {
    pub(super) fn new(output: Output) -> Self {
        Self { output, out: std::io::stdout() }
    }

    /// Whether replies are printed as JSON.
    pub(super) fn is_json(&self) -> bool {
        self.output == Output::Json
    }

    /// Prints a reply: as JSON, or as `people` draws it.
    pub(super) fn reply<R: Serialize>(
        &mut self,
        reply: &R,
        people: impl FnOnce(&R) -> String,
    ) -> Result<(), Failure> {
        match self.output {
            Output::People => self.text(&people(reply)),
            Output::Json => {
                let body = serde_json::to_string(reply).map_err(|e| {
                    Failure::Message(format!(
                        "the reply cannot be written ({e}); report this as a bug"
                    ))
                })?;
                self.exactly(&body)
            }
        }
    }

    /// Says something beside a reply: below it, or beside JSON on standard error.
    pub(super) fn remark(&mut self, text: &str) -> Result<(), Failure> {
        match self.output {
            Output::People => self.text(text),
            Output::Json => {
                remark(text);
                Ok(())
            }
        }
    }

    /// Prints text and ends the line.
    pub(super) fn text(&mut self, text: &str) -> Result<(), Failure> {
        self.out.write_all(text.trim_end().as_bytes())?;
        self.out.write_all(b"\n")?;
        Ok(self.out.flush()?)
    }

    /// Prints exactly these bytes; on a terminal the line is ended, so that the prompt stands alone.
    pub(super) fn exactly(&mut self, text: &str) -> Result<(), Failure> {
        self.out.write_all(text.as_bytes())?;
        if self.out.is_terminal() && !text.ends_with('\n') {
            self.out.write_all(b"\n")?;
        }
        Ok(self.out.flush()?)
    }
}

/// Standard output, for what is too long to be held.
pub(super) fn stream() -> impl std::io::Write {
    std::io::BufWriter::new(std::io::stdout())
}

/// Tells where the service listens.
pub fn announce(address: SocketAddr) {
    // A service whose output nobody reads goes on.
    let _ =
        writeln!(std::io::stdout(), "skillmap listens on http://{address}/ (stop it with Ctrl-C)");
}

/// Says something beside the reply, on standard error.
pub(super) fn remark(text: &str) {
    let _ = writeln!(std::io::stderr(), "skillmap: {text}");
}

/// Tells why a command failed; a reader that went away is no failure.
pub(super) fn failure(failure: &Failure) -> ExitCode {
    match failure {
        Failure::BrokenPipe => ExitCode::SUCCESS,
        Failure::Message(message) => {
            // Nothing is left to do when even this cannot be written.
            let _ = writeln!(std::io::stderr(), "skillmap: {message}");
            ExitCode::from(2)
        }
    }
}

/// Prints help, version or what is wrong with the command line.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
}
