//! What documents kept in workspaces, what people say of their tags, and their coverage take and give.

use crate::engine::CoverageMatrixReply;
use crate::engine::CoverageMatrixRequest;
use crate::engine::DecideTagsReply;
use crate::engine::DecideTagsRequest;
use crate::engine::DocumentFileReply;
use crate::engine::DocumentFileRequest;
use crate::engine::DocumentReply;
use crate::engine::DocumentRequest;
use crate::engine::DocumentsReply;
use crate::engine::DocumentsRequest;
use crate::engine::RemoveDocumentReply;
use crate::engine::RemoveDocumentRequest;
use crate::engine::SaveDocumentReply;
use crate::engine::SaveDocumentRequest;
use crate::engine::SaveDocumentsReply;
use crate::engine::TagRequest;
use crate::service::openapi::described::Described;
use crate::service::openapi::described::Parameter;
use crate::service::openapi::described::Reply;
use crate::service::openapi::described::of;
use crate::service::openapi::described::parameter;

/// In a query, whether undecided tags count is yes or no.
const UNDECIDED: Parameter = parameter(
    "undecided",
    of::<bool>,
    "Whether tags of which nobody has said anything count as if they were right.",
);

pub(super) const TABLE: &[Described] = &[
    Described::told(
        "save_document",
        "Tag a text and keep it",
        of::<SaveDocumentRequest>,
        of::<SaveDocumentReply>,
    ),
    Described::given(
        "save_documents",
        "Tag each document of a file and keep it",
        "The file itself: a text, a document, or a catalogue of many.",
        Reply::Json(of::<SaveDocumentsReply>),
    )
    .query(of::<TagRequest>)
    .without(&["text"])
    .parameters(&[
        parameter("name", of::<String>, "Name of the file, with its ending."),
        parameter("workspace", of::<String>, "The workspace; made where there is none."),
        parameter("by", of::<String>, "Who saves them; when empty, the holder of the key."),
    ])
    .needed(&["name", "workspace"])
    .long(),
    Described::asked("documents", "List workspaces and their documents", of::<DocumentsReply>)
        .query(of::<DocumentsRequest>)
        .paged(DocumentsRequest::USUAL),
    Described::asked("document", "Show one document with its tags", of::<DocumentReply>)
        .query(of::<DocumentRequest>)
        .needed(&["workspace", "id"]),
    Described::told(
        "decide_tags",
        "Say which tags of a document are right",
        of::<DecideTagsRequest>,
        of::<DecideTagsReply>,
    ),
    Described::told(
        "remove_document",
        "Forget a document",
        of::<RemoveDocumentRequest>,
        of::<RemoveDocumentReply>,
    ),
    Described::asked("document_file", "Write accepted tags as a file", of::<DocumentFileReply>)
        .query(of::<DocumentFileRequest>)
        .parameters(&[UNDECIDED])
        .needed(&["workspace"]),
    Described::asked(
        "coverage_matrix",
        "Show what the documents of a workspace cover",
        of::<CoverageMatrixReply>,
    )
    .query(of::<CoverageMatrixRequest>)
    .parameters(&[UNDECIDED])
    .needed(&["workspace"])
    .paged(CoverageMatrixRequest::USUAL),
];
