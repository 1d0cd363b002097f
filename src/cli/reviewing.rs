//! skillmap crosswalk review: pair after pair with one key each, or many at once.

use std::io::BufRead as _;

use clap::Args;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::crosswalk::QueueFilters;
use crate::cli::mapped;
use crate::cli::print;
use crate::cli::print::Printer;
use crate::engine::Engine;
use crate::engine::GivenDecision;
use crate::engine::QueuedPair;
use crate::engine::ReviewReply;
use crate::engine::ReviewRequest;
use crate::engine::Saying;
use crate::limits;
use crate::model::ConceptId;
use crate::model::Predicate;
use crate::model::Weight;

#[derive(Debug, Args)]
pub(super) struct ReviewArguments {
    /// The crosswalk.
    name: String,
    /// Who decides.
    #[arg(long, short, env = "SKILLMAP_REVIEWER")]
    reviewer: String,
    /// Vote only: others settle.
    #[arg(long)]
    vote: bool,
    #[command(flatten)]
    filters: QueueFilters,
    /// Accept every open pair with at least this confidence, as proposed.
    #[arg(long, value_name = "CONFIDENCE", conflicts_with_all = ["undo", "decide"])]
    accept_above: Option<f64>,
    /// Take back all decisions of the batch of this number, or one that was made by itself.
    #[arg(long, value_name = "BATCH", conflicts_with = "decide")]
    undo: Option<u64>,
    /// Decide one pair: SUBJECT OBJECT and exact, close, broad, narrow, related, reject or withdraw (IRIs; - and
    /// `no_match` for a subject without counterpart).
    #[arg(long, num_args = 3, value_names = ["SUBJECT", "OBJECT", "WHAT"])]
    decide: Option<Vec<String>>,
    /// With --decide: why.
    #[arg(long, default_value = "", hide_default_value = true)]
    comment: String,
    /// Only say what would be written.
    #[arg(long)]
    dry_run: bool,
}

/// What can be typed at a pair.
const KEYS: &str = "a accept as proposed | e exact, c close, b broad, n narrow, r related | x reject | 0 no match at all \
                    | s skip | u undo the last | q quit; words after the key are the comment";

pub(super) fn run(
    open: &dyn Fn() -> Result<Engine, Failure>,
    command: &ReviewArguments,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let request = ReviewRequest {
        name: command.name.clone(),
        reviewer: command.reviewer.clone(),
        weight: if command.vote { Weight::Voted } else { Weight::Confirmed },
        decisions: command
            .decide
            .as_deref()
            .map(|d| decided(d, &command.comment))
            .transpose()?
            .into_iter()
            .collect(),
        accept_above: command.accept_above,
        only: command.filters.request(&command.name, &command.reviewer, 0),
        undo: command.undo,
        preview: command.dry_run,
    };
    let is_one_go =
        command.accept_above.is_some() || command.undo.is_some() || command.decide.is_some();
    if is_one_go {
        let reply = open()?.review(&request)?;
        printer.reply(&reply, |reply| mapped::reviewed(reply, command.accept_above))?;
        return Ok(if reply.added.is_empty() { End::NothingFound } else { End::Done });
    }
    if command.dry_run {
        let message = "--dry-run goes with --accept-above, --undo or --decide";
        return Err(Failure::Message(message.to_owned()));
    }
    pair_by_pair(&open()?, command, &request, printer)
}

/// The decision of three words.
fn decided(words: &[String], comment: &str) -> Result<GivenDecision, Failure> {
    let [subject, object, what] = words else {
        return Err(Failure::Message("--decide wants SUBJECT OBJECT WHAT".to_owned()));
    };
    let id = |text: &str| ConceptId::new(text).map_err(|e| Failure::Message(e.to_string()));
    let unknown = || {
        let message = format!(
            "{what:?} is no decision; use accept, exact, close, broad, narrow, related, reject, no_match or withdraw"
        );
        Failure::Message(message)
    };
    let (says, predicate) = Saying::named(what).ok_or_else(unknown)?;
    let object = if object == "-" { None } else { Some(id(object)?) };
    Ok(GivenDecision {
        subject: id(subject)?,
        object,
        says,
        predicate,
        comment: comment.to_owned(),
    })
}

/// Shows pair after pair and reads one line for each. A decision is on the disk before the next pair is shown, so that
/// work broken off anywhere is gone on with by the same command.
fn pair_by_pair(
    engine: &Engine,
    command: &ReviewArguments,
    request: &ReviewRequest,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let mut lines = std::io::stdin().lock().lines();
    let mut skipped: Vec<(ConceptId, ConceptId)> = Vec::new();
    let mut done: Vec<QueuedPair> = Vec::new();
    print::remark(KEYS);
    loop {
        // What was skipped stands before the next pair, page after page.
        let mut filters =
            command.filters.request(&command.name, &command.reviewer, limits::PAGE_HITS);
        filters.weight = request.weight;
        let is_new = |pair: &QueuedPair| {
            !skipped.contains(&(pair.subject.id.clone(), pair.object.id.clone()))
        };
        let (mut queue, mut pair) = (engine.queue(&filters)?, None);
        while pair.is_none() && !queue.items.is_empty() {
            pair = queue.items.iter().find(|pair| is_new(pair)).cloned();
            if pair.is_none() {
                filters.offset += queue.items.len();
                queue = engine.queue(&filters)?;
            }
        }
        let Some(pair) = &pair else {
            let n = skipped.len();
            printer.text(&format!(
                "nothing else is left to look at; {} decided, {n} skipped",
                done.len()
            ))?;
            break;
        };
        printer.text(&mapped::pair(pair, queue.total))?;
        let Some(line) = lines.next() else { break };
        let line = line?;
        let (key, comment) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
        let accept = |predicate| Some((Saying::Accept, Some(predicate)));
        let said = match key {
            "a" => accept(pair.predicate),
            "e" => accept(Predicate::Exact),
            "c" => accept(Predicate::Close),
            "b" => accept(Predicate::Broad),
            "n" => accept(Predicate::Narrow),
            "r" => accept(Predicate::Related),
            "x" => Some((Saying::Reject, None)),
            "0" => Some((Saying::NoMatch, None)),
            "s" => {
                skipped.push((pair.subject.id.clone(), pair.object.id.clone()));
                continue;
            }
            "u" => {
                if let Some(last) = done.pop() {
                    withdraw(engine, request, &last)?;
                } else {
                    print::remark("nothing to undo here; --undo takes an earlier batch back");
                }
                continue;
            }
            "q" => break,
            _ => None,
        };
        let Some((says, predicate)) = said else {
            print::remark(KEYS);
            continue;
        };
        let decision = GivenDecision {
            subject: pair.subject.id.clone(),
            object: Some(pair.object.id.clone()),
            says,
            predicate,
            comment: comment.to_owned(),
        };
        let reply = write(engine, request, decision)?;
        for added in &reply.added {
            printer.text(&format!("  {} written down as number {}", key, added.decision.number))?;
        }
        done.push(pair.clone());
    }
    Ok(End::Done)
}

fn write(
    engine: &Engine,
    request: &ReviewRequest,
    decision: GivenDecision,
) -> Result<ReviewReply, Failure> {
    Ok(engine.review(&ReviewRequest { decisions: vec![decision], ..request.clone() })?)
}

/// Takes back what was said of a pair, and of its subject alone.
fn withdraw(engine: &Engine, request: &ReviewRequest, pair: &QueuedPair) -> Result<(), Failure> {
    for object in [Some(pair.object.id.clone()), None] {
        let decision = GivenDecision {
            subject: pair.subject.id.clone(),
            object,
            says: Saying::Withdraw,
            predicate: None,
            comment: String::new(),
        };
        write(engine, request, decision)?;
    }
    Ok(())
}
