//! A file of many texts -> their skills, row by row, in its order; it can be broken off and gone on with.
//!
//! # Promises
//! - Memory does not grow with the file: rows are read, tagged on all cores and written in chunks of bounded size.
//! - Beside an output file stands its manifest: what went in, what was wanted, which releases answered, and how far the
//!   output is safe on the disk. The same call again goes on from there; it refuses where anything differs.
//! - The same input, settings and releases give the same bytes, broken off or not, on any number of cores.

mod manifest;
mod output;
mod run;

pub use manifest::Manifest;
pub use manifest::ManifestInput;
pub use manifest::ManifestRelease;
pub use manifest::RunState;
pub use output::BatchFormat;
pub use run::BatchFailure;
pub use run::Tally;

use std::fs::File;
use std::fs::OpenOptions;
use std::io::Read as _;
use std::io::Seek as _;
use std::io::SeekFrom;
use std::io::Write;
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::TagRequest;
use crate::engine::Watch;
use crate::engine::batch::run::Run;
use crate::engine::batch::run::Sink;
use crate::engine::error::ErrorKind;
use crate::engine::snapshot::Snapshot;
use crate::engine::wanted::Wanted;
use crate::formats::Source;
use crate::formats::TextColumns;
use crate::formats::TextReader;
use crate::formats::text_digest;
use crate::model::Digest;
use crate::model::Digester;

/// Many texts to be tagged alike.
#[derive(Debug, Clone)]
pub struct BatchRequest {
    /// The file: `.csv`, `.tsv` or `.ndjson`.
    pub input: Source,
    /// Where in it the texts stand.
    pub columns: TextColumns,
    /// How each is tagged; the text of this request is not looked at.
    pub tag: TagRequest,
}

/// What to do about what an earlier run left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// Go on where it was broken off.
    GoOn,
    /// Begin anew.
    Restart,
}

/// What became of a run.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct BatchReply {
    /// How it ended.
    pub outcome: BatchOutcome,
    /// Rows, answers and bytes, those of earlier runs included.
    #[serde(flatten)]
    pub tally: Tally,
    /// Digest of the output.
    pub digest: Digest,
    /// Rows that an earlier run had done.
    pub n_rows_before: u64,
    /// The first rows of this run that could not be tagged.
    pub failures: Vec<BatchFailure>,
    /// Frameworks whose skills have no label in the language of the texts.
    pub without_labels: Vec<String>,
    /// What the rules name and nothing is called.
    pub unknown_in_rules: Vec<String>,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BatchOutcome {
    /// All rows are written.
    Finished,
    /// A repetition gave the same bytes.
    Verified,
    /// A repetition gave other bytes.
    Differs,
}

impl Engine {
    /// Tags all rows of a file into another file (`.csv` or `.ndjson`), with its manifest beside it.
    ///
    /// Errors: the input cannot be read, the output cannot be written, or an earlier run left something that does not
    /// fit: other input, settings, releases or skillmap.
    pub fn batch(
        &self,
        request: &BatchRequest,
        output: &Path,
        earlier: Earlier,
        watch: Watch<'_>,
    ) -> Result<BatchReply, Error> {
        let snapshot = self.snapshot();
        let format = BatchFormat::of(output)?;
        // Before anything is written: a run whose columns are not there leaves nothing behind.
        let mut reader = opened(&request.input, &request.columns)?;
        let wanted_now = self.manifest_of(&snapshot, request, format)?;
        let place = manifest::place(output);
        let before = match earlier {
            Earlier::GoOn => Manifest::read(&place)?,
            Earlier::Restart => None,
        };
        if before.is_none() && earlier == Earlier::GoOn && output.exists() {
            let message = format!(
                "{}: it is there already and has no manifest; name another file, or begin anew with --restart",
                output.display()
            );
            return Err(conflict(message));
        }
        let manifest = if let Some(before) = before {
            before.check(&wanted_now)?;
            before
        } else {
            wanted_now.write(&place)?;
            wanted_now
        };
        let wanted = Wanted::of(&snapshot, &manifest.settings)?;
        let (file, digester) = reopened(output, &manifest)?;
        let n_rows_before = manifest.tally.n_rows;
        let run = Run {
            engine: self,
            snapshot: &snapshot,
            wanted: &wanted,
            watch,
            n_input_bytes: manifest.input.n_bytes,
        };
        if manifest.state == RunState::Finished {
            return Ok(run.reply(
                BatchOutcome::Finished,
                manifest.tally,
                manifest.digest,
                n_rows_before,
            ));
        }
        let tally = manifest.tally;
        for _ in 0..n_rows_before {
            reader.next_row()?;
        }
        let sink = Sink::File { file, output, place: &place, manifest: Box::new(manifest) };
        run.go(reader, format, sink, tally, digester)
    }

    /// Tags all rows of a file and writes them as NDJSON, without a manifest.
    ///
    /// Errors: the input cannot be read, or `out` does not take it.
    pub fn batch_into(
        &self,
        request: &BatchRequest,
        out: &mut dyn Write,
        watch: Watch<'_>,
    ) -> Result<BatchReply, Error> {
        let snapshot = self.snapshot();
        let wanted = Wanted::of(&snapshot, &self.settings(&request.tag)?)?;
        let reader = opened(&request.input, &request.columns)?;
        let run =
            Run { engine: self, snapshot: &snapshot, wanted: &wanted, watch, n_input_bytes: 0 };
        let sink = Sink::Stream(out);
        run.go(reader, BatchFormat::Ndjson, sink, Tally::default(), Digester::default())
    }

    /// Repeats the run of a finished manifest without writing anything, and compares the bytes that come out.
    ///
    /// Errors: the manifest is of an unfinished run, or the input, the releases or the skillmap are others.
    pub fn verify_batch(
        &self,
        input: &Source,
        manifest: &Path,
        watch: Watch<'_>,
    ) -> Result<BatchReply, Error> {
        let Some(manifest) = Manifest::read(manifest)? else {
            let message =
                format!("{}: there is no such manifest; check the path", manifest.display());
            return Err(Error::not_found("manifest", message));
        };
        if manifest.state != RunState::Finished {
            let message = "the manifest is of a run that is not finished; give its command again to finish it";
            return Err(Error::invalid("manifest", message));
        }
        let snapshot = self.snapshot();
        let now = Manifest::new(
            &snapshot,
            input_of(input)?,
            manifest.columns.clone(),
            manifest.settings.clone(),
            self.tagger_digests(),
            manifest.format,
        )?;
        manifest.check(&now)?;
        let wanted = Wanted::of(&snapshot, &manifest.settings)?;
        let n_input_bytes = manifest.input.n_bytes;
        let run = Run { engine: self, snapshot: &snapshot, wanted: &wanted, watch, n_input_bytes };
        let reader = opened(input, &manifest.columns)?;
        let (tally, digester) = (Tally::default(), Digester::default());
        let mut reply = run.go(reader, manifest.format, Sink::Nowhere, tally, digester)?;
        let is_same = reply.digest == manifest.digest && reply.tally == manifest.tally;
        reply.outcome = if is_same { BatchOutcome::Verified } else { BatchOutcome::Differs };
        Ok(reply)
    }

    fn manifest_of(
        &self,
        snapshot: &Snapshot,
        request: &BatchRequest,
        format: BatchFormat,
    ) -> Result<Manifest, Error> {
        let settings = self.settings(&request.tag)?;
        let columns = request.columns.clone();
        let tagger = self.tagger_digests();
        Manifest::new(snapshot, input_of(&request.input)?, columns, settings, tagger, format)
    }
}

/// The texts of a file. A column that is not there is an option of the command line to be given.
fn opened(input: &Source, columns: &TextColumns) -> Result<TextReader, Error> {
    TextReader::open(input, columns).map_err(|error| {
        let is_id = |name: &str| !name.is_empty() && error.what.contains(&format!("{name:?}"));
        let option = if is_id(&columns.id) { "--id-column" } else { "--text-column" };
        let is_missing = error.what.starts_with("there is no column");
        let mut error = Error::from(error);
        if is_missing {
            error.message = format!("{}; or name it with {option} NAME", error.message);
        }
        error
    })
}

fn input_of(input: &Source) -> Result<ManifestInput, Error> {
    let name = match input {
        Source::Path(path) => {
            path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
        }
        Source::Bytes { name, .. } => name.clone(),
    };
    let (digest, n_bytes) = text_digest(input)?;
    Ok(ManifestInput { name, digest, n_bytes })
}

/// The output file, ready to be written on after what the manifest says is safe, and the digest up to there. What an
/// interrupted run wrote beyond is cut off.
fn reopened(output: &Path, manifest: &Manifest) -> Result<(File, Digester), Error> {
    let failed = |e: std::io::Error| cannot_write(output, &e);
    let mut options = OpenOptions::new();
    let mut file =
        options.create(true).truncate(false).read(true).write(true).open(output).map_err(failed)?;
    let mut digester = Digester::default();
    let safe = manifest.tally.n_bytes;
    let n_read = std::io::copy(&mut (&file).take(safe), &mut digester).map_err(failed)?;
    if n_read != safe || (safe > 0 && digester.digest() != manifest.digest) {
        let message = format!(
            "{}: it is not what the manifest beside it says; begin anew with --restart",
            output.display()
        );
        return Err(conflict(message));
    }
    if manifest.state == RunState::Running {
        file.set_len(safe).map_err(failed)?;
    }
    file.seek(SeekFrom::Start(safe)).map_err(failed)?;
    Ok((file, digester))
}

fn conflict(message: String) -> Error {
    Error { kind: ErrorKind::Conflict, message, field: Some("output") }
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Error {
    let message = format!("{}: {error}; check the folder and its space", path.display());
    Error::invalid("output", message)
}
