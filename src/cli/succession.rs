//! skillmap impact and replace: what a new release touches, and other concepts in the place of those out of use.

use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::commands::Open;
use crate::cli::print::Printer;
use crate::cli::touched;
use crate::engine::AcceptedReplacement;
use crate::engine::ChangedFile;
use crate::engine::ImpactOrder;
use crate::engine::ImpactRequest;
use crate::engine::ReplaceRequest;
use crate::engine::Starter;
use crate::engine::TagsFile;
use crate::limits;
use crate::model::ConceptId;

#[derive(Debug, Args)]
pub(super) struct ImpactArguments {
    /// The earlier release, such as esco@1.1.0; or a framework, such as esco: then the release imported before the current
    /// one.
    before: String,
    /// The later release; the current one unless given.
    #[arg(default_value = "", hide_default_value = true)]
    after: String,
    /// Files of tags, as skillmap batch writes them (CSV or NDJSON).
    #[arg(long, value_name = "FILE", num_args = 1..)]
    files: Vec<PathBuf>,
    /// Language of labels, and of texts that are compared.
    #[arg(long, short, default_value = "", hide_default_value = true)]
    language: String,
    /// What stands first.
    #[arg(long, value_enum, default_value_t = Order::Weight)]
    order: Order,
    /// Concepts passed over.
    #[arg(long, default_value_t = 0)]
    offset: usize,
    /// How many are listed.
    #[arg(long, default_value_t = 50)]
    limit: usize,
}

/// What stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Order {
    /// What is used most.
    Weight,
    /// What is least certain.
    Doubt,
}

/// What is touched; with nothing touched the exit code is 1.
pub(super) fn impact(
    open: Open<'_>,
    command: &ImpactArguments,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let request = ImpactRequest {
        before: command.before.clone(),
        after: command.after.clone(),
        files: files(&command.files)?,
        language: command.language.clone(),
        order: match command.order {
            Order::Weight => ImpactOrder::Weight,
            Order::Doubt => ImpactOrder::Doubt,
        },
        offset: command.offset,
        limit: command.limit,
    };
    let reply = open(Starter::WhenEmpty)?.impact(&request)?;
    printer.reply(&reply, touched::impact)?;
    Ok(if reply.total == 0 { End::NothingFound } else { End::Done })
}

#[derive(Debug, Args)]
pub(super) struct ReplaceArguments {
    /// The earlier release, such as esco@1.1.0; or a framework, such as esco: then the release imported before the current
    /// one.
    before: String,
    /// The later release; the current one unless given.
    #[arg(default_value = "", hide_default_value = true)]
    after: String,
    /// Accept this replacement; may be given several times, for one concept too.
    #[arg(long, value_name = "OLD=NEW")]
    accept: Vec<String>,
    /// Accept every clear proposal, however little it is believed.
    #[arg(long)]
    all: bool,
    /// Accept every clear proposal that the release says or that has at least this confidence, 0 to 1.
    #[arg(long, value_name = "CONFIDENCE")]
    min_confidence: Option<f64>,
    /// Who decides it; needed where a crosswalk is touched.
    #[arg(long, default_value = "", hide_default_value = true)]
    reviewer: String,
    /// Files of tags that are written anew, each beside the old one as NAME.replaced.csv or .ndjson.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    files: Vec<PathBuf>,
    /// Write the files in the place of the old ones.
    #[arg(long, requires = "files")]
    in_place: bool,
    /// Language of labels, and of texts that are compared.
    #[arg(long, short, default_value = "", hide_default_value = true)]
    language: String,
    /// Only say what would be done.
    #[arg(long)]
    dry_run: bool,
}

/// Replaces. The files are written out of sight first, then the store is changed, then they get their names: what fails
/// leaves everything as it was.
pub(super) fn replace(
    open: Open<'_>,
    command: &ReplaceArguments,
    printer: &mut Printer,
) -> Result<End, Failure> {
    if command.accept.is_empty() && !command.all && command.min_confidence.is_none() {
        let message =
            "nothing is accepted; give --all, --min-confidence CONFIDENCE or --accept OLD=NEW";
        return Err(Failure::Message(message.to_owned()));
    }
    let accept: Vec<AcceptedReplacement> =
        command.accept.iter().map(|pair| accepted(pair)).collect::<Result<_, _>>()?;
    let mut request = ReplaceRequest {
        before: command.before.clone(),
        after: command.after.clone(),
        accept,
        all: command.all,
        min_confidence: command.min_confidence,
        reviewer: command.reviewer.clone(),
        files: files(&command.files)?,
        language: command.language.clone(),
        preview: true,
    };
    let engine = open(Starter::WhenEmpty)?;
    let mut reply = engine.replace(&request)?;
    let mut staged = Vec::new();
    if !command.dry_run {
        request.preview = false;
        staged = stage(&reply.files, command.in_place)?;
        reply = match engine.replace(&request) {
            Ok(reply) => reply,
            Err(error) => {
                for (new, _) in &staged {
                    let _ = std::fs::remove_file(new);
                }
                return Err(error.into());
            }
        };
        for (new, path) in &staged {
            std::fs::rename(new, path).map_err(|e| failed(path, &e))?;
        }
    }
    drop(engine);
    let written: Vec<&Path> = staged.iter().map(|(_, path)| path.as_path()).collect();
    printer.reply(&reply, |reply| touched::replaced(reply, &written))?;
    Ok(if reply.replaced.is_empty() { End::NothingFound } else { End::Done })
}

/// Writes the files that changed under names of their own; gives those and the ones they are to get.
fn stage(files: &[ChangedFile], in_place: bool) -> Result<Vec<(PathBuf, PathBuf)>, Failure> {
    let mut staged: Vec<(PathBuf, PathBuf)> = Vec::new();
    for file in files.iter().filter(|file| file.n_changed > 0) {
        let old = Path::new(&file.name);
        let path = if in_place { old.to_path_buf() } else { beside(old) };
        let mut new = path.clone().into_os_string();
        new.push(".new");
        let new = PathBuf::from(new);
        let is_there = !in_place && path.exists();
        let written = if is_there {
            Err(std::io::Error::from(std::io::ErrorKind::AlreadyExists))
        } else {
            std::fs::write(&new, &file.text)
        };
        if let Err(error) = written {
            let _ = std::fs::remove_file(&new);
            for (new, _) in &staged {
                let _ = std::fs::remove_file(new);
            }
            return Err(failed(&path, &error));
        }
        staged.push((new, path));
    }
    Ok(staged)
}

/// `tags.replaced.csv` beside `tags.csv`.
fn beside(path: &Path) -> PathBuf {
    let ending = path.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_extension(format!("replaced.{ending}"))
}

fn failed(path: &Path, error: &std::io::Error) -> Failure {
    let message = format!("{}: {error}; check the folder, or move the file away", path.display());
    Failure::Message(message)
}

fn accepted(pair: &str) -> Result<AcceptedReplacement, Failure> {
    let read = |text: &str| ConceptId::new(text.trim()).ok();
    // An IRI may hold the sign too: what makes two IRIs of it is meant.
    let split = pair.match_indices('=').find_map(|(at, _)| {
        let (before, after) = (read(&pair[..at])?, read(&pair[at + 1..])?);
        Some(AcceptedReplacement { before, after })
    });
    split.ok_or_else(|| {
        Failure::Message(format!("--accept {pair:?}: write it as OLD=NEW, both of them IRIs"))
    })
}

fn files(paths: &[PathBuf]) -> Result<Vec<TagsFile>, Failure> {
    let read = |path: &PathBuf| {
        let failed = |e: &dyn std::fmt::Display| {
            Failure::Message(format!("{}: {e}; check the path", path.display()))
        };
        let size = std::fs::metadata(path).map_err(|e| failed(&e))?.len();
        if size > limits::TAGS_BYTES as u64 {
            let message = format!(
                "{}: it has {size} bytes, the limit is {}; cut it into parts",
                path.display(),
                limits::TAGS_BYTES
            );
            return Err(Failure::Message(message));
        }
        let text = std::fs::read_to_string(path).map_err(|e| failed(&e))?;
        Ok(TagsFile { name: path.display().to_string(), text })
    };
    paths.iter().map(read).collect()
}
