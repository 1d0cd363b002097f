//! skillmap documents: save, list, show, decide, remove, export, coverage.

use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::arguments::TextKind;
use crate::cli::commands::Open;
use crate::cli::commands::check_folder;
use crate::cli::commands::read_bytes;
use crate::cli::commands::write_file;
use crate::cli::kept;
use crate::cli::print::Printer;
use crate::cli::print::remark;
use crate::cli::progress::Progress;
use crate::cli::rules::RuleArguments;
use crate::engine::CoverageMatrixRequest;
use crate::engine::DecideTagsRequest;
use crate::engine::DocumentFileRequest;
use crate::engine::DocumentFormat;
use crate::engine::DocumentOrder;
use crate::engine::DocumentRequest;
use crate::engine::DocumentsRequest;
use crate::engine::GivenVerdict;
use crate::engine::Learning;
use crate::engine::RemoveDocumentRequest;
use crate::engine::SaveDocumentRequest;
use crate::engine::SaveDocumentsRequest;
use crate::engine::Starter;
use crate::engine::TagFileRequest;
use crate::engine::TagRequest;
use crate::engine::TagSaying;
use crate::model::Undecided;

#[derive(Debug, Subcommand)]
pub(super) enum DocumentsCommand {
    /// Tag a course, a posting or a catalogue and keep it in a workspace ("-" reads standard input).
    Save(Box<SaveArguments>),
    /// List the workspaces, or the documents of one.
    List {
        /// The workspace.
        #[arg(default_value = "", hide_default_value = true)]
        workspace: String,
        /// Those with the most undecided tags first.
        #[arg(long)]
        queue: bool,
        /// Documents passed over.
        #[arg(long, default_value_t = 0)]
        offset: usize,
        /// How many.
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// Show a document's tags as they stand.
    Show {
        /// The workspace.
        workspace: String,
        /// The document.
        id: String,
    },
    /// Say of a document's tags whether they are right.
    Decide(DecideArguments),
    /// Forget a document.
    Remove {
        /// The workspace.
        workspace: String,
        /// The document.
        id: String,
    },
    /// Write the accepted tags of a document, or of all of a workspace, as a file.
    Export(FileArguments),
    /// Show which groups of skills the documents of a workspace cover.
    Coverage(CoverageArguments),
}

#[derive(Debug, Args)]
pub(super) struct SaveArguments {
    /// The workspace; made where there is none.
    workspace: String,
    /// The file: as for skillmap tag.
    file: PathBuf,
    /// Its name in the workspace; of a single text.
    #[arg(long, default_value = "", hide_default_value = true)]
    id: String,
    /// Its title, where another than the text's own is wanted; of a single text.
    #[arg(long, default_value = "", hide_default_value = true)]
    title: String,
    /// Who saves it.
    #[arg(long, default_value = "", hide_default_value = true)]
    by: String,
    /// What sort of text it is; told from its words unless given.
    #[arg(long, short, value_enum)]
    kind: Option<TextKind>,
    /// Saved profile whose rules, frameworks and language are used.
    #[arg(long, default_value = "", hide_default_value = true)]
    profile: String,
    #[command(flatten)]
    rules: RuleArguments,
}

#[derive(Debug, Args)]
pub(super) struct DecideArguments {
    /// The workspace.
    workspace: String,
    /// The document.
    id: String,
    /// A skill that is right: IRI, code or label. May be given several times.
    #[arg(long, value_name = "SKILL")]
    accept: Vec<String>,
    /// A skill that is wrong.
    #[arg(long, value_name = "SKILL")]
    reject: Vec<String>,
    /// A skill and the one that is right instead.
    #[arg(long, num_args = 2, value_names = ["SKILL", "INSTEAD"])]
    change: Vec<String>,
    /// A skill that the text speaks of as well.
    #[arg(long, value_name = "SKILL")]
    add: Vec<String>,
    /// A skill of which nothing is said any more.
    #[arg(long, value_name = "SKILL")]
    undecide: Vec<String>,
    /// Who says it.
    #[arg(long, default_value = "", hide_default_value = true)]
    by: String,
    /// The workspace learns nothing from it.
    #[arg(long)]
    no_learning: bool,
}

#[derive(Debug, Args)]
pub(super) struct FileArguments {
    /// The workspace.
    workspace: String,
    /// One document; all of them unless given.
    #[arg(default_value = "", hide_default_value = true)]
    id: String,
    /// csv, json, sssom, case, ctdl or schema-org.
    #[arg(long, default_value = "csv")]
    format: String,
    /// Count tags of which nobody has said anything.
    #[arg(long)]
    undecided: bool,
    /// Where to write it; standard output unless given.
    #[arg(long, short)]
    output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct CoverageArguments {
    /// The workspace.
    workspace: String,
    /// How fine the groups are: 1 is the top of each framework, 0 the framework itself.
    #[arg(long, default_value_t = 1)]
    level: usize,
    /// Only skills of this framework; may be given several times.
    #[arg(long, short)]
    framework: Vec<String>,
    /// Count tags of which nobody has said anything.
    #[arg(long)]
    undecided: bool,
    /// Compare with what an occupation asks for: IRI, code or label.
    #[arg(long, default_value = "", hide_default_value = true)]
    occupation: String,
    /// Compare with what the postings of another workspace ask for.
    #[arg(long, default_value = "", hide_default_value = true, value_name = "WORKSPACE")]
    postings: String,
    /// Language of labels.
    #[arg(long, short, default_value = "", hide_default_value = true)]
    language: String,
    /// Rows passed over.
    #[arg(long, default_value_t = 0)]
    offset: usize,
    /// How many rows.
    #[arg(long, default_value_t = 50)]
    limit: usize,
}

pub(super) fn run(
    open: Open<'_>,
    command: &DocumentsCommand,
    printer: &mut Printer,
) -> Result<End, Failure> {
    match command {
        DocumentsCommand::Save(command) => save(open, command, printer)?,
        DocumentsCommand::List { workspace, queue, offset, limit } => {
            let order = if *queue { DocumentOrder::Queue } else { DocumentOrder::Id };
            let (workspace, offset, limit) = (workspace.clone(), *offset, *limit);
            let request = DocumentsRequest { workspace, order, offset, limit };
            let reply = open(Starter::WhenEmpty)?.documents(&request)?;
            printer.reply(&reply, kept::documents)?;
        }
        DocumentsCommand::Show { workspace, id } => {
            let request = DocumentRequest { workspace: workspace.clone(), id: id.clone() };
            let reply = open(Starter::WhenEmpty)?.document(&request)?;
            printer.reply(&reply, kept::document)?;
        }
        DocumentsCommand::Decide(command) => {
            let request = decisions(command);
            let reply = open(Starter::WhenEmpty)?.decide_tags(&request)?;
            printer.reply(&reply, kept::decided)?;
        }
        DocumentsCommand::Remove { workspace, id } => {
            let request = RemoveDocumentRequest { workspace: workspace.clone(), id: id.clone() };
            let reply = open(Starter::WhenEmpty)?.remove_document(&request)?;
            printer.reply(&reply, |reply| format!("{} is removed", reply.id))?;
        }
        DocumentsCommand::Export(command) => export(open, command, printer)?,
        DocumentsCommand::Coverage(command) => {
            let reply = open(Starter::WhenEmpty)?.coverage_matrix(&CoverageMatrixRequest {
                workspace: command.workspace.clone(),
                level: Some(command.level),
                framework: command.framework.clone(),
                undecided: undecided(command.undecided),
                occupation: command.occupation.clone(),
                postings: command.postings.clone(),
                language: command.language.clone(),
                offset: command.offset,
                limit: command.limit,
            })?;
            printer.reply(&reply, kept::coverage)?;
        }
    }
    Ok(End::Done)
}

fn save(open: Open<'_>, command: &SaveArguments, printer: &mut Printer) -> Result<(), Failure> {
    let bytes = read_bytes(&command.file)?;
    let name = command.file.display().to_string();
    let wanted = TagRequest {
        kind: command.kind.map_or_else(String::new, |kind| kind.name().to_owned()),
        profile: command.profile.clone(),
        workspace: command.workspace.clone(),
        ..command.rules.request()?
    };
    let is_single = !DocumentFormat::recognise(&bytes).is_read();
    if is_single {
        let text = String::from_utf8(bytes).map_err(|_| {
            Failure::Message(format!("{name}: it is not UTF-8 text; save it as UTF-8"))
        })?;
        let reply = open(Starter::WhenEmpty)?.save_document(&SaveDocumentRequest {
            workspace: wanted.workspace,
            id: command.id.clone(),
            title: command.title.clone(),
            by: command.by.clone(),
            text,
            kind: wanted.kind,
            framework: wanted.framework,
            language: wanted.language,
            min_score: wanted.min_score,
            limit: wanted.limit,
            rules: wanted.rules,
            profile: wanted.profile,
            verdicts: Vec::new(),
        })?;
        return printer.reply(&reply, kept::saved);
    }
    if !command.id.is_empty() || !command.title.is_empty() {
        let message =
            format!("{name}: names and titles are read from it; leave --id and --title out");
        return Err(Failure::Message(message));
    }
    let progress = Progress::new();
    let file = TagFileRequest { name, bytes, wanted };
    let request = SaveDocumentsRequest { by: command.by.clone(), file };
    let reply = open(Starter::WhenEmpty)?.save_documents(&request, &|step| progress.show(step))?;
    drop(progress);
    printer.reply(&reply, kept::saved_all)
}

fn decisions(command: &DecideArguments) -> DecideTagsRequest {
    let say = |says: TagSaying| {
        move |concept: &String| GivenVerdict {
            concept: concept.clone(),
            says,
            ..GivenVerdict::default()
        }
    };
    let changes = command
        .change
        .chunks_exact(2)
        .map(|pair| GivenVerdict { to: pair[1].clone(), ..say(TagSaying::Change)(&pair[0]) });
    let verdicts = (command.undecide.iter().map(say(TagSaying::Undecide)))
        .chain(command.accept.iter().map(say(TagSaying::Accept)))
        .chain(command.reject.iter().map(say(TagSaying::Reject)))
        .chain(changes)
        .chain(command.add.iter().map(say(TagSaying::Add)));
    DecideTagsRequest {
        workspace: command.workspace.clone(),
        id: command.id.clone(),
        by: command.by.clone(),
        verdicts: verdicts.collect(),
        learning: if command.no_learning { Learning::Left } else { Learning::Learned },
    }
}

fn export(open: Open<'_>, command: &FileArguments, printer: &mut Printer) -> Result<(), Failure> {
    if let Some(path) = &command.output {
        check_folder(path)?;
    }
    let reply = open(Starter::WhenEmpty)?.document_file(&DocumentFileRequest {
        workspace: command.workspace.clone(),
        id: command.id.clone(),
        format: command.format.clone(),
        undecided: undecided(command.undecided),
    })?;
    if printer.is_json() {
        return printer.reply(&reply, |_| String::new());
    }
    write_file(&reply.content, command.output.as_deref(), printer)?;
    if reply.n_answers == 0 {
        remark("no tag is accepted yet; decide some, or add --undecided");
    }
    if !reply.loss_counts.is_empty() {
        let counts: Vec<String> =
            reply.loss_counts.iter().map(|c| format!("{} {}", c.count, c.code)).collect();
        remark(&format!(
            "{} cannot hold everything; lost: {}; --json lists them",
            reply.format,
            counts.join(", ")
        ));
    }
    Ok(())
}

fn undecided(is_counted: bool) -> Undecided {
    if is_counted { Undecided::Counted } else { Undecided::LeftOut }
}
