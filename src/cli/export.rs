//! `skillmap export`: the file, and beside it what it does not say.

use std::path::Path;
use std::path::PathBuf;

use clap::Args;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::commands::Open;
use crate::cli::commands::check_folder;
use crate::cli::commands::write_file;
use crate::cli::print::Printer;
use crate::cli::print::remark;
use crate::engine::ExportReply;
use crate::engine::ExportRequest;
use crate::engine::LicenceGuard;
use crate::engine::Starter;

/// What is to be written, and where.
#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    /// The framework or release, such as esco or esco@1.1.0.
    framework: String,
    /// json holds everything, csv is for spreadsheets; further ones are in the README.
    #[arg(long, default_value = "json")]
    format: String,
    /// Where to write it; standard output unless given.
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// A mapping set or crosswalk to be written beside what came with the framework, where the format holds mappings.
    #[arg(long, value_name = "NAME")]
    mappings: Vec<String>,
    /// Where to write, as JSON, what the format could not hold, item by item.
    #[arg(long, value_name = "FILE")]
    losses: Option<PathBuf>,
    /// Write although the licence forbids passing on: you have a permission of your own.
    #[arg(long)]
    despite_licence: bool,
}

/// Runs the command.
pub(super) fn run(
    open: Open<'_>,
    command: &ExportArguments,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let guard = if command.despite_licence { LicenceGuard::Override } else { LicenceGuard::Heed };
    let request = ExportRequest {
        framework: command.framework.clone(),
        format: command.format.clone(),
        mappings: command.mappings.clone(),
        guard,
    };
    for path in command.output.iter().chain(&command.losses) {
        check_folder(path)?;
    }
    let reply = open(Starter::WhenEmpty)?.export(&request)?;
    write_file(&reply.content, command.output.as_deref(), printer)?;
    if let Some(path) = &command.losses {
        let report = serde_json::to_string(&reply)
            .map_err(|e| Failure::Message(format!("the losses cannot be written ({e})")))?;
        let failed = |e: std::io::Error| {
            Failure::Message(format!("{}: {e}; check the folder", path.display()))
        };
        std::fs::write(path, report).map_err(failed)?;
    }
    tell(&reply, command.losses.as_deref());
    Ok(End::Done)
}

/// Notices and losses go beside the file, so that it can be piped.
fn tell(reply: &ExportReply, losses: Option<&Path>) {
    for notice in &reply.notices {
        remark(notice);
    }
    if let Some(path) = losses {
        remark(&format!("wrote {}", path.display()));
    }
    if reply.loss_counts.is_empty() {
        remark(&format!("{} holds all of it; nothing is lost", reply.format));
        return;
    }
    let counts: Vec<String> =
        reply.loss_counts.iter().map(|c| format!("{} {}", c.count, c.code)).collect();
    let how = if losses.is_some() { "" } else { "; --losses FILE lists them" };
    remark(&format!("{} cannot hold everything; lost: {}{how}", reply.format, counts.join(", ")));
}
