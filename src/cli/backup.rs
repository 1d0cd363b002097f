//! `skillmap backup` and `skillmap restore`.

use std::path::Path;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::commands::Open;
use crate::cli::print::Printer;
use crate::engine::BackupReply;
use crate::engine::Engine;
use crate::engine::Starter;

/// Writes everything held into a file.
pub(super) fn backup(open: Open<'_>, file: &Path, printer: &mut Printer) -> Result<End, Failure> {
    let reply = open(Starter::Never)?.backup(file)?;
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
