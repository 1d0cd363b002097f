//! The saved profiles, all or one.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::model::Profile;

/// Which profiles are wanted.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProfilesRequest {
    /// Name of one; all when empty.
    pub name: String,
}

/// Saved profiles.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ProfilesReply {
    /// By name.
    pub profiles: Vec<Profile>,
}

impl Engine {
    /// The profiles that are saved.
    ///
    /// Errors: there is none of that name.
    pub fn profiles(&self, request: &ProfilesRequest) -> Result<ProfilesReply, Error> {
        let profiles = match request.name.as_str() {
            "" => self.store.profiles()?,
            name => vec![self.saved_profile(name)?],
        };
        Ok(ProfilesReply { profiles })
    }

    /// The profile of that name.
    ///
    /// Errors: there is none.
    pub(in crate::engine) fn saved_profile(&self, name: &str) -> Result<Profile, Error> {
        if let Some(profile) = self.store.profile(name)? {
            return Ok(profile);
        }
        let known: Vec<String> = self.store.profiles()?.into_iter().map(|p| p.name).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let message = format!("no profile is called {name:?}; there are: {known}");
        Err(Error::not_found("profile", message))
    }
}
