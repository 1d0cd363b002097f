//! The process that reads a PDF file: started, fed, waited for, ended.

use std::io::Read as _;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::mpsc;
use std::time::Duration;

use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::document::pdf::Answer;
use crate::formats::document::pdf::Failure;
use crate::limits;
use crate::model::Location;

/// Who reads PDF files.
#[derive(Debug, Clone, Default)]
pub enum PdfReader {
    /// Nobody: they are refused.
    #[default]
    Nobody,
    /// A program that reads the file from its standard input when it is called with [`PdfReader::ARGUMENT`] and
    /// writes what [`crate::formats::answer_pdf`] gives.
    Program(Arc<PdfProgram>),
}

/// A program that reads PDF files, and how many it reads now.
#[derive(Debug)]
pub struct PdfProgram {
    path: PathBuf,
    time: Duration,
    running: Mutex<usize>,
    ended: Condvar,
}

/// Bytes of an answer at most: the text, with every character of it escaped, and what is said around it.
const ANSWER_BYTES: u64 = (limits::DOCUMENT_BYTES as u64) * 6 + 4_096;

/// Bounds the memory of the process that follows, where the system can; the names of both come behind. Addresses
/// are counted, in KiB, because nothing else can be bounded everywhere; where `ulimit` does not know that, the time
/// bounds the memory alone.
const SHELL: &str = "ulimit -c 0; ulimit -v \"$1\" 2>/dev/null; exec \"$2\" \"$3\"";

impl PdfReader {
    /// The argument with which the program is called.
    pub const ARGUMENT: &'static str = "pdf-text";

    /// A program that reads them; see [`PdfReader::Program`].
    pub fn program(path: &Path) -> Self {
        Self::program_within(path, Duration::from_secs(limits::PDF_SECONDS))
    }

    /// The same with less time for each file than [`limits::PDF_SECONDS`].
    pub fn program_within(path: &Path, time: Duration) -> Self {
        let (running, ended) = (Mutex::new(0), Condvar::new());
        Self::Program(Arc::new(PdfProgram { path: path.to_owned(), time, running, ended }))
    }

    /// The text of a PDF file; pages that cannot be read are told as issues.
    ///
    /// Errors: there is nobody to read it, it takes too long or too much, it is broken, locked or has no text layer.
    pub(in crate::formats::document) fn read(
        &self,
        name: &str,
        bytes: &[u8],
        issues: &mut Issues,
    ) -> Result<String, ReadError> {
        let refused = |what: &str, remedy: &str| {
            ReadError::invalid(Location::file(name), what.to_owned(), remedy)
        };
        let Self::Program(program) = self else {
            let what = "PDF files are read by the skillmap program, which is not at hand here";
            return Err(refused(what, "give its text, or use the program skillmap"));
        };
        let answer = {
            let _turn = program.turn();
            program.ask(name, bytes)?
        };
        let too_large = |what: String, remedy: &str| {
            Err(ReadError::too_large(Location::file(name), what, remedy))
        };
        match answer.failure {
            None => {}
            Some(Failure::Broken(reason)) => {
                let what = format!("the PDF file cannot be read ({reason})");
                return Err(refused(&what, "print it into a new PDF file, or give its text"));
            }
            Some(Failure::Locked) => {
                let what = "it is protected by a password";
                return Err(refused(what, "save it without one, or give its text"));
            }
            Some(Failure::TooManyPages) => {
                let what = format!("it has more than {} pages", limits::PDF_PAGES);
                return too_large(what, "split it");
            }
            Some(Failure::TooLong) => {
                let what = format!("a text has more than {} bytes", limits::DOCUMENT_BYTES);
                return too_large(what, "split it");
            }
        }
        if answer.n_lost > 0 && answer.n_lost == answer.n_pages {
            let what = "none of its pages can be read";
            return Err(refused(what, "print it into a new PDF file, or give its text"));
        }
        if !answer.text.contains(char::is_alphanumeric) {
            let what = "it has no text layer: its pages are pictures";
            return Err(refused(what, "recognise its text first (OCR), or give the text"));
        }
        if answer.n_lost > 0 {
            let what = format!("{} of its {} pages cannot be read", answer.n_lost, answer.n_pages);
            let remedy = "print it into a new PDF file, or give its text";
            issues.error("page-lost", Location::file(name), what, remedy);
        }
        Ok(answer.text)
    }
}

/// One of the places for processes that run at the same time; given back when dropped.
struct Turn<'p>(&'p PdfProgram);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut running = self.0.running.lock().unwrap_or_else(PoisonError::into_inner);
        *running = running.saturating_sub(1);
        self.0.ended.notify_one();
    }
}

impl PdfProgram {
    /// Waits until fewer than [`limits::PDF_AT_ONCE`] are read.
    fn turn(&self) -> Turn<'_> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        while *running >= limits::PDF_AT_ONCE {
            running = self.ended.wait(running).unwrap_or_else(PoisonError::into_inner);
        }
        *running += 1;
        Turn(self)
    }

    /// Runs the program on the file.
    fn ask(&self, name: &str, bytes: &[u8]) -> Result<Answer, ReadError> {
        let refused =
            |what: String, remedy: &str| ReadError::invalid(Location::file(name), what, remedy);
        if !self.path.is_file() {
            let what = format!("{}, which reads PDF files, is gone", self.path.display());
            return Err(refused(what, "start skillmap again, or give its text"));
        }
        let mut child = self.start().map_err(|error| {
            let what = format!("the program that reads PDF files cannot be started ({error})");
            refused(what, "start skillmap again, or give its text")
        })?;
        let (sender, answers) = mpsc::channel();
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let said = std::thread::scope(|scope| {
            // A program that ends early closes its input: then there is nothing more to say to it.
            scope.spawn(move || input.map(|mut input| input.write_all(bytes).is_ok()));
            scope.spawn(move || {
                let mut said = Vec::new();
                if let Some(output) = output {
                    // What breaks off is no answer.
                    let _ = output.take(ANSWER_BYTES).read_to_end(&mut said);
                }
                let _ = sender.send(said);
            });
            let said = answers.recv_timeout(self.time);
            // Ends both threads, too: their pipes close.
            end(&mut child);
            said
        });
        let Ok(said) = said else {
            let what = format!("it is not read after {} seconds", self.time.as_secs());
            let remedy = "split it, print it into a new PDF file, or give its text";
            return Err(ReadError::too_large(Location::file(name), what, remedy));
        };
        serde_json::from_slice(&said).map_err(|_| {
            let what = "the PDF file cannot be read: what reads it broke down on it";
            refused(what.to_owned(), "print it into a new PDF file, or give its text")
        })
    }

    fn start(&self) -> std::io::Result<Child> {
        let mut command = if cfg!(unix) {
            let mut command = Command::new("sh");
            let kibibytes = limits::PDF_MEMORY_BYTES / 1_024;
            command.args(["-c", SHELL, "sh", &kibibytes.to_string()]);
            command.arg(&self.path);
            command
        } else {
            Command::new(&self.path)
        };
        command.arg(PdfReader::ARGUMENT);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
    }
}

/// Ends a process, whatever it does, and takes its exit code so that nothing is left of it.
fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}
