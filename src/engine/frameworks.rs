//! What is held: all releases of all frameworks, and all mapping sets.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::model::Digest;
use crate::model::Release;
use crate::store::About;

/// Which part of the list is wanted: releases first, then mapping sets.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FrameworksRequest {
    /// Releases and mapping sets passed over.
    #[schemars(range(max = crate::limits::PAGE_OFFSET))]
    pub offset: usize,
    /// Releases and mapping sets given: all when 0, else at most 200.
    #[schemars(range(max = crate::limits::PAGE_HITS))]
    pub limit: usize,
}

impl FrameworksRequest {
    /// Releases and mapping sets when the request does not say how many: all.
    pub const USUAL: usize = choice::WHOLE;
}

/// What is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FrameworksReply {
    /// Revision of the data.
    pub revision: u64,
    /// Releases and mapping sets together.
    pub total: u64,
    /// All releases, oldest first.
    pub frameworks: Vec<HeldFramework>,
    /// All mapping sets, oldest first.
    pub mapping_sets: Vec<HeldMappingSet>,
}

/// One release of a framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HeldFramework {
    /// What it says about itself.
    #[serde(flatten)]
    pub release: Release,
    /// Whether searches and tags are answered from it.
    pub is_current: bool,
    /// How many concepts it has.
    pub n_concepts: u64,
    /// How many relations it has.
    pub n_relations: u64,
    /// Digest of its content.
    pub digest: Digest,
}

/// One mapping set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HeldMappingSet {
    /// Its title.
    pub title: String,
    /// Its version; may be empty.
    pub version: String,
    /// The framework of its subjects, as the set calls it.
    pub subject_source: String,
    /// The framework of its objects, as the set calls it.
    pub object_source: String,
    /// How many mappings it has.
    pub n_mappings: u64,
    /// Digest of its content.
    pub digest: Digest,
}

impl Engine {
    /// All releases and mapping sets.
    ///
    /// Errors: the disk refuses.
    pub fn frameworks(&self) -> Result<FrameworksReply, Error> {
        let snapshot = self.snapshot();
        let mut reply = FrameworksReply {
            revision: snapshot.revision,
            total: 0,
            frameworks: Vec::new(),
            mapping_sets: Vec::new(),
        };
        for record in self.store.records()? {
            let digest = record.digest;
            match record.about {
                About::Framework { release, n_concepts, n_relations } => {
                    let is_current = snapshot.records.iter().any(|r| r.number == record.number);
                    let held =
                        HeldFramework { release, is_current, n_concepts, n_relations, digest };
                    reply.frameworks.push(held);
                }
                About::MappingSet { title, version, subject_source, object_source, n_mappings } => {
                    let held = HeldMappingSet {
                        title,
                        version,
                        subject_source,
                        object_source,
                        n_mappings,
                        digest,
                    };
                    reply.mapping_sets.push(held);
                }
            }
        }
        reply.total = (reply.frameworks.len() + reply.mapping_sets.len()) as u64;
        Ok(reply)
    }

    /// A page of all releases and mapping sets.
    ///
    /// Errors: the disk refuses, or a bound is passed.
    pub fn frameworks_page(&self, request: &FrameworksRequest) -> Result<FrameworksReply, Error> {
        let mut page = choice::page(request.offset, request.limit, FrameworksRequest::USUAL)?;
        let mut reply = self.frameworks()?;
        choice::cut(&mut reply.frameworks, &mut page);
        choice::cut(&mut reply.mapping_sets, &mut page);
        Ok(reply)
    }
}
