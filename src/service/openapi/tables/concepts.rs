//! What searching and showing concepts take and give.

use crate::engine::ChildrenReply;
use crate::engine::ChildrenRequest;
use crate::engine::SearchReply;
use crate::engine::SearchRequest;
use crate::engine::ShowReply;
use crate::engine::ShowRequest;
use crate::engine::SuggestReply;
use crate::engine::SuggestRequest;
use crate::service::openapi::described::Described;
use crate::service::openapi::described::of;

pub(super) const TABLE: &[Described] = &[
    Described::asked("show", "Show one concept", of::<ShowReply>)
        .query(of::<ShowRequest>)
        .needed(&["id"]),
    Described::asked("children", "Say what stands one step below", of::<ChildrenReply>)
        .query(of::<ChildrenRequest>)
        .paged(ChildrenRequest::USUAL),
    Described::asked("search", "Search concepts", of::<SearchReply>)
        .query(of::<SearchRequest>)
        .paged(SearchRequest::USUAL),
    Described::asked("suggest", "Complete what is being typed", of::<SuggestReply>)
        .query(of::<SuggestRequest>),
];
