//! One function per command: arguments -> request, engine, reply -> printer.

use std::io::Read as _;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use clap::CommandFactory as _;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::Serve;
use crate::cli::arguments::Arguments;
use crate::cli::arguments::Command;
use crate::cli::arguments::Narrow;
use crate::cli::arguments::SearchArguments;
use crate::cli::arguments::TagArguments;
use crate::cli::audit;
use crate::cli::backup;
use crate::cli::batch;
use crate::cli::children;
use crate::cli::crosswalk;
use crate::cli::documents;
use crate::cli::evaluate::evaluate;
use crate::cli::export;
use crate::cli::gap;
use crate::cli::importing;
use crate::cli::keys;
use crate::cli::learn;
use crate::cli::occupations;
use crate::cli::print;
use crate::cli::print::Printer;
use crate::cli::profiles;
use crate::cli::progress::Progress;
use crate::cli::releases;
use crate::cli::shown;
use crate::cli::succession;
use crate::cli::tables;
use crate::cli::tagged;
use crate::cli::tune::tune;
use crate::engine::DocumentFormat;
use crate::engine::Engine;
use crate::engine::ErrorKind;
use crate::engine::Health;
use crate::engine::MakeCurrentRequest;
use crate::engine::PdfReader;
use crate::engine::SearchRequest;
use crate::engine::ShowRequest;
use crate::engine::Source;
use crate::engine::Starter;
use crate::engine::SuggestRequest;
use crate::engine::TagFileRequest;
use crate::engine::TagRequest;
use crate::engine::answer_pdf;
use crate::limits;

/// Opens the data folder. Each command opens it as late and closes it as early as it can, before anything is
/// printed, so that one command can be piped into another.
pub(super) type Open<'a> = &'a dyn Fn(Starter) -> Result<Engine, Failure>;

/// How long a command waits for another one to leave the data folder, and how often it looks.
const PATIENCE: Duration = Duration::from_secs(3);
const LOOK_EVERY: Duration = Duration::from_millis(50);

fn open_patiently(dir: &Path, starter: Starter) -> Result<Engine, Failure> {
    let since = Instant::now();
    loop {
        match Engine::open(dir, starter) {
            Err(error) if error.kind == ErrorKind::Conflict && since.elapsed() < PATIENCE => {
                std::thread::sleep(LOOK_EVERY);
            }
            outcome => return Ok(outcome?),
        }
    }
}

/// Runs the command.
pub(super) fn run(
    arguments: &Arguments,
    serve: Serve<'_>,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let open = |starter: Starter| {
        let engine = open_patiently(&arguments.data(), starter)?.with_pdf_reader(pdf_reader());
        let engine = match &arguments.weights {
            Some(path) if uses_model(&arguments.command) => engine.with_weights(path)?,
            _ => engine,
        };
        match arguments.model() {
            Some(dir) if uses_model(&arguments.command) => Ok(engine.with_model(dir)?),
            _ => Ok(engine),
        }
    };
    match &arguments.command {
        // A first import means that other frameworks are wanted than those that ship with skillmap.
        Command::Import(command) => importing::import(&open, command, printer),
        Command::Columns(command) => importing::columns(command, printer),
        Command::Completions { shell } => completions(*shell, printer),
        Command::Keys(command) => keys::run(&open, &arguments.data(), command, printer),
        Command::Audit(command) => audit::run(&open, &arguments.data(), command, printer),
        Command::Serve(serving) => {
            let engine = Arc::new(open(Starter::WhenEmpty)?);
            serve(engine, serving).map_err(Failure::Message)?;
            Ok(End::Done)
        }
        Command::Frameworks => {
            let reply = open(Starter::WhenEmpty)?.frameworks()?;
            printer.reply(&reply, tables::frameworks)?;
            Ok(End::Done)
        }
        Command::Use { release } => {
            let request = MakeCurrentRequest { release: release.clone() };
            let progress = Progress::waiting("indexing");
            let reply = open(Starter::Never)?.make_current(&request)?;
            drop(progress);
            printer.reply(&reply, |reply| format!("{} is current now", reply.release))?;
            Ok(End::Done)
        }
        Command::Impact(command) => succession::impact(&open, command, printer),
        Command::Replace(command) => succession::replace(&open, command, printer),
        Command::Get(command) => releases::get(&open, command, printer),
        Command::Diff(command) => releases::diff(&open, command, printer),
        Command::Show { id, language } => {
            let request = ShowRequest { id: id.clone(), language: language.clone() };
            let reply = open(Starter::WhenEmpty)?.show(&request)?;
            printer.reply(&reply, shown::concept)?;
            Ok(End::Done)
        }
        Command::Children(command) => children::children(&open, command, printer),
        Command::Search(command) => search(&open, command, printer),
        Command::Suggest { text, narrow, limit } => suggest(&open, text, narrow, *limit, printer),
        Command::Tag(command) => tag(&open, command, printer),
        Command::Batch(command) => batch::run(&open, command, printer),
        Command::Profiles(command) => profiles::run(&open, command, printer),
        Command::Documents(command) => documents::run(&open, command, printer),
        Command::Occupation(command) => occupations::occupation(&open, command, printer),
        Command::Gap(command) => gap::run(&open, command, printer),
        Command::Examples(command) => occupations::examples(&open, command, printer),
        Command::Crosswalk(command) => crosswalk::run(&open, command, printer),
        Command::Evaluate(command) => evaluate(&open, command, printer),
        Command::Tune(command) => tune(&open, command, printer),
        Command::Export(command) => export::run(&open, command, printer),
        Command::Learn(command) => {
            learn::run(&open(Starter::WhenEmpty)?, command, arguments.model(), printer)
        }
        Command::PdfText => {
            let answer = answer_pdf(&read_stdin(limits::CATALOGUE_BYTES)?);
            print::stream().write_all(&answer)?;
            Ok(End::Done)
        }
        Command::Samples { name } => samples(name.as_deref(), printer),
        Command::Backup { file } => backup::backup(&open, &arguments.data(), file, printer),
        Command::Restore { file } => backup::restore(file, &arguments.data(), printer),
        Command::Doctor => {
            let reply = open(Starter::WhenEmpty)?.doctor()?;
            printer.reply(&reply, tables::doctor)?;
            Ok(if reply.health == Health::Bad { End::NothingFound } else { End::Done })
        }
    }
}

/// Whether a command asks the tagger's weights and the semantic model: for the others it would only be read.
/// PDF files are read by this program itself, started once more for each.
fn pdf_reader() -> PdfReader {
    std::env::current_exe().map_or(PdfReader::Nobody, |path| PdfReader::program(&path))
}

fn uses_model(command: &Command) -> bool {
    matches!(
        command,
        Command::Tag(_)
            | Command::Gap(_)
            | Command::Evaluate(_)
            | Command::Tune(_)
            | Command::Batch(_)
            | Command::Documents(_)
            | Command::Doctor
            | Command::Serve(_)
    )
}

fn search(
    open: Open<'_>,
    command: &SearchArguments,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let reply = open(Starter::WhenEmpty)?.search(&SearchRequest {
        text: command.text.join(" "),
        framework: command.narrow.framework.clone(),
        kind: command.narrow.kind.clone(),
        language: command.narrow.language.clone(),
        status: command.status.clone(),
        offset: command.offset,
        limit: command.limit,
        facets: command.facets,
    })?;
    printer.reply(&reply, tables::search)?;
    Ok(if reply.hits.is_empty() { End::NothingFound } else { End::Done })
}

fn suggest(
    open: Open<'_>,
    text: &str,
    narrow: &Narrow,
    limit: usize,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let reply = open(Starter::WhenEmpty)?.suggest(&SuggestRequest {
        text: text.to_owned(),
        framework: narrow.framework.clone(),
        kind: narrow.kind.clone(),
        language: narrow.language.clone(),
        limit,
    })?;
    printer.reply(&reply, tables::suggest)?;
    Ok(if reply.suggestions.is_empty() { End::NothingFound } else { End::Done })
}

fn tag(open: Open<'_>, command: &TagArguments, printer: &mut Printer) -> Result<End, Failure> {
    let bytes = read_bytes(&command.file)?;
    let mut wanted = TagRequest {
        kind: command.kind.map_or_else(String::new, |kind| kind.name().to_owned()),
        profile: command.profile.clone(),
        workspace: command.workspace.clone(),
        ..command.rules.request()?
    };
    let name = command.file.display().to_string();
    if DocumentFormat::recognise(&bytes).is_read() {
        let request = TagFileRequest { name, bytes, wanted };
        let reply = open(Starter::WhenEmpty)?.tag_file(&request)?;
        printer.reply(&reply, tagged::tag_file)?;
        let is_empty = reply.documents.iter().all(|document| document.tags.is_empty());
        return Ok(if is_empty { End::NothingFound } else { End::Done });
    }
    wanted.text = String::from_utf8(bytes)
        .map_err(|_| Failure::Message(format!("{name}: it is not UTF-8 text; save it as UTF-8")))?;
    let reply = open(Starter::WhenEmpty)?.tag(&wanted)?;
    printer.reply(&reply, tagged::tag)?;
    Ok(if reply.document.tags.is_empty() { End::NothingFound } else { End::Done })
}

/// Writes a file, or prints it where no path is given.
pub(super) fn write_file(
    content: &str,
    output: Option<&Path>,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let Some(path) = output else { return printer.exactly(content) };
    let failed =
        |e: std::io::Error| Failure::Message(format!("{}: {e}; check the folder", path.display()));
    std::fs::write(path, content).map_err(failed)?;
    printer.text(&format!("wrote {} ({})", path.display(), size(content.len())))
}

/// Refuses a file whose folder is not there, before any work is done for it.
pub(super) fn check_folder(path: &Path) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match folder {
        Some(folder) if !folder.is_dir() => Err(Failure::Message(format!(
            "{}: there is no folder {}; make it first",
            path.display(),
            folder.display()
        ))),
        _ if path.is_dir() => {
            Err(Failure::Message(format!("{}: it is a folder; name a file in it", path.display())))
        }
        _ => Ok(()),
    }
}

/// A number of bytes for people: `12 bytes`, `3.4 kB`, `120.5 MB`.
pub(super) fn size(n_bytes: usize) -> String {
    match n_bytes {
        0..1_000 => format!("{n_bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", n_bytes as f64 / 1e3),
        _ => format!("{:.1} MB", n_bytes as f64 / 1e6),
    }
}

fn samples(name: Option<&str>, printer: &mut Printer) -> Result<End, Failure> {
    let reply = Engine::samples();
    let Some(name) = name else {
        printer.reply(&reply, tables::samples)?;
        return Ok(End::Done);
    };
    let Some(sample) = reply.samples.iter().find(|s| s.name == name) else {
        let message = format!("there is no sample {name:?}; list them with skillmap samples");
        return Err(Failure::Message(message));
    };
    printer.exactly(sample.text)?;
    Ok(End::Done)
}

fn completions(shell: clap_complete::Shell, printer: &mut Printer) -> Result<End, Failure> {
    let mut script = Vec::new();
    // What is hidden is not offered either: it is for skillmap itself.
    let all = Arguments::command();
    let offered = all.get_subcommands().filter(|command| !command.is_hide_set()).cloned();
    let mut command = clap::Command::new("skillmap")
        .version(env!("CARGO_PKG_VERSION"))
        .args(all.get_arguments().cloned())
        .subcommands(offered);
    clap_complete::generate(shell, &mut command, "skillmap", &mut script);
    printer.exactly(&String::from_utf8_lossy(&script))?;
    Ok(End::Done)
}

/// Paths as sources; "-" is what comes on standard input.
pub(super) fn sources(paths: &[PathBuf], stdin_name: &str) -> Result<Vec<Source>, Failure> {
    paths
        .iter()
        .map(|path| match path.to_str() {
            Some("-") => {
                let bytes = read_stdin(limits::UPLOAD_BYTES)?;
                Ok(Source::Bytes { name: stdin_name.to_owned(), bytes: bytes.into() })
            }
            _ => Ok(Source::Path(path.clone())),
        })
        .collect()
}

pub(super) fn read_text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(read_bytes(path)?).map_err(|_| {
        Failure::Message(format!("{}: it is not UTF-8 text; save it as UTF-8", path.display()))
    })
}

pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    if path.as_os_str() == "-" {
        return read_stdin(limits::CATALOGUE_BYTES);
    }
    let failed =
        |e: std::io::Error| Failure::Message(format!("{}: {e}; check the path", path.display()));
    let file = std::fs::File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(limits::CATALOGUE_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

fn read_stdin(limit: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut bounded = std::io::stdin().lock().take(limit as u64 + 1);
    bounded
        .read_to_end(&mut bytes)
        .map_err(|e| Failure::Message(format!("standard input: {e}; try again")))?;
    if bytes.len() > limit {
        let message =
            format!("standard input: it has more than {limit} bytes; name a file instead");
        return Err(Failure::Message(message));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_as_a_person_reads_them() {
        let cases =
            [(999, "999 bytes"), (1_000, "1.0 kB"), (283_200, "283.2 kB"), (2_500_000, "2.5 MB")];
        for (n_bytes, said) in cases {
            assert_eq!(size(n_bytes), said);
        }
    }
}
