//! skillmap occupation, and skillmap examples: list, add, remove.

use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::commands::Open;
use crate::cli::commands::read_text;
use crate::cli::drawing::table;
use crate::cli::print::Printer;
use crate::cli::tables;
use crate::engine::AddExamplesRequest;
use crate::engine::ExamplesReply;
use crate::engine::ExamplesRequest;
use crate::engine::GivenExample;
use crate::engine::OccupationsReply;
use crate::engine::OccupationsRequest;
use crate::engine::RemoveExamplesRequest;
use crate::engine::Starter;

#[derive(Debug, Args)]
pub(super) struct OccupationArguments {
    /// The job title; unless given, the first line of the posting.
    title: Vec<String>,
    /// File with the text of the posting ("-" reads standard input).
    #[arg(long)]
    text: Option<PathBuf>,
    /// Framework or release; may be given several times; all current ones unless given.
    #[arg(long, short)]
    framework: Vec<String>,
    /// Language of the title.
    #[arg(long, short, default_value = "", hide_default_value = true)]
    language: String,
    /// Workspace whose confirmed examples help.
    #[arg(long, default_value = "", hide_default_value = true)]
    workspace: String,
    /// How many of each framework.
    #[arg(long, default_value_t = 10)]
    limit: usize,
}

#[derive(Debug, Subcommand)]
pub(super) enum ExamplesCommand {
    /// List the workspaces, or the examples of one.
    List {
        /// The workspace.
        #[arg(long, default_value = "", hide_default_value = true)]
        workspace: String,
        /// Examples passed over.
        #[arg(long, default_value_t = 0)]
        offset: usize,
        /// How many.
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// Add confirmed examples: one text with its concept, or a CSV of text,concept.
    Add {
        /// The workspace; made where there is none.
        #[arg(long)]
        workspace: String,
        /// CSV with the columns text and concept ("-" reads standard input).
        #[arg(long, conflicts_with_all = ["text", "concept"], required_unless_present = "text")]
        csv: Option<PathBuf>,
        /// The title or sentence.
        #[arg(long, requires = "concept")]
        text: Option<String>,
        /// Its concept: an IRI, a code, or a whole label.
        #[arg(long, requires = "text")]
        concept: Option<String>,
    },
    /// Forget confirmed examples: one text, or all of a workspace.
    Remove {
        /// The workspace.
        #[arg(long)]
        workspace: String,
        /// The text.
        #[arg(long, default_value = "", hide_default_value = true)]
        text: String,
        /// Only where it was confirmed as this concept.
        #[arg(long, default_value = "", hide_default_value = true)]
        concept: String,
        /// Everything in the workspace.
        #[arg(long)]
        all: bool,
    },
}

pub(super) fn occupation(
    open: Open<'_>,
    command: &OccupationArguments,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let text = command.text.as_deref().map(read_text).transpose()?;
    let reply = open(Starter::WhenEmpty)?.occupations(&OccupationsRequest {
        title: command.title.join(" "),
        text: text.unwrap_or_default(),
        framework: command.framework.clone(),
        language: command.language.clone(),
        workspace: command.workspace.clone(),
        limit: command.limit,
    })?;
    printer.reply(&reply, occupations)?;
    let is_found = reply.answers.iter().any(|answer| !answer.occupations.is_empty());
    Ok(if is_found { End::Done } else { End::NothingFound })
}

pub(super) fn examples(
    open: Open<'_>,
    command: &ExamplesCommand,
    printer: &mut Printer,
) -> Result<End, Failure> {
    match command {
        ExamplesCommand::List { workspace, offset, limit } => {
            let (workspace, offset, limit) = (workspace.clone(), *offset, *limit);
            let request = ExamplesRequest { workspace, offset, limit };
            let reply = open(Starter::WhenEmpty)?.examples(&request)?;
            printer.reply(&reply, held)?;
        }
        ExamplesCommand::Add { workspace, csv, text, concept } => {
            let one = text.clone().zip(concept.clone());
            let request = AddExamplesRequest {
                workspace: workspace.clone(),
                examples: one
                    .map(|(text, concept)| GivenExample { text, concept })
                    .into_iter()
                    .collect(),
                csv: csv.as_deref().map(read_text).transpose()?.unwrap_or_default(),
            };
            let reply = open(Starter::WhenEmpty)?.add_examples(&request)?;
            printer.reply(&reply, |reply| {
                let issues: Vec<String> =
                    reply.issues.iter().map(|issue| format!("\n{issue}")).collect();
                let (name, n) = (&reply.workspace.name, reply.workspace.n_examples);
                format!("{} added; {name} has {n} examples{}", reply.n_added, issues.concat())
            })?;
        }
        ExamplesCommand::Remove { workspace, text, concept, all } => {
            let request = RemoveExamplesRequest {
                workspace: workspace.clone(),
                text: text.clone(),
                concept: concept.clone(),
                all: *all,
            };
            let reply = open(Starter::WhenEmpty)?.remove_examples(&request)?;
            printer.reply(&reply, |reply| {
                let (name, n) = (&reply.workspace.name, reply.workspace.n_examples);
                format!("{} forgotten; {name} has {n} examples", reply.n_removed)
            })?;
        }
    }
    Ok(End::Done)
}

fn occupations(reply: &OccupationsReply) -> String {
    let mut out = Vec::new();
    for framework in &reply.without_labels {
        out.push(format!("the occupations of {framework} have no labels in this language"));
    }
    for answer in &reply.answers {
        let rows = answer.occupations.iter().map(|found| {
            let reasons = tables::sentences(&found.reasons);
            vec![found.score.to_string(), found.concept.label.clone(), reasons]
        });
        out.push(format!(
            "{}\n{}",
            answer.framework,
            table(&["score", "occupation", "because"], rows)
        ));
        let rows = answer.levels.iter().map(|group| {
            let level = format!("{} {}", group.scheme, group.digits);
            vec![group.score.to_string(), level, group.code.clone(), group.label.clone()]
        });
        out.push(table(&["score", "level", "code", "group"], rows));
    }
    if reply.answers.is_empty() {
        out.push("no current framework has occupations".to_owned());
    }
    out.join("\n\n")
}

fn held(reply: &ExamplesReply) -> String {
    let rows = reply.workspaces.iter().map(|workspace| {
        let digest = workspace.digest.short();
        vec![workspace.name.clone(), workspace.n_examples.to_string(), digest]
    });
    let mut out = table(&["workspace", "examples", "digest"], rows);
    if !reply.examples.is_empty() {
        let rows = reply.examples.iter().map(|example| {
            let concept = example.concept.to_string();
            vec![example.text.clone(), example.label.clone(), concept]
        });
        out.push_str("\n\n");
        out.push_str(&table(&["text", "label", "concept"], rows));
    }
    out
}
