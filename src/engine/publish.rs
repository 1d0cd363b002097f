//! What is decided of a crosswalk becomes a version that never changes.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::crosswalk::check;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::ErrorKind;
use crate::engine::recorded::Part;
use crate::model::Crosswalk;
use crate::model::Digest;
use crate::model::PublishedVersion;

/// What is published.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PublishRequest {
    /// The crosswalk.
    pub name: String,
    /// The version it gets, such as `1.0` or `2026-11-22`.
    pub version: String,
    /// Whether it is published although statements of it contradict each other.
    pub with_contradictions: bool,
}

/// What was published.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PublishReply {
    /// Revision of the data.
    pub revision: u64,
    /// The crosswalk.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Digest of its content.
    pub digest: Digest,
    /// How many mappings it has, denials and "no match" among them.
    pub n_mappings: u64,
    /// The version whose place it took; empty when it is the first.
    pub supersedes: String,
    /// Contradictions in it.
    pub n_contradictions: u64,
}

/// Contradictions told when they keep a crosswalk from being published.
const TOLD: usize = 3;
/// Characters of a version at most.
const VERSION_CHARS: usize = 64;

impl Engine {
    /// Publishes what is decided: an immutable mapping set with a version and a digest. When it returns, it is on the disk.
    ///
    /// Errors: there is no such crosswalk, nothing is decided, the version was given before or cannot be typed, or the
    /// statements contradict each other.
    pub fn publish(&self, request: &PublishRequest) -> Result<PublishReply, Error> {
        self.recorded(
            "publish",
            &request.name,
            &[Part::Crosswalk(&request.name), Part::Releases],
            || self.publish_decided(request),
        )
    }

    fn publish_decided(&self, request: &PublishRequest) -> Result<PublishReply, Error> {
        let is_fine = |c: char| c.is_ascii_alphanumeric() || "-._+".contains(c);
        let version = request.version.as_str();
        if version.is_empty() || version.len() > VERSION_CHARS || !version.chars().all(is_fine) {
            let message = format!(
                "{version:?} cannot be a version; use letters, digits, dots and hyphens, at most {VERSION_CHARS}"
            );
            return Err(Error::invalid("version", message));
        }
        let work = self.work(&request.name)?;
        check_new(&work.crosswalk, version)?;
        let mut set = work.decided();
        if set.mappings.is_empty() {
            let message = "nothing is decided yet; accept or reject pairs first (crosswalk review)";
            return Err(Error::invalid("name", message));
        }
        version.clone_into(&mut set.version);
        let found = check(&set, Some(&work.subjects), Some(&work.objects));
        if !found.is_empty() && !request.with_contradictions {
            let told: Vec<String> = found.iter().take(TOLD).map(|c| format!("\n  {c}")).collect();
            let message = format!(
                "{} contradictions are in it; see crosswalk check, or publish with them{}",
                found.len(),
                told.join("")
            );
            return Err(Error { kind: ErrorKind::Conflict, ..Error::invalid("name", message) });
        }
        let committed = self.store.commit_mapping_set(&set)?;
        let digest = committed.record().digest;
        let published = PublishedVersion {
            version: version.to_owned(),
            digest,
            date: set.date.clone(),
            n_mappings: set.mappings.len() as u64,
            n_decisions: work.decisions.len() as u64,
        };
        let mut supersedes = String::new();
        self.store.change_crosswalk(&request.name, |before| {
            let mut crosswalk = before.unwrap_or_else(|| work.crosswalk.clone());
            check_new(&crosswalk, version)?;
            if let Some(last) = crosswalk.published.last() {
                supersedes.clone_from(&last.version);
            }
            crosswalk.published.push(published);
            Ok::<_, Error>(crosswalk)
        })?;
        self.refresh()?;
        Ok(PublishReply {
            revision: self.snapshot().revision,
            name: request.name.clone(),
            version: version.to_owned(),
            digest,
            n_mappings: set.mappings.len() as u64,
            supersedes,
            n_contradictions: found.len() as u64,
        })
    }
}

/// Errors: the version was given before.
fn check_new(crosswalk: &Crosswalk, version: &str) -> Result<(), Error> {
    if crosswalk.published.iter().all(|published| published.version != version) {
        return Ok(());
    }
    let message = format!("{version} is published and never changes; choose another version");
    Err(Error { kind: ErrorKind::Conflict, ..Error::invalid("version", message) })
}
