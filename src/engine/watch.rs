//! Long work -> whoever watches it, and may call it off.

use std::ops::ControlFlow;

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::Error;

/// How far long work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Step {
    /// What is being done (`reading`, `indexing`, `comparing`).
    pub what: &'static str,
    /// How many of its parts are done.
    pub done: u64,
    /// How many there are; 0 where nobody knows.
    pub total: u64,
}

/// Called while long work goes on, from any thread. A `Break` calls the work off: it ends at its next step with an error
/// of [`ErrorKind::CalledOff`], and everything is as it was. What is on the disk already is not called back.
pub type Watch<'a> = &'a (dyn Fn(Step) -> ControlFlow<()> + Sync);

/// For callers that do not watch.
pub fn unwatched(_: Step) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Tells a step to whoever watches, and asks whether to go on.
///
/// Errors: the work is called off.
pub(in crate::engine) fn go_on(watch: Watch<'_>, step: Step) -> Result<(), Error> {
    match watch(step) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Error::called_off()),
    }
}
