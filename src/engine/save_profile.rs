//! Rules get a name by which they can be asked for.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::recorded::Part;
use crate::engine::wanted;
use crate::model::Profile;
use crate::tagging::Filter;

/// What is to be saved.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveProfileRequest {
    /// The profile; one of the same name is replaced.
    pub profile: Profile,
}

/// What was saved.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SaveProfileReply {
    /// The profile as it is kept.
    pub profile: Profile,
    /// What its rules name and nothing is called now; it may come with another release.
    pub unknown: Vec<String>,
}

impl Engine {
    /// Keeps a profile; when it returns, the profile is on the disk.
    ///
    /// Errors: its name cannot be typed, its rules cannot be meant, or it is beyond its bound.
    pub fn save_profile(&self, request: &SaveProfileRequest) -> Result<SaveProfileReply, Error> {
        self.recorded("save_profile", &request.profile.name, &[Part::Profiles], || {
            self.keep_profile(request)
        })
    }

    fn keep_profile(&self, request: &SaveProfileRequest) -> Result<SaveProfileReply, Error> {
        let profile = &request.profile;
        if !profile.is_named() {
            let message = format!(
                "{:?} cannot be a profile's name; use lower-case letters, digits and hyphens, at most 64",
                profile.name
            );
            return Err(Error::invalid("profile", message));
        }
        choice::language(&profile.language)?;
        wanted::check_rules(&profile.rules)?;
        self.store.save_profile(profile)?;
        let snapshot = self.snapshot();
        let mut unknown = Filter::new(&snapshot.graph, &[&profile.rules]).unknown().to_vec();
        let is_held = |name: &&String| choice::parts(&snapshot, &[(*name).clone()]).is_ok();
        unknown.extend(profile.framework.iter().filter(|name| !is_held(name)).cloned());
        Ok(SaveProfileReply { profile: profile.clone(), unknown })
    }
}
