//! Crosswalks at work, as tables and sentences for people.

use std::fmt::Write as _;

use crate::cli::drawing::strings;
use crate::cli::drawing::table;
use crate::cli::tables::sentences;
use crate::engine::CrosswalksReply;
use crate::engine::DecisionsReply;
use crate::engine::ProposeReply;
use crate::engine::QueueReply;
use crate::engine::QueuedPair;
use crate::engine::ReviewReply;
use crate::engine::SaveCrosswalkReply;
use crate::model::Verdict;
use crate::model::Weight;

/// Rows of a table that are shown; all of them are in the JSON.
pub(super) const ROWS: usize = 40;

pub(super) fn proposals(reply: &ProposeReply, n_rows: usize) -> String {
    let mut out = format!(
        "{} -> {}: {} of {} concepts have a proposal, {} proposals\n",
        reply.from,
        reply.to,
        reply.n_with_proposal,
        reply.n_subjects,
        reply.proposals.len()
    );
    if !reply.seed.is_empty() {
        let _ = writeln!(out, "learnt from {}: confidences are probabilities", reply.seed);
    }
    let rows = reply.proposals.iter().take(n_rows).map(|p| {
        strings([
            &p.confidence,
            &p.subject.label,
            &p.predicate,
            &p.object.label,
            &sentences(&p.reasons),
        ])
    });
    let _ =
        write!(out, "\n{}", table(&["confidence", "subject", "match", "object", "because"], rows));
    more(&mut out, reply.proposals.len(), n_rows, "--rows or --json");
    out
}

pub(super) fn more(out: &mut String, n: usize, n_shown: usize, how: &str) {
    if n > n_shown {
        let _ = write!(out, "\n... and {} more; print them with {how}", n - n_shown);
    }
}

pub(super) fn saved(reply: &SaveCrosswalkReply) -> String {
    let mut out = format!(
        "{} ({}): {} -> {}, {} proposals for {} concepts, {} decisions",
        reply.name,
        reply.state.name(),
        reply.from,
        reply.to,
        reply.n_proposals,
        reply.n_subjects,
        reply.n_decisions
    );
    if reply.n_refused > 0 {
        let _ = write!(out, "\n{} were refused before and are left out", reply.n_refused);
    }
    if !reply.seed.is_empty() {
        let _ = write!(out, "\nlearnt from {}", reply.seed);
    }
    let _ = write!(out, "\ngo on with: skillmap crosswalk review {} --reviewer YOU", reply.name);
    out
}

pub(super) fn crosswalks(reply: &CrosswalksReply) -> String {
    if reply.crosswalks.is_empty() {
        return "no crosswalk is at work; begin one with skillmap crosswalk propose FROM TO --save NAME"
            .to_owned();
    }
    let rows = reply.crosswalks.iter().map(|c| {
        // The last is the published one, those before it are superseded.
        let published: Vec<&str> = c.published.iter().map(|v| v.version.as_str()).collect();
        let sides = format!("{} -> {}", c.from, c.to);
        strings([
            &c.name,
            &sides,
            &c.state.name(),
            &c.n_proposals,
            &c.n_accepted,
            &(c.n_rejected + c.n_no_match),
            &c.n_disputed,
            &published.join(", "),
        ])
    });
    let header =
        ["crosswalk", "sides", "state", "proposed", "accepted", "refused", "disputed", "versions"];
    table(&header, rows)
}

pub(super) fn queue(reply: &QueueReply) -> String {
    let mut out = format!("{}: {} pairs to look at\n", reply.name, reply.total);
    let rows = reply.items.iter().map(|item| {
        let confidence = item.confidence.map_or_else(String::new, |c| c.to_string());
        strings([
            &confidence,
            &item.effect,
            &item.subject.label,
            &item.predicate,
            &item.object.label,
            &sentences(&item.reasons),
        ])
    });
    let header = ["confidence", "hangs on it", "subject", "match", "object", "because"];
    let _ = write!(out, "\n{}", table(&header, rows));
    out
}

/// One pair with its evidence on both sides, for a person to decide.
pub(super) fn pair(pair: &QueuedPair, n_open: u64) -> String {
    let confidence = pair.confidence.map_or_else(|| "?".to_owned(), |c| c.to_string());
    let mut out = format!(
        "\n[{n_open} left] {}  {}  {}   confidence {confidence}, {} relations hang on it\n",
        pair.subject.label,
        pair.predicate.says(),
        pair.object.label,
        pair.effect
    );
    for (concept, description) in
        [(&pair.subject, &pair.subject_description), (&pair.object, &pair.object_description)]
    {
        let _ = writeln!(out, "  {}: {}", concept.framework, shortened(description, &concept.id));
    }
    for reason in &pair.reasons {
        let _ = writeln!(out, "  because {}", reason.sentence);
    }
    for (reviewer, verdict) in &pair.verdicts {
        let _ = writeln!(out, "  {reviewer} said: {}", said(*verdict));
    }
    for (voter, verdict) in &pair.votes {
        let _ = writeln!(out, "  {voter} voted: {}", said(*verdict));
    }
    for comment in &pair.comments {
        let _ = writeln!(out, "  {comment}");
    }
    out
}

/// Characters of a description that are shown.
const SHOWN: usize = 300;

fn shortened(description: &str, id: &dyn std::fmt::Display) -> String {
    match description.char_indices().nth(SHOWN) {
        _ if description.is_empty() => id.to_string(),
        None => description.to_owned(),
        Some((end, _)) => format!("{} …", &description[..end]),
    }
}

fn said(verdict: Verdict) -> String {
    match verdict {
        Verdict::Accept { predicate } => format!("accept as {predicate}"),
        Verdict::Reject => "reject".to_owned(),
        Verdict::NoMatch => "no match".to_owned(),
        Verdict::Comment => "comment".to_owned(),
        Verdict::Withdraw => "withdraw".to_owned(),
        Verdict::Retire => "retire".to_owned(),
    }
}

pub(super) fn reviewed(reply: &ReviewReply, accept_above: Option<f64>) -> String {
    let would = if reply.is_preview { "would be written" } else { "written down" };
    if let (Some(highest), Some(least)) = (reply.highest, accept_above)
        && highest.value() < least
    {
        // 0.8 is told as 0.80, and 0.995 not as 1.00.
        let two = format!("{least:.2}");
        let least = if two.parse() == Ok(least) { two } else { least.to_string() };
        return format!(
            "{}: no open pair has {least} or more; the highest is {:.2}",
            reply.name,
            highest.value()
        );
    }
    if reply.added.is_empty() {
        return format!("{}: nothing is to be written; what fits is settled already", reply.name);
    }
    let mut out = format!("{}: {} decisions {would}", reply.name, reply.added.len());
    if reply.n_repeated > 0 {
        let _ = write!(out, ", {} said what was said before", reply.n_repeated);
    }
    if let Some(batch) = reply.batch.filter(|_| !reply.is_preview) {
        let _ = write!(out, "; take them back with --undo {batch}");
    }
    let rows = reply.added.iter().take(ROWS).map(|d| {
        let decision = &d.decision;
        strings([&decision.number, &d.subject_label, &said(decision.verdict), &d.object_label])
    });
    let _ = write!(out, "\n\n{}", table(&["number", "subject", "said", "object"], rows));
    more(&mut out, reply.added.len(), ROWS, "--json");
    out
}

pub(super) fn decisions(reply: &DecisionsReply) -> String {
    let mut out = format!("{}: {} decisions\n", reply.name, reply.n_decisions);
    let rows = reply.decisions.iter().map(|d| {
        let decision = &d.decision;
        strings([
            &decision.number,
            &decision.time,
            &decision.reviewer,
            &d.subject_label,
            &said(decision.verdict),
            &d.object_label,
            &decision.comment,
            &if decision.weight == Weight::Voted { "vote" } else { "" },
            &decision.batch.map_or_else(String::new, |batch| batch.to_string()),
        ])
    });
    let header =
        ["number", "time", "reviewer", "subject", "said", "object", "comment", "weight", "batch"];
    let _ = write!(out, "\n{}", table(&header, rows));
    if !reply.agreements.is_empty() {
        let rows = reply.agreements.iter().map(|a| {
            let percent = |share: f64| format!("{:.1}", share * 100.0);
            let kappa = a.agreement.kappa.map_or_else(|| "-".to_owned(), |k| format!("{k:.2}"));
            let interval = a
                .agreement
                .interval
                .map_or_else(String::new, |(low, high)| format!("{low:.2} to {high:.2}"));
            let reviewers = format!("{} and {}", a.one, a.other);
            strings([&reviewers, &a.agreement.n, &percent(a.agreement.observed), &kappa, &interval])
        });
        let header = ["reviewers", "pairs", "same %", "kappa", "95 %"];
        let _ = write!(out, "\n\n{}", table(&header, rows));
    }
    out
}
