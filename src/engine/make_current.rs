//! Another release of a framework becomes the one that answers.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::recorded::Part;
use crate::store::About;
use crate::store::Record;

/// Which release is to answer.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeCurrentRequest {
    /// The release: `esco@1.1.0`, or `esco@` and the beginning of its digest where two have one version.
    pub release: String,
}

/// Which release answers now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MakeCurrentReply {
    /// Revision after the change.
    pub revision: u64,
    /// The release that is current now: `esco@1.1.0`.
    pub release: String,
}

/// A release by its short name and the beginning of its digest.
fn by_digest(record: &Record) -> Option<String> {
    match &record.about {
        About::Framework { release, .. } => {
            Some(format!("{}@{}", release.key, record.digest.short()))
        }
        About::MappingSet { .. } => None,
    }
}

impl Engine {
    /// Makes a release the current one of its framework.
    ///
    /// Errors: no release of that name is held, or several are and none is named by its version.
    pub fn make_current(&self, request: &MakeCurrentRequest) -> Result<MakeCurrentReply, Error> {
        self.recorded("make_current", &request.release, &[Part::Releases], || {
            self.switch_to(request)
        })
    }

    fn switch_to(&self, request: &MakeCurrentRequest) -> Result<MakeCurrentReply, Error> {
        let mut called = self.held(&request.release)?;
        if called.len() > 1 {
            let remedy = if request.release.contains('@') {
                let names: Vec<String> = called.iter().filter_map(by_digest).collect();
                format!("name one by the beginning of its digest: {}", names.join(", "))
            } else {
                "name one with its version: NAME@VERSION".to_owned()
            };
            let message =
                format!("{} releases are called {:?}; {remedy}", called.len(), request.release);
            return Err(Error::invalid("release", message));
        }
        let Some(record) = called.pop() else {
            let records = self.store.records()?;
            let names: Vec<String> = records
                .iter()
                .filter_map(|record| match &record.about {
                    About::Framework { release, .. } => Some(release.to_string()),
                    About::MappingSet { .. } => None,
                })
                .collect();
            let message = format!(
                "no release is called {:?}; there are: {}",
                request.release,
                names.join(", ")
            );
            return Err(Error::not_found("release", message));
        };
        self.store.make_current(record.number)?;
        self.refresh()?;
        let release = match &record.about {
            About::Framework { release, .. } => release.to_string(),
            About::MappingSet { title, .. } => title.clone(),
        };
        Ok(MakeCurrentReply { revision: self.snapshot().revision, release })
    }
}
