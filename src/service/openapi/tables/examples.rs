//! What occupations of titles, comparisons of two sides and confirmed examples take and give.

use crate::engine::AddExamplesReply;
use crate::engine::AddExamplesRequest;
use crate::engine::ExamplesReply;
use crate::engine::ExamplesRequest;
use crate::engine::GapReply;
use crate::engine::GapRequest;
use crate::engine::OccupationsReply;
use crate::engine::OccupationsRequest;
use crate::engine::RemoveExamplesReply;
use crate::engine::RemoveExamplesRequest;
use crate::service::openapi::described::Described;
use crate::service::openapi::described::of;

pub(super) const TABLE: &[Described] = &[
    Described::told(
        "occupations",
        "Find the occupations of a job title",
        of::<OccupationsRequest>,
        of::<OccupationsReply>,
    ),
    Described::told(
        "gap",
        "Compare what one side has with what another wants",
        of::<GapRequest>,
        of::<GapReply>,
    ),
    Described::asked("examples", "List confirmed examples", of::<ExamplesReply>)
        .query(of::<ExamplesRequest>)
        .paged(ExamplesRequest::USUAL),
    Described::told(
        "add_examples",
        "Add confirmed examples",
        of::<AddExamplesRequest>,
        of::<AddExamplesReply>,
    ),
    Described::told(
        "remove_examples",
        "Remove confirmed examples",
        of::<RemoveExamplesRequest>,
        of::<RemoveExamplesReply>,
    ),
];
