//! All crosswalks at work, and how far each is.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::crosswalk::Outcome;
use crate::crosswalk::standings;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::model::CrosswalkState;
use crate::model::Digest;

/// Which part of the list is wanted.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CrosswalksRequest {
    /// Crosswalks passed over.
    #[schemars(range(max = crate::limits::PAGE_OFFSET))]
    pub offset: usize,
    /// Crosswalks given: all when 0, else at most 200.
    #[schemars(range(max = crate::limits::PAGE_HITS))]
    pub limit: usize,
}

impl CrosswalksRequest {
    /// Crosswalks when the request does not say how many: all.
    pub const USUAL: usize = choice::WHOLE;
}

/// The crosswalks, by name.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CrosswalksReply {
    /// Revision of the data.
    pub revision: u64,
    /// How many there are.
    pub total: u64,
    /// The crosswalks.
    pub crosswalks: Vec<HeldCrosswalk>,
}

/// A crosswalk at work.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct HeldCrosswalk {
    /// Its name.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// The release of the subjects.
    pub from: String,
    /// The release of the objects.
    pub to: String,
    /// Where the work stands.
    pub state: CrosswalkState,
    /// Proposals there are.
    pub n_proposals: u64,
    /// Pairs accepted.
    pub n_accepted: u64,
    /// Pairs refused.
    pub n_rejected: u64,
    /// Subjects that have no counterpart, as was decided.
    pub n_no_match: u64,
    /// Pairs of which reviewers said different things.
    pub n_disputed: u64,
    /// Decisions made.
    pub n_decisions: u64,
    /// What was published, oldest first.
    pub published: Vec<HeldVersion>,
}

/// A published version.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct HeldVersion {
    /// Its version.
    pub version: String,
    /// Whether it is the published one, or a later one took its place.
    pub state: CrosswalkState,
    /// Digest of its content.
    pub digest: Digest,
    /// The day of the last decision in it; may be empty.
    pub date: String,
    /// How many mappings it has.
    pub n_mappings: u64,
}

impl Engine {
    /// All crosswalks at work.
    ///
    /// Errors: the disk refuses.
    pub fn crosswalks(&self) -> Result<CrosswalksReply, Error> {
        let mut crosswalks = Vec::new();
        for crosswalk in self.store.crosswalks()? {
            let decisions = self.store.decisions(&crosswalk.name)?;
            let outcomes: Vec<Outcome> =
                standings(&decisions).values().map(|standing| standing.outcome).collect();
            let count = |is: fn(&Outcome) -> bool| outcomes.iter().filter(|o| is(o)).count() as u64;
            let n_versions = crosswalk.published.len();
            let version = |(at, published): (usize, &crate::model::PublishedVersion)| HeldVersion {
                version: published.version.clone(),
                state: if at + 1 == n_versions {
                    CrosswalkState::Published
                } else {
                    CrosswalkState::Superseded
                },
                digest: published.digest,
                date: published.date.clone(),
                n_mappings: published.n_mappings,
            };
            crosswalks.push(HeldCrosswalk {
                state: crosswalk.state(decisions.len() as u64),
                n_proposals: crosswalk.proposals.len() as u64,
                n_accepted: count(|o| matches!(o, Outcome::Accepted { .. })),
                n_rejected: count(|o| *o == Outcome::Rejected),
                n_no_match: count(|o| *o == Outcome::NoMatch),
                n_disputed: count(|o| *o == Outcome::Disputed),
                n_decisions: decisions.len() as u64,
                published: crosswalk.published.iter().enumerate().map(version).collect(),
                name: crosswalk.name,
                title: crosswalk.title,
                from: crosswalk.from,
                to: crosswalk.to,
            });
        }
        let total = crosswalks.len() as u64;
        Ok(CrosswalksReply { revision: self.snapshot().revision, total, crosswalks })
    }

    /// A page of all crosswalks at work.
    ///
    /// Errors: the disk refuses, or a bound is passed.
    pub fn crosswalks_page(&self, request: &CrosswalksRequest) -> Result<CrosswalksReply, Error> {
        let mut page = choice::page(request.offset, request.limit, CrosswalksRequest::USUAL)?;
        let mut reply = self.crosswalks()?;
        choice::cut(&mut reply.crosswalks, &mut page);
        Ok(reply)
    }
}
