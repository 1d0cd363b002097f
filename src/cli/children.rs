//! Children: what stands below a concept, or the top of a framework.

use clap::Args;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::commands::Open;
use crate::cli::drawing::strings;
use crate::cli::drawing::table;
use crate::cli::print::Printer;
use crate::cli::tables::in_use;
use crate::engine::ChildrenReply;
use crate::engine::ChildrenRequest;
use crate::engine::Starter;

/// Of `skillmap children`.
#[derive(Debug, Args)]
pub(super) struct ChildrenArguments {
    /// A concept by IRI, code or whole label; without one, what has nothing above it.
    #[arg(default_value = "", hide_default_value = true)]
    id: String,
    /// Only these frameworks.
    #[arg(long)]
    framework: Vec<String>,
    /// Only these kinds.
    #[arg(long)]
    kind: Vec<String>,
    /// Language of labels.
    #[arg(long, default_value = "", hide_default_value = true)]
    language: String,
    /// How many to pass over.
    #[arg(long, default_value_t = 0)]
    offset: usize,
    /// How many.
    #[arg(long, default_value_t = 50)]
    limit: usize,
}

pub(super) fn children(
    open: Open<'_>,
    command: &ChildrenArguments,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let reply = open(Starter::WhenEmpty)?.children(&ChildrenRequest {
        id: command.id.clone(),
        framework: command.framework.clone(),
        kind: command.kind.clone(),
        language: command.language.clone(),
        offset: command.offset,
        limit: command.limit,
    })?;
    printer.reply(&reply, shown)?;
    Ok(if reply.children.is_empty() { End::NothingFound } else { End::Done })
}

fn shown(reply: &ChildrenReply) -> String {
    let below = match &reply.parent {
        Some(parent) => format!("below {}", parent.label),
        None => "at the top".to_owned(),
    };
    if reply.children.is_empty() {
        return format!("nothing {below}");
    }
    let rows = reply.children.iter().map(|child| {
        let concept = &child.concept;
        let label = format!("{}{}", concept.label, in_use(concept));
        strings([&child.code, &label, &concept.kind, &concept.framework, &child.n_children])
    });
    let rows = table(&["code", "label", "kind", "framework", "below"], rows);
    format!("{} concepts {below}\n\n{rows}", reply.total)
}
