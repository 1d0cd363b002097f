//! Rows -> chunks, tagged on all cores while the next one is read, written in order.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::Step;
use crate::engine::Watch;
use crate::engine::batch::BatchFormat;
use crate::engine::batch::BatchOutcome;
use crate::engine::batch::BatchReply;
use crate::engine::batch::cannot_write;
use crate::engine::batch::manifest::Manifest;
use crate::engine::batch::manifest::RunState;
use crate::engine::go_on;
use crate::engine::snapshot::Snapshot;
use crate::engine::wanted::Wanted;
use crate::formats::TextReader;
use crate::formats::TextRow;
use crate::model::Digest;
use crate::model::Digester;
use crate::model::Language;

/// What was done so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// Rows, bad ones included.
    pub n_rows: u64,
    /// Rows that could not be tagged.
    pub n_failed: u64,
    /// Answers.
    pub n_tags: u64,
    /// Bytes of output.
    pub n_bytes: u64,
}

/// A row that could not be tagged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BatchFailure {
    /// Line on which it begins, from 1.
    pub line: u64,
    /// What is wrong and what to do.
    pub message: String,
}

/// One run over the rows of a file.
pub(super) struct Run<'a> {
    pub(super) engine: &'a Engine,
    pub(super) snapshot: &'a Snapshot,
    pub(super) wanted: &'a Wanted,
    pub(super) watch: Watch<'a>,
    /// Bytes of the input, where known.
    pub(super) n_input_bytes: u64,
}

/// Where the output goes.
pub(super) enum Sink<'a> {
    /// A file with its manifest.
    File { file: File, output: &'a Path, place: &'a Path, manifest: Box<Manifest> },
    /// Whoever listens.
    Stream(&'a mut dyn Write),
    /// Only its digest is wanted.
    Nowhere,
}

/// Rows of a chunk at most, and bytes of their texts: enough to keep all cores busy, little to hold. Two chunks are in
/// memory at once.
const CHUNK_ROWS: usize = 1_024;
const CHUNK_BYTES: usize = 1_024 * 1_024;
/// Chunks between two checkpoints: a checkpoint waits for the disk, and what comes after it is done again when the
/// run is broken off. Of sentences half a second's work.
const CHECKPOINT_CHUNKS: u64 = 4;
/// Bad rows told one by one; all of them stand in the output.
const FAILURES_TOLD: usize = 20;

/// What became of one row.
struct Done {
    bytes: Vec<u8>,
    n_tags: u64,
    failure: Option<BatchFailure>,
}

impl Run<'_> {
    /// Tags what the reader has left and writes it after what is done already.
    pub(super) fn go(
        &self,
        mut reader: TextReader,
        format: BatchFormat,
        mut sink: Sink<'_>,
        mut tally: Tally,
        mut digester: Digester,
    ) -> Result<BatchReply, Error> {
        let n_rows_before = tally.n_rows;
        let mut failures = Vec::new();
        let mut write = |bytes: &[u8], sink: &mut Sink<'_>, tally: &mut Tally| {
            tally.n_bytes += bytes.len() as u64;
            // A digester takes everything.
            let _ = digester.write_all(bytes);
            sink.write(bytes)?;
            Ok::<Digest, Error>(digester.digest())
        };
        if tally.n_bytes == 0 {
            write(&format.head(), &mut sink, &mut tally)?;
        }
        let mut chunk = next_chunk(&mut reader)?;
        let mut n_chunks = 0;
        while !chunk.is_empty() {
            let tag = || chunk.par_iter().map(|row| self.done(format, row)).collect::<Vec<Done>>();
            let (done, next) = rayon::join(tag, || next_chunk(&mut reader));
            let mut bytes = Vec::with_capacity(done.iter().map(|d| d.bytes.len()).sum());
            for done in done {
                tally.n_rows += 1;
                tally.n_tags += done.n_tags;
                tally.n_failed += u64::from(done.failure.is_some());
                bytes.extend(done.bytes);
                failures.extend(done.failure.filter(|_| failures.len() < FAILURES_TOLD));
            }
            let digest = write(&bytes, &mut sink, &mut tally)?;
            n_chunks += 1;
            if n_chunks % CHECKPOINT_CHUNKS == 0 {
                sink.checkpoint(RunState::Running, tally, digest)?;
            }
            let (done, all) = (reader.n_bytes(), self.n_input_bytes.max(reader.n_bytes()));
            go_on(self.watch, Step { what: "tagging", done, total: all })?;
            chunk = next?;
        }
        let digest = write(&[], &mut sink, &mut tally)?;
        sink.checkpoint(RunState::Finished, tally, digest)?;
        let mut reply = self.reply(BatchOutcome::Finished, tally, digest, n_rows_before);
        reply.failures = failures;
        Ok(reply)
    }

    /// The reply of a run that did nothing more.
    pub(super) fn reply(
        &self,
        outcome: BatchOutcome,
        tally: Tally,
        digest: Digest,
        n_rows_before: u64,
    ) -> BatchReply {
        let without_labels = self.wanted.parts.iter().filter_map(|position| {
            let framework = &self.snapshot.graph.parts()[*position].framework;
            let number = self.snapshot.records[*position].number;
            let is_asked = framework.concepts().iter().any(|c| c.kind.is_competency());
            let language = self.wanted.language.unwrap_or(Language::ENGLISH);
            let tagger = self.engine.tagger(number, framework, language);
            (is_asked && tagger.n_labels() == 0).then(|| framework.release().key.clone())
        });
        BatchReply {
            outcome,
            tally,
            digest,
            n_rows_before,
            failures: Vec::new(),
            without_labels: without_labels.collect(),
            unknown_in_rules: self.wanted.filter.unknown().to_vec(),
        }
    }

    fn done(&self, format: BatchFormat, row: &TextRow) -> Done {
        let TextRow { line, id, text } = row;
        let tagged = match text {
            Ok(text) => self
                .engine
                .tag_wanted(self.snapshot, self.wanted, text)
                .map_err(|error| error.message),
            Err(message) => Err(message.clone()),
        };
        match tagged {
            Ok(reply) => Done {
                bytes: format.row(*line, id, Ok(&reply.tags)),
                n_tags: reply.tags.len() as u64,
                failure: None,
            },
            Err(message) => Done {
                bytes: format.row(*line, id, Err(&message)),
                n_tags: 0,
                failure: Some(BatchFailure { line: *line, message }),
            },
        }
    }
}

impl Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        match self {
            Self::File { file, output, .. } => {
                file.write_all(bytes).map_err(|e| cannot_write(output, &e))
            }
            Self::Stream(out) => {
                out.write_all(bytes).map_err(|e| cannot_write(Path::new("output"), &e))
            }
            Self::Nowhere => Ok(()),
        }
    }

    /// What was written so far is on the disk when this returns, and then the manifest that says so.
    fn checkpoint(&mut self, state: RunState, tally: Tally, digest: Digest) -> Result<(), Error> {
        let Self::File { file, output, place, manifest } = self else { return Ok(()) };
        file.sync_data().map_err(|e| cannot_write(output, &e))?;
        (manifest.state, manifest.tally, manifest.digest) = (state, tally, digest);
        manifest.write(place)
    }
}

fn next_chunk(reader: &mut TextReader) -> Result<Vec<TextRow>, Error> {
    let (mut rows, mut n_bytes) = (Vec::new(), 0);
    while rows.len() < CHUNK_ROWS && n_bytes < CHUNK_BYTES {
        let Some(row) = reader.next_row()? else { break };
        n_bytes += row.text.as_ref().map_or(0, String::len);
        rows.push(row);
    }
    Ok(rows)
}
