//! `skillmap backup` and `skillmap restore`.

use std::path::Path;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::commands::Open;
use crate::cli::print::Printer;
use crate::cli::running;
use crate::engine::BackupReply;
use crate::engine::Engine;
use crate::engine::RunningService;

/// Writes everything held into a file, whether a service runs or not.
pub(super) fn backup(
    open: Open<'_>,
    dir: &Path,
    file: &Path,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let ask = |service: &RunningService| service.backup(file);
    let reply = running::either(open, dir, |engine| engine.backup(file), ask)?;
    printer.reply(&reply, |reply| told(reply, &format!("wrote {}", file.display())))?;
    Ok(End::Done)
}

/// Makes a data folder of a backup.
pub(super) fn restore(file: &Path, dir: &Path, printer: &mut Printer) -> Result<End, Failure> {
    let reply = Engine::restore(file, dir)?;
    printer.reply(&reply, |reply| told(reply, &format!("restored into {}", dir.display())))?;
    Ok(End::Done)
}

fn told(reply: &BackupReply, what: &str) -> String {
    format!(
        "{what}: revision {}, {} files, {} bytes, digest {}\n",
        reply.revision, reply.n_files, reply.n_bytes, reply.digest
    )
}
