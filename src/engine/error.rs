//! The one error that users of the engine see.

use std::fmt;
use std::path::Path;

use crate::fetch::FetchError;
use crate::formats::ReadError;
use crate::formats::ReadErrorKind;
use crate::index::IndexError;
use crate::model::FrameworkError;
use crate::store::StoreError;
use crate::tagging::semantic::ModelError;

/// Why an operation was not done; nothing has changed then.
#[derive(Debug)]
pub struct Error {
    /// The sort of failure.
    pub kind: ErrorKind,
    /// What is wrong and what to do, in plain words.
    pub message: String,
    /// The field of the request at fault, where one is.
    pub field: Option<&'static str>,
}

/// The sort of failure; the service makes a status of it, the command line an exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The request is not right.
    Invalid,
    /// What was asked for is not there.
    NotFound,
    /// The request is beyond a bound.
    TooLarge,
    /// The request does not fit the state of things.
    Conflict,
    /// The request is not allowed.
    Forbidden,
    /// Whoever watched the work called it off.
    CalledOff,
    /// Something failed inside; the log has the whole of it.
    Internal,
}

impl Error {
    /// A field of the request is not right.
    pub fn invalid(field: &'static str, message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Invalid, message: message.into(), field: Some(field) }
    }

    /// What a field asks for is not there.
    pub fn not_found(field: &'static str, message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::NotFound, ..Self::invalid(field, message) }
    }

    /// A field is beyond a bound.
    pub fn too_large(field: &'static str, message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::TooLarge, ..Self::invalid(field, message) }
    }

    /// What a field asks for is not allowed.
    pub fn forbidden(field: &'static str, message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Forbidden, ..Self::invalid(field, message) }
    }

    /// A file that is not the user's cannot be written or read.
    pub fn disk(path: &Path, error: &std::io::Error) -> Self {
        Self::internal(format!("{}: {error}; check the disk and its space", path.display()))
    }

    /// A reply cannot be written where it should go.
    pub fn unwritten(error: &dyn fmt::Display) -> Self {
        Self::internal(format!(
            "the reply cannot be written ({error}); check the disk and its space"
        ))
    }

    /// Whoever watched the work called it off.
    pub(in crate::engine) fn called_off() -> Self {
        let message = "the work was called off; nothing was changed".to_owned();
        Self { kind: ErrorKind::CalledOff, message, field: None }
    }

    /// Something failed inside that no request can help; it is logged.
    pub(in crate::engine) fn internal(message: String) -> Self {
        tracing::error!(%message, "an operation failed");
        Self { kind: ErrorKind::Internal, message, field: None }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<ReadError> for Error {
    fn from(error: ReadError) -> Self {
        let kind = match error.kind {
            ReadErrorKind::NotFound => ErrorKind::NotFound,
            ReadErrorKind::TooLarge => ErrorKind::TooLarge,
            ReadErrorKind::Invalid => ErrorKind::Invalid,
        };
        Self { kind, message: error.to_string(), field: None }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy { .. } => {
                Self { kind: ErrorKind::Conflict, message: error.to_string(), field: None }
            }
            StoreError::Missing { .. } => {
                Self { kind: ErrorKind::NotFound, message: error.to_string(), field: None }
            }
            StoreError::Backup { .. } => {
                Self { kind: ErrorKind::Invalid, message: error.to_string(), field: None }
            }
            StoreError::TooLong { .. } | StoreError::TooLarge { .. } => {
                Self { kind: ErrorKind::TooLarge, message: error.to_string(), field: None }
            }
            other => Self::internal(other.to_string()),
        }
    }
}

impl From<FetchError> for Error {
    fn from(error: FetchError) -> Self {
        let kind = match error {
            FetchError::Missing { .. } => ErrorKind::NotFound,
            FetchError::TooLarge { .. } => ErrorKind::TooLarge,
            FetchError::Checksum { .. } | FetchError::Occupied { .. } => ErrorKind::Conflict,
            FetchError::Disk { .. } => return Self::internal(error.to_string()),
            FetchError::CalledOff => return Self::called_off(),
            _ => ErrorKind::Invalid,
        };
        Self { kind, message: error.to_string(), field: None }
    }
}

impl From<IndexError> for Error {
    fn from(error: IndexError) -> Self {
        Self::internal(error.to_string())
    }
}

impl From<ModelError> for Error {
    fn from(error: ModelError) -> Self {
        let kind = match error {
            ModelError::Missing { .. } => ErrorKind::NotFound,
            ModelError::TooLarge { .. } => ErrorKind::TooLarge,
            _ => ErrorKind::Invalid,
        };
        Self { kind, message: error.to_string(), field: Some("model") }
    }
}

impl From<FrameworkError> for Error {
    fn from(error: FrameworkError) -> Self {
        Self { kind: ErrorKind::Invalid, message: error.to_string(), field: None }
    }
}
