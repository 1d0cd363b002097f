//! `skillmap tune`: weights from files of right answers, and the tables that say what they are worth.

use std::fmt::Write as _;
use std::path::Path;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::arguments::TuneArguments;
use crate::cli::commands::Open;
use crate::cli::commands::check_folder;
use crate::cli::commands::sources;
use crate::cli::drawing::strings;
use crate::cli::drawing::table;
use crate::cli::print::Printer;
use crate::cli::progress::Progress;
use crate::cli::tables::calibration;
use crate::engine::Starter;
use crate::engine::TuneReply;
use crate::engine::TuneRequest;
use crate::engine::Worths;

/// Seeds over which the worth of features is averaged: one alone is off by a point.
const WORTH_SEEDS: u64 = 3;

pub(super) fn tune(
    open: Open<'_>,
    command: &TuneArguments,
    printer: &mut Printer,
) -> Result<End, Failure> {
    let request = TuneRequest {
        gold: sources(&command.gold, "stdin.csv")?,
        framework: command.framework.clone(),
        language: command.language.clone(),
        worths: if command.worths { Worths::Measured(WORTH_SEEDS) } else { Worths::Skipped },
    };
    if let Some(path) = &command.output {
        check_folder(path)?;
    }
    let progress = Progress::waiting("tuning");
    let reply = open(Starter::WhenEmpty)?.tune(&request)?;
    drop(progress);
    printer.reply(&reply, tables)?;
    if let Some(path) = &command.output {
        save(path, &reply.weights)?;
        printer.remark(&format!("wrote {}", path.display()))?;
    }
    Ok(End::Done)
}

fn save(path: &Path, weights: &str) -> Result<(), Failure> {
    std::fs::write(path, weights)
        .map_err(|e| Failure::Message(format!("{}: {e}; check the folder", path.display())))
}

fn tables(reply: &TuneReply) -> String {
    let percent = |value: f64| format!("{:.1}", value * 100.0);
    let mut out = format!("weights for {}, judged on sentences kept aside\n", reply.framework);
    for set in &reply.sets {
        let rows = set.figures.iter().map(|f| {
            strings([
                &f.name,
                &percent(f.value.mean),
                &percent(f.value.low),
                &percent(f.value.high),
            ])
        });
        let figures = table(&["figure", "mean", "low", "high"], rows);
        let _ = write!(out, "\n{}, {} judged\n{figures}\n", set.name, set.n_judged);
    }
    let _ = write!(out, "\n{}\n", calibration(&reply.calibration));
    for (header, worths) in [("scorer", &reply.scorers), ("features", &reply.worths)] {
        let rows = worths.iter().map(|w| strings([&w.features, &percent(w.rp5), &percent(w.mrr)]));
        if !worths.is_empty() {
            let _ = write!(out, "\n{}\n", table(&[header, "RP@5", "MRR"], rows));
        }
    }
    out
}
