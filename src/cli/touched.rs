//! What a new release touches, and what was replaced, as tables and sentences for people.

use std::fmt::Write as _;
use std::path::Path;

use crate::cli::drawing::strings;
use crate::cli::drawing::table;
use crate::cli::mapped::ROWS;
use crate::cli::mapped::more;
use crate::engine::ImpactReply;
use crate::engine::ReplaceReply;
use crate::engine::Replacement;
use crate::engine::TouchedConcept;

pub(super) fn impact(reply: &ImpactReply) -> String {
    let mut out = format!("{} -> {}\n", reply.before, reply.after);
    let fates = reply.fates.iter().filter(|(_, n)| **n > 0);
    let fates: Vec<String> = fates.map(|(fate, n)| format!("{n} {fate}")).collect();
    let _ = writeln!(out, "concepts in use: {}", or_none(&fates));
    let uses: Vec<String> = reply.uses.iter().map(|(p, n)| format!("{n} {}", p.name())).collect();
    let _ = writeln!(out, "touched: {}", or_none(&uses));
    if reply.concepts.is_empty() {
        return out;
    }
    let rows = reply.concepts.iter().map(|concept| {
        let uses: Vec<String> =
            concept.uses.iter().map(|u| u.place.counted(u.n, &u.name)).collect();
        strings([&concept.label, &concept.fate, &uses.join(", "), &proposed(concept)])
    });
    let _ = write!(out, "\n{}", table(&["concept", "is", "used in", "proposed"], rows));
    let n_total = usize::try_from(reply.total).unwrap_or(usize::MAX);
    more(&mut out, n_total, reply.concepts.len(), "--limit and --offset");
    out
}

fn or_none(parts: &[String]) -> String {
    if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
}

fn proposed(concept: &TouchedConcept) -> String {
    let one = |replacement: &Replacement| {
        let believed = replacement.confidence.map_or_else(String::new, |c| format!(" {c}"));
        let why = replacement.reasons.first().map_or("", String::as_str);
        format!("{} ({}{believed}: {why})", replacement.label, replacement.basis.name())
    };
    let all: Vec<String> = concept.proposals.iter().map(one).collect();
    if all.is_empty() { "nothing; say what takes its place".to_owned() } else { all.join("; or ") }
}

pub(super) fn replaced(reply: &ReplaceReply, written: &[&Path]) -> String {
    let would = if reply.is_preview { " (nothing is changed yet)" } else { "" };
    let mut out = format!(
        "{} -> {}: {} concepts replaced, {} left{would}\n",
        reply.before,
        reply.after,
        reply.replaced.len(),
        reply.left.len()
    );
    for changed in &reply.changed {
        let _ = writeln!(out, "{}", changed.place.counted(changed.n, &changed.name));
    }
    for batch in &reply.batches {
        let _ = writeln!(
            out,
            "{}: {} decisions added; take them back with skillmap crosswalk review {} --undo {}",
            batch.name, batch.n_decisions, batch.name, batch.batch
        );
    }
    for path in written {
        let _ = writeln!(out, "wrote {}", path.display());
    }
    for remark in &reply.remarks {
        let _ = writeln!(out, "{remark}");
    }
    let rows = reply.replaced.iter().take(ROWS).map(|one| {
        let believed = one.confidence.map_or_else(String::new, |c| c.to_string());
        strings([&one.label, &one.after_labels.join(" + "), &one.basis.name(), &believed])
    });
    if !reply.replaced.is_empty() {
        let header = ["replaced", "by", "because", "confidence"];
        let _ = writeln!(out, "\n{}", table(&header, rows));
        more(&mut out, reply.replaced.len(), ROWS, "--json");
    }
    if !reply.left.is_empty() {
        let rows = reply.left.iter().take(ROWS).map(|one| strings([&one.label, &one.id, &one.why]));
        let _ = write!(out, "\n{}", table(&["left", "id", "why"], rows));
        more(&mut out, reply.left.len(), ROWS, "--json");
    }
    out
}
