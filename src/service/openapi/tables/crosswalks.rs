//! What crosswalks take and give.

use crate::engine::CheckReply;
use crate::engine::CheckRequest;
use crate::engine::CompareReply;
use crate::engine::CompareRequest;
use crate::engine::ComposeReply;
use crate::engine::ComposeRequest;
use crate::engine::CoverageReply;
use crate::engine::CoverageRequest;
use crate::engine::CrosswalksReply;
use crate::engine::CrosswalksRequest;
use crate::engine::DecisionsReply;
use crate::engine::DecisionsRequest;
use crate::engine::ImportMappingsReply;
use crate::engine::MappingFileReply;
use crate::engine::MappingFileRequest;
use crate::engine::ProposeReply;
use crate::engine::ProposeRequest;
use crate::engine::PublishReply;
use crate::engine::PublishRequest;
use crate::engine::QueueReply;
use crate::engine::QueueRequest;
use crate::engine::ReviewReply;
use crate::engine::ReviewRequest;
use crate::engine::SaveCrosswalkReply;
use crate::engine::SaveCrosswalkRequest;
use crate::service::openapi::described::Described;
use crate::service::openapi::described::Reply;
use crate::service::openapi::described::of;
use crate::service::openapi::described::parameter;

pub(super) const TABLE: &[Described] = &[
    Described::told(
        "propose",
        "Propose mappings between two frameworks",
        of::<ProposeRequest>,
        of::<ProposeReply>,
    )
    .long(),
    Described::told(
        "save_crosswalk",
        "Begin or renew a crosswalk",
        of::<SaveCrosswalkRequest>,
        of::<SaveCrosswalkReply>,
    )
    .long(),
    Described::asked("crosswalks", "List crosswalks", of::<CrosswalksReply>)
        .query(of::<CrosswalksRequest>)
        .paged(CrosswalksRequest::USUAL),
    Described::asked("queue", "Say which pairs to look at next", of::<QueueReply>)
        .query(of::<QueueRequest>)
        .needed(&["name"])
        .paged(QueueRequest::USUAL),
    Described::told("review", "Decide about pairs", of::<ReviewRequest>, of::<ReviewReply>),
    Described::asked("decisions", "List decisions", of::<DecisionsReply>)
        .query(of::<DecisionsRequest>)
        .needed(&["name"])
        .paged(DecisionsRequest::USUAL),
    Described::asked("check", "Find what cannot all be true", of::<CheckReply>)
        .query(of::<CheckRequest>)
        .needed(&["name"])
        .paged(CheckRequest::USUAL),
    Described::told(
        "compose",
        "Join mapping sets where they meet",
        of::<ComposeRequest>,
        of::<ComposeReply>,
    ),
    Described::asked("coverage", "Say how much is mapped", of::<CoverageReply>)
        .query(of::<CoverageRequest>)
        .needed(&["name"])
        .paged(CoverageRequest::USUAL),
    Described::told(
        "publish",
        "Publish a version of a crosswalk",
        of::<PublishRequest>,
        of::<PublishReply>,
    ),
    Described::asked("mapping_file", "Write a crosswalk as a file", of::<MappingFileReply>)
        .query(of::<MappingFileRequest>)
        .needed(&["name"]),
    Described::asked("compare", "Compare two mapping sets", of::<CompareReply>)
        .query(of::<CompareRequest>)
        .needed(&["before", "after"])
        .paged(CompareRequest::USUAL),
    Described::given(
        "import_mappings",
        "Import decisions into a crosswalk",
        "The file itself: SSSOM, an official crosswalk, or any table whose columns are named.",
        Reply::Json(of::<ImportMappingsReply>),
    )
    .parameters(&[
        parameter("name", of::<String>, "The crosswalk; it is made where there is none."),
        parameter("file", of::<String>, "Name of the file, with its ending."),
        parameter("from", of::<String>, "Of a new crosswalk, the framework of the subjects."),
        parameter("to", of::<String>, "Of a new crosswalk, the framework of the objects."),
        parameter(
            "reviewer",
            of::<String>,
            "Whose decisions they are; the title of the set when empty.",
        ),
        parameter(
            "column",
            of::<Vec<String>>,
            "Columns whose names are not the usual ones, each as WHAT=NAME.",
        ),
        parameter("preview", of::<bool>, "Only say what would change."),
    ])
    .needed(&["name", "file"]),
];
