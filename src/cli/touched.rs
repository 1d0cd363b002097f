//! What a new release touches, and what was replaced, as tables and sentences for people.

use std::fmt::Write as _;
use std::path::Path;

use crate::cli::drawing::counted;
use crate::cli::drawing::strings;
use crate::cli::drawing::table;
use crate::cli::mapped::ROWS;
use crate::cli::mapped::more;
use crate::engine::Basis;
use crate::engine::ImpactReply;
use crate::engine::ReplaceReply;
use crate::engine::Replacement;
use crate::engine::TouchedConcept;

pub(super) fn impact(reply: &ImpactReply) -> String {
    let mut out = format!("{} -> {}\n", reply.before, reply.after);
    let fates = reply.fates.iter().filter(|(_, n)| **n > 0);
    let fates: Vec<String> = fates.map(|(fate, n)| format!("{n} {fate}")).collect();
    let _ = writeln!(out, "concepts in use: {}", or_none(&fates));
    let uses: Vec<String> = reply.uses.iter().map(|(p, n)| format!("{n} {}", p.name(*n))).collect();
    let _ = writeln!(out, "touched: {}", or_none(&uses));
    if reply.concepts.is_empty() {
        return out;
    }
    let rows = reply.concepts.iter().map(|concept| {
        let uses: Vec<String> =
            concept.uses.iter().map(|u| u.place.counted(u.n, &u.name)).collect();
        let (fate, changed) = (&concept.fate, changed(concept));
        strings([&concept.label, fate, &changed, &uses.join(", "), &proposed(concept)])
    });
    let header = ["concept", "is", "what changed", "used in", "in its place"];
    let _ = write!(out, "\n{}", table(&header, rows));
    let n_total = usize::try_from(reply.total).unwrap_or(usize::MAX);
    more(&mut out, n_total, reply.concepts.len(), "--limit and --offset");
    out
}

fn or_none(parts: &[String]) -> String {
    if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
}

/// Letters shown of each wording; all of it is in the JSON.
const WORDING: usize = 120;

/// The old wording and the new one.
fn changed(concept: &TouchedConcept) -> String {
    let quoted = |text: &str| match text.char_indices().nth(WORDING) {
        _ if text.is_empty() => "nothing".to_owned(),
        None => format!("“{text}”"),
        Some((end, _)) => format!("“{}…”", &text[..end]),
    };
    if concept.was == concept.is {
        return String::new();
    }
    format!("{} -> {}", quoted(&concept.was), quoted(&concept.is))
}

fn proposed(concept: &TouchedConcept) -> String {
    let is_there = |found: &Replacement| found.basis == Basis::StillThere;
    if concept.proposals.iter().any(is_there) {
        return "nothing to replace".to_owned();
    }
    let one = |replacement: &Replacement| {
        let believed = replacement.confidence.map_or_else(String::new, |c| format!(" {c}"));
        let why = replacement.reasons.first().map_or("", |reason| reason.sentence.as_str());
        format!("{} ({}{believed}: {why})", replacement.label, replacement.basis.name())
    };
    let all: Vec<String> = concept.proposals.iter().map(one).collect();
    if all.is_empty() { "nothing; say what takes its place".to_owned() } else { all.join("; or ") }
}

pub(super) fn replaced(reply: &ReplaceReply, written: &[&Path]) -> String {
    let would = if reply.is_preview { " (nothing is changed yet)" } else { "" };
    let mut out = format!(
        "{} -> {}: {} replaced, {} left{would}\n",
        reply.before,
        reply.after,
        counted(reply.replaced.len(), "concept", "concepts"),
        reply.left.len()
    );
    for changed in &reply.changed {
        let _ = writeln!(out, "{}", changed.place.counted(changed.n, &changed.name));
    }
    for batch in &reply.batches {
        let _ = writeln!(
            out,
            "{}: {} added; to take back: skillmap crosswalk review {} --undo {}",
            batch.name,
            counted(
                usize::try_from(batch.n_decisions).unwrap_or(usize::MAX),
                "decision",
                "decisions"
            ),
            batch.name,
            batch.batch
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
