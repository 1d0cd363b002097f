//! skillmap audit: who changed what and when, as a table or a file.

use std::fmt::Write as _;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::commands::Open;
use crate::cli::commands::check_folder;
use crate::cli::commands::write_file;
use crate::cli::drawing::strings;
use crate::cli::drawing::table;
use crate::cli::print::Printer;
use crate::cli::running;
use crate::engine::AuditReply;
use crate::engine::AuditRequest;
use crate::model::AuditChange;
use crate::model::AuditEntry;

/// Entries asked for at once when all are wanted.
const PAGE: usize = 1_000;

#[derive(Debug, Args)]
pub(super) struct AuditArguments {
    /// Only entries from then on: a date, or a time such as 2026-01-31T12:00:00Z.
    #[arg(long, default_value = "", hide_default_value = true)]
    since: String,
    /// Only entries before then.
    #[arg(long, default_value = "", hide_default_value = true)]
    until: String,
    /// Only this operation, such as import.
    #[arg(long, default_value = "", hide_default_value = true)]
    operation: String,
    /// Only by this key (its id) or name.
    #[arg(long, default_value = "", hide_default_value = true)]
    who: String,
    /// Only entries with lower numbers.
    #[arg(long)]
    before: Option<u64>,
    /// How many, the newest first.
    #[arg(long, default_value_t = 100)]
    limit: usize,
    /// Write all entries that fit, the oldest first, in this format.
    #[arg(long, value_enum)]
    format: Option<ExportFormat>,
    /// The file to write them to.
    #[arg(long, short, requires = "format")]
    output: Option<PathBuf>,
}

/// Formats of an exported log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ExportFormat {
    /// One row for each entry, for spreadsheets.
    Csv,
    /// One JSON object on each line: all that is known.
    Ndjson,
}

pub(super) fn run(
    open: Open<'_>,
    dir: &Path,
    command: &AuditArguments,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let request = AuditRequest {
        since: command.since.clone(),
        until: command.until.clone(),
        operation: command.operation.clone(),
        who: command.who.clone(),
        before: command.before,
        limit: command.limit,
    };
    let Some(format) = command.format else {
        let reply = page(open, dir, &request)?;
        printer.reply(&reply, entries)?;
        return Ok(if reply.entries.is_empty() { End::NothingFound } else { End::Done });
    };
    if let Some(path) = &command.output {
        check_folder(path)?;
    }
    let mut all = Vec::new();
    let mut wanted = AuditRequest { limit: PAGE, ..request };
    loop {
        let reply = page(open, dir, &wanted)?;
        all.extend(reply.entries);
        wanted.before = reply.next;
        if reply.next.is_none() {
            break;
        }
    }
    all.reverse();
    let content = match format {
        ExportFormat::Csv => csv(&all),
        ExportFormat::Ndjson => ndjson(&all)?,
    };
    write_file(&content, command.output.as_deref(), printer)?;
    Ok(End::Done)
}

fn page(open: Open<'_>, dir: &Path, request: &AuditRequest) -> Result<AuditReply, Failure> {
    let query = [
        ("since", request.since.clone()),
        ("until", request.until.clone()),
        ("operation", request.operation.clone()),
        ("who", request.who.clone()),
        ("before", request.before.map_or_else(String::new, |number| number.to_string())),
        ("limit", request.limit.to_string()),
    ];
    running::get(open, dir, "/api/v1/audit", &query, |engine| engine.audit(request))
}

fn entries(reply: &AuditReply) -> String {
    if reply.entries.is_empty() {
        return "nothing found".to_owned();
    }
    let rows = reply.entries.iter().map(|entry| {
        strings([
            &entry.number,
            &entry.time,
            &who(entry),
            &entry.operation,
            &entry.target,
            &entry.outcome.name(),
            &changes(entry),
        ])
    });
    let mut out = table(&["no", "time", "who", "operation", "target", "outcome", "changed"], rows);
    if let Some(next) = reply.next {
        let _ = write!(out, "\n\nthere are more: --before {next}");
    }
    out
}

fn who(entry: &AuditEntry) -> String {
    match &entry.who.key {
        Some(key) => format!("{} (key {key})", entry.who.name),
        None => entry.who.name.clone(),
    }
}

/// What was otherwise afterwards, in one line.
fn changes(entry: &AuditEntry) -> String {
    let state = |state: &Option<String>| state.clone().unwrap_or_else(|| "not there".to_owned());
    let one = |change: &AuditChange| {
        format!("{}: {} -> {}", change.part, state(&change.before), state(&change.after))
    };
    let mut all: Vec<String> = entry.changes.iter().map(one).collect();
    if entry.n_left_out > 0 {
        all.push(format!("and {} more", entry.n_left_out));
    }
    all.join("; ")
}

fn csv(entries: &[AuditEntry]) -> String {
    let mut out = String::from(
        "number,time,who,key,operation,target,outcome,request,changed,previous_digest\r\n",
    );
    for entry in entries {
        let cells = [
            entry.number.to_string(),
            entry.time.clone(),
            entry.who.name.clone(),
            entry.who.key.clone().unwrap_or_default(),
            entry.operation.clone(),
            entry.target.clone(),
            entry.outcome.name().to_owned(),
            entry.request.clone(),
            changes(entry),
            entry.previous.to_string(),
        ];
        let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
        let _ = write!(out, "{}\r\n", cells.join(","));
    }
    out
}

/// A cell that spreadsheets take for text, whatever somebody called their file: nothing in it is a formula.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let guarded = if is_formula { format!("'{text}") } else { text.to_owned() };
    if guarded.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", guarded.replace('"', "\"\""));
    }
    guarded
}

fn ndjson(entries: &[AuditEntry]) -> Result<String, Failure> {
    let mut out = String::new();
    for entry in entries {
        let line = serde_json::to_string(entry).map_err(|e| {
            Failure::Message(format!("the log cannot be written ({e}); report this as a bug"))
        })?;
        out.push_str(&line);
        out.push('\n');
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let rows = [
            ("list.csv", "list.csv"),
            ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
            ("@a", "'@a"),
            ("a, \"b\"", "\"a, \"\"b\"\"\""),
            ("", ""),
        ];
        for (text, expected) in rows {
            assert_eq!(cell(text), expected, "{text:?}");
        }
    }
}
