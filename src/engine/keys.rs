//! The keys that were made, without their secrets.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::review::now;
use crate::model::Key;

/// The keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeysReply {
    /// In the order in which they were made.
    pub keys: Vec<HeldKey>,
}

/// A key, and how it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HeldKey {
    /// All that is known of it.
    #[serde(flatten)]
    pub key: Key,
    /// Whether it is taken now.
    pub is_valid: bool,
    /// When it was shown last, since the service runs; nothing is kept of it.
    pub last_used: Option<String>,
}

impl Engine {
    /// All keys, those that were taken back too.
    ///
    /// Errors: the disk refuses.
    pub fn keys(&self) -> Result<KeysReply, Error> {
        let now = now()?;
        let held = |key: Key| HeldKey {
            is_valid: key.revoked.is_none() && key.expires.as_ref().is_none_or(|time| *time > now),
            last_used: self.last_used(&key.id),
            key,
        };
        let mut keys: Vec<HeldKey> = self.store.keys()?.into_iter().map(held).collect();
        keys.sort_by(|a, b| (&a.key.created, &a.key.id).cmp(&(&b.key.created, &b.key.id)));
        Ok(KeysReply { keys })
    }
}
