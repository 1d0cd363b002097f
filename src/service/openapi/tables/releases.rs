//! What releases and their changes take and give.

use crate::engine::DiffReply;
use crate::engine::DiffRequest;
use crate::engine::GetReply;
use crate::engine::GetRequest;
use crate::engine::ImpactReply;
use crate::engine::ImpactRequest;
use crate::engine::ReplaceReply;
use crate::engine::ReplaceRequest;
use crate::service::openapi::described::Described;
use crate::service::openapi::described::of;

pub(super) const TABLE: &[Described] = &[
    Described::told("get", "Fetch a release from its publisher", of::<GetRequest>, of::<GetReply>)
        .long(),
    Described::asked("diff", "Compare two releases", of::<DiffReply>)
        .query(of::<DiffRequest>)
        .needed(&["before", "after"])
        .paged(DiffRequest::USUAL),
    Described::told(
        "impact",
        "Say what a change of releases touches",
        of::<ImpactRequest>,
        of::<ImpactReply>,
    ),
    Described::told(
        "replace",
        "Replace concepts that are out of use",
        of::<ReplaceRequest>,
        of::<ReplaceReply>,
    ),
];
