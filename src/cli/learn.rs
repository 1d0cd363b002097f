//! `skillmap learn`: frameworks -> what makes a semantic model fit them.

use std::path::Path;
use std::path::PathBuf;

use clap::Args;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::print::Printer;
use crate::cli::progress::Progress;
use crate::engine::Engine;
use crate::engine::LearnReply;
use crate::engine::LearnRequest;

/// What can be typed after `learn`.
#[derive(Debug, Args)]
pub(super) struct LearnArguments {
    /// Framework or release to learn from; may be given several times; all current ones unless given.
    #[arg(long, short)]
    framework: Vec<String>,
    /// Language of the labels.
    #[arg(long, short, default_value = "", hide_default_value = true)]
    language: String,
    /// Directory to write to; that of the model unless given, or models/learnt in the data folder.
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// Learns for the model, or a table from nothing without one.
pub(super) fn run(
    engine: &Engine,
    command: &LearnArguments,
    model: Option<&Path>,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let request = LearnRequest {
        framework: command.framework.clone(),
        language: command.language.clone(),
        model: model.map(Path::to_path_buf),
        output: command.output.clone(),
    };
    let progress = Progress::new();
    let reply = engine.learn(&request, &|step| progress.show(step))?;
    drop(progress);
    printer.reply(&reply, told)?;
    Ok(End::Done)
}

fn told(reply: &LearnReply) -> String {
    let releases: Vec<&str> = reply.releases.iter().map(|(name, _)| name.as_str()).collect();
    let model = if reply.model.is_empty() {
        "copy it into its model's directory".to_owned()
    } else {
        format!("use it with --model {} ({})", reply.directory, reply.model)
    };
    format!(
        "wrote {} to {}\nlearnt from {} pairs of {}; loss {:.3} -> {:.3}\n{model}",
        reply.files.join(", "),
        reply.directory,
        reply.n_pairs,
        releases.join(", "),
        reply.loss_before,
        reply.loss_after
    )
}
