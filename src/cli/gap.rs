//! Two sides, files or names -> what is covered, missing and beyond, as tables for people.

use std::fmt::Write as _;
use std::path::Path;

use clap::Args;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::arguments::TextKind;
use crate::cli::commands::Open;
use crate::cli::commands::read_bytes;
use crate::cli::drawing::strings;
use crate::cli::drawing::table;
use crate::cli::print::Printer;
use crate::cli::tables::origin;
use crate::engine::Engine;
use crate::engine::GapMatch;
use crate::engine::GapReply;
use crate::engine::GapRequest;
use crate::engine::GapSide;
use crate::engine::GapSideView;
use crate::engine::GapSkill;
use crate::engine::Nearness;
use crate::engine::Starter;

#[derive(Debug, Args)]
pub(super) struct GapArguments {
    /// What is there: a file with a course or a record ("-" reads standard input), or a concept by IRI, code or label,
    /// or several with " | " between them.
    have: String,
    /// What is wanted: a file with a posting ("-" reads standard input), or an occupation or other concept, or several.
    want: String,
    /// What sort of text the first is; told from its words unless given.
    #[arg(long, value_enum)]
    have_kind: Option<TextKind>,
    /// What sort of text the second is; told from its words unless given.
    #[arg(long, value_enum)]
    want_kind: Option<TextKind>,
    /// Framework or release in which texts are read; that of the other side, or all current ones, unless given.
    #[arg(long, short)]
    framework: Vec<String>,
    /// Language of texts and labels; told from each text unless given.
    #[arg(long, short, default_value = "", hide_default_value = true)]
    language: String,
    /// Least score of a skill that is read from a text, 0 to 1.
    #[arg(long)]
    min_score: Option<f64>,
    /// Skills read from each text at most.
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    limit: usize,
}

pub(super) fn run(
    open: Open<'_>,
    command: &GapArguments,
    printer: &mut Printer,
) -> Result<End, Failure> {
    if command.have == "-" && command.want == "-" {
        let message = "both sides are -; name a file or a concept for one of them";
        return Err(Failure::Message(message.to_owned()));
    }
    let (have, want) = (given(&command.have)?, given(&command.want)?);
    let engine = open(Starter::WhenEmpty)?;
    let request = GapRequest {
        have: side(&engine, have, command.have_kind)?,
        want: side(&engine, want, command.want_kind)?,
        framework: command.framework.clone(),
        language: command.language.clone(),
        min_score: command.min_score,
        limit: command.limit,
    };
    let reply = engine.gap(&request)?;
    drop(engine);
    printer.reply(&reply, gap)?;
    Ok(if reply.want.n_skills == 0 { End::NothingFound } else { End::Done })
}

/// What was typed for a side.
enum Given {
    /// A file, by its name, with its bytes.
    File(String, Vec<u8>),
    /// One concept.
    Concept(String),
    /// Several concepts.
    Concepts(Vec<String>),
}

/// Between several values of one cell or argument.
const BETWEEN: &str = " | ";

fn given(typed: &str) -> Result<Given, Failure> {
    let path = Path::new(typed);
    if typed == "-" || path.is_file() {
        return Ok(Given::File(typed.to_owned(), read_bytes(path)?));
    }
    if typed.contains(BETWEEN) {
        let names = typed.split(BETWEEN).map(str::trim).filter(|name| !name.is_empty());
        return Ok(Given::Concepts(names.map(str::to_owned).collect()));
    }
    Ok(Given::Concept(typed.to_owned()))
}

fn side(engine: &Engine, given: Given, kind: Option<TextKind>) -> Result<GapSide, Failure> {
    let kind = kind.map_or_else(String::new, |kind| kind.name().to_owned());
    Ok(match given {
        Given::File(name, bytes) => {
            GapSide { text: engine.text_of(&name, &bytes)?, kind, ..GapSide::default() }
        }
        Given::Concept(concept) => GapSide { concept, ..GapSide::default() },
        Given::Concepts(concepts) => GapSide { concepts, ..GapSide::default() },
    })
}

/// Extra skills named; all of them with --json.
const EXTRA: usize = 15;

fn gap(reply: &GapReply) -> String {
    let mut out = format!("{}\n", reply.coverage.sentence);
    let _ = writeln!(out, "there: {}", about(&reply.have));
    let _ = writeln!(out, "wanted: {}", about(&reply.want));
    section(&mut out, "covered", &reply.covered);
    section(&mut out, "missing", &reply.missing);
    if !reply.extra.is_empty() {
        let _ = writeln!(out, "\nextra: {}, not wanted as such\n", reply.extra.len());
        let rows = reply.extra.iter().take(EXTRA).map(|skill| {
            strings([&skill.score, &skill.concept.label, &origin(&skill.concept), &why(skill)])
        });
        let _ = writeln!(out, "{}", table(&["score", "skill", "framework", "because"], rows));
        if reply.extra.len() > EXTRA {
            let _ = writeln!(out, "and {} more, with --json", reply.extra.len() - EXTRA);
        }
    }
    out
}

fn about(side: &GapSideView) -> String {
    let title = if side.title.is_empty() { String::new() } else { format!("{}, ", side.title) };
    let kind = side.kind.map_or_else(String::new, |kind| format!("read as {}, ", kind.name()));
    let from = match side.framework.as_slice() {
        [] => String::new(),
        keys => format!(" of {}", keys.join(", ")),
    };
    format!("{title}{kind}{} skills{from}", side.n_skills)
}

fn section(out: &mut String, name: &str, matches: &[GapMatch]) {
    if matches.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{name}: {}\n", matches.len());
    let rows = matches.iter().map(|m| {
        let (nearest, near) = match &m.nearest {
            Some(nearest) if nearest.had.concept.id == m.wanted.concept.id => {
                let said = why(&nearest.had);
                let is_sure = nearest.nearness == Nearness::SameConcept;
                (String::new(), if is_sure { said } else { format!("perhaps: {said}") })
            }
            Some(nearest) => (nearest.had.concept.label.clone(), nearest.sentence.clone()),
            None => (String::new(), String::new()),
        };
        strings([
            &m.credit,
            &m.wanted.concept.label,
            &m.wanted.importance.name(),
            &origin(&m.wanted.concept),
            &why(&m.wanted),
            &nearest,
            &near,
        ])
    });
    let header = ["credit", "skill", "matters", "framework", "wanted because", "nearest", "there"];
    let _ = writeln!(out, "{}", table(&header, rows));
}

/// The words of the text, or the first reason.
fn why(skill: &GapSkill) -> String {
    let said: Vec<String> = skill.mentions.iter().take(2).map(|m| m.words.join(" … ")).collect();
    match (said.as_slice(), skill.reasons.first()) {
        ([], Some(reason)) => reason.clone(),
        _ => format!("“{}”", said.join("”, “")),
    }
}
