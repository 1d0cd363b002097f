//! What was changed, by whom and when.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::review::written;
use crate::limits;
use crate::model::AuditEntry;

/// Entries of a page unless another number is asked for.
const PAGE: usize = 100;

/// Which entries are wanted.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AuditRequest {
    /// Only entries from then on: a date, or a time in RFC 3339.
    pub since: String,
    /// Only entries before then.
    pub until: String,
    /// Only this operation.
    pub operation: String,
    /// Only by this key (its id) or name.
    pub who: String,
    /// Only entries with lower numbers: the `next` of the page before.
    pub before: Option<u64>,
    /// At most so many; 100 when 0.
    pub limit: usize,
}

/// Entries of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditReply {
    /// The newest first.
    pub entries: Vec<AuditEntry>,
    /// Where the next page begins, as its `before`; nothing when this is the last one.
    pub next: Option<u64>,
}

impl Engine {
    /// Entries of the audit log, the newest first. Nothing can take an entry away.
    ///
    /// Cost: O(n) in entries newer than the last one wanted. Errors: a time cannot be read, or too many are asked for.
    pub fn audit(&self, request: &AuditRequest) -> Result<AuditReply, Error> {
        let limit = if request.limit == 0 { PAGE } else { request.limit };
        if limit > limits::AUDIT_PAGE {
            let message =
                format!("limit is {limit}, at most {} is given at once", limits::AUDIT_PAGE);
            return Err(Error::invalid("limit", message));
        }
        let since = moment("since", &request.since)?;
        let until = moment("until", &request.until)?;
        let is_wanted = |entry: &AuditEntry| {
            until.as_ref().is_none_or(|until| entry.time < *until)
                && (request.operation.is_empty() || entry.operation == request.operation)
                && (request.who.is_empty()
                    || entry.who.name == request.who
                    || entry.who.key.as_ref() == Some(&request.who))
        };
        let mut entries: Vec<AuditEntry> = Vec::new();
        let mut next = None;
        for entry in self.store.audit_entries(request.before) {
            let entry = entry?;
            if since.as_ref().is_some_and(|since| entry.time < *since) {
                break;
            }
            if is_wanted(&entry) {
                if entries.len() == limit {
                    next = entries.last().map(|entry| entry.number);
                    break;
                }
                entries.push(entry);
            }
        }
        Ok(AuditReply { entries, next })
    }
}

/// A time as entries write it; nothing where none is given.
fn moment(field: &'static str, text: &str) -> Result<Option<String>, Error> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let full = if text.len() == 10 { format!("{text}T00:00:00Z") } else { text.to_uppercase() };
    let read = OffsetDateTime::parse(&full, &Rfc3339).ok().and_then(written);
    let message = || {
        format!("{field} is {text:?}, which is no time; write 2026-01-31 or 2026-01-31T12:00:00Z")
    };
    read.map(Some).ok_or_else(|| Error::invalid(field, message()))
}
