//! Bars for long work, on a terminal only.

use std::io::IsTerminal as _;
use std::ops::ControlFlow;
use std::time::Duration;

use indicatif::ProgressBar;
use indicatif::ProgressStyle;

use crate::engine::Step;

/// How often what turns is drawn.
const TURN: Duration = Duration::from_millis(120);

/// A bar on standard error, or nothing where that is no terminal.
pub(super) struct Progress(Option<ProgressBar>);

impl Progress {
    pub(super) fn new() -> Self {
        if !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template("{msg:10} [{bar:40}] {pos}/{len} {elapsed}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "));
        Self(Some(bar))
    }

    /// Something that turns while work goes on of which nobody knows how far it is.
    pub(super) fn waiting(what: &'static str) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::new_spinner();
        let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.set_message(what);
        bar.enable_steady_tick(TURN);
        Self(Some(bar))
    }

    /// Shows a step; the work goes on.
    pub(super) fn show(&self, step: Step) -> ControlFlow<()> {
        if let Some(bar) = &self.0 {
            bar.set_length(step.total);
            bar.set_position(step.done);
            bar.set_message(step.what);
        }
        ControlFlow::Continue(())
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
