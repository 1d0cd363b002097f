//! A saved profile is forgotten.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::recorded::Part;

/// Which profile is to be forgotten.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveProfileRequest {
    /// Its name.
    pub name: String,
}

/// Which profile was forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RemoveProfileReply {
    /// Its name.
    pub name: String,
}

impl Engine {
    /// Forgets a profile; when it returns, that is on the disk.
    ///
    /// Errors: there is none of that name.
    pub fn remove_profile(
        &self,
        request: &RemoveProfileRequest,
    ) -> Result<RemoveProfileReply, Error> {
        self.recorded("remove_profile", &request.name, &[Part::Profiles], || {
            self.forget_profile(request)
        })
    }

    fn forget_profile(&self, request: &RemoveProfileRequest) -> Result<RemoveProfileReply, Error> {
        if !self.store.remove_profile(&request.name)? {
            // This says which there are.
            self.saved_profile(&request.name)?;
        }
        Ok(RemoveProfileReply { name: request.name.clone() })
    }
}
