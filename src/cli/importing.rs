//! Import a framework, preview it, and tell what the columns of a spreadsheet are.

use std::fmt::Write as _;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::arguments::ColumnsArguments;
use crate::cli::arguments::ImportArguments;
use crate::cli::commands::Open;
use crate::cli::commands::read_text;
use crate::cli::commands::sources;
use crate::cli::drawing::in_threes;
use crate::cli::drawing::strings;
use crate::cli::drawing::table;
use crate::cli::print::Printer;
use crate::cli::progress::Progress;
use crate::engine::ColumnsReply;
use crate::engine::ColumnsRequest;
use crate::engine::Engine;
use crate::engine::ImportPreview;
use crate::engine::ImportReply;
use crate::engine::ImportRequest;
use crate::engine::IssueCount;
use crate::engine::Outcome;
use crate::engine::PreviewRow;
use crate::engine::Starter;
use crate::engine::Storing;
use crate::engine::Strictness;
use crate::model::Issue;

/// Rows of each sort that a dry run prints; `--json` has more.
const ROWS: usize = 20;

/// `skillmap import`
pub(super) fn import(
    open: Open<'_>,
    command: &ImportArguments,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let columns = command.columns.as_ref().map(|path| read_text(path)).transpose()?;
    let request = ImportRequest {
        sources: sources(&command.paths, &command.name)?,
        version: command.release.clone(),
        key: command.key.clone(),
        licence: command.licence.clone(),
        columns,
        sheet: command.sheet.clone(),
        format: command.format.clone(),
        strictness: if command.strict { Strictness::Strict } else { Strictness::Lenient },
        storing: if command.dry_run { Storing::DryRun } else { Storing::Stored },
    };
    let progress = Progress::new();
    let reply = open(Starter::Never)?.import(&request, &|step| progress.show(step))?;
    drop(progress);
    printer.reply(&reply, |reply| imported(reply, command.issues))?;
    Ok(End::Done)
}

/// `skillmap columns`: the file to correct, or with `--json` all that is known.
pub(super) fn columns(command: &ColumnsArguments, printer: &mut Printer) -> Result<End, Failure> {
    let given = command.columns.as_ref().map(|path| read_text(path)).transpose()?;
    let reply = Engine::columns(&ColumnsRequest {
        sources: sources(std::slice::from_ref(&command.file), &command.name)?,
        sheet: command.sheet.clone(),
        columns: given,
        key: command.key.clone(),
        roles: Vec::new(),
    })?;
    printer.reply(&reply, columns_file)?;
    Ok(End::Done)
}

/// The file with all that is told beside it as remarks.
fn columns_file(reply: &ColumnsReply) -> String {
    let shown = &reply.shown;
    let mut out = String::new();
    let mut remark = |text: &str| {
        for line in text.lines() {
            let _ = writeln!(out, "# {}", line.trim_end());
        }
    };
    let sheet =
        if shown.sheet.is_empty() { String::new() } else { format!(", sheet {:?}", shown.sheet) };
    remark(&format!("What the columns of {}{sheet} are taken for.", shown.file));
    if shown.sheets.len() > 1 {
        remark(&format!("Its sheets: {}.", shown.sheets.join(", ")));
    }
    if shown.n_rows == 0 {
        remark(
            "No row of it can be read as a concept so; perhaps it is no list of concepts at all.",
        );
    }
    remark("Correct what is wrong, then: skillmap import FILE --columns THIS.toml --dry-run");
    remark(
        "use: id code label alternative hidden description definition scope_note note kind parent depth",
    );
    remark(
        "     outline relation mapping status replaced_by property skip; level = 1, 2, ...: a group above the row",
    );
    if !shown.doubt.is_empty() {
        remark(&format!("Not certain: {}.", shown.doubt));
    }
    let (n_rows, n_concepts, n_refused) = (shown.n_rows, shown.n_concepts, shown.n_refused);
    remark(&format!(
        "\n{n_rows} rows make {n_concepts} concepts, groups among them; {n_refused} refused. The first rows as read:"
    ));
    for row in &shown.rows {
        let above = if row.broader.is_empty() {
            String::new()
        } else {
            format!(" < {}", row.broader.join(" < "))
        };
        remark(&format!("  line {}: {} “{}”{above}", row.line, row.kind, row.label));
        remark(&format!("    {}", row.id));
        for fact in &row.further {
            remark(&format!("    {fact}"));
        }
    }
    for issue in &shown.issues {
        remark(&format!("{}: {issue}", issue.severity.name()));
    }
    format!("{out}\n{}", shown.toml)
}

/// What a dry run found.
fn previewed(reply: &ImportReply, preview: &ImportPreview) -> String {
    let with = preview.compared_with.as_deref().map_or_else(
        || "nothing of it is held yet".to_owned(),
        |held| format!("compared with {held}"),
    );
    let name = &reply.name;
    let mut out = format!("dry run: {name} ({}), {with}; nothing was stored\n", reply.format);
    let counts = [
        ("new", preview.n_new),
        ("changed", preview.n_changed),
        ("unchanged", preview.n_unchanged),
        ("removed", preview.n_removed),
        ("refused", preview.n_refused),
    ];
    let counts = counts.iter().map(|(what, n)| strings([what, n]));
    let _ = writeln!(out, "\n{}", table(&["would be", "count"], counts));
    for (what, rows, n) in [
        ("new", &preview.new, preview.n_new),
        ("changed", &preview.changed, preview.n_changed),
        ("removed", &preview.removed, preview.n_removed),
    ] {
        push_rows(&mut out, what, rows, n);
    }
    out
}

fn push_rows(out: &mut String, what: &str, rows: &[PreviewRow], n: u64) {
    if rows.is_empty() {
        return;
    }
    let shown = rows.iter().take(ROWS);
    let drawn = if what == "changed" {
        let cells = shown.map(|row| {
            let told: Vec<&str> = row.differences.iter().map(|d| d.sentence.as_str()).collect();
            strings([&row.label, &row.id, &told.join("; ")])
        });
        table(&[what, "id", "difference"], cells)
    } else {
        table(&[what, "id"], shown.map(|row| strings([&row.label, &row.id])))
    };
    let _ = writeln!(out, "\n{drawn}");
    if n > ROWS as u64 {
        let _ = writeln!(out, "... and {} more; --json tells more of them", n - ROWS as u64);
    }
}

pub(super) fn imported(reply: &ImportReply, n_each: usize) -> String {
    let mut out = match (&reply.preview, reply.outcome) {
        (Some(preview), _) => previewed(reply, preview),
        (None, Outcome::New) => {
            format!("imported {} ({}), digest {}\n", reply.name, reply.format, reply.digest.short())
        }
        (None, Outcome::Unchanged) => {
            format!("{} is there already; nothing new was stored, and it is current\n", reply.name)
        }
    };
    let concepts = reply.concepts.iter().map(|(kind, n)| strings([kind, n]));
    let relations = reply.relations.iter().map(|(kind, n)| strings([kind, n]));
    if !reply.concepts.is_empty() {
        let _ = writeln!(out, "\n{}", table(&["concepts of kind", "count"], concepts));
    }
    let _ = writeln!(out, "\n{}", table(&["relations of kind", "count"], relations));
    if reply.n_measures > 0 {
        let _ = writeln!(out, "\n{} measured values", reply.n_measures);
    }
    for set in &reply.mapping_sets {
        let _ = writeln!(out, "\nmapping set {:?}, {} mappings", set.title, set.n_mappings);
    }
    let tables = reply.tables.iter().map(|t| strings([&t.file, &t.rows, &t.taken]));
    let _ = writeln!(out, "\n{}", table(&["table", "rows", "taken"], tables));
    push_issues(&mut out, &reply.issue_counts, &reply.issues, n_each);
    out
}

/// The issues counted by sort, and below it the first of each sort; in both the gravest stand first.
fn push_issues(out: &mut String, counts: &[IssueCount], issues: &[Issue], n_each: usize) {
    if counts.is_empty() {
        return;
    }
    let mut counts: Vec<&IssueCount> = counts.iter().collect();
    counts.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.code.cmp(&b.code)));
    let rows = counts.iter().map(|c| strings([&c.severity.name(), &c.code, &c.count]));
    let _ = writeln!(out, "\n{}", table(&["severity", "issue", "count"], rows));
    let mut n_left = 0;
    for count in counts {
        let of_it = issues.iter().filter(|i| i.severity == count.severity && i.code == count.code);
        let mut n_shown = 0;
        for issue in of_it.take(n_each) {
            let _ = writeln!(out, "{}: {issue}", issue.severity.name());
            n_shown += 1;
        }
        let n_more = count.count.saturating_sub(n_shown);
        if n_more > 0 {
            let _ = writeln!(out, "... and {} more of {}", in_threes(n_more), count.code);
        }
        n_left += n_more;
    }
    if n_left > 0 {
        let n_kept = in_threes(issues.len() as u64);
        let _ = writeln!(out, "--issues N prints N of each sort; --json has {n_kept} of all");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Location;
    use crate::model::Severity;

    fn issue(severity: Severity, code: &str, n: u64) -> Issue {
        let location = Location::line("a.csv", n);
        let (what, remedy) = (format!("fault {n}"), "mend it".to_owned());
        Issue { severity, code: code.to_owned(), location, what, remedy }
    }

    #[test]
    fn of_each_sort_of_issue_three_are_told_errors_first_and_the_rest_is_counted() {
        let mut issues: Vec<Issue> = (1..=5).map(|n| issue(Severity::Note, "odd", n)).collect();
        issues.push(issue(Severity::Error, "dangling-relation", 9));
        let count =
            |severity, code: &str, count| IssueCount { severity, code: code.to_owned(), count };
        let counts =
            [count(Severity::Note, "odd", 5), count(Severity::Error, "dangling-relation", 26_000)];
        let mut out = String::new();
        push_issues(&mut out, &counts, &issues, 3);
        let told: Vec<&str> = out.lines().skip(3).collect();
        assert!(told[0].starts_with("error") && told[1].starts_with("note"), "{out}");
        let expected = "\
error: a.csv, line 9: fault 9; mend it
... and 25,999 more of dangling-relation
note: a.csv, line 1: fault 1; mend it
note: a.csv, line 2: fault 2; mend it
note: a.csv, line 3: fault 3; mend it
... and 2 more of odd
--issues N prints N of each sort; --json has 6 of all";
        assert_eq!(told[2..].join("\n"), expected, "{out}");
    }
}
