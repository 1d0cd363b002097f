//! `skillmap evaluate`: figures, and whether they reach the floors that were given.

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::arguments::EvaluateArguments;
use crate::cli::commands::Open;
use crate::cli::commands::sources;
use crate::cli::print;
use crate::cli::print::Printer;
use crate::cli::tables;
use crate::engine::EvaluateReply;
use crate::engine::EvaluateRequest;
use crate::engine::Starter;

/// Measures answers on right ones.
pub(super) fn evaluate(
    open: Open<'_>,
    command: &EvaluateArguments,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let floors: Vec<(&str, f64)> =
        command.at_least.iter().map(|floor| parse_floor(floor)).collect::<Result<_, _>>()?;
    let request = EvaluateRequest {
        gold: sources(&command.gold, "stdin.csv")?,
        framework: command.framework.clone(),
        to: command.to.clone(),
        language: command.language.clone(),
        min_score: command.min_score,
        examples: sources(&command.examples, "stdin.csv")?,
        examples_share: command.examples_share,
    };
    let reply = open(Starter::WhenEmpty)?.evaluate(&request)?;
    printer.reply(&reply, tables::evaluate)?;
    let mut end = End::Done;
    for (name, floor) in floors {
        let found = figure(&reply, name)?;
        if found < floor {
            print::remark(&format!("{name} is {found:.3}, below the floor of {floor}"));
            end = End::NothingFound;
        }
    }
    Ok(end)
}

/// Figures are shares.
fn is_share(value: f64) -> bool {
    (0.0..=1.0).contains(&value)
}

fn parse_floor(floor: &str) -> Result<(&str, f64), Failure> {
    let parsed = floor.split_once('=').and_then(|(name, value)| {
        Some((name, value.parse().ok().filter(|value| is_share(*value))?))
    });
    parsed.ok_or_else(|| {
        Failure::Message(format!(
            "--at-least {floor:?} is not a floor; write a share between 0 and 1, such as RP@5=0.4"
        ))
    })
}

fn figure(reply: &EvaluateReply, name: &str) -> Result<f64, Failure> {
    let found =
        reply.figures.iter().find(|f| f.name.split(" (").next() == Some(name) || f.name == name);
    let known: Vec<&str> = reply.figures.iter().map(|f| f.name.as_str()).collect();
    let message = || format!("there is no figure {name:?}; there are: {}", known.join(", "));
    found.map(|f| f.value.mean).ok_or_else(|| Failure::Message(message()))
}
