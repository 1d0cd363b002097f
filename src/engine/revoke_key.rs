//! A key is taken back.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::recorded::Part;
use crate::engine::review::now;
use crate::model::Key;

/// Which key is to be taken back.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeKeyRequest {
    /// Its id.
    pub id: String,
}

/// The key that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RevokeKeyReply {
    /// The key.
    pub key: Key,
}

impl Engine {
    /// Takes a key back; from the next request on it is refused, and whoever signed in with it is signed out.
    ///
    /// Errors: there is none of that id.
    pub fn revoke_key(&self, request: &RevokeKeyRequest) -> Result<RevokeKeyReply, Error> {
        self.recorded("revoke_key", &request.id, &[Part::Keys], || {
            let key = self.store.revoke_key(&request.id, &now()?)?;
            let message =
                || format!("no key has the id {:?}; list them with skillmap keys list", request.id);
            Ok(RevokeKeyReply { key: key.ok_or_else(|| Error::not_found("id", message()))? })
        })
    }
}
