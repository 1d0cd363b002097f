//! What is found of mapping sets, as tables and sentences for people.

use std::fmt::Write as _;

use crate::cli::drawing::strings;
use crate::cli::drawing::table;
use crate::cli::mapped::ROWS;
use crate::cli::mapped::more;
use crate::engine::CheckReply;
use crate::engine::CompareReply;
use crate::engine::CoverageReply;
use crate::engine::ImportMappingsReply;
use crate::engine::PublishReply;
use crate::model::Mapping;

pub(super) fn check(reply: &CheckReply) -> String {
    if reply.contradictions.is_empty() {
        return format!("{}: {} mappings, no contradiction", reply.name, reply.n_mappings);
    }
    let n = reply.contradictions.len();
    let mut out = format!("{}: {} mappings, {n} contradictions\n", reply.name, reply.n_mappings);
    for found in reply.contradictions.iter().take(ROWS) {
        let _ = write!(out, "\n- {}", found.sentence);
    }
    more(&mut out, n, ROWS, "--json");
    let proof = if reply.is_smallest { "nothing smaller does" } else { "perhaps less would do" };
    let _ = write!(
        out,
        "\n\nto be free of them ({proof}): drop {}, weaken {}\n",
        reply.drop.len(),
        reply.downgrade.len()
    );
    let all = reply.drop.iter().chain(&reply.downgrade);
    let rows = all.take(ROWS).map(|c| {
        let becomes = c.becomes.map_or_else(|| "drop".to_owned(), |p| format!("make it {p}"));
        strings([&c.mapping.subject_label, &c.mapping.predicate, &c.mapping.object_label, &becomes])
    });
    let _ = write!(out, "\n{}", table(&["subject", "match", "object", "proposed"], rows));
    out
}

/// How much is mapped; `n_waiting` proposals where nothing is decided yet.
pub(super) fn coverage(reply: &CoverageReply, n_waiting: Option<u64>) -> String {
    let percent = |share: f64| format!("{:.1}", share * 100.0);
    let mut out = format!("{}\n", reply.name);
    if let (Some(n), None) = (n_waiting, &reply.change) {
        let sides = [&reply.coverage.subjects, &reply.coverage.objects];
        // Without a mapping nobody knows which kinds are to be mapped, unless they are asked for.
        let sides = sides.into_iter().filter(|side| side.total.n_concepts > 0);
        let sides = sides.map(|side| {
            format!(
                "{} of {} concepts of {}",
                side.total.n_mapped, side.total.n_concepts, side.framework
            )
        });
        let sides: Vec<String> = sides.collect();
        let mapped = match sides.as_slice() {
            [] => "nothing is mapped".to_owned(),
            sides => format!("{} are mapped", sides.join(" and ")),
        };
        let wait = if n == 1 { "proposal waits" } else { "proposals wait" };
        let _ = writeln!(
            out,
            "nothing is decided yet: {mapped}; {n} {wait}: skillmap crosswalk review {} --reviewer YOU",
            reply.name
        );
        return out;
    }
    for side in [&reply.coverage.subjects, &reply.coverage.objects] {
        let total = &side.total;
        let _ = writeln!(
            out,
            "\n{}: {} of {} concepts mapped ({} %), {} exactly, {} have no match",
            side.framework,
            total.n_mapped,
            total.n_concepts,
            percent(total.share.value()),
            total.n_exact,
            total.n_no_match
        );
        let rows = side.groups.iter().map(|group| {
            let label = if group.label.is_empty() { "in no group" } else { &group.label };
            let counted = &group.counted;
            let label = format!("{}{label}", "  ".repeat(group.level.saturating_sub(1)));
            strings([
                &label,
                &counted.n_concepts,
                &counted.n_mapped,
                &percent(counted.share.value()),
                &percent(counted.share_exact.value()),
                &counted.n_no_match,
            ])
        });
        let header = ["group", "concepts", "mapped", "%", "exact %", "no match"];
        let _ = writeln!(out, "{}", table(&header, rows));
    }
    let rows = reply.coverage.mappings.iter().map(|p| strings([&p.predicate, &p.n]));
    let _ = write!(out, "\n{}", table(&["match", "mappings"], rows));
    if let Some(change) = &reply.change {
        let rows = [("subjects", &change.subjects), ("objects", &change.objects)];
        let rows = rows.into_iter().map(|(name, side)| {
            strings([
                &name,
                &percent(side.before.share.value()),
                &percent(side.after.share.value()),
                &side.settled.len(),
                &side.opened.len(),
            ])
        });
        let header = ["side", "before %", "now %", "newly settled", "newly open"];
        let _ = write!(out, "\n\n{}", table(&header, rows));
    }
    out
}

pub(super) fn published(reply: &PublishReply) -> String {
    let mut out = format!(
        "{}@{}: {} mappings, digest {}",
        reply.name,
        reply.version,
        reply.n_mappings,
        reply.digest.short()
    );
    if !reply.supersedes.is_empty() {
        let _ = write!(out, "; it takes the place of {}", reply.supersedes);
    }
    if reply.n_contradictions > 0 {
        let _ = write!(out, "; {} contradictions are in it", reply.n_contradictions);
    }
    let _ = write!(
        out,
        "\nwrite it with: skillmap crosswalk export {}@{} -o FILE",
        reply.name, reply.version
    );
    out
}

pub(super) fn compared(reply: &CompareReply) -> String {
    let found = &reply.comparison;
    let mut out = format!(
        "{} -> {}: {} added, {} removed, {} changed, {} the same\n",
        reply.before,
        reply.after,
        found.added.len(),
        found.removed.len(),
        found.changed.len(),
        found.n_same
    );
    let row = |what: &str, mapping: &Mapping, how: &str| {
        let object = mapping.object_label.as_str();
        strings([&what, &mapping.subject_label, &mapping.predicate, &object, &how])
    };
    let changed = found.changed.iter().map(|change| {
        let how: Vec<String> = change
            .differences
            .iter()
            .map(|d| format!("{}: {} -> {}", d.field.name(), d.before, d.after))
            .collect();
        row("changed", &change.after, &how.join("; "))
    });
    let rows = (found.added.iter().map(|m| row("added", m, "")))
        .chain(found.removed.iter().map(|m| row("removed", m, "")))
        .chain(changed);
    let header = ["what", "subject", "match", "object", "how"];
    let _ = write!(out, "\n{}", table(&header, rows.take(ROWS)));
    more(&mut out, found.added.len() + found.removed.len() + found.changed.len(), ROWS, "--json");
    out
}

pub(super) fn imported(reply: &ImportMappingsReply) -> String {
    let would = if reply.is_preview { " (nothing is written yet)" } else { "" };
    let mut out = format!(
        "{} by {}: {} statements read, {} new, {} changed, {} gone, {} as they were{would}",
        reply.name,
        reply.reviewer,
        reply.n_read,
        reply.n_added,
        reply.n_changed,
        reply.n_removed,
        reply.n_unchanged
    );
    if reply.n_left_out > 0 {
        let _ = write!(
            out,
            "\n{} were left out, for an earlier row says something else of the pair: {}, ...",
            reply.n_left_out,
            reply.left_out.iter().take(3).cloned().collect::<Vec<_>>().join(", ")
        );
    }
    if reply.n_unknown > 0 {
        let _ = write!(
            out,
            "\n{} statements are of concepts that the frameworks do not have: {}, ...",
            reply.n_unknown,
            reply.unknown.iter().take(3).cloned().collect::<Vec<_>>().join(", ")
        );
    }
    for issue in &reply.issue_counts {
        let _ = write!(out, "\n{} x {}", issue.count, issue.code);
    }
    out
}
