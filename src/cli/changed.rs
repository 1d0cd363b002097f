//! What changed between releases, as tables and sentences for people.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::cli::drawing::strings;
use crate::cli::drawing::table;
use crate::cli::importing;
use crate::cli::mapped::ROWS;
use crate::cli::mapped::more;
use crate::engine::Compared;
use crate::engine::DiffReply;
use crate::engine::GetOutcome;
use crate::engine::GetReply;
use crate::engine::Offer;
use crate::engine::Succession;
use crate::model::Language;

/// Reasons written out for one succession.
const REASONS: usize = 3;

pub(super) fn diff(reply: &DiffReply) -> String {
    let mut out = format!(
        "{} -> {}: {} concepts, then {}; {} are as they were\n",
        reply.before, reply.after, reply.n_before, reply.n_after, reply.n_same
    );
    let told = [("gone", &reply.languages.gone), ("come", &reply.languages.come)];
    for (what, languages) in told.into_iter().filter(|(_, languages)| !languages.is_empty()) {
        let tags: Vec<&str> = languages.iter().map(Language::as_str).collect();
        let _ = writeln!(out, "languages that have {what}: {}", tags.join(", "));
    }
    let counts = reply.counts.iter().filter(|(_, n)| **n > 0);
    let counts = counts.map(|(sort, n)| strings([&sort.name().replace('_', " "), n]));
    let _ = writeln!(out, "\n{}", table(&["what changed", "concepts"], counts));
    if !reply.relations.is_empty() {
        let rows = reply.relations.iter().map(|(kind, n)| {
            strings([kind, &n.added, &n.added_with_concept, &n.removed, &n.removed_with_concept])
        });
        let header =
            ["relation", "added", "with a new concept", "removed", "with a concept that is gone"];
        let _ = writeln!(out, "\n{}", table(&header, rows));
    }
    if !reply.measures.is_empty() {
        let _ = writeln!(out, "\nmeasures: {}", reply.measures);
    }
    successions(&mut out, &reply.successions);
    let lines = reply.concepts.iter().flat_map(|change| {
        change.details.iter().map(move |detail| {
            strings([&change.label, &detail.sort().name().replace('_', " "), detail])
        })
    });
    if !reply.concepts.is_empty() {
        let _ = write!(out, "\n{}", table(&["concept", "what", "how"], lines));
    }
    let n_total = usize::try_from(reply.total).unwrap_or(usize::MAX);
    more(&mut out, n_total, reply.concepts.len(), "--limit, --offset and --only");
    out
}

fn successions(out: &mut String, all: &[Succession]) {
    for (is_said, title) in [(true, "said by the publisher"), (false, "proposed from names")] {
        let rows = all.iter().filter(|s| s.is_said == is_said).map(|succession| {
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
        let n = rows.len();
        if !rows.is_empty() {
            let _ = writeln!(
                out,
                "\n{}",
                table(&[title, "before", "after", "because"], rows.into_iter().take(ROWS))
            );
            more(out, n, ROWS, "--json");
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
