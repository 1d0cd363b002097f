//! Bars for long work, on a terminal only.

use std::io::IsTerminal as _;

use indicatif::ProgressBar;
use indicatif::ProgressStyle;

use crate::engine::Step;

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

    /// Shows a step.
    pub(super) fn show(&self, step: Step) {
        if let Some(bar) = &self.0 {
            bar.set_length(step.total);
            bar.set_position(step.done);
            bar.set_message(step.what);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
