//! A request -> its reply from the data folder, or from the service that has it open.

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::cli::Failure;
use crate::cli::commands::Open;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::ErrorKind;
use crate::engine::RunningService;
use crate::engine::Starter;

/// What is asked with a request.
pub(super) fn post<Q: Serialize, R: DeserializeOwned>(
    open: Open<'_>,
    dir: &Path,
    path: &str,
    request: &Q,
    direct: impl FnOnce(&Engine) -> Result<R, Error>,
) -> Result<R, Failure> {
    either(open, dir, direct, |service| service.ask(path, &[], Some(request)))
}

/// What is asked with a query.
pub(super) fn get<R: DeserializeOwned>(
    open: Open<'_>,
    dir: &Path,
    path: &str,
    query: &[(&str, String)],
    direct: impl FnOnce(&Engine) -> Result<R, Error>,
) -> Result<R, Failure> {
    // What is not said is left out: an empty number would be none.
    let said: Vec<(&str, String)> =
        query.iter().filter(|(_, value)| !value.is_empty()).cloned().collect();
    either(open, dir, direct, |service| service.ask::<(), R>(path, &said, None))
}

/// What the service or the folder gives, each in its own way.
pub(super) fn either<R>(
    open: Open<'_>,
    dir: &Path,
    direct: impl FnOnce(&Engine) -> Result<R, Error>,
    ask: impl FnOnce(&RunningService) -> Result<R, Error>,
) -> Result<R, Failure> {
    if let Some(service) = RunningService::find(dir).filter(RunningService::is_there) {
        match ask(&service) {
            // A service that was killed left its file, and another one listens there now.
            Err(error) if error.kind == ErrorKind::Forbidden => {}
            outcome => return Ok(outcome?),
        }
    }
    Ok(direct(&open(Starter::WhenEmpty)?)?)
}
