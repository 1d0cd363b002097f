//! skillmap crosswalk: propose, review, queue, check, compose, coverage, publish, diff, import and more.

use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::commands::Open;
use crate::cli::commands::sources;
use crate::cli::commands::write_file;
use crate::cli::mapped;
use crate::cli::print::Printer;
use crate::cli::progress::Progress;
use crate::cli::reviewing;
use crate::cli::reviewing::ReviewArguments;
use crate::cli::sets;
use crate::engine::CheckRequest;
use crate::engine::CompareRequest;
use crate::engine::ComposeRequest;
use crate::engine::CoverageRequest;
use crate::engine::DecisionsRequest;
use crate::engine::HeldCrosswalk;
use crate::engine::ImportMappingsRequest;
use crate::engine::MappingFileRequest;
use crate::engine::ProposeRequest;
use crate::engine::PublishRequest;
use crate::engine::QueueRequest;
use crate::engine::SaveCrosswalkRequest;
use crate::engine::Starter;
use crate::limits;

#[derive(Debug, Subcommand)]
pub(super) enum CrosswalkCommand {
    /// Propose mappings from one framework to another; --save keeps them to be worked on.
    Propose(ProposeArguments),
    /// List the crosswalks at work.
    List,
    /// Show what is to be looked at next, where a look is worth most first.
    Queue(QueueArguments),
    /// Decide pair by pair, accept the likely ones at once, or take a batch back.
    Review(ReviewArguments),
    /// Show who said what, and how far reviewers agree.
    Log {
        /// The crosswalk.
        name: String,
        /// Decisions after this number; the last 200 unless given.
        #[arg(long)]
        after: Option<u64>,
    },
    /// Find what cannot all be true, and the least to give up for it.
    Check {
        /// The crosswalk or mapping set.
        name: String,
    },
    /// Join mapping sets where they meet (~NAME reads one the other way round).
    Compose {
        /// The sets, in order.
        #[arg(required = true)]
        sets: Vec<String>,
        /// Also what is only suggested: close and close, broad and narrow.
        #[arg(long)]
        suggested: bool,
        #[command(flatten)]
        file: FileArguments,
    },
    /// Tell how much of both frameworks is mapped, by group and type.
    Coverage {
        /// The crosswalk or mapping set.
        name: String,
        /// A set to compare with, such as NAME@VERSION.
        #[arg(long, default_value = "", hide_default_value = true)]
        before: String,
        /// Kind of concept that counts; may be given several times.
        #[arg(long, short)]
        kind: Vec<String>,
        /// Levels of groups from the top, 0 to 6.
        #[arg(long)]
        depth: Option<usize>,
        /// Language of labels.
        #[arg(long, short, default_value = "", hide_default_value = true)]
        language: String,
    },
    /// Publish what is decided as a version that never changes.
    Publish {
        /// The crosswalk.
        name: String,
        /// The version it gets, such as 1.0.
        version: String,
        /// Publish although statements contradict each other.
        #[arg(long)]
        with_contradictions: bool,
    },
    /// Write a mapping set as a file: SSSOM, CSV or JSON.
    Export {
        /// NAME for what is decided, NAME@VERSION for what was published, or a mapping set.
        name: String,
        #[command(flatten)]
        file: FileArguments,
    },
    /// Tell what differs between two mapping sets.
    Diff {
        /// The earlier: NAME@VERSION, NAME, or a mapping set.
        before: String,
        /// The later.
        after: String,
    },
    /// Take finished mappings over as decisions; importing again brings what has changed.
    Import(ImportArguments),
}

#[derive(Debug, Args)]
pub(super) struct ProposeArguments {
    /// The framework of the subjects.
    from: String,
    /// The framework of the objects.
    to: String,
    /// Kind of concept; may be given several times.
    #[arg(long, short)]
    kind: Vec<String>,
    /// Language of the comparison.
    #[arg(long, short, default_value = "", hide_default_value = true)]
    language: String,
    /// Proposals per concept.
    #[arg(long, default_value_t = 3)]
    per_concept: usize,
    /// Least confidence, 0 to 1.
    #[arg(long)]
    min_confidence: Option<f64>,
    /// Right answers to learn from: a crosswalk or an imported mapping set.
    #[arg(long, default_value = "", hide_default_value = true, value_name = "CROSSWALK")]
    seed: String,
    /// A mapping set on the way by a third framework, in order; may be given several times (~NAME: the other way round).
    #[arg(long, value_name = "SET")]
    via: Vec<String>,
    /// Keep the proposals under this name; what was decided under it stays.
    #[arg(long, value_name = "NAME")]
    save: Option<String>,
    /// Of what is kept: what it is called.
    #[arg(long, default_value = "", hide_default_value = true)]
    title: String,
    /// Of what is kept: who answers for it.
    #[arg(long, default_value = "", hide_default_value = true)]
    author: String,
    /// Of what is kept: the licence it will be published under.
    #[arg(long, default_value = "", hide_default_value = true)]
    licence: String,
    /// Of what is kept: where the licence stands.
    #[arg(long, default_value = "", hide_default_value = true)]
    licence_url: String,
    /// Rows printed; all of them with --json.
    #[arg(long, default_value_t = 40)]
    rows: usize,
}

#[derive(Debug, Args)]
pub(super) struct QueueArguments {
    /// The crosswalk.
    pub(super) name: String,
    /// Leave out what this reviewer has settled.
    #[arg(long, short, default_value = "", hide_default_value = true)]
    pub(super) reviewer: String,
    #[command(flatten)]
    pub(super) filters: QueueFilters,
    /// How many.
    #[arg(long, default_value_t = 20)]
    limit: usize,
}

#[derive(Debug, Args)]
pub(super) struct QueueFilters {
    /// Also what others have settled, for a second look.
    #[arg(long)]
    again: bool,
    /// Only concepts that have no accepted pair.
    #[arg(long)]
    unmapped: bool,
    /// Only pairs of which reviewers said different things.
    #[arg(long)]
    disputed: bool,
    /// Only pairs of this concept (an IRI).
    #[arg(long, default_value = "", hide_default_value = true)]
    subject: String,
    /// Only concepts below this one (an IRI).
    #[arg(long, default_value = "", hide_default_value = true)]
    group: String,
    /// Only pairs with a reason of this sort, such as `shared_label`.
    #[arg(long, default_value = "", hide_default_value = true)]
    signal: String,
    /// Least confidence, 0 to 1.
    #[arg(long)]
    min_confidence: Option<f64>,
    /// Highest confidence, 0 to 1.
    #[arg(long)]
    max_confidence: Option<f64>,
}

impl QueueFilters {
    pub(super) fn request(&self, name: &str, reviewer: &str, limit: usize) -> QueueRequest {
        QueueRequest {
            name: name.to_owned(),
            reviewer: reviewer.to_owned(),
            again: self.again,
            unmapped: self.unmapped,
            disputed: self.disputed,
            subject: self.subject.clone(),
            group: self.group.clone(),
            signal: self.signal.clone(),
            min_confidence: self.min_confidence,
            max_confidence: self.max_confidence,
            limit,
            ..QueueRequest::default()
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct FileArguments {
    /// sssom, csv (labels of both sides, for spreadsheets) or json (holds everything).
    #[arg(long, default_value = "sssom")]
    format: String,
    /// Where to write it; standard output unless given.
    #[arg(long, short)]
    output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// The crosswalk; it is made where there is none.
    name: String,
    /// The file: SSSOM, an official crosswalk, or a table whose columns are named.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Of a new crosswalk: the framework of the subjects.
    #[arg(long, default_value = "", hide_default_value = true)]
    from: String,
    /// Of a new crosswalk: the framework of the objects.
    #[arg(long, default_value = "", hide_default_value = true)]
    to: String,
    /// Whose decisions they are; the title of the set unless given.
    #[arg(long, default_value = "", hide_default_value = true)]
    reviewer: String,
    /// A column that is not called as usual: `relation=Verdict`, `subject_id=Skill`, `object_id=...`; may be given several
    /// times.
    #[arg(long, value_name = "WHAT=NAME")]
    column: Vec<String>,
    /// Only say what would change.
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(
    open: Open<'_>,
    command: &CrosswalkCommand,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let open = || open(Starter::WhenEmpty);
    match command {
        CrosswalkCommand::Propose(command) => return propose(&open, command, printer),
        CrosswalkCommand::List => printer.reply(&open()?.crosswalks()?, mapped::crosswalks)?,
        CrosswalkCommand::Queue(command) => {
            let QueueArguments { name, reviewer, filters, limit } = command;
            let reply = open()?.queue(&filters.request(name, reviewer, *limit))?;
            printer.reply(&reply, mapped::queue)?;
            if reply.items.is_empty() {
                return Ok(End::NothingFound);
            }
        }
        CrosswalkCommand::Review(command) => return reviewing::run(&open, command, printer),
        CrosswalkCommand::Log { name, after } => {
            let engine = open()?;
            let asked = |after, limit| DecisionsRequest {
                name: name.clone(),
                after,
                limit,
                ..DecisionsRequest::default()
            };
            let after = if let Some(after) = after {
                *after
            } else {
                let n = engine.decisions(&asked(0, 1))?.n_decisions;
                n.saturating_sub(limits::PAGE_HITS as u64)
            };
            printer.reply(&engine.decisions(&asked(after, 0))?, mapped::decisions)?;
        }
        CrosswalkCommand::Check { name } => {
            let reply =
                open()?.check(&CheckRequest { name: name.clone(), ..CheckRequest::default() })?;
            printer.reply(&reply, sets::check)?;
            if !reply.contradictions.is_empty() {
                return Ok(End::NothingFound);
            }
        }
        CrosswalkCommand::Compose { sets, suggested, file } => {
            let request = ComposeRequest {
                sets: sets.clone(),
                suggested: *suggested,
                format: file.format.clone(),
            };
            let reply = open()?.compose(&request)?;
            write_file(&reply.content, file.output.as_deref(), printer)?;
        }
        CrosswalkCommand::Coverage { name, before, kind, depth, language } => {
            let request = CoverageRequest {
                name: name.clone(),
                before: before.clone(),
                kind: kind.clone(),
                depth: *depth,
                language: language.clone(),
                ..CoverageRequest::default()
            };
            let engine = open()?;
            let reply = engine.coverage(&request)?;
            let held = engine.crosswalks()?.crosswalks.into_iter().find(|held| held.name == *name);
            drop(engine);
            let is_undecided = |held: &HeldCrosswalk| held.n_decisions == 0;
            let n_waiting = held.filter(is_undecided).map(|held| held.n_proposals);
            printer.reply(&reply, |reply| sets::coverage(reply, n_waiting))?;
        }
        CrosswalkCommand::Publish { name, version, with_contradictions } => {
            let request = PublishRequest {
                name: name.clone(),
                version: version.clone(),
                with_contradictions: *with_contradictions,
            };
            printer.reply(&open()?.publish(&request)?, sets::published)?;
        }
        CrosswalkCommand::Export { name, file } => {
            let request = MappingFileRequest { name: name.clone(), format: file.format.clone() };
            let reply = open()?.mapping_file(&request)?;
            write_file(&reply.content, file.output.as_deref(), printer)?;
        }
        CrosswalkCommand::Diff { before, after } => {
            let request = CompareRequest {
                before: before.clone(),
                after: after.clone(),
                ..CompareRequest::default()
            };
            printer.reply(&open()?.compare(&request)?, sets::compared)?;
        }
        CrosswalkCommand::Import(command) => {
            let request = ImportMappingsRequest {
                name: command.name.clone(),
                from: command.from.clone(),
                to: command.to.clone(),
                reviewer: command.reviewer.clone(),
                sources: sources(&command.paths, "stdin.tsv")?,
                columns: command.column.clone(),
                preview: command.dry_run,
            };
            printer.reply(&open()?.import_mappings(&request)?, sets::imported)?;
        }
    }
    Ok(End::Done)
}

fn propose(
    open: &dyn Fn() -> Result<crate::engine::Engine, Failure>,
    command: &ProposeArguments,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let proposals = ProposeRequest {
        from: command.from.clone(),
        to: command.to.clone(),
        kind: command.kind.clone(),
        language: command.language.clone(),
        per_concept: command.per_concept,
        min_confidence: command.min_confidence,
        seed: command.seed.clone(),
        via: command.via.clone(),
    };
    let progress = Progress::new();
    let Some(name) = &command.save else {
        let reply = open()?.propose(&proposals, &|step| progress.show(step))?;
        drop(progress);
        printer.reply(&reply, |reply| mapped::proposals(reply, command.rows))?;
        return Ok(if reply.proposals.is_empty() { End::NothingFound } else { End::Done });
    };
    let request = SaveCrosswalkRequest {
        name: name.clone(),
        title: command.title.clone(),
        author: command.author.clone(),
        licence: command.licence.clone(),
        licence_url: command.licence_url.clone(),
        proposals,
    };
    let reply = open()?.save_crosswalk(&request, &|step| progress.show(step))?;
    drop(progress);
    printer.reply(&reply, mapped::saved)?;
    Ok(if reply.n_proposals == 0 { End::NothingFound } else { End::Done })
}
