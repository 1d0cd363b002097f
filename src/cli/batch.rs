//! skillmap batch: a file of many texts, to a file or to standard output.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::arguments::TextKind;
use crate::cli::commands::Open;
use crate::cli::print;
use crate::cli::print::Printer;
use crate::cli::progress::Progress;
use crate::cli::rules::RuleArguments;
use crate::engine::BatchOutcome;
use crate::engine::BatchReply;
use crate::engine::BatchRequest;
use crate::engine::Earlier;
use crate::engine::Source;
use crate::engine::Starter;
use crate::engine::TagRequest;
use crate::engine::TextColumns;

#[derive(Debug, Args)]
pub(super) struct BatchArguments {
    /// The file of texts: .csv, .tsv or .ndjson.
    input: PathBuf,
    /// Where the answers go, .csv or .ndjson, with a manifest beside it; the same command again goes on with a run
    /// that was broken off. NDJSON on standard output unless given.
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// Begin anew, whatever an earlier run left.
    #[arg(long, requires = "output")]
    restart: bool,
    /// Repeat the run of this manifest and compare the bytes, without writing any.
    #[arg(long, value_name = "MANIFEST", conflicts_with_all = ["output", "framework", "profile"])]
    verify: Option<PathBuf>,
    /// Column of the text ("text" unless given); several are put together.
    #[arg(long, value_name = "NAME")]
    text_column: Vec<String>,
    /// Column of what a row is called ("id", where there is one, unless given).
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    id_column: String,
    /// Saved profile whose rules, frameworks and language are used.
    #[arg(long, default_value = "", hide_default_value = true)]
    profile: String,
    /// What sort of texts they are; told from the words of each unless given.
    #[arg(long, short, value_enum)]
    kind: Option<TextKind>,
    #[command(flatten)]
    rules: RuleArguments,
}

pub(super) fn run(
    open: Open<'_>,
    command: &BatchArguments,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let input = Source::Path(command.input.clone());
    let progress = Progress::new();
    let watch = |step| progress.show(step);
    if let Some(manifest) = &command.verify {
        let reply = open(Starter::WhenEmpty)?.verify_batch(&input, manifest, &watch)?;
        drop(progress);
        printer.reply(&reply, said)?;
        let is_same = reply.outcome == BatchOutcome::Verified;
        return Ok(if is_same { End::Done } else { End::NothingFound });
    }
    let request = BatchRequest {
        input,
        columns: TextColumns { text: command.text_column.clone(), id: command.id_column.clone() },
        // No workspace: a run that is to be repeated does not lean on what changes every day.
        tag: TagRequest {
            kind: command.kind.map_or_else(String::new, |kind| kind.name().to_owned()),
            profile: command.profile.clone(),
            ..command.rules.request()?
        },
    };
    let engine = open(Starter::WhenEmpty)?;
    let Some(output) = &command.output else {
        let mut out = print::stream();
        engine.batch_into(&request, &mut out, &watch)?;
        out.flush()?;
        return Ok(End::Done);
    };
    let earlier = if command.restart { Earlier::Restart } else { Earlier::GoOn };
    let reply = engine.batch(&request, output, earlier, &watch)?;
    drop(engine);
    drop(progress);
    printer.reply(&reply, said)?;
    Ok(End::Done)
}

fn said(reply: &BatchReply) -> String {
    let BatchReply { tally, n_rows_before, .. } = reply;
    let mut out = format!(
        "{} rows, {} tags, {} bytes, digest {}\n",
        tally.n_rows,
        tally.n_tags,
        tally.n_bytes,
        reply.digest.short()
    );
    if *n_rows_before > 0 {
        let _ = writeln!(out, "{n_rows_before} rows were done before");
    }
    match reply.outcome {
        BatchOutcome::Finished => {}
        BatchOutcome::Verified => out.push_str("the repetition gave the same bytes\n"),
        BatchOutcome::Differs => out.push_str("the repetition gave other bytes\n"),
    }
    for framework in &reply.without_labels {
        let _ = writeln!(out, "{framework} has no labels in this language");
    }
    if !reply.unknown_in_rules.is_empty() {
        let _ = writeln!(out, "nothing is called: {}", reply.unknown_in_rules.join(", "));
    }
    if tally.n_failed > 0 {
        let _ = writeln!(out, "{} rows could not be tagged; the output says why", tally.n_failed);
    }
    for failure in &reply.failures {
        let _ = writeln!(out, "line {}: {}", failure.line, failure.message);
    }
    out
}
