//! skillmap get and diff: releases from their publishers, and what changed between them.

use std::path::PathBuf;

use clap::Args;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::changed;
use crate::cli::commands::Open;
use crate::cli::print;
use crate::cli::print::Printer;
use crate::cli::progress::Progress;
use crate::engine::DiffRequest;
use crate::engine::Engine;
use crate::engine::GetOutcome;
use crate::engine::GetRequest;
use crate::engine::Sha256Sum;
use crate::engine::Starter;

#[derive(Debug, Args)]
pub(super) struct GetArguments {
    /// The release, such as onet or onet@30.1; all that are known are listed unless one is named.
    #[arg(default_value = "", hide_default_value = true)]
    release: String,
    /// Another address than the publisher's: a mirror, or a release that is not known by name (https only).
    #[arg(long, value_name = "URL", requires = "release")]
    address: Option<String>,
    /// SHA-256 of the file; unless given, it is recorded at the first fetch and compared at the next.
    #[arg(long, value_name = "DIGITS", requires = "release")]
    sha256: Option<String>,
    /// Keep the file in this folder; unless given, it is deleted after the import.
    #[arg(long, value_name = "DIR", requires = "release")]
    keep: Option<PathBuf>,
}

/// Fetches and imports a release. Its licence is told before anything is fetched.
pub(super) fn get(
    open: Open<'_>,
    command: &GetArguments,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let request = GetRequest {
        release: command.release.clone(),
        address: command.address.clone(),
        sha256: command.sha256.clone(),
        keep: command.keep.clone(),
    };
    check(command)?;
    if let Some(offer) = Engine::offer(&command.release) {
        print::remark(&changed::terms(&offer));
    }
    let progress = Progress::new();
    // A first import means that other frameworks are wanted than those that ship with skillmap.
    let starter = if command.release.is_empty() { Starter::WhenEmpty } else { Starter::Never };
    let reply = open(starter)?.get(&request, &|step| progress.show(step))?;
    drop(progress);
    printer.reply(&reply, changed::got)?;
    Ok(if reply.outcome == GetOutcome::ByHand { End::NothingFound } else { End::Done })
}

/// Refuses what can be seen to be wrong before anything else is said.
fn check(command: &GetArguments) -> Result<(), Failure> {
    if let Some(digits) = &command.sha256 {
        Sha256Sum::read(digits).map_err(|e| Failure::Message(format!("--sha256: {e}")))?;
    }
    // Which addresses on this machine may be asked without encryption is known where they are fetched.
    let is_fetched = |address: &str| {
        ["https://", "http://"]
            .iter()
            .any(|scheme| address.to_ascii_lowercase().starts_with(scheme))
    };
    match &command.address {
        Some(address) if !is_fetched(address) => Err(Failure::Message(format!(
            "--address {address}: only https is fetched; give one that begins with https, or read a file with skillmap import FILE"
        ))),
        _ => Ok(()),
    }
}

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
    /// Sort of change that is listed (added, removed, status, kind, relabelled, `alternative_labels`, `hidden_labels`,
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
    let listed = changed::Listed { only: &command.only, limit: command.limit };
    printer.reply(&reply, |reply| changed::diff(reply, listed))?;
    Ok(if reply.total == 0 { End::NothingFound } else { End::Done })
}
