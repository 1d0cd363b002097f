//! skillmap profiles: list, show, save, remove.

use clap::Args;
use clap::Subcommand;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::commands::Open;
use crate::cli::drawing::table;
use crate::cli::print::Printer;
use crate::cli::rules::RuleArguments;
use crate::engine::ProfilesReply;
use crate::engine::ProfilesRequest;
use crate::engine::RemoveProfileRequest;
use crate::engine::SaveProfileReply;
use crate::engine::SaveProfileRequest;
use crate::engine::Starter;
use crate::model::Profile;
use crate::model::Selection;

#[derive(Debug, Subcommand)]
pub(super) enum ProfilesCommand {
    /// List all profiles, or show one.
    List {
        /// Its name.
        #[arg(default_value = "", hide_default_value = true)]
        name: String,
    },
    /// Save rules under a name, in the place of what had that name.
    Save(Box<SaveArguments>),
    /// Forget a profile.
    Remove {
        /// Its name.
        name: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct SaveArguments {
    /// Its name: lower-case letters, digits and hyphens.
    name: String,
    #[command(flatten)]
    rules: RuleArguments,
}

pub(super) fn run(
    open: Open<'_>,
    command: &ProfilesCommand,
    printer: &mut Printer,
) -> Result<End, Failure> {
    match command {
        ProfilesCommand::List { name } => {
            let request = ProfilesRequest { name: name.clone() };
            let reply = open(Starter::WhenEmpty)?.profiles(&request)?;
            printer.reply(&reply, list)?;
        }
        ProfilesCommand::Save(command) => {
            let profile = command.rules.profile(&command.name)?;
            let engine = open(Starter::WhenEmpty)?;
            let reply = engine.save_profile(&SaveProfileRequest { profile })?;
            drop(engine);
            printer.reply(&reply, saved)?;
        }
        ProfilesCommand::Remove { name } => {
            let request = RemoveProfileRequest { name: name.clone() };
            let reply = open(Starter::WhenEmpty)?.remove_profile(&request)?;
            printer.reply(&reply, |reply| format!("{} is removed", reply.name))?;
        }
    }
    Ok(End::Done)
}

fn list(reply: &ProfilesReply) -> String {
    let rows = reply.profiles.iter().map(|profile| {
        let Profile { name, framework, rules, .. } = profile;
        let pins: Vec<String> =
            rules.pins.iter().map(|pin| format!("{}={}", pin.phrase, pin.concept)).collect();
        let text = |selection: &Selection| selected(selection).join(", ");
        let cells = [name.clone(), framework.join(", "), text(&rules.allow), text(&rules.block)];
        cells.into_iter().chain([pins.join(", ")]).collect()
    });
    table(&["profile", "frameworks", "allow", "block", "pins"], rows)
}

fn selected(selection: &Selection) -> Vec<String> {
    let ids = selection.concept.iter().map(ToString::to_string);
    let groups = selection.group.iter().map(|id| format!("all below {id}"));
    let kinds = selection.kind.iter().map(ToString::to_string);
    let names = selection.framework.iter().chain(&selection.reuse_level).cloned();
    ids.chain(groups).chain(kinds).chain(names).collect()
}

fn saved(reply: &SaveProfileReply) -> String {
    let mut out = format!("{} is saved; use it with --profile {0}", reply.profile.name);
    if !reply.unknown.is_empty() {
        out.push_str("\nnothing is called: ");
        out.push_str(&reply.unknown.join(", "));
    }
    out
}
