//! A key is made: the only time that its secret is told.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use time::Duration;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::access::PREFIX;
use crate::engine::access::random_digits;
use crate::engine::recorded::Part;
use crate::engine::review::now;
use crate::engine::review::written;
use crate::limits;
use crate::model::Key;
use crate::model::Role;

/// Bytes of the secret: 256 bits, which nobody guesses.
const SECRET_BYTES: usize = 32;
/// Bytes of the id.
const ID_BYTES: usize = 6;
/// The longest time in days for which a key can be made; a longer one is better made without an end.
const MOST_DAYS: i64 = 3_650;

/// For whom a key is, and for what.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CreateKeyRequest {
    /// For whom or what it is.
    pub name: String,
    /// What its holder may do.
    pub role: Role,
    /// The only operations it is for; all that the role may when empty.
    pub only: Vec<String>,
    /// How long it is taken (`90d`), or until when (`2027-01-31`, or a time in RFC 3339); for ever when empty.
    pub expires: String,
}

/// The key that was made.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CreateKeyReply {
    /// All that is known of it from now on.
    pub key: Key,
    /// The key as it is shown to the service. It is told this once and kept nowhere.
    pub secret: String,
}

impl fmt::Debug for CreateKeyReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateKeyReply").field("key", &self.key).finish_non_exhaustive()
    }
}

impl Engine {
    /// Makes a key; when it returns, the key is on the disk, with the digest of its secret in place of the secret.
    ///
    /// Errors: it has no name, its scope or its time cannot be meant, or there are too many.
    pub fn create_key(&self, request: &CreateKeyRequest) -> Result<CreateKeyReply, Error> {
        self.recorded("create_key", &request.name, &[Part::Keys], || self.make_key(request))
    }

    fn make_key(&self, request: &CreateKeyRequest) -> Result<CreateKeyReply, Error> {
        let name = request.name.trim();
        if name.is_empty() || name.len() > limits::KEY_NAME_BYTES || name.contains(char::is_control)
        {
            let message = format!(
                "{name:?} cannot be the name of a key; say for whom or what it is, in at most {} bytes",
                limits::KEY_NAME_BYTES
            );
            return Err(Error::invalid("name", message));
        }
        let mut only = request.only.clone();
        only.sort();
        only.dedup();
        if only.len() > limits::KEY_SCOPE {
            let message = format!("a key is for at most {} operations", limits::KEY_SCOPE);
            return Err(Error::too_large("only", message));
        }
        let is_fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let is_name = |name: &&String| {
            !name.is_empty() && name.len() <= limits::KEY_NAME_BYTES && name.chars().all(is_fine)
        };
        if let Some(other) = only.iter().find(|name| !is_name(name)) {
            let message = format!("{other:?} is no operation; the README lists them, as in search");
            return Err(Error::invalid("only", message));
        }
        let expires = expiry(request.expires.trim(), OffsetDateTime::now_utc())?;
        let key = Key {
            id: random_digits(ID_BYTES)?,
            name: name.to_owned(),
            role: request.role,
            only,
            created: now()?,
            expires,
            revoked: None,
        };
        let secret = random_digits(SECRET_BYTES)?;
        self.store.add_key(&key, &secret)?;
        let secret = format!("{PREFIX}{}_{secret}", key.id);
        Ok(CreateKeyReply { key, secret })
    }
}

/// The time that is meant, in UTC and to the second.
fn expiry(text: &str, now: OffsetDateTime) -> Result<Option<String>, Error> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || {
        let message = format!(
            "{text:?} is no time to come; write a number of days up to {MOST_DAYS} such as 90d, or a date such as 2027-01-31"
        );
        Error::invalid("expires", message)
    };
    let meant = if let Some(days) = text.strip_suffix('d') {
        let days: i64 = days.parse().map_err(|_| wrong())?;
        (1..=MOST_DAYS).contains(&days).then(|| now + Duration::days(days))
    } else {
        let full = if text.len() == 10 { format!("{text}T00:00:00Z") } else { text.to_uppercase() };
        OffsetDateTime::parse(&full, &Rfc3339).ok()
    };
    let meant = meant.filter(|meant| *meant > now).ok_or_else(wrong)?;
    written(meant).map(Some).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_meant_in_days_or_as_a_date() {
        let now = OffsetDateTime::parse("2026-03-01T10:00:00Z", &Rfc3339).unwrap();
        let rows = [
            ("", Some("")),
            ("90d", Some("2026-05-30T10:00:00Z")),
            ("2027-01-31", Some("2027-01-31T00:00:00Z")),
            ("2027-01-31T12:30:00+02:00", Some("2027-01-31T10:30:00Z")),
            ("0d", None),
            ("-1d", None),
            ("99999999999999999999d", None),
            ("3651d", None),
            ("2026-03-01", None),
            ("2026-13-01", None),
            ("soon", None),
        ];
        for (text, expected) in rows {
            let meant = expiry(text, now).map(Option::unwrap_or_default).ok();
            assert_eq!(meant.as_deref(), expected, "{text:?}");
        }
    }
}
