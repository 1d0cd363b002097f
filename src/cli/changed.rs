//! What changed between releases, as tables and sentences for people.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::cli::drawing::strings;
use crate::cli::drawing::table;
use crate::cli::importing;
use crate::cli::mapped::more;
use crate::engine::Compared;
use crate::engine::DiffReply;
use crate::engine::GetOutcome;
use crate::engine::GetReply;
use crate::engine::Offer;
use crate::model::ConceptId;
use crate::model::Language;

/// Reasons written out for one succession.
const REASONS: usize = 3;

/// How much of the successions is listed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listed<'a> {
    /// Sorts of change that are asked for; all when empty.
    pub(super) only: &'a [String],
    /// Rows of each table.
    pub(super) limit: usize,
}

/// Sorts of change of which a succession tells: something new stands in the place of something else.
const SUCCEEDING: [&str; 3] = ["added", "removed", "status"];

pub(super) fn diff(reply: &DiffReply, listed: Listed<'_>) -> String {
    let mut out = format!(
        "{} -> {}: {} concepts, then {}; {} are as they were\n",
        reply.before, reply.after, reply.n_before, reply.n_after, reply.n_same
    );
    let has_same_languages = reply.languages.gone.is_empty() && reply.languages.come.is_empty();
    if has_same_languages
        && reply.counts.values().all(|n| *n == 0)
        && reply.relations.is_empty()
        && reply.measures.is_empty()
    {
        out.push_str("no difference\n");
        return out;
    }
    let told = [("gone", &reply.languages.gone), ("come", &reply.languages.come)];
    for (what, languages) in told.into_iter().filter(|(_, languages)| !languages.is_empty()) {
        let tags: Vec<&str> = languages.iter().map(Language::as_str).collect();
        let _ = writeln!(out, "languages that have {what}: {}", tags.join(", "));
    }
    let counts = reply.counts.iter().filter(|(_, n)| **n > 0);
    let counts = counts.map(|(sort, n)| strings([&sort.name().replace('_', " "), n]));
    if reply.counts.values().any(|n| *n > 0) {
        let _ = writeln!(out, "\n{}", table(&["what changed", "concepts"], counts));
    }
    if !reply.relations.is_empty() {
        let rows = reply.relations.iter().map(|(kind, n)| {
            strings([kind, &n.added, &n.added_with_concept, &n.removed, &n.removed_with_concept])
        });
        let header =
            ["relation", "added", "with a new concept", "removed", "with a concept that is gone"];
        let _ = writeln!(out, "\n{}", table(&header, rows));
    }
    if !reply.measures.is_empty() {
        let _ = writeln!(out, "\nmeasured {}", reply.measures);
    }
    if listed.only.is_empty() || listed.only.iter().any(|s| SUCCEEDING.contains(&s.as_str())) {
        successions(&mut out, reply, listed.limit);
    }
    let named = |id: &ConceptId| match reply.labels.get(id) {
        Some(label) => format!("{label} ({id})"),
        None => id.to_string(),
    };
    let lines = reply.concepts.iter().flat_map(|change| {
        change.details.iter().map(move |detail| {
            let sort = detail.sort().name().replace('_', " ");
            strings([&change.label, &sort, &detail.told(&named)])
        })
    });
    if !reply.concepts.is_empty() {
        let _ = write!(out, "\n{}", table(&["concept", "what", "how"], lines));
    }
    let n_total = usize::try_from(reply.total).unwrap_or(usize::MAX);
    more(&mut out, n_total, reply.concepts.len(), "--limit, --offset and --only");
    out
}

fn successions(out: &mut String, reply: &DiffReply, limit: usize) {
    for (counts, is_said, title) in [
        (&reply.said, true, "said by the publisher"),
        (&reply.proposed, false, "proposed from names"),
    ] {
        let rows = reply.successions.iter().filter(|s| s.is_said == is_said).map(|succession| {
            let labels =
                |named: &mut dyn Iterator<Item = &str>| named.collect::<Vec<_>>().join(" + ");
            let before = labels(&mut succession.before.iter().map(|c| c.label.as_str()));
            let after = labels(&mut succession.after.iter().map(|c| c.label.as_str()));
            let why: BTreeSet<String> =
                succession.links.iter().map(|l| l.because.to_string()).collect();
            let why: Vec<String> = why.into_iter().take(REASONS).collect();
            strings([&succession.shape.name(), &before, &after, &why.join("; ")])
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let n = usize::try_from(counts.values().sum::<u64>()).unwrap_or(usize::MAX);
        let n_shown = rows.len().min(limit);
        if !rows.is_empty() {
            let _ = writeln!(
                out,
                "\n{}",
                table(&[title, "before", "after", "because"], rows.into_iter().take(limit))
            );
            more(out, n, n_shown, "--limit N");
            out.push('\n');
        }
    }
}

/// Under what terms a release may be used.
pub(super) fn terms(offer: &Offer) -> String {
    format!("{}, {} ({}): {}", offer.title, offer.licence, offer.licence_url, offer.terms)
}

/// Issues of each sort that are told of an import.
const ISSUES: usize = 3;

pub(super) fn got(reply: &GetReply) -> String {
    let mut out = String::new();
    match reply.outcome {
        GetOutcome::Listed => {
            let rows = reply.offers.iter().map(|offer| {
                let how = if offer.steps.is_empty() { "fetched" } else { "by a form" };
                strings([&offer.release, &how, &offer.address, &offer.licence])
            });
            let _ = write!(out, "{}", table(&["release", "how", "from", "licence"], rows));
        }
        GetOutcome::ByHand => {
            for offer in &reply.offers {
                let _ = writeln!(out, "{} is had from its publisher by hand:", offer.title);
                for (number, step) in (1..).zip(&offer.steps) {
                    let _ = writeln!(out, "{number}. {step}");
                }
            }
        }
        GetOutcome::Imported | GetOutcome::Unchanged => {}
    }
    if let Some(file) = &reply.file {
        let compared = match file.compared {
            Compared::Given => "as was given",
            Compared::Recorded => "as recorded before",
            Compared::FirstTime => "recorded now",
        };
        let _ = writeln!(
            out,
            "fetched {} ({} bytes, {} of them there before)\nSHA-256 {} ({compared})",
            file.address, file.n_bytes, file.n_bytes_before, file.sha256
        );
        if !file.path.is_empty() {
            let _ = writeln!(out, "kept as {}", file.path);
        }
    }
    if let Some(import) = &reply.import {
        out.push_str(&importing::imported(import, ISSUES));
    }
    out
}
