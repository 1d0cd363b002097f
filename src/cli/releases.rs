//! skillmap diff: what changed between releases.

use clap::Args;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::changed;
use crate::cli::commands::Open;
use crate::cli::print::Printer;
use crate::engine::DiffRequest;
use crate::engine::Starter;

#[derive(Debug, Args)]
pub(super) struct DiffArguments {
    /// The earlier release, such as esco@1.1.0.
    before: String,
    /// The later release.
    after: String,
    /// Kind of concept (skill, occupation, ...); may be given several times.
    #[arg(long, short)]
    kind: Vec<String>,
    /// Language of labels and prose; may be given several times.
    #[arg(long, short)]
    language: Vec<String>,
    /// Sort of change that is listed (added, removed, status, kind, relabelled, alternative_labels, hidden_labels,
    /// translated, description, definition, notes, moved, related, measured, codes, properties); all are counted.
    #[arg(long, value_name = "SORT")]
    only: Vec<String>,
    /// Concepts passed over.
    #[arg(long, default_value_t = 0)]
    offset: usize,
    /// How many are listed.
    #[arg(long, default_value_t = 50)]
    limit: usize,
}

pub(super) fn diff(
    open: Open<'_>,
    command: &DiffArguments,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let request = DiffRequest {
        before: command.before.clone(),
        after: command.after.clone(),
        kind: command.kind.clone(),
        language: command.language.clone(),
        sort: command.only.clone(),
        offset: command.offset,
        limit: command.limit,
    };
    let reply = open(Starter::WhenEmpty)?.diff(&request)?;
    printer.reply(&reply, changed::diff)?;
    Ok(if reply.total == 0 { End::NothingFound } else { End::Done })
}
